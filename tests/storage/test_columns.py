"""What queries look at, kept in columns: the same as the documents say, whatever was written, compacted or damaged."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.care import Book, open_book
from fuyu.domain.lead import Temperature
from fuyu.domain.query import OPERATORS, Surroundings, read_query
from fuyu.storage import columns
from tests.builders import a_lead, a_note, a_promise, adding, changing, removing
from tests.examples import examples
from tests.memory import MemoryStore

AROUND = Surroundings(now=datetime(2026, 3, 18, 9, 30, tzinfo=UTC))
QUERIES = ("tag:expo", "-tag:expo", "tag:none", "hot", "due:<fri", "company:ac company:me", "due:any -cold", "name:b")


def asked(store: Book | MemoryStore, text: str) -> list[int]:
    """Return who meets a query."""
    query = read_query(text, AROUND)
    assert query.terms
    assert not query.problems
    return [*store.meeting(query.terms)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "fuyu.json"


def compacted(book: Book, path: Path) -> Book:
    """Return the book from its file alone."""
    book.close()
    return open_book(path)


def test_who_is_in_the_file_is_found_without_reading_documents(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = open_book(path)
    book.apply(adding(a_lead(1, tags=("expo", "fair")), a_lead(2, "Bo", tags=("expo",)), a_lead(3, "Cy")))
    book = compacted(book, path)
    assert asked(book, "tag:expo") == [1, 2]
    monkeypatch.setattr("fuyu.storage.documents.decode", lambda *_: pytest.fail("a document was read"))
    assert asked(book, "tag:fair") == [1]
    assert asked(book, "-tag:any") == [3]
    book.close()


def test_what_was_written_since_counts(path: Path) -> None:
    book = open_book(path)
    first, second, third = a_lead(1, tags=("expo",)), a_lead(2, "Bo", tags=("expo",)), a_lead(3, "Cy")
    book.apply(adding(first, second, third))
    book = compacted(book, path)
    book.apply(changing(first, tags=("fair",)))
    book.apply(removing(second))
    book.apply(adding(a_lead(4, "Di", tags=("expo",)), a_note(1, lead=3)))
    for _ in range(2):
        assert (asked(book, "tag:expo"), asked(book, "tag:fair"), asked(book, "tag:none")) == ([4], [1], [3])
        assert {*book.values("tag")} >= {"expo", "fair", ""}
        book = compacted(book, path)
    assert {*book.values("tag")} == {"expo", "fair", ""}, "what nobody holds any more is gone with the file"
    book.close()


def test_a_book_without_a_file_answers(path: Path) -> None:
    book = open_book(path)
    assert asked(book, "tag:expo") == []
    book.apply(adding(a_lead(1, tags=("expo",))))
    assert asked(book, "tag:expo") == [1]
    book.close()


def test_other_columns_are_made_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = open_book(path)
    book.apply(adding(a_lead(1, tags=("expo",)), a_lead(2, "Bo")))
    some = {name: operator for name, operator in OPERATORS.items() if name != "tag"}
    with monkeypatch.context() as older:
        older.setattr(columns, "OPERATORS", some)
        book = compacted(book, path)
        assert asked(book, "hot") == []
    book = compacted(book, path)
    assert asked(book, "tag:expo") == [1], "kept by a fuyu that had no such operator"
    book.close()


many = st.lists(
    st.builds(
        lambda name, tags, company, hot, day, more: {
            "name": name,
            "tags": tuple(tags),
            "company": company,
            "temperature": Temperature.HOT if hot else Temperature.COLD,
            "due": day and date(2026, 3, day),
            "promises": tuple(a_promise(date(2026, 3, each), f"p{each}") for each in more),
        },
        st.sampled_from(["Ann", "Bo", "Cy"]),
        st.lists(st.sampled_from(["Expo", "fair", "x"]), unique=True, max_size=3),
        st.sampled_from(["", "Acme", "ACME Corp"]),
        st.booleans(),
        st.none() | st.integers(1, 30),
        st.lists(st.integers(1, 30), unique=True, max_size=2),
    ),
    min_size=1,
    max_size=6,
)


@given(before=many, after=many)
@examples(40)
def test_columns_say_what_documents_say(
    tmp_path_factory: pytest.TempPathFactory, before: list[dict[str, object]], after: list[dict[str, object]]
) -> None:
    path = tmp_path_factory.mktemp("book") / "fuyu.json"
    book, memory = open_book(path), MemoryStore()
    leads = [a_lead(number, **fields) for number, fields in enumerate(before, 1)]  # type: ignore[arg-type]
    others = [a_lead(number, **fields) for number, fields in enumerate(after, 1)]  # type: ignore[arg-type]
    for store in (book, memory):
        store.apply(adding(*leads, uid="one"))
    book = compacted(book, path)
    asked(book, "hot")
    for lead, other in zip(leads, others, strict=False):
        fields = {name: getattr(other, name) for name in other.__struct_fields__ if name != "id"}
        for store in (book, memory):
            store.apply(changing(lead, **fields))
    for _ in range(2):
        for text in QUERIES:
            assert asked(book, text) == asked(memory, text), text
        book = compacted(book, path)
    book.close()

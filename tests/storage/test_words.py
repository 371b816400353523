"""What was written is found from the cache alone, exactly as by reading every document."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from sqlite3 import Connection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.care import open_book
from fuyu.domain.action import Document, Table
from fuyu.domain.cleaning import cleaned
from fuyu.domain.find import mentioned, text_of
from fuyu.domain.text import bare, fold
from fuyu.storage import database, documents
from fuyu.storage.journal_db import JournalDB
from fuyu.storage.journal_db.snapshot import Snapshot
from fuyu.storage.since import Since
from fuyu.storage.words import TABLES, Gathering, Vocabulary, encoded, words_of
from tests.builders import a_lead, a_note, a_touch, adding, changing, removing
from tests.storage.conftest import cache_of

letters = st.sampled_from('aAbßéÉİıſﬁ𝐚\u0301山1٣ \n\t\u2028\u00a0\x1c\x00"\\')
texts = st.text(letters, max_size=12)
words = texts.map(fold).map(str.split).filter(bool)


@pytest.fixture(scope="module", params=["as it is", "all that is much is one"])
def _much(request: pytest.FixtureRequest) -> Iterator[None]:
    """Take what is done with many words of many leads for a few, too."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param != "as it is":
            for name in ("_A_ROW", "_ROOM", "_TEXTS", "_PAIRS", "_MANY"):
                patch.setattr(f"fuyu.storage.words.{name}", 1)
        yield


@pytest.mark.usefixtures("_much")
@given(notes=st.lists(st.tuples(st.integers(1, 4), texts), max_size=6), wanted=words)
def test_words_are_found_where_reading_the_documents_finds_them(
    notes: list[tuple[int, str]], wanted: list[str]
) -> None:
    people = [a_lead(number, name) for number, name in enumerate(("Ann", "Abe", "Zoë"), start=1)]
    touches = [cleaned(a_touch(number, lead, note=note)) for number, (lead, note) in enumerate(notes, start=1)]

    def fill(connection: Connection) -> None:
        for table in TABLES:
            connection.execute(table)
        gathering = Gathering()
        gathering.add_leads((lead.id, text_of(lead)) for lead in people)
        for touch in touches:
            gathering.add([(touch.lead, touch.note)])
        gathering.write(connection)

    found = Vocabulary(database.made(None, fill))
    expected = set(mentioned([*people, *touches], wanted))
    encoded_words = [encoded(word) for word in wanted]
    nothing = Snapshot.of_nothing()
    assert set(found.leads_with(encoded_words)[0]) == expected
    without_ann = Since(nothing, nothing.get)
    without_ann.put(Table.LEADS, 1, None)
    unchanged, had = found.leads_with(encoded_words, without_ann.leads)
    assert {*unchanged, *without_ann.leads_with(had)} == expected - {1}


@given(st.lists(texts, max_size=4), words)
def test_a_text_has_what_one_of_its_words_has(notes: list[str], wanted: list[str]) -> None:
    line = b"\n".join(words_of(notes)).decode(errors="surrogatepass")
    assert all(word in line for word in wanted) == all(any(word in fold(note) for note in notes) for word in wanted)


def test_every_character_is_folded_alone_or_in_a_text() -> None:
    """GIVEN a text with any character THEN its words are those of the character between its neighbours."""
    for number in range(0x80, sys.maxunicode + 1, 7):
        if not 0xD800 <= number <= 0xDFFF:
            assert bare(f"x{chr(number)}y") == "x" + bare(chr(number)) + "y"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often a document was decoded."""
    decoded: list[int] = []
    decode = documents.decode

    def counting(table: str, document_id: int, raw: bytes) -> Document:
        decoded.append(document_id)
        return decode(table, document_id, raw)

    monkeypatch.setattr(documents, "decode", counting)
    return decoded


def test_what_is_in_the_file_is_found_without_decoding_it(book_path: Path, reads: list[int]) -> None:
    book = open_book(book_path)
    book.apply(adding(*(a_lead(number, f"N{number}") for number in range(1, 50))))
    book.apply(adding(*(a_touch(number, number, note=f"Büdget\n{number}!") for number in range(1, 50))))
    book.compact()
    assert set(book.mentions("nobody")) == set()
    book.close()
    book = open_book(book_path)
    reads.clear()
    assert set(book.mentions("BUDGET 7!")) == {7, 17, 27, 37, 47}
    assert not reads
    book.close()


@pytest.mark.parametrize("folded", [True, False])
def test_what_changed_since_is_found_as_it_is_now(book_path: Path, *, folded: bool) -> None:
    """GIVEN notes that are changed, taken out, added, given to somebody else THEN they are found where they are now."""
    book = open_book(book_path)
    one, other, third = (a_touch(number, number, note=f"the budget {number}") for number in (1, 2, 3))
    book.apply(adding(a_lead(1), a_lead(2, "Dana"), a_lead(3, "Abe"), one, other, third))
    assert set(book.mentions("budget")) == {1, 2, 3}
    assert book.compact() or not folded
    assert set(book.mentions("budget")) == {1, 2, 3}
    book.apply(changing(one, note="the price"))
    book.apply(removing(other))
    book.apply(changing(third, lead=2))
    book.apply(adding(a_note(lead=3, note="a PRICE too")))
    for fold_first in (False, True):
        assert not fold_first or book.compact()
        assert set(book.mentions("budget")) == {2}
        assert set(book.mentions("dana budget 3")) == {2}
        assert set(book.mentions("price")) == {1, 3}
    book.close()


def test_what_the_file_says_of_a_lead_is_found_beside_what_was_added(book_path: Path) -> None:
    book = open_book(book_path)
    ann, dana = a_lead(1, "Ann"), a_lead(2, "Dana")
    book.apply(adding(ann, dana, a_touch(1, 1, note="the budget")))
    assert book.compact()
    book.apply(adding(a_touch(2, 1, note="the price")))
    book.apply(changing(ann, name="Abe"))
    book.apply(changing(dana, name="Dora"))
    found = [set(book.mentions(words)) for words in ("budget price", "abe budget", "ann", "dora", "dana")]
    assert found == [{1}, {1}, set(), {2}, set()]
    book.close()


def test_an_entry_that_can_be_read_at_last_is_found(book_path: Path) -> None:
    book = open_book(book_path)
    book.apply(adding(a_lead(1), a_touch(1, 1, note="the budget"), a_touch(2, 1)))
    book.close()
    book_path.write_text(book_path.read_text().replace('"note":"the budget"', '"note":7'))
    book = open_book(book_path)
    assert [entry.id for entry in book.history(1)] == [2]
    with JournalDB(book_path) as other:
        other.table("touches").update({"note": "the price"}, doc_ids=[1])
        assert book.refresh()
        assert {entry.id for entry in book.history(1)} == {1, 2}
        assert set(book.mentions("price")) == {1}
    book.close()


def test_only_what_is_about_a_changed_lead_is_read_and_once(book_path: Path, reads: list[int]) -> None:
    book = open_book(book_path)
    book.apply(adding(*(a_lead(number, f"N{number}") for number in range(1, 50))))
    book.compact()
    assert set(book.mentions("nobody")) == set()
    book.apply(adding(a_touch(1, 7, note="budget")))
    reads.clear()
    assert set(book.mentions("budget")) == {7}
    assert {*reads} == {1, 7}
    reads.clear()
    assert set(book.mentions("budget")) == {7}
    assert not reads
    book.close()


def test_a_book_whose_cache_cannot_be_kept_is_searched_too(book_path: Path) -> None:
    book = open_book(book_path)
    book.apply(adding(a_lead(1), a_touch(1, 1, note="the büdget")))
    book.close()
    shutil.rmtree(cache_of(book_path))
    looked_at = open_book(book_path, look_only=True)
    assert list(looked_at.mentions("budget")) == [1]
    looked_at.close()
    book_path.write_text(book_path.read_text().replace('"1":', '"1" :'))
    by_hand = open_book(book_path)
    assert list(by_hand.mentions("budget")) == [1]
    by_hand.close()

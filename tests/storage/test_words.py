"""What was written is found from the index alone, exactly as by reading every document."""

import sys
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.domain.action import Document
from fuyu.domain.find import lead_of, mentions
from fuyu.domain.text import bare, fold
from fuyu.storage import documents, open_book
from fuyu.storage.columns import Writer
from fuyu.storage.indexing import Builder
from fuyu.storage.layout import Stretch
from fuyu.storage.words import SEARCHED, leads_with, lines_of
from tests.builders import a_lead, a_note, a_touch, adding, changing, removing

letters = st.sampled_from('aAbßéÉİıſﬁ𝐚\u0301山1٣ \n\t\u2028\u00a0\x1c\x00"\\')
texts = st.text(letters, max_size=12)
words = texts.map(fold).map(str.split).filter(bool)


@given(notes=st.lists(texts, min_size=1, max_size=5), wanted=words)
def test_words_are_found_where_reading_the_documents_finds_them(notes: list[str], wanted: list[str]) -> None:
    touches = [a_touch(number, lead=100 + number, note=note) for number, note in enumerate(notes, start=1)]
    raws = [documents.rewritten(None, None, touch) for touch in touches]
    with TemporaryFile() as file:
        builder = Builder(Writer(file.fileno()))
        ids = [touch.id for touch in touches]
        builder.add(Stretch("touches", ids, list(range(len(touches))), raws))
        index = builder.finish(in_lines=True)
        expected = {lead_of(touch) for touch in touches if mentions(touch, wanted)}
        assert set(leads_with(index, SEARCHED[1], wanted) or ()) == expected
        rest = {lead_of(touch) for touch in touches[1:] if mentions(touch, wanted)}
        assert set(leads_with(index, SEARCHED[1], wanted, without={1}) or ()) == rest


@given(texts)
def test_lines_are_lines(note: str) -> None:
    lines = lines_of([a_touch(note=note), None, a_touch(note="end")])
    assert lines == [bare(note.replace("\n", " ")).encode(), b"", b"end"]


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
    book.fold()
    book.close()
    book = open_book(book_path)
    reads.clear()
    assert set(book.mentions("BUDGET 7!")) == {7, 17, 27, 37, 47}
    assert not reads
    book.close()


def test_what_changed_since_is_found_as_it_is_now(book_path: Path) -> None:
    book = open_book(book_path)
    one, other = a_touch(1, 1, note="the budget"), a_touch(2, 2, note="the budget")
    book.apply(adding(a_lead(1), a_lead(2, "Dana"), one, other))
    for fold_first in (True, False):
        if fold_first:
            assert book.fold()
        assert set(book.mentions("budget")) == {1, 2}
    book.apply(changing(one, note="the price"))
    book.apply(removing(other))
    book.apply(adding(a_note(lead=2, note="a PRICE too")))
    for fold_first in (False, True):
        if fold_first:
            assert book.fold()
        assert set(book.mentions("budget")) == set()
        assert set(book.mentions("price")) == {1, 2}
    book.close()


def test_a_book_whose_index_cannot_be_kept_is_searched_too(book_path: Path) -> None:
    book = open_book(book_path)
    book.apply(adding(a_lead(1), a_touch(1, 1, note="the büdget")))
    book.close()
    book_path.with_name("fuyu.json.index").unlink()
    looked_at = open_book(book_path, look_only=True)
    assert list(looked_at.mentions("budget")) == [1]
    looked_at.close()
    book_path.write_text(book_path.read_text().replace('"1":', '"1" :'))
    by_hand = open_book(book_path)
    assert list(by_hand.mentions("budget")) == [1]
    by_hand.close()

"""The index of a file that was just folded says what reading the whole file would."""

from pathlib import Path

import pytest

from fuyu.domain.history import Touch
from fuyu.storage import open_book
from tests.builders import a_lead, a_note, a_touch, adding, removing

HISTORIES = {
    1: ["touch 1", "note 1"],
    2: ["touch 20", "touch 2", "note 2"],
    3: ["touch 3"],
    4: ["touch 4"],
    5: ["touch 5", "note 50", "note 5"],
    6: ["touch 6", "note 6"],
}


@pytest.mark.parametrize("index", ["as it follows", "as it is read"])
def test_everybodys_history_is_theirs_after_a_fold(book_path: Path, index: str) -> None:
    book = open_book(book_path)
    people = range(1, 7)
    book.apply(adding(*(a_lead(number, f"Lead {number}") for number in people)))
    book.apply(adding(*(a_touch(number, number, note="tea") for number in people)))
    book.apply(adding(*(a_note(number, number) for number in people)))
    assert book.compact()
    book.apply(adding(a_touch(20, 2, note="coffee"), a_note(50, 5, note="coffee")))
    book.apply(removing(a_note(3, 3), a_note(4, 4)))
    assert book.compact()
    book.close()
    if index == "as it is read":
        book_path.with_name("fuyu.json.index").unlink()
    book = open_book(book_path)
    found = {
        number: [f"{'touch' if isinstance(entry, Touch) else 'note'} {entry.id}" for entry in book.history(number)]
        for number in people
    }
    assert found == HISTORIES
    assert {*book.mentions("coffee")} == {2, 5}
    assert {*book.mentions("mornings")} == {1, 2, 5, 6}
    book.close()

"""What is unresolved by the notes: boxes and questions, until they are ticked."""

import pytest

from fuyu.domain.history import Entry
from fuyu.domain.worries import ticked, worries
from tests.builders import a_note, a_touch


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("- [ ] send the map", "send the map"),
        ("  * [ ] call the printer", "call the printer"),
        ("[ ] ask for the size", "ask for the size"),
        ("who signs?", "who signs?"),
        ("- does she need a permit? ", "does she need a permit?"),
    ],
)
def test_a_box_and_a_question_are_unresolved_until_they_are_ticked(line: str, text: str) -> None:
    note = f"talked of prices\n{line}\nlikes tea"
    (worry,) = worries([a_note(1, note=note)])
    assert worry.text == text
    after = ticked(note, worry.line)
    assert list(worries([a_note(1, note=after)])) == []
    assert after.startswith("talked of prices\n")
    assert f"[x] {text.strip()}" in after


@pytest.mark.parametrize("line", ["- [x] done?", "[X] sent", "?", "???", "is it? yes", "- [ ]", "a [ ] b", ""])
def test_what_is_settled_or_says_nothing_is_not(line: str) -> None:
    assert list(worries([a_note(1, note=line)])) == []


def test_the_newest_note_stands_first_and_its_lines_from_the_top() -> None:
    history: list[Entry] = [a_touch(2, note="who signs?\n- [ ] send the map"), a_note(1, note="when?")]
    assert [one.text for one in worries(history)] == ["who signs?", "send the map", "when?"]


def test_of_two_lines_that_read_the_same_one_is_ticked() -> None:
    assert ticked("when?\nwhen?", "when?") == "- [x] when?\nwhen?"
    assert ticked("when?", "gone?") == "when?"

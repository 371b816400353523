"""`fuyu tick`, and who is passed over in `fuyu morning`."""

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def ann(fuyu: Shell) -> Shell:
    """Run commands on a book with one lead, in whose notes two things are unresolved."""
    fuyu.ok("add", "Ann Lee")
    fuyu.ok("note", "ann", "- [ ] send the map\nwho signs?")
    return fuyu


def test_what_is_unresolved_is_shown_and_ticked_by_its_words(ann: Shell) -> None:
    assert "  unresolved  send the map\n  unresolved  who signs?\n" in ann.ok("show", "ann").out
    assert ann.ok("tick", "ann", "SIGNS").out == "ticked “who signs?”, Ann Lee\n"
    assert ann.ok("show", "ann", "--json").json["unresolved"] == ["send the map"]
    assert ann.ok("tick", "ann", "--json").json["unresolved"] == []
    ann.ok("undo")
    assert ann.ok("show", "ann", "--json").json["unresolved"] == ["send the map"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "several lines are unresolved: say some words of one of “send the map”; “who signs?”"),
        (("price",), 2, "nothing unresolved has “price”: say some words of one of “send the map”; “who signs?”"),
    ],
)
def test_which_one_is_meant_has_to_be_plain(ann: Shell, words: tuple[str, ...], code: int, said: str) -> None:
    found = ann("tick", "ann", *words)
    assert (found.code, found.err.strip()) == (code, f"fuyu: {said}")


def test_where_nothing_is_unresolved_that_is_said(fuyu: Shell) -> None:
    fuyu.ok("add", "Bo Diaz")
    found = fuyu("tick", "bo")
    assert (found.code, "nothing is unresolved in the notes on Bo Diaz" in found.err) == (1, True)


def test_the_morning_names_who_was_passed_over(fuyu: Shell) -> None:
    fuyu.ok("add", "Bo Diaz", "--next", "2026-03-18")
    later = ("--db", str(fuyu.book), "--at", "2026-03-26T09:30", "--tz", "Europe/London")
    assert "passed over 6 days running: Bo Diaz (1)" in fuyu.bare("morning", *later).out
    (one,) = fuyu.bare("morning", "--json", *later).json["avoided"]
    assert (one["id"], one["passed_over"]) == (1, 6)

"""`fuyu bulk`: many leads at once, by ids, names or the input, with an undo for all of it."""

import io

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def three(fuyu: Shell) -> Shell:
    """Run commands on a book of three leads, one of whom was promised today."""
    for name in ("Ana Horvat", "Bo Diaz"):
        fuyu.ok("add", name)
    fuyu.ok("add", "Kim Roe", "--next", "today", "--promise")
    return fuyu


def test_plans_move_and_promises_stay_and_are_listed(three: Shell) -> None:
    said = three.ok("bulk", "1", "Bo", "3", "--snooze", "fri")
    assert said.out == ("snoozed 2 leads to Fri 20 Mar; 1 lead as before\nstays: Kim Roe (3), promised Wed 18 Mar\n")
    assert "--put-off moves promises, too" in said.err
    three.ok("undo")
    assert three.ok("bulk", "1", "2", "3", "--snooze", "fri", "--put-off").out == "snoozed 3 leads to Fri 20 Mar\n"


def test_the_input_says_whom(three: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("1\tAna\n2\n\n1\n"))
    assert three.ok("bulk", "-", "--tag", "expo", "--temperature", "hot").out == "#expo, hot for 2 leads\n"
    assert three.ok("show", "1", "--json").json["lead"]["tags"] == ["expo"]


def test_a_line_without_an_id_changes_nothing(three: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("1\nAna\n"))
    said = three("bulk", "-", "--delete")
    assert (said.code, "“Ana” begins with no id" in said.err) == (2, True)
    assert three.ok("find", "Ana").out


def test_one_answer_tells_what_was_done_what_stays_and_who_is_gone(
    three: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("1\n3\n99\n"))
    told = three.ok("bulk", "-", "--snooze", "fri", "--json").json
    assert (told["leads"], [one["lead"] for one in told["stays"]], told["gone"]) == ([1], [3], [99])
    assert told["action"]["title"] == "snoozed 1 lead to Fri 20 Mar; 1 lead as before; 1 lead deleted meanwhile"


def test_deleting_takes_all_of_them_and_an_undo_brings_them_back(three: Shell) -> None:
    assert three.ok("bulk", "1", "2", "--delete").out == "deleted 2 leads\n"
    three.ok("undo")
    assert three.ok("show", "2").out


@pytest.mark.parametrize("words", [("--cadence", "fast"), ("--temperature", "tepid")])
def test_what_is_not_known_changes_nothing(three: Shell, words: tuple[str, str]) -> None:
    said = three("bulk", "1", *words)
    assert (said.code, "unknown" in said.err) == (2, True)

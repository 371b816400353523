"""What the dashboard does with a lead, done by commands: each one action with one undo."""

from contextlib import closing
from typing import Any

import pytest

from fuyu.care import open_book
from fuyu.cli.arguments import groups
from fuyu.registry import presses
from fuyu.tui.keys import KEYS, Where, keys_of
from tests.builders import a_draft
from tests.cli.conftest import Shell


def shown(fuyu: Shell, lead: str) -> dict[str, Any]:
    """Return a lead as JSON has it, with the history."""
    said: dict[str, Any] = fuyu.ok("show", lead, "--json").json
    return {**said["lead"], "history": said["history"]}


def test_delete_takes_everything_and_undo_brings_it_back(morning: Shell) -> None:
    morning.ok("note", "ann", "likes tea")
    assert morning.ok("delete", "ann").out == "deleted Ann Lee\n"
    assert morning("show", "2").code == 1
    morning.ok("undo")
    assert [entry["note"] for entry in shown(morning, "2")["history"]] == ["likes tea"]


def test_correct_keeps_what_was_said(morning: Shell) -> None:
    for text in ("likes tea", "likes coffee"):
        morning.ok("note", "ann", text)
    morning.ok("correct", "ann", "2", "likes green tea")
    newest, before = shown(morning, "ann")["history"]
    assert (newest["note"], before["note"]) == ("likes coffee", "likes green tea")
    assert [past["note"] for past in before["earlier"]] == ["likes tea"]
    morning.ok("correct", "ann", f"note:{newest['id']}", "likes mocha")
    assert shown(morning, "ann")["history"][0]["note"] == "likes mocha"
    same = morning("correct", "ann", "1", "likes mocha")
    assert (same.code, same.err) == (2, "fuyu: nothing is changed: that is what it says\n")
    morning.ok("undo")
    morning.ok("undo")
    assert [entry["note"] for entry in shown(morning, "ann")["history"]] == ["likes coffee", "likes tea"]


def test_a_touch_is_corrected_by_its_id(morning: Shell) -> None:
    (touch,) = shown(morning, "li wei")["history"]
    morning.ok("correct", "li wei", f"touch:{touch['id']}", "the mailbox was full")
    assert shown(morning, "li wei")["history"][0]["note"] == "the mailbox was full"


def test_spread_gives_everyone_unscheduled_a_day(morning: Shell) -> None:
    dry = morning.ok("spread", "--dry-run", "--json").json
    assert (dry["action"], [lead["to"] for lead in dry["given"]]) == (None, ["2026-03-20"])
    assert morning.ok("today", "--json").json["unscheduled"] != []
    assert morning.ok("spread").lines == ["1 lead has a day:", "  Fri 20 Mar    1"]
    assert morning.ok("today", "--json").json["unscheduled"] == []
    assert morning.ok("spread").out == "nobody is unscheduled\n"
    morning.ok("undo")
    assert len(morning.ok("today", "--json").json["unscheduled"]) == 1


@pytest.mark.parametrize(
    ("decision", "fields"),
    [
        (("call",), {"due": "2026-03-18", "channel": "call"}),
        (("channel",), {"due": "2026-03-18", "channel": "text"}),
        (("park", "3mo", "--why", "after the move"), {"due": "2026-06-18", "why": "after the move"}),
        (("put-off", "fri"), {"due": "2026-03-20"}),
        (("lost",), {"due": None, "status": "lost"}),
    ],
)
def test_a_decision_is_one_action(morning: Shell, decision: tuple[str, ...], fields: dict[str, Any]) -> None:
    for _ in range(3):
        morning.ok("snooze", "ann", "2w")
    before = shown(morning, "ann")
    morning.ok("decide", "ann", *decision)
    after = shown(morning, "ann")
    assert {name: after[name] for name in fields} == fields
    morning.ok("undo")
    assert shown(morning, "ann") == before


def test_a_decision_is_put_off_once(morning: Shell) -> None:
    morning.ok("snooze", "ann", "2w")
    morning.ok("decide", "ann", "put_off", "fri")
    said = morning("decide", "ann", "put_off", "mon")
    assert said.code == 2
    assert "Ann Lee was put off once already" in said.err


def test_a_check_in_is_skipped(morning: Shell) -> None:
    morning.ok("add", "Eve", "--next", "2w", "--about", "exam @ 2026-03-18")
    assert [lead["name"] for lead in morning.ok("today", "--json").json["check_in"]] == ["Eve"]
    assert morning.ok("skip", "eve").out == "let pass what is near for Eve\n"
    assert morning.ok("today", "--json").json["check_in"] == []


def test_edit_takes_one_of_several_values_away(morning: Shell) -> None:
    morning.ok("edit", "ann", "--tag", "fair", "--tag", "expo", "--phone", "+44 20 7946 0958")
    morning.ok("edit", "ann", "--without", "FAIR", "--without", "0044 20 79460958", "--without", "a dog")
    lead = shown(morning, "ann")
    assert (lead["tags"], lead["phones"], lead["about"]) == (["expo"], ["+44 1"], [])


def test_edit_changes_status_and_the_reason_of_a_plan(morning: Shell) -> None:
    morning.ok("edit", "ann", "--why", "pricing")
    assert shown(morning, "ann")["why"] == "pricing"
    morning.ok("edit", "ann", "--status", "won")
    assert shown(morning, "ann")["status"] == "won"
    morning.ok("edit", "ann", "--status", "do_not_contact")
    assert (shown(morning, "ann")["status"], shown(morning, "ann")["plan"]) == ("do_not_contact", None)


def test_a_day_they_agreed_to_is_a_promise_by_snooze_and_by_reopen(morning: Shell) -> None:
    assert morning.ok("snooze", "ann", "fri", "--promise").out == "agreed with Ann Lee; promised Fri 20 Mar\n"
    assert shown(morning, "ann")["plan"] is None
    morning.ok("log", "zoë", "talked", "--lost")
    morning.ok("reopen", "zoë", "--next", "mon", "--promise")
    lead = shown(morning, "zoë")
    assert (lead["status"], [one["due"] for one in lead["promises"]]) == ("open", ["2026-03-23"])


def test_join_keeps_the_others_value_where_that_is_said(morning: Shell) -> None:
    morning.ok("edit", "zoë", "--company", "Globex")
    morning.ok("join", "ann", "zoë", "--take", "company")
    assert (shown(morning, "2")["company"], shown(morning, "2")["name"]) == ("Globex", "Ann Lee")


def test_what_was_typed_in_the_dashboard_is_saved_as_a_note(morning: Shell) -> None:
    with closing(open_book(morning.book)) as store:
        store.keep_draft(a_draft(2, "asked about the price"))
    morning.ok("note", "ann")
    lead = shown(morning, "ann")
    assert ([entry["note"] for entry in lead["history"]], lead["draft"]) == (["asked about the price"], "")


BY_COMMAND = {
    "work.log": "log",
    "work.no_answer": "log",
    "work.done": "done",
    "work.owe": "promise",
    "work.tick": "tick",
    "work.reopen": "reopen",
    "work.snooze": "snooze",
    "work.snooze_one": "snooze",
    "work.refer": "add",
    "work.edit": "edit",
    "work.history": "show",
    "work.company": "company",
    "work.warmer": "edit",
    "work.colder": "edit",
    "work.copy": "show",
    "work.join": "join",
    "work.delete": "delete",
    "work.forget": "forget",
    "book.add": "add",
    "book.demo": "demo",
    "book.find": "find",
    "book.view": "view",
    "book.unscheduled": "today",
    "book.spread": "spread",
    "book.reschedule": "reschedule",
    "book.away": "away",
    "book.morning": "morning",
    "book.evening": "evening",
    "book.undo": "undo",
    "book.redo": "redo",
    "notes.keep": "note",
    "history.correct": "correct",
    "join.take": "join",
    "away.forget": "away",
    "view.forget": "view",
    "snooze.promise": "snooze",
    **{f"decision.{decision}": "decide" for decision in ("call", "channel", "permission", "park", "lost", "cancel")},
}
"""The command that does what a key of the core does."""
OF_THE_SCREEN = {"work.open", "book.zoom", "book.reload", "book.palette", "book.help", "book.suspend", "book.quit"}
"""Keys that do something with the screen, with other programs, or by themselves in every command."""


def test_nothing_is_done_that_only_a_screen_can_do() -> None:
    added = {press.id for press in presses()}
    of_the_book = {key.id for where in (Where.WORK, Where.BOOK, Where.DECISION) for key in keys_of(where)} - added
    assert of_the_book - OF_THE_SCREEN <= BY_COMMAND.keys()
    assert {key.id for key in KEYS} >= BY_COMMAND.keys()
    assert {verb.name for verbs in groups().values() for verb in verbs} >= {*BY_COMMAND.values()}

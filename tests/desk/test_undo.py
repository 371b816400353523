"""One `u` takes back one whole action, also after a restart, and never what was typed meanwhile."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from fuyu.desk import Desk, TouchMade
from fuyu.domain.action import Verb
from fuyu.domain.lead import Outcome
from fuyu.domain.when import When
from tests.builders import a_lead, a_note, adding
from tests.desk.conftest import (
    NOW,
    TODAY,
    TOMORROW,
    Office,
    a_lead_on,
    brought_in,
    everything,
    lead_of,
    notes_of,
    step_of,
)

ACTS: dict[str, Callable[[Desk], object]] = {
    "add": lambda desk: a_lead_on(desk, "New"),
    "edit": lambda desk: desk.commands.edit(1, name="Other", tags=("a", "b")),
    "log": lambda desk: desk.commands.log(1, TouchMade(outcome=Outcome.NO_ANSWER, note="nobody there")),
    "won": lambda desk: desk.commands.log(1, TouchMade(outcome=Outcome.WON)),
    "snooze": lambda desk: desk.commands.snooze(1, When(TOMORROW)),
    "plan": lambda desk: desk.planning.plan({2: TOMORROW}),
    "note": lambda desk: desk.commands.keep_note(1, "given"),
    "correct": lambda desk: desk.commands.correct(desk.leads.card(1).history[0], "evenings"),
    "delete": lambda desk: desk.commands.delete(1),
    "import": lambda desk: brought_in(desk, a_lead(9, "Bo", None), a_lead(10, "Cy", None)),
}


@pytest.fixture
def worked(office: Office) -> Desk:
    """A desk with a lead of some history and a draft, and one unscheduled."""
    desk = office.open()
    lead_id = a_lead_on(desk)
    brought_in(desk, a_lead(2, "Crack", None))
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.TALKED, note="talked"))
    office.clock.at += timedelta(hours=1)
    desk.commands.keep_note(lead_id, "mornings")
    office.clock.at += timedelta(hours=1)
    desk.drafts.keep(lead_id, "half a sen")
    return desk


@pytest.mark.parametrize("act", ACTS)
def test_every_action_can_be_taken_back_and_done_again(office: Office, worked: Desk, act: str) -> None:
    desk = worked
    before = everything(desk)
    ACTS[act](desk)
    after = everything(desk)
    assert after != before
    desk = office.reopened(desk)
    undone = desk.undo.last()
    assert undone is not None
    assert undone.verb is Verb.UNDO
    assert everything(desk) == before
    desk = office.reopened(desk)
    redone = desk.undo.redo()
    assert redone is not None
    assert (redone.verb, redone.title) == (Verb.REDO, undone.title)
    assert everything(desk) == after
    assert desk.undo.redo() is None
    desk.undo.last()
    assert everything(desk) == before


def test_all_of_a_day_can_be_taken_back_and_done_again(office: Office, worked: Desk) -> None:
    desk = worked
    states = [everything(desk)]
    for name, act in ACTS.items():
        if name in {"won", "delete"}:
            continue
        act(desk)
        states.append(everything(desk))
    for state in reversed(states[:-1]):
        desk = office.reopened(desk)
        assert desk.undo.last() is not None
        assert everything(desk) == state
    for state in states[1:]:
        desk = office.reopened(desk)
        assert desk.undo.redo() is not None
        assert everything(desk) == state


def test_a_deleted_lead_comes_back_with_all_that_was_written(office: Office, worked: Desk) -> None:
    before = everything(worked)
    worked.commands.delete(1)
    assert [row.id for row in worked.leads.find("sakura")] == []
    assert worked.leads.find("mornings") == []
    assert worked.drafts.all() == []
    desk = office.reopened(worked)
    desk.undo.last()
    assert everything(desk) == before
    assert [row.id for row in desk.leads.find("mornings")] == [1]


def test_the_last_action_is_taken_back_first(desk: Desk) -> None:
    lead_id = a_lead_on(desk)
    desk.commands.snooze(lead_id, When(TOMORROW))
    desk.commands.keep_note(lead_id, "x")
    titles = [action.title for action in (desk.undo.last(), desk.undo.last(), desk.undo.last()) if action]
    assert titles == ["saved a note on Sakura Tanaka", "snoozed Sakura Tanaka to Thu 19 Mar", "added Sakura Tanaka"]
    assert desk.undo.last() is None
    titles = [action.title for action in (desk.undo.redo(), desk.undo.redo()) if action]
    assert titles == ["added Sakura Tanaka", "snoozed Sakura Tanaka to Thu 19 Mar"]
    assert step_of(desk, lead_id).day == TOMORROW


def test_something_new_ends_what_could_be_done_again(desk: Desk) -> None:
    lead_id = a_lead_on(desk)
    desk.commands.snooze(lead_id, When(TOMORROW))
    desk.undo.last()
    desk.commands.keep_note(lead_id, "x")
    assert desk.undo.redo() is None
    assert step_of(desk, lead_id).day == TODAY


def test_nothing_to_take_back_is_no_error(desk: Desk) -> None:
    assert desk.undo.last() is None
    assert desk.undo.redo() is None


def test_an_old_clock_changes_nothing_about_the_order(office: Office) -> None:
    desk = office.open()
    lead_id = a_lead_on(desk)
    office.clock.at = NOW - timedelta(days=400)
    desk.commands.snooze(lead_id, When(date(2026, 5, 1)))
    desk = office.reopened(desk)
    undone = desk.undo.last()
    assert undone is not None
    assert undone.title == "snoozed Sakura Tanaka to Fri 1 May 2026"


def test_who_was_used_since_by_others_stays_and_is_named(desk: Desk) -> None:
    brought_in(desk, a_lead(9, "Bo", None), a_lead(10, "Cy", None))
    desk.book.store.apply(adding(a_note(1, 9, "likes tea"), verb=Verb.SEND))  # which no undo takes back
    undone = desk.undo.last()
    assert undone is not None
    assert undone.title == "brought in; kept Bo: used since"
    assert [row.name for row in desk.leads.rows()] == ["Bo"]
    assert notes_of(desk, 9) == ["likes tea"]
    desk.undo.redo()
    assert [row.name for row in desk.leads.rows()] == ["Bo", "Cy"]


# What was typed


def test_taking_back_a_touch_gives_its_words_back_above_what_was_typed_since(office: Office) -> None:
    desk = office.open()
    lead_id = a_lead_on(desk)
    desk.drafts.keep(lead_id, "before the call")
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.TALKED))
    desk.drafts.keep(lead_id, "after the call")
    desk = office.reopened(desk)
    desk.undo.last()
    assert desk.leads.card(lead_id).draft == "before the call\nafter the call"
    assert notes_of(desk, lead_id) == []


@pytest.mark.parametrize("act", ["note", "delete"])
def test_taking_back_keeps_what_was_typed_since(worked: Desk, act: str) -> None:
    ACTS[act](worked)
    worked.drafts.keep(1, "typed since")
    worked.undo.last()
    assert worked.leads.card(1).draft == "half a sen\ntyped since"


def test_doing_again_does_not_double_what_was_typed(worked: Desk) -> None:
    worked.commands.keep_note(1)
    worked.undo.last()
    worked.drafts.keep(1, "half a sen")  # an editor keeps what it shows, with a newer time
    worked.undo.redo()
    assert worked.leads.card(1).draft == ""
    assert notes_of(worked, 1) == ["half a sen", "mornings", "talked"]


@pytest.mark.parametrize("act", ["log", "note", "delete"])
def test_doing_again_keeps_what_was_typed_since_it_was_taken_back(worked: Desk, act: str) -> None:
    ACTS[act](worked)
    worked.undo.last()
    worked.drafts.keep(1, "half a sentence")
    worked.undo.redo()
    assert [draft.text for draft in worked.drafts.all()] == ["half a sentence"]
    worked.undo.last()
    assert worked.leads.card(1).draft == "half a sentence"
    assert notes_of(worked, 1) == ["mornings", "talked"]


def test_a_draft_of_a_lead_that_was_taken_back_waits_for_it(desk: Desk) -> None:
    lead_id = a_lead_on(desk)
    desk.drafts.keep(lead_id, "typed")
    desk.undo.last()
    desk.undo.redo()
    assert desk.leads.card(lead_id).draft == "typed"


def test_typing_is_no_action(desk: Desk) -> None:
    lead_id = a_lead_on(desk)
    desk.drafts.keep(lead_id, "typed")
    undone = desk.undo.last()
    assert undone is not None
    assert undone.title == "added Sakura Tanaka"


# Two terminals


def test_two_terminals_take_back_each_others_actions_one_by_one(two: tuple[Desk, Desk]) -> None:
    ours, theirs = two
    lead_id = a_lead_on(ours)
    theirs.book.refresh()
    theirs.commands.snooze(lead_id, When(TOMORROW))
    ours.commands.keep_note(lead_id, "x")
    theirs.undo.last()
    ours.undo.last()
    assert notes_of(ours, lead_id) == []
    assert step_of(ours, lead_id).day == TODAY
    assert theirs.undo.redo() is not None
    theirs.drafts.keep(lead_id, "typed there")
    ours.undo.redo()
    ours.undo.last()
    assert lead_of(ours, lead_id).next_step == lead_of(theirs, lead_id).next_step
    assert ours.leads.card(lead_id).draft == "typed there"

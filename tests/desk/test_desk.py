"""What one action does: a touch, a snooze, a note, a plan."""

import errno
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.care import open_book
from fuyu.clock import StoppedClock
from fuyu.desk import Desk, NewLead, TouchMade
from fuyu.domain.action import Action, Change, Verb
from fuyu.domain.agenda import Load
from fuyu.domain.calendar import Calendar
from fuyu.domain.history import Draft, Earlier, Note, Touch
from fuyu.domain.lead import About, Outcome, Row, Status, Temperature
from fuyu.domain.promise import Promise, PromiseState
from fuyu.domain.spread import spread
from fuyu.domain.step import Channel, Plan
from fuyu.domain.typed import Place, TypedKind
from fuyu.domain.when import When
from fuyu.errors import NotFoundError, ReadOnlyError, SaveError, StaleError, StoreError, UsageError
from fuyu.storage.port import Applied
from tests.builders import a_lead, a_promise, adding
from tests.desk.conftest import (
    LONDON,
    NOW,
    TODAY,
    TOMORROW,
    Office,
    a_lead_on,
    everything,
    lead_of,
    notes_of,
    promises_of,
    put_unscheduled,
    step_of,
)
from tests.memory import MemoryStore

HOSTILE = "Ana\x1b]0;x\x07\x1b[2J\u202e\x00\x9b31m"


# Adding and changing


def test_a_lead_without_a_date_is_due_today(desk: Desk) -> None:
    action = desk.commands.add(NewLead(name="Sakura Tanaka"))
    assert (action.verb, action.title) == (Verb.ADD, "added Sakura Tanaka")
    assert [row.name for row in desk.agenda.today().today] == ["Sakura Tanaka"]
    assert lead_of(desk, action.changes[0].id).created == NOW


def test_what_is_known_of_a_new_lead_is_all_kept(office: Office) -> None:
    desk = office.open()
    new = NewLead(
        name="Zoë O'Neil",
        company="Acme",
        role="CTO",
        phones=("+44 20 7946 0958",),
        emails=("zoe@acme.example",),
        links=("acme.example/zoe",),
        place="York",
        zone="Asia/Tokyo",
        about=(About("daughter's exam", date(2026, 6, 1)),),
        tags=("vip",),
        temperature=Temperature.HOT,
        next_step=Plan(day=TOMORROW, time=time(9), zone="Europe/London", why="offer"),
        agreed=True,
    )
    lead_id = desk.commands.add(new).changes[0].id
    lead = lead_of(office.reopened(desk), lead_id)
    fields = set(NewLead.__struct_fields__) - {"next_step", "agreed"}
    assert {name: getattr(lead, name) for name in fields} == {name: getattr(new, name) for name in fields}
    (promise,) = lead.promises
    assert (promise.day, promise.time, promise.zone, promise.why) == (TOMORROW, time(9), "Europe/London", "offer")
    assert (promise.made, lead.plan) == (NOW, None)


@pytest.mark.parametrize("name", ["", "  \n", "\x1b\x00"])
def test_a_lead_needs_a_name(desk: Desk, name: str) -> None:
    with pytest.raises(UsageError, match="needs a name"):
        desk.commands.add(NewLead(name=name))
    lead_id = a_lead_on(desk)
    before = everything(desk)
    with pytest.raises(UsageError, match="needs a name"):
        desk.commands.edit(lead_id, name=name)
    assert everything(desk) == before


def test_an_open_lead_cannot_be_left_without_a_date(desk: Desk) -> None:
    lead_id = a_lead_on(desk, due=date(2026, 4, 1))
    desk.commands.edit(lead_id, plan=None)
    assert step_of(desk, lead_id) == Plan(day=TODAY)


def test_editing_keeps_the_date_and_finds_the_new_name(desk: Desk) -> None:
    lead_id = a_lead_on(desk, due=date(2026, 4, 1))
    assert [row.id for row in desk.leads.find("sakura")] == [lead_id]
    desk.commands.edit(lead_id, name="Aiko Mori")
    assert step_of(desk, lead_id).day == date(2026, 4, 1)
    assert [row.id for row in desk.leads.find("aiko")] == [lead_id]
    assert desk.leads.find("sakura") == []


def test_an_end_takes_the_date_away_and_an_open_lead_again_is_due_today(desk: Desk) -> None:
    lead_id = a_lead_on(desk, due=date(2026, 4, 1))
    desk.commands.edit(lead_id, status=Status.LOST)
    assert lead_of(desk, lead_id).next_step is None
    desk.commands.edit(lead_id, status=Status.OPEN)
    assert step_of(desk, lead_id).day == TODAY


def test_an_unscheduled_lead_may_be_edited_and_stays_counted(desk: Desk) -> None:
    put_unscheduled(desk, "Ana")
    desk.commands.edit(1, role="CTO")
    assert [row.id for row in desk.agenda.today().unscheduled] == [1]


def test_nobody_is_changed_who_is_not_there(desk: Desk) -> None:
    acts: list[Callable[[], object]] = [
        lambda: desk.commands.edit(9, role="x"),
        lambda: desk.commands.log(9, TouchMade(outcome=Outcome.TALKED)),
        lambda: desk.commands.snooze(9, When(TOMORROW)),
        lambda: desk.commands.keep_note(9, "x"),
        lambda: desk.planning.plan({9: TOMORROW}),
        lambda: desk.commands.delete(9),
        lambda: desk.leads.card(9),
    ]
    for act in acts:
        with pytest.raises(NotFoundError, match="no lead has the id 9"):
            act()
    assert desk.undo.last() is None


# Logging a touch


def test_a_touch_its_next_step_and_its_draft_are_one_action(office: Office) -> None:
    desk = office.open()
    lead_id = a_lead_on(desk)
    desk.drafts.keep(lead_id, "She asked about the price.\n")
    action = desk.commands.log(
        lead_id,
        TouchMade(outcome=Outcome.NOT_NOW, note="Call after May.", next_step=Plan(day=date(2026, 6, 1))),
    )
    assert action.title == "not now, Sakura Tanaka"
    desk = office.reopened(desk)
    card = desk.leads.card(lead_id)
    (touch,) = card.history
    assert isinstance(touch, Touch)
    assert touch.note == "She asked about the price.\n\nCall after May."
    assert (touch.at, touch.channel, touch.outcome) == (NOW, Channel.CALL, Outcome.NOT_NOW)
    assert card.draft == ""
    assert desk.drafts.all() == []
    assert card.lead.next_step == Plan(day=date(2026, 6, 1))
    assert (card.lead.touches, card.lead.unanswered) == (1, 0)
    assert desk.undo.last() is not None
    card = desk.leads.card(lead_id)
    assert (card.history, card.draft) == ([], "She asked about the price.\n")
    assert card.lead.next_step == Plan(day=TODAY)


def test_who_was_touched_today_is_done_and_due_again_later(desk: Desk) -> None:
    lead_id = a_lead_on(desk)
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.TALKED))
    today = desk.agenda.today()
    assert ([row.id for row in today.today], [row.id for row in today.done]) == ([], [lead_id])


@pytest.mark.parametrize(
    ("outcome", "proposed"),
    [
        (Outcome.TALKED, date(2026, 3, 25)),
        (Outcome.NO_ANSWER, date(2026, 3, 19)),
        (Outcome.SENT, date(2026, 3, 23)),  # three days on is a Saturday
        (Outcome.NOT_NOW, date(2026, 6, 16)),
    ],
)
def test_without_a_date_the_proposed_one_is_taken(desk: Desk, outcome: Outcome, proposed: date) -> None:
    lead_id = a_lead_on(desk, next_step=Plan(day=TODAY, channel=Channel.EMAIL, why="offer"))
    step = desk.proposals.propose(lead_id, outcome, Channel.EMAIL)
    assert step is not None
    assert step.day == proposed
    desk.commands.log(lead_id, TouchMade(outcome=outcome))
    assert step_of(desk, lead_id) == Plan(day=proposed, channel=Channel.EMAIL, why="offer")
    (touch,) = desk.leads.card(lead_id).history
    assert isinstance(touch, Touch)
    assert touch.channel is Channel.EMAIL


def test_each_touch_without_an_answer_asks_for_more_patience(office: Office) -> None:
    desk = office.open()
    lead_id = a_lead_on(desk)
    days = []
    for _ in range(6):
        office.clock.at = datetime.combine(step_of(desk, lead_id).day, time(9), LONDON)
        desk.commands.log(lead_id, TouchMade(outcome=Outcome.NO_ANSWER))
        days.append(step_of(desk, lead_id).day)
    assert days == [
        date(2026, 3, 19),
        date(2026, 3, 23),
        date(2026, 3, 30),
        date(2026, 4, 13),
        date(2026, 5, 13),
        date(2026, 6, 12),
    ]
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.REPLIED))
    assert (lead_of(desk, lead_id).touches, lead_of(desk, lead_id).unanswered) == (7, 0)


def test_a_promise_knows_the_touch_that_kept_it(desk: Desk) -> None:
    lead_id = a_lead_on(desk)
    step = Plan(day=TODAY, time=time(10), zone="Europe/London", quote="before lunch")
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.TALKED, next_step=step, agreed=True))
    promise = step_of(desk, lead_id)
    assert isinstance(promise, Promise)
    assert (promise.day, promise.time, promise.quote) == (step.day, step.time, step.quote)
    assert (desk.agenda.load(TODAY).count, desk.agenda.load(TODAY).promised) == (1, 1)
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.TALKED))
    kept, touch = lead_of(desk, lead_id).promises[0], desk.leads.card(lead_id).history[0]
    assert isinstance(touch, Touch)
    assert (kept.state, kept.history[-1].touch) == (PromiseState.KEPT, touch.uid)
    assert not step_of(desk, lead_id).promised


def test_a_promise_made_elsewhere_was_due_on_the_day_it_was_here(office: Office) -> None:
    """Eight in the evening of the 17th in Los Angeles is three in the morning of the 18th in London."""
    desk = office.open()
    step = a_promise(day=date(2026, 3, 17), time=time(20), zone="America/Los_Angeles")
    lead_id = a_lead_on(desk, next_step=step)
    assert [row.id for row in desk.agenda.today().overdue] == [lead_id], "late since three, and for today"
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.TALKED))
    assert promises_of(desk, lead_id) == [(date(2026, 3, 17), PromiseState.LATE)], "there it is the 18th too"


@pytest.mark.parametrize(
    ("made", "status"),
    [
        (TouchMade(outcome=Outcome.DO_NOT_CONTACT), Status.DO_NOT_CONTACT),
        (TouchMade(outcome=Outcome.TALKED, lost=True), Status.LOST),
    ],
)
def test_an_end_is_an_end(desk: Desk, made: TouchMade, status: Status) -> None:
    lead_id = a_lead_on(desk)
    desk.commands.log(lead_id, made)
    lead = lead_of(desk, lead_id)
    assert (lead.status, lead.next_step) == (status, None)
    today = desk.agenda.today()
    assert (today.overdue, today.today, today.unscheduled) == ((), (), ())
    with pytest.raises(UsageError, match=f"no longer followed up: {status.replace('_', ' ')}"):
        desk.commands.snooze(lead_id, When(TOMORROW))


def test_a_customer_who_is_talked_to_again_stays_one(desk: Desk) -> None:
    lead_id = a_lead_on(desk)
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.WON))
    assert step_of(desk, lead_id) == Plan(day=date(2026, 4, 1), why="is all well?")
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.TALKED))
    assert lead_of(desk, lead_id).status is Status.WON
    assert step_of(desk, lead_id).day == date(2026, 3, 25)


@pytest.mark.parametrize("outcome", [Outcome.TALKED, Outcome.NO_ANSWER, Outcome.REPLIED, Outcome.SENT])
def test_a_customer_without_a_date_gets_one_only_when_it_is_said(desk: Desk, outcome: Outcome) -> None:
    lead_id = a_lead_on(desk)
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.WON, undated=True))
    desk.commands.log(lead_id, TouchMade(outcome=outcome))
    lead = lead_of(desk, lead_id)
    assert (lead.status, lead.next_step, lead.is_unscheduled) == (Status.WON, None, False)
    desk.commands.log(lead_id, TouchMade(outcome=outcome, next_step=Plan(day=TOMORROW)))
    assert (lead_of(desk, lead_id).status, step_of(desk, lead_id).day) == (Status.WON, TOMORROW)


def test_a_customer_without_a_date_is_given_one_by_a_snooze(desk: Desk) -> None:
    lead_id = a_lead_on(desk)
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.WON, undated=True))
    desk.commands.snooze(lead_id, When(TOMORROW))
    assert (lead_of(desk, lead_id).status, step_of(desk, lead_id).day) == (Status.WON, TOMORROW)


def test_a_customer_stands_in_the_lists_on_their_day(office: Office) -> None:
    desk = office.open()
    lead_id = a_lead_on(desk)
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.WON, next_step=Plan(day=TOMORROW)))
    office.clock.at += timedelta(days=1)
    assert [row.id for row in desk.agenda.today().today] == [lead_id]
    office.clock.at += timedelta(days=1)
    assert [row.id for row in desk.agenda.today().overdue] == [lead_id]
    assert desk.agenda.load(TOMORROW).count == 1


def test_an_edit_that_makes_a_lead_a_customer_keeps_the_next_step(desk: Desk) -> None:
    lead_id = a_lead_on(desk, next_step=Plan(day=TOMORROW, why="handover"))
    desk.commands.edit(lead_id, status=Status.WON)
    assert step_of(desk, lead_id) == Plan(day=TOMORROW, why="handover")


def test_a_lost_lead_comes_back_as_not_now_with_a_date(desk: Desk) -> None:
    lead_id = a_lead_on(desk)
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.TALKED, lost=True))
    desk.commands.reopen(lead_id, When(TOMORROW))
    assert lead_of(desk, lead_id).status is Status.OPEN
    assert step_of(desk, lead_id) == Plan(day=TOMORROW, why="is it a better time now?")
    desk.undo.last()
    assert (lead_of(desk, lead_id).status, lead_of(desk, lead_id).next_step) == (Status.LOST, None)
    desk.commands.reopen(lead_id)
    assert step_of(desk, lead_id).day == date(2026, 6, 16), "without a date as after a not now"


def test_a_customer_is_reopened_with_the_date_they_have(desk: Desk) -> None:
    lead_id = a_lead_on(desk)
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.WON))
    desk.commands.reopen(lead_id)
    assert (lead_of(desk, lead_id).status, step_of(desk, lead_id).day) == (Status.OPEN, date(2026, 4, 1))


def test_neither_an_open_nor_a_do_not_contact_lead_is_reopened(desk: Desk) -> None:
    lead_id = a_lead_on(desk)
    with pytest.raises(UsageError, match="open already"):
        desk.commands.reopen(lead_id)
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.DO_NOT_CONTACT))
    with pytest.raises(UsageError, match="do not contact"):
        desk.commands.reopen(lead_id, When(TOMORROW))


def test_a_yes_gives_the_referrer_a_check_in(desk: Desk) -> None:
    referrer = a_lead_on(desk, "Ann Lee")
    action = desk.commands.refer(referrer, NewLead(name="Bo Diaz"))
    referred = action.changes[0].id
    desk.commands.log(referred, TouchMade(outcome=Outcome.WON))
    news = About(fact="Bo Diaz said yes: thank them", day=TOMORROW)
    assert lead_of(desk, referrer).about[-1] == news
    desk.commands.log(referred, TouchMade(outcome=Outcome.WON))
    assert lead_of(desk, referrer).about.count(news) == 1, "a second order is no second yes"
    desk.undo.last()
    desk.undo.last()
    assert news not in lead_of(desk, referrer).about


def test_a_do_not_contact_referrer_is_told_of_no_yes(desk: Desk) -> None:
    referrer = a_lead_on(desk, "Ann Lee")
    referred = desk.commands.refer(referrer, NewLead(name="Bo Diaz")).changes[0].id
    desk.commands.log(referrer, TouchMade(outcome=Outcome.DO_NOT_CONTACT))
    before = lead_of(desk, referrer)
    desk.commands.log(referred, TouchMade(outcome=Outcome.WON))
    assert lead_of(desk, referrer) == before


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (TouchMade(outcome=Outcome.TALKED, lost=True, next_step=Plan(day=TOMORROW)), "lost lead has no next"),
        (TouchMade(outcome=Outcome.DO_NOT_CONTACT, next_step=Plan(day=TOMORROW)), "absolute"),
        (TouchMade(outcome=Outcome.TALKED, check_in=True, next_step=Plan(day=TOMORROW)), "leaves the next step"),
        (TouchMade(outcome=Outcome.WON, lost=True), "won and lost"),
        (TouchMade(outcome=Outcome.TALKED, lost=True, check_in=True), "ends nothing"),
        (TouchMade(outcome=Outcome.WON, undated=True, next_step=Plan(day=TOMORROW)), "a date and no date"),
        (TouchMade(outcome=Outcome.TALKED, undated=True), "only a customer"),
    ],
)
def test_what_contradicts_itself_is_refused_and_nothing_is_written(desk: Desk, made: TouchMade, words: str) -> None:
    lead_id = a_lead_on(desk)
    before = desk.leads.card(lead_id)
    with pytest.raises(UsageError, match=words):
        desk.commands.log(lead_id, made)
    assert desk.leads.card(lead_id) == before


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.DO_NOT_CONTACT])
def test_no_touch_ever_lifts_do_not_contact(desk: Desk, outcome: Outcome) -> None:
    lead_id = a_lead_on(desk)
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.DO_NOT_CONTACT))
    desk.commands.log(lead_id, TouchMade(outcome=outcome, note="they called"))
    lead = lead_of(desk, lead_id)
    assert (lead.status, lead.next_step, lead.touches) == (Status.DO_NOT_CONTACT, None, 2)
    assert notes_of(desk, lead_id) == ["they called", ""]


# Drafts and notes


def test_a_note_is_what_was_typed_and_what_was_given(office: Office) -> None:
    desk = office.open()
    lead_id = a_lead_on(desk)
    desk.drafts.keep(lead_id, "prefers mornings")
    desk.commands.keep_note(lead_id, "and tea\n")
    desk.commands.keep_note(lead_id, "only given")
    desk = office.reopened(desk)
    card = desk.leads.card(lead_id)
    assert [entry.note for entry in card.history] == ["only given", "prefers mornings\nand tea"]
    assert all(isinstance(entry, Note) for entry in card.history)
    assert (card.draft, card.lead.touches) == ("", 0)


@pytest.mark.parametrize("typed", ["", "  \n\t"])
def test_an_empty_note_is_refused(desk: Desk, typed: str) -> None:
    lead_id = a_lead_on(desk)
    desk.drafts.keep(lead_id, typed)
    with pytest.raises(UsageError, match="nothing written"):
        desk.commands.keep_note(lead_id)
    assert desk.leads.card(lead_id).draft == typed


def test_a_draft_survives_a_restart_and_empty_text_drops_it(office: Office) -> None:
    desk = office.open()
    first, second = a_lead_on(desk), a_lead_on(desk, "Bo Li")
    desk.drafts.keep(first, "half a sen")
    desk.drafts.keep(second, "x")
    desk.drafts.keep(second, "")
    desk = office.reopened(desk)
    assert desk.drafts.all() == [Draft(id=first, text="half a sen", at=NOW)]


def test_a_corrected_note_keeps_what_it_said(office: Office) -> None:
    desk = office.open()
    lead_id = a_lead_on(desk)
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.TALKED, note="likes tee"))
    desk.commands.keep_note(lead_id, "mornings")
    touch, note = desk.leads.card(lead_id).history
    for entry in (touch, note):
        desk.commands.correct(entry, f"{entry.note}, rather\n")
    office.clock.at = NOW + timedelta(hours=1)
    desk.commands.correct(touch, "likes tea")
    desk = office.reopened(desk)
    again = desk.leads.card(lead_id).history
    assert [entry.note for entry in again] == ["likes tea", "mornings, rather"]
    assert again[0].earlier == (
        Earlier(at=NOW, note="likes tee"),
        Earlier(at=NOW + timedelta(hours=1), note="likes tee, rather"),
    )


def test_a_note_that_is_gone_cannot_be_corrected(desk: Desk) -> None:
    lead_id = a_lead_on(desk)
    desk.commands.keep_note(lead_id, "mornings")
    (note,) = desk.leads.card(lead_id).history
    desk.commands.delete(lead_id)
    with pytest.raises(NotFoundError, match="gone"):
        desk.commands.correct(note, "evenings")


# Snoozing


def test_a_snooze_keeps_the_day_first_planned_and_counts(office: Office) -> None:
    desk = office.open()
    step = Plan(day=TODAY, channel=Channel.EMAIL, why="offer", quote="midweek")
    lead_id = a_lead_on(desk, next_step=step)
    assert desk.commands.snooze(lead_id, When(TOMORROW)).title == "snoozed Sakura Tanaka to Thu 19 Mar"
    desk.commands.snooze(lead_id, When(date(2026, 3, 31), time(14), "Europe/London"))
    assert step_of(office.reopened(desk), lead_id) == Plan(
        day=date(2026, 3, 31),
        time=time(14),
        zone="Europe/London",
        channel=Channel.EMAIL,
        why="offer",
        quote="midweek",
        first_day=TODAY,
        snoozed=2,
    )


def test_a_promise_that_is_snoozed_is_put_off_to_a_plan_that_says_so(office: Office) -> None:
    desk = office.open()
    lead_id = a_lead_on(desk, next_step=a_promise(TODAY, channel=Channel.EMAIL, why="offer", quote="midweek"))
    assert desk.commands.snooze(lead_id, When(TOMORROW)).title == "snoozed Sakura Tanaka to Thu 19 Mar"
    lead = lead_of(office.reopened(desk), lead_id)
    assert lead.plan == Plan(
        day=TOMORROW, channel=Channel.EMAIL, why="offer", quote="midweek", snoozed=1, was_promised=TODAY
    )
    assert [one.state for one in lead.promises] == [PromiseState.PUT_OFF]


def test_a_snooze_gives_an_unscheduled_lead_its_first_day(desk: Desk) -> None:
    put_unscheduled(desk, "Ana")
    desk.commands.snooze(1, When(TOMORROW, time(9), "Europe/London"))
    assert step_of(desk, 1) == Plan(day=TOMORROW, time=time(9), zone="Europe/London")


# The unscheduled


def test_one_action_gives_everyone_unscheduled_a_day(office: Office) -> None:
    desk = office.open()
    names = [f"Lead {number:02}" for number in range(1, 41)]
    put_unscheduled(desk, *names[:29])
    put_unscheduled(desk, *names[29:], temperature=Temperature.HOT)
    for number in range(3):
        a_lead_on(desk, f"Due {number}", due=TOMORROW)
    before = everything(desk)
    days = desk.planning.spread_unscheduled()
    assert days == dict(sorted(desk.planning.spread_unscheduled().items()))
    assert {day: list(days.values()).count(day) for day in days.values()} == {
        date(2026, 3, 19): 9 - 3,  # three are due there already
        date(2026, 3, 20): 9,
        date(2026, 3, 23): 9,  # the Monday
        date(2026, 3, 24): 8,
        date(2026, 3, 25): 8,
    }
    assert {days[lead_id] for lead_id in range(30, 41)} == {date(2026, 3, 19), date(2026, 3, 20)}, "the hot ones first"
    assert desk.planning.plan(days).title == "gave 40 leads a day"
    desk = office.reopened(desk)
    assert desk.agenda.today().unscheduled == ()
    assert {lead_id: step_of(desk, lead_id).day for lead_id in days} == days
    assert desk.agenda.load(TOMORROW).count == 9
    desk.undo.last()
    assert everything(desk) == before


def test_a_plan_moves_nobody_who_has_a_date(desk: Desk) -> None:
    dated = a_lead_on(desk, due=date(2026, 4, 1))
    ended = a_lead_on(desk, "Won")
    desk.commands.log(ended, TouchMade(outcome=Outcome.WON))
    before = everything(desk)
    desk.planning.plan({dated: TOMORROW, ended: TOMORROW})
    assert everything(desk) == before


def test_the_unscheduled_keep_their_order_whoever_was_changed_last(office: Office) -> None:
    desk = office.open()
    put_unscheduled(desk, "Ana", "Bo")
    put_unscheduled(desk, "Cy", temperature=Temperature.HOT)
    desk = office.reopened(desk)
    desk.commands.edit(1, role="CTO")
    assert [row.name for row in desk.agenda.today().unscheduled] == ["Cy", "Ana", "Bo"]


loads = st.dictionaries(st.integers(0, 20).map(lambda ahead: TODAY + timedelta(days=ahead)), st.integers(0, 30))
unscheduled = st.lists(st.sampled_from(Temperature), max_size=40).map(
    lambda found: [Row(id=number, name="x", temperature=warmth) for number, warmth in enumerate(found, 1)]
)
calendars = st.builds(
    Calendar,
    workdays=st.frozensets(st.integers(0, 6), min_size=1),
    days_off=st.frozensets(st.integers(1, 20).map(lambda ahead: TODAY + timedelta(days=ahead)), max_size=5),
)


@given(unscheduled, loads, calendars, st.integers(1, 20))
def test_no_day_floods_and_none_is_free_time(
    rows: list[Row], due: dict[date, int], calendar: Calendar, per_day: int
) -> None:
    days = spread(rows, TODAY, calendar, lambda day: Load(day, due.get(day, 0)), per_day)
    assert set(days) == {row.id for row in rows}
    for day in set(days.values()):
        assert day > TODAY
        assert calendar.is_working(day)
        assert list(days.values()).count(day) + due.get(day, 0) <= per_day
    warmth = [days[row.id] for row in sorted(rows, key=lambda row: row.temperature.rank)]
    assert warmth == sorted(warmth)


def test_one_more_comes_on_the_lightest_day_of_the_coming_week() -> None:
    due = {date(2026, 3, 19): 2, date(2026, 3, 20): 1, date(2026, 3, 23): 2}
    days = spread([Row(id=1, name="Ann")], TODAY, Calendar(), lambda day: Load(day, due.get(day, 0)))
    assert days == {1: date(2026, 3, 24)}


def test_the_coming_days_begin_tomorrow(desk: Desk) -> None:
    for number, day in enumerate([TODAY, TOMORROW, date(2026, 4, 1), date(2026, 4, 2)]):
        a_lead_on(desk, f"Lead {number}", due=day)
    ahead = desk.agenda.upcoming()
    assert (ahead[0], ahead[-1], len(ahead)) == (Load(TOMORROW, 1), Load(date(2026, 4, 1), 1), 14)
    assert sum(load.count for load in ahead) == 2


# Text that would steer a terminal


def test_no_text_reaches_the_book_that_steers_a_terminal(desk: Desk) -> None:
    step = Plan(day=TODAY, why=HOSTILE, quote=f"{HOSTILE}\nx")
    lead_id = a_lead_on(
        desk,
        HOSTILE,
        company=HOSTILE,
        role=HOSTILE,
        phones=(HOSTILE,),
        emails=(HOSTILE,),
        links=(HOSTILE,),
        place=f"a\n{HOSTILE}",
        about=(About(HOSTILE),),
        tags=(HOSTILE,),
        next_step=step,
    )
    desk.commands.edit(lead_id, place=HOSTILE)
    desk.drafts.keep(lead_id, f"{HOSTILE}\r\nsecond line\ttab")
    assert desk.leads.card(lead_id).draft == "Ana]0;x[2J31m\nsecond line\ttab"
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.TALKED, note=HOSTILE, next_step=step))
    desk.commands.keep_note(lead_id, HOSTILE)
    desk.commands.correct(desk.leads.card(lead_id).history[0], f"{HOSTILE}!")
    written = repr(everything(desk)) + repr([desk.leads.row(found) for found in (1, 2)])
    assert "\\x" not in written
    assert "\\u" not in written
    assert lead_of(desk, lead_id).name == "Ana]0;x[2J31m"


def test_an_error_quotes_no_escape(desk: Desk) -> None:
    with pytest.raises(NotFoundError) as error:
        desk.leads.lookup("\x1b[2Jnobody")
    assert "\x1b" not in str(error.value)


# Zones


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=1))])
def test_a_clock_without_a_named_zone_shows_times_as_they_were_agreed(office: Office, zone: Any) -> None:
    office.clock = StoppedClock(datetime(2026, 3, 18, 9, 30, tzinfo=zone))
    desk = office.open()
    lead_id = a_lead_on(desk, next_step=Plan(day=TODAY, time=time(15), zone="Asia/Tokyo"))
    row = desk.leads.row(lead_id)
    assert row is not None
    assert row.next_step == Plan(day=TODAY, time=time(15), zone="Asia/Tokyo")
    assert [found.id for found in desk.agenda.today().today] == [lead_id]


def test_a_zone_that_nobody_knows_costs_no_other_lead(desk: Desk) -> None:
    odd = a_lead_on(desk, "Odd", next_step=Plan(day=TODAY, time=time(15), zone="Mars/Olympus_Mons"))
    plain = a_lead_on(desk, "Plain")
    assert {row.id for row in desk.agenda.today().today} == {odd, plain}


# Stores that fail


class Failing(MemoryStore):
    """Refuses every write with one error."""

    error: StoreError | None = None

    def apply(self, action: Action) -> Applied:
        if self.error:
            raise self.error
        return super().apply(action)

    def keep_draft(self, draft: Draft) -> None:
        if self.error:
            raise self.error
        super().keep_draft(draft)

    def keep_typed(self, *changes: Change) -> None:
        if self.error:
            raise self.error
        super().keep_typed(*changes)


class Overtaken(MemoryStore):
    """Others are always faster."""

    asked = 0

    def apply(self, action: Action) -> Applied:
        self.asked += 1
        raise StaleError(f"{len(action.changes)} documents were changed meanwhile")


def all_acts(desk: Desk) -> dict[str, Callable[[], object]]:
    """Return everything a desk writes, by name, on a book with a lead, a lead unscheduled, an entry and a draft."""
    return {
        "add": lambda: desk.commands.add(NewLead(name="New")),
        "edit": lambda: desk.commands.edit(1, name="Other"),
        "log": lambda: desk.commands.log(1, TouchMade(outcome=Outcome.TALKED)),
        "snooze": lambda: desk.commands.snooze(1, When(TOMORROW)),
        "plan": lambda: desk.planning.plan({2: TOMORROW}),
        "note": lambda: desk.commands.keep_note(1, "x"),
        "correct": lambda: desk.commands.correct(desk.leads.card(1).history[0], "y"),
        "delete": lambda: desk.commands.delete(1),
        "undo": desk.undo.last,
        "draft": lambda: desk.drafts.keep(1, "other"),
        "draft over another": lambda: desk.drafts.keep(1, "other", known="half"),
        "typed": lambda: desk.drafts.keep_typed(Place(TypedKind.FORM), {"name": "Ann"}),
    }


@pytest.mark.parametrize(
    "error", [SaveError("disk full: not saved"), ReadOnlyError("opened read-only"), SaveError(str(errno.EIO))]
)
@pytest.mark.parametrize("act", all_acts(Desk(MemoryStore(), StoppedClock(NOW))))
def test_what_cannot_be_saved_changes_nothing_and_says_so(act: str, error: StoreError) -> None:
    store = Failing()
    desk = Desk(store, StoppedClock(NOW))
    desk.commands.add(NewLead(name="Sakura Tanaka"))
    store.apply(adding(a_lead(2, "Crack", due=None)))
    desk.commands.keep_note(1, "mornings")
    desk.drafts.keep(1, "half")
    before, heads = everything(desk), store.heads()
    store.error = error
    with pytest.raises(type(error), match=str(error)):
        all_acts(desk)[act]()
    store.error = None
    assert (everything(desk), store.heads()) == (before, heads)
    assert [row.name for row in desk.leads.find("sakura")] == ["Sakura Tanaka"]


def test_who_is_always_overtaken_is_told_after_a_few_tries() -> None:
    store = Overtaken()
    with pytest.raises(SaveError, match="not saved; try again"):
        Desk(store, StoppedClock(NOW)).commands.add(NewLead(name="Ana"))
    assert store.asked == 5


# Two terminals


def test_two_terminals_lose_nothing_of_each_other(two: tuple[Desk, Desk]) -> None:
    ours, theirs = two
    lead_id = a_lead_on(ours)
    theirs.book.refresh()
    ours.commands.log(lead_id, TouchMade(outcome=Outcome.TALKED, note="from ours"))
    theirs.commands.edit(lead_id, company="Acme")
    ours.commands.keep_note(lead_id, "also ours")
    theirs.commands.log(lead_id, TouchMade(outcome=Outcome.NO_ANSWER, note="from theirs"))
    added = [a_lead_on(ours, "Bo"), a_lead_on(theirs, "Cy"), a_lead_on(ours, "Di")]
    for desk in two:
        desk.book.refresh()
        assert set(notes_of(desk, lead_id)) == {"from ours", "also ours", "from theirs"}
        assert (lead_of(desk, lead_id).company, lead_of(desk, lead_id).touches) == ("Acme", 2)
        assert [lead_of(desk, found).name for found in added] == ["Bo", "Cy", "Di"]
    assert everything(ours) == everything(theirs)


def test_undo_takes_back_the_last_action_whoever_made_it(two: tuple[Desk, Desk]) -> None:
    ours, theirs = two
    lead_id = a_lead_on(ours)
    theirs.book.refresh()
    theirs.commands.snooze(lead_id, When(TOMORROW))
    taken_back = ours.undo.last()
    assert taken_back is not None
    assert taken_back.title == "snoozed Sakura Tanaka to Thu 19 Mar"
    assert step_of(ours, lead_id).day == TODAY


def test_names_that_others_wrote_are_found(two: tuple[Desk, Desk]) -> None:
    ours, theirs = two
    assert theirs.leads.find_names("sakura") == []
    first = a_lead_on(ours, "Sakura")
    assert theirs.book.refresh()
    assert not theirs.book.refresh()
    assert theirs.leads.find_names("sakura") == [first]
    second = a_lead_on(ours, "Aiko")
    ours.commands.delete(first)
    theirs.commands.edit(a_lead_on(theirs, "Own"), role="x")
    assert theirs.leads.lookup("aiko").id == second
    with pytest.raises(NotFoundError, match="no lead is called"):
        theirs.leads.lookup("sakura")


def test_only_the_names_that_others_changed_are_read_again(
    two: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = two
    first, second = a_lead_on(ours, "Sakura"), a_lead_on(ours, "Aiko")
    assert theirs.book.refresh()
    assert theirs.leads.find_names("sakura") == [first]
    monkeypatch.setattr(theirs.leads.names, "learn", None)  # all of them
    ours.commands.edit(first, name="Ayumi")
    ours.commands.delete(second)
    third = a_lead_on(ours, "Hana")
    assert theirs.book.refresh()
    found = [theirs.leads.find_names(name) for name in ("sakura", "ayumi", "aiko", "hana")]
    assert found == [[], [first], [], [third]]


def test_who_acts_on_a_lead_that_is_gone_is_told_and_sees_it_go(two: tuple[Desk, Desk]) -> None:
    ours, theirs = two
    lead_id = a_lead_on(ours)
    theirs.book.refresh()
    ours.commands.delete(lead_id)
    with pytest.raises(NotFoundError):
        theirs.commands.log(lead_id, TouchMade(outcome=Outcome.TALKED))
    assert theirs.book.refresh(), "the lists are to be painted anew"
    assert theirs.agenda.today().today == ()


def test_what_others_wrote_is_news_also_when_typing_read_it_first(two: tuple[Desk, Desk]) -> None:
    ours, theirs = two
    lead_id = a_lead_on(ours)
    theirs.book.refresh()
    a_lead_on(ours, "Aiko")
    theirs.drafts.keep(lead_id, "typed every second")
    assert theirs.book.refresh()
    assert theirs.leads.find_names("aiko")


def test_two_who_type_about_one_lead_at_once_both_keep_their_words(two: tuple[Desk, Desk]) -> None:
    ours, theirs = two
    lead_id = a_lead_on(ours)
    ours.drafts.keep(lead_id, "we both read this")
    theirs.book.refresh()
    ours.drafts.keep(lead_id, "we both read this and more", known="we both read this")
    kept = theirs.drafts.keep(lead_id, "we both read this, yours", known="we both read this")
    assert kept == "we both read this, yours"
    ours.book.refresh()
    assert ours.leads.card(lead_id).draft == kept
    (other,) = ours.drafts.typed(Place(TypedKind.NOTE, lead_id))
    assert other.text == "we both read this and more"
    assert theirs.drafts.swap(lead_id) == "we both read this and more"
    assert [typed.text for typed in theirs.drafts.typed(other.place)] == [kept]


def test_two_who_type_on_and_on_in_one_note_make_two_texts_and_no_more(two: tuple[Desk, Desk]) -> None:
    lead_id, words = a_lead_on(two[0]), [f"word{number}" for number in range(44)]
    texts, known = ["", ""], ["", ""]
    for number, word in enumerate(words):
        at = number % 2
        texts[at] += f"{'yours' if at else 'mine'} {word} "
        known[at] = two[at].drafts.keep(lead_id, texts[at], known[at])
    two[0].book.refresh()
    others = [typed.text for typed in two[0].drafts.typed(Place(TypedKind.NOTE, lead_id))]
    assert (two[0].leads.card(lead_id).draft, others) == (texts[1], [texts[0]])


def test_who_types_on_where_another_paused_goes_on_with_that_text_alone(two: tuple[Desk, Desk]) -> None:
    lead_id, known = a_lead_on(two[0]), ""
    for number in range(10):
        desk = two[number % 2]
        desk.book.refresh()
        known = desk.drafts.keep(lead_id, f"{known} word", desk.leads.card(lead_id).draft)
    assert (known, two[0].drafts.typed(Place(TypedKind.NOTE, lead_id))) == (" word" * 10, [])


def test_a_draft_that_became_a_note_elsewhere_does_not_come_back_by_typing_on(two: tuple[Desk, Desk]) -> None:
    ours, theirs = two
    lead_id = a_lead_on(ours)
    ours.drafts.keep(lead_id, "called")
    theirs.book.refresh()
    ours.commands.log(lead_id, TouchMade(outcome=Outcome.TALKED))
    assert theirs.drafts.keep(lead_id, "called, twice", known="called") == "called, twice"


def test_a_copy_of_the_book_has_what_is_typed_and_no_empty_draft(desk: Desk, tmp_path: Path) -> None:
    for name in ("Ann", "Bo"):
        a_lead_on(desk, name)
    desk.actions.copy_to(tmp_path / "copy.json", {1: "half a sen", 2: ""})
    copy = open_book(tmp_path / "copy.json")
    assert [(draft.id, draft.text) for draft in copy.drafts()] == [(1, "half a sen")]
    copy.close()

"""The discipline of follow-up at the desk: check-ins, who named whom, days away, a pile, and what was put off."""

from datetime import date, datetime, time, timedelta

import pytest

from fuyu.desk import Desk, NewLead, Standing, TouchMade
from fuyu.domain.action import Verb
from fuyu.domain.cadence import Cadence
from fuyu.domain.history import Away, Touch
from fuyu.domain.lead import About, Outcome, Status, Temperature
from fuyu.domain.promise import PromiseState
from fuyu.domain.score import Promises
from fuyu.domain.step import Channel, Plan
from fuyu.domain.when import When
from fuyu.errors import NotFoundError, UsageError
from tests.builders import a_lead, a_promise, adding, changing
from tests.desk.conftest import (
    LONDON,
    TODAY,
    TOMORROW,
    Office,
    a_lead_on,
    everything,
    lead_of,
    plan_of,
    promises_of,
    step_of,
    this_week,
)

BIRTHDAY = About("birthday", date(1980, 3, 18), yearly=True)
HOLIDAY = Away(id=0, first=date(2026, 3, 23), last=date(2026, 3, 27), reason="the\nsea")


def a_day_later(office: Office, days: int = 1) -> None:
    office.clock.at += timedelta(days=days)


# Check-ins


def test_a_check_in_leaves_the_follow_up_as_it_was(office: Office) -> None:
    desk = office.open()
    step = Plan(day=date(2026, 4, 1), why="offer", channel=Channel.EMAIL)
    lead_id = a_lead_on(desk, about=(BIRTHDAY,), next_step=step)
    assert [row.id for row in desk.agenda.today().check_in] == [lead_id]
    assert desk.proposals.propose(lead_id, Outcome.TALKED, Channel.CALL, check_in=True) == step
    action = desk.commands.log(lead_id, TouchMade(outcome=Outcome.NO_ANSWER, check_in=True, note="sang"))
    assert action.title == "a check-in, Sakura Tanaka"
    lead = lead_of(desk, lead_id)
    assert (lead.next_step, lead.touches, lead.unanswered) == (step, 0, 0)
    (touch,) = desk.leads.card(lead_id).history
    assert isinstance(touch, Touch)
    assert (touch.check_in, touch.channel) == (True, Channel.CALL)
    today = desk.agenda.today()
    assert ([row.id for row in today.check_in], [row.id for row in today.done]) == ([], [lead_id])
    a_day_later(office)
    assert desk.agenda.today().check_in == ()
    desk.undo.last()
    assert [row.id for row in desk.agenda.today().check_in] == [lead_id], "a day later it is still welcome"


def test_what_is_let_pass_comes_again_next_year(office: Office) -> None:
    desk = office.open()
    lead_id = a_lead_on(desk, due=date(2027, 6, 1), about=(BIRTHDAY, About("tea")))
    assert desk.commands.let_pass(lead_id).title == "let pass what is near for Sakura Tanaka"
    assert desk.agenda.today().check_in == ()
    with pytest.raises(UsageError, match="nothing of Sakura Tanaka's is near"):
        desk.commands.let_pass(lead_id)
    office.clock.at = datetime(2027, 3, 18, 9, tzinfo=LONDON)
    desk = office.reopened(desk)
    assert [row.id for row in desk.agenda.today().check_in] == [lead_id]


# Who named whom


def test_who_is_named_is_called_with_regards_and_who_named_is_thanked(office: Office) -> None:
    desk = office.open()
    giver = a_lead_on(desk, due=date(2026, 5, 1))
    before = everything(desk)
    action = desk.commands.refer(giver, NewLead(name="Bo Diaz", company="Acme"), "wants a cello")
    assert (action.verb, action.title) == (Verb.ADD, "added Bo Diaz, referred by Sakura Tanaka")
    named = action.changes[0].id
    card, other = desk.leads.card(named), desk.leads.card(giver)
    assert card.lead.next_step == Plan(day=TODAY, why="Sakura Tanaka suggested I call")
    assert card.referred_by is not None
    assert (card.lead.referred_by, card.referred_by.name) == (giver, "Sakura Tanaka")
    assert [entry.note for entry in card.history] == ["wants a cello"]
    assert (other.lead.referred, [row.name for row in other.referred]) == ((named,), ["Bo Diaz"])
    assert other.lead.about == (About("thank them for Bo Diaz", TOMORROW),)
    assert desk.agenda.today().check_in == ()
    a_day_later(office)
    desk = office.reopened(desk)
    assert [row.id for row in desk.agenda.today().check_in] == [giver]
    desk.undo.last()
    assert everything(desk) == before


def test_thanks_are_due_on_the_next_working_day(office: Office) -> None:
    office.clock.at = datetime(2026, 3, 20, 16, tzinfo=LONDON)  # a Friday
    desk = office.open()
    giver = a_lead_on(desk, due=date(2026, 5, 1))
    desk.commands.refer(giver, NewLead(name="Bo Diaz"))
    assert [about.day for about in lead_of(desk, giver).about] == [date(2026, 3, 23)]


def test_what_was_agreed_goes_before_the_opening_words(desk: Desk) -> None:
    giver = a_lead_on(desk)
    step = Plan(day=TOMORROW, why="her quote")
    named = desk.commands.refer(giver, NewLead(name="Bo Diaz", next_step=step, agreed=True)).changes[0].id
    assert (step_of(desk, named).why, step_of(desk, named).promised) == ("her quote", True)


def test_who_wants_silence_is_named_to_nobody_and_shown_to_nobody(desk: Desk) -> None:
    giver = a_lead_on(desk)
    named = desk.commands.refer(giver, NewLead(name="Bo Diaz")).changes[0].id
    desk.commands.log(named, TouchMade(outcome=Outcome.DO_NOT_CONTACT))
    assert desk.leads.card(giver).referred == ()
    before = everything(desk)
    with pytest.raises(UsageError, match="wants to hear nothing"):
        desk.commands.refer(named, NewLead(name="Cy"))
    with pytest.raises(NotFoundError):
        desk.commands.refer(99, NewLead(name="Cy"))
    with pytest.raises(UsageError, match="needs a name"):
        desk.commands.refer(giver, NewLead(name=" "))
    assert everything(desk) == before


def test_who_is_gone_is_missed_on_no_card(desk: Desk) -> None:
    giver = a_lead_on(desk)
    first, second = (desk.commands.refer(giver, NewLead(name=name)).changes[0].id for name in ("Bo", "Cy"))
    desk.commands.delete(first)
    assert [row.name for row in desk.leads.card(giver).referred] == ["Cy"]
    desk.commands.delete(giver)
    assert desk.leads.card(second).referred_by is None


# Days away


def test_days_away_are_kept_free_and_promises_of_them_are_told(office: Office) -> None:
    desk = office.open()
    plan = a_lead_on(desk, "Plan", due=date(2026, 3, 25))
    promise = a_lead_on(desk, "Promise", next_step=a_promise(date(2026, 3, 26)))
    before = a_lead_on(desk, "Before", due=date(2026, 3, 20))
    state = everything(desk)
    cleared = desk.planning.clearing(HOLIDAY)
    assert cleared.days == {plan: date(2026, 3, 30)}
    assert [row.name for row, _ in cleared.promises] == ["Promise"]
    action = desk.planning.go_away(HOLIDAY, {**cleared.days, promise: date(2026, 3, 30)})
    assert (action.verb, action.title) == (Verb.AWAY, "away 23-27 Mar")
    desk = office.reopened(desk)
    assert step_of(desk, plan) == Plan(day=date(2026, 3, 30), first_day=date(2026, 3, 25))
    assert promises_of(desk, promise) == [(date(2026, 3, 26), PromiseState.OPEN)]
    assert step_of(desk, before).day == date(2026, 3, 20)
    assert desk.planning.away() == [Away(id=1, first=HOLIDAY.first, last=HOLIDAY.last, reason="the sea")]
    assert desk.calendar.is_working(date(2026, 3, 20))
    assert not desk.calendar.is_working(date(2026, 3, 23))
    assert desk.phrases.when("3 business days") == When(date(2026, 3, 30))
    step = desk.proposals.propose(before, Outcome.TALKED, Channel.CALL)
    assert step is not None
    assert step.day == date(2026, 3, 31), "the lighter of the days after the return"
    desk.undo.last()
    assert everything(desk) == state
    assert desk.planning.away() == []
    assert desk.calendar.is_working(date(2026, 3, 23))


def test_who_comes_back_early_works_again(office: Office) -> None:
    desk = office.open()
    plan = a_lead_on(desk, due=date(2026, 3, 25))
    desk.planning.go_away(HOLIDAY, desk.planning.clearing(HOLIDAY).days)
    (away,) = desk.planning.away()
    assert desk.planning.come_back(away.id).title == "no longer away 23-27 Mar"
    desk = office.reopened(desk)
    assert desk.planning.away() == []
    assert desk.phrases.when("3 business days") == When(date(2026, 3, 23))
    assert step_of(desk, plan).day == date(2026, 3, 30), "what was moved stays where it is"
    with pytest.raises(NotFoundError, match="no days away have the number 1"):
        desk.planning.come_back(away.id)


def test_days_away_that_are_seen_in_another_terminal_are_known_there(two: tuple[Desk, Desk]) -> None:
    ours, theirs = two
    assert theirs.planning.away() == []
    ours.planning.go_away(HOLIDAY, {})
    theirs.book.refresh()
    assert not theirs.calendar.is_working(date(2026, 3, 23))


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2026, 3, 27), date(2026, 3, 23)), (date(2026, 3, 23), date(2027, 3, 24)), (TODAY, date.max)],
)
def test_days_away_end_after_they_begin_and_within_a_year(desk: Desk, first: date, last: date) -> None:
    with pytest.raises(UsageError, match="days away end after they begin"):
        desk.planning.go_away(Away(id=0, first=first, last=last), {})
    assert desk.planning.away() == []


# A pile


def test_overdue_plans_get_new_days_and_promises_stay(office: Office) -> None:
    desk = office.open()
    plans = [a_lead_on(desk, f"Plan {n:02}", due=date(2026, 3, 1 + n)) for n in range(16)]
    promise = a_lead_on(desk, "Promise", next_step=a_promise(date(2026, 3, 2)))
    before = everything(desk)
    found = desk.planning.overdue()
    assert [row.id for row, _ in found.promises] == [promise]
    assert set(found.days) == set(plans)
    assert list(found.days.values()).count(TODAY) == 3, "even over the week, and the promise is one of them"
    assert desk.planning.replan({**found.days, promise: TOMORROW}).title == "rescheduled 16 leads"
    desk = office.reopened(desk)
    today = desk.agenda.today()
    assert [row.name for row in today.overdue] == ["Promise"]
    assert [row.name for row in today.today][:2] == ["Plan 00", "Plan 01"], "the latest first, as before"
    assert step_of(desk, plans[0]) == Plan(day=TODAY, first_day=date(2026, 3, 1))
    assert lead_of(desk, plans[0]).promises == ()
    desk.undo.last()
    assert everything(desk) == before


def test_a_plan_that_is_moved_loses_its_hour_and_who_has_none_by_now_is_left(desk: Desk) -> None:
    timed = a_lead_on(desk, next_step=Plan(day=date(2026, 3, 16), time=time(9), zone="Europe/London", why="demo"))
    won = a_lead_on(desk, "Won")
    desk.commands.log(won, TouchMade(outcome=Outcome.WON, undated=True))
    desk.planning.replan({timed: TOMORROW, won: TOMORROW})
    assert step_of(desk, timed) == Plan(day=TOMORROW, why="demo", first_day=date(2026, 3, 16))
    assert lead_of(desk, won).next_step is None


# Promises, snoozes, and their clocks


def test_a_promise_that_is_put_off_counts_for_its_own_day(office: Office) -> None:
    desk = office.open()
    lead_id = a_lead_on(desk, next_step=a_promise(TODAY))
    assert desk.agenda.score() == Promises(open=1)
    desk.commands.snooze(lead_id, When(TOMORROW))
    assert desk.agenda.score() == Promises()
    a_day_later(office)
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.TALKED))
    assert this_week(desk) == Promises(broken=1)


def test_todays_promises_are_kept_also_by_a_call_that_ends_in_silence(desk: Desk) -> None:
    for name, outcome in (("Ann", Outcome.TALKED), ("Bo", Outcome.NO_ANSWER), ("Cy", None)):
        lead_id = a_lead_on(desk, name, next_step=a_promise(TODAY))
        if outcome:
            desk.commands.log(lead_id, TouchMade(outcome=outcome))
    a_lead_on(desk, "Di", next_step=a_promise(date(2026, 3, 17)))
    assert desk.agenda.score() == Promises(kept=2, open=1)


def test_how_today_stands_is_read_at_once(desk: Desk, days_read: list[date]) -> None:
    for name, outcome in (("Ann", Outcome.TALKED), ("Bo", None)):
        lead_id = a_lead_on(desk, name, next_step=a_promise(TODAY))
        if outcome:
            desk.commands.log(lead_id, TouchMade(outcome=outcome))
    agenda, promises = desk.agenda.today(), desk.agenda.score()
    days_read.clear()
    assert desk.agenda.standing() == Standing(agenda, promises)
    assert promises == Promises(kept=1, open=1)
    assert days_read == [TODAY]


def test_a_decision_that_was_put_off_is_remembered_until_the_next_touch(desk: Desk) -> None:
    lead_id = a_lead_on(desk)
    for day in (18, 19, 19):
        desk.commands.snooze(lead_id, When(date(2026, 3, day)))
        assert not desk.manners.asks_decision(desk.leads.card(lead_id).lead), "the same day is no snooze"
    desk.commands.snooze(lead_id, When(date(2026, 3, 20)))
    assert desk.manners.asks_decision(desk.leads.card(lead_id).lead)
    desk.commands.snooze(lead_id, When(date(2026, 3, 21)), "after the fair", put_off=True)
    step = plan_of(desk, lead_id)
    assert (step.put_off, step.why, step.snoozed) == (True, "after the fair", 3)
    desk.commands.snooze(lead_id, When(date(2026, 3, 23)))
    assert plan_of(desk, lead_id).put_off
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.NO_ANSWER))
    assert (plan_of(desk, lead_id).put_off, plan_of(desk, lead_id).snoozed) == (False, 0)


@pytest.mark.parametrize(
    ("to", "at", "snoozed"),
    [
        (date(2026, 3, 26), None, 1),
        (date(2026, 3, 25), time(16), 1),
        (date(2026, 3, 25), time(9), 0),
        (date(2026, 3, 20), None, 0),
        (date(2026, 3, 20), time(16), 0),
    ],
)
def test_bringing_a_date_forward_is_no_snooze(desk: Desk, to: date, at: time | None, snoozed: int) -> None:
    was = Plan(day=date(2026, 3, 25), time=time(14), zone="Europe/London", why="demo")
    lead_id = a_lead_on(desk, next_step=was)
    action = desk.commands.snooze(lead_id, When(to, at, "Europe/London" if at else ""))
    step = plan_of(desk, lead_id)
    assert (step.day, step.snoozed, step.waits_from) == (to, snoozed, to)
    assert action.title.startswith("snoozed" if snoozed else "moved")


def test_the_number_tells_the_zone_and_a_named_one_goes_before(desk: Desk) -> None:
    told = a_lead_on(desk, phones=("555 0100", "+81 3 1234 5678"))
    named = a_lead_on(desk, phones=("+81 3 1234 5678",), zone="Europe/Paris")
    unknown = a_lead_on(desk, phones=("+34 612 345 678",))
    assert [lead_of(desk, lead_id).zone for lead_id in (told, named, unknown)] == ["Asia/Tokyo", "Europe/Paris", ""]
    desk.commands.edit(unknown, phones=("+385 91 123 4567",))
    desk.commands.edit(told, phones=("+44 20 7946 0958",))
    assert [lead_of(desk, lead_id).zone for lead_id in (told, unknown)] == ["Asia/Tokyo", "Europe/Zagreb"]
    desk.commands.edit(told, zone="")
    assert lead_of(desk, told).zone == "Europe/London"


def test_an_edit_of_something_else_changes_no_zone(desk: Desk) -> None:
    desk.book.store.apply(adding(a_lead(1, phones=("+81 3 1234 5678",))))
    desk.commands.edit(1, role="CTO")
    assert lead_of(desk, 1).zone == ""


def test_a_cadence_by_its_name_sets_the_next_day(office: Office) -> None:
    store = office.open().book.store
    desk = Desk(store, office.clock, cadence=Cadence(named={"gentle": Cadence(unanswered=(10,))}))
    lead_id = a_lead_on(desk, cadence="gentle")
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.NO_ANSWER))
    assert step_of(desk, lead_id).day == date(2026, 3, 30)
    row = desk.leads.row(lead_id)
    assert row is not None
    assert desk.proposals.kind_from(row) == date(2026, 3, 30)


def test_only_an_edit_lifts_silence(desk: Desk) -> None:
    lead_id = a_lead_on(desk, about=(BIRTHDAY,))
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.DO_NOT_CONTACT))
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.TALKED, check_in=True))
    desk.planning.replan({lead_id: TOMORROW})
    desk.planning.plan({lead_id: TOMORROW})
    assert lead_of(desk, lead_id).status is Status.DO_NOT_CONTACT
    today = desk.agenda.today()
    assert (today.overdue, today.today, today.check_in, today.done, today.unscheduled) == ((), (), (), (), ())
    desk.commands.edit(lead_id, status=Status.OPEN)
    assert step_of(desk, lead_id).day == TODAY


def test_a_pace_is_measured_only_where_plans_pile_up(office: Office) -> None:
    """GIVEN two touches a day, which was all there was to do THEN the pace is what a day is filled up to."""
    desk = office.open()
    for _ in range(6):
        for name in ("Ann", "Bo"):
            desk.commands.log(a_lead_on(desk, name, due=office.clock.at.date()), TouchMade(outcome=Outcome.NOT_NOW))
        a_day_later(office)
    assert desk.agenda.pace(behind=False).gets == 15
    assert desk.agenda.pace(behind=True).gets == 2


def test_a_first_touch_that_is_spread_over_full_weeks_waits_from_a_week_on(desk: Desk) -> None:
    lead_id = desk.commands.add(NewLead(name="Ann", temperature=Temperature.COLD)).changes[0].id
    desk.book.store.apply(changing(lead_of(desk, lead_id), plan=None))
    desk.planning.plan({lead_id: date(2026, 4, 20)})
    step = lead_of(desk, lead_id).plan
    assert step is not None
    assert (step.day, step.waits_from, step.snoozed) == (date(2026, 4, 20), date(2026, 3, 25), 0)

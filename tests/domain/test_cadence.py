"""The cadence: spaced touches on working days, and no date after an end."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.domain.cadence import Cadence, Diary, kind_from, propose
from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import LastTouch, Outcome, Row, Temperature
from fuyu.domain.step import Channel

WEDNESDAY = dt.date(2026, 3, 18)
LEAD = Row(id=1, name="Ann Lee")


def proposed(
    outcome: Outcome, *, today: dt.date = WEDNESDAY, lead: Row = LEAD, calendar: Calendar | None = None
) -> str:
    day = propose(lead, outcome, today, Diary(Cadence(), calendar or Calendar()))
    return day.isoformat() if day else ""


@pytest.mark.parametrize(
    ("unanswered", "day"),
    [(0, "2026-03-19"), (1, "2026-03-23"), (2, "2026-03-25"), (3, "2026-04-01"), (4, "2026-04-17"), (9, "2026-04-17")],
)
def test_touches_without_an_answer_are_spaced_further_each_time(unanswered: int, day: str) -> None:
    lead = Row(id=1, name="Ann", unanswered=unanswered)
    assert proposed(Outcome.NO_ANSWER, lead=lead) == day


@pytest.mark.parametrize(
    ("temperature", "day"),
    [(Temperature.HOT, "2026-03-23"), (Temperature.WARM, "2026-03-25"), (Temperature.COLD, "2026-04-17")],
)
def test_after_a_talk_the_rhythm_follows_the_temperature(temperature: Temperature, day: str) -> None:
    assert proposed(Outcome.TALKED, lead=Row(id=1, name="Ann", temperature=temperature)) == day


def test_a_rhythm_of_their_own_goes_before_the_temperature() -> None:
    assert proposed(Outcome.TALKED, lead=Row(id=1, name="Ann", rhythm=42)) == "2026-04-29"


def test_do_not_contact_has_no_next_day() -> None:
    assert not proposed(Outcome.DO_NOT_CONTACT)


def test_a_customer_is_asked_after_two_weeks() -> None:
    assert proposed(Outcome.WON) == "2026-04-01"


def test_days_off_are_stepped_over() -> None:
    holidays = frozenset({dt.date(2026, 3, 19), dt.date(2026, 3, 20)})
    assert proposed(Outcome.NO_ANSWER, calendar=Calendar(days_off=holidays)) == "2026-03-23"


@given(st.sampled_from(Outcome), st.dates(dt.date(2024, 1, 1), dt.date(2030, 1, 1)), st.integers(0, 20))
def test_a_proposal_is_a_later_working_day(outcome: Outcome, today: dt.date, unanswered: int) -> None:
    day = propose(Row(id=1, name="Ann", unanswered=unanswered), outcome, today, Diary(Cadence(), Calendar()))
    assert (day is None) == (outcome is Outcome.DO_NOT_CONTACT)
    if outcome in {Outcome.NO_SHOW, Outcome.REPLIED}:
        assert day == today
    else:
        assert day is None or (day > today and Calendar().is_working(day))


def test_an_appointment_missed_on_a_day_off_is_rebooked_that_day() -> None:
    assert proposed(Outcome.NO_SHOW, today=dt.date(2026, 3, 21)) == "2026-03-21"


def busy(booked: dict[str, int], per_day: int = 15) -> Diary:
    """Return a diary in which days hold so many follow-ups, by their ISO date; others hold none."""
    return Diary(Cadence(per_day=per_day), Calendar(), lambda day: booked.get(day.isoformat(), 0))


@pytest.mark.parametrize(
    ("booked", "day"),
    [
        ({}, "2026-03-25"),
        ({"2026-03-25": 3, "2026-03-26": 2}, "2026-03-26"),
        ({"2026-03-25": 3, "2026-03-26": 3}, "2026-03-25"),  # as good as each other: the sooner
        ({"2026-03-25": 3, "2026-03-26": 4, "2026-03-27": 0}, "2026-03-25"),  # a week is a day early or late, not two
        ({"2026-03-25": 15, "2026-03-26": 15}, "2026-03-27"),
        ({"2026-03-25": 15, "2026-03-26": 15, "2026-03-27": 20, "2026-03-30": 14}, "2026-03-30"),
    ],
)
def test_a_talk_is_followed_up_on_the_lightest_of_the_days_that_are_as_good(booked: dict[str, int], day: str) -> None:
    found = propose(LEAD, Outcome.TALKED, WEDNESDAY, busy(booked))
    assert found is not None
    assert found.isoformat() == day


def test_near_days_are_meant_exactly() -> None:
    """GIVEN no answer THEN tomorrow is proposed, though the day after is free."""
    assert propose(LEAD, Outcome.NO_ANSWER, WEDNESDAY, busy({"2026-03-19": 14})) == dt.date(2026, 3, 19)


def test_where_weeks_are_full_the_lightest_of_them_is_taken() -> None:
    days = [WEDNESDAY + dt.timedelta(days=ahead) for ahead in range(200)]
    booked = {day.isoformat(): 15 for day in days} | {"2026-03-19": 17, "2026-03-26": 15}
    found = [
        propose(LEAD, Outcome.NO_ANSWER, WEDNESDAY, busy(booked | {light: 14 - full}))
        for light, full in (("2026-04-02", 0), ("2026-04-03", 0))
    ]
    assert found == [dt.date(2026, 4, 2), dt.date(2026, 3, 20)], "ten working days on, and no further"


@given(
    st.sampled_from(Outcome),
    st.dictionaries(st.integers(0, 400).map(lambda ahead: WEDNESDAY + dt.timedelta(days=ahead)), st.integers(0, 40)),
    st.integers(1, 20),
    st.integers(1, 200),
)
def test_a_proposal_comes_never_early_and_at_most_about_twice_as_late(
    outcome: Outcome, booked: dict[dt.date, int], per_day: int, rhythm: int
) -> None:
    lead = Row(id=1, name="Ann", rhythm=rhythm)
    free = propose(lead, outcome, WEDNESDAY, Diary(Cadence(), Calendar()))
    found = propose(lead, outcome, WEDNESDAY, Diary(Cadence(per_day=per_day), Calendar(), lambda d: booked.get(d, 0)))
    if free is None or found is None or outcome in {Outcome.NO_SHOW, Outcome.REPLIED}:
        assert free == found
        return
    gap = (free - WEDNESDAY).days
    assert found >= free
    assert (found - free).days <= gap // 4 + max(10, gap) * 7 // 5 + 4


CALM = Cadence(
    named={"gentle": Cadence(rhythm=dict.fromkeys(Temperature, 60), unanswered=(10, 40), not_now=180, reply=14)}
)


@pytest.mark.parametrize(
    ("outcome", "cadence", "rhythm", "day"),
    [
        (Outcome.TALKED, "gentle", None, "2026-05-18"),  # sixty days on is a Sunday
        (Outcome.TALKED, "gentle", 14, "2026-04-01"),  # their own rhythm goes before the cadence
        (Outcome.NO_ANSWER, "gentle", None, "2026-03-30"),
        (Outcome.SENT, "gentle", None, "2026-04-01"),
        (Outcome.NOT_NOW, "gentle", None, "2026-09-14"),
        (Outcome.TALKED, "", None, "2026-03-25"),
        (Outcome.TALKED, "gone from the settings", None, "2026-03-25"),
    ],
)
def test_a_lead_may_name_a_cadence(outcome: Outcome, cadence: str, rhythm: int | None, day: str) -> None:
    lead = Row(id=1, name="Ann", cadence=cadence, rhythm=rhythm)
    found = propose(lead, outcome, WEDNESDAY, Diary(CALM, Calendar()))
    assert found is not None
    assert found.isoformat() == day


@pytest.mark.parametrize(
    ("unanswered", "cadence", "day"),
    [(0, "", ""), (1, "", "2026-03-19"), (2, "", "2026-03-23"), (9, "", "2026-04-17"), (1, "gentle", "2026-03-30")],
)
def test_the_earliest_kind_day_is_as_far_as_the_cadence_asks(unanswered: int, cadence: str, day: str) -> None:
    last = LastTouch(dt.datetime(2026, 3, 18, 9, tzinfo=dt.UTC), Channel.CALL, Outcome.NO_ANSWER)
    lead = Row(id=1, name="Ann", unanswered=unanswered, last_touch=last, cadence=cadence)
    found = kind_from(lead, CALM, Calendar())
    assert (found.isoformat() if found else "") == day


def test_who_was_never_touched_may_be_touched() -> None:
    assert kind_from(Row(id=1, name="Ann", unanswered=2), Cadence(), Calendar()) is None

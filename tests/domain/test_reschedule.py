"""Rescheduling: every plan gets a new day, promises only stay."""

from collections import Counter
from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fuyu.domain.agenda import agenda, relative_lateness
from fuyu.domain.cadence import Cadence, Diary
from fuyu.domain.calendar import Calendar
from fuyu.domain.history import Away
from fuyu.domain.lead import Row, Status, Temperature
from fuyu.domain.reschedule import clear, replan
from fuyu.domain.step import Plan
from tests.builders import a_promise, a_step, with_step

WEDNESDAY = date(2026, 3, 18)
HOLIDAY = Away(id=1, first=date(2026, 3, 23), last=date(2026, 3, 27))


def late(lead_id: int, days: int, *, rhythm: int = 7, **step: object) -> Row:
    row = Row(id=lead_id, name=f"Lead {lead_id}", rhythm=rhythm, touches=1)
    return with_step(row, a_step(WEDNESDAY - timedelta(days=days), **step))  # type: ignore[arg-type]


def diary(per_day: int = 15, booked: dict[date, int] | None = None, **calendar: object) -> Diary:
    return Diary(Cadence(per_day=per_day), Calendar(**calendar), lambda day: (booked or {}).get(day, 0))  # type: ignore[arg-type]


def test_overdue_plans_are_spread_from_today_on_the_relatively_latest_first() -> None:
    rows = [late(1, 4), late(2, 9, rhythm=30), late(3, 3), late(4, 8), late(5, 1)]
    found = replan(rows, WEDNESDAY, diary(per_day=2, days_off=frozenset({date(2026, 3, 19)})))
    assert list(found.days.items()) == [
        (4, WEDNESDAY),
        (1, date(2026, 3, 20)),
        (3, date(2026, 3, 23)),
        (2, date(2026, 3, 24)),
        (5, date(2026, 3, 25)),
    ]


def test_promises_stay_and_take_room_today() -> None:
    rows = [late(1, 4), late(2, 2, promised=True), late(3, 3, promised=True), late(4, 8)]
    found = replan(rows, WEDNESDAY, diary(per_day=3))
    assert found.days == {4: date(2026, 3, 19), 1: date(2026, 3, 20)}, "the lightest days"
    assert [row.id for row, _ in found.promises] == [2, 3]


def test_full_days_ahead_do_not_put_those_who_waited_longest_last() -> None:
    """GIVEN two weeks without room THEN the latest change places with those whose day is only in this one."""
    full = {WEDNESDAY + timedelta(days=ahead): 2 for ahead in range(14)}
    coming = [
        late(4, 0),
        late(5, 0, time=time(9), zone="Europe/London"),
        late(6, -1, promised=True),
        late(7, -1),
        late(8, -7),
    ]
    found = replan([late(1, 1), late(2, 20), late(3, 6)], WEDNESDAY, diary(2, full), coming)
    assert list(found.days.items()) == [
        (2, WEDNESDAY),
        (3, date(2026, 3, 19)),
        (1, date(2026, 4, 1)),
        (4, date(2026, 4, 1)),
        (7, date(2026, 4, 2)),
    ], "a time, a promise and the week after stay"
    assert found.loads(diary(2, full).booked)[WEDNESDAY] == (2, 2), "one comes, one leaves"


def test_whose_day_is_today_stays_where_the_week_has_room() -> None:
    found = replan([late(1, 9)], WEDNESDAY, diary(2, {WEDNESDAY: 2}), [late(2, 0), late(3, 0)])
    assert found.days == {1: date(2026, 3, 19)}


def test_rescheduling_holds_the_limit_of_a_day_today_included_and_is_even_over_the_week() -> None:
    """GIVEN seventeen today, and days as full as they come THEN today takes no more, and the others end alike."""
    booked = dict(zip([WEDNESDAY + timedelta(days=ahead) for ahead in (0, 1, 2, 5, 6)], (17, 15, 4, 0, 9), strict=True))
    found = replan([late(number, number) for number in range(1, 16)], WEDNESDAY, diary(15, booked))
    new = Counter(found.days.values())
    assert [booked[day] + new[day] for day in booked] == [17, 15, 10, 9, 9]


def test_days_away_are_cleared_evenly_over_the_week_of_the_return() -> None:
    """GIVEN six plans on days away THEN no day of the return has all of them."""
    rows = [Row(id=n, name=f"Lead {n}", plan=Plan(day=date(2026, 3, 24))) for n in range(1, 7)]
    found = clear(rows, HOLIDAY, WEDNESDAY, diary())
    assert sorted(Counter(found.days.values()).values()) == [1, 1, 1, 1, 2]
    assert min(found.days.values()) == date(2026, 3, 30)


def test_a_snoozed_lead_who_is_replanned_again_and_again_waits_from_the_day_snoozed_to() -> None:
    snoozed = Plan(day=date(2026, 3, 2)).snoozed_to(date(2026, 3, 5))
    moved = snoozed.moved_to(date(2026, 3, 10)).moved_to(date(2026, 3, 17))
    assert moved.waits_from == date(2026, 3, 5)
    assert moved.snoozed_to(date(2026, 3, 20)).waits_from == date(2026, 3, 20)
    assert relative_lateness(Row(id=1, name="Ann", touches=1, plan=moved), WEDNESDAY, Cadence()) == 13 / 7


def test_who_was_replanned_is_not_put_last_again() -> None:
    """GIVEN one who was due weeks ago and moved with the pile to yesterday, and one who is due since three days."""
    moved = late(1, 1, first_day=date(2026, 2, 18))
    assert list(replan([late(2, 3), moved], WEDNESDAY, diary(1)).days) == [1, 2]
    assert [row.id for row in agenda([late(2, 3), moved], WEDNESDAY).overdue] == [1, 2]


def test_a_snooze_was_meant_and_is_no_waiting() -> None:
    snoozed = late(1, 1, first_day=date(2026, 2, 18), snoozed=1)
    assert list(replan([late(2, 3), snoozed], WEDNESDAY, diary(1)).days) == [2, 1]


def test_on_a_day_off_rescheduling_begins_on_the_next_working_day() -> None:
    assert replan([late(1, 4)], date(2026, 3, 21), diary()).days == {1: date(2026, 3, 23)}


def test_plans_on_days_away_move_behind_the_return_in_their_order() -> None:
    rows = [
        Row(id=1, name="thursday", plan=Plan(day=date(2026, 3, 26))),
        Row(id=2, name="monday", plan=Plan(day=date(2026, 3, 23), time=time(9), zone="Europe/London")),
        Row(id=3, name="before", plan=Plan(day=date(2026, 3, 20))),
        Row(id=4, name="after", plan=Plan(day=date(2026, 3, 30))),
        Row(id=5, name="promise", promises=(a_promise(day=date(2026, 3, 25)),)),
        Row(id=6, name="hot", temperature=Temperature.HOT, plan=Plan(day=date(2026, 3, 26))),
        Row(id=7, name="unscheduled"),
        Row(id=8, name="won", status=Status.WON),
    ]
    found = clear(rows, HOLIDAY, WEDNESDAY, diary(2, {date(2026, 3, 30): 1}))
    assert found.days == {2: date(2026, 3, 31), 6: date(2026, 4, 1), 1: date(2026, 4, 2)}
    assert [row.id for row, _ in found.promises] == [5]


def test_in_the_middle_of_days_away_nothing_moves_into_the_past() -> None:
    started = Away(id=1, first=date(2026, 3, 9), last=date(2026, 3, 13))
    row = Row(id=1, name="Ann", plan=Plan(day=date(2026, 3, 10)))
    assert clear([row], started, WEDNESDAY, diary()).days == {1: WEDNESDAY}


def test_days_away_count_from_the_first_to_the_last() -> None:
    days = [date(2026, 3, 22) + timedelta(days=ahead) for ahead in range(7)]
    assert [day in HOLIDAY for day in days] == [False, *[True] * 5, False]


piles = st.lists(
    st.builds(
        late,
        st.integers(1, 1000),
        st.integers(1, 90),
        rhythm=st.integers(1, 60),
        snoozed=st.integers(0, 2),
        first_day=st.none() | st.dates(date(2025, 12, 1), date(2026, 3, 1)),
    )
    | st.builds(late, st.integers(1, 1000), st.integers(1, 90), rhythm=st.integers(1, 60), promised=st.just(True)),
    unique_by=lambda row: row.id,
    max_size=40,
)
loads = st.dictionaries(st.integers(0, 30).map(lambda ahead: WEDNESDAY + timedelta(days=ahead)), st.integers(0, 25))
off = st.frozensets(st.integers(0, 20).map(lambda ahead: WEDNESDAY + timedelta(days=ahead)), max_size=6)


@given(piles, loads, off, st.integers(1, 15))
def test_nobody_is_lost_no_day_floods_and_the_latest_come_first(
    rows: list[Row], booked: dict[date, int], days_off: frozenset[date], per_day: int
) -> None:
    free = diary(per_day, booked, days_off=days_off)
    found = replan(rows, WEDNESDAY, free)
    plans = {row.id for row in rows if row.plan}
    assert found.days.keys() == plans
    assert {row.id for row, _ in found.promises} == {row.id for row in rows} - plans
    first = free.calendar.next_working(WEDNESDAY)
    for day, count in Counter(found.days.values()).items():
        assert day >= WEDNESDAY
        assert free.calendar.is_working(day)
        assert count + len(found.promises) * (day == first) + booked.get(day, 0) <= per_day
    assert list(found.days.values()) == sorted(found.days.values())
    by_id = {row.id: relative_lateness(row, WEDNESDAY, free.cadence) for row in rows}
    order = [by_id[lead_id] for lead_id in found.days]
    assert order == sorted(order, reverse=True)


@given(piles, loads, st.integers(0, 10), st.integers(0, 20))
def test_no_plan_is_left_on_a_day_away(rows: list[Row], booked: dict[date, int], ahead: int, days: int) -> None:
    first = WEDNESDAY - timedelta(days=60) + timedelta(days=ahead * 6)
    away = Away(id=1, first=first, last=first + timedelta(days=days))
    found = clear(rows, away, WEDNESDAY, diary(3, booked))
    there = {row.id for row in rows if row.next_step and row.next_step.day in away}
    assert found.days.keys() | {row.id for row, _ in found.promises} == there
    assert all(day > away.last and day >= WEDNESDAY for day in found.days.values())

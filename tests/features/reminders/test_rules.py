"""When a person is reminded."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from fuyu.domain.lead import Lead, Status
from fuyu.domain.step import Plan
from fuyu.features.reminders.rules import Quiet, Reminder, Reminding, notices, reminders, untold
from tests.builders import a_lead, a_promise
from tests.domain.test_text import WORST

LONDON = ZoneInfo("Europe/London")
DAY = date(2026, 3, 18)


def promise(
    at: time, day: date = DAY, zone: str = "Europe/London", lead_id: int = 1, name: str = "Zoë O'Brien"
) -> Lead:
    """Return a lead with a promise at that time."""
    return a_lead(lead_id, name, next_step=a_promise(day=day, time=at, zone=zone))


def at(hour: int, minute: int = 0, day: date = DAY, zone: ZoneInfo = LONDON, fold: int = 0) -> datetime:
    """Return a time of that day."""
    return datetime.combine(day, time(hour, minute, fold=fold), zone)


def told(leads: list[Lead], now: datetime, reminding: Reminding | None = None) -> list[str]:
    """Return what a person is told who was told nothing before."""
    reminding = reminding or Reminding()
    return [f"{one.title}, {one.body}" for one in notices(reminders(leads, now, reminding), reminding.text)]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(10, 19), []),
        (at(10, 20), ["10:30 call Zoë O'Brien, in 10 minutes"]),
        (at(10, 29), ["10:30 call Zoë O'Brien, in 1 minute"]),
        (at(10, 30), ["10:30 call Zoë O'Brien, now"]),
        (at(10, 31), ["10:30 call Zoë O'Brien, now"]),
        (at(10, 32), ["10:30 call Zoë O'Brien, 2 minutes ago"]),
        (at(13), ["10:30 call Zoë O'Brien, 2 h 30 min ago"]),
        (at(14, 30), ["10:30 call Zoë O'Brien, 4 h ago"]),
        (at(14, 31), []),
    ],
)
def test_a_promise_is_told_before_at_and_for_some_hours_after_its_time(now: datetime, expected: list[str]) -> None:
    assert told([promise(time(10, 30))], now) == expected


def test_a_plan_with_a_time_is_told_as_a_promise_is() -> None:
    plan = a_lead(1, next_step=Plan(day=DAY, time=time(10), zone="Europe/London"))
    assert [told([plan], now) for now in (at(9, 49), at(9, 50), at(10))] == [
        [],
        ["10:00 call Sakura Tanaka, in 10 minutes"],
        ["10:00 call Sakura Tanaka, now"],
    ]
    assert told([plan, promise(time(9), lead_id=2)], at(11)) == [
        "2 follow-ups were due, 09:00 call Zoë O'Brien, 10:00 call Sakura Tanaka"
    ]


def test_nothing_else_is_told() -> None:
    plan = a_lead(1, next_step=Plan(day=DAY))
    some_time = a_lead(2, next_step=a_promise(day=DAY))
    lost = a_lead(3, next_step=promise(time(10, 30)).next_step, status=Status.LOST)
    assert told([plan, some_time, lost, a_lead(4, due=None)], at(10, 30)) == []


def test_a_promise_to_a_customer_is_told() -> None:
    assert told([a_lead(3, next_step=promise(time(10, 30)).next_step, status=Status.WON)], at(10, 30)) != []


def test_several_that_were_missed_are_one_notice_and_what_is_near_stays_its_own() -> None:
    leads = [promise(time(9 + number), lead_id=number, name=f"Lead {number}") for number in range(4)]
    assert told(leads, at(11, 55)) == [
        "12:00 call Lead 3, in 5 minutes",
        "3 promises were due, 09:00 call Lead 0, 10:00 call Lead 1, 11:00 call Lead 2",
    ]


def keys(leads: list[Lead], now: datetime, known: dict[str, int]) -> list[str]:
    """Tell what was not told, note it, and return in which stage it was."""
    due = list(untold(reminders(leads, now, Reminding()), known))
    known |= {one.key: int(one.stage) for one in due}
    return [one.stage.name for one in due]


def test_each_is_told_once_before_and_once_at_its_time_and_never_when_it_was_missed_but_told() -> None:
    known: dict[str, int] = {}
    leads = [promise(time(10, 30))]
    minutes = [at(10, 15) + timedelta(minutes=ahead) for ahead in range(60)]
    assert [stage for now in minutes for stage in keys(leads, now, known)] == ["BEFORE", "TIME"]


def test_a_promise_that_is_moved_is_told_anew_and_one_that_is_moved_back_is_not() -> None:
    known: dict[str, int] = {}
    assert keys([promise(time(10, 30))], at(10, 30), known) == ["TIME"]
    assert keys([promise(time(10, 35))], at(10, 31), known) == ["BEFORE"]
    assert keys([promise(time(10, 30))], at(10, 32), known) == []


@pytest.mark.parametrize(
    ("now", "is_told"), [(at(7, 59), False), (at(8), True), (at(19, 59), True), (at(20), False), (at(0), False)]
)
def test_quiet_hours_go_over_midnight(*, now: datetime, is_told: bool) -> None:
    near = [promise(now.time(), day=now.date())]
    assert bool(told(near, now, Reminding(quiet=Quiet(time(20), time(8))))) is is_told


def test_quiet_hours_of_one_day() -> None:
    lunch = Reminding(quiet=Quiet(time(12), time(13)))
    assert told([promise(time(12, 30))], at(12, 30), lunch) == []
    assert told([promise(time(12, 30))], at(13), lunch) == ["12:30 call Zoë O'Brien, 30 minutes ago"]


def test_a_promise_just_after_midnight_is_told_the_evening_before() -> None:
    after_midnight = promise(time(0, 5), day=date(2026, 3, 19))
    assert told([after_midnight], at(23, 55)) == ["00:05 call Zoë O'Brien, in 10 minutes"]
    assert told([after_midnight], at(0, 5, day=date(2026, 3, 19))) == ["00:05 call Zoë O'Brien, now"]


def test_a_time_agreed_elsewhere_is_told_as_the_clocks_here_show_it() -> None:
    tokyo = promise(time(18, 30), zone="Asia/Tokyo")
    assert told([tokyo], at(9, 20)) == ["09:30 call Zoë O'Brien, in 10 minutes"]


NIGHT = date(2026, 3, 29)
"""Clocks go from 01:00 to 02:00."""
AUTUMN = date(2026, 10, 25)
"""Clocks go from 02:00 back to 01:00."""


def test_minutes_before_are_minutes_also_when_the_clocks_go_forward() -> None:
    assert told([promise(time(2, 5), day=NIGHT)], at(0, 55, day=NIGHT)) == ["02:05 call Zoë O'Brien, in 10 minutes"]
    assert told([promise(time(2, 5), day=NIGHT)], at(0, 54, day=NIGHT)) == []


def test_a_time_that_the_clocks_leave_out_is_told_an_hour_later() -> None:
    left_out = promise(time(1, 30), day=NIGHT)
    assert told([left_out], at(2, 30, day=NIGHT)) == ["02:30 call Zoë O'Brien, now"]


def test_a_time_that_comes_twice_is_told_the_first_time_only() -> None:
    known: dict[str, int] = {}
    twice = [promise(time(1, 30), day=AUTUMN)]
    assert keys(twice, at(1, 30, day=AUTUMN), known) == ["TIME"]
    assert keys(twice, at(1, 30, day=AUTUMN, fold=1), known) == []
    assert told(twice, at(1, 30, day=AUTUMN, fold=1)) == ["01:30 call Zoë O'Brien, 1 h ago"]


def test_who_travels_is_reminded_of_the_same_moment_once() -> None:
    known: dict[str, int] = {}
    leads = [promise(time(10, 30))]
    assert keys(leads, at(10, 30), known) == ["TIME"]
    assert keys(leads, at(19, 31, zone=ZoneInfo("Asia/Tokyo")), known) == []


def test_the_text_is_as_the_person_wants_it() -> None:
    reminder = Reminder(lead=1, at=at(10, 30), off=timedelta(), how="call", name="Zoë O'Brien")
    assert reminder.text("{time} {channel}") == "10:30 call"
    assert reminder.text("{first}: {company}") == "Zoë:"
    assert reminder.text("a {time") == "a {time"
    (due,) = reminders([replace(promise(time(10, 30)), company="Acme")], at(10, 30), Reminding())
    assert due.text("{first}: {company}") == "Zoë: Acme"


@pytest.mark.parametrize("worst", WORST)
def test_no_name_steers_a_terminal_or_goes_on_for_ever(worst: str) -> None:
    (title,) = told([promise(time(10, 30), name=worst * 40)], at(10, 30))
    assert all(char.isprintable() for char in title)
    assert len(title) < 120


def test_an_unknown_zone_is_the_one_here() -> None:
    assert told([promise(time(10, 30), zone="Nowhere/Land")], at(10, 30)) == ["10:30 call Zoë O'Brien, now"]

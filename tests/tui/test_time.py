"""Time passes while the dashboard is open: midnight, the clocks of another zone, summer time, a laptop that slept."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from textual.pilot import Pilot

from fuyu.domain.lead import Lead
from fuyu.domain.step import Plan
from tests.tui.conftest import LONDON, Morning, Opened, a_second, press

TOKYO = ZoneInfo("Asia/Tokyo")


async def pass_to(morning: Morning, pilot: Pilot[None], at: dt.datetime) -> str:
    """Set the clock, wait for what it changes, and return the screen."""
    morning.clock.at = at
    await a_second(morning, pilot)
    return morning.text()


async def test_midnight_builds_the_day_anew_and_the_cursor_stays(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "2", "j", "n", "~half a thought")
        text = await pass_to(morning, pilot, dt.datetime(2026, 3, 19, 0, 0, 20, tzinfo=LONDON))
        assert "Thu 19 Mar 00:00" in text
        assert "5 overdue  0 today" in text
        assert "a new day: Thursday 19 March" in text
        assert "── Li Wei" in text
        await press(pilot, "~ goes on", "escape")
        assert "half a thought goes on" in morning.text()


async def test_after_a_sleep_of_days_nobody_is_lost(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "j")
        text = await pass_to(morning, pilot, dt.datetime(2026, 3, 23, 8, 15, tzinfo=LONDON))
        assert "Mon 23 Mar 08:15" in text
        assert " 10 days " in text
        assert "── Ana Horvat" in text
        text = await pass_to(morning, pilot, dt.datetime(2026, 3, 18, 9, 31, tzinfo=LONDON))
        assert "Wed 18 Mar 09:31" in text, "a clock that is set back, too"
        assert "3 overdue" in text


async def test_a_question_that_is_open_at_midnight_says_what_enter_does(
    opened: Opened, people: tuple[Lead, ...]
) -> None:
    async with opened(*people) as (morning, pilot):
        await pass_to(morning, pilot, dt.datetime(2026, 3, 18, 23, 59, tzinfo=LONDON))
        await press(pilot, "s", "~tomorrow")
        assert "= Thu 19 Mar" in morning.text()
        assert "a new day" in await pass_to(morning, pilot, dt.datetime(2026, 3, 19, 0, 0, tzinfo=LONDON))
        await press(pilot, "end")
        assert "= Fri 20 Mar" in morning.text(), "the next key takes away what was said"
        await press(pilot, "enter")
        step = morning.lead(1).next_step
        assert step is not None
        assert step.day == dt.date(2026, 3, 20)


async def test_another_zone_shows_what_was_agreed_by_its_clocks(opened: Opened) -> None:
    step = Plan(day=dt.date(2026, 3, 18), time=dt.time(10, 30), zone="Europe/London")
    zoe = Lead(id=4, name="Zoë O'Brien", plan=step)
    async with opened(zoe) as (morning, pilot):
        assert "10:30 " in morning.text()
        text = await pass_to(morning, pilot, morning.clock.at.astimezone(TOKYO))
        assert "Wed 18 Mar 18:30" in text
        assert "19:30 " in text
        assert "the clocks of Asia/Tokyo count now: it is 18:30" in text


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (dt.datetime(2026, 3, 29, 0, 59, tzinfo=LONDON), dt.datetime(2026, 3, 29, 2, 0, tzinfo=LONDON), "02:00"),
        (
            dt.datetime(2026, 10, 25, 1, 59, tzinfo=LONDON),
            dt.datetime(2026, 10, 25, 1, 0, tzinfo=LONDON, fold=1),
            "01:00",
        ),
    ],
    ids=["an hour that is not", "an hour that comes twice"],
)
async def test_summer_time_begins_and_ends(
    opened: Opened, people: tuple[Lead, ...], before: dt.datetime, after: dt.datetime, said: str
) -> None:
    async with opened(*people) as (morning, pilot):
        await pass_to(morning, pilot, before)
        await press(pilot, "g")
        text = await pass_to(morning, pilot, after)
        assert f"Sun {before.day} {before:%b} {said}" in text
        assert morning.app.day.panes.said.spoken == 1, "no other day began"


async def test_their_clock_goes_on(opened: Opened) -> None:
    away = Lead(id=1, name="Sakura Tanaka", zone="Asia/Tokyo")
    async with opened(away) as (morning, pilot):
        await press(pilot, "c")
        assert "18:30 there" in morning.text()
        assert "18:31 there" in await pass_to(morning, pilot, morning.clock.at + dt.timedelta(minutes=1))


async def test_a_minute_moves_every_clock_and_reads_nothing(opened: Opened, days_read: list[dt.date]) -> None:
    away = Lead(id=1, name="Sakura Tanaka", zone="Asia/Tokyo", plan=Plan(day=dt.date(2026, 3, 17)))
    async with opened(away, size=(120, 30)) as (morning, pilot):
        before = morning.text()
        days_read.clear()
        after = await pass_to(morning, pilot, morning.clock.at + dt.timedelta(minutes=1))
        assert before.count("18:30 there") == after.count("18:31 there") == 2, "in the list and on the card"
        assert "Wed 18 Mar 09:31" in after
        assert days_read == []


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (dt.datetime(2026, 3, 19, 0, 0, tzinfo=LONDON), dt.date(2026, 3, 19)),
        (dt.datetime(2026, 3, 18, 18, 30, tzinfo=TOKYO), dt.date(2026, 3, 18)),
    ],
    ids=["another day", "another zone"],
)
async def test_a_day_is_read_once_where_the_day_or_the_zone_is_another(
    opened: Opened, people: tuple[Lead, ...], days_read: list[dt.date], at: dt.datetime, day: dt.date
) -> None:
    async with opened(*people) as (morning, pilot):
        days_read.clear()
        await pass_to(morning, pilot, at)
        assert days_read == [day]


async def test_a_day_is_read_once_where_something_is_done(
    opened: Opened, people: tuple[Lead, ...], days_read: list[dt.date]
) -> None:
    async with opened(*people) as (_, pilot):
        days_read.clear()
        await press(pilot, "x")
        assert days_read == [dt.date(2026, 3, 18)]


async def test_an_appointment_is_late_when_its_minute_passes_and_the_cursor_stays(
    opened: Opened, people: tuple[Lead, ...], days_read: list[dt.date]
) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "2", "n", "~half a thought")
        assert "── Zoë O'Brien" in morning.text()
        await pass_to(morning, pilot, dt.datetime(2026, 3, 18, 10, 30, 59, tzinfo=LONDON))
        assert "10:30 " in morning.text()
        days_read.clear()
        text = await pass_to(morning, pilot, dt.datetime(2026, 3, 18, 10, 31, tzinfo=LONDON))
        assert days_read == [dt.date(2026, 3, 18)], "a day is read once for it"
        assert "4 overdue  1 today" in text
        assert "1 min    ◆ Zoë O'Brien" in text
        assert "── Zoë O'Brien" in text
        await press(pilot, "~ goes on")
        assert "half a thought goes on" in morning.text()
        days_read.clear()
        assert "4 h      ◆ Zoë O'Brien" in await pass_to(
            morning, pilot, dt.datetime(2026, 3, 18, 14, 31, tzinfo=LONDON)
        )
        assert days_read == [], "from then on nothing but the time is another"
        assert "10:30 " in await pass_to(morning, pilot, dt.datetime(2026, 3, 18, 10, 0, tzinfo=LONDON)), "set back"


async def test_whose_time_is_near_is_chosen_next_wherever_one_is(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "j", "j")
        assert "── M. al-Ahmad" in morning.text()
        await pass_to(morning, pilot, dt.datetime(2026, 3, 18, 10, 20, tzinfo=LONDON))
        assert "── M. al-Ahmad" in morning.text(), "nobody is taken away from what they do"
        await press(pilot, "x")
        assert "── Zoë O'Brien" in morning.text()
        await press(pilot, "x")
        assert "── Sakura Tanaka" in morning.text(), "and then what was promised, before any plan"
        await press(pilot, "x")
        assert "── Li Wei" in morning.text(), "and then it goes on behind where one was"


async def test_a_call_that_is_near_comes_next_in_the_round_and_the_note_is_theirs(
    opened: Opened, people: tuple[Lead, ...]
) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "enter", "ctrl+down", "~for Ana")
        assert "── Ana Horvat" in morning.text()
        await pass_to(morning, pilot, dt.datetime(2026, 3, 18, 10, 25, tzinfo=LONDON))
        await press(pilot, "ctrl+l", "n", "enter", "~for Zoë")
        assert "── Zoë O'Brien" in morning.text()
        assert morning.app.day.notes.editor.text == "for Zoë"
        await press(pilot, "ctrl+l", "n", "enter")
        assert "── M. al-Ahmad" in morning.text()

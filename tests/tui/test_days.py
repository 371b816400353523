"""A day's beginning and end, rescheduling, days away and looking back, by keys only."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from fuyu import sentences
from fuyu.desk import TouchMade
from fuyu.domain.history import Away
from fuyu.domain.lead import About, Lead, Outcome
from fuyu.domain.step import Plan
from fuyu.tui.app import FuyuApp
from tests.builders import a_promise
from tests.tui.conftest import TODAY, WEDNESDAY, Morning, Opened, Opening, a_second, due, press


def first_line(morning: Morning) -> str:
    """Return the header, or the title of the sheet that is open."""
    return morning.text().splitlines()[0]


class Remembered:
    """Mornings of one run."""

    def __init__(self, *days: dt.date) -> None:
        self.days = set(days)

    def begun(self, day: dt.date) -> bool:
        """Whether it was begun here."""
        return day in self.days

    def begin(self, day: dt.date) -> None:
        """Begin it."""
        self.days.add(day)


@asynccontextmanager
async def starting(remembered: Remembered, *leads: Lead, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Opening]:
    """Open a dashboard that knows which days have begun."""
    morning = Morning(*leads)
    morning.app = FuyuApp(morning.desk, mornings=remembered)
    async with morning.app.run_test(size=size) as pilot:
        await pilot.pause()
        yield morning, pilot


# The morning


async def test_the_first_start_of_a_day_begins_with_its_plan(people: tuple[Lead, ...]) -> None:
    birthday = (About("birthday", TODAY, yearly=True),)
    uma = Lead(id=7, name="Uma Rao", about=birthday, plan=Plan(day=dt.date(2026, 5, 4)))
    async with starting(Remembered(), *people, uma) as (morning, _):
        text = morning.text()
        assert "Wednesday, 18 March" in text
        assert "5 days late   Sakura Tanaka" in text
        assert "10:30         Zoë O'Brien" in text
        assert " 5 of 15 a day" in text
        assert "Overdue     2 plans" in text
        assert "Uma Rao: birthday today" in text
        assert "1 lead without a date" in text
        assert "Enter Call Sakura Tanaka" in text
        assert "3 overdue" in text, "the header stays"
        assert "1 Overdue" not in text


async def test_escape_goes_to_the_lists_with_the_first_lead_chosen(people: tuple[Lead, ...]) -> None:
    remembered = Remembered()
    async with starting(remembered, *people) as (morning, pilot):
        await press(pilot, "escape")
        assert "── Sakura Tanaka" in morning.text()
        assert "1 Overdue · 3" in morning.text()
        assert not morning.app.day.notes.editor.has_focus, "Esc means no more than that"
        assert remembered.days == {TODAY}


async def test_enter_begins_the_first_call(people: tuple[Lead, ...]) -> None:
    remembered = Remembered()
    async with starting(remembered, *people) as (morning, pilot):
        await press(pilot, "enter")
        assert "Sakura Tanaka" in morning.text()
        assert morning.app.day.calling.is_on
        assert morning.app.day.notes.editor.has_focus
        assert remembered.days == {TODAY}


async def test_enter_calls_whom_the_plan_names_wherever_the_cursor_was(people: tuple[Lead, ...]) -> None:
    async with starting(Remembered(), *people) as (morning, pilot):
        await press(pilot, "escape", "j", "M")
        assert "Enter Call Sakura Tanaka" in morning.text()
        await press(pilot, "enter")
        assert "── Sakura Tanaka" in morning.text()
        assert morning.app.day.calling.is_on


async def test_the_day_begins_with_a_time_that_is_near_before_twenty_late_plans() -> None:
    plans = [due(number, f"Late {number}", -number) for number in range(1, 21)]
    kim = due(99, "Kim Roe", 0, time=dt.time(9, 40), zone="Europe/London", promised=True)
    async with starting(Remembered(), *plans, kim) as (morning, pilot):
        assert "Enter Call Kim Roe" in morning.text()
        await press(pilot, "enter")
        assert "Kim Roe" in morning.text()
        await press(pilot, "escape")
        await press(pilot, "x")
        assert "── Late 20" in morning.text(), "then plans, the relatively latest first"


async def test_a_hurried_person_does_not_notice_it(people: tuple[Lead, ...]) -> None:
    async with starting(Remembered(), *people) as (morning, pilot):
        await press(pilot, "l", "n", "enter", "j", "n", "~she said", "ctrl+l", "t", "enter")
        assert morning.lead(1).touches == 1
        assert [entry.note for entry in morning.store.history(3)] == ["she said"]
        assert " 2/" in first_line(morning)


@pytest.mark.parametrize(("key", "shows"), [("j", "── Ana Horvat"), ("?", "━━ Help"), ("2", "── Zoë O'Brien")])
async def test_any_key_takes_it_away_and_means_what_it_means(people: tuple[Lead, ...], key: str, shows: str) -> None:
    async with starting(Remembered(), *people) as (morning, pilot):
        await press(pilot, key)
        assert shows in morning.text()
        assert not morning.app.day.panes.cover.is_open


async def test_a_day_that_has_begun_does_not_begin_again(people: tuple[Lead, ...]) -> None:
    async with starting(Remembered(TODAY), *people) as (morning, _):
        assert "1 Overdue · 3" in morning.text()


async def test_who_has_touched_somebody_today_is_in_the_middle_of_it() -> None:
    morning = Morning(due(1, "Ann", 3), due(2, "Bo", 0))
    morning.desk.commands.log(1, TouchMade(outcome=Outcome.TALKED))
    morning.app = FuyuApp(morning.desk, mornings=Remembered())
    async with morning.app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "2 Today · 1" in morning.text()


async def test_a_book_without_leads_begins_with_what_to_do() -> None:
    async with starting(Remembered()) as (morning, _):
        assert "Nobody is here yet." in morning.text()


async def test_m_shows_it_again_and_takes_it_away(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "M")
        assert "Wednesday, 18 March" in morning.text()
        await press(pilot, "M")
        assert "1 Overdue · 3" in morning.text()


async def test_the_next_day_begins_while_it_is_open(people: tuple[Lead, ...]) -> None:
    async with starting(Remembered(TODAY), *people) as (morning, pilot):
        morning.clock.at = WEDNESDAY + dt.timedelta(days=1)
        await a_second(morning, pilot)
        assert "Thursday, 19 March" in morning.text()


async def test_the_next_day_does_not_begin_in_the_middle_of_a_note(people: tuple[Lead, ...]) -> None:
    async with starting(Remembered(TODAY), *people) as (morning, pilot):
        await press(pilot, "n", "~half")
        morning.clock.at = WEDNESDAY + dt.timedelta(days=1)
        await a_second(morning, pilot)
        await press(pilot, "~ a word")
        assert morning.app.day.notes.editor.text == "half a word"
        assert "Thu 19 Mar" in first_line(morning)
        assert not morning.app.day.panes.cover.is_open


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (160, 45)])
async def test_the_morning_fits(size: tuple[int, int]) -> None:
    promises = [due(number, f"Promised {number}", 0, promised=True) for number in range(1, 40)]
    async with starting(Remembered(), *promises, size=size) as (morning, _):
        lines = morning.text().splitlines()
        assert len(lines) <= size[1]
        assert "Promised    any time" in morning.text()
        assert "0 unscheduled" in first_line(morning) or "unscheduled" in first_line(morning)
        if size[1] > 10:
            assert "more" in morning.text()
            assert "39 of 15 a day" in morning.text()


# Rescheduling


@pytest.fixture
def late() -> tuple[Lead, ...]:
    """One promise and forty plans overdue."""
    plans = [due(number, f"Plan {number}", -(number % 9) - 1) for number in range(2, 42)]
    return (due(1, "Dana Roe", -5, "Acme", promised=True, why="the quote"), *plans)


async def test_rescheduling_keeps_under_the_limit_and_the_promise_stays(opened: Opened, late: tuple[Lead, ...]) -> None:
    async with opened(*late) as (morning, pilot):
        await press(pilot, "P")
        text = morning.text()
        assert "Reschedule: 40 overdue plans?" in text
        assert "18# 0→8" in text, "a promise takes its place today"
        assert "19# 0→8" in text
        assert "24# 0→8" in text
        assert "1 promise stays where it is: only a talk moves it" in text
        assert "◆ Fri 13 Mar        Dana Roe" in text
        assert morning.lead(2).next_step == late[1].next_step, "nothing is done yet"
        await press(pilot, "enter")
        assert "1 overdue" in first_line(morning)
        assert "rescheduled 40 leads  (u undoes it)" in morning.text()
        plan, before = morning.lead(2).plan, late[1].plan
        assert plan is not None
        assert before is not None
        assert (plan.first_day, plan.snoozed) == (before.day, 0)
        assert morning.lead(1) == late[0]
        await press(pilot, "u")
        assert [morning.lead(lead.id) for lead in late] == list(late)


async def test_rescheduling_is_left_by_escape(opened: Opened, late: tuple[Lead, ...]) -> None:
    async with opened(*late) as (morning, pilot):
        await press(pilot, "P", "escape")
        assert "41 overdue" in first_line(morning)
        assert morning.lead(2) == late[1]


async def test_with_nothing_to_reschedule_enter_does_nothing(opened: Opened) -> None:
    async with opened(due(1, "Ann", 0)) as (morning, pilot):
        await press(pilot, "P")
        assert "No plan is overdue." in morning.text()
        await press(pilot, "enter")
        assert "1 today" in first_line(morning)
        assert len(morning.store.heads()) == 1


async def test_rescheduling_many_is_offered_at_the_start(opened: Opened, late: tuple[Lead, ...]) -> None:
    async with opened(*late) as (morning, _):
        assert "40 plans are overdue: P gives each of them a new day" in morning.text()
    async with opened(*late[:12]) as (morning, _):
        assert "P gives each" not in morning.text()
    async with starting(Remembered(), *late) as (morning, _):
        assert "40 plans: P gives each a new day" in morning.text()


async def test_rescheduling_in_one_burst_with_the_morning_above_it(late: tuple[Lead, ...]) -> None:
    async with starting(Remembered(), *late) as (morning, pilot):
        await press(pilot, "P", "enter", "x")
        assert morning.lead(1).touches == 1
        assert " 1/" in first_line(morning)


# Days away


def monday(lead_id: int, name: str, *, promised: bool = False) -> Lead:
    """Return a lead due next Monday."""
    return due(lead_id, name, 5, promised=promised)


async def test_going_away_moves_plans_and_says_whom_to_tell(opened: Opened) -> None:
    dana = Lead(
        id=2,
        name="Dana Roe",
        company="Acme",
        phones=("+44 20 7946 0000",),
        emails=("dana.roe@acme.example",),
        promises=(a_promise(day=dt.date(2026, 3, 24), time=dt.time(10), zone="Europe/London"),),
    )
    async with opened(monday(1, "Ann Lee"), dana) as (morning, pilot):
        await press(pilot, "A", "~mon - fri: the fair")
        assert "= Mon 23 - Fri 27 Mar, in 5 days · 5 worked · 1 plan moves, 1 promised" in morning.text()
        await press(pilot, "enter")
        text = morning.text()
        assert "Away 23-27 Mar?" in text
        assert "1 plan moves to Mon 30 Mar: 1" in text
        assert "◆ Tue 24 Mar 10:00  Dana Roe" in text
        assert "+44 20 7946 0000  dana.roe@acme.example" in text
        assert not morning.desk.planning.away()
        await press(pilot, "enter")
        assert morning.desk.planning.away() == [
            Away(id=1, first=dt.date(2026, 3, 23), last=dt.date(2026, 3, 27), reason="the fair")
        ]
        step = morning.lead(1).next_step
        assert step is not None
        assert step.day == dt.date(2026, 3, 30)
        assert morning.lead(2) == dana
        assert "away 23-27 Mar" in morning.text()
        await press(pilot, "u")
        assert not morning.desk.planning.away()
        assert morning.lead(1) == monday(1, "Ann Lee")


async def test_away_in_one_burst(opened: Opened) -> None:
    async with opened(monday(1, "Ann Lee"), due(2, "Bo Ek", 0)) as (morning, pilot):
        await press(pilot, "A", "~mon-fri", "enter", "enter", "x")
        assert morning.lead(2).touches == 1, "x is for the lead again"
        assert [away.last for away in morning.desk.planning.away()] == [dt.date(2026, 3, 27)]


async def test_nobody_is_proposed_for_days_away(opened: Opened) -> None:
    async with opened(due(1, "Ann", 0)) as (morning, pilot):
        await press(pilot, "A", "~tomorrow - fri", "enter", "enter", "x")
        step = morning.lead(1).next_step
        assert step is not None
        assert step.day == dt.date(2026, 3, 23)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("10 - 3 aug", "That ends before it begins"),
        ("2 weeks", "today - 2 weeks?"),
        ("tomorow", "tomorrow?"),
        ("fri 2pm - mon", "leave the time out"),
    ],
)
async def test_what_is_no_days_is_said_and_not_done(opened: Opened, words: str, said: str) -> None:
    async with opened(due(1, "Ann", 0)) as (morning, pilot):
        await press(pilot, "A", f"~{words}", "enter", "enter")
        assert said in morning.text()
        await press(pilot, "escape")
        assert "2 Today · 1" in morning.text()
        assert not morning.desk.planning.away()


async def test_escape_goes_back_to_the_words_and_then_to_the_day(opened: Opened) -> None:
    async with opened(due(1, "Ann", 0)) as (morning, pilot):
        await press(pilot, "A", "~mon - fri", "enter", "escape", "~ 27 mar", "enter")
        assert "Away 23-27 Mar?" in morning.text()
        await press(pilot, "escape", "escape")
        assert "2 Today · 1" in morning.text()
        assert not morning.desk.planning.away()


async def test_days_away_are_listed_where_one_goes_away(opened: Opened) -> None:
    async with opened(due(1, "Ann", 0)) as (morning, pilot):
        await press(pilot, "A", "~3-10 aug: the sea", "enter", "enter", "A")
        assert "from when to when?" in morning.text()
        assert "3-10 Aug" in morning.text()
        assert "the sea" in morning.text()
        await press(pilot, "escape")
        assert "away 3-10 Aug" not in first_line(morning), "August is far"


async def test_days_away_are_forgotten_by_a_key_and_come_back_by_undo(opened: Opened) -> None:
    async with opened(due(1, "Ann", 0)) as (morning, pilot):
        await press(pilot, "A", "~3-10 aug: the sea", "enter", "enter", "A", "~24 dec", "enter", "enter")
        await press(pilot, "A", "down", "ctrl+r")
        assert "no longer away 24 Dec" in morning.text()
        assert [away.reason for away in morning.desk.planning.away()] == ["the sea"]
        await press(pilot, "u")
        assert len(morning.desk.planning.away()) == 2
        await press(pilot, "A", "~1 dec", "enter", "ctrl+r")
        assert "Away 1 Dec?" in morning.text(), "what is asked is answered first"
        await press(pilot, "escape", "escape", "A", "ctrl+r", "A", "ctrl+r")
        assert [away.reason for away in morning.desk.planning.away()] == []


async def test_days_away_are_days_off_where_a_date_is_picked(opened: Opened) -> None:
    async with opened(due(1, "Ann", 0)) as (morning, pilot):
        await press(pilot, "A", "~mon - fri", "enter", "enter", "s", "~tue")
        assert "Tue 24 Mar, in 6 days, a day off" in morning.text()


# The evening


async def test_the_evening_says_what_was_and_what_comes(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "x", "n", "~half", "escape", "2", "l", "t", "enter", "E")
        text = morning.text()
        assert "Evening: Wed 18 Mar" in text
        assert "2 touches: 1 no answer, 1 talked" in text
        assert "1 of 1 kept" in text, "Zoë's was for today, Sakura's for last Friday"
        assert "a note on Ana Horvat" in text
        assert "Thu 19 Mar" in text
        assert "Sakura Tanaka, Nihon Denki" not in text.split("Thu 19 Mar")[0]
        assert sentences.of_day(TODAY) in text
        await press(pilot, "escape")
        assert " 2/" in first_line(morning)


async def test_the_evening_of_a_quiet_day(opened: Opened) -> None:
    async with opened() as (morning, pilot):
        await press(pilot, "E")
        assert "no touches today" in morning.text()
        assert "nobody is due" in morning.text()


# The counts that are always there


async def test_the_header_counts_promises_kept(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        assert "◆ 0/1 " in first_line(morning)
        await press(pilot, "2", "l", "t", "enter")
        assert "◆ 1/1 " in first_line(morning)
        await press(pilot, "u")
        assert "◆ 0/1 " in first_line(morning)


async def test_the_header_says_everything_at_eighty_columns(opened: Opened) -> None:
    promises = [due(number, f"Promised {number}", 0, promised=True) for number in range(1, 13)]
    late = [due(number, f"Late {number}", -1) for number in range(13, 160)]
    unscheduled = [Lead(id=number, name=f"Nobody {number}") for number in range(200, 330)]
    async with opened(*promises, *late, *unscheduled) as (morning, _):
        line = first_line(morning)
        assert len(line) <= 80
        for words in ("09:30", "147 overdue", "12 today", "◆ 0/12", " 0/", "130 unscheduled"):
            assert words in line


@pytest.mark.parametrize("keys", [("/",), ("h",), ("e",), ("?",), ("P",), ("A",), ("E",), ("V",), ("I",), ("a", "tab")])
async def test_who_is_unscheduled_is_counted_on_every_screen(
    opened: Opened, people: tuple[Lead, ...], keys: tuple[str, ...]
) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, *keys)
        assert "1 unscheduled" in first_line(morning)


async def test_nobody_unscheduled_is_not_counted_above_a_sheet(opened: Opened) -> None:
    async with opened(due(1, "Ann", 0)) as (morning, pilot):
        await press(pilot, "?")
        assert "unscheduled" not in first_line(morning)


@pytest.mark.parametrize("keys", [("M",), ("P",), ("E",), ("A", "~mon - fri", "enter")])
async def test_hostile_names_are_shown_as_typed(opened: Opened, keys: tuple[str, ...]) -> None:
    worst = "Acme [/] [@click=app.bell]x[/]"
    leads = (due(1, worst, -1, promised=True), due(2, worst, -1), monday(3, worst, promised=True))
    async with opened(*leads, size=(160, 45)) as (morning, pilot):
        await press(pilot, *keys)
        assert "Acme [/] [@click" in morning.text()

"""The numbers of `[manners]`: each changes what a person sees, and without it fuyu does what it does unasked."""

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace

from fuyu.config import Config, parse_config
from fuyu.domain.history import Touch
from fuyu.domain.lead import About, Lead, Outcome
from tests.builders import a_touch, adding
from tests.tui.conftest import WEDNESDAY, Opened, due, press

EXAM = About("exam", dt.date(2026, 4, 7))


def ann(days: int = 0, **fields: Any) -> Lead:
    """Return a lead due so many days from today."""
    return replace(due(1, "Ann Lee", days, "Acme"), **fields)


def snoozed(times: int, **fields: Any) -> Lead:
    """Return a lead due today, who was snoozed so often."""
    return replace(due(1, "Ann Lee", 0, snoozed=times), **fields)


def in_vain(times: int) -> list[Touch]:
    """Return calls nobody took, a day apart, the last of them yesterday."""
    days = [WEDNESDAY - dt.timedelta(days=ago) for ago in range(times, 0, -1)]
    return [a_touch(number, at=day, outcome=Outcome.NO_ANSWER) for number, day in enumerate(days, start=1)]


@pytest.mark.parametrize(
    ("setting", "people", "keys", "seen"),
    [
        ("yes_takes = 9", [ann(touches=2)], "", "2/9"),
        ("yes_takes = 12", [ann(touches=10)], "", "10/12"),
        ("yes_takes = 9", [ann(touches=2)], "l", "Log touch 3 of 9"),
        ("yes_takes = 9", [ann(touches=2)], "enter", "touch 3 of 9"),
        ("yes_takes = 2", [ann(touches=2, unanswered=1)], "l", "Log touch 3, past 2"),
        ("yes_takes = 2", [ann(touches=2, unanswered=1)], "enter", "touch 3, past 2: lost, or park?"),
        ("early_end = 5", [ann(touches=3)], "l e", "lost at touch 4; most yeses come at touch 5 to 7"),
        ("early_end = 5", [snoozed(2, touches=3)], "s e", "without a yes at touch 3 (most take 5 or more)"),
        ("calls_in_vain = 2", [ann(unanswered=1, emails=("a@b.example",))], "l n", "next by email"),
        ("calls_in_vain = 2", [ann(unanswered=2, emails=("a@b.example",))], "s", "· try an email"),
        (
            "calls_in_vain = 2",
            [ann(unanswered=2, emails=("a@b.example",))],
            "",
            "2 touches without an answer: try an email",
        ),
        ("lately = 1", [ann(unanswered=2)], "s", "2 touches without an answer, 1 in 1 day"),
        ("lately = 7", [ann(unanswered=2)], "s", "2 touches without an answer, 2 in 1 week"),
        ("snoozes = 1", [snoozed(1)], "s", "Ann Lee was snoozed 1 time: what now?"),
        ("snoozes = 1", [snoozed(1)], ">", "what now?"),
        (
            "reschedule_above = 1",
            [ann(-1), due(2, "Bo Diaz", -1)],
            "",
            "2 plans are overdue: P gives each of them a new day",
        ),
        ("reschedule_above = 1", [ann(-1), due(2, "Bo Diaz", -1)], "M", "2 plans: P gives each a new day"),
        ("notice = 20", [ann(about=(EXAM,))], "", "exam Tue 7 Apr, in 20 days"),
        ("known_by = 2", [ann(touches=2)], "", "what matters to them?"),
        ('call_hours = "09:00-18:00"', [ann(zone="Asia/Tokyo")], "", "18:30 there, not now!"),
        ('call_hours = "09:00-18:00"', [ann(zone="Asia/Tokyo")], "enter", "18:30 there, not now!"),
    ],
)
async def test_a_number_that_is_set_is_what_holds(
    opened: Opened, setting: str, people: list[Lead], keys: str, seen: str
) -> None:
    async def shown(config: Config) -> str:
        async with opened(*people, config=config) as (morning, pilot):
            if touches := in_vain(people[0].unanswered):
                morning.store.apply(adding(*touches))
                await press(pilot, "R")
            await press(pilot, *keys.split())
            return morning.text()

    assert seen in await shown(parse_config(f"[manners]\n{setting}"))
    assert seen not in await shown(Config())


async def test_a_check_in_is_due_on_the_day_before_a_day_off_of_ones_own(opened: Opened) -> None:
    birthday = ann(9, about=(About("birthday", dt.date(2026, 3, 19)),))
    day_off = parse_config('[dates]\ndays_off = ["2026-03-19"]')
    async with opened(birthday, config=day_off) as (morning, _pilot):
        assert "check-in" in morning.text()
        assert "birthday tomorrow" in morning.text()

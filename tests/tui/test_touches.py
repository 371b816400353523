"""Touches by keys: when they took place, what comes after a yes and a no, their words and their clocks."""

import datetime as dt

from fuyu.domain.ending import BETTER_TIME
from fuyu.domain.history import Touch
from fuyu.domain.lead import About, Lead, Outcome, Status
from fuyu.domain.step import Plan
from tests.tui.conftest import LONDON, TODAY, Opened, due, press

YESTERDAY_AT_THREE = dt.datetime(2026, 3, 17, 15, tzinfo=LONDON)


def ann(**fields: object) -> Lead:
    return Lead(id=1, name="Ann Lee", plan=Plan(day=TODAY), **fields)  # type: ignore[arg-type]


def lost(**fields: object) -> Lead:
    return Lead(id=1, name="Ann Lee", status=Status.LOST, touches=1, **fields)  # type: ignore[arg-type]


def customer() -> Lead:
    return Lead(id=1, name="Ann Lee", status=Status.WON, plan=Plan(day=TODAY), touches=3)


async def test_one_key_logs_what_happened_yesterday(opened: Opened) -> None:
    async with opened(ann()) as (morning, pilot):
        await press(pilot, "l")
        assert "y when" in morning.text()
        await press(pilot, "y", "~yesterday 15:00", "enter", "t")
        assert "Tue 17 Mar 15:00" in morning.text()
        await press(pilot, "enter")
        (touch,) = [entry for entry in morning.desk.leads.card(1).history if isinstance(entry, Touch)]
        assert touch.at == YESTERDAY_AT_THREE
        assert morning.lead(1).next_step == Plan(day=dt.date(2026, 3, 24))


async def test_a_whole_log_of_yesterday_in_one_burst(opened: Opened) -> None:
    async with opened(ann()) as (morning, pilot):
        await press(pilot, "l", "y", "~mon 3pm", "enter", "n", "enter")
        last = morning.lead(1).last_touch
        assert last is not None
        assert (last.at.date(), last.outcome) == (dt.date(2026, 3, 16), Outcome.NO_ANSWER)


async def test_a_time_to_come_is_said_and_not_logged(opened: Opened) -> None:
    async with opened(ann()) as (morning, pilot):
        await press(pilot, "l", "t", "y", "~tomorrow 2pm", "enter")
        assert "is still to come" in morning.text()
        await press(pilot, "escape", "enter")
        last = morning.lead(1).last_touch
        assert last is not None
        assert last.at.date() == TODAY, "Escape leaves the words, and it is logged as of now"


async def test_won_keeps_a_next_step(opened: Opened) -> None:
    async with opened(ann()) as (morning, pilot):
        await press(pilot, "l", "w", "tab", "~3mo", "enter")
        lead = morning.lead(1)
        assert lead.status is Status.WON
        assert lead.next_step == Plan(day=dt.date(2026, 6, 18), why="is all well?")


async def test_won_proposes_whether_all_is_well(opened: Opened) -> None:
    async with opened(ann()) as (morning, pilot):
        await press(pilot, "l", "w")
        assert "Wed 1 Apr, in 14 days" in morning.text()
        assert "z no date" in morning.text()
        await press(pilot, "enter")
        assert morning.lead(1).next_step == Plan(day=dt.date(2026, 4, 1), why="is all well?")


async def test_one_key_says_that_a_customer_needs_no_date(opened: Opened) -> None:
    async with opened(ann()) as (morning, pilot):
        await press(pilot, "l", "w", "z", "enter")
        assert (morning.lead(1).status, morning.lead(1).next_step) == (Status.WON, None)
        assert morning.desk.agenda.today().unscheduled == ()


async def test_an_open_lead_is_never_left_without_a_date(opened: Opened) -> None:
    async with opened(ann()) as (morning, pilot):
        await press(pilot, "l", "z", "t", "z", "enter")
        assert (morning.lead(1).status, morning.lead(1).next_step) == (Status.OPEN, Plan(day=dt.date(2026, 3, 25)))


async def test_a_customer_stands_in_the_list_and_stays_one_by_a_talk(opened: Opened) -> None:
    async with opened(customer()) as (morning, pilot):
        assert "Ann Lee" in morning.text()
        await press(pilot, "l", "t", "enter")
        assert (morning.lead(1).status, morning.lead(1).next_step) == (Status.WON, Plan(day=dt.date(2026, 3, 25)))


async def test_one_key_reopens_a_customer(opened: Opened) -> None:
    async with opened(customer()) as (morning, pilot):
        await press(pilot, "b", "~fri", "enter")
        assert (morning.lead(1).status, morning.lead(1).next_step) == (
            Status.OPEN,
            Plan(day=dt.date(2026, 3, 20)),
        )
        await press(pilot, "b")
        assert "Ann Lee is open already" in morning.text()


async def test_a_lost_lead_is_brought_back_on_the_day_that_the_command_proposes(opened: Opened) -> None:
    async with opened(lost()) as (morning, pilot):
        day = morning.desk.proposals.day_back(1)
        await press(pilot, "/", "~ann", "enter", "b")
        assert "Enter Bring back" in morning.text()
        await press(pilot, "enter")
        assert morning.lead(1).plan == Plan(day=day, why=BETTER_TIME)
        morning.desk.undo.last()
        morning.desk.commands.reopen(1)
        assert morning.lead(1).plan == Plan(day=day, why=BETTER_TIME)


async def test_a_touch_with_a_lost_lead_says_that_they_are_open_again(opened: Opened) -> None:
    async with opened(lost()) as (morning, pilot):
        await press(pilot, "/", "~ann", "enter", "l", "t", "enter")
        assert morning.lead(1).status is Status.OPEN
        assert "talked, Ann Lee, open again" in morning.text()


async def test_lost_at_touch_one_is_asked_and_lost_by_one_key(opened: Opened) -> None:
    async with opened(ann()) as (morning, pilot):
        await press(pilot, "l", "t", "e")
        assert "lost at touch 1; most yeses come at touch 3 to 7 o park  Enter lost" in morning.text()
        await press(pilot, "enter")
        assert (morning.lead(1).status, morning.lead(1).next_step) == (Status.LOST, None)


async def test_lost_at_touch_one_is_parked_by_one_key(opened: Opened) -> None:
    async with opened(ann()) as (morning, pilot):
        await press(pilot, "l", "t", "e", "o", "~3mo", "enter", "enter")
        lead = morning.lead(1)
        assert lead.status is Status.OPEN
        assert lead.next_step is not None
        assert lead.next_step.day == dt.date(2026, 6, 18)


async def test_lost_after_enough_touches_is_not_asked(opened: Opened) -> None:
    async with opened(ann(touches=4)) as (morning, pilot):
        await press(pilot, "l", "t", "e")
        assert "most yeses" not in morning.text()


async def test_a_date_takes_an_end_back(opened: Opened) -> None:
    async with opened(ann()) as (morning, pilot):
        await press(pilot, "l", "t", "e", "tab", "~fri", "enter")
        lead = morning.lead(1)
        assert (lead.status, lead.next_step) == (Status.OPEN, Plan(day=dt.date(2026, 3, 20)))


async def test_a_lost_lead_comes_back_by_one_key(opened: Opened) -> None:
    for key in ("b", "s"):
        async with opened(lost(), due(2, "Bo Diaz", 0)) as (morning, pilot):
            await press(pilot, "/", "~ann", "enter", key)
            assert "Bring back Ann Lee for" in morning.text()
            await press(pilot, "~3mo", "enter")
            lead = morning.lead(1)
            assert (lead.status, lead.next_step) == (
                Status.OPEN,
                Plan(day=dt.date(2026, 6, 18), why="is it a better time now?"),
            )


async def test_a_yes_gives_the_referrer_a_check_in(opened: Opened) -> None:
    bo = Lead(id=2, name="Bo Diaz", plan=Plan(day=TODAY), referred_by=1)
    later = Lead(id=1, name="Ann Lee", plan=Plan(day=dt.date(2026, 5, 1)), referred=(2,))
    async with opened(later, bo) as (morning, pilot):
        await press(pilot, "l", "w", "enter")
        assert morning.lead(1).about == (About("Bo Diaz said yes: thank them", dt.date(2026, 3, 19)),)
        assert "Thank Ann Lee" in morning.text()
        await press(pilot, "u")
        assert morning.lead(1).about == ()


async def test_not_now_after_the_trade_fair(opened: Opened) -> None:
    async with opened(ann()) as (morning, pilot):
        await press(pilot, "l", "o", "~after the trade fair in april")
        assert "Wed 1 Apr" in morning.text()
        await press(pilot, "enter", "enter")
        assert morning.lead(1).next_step == Plan(
            day=dt.date(2026, 4, 1), quote="after the trade fair in april", said=TODAY
        )


async def test_a_time_on_their_clock_is_shown_on_both(opened: Opened) -> None:
    async with opened(ann(zone="Asia/Tokyo")) as (morning, pilot):
        await press(pilot, "l", "t", "tab", "~fri 9am their time")
        assert "Fri 20 Mar 00:00, in 2 days (09:00 in Tokyo)" in morning.text()
        await press(pilot, "enter")
        assert morning.lead(1).next_step == Plan(day=dt.date(2026, 3, 20), time=dt.time(9), zone="Asia/Tokyo")


async def test_a_snooze_to_their_clock(opened: Opened) -> None:
    async with opened(ann()) as (morning, pilot):
        await press(pilot, "s", "~mon 10:00 in Tokyo")
        assert "(10:00 in Tokyo)" in morning.text()
        await press(pilot, "enter")
        step = morning.lead(1).next_step
        assert step is not None
        assert (step.day, step.time, step.zone) == (dt.date(2026, 3, 23), dt.time(10), "Asia/Tokyo")

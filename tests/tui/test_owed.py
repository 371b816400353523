"""Several things owed to one lead, by keys: added, done, moved and kept, each on its own."""

import datetime as dt

import pytest

from fuyu.domain.lead import Lead, Status
from fuyu.domain.promise import Promise, PromiseKind, PromiseState
from fuyu.domain.step import Channel, Plan
from tests.builders import a_lead, a_promise
from tests.tui.conftest import TODAY, WEDNESDAY, Morning, Opened, press

SIZES = [(80, 24), (120, 36)]
FRIDAY, MONDAY, TUESDAY = dt.date(2026, 3, 20), dt.date(2026, 3, 23), dt.date(2026, 3, 24)


def promise(day: dt.date, uid: str, **fields: object) -> Promise:
    """Return a promise that was made on Monday."""
    return a_promise(day, uid, zone="Europe/London", made=WEDNESDAY - dt.timedelta(days=2), **fields)


OFFER = promise(TODAY, "offer", kind=PromiseKind.TASK, why="send the offer")
PLANS = promise(FRIDAY, "plans", kind=PromiseKind.TASK, why="send the plans")
DEMO = promise(FRIDAY, "demo", time=dt.time(10), channel=Channel.MEETING, why="demo")
QUOTE = promise(TODAY, "quote", why="quote")


def kim(*promises: Promise, plan: Plan | None = None, **fields: object) -> Lead:
    """Return the lead who is owed these."""
    return a_lead(1, "Kim Ha-neul", None, company="Hana", promises=promises, plan=plan, **fields)


def states(morning: Morning) -> dict[str, PromiseState]:
    """Return how the promises to the lead stand."""
    return {one.uid: one.state for one in morning.lead(1).promises}


# Added


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_task_is_added_beside_what_is_owed_already(opened: Opened, size: tuple[int, int]) -> None:
    before = kim(DEMO, plan=Plan(day=TODAY))
    async with opened(before, size=size) as (morning, pilot):
        await press(pilot, "t", "~fri")
        assert "Owed to Kim Ha-neul, by" in morning.text()
        assert "◆ task: d marks it done  ^p promise to contact them" in morning.text()
        await press(pilot, "enter", "~send the plans", "enter")
        task = morning.lead(1).promises[-1]
        assert (task.kind, task.day, task.why) == (PromiseKind.TASK, FRIDAY, "send the plans")
        assert morning.lead(1).plan == before.plan
        assert "promised Kim Ha-neul a task by Fri 20 Mar  (u undoes it)" in morning.text()
        assert "◆ promised by Fri 20 Mar · send the plans" in morning.text()
        await press(pilot, "u")
        assert morning.lead(1) == before


async def test_a_promise_to_contact_them_is_by_a_channel_and_at_a_time(opened: Opened) -> None:
    async with opened(kim(plan=Plan(day=TODAY))) as (morning, pilot):
        await press(pilot, "t", "ctrl+p", "ctrl+t", "~tue 2pm")
        assert "◆ promised: voicemail  ^t channel  ^p task" in morning.text()
        await press(pilot, *["ctrl+t"] * 3, "enter", "~demo", "enter")
        made = morning.lead(1).promises[-1]
        assert (made.kind, made.day, made.time) == (PromiseKind.CONTACT, TUESDAY, dt.time(14))
        assert (made.channel, made.why) == (Channel.MEETING, "demo")


async def test_one_key_adds_a_task_while_a_note_is_typed(opened: Opened) -> None:
    async with opened(kim(plan=Plan(day=TODAY))) as (morning, pilot):
        await press(pilot, "enter", "~wants the price list", "shift+f2", "~fri", "enter", "~price list", "enter")
        assert morning.lead(1).promises[-1].why == "price list"
        assert morning.app.day.notes.editor.text == "wants the price list"
        assert morning.app.focused is morning.app.day.notes.editor


async def test_what_is_typed_is_kept_and_offered_again(opened: Opened) -> None:
    async with opened(kim(plan=Plan(day=TODAY))) as (morning, pilot):
        await press(pilot, "t", "~fri", "enter", "~send the plans", "escape")
        assert morning.lead(1).promises == ()
        await press(pilot, "t", "ctrl+r", "enter")
        assert (morning.lead(1).promises[-1].day, morning.lead(1).promises[-1].why) == (FRIDAY, "send the plans")


@pytest.mark.parametrize("words", ["someday soon", "31 feb", "25:00 fri"])
async def test_words_that_mean_no_day_add_nothing(opened: Opened, words: str) -> None:
    async with opened(kim(plan=Plan(day=TODAY))) as (morning, pilot):
        await press(pilot, "t", f"~{words}", "enter")
        assert morning.app.day.questions.owe.why.input.value == ""
        assert morning.app.day.view.asked.now is morning.app.day.questions.owe
        await press(pilot, "escape")
        assert morning.lead(1).promises == ()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.LOST, "Kim Ha-neul is lost: b brings them back first"),
        (Status.DO_NOT_CONTACT, "Kim Ha-neul asked not to be contacted"),
    ],
)
async def test_nothing_is_owed_to_somebody_who_is_not_followed_up(opened: Opened, status: Status, said: str) -> None:
    async with opened(kim(status=status)) as (morning, pilot):
        morning.app.day.view.go_to(1)
        await press(pilot, "t")
        assert said in morning.text()
        assert morning.app.day.view.asked.now is None


# Done


async def test_the_only_task_is_done_at_once(opened: Opened) -> None:
    async with opened(kim(OFFER, DEMO)) as (morning, pilot):
        await press(pilot, "d")
        assert states(morning) == {"offer": PromiseState.KEPT, "demo": PromiseState.OPEN}


async def test_of_several_tasks_it_is_asked_which_is_done(opened: Opened) -> None:
    async with opened(kim(OFFER, PLANS)) as (morning, pilot):
        await press(pilot, "d")
        assert "Which is done, of what is owed to Kim Ha-neul?" in morning.text()
        assert " 1 task   by Wed 18 Mar send the offer" in morning.text()
        assert " 2 task   by Fri 20 Mar send the plans" in morning.text()
        await press(pilot, "2")
        assert states(morning) == {"offer": PromiseState.OPEN, "plans": PromiseState.KEPT}
        await press(pilot, "u")
        assert states(morning) == {"offer": PromiseState.OPEN, "plans": PromiseState.OPEN}


# Moved


async def test_where_one_thing_is_owed_nothing_is_asked(opened: Opened) -> None:
    async with opened(kim(plan=Plan(day=TODAY))) as (morning, pilot):
        await press(pilot, "s")
        assert "moves" not in morning.text()
        await press(pilot, "ctrl+t", "~mon", "enter")
        assert morning.lead(1).plan == Plan(day=MONDAY, first_day=TODAY, snoozed=1)


@pytest.mark.parametrize("size", [*SIZES, (60, 20)], ids=str)
async def test_each_thing_is_moved_on_its_own(opened: Opened, size: tuple[int, int]) -> None:
    before = kim(OFFER, QUOTE, plan=Plan(day=TODAY, why="call"))
    async with opened(before, size=size) as (morning, pilot):
        await press(pilot, "s")
        assert "▸ moves all 3 that are due  ^t " in morning.text()
        await press(pilot, "ctrl+t", "~mon")
        assert "◆ moves task by Wed 18 Mar send the offer" in morning.text()
        await press(pilot, "enter")
        assert states(morning) == {"offer": PromiseState.PUT_OFF, "quote": PromiseState.OPEN}
        assert morning.lead(1).plan == before.plan
        assert "snoozed Kim Ha-neul to Mon 23 Mar" in morning.text()
        await press(pilot, "u")
        assert morning.lead(1) == before


async def test_a_task_that_was_put_off_is_put_off_further_by_the_day_it_stands_on(opened: Opened) -> None:
    async with opened(kim(OFFER, plan=Plan(day=TUESDAY))) as (morning, pilot):
        await press(pilot, "s", "~fri", "enter")
        morning.app.day.view.go_to(1)
        await press(pilot, "s")
        assert "moves task put off to Fri 20 Mar send the offer" in morning.text()
        await press(pilot, "~mon", "enter")
        (task,) = morning.lead(1).promises
        assert (task.waits_until, morning.lead(1).plan) == (MONDAY, Plan(day=TUESDAY))


async def test_the_plan_is_moved_and_the_promise_stays(opened: Opened) -> None:
    async with opened(kim(QUOTE, plan=Plan(day=TODAY))) as (morning, pilot):
        await press(pilot, "s", "ctrl+t", "ctrl+t", "~mon")
        assert "▸ moves next Wed 18 Mar" in morning.text()
        assert "that puts it off" not in morning.text()
        await press(pilot, "enter")
        plan = morning.lead(1).plan
        assert plan is not None
        assert (plan.day, states(morning)) == (MONDAY, {"quote": PromiseState.OPEN})


async def test_another_day_they_agreed_to_takes_the_place_of_the_one_that_is_meant(opened: Opened) -> None:
    async with opened(kim(QUOTE, DEMO)) as (morning, pilot):
        await press(pilot, "s", "ctrl+t", "~tue 2pm", "ctrl+p")
        assert "moves promised Fri 20 Mar 10:00 demo" in morning.text()
        assert "◆ in place of the promise of Fri 20 Mar 10:00" in morning.text()
        await press(pilot, "enter")
        assert states(morning)["demo"] is PromiseState.AGREED_ANEW
        assert states(morning)["quote"] is PromiseState.OPEN
        new = morning.lead(1).promises[-1]
        assert (new.day, new.channel, new.why) == (TUESDAY, Channel.MEETING, "demo")


async def test_a_task_for_which_another_day_is_agreed_stays_a_task(opened: Opened) -> None:
    async with opened(kim(OFFER, QUOTE)) as (morning, pilot):
        await press(pilot, "s", "ctrl+t", "~tue", "ctrl+p", "enter")
        assert states(morning)["offer"] is PromiseState.AGREED_ANEW
        assert morning.lead(1).promises[-1].kind is PromiseKind.TASK


# Kept


async def test_the_log_says_which_promise_was_kept(opened: Opened) -> None:
    later = promise(TUESDAY, "later", why="prices")
    async with opened(kim(DEMO, later, plan=Plan(day=TODAY))) as (morning, pilot):
        await press(pilot, "l", "t")
        assert "both stay  f that was it" in morning.text()
        await press(pilot, "f")
        assert "Fri 20 Mar 10:00: that was it, kept  f Tue 24 Mar was it" in morning.text()
        await press(pilot, "f")
        assert "Tue 24 Mar: that was it, kept  f both were" in morning.text()
        await press(pilot, "f")
        assert "both kept  f they stay" in morning.text()
        await press(pilot, "f", "f", "f", "enter")
        assert states(morning) == {"demo": PromiseState.OPEN, "later": PromiseState.KEPT}


async def test_the_lead_stands_by_the_nearest_of_all_that_is_owed(opened: Opened) -> None:
    async with opened(kim(DEMO, plan=Plan(day=TODAY))) as (morning, pilot):
        await press(pilot, "t", "~today", "enter", "~price list", "enter")
        assert "price list" in next(line for line in morning.lines() if line.startswith(("any", "▌any")))


@pytest.mark.parametrize("words", ["send the offer fri", "fri send the offer"])
async def test_a_day_in_what_is_typed_is_taken_apart_from_what_is_to_be_done(opened: Opened, words: str) -> None:
    async with opened(a_lead(1, "Kim Roe", due=TODAY)) as (morning, pilot):
        await press(pilot, "t", f"~{words}", "enter")
        assert "Fri 20 Mar" in morning.text(), "it is seen before it is kept"
        await press(pilot, "enter")
        [task] = morning.lead(1).promises
        assert (task.day, task.why, task.is_task) == (FRIDAY, "send the offer", True)

"""Promises by keys: they stay, are kept, give way, are put off and withdrawn, and each screen says so beforehand."""

import datetime as dt

import pytest

from fuyu.domain.history import Touch
from fuyu.domain.lead import Lead, Status
from fuyu.domain.promise import Promise, PromiseKind, PromiseState
from fuyu.domain.step import Channel, Plan
from tests.builders import a_lead, a_promise
from tests.tui.conftest import TODAY, WEDNESDAY, Morning, Opened, press, to_field

SIZES = [(80, 24), (120, 36), (160, 45)]
FIND_KIM = ("/", "~kim", "enter")


def promise(day: int, uid: str, at: dt.time | None = None, **fields: object) -> Promise:
    """Return a promise for a day of March that was made on Monday."""
    made = WEDNESDAY - dt.timedelta(days=2)
    return a_promise(dt.date(2026, 3, day), uid, time=at, zone="Europe/London", made=made, **fields)


DEMO = promise(20, "demo", dt.time(10), channel=Channel.MEETING, why="demo")
OFFER = promise(24, "offer", dt.time(14), why="offer")
PLANS = promise(19, "plans", kind=PromiseKind.TASK, why="send the plans")
LATE = promise(13, "late", why="quote", quote="after the budget")


def kim(*promises: Promise, plan: Plan | None = None) -> Lead:
    """Return the lead who was promised these."""
    return a_lead(1, "Kim Ha-neul", None, company="Hana", promises=promises, plan=plan)


def states(morning: Morning) -> dict[str, PromiseState]:
    """Return how the promises to the lead stand."""
    return {one.uid: one.state for one in morning.lead(1).promises}


# The card


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_card_shows_every_promise_and_the_plan(opened: Opened, size: tuple[int, int]) -> None:
    plan = Plan(day=dt.date(2026, 3, 23), was_promised=dt.date(2026, 3, 12), snoozed=1, why="demo")
    async with opened(kim(LATE, DEMO, plan=plan), size=size) as (morning, _):
        text = morning.text()
        assert "◆ promised Fri 13 Mar · call · quote · " in text
        assert "5 days late" in text
        assert "◆ promised Fri 20 Mar 10:00 · meeting · demo" in text
        assert "▸ next Mon 23 Mar · call · demo · was promised Thu 12 Mar" in text


async def test_where_there_is_little_room_the_late_ones_stand_first(opened: Opened) -> None:
    async with opened(kim(OFFER, DEMO, PLANS, LATE)) as (morning, _):
        late, plans, more = [line.strip() for line in morning.text().split("\n") if line.startswith(" ◆ ")]
        assert late.startswith("◆ promised Fri 13 Mar · call · quote · “after the budget”  ")
        assert late.endswith("  5 days late")
        assert plans == "◆ promised by Thu 19 Mar · send the plans"
        assert more == "◆ and 2 more: Fri 20 Mar 10:00, Tue 24 Mar 14:00"


async def test_a_promise_that_was_put_off_is_told_by_the_plan_also_where_there_is_little_room(opened: Opened) -> None:
    plan = Plan(day=TODAY, was_promised=dt.date(2026, 3, 13), snoozed=1, why="demo")
    async with opened(kim(plan=plan)) as (morning, _):
        assert "▸ next Wed 18 Mar · call · demo · was promised Fri 13 Mar, snoozed 1x" in morning.text()


async def test_the_call_card_shows_every_promise(opened: Opened) -> None:
    async with opened(kim(LATE, DEMO)) as (morning, pilot):
        await press(pilot, "enter")
        assert "promise Fri 13 Mar, 5 days late, call: quote" in morning.text()
        assert "said    you said: “after the budget”" in morning.text()
        assert "promise Fri 20 Mar 10:00, meeting: demo" in morning.text()


# The log


@pytest.mark.parametrize(("key", "how"), [("n", "call"), ("m", "call"), ("s", "email")])
async def test_before_its_day_an_attempt_leaves_a_promise_as_it_is(opened: Opened, key: str, how: str) -> None:
    async with opened(kim(DEMO)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", key)
        assert f"\n {how} · ◆ Fri 20 Mar 10:00 stays\n" in morning.text()
        await press(pilot, "enter")
        assert (morning.lead(1).promises, morning.lead(1).plan) == ((DEMO,), None)
        assert "; promised Fri 20 Mar 10:00, in 2 days" in morning.text()


async def test_a_check_in_leaves_a_promise_as_it_is(opened: Opened) -> None:
    async with opened(kim(DEMO)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", "k", "t", "enter")
        assert morning.lead(1).promises == (DEMO,)


async def test_another_date_is_a_plan_beside_the_promise(opened: Opened) -> None:
    async with opened(kim(DEMO)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", "n", "tab", "~tomorrow")
        assert "call · next = Thu 19 Mar, tomorrow" in morning.text()
        assert "\n ◆ Fri 20 Mar 10:00 stays\n" in morning.text()
        await press(pilot, "enter")
        plan = morning.lead(1).plan
        assert plan is not None
        assert (plan.day, morning.lead(1).promises) == (dt.date(2026, 3, 19), (DEMO,))


async def test_a_date_they_agreed_to_takes_the_place_of_the_promise(opened: Opened) -> None:
    async with opened(kim(DEMO)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", "t", "tab", "~tue 2pm", "tab", "p")
        assert "\n ◆ in place of Fri 20 Mar 10:00  f that was it  x beside Fri 20 Mar 10:00\n" in morning.text()
        await press(pilot, "enter")
        old, new = morning.lead(1).promises
        assert (old.state, new.day, new.time) == (PromiseState.AGREED_ANEW, dt.date(2026, 3, 24), dt.time(14))
        assert "promised Tue 24 Mar 14:00; was Fri 20 Mar 10:00" in morning.text()
        await press(pilot, "u")
        assert morning.lead(1) == kim(DEMO)


async def test_agreed_anew_asks_for_the_date(opened: Opened) -> None:
    async with opened(kim(DEMO)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", "t")
        assert "p agreed anew" in morning.text()
        await press(pilot, "p", "~tue 2pm", "enter")
        assert states(morning)["demo"] is PromiseState.AGREED_ANEW


async def test_agreed_without_a_date_is_no_other_promise(opened: Opened) -> None:
    async with opened(kim(DEMO)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", "t", "p", "enter")
        assert (morning.lead(1).promises, morning.lead(1).plan) == ((DEMO,), None)


async def test_one_key_lets_an_agreed_date_stand_beside_the_promise(opened: Opened) -> None:
    async with opened(kim(DEMO)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", "t", "p", "~tue 2pm", "tab", "x")
        assert "\n ◆ beside Fri 20 Mar 10:00 " in morning.text()
        await press(pilot, "enter")
        assert [(one.day.day, one.is_open) for one in morning.lead(1).promises] == [(20, True), (24, True)]


async def test_of_several_promises_one_is_chosen(opened: Opened) -> None:
    async with opened(kim(DEMO, OFFER, PLANS)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", "t", "p", "~27 mar 2pm", "tab")
        assert "\n ◆ beside both " in morning.text(), "a task is no date to meet on"
        await press(pilot, "x", "x")
        assert "\n ◆ in place of Tue 24 Mar 14:00 " in morning.text()
        await press(pilot, "enter")
        settled = {uid: state for uid, state in states(morning).items() if state.is_settled}
        assert settled == {"offer": PromiseState.AGREED_ANEW}


@pytest.mark.parametrize("key", ["t", "r"])
async def test_after_a_word_of_theirs_one_key_keeps_the_promise_early(opened: Opened, key: str) -> None:
    async with opened(kim(DEMO)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", key)
        assert "◆ Fri 20 Mar 10:00 stays  f that was it" in morning.text()
        await press(pilot, "f")
        assert "◆ Fri 20 Mar 10:00: that was it, kept  f it stays" in morning.text()
        assert "call · next = " in morning.text(), "without the promise there is a plan"
        await press(pilot, "enter")
        assert states(morning) == {"demo": PromiseState.KEPT}
        assert morning.lead(1).plan is not None
        assert "; promise kept  (u undoes it)" in morning.text()


async def test_that_was_it_can_be_unsaid(opened: Opened) -> None:
    async with opened(kim(DEMO)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", "t", "f", "f", "enter")
        assert morning.lead(1).promises == (DEMO,)


@pytest.mark.parametrize("key", ["n", "d"])
async def test_nobody_who_was_not_heard_kept_a_promise_with_you(opened: Opened, key: str) -> None:
    async with opened(kim(DEMO)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", key, "f")
        assert "that was it" not in morning.text()


async def test_not_now_with_a_promise_still_asks_when_and_notes_their_words(opened: Opened) -> None:
    async with opened(kim(DEMO)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", "o")
        assert "call · may I call again? when? (never: Esc, then d)" in morning.text()
        assert "\n ◆ Fri 20 Mar 10:00 stays " in morning.text()
        await press(pilot, "enter", "~ask my boss", "enter")
        (touch,) = [entry for entry in morning.desk.leads.card(1).history if isinstance(entry, Touch)]
        assert touch.note == "“ask my boss”"
        assert morning.lead(1).promises == (DEMO,)


async def test_after_a_yes_one_key_says_which_promises_stay(opened: Opened) -> None:
    async with opened(kim(DEMO, OFFER)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", "w")
        assert "call · ◆ both stay  f that was it  x Fri 20 Mar 10:00 withdrawn" in morning.text()
        await press(pilot, "x", "enter")
        assert states(morning) == {"demo": PromiseState.WITHDRAWN, "offer": PromiseState.OPEN}
        assert morning.lead(1).status is Status.WON
        await press(pilot, "u", *FIND_KIM, "l", "w", "x", "x", "x")
        assert "\n ◆ both withdrawn " in morning.text()
        assert "call · next = Wed 1 Apr, in 14 days" in morning.text(), "nothing else comes next"
        await press(pilot, "enter")
        assert set(states(morning).values()) == {PromiseState.WITHDRAWN}
        plan = morning.lead(1).plan
        assert plan is not None
        assert plan.day == dt.date(2026, 4, 1)


async def test_after_a_yes_every_promise_stays_unasked(opened: Opened) -> None:
    async with opened(kim(DEMO, OFFER)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", "w", "enter")
        assert set(states(morning).values()) == {PromiseState.OPEN}


async def test_on_its_day_a_call_keeps_the_promise_and_says_so(opened: Opened) -> None:
    async with opened(kim(DEMO)) as (morning, pilot):
        morning.clock.at = WEDNESDAY.replace(day=20, hour=10)
        await press(pilot, "R", "l", "t", "enter")
        assert states(morning) == {"demo": PromiseState.KEPT}
        assert "talked, Kim Ha-neul; next Fri 27 Mar, in 7 days; promise kept  (u undoes it)" in morning.text()


# Putting off


@pytest.mark.parametrize("keys", [("s",), (">",)], ids=str)
async def test_a_due_promise_is_only_put_off_after_a_warning(opened: Opened, keys: tuple[str, ...]) -> None:
    async with opened(kim(DEMO)) as (morning, pilot):
        morning.clock.at = WEDNESDAY.replace(day=20)
        await press(pilot, "R", *keys)
        assert "\n ◆ you promised Kim Ha-neul Fri 20 Mar 10:00 demo: that puts it off\n" in morning.text()
        assert "= Mon 23 Mar, in 3 days" in morning.text()
        assert morning.lead(1).promises == (DEMO,), "nothing is done yet"
        await press(pilot, "enter")
        assert states(morning) == {"demo": PromiseState.PUT_OFF}
        plan = morning.lead(1).plan
        assert plan is not None
        assert (plan.day, plan.was_promised) == (dt.date(2026, 3, 23), DEMO.day)
        assert "snoozed Kim Ha-neul to Mon 23 Mar; was promised Fri 20 Mar 10:00" in morning.text()
        await press(pilot, "u")
        assert morning.lead(1) == kim(DEMO)


async def test_a_warning_that_is_left_changes_nothing(opened: Opened) -> None:
    async with opened(kim(LATE)) as (morning, pilot):
        await press(pilot, ">", "escape")
        assert morning.lead(1) == kim(LATE)


async def test_what_puts_nothing_off_is_done_at_once(opened: Opened) -> None:
    async with opened(kim(DEMO, plan=Plan(day=TODAY))) as (morning, pilot):
        await press(pilot, ">")
        plan = morning.lead(1).plan
        assert plan is not None
        assert (plan.day, morning.lead(1).promises) == (dt.date(2026, 3, 19), (DEMO,))


async def test_a_day_before_the_promise_is_said_to_leave_it(opened: Opened) -> None:
    async with opened(kim(DEMO)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "s")
        assert "you promised Kim Ha-neul Fri 20 Mar 10:00 demo: it stays" in morning.text()
        await press(pilot, "~mon")
        assert "you promised Kim Ha-neul Fri 20 Mar 10:00 demo: that puts it off" in morning.text()


async def test_a_time_in_their_zone_is_said_by_the_clocks_here(opened: Opened) -> None:
    in_tokyo = a_promise(dt.date(2026, 3, 20), "tokyo", time=dt.time(19), zone="Asia/Tokyo", why="demo")
    async with opened(kim(in_tokyo)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", "t")
        assert "◆ Fri 20 Mar 10:00 stays" in morning.text()
        await press(pilot, "escape", "s", "~mon")
        assert "you promised Kim Ha-neul Fri 20 Mar 10:00 demo: that puts it off" in morning.text()
        await press(pilot, "enter")
        assert "was promised Fri 20 Mar 10:00" in morning.text()
        await press(pilot, "u", *FIND_KIM, "l", "d")
        assert "1 promise withdrawn: Fri 20 Mar 10:00" in morning.text()


async def test_a_warning_of_several_promises_counts_them_and_fits(opened: Opened) -> None:
    wordy = promise(
        16, "wordy", why="the second quote, with the blog and the photographs", quote="once the frost is over"
    )
    async with opened(kim(LATE, wordy)) as (morning, pilot):
        await press(pilot, "s")
        assert "\n ◆ you promised Kim Ha-neul Fri 13 Mar quote and 1 more: that breaks them\n" in morning.text()


# An end withdraws


@pytest.mark.parametrize(("key", "status"), [("e", Status.LOST), ("d", Status.DO_NOT_CONTACT)])
async def test_an_end_says_beforehand_and_afterwards_what_it_withdraws(
    opened: Opened, key: str, status: Status
) -> None:
    async with opened(kim(DEMO, OFFER)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", key)
        assert "\n ◆ 2 promises withdrawn: Fri 20 Mar 10:00, Tue 24 Mar 14:00\n" in morning.text()
        await press(pilot, "enter")
        assert set(states(morning).values()) == {PromiseState.WITHDRAWN}
        assert morning.lead(1).status is status
        assert "; 2 promises withdrawn  (u undoes it)" in morning.text()
        await press(pilot, "u")
        assert morning.lead(1) == kim(DEMO, OFFER)


async def test_an_end_withdraws_tasks_too(opened: Opened) -> None:
    async with opened(kim(PLANS)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", "t", "e")
        assert "\n ◆ 1 promise withdrawn: Thu 19 Mar\n" in morning.text()


async def test_an_end_after_too_many_snoozes_says_what_it_withdraws(opened: Opened) -> None:
    async with opened(kim(DEMO, plan=Plan(day=TODAY, snoozed=2))) as (morning, pilot):
        await press(pilot, "s", "e")
        assert "1 promise withdrawn: Fri 20 Mar 10:00" in morning.text()
        await press(pilot, "enter")
        assert states(morning) == {"demo": PromiseState.WITHDRAWN}


@pytest.mark.parametrize("status", ["lost", "do not contact"])
async def test_the_form_says_what_another_status_withdraws(opened: Opened, status: str) -> None:
    async with opened(kim(DEMO)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "e", *to_field("status"), "end", "ctrl+u", f"~{status}")
        assert "! 1 promise withdrawn: Fri 20 Mar 10:00" in morning.text()
        await press(pilot, "ctrl+u", "~won")
        assert "withdrawn" not in morning.text()
        await press(pilot, "ctrl+u", f"~{status}", "ctrl+s")
        assert states(morning) == {"demo": PromiseState.WITHDRAWN}
        assert "promise of Fri 20 Mar 10:00 withdrawn" in morning.text()


# Nothing is cut


@pytest.mark.parametrize(
    "keys",
    [
        ("l", "n"),
        ("l", "t", "f"),
        ("l", "o"),
        ("l", "t", "tab", "~fri 27 mar 2pm"),
        ("l", "t", "p", "~fri 27 mar 2pm"),
        ("l", "t", "p", "~fri 27 mar 2pm", "tab", "x"),
        ("l", "w"),
        ("l", "w", "x"),
        ("l", "w", "x", "x", "x"),
        ("l", "w", "z"),
        ("l", "e"),
        ("l", "d"),
        ("l", "t", "y", "~yesterday 15:00", "enter"),
        ("s",),
        ("s", "~fri 27 mar"),
        ("s", "~fri 27 mar", "enter"),
        ("l", "n", "enter"),
        ("l", "t", "f", "enter"),
        ("l", "t", "p", "~fri 27 mar 2pm", "enter"),
        ("l", "e", "enter"),
    ],
    ids=str,
)
async def test_nothing_that_is_said_of_promises_is_cut_at_80_columns(opened: Opened, keys: tuple[str, ...]) -> None:
    several = [(DEMO,), (LATE, DEMO), (DEMO, OFFER), (LATE, DEMO, OFFER, PLANS)]
    leads = [a_lead(n, f"Kimberley Asante-Mill{n}", None, promises=one) for n, one in enumerate(several, 1)]
    async with opened(*leads) as (morning, pilot):
        for lead in leads:
            morning.app.day.view.go_to(lead.id)
            await press(pilot, *keys)
            text = morning.text()
            below = text.split("── Kimberley" if "── Kimberley" in text else " Log touch ")[-1]
            assert not [line for line in below.split("\n") if line.endswith("…")]
            assert not [line for line in below.split("\n") if line.endswith((" x", " f"))], "a key without its words"
            await press(pilot, *["escape"] * 3)


# Tasks


async def test_a_task_is_done_by_one_key_and_undone_by_another(opened: Opened) -> None:
    task = a_promise(TODAY, "t", kind=PromiseKind.TASK, why="send the offer", zone="Europe/London")
    async with opened(kim(task)) as (morning, pilot):
        assert "task" in morning.text()
        await press(pilot, "d")
        assert [one.state for one in morning.lead(1).promises] == [PromiseState.KEPT]
        assert "done: send the offer, Kim Ha-neul" in morning.text()
        await press(pilot, "u")
        assert morning.lead(1).promises == (task,)


async def test_the_key_for_done_says_that_there_is_no_task(opened: Opened) -> None:
    async with opened(kim(DEMO)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "d")
        assert "no task is promised to Kim Ha-neul: l logs a touch" in morning.text()


async def test_somebody_who_was_called_today_is_not_called_again_for_a_task(opened: Opened) -> None:
    task = a_promise(TODAY, "t", kind=PromiseKind.TASK, why="send the offer", zone="Europe/London")
    async with opened(kim(task)) as (morning, pilot):
        await press(pilot, "enter", "ctrl+l", "t", "enter")
        assert morning.desk.agenda.round(morning.desk.agenda.today()).leads == ()
        assert "send the offer" in morning.text(), "it still stands in the list"


async def test_agreed_without_a_day_asks_for_it(opened: Opened) -> None:
    async with opened(kim(DEMO)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", "t", "p", "tab", "enter")
        assert morning.lead(1).promises == (DEMO,), "nothing is logged yet"
        await press(pilot, "2", "enter")
        assert [one.state for one in morning.lead(1).promises] == [PromiseState.AGREED_ANEW, PromiseState.OPEN]
        assert morning.lead(1).promises[1].why == "demo"


async def test_what_is_typed_after_it_was_agreed_is_the_day(opened: Opened) -> None:
    for keys in (("t", "p"), ("p", "t")):
        async with opened(kim()) as (morning, pilot):
            await press(pilot, *FIND_KIM, "l", *keys, "~fri 2pm", "enter")
            [made] = morning.lead(1).promises
            assert (made.day, made.time) == (dt.date(2026, 3, 20), dt.time(14))


async def test_one_day_on_is_one_working_day_after_its_own_day(opened: Opened) -> None:
    async with opened(a_lead(1, "Kim Roe", due=dt.date(2026, 3, 27))) as (morning, pilot):
        await press(pilot, *FIND_KIM, ">")
        assert morning.lead(1).plan.day == dt.date(2026, 3, 30)  # type: ignore[union-attr]


# The date line


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 36)], ids=str)
async def test_while_a_date_is_typed_a_key_says_that_it_was_agreed(opened: Opened, size: tuple[int, int]) -> None:
    async with opened(kim(), size=size) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", "t", "tab", "~fri 2pm")
        assert "^p agreed with them?" in morning.text().lower()
        assert "◆ promised" not in morning.text()
        await press(pilot, "ctrl+p")
        assert "◆ promised" in morning.text()
        assert "^p not agreed" in morning.text().lower()
        await press(pilot, "ctrl+p", "ctrl+p", "enter")
        (new,) = morning.lead(1).promises
        assert (new.day, new.time, morning.lead(1).plan) == (dt.date(2026, 3, 20), dt.time(14), None)
        assert "promised Fri 20 Mar 14:00" in morning.text()


async def test_a_day_they_named_is_a_promise_until_a_key_says_otherwise(opened: Opened) -> None:
    async with opened(kim()) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", "o", "~3 jun")
        assert "◆ promised = Wed 3 Jun" in morning.text()
        await press(pilot, "ctrl+p")
        assert "◆ promised" not in morning.text()
        await press(pilot, "enter", "enter")
        assert morning.lead(1).promises == ()
        assert "not now, Kim Ha-neul; next Wed 3 Jun" in morning.text()


async def test_elsewhere_the_same_key_opens_the_commands(opened: Opened) -> None:
    async with opened(kim(DEMO)) as (morning, pilot):
        await press(pilot, "n", "ctrl+p")
        assert morning.app.screen is not morning.app.day


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 36)], ids=str)
async def test_a_snooze_to_a_day_they_agreed_to_is_a_promise_in_place_of_the_other(
    opened: Opened, size: tuple[int, int]
) -> None:
    async with opened(kim(DEMO, plan=Plan(day=TODAY)), size=size) as (morning, pilot):
        await press(pilot, *FIND_KIM, "s", "~tue 2pm")
        assert "your own day, not a promise  ^p agreed with them" in morning.text()
        await press(pilot, "ctrl+p")
        assert "◆ in place of the promise of Fri 20 Mar 10:00" in morning.text()
        assert "◆ promised: they agreed to that day  ^p not agreed" in morning.text()
        await press(pilot, "enter")
        old, new = morning.lead(1).promises
        assert (old.state, new.day, new.channel, new.why) == (
            PromiseState.AGREED_ANEW,
            dt.date(2026, 3, 24),
            Channel.MEETING,
            "demo",
        )
        assert morning.lead(1).plan is None
        assert "agreed with Kim Ha-neul; promised Tue 24 Mar 14:00" in morning.text()
        await press(pilot, "u")
        assert morning.lead(1) == kim(DEMO, plan=Plan(day=TODAY))


async def test_a_lost_lead_comes_back_with_a_day_they_agreed_to(opened: Opened) -> None:
    lost = a_lead(1, "Kim Ha-neul", None, status=Status.LOST)
    async with opened(lost) as (morning, pilot):
        await press(pilot, *FIND_KIM, "b", "~tue 2pm", "ctrl+p", "enter")
        assert morning.lead(1).status is Status.OPEN
        assert [one.day.day for one in morning.lead(1).promises] == [24]


async def test_beside_several_promises_an_agreed_day_is_one_more(opened: Opened) -> None:
    async with opened(kim(DEMO, OFFER)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "s", "~27 mar", "ctrl+p")
        assert "◆ beside 2 promises: Fri 20 Mar 10:00, Tue 24 Mar 14:00" in morning.text()
        await press(pilot, "enter")
        assert [one.day.day for one in morning.lead(1).open_promises] == [20, 24, 27]


# What is offered does something


@pytest.mark.parametrize("end", [("d",), ("e",), ("t", "k")], ids=str)
async def test_where_there_is_no_date_no_key_for_one_is_offered(opened: Opened, end: tuple[str, ...]) -> None:
    async with opened(kim()) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", "t")
        assert "p agreed with them?" in morning.text()
        assert "Tab date" in morning.text()
        await press(pilot, *end)
        assert "agreed" not in morning.text()
        assert "Tab date" not in morning.text()
        before = morning.text()
        await press(pilot, "p", *(() if end == ("e",) else ("tab",)))
        assert morning.text() == before


@pytest.mark.parametrize(
    ("keys", "dead", "words"),
    [
        (("d",), "e", "  e lost"),
        (("d",), "k", "  k check-in"),
        (("w",), "e", "  e lost"),
        (("t", "k"), "e", "  e lost"),
        (("e",), "k", "  k check-in"),
    ],
    ids=str,
)
async def test_what_an_outcome_rules_out_is_neither_offered_nor_done(
    opened: Opened, keys: tuple[str, ...], dead: str, words: str
) -> None:
    async with opened(kim()) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", "t")
        assert words in morning.text()
        await press(pilot, *keys)
        assert words not in morning.text()
        before = morning.text()
        await press(pilot, dead)
        assert morning.text() == before


async def test_of_three_promises_all_stay(opened: Opened) -> None:
    async with opened(kim(LATE, DEMO, OFFER)) as (morning, pilot):
        await press(pilot, *FIND_KIM, "l", "r")
        assert "◆ all 3 stay" in morning.text()
        assert "both" not in morning.text()

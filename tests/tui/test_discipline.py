"""The discipline of follow-up, by keys: their words, promises, decisions, check-ins, who named whom, and silence."""

import datetime as dt

import pytest
from msgspec.structs import replace

from fuyu.domain.history import Touch, after_touch
from fuyu.domain.lead import About, Lead, Outcome, Status
from fuyu.domain.promise import PromiseState
from fuyu.domain.step import Channel, Plan
from tests.builders import adding
from tests.tui.conftest import TODAY, WEDNESDAY, Opened, due, press

WORDS = "~after the budget"


def touched(lead: Lead, *outcomes: Outcome, channel: Channel = Channel.CALL) -> tuple[Lead, list[Touch]]:
    """Return a lead after touches on the days before today, the last of them yesterday, and the touches."""
    touches = []
    for number, outcome in enumerate(outcomes, start=1):
        at = WEDNESDAY - dt.timedelta(days=len(outcomes) + 1 - number)
        touches.append(Touch(id=number, uid=f"t{number}", lead=lead.id, at=at, channel=channel, outcome=outcome))
        lead = after_touch(lead, touches[-1], lead.plan)
    return lead, touches


async def test_not_now_asks_when_and_quotes_their_words_on_that_day(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "l", "o")
        assert "may I call again? when?" in morning.text()
        await press(pilot, "~in 3 months", "enter", WORDS, "enter")
        late, new = morning.lead(1).promises
        assert late.state is PromiseState.LATE, "a day that was missed stays missed"
        assert (new.day, new.why, new.quote, new.said) == (dt.date(2026, 6, 18), "proposal", "after the budget", TODAY)
        assert new.is_open
        morning.clock.at = WEDNESDAY.replace(month=6, day=18)
        await press(pilot, "R", "2")
        assert "in March: “after the budget”" in morning.text()


async def test_not_now_without_a_day_is_a_plan_a_quarter_away(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "l", "o", "enter", "enter")
        assert morning.lead(1).next_step == Plan(day=dt.date(2026, 6, 16), why="proposal")


async def test_not_now_is_left_for_do_not_contact(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "l", "o", "escape", "d", "enter")
        assert morning.lead(1).status is Status.DO_NOT_CONTACT
        assert "Nihon Denki" not in morning.text(), "nobody sees them in a list any more"


async def test_one_key_says_that_the_date_was_agreed(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "l", "t")
        assert "p agreed with them?" in morning.text()
        await press(pilot, "p", "enter")
        step = morning.lead(1).next_step
        assert step is not None
        assert step.promised


def snoozed(times: int, *, put_off: bool = False) -> Lead:
    step = Plan(day=TODAY, snoozed=times, first_day=TODAY - dt.timedelta(days=9), put_off=put_off, why="demo")
    return Lead(id=1, name="Dana Reyes", emails=("dana@x.example",), plan=step, touches=1)


async def test_two_snoozes_are_only_snoozes(opened: Opened) -> None:
    async with opened(snoozed(1)) as (morning, pilot):
        await press(pilot, "s", "enter")
        plan = morning.lead(1).plan
        assert plan is not None
        assert plan.snoozed == 2


@pytest.mark.parametrize("key", ["s", ">"])
async def test_the_third_snooze_is_a_decision(opened: Opened, key: str) -> None:
    async with opened(snoozed(2)) as (morning, pilot):
        await press(pilot, key)
        text = morning.text()
        assert "Dana Reyes was snoozed 2 times: what now?" in text
        assert "p park with a date and a reason" in text


async def test_the_decision_has_its_keys_explained(opened: Opened) -> None:
    async with opened(snoozed(2)) as (morning, pilot):
        await press(pilot, "s", "f1")
        assert "Deciding after many snoozes" in morning.lines(), "first of the situations, below the legend"
        await press(pilot, "escape", "o")
        step = morning.lead(1).next_step
        assert step is not None
        assert step.channel is Channel.EMAIL


async def test_the_decision_can_be_put_off_once(opened: Opened) -> None:
    async with opened(snoozed(2)) as (morning, pilot):
        await press(pilot, "s", "escape", "2", "enter")
        plan = morning.lead(1).plan
        assert plan is not None
        assert (plan.day, plan.snoozed, plan.put_off) == (dt.date(2026, 3, 23), 3, True)
    async with opened(snoozed(3, put_off=True)) as (morning, pilot):
        await press(pilot, "s", "escape", "2", "enter", "escape")
        assert morning.lead(1) == snoozed(3, put_off=True), "nothing was changed"


async def test_another_channel_is_taken_up_today(opened: Opened) -> None:
    async with opened(snoozed(2)) as (morning, pilot):
        await press(pilot, "s", "o")
        plan = morning.lead(1).plan
        assert plan is not None
        assert (plan.day, plan.channel, plan.snoozed, plan.why) == (TODAY, Channel.EMAIL, 0, "demo")
        await press(pilot, "u")
        assert morning.lead(1) == snoozed(2)


async def test_asking_for_permission_is_due_today(opened: Opened) -> None:
    async with opened(snoozed(2)) as (morning, pilot):
        await press(pilot, "s", "a")
        step = morning.lead(1).next_step
        assert step is not None
        assert (step.channel, step.why) == (Channel.EMAIL, "ask: may I stay in touch?")


async def test_parking_has_a_date_and_a_reason(opened: Opened) -> None:
    async with opened(snoozed(2)) as (morning, pilot):
        await press(pilot, "s", "p", "~in 6 months", "enter", "~new owner by then", "enter")
        step = morning.lead(1).next_step
        assert step is not None
        assert (step.day, step.why) == (dt.date(2026, 9, 18), "new owner by then")


async def test_an_early_end_says_once_that_yeses_come_later(opened: Opened) -> None:
    async with opened(snoozed(2)) as (morning, pilot):
        await press(pilot, "s", "e")
        assert "lost, without a yes at touch 1 (most take 3 or more)" in morning.text()
        await press(pilot, "enter")
        assert morning.lead(1).status is Status.LOST


async def test_an_end_after_three_touches_is_not_argued_with(opened: Opened) -> None:
    async with opened(replace(snoozed(0), touches=5)) as (morning, pilot):
        await press(pilot, "l", "e")
        assert "lost, without a yes" in morning.text()
        assert "most take" not in morning.text()


async def test_who_was_not_reached_by_three_calls_is_written_to(opened: Opened) -> None:
    lead, touches = touched(snoozed(0), Outcome.NO_ANSWER, Outcome.NO_ANSWER)
    async with opened() as (morning, pilot):
        morning.store.apply(adding(lead, *touches))
        await press(pilot, "R", "l", "n")
        text = morning.text()
        assert "! 2 touches without an answer, 2 in 2 weeks · kind from Fri 20 Mar" in text
        assert "next by email" in text
        await press(pilot, "enter", "u", "U")
        step = morning.lead(1).next_step
        assert step is not None
        assert step.channel is Channel.EMAIL


async def test_a_day_too_soon_is_said_and_not_forbidden(opened: Opened) -> None:
    lead, touches = touched(snoozed(0), Outcome.NO_ANSWER, Outcome.NO_ANSWER, Outcome.NO_ANSWER)
    async with opened() as (morning, pilot):
        morning.store.apply(adding(lead, *touches))
        await press(pilot, "R", "l", "n", "tab", "~tomorrow")
        assert "kind from Tue 24 Mar" in morning.text()
        await press(pilot, "enter")
        step = morning.lead(1).next_step
        assert step is not None
        assert step.day == dt.date(2026, 3, 19)


async def test_a_no_show_is_rebooked_the_same_day(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "l", "i", "enter")
        step = morning.lead(1).next_step
        assert step is not None
        assert (step.day, step.why) == (TODAY, "proposal"), "what it is for stays"


BIRTHDAY = About("birthday", dt.date(1980, 3, 18), yearly=True)
LATER = Plan(day=dt.date(2026, 5, 4), why="offer")
KIND = Lead(id=9, name="Kim Ha-neul", about=(BIRTHDAY,), plan=LATER, touches=2, unanswered=1)


async def test_a_birthday_stands_among_todays_and_leaves_the_follow_up_alone(opened: Opened) -> None:
    async with opened(KIND) as (morning, pilot):
        assert "check-in" in morning.text()
        assert "birthday today" in morning.text()
        await press(pilot, "l")
        assert "a check-in: what came of it?" in morning.text()
        await press(pilot, "t", "enter")
        lead = morning.lead(9)
        assert (lead.next_step, lead.touches, lead.unanswered) == (LATER, 2, 0), "an answer is an answer"
        (touch,) = morning.desk.leads.card(9).history
        assert isinstance(touch, Touch)
        assert touch.check_in
        assert "✓ done" in morning.text()
        await press(pilot, "u")
        assert morning.lead(9) == KIND


async def test_a_check_in_can_be_let_pass(opened: Opened) -> None:
    async with opened(KIND) as (morning, pilot):
        await press(pilot, "s")
        assert "check-in" not in morning.text()
        assert morning.lead(9).next_step == LATER
        morning.clock.at = WEDNESDAY.replace(year=2027)
        await press(pilot, "R")
        assert "birthday today" in morning.text(), "next year it comes again"


async def test_any_touch_can_be_a_check_in(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        before = morning.lead(1).next_step
        await press(pilot, "l", "k", "t", "enter")
        assert morning.lead(1).next_step == before


async def test_after_a_yes_one_asks_who_else(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "l", "w", "enter")
        assert "won, Sakura Tanaka; next Wed 1 Apr; promise late. Who else? r adds them" in morning.text()
        await press(pilot, "r", "~Bo Diaz, Acme", "enter")
        bo = morning.lead(7)
        assert bo.referred_by == 1
        assert bo.next_step == Plan(day=TODAY, why="Sakura Tanaka suggested I call")
        assert "added Bo Diaz, referred by Sakura Tanaka; next Wed 18 Mar, today  (u undoes it)" in morning.text()
        assert morning.app.day.chosen != 7, "one stays where one was"
        await press(pilot, "/", "~bo diaz", "enter")
        assert "referred by Sakura Tanaka" in morning.text()
        sakura = morning.lead(1)
        assert sakura.referred == (7,)
        assert sakura.about[-1] == About("thank them for Bo Diaz", dt.date(2026, 3, 19))
        morning.clock.at = WEDNESDAY + dt.timedelta(days=1)
        await press(pilot, "R")
        assert [row.name for row in morning.desk.agenda.today().check_in] == ["Sakura Tanaka"]


async def test_who_else_is_asked_of_the_chosen_lead_once_another_is_chosen(
    opened: Opened, people: tuple[Lead, ...]
) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "l", "w", "enter", "j", "r")
        assert "Whom did M. al-Ahmad refer?" in morning.text()


async def test_who_wants_silence_is_found_only_when_asked_for(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "l", "d", "enter", "slash", "~sakura")
        assert "^o Show 1 do-not-contact" in morning.text()
        assert "DNC  " not in morning.text()
        await press(pilot, "ctrl+o")
        assert "DNC  " in morning.text()


async def test_the_list_says_what_time_it_is_there(opened: Opened) -> None:
    lead = replace(due(1, "Sakura Tanaka", 0, why="demo"), zone="Asia/Tokyo")
    async with opened(lead, size=(160, 45)) as (morning, _):
        assert "18:30 there" in morning.text()
    async with opened(lead, size=(120, 36)) as (morning, _):
        assert "demo" in morning.text()
        assert morning.text().count("18:30 there") == 2, "in the list and on the card"
    async with opened(replace(lead, zone="America/Los_Angeles"), size=(160, 45)) as (morning, _):
        assert "02:30 there, not now!" in morning.text()
    async with opened(replace(lead, zone="America/Los_Angeles")) as (morning, _):
        assert morning.text().count("02:30 there") == 2, "also where there is little room"


async def test_after_three_touches_the_card_asks_what_matters(opened: Opened) -> None:
    async with opened(due(1, "Ann", 0)) as (morning, _):
        assert "what matters to them?" not in morning.text()
    async with opened(replace(due(1, "Ann", 0), touches=3)) as (morning, _):
        assert "what matters to them?" in morning.text()


async def test_the_card_remembers_how_they_answered(opened: Opened) -> None:
    lead, touches = touched(snoozed(0), Outcome.TALKED, Outcome.TALKED)
    async with opened() as (morning, pilot):
        morning.store.apply(adding(lead, *touches))
        await press(pilot, "R")
        assert "answers by call around 9:00" in morning.text()

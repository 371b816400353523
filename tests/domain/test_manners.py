"""Never a pest: what was tried in vain, the other ways to reach someone, and their clocks."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from fuyu.domain.history import Entry, Touch
from fuyu.domain.lead import Lead, Outcome, Row
from fuyu.domain.manners import (
    Advice,
    Answers,
    Hours,
    advice,
    another_channel,
    answers,
    at_home,
    other_channel,
    their_time,
    tried,
    tried_lately,
)
from fuyu.domain.step import Channel, Plan
from tests.builders import NOON, a_note, a_touch

TODAY = date(2026, 3, 18)
LONDON = ZoneInfo("Europe/London")


def history(*said: str) -> list[Entry]:
    """Return touches, newest first, a day apart: `call no_answer`, `kind call talked`, `note`."""
    return [_entry(number, words) for number, words in enumerate(said)]


def _entry(number: int, words: str) -> Entry:
    at = NOON - timedelta(days=number)
    if words == "note":
        return a_note(number + 1, at=at)
    *kind, channel, outcome = words.split()
    return a_touch(number + 1, at=at, channel=Channel(channel), outcome=Outcome(outcome), check_in=bool(kind))


def a_lead(**fields: object) -> Lead:
    return Lead(id=1, name="Ann Lee", **fields)  # type: ignore[arg-type]


REACHED = a_lead(phones=("+44 20 7946 0958",), emails=("ann@acme.example",), links=("acme.example/ann",))


def test_what_was_tried_is_all_since_the_last_answer() -> None:
    past = history("call no_answer", "note", "kind call no_answer", "email sent", "call talked", "call no_answer")
    assert [touch.id for touch in tried(past)] == [1, 4]
    assert list(tried(history("email replied", "call no_answer"))) == []


def test_lately_is_so_many_days() -> None:
    at = [NOON - timedelta(days=days) for days in (0, 14, 15, 40)]
    past = [a_touch(number, at=when, outcome=Outcome.NO_ANSWER) for number, when in enumerate(at, 1)]
    assert [tried_lately(past, TODAY, days) for days in (14, 15)] == [2, 3]


def test_how_someone_answers_is_the_channel_and_hour_they_answered_most() -> None:
    def call(number: int, hour: int, outcome: Outcome, channel: Channel = Channel.CALL) -> Touch:
        return a_touch(number, at=NOON.replace(hour=hour), channel=channel, outcome=outcome)

    past: list[Entry] = [
        call(1, 9, Outcome.NO_ANSWER),
        call(2, 16, Outcome.TALKED),
        call(3, 16, Outcome.TALKED),
        call(4, 10, Outcome.TALKED),
        call(5, 10, Outcome.REPLIED, Channel.EMAIL),
    ]
    assert answers(past) == Answers(Channel.CALL, 16, 3)
    assert answers(past[4:]) == Answers(Channel.EMAIL, None, 1)
    assert answers(history("call no_answer", "call not_now", "note")) is None


@pytest.mark.parametrize(
    ("lead", "past", "channel"),
    [
        (REACHED, ("call no_answer", "call no_answer"), None),
        (REACHED, ("call no_answer", "call left_message", "voicemail left_message"), Channel.EMAIL),
        (REACHED, ("call no_answer", "call no_answer", "call no_answer", "text replied"), Channel.TEXT),
        (REACHED, ("email sent", "call no_answer", "call no_answer", "call no_answer"), Channel.TEXT),
        (REACHED, ("text sent", "email sent", "call no_answer", "call no_answer", "call no_answer"), Channel.SOCIAL),
        (a_lead(phones=("1",)), ("call no_answer", "call no_answer", "call no_answer"), Channel.TEXT),
        (a_lead(), ("call no_answer", "call no_answer", "call no_answer"), None),
        (a_lead(phones=("1",)), ("text sent", "call no_answer", "call no_answer", "call no_answer"), None),
        (a_lead(links=("x.example/a",)), ("call no_answer", "call no_answer", "call no_answer"), Channel.SOCIAL),
        (a_lead(place="Osaka"), ("call no_answer", "call no_answer", "call no_answer"), None),
        (REACHED, ("call no_answer", "call no_answer", "kind call talked", "call no_answer"), None),
        (REACHED, ("call no_show",), None),
        (REACHED, ("meeting no_show", "meeting no_show"), Channel.EMAIL),
        (REACHED, ("kind call no_answer", "call no_answer", "call no_answer"), None),
        (REACHED, ("call talked", "call no_answer", "call no_answer", "call no_answer"), None),
    ],
)
def test_after_three_calls_in_vain_another_way_is_tried(
    lead: Lead, past: tuple[str, ...], channel: Channel | None
) -> None:
    assert other_channel(lead, history(*past), 3) == channel


def called(hour: int, outcome: Outcome = Outcome.NO_ANSWER, channel: Channel = Channel.CALL) -> Touch:
    """Return a call at an hour."""
    return a_touch(hour, at=NOON.replace(hour=hour, minute=10), channel=channel, outcome=outcome)


ANSWERS = [called(16, Outcome.TALKED), called(15, Outcome.TALKED), called(16, Outcome.TALKED)]


@pytest.mark.parametrize(
    ("past", "found"),
    [
        ([called(9), called(9), called(9), *ANSWERS], Advice(Channel.CALL, 16)),
        ([called(9), called(9), called(12), *ANSWERS[:2]], Advice(Channel.CALL, 16)),
        ([called(9), called(16), called(9), *ANSWERS], Advice(Channel.EMAIL)),  # that hour was tried, too
        ([called(9), called(9), called(17), *ANSWERS], Advice(Channel.EMAIL)),  # nearly
        ([called(9), called(9), called(9), *ANSWERS[:1]], Advice(Channel.EMAIL)),  # once is chance
        ([called(9), called(9), *ANSWERS], None),
        (
            [called(9), called(9), called(9), *(called(16, Outcome.REPLIED, Channel.TEXT) for _ in range(2))],
            Advice(Channel.TEXT),
        ),
    ],
)
def test_calls_in_vain_at_another_hour_than_they_answer_at_give_that_hour_as_the_one_advice(
    past: list[Entry], found: Advice | None
) -> None:
    assert advice(REACHED, past, 3) == found
    assert other_channel(REACHED, past, 3) == (found.channel if found and found.hour is None else None)


@pytest.mark.parametrize(("missed", "channel"), [(3, None), (4, Channel.EMAIL)])
def test_who_calls_more_often_before_another_way_also_waits_longer_for_the_missed(
    missed: int, channel: Channel | None
) -> None:
    assert other_channel(REACHED, history(*["meeting no_show"] * missed), 5) == channel


@pytest.mark.parametrize(
    ("past", "step", "channel"),
    [
        ((), Channel.CALL, Channel.EMAIL),
        (("email sent",), Channel.CALL, Channel.TEXT),
        (("email sent", "text sent", "social sent", "letter sent"), Channel.CALL, Channel.EMAIL),
        (("email sent", "text sent", "social sent", "letter sent"), Channel.EMAIL, Channel.CALL),
        (("text replied",), Channel.CALL, Channel.TEXT),
    ],
)
def test_another_way_is_best_one_not_tried_in_vain(past: tuple[str, ...], step: Channel, channel: Channel) -> None:
    assert another_channel(replace(REACHED, plan=Plan(day=TODAY, channel=step)), history(*past)) is channel


outcomes = st.sampled_from(Outcome)
pasts = st.lists(st.tuples(st.sampled_from(Channel), outcomes, st.booleans()), max_size=8).map(
    lambda found: [
        a_touch(number, at=NOON - timedelta(days=number), channel=channel, outcome=outcome, check_in=kind)
        for number, (channel, outcome, kind) in enumerate(found, 1)
    ]
)
some_leads = st.builds(
    Lead,
    id=st.just(1),
    name=st.just("Ann"),
    phones=st.sampled_from([(), ("1",)]),
    emails=st.sampled_from([(), ("a@x.example",)]),
    links=st.sampled_from([(), ("x.example/a",)]),
    plan=st.none() | st.builds(Plan, day=st.just(TODAY), channel=st.sampled_from(Channel)),
)


@given(some_leads, pasts)
def test_no_way_is_suggested_that_was_just_tried_in_vain(lead: Lead, past: list[Touch]) -> None:
    channel = other_channel(lead, past, 3)
    assert channel is None or channel not in {touch.channel for touch in tried(past)}
    assert channel not in {Channel.CALL, Channel.VOICEMAIL}
    step = lead.next_step.channel if lead.next_step else Channel.CALL
    answered = {touch.channel for touch in past if touch.outcome in {Outcome.TALKED, Outcome.REPLIED}}
    there = {Channel.EMAIL: lead.emails, Channel.TEXT: lead.phones, Channel.SOCIAL: lead.links}
    assert channel is None or channel in answered or there.get(channel)
    other = another_channel(lead, past)
    assert other in answered | {Channel.CALL} or other is step or there.get(other)
    assert channel in {None, step} or other is channel


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Asia/Tokyo", "2026-03-18 18:30"),
        ("America/Los_Angeles", "2026-03-18 02:30"),
        ("Pacific/Kiritimati", "2026-03-18 23:30"),
        ("Africa/Abidjan", ""),  # the same clocks as London in winter
        ("", ""),
        ("Mars/Olympus_Mons", ""),
        ("../etc/passwd", ""),
    ],
)
def test_their_clocks_are_shown_where_they_differ(zone: str, shown: str) -> None:
    there = their_time(Row(id=1, name="Ann", zone=zone), datetime(2026, 3, 18, 9, 30, tzinfo=LONDON))
    assert (f"{there:%Y-%m-%d %H:%M}" if there else "") == shown


def test_a_clock_without_a_name_still_tells_theirs() -> None:
    now = datetime(2026, 7, 1, 9, 30, tzinfo=timezone(timedelta(hours=-4)))
    there = their_time(Row(id=1, name="Ann", zone="Europe/London"), now)
    assert there is not None
    assert there.time() == time(14, 30)


@pytest.mark.parametrize(
    ("there", "at_rest"),
    [
        ("2026-03-18T08:59", True),
        ("2026-03-18T09:00", False),
        ("2026-03-18T17:59", False),
        ("2026-03-18T18:00", True),
        ("2026-03-21T11:00", True),  # a Saturday
        ("2026-03-20T11:00", False),
    ],
)
def test_a_call_is_welcome_in_their_working_hours(there: str, *, at_rest: bool) -> None:
    assert at_home(datetime.fromisoformat(there).replace(tzinfo=UTC), Hours(time(9), time(18))) is at_rest

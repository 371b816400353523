"""What becomes of a promise: by each kind of touch, on each side of its day and its time."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.domain.history import Touch
from fuyu.domain.lead import Outcome
from fuyu.domain.promise import Promise, PromiseKind, PromiseState
from fuyu.domain.settling import (
    after_touch,
    agreed_anew,
    done,
    overtaken,
    promises_after,
    put_off,
    replaced_by,
    unsettled,
    withdrawn,
)
from fuyu.domain.step import Channel
from tests.builders import a_promise, a_touch

LONDON = ZoneInfo("Europe/London")
FRIDAY = dt.date(2026, 3, 20)
OPEN, PUT_OFF, KEPT, LATE, BROKEN, EXCUSED, AGREED_ANEW, WITHDRAWN = PromiseState
TALKS = (Outcome.TALKED, Outcome.NOT_NOW, Outcome.WON)
ATTEMPTS = (Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.SENT)
SAID_NOTHING = (Outcome.REPLIED, Outcome.DO_NOT_CONTACT)


def at(day: int, hour: int = 12, minute: int = 0, zone: str = "Europe/London") -> dt.datetime:
    """Return a time of a day of March 2026."""
    return dt.datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo(zone))


def a_friday(**fields: Any) -> Promise:
    """Return a promise to call on Friday the 20th, made on Monday."""
    return a_promise(FRIDAY, **{"zone": "Europe/London", "made": at(16), **fields})


def at_ten(**fields: Any) -> Promise:
    """Return a promise to meet on Friday at ten."""
    return a_friday(**{"time": dt.time(10), "channel": Channel.MEETING, **fields})


def touched(when: dt.datetime, outcome: Outcome, channel: Channel = Channel.CALL, **fields: Any) -> Touch:
    """Return a touch."""
    return a_touch(at=when, outcome=outcome, channel=channel, **fields)


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("channel", Channel)
def test_before_its_day_no_touch_changes_a_promise(outcome: Outcome, channel: Channel) -> None:
    for promise in (a_friday(), at_ten(), a_friday(kind=PromiseKind.TASK), put_off(a_friday(), at(17), FRIDAY)):
        assert after_touch(promise, touched(at(18), outcome, channel)) is promise


@pytest.mark.parametrize(
    ("outcomes", "state"),
    [(TALKS, KEPT), (ATTEMPTS, KEPT), ((Outcome.NO_SHOW, Outcome.WRONG_CONTACT), EXCUSED), (SAID_NOTHING, OPEN)],
)
def test_on_its_day(outcomes: tuple[Outcome, ...], state: PromiseState) -> None:
    for outcome in outcomes:
        assert after_touch(a_friday(), touched(at(20), outcome)).state is state, outcome


def test_an_attempt_keeps_a_promise_by_its_own_channel_only_and_a_talk_by_any() -> None:
    mailed = touched(at(20, 9), Outcome.SENT, Channel.EMAIL)
    assert after_touch(a_friday(), mailed).is_open, "an agenda mailed is not the demo"
    assert after_touch(a_friday(channel=Channel.EMAIL), mailed).state is KEPT
    assert after_touch(a_friday(), touched(at(20), Outcome.LEFT_MESSAGE, Channel.VOICEMAIL)).state is KEPT
    assert after_touch(a_friday(channel=Channel.MEETING), touched(at(20), Outcome.TALKED, Channel.CALL)).state is KEPT


@pytest.mark.parametrize(
    ("hour", "minute", "state"),
    [(8, 59, OPEN), (9, 0, KEPT), (10, 0, KEPT), (11, 0, KEPT), (11, 1, LATE), (23, 59, LATE)],
)
def test_a_time_is_kept_from_an_hour_before_until_an_hour_after_it(hour: int, minute: int, state: PromiseState) -> None:
    for outcome in (Outcome.TALKED, Outcome.NO_ANSWER):
        assert after_touch(at_ten(), touched(at(20, hour, minute), outcome, Channel.MEETING)).state is state


@pytest.mark.parametrize(("time", "when"), [(dt.time(23, 59), at(21, 0, 20)), (dt.time(0, 10), at(19, 23, 40))])
def test_the_hour_around_a_time_goes_on_over_midnight(time: dt.time, when: dt.datetime) -> None:
    promise = a_friday(time=time)
    assert after_touch(promise, touched(when, Outcome.TALKED)).state is KEPT
    assert after_touch(put_off(promise, at(18), FRIDAY), touched(when, Outcome.TALKED)).state is KEPT


def test_how_near_its_time_is_a_setting() -> None:
    touch = touched(at(20, 10, 20), Outcome.TALKED)
    assert after_touch(at_ten(), touch, dt.timedelta(minutes=15)).state is LATE


def test_a_no_show_excuses_a_promise_on_its_day_and_afterwards() -> None:
    for when in (at(20, 8), at(20, 10, 15), at(20, 16), at(23)):
        assert after_touch(at_ten(), touched(when, Outcome.NO_SHOW, Channel.MEETING)).state is EXCUSED


@pytest.mark.parametrize("outcome", [*TALKS, *ATTEMPTS, Outcome.WRONG_CONTACT])
def test_after_its_day_the_first_touch_is_late(outcome: Outcome) -> None:
    late = after_touch(a_friday(), touched(at(23), outcome, Channel.SOCIAL))
    assert late.state is LATE
    assert after_touch(late, touched(at(24), Outcome.TALKED)) is late, "settled once"


def test_a_letter_of_theirs_settles_nothing() -> None:
    assert after_touch(a_friday(), touched(at(23), Outcome.REPLIED)).is_open


def test_its_day_is_that_of_the_zone_it_was_made_in() -> None:
    tokyo = a_friday(zone="Asia/Tokyo")
    assert after_touch(tokyo, touched(at(19, 16), Outcome.TALKED)).state is KEPT, "Friday has begun there"
    assert after_touch(tokyo, touched(at(20, 16), Outcome.TALKED)).state is LATE, "it is Saturday there"


def test_a_check_in_and_a_task_have_nothing_to_do_with_touches() -> None:
    assert after_touch(a_friday(), touched(at(20), Outcome.TALKED, check_in=True)).is_open
    assert after_touch(a_friday(kind=PromiseKind.TASK), touched(at(20), Outcome.TALKED)).is_open


@pytest.mark.parametrize(
    ("when", "time", "state"),
    [
        (at(16, 8), None, KEPT),
        (at(20, 23), None, KEPT),
        (at(21, 0), None, LATE),
        (at(20, 14, 59), dt.time(14), KEPT),
        (at(20, 15, 1), dt.time(14), LATE),
    ],
)
def test_a_task_is_kept_by_saying_in_time_that_it_is_done(
    when: dt.datetime, time: dt.time | None, state: PromiseState
) -> None:
    assert done(a_friday(kind=PromiseKind.TASK, time=time), when).state is state


def test_what_was_put_off_is_kept_by_a_call_on_its_day_after_all_and_broken_once_that_has_passed() -> None:
    moved = put_off(a_friday(), at(19), dt.date(2026, 3, 25))
    assert (moved.state, moved.state_on(FRIDAY), moved.history[-1].to) == (PUT_OFF, PUT_OFF, dt.date(2026, 3, 25))
    assert after_touch(moved, touched(at(20), Outcome.NO_ANSWER)).state is KEPT
    assert moved.state_on(dt.date(2026, 3, 21)) is BROKEN
    assert after_touch(moved, touched(at(25), Outcome.TALKED)) is moved, "broken stays broken"


def test_what_is_put_off_after_its_day_is_broken() -> None:
    assert put_off(a_friday(), at(21), dt.date(2026, 3, 25)).state is BROKEN
    assert put_off(at_ten(), at(20, 14), dt.date(2026, 3, 25)).state is PUT_OFF, "its day is not over"


def test_a_touch_logged_late_counts_as_if_it_had_been_logged_in_time() -> None:
    called = touched(at(20, 15), Outcome.TALKED)
    late = after_touch(a_friday(), touched(at(23), Outcome.NO_ANSWER))
    for promise in (late, put_off(a_friday(), at(21), dt.date(2026, 3, 25)), put_off(a_friday(), at(20, 17), FRIDAY)):
        after = after_touch(promise, called)
        assert [change.state for change in after.history] == [KEPT]
    assert after_touch(late, touched(at(18), Outcome.TALKED)) is late, "before its day it changes nothing"
    young = a_friday(made=at(20, 16))
    assert after_touch(young, called) is young, "it was agreed afterwards"


def test_another_date_takes_the_place_of_the_only_promise_to_contact_them() -> None:
    friday, task = a_friday(uid="friday"), a_friday(uid="task", kind=PromiseKind.TASK)
    new = a_promise(dt.date(2026, 3, 24), "new")
    assert replaced_by(new, [friday, task], at(18)) == friday
    assert replaced_by(new, [friday, task, a_friday()], at(18)) is None, "which one?"
    assert replaced_by(new, [friday, task], at(18), "") is None, "beside it"
    assert replaced_by(new, [friday, task], at(18), "task") == task
    assert replaced_by(a_promise(FRIDAY, kind=PromiseKind.TASK), [friday], at(18)) is None
    assert replaced_by(new, [friday], at(23)) == friday, "late, and agreed anew before any call"
    gone = put_off(friday, at(19), dt.date(2026, 3, 25))
    assert replaced_by(new, [gone], at(19)) == gone
    assert replaced_by(new, [gone], at(23)) is None, "broken by then"


def test_of_two_promises_none_gives_way_unasked_even_where_the_touch_settles_one() -> None:
    wednesday, friday = a_promise(dt.date(2026, 3, 18), "wednesday"), a_friday(uid="friday")
    new, called = a_promise(dt.date(2026, 3, 24), "new"), touched(at(19), Outcome.TALKED)
    after = promises_after([wednesday, friday], called)
    assert [one.state for one in after] == [LATE, OPEN]
    assert replaced_by(new, after, called.at, before=[wednesday, friday]) is None
    assert replaced_by(new, after, called.at, "friday", before=[wednesday, friday]) == friday


def test_what_was_agreed_since_leaves_nothing_of_a_date_that_is_noted_late() -> None:
    friday = a_friday(uid="friday", made=at(18))
    noted = a_promise(dt.date(2026, 3, 19), "noted", made=at(17))
    assert replaced_by(noted, [friday], at(17)) is None, "it was agreed afterwards"
    assert [change.at for change in overtaken(noted, [friday], at(17)).history] == [at(18)]
    assert overtaken(noted, [friday], at(17)).state is AGREED_ANEW
    assert overtaken(noted, [friday], at(18)).is_open
    assert overtaken(noted, [friday, a_friday(made=at(18))], at(17)).is_open, "beside them"


def test_what_was_missed_stays_missed_whatever_is_agreed_or_withdrawn_afterwards() -> None:
    friday = a_friday(uid="a")
    assert [one.state for one in agreed_anew([friday], "a", at(20))] == [AGREED_ANEW]
    assert [one.state for one in agreed_anew([friday], "a", at(21))] == [LATE]
    assert [one.state for one in withdrawn([friday], {"a"}, at(21))] == [BROKEN]


def test_agreed_anew_and_withdrawn_settle_what_is_not_settled() -> None:
    friday, kept = a_friday(uid="a"), after_touch(a_friday(uid="b"), touched(at(20), Outcome.TALKED))
    assert [one.state for one in agreed_anew([friday, kept], "a", at(18))] == [AGREED_ANEW, KEPT]
    assert [one.state for one in withdrawn([friday, kept], {"a", "b"}, at(20))] == [WITHDRAWN, KEPT]
    assert unsettled([friday, kept], at(18)) == [friday]


def test_a_talk_keeps_before_its_day_what_a_person_says_and_an_end_withdraws_the_rest() -> None:
    friday, monday = a_friday(uid="a"), a_promise(dt.date(2026, 3, 23), "b", zone="Europe/London")
    talk = touched(at(18), Outcome.TALKED)
    assert [one.state for one in promises_after([friday, monday], talk, kept=("a",))] == [KEPT, OPEN]
    assert [one.state for one in promises_after([friday, monday], talk, given_up=("b",))] == [OPEN, WITHDRAWN]
    assert [one.state for one in promises_after([friday, monday], talk, given_up=None)] == [WITHDRAWN, WITHDRAWN]
    late = touched(at(23), Outcome.TALKED)
    assert [one.state for one in promises_after([friday], late, given_up=None)] == [LATE], "it was missed first"


moments = st.datetimes(dt.datetime(2026, 3, 16), dt.datetime(2026, 3, 27)).map(lambda at: at.replace(tzinfo=LONDON))  # noqa: DTZ001
deeds = st.lists(
    st.one_of(
        st.tuples(st.just("touch"), moments, st.sampled_from(Outcome), st.sampled_from(Channel)),
        st.tuples(st.just("put_off"), moments, st.just(None), st.just(None)),
        st.tuples(st.just("new"), moments, st.just(None), st.just(None)),
    ),
    max_size=8,
)


@given(deeds, st.sampled_from([None, dt.time(10)]))
def test_a_promise_leaves_open_only_by_being_put_off_or_settled_and_nothing_settled_changes(
    deeds: list[Any], time: dt.time | None
) -> None:
    promise = a_friday(time=time)
    for does, when, outcome, channel in sorted(deeds, key=lambda deed: deed[1]):
        before = promise
        if does == "touch":
            promise = after_touch(promise, touched(when, outcome, channel))
        elif does == "put_off":
            promise = put_off(promise, when, dt.date(2026, 4, 1))
        else:
            (promise,) = agreed_anew([promise], promise.uid, when)
        day = when.date()
        if before.state_on(day).is_settled:
            assert promise is before
        if does == "touch" and day < FRIDAY:
            assert promise is before
        assert promise.history[: len(before.history)] == before.history, "nothing is forgotten"
        assert (promise.day, promise.time, promise.uid) == (FRIDAY, time, before.uid)

"""What becomes of promises: by touches, by being put off, by another date agreed, by an end.

Before its day nothing but a word of theirs changes a promise; after it, what was missed stays missed.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from fuyu.domain.history import Touch
from fuyu.domain.outcome import Outcome, Settles
from fuyu.domain.promise import Promise, PromiseState
from fuyu.domain.step import Channel
from fuyu.domain.zones import zone_called

AROUND = timedelta(hours=1)
"""How long before and after its time a promise is kept by a call."""
_SAME_WAY = {Channel.VOICEMAIL: Channel.CALL}
"""Who calls and gets the voicemail has called."""


def after_touch(promise: Promise, touch: Touch, around: timedelta = AROUND) -> Promise:
    """Return a promise after a touch, also one that is logged later than others: it counts as if logged in time.

    A check-in changes none, and a task is not kept by a touch.
    """
    if touch.check_in or promise.is_task or _made_after(promise, touch.at):
        return promise
    before = promise.as_of(touch.at)
    state = _state_after(before, touch, around)
    return promise if state is None else before.turned(state, touch.at, touch=touch.uid)


def _state_after(promise: Promise, touch: Touch, around: timedelta) -> PromiseState | None:
    """Return the state that a touch gives a contact promise; None where it leaves it as it is."""
    day, at = _day_there(promise, touch.at), promise.moment(touch.at.tzinfo)
    is_about_its_time = at is not None and abs(touch.at - at) <= around  # also over midnight
    if promise.state.is_settled or (not is_about_its_time and promise.state_on(day).is_settled):
        return None
    if day != promise.day and not is_about_its_time:
        return _state_afterwards(touch.outcome) if day > promise.day else None
    if touch.outcome.meaning.settles is Settles.EXCUSE:
        return PromiseState.EXCUSED
    return _state_by_the_clock(promise, touch, around) if _was_for(promise, touch) else None


def _was_for(promise: Promise, touch: Touch) -> bool:
    """Return whether a touch of its day was what was promised: a talk by any way, or an attempt by the one agreed."""
    settles = touch.outcome.meaning.settles
    is_by_the_way = _way(touch.channel) == _way(promise.channel)
    return settles is Settles.TALK or (settles is Settles.ATTEMPT and is_by_the_way)


def _state_by_the_clock(promise: Promise, touch: Touch, around: timedelta) -> PromiseState | None:
    """Return the state that what was promised gives it on its day; None where it is too early to be that."""
    at = promise.moment(touch.at.tzinfo)
    if at is None:
        return PromiseState.KEPT
    off = touch.at - at
    if off < -around:
        return None
    return PromiseState.KEPT if off <= around else PromiseState.LATE


def _state_afterwards(outcome: Outcome) -> PromiseState | None:
    """Return the state that a touch after its day gives a promise; a letter of theirs does not settle it."""
    if outcome is Outcome.NO_SHOW:
        return PromiseState.EXCUSED
    return None if outcome.meaning.settles is Settles.NOTHING else PromiseState.LATE


def put_off(promise: Promise, at: datetime, to: date) -> Promise:
    """Return a promise that you moved to another day by yourself: after its own day it is broken.

    A task that was put off before is put off further: it waits until it is done.
    """
    if not promise.is_open and promise.waits_until is None:
        return promise
    is_over = _day_there(promise, at) > promise.day
    return promise.turned(PromiseState.BROKEN if is_over else PromiseState.PUT_OFF, at, to=to)


def done(promise: Promise, at: datetime, around: timedelta = AROUND) -> Promise:
    """Return a task once it is done: by its day, and about its time where it has one, it is kept, else late.

    One that was broken by being put off stays broken, and waits no more.
    """
    due, day = promise.moment(at.tzinfo), _day_there(promise, at)
    if promise.state_on(day) is PromiseState.BROKEN:
        return promise.turned(PromiseState.BROKEN, at)
    in_time = day <= promise.day and (due is None or at - due <= around)
    return promise.turned(PromiseState.KEPT if in_time else PromiseState.LATE, at)


def promises_after(
    promises: Iterable[Promise],
    touch: Touch,
    around: timedelta = AROUND,
    *,
    kept: Collection[str] = (),
    given_up: Collection[str] | None = (),
) -> tuple[Promise, ...]:
    """Return what becomes of promises by a touch, and by what a person says of it.

    Args:
        promises: as they were before.
        touch: what took place.
        around: how long before and after its time a call keeps a promise.
        kept: the uids of those that it kept before their day: that was it.
        given_up: the uids of those that need not be kept any more; None is all, for the follow-up ends.
    """
    after = tuple(after_touch(promise, touch, around) for promise in promises)
    after = _turned(after, kept, PromiseState.KEPT, touch.at, touch.uid)
    gone = {promise.uid for promise in after} if given_up is None else given_up
    return withdrawn(after, gone, touch.at, touch.uid)


def agreed_anew(promises: Iterable[Promise], uid: str, at: datetime, touch: str = "") -> tuple[Promise, ...]:
    """Return promises of which one gave way to another that they agreed to."""
    return _turned(promises, {uid}, PromiseState.AGREED_ANEW, at, touch)


def withdrawn(promises: Iterable[Promise], uids: Collection[str], at: datetime, touch: str = "") -> tuple[Promise, ...]:
    """Return promises of which some need not be kept any more."""
    return _turned(promises, uids, PromiseState.WITHDRAWN, at, touch)


def unsettled(promises: Iterable[Promise], now: datetime) -> list[Promise]:
    """Return those that can still be kept, or agreed anew: open ones, and those put off whose day has not passed."""
    return [one for one in promises if not one.state_on(_day_there(one, now)).is_settled]


def replaced_by(
    new: Promise,
    promises: Iterable[Promise],
    now: datetime,
    uid: str | None = None,
    *,
    before: Iterable[Promise] = (),
) -> Promise | None:
    """Return the promise whose place another one takes, None where it is added.

    Args:
        new: the other promise; a task takes no place unasked.
        promises: those there are; one that was made after `now` is not meant unasked.
        now: the time.
        uid: of the promise that a person names, empty for none of them; unasked (None) it is the only one to contact
            them, and none of several.
        before: those there were before a touch settled some of them: unasked there was more than one to mean.
    """
    waiting = unsettled(promises, now)
    if uid is not None:
        return next((one for one in waiting if one.uid == uid), None)
    found = _meant(waiting, now)
    is_only = len(found) == 1 and len(_meant(unsettled(before, now), now)) <= 1
    return found[0] if is_only and not new.is_task else None


def _meant(promises: Iterable[Promise], now: datetime) -> list[Promise]:
    """Return the promises to contact them that somebody may mean who agrees to another date."""
    return [one for one in promises if not one.is_task and not _made_after(one, now)]


def _made_after(promise: Promise, at: datetime) -> bool:
    return promise.made is not None and promise.made > at


def overtaken(new: Promise, promises: Iterable[Promise], at: datetime) -> Promise:
    """Return a promise that is noted late, as what was agreed since has left it: another date took its place."""
    since = [one.made for one in promises if one.made is not None and one.made > at and not one.is_task]
    if new.is_task or len(since) != 1:
        return new
    return new.turned(PromiseState.AGREED_ANEW, since[0])


def waits(promise: Promise, now: datetime) -> bool:
    """Return whether a promise can still be kept, or is a task that waits for being done."""
    return promise.waits_until is not None or not promise.state_on(_day_there(promise, now)).is_settled


def _turned(
    promises: Iterable[Promise], uids: Collection[str], state: PromiseState, at: datetime, touch: str
) -> tuple[Promise, ...]:
    return tuple(_settled(one, state, at, touch) if one.uid in uids and waits(one, at) else one for one in promises)


def _settled(promise: Promise, state: PromiseState, at: datetime, touch: str) -> Promise:
    """Return a promise in a settled state; what was missed stays missed, whatever was said of it afterwards.

    Once its day has passed another date agreed makes it late, and what need not be kept any more was broken.
    """
    day = _day_there(promise, at)
    if promise.state_on(day) is PromiseState.BROKEN:
        state = PromiseState.BROKEN
    elif day > promise.day:
        state = _AFTER_ITS_DAY.get(state, state)
    return promise.turned(state, at, touch=touch)


_AFTER_ITS_DAY = {PromiseState.AGREED_ANEW: PromiseState.LATE, PromiseState.WITHDRAWN: PromiseState.BROKEN}


def _day_there(promise: Promise, at: datetime) -> date:
    """Return the day it is at that time in the zone a promise was made in."""
    return at.astimezone(zone_called(promise.zone) or at.tzinfo).date()


def _way(channel: Channel) -> Channel:
    return _SAME_WAY.get(channel, channel)

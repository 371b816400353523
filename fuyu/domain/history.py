"""What took place with a lead: touches and notes. Nothing is ever taken out; a corrected note keeps what it said."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import takewhile

from msgspec import Struct
from msgspec.structs import replace

from fuyu.domain.cleaning import Key, Line, Text
from fuyu.domain.kindness import wished
from fuyu.domain.lead import LastTouch, Lead, Outcome, Row, Status
from fuyu.domain.promise import Promise
from fuyu.domain.step import Channel, Plan
from fuyu.domain.text import fold


class Earlier(Struct, frozen=True, gc=False):
    """What a note said before it was corrected at that time."""

    at: datetime
    note: Text


class Note(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something written about a lead without a touch."""

    id: int
    lead: int
    at: datetime
    note: Text = ""
    earlier: tuple[Earlier, ...] = ()
    by: Line = ""
    """What the team calls whoever wrote it; empty without a team."""


class Touch(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One contact with a lead that took place."""

    id: int
    uid: Key
    """Tells the touch apart in any copy of the book."""
    lead: int
    at: datetime
    channel: Channel
    outcome: Outcome
    note: Text = ""
    earlier: tuple[Earlier, ...] = ()
    check_in: bool = False
    """Whether it was a check-in and nothing was sold: it is no pestering, and no try."""
    by: Line = ""
    """What the team calls whoever logged it; empty without a team."""
    known: datetime | None = None
    """When the book learned of it, where that was later, as with mail that waited to be read; None is at once."""

    @property
    def known_at(self) -> datetime:
        """The time from which on whoever works in the book knows of it."""
        return max(self.at, self.known or self.at)


Entry = Touch | Note
"""One entry of a lead's history."""


_LONGEST_AWAY = 366
"""Days."""


class Away(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Days on which nobody is touched: a holiday, a fair."""

    id: int
    first: date
    last: date
    """The last day away, not the day of the return."""
    reason: Line = ""

    @property
    def is_sensible(self) -> bool:
        """Whether they end after they begin, and within a year: days off without an end leave no day to move to."""
        return 0 <= (self.last - self.first).days < _LONGEST_AWAY

    def __contains__(self, day: date) -> bool:
        return self.is_sensible and self.first <= day <= self.last


class Draft(Struct, frozen=True, omit_defaults=True):
    """What is being typed about a lead and is not yet a note."""

    id: int
    """The lead's id: each lead has at most one draft."""
    text: Text
    at: datetime


def written_by_another(entry: Entry, me: str) -> str:
    """Return who wrote an entry, as their team calls them; empty where that was oneself, or is not known."""
    return "" if fold(entry.by) == fold(me) else entry.by


def entry_words(entry: Entry, me: str, between: str = " ") -> str:
    """Return what an entry is, and who wrote it where that was somebody else: `call talked`, `Ana Ruiz: note`.

    Args:
        entry: a touch or a note.
        me: what the team calls the person of the book; empty without a team.
        between: stands between the channel and the outcome.
    """
    what = f"{entry.channel}{between}{entry.outcome.words}" if isinstance(entry, Touch) else "note"
    who = written_by_another(entry, me)
    return f"{who}: {what}" if who else what


def corrected(entry: Entry, note: str, at: datetime) -> Entry:
    """Return the entry with another note; what it said is kept with the time it was changed."""
    return replace(entry, note=note, earlier=(*entry.earlier, Earlier(at=at, note=entry.note)))


def moves_plan(row: Row, outcome: Outcome, day: date) -> bool:
    """Return whether an answer to a check-in moves the plan, as a talk does: one that is due by then was just met."""
    is_due = row.plan is not None and row.plan.day <= day
    return is_due and not outcome.unanswered


def after_touch(
    lead: Lead,
    touch: Touch,
    plan: Plan | None,
    *,
    promises: tuple[Promise, ...] = (),
    lost: bool = False,
    later: Sequence[Touch] = (),
) -> Lead:
    """Return the lead as it stands after a touch; who asked not to be contacted stays so, whatever was done.

    Args:
        lead: as it was.
        touch: what took place; a check-in leaves the follow-up as it is, unless they want to hear no more, or have
            answered it on a day the plan was due.
        plan: your own date for the next try; ignored where none may stand.
        promises: what became of the promises.
        lost: end the follow-up without a yes.
        later: the touches that took place after this one and were logged before it, newest first.
    """
    last = _last_touch(lead, touch)
    if touch.check_in and touch.outcome is not Outcome.DO_NOT_CONTACT:
        is_answer = not touch.outcome.unanswered
        unanswered = _unanswered_after(lead, touch, later) if is_answer else lead.unanswered
        day = touch.at.date()
        step = plan if lead.is_followed and moves_plan(lead, touch.outcome, day) else lead.plan
        return replace(lead, last_touch=last, unanswered=unanswered, plan=step, about=wished(lead.about, day))
    status = _status_after(lead, touch, lost=lost, is_latest=not later)
    return replace(
        lead,
        status=status,
        plan=plan if status.may_have_a_date else None,
        promises=promises,
        touches=lead.touches + (not touch.check_in),
        unanswered=_unanswered_after(lead, touch, later),
        last_touch=last,
    )


def _last_touch(lead: Lead, touch: Touch) -> LastTouch:
    """Return the later of the last touch so far and this one."""
    if lead.last_touch is not None and lead.last_touch.at > touch.at:
        return lead.last_touch
    return LastTouch(at=touch.at, channel=touch.channel, outcome=touch.outcome)


def _status_after(lead: Lead, touch: Touch, *, lost: bool, is_latest: bool) -> Status:
    """Return the status after a touch: a customer stays one, and a lost lead is open again by a later touch only."""
    if lead.status is Status.DO_NOT_CONTACT:
        return lead.status
    if said := touch.outcome.ends or (Status.LOST if lost else None):
        return said
    return lead.status if lead.status is Status.WON or not is_latest else Status.OPEN


def _unanswered_after(lead: Lead, touch: Touch, later: Sequence[Touch]) -> int:
    """Return how many of the latest touches in a row have no answer."""
    vain = list(takewhile(lambda one: one.outcome.unanswered, later))
    if len(vain) < len(later):  # they answered since
        return lead.unanswered
    return lead.unanswered + 1 if touch.outcome.unanswered else len(vain)

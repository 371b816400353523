"""What a person has said of a touch so far, and what follows from it; the log prompt shows it and answers with it."""

from datetime import datetime
from typing import Protocol

from msgspec.structs import replace

from fuyu.desk import Desk, TouchMade
from fuyu.domain.history import moves_plan
from fuyu.domain.lead import Outcome, Row, Status
from fuyu.domain.promise import Promise
from fuyu.domain.settling import unsettled
from fuyu.domain.step import Channel, Plan
from fuyu.domain.text import clean_line
from fuyu.domain.when import Problem, When
from fuyu.tui.panes.promises_left import PromisesLeft


class LogFields(Protocol):
    """What is typed into the log."""

    @property
    def date(self) -> When | Problem | None:
        """The day that the words for the next date mean, None where there are none."""

    @property
    def date_words(self) -> str:
        """Those words."""

    @property
    def their_words(self) -> str:
        """What they said of the date."""

    @property
    def earlier_words(self) -> str:
        """When it took place; empty is now."""


class TouchSaid:
    """Holds what was said by keys, and reads the fields for the rest."""

    def __init__(self, desk: Desk, fields: LogFields) -> None:
        self._desk = desk
        self._fields = fields
        self.row: Row | None = None
        """The lead; None before the first question."""
        self.made = TouchMade(outcome=Outcome.TALKED, channel=Channel.CALL)
        """The touch as it was said."""
        self.has_outcome = False
        """Whether it was said what came of it."""
        self.asks_when = False
        """Whether they said not now: then it is asked when, and for their words."""
        self._says_how = False
        """Whether the person has said by which channel it was."""
        self._promised: bool | None = None
        self._kept, self._choice = 0, 0
        self._plans: dict[tuple[object, ...], Plan | None] = {}

    def begin(self, row: Row, *, check_in: bool) -> None:
        """Begin with a lead of whom nothing is said yet."""
        self.row = row
        self.made = TouchMade(outcome=Outcome.TALKED, channel=self._desk.proposals.channel_for(row), check_in=check_in)
        self.has_outcome = self.asks_when = self._says_how = False
        self._promised, self._kept, self._choice = None, 0, 0

    def read_anew(self) -> None:
        """Look up anew what is proposed; it is looked up once for each picture."""
        self._plans.clear()

    # What is said

    def say_outcome(self, outcome: Outcome) -> None:
        """Say what came of it."""
        self.has_outcome = True
        self.made = replace(self.made, outcome=outcome, lost=False, undated=False)
        self._kept, self._choice = 0, 0
        if self.row is not None and not self._says_how:
            self.made = replace(self.made, channel=self._desk.proposals.channel_for(self.row, outcome))
        self.asks_when = outcome is Outcome.NOT_NOW and not self.made.check_in

    def take_outcome_back(self) -> None:
        """Say nothing of what came of it, after all."""
        self.has_outcome = self.asks_when = False

    def say_dated(self) -> None:
        """Say that there is a date: who has one is not lost."""
        self.made = replace(self.made, lost=False, undated=False)

    def turn(self, what: str) -> None:
        """Say one thing more, or take it back: what each `turn_` below is about."""
        getattr(self, f"turn_{what}")()

    def turn_channel(self) -> None:
        """Say that it was by the channel after this one."""
        channels = list(Channel)
        self._says_how = True
        at = channels.index(self.made.channel or Channel.CALL)
        self.made = replace(self.made, channel=channels[(at + 1) % len(channels)])

    def turn_promise(self) -> None:
        """Say that the date was agreed with them, or not."""
        if may_be_promised(self.made):
            self._promised, self._choice = not self.says_agreed, 0

    def turn_kept(self) -> None:
        """Say which promise was kept before its day: the nearest, each other one, all, or none."""
        left = self.left()
        if self._kept or left.may_be_kept:
            self._kept, self._choice = left.kept_next, 0

    def turn_promises(self) -> None:
        """Take the next of what can become of the promises that are still to be kept."""
        self._choice += 1

    def turn_check_in(self) -> None:
        """Say that it was a check-in, or not."""
        if may_be_a_check_in(self.made):
            self.made = replace(self.made, check_in=not self.made.check_in)

    def turn_lost(self) -> None:
        """Say that the follow-up ends without a yes, or not."""
        if may_be_lost(self.made):
            self.has_outcome = True
            self.made = replace(self.made, lost=not self.made.lost, undated=False)

    def turn_undated(self) -> None:
        """Say that a customer needs no next step, or that they do."""
        if self.may_be_undated:
            self.has_outcome = True
            self.made = replace(self.made, undated=not self.made.undated, lost=False)

    # What follows

    @property
    def at(self) -> datetime | Problem | None:
        """When it took place; None where that is now."""
        words = self._fields.earlier_words.strip()
        return self._desk.phrases.when_it_was(words) if words else None

    @property
    def date(self) -> When | Problem | None:
        """The day the words mean now, or without words the proposed one."""
        found = self._fields.date
        if isinstance(found, Problem) and self.asks_when:
            return self._desk.phrases.when_they_said(self._fields.date_words, self.row.zone if self.row else "")
        if found is not None:
            return found
        step = self.proposed
        return When(day=step.day) if step else None

    @property
    def proposed(self) -> Plan | None:
        """The plan that is proposed, None where none is."""
        made, at = self.made, self.at
        if self.row is None:
            return None
        left = self.left(agreed=bool(self._promised))
        settled = (*left.kept_uids, *left.chosen.withdrawn)
        channel, at = made.channel or Channel.CALL, at if isinstance(at, datetime) else None
        asked = made.outcome, channel, at, settled
        if asked not in self._plans:
            self._plans[asked] = self._desk.proposals.propose(self.row.id, made.outcome, channel, at=at, kept=settled)
        return self._plans[asked]

    @property
    def moves_plan(self) -> bool:
        """Whether a check-in was answered, and the plan was due."""
        at = self.at
        day = (at if isinstance(at, datetime) else self._desk.now()).date()
        return self.row is not None and moves_plan(self.row, self.made.outcome, day)

    @property
    def awaits_day(self) -> bool:
        """Whether they said not now, and no day is typed yet."""
        return self.asks_when and not self._fields.date_words.strip()

    @property
    def lacks_date(self) -> bool:
        """Whether a date was agreed, but not for which day."""
        return self.is_dated_by_them and self.date is None

    @property
    def is_dated_by_them(self) -> bool:
        """Whether it is said what came of it, and that the next day was agreed with them: they named one."""
        return self.has_outcome and bool(self._promised) and may_be_promised(self.made)

    @property
    def says_agreed(self) -> bool:
        """Whether the date is agreed as far as that was said, also where there is none yet."""
        return self.is_promised if self._promised is None else self._promised

    @property
    def is_promised(self) -> bool:
        """A day they named when asked is a promise; any other is one once that is said, and no day is none."""
        if not may_be_promised(self.made) or not isinstance(self.date, When):
            return False
        named = self.asks_when and isinstance(self._fields.date, When)
        return named if self._promised is None else self._promised

    @property
    def may_be_undated(self) -> bool:
        """Whether there may be no next step: the lead is a customer, or becomes one."""
        is_customer = self.row is not None and self.row.status is Status.WON
        return is_customer or (self.has_outcome and self.made.outcome is Outcome.WON)

    def left(self, *, agreed: bool | None = None) -> PromisesLeft:
        """Return the promises to contact them that the touch leaves to be kept; `agreed` where that is known."""
        made, at = self.made, self.at
        waiting: list[Promise] = []
        before = 0
        if self.row is not None and self.row.promises and not (made.check_in or isinstance(at, Problem)):
            waiting = self._desk.proposals.still_promised(
                self.row.id, made.outcome, made.channel or Channel.CALL, at=at
            )
            before = sum(not one.is_task for one in unsettled(self.row.promises, at or self._desk.now()))
        return PromisesLeft(
            waiting=tuple(one.seen_from(self._desk.here) for one in waiting),
            today=self._desk.now().date(),
            outcome=made.outcome,
            agreed=self.is_promised if agreed is None else agreed,
            heard=self.has_outcome and not (made.outcome.unanswered or ends(made)),
            kept=self._kept,
            choice=self._choice,
            several=before > 1,
        )

    def withdrawn(self) -> list[Promise]:
        """Return the promises, tasks too, that are still to be kept and that an end withdraws."""
        row, at = self.row, self.at
        if row is None or isinstance(at, Problem):
            return []
        left = self.left()
        tasks = [one for one in unsettled(row.promises, at or self._desk.now()) if one.is_task]
        return [one for one in (*left.waiting, *tasks) if one.uid not in left.kept_uids]

    def answer(self) -> TouchMade | None:
        """Return the touch as it is to be logged; None until what came of it is said, and the words are understood."""
        found, at = self.date, self.at
        if not self.has_outcome or isinstance(found, Problem) or isinstance(at, Problem):
            return None
        step, words, left = self._next_step(found), self._their_words(), self.left()
        return replace(
            self.made,
            next_step=step,
            note=f"“{words}”" if step is None and words else "",
            at=at,
            agreed=left.agreed,
            replaces=left.chosen.replaces,
            kept=left.kept_uids,
            withdrawn=left.chosen.withdrawn,
        )

    def _their_words(self) -> str:
        """Return what they said of the date, where that is asked for; without a date it is noted."""
        return clean_line(self._fields.their_words) if self.asks_when else ""

    def _next_step(self, found: When | None) -> Plan | None:
        made = self.made
        if found is None or made.lost or made.undated or made.check_in or made.outcome.is_the_end:
            return None
        words = self._their_words()
        return replace(
            self.proposed or Plan(day=found.day),
            day=found.day,
            time=found.time,
            zone=found.zone,
            quote=words,
            said=self._desk.now().date() if words else None,
        )


def ends(made: TouchMade) -> bool:
    """Return whether a touch ends the follow-up, and with it what was promised."""
    return made.lost or made.outcome.is_the_end


def takes_a_date(made: TouchMade) -> bool:
    """Return whether a date can be said at all: a check-in leaves the next step, and an end has none."""
    return not made.check_in and not made.outcome.is_the_end


def may_be_promised(made: TouchMade) -> bool:
    """Return whether there is, or can be, a date that they agreed to."""
    return takes_a_date(made) and not (made.undated or made.lost)


def may_be_a_check_in(made: TouchMade) -> bool:
    """Return whether it can be a check-in, or not one: an end is an end, however it was come to."""
    return not ends(made)


def may_be_lost(made: TouchMade) -> bool:
    """Return whether it can end without a yes: a check-in leaves the follow-up as it is, and some outcomes end it."""
    return not made.check_in and made.outcome.ends is None

"""What of several things that are owed to a lead is moved: all that is due, or one of them alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from rich.cells import cell_len

from fuyu.desk.values import step_words
from fuyu.domain.lead import Row
from fuyu.domain.promise import Promise
from fuyu.domain.snooze import due_to_move, movable, moved_name
from fuyu.domain.step import Step
from fuyu.domain.when import When
from fuyu.domain.zones import name_of
from fuyu.tui.present import offered_key
from fuyu.tui.present_list import MARKS
from fuyu.tui.widgets.lines import Line, Span


class MovedPart(NamedTuple):
    """What a snooze moves of all that is owed to a lead."""

    only: str | None
    """What alone is moved, as `moved_name` calls it; None is all that is due."""
    mark: str
    words: str


def _parts_moved(row: Row, now: datetime) -> list[MovedPart]:
    """Return what a snooze can move where several things are owed: all that is due, or each alone; else nothing."""
    here, today = name_of(now), now.date()
    steps = movable(row, here)
    if len(steps) < _SEVERAL:
        return []
    due = due_to_move(row, today, here)
    alone = [_part(step, now) for step in steps if due != [step]]
    usual = (
        _part(due[0], now)._replace(only=None)
        if len(due) == 1
        else MovedPart(None, "▸", f"all {len(due)} that are due")
    )
    return [usual, *alone]


def _part(step: Step, now: datetime) -> MovedPart:
    """Return one thing that is moved alone: `◆ promised Fri 20 Mar 10:00 demo`."""
    until = step.waits_until if isinstance(step, Promise) else None
    stands = step_words(step.seen_from(name_of(now)), now.date())
    day = f"task put off to {When(until).words(now.date())}" if until else stands
    return MovedPart(moved_name(step), MARKS["promise" if step.promised else "plan"], f"{day} {step.why}".rstrip())


_SEVERAL = 2


class Parts:
    """Holds which of them is meant; where one thing is owed, nothing is asked."""

    def __init__(self) -> None:
        self._parts: Sequence[MovedPart] = ()
        self._at = 0

    def begin(self, row: Row | None, now: datetime) -> None:
        """Begin with all that is due to a lead; None is somebody to whom nothing is owed."""
        self._parts, self._at = (_parts_moved(row, now) if row is not None else ()), 0

    @property
    def only(self) -> str | None:
        """What alone is moved, as `moved_name` calls it; None is all that is due."""
        return self._parts[self._at].only if self._parts else None

    def turn(self) -> None:
        """Mean the next of them, or all that is due again."""
        self._at = (self._at + 1) % max(len(self._parts), 1)

    def lines(self, key: str, width: int) -> list[Line]:
        """Return what is moved, with the key that means the next; nothing where nothing is asked."""
        if not self._parts:
            return []
        now, after = self._parts[self._at], self._parts[(self._at + 1) % len(self._parts)]
        lines = [(Span(f" {now.mark} moves {now.words}"), *offered_key(key, does)) for does in (after.words, "another")]
        return [next((line for line in lines if sum(cell_len(span.text) for span in line) <= width), lines[-1])]

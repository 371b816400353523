"""Change the leads that are marked; a promise is asked about alone, and all of it is one action.

`changing` asks for tags, temperature and cadence.
"""

from collections.abc import Callable, Sequence
from functools import partial

from fuyu.domain.action import Action
from fuyu.domain.lead import Lead
from fuyu.domain.promise import Promise
from fuyu.domain.typed import TypedKind
from fuyu.domain.when import When
from fuyu.features.bulk.rules import MoreOfMany, counted
from fuyu.features.bulk.service import Many
from fuyu.tui.kit.day import Day

_UNASKED = 5
"""Leads up to which a key changes them at once: an undo is nearer than a question."""


def snooze(day: Day) -> None:
    """Ask for a day, and move the next steps of the marked leads to it."""
    day.keep()
    day.ask_day(counted(len(day.marked)), partial(_snooze, day))


def snooze_one(day: Day) -> None:
    """Move the next step of each marked lead one working day on."""
    _ask_above_a_few(day, f"Move {counted(len(day.marked))} a working day on?", lambda: _snooze(day, None))


def _snooze(day: Day, when: When | None) -> None:
    """Ask about each promise that this would put off, and move what is to be moved."""
    many, ids = Many(day.desk), day.marked

    def move(put_off: Sequence[str]) -> None:
        _do(day, lambda: many.snooze(ids, when, put_off), unmarks=True)

    _ask_each(day, many.promised(ids, when), move)


def _ask_each(
    day: Day,
    promised: Sequence[tuple[Lead, Promise]],
    then: Callable[[Sequence[str]], object],
    yes: tuple[str, ...] = (),
) -> None:
    """Ask about one promise after the other whether it is put off, and hand on the uids of those that are.

    Going back from any of them changes nothing.
    """
    if not promised:
        then(yes)
        return
    (lead, promise), *rest = promised
    what = " ".join(filter(None, (When(promise.day, promise.time).words(day.desk.now().date()), promise.why)))
    others = f"it stays, and the {len(rest)} others" if len(rest) > 1 else "it stays, and the other one"
    options = [("stays", "the promise stays"), ("moves", "it is put off"), *([("all", others)] if rest else ())]

    def go_on(index: int) -> None:
        put_off = (*yes, promise.uid) if index == 1 else yes
        _ask_each(day, () if index > 1 else rest, then, put_off)

    day.choose(f"You promised {lead.name} {what}{f' ({len(rest)} more)' if rest else ''}", options, go_on)


def edit(day: Day) -> None:
    """Ask what changes of the marked leads, and change it."""
    from fuyu.features.bulk.screen.changing import Changing  # noqa: PLC0415 - first used here

    day.keep()
    drafts = day.drafts(TypedKind.FORM, 0, "many")

    def change(more: MoreOfMany | None) -> None:
        if more is not None:
            with drafts.finishing():
                _do(day, lambda: Many(day.desk).change(day.marked, more))

    day.open(Changing(counted(len(day.marked)), sorted(day.desk.cadence.named), drafts), change)


def warmer(day: Day) -> None:
    """Make each marked lead warmer."""
    _warm(day, -1)


def colder(day: Day) -> None:
    """Make each marked lead colder."""
    _warm(day, 1)


def _warm(day: Day, degrees: int) -> None:
    more = MoreOfMany(degrees=degrees)
    change = partial(_do, day, lambda: Many(day.desk).change(day.marked, more))
    _ask_above_a_few(day, f"Make {counted(len(day.marked))} {more.words}?", change)


def delete(day: Day) -> None:
    """Delete the marked leads, if that is meant."""
    owed = sum(len(lead.open_promises) for lead in Many(day.desk).leads(day.marked))
    promises = f"; {owed} promise{'' if owed == 1 else 's'} to them would not be kept" if owed else ""
    words = f"{counted(len(day.marked))} with every touch and note{promises}. One undo brings all of them back."
    day.confirm("Delete?", words, lambda: _do(day, lambda: Many(day.desk).delete(day.marked), unmarks=True))


def _ask_above_a_few(day: Day, title: str, then: Callable[[], object]) -> None:
    """Do something to the marked leads, after a yes where they are more than a few."""
    if len(day.marked) > _UNASKED:
        day.confirm(title, "One undo takes all of it back.", then)
    else:
        then()


def _do(day: Day, act: Callable[[], Action], *, unmarks: bool = False) -> None:
    """Do one thing with the marked leads; who is dealt with by it is marked no longer."""
    if day.do(act) is not None and unmarks:
        day.unmark()

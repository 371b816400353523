"""What else is done with one lead: deleted, a past note corrected, decided about, a check-in skipped."""

from argparse import Namespace
from collections.abc import Sequence

from fuyu.answer import Answer
from fuyu.cli.done import UNDO, done, what_is_next
from fuyu.cli.opening import on_desk
from fuyu.cli.understood import understood
from fuyu.desk import Desk
from fuyu.domain.action import Action
from fuyu.domain.decision import Decision
from fuyu.domain.history import Entry, Touch
from fuyu.domain.lead import Row, Status
from fuyu.domain.text import clean_line, fold, nearest, shortened
from fuyu.domain.when import When
from fuyu.errors import NotFoundError, UsageError


@on_desk
def delete(desk: Desk, asked: Namespace) -> Answer:
    """Delete a lead with everything written about them."""
    return done(desk.commands.delete(desk.leads.lookup(asked.lead).id), hints=[UNDO])


@on_desk
def correct(desk: Desk, asked: Namespace) -> Answer:
    """Correct what a past touch or note says; what it said is kept."""
    row = desk.leads.lookup(asked.lead)
    history = desk.leads.card(row.id).history
    entry = _entry(history, asked.entry, row)
    if asked.text.strip() == entry.note:
        raise UsageError("nothing is changed: that is what it says")
    return done(desk.commands.correct(entry, asked.text))


def _entry(history: Sequence[Entry], words: str, row: Row) -> Entry:
    """Return the entry that is meant: by its place from the newest on, or by its kind and id, as JSON has them."""
    kind, colon, number = words.rpartition(":")
    if not number.isdecimal() or (colon and kind not in {"touch", "note"}):
        raise UsageError(
            f"“{shortened(words)}” is no entry", hint="write 1 for the newest, 2 for the one before, or touch:7"
        )
    named = [one for one in history if colon and (_kind(one), f"{one.id}") == (kind, number)]
    found = named if colon else history[int(number[:9]) - 1 : int(number[:9])]
    if not found:
        raise NotFoundError(f"{row.name} has no entry {words}", hint=f"`fuyu show {row.id}` lists them, newest first")
    return found[0]


def _kind(entry: Entry) -> str:
    return "touch" if isinstance(entry, Touch) else "note"


@on_desk
def skip(desk: Desk, asked: Namespace) -> Answer:
    """Say no check-in for what is near."""
    return done(desk.commands.let_pass(desk.leads.lookup(asked.lead).id))


@on_desk
def decide(desk: Desk, asked: Namespace) -> Answer:
    """Decide what becomes of a lead who was snoozed again and again."""
    row, decision, phrase = desk.leads.lookup(asked.lead), _decision(asked.decision), " ".join(asked.phrase)
    if decision not in _DATED and (phrase or asked.why):
        raise UsageError(f"{decision} takes no day and no reason", hint=f"those go with {' and '.join(_DATED)}")
    action = _decided(desk, row, decision, phrase, clean_line(asked.why))
    return done(action, what_is_next(desk, row.id, action))


_DATED = (Decision.PARK, Decision.PUT_OFF)


def _decision(words: str) -> Decision:
    wanted = fold(words).replace(" ", "_").replace("-", "_")
    if wanted in Decision.__members__.values():
        return Decision(wanted)
    hint = nearest(wanted, list(Decision)) or f"; choose {', '.join(Decision)}"
    raise UsageError(f"unknown decision “{shortened(words)}”{hint}")


def _decided(desk: Desk, row: Row, decision: Decision, phrase: str, why: str) -> Action:
    match decision:
        case Decision.PARK:
            return desk.commands.snooze(row.id, _day(desk, phrase, row), why)
        case Decision.PUT_OFF:
            if row.plan is not None and row.plan.put_off:
                raise UsageError(
                    f"{row.name} was put off once already", hint="decide: call, channel, permission, park or lost"
                )
            return desk.commands.snooze(row.id, _day(desk, phrase, row), why, put_off=True)
        case Decision.LOST:
            return desk.commands.edit(row.id, status=Status.LOST)
        case _:
            return desk.commands.take_up(row.id, decision)


def _day(desk: Desk, phrase: str, row: Row) -> When:
    """Return the day a phrase means; one that is left out is asked for."""
    if not phrase:
        raise UsageError("say until when, like 3mo or fri 2pm")
    return understood(desk.phrases.when(phrase, row.zone))

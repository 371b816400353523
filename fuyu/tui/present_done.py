"""Presenting what was done: the next date, what became of promises, and which key undoes it, as room allows."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from fuyu.desk.values import PromiseTurn, set_by, step_words, turn_words, turns_of, who_is_told
from fuyu.domain.action import Action, Table, Verb
from fuyu.domain.lead import Lead
from fuyu.domain.message import Message
from fuyu.domain.promise import PromiseState
from fuyu.domain.when import When
from fuyu.tui.present import far


def done_ways(action: Action, today: date, here: str, *, undo: str, message: str) -> list[str]:
    """Return the ways to say what was done, the longest first.

    Args:
        action: what was done.
        today: days are named as they are spoken of then.
        here: the zone that times are shown in.
        undo: the key that undoes it.
        message: the key that shows a message; empty where nothing does.
    """
    verb = {Verb.UNDO: "undone: ", Verb.REDO: "redone: "}.get(action.verb, "")
    leads = [change.after for change in action.changes if change.table is Table.LEADS]
    lead = leads[0] if len(leads) == 1 or action.verb in {Verb.LOG, Verb.ADD} else None
    was_set = set_by(action, lead.id, here) if isinstance(lead, Lead) else []
    nearest = lead.seen_from(here).next_step if isinstance(lead, Lead) else None
    step, title = next(iter(was_set), nearest), f"{verb}{action.title}"
    turned, short = ("", "") if verb or lead is None else _turned(action, lead.id, today, here)
    is_in_title = step is not None and action.title.endswith(When(step.day, step.time).words(today))
    said = is_in_title or action.verb in {Verb.SNOOZE, Verb.WRITE}  # their titles end with the day
    days = [f"{step_words(step, today)}, {far(step.day, today)}", step_words(step, today)] if step else []
    nexts = [f"; {day}" for day in days if not said] or [""]
    back = "" if verb else f"  ({undo} undoes it)"
    ways = [f"{title}{shows}{end}" for shows in _shown_by(action, message) for end in (back, "")]
    ways += [f"{title}{until}{turned}{back}" for until in nexts]
    ways += [f"{title}{nexts[-1]}{short}{back}", f"{title}{nexts[-1]}{short}"]
    ways += [f"{title}{nexts[-1]}"] if nexts[-1] else []
    return [*ways, f"{title}{short}"]


def whom_else_ways(action: Action, lead_id: int, today: date, here: str, *, undo: str, refer: str) -> list[str]:
    """Return the ways to ask whom else to call once a touch was logged, the longest first; `refer` adds them."""
    told, was_set = who_is_told(action, lead_id), set_by(action, lead_id, here)
    thanks = f" Thank {told}, who referred them." if told else ""
    done = f"{action.title}; {step_words(was_set[0], today)}" if was_set else action.title
    said = [
        f"{done}{turned}.{thanks} Who else? {who}"
        for who in (f"{refer} adds whom they named", f"{refer} adds them")
        for turned in _turned(action, lead_id, today, here)
    ]
    return [*(f"{words}  ({undo} undoes it)" for words in said), *said]


def _shown_by(action: Action, message: str) -> Iterator[str]:
    """Yield which key shows a message that was kept: it is not sent yet."""
    kept = [change.after for change in action.changes if isinstance(change.after, Message)]
    if message and action.verb is Verb.WRITE and any(one.state.waits for one in kept):
        yield f"; {message} shows it"


def _turned(action: Action, lead_id: int, today: date, here: str) -> tuple[str, str]:
    """Return what became of promises by an action, wholly and in short; several that went one way are counted."""
    turns = turns_of(action, lead_id, here)
    states = Counter(turn.state for turn in turns)
    many = [f"{count} promises {state.words}" for state, count in states.items() if count > 1]
    alone = [turn for turn in turns if states[turn.state] == 1]
    whole = [*(turn_words(turn, today) for turn in alone), *many]
    short = [*(_short_words(turn, today) for turn in alone), *many]
    return "".join(f"; {words}" for words in whole), "".join(f"; {words}" for words in short)


def _short_words(turn: PromiseTurn, today: date) -> str:
    """Return what became of a promise, without its day where another day took its place."""
    has_its_day = turn.state in {PromiseState.AGREED_ANEW, PromiseState.PUT_OFF}
    return turn_words(turn, today) if has_its_day else f"promise {turn.state.words}"

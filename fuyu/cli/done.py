"""What was done: the answer of every command that changes the book."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from fuyu.answer import Answer
from fuyu.desk import Desk
from fuyu.desk.values import set_by, step_words, turn_words, turns_of, who_is_told
from fuyu.domain.action import Action, Verb
from fuyu.domain.promise import PromiseState
from fuyu.domain.step import Step
from fuyu.domain.text import clean_line
from fuyu.domain.when import When


def done(
    action: Action,
    *sentences: str,
    more: Mapping[str, object] | None = None,
    warnings: Iterable[str] = (),
    hints: Iterable[str] = (),
) -> Answer:
    """Answer with what was done; without sentences its title, in JSON with more of it."""
    changed = [change.id for change in action.changes if change.table == "leads"]
    data = {"action": action_fields(action), "leads": changed, **(more or {})}
    return Answer(sentences=sentences or [action.title], data=data, warnings=warnings, hints=hints)


def action_fields(action: Action | None) -> dict[str, Any] | None:
    """Return an action as JSON has it."""
    return {"uid": action.uid, "verb": action.verb, "title": clean_line(action.title)} if action else None


def said(sentence: str) -> Answer:
    """Answer with what was done where it is a sentence and nothing else."""
    return Answer(sentences=[sentence], data={"done": clean_line(sentence)})


UNDO = "`fuyu undo` undoes all of it"


def what_was_agreed(desk: Desk, lead_id: int, action: Action) -> str:
    """Return what was done with a lead where they agreed to a day: `agreed with Ann Lee; promised Fri 20 Mar`."""
    agreed = [step for step in set_by(action, lead_id, desk.here) if step.promised]
    days = [f"{step_words(step, desk.now().date())}{_there(desk, lead_id, step)}" for step in agreed]
    return "; ".join([clean_line(action.title), *days])


def what_is_next(desk: Desk, lead_id: int, action: Action) -> str:
    """Return what was done with a lead, what was set, or else comes next, and what became of promises.

    Days are those of the clocks here, with the time on theirs beside it. What the title says is not said again.
    """
    row, today = desk.leads.row(lead_id), desk.now().date()
    told = who_is_told(action, lead_id)
    news = [f"check in with {clean_line(told)}, who referred them"] if told else []
    is_said = {PromiseState.WITHDRAWN} if action.verb is Verb.PROMISE else set()
    turned = [turn for turn in turns_of(action, lead_id, desk.here) if turn.state not in is_said]
    is_told = action.verb is Verb.PROMISE
    was_set = [step for step in set_by(action, lead_id, desk.here) if not (is_told and step.promised)]
    nexts = [f"{step_words(step, today)}{_there(desk, lead_id, step)}" for step in was_set]
    stands = row.next_step if row else None
    if not was_set and not (is_told and (stands is None or stands.promised)):
        nexts = [f"{step_words(stands, today)}{_there(desk, lead_id, stands)}" if stands else "no next step"]
    if action.verb is Verb.SNOOZE:
        stays = stands is not None and stands not in was_set and not action.title.endswith(_day_of(stands, today))
        nexts = [f"{step_words(stands, today)} stays"] if stands is not None and stays else []
    is_in_title = action.verb in {Verb.SNOOZE, Verb.PROMISE}
    titled = [step for step in set_by(action, lead_id, desk.here) if step.promised or action.verb is Verb.SNOOZE]
    there = "".join(_there(desk, lead_id, step) for step in titled[:1]) if is_in_title else ""
    return "; ".join([f"{action.title}{there}", *nexts, *(turn_words(turn, today) for turn in turned), *news])


def _day_of(step: Step, today: date) -> str:
    return When(step.day, step.time).words(today)


def _there(desk: Desk, lead_id: int, step: Step) -> str:
    """Return the time of a step on the clocks it was agreed by, and when one is busy then, in brackets.

    It is empty where our clocks show the same, and one has time.
    """
    steps = desk.leads.card(lead_id).lead.steps
    agreed = next((one for one in steps if one.seen_from(desk.here) == step), None)
    clock = agreed.clock_there(desk.here) if agreed else ""
    clash = desk.meetings.clash(When(step.day, step.time))
    said = ", ".join(filter(None, (clock, f"busy {clash.words(desk.now().tzinfo)}" if clash else "")))
    return f" ({said})" if said else ""

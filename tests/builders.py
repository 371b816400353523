"""Leads, touches and actions with everything a test does not care about filled in."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeVar

from msgspec.structs import replace

from fuyu.domain.action import Action, Change, Document, Verb
from fuyu.domain.history import Draft, Note, Touch
from fuyu.domain.lead import Lead, Outcome, Row
from fuyu.domain.promise import Promise
from fuyu.domain.step import Channel, Plan, Step

NOON = datetime(2026, 3, 18, 12, 0, tzinfo=UTC)
TODAY = date(2026, 3, 18)

AnyRow = TypeVar("AnyRow", bound=Row)
_uids = count(1)


def a_lead(lead_id: int = 1, name: str = "Sakura Tanaka", due: date | None = TODAY, **fields: Any) -> Lead:
    """Return a lead; with `due` None it is unscheduled."""
    step = fields.pop("next_step", None if due is None else Plan(day=due))
    return Lead(id=lead_id, name=name, **fields).with_step(step)


def a_promise(day: date = TODAY, uid: str = "", **fields: Any) -> Promise:
    """Return an open promise."""
    return Promise(day=day, uid=uid or f"promise-{next(_uids)}", **fields)


def a_step(day: date = TODAY, *, promised: bool = False, **fields: Any) -> Step:
    """Return a plan, or an open promise."""
    return a_promise(day, **fields) if promised else Plan(day=day, **fields)


def with_step(row: AnyRow, step: Step | None) -> AnyRow:
    """Return a row with one step: its plan, or an open promise."""
    if isinstance(step, Promise):
        return replace(row, plan=None, promises=(step,))
    return replace(row, plan=step, promises=())


def a_touch(touch_id: int = 1, lead: int = 1, note: str = "", **fields: Any) -> Touch:
    """Return a touch at noon."""
    given = {"uid": f"touch-{touch_id}", "at": NOON, "channel": Channel.CALL, "outcome": Outcome.TALKED, **fields}
    return Touch(id=touch_id, lead=lead, note=note, **given)


def a_note(note_id: int = 1, lead: int = 1, note: str = "prefers mornings", **fields: Any) -> Note:
    """Return a note written at noon."""
    return Note(id=note_id, lead=lead, note=note, **{"at": NOON, **fields})


def a_draft(lead: int = 1, text: str = "she asked about") -> Draft:
    """Return what is being typed about a lead."""
    return Draft(id=lead, text=text, at=NOON)


def adding(*documents: Document, **fields: Any) -> Action:
    """Return the action that adds documents."""
    return an_action(*(Change(before=None, after=document) for document in documents), **fields)


def changing(before: Document, **fields: Any) -> Action:
    """Return the action that changes fields of a document."""
    return an_action(Change(before=before, after=replace(before, **fields)), verb=Verb.EDIT)


def removing(*documents: Document) -> Action:
    """Return the action that removes documents."""
    return an_action(*(Change(before=document, after=None) for document in documents), verb=Verb.DELETE)


def an_action(*changes: Change, **fields: Any) -> Action:
    """Return an action with a uid of its own."""
    given = {"uid": f"action-{next(_uids)}", "at": NOON, "verb": Verb.ADD, "title": "added", **fields}
    return Action(changes=changes, **given)

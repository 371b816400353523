"""Leads, touches and actions with everything a test does not care about filled in."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from msgspec.structs import replace

from fuyu.domain.action import Action, Change, Document, Verb
from fuyu.domain.history import Draft, Note, Touch
from fuyu.domain.lead import Channel, Lead, NextStep, Outcome

NOON = datetime(2026, 3, 18, 12, 0, tzinfo=UTC)
TODAY = date(2026, 3, 18)

_uids = count(1)


def a_lead(lead_id: int = 1, name: str = "Sakura Tanaka", due: date | None = TODAY, **fields: Any) -> Lead:
    """Return a lead; with `due` None it is in the cracks."""
    fields.setdefault("next_step", None if due is None else NextStep(day=due))
    return Lead(id=lead_id, name=name, **fields)


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

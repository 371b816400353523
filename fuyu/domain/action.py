"""An action: one undoable thing the user did, with the documents before and after."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from fuyu.domain.cleaning import Key, Line
from fuyu.domain.history import Away, Draft, Note, Touch
from fuyu.domain.lead import Lead
from fuyu.domain.message import Message
from fuyu.domain.typed import Typed
from fuyu.domain.view import SavedView

Document = Lead | Touch | Note | Draft | Away | Message | Typed | SavedView


class Table(StrEnum):
    """The tables of a book, in the order they are written."""

    LEADS = "leads"
    DRAFTS = "drafts"
    TOUCHES = "touches"
    NOTES = "notes"
    AWAY = "away"
    MESSAGES = "messages"
    TYPED = "typed"
    VIEWS = "views"


KINDS: dict[Table, type[Document]] = {
    Table.LEADS: Lead,
    Table.DRAFTS: Draft,
    Table.TOUCHES: Touch,
    Table.NOTES: Note,
    Table.AWAY: Away,
    Table.MESSAGES: Message,
    Table.TYPED: Typed,
    Table.VIEWS: SavedView,
}
TABLES: dict[type, Table] = {kind: table for table, kind in KINDS.items()}


def lead_of(document: Document) -> int:
    """Return the id of the lead a document belongs to, 0 for what is about nobody."""
    if isinstance(document, (Lead, Draft)):
        return document.id
    return 0 if isinstance(document, (Away, SavedView)) else document.lead


class Change(Struct, frozen=True, gc=False):
    """One document before and after; None is where there was none, or is none any more."""

    before: Document | None
    after: Document | None

    @property
    def table(self) -> Table:
        """The table of the document."""
        return TABLES[type(self._document)]

    @property
    def id(self) -> int:
        """The id of the document."""
        return self._document.id

    @property
    def _document(self) -> Document:
        document = self.after or self.before
        if document is None:
            raise ValueError("a change from nothing to nothing")
        return document

    def reversed(self) -> "Change":
        """Return the change that takes this one back."""
        return Change(before=self.after, after=self.before)


def changed(before: Document | None, after: Document | None) -> list[Change]:
    """Return the change from one to the other; none where they are the same."""
    return [] if before == after else [Change(before=before, after=after)]


class Verb(StrEnum):
    """What was done."""

    ADD = "add"
    EDIT = "edit"
    LOG = "log"
    SNOOZE = "snooze"
    PLAN = "plan"
    AWAY = "away"
    PROMISE = "promise"
    WRITE = "write"
    SEND = "send"
    """How far a message is on its way; there is nothing in it to take back."""
    NOTE = "note"
    CORRECT = "correct"
    DELETE = "delete"
    JOIN = "join"
    IMPORT = "import"
    MERGE = "merge"
    UNDO = "undo"
    REDO = "redo"


class Action(Struct, frozen=True, kw_only=True):
    """One undoable thing the user did."""

    uid: Key
    at: datetime
    verb: Verb
    title: Line
    """What was done, as the undo line says it: `no answer, Sakura Tanaka`."""
    changes: tuple[Change, ...]
    of: Key = ""
    """The uid of the action that an undo or a redo reverses."""


class Head(Struct, frozen=True, gc=False):
    """An action without its documents."""

    uid: Key
    verb: Verb
    title: Line
    of: Key = ""


def last_undoable(heads: Iterable[Head], verb: Verb) -> Head | None:
    """Return what an undo (or a redo) would reverse next, None where nothing is left.

    Args:
        heads: every action of the book, oldest first.
        verb: `Verb.UNDO` or `Verb.REDO`.
    """
    done: list[Head] = []
    undone: list[Head] = []
    for head in heads:
        if head.verb is Verb.UNDO:
            done = [other for other in done if other.uid != head.of]
            undone.append(head)
        elif head.verb is Verb.REDO:
            undone = [other for other in undone if other.uid != head.of]
            done.append(head)
        elif head.verb is not Verb.SEND:
            done.append(head)
            undone.clear()
    stack = done if verb is Verb.UNDO else undone
    return stack[-1] if stack else None

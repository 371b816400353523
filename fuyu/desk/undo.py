"""Undo and redo: an action of the book taken back by another one, and nothing lost that was typed since."""

from collections.abc import Sequence
from contextlib import suppress

from msgspec.structs import replace

from fuyu.desk.actions import Actions
from fuyu.desk.opened import OpenBook
from fuyu.domain.action import Action, Change, Document, Head, Table, Verb, last_undoable
from fuyu.domain.history import Draft
from fuyu.domain.message import Message, State
from fuyu.domain.typed import Typed
from fuyu.errors import DamagedError, NotFoundError
from fuyu.storage.port import Reversal

_NAMED = 3
"""Leads that are named where an undo leaves them."""


class Undo:
    """What can be taken back of one book."""

    def __init__(self, book: OpenBook, actions: Actions) -> None:
        self._book = book
        self._actions = actions

    def last(self) -> Action | None:
        """Take back the last action, also one of an earlier day; None where there is none."""
        return self._reverse(Verb.UNDO)

    def redo(self) -> Action | None:
        """Do again what was last taken back; None where nothing was."""
        return self._reverse(Verb.REDO)

    @property
    def nothing_left(self) -> str:
        """What is said where nothing is left to be undone."""
        copy = self._book.store.care.copy_before
        older = f"; {copy} has the book as it was before the upgrade" if copy else ""
        return f"there is nothing to undo{older}"

    def _reverse(self, verb: Verb) -> Action | None:
        self._book.catch_up()
        head = last_undoable(self._book.store.heads(), verb)
        if head is None:
            return None

        def build() -> tuple[str, list[Change]]:
            untouched, reversal = self._brought_back(head), self._reversal(head, verb)
            changes = [change for change in reversal.changes if not _calls_back(change)]
            return head.title + _stays(reversal.kept), [
                change if _key(change) in untouched else _keeping_typed(change) for change in changes
            ]

        return self._actions.act(verb, build, head.uid)

    def _reversal(self, head: Head, verb: Verb) -> Reversal:
        """Return what takes an action back; raise a `DamagedError` that names it where that cannot be."""
        try:
            return self._book.store.reversal(head.uid)
        except DamagedError as error:
            done = "undone" if verb is Verb.UNDO else "redone"
            raise DamagedError(f"“{head.title}” cannot be {done}: {error}; nothing was changed") from error

    def _brought_back(self, head: Head) -> set[tuple[Table, int]]:
        """Return the places of what is typed and is as an undo brought it back: nothing was typed there since."""
        if head.verb is not Verb.UNDO:
            return set()
        with suppress(NotFoundError, DamagedError):
            changes = self._book.store.reversal(head.of).changes
            typed_since = {_key(change) for change in changes if _text(change.before) != _text(change.after)}
            kept: list[Document] = [*self._book.store.drafts(), *self._book.typed()]
            return {_key(Change(before=document, after=None)) for document in kept} - typed_since
        return set()


def _stays(names: Sequence[str]) -> str:
    """Return that leads which were added stay; empty where none does."""
    if not names:
        return ""
    who = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
    return f"; kept {who}: used since"


def _calls_back(change: Change) -> bool:
    """Return whether a change would make a message unsent that went, or may have gone: no undo calls it back.

    What a person said of it since it was last handed in (it was sent, or it was not) is theirs to take back.
    """
    now, then = change.before, change.after
    if not isinstance(now, Message) or now.state.waits or now.is_yours:
        return False
    if not isinstance(then, Message):
        return True
    is_word = then.state is not State.SENDING and then.tries == now.tries > 0
    return then.state is not now.state and not is_word


def _key(change: Change) -> tuple[Table, int]:
    return change.table, change.id


def _keeping_typed(change: Change) -> Change:
    """Never let an undo lose what was typed meanwhile: of a note's draft both texts are kept, of others this one."""
    now, older = change.before, _text(change.after)
    if isinstance(now, Typed):
        return Change(before=now, after=now)
    if not isinstance(now, Draft):
        return change
    return Change(before=now, after=replace(now, text=now.text if older in now.text else f"{older}\n{now.text}"))


def _text(draft: Document | None) -> str:
    return draft.text if isinstance(draft, (Draft, Typed)) else ""

"""How an action is made: built from the records as they are, written wholly or held, and told of."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from fuyu.desk.events import Events
from fuyu.desk.opened import OpenBook
from fuyu.desk.terms import Terms
from fuyu.domain.action import Action, Change, Verb
from fuyu.domain.history import Draft
from fuyu.domain.text import clean
from fuyu.errors import SaveError, StaleError, StoreError

TRIES = 5
"""How often an intent is repeated on fresh documents when others write at the same moment."""
Built = tuple[str, Sequence[Change]]
"""What is done, in words, and what it changes."""


class Extended(NamedTuple):
    """The changes that are written in place of those that were built."""

    changes: Sequence[Change]
    words: str = ""
    """What the title says of it; empty where it says nothing."""


Extension = Callable[[Sequence[Change]], Extended]
"""Makes the changes that are written of those that were built."""


class _Held(NamedTuple):
    """An action that could not be saved."""

    action: Action
    again: Callable[[], Action]
    """Makes it from the documents as they are by then, with the same uid."""
    why: str


class Actions:
    """What changes a book: one action at a time, each one line that can be taken back."""

    def __init__(self, book: OpenBook, terms: Terms, events: Events) -> None:
        self._book = book
        self._terms = terms
        self._events = events
        self._extensions: list[Callable[[], Extension]] = []
        self._held: _Held | None = None

    def extend(self, begin: Callable[[], Extension]) -> None:
        """Let more be written with each action, in the same line and with the same undo.

        Args:
            begin: asked when an action begins, for what extends it then, also where it is built anew later.
        """
        self._extensions.append(begin)

    def act(self, verb: Verb, build: Callable[[], Built], of: str = "") -> Action:
        """Do what `build` says as one action, built anew where others wrote meanwhile.

        Args:
            verb: what is done.
            build: reads the documents as they are and returns the title and the changes; one that leaves a document
                as it was does not count.
            of: the action an undo or a redo reverses.

        Raises:
            SaveError: it could not be written; it is held, and nothing else is done until then.
        """
        if self._held:
            raise SaveError(f"not done, for this is not saved yet: {self.held}")
        uid, extensions = uuid4().hex, [begin() for begin in self._extensions]

        def make() -> Action:
            title, changes = build()
            for extension in extensions:
                changes, words = extension(changes)
                title += f"; {words}" if words else ""
            real = tuple(change for change in changes if change.before != change.after)
            return Action(uid=uid, at=self._terms.now(), verb=verb, title=title, changes=real, of=of)

        return self._save(make(), make)

    @property
    def trouble(self) -> str:
        """Why the last thing done is not saved, as a sentence; empty where everything is."""
        return self._held.why if self._held else ""

    @property
    def held(self) -> str:
        """What was done and is not saved; empty where everything is."""
        return self._held.action.title if self._held else ""

    def do_again(self) -> Action | None:
        """Save what is held, unless it landed although an error came; None where nothing is held.

        Raises:
            StoreError: it cannot be saved still; it stays held.
        """
        held = self._held
        if held is None:
            return None
        landed = any(head.uid == held.action.uid for head in self._book.store.heads())
        self._held = None
        return held.action if landed else self._save(held.again(), held.again)

    def give_up(self) -> str:
        """Do not hold any more what was done and is not saved; return what it was."""
        title, self._held = self.held, None
        return title

    def copy_to(self, path: Path, typed: Mapping[int, str] | None = None) -> None:
        """Write the whole book to a new file, with what is held and what is typed about leads and not kept."""
        held = list(self._held.action.changes) if self._held else []
        now = self._terms.now()
        drafts = [Draft(id=lead_id, text=clean(text), at=now) for lead_id, text in (typed or {}).items()]
        self._book.store.care.copy_to(
            path, [*held, *(Change(before=None, after=draft) for draft in drafts if draft.text)]
        )

    def _save(self, action: Action, again: Callable[[], Action]) -> Action:
        """Have an action written, made again where others wrote at the same moment; one that fails is held."""
        try:
            for _ in range(TRIES):
                if self._is_written(action):
                    break
                action = again()
            else:
                raise SaveError("another fuyu keeps changing the same lead: not saved; try again")
        except StoreError as error:
            self._held = _Held(action, again, str(error))
            raise
        self._events.publish_action(action)
        return action

    def _is_written(self, action: Action) -> bool:
        """Write an action; where others changed one of its documents, read what they wrote instead."""
        try:
            self._book.store.apply(action)
        except StaleError:
            self._book.catch_up(told=True)
            return False
        return True

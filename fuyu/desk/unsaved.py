"""What a store did not take: it is held, so that nobody has to do or to type it a second time."""

from collections.abc import Callable
from typing import NamedTuple

from fuyu.domain.action import Action, Change
from fuyu.domain.history import Draft


class Act(NamedTuple):
    """An action that could not be saved."""

    action: Action
    again: Callable[[], Action]
    """Makes it from documents as they are now, with the same uid: where it did land, it is not done twice."""


class Typed(NamedTuple):
    """A draft that could not be kept."""

    draft: Draft
    known: str | None
    """What was kept before it; where others have kept something else since, both stay. None is not to be looked at."""


class Unsaved:
    """One act, and what was typed since."""

    def __init__(self) -> None:
        self.act: Act | None = None
        self.typed: dict[int, Typed] = {}
        """By lead."""
        self.why = ""
        """What kept it from being saved the last time, as a sentence."""

    def __bool__(self) -> bool:
        return bool(self.act or self.typed)

    def changes(self) -> list[Change]:
        """Return what a copy of the book would lack."""
        done = self.act.action.changes if self.act else ()
        return [*done, *(Change(before=None, after=draft) for draft, _ in self.typed.values() if draft.text)]

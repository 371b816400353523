"""Another copy of the book brought in, as one action."""

from typing import TYPE_CHECKING

from fuyu.desk.actions import Actions
from fuyu.desk.opened import OpenBook
from fuyu.desk.terms import Terms
from fuyu.domain.action import Action, Verb
from fuyu.storage.port import Store

if TYPE_CHECKING:
    from fuyu.desk.copies import Merge


class Merging:
    """Brings copies of one book together."""

    def __init__(self, book: OpenBook, actions: Actions, terms: Terms) -> None:
        self._book = book
        self._actions = actions
        self._terms = terms

    def look(self, theirs: Store) -> "Merge":
        """Return what bringing in another copy of the book would do; nothing is written."""
        from fuyu.desk.copies import merge  # noqa: PLC0415 - only a merge needs it

        return merge(self._book.store, theirs, self._terms.now())

    def merge(self, theirs: Store, title: str) -> Action:
        """Bring another copy of the book in as one action."""
        return self._actions.act(Verb.MERGE, lambda: (title, self.look(theirs).changes))

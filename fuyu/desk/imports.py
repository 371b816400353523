"""People and books brought in, each as one action: contacts of a file, and another copy of the book."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from fuyu.desk.actions import Actions, Built
from fuyu.desk.arrivals import Arrivals, Said, Understanding, arrivals
from fuyu.desk.opened import OpenBook
from fuyu.desk.phrases import Phrases
from fuyu.desk.terms import Terms
from fuyu.domain.action import Action, Verb
from fuyu.interop.contact import Contact
from fuyu.storage.port import Store

if TYPE_CHECKING:
    from fuyu.storage.merge import Merge


class Imports:
    """What comes into one book."""

    def __init__(self, book: OpenBook, actions: Actions, phrases: Phrases, terms: Terms) -> None:
        self._book = book
        self._actions = actions
        self._phrases = phrases
        self._terms = terms

    def arrivals(
        self, contacts: Sequence[Contact], progress: Callable[[int], None] | None = None, *, said: Said | None = None
    ) -> Arrivals:
        """Return what bringing these contacts in would do, where a person says of records whom they are of."""
        return arrivals(
            contacts,
            self._book.store,
            self._terms.now(),
            Understanding(self._phrases.when, self._phrases.money),
            progress,
            said=said,
        )

    def bring_in(
        self, contacts: Sequence[Contact], title: str, plan: Arrivals | None = None, said: Said | None = None
    ) -> Action:
        """Bring contacts in as one action; another thread than the one that asks `refresh` may do it.

        Args:
            contacts: as a file has them.
            title: what is done.
            plan: what was found that this would do; where others wrote meanwhile, it is found anew.
            said: whom a person says records are of.
        """
        plans = [plan] if plan is not None else []

        def build() -> Built:
            return title, (plans.pop() if plans else self.arrivals(contacts, said=said)).changes

        with self._book.busy():
            return self._actions.act(Verb.IMPORT, build)

    def merging(self, theirs: Store) -> "Merge":
        """Return what bringing in another copy of the book would do."""
        from fuyu.storage.merge import merge  # noqa: PLC0415 - only a merge needs it

        return merge(self._book.store, theirs, self._terms.now())

    def merge(self, theirs: Store, title: str) -> Action:
        """Bring another copy of the book in as one action."""
        return self._actions.act(Verb.MERGE, lambda: (title, self.merging(theirs).changes))

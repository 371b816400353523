"""Saved views of one book: recalled by name, saved, forgotten."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from fuyu.desk.actions import Actions, Built
from fuyu.desk.events import ActionDone, Events, OthersWrote
from fuyu.desk.opened import OpenBook
from fuyu.domain.action import Action, Change, Table, Verb, changed
from fuyu.domain.text import clean_line, fold, nearest, shortened
from fuyu.domain.view import SavedView
from fuyu.errors import NotFoundError, UsageError
from fuyu.storage.port import Store

_LONGEST_NAME = 40
"""Characters: a view's name stands in the header."""


LOOK = "`fuyu view` lists them"


class KnownViews:
    """The saved views, read once."""

    def __init__(self, store: Store, events: Events) -> None:
        self._store = store
        self._known: list[SavedView] | None = None
        events.listen(ActionDone, self._follow)
        events.listen(OthersWrote, self._forget)

    def _follow(self, done: ActionDone) -> None:
        if any(change.table is Table.VIEWS for change in done.action.changes):
            self._known = None

    def _forget(self, _wrote: OthersWrote) -> None:
        self._known = None

    def all(self) -> Sequence[SavedView]:
        """Return the views by their names."""
        if self._known is None:
            found = (document for document in self._store.documents(Table.VIEWS) if isinstance(document, SavedView))
            self._known = sorted(found, key=lambda view: (fold(view.name), view.id))
        return self._known

    def queries(self) -> Mapping[str, str]:
        """Return what each view asks, by its folded name; of two of one name the first counts."""
        return {fold(view.name): view.query for view in reversed(self.all())}


class Views:
    """Makes and forgets views; each is one action with one undo."""

    def __init__(self, book: OpenBook, actions: Actions, known: KnownViews) -> None:
        self._book = book
        self._actions = actions
        self._known = known

    def all(self) -> Sequence[SavedView]:
        """Return the views by their names."""
        return self._known.all()

    def named(self, name: str) -> SavedView:
        """Return the view of a name, whatever its case.

        Raises:
            NotFoundError: none is called so.
        """
        found = next((view for view in self.all() if fold(view.name) == fold(name)), None)
        if found is None:
            near = nearest(name, [view.name for view in self.all()])
            raise NotFoundError(f"no view is called “{shortened(name)}”{near}", hint="" if near else LOOK)
        return found

    def save(self, name: str, query: str) -> Action:
        """Save a query under a name; a view of that name asks it from now on.

        Raises:
            UsageError: the name or the query is empty, or the name is too long.
        """
        name, query = clean_line(name), clean_line(query)
        if not name or not query:
            raise UsageError("a view has a name and a query", hint="write it like: fuyu view fair tag:expo hot")
        if len(name) > _LONGEST_NAME or '"' in name:
            raise UsageError(f"“{shortened(name)}” is no name for a view: at most {_LONGEST_NAME} letters, no quotes")

        def build() -> Built:
            before = next((view for view in self.all() if fold(view.name) == fold(name)), None)
            if before is None:
                return f"saved view {name}", [Change(None, SavedView(id=self._next_id(), name=name, query=query))]
            return f"changed view {name}", changed(before, replace(before, name=name, query=query))

        return self._actions.act(Verb.EDIT, build)

    def forget(self, name: str) -> Action:
        """Forget a view; the leads it finds stay as they are.

        Raises:
            NotFoundError: none is called so.
        """

        def build() -> Built:
            view = self.named(name)
            return f"forgot view {view.name}", [Change(view, None)]

        return self._actions.act(Verb.EDIT, build)

    def _next_id(self) -> int:
        return self._book.next_id(Table.VIEWS)

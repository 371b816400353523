"""The days away, which every choice of a day asks for."""

from collections.abc import Sequence

from fuyu.desk.events import ActionDone, Events, OthersWrote
from fuyu.domain.action import Table
from fuyu.domain.history import Away
from fuyu.storage.port import Store


class DaysAway:
    """The days away of one book, read once."""

    def __init__(self, store: Store, events: Events) -> None:
        self._store = store
        self._known: list[Away] | None = None
        events.listen(ActionDone, self._follow)
        events.listen(OthersWrote, self._forget)

    def _follow(self, done: ActionDone) -> None:
        if any(change.table is Table.AWAY for change in done.action.changes):
            self._known = None

    def _forget(self, _wrote: OthersWrote) -> None:
        self._known = None

    def all(self) -> Sequence[Away]:
        """Return the days away, also those that are past, the first of them first."""
        if self._known is None:
            found = (document for document in self._store.documents(Table.AWAY) if isinstance(document, Away))
            self._known = sorted(found, key=lambda away: (away.first, away.last))
        return self._known

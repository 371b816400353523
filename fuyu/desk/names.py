"""The names of all leads, read once and kept up to date, so that a find answers at once."""

from collections.abc import Iterator

from fuyu.desk.events import Events, LeadChanged, OthersWrote
from fuyu.domain.find import Names
from fuyu.storage.port import Store

_NAMES_A_STEP = 250
"""Names read in one step: about two milliseconds (measured)."""


class KnownNames:
    """The names of one book; what is done and what others write changes them."""

    def __init__(self, store: Store, events: Events) -> None:
        self._store = store
        self._names: Names | None = None
        self._changes = 0
        events.listen(LeadChanged, self._follow)
        events.listen(OthersWrote, self._learn_anew)

    def _follow(self, changed: LeadChanged) -> None:
        self._changes += 1
        if self._names is None:
            return
        if changed.after is None:
            self._names.drop(changed.lead)
        else:
            self._names.put(changed.after)

    def _learn_anew(self, wrote: OthersWrote) -> None:
        self._changes += 1
        if wrote.leads is None:
            self._names = None
        elif self._names is not None:
            for lead_id in wrote.leads:
                row = self._store.rows.get(lead_id)
                self._names.drop(lead_id) if row is None else self._names.put(row)

    @property
    def are_known(self) -> bool:
        """Whether every name is read."""
        return self._names is not None

    def learn(self) -> Iterator[None]:
        """Read every name in steps of milliseconds, so that the first find answers at once, however many there are.

        Where a lead changes between two steps, it ends and nothing is learnt: begin again.
        """
        if self._names is not None:
            return
        names, changes = Names(), self._changes
        for number, row in enumerate(self._store.rows, start=1):
            names.put(row)
            if number % _NAMES_A_STEP == 0:
                yield
                if self._changes != changes:
                    return
        self._names = names

    def all(self) -> Names:
        """Return the names; those that are not read yet are read now."""
        while self._names is None:
            for _ in self.learn():
                pass
        return self._names

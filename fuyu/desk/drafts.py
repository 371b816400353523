"""What is typed in one place: kept while it is typed, offered when the place is opened again, gone once it is done."""

from collections.abc import Mapping

from fuyu.desk.desk import Desk, Finishing
from fuyu.domain.typed import Place, Typed


class Drafts:
    """The drafts of one opening of a place. What is typed anew never overwrites what was typed there before."""

    def __init__(self, desk: Desk, place: Place) -> None:
        self._desk = desk
        self._place = place
        self._begun = desk.typed(place)
        self._mine: Typed | None = None

    @property
    def place(self) -> Place:
        """Where it is typed."""
        return self._place

    @property
    def mine(self) -> Typed | None:
        """What is typed now, as it is kept; None where nothing is."""
        return self._mine

    @property
    def offered(self) -> Typed | None:
        """What was typed here before and could be gone on with; asked again after `take`, the one before that."""
        known = self._desk.typed(self._place)
        here = next((number for number, typed in enumerate(known) if self._mine and typed.id == self._mine.id), -1)
        following = [*known[here + 1 :], *known[: max(here, 0)]]
        return following[0] if following else None

    def keep(self, fields: Mapping[str, str]) -> None:
        """Keep what stands in the fields; where nothing does, nothing is kept.

        Raises:
            StoreError: it cannot be kept now.
        """
        self._mine = self._desk.keep_typed(self._place, fields, self._mine)

    def take(self) -> Typed | None:
        """Go on with what is offered; what was typed now stays, to be offered in its turn."""
        found = self.offered
        if found is not None:
            self._mine = found
        return found

    def leave(self) -> None:
        """Let what is typed from now on be another text; the one until now stays offered."""
        self._mine = None

    def finishing(self) -> Finishing:
        """Let the action done inside take away what is typed here: it is finished by it.

        Of a lead, that is also what was typed here before and not gone on with. A line about nobody yet is another
        each time: what was begun and left stays offered.
        """
        begun = [typed.id for typed in self._begun if self._place.lead]
        return self._desk.finishing([*begun, *([self._mine.id] if self._mine else [])])

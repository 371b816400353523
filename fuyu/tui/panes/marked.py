"""The leads that are marked: what is done next is done with all of them."""

from collections.abc import Callable, Iterable, Iterator


class Marked:
    """Ids of leads, in the order in which they were marked; they stay while lists are shown anew."""

    def __init__(self) -> None:
        self._ids: dict[int, None] = {}

    def __len__(self) -> int:
        """Return how many are marked."""
        return len(self._ids)

    def __iter__(self) -> Iterator[int]:
        """Return their ids."""
        return iter(self._ids)

    def __contains__(self, lead_id: object) -> bool:
        """Return whether a lead is marked."""
        return lead_id in self._ids

    @property
    def last(self) -> int | None:
        """The one that was marked last, None where nobody is marked."""
        return next(reversed(self._ids), None)

    def turn(self, lead_id: int) -> None:
        """Mark a lead, or mark them no longer."""
        if lead_id in self._ids:
            del self._ids[lead_id]
        else:
            self._ids[lead_id] = None

    def add(self, ids: Iterable[int]) -> None:
        """Mark leads; who is marked already stays so."""
        self._ids.update(dict.fromkeys(ids))

    def keep(self, stays: Callable[[int], object]) -> None:
        """Mark those no longer of whom `stays` says no."""
        self._ids = {lead_id: None for lead_id in self._ids if stays(lead_id)}

    def clear(self) -> None:
        """Mark nobody."""
        self._ids.clear()

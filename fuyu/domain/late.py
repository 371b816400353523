"""A touch that is logged after others that took place later: it counts as if it had been logged in time."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from fuyu.domain.history import Entry, Touch


def since(history: Iterable[Entry], touch: Touch) -> list[Touch]:
    """Return the touches that took place after this one, newest first; check-ins do not count.

    Args:
        history: of the same lead, newest first.
        touch: what took place.
    """
    return [entry for entry in history if isinstance(entry, Touch) and not entry.kind and entry.at > touch.at]


def due_in_time(touch: Touch, later: Sequence[Touch]) -> tuple[Touch, Touch | None]:
    """Return the touch with what was due when it took place, and the later touch that had been counted for it.

    What stands next was agreed after it, so it was not for that. It was for what the first later touch was for, if that
    was due by then: a promise is kept by the time of the touch, not by the hour at which it was logged.

    Args:
        touch: what took place.
        later: the touches after it, newest first.
    """
    if not later or touch.kind:
        return touch, None
    first = next((one for one in reversed(later) if one.due and one.due <= touch.at.date()), None)
    if first is None:
        return replace(touch, due=None, promised=False, first_due=None), None
    taken = replace(touch, due=first.due, promised=first.promised, first_due=first.first_due)
    return taken, replace(first, due=None, promised=False, first_due=None)

"""A touch that is logged after others that took place later."""

from collections.abc import Iterable

from fuyu.domain.history import Entry, Touch


def since(history: Iterable[Entry], touch: Touch) -> list[Touch]:
    """Return the touches that took place after this one, newest first; check-ins do not count.

    Args:
        history: of the same lead, newest first.
        touch: what took place.
    """
    return [entry for entry in history if isinstance(entry, Touch) and not entry.check_in and entry.at > touch.at]

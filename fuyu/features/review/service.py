"""What a desk's book says of the weeks before today."""

from collections.abc import Callable, Iterable, Iterator

from fuyu.desk import Desk
from fuyu.domain.history import Touch
from fuyu.features.review.rules import WEEKS, Review, review

_EACH = 5_000
"""Touches between two words of progress."""


def look_back(desk: Desk, weeks: int = WEEKS, progress: Callable[[int], object] = lambda _read: None) -> Review:
    """Return how so many weeks went; every touch of the book is read for it, and in a team those of its person count.

    Args:
        desk: the book.
        weeks: how many, the present one among them.
        progress: told now and then how many touches are read; what it raises ends the reading.
    """
    touches = (touch for touch in _telling(desk.book.touches(), progress) if desk.whose.is_by_me(touch.by))
    return review(touches, desk.whose.shown.all(), desk.now().date(), weeks, desk.calendar)


def _telling(touches: Iterable[Touch], progress: Callable[[int], object]) -> Iterator[Touch]:
    for number, touch in enumerate(touches):
        if number % _EACH == 0:
            progress(number)
        yield touch

"""What goes on beside the keys: what features do there, and copies of the book."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from fuyu.background import Background, Chore, Said, Told
from fuyu.colleagues import Colleagues, NoColleagues


class Beside:
    """Looked after each second; what takes time is done in threads, which hold up no key and no leaving."""

    def __init__(
        self,
        doings: Sequence[Chore] = (),
        notes: Path | None = None,
        colleagues: Colleagues | None = None,
        *,
        book: Path | None = None,
    ) -> None:
        """Make it.

        Args:
            doings: what features do.
            notes: where notes lie while they are written in another editor; None is with the temporary files.
            colleagues: the others who work with the same leads; None is nobody.
            book: the file that is worked in; None where there is none.
        """
        self.colleagues = colleagues or NoColleagues()
        self.notes = notes
        self.book = book
        self._doings = doings

    def each_second(self, said: Said, told: Told) -> None:
        """Begin what is due."""
        for doing in self._doings:
            doing.each_second(said, told)

    def leave(self) -> None:
        """The dashboard ends: have done what is not done yet."""
        self.colleagues.leave()
        for doing in self._doings:
            with suppress(OSError):
                doing.leave()


def tidy_up(tidy: Callable[[], str], said: Said) -> None:
    """Begin to bring the files into order and to copy them; leaving waits for nothing.

    Args:
        tidy: does it, and returns what was in the way.
        said: takes that, from a thread.
    """

    def work() -> None:
        try:
            words = tidy()
        except Exception as error:  # noqa: BLE001 - no trouble with a copy is worth the day
            words = f"no copy of the book was made today: {type(error).__name__}"
        if words:
            said(words)

    Background("tidy").begin(work)

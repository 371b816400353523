"""What is typed, or done, and cannot be kept when the program ends: it waits beside the book for the next start."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from fuyu.desk import Desk
from fuyu.domain.typed import Typed
from fuyu.errors import FuyuError
from fuyu.tui import unfinished
from fuyu.tui.panes.notes import Typing


class LeftBehind:
    """Leaves it, and takes it in."""

    def __init__(self, desk: Desk, home: Path | None) -> None:
        """Make it; without a home nothing is left."""
        self._desk = desk
        self._home = home

    def leave(self, notes: Sequence[Typing], typed: Sequence[unfinished.Unfinished]) -> None:
        """Put what is typed, and cannot be kept now, where the next start takes it in: in the notes, and elsewhere."""
        from fuyu.tui.aside import leave_behind  # noqa: PLC0415 - only what cannot be kept needs it

        if self._home is None:
            return
        for typing in notes:
            with suppress(OSError):
                leave_behind(self._home, typing.lead_id, typing.known, typing.text)
        for place, fields in typed:
            with suppress(OSError):
                unfinished.leave(self._home, place.typed(0, dict(fields), self._desk.now()))

    def leave_held(self) -> None:
        """Write the book, with what was done and is not saved, to where the next start names it."""
        if self._home is not None and self._desk.actions.held:
            with suppress(OSError, FuyuError):
                self._desk.actions.copy_to(unfinished.copy_in(self._home, self._desk.now()))

    def take_in(self, room: int) -> str:
        """Take in what editors had when they were ended; return what is to be said of it, in so many letters."""
        home = self._home
        if home is None or self._desk.book.read_only or not home.exists():
            return ""
        from fuyu.tui.aside import take_in  # noqa: PLC0415 - only what was ended needs it

        names, left = take_in(home, self._name_of, self._desk.drafts.take_in, room)
        offered, gone = unfinished.take_in(home, self._name_of, self._keep_again)
        taken = [f"what was typed in the note on {' and '.join(names)} is in the notes"] if names else []
        taken += [f"what was typed is offered where it was typed: {', '.join(offered)}"] if offered else []
        return "; ".join([*left, *gone, *taken])

    def _name_of(self, lead_id: int) -> str:
        row = self._desk.leads.row(lead_id)
        return row.name if row else ""

    def _keep_again(self, typed: Typed) -> None:
        """Keep what was typed, to be offered in its place; what is offered there already is not offered twice."""
        if typed.fields not in [known.fields for known in self._desk.drafts.typed(typed.place)]:
            self._desk.drafts.keep_typed(typed.place, typed.fields)

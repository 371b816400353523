"""The others who work with the same leads, as the dashboard sees them: who is at which lead, and how one stands."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from fuyu.domain.history import Entry


class Remark(NamedTuple):
    """Something that stands on the screen as long as it is so."""

    ways: Sequence[str] = ()
    """The ways to say it, the longest first; none where there is nothing to say."""
    role: str = ""
    """How it is painted."""


class Colleagues(Protocol):
    """Whoever else works with the leads of this book. Nothing here waits for anybody."""

    @property
    def standing(self) -> Remark:
        """How one stands with them; nothing where all is well."""

    @property
    def at_leads(self) -> Mapping[int, str]:
        """Who else is at which lead now, by the lead's id."""

    def look(self) -> bool:
        """Look how it is by now; return whether that is otherwise than it was."""

    def listen(self, heard: Callable[[], object]) -> None:
        """Have something called, from any thread, once it is known who is at the lead one is at."""

    def be_at(self, lead_id: int | None) -> None:
        """Tell them at which lead one is; None is nowhere."""

    def who_calls(self, lead_id: int, history: Sequence[Entry], now: datetime) -> Remark:
        """Return who else is at a lead that one is at, or was a moment ago; nothing where nobody else works here."""

    def told(self, now: datetime) -> Sequence[str]:
        """Return all there is to say of how one stands with them, in sentences."""

    def leave(self) -> None:
        """Be nowhere any more, without waiting."""


class NoColleagues:
    """Nobody else works with the leads."""

    standing = Remark()
    at_leads: Mapping[int, str] = {}

    def look(self) -> bool:
        """Nothing changes."""
        return False

    def listen(self, heard: Callable[[], object]) -> None:
        """Nobody will be heard."""

    def be_at(self, lead_id: int | None) -> None:
        """Nobody asks."""

    def who_calls(self, _lead_id: int, _history: Sequence[Entry], _now: datetime) -> Remark:
        """Nobody else does."""
        return Remark()

    def told(self, _now: datetime) -> Sequence[str]:
        """Say what holds."""
        return ("this book belongs to no team",)

    def leave(self) -> None:
        """Nobody waits."""

"""Where one is among colleagues, and where they are: told to them, and shown in the lists and on the call card."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from textual.screen import Screen

from fuyu.colleagues import Colleagues, Remark
from fuyu.domain.history import Entry
from fuyu.tui.keys import Where
from fuyu.tui.panes.asked import Asked
from fuyu.tui.panes.lists import Lists


class Presence:
    """Tells colleagues at which lead one is, and shows what they tell."""

    def __init__(
        self,
        screen: Screen[None],
        colleagues: Colleagues,
        lists: Lists,
        asked: Asked,
        *,
        is_typing: Callable[[], bool],
        changed: Callable[[], object],
    ) -> None:
        """Make it.

        Args:
            screen: hosts it.
            colleagues: the others.
            lists: show who is at whom.
            asked: what is asked at the foot of the day.
            is_typing: returns whether somebody is called, or written about.
            changed: shows anew how one stands with them.
        """
        self.colleagues = colleagues
        self._screen, self._lists, self._asked = screen, lists, asked
        self._is_typing, self._changed = is_typing, changed
        colleagues.listen(self._heard)

    @property
    def standing(self) -> Remark:
        """How one stands with the others."""
        return self.colleagues.standing

    def follow(self) -> None:
        """Tell them where one is by now."""
        self.colleagues.be_at(self._where())

    def each_second(self) -> None:
        """Tell them where one is, and look where they are."""
        self.follow()
        if self.colleagues.look():
            self._lists.show_colleagues(self.colleagues.at_leads)
            self._changed()

    def who_calls(self, lead_id: int, history: Sequence[Entry], now: datetime) -> Remark:
        """Return who else is at a lead that one is at."""
        return self.colleagues.who_calls(lead_id, history, now)

    def with_whom(self, lead_id: int | None) -> str:
        """Return which colleague is at a lead now; empty for nobody."""
        return self.colleagues.at_leads.get(lead_id, "") if lead_id is not None else ""

    def _where(self) -> int | None:
        """Return the lead one is at: who is called, written about, or logged; None where one only looks around."""
        asked = self._asked.now
        is_logging = asked is not None and asked.situation is Where.LOG
        return self._lists.chosen if is_logging or self._is_typing() else None

    def _heard(self) -> None:
        """Show, from any thread, what they answered."""
        with suppress(RuntimeError):  # it has ended meanwhile
            self._screen.call_later(self._changed)

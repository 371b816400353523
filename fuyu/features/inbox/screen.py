"""The mail that came, as a page of the dashboard."""

from collections.abc import Sequence
from contextlib import suppress

from fuyu.desk import Desk
from fuyu.domain.history import Touch
from fuyu.domain.when import When
from fuyu.errors import StoreError
from fuyu.features.inbox.record import Came, names_of, record_of
from fuyu.features.inbox.rules import MailKind
from fuyu.tui.kit.day import Day
from fuyu.tui.present import wrapped
from fuyu.tui.screens.page import Page
from fuyu.tui.widgets.lines import Line, Span

_NOTHING = "No mail came from your leads yet: `fuyu mail` reads it, or [inbox] every in config.toml."
_WORDS = {
    MailKind.REPLY: ("replied", "good"),
    MailKind.UNCLEAR: ("replied; log it by hand", "warn"),
    MailKind.BOUNCE: ("your message bounced", "bad"),
    MailKind.AWAY: ("out of office", "warn"),
    MailKind.AUTOMATIC: ("automatic mail", "dim"),
}
"""What is said of each kind, and how it looks."""
_MOST_LINES = 3
"""Lines of a reply that are shown; its lead's history has the rest."""


def show(day: Day) -> None:
    """Open the page, with what another process logged a moment ago."""
    with suppress(StoreError):  # the file does not answer now, which is said where it matters
        day.desk.book.catch_up()
    day.open(MailPage(day.desk, record_of(day.book).read().came if day.book else ()))


class MailPage(Page[None]):
    """What came, the latest first: who replied and how it begins, what bounced, and who is away."""

    def __init__(self, desk: Desk, came: Sequence[Came]) -> None:
        super().__init__(desk)
        self._came = came

    def on_mount(self) -> None:
        """Say what it is."""
        super().on_mount()
        self.edge.entitle("Mail that came")

    def lines(self, width: int) -> Sequence[Line]:
        """A line for each mail, and the beginning of a reply below it."""
        lines = [line for one in reversed(self._came) for line in self._lines_of(one, width)]
        return lines or [(Span(f" {line}", "dim"),) for line in wrapped(_NOTHING, width - 2)]

    def _lines_of(self, one: Came, width: int) -> Sequence[Line]:
        names, now = names_of(self.desk, one), self.desk.now()
        if not names:
            return []
        words, role = _WORDS[one.kind]
        at = one.at.astimezone(now.tzinfo)
        day = When(at.date(), at.time()).words(now.date())
        text = self._text_of(one) if one.kind is MailKind.REPLY else ""
        told = [line for part in text.split("\n") if part for line in wrapped(part, width - 4)][:_MOST_LINES]
        head = (Span(f" {names}", "name"), Span(f"  {words}", role), Span(f"  {day}", "dim"))
        return [head, *((Span(f"   {line}"),) for line in told), ()]

    def _text_of(self, one: Came) -> str:
        """Return what is kept of a reply; empty where it was undone, or is nobody's yet."""
        history = self.desk.leads.card(one.leads[0]).history
        return next((entry.note for entry in history if isinstance(entry, Touch) and entry.uid == one.uid), "")

"""The chosen lead's card."""

from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Vertical

from fuyu.desk import Card
from fuyu.tui.present import card_lines, card_title, title_line
from fuyu.tui.widgets.lines import Lines


class CardPane(Vertical):
    """Who it is, what was promised, what matters to them, what took place last."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._shown: tuple[Card, datetime] | None = None
        self.title = Lines(classes="title")
        self.body = Lines(classes="body")

    def compose(self) -> ComposeResult:
        """A title and a body."""
        yield self.title
        yield self.body

    def show(self, card: Card | None, now: datetime) -> None:
        """Show a card, None for nobody."""
        self._shown = (card, now) if card else None
        self._paint()

    def on_resize(self) -> None:
        """Lay the words out anew."""
        self._paint()

    def _paint(self) -> None:
        if self._shown is None:
            self.title.show([title_line("", "nobody chosen", self.size.width)])
            self.body.show([])
            return
        card, now = self._shown
        self.title.show([title_line("", card_title(card, now), self.size.width)])
        self.body.show(card_lines(card, now, self.body.size.width, self.body.size.height))

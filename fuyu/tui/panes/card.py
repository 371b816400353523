"""The chosen lead's card."""

from datetime import datetime

from textual.app import ComposeResult

from fuyu.desk import Card
from fuyu.domain.manners import Manners
from fuyu.tui.bindings import keyboard_of
from fuyu.tui.present_card import card_lines, card_title
from fuyu.tui.widgets.frame import Pane
from fuyu.tui.widgets.lines import Lines


class CardPane(Pane):
    """Who it is, what was promised, what matters to them, what took place last."""

    def __init__(self, manners: Manners, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._manners = manners
        self.body = Lines(classes="body")

    def compose(self) -> ComposeResult:
        """A body; the frame has the title."""
        yield self.body

    def show(self, card: Card | None, now: datetime) -> None:
        """Show a card, None for nobody."""
        self.entitle(card_title(card, now, self._manners) if card else "Nobody selected")
        edit_key, manners = keyboard_of(self)["work.edit"].hint(), self._manners
        self.body.show(
            lambda width, height: card_lines(card, now, width, height, manners, edit_key=edit_key) if card else []
        )

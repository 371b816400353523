"""A message that is written no further: look at it, and say what became of it, or is to become."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from textual.binding import BindingType

from fuyu.desk import Desk
from fuyu.features.messages.rules import Unsent
from fuyu.tui.bindings import bindings, keyboard_of
from fuyu.tui.keys import Where
from fuyu.tui.present import wrapped
from fuyu.tui.screens.page import Page
from fuyu.tui.widgets.lines import Line, Span

Settled = Literal["sent", "resend", "drop"]
"""What a person says of a message: it was sent, it was not and goes again, or it is dropped."""

_MEANING: dict[Settled, str] = {
    "sent": "it is in your sent mail, or they answered: log it as a touch",
    "resend": "it is not in your sent mail: queue it again",
    "drop": "drop it: it is neither logged nor sent",
}


_LABELS: dict[Settled, str] = {"sent": "Sent", "resend": "Send again", "drop": "Drop"}


class LeftoverPage(Page[Settled | None]):
    """A message that may have gone, or that its lead is not to get any more; the answer is what becomes of it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.LEFTOVER)

    def __init__(self, desk: Desk, left: Unsent) -> None:
        super().__init__(desk)
        self._left = left

    def on_mount(self) -> None:
        """Say whom it is to."""
        super().on_mount()
        self.edge.entitle(f"Message to {self._left.name}")

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """The ways out."""
        return (*((f"leftover.{way}", _LABELS[way]) for way in self._ways), ("page.back", "Back"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Offer only the ways there are."""
        return action not in _MEANING or action in self._ways

    @property
    def _ways(self) -> Sequence[Settled]:
        """The ways out: one that may have gone is settled, and nothing goes again to who does not want it."""
        if not self._left.doubt:
            return ("drop",)
        return ("sent", "drop") if self._left.is_silent else ("sent", "resend", "drop")

    def lines(self, width: int) -> Sequence[Line]:
        """Say what happened, then a line for each way out, then the message."""
        message, keyboard = self._left.message, keyboard_of(self)
        keys = {way: keyboard[f"leftover.{way}"].hint() for way in self._ways}
        heads = [f"{self._left.doubt}. Look into your sent mail:"] if self._left.doubt else [self._left.reason]
        heads = [f"{head[:1].upper()}{head[1:]}" for head in heads]
        text = [f"To: {message.to}", f"Subject: {message.subject}", "", *message.text.split("\n")]
        return [
            *((Span(f" {line}", "warn"),) for head in heads for line in wrapped(head, width - 2)),
            (),
            *((Span(f" {keys[way]}", "key"), Span(f"  {_MEANING[way]}")) for way in self._ways),
            (),
            *((Span(f" {line}"),) for part in text for line in wrapped(part, width - 2) or [""]),
        ]

    def action_sent(self) -> None:
        """Say that it was sent."""
        self.dismiss("sent")

    def action_resend(self) -> None:
        """Let it go again."""
        self.dismiss("resend")

    def action_drop(self) -> None:
        """Drop it."""
        self.dismiss("drop")

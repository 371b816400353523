"""A question for a day, and what it is for: what snoozing, and adding something that is owed, have in common."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.widgets import Input

from fuyu.domain.when import When
from fuyu.tui.panes.date_entry import DateEntry, Dates
from fuyu.tui.panes.labelled import Labelled
from fuyu.tui.panes.prompt import Answer, TypedPrompt
from fuyu.tui.widgets.line_input import LineInput


class DayPrompt(TypedPrompt[Answer]):
    """Asks for a day, and for the reason where there is to be one."""

    def __init__(self, dates: Dates, caption: str, *keys: tuple[str, str], id: str) -> None:  # noqa: A002 - Textual's name
        """Make it.

        Args:
            dates: understands the words for the day.
            caption: stands before the reason.
            keys: by their ids, with what they do.
            id: the widget's id.
        """
        super().__init__(*keys, id=id)
        self._dates = dates
        self.entry = DateEntry(dates, submit=self._dated)
        self.why = Labelled(caption, submit=self.action_done)

    def inside(self) -> ComposeResult:
        """A title, what follows from the day, the words for it, and the reason."""
        yield self.keeping.offer
        yield self.body
        yield self.entry
        yield self.why

    def first(self) -> LineInput:
        """Begin with the words."""
        return self.entry.input

    def typed(self) -> Mapping[str, str]:
        """Return the words for the day, and the reason."""
        return {"when": self.entry.input.value, "why": self.why.input.value}

    def write(self, fields: Mapping[str, str]) -> None:
        """Put words for a day there, and a reason."""
        self.why.input.put(fields.get("why", ""))
        self.entry.input.put(fields.get("when", ""))

    def on_date_entry_changed(self, message: DateEntry.Changed) -> None:
        """Keep the words for the day, and say what follows from it."""
        message.stop()
        self.keeping.typed()
        self.paint()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Keep the reason."""
        message.stop()
        self.keeping.typed()

    @property
    def asks_why(self) -> bool:
        """Whether the reason is asked for once the day is understood."""
        raise NotImplementedError

    def action_done(self) -> None:
        """Answer, where the words mean a day."""
        raise NotImplementedError

    def _dated(self) -> None:
        """Enter in the date goes on to the reason, where one is asked for."""
        if self.asks_why and isinstance(self.entry.read(), When):
            self.screen.set_focus(self.why.input, scroll_visible=False)
        else:
            self.action_done()

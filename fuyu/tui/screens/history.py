"""Everything that took place with a lead; a past note can be corrected, and what it said is kept."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from fuyu.desk import Desk
from fuyu.desk.drafts import PlaceDrafts
from fuyu.domain.history import Entry, Touch
from fuyu.domain.text import clean, fold
from fuyu.domain.typed import Place, TypedKind
from fuyu.errors import FuyuError
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.present import counted
from fuyu.tui.present_card import history_lines
from fuyu.tui.screens.sheet import Sheet, TypedSheet
from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.lines import Line, Span
from fuyu.tui.widgets.note_editor import NoteEditor
from fuyu.tui.widgets.row_list import RowList

_KEYS = (("history.correct", "Correct"), ("history.search", "Search"), ("history.back", "Back"))
_NOTHING = {False: "Nothing yet: the first touch is yours.", True: "No entry has these words."}
_WHOLE = 10_000
"""More lines than any note has: the history is shown whole."""


class HistoryScreen(Sheet[None]):
    """A lead's touches and notes, newest first, whole."""

    AUTO_FOCUS = ""
    """Nothing has the keys before it is said what has: the words to search for come first and are mostly hidden."""
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.HISTORY)

    def __init__(self, desk: Desk, lead_id: int, *, searching: bool = False) -> None:
        """Make the screen; `searching` begins with words to search for."""
        super().__init__()
        self._input = LineInput(submit=self._found)
        self._input.display = searching
        self._desk = desk
        self._lead_id = lead_id
        self._lines: list[tuple[Entry, Line]] = []
        self._list = RowList(self._line)

    def inside(self) -> ComposeResult:
        """A title, the words to search for, and the history."""
        yield self._input
        yield self._list

    def on_mount(self) -> None:
        """Give the keys to the words where they are searched for, else to the list."""
        self._show(0)
        self.set_focus(self._input if self._input.display else self._list)

    def on_input_changed(self, message: Input.Changed) -> None:
        """Show what has the words."""
        message.stop()
        self._show(0)

    def action_search(self) -> None:
        """Search."""
        self._input.display = True
        self.set_focus(self._input)

    def _found(self) -> None:
        self.set_focus(self._list)

    def on_resize(self) -> None:
        """Lay the words out in the width there is."""
        self._show(self._list.cursor)

    def action_step(self, by: int) -> None:
        """Move in the history."""
        self._list.move(by)

    def action_correct(self) -> None:
        """Correct the entry under the cursor."""
        if self._lines:
            entry = self._lines[self._list.cursor][0]
            drafts = PlaceDrafts(self._desk.drafts, _place(entry))
            self.app.push_screen(CorrectScreen(entry.note, drafts), partial(self._correct, entry, drafts))

    def _correct(self, entry: Entry, drafts: PlaceDrafts, text: str | None) -> None:
        if text is None or text.strip() == entry.note:
            return
        try:
            with drafts.finishing():
                self._desk.commands.correct(entry, text)
        except FuyuError as error:
            self.edge.say(str(error), "bad")
        else:
            self._show(self._list.cursor)

    def action_back(self) -> None:
        """Take the words away, or go back to the day."""
        if not self._input.value:
            self.dismiss(None)
            return
        self._input.value = ""
        self._input.display = False
        self.set_focus(self._list)

    def _show(self, cursor: int) -> None:
        card = self._desk.leads.card(self._lead_id)
        today = self._desk.now().date()
        width = max(self.edge.room - 1, 1)
        words = fold(self._input.value).split()
        found = [entry for entry in card.history if all(word in _text(entry, card.me, today) for word in words)]
        self._lines = [(entry, line) for entry in found for line in (*_entry_lines(entry, card.me, today, width), ())]
        self._list.show(max(len(self._lines), 1), min(cursor, max(len(self._lines) - 1, 0)))
        title = f"{card.lead.name}: {counted(card.lead.touches, 'touch', 'touches')}"
        self.edge.entitle(title)
        self.edge.offer_keys(*_KEYS)

    def _line(self, index: int, _width: int) -> Line:
        return (
            self._lines[index][1]
            if self._lines
            else (
                Span("  "),
                Span(_NOTHING[bool(self._input.value)], "dim"),
            )
        )


class CorrectScreen(TypedSheet[str | None]):
    """A past note in an editor."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.CORRECT)

    def __init__(self, text: str, drafts: PlaceDrafts) -> None:
        """Make the screen on what the note says; what is not finished is kept in the drafts."""
        super().__init__(drafts)
        self._editor = NoteEditor(clean(text))
        self._said = self._editor.text

    def inside(self) -> ComposeResult:
        """A title and the editor."""
        yield self.offer
        yield self._editor

    def on_mount(self) -> None:
        """Say what is asked."""
        self.edge.entitle("Correct a note; the old text is kept")
        self.edge.offer_keys(("correct.save", "Save"), ("correct.cancel", "Back"))
        self.begin_keeping("correct.continue")

    def on_note_editor_paste_refused(self, message: NoteEditor.PasteRefused) -> None:
        """Say what was not pasted."""
        message.stop()
        self.edge.say(f"Nothing was pasted: {message.characters:,} characters are too many for a note.")

    def on_text_area_changed(self) -> None:
        """Keep what is typed."""
        self.keep_soon()

    def typed(self) -> Mapping[str, str]:
        """Return the text, where it is another than the note says."""
        text = self._editor.text
        return {"text": text} if text != self._said else {}

    def write(self, fields: Mapping[str, str]) -> None:
        """Go on with a correction that was typed before."""
        self._editor.rewrite(fields.get("text", ""))

    def action_save(self) -> None:
        """Give back what the note says now."""
        self.dismiss(self._editor.text)

    def action_cancel(self) -> None:
        """Go back; nothing is changed, and what is typed is kept."""
        self.dismiss(None)


def _place(entry: Entry) -> Place:
    """Return where an entry is corrected; its time tells it apart in any copy of the book, its id does not."""
    kind = "touch" if isinstance(entry, Touch) else "note"
    return Place(TypedKind.CORRECTION, entry.lead, f"{kind} {entry.at.isoformat()}")


def _text(entry: Entry, me: str, today: date) -> str:
    return fold(" ".join(span.text for line in history_lines(entry, me, today, _WHOLE, _WHOLE) for span in line))


def _entry_lines(entry: Entry, me: str, today: date, width: int) -> list[Line]:
    lines = history_lines(entry, me, today, width, _WHOLE)
    times = len(entry.earlier)
    return [*lines, (Span(f"        corrected {counted(times, 'time')}", "dim"),)] if times else lines

"""The notes editor: what is typed is kept within a second, for the lead it was typed about."""

from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.message import Message
from textual.timer import Timer

from fuyu.domain.text import clean
from fuyu.tui.tint import found
from fuyu.tui.widgets.frame import Pane

if TYPE_CHECKING:
    from textual.widgets import TextArea

    from fuyu.tui.kit.textual_compat.typing import Edited
    from fuyu.tui.widgets.note_editor import NoteEditor

_PLACEHOLDER = "Type while you talk. Every word is saved."
_REMEMBERED = 50
"""Leads whose undo is kept while others are walked to."""


class Typing(NamedTuple):
    """What is being typed about a lead, beside what is known to be kept."""

    lead_id: int
    text: str
    known: str


class NotesPane(Pane):
    """The editor under its title."""

    ALLOW_MAXIMIZE = True

    class Typed(Message):
        """Something was typed that is not kept yet."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._lead_id: int | None = None
        self._known = ""
        self._unkept: dict[int, Typing] = {}
        self._aside: dict[int, Edited] = {}
        self._timer: Timer | None = None
        self._words = self._other = ""
        self._editor: NoteEditor | None = None
        self.say("")

    def compose(self) -> ComposeResult:
        """The frame; the editor comes after the first picture, in which it is mostly empty."""
        return ()

    async def mount_editor(self) -> None:
        """Mount the editor."""
        await self.mount(self.editor)

    @property
    def editor(self) -> "NoteEditor":
        """The editor, which is made when it is first asked for: the first picture waits for none of its libraries."""
        if self._editor is None:
            from fuyu.tui.widgets.note_editor import NoteEditor  # noqa: PLC0415 - see above

            self._editor = NoteEditor(self._known, placeholder=_PLACEHOLDER, tint=found)
            self._editor.disabled = self._lead_id is None
        return self._editor

    @property
    def has_keys(self) -> bool:
        """Whether one types here."""
        return self._editor is not None and self.screen.focused is self._editor

    def edit(self, lead_id: int | None, text: str) -> None:
        """Show what is being typed about a lead; what is not kept yet stays, also about the lead before."""
        typing = self._typing()
        if typing is not None:
            if lead_id == self._lead_id:
                return
            self._unkept[typing.lead_id] = typing
        waiting = self._unkept.pop(lead_id, None) if lead_id is not None else None
        if lead_id != self._lead_id:
            self.say("")
            self._remember()
        self._lead_id = lead_id
        self._known = waiting.known if waiting else clean(text)
        if self._editor is not None:
            self._editor.disabled = lead_id is None
            self._show(waiting.text if waiting else self._known)

    def untold(self) -> list[Typing]:
        """Return what was typed and is not kept yet, about this lead and about those before."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        typing = self._typing()
        return [*self._unkept.values(), *([typing] if typing else [])]

    def kept(self, lead_id: int, text: str) -> None:
        """Take notice that this text is kept; it may hold what another terminal typed about the same lead."""
        self._unkept.pop(lead_id, None)
        if lead_id == self._lead_id:
            self._known = text
            self._show(text)

    def _typing(self) -> Typing | None:
        if self._editor is None or self._lead_id is None or self._editor.text == self._known:
            return None
        return Typing(self._lead_id, self._editor.text, self._known)

    def _remember(self) -> None:
        """Put the editor's history aside for the lead it is about."""
        edited = self._editor.put_aside() if self._editor is not None else None
        if self._lead_id is not None and edited is not None:
            self._aside[self._lead_id] = edited
            for oldest in list(self._aside)[:-_REMEMBERED]:
                del self._aside[oldest]

    def _show(self, text: str) -> None:
        edited = self._aside.pop(self._lead_id, None) if self._lead_id is not None else None
        if edited is not None or text != self.editor.text:
            self.editor.show(text, edited)

    def say(self, words: str) -> None:
        """Say how the text is kept, in the title."""
        self._words = words
        self._paint()

    def offer(self, words: str) -> None:
        """Say that there is another text for this note, typed in another terminal; no words say that there is none."""
        if words != self._other:
            self._other = words
            self._paint()

    def _paint(self) -> None:
        self.entitle("Notes", number="3", right="  ".join(filter(None, (self._other, self._words))))

    def on_text_area_changed(self, message: "TextArea.Changed") -> None:
        """Tell it soon: one message for many keys."""
        from fuyu.tui.keeping import KEPT_AFTER  # noqa: PLC0415 - see above

        message.stop()
        if self._timer is None:
            self._timer = self.set_timer(KEPT_AFTER, lambda: self.post_message(self.Typed()))

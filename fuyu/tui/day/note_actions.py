"""Work on the chosen lead's note."""

import os
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from fuyu.domain.worries import worries
from fuyu.errors import FuyuError
from fuyu.tui.day.doing import Doing
from fuyu.tui.panes.choice import MOST

if TYPE_CHECKING:
    from fuyu.tui import external


class NoteActions:
    """Saves the note, goes on with another text for it, or with another editor."""

    def __init__(self, doing: Doing, home: Path | None) -> None:
        """Make it; a note lies in `home` while another editor has it, None is with the temporary files."""
        self._doing = doing
        self._view = doing.view
        self._voice = doing.voice
        self._keeping = doing.keeping
        self._desk = doing.desk
        self._home = home
        self._editor = doing.view.panes.notes.editor

    def action_keep(self) -> None:
        """Keep what is typed as a note without a touch."""
        row = self._view.row()
        if row is not None:
            self._doing.do(lambda: self._desk.commands.keep_note(row.id))

    def action_tick(self) -> None:
        """Tick what is unresolved in the notes on the chosen lead; of several it is asked which."""
        card = self._view.card()
        if card is None:
            return
        found = list(islice(worries(card.history), MOST))
        if not found:
            self._voice.say(f"nothing is unresolved in the notes on {card.lead.name}", "warn")
            return
        days = (one.entry.at.astimezone(self._desk.now().tzinfo).date() for one in found)
        options = [(f"{day.day} {day:%b}", one.text) for day, one in zip(days, found, strict=True)]

        def tick(number: int) -> None:
            self._doing.do(lambda: self._desk.commands.tick(found[number]))

        self._doing.questions.choice.choose(f"Which is settled, with {card.lead.name}?", options, tick)

    def action_stamp(self) -> None:
        """Write the time into the note."""
        if self._view.row() is not None:
            self._enter()
            self._editor.write(f"{self._desk.now():%H:%M} ")

    def action_other(self) -> None:
        """Go on with the other text for the same note; this one is offered in its turn."""
        row = self._view.row()
        if row is not None and self._keeping.keep():
            try:
                text = self._desk.drafts.swap(row.id)
            except FuyuError as error:
                self._voice.say(str(error), "bad")
                return
            self._editor.rewrite(text)
            self._keeping.keep()
            self._keeping.offer_other()

    def action_elsewhere(self) -> None:
        """Write the note in the editor the person has; what comes back can be undone."""
        from fuyu.tui.aside import put_aside  # noqa: PLC0415 - first used here
        from fuyu.tui.external import command, write_in  # noqa: PLC0415 - the same

        editor, row = command(os.environ), self._view.row()
        if row is None:
            return
        if not editor:
            self._voice.say("no editor is named: set $EDITOR, like EDITOR=vim", "warn")
            return
        self._enter()
        self._keeping.keep()
        text = self._editor.text
        try:
            with put_aside(self._home, row.id, text) as aside:
                with self._view.screen.app.suspend():
                    written = write_in(editor, aside)
                self._written(row.id, text, written)
                if self._keeping.keep():
                    aside.settle()
                lies_there = aside.folder.exists() and not written.problem
                left = aside.words(row.name, self._voice.room) if lies_there else ""
        except SuspendNotSupported:
            self._voice.say("there is no other editor here", "warn")
        except OSError as error:
            self._voice.say(f"the note cannot be put aside: {error.strerror}", "warn")
        else:
            if words := written.problem or left:
                self._voice.say(words, "warn")

    def _enter(self) -> None:
        self._view.show_chosen()
        self._view.screen.set_focus(self._editor)

    def _written(self, lead_id: int, before: str, written: "external.EditedText") -> None:
        """Show what another editor made of the note, which can be undone; what it is not is offered beside it."""
        if not written.texts:
            return
        self._editor.rewrite(written.texts[-1])
        with suppress(FuyuError):  # then it is held, and said by whoever keeps it next
            self._desk.drafts.take_in(lead_id, before, written.texts)

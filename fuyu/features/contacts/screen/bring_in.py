"""Importing: what a file's columns are taken for, and what would come in; nothing comes in before Enter."""

from collections.abc import Callable
from functools import partial
from pathlib import PurePath
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Key

from fuyu.desk import Desk
from fuyu.domain.text import clean_line
from fuyu.errors import UsageError
from fuyu.features.contacts.reading.columns import ANSWERS, IGNORE
from fuyu.features.contacts.reading.contact import Unclear
from fuyu.features.contacts.screen.incoming import CameIn, Counted, Incoming, InTheWay
from fuyu.features.contacts.screen.present_import import arrival_lines, column_line, field_words, head_line, person_line
from fuyu.tui.bindings import bindings, keyboard_of
from fuyu.tui.keys import Keyboard, Where
from fuyu.tui.kit.completing import completed
from fuyu.tui.present import wrapped
from fuyu.tui.screens.sheet import Sheet as SheetScreen
from fuyu.tui.widgets.keys_row import KeyHint
from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.lines import Line, Lines, Span, Title
from fuyu.tui.widgets.row_list import RowList

_ANSWERS = {"y": ANSWERS["yes"], "n": ANSWERS["no"]}
_CARDS = 200
"""People that are shown of a file of vCards."""

_READING = "reading ..."
_WHICH = "a .csv or .vcf file: Google, Outlook, LinkedIn, a CRM, a spreadsheet, a phone"


class ImportScreen(SheetScreen[CameIn | None]):
    """Asks for a file, shows how it is understood, and brings it in; answers with what came in."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [SheetScreen.CSS_PATH, "bring_in.tcss"]  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.IMPORT)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._incoming = Incoming(self, desk)
        self._said = ("", "dim")
        self._named_file: str | None = None
        """The path as it was typed, while the encoding is typed in its place."""
        self._input = LineInput(submit=self.action_done, id="path")
        self._heads = Lines(id="heads")
        self._list = RowList(partial(_row_line, self._incoming))
        self._below = Title(classes="title")
        self._counts = Lines(id="counts")

    def inside(self) -> ComposeResult:
        """The path, the columns, and what would come in."""
        yield self._input
        yield self._heads
        yield self._list
        yield self._below
        yield self._counts

    def on_mount(self) -> None:
        """Ask for the file."""
        self._paint(_WHICH)
        self.set_focus(self._input)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """While the path is typed, only Enter, Tab and Esc are keys of the screen."""
        return action in {"done", "cancel", "complete"} if self._input.has_focus else action != "complete"

    def on_key(self, event: Key) -> None:
        """A letter takes the next field that begins with it; where an opt-out is unclear, y and n say what it means."""
        unclear = _unclear(self._incoming, self._list)
        if unclear is not None and event.character in _ANSWERS:
            event.stop()
            if self._incoming.may_change:
                self._incoming.answer(unclear.title, _ANSWERS[event.character])
                self._paint(_READING)
        elif self._list.has_focus and event.character and event.character.isalpha():
            event.stop()
            self._take_next(lambda field: field_words(field).startswith(event.character or ""))

    def action_step(self, by: int) -> None:
        """Move in the columns."""
        self._list.move(by)

    def action_turn(self, by: int) -> None:
        """Read the column as the next field, or as the one before."""
        self._take_next(lambda _field: True, by)

    def _take_next(self, fits: Callable[[str], bool], step: int = 1) -> None:
        """Read the chosen column as the next field that fits."""
        columns = self._incoming.columns
        if columns is not None and (field := columns.following(self._list.cursor, step, fits)) is not None:
            self._take(field)

    def action_complete(self) -> None:
        """Complete the path as far as it is known, and say how it may go on."""
        if self._named_file is None:
            path, ways = completed(self._input.value)
            self._input.put(path)
            self._paint("  ".join(map(clean_line, ways)) or _WHICH)

    def action_not_read(self) -> None:
        """Do not read the column."""
        self._take(IGNORE)

    def action_guess(self) -> None:
        """Read the column as it was guessed."""
        self._take(None)

    def action_encoding(self) -> None:
        """Ask for the encoding of the file, as `fuyu import --encoding` takes it."""
        if self._incoming.file is None or self._incoming.is_coming_in:
            return
        self._named_file = self._input.value
        self._input.put(self._incoming.encoding)
        self._paint("the encoding of the file, like cp1250 or utf-16; nothing leaves it to the guess", "key")
        self.set_focus(self._input)

    def _end_encoding(self) -> None:
        """Go back to the list, the path in its place again."""
        self._input.put(self._named_file or "")
        self._named_file = None
        self.set_focus(self._list)
        self._paint(_READING)

    def _take(self, field: str | None) -> None:
        """Read the chosen column as a field; None is as it was guessed."""
        if self._incoming.may_change:
            self._incoming.take(self._list.cursor, field)
            self._paint(_READING)

    def action_done(self) -> None:
        """Read the file; once its columns are shown, bring everyone in."""
        incoming = self._incoming
        if incoming.is_coming_in:
            return
        if self._named_file is not None:
            if self._is_read(incoming.read_in, clean_line(self._input.value)):
                self._end_encoding()
        elif self._input.has_focus:
            if clean_line(words := self._input.value.strip()):
                self._is_read(incoming.open, words)
        elif (unclear := _unclear(self._incoming, self._list)) is not None:
            columns = incoming.columns  # nothing comes in before they are answered
            self._list.cursor = columns.place(unclear.title) if columns is not None else 0
            self._paint()
        elif incoming.counted is None:
            incoming.is_wanted = incoming.is_at_work
        else:
            self._go_on(incoming.counted)

    def action_cancel(self) -> None:
        """Go back, to the path or to the day; what is being written is waited for."""
        if self._incoming.is_coming_in:
            return
        if self._named_file is not None:
            self._end_encoding()
            self._incoming.count()
            return
        self._incoming.stop()
        if self._input.has_focus:
            self.dismiss(None)
        else:
            self._incoming.close()
            self._paint(_WHICH)
            self.set_focus(self._input)

    # What happens

    def _is_read(self, read: Callable[[str], None], words: str) -> bool:
        """Show the first rows of a file, and count what would come in; say what is in the way of that."""
        try:
            read(words)
        except UsageError as error:
            self._paint(str(error), "bad")
            return False
        self.set_focus(self._list)
        self._list.cursor = 0
        self._paint(_READING)
        return True

    def _go_on(self, counted: Counted) -> None:
        """Bring everyone in, once each who is maybe somebody known is decided."""
        if not counted.plan.changes:
            self._paint("there is nothing in it that is not known", "warn")
        elif not counted.plan.maybe:
            self._incoming.bring_in(counted, keyboard_of(self))
            self._paint(f"{len(counted.plan.changes):,} changes are being written ...")
        elif all(like.line in self._incoming.whom for like in counted.plan.maybe):
            self._decided(counted)
        else:
            from fuyu.features.contacts.screen.alike import AlikeScreen  # noqa: PLC0415 - few files need it

            asked = AlikeScreen(self._desk, counted.plan, self._incoming.whom)
            self.app.push_screen(asked, lambda decided: self._decided(counted) if decided else None)

    def _decided(self, counted: Counted) -> None:
        """Match anew with what was answered, then go on: who became one may be somebody else's likeness, too."""
        self._incoming.count(counted.sheet)
        self._incoming.is_wanted = True
        self._paint(_READING)

    def on_incoming_progressed(self, message: Incoming.Progressed) -> None:
        """Say how far it is."""
        if self._incoming.is_at_work:
            self._said = (f"{message.words} ...", "dim")
            self._counts.show(self._count_lines)

    def on_incoming_ended(self, message: Incoming.Ended) -> None:
        """Show what was counted, or leave with what came in."""
        wanted, result = self._incoming.is_wanted, message.result
        if not self._incoming.ends(message):
            return
        if isinstance(result, CameIn) or self._desk.actions.held:
            self.dismiss(result if isinstance(result, CameIn) else None)
        elif isinstance(result, InTheWay):
            self._paint(result.words, "bad")
        else:
            self._paint()
            if wanted and _unclear(self._incoming, self._list) is None:
                self._go_on(result)

    # Painting

    def _paint(self, words: str = "", role: str = "dim") -> None:
        """Paint anew, and say something; no words leave what was said."""
        if words:
            self._said = (words, role)
        incoming, sheet = self._incoming, self._incoming.counted.sheet if self._incoming.counted else None
        columns, keyboard = incoming.columns, keyboard_of(self)
        kind = f": {sheet.source}, {sheet.encoding}" if sheet else ""
        self.edge.entitle(f"Import{f' {incoming.name}' if incoming.file else ''}{kind}")
        rows = len(columns) if columns is not None else min(len(sheet.contacts), _CARDS) if sheet else 0
        self._list.show(rows, self._list.cursor)
        self._below.say("What would come in" if incoming.file else "")
        self._heads.show(lambda width, _height: [head_line(width) if columns is not None else ()])
        self.edge.foot.offer(_hints(incoming, keyboard, is_asked=self._named_file is not None))
        self._counts.show(self._count_lines)

    def _count_lines(self, width: int, height: int) -> list[Line]:
        """Return what would come in, or what is said in place of it."""
        counted = self._incoming.counted
        is_asked = self._named_file is not None
        if counted is None or is_asked or self._incoming.is_coming_in or self._said[1] == "warn":
            words, role = self._said
            return [(Span(f" {line}", role),) for line in wrapped(words, width - 2)]
        return arrival_lines(counted.sheet, counted.plan, self._desk.leads.row, height)


def _unclear(incoming: Incoming, columns: RowList) -> Unclear | None:
    """Return the column whose opt-outs are asked about, while the columns have the keys."""
    return next(iter(incoming.counted.sheet.unclear), None) if incoming.counted and columns.has_focus else None


def _row_line(incoming: Incoming, index: int, width: int) -> Line:
    """Return a column of a file, or a person where it has none."""
    if incoming.columns is not None:
        return column_line(incoming.columns, index, width)
    return person_line(incoming.counted.sheet.contacts[index], width) if incoming.counted else ()


def _hints(incoming: Incoming, keyboard: Keyboard, *, is_asked: bool) -> list[KeyHint]:
    """Return the keys that mean something: more of them where there are columns."""
    keys = {key.action: key.hint() for key in keyboard.of(Where.IMPORT)}
    done, back = KeyHint(keys["done"], "Bring in", "done"), KeyHint(keys["cancel"], "Back", "cancel")
    encoding = KeyHint(keys["encoding"], "Encoding", "encoding")
    if incoming.file is None or is_asked:
        complete = KeyHint(keys["complete"].capitalize(), "Complete the path", "complete")
        return [done._replace(words="Read"), *([] if is_asked else [complete]), back]
    if incoming.columns is None:
        return [done, encoding, back]
    return [
        done,
        KeyHint(f"{keys['step(1)']} {keys['step(-1)']}", "Column", "step(1)"),
        KeyHint(f"{keys['turn(-1)']} {keys['turn(1)']} a-z", "Field", "turn(1)"),
        KeyHint(keys["not_read"], "Not read", "not_read"),
        KeyHint(keys["guess"], "Guess", "guess"),
        encoding,
        back,
    ]

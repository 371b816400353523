"""Importing: what a file's columns are taken for, and what would come in; nothing comes in before Enter."""

import gc
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from msgspec import Struct
from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Key
from textual.message import Message
from textual.worker import Worker, get_current_worker

from fuyu import paths
from fuyu.desk import Desk
from fuyu.desk.arrivals import Arrivals, Whom
from fuyu.domain.text import clean_line
from fuyu.errors import CrashError, FuyuError, UsageError
from fuyu.interop.columns import ANSWERS, IGNORE
from fuyu.interop.contact import Sheet, Unclear
from fuyu.interop.contacts import read_contacts
from fuyu.interop.remembered import remember
from fuyu.interop.taken import Columns, columns_of
from fuyu.tui.bindings import bindings, keyboard_of
from fuyu.tui.keys import Where
from fuyu.tui.present_import import (
    Decided,
    answer_words,
    arrival_lines,
    column_line,
    field_words,
    head_line,
    person_line,
    told_lines,
)
from fuyu.tui.screens.sheet import Sheet as SheetScreen
from fuyu.tui.widgets.keys_row import Hint
from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.lines import Line, Lines, Span, Title, fit
from fuyu.tui.widgets.row_list import RowList

_ROWS = 5
"""Records that are shown of a column."""
_ANSWERS = {"y": ANSWERS["yes"], "n": ANSWERS["no"]}
_CARDS = 200
"""People that are shown of a file of vCards."""


class _Stopped(Exception):  # noqa: N818 - nothing went wrong
    """Somebody went back, or chose another field."""


class Counted(Struct, frozen=True):
    """A file that was read, and what it would do."""

    sheet: Sheet
    plan: Arrivals


class CameIn(Struct, frozen=True):
    """Everyone came in; what was done."""

    words: Sequence[str]
    """In one line, the longest first."""
    told: Sequence[str] = ()
    """What is to be read of single records: who is do-not-contact now, who was skipped, and why."""


class InTheWay(Struct, frozen=True):
    """Nothing came of it, and why."""

    words: str


class ImportScreen(SheetScreen[CameIn | None]):
    """Asks for a file, shows how it is understood, and brings it in; answers with what came in."""

    CSS_PATH: ClassVar[list[str]] = ["sheet.tcss", "bring_in.tcss"]  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.IMPORT)

    class Progressed(Message):
        """So far the work has come."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    class Ended(Message):
        """A thread is done: with a count, with words about what came in, or with what was in the way."""

        def __init__(self, worker: Worker[None], result: Counted | CameIn | InTheWay) -> None:
            super().__init__()
            self.worker = worker
            self.result = result

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._file: Path | None = None
        self._columns: Columns | None = None
        self._counted: Counted | None = None
        self._whom: dict[int, Whom] = {}
        """What was answered of who is the same, by the line of the record."""
        self._said = ("", "dim")
        self._is_wanted = False
        self._is_coming_in = False
        self._thread: Worker[None] | None = None
        self._input = LineInput(submit=self.action_done, id="path")
        self._heads = Lines(id="heads")
        self._list = RowList(self._line)
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
        self._counts.show(self._count_lines)
        self._heads.show(lambda width, _height: [self._head_line(width)])
        self._ask()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """While the path is typed, only Enter and Esc are keys of the screen."""
        return action in {"done", "cancel"} if self._input.has_focus else True

    def on_key(self, event: Key) -> None:
        """A letter takes the next field that begins with it; where an opt-out is unclear, y and n say what it means."""
        if self._unclear is not None and event.character in _ANSWERS:
            event.stop()
            self._answer(self._unclear, _ANSWERS[event.character])
        elif self._list.has_focus and event.character and event.character.isalpha():
            event.stop()
            self._take_next(lambda field: field_words(field).startswith(event.character or ""))

    @property
    def _unclear(self) -> Unclear | None:
        """The column whose opt-outs are asked about."""
        return next(iter(self._counted.sheet.unclear), None) if self._counted and self._list.has_focus else None

    def _answer(self, unclear: Unclear, field: str) -> None:
        if self._columns is not None and not self._is_coming_in:
            self._columns = self._columns.answered(unclear.title, field)
            self._whom = {}
            self._count()

    def action_step(self, by: int) -> None:
        """Move in the columns."""
        self._list.move(by)

    def action_next_field(self) -> None:
        """Read the column as the next field."""
        self._take_next(lambda _field: True)

    def action_field_before(self) -> None:
        """Read the column as the field before."""
        self._take_next(lambda _field: True, -1)

    def action_not_read(self) -> None:
        """Do not read the column."""
        self._take(IGNORE)

    def action_guess(self) -> None:
        """Read the column as it was guessed."""
        self._take(None)

    def action_done(self) -> None:
        """Read the file; once its columns are shown, bring everyone in."""
        if self._is_coming_in:
            return
        if self._input.has_focus:
            self._open(self._input.value.strip())
        elif self._unclear is not None:
            self._point_at(self._unclear)
        elif self._counted is None:
            self._is_wanted = self._thread is not None
        else:
            self._go_on(self._counted)

    def action_cancel(self) -> None:
        """Go back, to the path or to the day; what is being written is waited for."""
        if self._is_coming_in:
            return
        self._stop()
        if self._input.has_focus:
            self.dismiss(None)
        else:
            self._ask()

    # What happens

    def _ask(self) -> None:
        self._file = self._columns = self._counted = None
        self._whom = {}
        self._say("a .csv or .vcf file: Google, Outlook, LinkedIn, a CRM, a spreadsheet, a phone")
        self._paint()
        self.set_focus(self._input)

    def _open(self, words: str) -> None:
        """Show the first rows of a file, and count what would come in."""
        if not clean_line(words):
            return
        try:
            path = paths.of_words(words)
            self._columns = columns_of(path, _ROWS)
        except UsageError as error:
            self._say(str(error), "bad")
            self._paint()
            return
        self._file = path
        self._whom = {}
        self.set_focus(self._list)
        self._list.cursor = 0
        self._count()

    def _take_next(self, fits: Callable[[str], bool], step: int = 1) -> None:
        """Read the chosen column as the next field that fits."""
        if self._columns is not None:
            field = self._columns.following(self._list.cursor, step, fits)
            if field is not None:
                self._take(field)

    def _take(self, field: str | None) -> None:
        """Read the chosen column as a field; None is as it was guessed."""
        if self._columns is not None and not self._is_coming_in:
            self._columns = self._columns.take(self._list.cursor, field)
            self._whom = {}  # who was looked at was another, as they were read then
            self._count()

    def _count(self, sheet: Sheet | None = None) -> None:
        """Count anew, beside the keys; where a sheet is given, the file is not read again."""
        self._stop()
        self._counted = None
        self._say("reading ...")
        self._paint()
        if self._file is not None:
            said = self._columns.said if self._columns is not None else {}
            self._thread = self._count_in_thread(self._file, said, sheet)

    def _point_at(self, unclear: Unclear) -> None:
        """Move to the column that is asked about; nothing comes in before it is answered."""
        self._list.cursor = self._columns.place(unclear.title) if self._columns is not None else 0
        self._paint()

    def _stop(self) -> None:
        if self._thread is not None:
            self._thread.cancel()
        self._thread, self._is_wanted = None, False

    def _go_on(self, counted: Counted) -> None:
        """Bring everyone in, once each who is maybe somebody known is decided."""
        if not counted.plan.maybe:
            self._bring_in(counted)
        elif all(like.line in self._whom for like in counted.plan.maybe):
            self._decided(counted)
        else:
            from fuyu.tui.screens.alike import AlikeScreen  # noqa: PLC0415 - few files need it

            asked = AlikeScreen(self._desk, counted.plan, self._whom)
            self.app.push_screen(asked, lambda decided: self._decided(counted) if decided else None)

    def _decided(self, counted: Counted) -> None:
        """Match anew with what was answered, then go on: who became one may be somebody else's likeness, too."""
        self._count(counted.sheet)
        self._is_wanted = True

    def _bring_in(self, counted: Counted) -> None:
        if not counted.plan.changes:
            self._say("there is nothing in it that is not known", "warn")
            self._paint()
            return
        self._is_coming_in = True
        self._say(f"{len(counted.plan.changes):,} changes are being written ...")
        self._paint()
        self._thread = self._bring_in_in_thread(counted)

    # Threads; the description is there because Textual would spell out the arguments: seconds for many contacts.

    @work(thread=True, group="import", description="import")
    def _count_in_thread(self, path: Path, said: Mapping[str, str], known: Sheet | None) -> None:
        whom = dict(self._whom)

        def count() -> Counted:
            sheet = known or read_contacts(path, said, progress=self._progress("{:,} rows read"))
            return Counted(
                sheet, self._desk.arrivals(sheet.contacts, self._progress("{:,} contacts matched"), said=whom)
            )

        self._do(count)

    @work(thread=True, group="import", description="import")
    def _bring_in_in_thread(self, counted: Counted) -> None:
        name = clean_line(self._file.name) if self._file else ""
        title = f"brought in {len(counted.plan.new)} leads from {name}"
        undo, columns, whom = keyboard_of(self)["book.undo"].hint(), self._columns, dict(self._whom)
        decided = Decided.of(whom)

        def bring_in() -> CameIn:
            silenced = self._desk.silenced(counted.plan.changes)
            self._desk.bring_in(counted.sheet.contacts, title, counted.plan, whom)
            if columns is not None and not columns.is_as_remembered:
                with suppress(FuyuError):  # what cannot be remembered is asked again
                    remember(columns.header, columns.said)
            told = [one.words("the file says so", self._desk.now().date()) for one in silenced]
            told += told_lines(counted.sheet, counted.plan, self._desk.silence_words)
            return CameIn(answer_words(name, counted.sheet, counted.plan, decided, undo), told)

        self._do(bring_in)

    def _progress(self, words: str) -> Callable[[int], None]:
        """Return what tells, from a thread, how far it is, and ends it where it is not wanted any more."""
        worker = get_current_worker()

        def tell(count: int) -> None:
            if worker.is_cancelled:
                raise _Stopped
            self.post_message(self.Progressed(words.format(count)))

        return tell

    def _do(self, work: Callable[[], Counted | CameIn]) -> None:
        """Work, in a thread, and post how it ended; an error's own words may hold names, but for ours."""
        worker = get_current_worker()
        result: Counted | CameIn | InTheWay
        gc.disable()  # looking for rubbish among a hundred thousand leads holds every key up for 0.4 s (measured)
        try:
            result = work()
        except _Stopped:
            result = InTheWay("stopped; nothing came in")
        except FuyuError as error:
            result = InTheWay(str(error))
        except Exception as error:  # noqa: BLE001 - a fault in a thread ends no dashboard
            result = InTheWay(str(CrashError(error)).partition("\n")[0])
        finally:
            gc.freeze()
            gc.enable()
        self.post_message(self.Ended(worker, result))

    def on_import_screen_progressed(self, message: Progressed) -> None:
        """Say how far it is."""
        if self._thread is not None:
            self._say(f"{message.words} ...")
            self._paint_counts()

    def on_import_screen_ended(self, message: Ended) -> None:
        """Show what was counted, or leave with what came in."""
        if message.worker is not self._thread:
            return
        result, wanted = message.result, self._is_wanted
        self._thread, self._is_wanted, self._is_coming_in = None, False, False
        if isinstance(result, CameIn) or self._desk.held:
            self.dismiss(result if isinstance(result, CameIn) else None)
        elif isinstance(result, InTheWay):
            self._say(result.words, "bad")
            self._paint()
        else:
            self._counted = result
            self._paint()
            if wanted and self._unclear is None:
                self._go_on(result)

    # Painting

    def _say(self, words: str, role: str = "dim") -> None:
        self._said = (words, role)

    def _paint(self) -> None:
        sheet = self._counted.sheet if self._counted else None
        kind = f": {sheet.source}, {sheet.encoding}" if sheet else ""
        self.entitle(f"Import{f' {clean_line(self._file.name)}' if self._file else ''}{kind}")
        rows = len(self._columns) if self._columns is not None else min(len(sheet.contacts), _CARDS) if sheet else 0
        self._list.show(rows, self._list.cursor)
        self._below.say("What would come in" if self._file else "")
        self._heads.show(lambda width, _height: [self._head_line(width)])
        self._offer_keys()
        self._paint_counts()

    def _paint_counts(self) -> None:
        self._counts.show(self._count_lines)

    def _offer_keys(self) -> None:
        keys = {key.action: key.hint() for key in keyboard_of(self).of(Where.IMPORT)}
        back = Hint(keys["cancel"], "Back", "cancel")
        if self._columns is None:
            self.foot.offer([Hint(keys["done"], "Bring in" if self._file else "Read", "done"), back])
            return
        said = (
            (keys["done"], "Bring in", "done"),
            (f"{keys['step(1)']} {keys['step(-1)']}", "Column", "step(1)"),
            (f"{keys['field_before']} {keys['next_field']} a-z", "Field", "next_field"),
            (keys["not_read"], "Not read", "not_read"),
            (keys["guess"], "Guess", "guess"),
        )
        self.foot.offer([*(Hint(*one) for one in said), back])

    def _head_line(self, width: int) -> Line:
        return head_line(width) if self._columns is not None else ()

    def _line(self, index: int, width: int) -> Line:
        if self._columns is not None:
            return column_line(self._columns, index, width)
        return person_line(self._counted.sheet.contacts[index], width) if self._counted else ()

    def _count_lines(self, width: int, height: int) -> list[Line]:
        if self._counted is None or self._is_coming_in or self._said[1] == "warn":
            words, role = self._said
            return [(Span(f" {fit(words, min(width - 2, len(words) * 2))}", role),)]
        return arrival_lines(self._counted.sheet, self._counted.plan, self._desk.row, height)

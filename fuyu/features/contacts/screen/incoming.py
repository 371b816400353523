"""A file that comes in: it is read, counted and brought in beside the keys, in threads that post how far they are."""

import gc
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from msgspec import Struct
from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker, get_current_worker

from fuyu import paths
from fuyu.desk import Desk
from fuyu.domain.text import clean_line
from fuyu.errors import CrashError, FuyuError
from fuyu.features.contacts import service
from fuyu.features.contacts.arrivals import Arrivals
from fuyu.features.contacts.reading.contact import ContactSheet
from fuyu.features.contacts.reading.contacts import read_contacts
from fuyu.features.contacts.reading.remembered import remember
from fuyu.features.contacts.reading.taken import Columns, columns_of
from fuyu.features.contacts.reading.textfile import said_encoding
from fuyu.features.contacts.screen.present_import import Decided, answer_words, told_lines
from fuyu.features.contacts.understood import Whom
from fuyu.tui.keys import Keyboard

_ROWS = 5
"""Records that are shown of a column."""


class _Stopped(Exception):  # noqa: N818 - nothing went wrong
    """Somebody went back, or chose another field."""


class Counted(Struct, frozen=True):
    """A file that was read, and what it would do."""

    sheet: ContactSheet
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


class Incoming:
    """What is known of the file so far, what was said of it, and the thread that works on it."""

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

    def __init__(self, screen: Screen[CameIn | None], desk: Desk) -> None:
        """Make it; the screen has the threads, and what they post."""
        self._screen = screen
        self._desk = desk
        self._thread: Worker[None] | None = None
        self.file: Path | None = None
        self.columns: Columns | None = None
        """None for a file of vCards, too."""
        self.counted: Counted | None = None
        """None while it is read."""
        self.whom: dict[int, Whom] = {}
        """What was answered of who is the same, by the line of the record."""
        self.encoding = ""
        """What was said of the encoding; empty where it is guessed."""
        self.is_wanted = False
        """Whether everyone is to come in as soon as it is counted."""
        self.is_coming_in = False

    @property
    def is_at_work(self) -> bool:
        """Whether a thread works on it."""
        return self._thread is not None

    @property
    def may_change(self) -> bool:
        """Whether columns can be read otherwise."""
        return self.columns is not None and not self.is_coming_in

    @property
    def name(self) -> str:
        """The file's name, empty where none is chosen."""
        return clean_line(self.file.name) if self.file else ""

    def close(self) -> None:
        """Forget the file."""
        self.stop()
        self.file = self.columns = self.counted = None
        self.whom, self.encoding = {}, ""

    def open(self, words: str) -> None:
        """Read the first rows of a file, and count what would come in.

        Raises:
            UsageError: the file cannot be read.
        """
        path = paths.of_words(words)
        self._read_as(columns_of(path, _ROWS), path)

    def read_in(self, words: str) -> None:
        """Read the file in another encoding; no words leave it to the guess.

        Raises:
            UsageError: there is no such encoding, or the file is not in it.
        """
        if self.file is not None:
            encoding = said_encoding(words)
            columns = columns_of(self.file, _ROWS, encoding)
            self.encoding = encoding
            self._read_as(columns, self.file)

    def answer(self, title: str, field: str) -> None:
        """Say what is unclear in a column."""
        if self.columns is not None:
            self._read_as(self.columns.answered(title, field), self.file)

    def take(self, place: int, field: str | None) -> None:
        """Read a column as a field; None is as it was guessed."""
        if self.columns is not None:
            self._read_as(self.columns.take(place, field), self.file)

    def _read_as(self, columns: Columns | None, file: Path | None) -> None:
        """Count anew; who was answered about was another, as they were read before."""
        self.columns, self.file = columns, file
        self.whom = {}
        self.count()

    def count(self, known: ContactSheet | None = None) -> None:
        """Count anew, beside the keys; where a sheet is given, the file is not read again."""
        self.stop()
        self.counted = None
        if self.file is not None:
            said = self.columns.said if self.columns is not None else {}
            self._begin(partial(self._count, self.file, said, known, dict(self.whom), self.encoding))

    def bring_in(self, counted: Counted, keyboard: Keyboard) -> None:
        """Bring everyone in, beside the keys; the keyboard has those that are named in what is said of it."""
        self.is_coming_in = True
        self._begin(partial(self._bring_in, counted, dict(self.whom), keyboard))

    def stop(self) -> None:
        """Let the thread end without a result."""
        if self._thread is not None:
            self._thread.cancel()
        self._thread, self.is_wanted = None, False

    def ends(self, message: Ended) -> bool:
        """Take what a thread ended with; return whether it is the one that works now, and not one before it."""
        if message.worker is not self._thread:
            return False
        self._thread, self.is_wanted, self.is_coming_in = None, False, False
        if isinstance(message.result, Counted):
            self.counted = message.result
        return True

    # In threads

    def _begin(self, work: Callable[[], Counted | CameIn]) -> None:
        """Let a thread begin; it is described because Textual would spell out the arguments: seconds for many."""
        self._thread = self._screen.run_worker(
            partial(self._do, work), thread=True, group="import", description="import"
        )

    def _count(
        self,
        path: Path,
        said: Mapping[str, str],
        known: ContactSheet | None,
        whom: Mapping[int, Whom],
        encoding: str,
    ) -> Counted:
        sheet = known or read_contacts(path, said, progress=self._progress("{:,} rows read"), encoding=encoding)
        return Counted(
            sheet, service.look(self._desk, sheet.contacts, self._progress("{:,} contacts matched"), said=whom)
        )

    def _bring_in(self, counted: Counted, whom: Mapping[int, Whom], keyboard: Keyboard) -> CameIn:
        sheet, plan, columns = counted.sheet, counted.plan, self.columns
        silenced = self._desk.messages.silenced(plan.changes)
        service.bring_in(self._desk, sheet.contacts, f"brought in {len(plan.new)} leads from {self.name}", plan, whom)
        if columns is not None and not columns.is_as_remembered:
            with suppress(FuyuError):  # what cannot be remembered is asked again
                remember(columns.header, columns.said)
        told = [one.words("the file says so", self._desk.now().date()) for one in silenced]
        told += told_lines(sheet, plan, self._desk.leads.silence_words)
        words = answer_words(
            self.name,
            sheet,
            plan,
            Decided.of(whom),
            undo=keyboard["book.undo"].hint(),
            undated=_undated_words(plan, keyboard),
        )
        return CameIn(words, told)

    def _progress(self, words: str) -> Callable[[int], None]:
        """Return what tells, from a thread, how far it is, and ends it where it is not wanted any more."""
        worker = get_current_worker()

        def tell(count: int) -> None:
            if worker.is_cancelled:
                raise _Stopped
            self._screen.post_message(self.Progressed(words.format(count)))

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
        self._screen.post_message(self.Ended(worker, result))


def _undated_words(plan: Arrivals, keyboard: Keyboard) -> str:
    """Return how many of the new leads have no date, and the key that walks them; empty where all have one."""
    undated = sum(lead.is_open and lead.next_step is None for lead in plan.new)
    return f"{undated:,} unscheduled: {keyboard['book.unscheduled'].hint()} walks them" if undated else ""

"""Mail beside the dashboard: another process reads it now and then, and what came is told here."""

from pathlib import Path

from fuyu.background import Background, Elsewhere, Said, Told
from fuyu.config import Config
from fuyu.desk import Desk
from fuyu.errors import FuyuError
from fuyu.features.inbox.record import RecordFile, names_of, record_of
from fuyu.features.inbox.rules import news_words
from fuyu.features.inbox.settings import Inbox

_LOOK = 30
"""Seconds after which it is looked whether anything came that another `fuyu mail` read, a timer's maybe."""
_MINUTE = 60


def beside(desk: Desk, book: Path, config: Config, elsewhere: Elsewhere) -> "MailBeside | None":
    """Return what reads mail beside the dashboard; None where the settings name no mailbox."""
    inbox = config.of(Inbox)
    return MailBeside(desk, record_of(book), inbox.every, elsewhere) if inbox.is_set else None


class MailBeside:
    """Has mail read every so many minutes, and tells what came, whoever read it."""

    def __init__(self, desk: Desk, record: RecordFile, every: int, elsewhere: Elsewhere) -> None:
        self._desk = desk
        self._record = record
        self._every = every * _MINUTE
        self._elsewhere = elsewhere
        self._work = Background("mail")
        self._seconds = 0

    def each_second(self, said: Said, told: Told) -> None:
        """Read, or look what was read, where it is time to; the first second is one."""
        at, self._seconds = self._seconds, self._seconds + 1
        reads = bool(self._every) and at % self._every == 0
        if self._work.is_busy:
            self._seconds = at  # it waits, so that no turn is left out
        elif reads or at % _LOOK == 0:
            self._work.begin(lambda: self._look(said, told, reads=reads))

    def leave(self) -> None:
        """What is read at this moment is told the next time."""

    def wait(self) -> None:
        """Wait until what was begun is done."""
        self._work.wait()

    def _look(self, said: Said, told: Told, *, reads: bool) -> None:
        try:
            words = self._elsewhere.catch_up("mail") if reads else ""
            came = self._record.tell()
        except OSError as error:
            words, came = f"mail is not read: {error.strerror}", ()
        except FuyuError as error:
            words, came = str(error), ()
        if reads:
            self._work.say(words, said)
        named = ((one.kind, names_of(self._desk, one)) for one in came)
        if news := news_words((kind, names) for kind, names in named if names):
            told(news, "")

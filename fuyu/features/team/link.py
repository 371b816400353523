"""Between the worker of a book and whoever works in it: a socket to ask by, a file that says how the book stands."""

import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec
from msgspec import Struct

from fuyu import disk, paths
from fuyu.errors import StoreError
from fuyu.locks import is_held

_LONGEST = 4_096
"""Bytes of a question or an answer."""
_WORD = 1.0
"""Seconds that either side waits for the other's word."""
_BACKLOG = 16


READER = "reader"
"""The role of those who take and send nothing."""


class WorkerVerb(StrEnum):
    """What a worker is asked."""

    POKE = "poke"
    """Something waits; nobody waits for an answer."""
    SYNC = "sync"
    """Exchange now."""
    CLAIM = "claim"
    """Be the one who is at a lead."""
    LET_GO = "let_go"
    """Be at it no longer."""


class TeamStanding(StrEnum):
    """How a book stands with its team."""

    ALONE = "alone"
    """Nothing is exchanged: no worker is there."""
    LIVE = "live"
    OFFLINE = "offline"
    """The server does not answer; what is done waits."""
    UNWILLING = "unwilling"
    """The server answers, and somebody has to do something first."""


class AtLead(Struct, frozen=True):
    """Somebody is at a lead."""

    lead: int
    person: str
    since: datetime
    is_mine: bool = False


class TeamState(Struct, frozen=True, kw_only=True):
    """How a book stands with its team, as its worker says it."""

    standing: TeamStanding = TeamStanding.ALONE
    since: datetime | None = None
    """From when on."""
    why: str = ""
    """What is in the way, as a sentence."""
    hint: str = ""
    """What to do about it."""
    waiting: int = 0
    """Actions that the team does not have yet."""
    refused: int = 0
    """Actions that it did not take."""
    person: str = ""
    role: str = ""
    at_leads: Sequence[AtLead] = ()
    socket: str = ""
    """Where the worker listens."""


class WorkerQuestion(Struct, frozen=True):
    """What a worker is asked."""

    verb: WorkerVerb
    lead: int = 0
    """The lead that is claimed or let go."""


class WorkerReply(Struct, frozen=True):
    """What it says."""

    ok: bool
    """Whether it was done; for a claim, whether the server was asked."""
    at: AtLead | None = None
    """Who is at the lead now."""
    why: str = ""


_state = msgspec.json.Decoder(TeamState)
_question = msgspec.json.Decoder(WorkerQuestion)
_reply = msgspec.json.Decoder(WorkerReply)


def lock_of(book: Path) -> Path:
    """Return the lock that the worker of a book holds."""
    return _place(book, "lock")


def is_at_work(book: Path) -> bool:
    """Return whether a worker looks after a book."""
    return is_held(lock_of(book))


def state_of(book: Path) -> TeamState:
    """Return how a book stands with its team."""
    return _read(_place(book, "json")) if is_at_work(book) else TeamState()


class StateReader:
    """Reads how a book stands, each time its worker has said so anew."""

    def __init__(self, book: Path) -> None:
        self._book = book
        self._said_at = 0
        self._state = TeamState()

    def read(self) -> TeamState:
        """Return how the book stands; where nothing is new, that costs two looks at files."""
        file = _place(self._book, "json")
        try:
            said_at = file.stat().st_mtime_ns
        except OSError:
            return TeamState()
        if not is_at_work(self._book):
            return TeamState()
        if said_at != self._said_at:
            self._said_at, self._state = said_at, _read(file)
        return self._state


def ask(book: Path, question: WorkerQuestion, patience: float = _WORD) -> WorkerReply | None:
    """Ask the worker of a book, and wait for its answer; None where there is none."""
    with suppress(OSError, msgspec.DecodeError), _called(book) as line:
        line.settimeout(patience)
        _say(line, question)
        return _reply.decode(_hear(line))
    return None


def poke(book: Path) -> bool:
    """Tell the worker of a book that something waits; return whether there is one. Nobody waits for it."""
    return tell(book, WorkerQuestion(WorkerVerb.POKE))


def tell(book: Path, question: WorkerQuestion) -> bool:
    """Tell the worker of a book something; return whether there is one. Nobody waits for its answer."""
    with suppress(OSError), _called(book) as line:
        _say(line, question)
        return True
    return False


class Link:
    """The worker's side."""

    def __init__(self, book: Path) -> None:
        """Listen, and say so; what another worker left is removed.

        Raises:
            StoreError: there is no place for it.
        """
        self._file = _place(book, "json")
        with disk.saving():
            disk.make_folder(self._file.parent)
            _remove_folder(_read(self._file).socket)
            self._folder = Path(tempfile.mkdtemp(prefix="fuyu-", dir=_short_folder()))
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self._socket.setblocking(False)
            self._socket.bind(str(self._folder / "team"))
            self._socket.listen(_BACKLOG)
        self._said: TeamState | None = None
        self.tell(TeamState())

    def fileno(self) -> int:
        """Return what to wait on for a question."""
        return self._socket.fileno()

    def tell(self, state: TeamState) -> None:
        """Say how the book stands, where that is new; in any case that somebody is here."""
        state = msgspec.structs.replace(state, socket=str(self._folder / "team"))
        with disk.saving():
            if state == self._said:
                os.utime(self._file)
            else:
                disk.replace_with(self._file, msgspec.json.encode(state))
        self._said = state

    def answer(self, reply: Callable[[WorkerQuestion], WorkerReply]) -> None:
        """Answer who asks, one after the other."""
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            with line, suppress(OSError, msgspec.DecodeError):
                line.settimeout(_WORD)
                question = _question.decode(_hear(line))
                said = reply(question)
                if question.verb is not WorkerVerb.POKE:
                    _say(line, said)

    def close(self) -> None:
        """Listen no more."""
        self._socket.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _called(book: Path) -> socket.socket:
    """Return a line to the worker of a book; raise an OSError where none listens."""
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(_WORD)
        line.connect(_read(_place(book, "json")).socket)
    except BaseException:
        line.close()
        raise
    return line


def _say(line: socket.socket, said: Struct) -> None:
    line.sendall(msgspec.json.encode(said) + b"\n")


def _hear(line: socket.socket) -> bytes:
    """Return a line of JSON."""
    heard = b""
    while not heard.endswith(b"\n") and len(heard) < _LONGEST and (more := line.recv(_LONGEST)):
        heard += more
    return heard


def _place(book: Path, kind: str) -> Path:
    return paths.state() / "team" / f"{paths.named_after(book)}.{kind}"


def _read(file: Path) -> TeamState:
    try:
        return _state.decode(disk.small_content(file))
    except (OSError, StoreError, msgspec.DecodeError):
        return TeamState()


def _short_folder() -> str:
    """Return where a folder for a socket may be: the path of one has about a hundred characters."""
    usual = tempfile.gettempdir()
    return usual if len(usual) < _SHORT else "/tmp"  # noqa: S108 - the folder in it is private, and named at random


_SHORT = 60


def _remove_folder(socket_path: str) -> None:
    """Remove what a worker that was killed left: a folder with nothing but its socket."""
    if socket_path:
        path = Path(socket_path)
        with suppress(OSError):
            path.unlink()
            path.parent.rmdir()

"""The journal: one line for each write since the file was last folded, checksummed and appended."""

import os
import weakref
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zlib import crc32

from msgspec import DecodeError, Raw, Struct, field
from msgspec.json import Decoder, encode

from fuyu.errors import DamagedError
from fuyu.storage import disk

_HEADER_ROOM = 4096


class Header(Struct, frozen=True):
    """The first line of a journal."""

    since: int
    """The sequence number it continues from: its next line has the one after."""
    fold: str
    """The name of the fold it continues from; the file's `_meta` has it."""


class Commit(Struct, frozen=True, omit_defaults=True):
    """One line: whole documents that were put, and ids of those taken out. Replaying it twice does no harm."""

    seq: int
    put: Mapping[str, Mapping[int, Raw]] = {}
    delete: Mapping[str, list[int]] = field(default_factory=dict, name="del")
    synced: int = 0
    """How much of the journal had reached the platter before this line: damage in there is no crash."""


_header = Decoder(Header)
_commit = Decoder(Commit)


def line_of(value: Header | Commit) -> bytes:
    """Return a value as a line: the CRC-32 of its JSON in hexadecimal, a blank, the JSON."""
    body = encode(value)
    return b"%08x %b\n" % (crc32(body), body)


def _body(line: bytes) -> bytes | None:
    """Return the JSON of a line, None where the line is not what was written."""
    body = line[9:-1]
    return body if line[-1:] == b"\n" and line[:9] == b"%08x " % crc32(body) else None


class Journal:
    """An open journal, read up to `end`."""

    def __init__(self, path: Path, fd: int) -> None:
        self._path = path
        self._fd = fd
        self._close = weakref.finalize(self, disk.close, fd)
        first = BytesIO(disk.read_all(fd, 0, _HEADER_ROOM)).readline()
        body = _body(first)
        if body is None:
            raise DamagedError(f"{path.name}: byte 0: the first line of the journal is damaged")
        self.header = _header.decode(body)
        self.seq = self.header.since
        self.end = len(first)
        self._synced = len(first)
        self._all_ours = True
        self._suspect = False
        self.broken = ""
        """Why nothing may be appended any more, as a sentence."""

    @classmethod
    def open(cls, path: Path, *, to_write: bool = True) -> "Journal | None":
        """Open the journal of a book, None where there is none."""
        try:
            return cls(path, os.open(path, (os.O_RDWR if to_write else os.O_RDONLY) | os.O_CLOEXEC))
        except FileNotFoundError:
            return None

    @staticmethod
    def start(path: Path, header: Header, lines: bytes = b"") -> None:
        """Replace the journal by a new one; readers of the old one see that it is another file."""
        disk.replace_with(path, line_of(header) + lines)

    @property
    def is_current(self) -> bool:
        """Whether this is still the journal of the book, and nothing that was read was taken back since."""
        return disk.is_at(self._fd, self._path) and self.size >= self.end

    @property
    def size(self) -> int:
        """How many bytes the file has."""
        return os.fstat(self._fd).st_size

    def lines(self, start: int = 0) -> bytes:
        """Return the whole lines from an offset on as they were written, also those that were not read yet."""
        start = start or len(line_of(self.header))
        found = disk.read_all(self._fd, start, self.size)
        end = 0
        for line in BytesIO(found):
            if _body(line) is None:
                break
            end += len(line)
        return found[:end]

    def read(self) -> Iterator[Commit]:
        """Yield what was appended since the last call; a torn or unfinished tail is left for the next writer.

        Raises:
            DamagedError: a line that had reached the platter is not what was written.
        """
        lines = BytesIO(disk.read_all(self._fd, self.end, self.size))
        for line in lines:
            body = _body(line)
            if body is None:
                self._refuse_damage(lines)
                return
            commit = _commit.decode(body)
            if commit.seq != self.seq + 1:
                words = f"line {commit.seq} follows line {self.seq}: one is missing"
                raise DamagedError(f"{self._path.name}: byte {self.end}: {words}")
            self._all_ours = False
            self.end += len(line)
            self.seq = commit.seq
            yield commit

    def append(self, put: Mapping[str, Mapping[int, Raw]], delete: Mapping[str, list[int]], *, durably: bool) -> Commit:
        """Write a line after the last one; the caller holds the lock and has read all the others.

        Args:
            put: documents by table and id.
            delete: ids by table.
            durably: wait until the line is on the platter.

        Raises:
            OSError: it could not be written; the half line was taken back.
                Where even that fails, `broken` says so, and nothing may be appended any more.
        """
        try:
            self._prepare(durably=durably)
            commit = Commit(self.seq + 1, put, delete, self._synced if durably else 0)
            line = line_of(commit)
            os.lseek(self._fd, self.end, os.SEEK_SET)
            disk.write_all(self._fd, line)
            if durably:
                self._sync()
        except BaseException:
            self._take_back()
            raise
        self.end += len(line)
        self.seq = commit.seq
        if durably:
            self._synced = self.end
        return commit

    def close(self) -> None:
        """Let go of the file."""
        self._close()

    def _prepare(self, *, durably: bool) -> None:
        """Cut off what a crash left half written, and sync what others wrote, before anything follows it."""
        if self._suspect:
            self._write_anew()
        if self.size != self.end:
            os.ftruncate(self._fd, self.end)
        if durably and not self._all_ours:
            self._sync()
            self._synced = self.end
            self._all_ours = True

    def _sync(self) -> None:
        try:
            disk.sync(self._fd)
        except OSError:
            self._suspect = True
            raise

    def _write_anew(self) -> None:
        """Write the whole journal to a new file: after a failed sync nobody knows which of its pages the disk has."""
        Journal.start(self._path, self.header, disk.read_all(self._fd, len(line_of(self.header)), self.end))
        fd = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
        os.dup2(fd, self._fd, inheritable=False)
        disk.close(fd)
        self._synced = self.end
        self._suspect = False

    def _take_back(self) -> None:
        try:
            if self.size > self.end:
                os.ftruncate(self._fd, self.end)
        except OSError as error:
            self.broken = f"{disk.reason(error)}: a half-written change could not be taken back; nothing more is saved"

    def _refuse_damage(self, later: Iterable[bytes]) -> None:
        """Raise if a later line knows that the line at `end` had been on the platter."""
        for body in filter(None, map(_body, later)):
            with suppress(DecodeError):
                if _commit.decode(body).synced > self.end:
                    raise DamagedError(f"{self._path.name}: byte {self.end}: a line of the journal is damaged")

"""The journal: one line for each write since the file was last compacted, checksummed and appended."""

import os
import weakref
from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Annotated, NamedTuple
from zlib import adler32, crc32

from msgspec import Meta as Limits
from msgspec import Raw, Struct, field
from msgspec.json import Decoder, encode
from msgspec.structs import replace

from fuyu import disk
from fuyu.storage.journal_db.layout import WRONG
from fuyu.system import machine

_HEADER_ROOM = 4096
_REMEMBERED = 4096
"""Bytes of the last line that tell whether it still lies where it was read."""
STAMP = 12
"""Letters of a stamp."""
SeqNumber = Annotated[int, Limits(ge=0, lt=2**53)]
"""A sequence number; above that, readers such as jq round it."""


class Header(Struct, frozen=True, omit_defaults=True):
    """The first line of a journal."""

    since: SeqNumber
    """The sequence number it continues from: its next line has the one after."""
    generation: str = ""
    """The name of the compaction it continues from; the file's `_meta` has it."""
    file: str = ""
    """The stamp of the file's content it continues from; empty in old journals."""
    schema: int = 1
    """The schema of the documents in its lines; journals of schema 1 do not say it."""
    fold: str = ""
    """What the generation was called before; never written."""


class Commit(Struct, frozen=True, omit_defaults=True):
    """One line: whole documents that were put, and ids of those taken out. Replaying it twice does no harm."""

    seq: SeqNumber
    put: Mapping[str, Mapping[int, Raw]] = {}
    delete: Mapping[str, list[int]] = field(default_factory=dict, name="del")
    drop: list[str] = []
    """Tables that are there no more."""
    synced: int = 0
    """How much of the journal had reached the platter before this line."""


class Line(NamedTuple):
    """A line as it lies in a journal."""

    text: bytes
    commit: Commit
    stamp: str
    """Tells this line, with all that lie before it, from any other line of any journal."""


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


def commit_of(line: bytes, *, trusting: bool = False) -> Commit | None:
    """Return the commit of a line, None where the line is not what was written, or trusting, no commit at all."""
    body = line[9:] if trusting else _body(line)
    with suppress(*WRONG):
        return None if body is None else _commit.decode(body)
    return None


def _is_torn(tail: bytes) -> bool:
    """Return whether a tail is the beginning of one line that a crash left unfinished, and nothing else."""
    whole_but_for_its_end = tail[:9] == b"%08x " % crc32(tail[9:-1])
    return b"\n" not in tail and not whole_but_for_its_end


class _Running:
    """Checksums over all lines up to the present one."""

    def __init__(self) -> None:
        self._crc, self._adler = 0, 1

    def stamp(self, line: bytes) -> str:
        """Take the next line in, and return its stamp."""
        self._crc, self._adler = crc32(line, self._crc), adler32(line, self._adler)
        return f"{self._crc:08x}{self._adler & 0xFFFF:04x}"


class Journal:
    """An open journal, read up to `end`."""

    def __init__(self, path: Path, fd: int) -> None:
        self._path = path
        self._fd = fd
        self.close = weakref.finalize(self, disk.close, fd)
        """Lets go of the file."""
        first = BytesIO(disk.read_all(fd, 0, _HEADER_ROOM)).readline()
        header = self._read_header(first)
        self._has_header = header is not None
        self.header = header or Header(0)
        self.seq = self.header.since
        self.end = self._begin = len(first)
        self.stamps: list[str] = []
        """The stamps of the lines that were read or appended."""
        self.is_damaged = header is None
        """Whether what lies at `end` (or the first line) is not what was written, and no crash explains it."""
        self._running = _Running()
        self._running.stamp(first)
        self._last = first[-_REMEMBERED:]
        self._synced = len(first)
        self._all_ours = True
        self._suspect = False
        self.unreadable = 0
        """How many lines with any text in them `all_lines` could not read."""
        self.broken = ""
        """Why nothing may be appended any more, as a sentence."""

    @classmethod
    def open(cls, path: Path, *, to_write: bool = True) -> "Journal | None":
        """Open the journal of a book, None where there is none."""
        try:
            return cls(path, disk.open_regular(path, to_write=to_write))
        except FileNotFoundError:
            return None

    @staticmethod
    def start(path: Path, header: Header, lines: bytes = b"") -> None:
        """Replace the journal by a new one; readers of the old one see that it is another file."""
        disk.replace_with(path, line_of(header) + lines)

    @property
    def is_current(self) -> bool:
        """Whether this is still the journal of the book, and nothing that was read was taken back or replaced since."""
        return disk.is_at(self._fd, self._path) and self.is_as_read

    @property
    def is_as_read(self) -> bool:
        """Whether the last line that was read still lies where it did."""
        return disk.read_all(self._fd, self.end - len(self._last), self.end) == self._last

    @property
    def size(self) -> int:
        """How many bytes the file has."""
        return os.fstat(self._fd).st_size

    def continues(self, generation: str, stamp: str) -> bool:
        """Return whether this was made for a file of exactly that name of a compaction, and content."""
        return self.is_of(generation) and self.header.file in {"", stamp}

    def is_of(self, generation: str) -> bool:
        """Return whether this was made for a file of that name of a compaction, with whatever content."""
        return self._has_header and self.header.generation == generation

    def content(self, start: int = 0) -> bytes:
        """Return the bytes of the file from an offset on, as they are now."""
        return b"".join(disk.blocks(self._fd, start))

    def text(self) -> bytes:
        """Return the lines that were read or appended, without the first, as they were written."""
        return disk.read_all(self._fd, self._begin, self.end)

    def all_lines(self, *, trusting: bool = False) -> list[Line]:
        """Return every whole line that can be read, also those behind damage, which is noted in `is_damaged`.

        Args:
            trusting: also lines that are not what was written and can be read all the same, for a person to judge.
        """
        running, found = _Running(), []
        self.unreadable = 0
        lines = BytesIO(self.content())
        running.stamp(lines.read(self._begin))
        for line in lines:
            stamp = running.stamp(line)
            commit = commit_of(line)
            if commit is None and (line.endswith(b"\n") or not _is_torn(line)):
                self.is_damaged = True
                commit = commit_of(line, trusting=True) if trusting else None
                self.unreadable += commit is None and bool(line.strip(b"\0\n"))
            if commit is not None:
                found.append(Line(line, commit, stamp))
        return found

    def read(self) -> Iterator[Commit]:
        """Yield what was appended since the last call.

        A torn or unfinished last line is left for the next writer; other damage is noted in `is_damaged`, and nothing
        behind it is read.
        """
        tail = self.content(self.end)
        lines = BytesIO(tail)
        for line in lines:
            commit = commit_of(line)
            if commit is None or commit.seq != self.seq + 1:
                self.is_damaged |= commit is not None or not _is_torn(line + lines.read())
                return
            self._all_ours = False
            self._go_past(line, commit.seq)
            yield commit

    def append(self, commit: Commit, *, durably: bool) -> Commit:
        """Write a line after the last one, and return it; the caller holds the lock and has read all the others.

        Args:
            commit: what it says.
            durably: wait until the line is on the platter.

        Raises:
            OSError: it could not be written; the half line was taken back.
                Where even that fails, `broken` says so, and nothing may be appended any more.
        """
        try:
            self._prepare(durably=durably)
            commit = replace(commit, seq=self.seq + 1, synced=self._synced if durably else 0)
            line = line_of(commit)
            os.lseek(self._fd, self.end, os.SEEK_SET)
            disk.write_all(self._fd, line)
            if durably:
                self._sync()
        except BaseException:
            self._take_back()
            raise
        self._go_past(line, commit.seq)
        if durably:
            self._synced = self.end
        return commit

    def _read_header(self, first: bytes) -> Header | None:
        with suppress(*WRONG):
            header = _header.decode(_body(first) or b"")
            return replace(header, generation=header.fold, fold="") if header.fold else header
        return None

    def _go_past(self, line: bytes, seq: int) -> None:
        """Take notice of a line that lies at the end."""
        self.end += len(line)
        self.seq = seq
        self.stamps.append(self._running.stamp(line))
        self._last = line[-_REMEMBERED:]

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
        Journal.start(self._path, self.header, self.text())
        fd = os.open(self._path, os.O_RDWR | machine.OURS)
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

"""SQLite files that are written once and then only read: nothing is locked, and nothing has to be recovered.

What is kept in them may be lost or damaged by anybody. Each blob has a checksum, which is looked at when it is read,
and the file has one at its end, for whoever has the time to read all of it.
"""

import os
import sqlite3
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from zlib import crc32

from fuyu import disk
from fuyu.errors import StoreError

_SETTINGS = "pragma page_size=8192; pragma journal_mode=off; pragma synchronous=off; pragma cache_size=-8000;"
"""A file that is not finished is none, so that nothing in it has to be safe."""
_SEAL = 4
"""Bytes of a checksum."""
_ALL = 0xFFFFFFFF
_RESIDUE = "2144df1c"
"""The CRC-32, as it is written in a stamp, of any bytes with their own CRC-32 behind them."""
Fill = Callable[[sqlite3.Connection], None]
"""Writes what a database holds; it may be asked again, for another place."""


class UnusableError(StoreError):
    """What was kept does not answer, or is not what was written: it is to be made anew."""


def seal(body: bytes, *key: int) -> int:
    """Return the checksum of a blob; the key says whose it is. Whole numbers have the same hash everywhere."""
    return crc32(body, hash(key) & _ALL)


def unsealed(body: bytes, checksum: int, *key: int) -> bytes:
    """Return a blob; raise an `UnusableError` where its checksum is another."""
    try:
        is_as_written = crc32(body, hash(key) & _ALL) == checksum
    except TypeError:  # the kind of a value is a byte, too, that may be damaged
        is_as_written = False
    if not is_as_written:
        raise UnusableError("what was kept is not what was written")
    return body


class Database:
    """A database that is only read, by any thread."""

    def __init__(self, connection: sqlite3.Connection, fd: int = -1) -> None:
        self._connection = connection
        self._fd = fd
        self._lock = threading.Lock()
        _close_with(self, connection.close)
        if fd >= 0:
            _close_with(self, disk.close, fd)

    def rows(self, query: str, *values: object) -> list[Any]:
        """Return what a query finds."""
        try:
            with self._lock:
                return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise UnusableError(str(error)) from error

    def copy_to(self, connection: sqlite3.Connection) -> None:
        """Write all of it into another database."""
        with self._lock:
            self._connection.backup(connection)

    @property
    def is_whole(self) -> bool:
        """Whether every byte of its file is as it was written; this reads all of it."""
        return self._fd < 0 or disk.content_stamp(self._fd).endswith(_RESIDUE)


def _close_with(database: Database, close: Callable[..., None], *args: int) -> None:
    """Close what a database stands on once nobody has it any more.

    At the end of the process the system does it: a thread may be asking still, and what is closed meanwhile crashes.
    """
    weakref.finalize(database, close, *args).atexit = False


def made(path: Path | None, fill: Fill, base: Database | None = None) -> Database:
    """Make a database.

    Args:
        path: where to; it is in memory where there is no path, or where nothing can be written.
        fill: writes what it holds.
        base: what it begins with.
    """
    if path is not None:
        with suppress(OSError, StoreError, sqlite3.Error):
            return _made_at(path, fill, base)
    connection = _connected(":memory:")
    connection.execute("pragma temp_store=memory")  # nor may there be room for what is sorted
    _filled(connection, fill, base)
    return Database(connection)


def _made_at(path: Path, fill: Fill, base: Database | None) -> Database:
    disk.make_folder(path.parent)
    with disk.prepared(path) as file:
        connection = _connected(file.temporary)
        try:
            _filled(connection, fill, base)
        finally:
            connection.close()
        checksum = int(disk.content_stamp(file.fd).rpartition("-")[2], 16)
        os.lseek(file.fd, 0, os.SEEK_END)
        disk.write_all(file.fd, checksum.to_bytes(_SEAL, "little"))
        file.take_its_place(durably=False)
    found = opened(path)
    if found is None:
        raise UnusableError(f"{path.name} is gone")
    return found


def _filled(connection: sqlite3.Connection, fill: Fill, base: Database | None) -> None:
    connection.executescript(_SETTINGS)
    if base is not None:
        base.copy_to(connection)
    connection.execute("begin")
    fill(connection)
    connection.execute("commit")


def opened(path: Path) -> Database | None:
    """Return the database of a file, None where there is none."""
    with suppress(OSError, StoreError, sqlite3.Error):
        fd = disk.open_regular(path)
        name = "".join(f"%{ord(char):x}" if char in "%?#" else char for char in str(path.absolute()))
        found = Database(_connected(f"file:{name}?mode=ro&immutable=1", uri=True), fd)
        found.rows("select 1 from sqlite_schema")  # from now on it is that file, whoever removes its name
        if disk.is_at(fd, path):
            return found
    return None


def _connected(path: Path | str, *, uri: bool = False) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False, uri=uri)

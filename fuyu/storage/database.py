"""SQLite files that are made once and never changed, each with the stamp of its content in its name.

So there is nothing to lock and nothing to recover: one that is not what was written, whatever happened to it, is none.
"""

import gc
import sqlite3
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from fuyu.errors import StoreError
from fuyu.storage.journal_db import disk

_SETTINGS = "pragma page_size=8192; pragma journal_mode=off; pragma synchronous=off; pragma cache_size=-8000;"
"""A file that is not finished is none, so that nothing in it has to be safe."""
Fill = Callable[[sqlite3.Connection], None]
"""Writes what a database holds; it may be asked again, for another place."""


class UnusableError(StoreError):
    """A database does not answer."""


class Database:
    """A database that is only read, by any thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        weakref.finalize(self, connection.close)

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


class Made(NamedTuple):
    """A database, and the name of its file; no name where it is in memory only."""

    database: Database
    name: str


def made(folder: Path | None, name: str, fill: Fill) -> Made:
    """Make a database in a folder; in memory where there is none, or where nothing can be written there."""
    if folder is not None:
        with suppress(OSError, StoreError, sqlite3.Error):
            return _made_in(folder, name, fill)
    connection = _connected(":memory:")
    _filled(connection, fill)
    return Made(Database(connection), "")


def _made_in(folder: Path, name: str, fill: Fill) -> Made:
    disk.make_folder(folder)
    with disk.prepared(folder / name) as file:
        connection = _connected(file.temporary)
        try:
            _filled(connection, fill)
        finally:
            connection.close()
        stamped = f"{name}_{disk.content_stamp(file.fd)}"
        file.take_its_place(folder / stamped, durably=False)
    return Made(Database(_opened(folder / stamped)), stamped)


def _filled(connection: sqlite3.Connection, fill: Fill) -> None:
    connection.executescript(_SETTINGS)
    looks_for_rubbish = gc.isenabled()
    gc.disable()  # a quarter of the time went into looking for rubbish that is none (measured)
    try:
        fill(connection)
    finally:
        if looks_for_rubbish:
            gc.enable()


def kept(path: Path) -> Database | None:
    """Return the database of a file, None where it is not what was written."""
    with suppress(OSError, StoreError, sqlite3.Error):
        fd = disk.open_regular(path)
        try:
            is_whole = path.name.rpartition("_")[2] == disk.content_stamp(fd)
        finally:
            disk.close(fd)
        if is_whole:
            return Database(_opened(path))
    return None


def _opened(path: Path) -> sqlite3.Connection:
    connection = _connected(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    connection.execute(
        "select 1 from sqlite_schema"
    ).fetchall()  # from now on it is that file, whoever removes its name
    return connection


def _connected(path: Path | str, *, uri: bool = False) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False, uri=uri)

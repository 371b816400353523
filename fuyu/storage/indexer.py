"""The index of a book, kept beside it: made of the whole file, or of the one before with what was changed since."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import BinaryIO

from fuyu.storage.columns import Writer
from fuyu.storage.index import Index
from fuyu.storage.indexing import Builder, read, read_back
from fuyu.storage.journal_db import disk
from fuyu.storage.journal_db.disk import Identity
from fuyu.storage.journal_db.places import Indexed, Indexer, Written


class BookIndexer(Indexer):
    """Keeps an index with the leads by their day, their history and their words."""

    def nothing(self) -> Index:
        """Return the index of a book that is not there."""
        return _nothing()

    def kept(self, path: Path, identity: Identity) -> Index | None:
        """Return the index beside a book, None where there is none of exactly that version."""
        return Index.load(_beside(path), identity)

    def made(self, file: BinaryIO, path: Path, identity: Identity, *, keep: bool) -> Index:
        """Read a whole book, and write the index beside it where that can be done."""
        with disk.reading(path):
            stamp = disk.content_stamp(file.fileno())
        if keep:
            with suppress(OSError), disk.prepared(_beside(path)) as prepared:
                writer = Writer(prepared.fd)
                index = read(file, path.name, writer)
                index.stamp = stamp
                index.write(writer, identity)
                if Identity.of_open(file.fileno()) == identity:
                    prepared.take_its_place(durably=False)
                return index
        file.seek(0)
        index = read(file, path.name)
        index.stamp = stamp
        return index

    @contextmanager
    def following(self, written: Written) -> Iterator[Callable[[], None]]:
        """Write the index of a book that was just compacted; what is yielded gives it its name."""
        from fuyu.storage.succession import succeed  # noqa: PLC0415 - only a compaction needs it

        with disk.prepared(_beside(written.path)) as prepared:
            writer = Writer(prepared.fd)
            following = succeed(written.before, index_of(written.before), written.changed, written.laid, writer)
            index = following or read_back(written.fd, written.path.name, writer)
            index.stamp = written.stamp
            index.write(writer, Identity.of_open(written.fd))
            prepared.sync()

            def keep() -> None:
                with suppress(OSError):  # it is made anew where it is missing
                    prepared.take_its_place(durably=False)

            yield keep


def index_of(file: Indexed) -> Index:
    """Return the index of a book at one moment."""
    if not isinstance(file.index, Index):
        raise TypeError("this file was not read as a book")
    return file.index


@cache
def _nothing() -> Index:
    return Builder().finish(in_lines=True)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.index")

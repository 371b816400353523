"""What the operating system is asked for: private files, bytes on the platter, files replaced whole."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from fuyu.errors import ReadOnlyError, SaveError, StoreError
from fuyu.system import machine

_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700
_BLOCK = 1 << 18
_LINE = 1 << 14
_SMALL = 1 << 20
TEMPORARY = ".tmp"
"""How the names of files end that are not finished."""

_REASONS = {
    errno.ENOSPC: "disk full",
    errno.EDQUOT: "disk quota used up",
    errno.EIO: "the disk does not answer",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "not allowed to write here",
    errno.EPERM: "not allowed to write here",
    errno.EMFILE: "too many open files",
    errno.ENFILE: "too many open files",
    errno.ELOOP: "this is a symbolic link",
}


def reason(error: OSError) -> str:
    """Return what went wrong as a person would say it."""
    return _REASONS.get(error.errno or 0) or (error.strerror or str(error)).lower()


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Say in a sentence when a file cannot be read."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{reason(error)}: {path.name} cannot be read") from error


@contextmanager
def saving() -> Iterator[None]:
    """Say in a sentence when something cannot be written."""
    try:
        yield
    except OSError as error:
        raise SaveError(f"{reason(error)}: not saved") from error


def may_write(path: Path) -> bool:
    """Return whether a file may be written, or files made in a folder."""
    return os.access(path, os.W_OK, effective_ids=True)


def resolved(path: Path) -> Path:
    """Return a path without symbolic links.

    Raises:
        StoreError: the links lead in a circle.
    """
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:
        raise StoreError(f"{path} cannot be read: its symbolic links lead in a circle") from error


def beside(path: Path, kind: str) -> Path:
    """Return the path of what lies beside a file: its journal, its index, its lock."""
    return path.with_name(f"{path.name}.{kind}")


def open_private(path: Path, flags: int = 0) -> int:
    """Open a file to read and write, made with no access for others where it is missing; never follow a link.

    Raises:
        ReadOnlyError: a folder lies there.
    """
    with _no_folder(path):
        fd = os.open(path, os.O_RDWR | os.O_CREAT | machine.NO_LINK | machine.OURS | flags, _PRIVATE_FILE)
    machine.give_to_the_owner(fd, path.parent)
    return fd


def open_regular(path: Path, *, to_write: bool = False) -> int:
    """Open a file that is there; a pipe, a device or a folder is refused at once.

    Raises:
        StoreError: it is not a file.
    """
    with _no_folder(path):
        fd = os.open(path, (os.O_RDWR if to_write else os.O_RDONLY) | machine.AT_ONCE | machine.OURS)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        close(fd)
        raise StoreError(f"{path.name or path} is not a file", hint="name the file itself")
    return fd


@contextmanager
def _no_folder(path: Path) -> Iterator[None]:
    """Say which path is a folder where a file should be."""
    try:
        yield
    except IsADirectoryError as error:
        raise ReadOnlyError(in_the_way(path)) from error


def in_the_way(path: Path) -> str:
    """Return the sentence about a folder where a file should be."""
    return f"{path.name} is a folder, not a file: move it away"


@contextmanager
def regular(path: Path) -> Iterator[int]:
    """Read a file that is there inside the block; what is none raises as in `open_regular`."""
    fd = open_regular(path)
    try:
        yield fd
    finally:
        close(fd)


def small_content(path: Path, room: int = _SMALL) -> bytes:
    """Return the content of a file, at the most so many bytes: all of one of ours that is never large.

    Raises:
        OSError: it cannot be read.
        StoreError: it is not a file.
    """
    with regular(path) as fd:
        return read_all(fd, 0, room)


def may_be_written(path: Path) -> bool:
    """Return whether some program may have a file open to write to it; where the system cannot tell, one may."""
    with suppress(OSError, StoreError), regular(path) as fd:
        return not machine.is_read_only_by_all(fd)
    return True


def close(fd: int) -> None:
    """Let go of an open file. What has to be safe was synced before, so an error says nothing that matters."""
    with suppress(OSError):
        os.close(fd)


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner may look into, and those above it; nothing happens where there is one."""
    if not folder.exists():
        make_folder(folder.parent)
        folder.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
        machine.give_folder_to_the_owner(folder, folder.parent)


def write_all(fd: int, content: bytes | memoryview) -> None:
    """Write everything at the end of what was written, also where the system takes it in pieces."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(fd, rest) :]


def read_all(fd: int, start: int, end: int) -> bytes:
    """Read from `start` to `end`, or as far as the file goes."""
    content = machine.read_at(fd, max(end - start, 0), start)
    while 0 < len(content) < end - start:
        piece = machine.read_at(fd, end - start - len(content), start + len(content))
        if not piece:
            break
        content += piece
    return content


def last_line(fd: int) -> bytes:
    """Return the last line of a file."""
    size = os.fstat(fd).st_size
    room, found = _LINE, b""
    while found.count(b"\n", 0, -1) == 0 and len(found) < size:
        found = read_all(fd, max(size - room, 0), size)
        room *= 4
    return found[found.rfind(b"\n", 0, -1) + 1 :]


def blocks(fd: int, position: int = 0) -> Iterator[bytes]:
    """Yield a file from a position on, in blocks."""
    while block := machine.read_at(fd, _BLOCK, position):
        position += len(block)
        yield block


def content_stamp(fd: int) -> str:
    """Return what tells one content of a file from any other: its size and its CRC-32, in hexadecimal."""
    checksum = size = 0
    for block in blocks(fd):
        checksum = crc32(block, checksum)
        size += len(block)
    return stamp_of(size, checksum)


def stamp_of(size: int, checksum: int) -> str:
    """Return the stamp of a content of that size and CRC-32."""
    return f"{size:x}-{checksum:08x}"


def sync(fd: int) -> None:
    """Wait until the file's bytes are on the platter."""
    machine.sync(fd)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the platter."""
    machine.sync_folder(folder)


class Prepared:
    """A temporary file beside the one it is to replace."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = path.name
        """The name of that one."""
        self.temporary = path.with_name(f"{path.name}.{os.getpid()}-{os.urandom(8).hex()}{TEMPORARY}")
        """Its name until then."""
        self._synced = False
        self.fd = open_private(self.temporary, os.O_EXCL)
        with suppress(FileNotFoundError):
            machine.give_to_the_owner(self.fd, path)

    def sync(self) -> None:
        """Wait until what was written is on the platter; nothing is written afterwards."""
        os.fsync(self.fd)
        self._synced = True

    def take_its_place(self, path: Path | None = None, *, durably: bool = True) -> None:
        """Give it the name of the other; the content is on the platter before, with `durably` the name is after.

        Args:
            path: another name in the same folder.
            durably: wait until the name is on the platter, too.
        """
        if not self._synced:
            self.sync()
        machine.put_in_place(self.temporary, path or self._path)
        if durably:
            sync_folder(self._path.parent)

    def discard(self) -> None:
        """Close it, and remove it where it did not take its place."""
        close(self.fd)
        self.temporary.unlink(missing_ok=True)


@contextmanager
def prepared(path: Path) -> Iterator[Prepared]:
    """Open a temporary file to write; it is gone when the block ends, unless it took the place of `path`."""
    file = Prepared(path)
    try:
        yield file
    finally:
        file.discard()


def replace_with(path: Path, content: bytes) -> None:
    """Give a file a new content, wholly or not at all, durably."""
    with prepared(path) as file:
        write_all(file.fd, content)
        file.take_its_place()


def copy(source: Path, target: Path) -> None:
    """Copy a file, wholly or not at all, durably, with no access for others."""
    with source.open("rb") as file, prepared(target) as made:
        for block in blocks(file.fileno()):
            write_all(made.fd, block)
        made.take_its_place()


@contextmanager
def claimed(path: Path) -> Iterator[None]:
    """Make a file that is not there yet, to be replaced inside the block; it is gone where that fails."""
    try:
        close(open_private(path, os.O_EXCL))
    except FileExistsError as error:
        raise SaveError(f"not overwritten: there is {path} already", hint="name another file") from error
    except OSError as error:
        raise SaveError(
            f"{reason(error)}: {path} is not written", hint="name a place that is there and yours"
        ) from error
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def sweep(folder: Path, beginning: str) -> None:
    """Remove temporary files of names with that beginning that processes left when they were killed."""
    for left in folder.iterdir():
        if not left.name.startswith(beginning) or left.suffix != TEMPORARY:
            continue
        process, _, _ = left.name.removesuffix(TEMPORARY).rpartition(".")[2].partition("-")
        if process.isdigit() and not machine.is_alive(int(process)):
            left.unlink(missing_ok=True)


class Identity(NamedTuple):
    """Tells one version of a file from any other."""

    device: int
    inode: int
    size: int
    changed_ns: int

    @classmethod
    def of(cls, path: Path) -> "Identity | None":
        """Return the identity of a file, None where there is none."""
        try:
            return cls._from(path.stat())
        except (FileNotFoundError, NotADirectoryError):
            return None

    @classmethod
    def of_open(cls, fd: int) -> "Identity":
        """Return the identity of an open file."""
        return cls._from(os.fstat(fd))

    @classmethod
    def _from(cls, found: os.stat_result) -> "Identity":
        return cls(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def is_at(fd: int, path: Path) -> bool:
    """Return whether an open file is still the one its path names."""
    with suppress(OSError):
        return os.path.samestat(os.fstat(fd), path.stat())
    return False

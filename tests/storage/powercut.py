"""A record of what a process asked of the file system, and every state in which a power cut could leave the disk.

A crash keeps what was synced. Of the rest the disk may have nothing, all, a torn part, zeros where the content never
arrived, or the later part without the earlier; names change in their order, and may be behind what they name.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

Image = dict[str, bytes]
"""The content of each file by its name."""

Operation = tuple[Any, ...]
"""A name such as `write`, and what it was done to."""

_ENTRIES = {"create", "rename", "unlink", "link"}
VARIANTS = ("nothing", "all", "torn", "zeros", "later only")


class Recorder:
    """Notes what happens to the files of a folder while it is in place."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.operations: list[Operation] = []
        self._folder = folder
        self._files: dict[int, int] = {}
        self._real = {
            name: getattr(os, name)
            for name in ("open", "write", "ftruncate", "fsync", "rename", "link", "unlink", "dup2")
        }
        for name in self._real:
            monkeypatch.setattr(os, name, getattr(self, f"_{name}"))
        monkeypatch.setattr(os, "fdatasync", self._fsync)

    def note(self, *operation: Any) -> None:
        """Note something of one's own among the operations: an acknowledgement."""
        self.operations.append(operation)

    def _open(self, path: Any, flags: int, *args: Any, **kwargs: Any) -> int:
        inside = Path(path).parent == self._folder
        existed = Path(path).exists()
        fd: int = self._real["open"](path, flags, *args, **kwargs)
        if inside:
            self._files[fd] = os.fstat(fd).st_ino
            if not existed:
                self.note("create", Path(path).name, self._files[fd])
            elif flags & os.O_TRUNC:
                self.note("truncate", self._files[fd], 0)
        else:
            self._files.pop(fd, None)
        return fd

    def _write(self, fd: int, content: bytes) -> int:
        position = os.lseek(fd, 0, os.SEEK_CUR) if fd in self._files else 0
        written: int = self._real["write"](fd, content)
        if fd in self._files:
            self.note("write", self._files[fd], position, bytes(content[:written]))
        return written

    def _ftruncate(self, fd: int, size: int) -> None:
        self._real["ftruncate"](fd, size)
        self.note("truncate", self._files[fd], size)

    def _fsync(self, fd: int) -> None:
        if Path(f"/proc/self/fd/{fd}").resolve() == self._folder:
            self.note("sync names")
        elif fd in self._files:
            self.note("sync", self._files[fd])

    def _rename(self, old: Any, new: Any) -> None:
        self._real["rename"](old, new)
        if Path(new).parent == self._folder:
            self.note("rename", Path(old).name, Path(new).name)

    def _link(self, old: Any, new: Any) -> None:
        self._real["link"](old, new)
        self.note("link", Path(old).name, Path(new).name)

    def _unlink(self, path: Any) -> None:
        self._real["unlink"](path)
        if Path(path).parent == self._folder:
            self.note("unlink", Path(path).name)

    def _dup2(self, fd: int, fd2: int, inheritable: bool = True) -> int:  # noqa: FBT001, FBT002 - as os.dup2 has it
        self._files[fd2] = self._files[fd]
        done: int = self._real["dup2"](fd, fd2, inheritable)
        return done


def images(operations: list[Operation]) -> Iterator[Image]:
    """Yield every state of the disk after a power cut at the end of the operations."""
    entries = [operation for operation in operations if operation[0] in _ENTRIES]
    synced = _entries_synced(operations)
    for variant in VARIANTS:
        contents = _contents(operations, variant)
        for count in range(synced, len(entries) + 1):
            yield {name: contents.get(file, b"") for name, file in _names(entries[:count]).items()}


def _entries_synced(operations: list[Operation]) -> int:
    seen = synced = 0
    for operation in operations:
        seen += operation[0] in _ENTRIES
        if operation[0] == "sync names":
            synced = seen
    return synced


def _names(entries: list[Operation]) -> dict[str, int]:
    names: dict[str, int] = {}
    for operation in entries:
        match operation:
            case ("create", name, file):
                names[name] = file
            case ("rename", old, new):
                names[new] = names.pop(old)
            case ("link", old, new):
                names[new] = names[old]
            case ("unlink", name):
                del names[name]
    return names


def _contents(operations: list[Operation], variant: str) -> dict[int, bytes]:
    """Return the content of each file where what was not synced became what the variant says."""
    contents: dict[int, bytes] = {}
    pending: dict[int, list[Operation]] = {}
    for operation in operations:
        match operation:
            case ("create", _, file):
                contents[file], pending[file] = b"", []
            case ("write" | "truncate", file, *_):
                pending.setdefault(file, []).append(operation)
            case ("sync", file):
                for done in pending.get(file, []):
                    contents[file] = _changed(contents.get(file, b""), done)
                pending[file] = []
    for file, undone in pending.items():
        kept = {"nothing": [], "later only": undone[1:]}.get(variant, undone)
        for place, operation in enumerate(kept):
            last = place == len(kept) - 1
            if operation[0] == "write" and ((variant == "torn" and last) or variant == "zeros"):
                _, _, position, written = operation
                written = written[: len(written) // 2] if variant == "torn" else bytes(len(written))
                operation = ("write", file, position, written)  # noqa: PLW2901 - what became of it
            contents[file] = _changed(contents.get(file, b""), operation)
    return contents


def _changed(content: bytes, operation: Operation) -> bytes:
    if operation[0] == "truncate":
        return content[: operation[2]].ljust(operation[2], b"\0")
    position: int = operation[2]
    written: bytes = operation[3]
    return content[:position].ljust(position, b"\0") + written + content[position + len(written) :]

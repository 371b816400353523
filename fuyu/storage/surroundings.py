"""What lies beside a book: who may read it, and copies that a sync tool left."""

import re
import stat
from pathlib import Path

from msgspec import DecodeError
from msgspec.json import Decoder, encode

from fuyu.storage import disk
from fuyu.storage.disk import Identity

_CONFLICT = re.compile(r"[. _-]*(?:sync-conflict|conflict|.*conflicted copy|.*case conflict).*", re.IGNORECASE)
"""What Syncthing, fuyu, Dropbox and Nextcloud put between a file's name and its ending."""
_merged = Decoder(dict[str, Identity])


def access_warnings(book: Path) -> list[str]:
    """Return a sentence for each path that lets other people in."""
    files = (book, *(book.with_name(f"{book.name}.{kind}") for kind in ("journal", "index")))
    found = [
        f"others on this machine can read {path.name}; “chmod 600 {path}” keeps them out"
        for path in files
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    folder = book.parent
    if folder.exists() and stat.S_IMODE(folder.stat().st_mode) & (stat.S_IWGRP | stat.S_IWOTH):
        found.append(f"others on this machine can replace files in {folder}; “chmod 700 {folder}” keeps them out")
    return found


def conflict_copies(book: Path) -> list[Path]:
    """Return the copies of a book that someone else's changes were kept in and were not merged, oldest first."""
    merged = _merged_copies(book)
    return [path for path in _all_conflict_copies(book) if merged.get(path.name) != Identity.of(path)]


def remember_merged(book: Path, copy: Path, identity: Identity) -> None:
    """Take notice that all that a copy beside the book had, when it was read, is in the book."""
    beside = {path.name for path in _all_conflict_copies(book)}
    if copy.parent == book.parent and copy.name in beside:
        known = {name: seen for name, seen in _merged_copies(book).items() if name in beside}
        with disk.saving():
            disk.replace_with(_merged_path(book), encode({**known, copy.name: identity}))


def _merged_path(book: Path) -> Path:
    return book.with_name(f"{book.name}.merged")


def _merged_copies(book: Path) -> dict[str, Identity]:
    try:
        return _merged.decode(_merged_path(book).read_bytes())
    except (OSError, DecodeError):
        return {}


def _all_conflict_copies(book: Path) -> list[Path]:
    names = ((path, path.name.removeprefix(book.stem).removesuffix(book.suffix)) for path in _beside(book))
    return sorted(path for path, middle in names if _CONFLICT.fullmatch(middle))


def _beside(book: Path) -> list[Path]:
    return [path for path in book.parent.glob("*") if path.name.startswith(book.stem) and path.suffix == book.suffix]

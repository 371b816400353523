"""What is typed in messages, corrections, forms and lines and cannot be kept: in a file each until the next start."""

import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from msgspec import DecodeError
from msgspec.json import Decoder, encode

from fuyu.domain.text import clean_line
from fuyu.domain.typed import Place, Typed
from fuyu.errors import FuyuError
from fuyu.paths import small_file

_BEGINNING, _COPY, _ENDING = "typed-", "not-saved-", ".json"
_MOST = 1 << 24
"""Bytes of such a file at the most; no text is as long."""
_typed = Decoder(Typed)


class Unfinished(NamedTuple):
    """What is typed in a place and not kept."""

    place: Place
    fields: Mapping[str, str]
    """The text of each field, by its name."""


def leave(home: Path, typed: Typed) -> None:
    """Put what is typed into a file that only its owner can read, durably.

    Args:
        home: where such files lie; it is made where it is missing.
        typed: what is typed; it has no id yet.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    fd, _ = tempfile.mkstemp(prefix=_BEGINNING, suffix=_ENDING, dir=home)
    with os.fdopen(fd, "wb") as file:
        file.write(encode(typed))
        file.flush()
        os.fsync(file.fileno())


def copy_in(home: Path, now: datetime) -> Path:
    """Return where a copy of the book goes with what was done and is not saved; its folder is made."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return home / f"{_COPY}{now:%Y%m%d-%H%M%S}{_ENDING}"


def _copies(home: Path) -> list[Path]:
    return sorted(home.glob(f"{_COPY}*{_ENDING}"))


def take_in(home: Path, name_of: Callable[[int], str], keep: Callable[[Typed], object]) -> tuple[list[str], list[str]]:
    """Keep what was left; return what is offered again, and what a person has to look at.

    Args:
        home: where it was left.
        name_of: returns a lead's name, empty where there is none any more.
        keep: keeps what was typed in the place where it was typed.
    """
    offered: list[str] = []
    left = ["what was not saved when fuyu was ended waits: “fuyu check” names it"] if _copies(home) else []
    for path in sorted(home.glob(f"{_BEGINNING}*{_ENDING}")):
        typed = _read(path)
        if typed is None or (typed.lead and not name_of(typed.lead)):
            why = "cannot be read" if typed is None else "is about a lead that is gone"
            left.append(f"what was typed {why}: it stays in {path}")
            continue
        with suppress(FuyuError, OSError):  # then it stays, for the next start
            keep(typed)
            path.unlink()
            offered.append(_words(typed, name_of))
    return offered, left


def waiting(home: Path) -> list[str]:
    """Return what waits to be offered again, or to be merged, a sentence each."""
    count = sum(1 for _ in home.glob(f"{_BEGINNING}*{_ENDING}"))
    texts = "1 text that was" if count == 1 else f"{count} texts that were"
    said = [f"{texts} being typed waits in {home}: the dashboard offers it when it starts"] if count else []
    done = "what was done and not saved when fuyu was ended"
    return said + [
        f"{done}: “fuyu merge {quote(str(path))}” brings it in; delete that file then" for path in _copies(home)
    ]


def _read(path: Path) -> Typed | None:
    """Return what a file has, None where it is damaged."""
    with suppress(OSError, DecodeError, UnicodeDecodeError):
        return _typed.decode(small_file(path, _MOST))
    return None


def _words(typed: Typed, name_of: Callable[[int], str]) -> str:
    return f"{typed.kind} ({clean_line(name_of(typed.lead))})" if typed.lead else f"{typed.kind}"

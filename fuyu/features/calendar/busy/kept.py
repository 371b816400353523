"""What was read of calendars, by file and version: times alone, in a small file that may be lost."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from zlib import crc32

import msgspec
from msgspec import Struct, field

from fuyu import disk, paths
from fuyu.errors import StoreError

_MOST = 64_000_000


Seconds = tuple[int, int]
"""From one second to another, counted from 1970."""


class KeptFile(Struct, frozen=True, array_like=True):
    """A file as it was read."""

    stamp: str
    spans: Sequence[Seconds] = ()
    wrong: str = ""
    """What of it could not be read, as a sentence goes on after its name; empty where all of it could."""


class KeptTimes(Struct, frozen=True):
    """All that was read."""

    zone: str = ""
    """Whose clocks counted for times without a zone."""
    last: date = date.min
    """The last day that was looked at."""
    files: Mapping[str, KeptFile] = field(default_factory=dict)
    taken: Sequence[Seconds] = ()
    """The times of all files, in order; none of them meet."""


class _Taken(Struct, frozen=True):
    """What a desk asks for of all that was read: a tenth of the time that reading all of it takes."""

    taken: Sequence[Seconds] = ()


def place_of(sources: Sequence[str]) -> Path:
    """Return the file for calendars that are named so: in the person's state folder."""
    return paths.state() / "busy" / f"{crc32(chr(0).join(sources).encode()):08x}.json"


def load(place: Path) -> KeptTimes:
    """Return what is kept; nothing where nothing is, or it cannot be read."""
    try:
        return msgspec.json.decode(disk.small_content(place, _MOST), type=KeptTimes)
    except (OSError, StoreError, msgspec.DecodeError):
        return KeptTimes()


def taken(place: Path) -> Sequence[Seconds]:
    """Return the times that are kept, in order, none of which meet."""
    try:
        return msgspec.json.decode(disk.small_content(place, _MOST), type=_Taken).taken
    except (OSError, StoreError, msgspec.DecodeError):
        return ()


def save(place: Path, kept: KeptTimes) -> None:
    """Keep it.

    Raises:
        StoreError: it cannot be written.
    """
    with disk.saving():
        disk.make_folder(place.parent)
        disk.replace_with(place, msgspec.json.encode(kept))

"""What a person said of columns, remembered by the line that names them: the same export next month needs no saying."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from msgspec import MsgspecError
from msgspec.json import decode, encode

from fuyu import disk, paths
from fuyu.domain.text import clean_line
from fuyu.errors import UsageError
from fuyu.features.contacts.reading.columns import TitleLine
from fuyu.features.contacts.reading.sheets import first_rows
from fuyu.features.contacts.reading.textfile import holds_cards

_LARGEST = 10_000_000
"""Bytes; what a person says of a few hundred files are a hundred thousand."""
_MOST = 200
"""Lines of titles that are remembered; the oldest goes."""


def remembered(path: Path, encoding: str = "") -> dict[str, str]:
    """Return what was said of the columns of such a file: a field, or `ignore`, by title."""
    name = clean_line(path.name)
    if not paths.columns().exists() or holds_cards(path, name, encoding):
        return {}
    try:
        header, _rows = first_rows(path, name, 0, encoding)
    except UsageError:
        return {}  # whoever reads the file says why
    return said_of(header)


def said_of(header: TitleLine) -> dict[str, str]:
    """Return what was said of columns with these titles."""
    return _all().get(_mark(header), {})


def remember(header: TitleLine, mapping: Mapping[str, str]) -> None:
    """Remember what is said of columns with these titles, or forget it where nothing is.

    Raises:
        SaveError: it could not be written.
    """
    known = _all()
    known.pop(_mark(header), None)
    if mapping:
        known[_mark(header)] = dict(mapping)
    kept = dict(list(known.items())[-_MOST:])
    with disk.saving():
        disk.make_folder(paths.columns().parent)
        disk.replace_with(paths.columns(), encode(kept))


def _all() -> dict[str, dict[str, str]]:
    try:
        return decode(paths.small_file(paths.columns(), _LARGEST), type=dict[str, dict[str, str]])
    except (OSError, MsgspecError, UnicodeDecodeError, RecursionError):
        return {}


def _mark(header: TitleLine) -> str:
    """Return what tells a line of titles apart; the titles themselves are not written anywhere."""
    return sha256("\n".join(header.titles).encode(errors="replace")).hexdigest()

"""The files people have of other people, read into contact values: by what is in them, not by what they are called."""

from collections.abc import Callable, Mapping
from pathlib import Path

from fuyu.domain.text import clean_line
from fuyu.errors import UsageError
from fuyu.features.contacts.reading.contact import ContactSheet
from fuyu.features.contacts.reading.sheets import read_sheet
from fuyu.features.contacts.reading.textfile import holds_cards, said_encoding
from fuyu.features.contacts.reading.vcards import read_cards

_NOTHING: Mapping[str, str] = {}


def read_contacts(
    path: Path,
    mapping: Mapping[str, str] = _NOTHING,
    *,
    progress: Callable[[int], None] | None = None,
    encoding: str = "",
) -> ContactSheet:
    """Return the people in a CSV file or a file of vCards, in its order, duplicates and all.

    Args:
        path: the export.
        mapping: a field, or `ignore`, by the title of a column; it wins over what is known of titles.
        progress: told the number of records read so far; what it raises stops the reading and is passed on.
        encoding: what the file is in, where a person says so; else it is found out.

    Raises:
        UsageError: this is no list of contacts, or too large a one, or the mapping names no column or no field; the
            sentence names file, line and remedy.
    """
    name = clean_line(path.name)
    codec = said_encoding(encoding)
    if not holds_cards(path, name, codec):
        return read_sheet(path, name, mapping, progress, codec)
    if mapping:
        raise UsageError(f"{name} holds vCards, which name their own fields; leave the columns out")
    return read_cards(path, name, progress, codec)

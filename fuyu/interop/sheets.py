"""Spreadsheets saved as CSV, and the exports of other programs, read into contact values."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from fuyu.errors import UsageError
from fuyu.interop.columns import LONGEST_TITLE, Header, find_header
from fuyu.interop.contact import Contact, LeftOut, Sheet
from fuyu.interop.csvfile import rows
from fuyu.interop.record import Record, person
from fuyu.interop.textfile import Lines, opened

TOO_MANY_CELLS = "more cells than there are columns; a delimiter inside a cell needs quotes around the cell"

_HEAD_LINES = 25  # looked at for the titles
_PROGRESS_ROWS = 1000
_REMARK = re.compile(r":(?: |$)")


def read_sheet(
    path: Path,
    name: str,
    mapping: Mapping[str, str],
    progress: Callable[[int], None] | None = None,
    encoding: str = "",
) -> Sheet:
    """Return the people in a CSV file; `read_contacts` says the rest.

    Args:
        path: the file.
        name: what errors call it.
        mapping: a field, or `ignore`, by the title of a column; it wins over what is known of titles.
        progress: told the number of rows read so far.
        encoding: what a person said the file is in; empty where nothing.
    """
    with opened(path, name, encoding) as lines:
        header = find_header(lines.peek(_HEAD_LINES), any_titles=bool(mapping))
        if header is None:
            raise UsageError(f"{name}: no line names the columns; the first should be like: Name,Email,Phone,Company")
        return _read(lines, header.mapped(mapping), progress)


def first_rows(path: Path, name: str, most: int, encoding: str = "") -> tuple[Header, list[list[str]]]:
    """Return the line that names the columns, known or not, and the cells of at most so many records below it.

    Raises:
        UsageError: the file cannot be read.
    """
    found: list[list[str]] = []
    with opened(path, name, encoding) as lines:
        header = find_header(lines.peek(_HEAD_LINES), any_titles=True)
        if header is None:
            raise UsageError(f"{name}: there are no columns; the first line should be like: Name,Email,Phone,Company")
        for line, cells in rows(lines, header.delimiter):
            if line > header.line and any(cells) and not _is_remark(cells, header):
                found.append(cells)
                if len(found) == most:
                    break
    return header, found


def _read(lines: Lines, header: Header, progress: Callable[[int], None] | None) -> Sheet:
    contacts: list[Contact] = []
    left_out: list[LeftOut] = []
    remarks: list[int] = []
    ignored: set[int] = set()
    fields, unknown = header.read_as, header.unknown
    for count, (line, cells) in enumerate(rows(lines, header.delimiter), 1):
        if progress and count % _PROGRESS_ROWS == 0:
            progress(count)
        if line == header.line or not any(cells):
            continue
        if line < header.line or (not contacts and not left_out and _is_remark(cells, header)):
            remarks.append(line)
            continue
        ignored.update(place for place in unknown if place < len(cells) and cells[place])
        if any(cells[len(header.titles) :]):
            left_out.append(LeftOut(line, TOO_MANY_CELLS))
            continue
        found = person(line, Record(zip(header.titles, fields, cells, strict=False), header.source))
        if isinstance(found, Contact):
            contacts.append(found)
        else:
            left_out.append(found)
    if not contacts and not left_out:
        raise lines.error(header.line, "names the columns, but nobody stands below it; export it again")
    return Sheet(
        source=header.source,
        encoding=lines.encoding,
        encodings=lines.others,
        delimiter=header.delimiter,
        header_line=header.line,
        columns=header.titles_by_field(),
        ignored=tuple(header.titles[place] for place in sorted(ignored)),
        remarks=tuple(remarks),
        contacts=tuple(sorted(contacts, key=_soonest) if "done" in fields else contacts),
        left_out=tuple(left_out),
    )


def _soonest(contact: Contact) -> str:
    """Put of several activities planned with a person the soonest first: it becomes the next step."""
    return contact.step.day.isoformat() if contact.step else ""


def _is_remark(cells: list[str], header: Header) -> bool:
    """Return whether a record under the titles is the exporter's word about the file ("Notes: You can ...")."""
    speaks = len(cells[0]) > LONGEST_TITLE or _REMARK.search(cells[0])
    return len(cells) < len(header.titles) and bool(speaks)

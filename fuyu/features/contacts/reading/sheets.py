"""Spreadsheets saved as CSV, and the exports of other programs, read into contact values."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from fuyu.domain.text import fold
from fuyu.errors import NobodyError, UsageError
from fuyu.features.contacts.reading.cells import SEPARATOR, is_cut_off
from fuyu.features.contacts.reading.columns import LONGEST_TITLE, TitleLine, find_header
from fuyu.features.contacts.reading.contact import Contact, ContactSheet, LeftOut
from fuyu.features.contacts.reading.csvfile import rows
from fuyu.features.contacts.reading.labels import is_undialled, says_something
from fuyu.features.contacts.reading.record import ContactRecord, person
from fuyu.features.contacts.reading.textfile import TextLines, opened

TOO_MANY_CELLS = "more cells than there are columns; a delimiter inside a cell needs quotes around the cell"
REST_OF_NOTE = "more cells than there are columns; the rest was taken as part of the note"
CUT_OFF = "a spreadsheet cut digits off a number (1.65E+10); it is in the note"

Told = tuple[str, str, str]
"""The title, the field and the text of a cell."""

_HEAD_LINES = 25  # looked at for the titles
_PROGRESS_ROWS = 1000
_RULE = re.compile(r"[-:=+_| ]{3,}")
_EXTENSION = re.compile(
    r"\b(?:ext|extn|extension|durchwahl|nebenstelle|poste|anexo|ramal|interno|toestel|\u0434\u043e\u0431)\.?$|^\u5185\u7dda$|^\u5206\u673a\u53f7?$|^\u5206\u6a5f$"
)
_INSIDE = re.compile(r"(?:x|ext\.?|#)?\s*(\d{1,6})", re.IGNORECASE)
"""What is dialled once a house answers."""
_REMARK = re.compile(r":(?: |$)")


def read_sheet(
    path: Path,
    name: str,
    mapping: Mapping[str, str],
    progress: Callable[[int], None] | None = None,
    encoding: str = "",
) -> ContactSheet:
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


def first_rows(path: Path, name: str, most: int, encoding: str = "") -> tuple[TitleLine, list[list[str]]]:
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


def _read(lines: TextLines, header: TitleLine, progress: Callable[[int], None] | None) -> ContactSheet:
    contacts: list[Contact] = []
    left_out: list[LeftOut] = []
    doubts: list[LeftOut] = []
    remarks: list[int] = []
    ignored: set[int] = set()
    labels = _labels(header)
    extensions = _extensions(header)
    fields = header.read_as
    numbers = [place for place, field in enumerate(fields) if field == "phone"]
    unknown = [place for place in header.unknown if place not in {*labels.values(), *extensions}]
    for count, (line, cells) in enumerate(rows(lines, header.delimiter), 1):
        if progress and count % _PROGRESS_ROWS == 0:
            progress(count)
        if line == header.line or not any(cells) or _is_rule(cells):
            continue
        if line < header.line or (not contacts and not left_out and _is_remark(cells, header)):
            remarks.append(line)
            continue
        ignored.update(place for place in unknown if place < len(cells) and cells[place])
        is_long = any(cells[len(header.titles) :])
        if is_long and not _is_rest_of_note(cells, header):
            left_out.append(LeftOut(line, TOO_MANY_CELLS))
            continue
        doubts += [LeftOut(line, doubt) for doubt in _doubts(cells, numbers, is_long=is_long)]
        whole = _joined(cells, header) if is_long else cells
        texts = list(zip(header.titles, fields, whole, strict=False))
        _extend(texts, extensions)
        found = person(line, ContactRecord(_labelled(texts, labels), header.source))
        if isinstance(found, Contact):
            contacts.append(found)
        else:
            left_out.append(found)
    if not contacts and not left_out:
        raise NobodyError(
            str(lines.error(header.line, "names the columns, but nobody stands below it; export it again"))
        )
    return ContactSheet(
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
        doubts=tuple(doubts),
    )


def _doubts(cells: list[str], numbers: list[int], *, is_long: bool) -> Iterator[str]:
    """Yield what is wrong with a record that comes in all the same."""
    if is_long:
        yield REST_OF_NOTE
    if any("+" in cells[place][1:] and is_cut_off(cells[place]) for place in numbers if place < len(cells)):
        yield CUT_OFF


def _joined(cells: list[str], header: TitleLine) -> list[str]:
    """Return the cells of a record with those beyond its columns as part of the last one."""
    last = len(header.titles) - 1
    return [*cells[:last], f"{header.delimiter} ".join(cells[last:]).strip(f"{header.delimiter} ")]


def _is_rest_of_note(cells: list[str], header: TitleLine) -> bool:
    """Return whether more cells than columns are the rest of a note without quotes: `Ann;a, b; c`.

    It is so where the note is the last column, and a number and an address stand where they belong.
    """
    of = dict(zip(header.fields, cells, strict=False))
    is_in_place = any(map(str.isdigit, of.get("phone", "0") or "0")) and "@" in (of.get("email") or "@")
    return header.delimiter != "," and header.fields[-1] == "note" and is_in_place


def _extensions(header: TitleLine) -> dict[int, int]:
    """Return, of each column of extensions, where the number before it stands."""
    found: dict[int, int] = {}
    number = -1
    for place, (title, guess) in enumerate(zip(header.titles, header.guesses, strict=True)):
        if guess.field in {"", "phone"} and guess.said_by != "you" and _EXTENSION.search(fold(title)):
            found |= {place: number} if number >= 0 else {}
        elif guess.field == "phone":
            number = place
    return found


def _extend(texts: list[Told], extensions: Mapping[int, int]) -> None:
    """Put extensions behind their numbers, or into the note where there is no number."""
    for place, number in extensions.items():
        if place >= len(texts) or not (digits := _INSIDE.fullmatch(texts[place][2])):
            continue
        title, field, text = texts[number]
        if text:
            texts[number] = (title, field, f"{text} ext. {digits[1]}")
        texts[place] = (texts[place][0], "" if text else "keep", "" if text else texts[place][2])


def _labels(header: TitleLine) -> dict[int, int]:
    """Return where the label of each number and address stands, as `Phone 1 - Label` beside `Phone 1 - Value`."""
    places = {title.casefold(): place for place, title in enumerate(header.titles)}
    found: dict[int, int] = {}
    for place, (title, field) in enumerate(zip(header.titles, header.fields, strict=True)):
        stem = title.casefold().removesuffix(" - value")
        label = next((places[name] for name in (f"{stem} - label", f"{stem} - type") if name in places), None)
        if field in {"phone", "email"} and label is not None and not header.fields[label]:
            found[place] = label
    return found


def _labelled(texts: list[Told], labels: Mapping[int, int]) -> list[Told]:
    """Return the texts of a record as their labels have it: preferred ones first, a fax and other words in the note."""
    first: list[Told] = []
    more: list[Told] = []
    for place, at in labels.items():
        if max(place, at) >= len(texts) or not texts[place][2]:
            continue
        (title, field, text), (_, _, label) = texts[place], texts[at]
        called = label.removeprefix("* ")
        if field == "phone" and is_undialled([called]):
            texts[place] = (called, "keep", text)
        elif called != label:
            texts[place] = (title, "", "")
            first.append((title, field, text))
        elif called and says_something(called) and SEPARATOR not in text:
            more.append((called, "keep", text))
    return [*first, *texts, *more]


def _soonest(contact: Contact) -> str:
    """Put of several activities planned with a person the soonest first: it becomes the next step."""
    return contact.step.day.isoformat() if contact.step else ""


def _is_rule(cells: list[str]) -> bool:
    """Return whether a record is only a line between others, as below the titles of a table in Markdown."""
    return _RULE.fullmatch("".join(cells)) is not None


def _is_remark(cells: list[str], header: TitleLine) -> bool:
    """Return whether a record under the titles is the exporter's word about the file ("Notes: You can ...")."""
    speaks = len(cells[0]) > LONGEST_TITLE or _REMARK.search(cells[0])
    return len(cells) < len(header.titles) and bool(speaks)

"""People's CSV exports, read into contact values: what each cell holds, and what a record says of its person.

Nothing a person typed is dropped: a cell ends in a contact, its note, an ignored column or a record left out.
"""

import html
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from fuyu.domain.text import clean, clean_line, fold
from fuyu.errors import UsageError
from fuyu.interop.columns import LONGEST_TITLE, Header, find_header, known_words, temperatures
from fuyu.interop.contact import Contact, LeftOut, Sheet
from fuyu.interop.csvfile import Lines, open_text, rows

NOBODY = "no name, e-mail or phone"
TOO_MANY_CELLS = "more cells than there are columns; a delimiter inside a cell needs quotes around the cell"

_HEAD_LINES = 25  # searched for the titles
_LONGEST_PHONE = 40
_WHOLE_PHONE = 6  # digits: with fewer, a part of a cell is not a number of its own
_PROGRESS_ROWS = 1000

_REMARK = re.compile(r":(?: |$)")
_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_LINK = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:[:/?#]\S*)?", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)
_MANGLED = re.compile(r"\d(?:[.,]\d+)?e\+\d+", re.IGNORECASE)  # 3.85E+11: a spreadsheet has cut off digits
_EASTERN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[ T]00:00.*)?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_TAG = re.compile(
    r"<(?:/?(?:(?P<block>br|p|div|li|tr|h[1-6]|ul|ol|table|blockquote|hr)|a|b|body|em|font|html|i|img|s|span|strong|td|th|u))"
    r"(?:\s[^<>=]*=(?P<attributes>[^<>]*)|\s*/?)>",
    re.IGNORECASE,
)


def read_contacts(path: Path, *, progress: Callable[[int], None] | None = None) -> Sheet:
    """Return the people in a CSV file, in its order, duplicates and all.

    Args:
        path: the export.
        progress: told the number of rows read so far, now and then; what it raises stops the reading and is passed on.

    Raises:
        UsageError: this is no list of contacts, or too large a one; the sentence names file, line and remedy.
    """
    name = clean_line(path.name)
    with open_text(path, name) as file:
        lines = Lines(file, name)
        header = find_header(lines.peek(_HEAD_LINES))
        if header is None:
            raise UsageError(f"{name}: no line names the columns; the first should be like: Name,Email,Phone,Company")
        return _read_sheet(lines, header, progress)


def _read_sheet(lines: Lines, header: Header, progress: Callable[[int], None] | None) -> Sheet:
    contacts: list[Contact] = []
    left_out: list[LeftOut] = []
    remarks: list[int] = []
    ignored: set[int] = set()
    for count, (line, cells) in enumerate(rows(lines, header.delimiter), 1):
        if progress and count % _PROGRESS_ROWS == 0:
            progress(count)
        if line == header.line or not any(cells):
            continue
        if line < header.line or (not contacts and not left_out and _is_remark(cells, header)):
            remarks.append(line)
            continue
        ignored.update(place for place in header.unknown if place < len(cells) and cells[place])
        person = _contact(line, cells, header)
        if isinstance(person, Contact):
            contacts.append(person)
        else:
            left_out.append(person)
    if not contacts and not left_out:
        raise lines.error(header.line, "names the columns, but nobody stands below it; export it again")
    return Sheet(
        source=header.source,
        encoding=lines.encoding,
        delimiter=header.delimiter,
        header_line=header.line,
        columns=header.titles_by_field(),
        ignored=tuple(header.titles[place] for place in sorted(ignored)),
        remarks=tuple(remarks),
        contacts=tuple(contacts),
        left_out=tuple(left_out),
    )


def _is_remark(cells: list[str], header: Header) -> bool:
    """Return whether a record under the titles is the exporter's word about the file ("Notes: You can ...")."""
    speaks = len(cells[0]) > LONGEST_TITLE or _REMARK.search(cells[0])
    return len(cells) < len(header.titles) and bool(speaks)


class _Row:
    """The cells of one record by field; what its field cannot hold is kept for the note."""

    def __init__(self, header: Header, cells: list[str]) -> None:
        self.kept: list[str] = []
        self._cells: dict[str, list[tuple[str, str]]] = {}
        for title, field, cell in zip(header.titles, header.fields, cells, strict=False):
            if cell and field:
                self._cells.setdefault(field, []).append((title, cell))

    def cells(self, field: str) -> list[tuple[str, str]]:
        """Return the title and text of each column of a field that holds something here."""
        return self._cells.get(field, [])

    def keep(self, title: str, text: str) -> None:
        """Keep a text that has no place of its own."""
        self.kept.append(f"{title}: {text}")

    def one(self, field: str) -> str:
        """Return the first text of a field."""
        first = ""
        for title, text in self.cells(field):
            value = clean_line(text)
            first = first or value
            if value != first:
                self.keep(title, text)
        return first

    def many(self, field: str, split: Callable[[str], tuple[list[str], str]]) -> tuple[str, ...]:
        """Return each value of a field once; `split` gives those in a cell, and the text it could not use."""
        found: dict[str, str] = {}
        for title, text in self.cells(field):
            values, rest = split(text)
            for value in map(clean_line, values):
                found.setdefault(value.casefold(), value)
            if rest:
                self.keep(title, rest)
        return tuple(found.values())


def _contact(line: int, cells: list[str], header: Header) -> Contact | LeftOut:
    """Return the person in a record."""
    if any(cells[len(header.titles) :]):
        return LeftOut(line, TOO_MANY_CELLS)
    row = _Row(header, cells)
    name = _name(row)
    emails, phones = row.many("email", _emails), row.many("phone", _phones)
    company = row.one("company")
    if not (name or emails or phones):
        return LeftOut(line, NOBODY)
    temperature, labels = _temperature(row)
    return Contact(
        line=line,
        name=name or next(filter(None, (*emails, company, *phones))),
        company=company,
        role=row.one("role"),
        phones=phones,
        emails=emails,
        links=row.many("link", _links),
        place=", ".join(dict.fromkeys(filter(None, map(row.one, ("city", "region", "country"))))),
        birthday=_birthday(row.one("birthday")),
        tags=tuple(dict.fromkeys((*row.many("tags", _labels), *labels))),
        temperature=temperature,
        next=row.one("next"),
        do_not_contact=_opted_out(row),
        note=_note(row),  # last: it takes what the others kept
        source=header.source,
    )


def _name(row: _Row) -> str:
    """Return the name as its script orders it; "Name" beside "Vorname" is a last name, beside "Apellidos" first."""
    full, first, middle, last = map(row.one, ("name", "first", "middle", "last"))
    words = {first, middle, last} - {""}
    if full and words and not set(" ".join(words).split()) <= set(full.split()):
        if bool(first) == bool(last):
            row.keep("Name", _spelled(first, middle, last))
        else:
            full, first, last = "", first or full, last or full
    alias = " / ".join(dict.fromkeys(clean_line(text) for _, text in row.cells("alias")))
    name = full or _spelled(first, middle, last) or alias
    if alias and alias != name:
        row.keep("Also known as", alias)
    return name


def _spelled(first: str, middle: str, last: str) -> str:
    parts = (last, first, middle) if _EASTERN.search(first + last) else (first, middle, last)
    return " ".join(filter(None, parts))


def _emails(cell: str) -> tuple[list[str], str]:
    """Return the addresses; words beside them, as in "Ann Lee <ann@lee.example>", leave the whole cell to be kept."""
    found = _EMAIL.findall(cell)
    beside = _EMAIL.sub(" ", cell).replace("mailto:", "")
    return found, cell if not found or any(map(str.isalnum, beside)) else ""


def _phones(cell: str) -> tuple[list[str], str]:
    """Return the numbers; a cell is cut only where each part can be dialled: "+1 650 555 0100; ext. 5" stays whole."""
    numbers: list[str] = []
    for part in filter(str.strip, cell.split(":::")):
        pieces = re.split(r"[,;\n|]| / ", part.strip(" ,;|\n"))
        numbers += pieces if all(_digits(piece) >= _WHOLE_PHONE for piece in pieces) else [part]
    good = [
        number
        for number in numbers
        if _digits(number) and len(number) <= _LONGEST_PHONE and not _MANGLED.fullmatch(number.strip())
    ]
    return good, " ::: ".join(number.strip() for number in numbers if number not in good)


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _links(cell: str) -> tuple[list[str], str]:
    """Return the addresses of the web; other schemes ("javascript:") are none."""
    parts = [word.strip(",;") for word in cell.replace(":::", " ").split()]
    good = [part for part in parts if _LINK.fullmatch(part)]
    return good, cell if len(good) < len(parts) else ""


def _labels(cell: str) -> tuple[list[str], str]:
    """Return the labels but for those that every export carries."""
    noise = known_words().noise["tags"]
    labels = (label.strip() for label in re.split(r":::|[,;|\n]", cell))
    return [label.removeprefix("* ") for label in labels if label and label not in noise], ""


def _temperature(row: _Row) -> tuple[str, list[str]]:
    """Return the temperature, and what else is written in its column."""
    words = row.many("temperature", _labels)
    known = [temperatures().get(fold(word), "") for word in words]
    first = next(filter(None, known), "")
    return first, [
        word for word, temperature in zip(words, known, strict=True) if not temperature or temperature != first
    ]


def _opted_out(row: _Row) -> bool:
    """Return whether any column says yes to something like "Do Not Call"; what is neither yes nor no is kept."""
    yes, no = known_words().yes["do_not_contact"], known_words().noise["do_not_contact"]
    said = [(title, text, fold(text)) for title, text in row.cells("do_not_contact")]
    for title, text, word in said:
        if word not in yes and word not in no:
            row.keep(title, text)
    return any(word in yes for _, _, word in said)


def _birthday(text: str) -> str:
    """Return the day in ISO where day and month cannot be confused; dots are D.M.Y."""
    readings: set[str] = set()
    if match := _YEAR_FIRST.fullmatch(text):
        readings = {_iso(match[1], match[3], match[4])}
    elif match := _YEAR_LAST.fullmatch(text):
        readings = {_iso(match[4], match[3], match[1])}
        if match[2] != ".":
            readings.add(_iso(match[4], match[1], match[3]))
    readings.discard("")
    return readings.pop() if len(readings) == 1 else "" if text in known_words().noise["birthday"] else text


def _iso(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _note(row: _Row) -> str:
    """Return the notes, the postal address, and all that has no place elsewhere."""
    notes = [_plain(text) for _, text in row.cells("note")]
    address: list[str] = []
    for _, text in row.cells("address"):
        part = clean_line(text.replace("\n", ", "))
        if f" {part} ".replace(",", "") not in f" {' '.join(address)} ".replace(",", ""):
            address.append(part)
    if address:
        notes.append(f"Address: {', '.join(address)}")
    kept = [f"{title}: {text}" for title, text in row.cells("keep")]
    return "\n".join(filter(None, (*notes, *kept, *row.kept)))


def _plain(text: str) -> str:
    """Return a note without the HTML some exports write it in; the addresses of its links stay."""
    if not _TAG.search(text):
        return text
    text = clean(html.unescape(_TAG.sub(_untagged, text)))
    lines = (clean_line(line) for line in text.split("\n"))
    return "\n".join(filter(None, lines))


def _untagged(tag: re.Match[str]) -> str:
    url = _URL.search(tag["attributes"] or "")
    return "\n" if tag["block"] else f"{url[0]} " if url else ""

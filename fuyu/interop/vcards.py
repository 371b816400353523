"""Files of vCards, versions 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350), as the programs of people really write them.

A card is read in one pass over its lines, in time that grows with its length and no faster. The libraries there are
split a line by patterns that take minutes for a few dozen commas, and one card they cannot read ends the file.
"""

import quopri
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from fuyu.domain.fields import FIELDS as LEAD_FIELDS
from fuyu.domain.text import clean, clean_line, fold
from fuyu.errors import UsageError
from fuyu.interop import cells
from fuyu.interop.columns import OURS
from fuyu.interop.contact import Contact, LeftOut, Sheet
from fuyu.interop.csvfile import MAX_ROWS, Lines, is_of_text, open_text
from fuyu.interop.record import Record, person, spelled

NO_END = "the card has no end; the file was cut off, or a line END:VCARD is missing"
TOO_LARGE = "the card holds more than 256 kB of text"
MAX_CARD = 256 * 1024
"""Characters of a card, without its pictures and sounds."""
PRODUCT = "-//fuyu//"
"""How the PRODID of our own cards begins."""

_PROGRESS_CARDS = 1000
_LONGEST_HEAD = 1000
"""Characters of a property before its value that are looked at."""
_BINARY = {"PHOTO", "LOGO", "SOUND", "KEY"}
_SILENT = {
    *("BEGIN", "END", "VERSION", "PRODID", "UID", "REV", "SOURCE", "KIND", "CLASS", "SORT-STRING", "MAILER", "PROFILE"),
    *("X-ABLABEL", "X-ABADR", "X-ABSHOWAS", "X-ABUID", "CALSCALE", "GEO", "AGENT", "N", "ADR", "LABEL"),
}
"""What says nothing of the person, or is read in another way."""
_FIELDS = {
    **{field.vcard.partition(";")[0]: field.reads for field in LEAD_FIELDS if field.vcard and field.reads},
    "NICKNAME": "alias",
    "ROLE": "role",
    "X-SOCIALPROFILE": "link",
    "SOCIALPROFILE": "link",
    "BDAY": "birthday",
    "NOTE": "note",
    "ANNIVERSARY": "keep",
    "X-ANNIVERSARY": "keep",
    "X-SPOUSE": "keep",
    "X-ABDATE": "keep",
    "X-ABRELATEDNAMES": "keep",
    "RELATED": "keep",
    "IMPP": "keep",
    "X-SKYPE": "keep",
    "X-SKYPE-USERNAME": "keep",
    "X-PHONETIC-FIRST-NAME": "keep",
    "X-PHONETIC-LAST-NAME": "keep",
    "X-FUYU-PROMISE": "promises",
}
_NEXT = ("due", "due_time", "channel", "promised", "why", "said")
"""The parts of X-FUYU-NEXT."""
_HEAD = re.compile(r'((?:[^":]++|"[^"]*+")*+):')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_PIECES = re.compile(r"(\\.|[;,])", re.DOTALL)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})$")


class Property(NamedTuple):
    """One property of a card."""

    name: str
    """In capitals, without the group."""
    group: str
    """`item1` of `item1.TEL`; what has the same group belongs together."""
    params: frozenset[str]
    """In capitals: `CELL`, `TYPE=HOME`, `CHARSET=UTF-8`."""
    value: str
    """As it stands: escaped and encoded."""


class Card(NamedTuple):
    """The lines of one card, folded ones joined."""

    line: int
    """Where it begins."""
    lines: list[str]
    problem: str = ""
    """Why it cannot be read; empty where it can."""


def read_cards(path: Path, name: str, progress: Callable[[int], None] | None = None) -> Sheet:
    """Return the people in a file of vCards; a card that cannot be read costs no other. See `read_contacts`."""
    contacts: list[Contact] = []
    left_out: list[LeftOut] = []
    columns: dict[str, dict[str, None]] = {}
    ignored: dict[str, None] = {}
    with open_text(path, name) as file:
        lines = Lines(file, name, cut=True)
        for count, card in enumerate(_cards(lines), 1):
            if count > MAX_ROWS:
                raise lines.error(card.line, f"more than {MAX_ROWS:,} cards; import the file in parts")
            if progress and count % _PROGRESS_CARDS == 0:
                progress(count)
            found = _person(card, columns, ignored)
            if isinstance(found, Contact):
                contacts.append(found)
            else:
                left_out.append(found)
        encoding = lines.encoding
    if not contacts and not left_out:
        raise UsageError(f"{name} holds no vCard; export it again")
    return Sheet(
        source="vcard",
        encoding=encoding,
        delimiter="",
        header_line=0,
        columns={field: tuple(names) for field, names in columns.items()},
        ignored=tuple(ignored),
        remarks=(),
        contacts=tuple(contacts),
        left_out=tuple(left_out),
    )


def _cards(lines: Lines) -> Iterator[Card]:
    """Yield the cards; what stands inside another (an AGENT) is nobody's, and one that begins anew has lost its end."""
    card, depth = None, 0
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r\n")
        word = line.strip().upper()
        if word == "BEGIN:VCARD":
            if card and (depth or card.awaits_another):
                depth += 1
                continue
            if card:
                yield card.ended(NO_END)
            card = _Gathering(number)
        elif word == "END:VCARD" and card:
            if depth:
                depth -= 1
            else:
                yield card.ended()
                card = None
        elif card and not depth:
            card.take(line)
    if card:
        yield card.ended(NO_END)


class _Gathering:
    """The lines of a card as they come in; what is folded is joined, pictures and sounds are let go."""

    def __init__(self, line: int) -> None:
        self._line = line
        self._size = 0
        self._lines: list[list[str]] = []
        self._is_quoted = self._is_binary = self._goes_on = False

    @property
    def awaits_another(self) -> bool:
        """Whether the last property holds another card."""
        return bool(self._lines) and self._lines[-1][0].upper().startswith("AGENT")

    def take(self, line: str) -> None:
        """Take the next line of the file."""
        is_folded = bool(self._lines) and (self._goes_on or line[:1] in {" ", "\t"})
        if not is_folded and ":" in line:
            head = line.partition(":")[0].upper()
            self._is_quoted = "QUOTED-PRINTABLE" in head
            self._is_binary = head.partition(";")[0].rpartition(".")[2] in _BINARY
            self._lines.append([])
        elif not is_folded and not self._is_binary and line:
            line = self._broken(line)
        elif not self._goes_on:
            line = line[1:]
        self._goes_on = self._is_quoted and line.endswith("=")
        self._size += 0 if self._is_binary else len(line)
        if self._lines and not self._is_binary and self._size <= MAX_CARD:
            self._lines[-1].append(line[:-1] if self._goes_on else line)

    def _broken(self, line: str) -> str:
        """Return a line that is no property as a part of the note: someone broke a text without folding it."""
        if self._lines and self._lines[-1][0].upper().startswith("NOTE"):
            return f"\n{line}"
        self._is_quoted = False
        self._lines.append([])
        return f"NOTE:{line}"

    def ended(self, problem: str = "") -> Card:
        """Return the card."""
        if self._size > MAX_CARD:
            problem = TOO_LARGE
        return Card(self._line, [] if problem else ["".join(parts) for parts in self._lines if parts], problem)


def _property(line: str) -> Property:
    """Return the property that a line with a colon holds; no colon between quotes ends its name."""
    whole = _HEAD.match(line)
    head = whole[1] if whole else line.partition(":")[0]
    name, *params = head[:_LONGEST_HEAD].split(";")
    group, _, bare = name.rpartition(".")
    spelled_out = (param.strip().upper().replace('"', "") for param in params)
    return Property(bare.strip().upper(), group.upper(), frozenset(spelled_out), line[len(head) + 1 :])


def _decoded(found: Property) -> str:
    """Return the value as text, still escaped."""
    charset = next((param.partition("=")[2] for param in found.params if param.startswith("CHARSET=")), "utf-8")
    encodings = {param.rpartition("=")[2] for param in found.params if not param.startswith("CHARSET=")}
    if "QUOTED-PRINTABLE" in encodings:
        return _read_as(quopri.decodestring(found.value.encode()), charset)
    if encodings & {"BASE64", "B"}:
        try:
            return _read_as(b64decode("".join(found.value.split())), charset)
        except ValueError:
            return found.value
    return found.value


def _read_as(text: bytes, charset: str) -> str:
    named = (charset,) if is_of_text(charset) else ()
    for codec in (*named, "utf-8", "cp1252"):
        try:
            return text.decode(codec)
        except UnicodeError:
            continue
    return text.decode("cp1252", "replace")


def _plain(text: str) -> str:
    """Return a text without its escapes."""
    return clean(_ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)).strip()


def _parts(text: str, separator: str) -> list[str]:
    """Return the plain parts of a text; an escaped separator parts nothing."""
    parts = [""]
    for piece in _PIECES.split(text):
        if piece == separator:
            parts.append("")
        else:
            parts[-1] += piece
    return [_plain(part) for part in parts]


def _person(card: Card, columns: dict[str, dict[str, None]], ignored: dict[str, None]) -> Contact | LeftOut:
    """Return the person on a card; tell which properties were read into which fields, and which were not."""
    if card.problem:
        return LeftOut(card.line, card.problem)
    properties = [_property(line) for line in card.lines]
    labels = {found.group: _plain(found.value).strip("_$!<>") for found in properties if found.name == "X-ABLABEL"}
    is_ours = any(found.name == "PRODID" and found.value.startswith(PRODUCT) for found in properties)
    texts: list[tuple[str, str, str]] = []
    for found in properties:
        read = list(_texts(found, labels.get(found.group, ""), is_ours=is_ours))
        texts += read
        if not read and found.value.strip() and found.name not in _SILENT:
            ignored[clean_line(found.name)] = None
        for field in (field for _, field, text in read if text):
            columns.setdefault(field, {})[clean_line(found.name)] = None
    return person(card.line, Record(_named(texts), OURS if is_ours else "vcard"))


def _texts(found: Property, label: str, *, is_ours: bool) -> Iterator[tuple[str, str, str]]:
    """Yield what a property says, by field, with a title for what will be kept in the note."""
    name, value = found.name, _decoded(found)
    title = label or name.removeprefix("X-").replace("-", " ").capitalize()
    if name == "N":
        fields = ("last", "first", "middle", "prefix", "suffix")
        yield from zip(fields, fields, _parts(value, ";"), strict=False)
    elif name == "ORG":
        company, *units = _parts(value, ";")
        yield from (("company", "company", company), *(("Department", "keep", unit) for unit in units))
    elif name == "ADR":
        _box, *street, city, region, code, country = (_parts(value, ";") + [""] * 7)[:7]
        yield from (("City", "city", city), ("Region", "region", region), ("Country", "country", country))
        yield title, "address", ", ".join(filter(None, (_box, *street, code)))
    elif name == "X-FUYU-NEXT":
        yield from zip(_NEXT, _NEXT, _parts(value, ";"), strict=False)
    elif name in {"CATEGORIES", "NICKNAME"}:
        yield title, _FIELDS[name], f" {cells.SEPARATOR} ".join(_parts(value, ","))
    elif name == "BDAY":
        day = _plain(value).partition("T")[0]
        yield title, "birthday", _COMPACT.sub(r"\1-\2-\3", day)
    elif name == "NOTE" and is_ours:
        yield title, "about", f" {cells.SEPARATOR} ".join(_plain(value).split("\n"))
    elif name in _FIELDS:
        text = _plain(value)
        yield title, _FIELDS[name], text.removeprefix("tel:") if name == "TEL" else text


def _named(texts: list[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield the texts; the parts of a name count where it is not written out, and else what it does not say."""
    parts = {field: text for _, field, text in texts if field in {"last", "first", "middle", "prefix", "suffix"}}
    given = " ".join(text for _, field, text in texts if field == "name")
    name = spelled(*(clean_line(parts.get(field, "")) for field in ("first", "middle", "last")))
    for title, field, text in texts:
        if field not in parts:
            yield title, field, text
    if not given.strip():
        yield "Name", "name", name
    elif not set(fold(name).split()) <= set(fold(given).split()):
        yield "Name", "keep", name
    for field in ("prefix", "suffix"):
        if not set(fold(parts.get(field, "")).split()) <= set(fold(given).split()):
            yield f"Name {field}", "keep", parts[field]

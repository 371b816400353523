"""A file of vCards, from bytes to the properties of each card: folded lines, broken ones, pictures and lost ends.

A card is read in one pass over its lines, in time that grows with its length and no faster. Lines are joined as bytes
and decoded then, for they are folded after so many bytes, be it within a letter (RFC 2425, 5.8.1).
"""

import quopri
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

from fuyu.domain.text import clean_line
from fuyu.features.contacts.reading.textfile import TextLines, declared, is_foreign

NO_END = "the card has no end; the file was cut off, or a line END:VCARD is missing"
TOO_LARGE = "the card holds more than 256 kB of text"
MAX_CARD = 256 * 1024
"""Bytes of a card, without its pictures and sounds."""
NAMES = frozenset(
    (
        *("ADR", "AGENT", "ANNIVERSARY", "BDAY", "BEGIN", "CALADRURI", "CALSCALE", "CALURI", "CATEGORIES", "CLASS"),
        *("CLIENTPIDMAP", "EMAIL", "END", "FBURL", "FN", "GENDER", "GEO", "IMPP", "KEY", "KIND", "LABEL", "LANG"),
        *("LOGO", "MAILER", "MEMBER", "N", "NAME", "NICKNAME", "NOTE", "ORG", "PHOTO", "PRODID", "PROFILE", "RELATED"),
        *("REV", "ROLE", "SORT-STRING", "SOUND", "SOURCE", "TEL", "TITLE", "TZ", "UID", "URL", "VERSION", "XML"),
        *("BIRTHPLACE", "CONTACT-URI", "CREATED", "DEATHDATE", "DEATHPLACE", "EXPERTISE", "GRAMGENDER", "HOBBY"),
        *("INTEREST", "LANGUAGE", "ORG-DIRECTORY", "PRONOUNS", "SOCIALPROFILE"),
    )
)
"""The properties that vCards have (RFC 2426, 6350, 6474, 6715, 9554), beside those that begin with X-."""

_BEGIN, _END = b"BEGIN:VCARD", b"END:VCARD"
_END_AND_BEGIN = _END + _BEGIN
"""Where two files were written one behind the other, and the first did not end its last line."""
_MARKS = {_BEGIN, _END, _END_AND_BEGIN}
_OF_CARDS = (b"VCARD", b"vcard", b" ")
_MARKED = {b"B", b"E", b"b", b"e", b" ", b"\t"}
"""What a line with one of these may begin with."""
_FOLDED = {b"", b" ", b"\t"}
"""What a line begins with that belongs to the one before it; a blank one says nothing."""
_BINARY = {"PHOTO", "LOGO", "SOUND", "KEY"}
_TEXTS = NAMES - _BINARY - {"AGENT"}
"""Properties that are text also where they come in base64."""
_LONGEST_HEAD = 1000
"""Bytes of a property before its value that are looked at."""
_HEAD = re.compile(rb'((?:[^":]++|"[^"]*+")*+):')
_BARE = re.compile(rb"(?:[\w-]+\.)?(X-[\w-]+|[A-Za-z-]+)(?=[;:])", re.IGNORECASE)
_QUOTED = re.compile(rb"=[0-9A-F]{2}", re.IGNORECASE)
_WITHIN_LETTER = re.compile(rb" =[89AB]", re.IGNORECASE)
"""A blank before a byte that no letter of UTF-8 begins with: the blank is a fold."""
_AGENT = re.compile(rb"(?:[\w-]+\.)?AGENT[^:]{0,99}:\s*BEGIN:VCARD\s*", re.IGNORECASE)
"""Another card that begins in the line of its property."""
_BASE64 = re.compile(rb"[;=](?:BASE64|B)(?=[;:])", re.IGNORECASE)


_UNRANKED = 101
"""Behind all that say how they are preferred (RFC 6350, 5.3)."""


class Property(NamedTuple):
    """One property of a card."""

    name: str
    """In capitals, without the group."""
    group: str
    """`ITEM1` of `item1.TEL`; what has the same group belongs together."""
    params: frozenset[str]
    """In capitals: `CELL`, `TYPE=HOME`, `CHARSET=UTF-8`."""
    value: str
    """Decoded, and still escaped."""

    @property
    def types(self) -> frozenset[str]:
        """What it says of its kind, however it says so: `CELL` of `TYPE=CELL`, `TYPE="cell,voice"` or `;CELL`."""
        said = (param.removeprefix("TYPE=") for param in self.params if "=" not in param.removeprefix("TYPE="))
        return frozenset(kind for kinds in said for kind in kinds.split(","))

    @property
    def rank(self) -> int:
        """How it is preferred to others of its name: 1 is first, a hundred last, and what says nothing is behind."""
        said = next((param.removeprefix("PREF=") for param in self.params if param.startswith("PREF=")), "")
        if said.isascii() and said.isdecimal():
            return int(said)
        return 1 if "PREF" in self.types else _UNRANKED


class VCard(NamedTuple):
    """One card."""

    line: int
    """Where it begins."""
    properties: list[Property]
    problem: str = ""
    """Why it cannot be read, or may be cut off; empty where neither."""


class _Line(NamedTuple):
    """A line as it was before it was folded."""

    number: int
    text: bytes
    """Of a picture the beginning; of a text that is too long, too."""
    size: int = 0
    """Of the text, in bytes."""
    is_picture: bool = False


def cards(lines: TextLines) -> Iterator[VCard]:
    """Yield the cards; what stands inside another (an AGENT) is nobody's, and one that begins anew has lost its end."""
    card, depth = None, 0
    for line in _unfolded(lines.raw()):
        for mark in _marks(line.text):
            if mark == _BEGIN:
                if card and (depth or card.awaits_another(line)):
                    depth += 1
                    continue
                if card:
                    yield card.ended(lines, NO_END)
                card = _Gathering(line.number)
            elif mark == _END and card:
                if depth:
                    depth -= 1
                else:
                    yield card.ended(lines)
                    card = None
            elif card and not depth:
                card.take(line)
    if card:
        yield card.ended(lines, NO_END)


def undeclared(raw: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the values that do not say their encoding, or another than they are in."""
    for line in _unfolded(raw):
        head, value = _taken_apart(line.text)
        if b"QUOTED-PRINTABLE" in head.upper():
            value = quopri.decodestring(value)
        if is_foreign(value) and not _is_declared(head, value):
            yield value


def _is_declared(head: bytes, value: bytes) -> bool:
    """Return whether a value is in the encoding that it declares."""
    charset = head.upper().partition(b"CHARSET=")[2].partition(b";")[0].decode("ascii", "replace")
    return declared(value, charset.replace('"', "")) is not None


def _unfolded(raw: Iterable[bytes]) -> Iterator[_Line]:
    """Yield lines as they were before they were folded, or broken by quoted-printable or base64."""
    last: _GoingOn | None = None
    for number, ended in enumerate(raw, 1):
        line = ended.rstrip(b"\r\n")
        if last is not None and (last.may_go_on or line[:1] in _FOLDED) and last.take(line):
            continue
        if last is not None:
            yield last.line
        last = _GoingOn(number, line) if line else None
    if last is not None:
        yield last.line


class _GoingOn:
    """A line that may go on with the next."""

    def __init__(self, number: int, line: bytes) -> None:
        self._number = number
        head, value = _taken_apart(line)
        name, self._is_quoted, says_data = _how_written(head)
        of_data = says_data or value.startswith(b"data:")
        self._is_picture = name in _BINARY or (of_data and name not in _TEXTS)
        self._is_data = self._is_picture or of_data
        self._parts = [line]
        self._size = len(line)
        self._breaks = self._is_quoted and line.rstrip().endswith(b"=")
        self._blanks: list[int] = []

    @property
    def may_go_on(self) -> bool:
        """Whether a line that is not folded may belong to it."""
        return self._is_quoted or self._is_data

    @property
    def line(self) -> _Line:
        """The line as far as it went."""
        if self._blanks:
            self._without_folds()
        return _Line(self._number, b"".join(self._parts), self._size, self._is_picture)

    def take(self, line: bytes) -> bool:
        """Take the next line of the file where it belongs to this one; return whether it does.

        A blank line belongs to any, and ends only what is not folded: some programs end each line twice.
        """
        if _mark(line):
            return False
        if self._breaks:
            self._blanks += [len(self._parts)] if line[:1] in {b" ", b"\t"} else []
            self._append(line)
        elif line[:1] in {b" ", b"\t"}:
            self._append(line[1:])
        elif self._is_quoted and _QUOTED.match(line) and b":" not in line:
            self._append(line)
        elif self._is_data and b":" not in line:
            self._append(line)
            self._is_data = bool(line)
        elif line:
            return False
        return True

    def _without_folds(self) -> None:
        """Take away blanks behind breaks where they are folds: one is within a letter, or other blanks are =20."""
        written = b"".join(part for place, part in enumerate(self._parts) if place not in self._blanks)
        behind = [self._parts[place] for place in self._blanks if place < len(self._parts)]
        if any(map(_WITHIN_LETTER.match, behind)) or (b"=20" in written and b" " not in written):
            self._parts = [part[place in self._blanks :] for place, part in enumerate(self._parts)]

    def _append(self, part: bytes) -> None:
        """Append a part; what is no text is let go, and what is more of one than a card may hold."""
        if self._breaks:
            self._parts[-1] = self._parts[-1].rstrip().removesuffix(b"=")
        self._breaks = self._is_quoted and part.rstrip().endswith(b"=")
        self._size += len(part)
        if not self._is_picture and self._size <= MAX_CARD:
            self._parts.append(part)


@lru_cache(maxsize=1024)
def _how_written(head: bytes) -> tuple[str, bool, bool]:
    """Return the name of a property, and whether it says that its value is quoted-printable, or base64."""
    is_quoted = b";" in head and b"QUOTED-PRINTABLE" in head.upper()
    return _bare(head), is_quoted, b";" in head and bool(_BASE64.search(head + b":"))


class _Gathering:
    """The lines of a card as they come in."""

    def __init__(self, line: int) -> None:
        self._line = line
        self._size = 0
        self._lines: list[bytes] = []
        self._in_capitals: bool | None = None
        self._is_in_note = False
        self._broken_name = 0

    def awaits_another(self, line: _Line) -> bool:
        """Whether the property of this line, or the last one, holds another card."""
        return _bare(line.text) == "AGENT" or (bool(self._lines) and _bare(self._lines[-1]) == "AGENT")

    def take(self, line: _Line) -> None:
        """Take the next line."""
        if line.is_picture:
            self._lines.append(line.text[:_LONGEST_HEAD].partition(b":")[0] + b":")
            self._is_in_note = False
            return
        self._size += line.size
        if self._size > MAX_CARD:
            self._lines.clear()
            self._is_in_note = False
        elif self._is_property(line.text):
            self._lines.append(line.text)
            self._is_in_note = _bare(line.text) == "NOTE"
        elif self._is_in_note:
            self._lines[-1] += b"\\n" + line.text.strip()
        else:
            if self._lines and _bare(self._lines[-1]) == "FN":
                self._broken_name = len(self._lines)
            self._lines.append(b"NOTE:" + line.text.strip())
            self._is_in_note = True

    def _is_property(self, line: bytes) -> bool:
        """Return whether a line is a property; within a note that somebody broke, few lines with a colon are."""
        if b":" not in line:
            return False
        if self._in_capitals is not None and not self._is_in_note:
            return True
        name = _BARE.match(line)
        if self._in_capitals is None:
            self._in_capitals = name is not None and name[1].isupper()
        if not self._is_in_note:
            return True
        if name is None:
            return False
        is_known = name[1].upper().startswith(b"X-") or name[1].decode().upper() in NAMES
        return is_known and (name[1].isupper() or not self._in_capitals)

    def _mend_name(self, place: int) -> None:
        """Give the name the lines behind it that are of it, as its parts say; others stay a note."""
        rest = self._lines[place].removeprefix(b"NOTE:").replace(b"\\n", b" ").split()
        parts = next((line for line in self._lines if _bare(line) == "N"), b"")
        if rest and all(word in parts for word in rest):
            self._lines[place - 1] = b" ".join((self._lines[place - 1], *rest))
            del self._lines[place]

    def ended(self, lines: TextLines, problem: str = "") -> VCard:
        """Return the card."""
        if self._size > MAX_CARD:
            return VCard(self._line, [], TOO_LARGE)
        if self._broken_name:
            self._mend_name(self._broken_name)
        return VCard(self._line, [_property(line, lines) for line in self._lines], problem)


def _marks(line: bytes) -> tuple[bytes, ...]:
    """Return what a line begins and ends of cards, in its order."""
    if line.endswith(_OF_CARDS) and _AGENT.fullmatch(line):
        return (_BEGIN,)
    mark = _mark(line)
    return (_END, _BEGIN) if mark == _END_AND_BEGIN else (mark,)


def _mark(line: bytes) -> bytes:
    """Return what a line is where it begins or ends a card; empty where it does neither."""
    if line[:1] not in _MARKED or len(line) > _LONGEST_HEAD:
        return b""
    word = line.strip().upper()
    return word if word in _MARKS else b""


def _taken_apart(line: bytes) -> tuple[bytes, bytes]:
    """Return what stands before the colon and behind it; a colon between quotes ends no name."""
    head, _, value = line.partition(b":")
    if b'"' not in head or not (whole := _HEAD.match(line)):
        return head, value
    return whole[1], line[len(whole[1]) + 1 :]


def _bare(line: bytes) -> str:
    """Return the name at the beginning of a line, in capitals, without its group."""
    return _name_of(line[:_LONGEST_HEAD].partition(b":")[0].partition(b";")[0])


@lru_cache(maxsize=1024)
def _name_of(grouped: bytes) -> str:
    return grouped.rpartition(b".")[2].strip().decode("latin-1").upper()


def _property(line: bytes, lines: TextLines) -> Property:
    head, value = _taken_apart(line)
    name, group, params = _parameters(lines.text(head[:_LONGEST_HEAD]))
    return Property(name, group, params, _decoded(params, value, lines) if params else lines.text(value))


@lru_cache(maxsize=1024)
def _parameters(head: str) -> tuple[str, str, frozenset[str]]:
    """Return the name, the group and the parameters of a property; most cards have the same ones."""
    name, *params = head.split(";")
    group, _, bare = name.rpartition(".")
    return (
        clean_line(bare).upper(),
        group.upper(),
        frozenset(param.strip().upper().replace('"', "") for param in params),
    )


def _decoded(params: frozenset[str], value: bytes, lines: TextLines) -> str:
    """Return a value as text, still escaped."""
    charset = next((param.partition("=")[2] for param in params if param.startswith("CHARSET=")), "")
    encodings = {param.rpartition("=")[2] for param in params if not param.startswith("CHARSET=")}
    if "QUOTED-PRINTABLE" in encodings:
        value = quopri.decodestring(value)
    elif encodings & {"BASE64", "B"}:
        with suppress(ValueError):
            value = b64decode(b"".join(value.split()), validate=True)
    return lines.text(value, charset)

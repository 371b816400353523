"""A file of text, from its bytes to lines: what kind of file it is, and which encoding it is in."""

import codecs
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TextIO

from fuyu.domain.text import clean_line, fold, shortened
from fuyu.errors import NobodyError, UsageError
from fuyu.features.contacts.reading.kinds import unlike_contacts
from fuyu.features.contacts.reading.letters import Judged, judge

MAX_BYTES = 200 * 1024 * 1024
MAX_LINE = 1024 * 1024
"""Bytes."""

Values = Callable[[Iterable[bytes]], Iterable[bytes]]

_HEAD_BYTES = 64 * 1024  # looked at for what kind of file it is
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
_UTF8 = "utf-8"
_MARKS = {
    codecs.BOM_UTF8: _UTF8,
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""What a file begins with that says its encoding; the longer of two that begin alike comes first."""
_NULLS_A_LINE = 0.5
"""Bytes of zero that each line of UTF-16 has at least: its end is two bytes, one of them zero."""
_NULLS, _NULLS_OF_ONE_LINE = 0.01, 0.125
"""Which part of all its bytes they are: of what is one line only, as bytes with a stray zero among them are, many."""
_MANY_BYTES = {"cp932", "shift_jis", "euc_jp", "gb18030", "gbk", "big5", "cp949", "euc_kr", "iso2022_jp"}
"""Encodings of letters of several bytes, some of which look like UTF-8."""
_OF_TEXT = (
    *("ascii", _UTF8, "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"),
    *(f"iso8859-{part}" for part in (*range(1, 12), *range(13, 17))),
    *(f"cp{page}" for page in (437, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865, 866, 869, 874)),
    *(f"cp125{page}" for page in range(9)),
    *("koi8-r", "koi8-u", "mac-roman", "mac-latin2", "mac-cyrillic", "mac-greek", "mac-turkish", "tis-620"),
    *(
        "shift_jis",
        "cp932",
        "euc_jp",
        "iso2022_jp",
        "gb2312",
        "gbk",
        "gb18030",
        "hz",
        "big5",
        "cp950",
        "euc_kr",
        "cp949",
    ),
)
"""The encodings that people's texts are in. Python knows others, which unpack, compute or refuse: `zip`, `idna`."""
_CALLED = {"ansi": "cp1252", "unicode": "utf-16", "windows": "cp1252", "mac": "mac-roman", "macos roman": "mac-roman"}
"""What programs call encodings when they ask in which to save."""
_CARDS = b"BEGIN:VCARD"
_SEVEN_BIT = b"\x1b$"


def holds_cards(path: Path, name: str, encoding: str = "") -> bool:
    """Return whether a file begins as one of vCards.

    Args:
        path: the file.
        name: what errors call it.
        encoding: what a person said of it; empty where nothing.

    Raises:
        UsageError: it cannot be read, is too large, or begins as something that is no list of contacts.
    """
    head = _head(path, name)
    start = _as_utf8(head, encoding).lstrip()
    if words := unlike_contacts(head, start):
        raise UsageError(f"{name} is {words}")
    return start[: len(_CARDS)].upper() == _CARDS


def is_of_text(charset: str) -> bool:
    """Return whether a name is that of an encoding of text."""
    try:
        return codecs.lookup(charset).name in _text_codecs()
    except (LookupError, ValueError):
        return False


def declared(text: bytes, charset: str) -> str | None:
    """Return bytes in the encoding they are declared to be in; None where they are not, or it is none of text."""
    try:
        return text.decode(charset) if is_of_text(charset) else None
    except UnicodeError:
        return None


def said_encoding(name: str) -> str:
    """Return the codec that a person names; empty where they name none.

    Raises:
        UsageError: it is none of text; the sentence names the nearest.
    """
    called = _CALLED.get(fold(name), name)
    if not called or is_of_text(called):
        return codecs.lookup(called).name if called else ""
    from rapidfuzz import process  # noqa: PLC0415 - only a mistake needs it

    near = process.extract(fold(name), sorted(_text_codecs()), limit=3)
    raise UsageError(f"Unknown encoding “{shortened(name)}”. Near: {', '.join(known for known, *_ in near)}.")


@cache
def _text_codecs() -> frozenset[str]:
    return frozenset(codecs.lookup(known).name for known in _OF_TEXT)


def _head(path: Path, name: str) -> bytes:
    with _reading(name):
        if not path.is_file():
            path.stat()
            raise UsageError(f"{name or clean_line(str(path))} is not a file; name the file of contacts itself")
        if path.stat().st_size > MAX_BYTES:
            raise UsageError(f"{name} is larger than {MAX_BYTES >> 20} MB; import it in parts")
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES)


_LOOK = "name a file of contacts that is there, and that you may read"


@contextmanager
def _reading(name: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise UsageError(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}", hint=_LOOK) from error


def _as_utf8(head: bytes, said: str) -> bytes:
    """Return the beginning of a file such that ASCII is ASCII."""
    wide = _wide(head, said)
    if wide:
        return head.decode(wide, "ignore").removeprefix("\ufeff").encode(errors="replace")
    return head.removeprefix(codecs.BOM_UTF8)


def _wide(head: bytes, said: str) -> str:
    """Return the codec of a text whose ASCII takes more than a byte a letter; empty where it takes one."""
    if said:
        return said if said.startswith(("utf-16", "utf-32")) else ""
    marked = next((codec for mark, codec in _MARKS.items() if head.startswith(mark)), "")
    if marked:
        return "" if marked == _UTF8 else marked
    high, low = head[::2].count(0), head[1::2].count(0)
    codec = "utf-16-be" if high > low else "utf-16-le"
    try:
        text = codecs.getincrementaldecoder(codec)().decode(head)
    except UnicodeDecodeError:
        return ""
    lines = text.count("\n") + text.count("\r")
    is_text = not any(map(text.__contains__, map(chr, _CONTROLS)))
    enough = max(lines * _NULLS_A_LINE, len(head) * (_NULLS if lines else _NULLS_OF_ONE_LINE), 1)
    return codec if is_text and max(high, low) >= enough else ""


@contextmanager
def opened(path: Path, name: str, encoding: str = "", of_cards: Values | None = None) -> Iterator["TextLines"]:
    """Open a file as lines of text in its own encoding.

    Args:
        path: the file.
        name: what errors call it.
        encoding: what a person said of it; empty where it is to be found out.
        of_cards: what yields, of the lines of a file of vCards, those values that do not say their encoding. A line of
            such a file ends where it becomes too long, and one that is not in the encoding of the others costs none.

    Raises:
        UsageError: it cannot be opened, is too large, or is something other than text.
    """
    head = _head(path, name)
    if not head.strip():
        raise NobodyError(f"{name} is empty; export it again")
    wide = _wide(head, encoding)
    if not wide and len(head) - len(head.translate(None, _CONTROLS.replace(b"\x1b", b""))) > len(head) / 10:
        raise UsageError(f"{name} is not text; export the contacts as CSV (UTF-8)")
    with _reading(name):
        foreign = Judged(wide or encoding) if wide or encoding else _judged(path, of_cards)
        file = path.open(encoding=wide or "latin-1", errors="replace" if of_cards else "strict", newline="")
    with file:
        yield TextLines(file, name, foreign, is_said=bool(encoding), lenient=of_cards is not None)


def _judged(path: Path, of_cards: Values | None) -> Judged:
    """Return the encoding of those lines of a file that are not UTF-8."""
    with path.open("rb") as file:
        lines: Iterable[bytes] = iter(lambda: file.readline(MAX_LINE), b"")
        if of_cards and not any(map(_may_be_foreign, lines)):
            return judge(())
        file.seek(0)
        lines = iter(lambda: file.readline(MAX_LINE), b"")
        lines = (part for line in lines for part in (line.splitlines() if b"\r" in line else (line,)))
        texts = of_cards(lines) if of_cards else lines
        return judge(line for line in texts if is_foreign(line) and (line.isascii() or _utf8(line) is None))


def _may_be_foreign(line: bytes) -> bool:
    """Return whether a line of a card may say something that is not UTF-8, or says it in another way."""
    return (b"=" in line and bool(_QUOTED.search(line))) or (
        is_foreign(line) and (line.isascii() or not _is_utf8(line))
    )


def is_foreign(line: bytes) -> bool:
    """Return whether a line has letters beyond ASCII: those of seven bits are behind an escape (ISO-2022-JP)."""
    return not line.isascii() or _SEVEN_BIT in line


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _utf8(line: bytes) -> str | None:
    """Return a line as UTF-8, also where it was cut within a letter; None where it is something else.

    Java and old databases write an emoji as two halves of three bytes each.
    """
    try:
        return line.decode()
    except UnicodeDecodeError:
        pass
    try:
        return line.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    except UnicodeDecodeError:
        text = line.decode("utf-8", "replace")
        letters = len(line.decode("utf-8", "ignore").translate(_NO_ASCII))
        return text if letters > text.count("\ufffd") else None


_QUOTED = re.compile(rb"QUOTED-PRINTABLE", re.IGNORECASE)
_AS_BYTES = {ord(bytes((byte,)).decode("cp1252", "ignore") or chr(byte)): byte for byte in range(128, 160)}
"""The letters of cp1252 that are not those of ISO-8859-1, to the bytes they stand for."""
_TWICE = re.compile(f"[\u00c2-\u00f4][\u0080-\u00bf{''.join(map(chr, _AS_BYTES))}]")
"""What bytes of UTF-8 that begin a letter, and go on with it, look like in cp1252."""
_NO_ASCII = dict.fromkeys(range(128))


class TextLines:
    """The lines of a text file, none too long; the first ones can be looked at in advance."""

    def __init__(self, file: TextIO, name: str, foreign: Judged, *, is_said: bool, lenient: bool) -> None:
        """Read lines.

        Args:
            file: opened so that its ASCII is ASCII.
            name: what errors call it.
            foreign: the encoding of what is not UTF-8.
            is_said: whether a person said that all of it is in that encoding.
            lenient: whether a line that is too long ends where it becomes so, and what cannot be decoded is replaced.
        """
        self.ended = False  # whether a line was asked for after the last
        self.others = foreign.others
        """Encodings in which the file says something else, and which are about as likely as its own."""
        self._codec = foreign.codec
        self._is_whole = is_said or foreign.codec in _MANY_BYTES
        self._is_wide = file.encoding != "latin-1"
        self._lenient = lenient
        self._file = file
        self._name = name
        self._count = 0
        self._ahead: deque[str] = deque()
        self._encodings = {foreign.codec} if is_said or self._is_wide else set()

    @property
    def encoding(self) -> str:
        """What the lines read so far were written in; two names where they were mixed."""
        return " and ".join(sorted(self._encodings)) or _UTF8

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else self._read()
        if not line:
            self.ended = True
            raise StopIteration
        return line

    def raw(self) -> Iterator[bytes]:
        """Yield the lines as bytes, in which ASCII is ASCII."""
        while line := self._bytes():
            yield line

    def peek(self, count: int) -> list[str]:
        """Return the first lines, which are still to be iterated."""
        while len(self._ahead) < count and (line := self._read()):
            self._ahead.append(line)
        return list(self._ahead)

    def error(self, number: int, words: str) -> UsageError:
        """Return an error that names the line."""
        return UsageError(f"{self._name}, line {number}: {words}")

    def _read(self) -> str:
        return self.text(self._bytes())

    def _bytes(self) -> bytes:
        self._count += 1
        try:
            line = self._file.readline(MAX_LINE + 1)
            if self._lenient and len(line) > MAX_LINE:
                line = self._without_its_end(line)
        except UnicodeError as error:
            raise self._undecodable() from error
        except OSError as error:
            raise self.error(self._count, f"cannot be read: {error.strerror}") from error
        if len(line) > MAX_LINE:
            raise self.error(self._count, f"longer than {MAX_LINE >> 20} MB; this is no list of contacts")
        if self._is_wide:
            return line.encode(errors="replace")
        raw = line.encode("latin-1")
        return raw.removeprefix(codecs.BOM_UTF8) if self._count == 1 else raw

    def _without_its_end(self, line: str) -> str:
        """Return the beginning of a line that is too long, having read all of it."""
        rest = line
        while rest and not rest.endswith(("\n", "\r")):
            rest = self._file.readline(MAX_LINE)
        return line[:MAX_LINE]

    def text(self, line: bytes, charset: str = "") -> str:
        """Return a line in the encoding it declares, else as UTF-8 or, where it cannot be, in that of the file."""
        if charset and (found := declared(line, charset)) is not None:
            self._encodings |= set() if line.isascii() else {codecs.lookup(charset).name}
            return found
        if line.isascii() and self._codec != "iso2022_jp":
            return line.decode("ascii")
        found = _utf8(line) if self._is_wide or not self._is_whole else None
        if found is not None:
            self._encodings |= set() if self._is_wide else {_UTF8}
            return self._once(found)
        self._encodings.add(self._codec)
        try:
            return line.decode(self._codec)
        except UnicodeError as error:
            if self._lenient or not self._is_whole:
                return self._replaced(line)
            raise self._undecodable() from error

    def _once(self, text: str) -> str:
        """Return a line that a program encoded twice as it was meant (`JÃ¼rgen`), any other as it is."""
        if not _TWICE.search(text):
            return text
        try:
            meant = text.translate(_AS_BYTES).encode("latin-1").decode()
        except UnicodeError:
            return text
        self._encodings.add("utf-8 encoded twice")
        return meant

    def _replaced(self, line: bytes) -> str:
        """Return a line with signs in the place of what is in no encoding that is known of."""
        found = _utf8(line)
        return found if found is not None else line.decode(self._codec, "replace")

    def _undecodable(self) -> UsageError:
        words = f"here or soon after, the text is not {self.encoding} as before; save the file as CSV (UTF-8)"
        return self.error(self._count, words)

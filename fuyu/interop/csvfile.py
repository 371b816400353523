"""A text file from bytes to lines, and a CSV file to records: its encoding, quotes, and cells that can do no harm."""

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from fuyu.domain.text import clean
from fuyu.errors import UsageError

MAX_BYTES = 200 * 1024 * 1024
MAX_LINE = 1024 * 1024
MAX_ROWS = 200_000

_HEAD_BYTES = 1024 * 1024  # judged for its encoding
_SAMPLE_BYTES = 16 * 1024  # shown to charset-normalizer, which is slow

_FORMULA = re.compile("'*[=+@\t\r\uff0b\uff0d\uff1d\uff20-]")  # also as wide as an ideograph; guarded ones once more
_GUARDED = re.compile("'" + _FORMULA.pattern)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_RUNS = re.compile(rb"[\x80-\xff]{3,}")  # in Cyrillic, Greek or Chinese; Western accents do not come in threes
_RARE = ["mac_cyrillic", "mac_greek", "mac_latin2", "mac_turkish"]  # else taken for Windows codecs now and then
_OF_TEXT = frozenset(
    (
        *("ascii", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"),
        *(f"iso8859-{part}" for part in range(1, 17)),
        *(
            f"cp{page}"
            for page in (437, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865, 866, 869, 874)
        ),
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
)
"""The encodings that people's texts are in. Python knows others, which unpack, compute or refuse: `zip`, `idna`."""
_LETTERS = {  # which cp1252 would show where no such letter can stand, and a twentieth of the lines hold
    "mac_roman": re.compile(rb"[a-z][\x8a\x8e]"),  # a capital S or Z with a caron, for an umlaut or acute
    "cp1250": re.compile(rb"[A-Za-z][\x9a\x9e]|[\x8a\x8e\x9a\x9e\xa3\xb3][a-z]"),  # carons, strokes: Central Europe
}


def open_text(path: Path, name: str) -> TextIO:
    """Return the file opened as text in its own encoding.

    Args:
        path: the file.
        name: what errors call it.

    Raises:
        UsageError: it cannot be opened, is too large, or is something other than text.
    """
    encoding = _encoding(_head(path, name), name)
    errors = "surrogateescape" if encoding == "utf-8-sig" else "strict"
    with _reading(name):
        return path.open(encoding=encoding, errors=errors, newline="")


def is_of_text(charset: str) -> bool:
    """Return whether a name is that of an encoding of text."""
    try:
        return codecs.lookup(charset).name in _OF_TEXT
    except (LookupError, ValueError):
        return False


def holds_cards(path: Path, name: str) -> bool:
    """Return whether a file begins as one of vCards; raise a `UsageError` where it cannot be read."""
    head = _head(path, name)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", "ignore").encode()
    return head.removeprefix(codecs.BOM_UTF8).lstrip()[:11].upper() == b"BEGIN:VCARD"


def _head(path: Path, name: str) -> bytes:
    with _reading(name):
        if not path.is_file():
            path.stat()
            raise UsageError(f"{name} is not a file; name the file of contacts itself")
        if path.stat().st_size > MAX_BYTES:
            raise UsageError(f"{name} is larger than {MAX_BYTES >> 20} MB; import it in parts")
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES)


@contextmanager
def _reading(name: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise UsageError(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _encoding(head: bytes, name: str) -> str:
    """Return the codec of a file that starts so; "utf-8-sig" also stands for lines of cp1252 among UTF-8."""
    if not head.strip():
        raise UsageError(f"{name} is empty; export it again")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith(b"PK\x03\x04"):
        raise UsageError(f"{name} is a workbook or an archive; save the sheet as CSV (UTF-8) and import that")
    if len(head) - len(head.translate(None, _CONTROLS)) > len(head) / 10:
        raise UsageError(f"{name} is not text; export the contacts as CSV (UTF-8)")
    if _is_utf8(head):
        return "utf-8-sig"
    return _guess([line for line in head.splitlines() if not _is_utf8(line)])


def _guess(lines: list[bytes]) -> str:
    """Return the codec of lines that are not UTF-8; "utf-8-sig" where nothing speaks against cp1252."""
    text = b"\n".join(lines)
    if sum(map(len, _HIGH_RUNS.findall(text))) * 3 > len(_HIGH.findall(text)):
        from charset_normalizer import from_bytes  # noqa: PLC0415 heavy, and seldom needed

        best = from_bytes(text[:_SAMPLE_BYTES], cp_exclusion=_RARE).best()
        return best.encoding if best else "utf-8-sig"
    likely = (codec for codec, letters in _LETTERS.items() if len(letters.findall(text)) * 20 > len(lines))
    return next(likely, "utf-8-sig")


def _is_utf8(line: bytes) -> bool:
    """Return whether the line is UTF-8, be it cut within its last character."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(line)
    except UnicodeDecodeError:
        return False
    return True


class Lines:
    """The lines of a text file, none too long; the first ones can be looked at in advance."""

    def __init__(self, file: TextIO, name: str, *, cut: bool = False) -> None:
        """Read lines; one that is too long is an error, or with `cut` ends where it becomes so."""
        self.ended = False  # whether a line was asked for after the last
        self._cut = cut
        self._file = file
        self._name = name
        self._count = 0
        self._ahead: deque[str] = deque()
        self._encodings: set[str] = set()

    @property
    def encoding(self) -> str:
        """What the lines read so far were written in; two names where they were mixed."""
        return " and ".join(sorted(self._encodings)) or self._file.encoding.removesuffix("-sig")

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else self._read()
        if not line:
            self.ended = True
            raise StopIteration
        return line

    def peek(self, count: int) -> list[str]:
        """Return the first lines, which are still to be iterated."""
        while len(self._ahead) < count and (line := self._read()):
            self._ahead.append(line)
        return list(self._ahead)

    def error(self, number: int, words: str) -> UsageError:
        """Return an error that names the line."""
        return UsageError(f"{self._name}, line {number}: {words}")

    def _read(self) -> str:
        self._count += 1
        try:
            line = self._file.readline(MAX_LINE + 1)
            if self._cut and len(line) > MAX_LINE:
                line = self._without_its_end(line)
        except UnicodeError as error:
            words = f"here or soon after, the text is not {self.encoding} as before; save the file as CSV (UTF-8)"
            raise self.error(self._count, words) from error
        except OSError as error:
            raise self.error(self._count, f"cannot be read: {error.strerror}") from error
        if len(line) > MAX_LINE:
            raise self.error(self._count, f"longer than {MAX_LINE >> 20} MB; this is no list of contacts")
        return line if line.isascii() or self._file.errors == "strict" else self._decoded(line)

    def _without_its_end(self, line: str) -> str:
        """Return the beginning of a line that is too long, having read all of it."""
        rest = line
        while rest and not rest.endswith(("\n", "\r")):
            rest = self._file.readline(MAX_LINE)
        return line[:MAX_LINE]

    def _decoded(self, line: str) -> str:
        """Return the line as UTF-8 or, where it cannot be, as cp1252."""
        written = line.encode(errors="surrogateescape")
        encoding = "utf-8" if _is_utf8(written) else "cp1252"
        self._encodings.add(encoding)
        return written.decode(encoding, "replace")


def rows(lines: Lines, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the clean cells of each record with the line it starts on.

    Raises:
        UsageError: a quote is never closed, or there are too many records.
    """
    try:
        for count, (start, record) in enumerate(records(lines, delimiter), 1):
            if lines.ended:
                raise lines.error(start, "a quote opens in this record and is never closed; close or remove it")
            if count > MAX_ROWS:
                raise lines.error(start, f"more than {MAX_ROWS:,} rows; import the file in parts")
            yield start, [text and _cell(text) for text in record]
    except csv.Error as error:
        raise lines.error(error.args[0], "a cell never seems to end; is its closing quote missing?") from error


def _cell(text: str) -> str:
    """Return a cell without what could harm a terminal, nor the apostrophe that guards a spreadsheet from a formula."""
    text = clean(text).strip()
    return text[1:] if _GUARDED.match(text) else text


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; reading it takes the guard away again."""
    return f"'{text}" if _FORMULA.match(text) else text


def records(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line it starts on.

    Raises:
        csv.Error: a cell is too long to be one; its only argument is the line the record starts on.
    """
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    start = 1
    try:
        for record in reader:
            yield start, record
            start = reader.line_num + 1
    except csv.Error as error:
        raise csv.Error(start) from error

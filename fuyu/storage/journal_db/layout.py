"""The text of a file: TinyDB's JSON with one document a line; documents are found in it, and in any other JSON."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import accumulate, repeat
from operator import add, lt, sub
from typing import BinaryIO, NamedTuple

from msgspec import DecodeError, Raw, Struct, ValidationError
from msgspec.json import Decoder
from msgspec.json import format as format_json

from fuyu.errors import DamagedError

META = "_meta"
_BOM = b"\xef\xbb\xbf"
_OPENING = re.compile(rb'(\{|\},)\n"([^"\\\x80-\xff]+)":\{\n')
"""The first line of a table, after that of the file or the last of the table before, where it has a plain name."""
_BLOCK = 1 << 16
_ID = re.compile(r"0|[1-9]\d{0,15}", re.ASCII)
"""Ids have up to 16 digits, above which readers such as jq round them."""
_IDS_END = 10**16
_KEY = re.compile(rb'[\s,]*"((?:[^"\\]|\\.)*)"\s*:\s*')
_END = re.compile(rb"\s*}")
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\],]')
_PLACE_OF_ERROR = re.compile(r" \(byte (\d+)\)")
_members = Decoder(dict[str, Raw])
_text = Decoder(str)
_documents = Decoder(dict[int, Raw])


class Stretch(NamedTuple):
    """Documents of one table: their ids, where they begin in the file, and what they are."""

    table: str
    ids: list[int]
    starts: list[int]
    raws: Sequence[bytes | Raw]


class Stray(Struct, frozen=True):
    """A member of a table that no id names; it is kept where it is."""

    table: str
    key: str
    start: int
    length: int


class Member(NamedTuple):
    """A member of a JSON object, and where its value begins."""

    key: str
    start: int
    raw: bytes


class IrregularError(ValueError):
    """The text is not laid out as it is written here; it may still be JSON."""


def lengths(raws: Iterable[bytes | Raw]) -> Iterator[int]:
    """Yield how many bytes each document has."""
    return (len(memoryview(raw)) for raw in raws)


def id_of(key: str) -> int | None:
    """Return the document id that a key stands for, None where it stands for none."""
    return int(key) if _ID.fullmatch(key) else None


def on_one_line(raw: bytes) -> bytes:
    """Return JSON without line breaks between its parts, otherwise unchanged."""
    return format_json(raw, indent=-1) if b"\n" in raw or b"\r" in raw else raw


def in_lines(file: BinaryIO) -> Iterator[Stretch]:
    """Yield the documents of a file that is laid out as it is written here, ids rising in each table.

    Raises:
        IrregularError: it is not; what was yielded before does not count.
    """
    tables: set[str] = set()
    position, text = 0, _lines(file)
    while (opening := _OPENING.match(text)) and (opening[1] == b"{") is (position == 0):
        table, last = opening[2].decode(), -1
        if table in tables:
            raise IrregularError
        tables.add(table)
        position, text = position + opening.end(), text[opening.end() :] or _lines(file)
        while stretch := _stretch(table, position, text.removesuffix(b",\n"), last):
            yield stretch
            position, text, last = position + len(text), _lines(file), stretch.ids[-1]
        if not text.startswith((b"}\n", b"},\n")):
            end = text.find(b"}\n}") + 1
            stretch = _stretch(table, position, text[:end], last)
            if stretch is None:
                raise IrregularError
            yield stretch
            position, text = position + end + 1, text[end + 1 :]
        if text == b"},\n":
            text += _lines(file)
    if text != b"}\n}\n":
        raise IrregularError


def _lines(file: BinaryIO) -> bytes:
    """Return the next lines of a file, up to one that ends with a comma or to the end."""
    lines = [file.read(_BLOCK), file.readline()]
    while lines[-1] and not lines[-1].endswith(b",\n"):
        lines.append(file.readline())
    return b"".join(lines)


def _stretch(table: str, position: int, text: bytes, last: int) -> Stretch | None:
    """Return documents that follow each other in lines with commas between, None where the text is something else."""
    try:
        documents = _documents.decode(b"".join((b"{", text, b"}")))
    except RecursionError:
        documents = _by_lines(text)
    except (DecodeError, UnicodeDecodeError):
        return None
    ids, raws = list(documents), list(documents.values())
    lines = [b'"%d":%b' % document for document in documents.items()]
    rising = all(map(lt, (last, *ids), ids)) and ids[-1:] < [_IDS_END]
    as_written = b",\n".join(lines) == text and text.count(b"\n") == len(lines) - 1
    if not rising or not as_written or not all(map(bytes.endswith, lines, repeat(b"}"))):
        return None
    begins = accumulate(map(add, map(len, lines), repeat(len(b",\n"))), initial=position)
    starts = list(map(sub, map(add, begins, map(len, lines)), lengths(raws)))
    return Stretch(table, ids, starts, raws)


def _by_lines(text: bytes) -> dict[int, Raw]:
    """Return what is said to be documents; one of them is too deep to be looked through."""
    lines = [line.partition(b":") for line in text.split(b",\n")]
    with suppress(ValueError):
        return {int(key[1:-1]): Raw(raw) for key, _, raw in lines}
    return {}


def in_json(text: bytes, name: str) -> tuple[list[Stretch], list[Stray]]:
    """Return the documents of any JSON that TinyDB reads, whatever its order and blanks, and what no id names.

    Where a key stands twice, the last counts, as for TinyDB; the others get keys that are no ids.

    Args:
        text: the whole file.
        name: what to call the file in an error.

    Raises:
        DamagedError: it is no such JSON; the sentence says where.
    """
    if text.startswith(_BOM):
        text = text.replace(_BOM, b"   ", 1)
    if not text.strip():
        raise DamagedError(f"{name} is empty")
    tables: dict[str, list[Member]] = {}
    for found in _walk(text, 0, text, name):
        tables.setdefault(found.key, []).extend(_walk(text, found.start, found.raw, name))
    stretches, strays = [], []
    for table, members in tables.items():
        by_key: dict[str, Member] = {}
        for member in reversed(members):
            key = member.key
            while key in by_key:
                key += " (stands twice)"
            by_key[key] = member
        ids, starts, raws = [], [], []
        for key, member in reversed(by_key.items()):
            document_id = id_of(key)
            if document_id is None or not member.raw.startswith(b"{"):
                strays.append(Stray(table, key, member.start, len(member.raw)))
            else:
                ids.append(document_id)
                starts.append(member.start)
                raws.append(member.raw)
        if ids:
            stretches.append(Stretch(table, ids, starts, raws))
    return stretches, strays


def _walk(text: bytes, start: int, content: bytes, name: str) -> list[Member]:
    """Return the members of an object that begins at `start`, those that stand twice too."""
    try:
        found = _members.decode(content)
    except ValidationError as error:
        raise DamagedError(f"{name}: {_line_and_column(text, start)}: an object is expected here") from error
    except (DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedError(_where(text, start, name, error)) from error
    first = end = text.index(b"{", start) + 1
    members = []
    for key, raw in found.items():
        opening = _KEY.match(text, end)
        if opening is None:
            break
        members.append(Member(key, opening.end(), bytes(raw)))
        end = opening.end() + len(bytes(raw))
    closing = _END.match(text, end)
    stands_twice = closing is None or closing.end() != start + len(content.rstrip())
    return list(_one_by_one(text, first)) if stands_twice else members


def _one_by_one(text: bytes, position: int) -> Iterator[Member]:
    """Yield the members of an object, also where keys stand twice, from text that is known to be JSON."""
    while opening := _KEY.match(text, position):
        depth = 0
        for token in _TOKEN.finditer(text, opening.end()):
            position = token.start()
            if depth == 0 and token[0] in {b",", b"}"}:
                break
            depth += (token[0] in {b"{", b"["}) - (token[0] in {b"}", b"]"})
        key = _text.decode(b'"%b"' % opening[1])
        yield Member(key, opening.end(), text[opening.end() : position].rstrip())


def _where(text: bytes, start: int, name: str, error: Exception) -> str:
    """Return the sentence for text that is not JSON."""
    match = _PLACE_OF_ERROR.search(str(error))
    position = start + int(match[1]) if match else len(text)
    words = _PLACE_OF_ERROR.sub("", str(error)).removeprefix("JSON is malformed: ").lower()
    return f"{name}: {_line_and_column(text, position)}: {words}"


def _line_and_column(text: bytes, position: int) -> str:
    line = text.count(b"\n", 0, position) + 1
    begins = text.rfind(b"\n", 0, position) + 1
    return f"line {line}, column {len(text[begins:position].decode(errors='replace')) + 1}"

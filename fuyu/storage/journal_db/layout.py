"""The text of a file: TinyDB's JSON with one document a line; documents are found in it, and in any other JSON."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import accumulate, repeat, takewhile
from operator import add, lt
from typing import BinaryIO, NamedTuple

from msgspec import DecodeError, Raw, Struct, ValidationError
from msgspec.json import Decoder, encode
from msgspec.json import format as format_json

from fuyu.errors import DamagedError

META = "_meta"
_BOM = b"\xef\xbb\xbf"
_OPENING = re.compile(rb'(\{|\},)\n("(?:[^"\\]|\\.)*"):\{\n')
"""The first line of a table, after that of the file or the last of the table before."""
_NOTHING = b"{\n}\n"
_BLOCK = 1 << 16
_ID = re.compile(r"0|[1-9]\d{0,15}", re.ASCII)
"""Ids have up to 16 digits, above which readers such as jq round them."""
_IDS_END = 10**16
_KEY = re.compile(rb'[\s,]*"((?:[^"\\]|\\.)*)"\s*:\s*')
_STRAY = re.compile(rb'("(?:[^"\\]|\\.)*"):(.+)')
_END = re.compile(rb"\s*}")
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\],]')
_PLACE_OF_ERROR = re.compile(r" \(byte (\d+)\)")
WRONG = (DecodeError, UnicodeDecodeError, RecursionError)
"""What is raised for a text that is not what it should be, or too deep to be looked through."""
_members = Decoder(dict[str, Raw])
_text = Decoder(str)
_value = Decoder(Raw)


class Stray(Struct, frozen=True):
    """A member of a table that no id names; it is kept behind the documents of the table."""

    table: str
    key: str
    raw: bytes


class Stretch(NamedTuple):
    """Lines of one table that follow each other."""

    table: str
    ids: list[int]
    starts: list[int]
    """Where the line of each document begins."""
    end: int
    """Where the last of these lines ends."""
    raws: list[bytes]
    """The documents, which were not looked into."""
    strays: Sequence[Stray] = ()


class Member(NamedTuple):
    """A member of a JSON object, and where its value begins."""

    key: str
    start: int
    raw: bytes


class IrregularError(ValueError):
    """The text is not laid out as it is written here; it may still be JSON."""


def check(raw: bytes) -> None:
    """Raise an `IrregularError` where a document is no JSON; what is too deep to be looked through stays as it is."""
    with suppress(RecursionError):
        try:
            _value.decode(raw)
        except DecodeError as error:
            raise IrregularError from error


def id_of(key: str) -> int | None:
    """Return the document id that a key stands for, None where it stands for none."""
    return int(key) if _ID.fullmatch(key) else None


def on_one_line(raw: bytes) -> bytes:
    """Return JSON without line breaks between its parts, otherwise unchanged."""
    if b"\n" not in raw and b"\r" not in raw:
        return raw
    try:
        return format_json(raw, indent=-1)
    except WRONG:
        return raw.translate(None, b"\r\n")


def in_lines(file: BinaryIO) -> Iterator[Stretch]:
    """Yield the lines of a file that is laid out as it is written here: ids rising in each table, strays behind them.

    Raises:
        IrregularError: it is not; what was yielded before does not count.
    """
    tables: set[str] = set()
    position, text = 0, _lines(file)
    if text == _NOTHING:
        return
    while (opening := _OPENING.match(text)) and (opening[1] == b"{") is (position == 0):
        table, last = _key(opening[2]), -1
        if table in tables:
            raise IrregularError
        tables.add(table)
        position, text, end = position + opening.end(), text[opening.end() :] or _lines(file), -1
        while end < 0:
            end = text.find(b"\n}")
            stretch = _stretch(table, position, text[: end + 1] or text, last, is_last=end >= 0)
            yield stretch
            last = _IDS_END if stretch.strays else stretch.ids[-1]
            if end < 0:
                position, text = position + len(text), _lines(file)
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


def _stretch(table: str, position: int, text: bytes, last: int, *, is_last: bool) -> Stretch:
    """Return the documents and strays of lines with commas between.

    Args:
        table: their table.
        position: where the text begins in the file.
        text: whole lines.
        last: the id before.
        is_last: whether the last line is the last of its table, which no comma follows.

    Raises:
        IrregularError: the lines are something else.
    """
    body = text[: -len(b"\n")] if is_last else text[: -len(b",\n")]
    lines = body.split(b",\n")
    if text.endswith(b",\n") is is_last or body.count(b"\n") >= len(lines):
        raise IrregularError
    starts = list(accumulate(map(add, map(len, lines), repeat(len(b",\n"))), initial=position))
    found = _documents(lines)
    if found is None:
        found = _documents(list(takewhile(lambda line: _documents([line]), lines))) or ([], [])
    ids, raws = found
    if not all(map(lt, (last, *ids), ids)):
        raise IrregularError
    strays = [_stray(table, line) for line in lines[len(ids) :]]
    return Stretch(table, ids, starts[: len(ids)], starts[len(ids)] if strays else position + len(text), raws, strays)


def _documents(lines: list[bytes]) -> tuple[list[int], list[bytes]] | None:
    """Return the ids and documents of lines, None where one of them is something else."""
    split = [line.partition(b'":') for line in lines]
    try:
        ids = [int(key[1:]) for key, _, _ in split]
    except ValueError:
        return None
    raws = [raw for _, _, raw in split]
    keys = [b'"%d' % document_id for document_id in ids]
    are_objects = all(map(bytes.startswith, raws, repeat(b"{"))) and all(map(bytes.endswith, raws, repeat(b"}")))
    are_ids = keys == [key for key, _, _ in split] and min(ids, default=0) >= 0 and max(ids, default=0) < _IDS_END
    return (ids, raws) if are_ids and are_objects else None


def _stray(table: str, line: bytes) -> Stray:
    """Return the stray of a line that was written here; raise an `IrregularError` where it is none."""
    found = _STRAY.fullmatch(line)
    try:
        if found is None or bytes(_value.decode(found[2])) != found[2]:
            raise IrregularError
    except WRONG as error:
        raise IrregularError from error
    return Stray(table, _key(found[1]), found[2])


def _key(written: bytes) -> str:
    """Return a key; raise an `IrregularError` where it would be written otherwise here."""
    try:
        key = _text.decode(written)
    except WRONG as error:
        raise IrregularError from error
    if encode(key) != written:
        raise IrregularError
    return key


def relaid(text: bytes, name: str) -> bytes:
    """Return any JSON that TinyDB reads laid out as it is written here, its tables by name.

    Args:
        text: the whole file.
        name: what to call the file in an error.

    Raises:
        DamagedError: it is no such JSON; the sentence says where.
    """
    tables = []
    for table, members in sorted(in_json(text, name).items(), key=lambda found: (found[0] != META, found[0])):
        found = {id_of(member.key): member for member in members if member.raw[:1] == b"{"}
        documents = [found[at] for at in sorted(at for at in found if at is not None)]
        found.pop(None, None)
        strays = [member for member in members if found.get(id_of(member.key)) is not member]
        lines = [b"%b:%b" % (encode(member.key), on_one_line(member.raw)) for member in (*documents, *strays)]
        tables += [b"%b:{\n%b\n}" % (encode(table), b",\n".join(lines))] if lines else []
    return b"{\n%b\n}\n" % b",\n".join(tables) if tables else _NOTHING


def in_json(text: bytes, name: str) -> dict[str, list[Member]]:
    """Return the members of the tables of any JSON that TinyDB reads, whatever its order and blanks.

    Where a key stands twice, the last counts, as for TinyDB; the others get keys that are no ids.

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
    for table, members in tables.items():
        by_key: dict[str, Member] = {}
        for member in reversed(members):
            key = member.key
            while key in by_key:
                key += " (stands twice)"
            by_key[key] = member._replace(key=key)
        tables[table] = [*reversed(by_key.values())]
    return tables


def _walk(text: bytes, start: int, content: bytes, name: str) -> list[Member]:
    """Return the members of an object that begins at `start`, those that stand twice too."""
    try:
        found = _members.decode(content)
    except ValidationError as error:
        raise DamagedError(f"{name}: {_line_and_column(text, start)}: an object is expected here") from error
    except WRONG as error:
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

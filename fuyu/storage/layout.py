"""The text of fuyu.json: TinyDB's JSON with one document a line; documents are found in it, and in any other JSON."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import DecodeError, Raw, ValidationError
from msgspec.json import Decoder

from fuyu.errors import DamagedError

META = "_meta"
_BOM = b"\xef\xbb\xbf"
_TABLE = re.compile(rb'"([^"\\]+)":{\n')
_LINE = re.compile(rb'"(0|[1-9]\d{0,15})":({.*})(,?)\n', re.DOTALL)
"""One document; ids have up to 16 digits, above which readers such as jq round them."""
_ID = re.compile(r"0|[1-9]\d{0,15}", re.ASCII)
_KEY = re.compile(rb'[\s,]*"((?:[^"\\]|\\.)*)"\s*:\s*')
_END = re.compile(rb"\s*}")
_PLACE_OF_ERROR = re.compile(r" \(byte (\d+)\)")
_members = Decoder(dict[str, Raw])
_text = Decoder(str)


Place = tuple[str, str, int | None, int, bytes]
"""Where a document lies: table, key, the id the key stands for if any, offset, and the document."""


class IrregularError(ValueError):
    """The text is not laid out as fuyu writes it; it may still be JSON."""


def id_of(key: str) -> int | None:
    """Return the document id that a key stands for, None where it stands for none."""
    return int(key) if _ID.fullmatch(key) else None


def in_lines(file: BinaryIO) -> Iterator[Place]:
    """Yield the documents of a file that is laid out as fuyu writes it, ids rising in each table.

    Raises:
        IrregularError: it is not; what was yielded before does not count.
    """
    position = len(b"{\n")
    ending = file.readline()
    while ending in {b"{\n", b"},\n"}:
        opening = file.readline()
        table = _TABLE.fullmatch(opening)
        if table is None:
            raise IrregularError
        position += len(opening)
        name, last, comma = table[1].decode(), -1, b","
        for line in file:
            match = _LINE.fullmatch(line)
            if match is None:
                break
            key, raw, next_comma = match.groups()
            document_id = int(key)
            if not comma or document_id <= last:
                raise IrregularError
            yield name, "", document_id, position + len(key) + 3, raw
            last, comma = document_id, next_comma
            position += len(line)
        else:
            raise IrregularError
        if comma:
            raise IrregularError
        ending = line
        position += len(line)
    if ending != b"}\n" or file.read() != b"}\n":
        raise IrregularError


def in_json(text: bytes, name: str) -> Iterator[Place]:
    """Yield the documents of any JSON that TinyDB reads, whatever its order and blanks.

    Args:
        text: the whole file.
        name: what to call the file in an error.

    Raises:
        DamagedError: it is no such JSON, or says something twice; the sentence says where.
    """
    if text.startswith(_BOM):
        text = text.replace(_BOM, b"   ", 1)
    if not text.strip():
        raise DamagedError(f"{name} is empty")
    for table, start, content in _walk(text, 0, text, name):
        for key, place, raw in _walk(text, start, content, name):
            yield table, key, id_of(key), place, raw


def _walk(text: bytes, start: int, content: bytes, name: str) -> Iterator[tuple[str, int, bytes]]:
    """Yield the members of an object that begins at `start`: key, where the value begins, and the value."""
    try:
        members = _members.decode(content)
    except ValidationError as error:
        raise DamagedError(f"{name}: {_line_and_column(text, start)}: an object is expected here") from error
    except (DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedError(_where(text, start, name, error)) from error
    position = text.index(b"{", start) + 1
    for key, raw in members.items():
        match = _KEY.match(text, position)
        if match is None or _text.decode(b'"%b"' % match[1]) != key:
            raise DamagedError(f"{name}: {_line_and_column(text, position)}: something stands here twice")
        yield key, match.end(), bytes(raw)
        position = match.end() + len(bytes(raw))
    if _END.match(text, position) is None:
        raise DamagedError(f"{name}: {_line_and_column(text, position)}: something stands here twice")


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

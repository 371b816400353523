"""The line that names the columns: which it is, who wrote it, and which field each title stands for."""

import contextlib
import csv
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from msgspec import Struct, convert

from fuyu.domain.text import clean_line, fold
from fuyu.interop.csvfile import records

LONGEST_TITLE = 60
"""In letters; what is longer is a sentence about the file."""
_MOST_COLUMNS = 1000


class Words(Struct, frozen=True):
    """What columns.toml knows; its comments say what each table is for."""

    signs: dict[str, list[str]]
    columns: dict[str, dict[str, list[str]]]
    temperatures: dict[str, list[str]]
    noise: dict[str, list[str]]
    yes: dict[str, list[str]]


@cache
def known_words() -> Words:
    """Return the words of columns.toml."""
    toml = resources.files("fuyu.interop").joinpath("columns.toml").read_text("utf-8")
    return convert(tomllib.loads(toml), Words)


@cache
def _fields(source: str) -> dict[str, str]:
    """Return the field for each title, compared by `_key`, in the exports of a source."""
    tables = (known_words().columns["csv"], known_words().columns.get(source, {}))
    return {key: field for table in tables for key, field in _by_word(table, _key).items()}


@cache
def _signs() -> dict[str, str]:
    return _by_word(known_words().signs, _key)


@cache
def temperatures() -> dict[str, str]:
    """Return the temperature each word means, compared folded."""
    return _by_word(known_words().temperatures, fold)


def _by_word(table: dict[str, list[str]], compared: Callable[[str], str]) -> dict[str, str]:
    return {compared(word): meaning for meaning, words in table.items() for word in words}


def _key(title: str) -> str:
    """Return a title as titles are compared: "E-mail 1 - Value" and "email_value" are one."""
    return "".join(filter(str.isalpha, fold(title))) if len(title) <= LONGEST_TITLE else ""


class Header(NamedTuple):
    """The line that names the columns, and what they mean."""

    line: int
    delimiter: str
    titles: list[str]
    source: str
    fields: list[str]
    """One for each title, empty where it means nothing here."""
    unknown: list[int]
    """The places of titles that mean nothing here."""

    def titles_by_field(self) -> dict[str, tuple[str, ...]]:
        """Return the titles read into each field."""
        found: dict[str, tuple[str, ...]] = {}
        for field, title in zip(self.fields, self.titles, strict=True):
            found[field] = (*found.get(field, ()), title)
        return {field: titles for field, titles in found.items() if field}


def find_header(lines: list[str]) -> Header | None:
    """Return the reading, of the first lines by any delimiter, that knows the most columns, one of them a person's."""
    best, most = None, 0
    for header in _possible_headers(lines):
        known = set(header.fields) - {""}
        if len(known) > most and not known.isdisjoint({"name", "first", "last", "email", "phone"}):
            best, most = header, len(known)
    return best


def _possible_headers(lines: list[str]) -> Iterator[Header]:
    for delimiter in ",;\t|":
        with contextlib.suppress(csv.Error):
            for line, titles in records(lines, delimiter):
                if len(titles) > _MOST_COLUMNS:
                    continue
                keys = [_key(title) for title in titles]
                source = next((_signs()[key] for key in keys if key in _signs()), "csv")
                named = [clean_line(title) or f"column {place}" for place, title in enumerate(titles, 1)]
                fields = [_fields(source).get(key, "") for key in keys]
                unknown = [place for place, field in enumerate(fields) if not field]
                yield Header(line, delimiter, named, source, fields, unknown)

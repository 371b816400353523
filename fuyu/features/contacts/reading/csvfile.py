"""A CSV file, from lines to records: quotes, and cells that can do no harm."""

import csv
import re
from collections.abc import Iterable, Iterator

from fuyu.domain.text import clean
from fuyu.features.contacts.reading.textfile import MAX_LINE, TextLines

MAX_ROWS = 200_000
_ESCAPED = re.compile(r'(?<!\\)\\"[^",;\t|\r\n]')
"""A quote behind a backslash that ends no cell, as programs of Unix write it between quotes."""
_OPENED = re.compile(r'(?:^|[,;\t|])\s{0,9}"')
_BACKSLASHED = re.compile(r'(?<!\\)\\"')
_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')
"""A formula that only says a text: what keeps a spreadsheet from taking the zero off a number."""

_FORMULA = re.compile("'*[=+@\t\r\uff0b\uff0d\uff1d\uff20-]")  # also as wide as an ideograph; guarded ones once more
_GUARDED = re.compile("'" + _FORMULA.pattern)


def rows(lines: TextLines, delimiter: str) -> Iterator[tuple[int, list[str]]]:
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
    if text[:1].isalnum():
        return text  # most are neither a formula nor guarded
    if said := _AS_TEXT.fullmatch(text):
        text = said[1].replace('""', '"').strip()
    return text[1:] if _GUARDED.match(text) else text


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; reading it takes the guard away again."""
    return f"'{text}" if _FORMULA.match(text) else text


def records(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line it starts on.

    Raises:
        csv.Error: a cell is too long to be one; its only argument is the line the record starts on.
    """
    csv.field_size_limit(MAX_LINE)  # whatever it was: nothing else here reads CSV
    reader = csv.reader(map(_unescaped, lines), delimiter=delimiter, skipinitialspace=True)
    start = 1
    try:
        for record in reader:
            yield start, record
            start = reader.line_num + 1
    except csv.Error as error:
        raise csv.Error(start) from error


def _unescaped(line: str) -> str:
    """Return a line with its quotes doubled where they are escaped by backslashes."""
    found = _ESCAPED.search(line) if '\\"' in line else None
    return _BACKSLASHED.sub('""', line) if found and _OPENED.search(line, 0, found.start()) else line

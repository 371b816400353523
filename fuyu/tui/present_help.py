"""The help as lines: the legend, then the keys of each situation, in as many columns as there is room for."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from fuyu.domain.query import SHOWN
from fuyu.domain.text import fold
from fuyu.tui.keys import Key, Keyboard, Where
from fuyu.tui.legend import LEGEND, Mark
from fuyu.tui.present import wrapped
from fuyu.tui.widgets.lines import Line, Span

_COLUMN = 50
"""Cells that a column takes at least."""
_MOST_COLUMNS = 3
_GUTTER = 2
_HEAD = 13
"""Cells of a key, or of a mark."""


class HelpFound(NamedTuple):
    """What the words mean that are typed into the help."""

    blocks: list[tuple[str, list[tuple[Line, str]]]]
    """Titles, each with heads and what they mean."""
    marks: int
    keys: int
    operators: int = 0


def found(keyboard: Keyboard, situations: Iterable[Where], words: str) -> HelpFound:
    """Return the legend and the keys of situations, or what of them has all the words."""
    wanted = fold(words).split()
    marks = [mark for mark in LEGEND if _has(mark.found_by, wanted)]
    keys = [(where, [key for key in keyboard.of(where) if _has(_words(key), wanted)]) for where in situations]
    operators = [shown for shown in SHOWN if _has(fold(f"operators {_OPERATORS} {' '.join(shown)}"), wanted)]
    blocks = [("Legend", [*map(_mark, marks)])]
    for where, of in keys:
        blocks.append((_title(where), [*map(_key, of)]))
        if where is Where.FIND:
            blocks.append((_OPERATORS, [((Span(example, "key"),), words) for example, words in operators]))
    count = sum(len(of) for _, of in keys)
    return HelpFound([block for block in blocks if block[1]], len(marks), count, len(operators))


_OPERATORS = "Operators, for finding, views and commands"


def help_lines(found: HelpFound, width: int) -> list[Line]:
    """Return blocks as lines of a width: the first one above, across all columns, the others below it."""
    count = max(min(width // _COLUMN, _MOST_COLUMNS), 1)
    column = (width - (count - 1) * _GUTTER) // count
    if not found.blocks:
        return []
    first, *others = found.blocks
    if not found.marks:
        return _side_by_side(_in_columns(found.blocks, column, count), column)
    above = _side_by_side(_halved(first[1], column, count), column)
    return [_heading(first[0]), *above, (), *_side_by_side(_in_columns(others, column, count), column)]


def _has(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)


def _words(key: Key) -> str:
    return fold(f"{key.shown} {key.label} {key.tooltip} {key.where.value} {key.id}")


def _title(where: Where) -> str:
    return f"{where.value[:1].upper()}{where.value[1:]}"


def _mark(mark: Mark) -> tuple[Line, str]:
    return mark.seen, mark.means


def _key(key: Key) -> tuple[Line, str]:
    return (
        Span(key.shown.replace("ctrl+down", "^↓").replace("ctrl+up", "^↑").replace("ctrl+", "^"), "key"),
    ), key.tooltip


def _heading(title: str) -> Line:
    return (Span(title, "title"),)


def _entry(head: Line, means: str, width: int) -> list[Line]:
    """Return a head beside what it means, which goes on below it; a long head has a line of its own."""
    cells = sum(cell_len(span.text) for span in head)
    rows = wrapped(means, max(width - _HEAD - 2, 1)) or [""]
    blank = Span(" " * (_HEAD + 2))
    if cells > _HEAD:
        return [(Span(" "), *head), *((blank, Span(row)) for row in rows)]
    first = (Span(" "), *head, Span(" " * (_HEAD + 1 - cells)), Span(rows[0]))
    return [first, *((blank, Span(row)) for row in rows[1:])]


def _halved(entries: Sequence[tuple[Line, str]], width: int, count: int) -> list[list[Line]]:
    """Return entries in so many columns of about the same height, read downwards."""
    each = -(-len(entries) // count)
    parts = (entries[first : first + each] for first in range(0, len(entries), each))
    return [[line for head, means in part for line in _entry(head, means, width)] for part in parts]


def _in_columns(blocks: Iterable[tuple[str, list[tuple[Line, str]]]], width: int, count: int) -> list[list[Line]]:
    """Return blocks in columns, each below the shortest of them, so that what comes first stands on top."""
    columns: list[list[Line]] = [[] for _ in range(count)]
    for title, entries in blocks:
        lines = [_heading(title), *(line for head, means in entries for line in _entry(head, means, width)), ()]
        min(columns, key=len).extend(lines)
    return columns


def _side_by_side(columns: Sequence[Sequence[Line]], width: int) -> list[Line]:
    """Return columns as lines; each cell is filled up, so that the next one begins where it should."""
    height = max(map(len, columns), default=0)
    return [
        tuple(
            span
            for at, column in enumerate(columns)
            for span in _filled(column[row] if row < len(column) else (), width, is_last=at == len(columns) - 1)
        )
        for row in range(height)
    ]


def _filled(line: Line, width: int, *, is_last: bool) -> Line:
    if is_last:
        return line
    used = sum(cell_len(span.text) for span in line)
    return (*line, Span(" " * max(width + _GUTTER - used, 0)))

"""What a command answers: one value, which the command line renders as words, as records or as JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct

from fuyu.errors import FuyuError


class Answer(Struct, frozen=True, kw_only=True):
    """What was asked for, or done. Each part is made only when it is rendered, so it may be an iterator."""

    sentences: Iterable[str] = ()
    """For a person: lines on standard output."""
    records: Iterable[Sequence[object]] | None = None
    """For `--plain`: the cells of each line; None where the sentences are the records."""
    data: Mapping[str, object] = {}
    """For `--json`: names and values in their order. An iterator is written item by item, however long it is."""
    file: Iterable[str] | None = None
    """Parts of a file that standard output takes as they are, in place of all that."""
    warnings: Iterable[str] = ()
    """What a person must know in any case: on standard error, unless the JSON has it under that name."""
    hints: Iterable[str] = ()
    """What can be done next: on standard error, for a person who reads the sentences."""
    links: Mapping[str, str] = {}
    """The addresses of texts in the sentences, which a terminal that knows links opens."""
    ring: str = ""
    """Sequences, made out of cleaned words, that let the terminal ring after it."""
    code: int = 0
    """The exit code."""
    error: FuyuError | None = None
    """What went wrong although there is an answer: said after it, with an exit code of its own."""


def counted(count: int, one: str, many: str = "") -> str:
    """Return `1 lead`, `2,000 leads`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def some(sentences: Iterable[str], count: int, more: str = "more") -> Iterator[str]:
    """Yield the first of some sentences, and how many there are beside them."""
    yield from islice(sentences, _MOST_SAID)
    if count > _MOST_SAID:
        yield f"... and {count - _MOST_SAID} {more}; --json lists them all"


_MOST_SAID = 20


def records_of(data: Mapping[str, object]) -> Iterator[Sequence[object]]:
    """Yield the names and values of an answer as records, one for each item of a list."""
    for name, value in data.items():
        if isinstance(value, (list, tuple, Iterator)):
            yield from ((name, *_cells(item)) for item in value)
        else:
            yield name, *_cells(value)


def _cells(value: object) -> Sequence[object]:
    if isinstance(value, Mapping):
        return [cell for item in value.values() for cell in _cells(item)]
    return [", ".join(map(str, value))] if isinstance(value, (list, tuple)) else [value]

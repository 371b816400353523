"""What was written about people, bare of case and accents: a line of words for each lead, searched in the index."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from itertools import accumulate, compress, islice, repeat
from operator import contains

from fuyu.domain.action import Table
from fuyu.domain.text import bare
from fuyu.storage.columns import Writer
from fuyu.storage.index import Words

SEARCHED = (Table.LEADS, Table.TOUCHES, Table.NOTES)
"""The tables that are looked through for words."""
TEXT = "words.text"
_AT_ONCE = 256
"""Leads looked at in one go: some 200 kB, which stay in the processor's cache; other threads run in between."""


def line_of(own: str, history: bytes) -> bytes:
    """Return what is written about a lead as one line: the words of their own document, then those of their history."""
    return b"%b\t%b" % (words_of([own]), history)


def history_in(line: bytes) -> bytes:
    """Return the words of the history in a line."""
    return line.partition(b"\t")[2]


def words_of(texts: Collection[str]) -> bytes:
    """Return the words of texts, each once: what is found in it is what is found in one of them."""
    together = " ".join(texts)
    text = bare(together) if together.isascii() else " ".join(map(bare, texts))
    return _encoded(" ".join(dict.fromkeys(text.split())))


def leads_with(words: Words, wanted: Sequence[str], without: Container[int] = ()) -> Iterator[int]:
    """Yield the leads of a file about whom all the words are written.

    Args:
        words: those of the file.
        wanted: bare of case and accents; one at least.
        without: leads to leave out.
    """
    longest_first = [_encoded(word) for word in sorted(wanted, key=len, reverse=True)]
    start = 0
    for first in range(0, len(words.ends), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        end = words.ends[part][-1]
        text = words.text.part(start, end)
        start = end
        if all(word in text for word in longest_first):
            lines: Sequence[bytes] = text.split(b"\n")
            leads: Sequence[int] = words.leads[part]
            for word in longest_first:
                has_it = list(map(contains, lines, repeat(word)))
                lines, leads = list(compress(lines, has_it)), list(compress(leads, has_it))
            yield from (lead for lead in leads if lead not in without)


def write(writer: Writer, lines: Iterable[bytes]) -> array[int]:
    """Write lines, and return where each of them ends."""
    ends = array("q")
    lines = iter(lines)
    while some := [*islice(lines, _AT_ONCE)]:
        text = b"\n".join((*some, b""))
        writer.add(TEXT, "B", text)
        lengths = (len(line) + len(b"\n") for line in some)
        ends.extend(islice(accumulate(lengths, initial=ends[-1] if ends else 0), 1, None))
    return ends


class Fresh:
    """The leads about whom something was changed since the file was folded."""

    def __init__(self) -> None:
        self._lines: dict[int, list[bytes]] = {}

    def __contains__(self, lead_id: object) -> bool:
        return lead_id in self._lines

    def add(self, lead_id: int) -> None:
        """Take notice that something about a lead is otherwise now; what was known of them is out of date."""
        self._lines[lead_id] = []

    def leads_with(self, wanted: Sequence[str], line: Callable[[int], bytes]) -> Iterator[int]:
        """Yield those about whom all the words are written; `line` is asked once for each change."""
        words = [_encoded(word) for word in wanted]
        for lead_id, known in list(self._lines.items()):
            if not known:
                known.append(line(lead_id))
            if all(word in known[0] for word in words):
                yield lead_id


def _encoded(text: str) -> bytes:
    return text.encode(errors="surrogatepass")

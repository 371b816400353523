"""What was written about people, bare of case and accents: kept in the index, and searched there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import compress, repeat
from operator import and_, contains

from fuyu.domain.action import Document, Table
from fuyu.domain.find import text_of
from fuyu.domain.text import bare
from fuyu.storage.columns import Column
from fuyu.storage.index import Index, Words

SEARCHED = (Table.LEADS, Table.TOUCHES, Table.NOTES)
"""The tables that are looked through for words."""
_AT_ONCE = 1024
"""Documents looked at in one go: some 200 kB, which stay in the processor's cache; other threads run in between."""


def lines_of(documents: Sequence[Document | None]) -> list[bytes]:
    """Return a line for each document, an empty one for None: what is found in it is what `mentions` finds."""
    texts = ["" if document is None else text_of(document) for document in documents]
    text = "\n".join(texts)
    if text.count("\n") >= len(texts):
        texts = [text.replace("\n", " ") for text in texts]
        text = "\n".join(texts)
    together = bare(text) if text.isascii() else "\n".join(map(bare, texts))
    return together.encode(errors="surrogatepass").split(b"\n")


def leads_with(index: Index, table: Table, words: Sequence[str], without: Collection[int] = ()) -> Iterator[int] | None:
    """Yield once the leads in whose documents all the words are written, None where only decoding would tell.

    Args:
        index: of the file.
        table: one of those searched.
        words: bare of case and accents; one at least.
        without: ids of documents to leave out.
    """
    kept = index.words(table)
    return None if kept is None else _leads_with(kept, index.places(table).ids, words, without)


def _leads_with(kept: Words, ids: Column, words: Sequence[str], without: Collection[int]) -> Iterator[int]:
    longest_first = sorted(words, key=len, reverse=True)
    encoded = [word.encode(errors="surrogatepass") for word in longest_first]
    found: set[int] = set()
    start = 0
    for first in range(0, len(kept.ends), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        end = kept.ends[part][-1]
        text = kept.text.part(start, end)
        start = end
        if all(word in text for word in encoded):
            lines = text.decode(errors="surrogatepass").split("\n")
            chosen: Iterable[bool] = (number not in without for number in ids[part]) if without else repeat(True)
            for word in longest_first:
                chosen = map(and_, chosen, map(contains, lines, repeat(word)))
            new = set(compress(kept.leads[part], chosen)) - found
            found |= new
            yield from new

"""What was written about people, bare of case and accents: kept in the index, and searched there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import compress, repeat
from operator import contains

from fuyu.domain.action import Document, Table
from fuyu.domain.find import lead_of, text_of
from fuyu.domain.text import bare
from fuyu.storage.columns import Column
from fuyu.storage.documents import UnreadableError, decode
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
    kept, ids = index.words(table), index.places(table).ids
    if kept is None:
        return None if ids else iter(())
    return _leads_with(kept, ids, words, without)


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
            lines, leads = text.decode(errors="surrogatepass").split("\n"), kept.leads[part]
            if without:
                lines = ["" if number in without else line for line, number in zip(lines, ids[part], strict=False)]
            *first_words, last_word = longest_first
            for word in first_words:
                has_it = list(map(contains, lines, repeat(word)))
                lines, leads = list(compress(lines, has_it)), list(compress(leads, has_it))
            new = set(compress(leads, map(contains, lines, repeat(last_word)))) - found
            found |= new
            yield from new


class Fresh:
    """What is written in documents that are not in the file yet; each is decoded when it is searched first."""

    def __init__(self) -> None:
        self._known: dict[tuple[Table, int], tuple[bytes, str, int]] = {}

    def leads_with(self, table: Table, documents: Mapping[int, bytes | None], words: Sequence[str]) -> Iterator[int]:
        """Yield the leads in whose documents all the words are written, some of them twice."""
        for document_id, raw in documents.items():
            known = self._known.get((table, document_id))
            if raw is not None and (known is None or known[0] is not raw):
                with suppress(UnreadableError):
                    document = decode(table, document_id, raw)
                    known = self._known[table, document_id] = (raw, bare(text_of(document)), lead_of(document))
            if known is not None and known[0] is raw and all(word in known[1] for word in words):
                yield known[2]

"""Finding people: by name and company, accents and typos forgiven, and by what was written about them."""

from collections.abc import Iterable, Sequence

from fuyu.domain.action import Document
from fuyu.domain.history import Note, Touch
from fuyu.domain.lead import Lead, Row
from fuyu.domain.text import fold

_NEAR = 72
"""A score from 0 to 100 below which a typo is another word (measured on names of the sample book)."""
_TYPO_LENGTH = 4
"""Shorter words have too many neighbours to forgive a typo."""


def lead_of(document: Document) -> int:
    """Return the id of the lead a document belongs to."""
    return document.lead if isinstance(document, (Touch, Note)) else document.id


def mentions(document: Document, folded_words: Iterable[str]) -> bool:
    """Return whether a document's own words contain all the folded words."""
    text = fold(" ".join(_texts(document)))
    return all(word in text for word in folded_words)


def _texts(document: Document) -> Iterable[str]:
    if isinstance(document, Lead):
        facts = (about.fact for about in document.about)
        step = (document.next_step.why, document.next_step.words) if document.next_step else ()
        reach = (*document.phones, *map(_dialled, document.phones), *document.emails)
        return (document.name, document.company, document.role, document.place, *reach, *document.tags, *facts, *step)
    if isinstance(document, (Touch, Note)):
        return (document.note,)
    return (document.text,)


def _dialled(phone: str) -> str:
    """Return a number as it is typed into a phone: digits only, but for a plus in front."""
    return "".join(char for char in phone if char.isdecimal() or char == "+")


class Names:
    """The folded names and companies of many leads, as one text that is searched at the speed of memory."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._ids: list[int] = []
        self._lines: list[str] = []
        for row in sorted(rows, key=lambda row: row.id):
            self._ids.append(row.id)
            self._lines.append(fold(f"{row.name} {row.company}"))

    def containing(self, words: str) -> list[int]:
        """Return ids whose name and company contain all the words; those with a word that begins so come first.

        Otherwise the oldest lead comes first, whoever was changed last.
        """
        first, *others = fold(words).split() or [""]
        hits = [index for index, line in enumerate(self._lines) if first in line]
        for word in others:
            hits = [index for index in hits if word in self._lines[index]]
        starts = f" {first}"
        hits.sort(key=lambda index: starts not in f" {self._lines[index]}")
        return [self._ids[index] for index in hits]

    def near(self, words: str, limit: int = 20) -> list[int]:
        """Return ids whose name or company has a word that is only a typo away, nearest first."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - 15 ms that most starts do not need

        wanted = fold(words)
        if len(wanted) < _TYPO_LENGTH:
            return []
        long_enough = [line if len(line) >= len(wanted) - 1 else None for line in self._lines]
        near = process.extract(wanted, long_enough, scorer=fuzz.partial_ratio, limit=limit, score_cutoff=_NEAR)
        return [self._ids[index] for _, _, index in near]


def one_of(names: Names, words: str, known: Sequence[Row]) -> Row | None:
    """Return the only row among `known` whose name is, or contains, the words; None where there are none or several."""
    wanted = fold(words)
    exact = [row for row in known if fold(row.name) == wanted]
    by_id = {row.id: row for row in known}
    part = exact or [by_id[lead_id] for lead_id in names.containing(words)]
    return part[0] if len(part) == 1 else None

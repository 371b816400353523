"""A line as words, each of which ends up in exactly one part."""

import re
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from fuyu.domain.text import clean_line


class PartKind(StrEnum):
    """What a part of a line is."""

    NAME = "name"
    COMPANY = "company"
    PHONE = "phone"
    EMAIL = "email"
    LINK = "link"
    VALUE = "value"
    TEMPERATURE = "temperature"
    CHANNEL = "channel"
    WHEN = "when"
    WHY = "why"
    TAG = "tag"
    PROMISED = "promised"
    NOTE = "note"


class LinePart(Struct, frozen=True):
    """A part of the line and what it is."""

    kind: PartKind
    start: int
    stop: int
    """The part is `line[start:stop]`, with the words that introduce it ("re pricing")."""
    text: str
    """What it says, without them ("pricing")."""


class Word(Struct, frozen=True):
    """A word and its place in the line."""

    text: str
    start: int
    stop: int
    segment: int
    """How many commas and the like stand before it."""
    is_aside: bool
    """Whether a semicolon stands before it: nothing after one is a company."""

    @property
    def plain(self) -> str:
        """The word as it is compared: no case, no marks around it."""
        return self.bare.casefold()

    @property
    def bare(self) -> str:
        """The word without marks around it."""
        return self.text.strip(".:!?()")

    @property
    def is_titled(self) -> bool:
        """Whether it begins with a capital letter, as names do."""
        return self.text[0].isupper()


_MOST_WORDS = 200
"""More are no longer taken apart, and stay together as the last word."""

_WORD = re.compile(r"(?:https?://|www\.)\S*[^\s,;]|(?:[^\s,;\uff0c\u3001\uff1b]|(?<=[0-9]),(?=[0-9]))+")
# What belongs to the name before it, in spite of the comma: Acme, Inc.
_FORMS = r"(?:Inc|Ltd|LLC|LLP|PLC|Co|Corp|GmbH|S\.?A|B\.?V|Jr|Sr|Ph\.?D|M\.?D|MBA|Esq)\b"
_JOINED = re.compile(rf"\s*,\s*(?={_FORMS})")
_MARKS = frozenset("-\u2013\u2014|/\u00b7\u2022")
_SEMICOLONS = frozenset(";\uff1b")


class LineWords:
    """The words of a line, and the parts taken out of it so far."""

    def __init__(self, text: str) -> None:
        self.text = clean_line(text)
        self.words = list(_words(self.text))
        self.parts: list[LinePart] = []
        """In the order they were taken."""
        self.kinds: list[PartKind | None] = [None] * len(self.words)

    def __len__(self) -> int:
        """Return how many words there are."""
        return len(self.words)

    def take(self, kind: PartKind, first: int, last: int, *, skip: int = 0, text: str = "") -> None:
        """Take the words from `first` up to, without, `last` as one part.

        Args:
            kind: what they are.
            first: the index of the first word.
            last: the index after the last.
            skip: how many letters at the beginning introduce the part.
            text: what the part says, where that is not simply the rest.
        """
        start, stop = self.words[first].start, self.words[last - 1].stop
        self.parts.append(LinePart(kind, start, stop, text or self.text[start + skip : stop].strip()))
        self.kinds[first:last] = [kind] * (last - first)

    def is_free(self, index: int) -> bool:
        """Return whether there is such a word and no part has it."""
        return 0 <= index < len(self.words) and self.kinds[index] is None

    def is_beside(self, index: int, other: int) -> bool:
        """Return whether the two words stand in one segment, and the other is free."""
        return self.is_free(other) and self.words[index].segment == self.words[other].segment

    def begins_segment(self, index: int) -> bool:
        """Return whether nothing stands before the word in its segment."""
        return index == 0 or self.words[index - 1].segment != self.words[index].segment

    def slice(self, first: int, last: int) -> str:
        """Return the text from the word `first` up to, without, the word `last`."""
        return self.text[self.words[first].start : self.words[last - 1].stop]

    def runs(self) -> Iterator[tuple[int, int]]:
        """Yield the first word, and the one after the last, of each run of free words in one segment."""
        first = 0
        while first < len(self):
            last = first + 1
            if self.is_free(first):
                while self.is_beside(first, last):
                    last += 1
                yield first, last
            first = last


def _words(text: str) -> Iterator[Word]:
    segment, is_aside, end = 0, False, 0
    for number, found in enumerate(_WORD.finditer(text)):
        between = text[end : found.start()].strip()
        joined = _JOINED.match(text, end)
        is_mark = found[0] in _MARKS
        segment += is_mark or bool(between and not (joined and joined.end() == found.start()))
        is_aside |= not _SEMICOLONS.isdisjoint(between)
        end = found.end()
        if number == _MOST_WORDS:
            yield Word(text[found.start() :], found.start(), len(text), segment + 1, is_aside)
            return
        if not is_mark:
            yield Word(found[0], found.start(), end, segment, is_aside)

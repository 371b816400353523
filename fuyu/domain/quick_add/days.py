"""The day in a line: the longest run of words that is a day, and cannot well be anything else.

`parse_when` reads what a person types where a day is asked for. In a line about a person, "May" is who they are, "3M"
where they work and "a month" what they pay for; so it takes more than its words to make a run of them a day here.
"""

import re
from datetime import datetime

from fuyu.domain.calendar import Calendar
from fuyu.domain.quick_add.line import Line, Word
from fuyu.domain.quick_add.words import KNOWN
from fuyu.domain.when import When, parse_when
from fuyu.domain.when.tokens import VOCABULARY
from fuyu.domain.when.words import MONTH_WORDS, ORDINALS

_LONGEST = 10
_PIECE = re.compile(r"\d+|[^\W\d_]+|[^\w\s]+|_+")
_SIGNS = re.compile(r"[-+@:/.,!?]+")
_SUFFIXES = frozenset({"st", "nd", "rd", "th", "t", "p"})  # 20th, 2026-11-02T14:00, 2p

# A name or a figure, never a day: 3M, Q3, 24/7.
_CODE = re.compile(r"(?=.*[A-Z])(?=.*[0-9])(?!.*[AP]M)[A-Z0-9]+|24/7")
_BARE_FIGURES = re.compile(r"\d+(?:\.\d+)?")
# Alone, these are names, or words of a sentence.
_NO_DAY_ALONE = frozenset(MONTH_WORDS) | frozenset({"tom", "tod", "am", "pm", "night", "som", "sow", "soy"})
_NO_DAY_EVER = frozenset({"one day", "at night", "an hour", "a minute"}) | frozenset(
    {"a day", "a week", "a month", "a quarter", "a year"}
)
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_IN_A_MONTH = re.compile(r"\d{1,4}(?:st|nd|rd|th)?")
# At the end of a run, these may go on as a sentence does: this may be, we sat down.
_ALSO_VERBS = frozenset({"may", "march", "sat", "sun"})
_ALSO_NAMES = frozenset({"sat", "sun"})
# With one of these, or a number, a run is a day even at the front of a line, where the name stands.
_TELLING = frozenset(
    {"today", "tomorrow", "tonight", "tmr", "tmrw", "next", "this", "in", "on", "by", "until", "till"}
) | (frozenset({"for", "from", "after", "before", "eod", "eow", "eom", "eoq", "eoy", "cob", "start", "end", "mid"}))


class Days:
    """Finds days among the words of a line, as seen from one moment."""

    def __init__(self, line: Line, now: datetime, calendar: Calendar) -> None:
        self._line = line
        self._now = now
        self._calendar = calendar
        self._known = [_is_of_days(word.text) for word in line.words]

    def longest(self, first: int, last: int) -> tuple[int, int, When] | None:
        """Return the longest run of free words between two indexes that is a day where it stands; of two, the first."""
        for size in range(min(_LONGEST, last - first), 0, -1):
            for start in range(first, last - size + 1):
                if when := self.read_in_place(start, start + size):
                    return start, start + size, when
        return None

    def longest_ending(self, first: int, last: int) -> tuple[int, int, When] | None:
        """Return the longest run that begins at the index, or after it, and ends before the other; else None."""
        for start in range(max(first, last - _LONGEST), last):
            if when := self.read_in_place(start, last):
                return start, last, when
        return None

    def read_in_place(self, first: int, last: int) -> When | None:
        """Return the day that free words name, unless they are rather the beginning of something else."""
        if not all(map(self._line.is_free, range(first, last))):
            return None
        when = self.read(first, last)
        return None if self._goes_on(first, last) else when

    def read(self, first: int, last: int) -> When | None:
        """Return the day that the words name, wherever they stand."""
        if last > len(self._known) or not all(self._known[first:last]):
            return None
        for index in range(first + 1, last):
            if self._line.begins_segment(index) and not self._may_follow(first, index):
                return None
        if not _may_be_day([word.plain for word in self._line.words[first:last]], self._line.words[first].text):
            return None
        answer = parse_when(self._line.slice(first, last).rstrip(":"), self._now, self._calendar)
        return answer if isinstance(answer, When) else None

    def _may_follow(self, first: int, index: int) -> bool:
        """Return whether only a comma stands before the word, and a day before that: Fri, 27 Mar."""
        left, right = self._line.words[index - 1 : index + 1]
        return self._line.text[left.stop : right.start].strip() == "," and self.read(first, index) is not None

    def _goes_on(self, first: int, last: int) -> bool:
        """Return whether the words belong to a name or a sentence: Mon Petit Café, Li Sun, this may change."""
        line, run = self._line, self._line.words[first:last]
        if not line.is_beside(last - 1, last) or line.words[last].plain in KNOWN:
            is_name = len(run) == 1 and run[0].is_titled and run[0].plain in _ALSO_NAMES
            return is_name and line.is_beside(first, first - 1)
        is_telling = any(word.plain in _TELLING or _has_figure(word) for word in run)
        if first == 0:
            return not is_telling
        is_name = line.words[last].is_titled and _is_titled(run)
        return is_name or (run[-1].plain in _ALSO_VERBS and not any(map(_has_figure, run)))


def _is_of_days(word: str) -> bool:
    """Return whether a word is made of what the grammar of days knows."""
    if _CODE.fullmatch(word):
        return False
    letters = re.sub(r"['’]|(?<=[^\W\d_])\.", "", word.casefold())  # noqa: RUF001 - the apostrophe people type
    pieces = _PIECE.findall(letters)
    return all(
        piece.isdecimal() or piece in VOCABULARY or piece in _SUFFIXES or _SIGNS.fullmatch(piece) for piece in pieces
    )


def _may_be_day(plain: list[str], written: str) -> bool:
    """Return whether words that name a day where one is asked for may do so in a line, too."""
    if " ".join(plain) in _NO_DAY_EVER or set(plain) <= {"the", *ORDINALS}:
        return False
    if plain[0] in MONTH_WORDS:
        return len(plain) > 1 and bool(_IN_A_MONTH.fullmatch(plain[1]))
    return len(plain) > 1 or not (plain[0] in _NO_DAY_ALONE or _BARE_FIGURES.fullmatch(written))


def _has_figure(word: Word) -> bool:
    """Return whether there is a number in the word, other than the ordinal of a street or a century."""
    return any(map(str.isdecimal, word.text)) and not _ORDINAL.fullmatch(word.plain)


def _is_titled(run: list[Word]) -> bool:
    """Return whether the words may be the beginning of a name, by their capital letters."""
    return all(word.is_titled or word.text.isdecimal() or _ORDINAL.fullmatch(word.text) for word in run)

"""The day in a line: the longest run of words that is a day, and cannot well be anything else.

`parse_when` reads what a person types where a day is asked for. In a line about a person, "May" is who they are, "3M"
where they work and "a month" what they pay for; so it takes more than its words to make a run of them a day here.
"""

import re
from datetime import datetime

from msgspec import Struct

from fuyu.domain.calendar import Calendar
from fuyu.domain.quick_add.line import LineWords, Word
from fuyu.domain.quick_add.words import CHANNELS, KNOWN, PROMISES, WHYS
from fuyu.domain.when import Problem, When, parse_when
from fuyu.domain.when.tokens import VOCABULARY
from fuyu.domain.when.words import MONTH_WORDS, ORDINALS, REFUSED

_LONGEST = 10
_PIECE = re.compile(r"\d+|[^\W\d_]+|[^\w\s]+|_+")
_DOT = re.compile(r"(?<=\d)\.(?=\s)")  # 27. 3. 14:00
_SIGNS = re.compile(r"[-+@:/.,!?]+")
_SUFFIXES = {"st", "nd", "rd", "th", "t", "p"}  # 20th, 2026-11-02T14:00, 2p
_VOCABULARY = VOCABULARY | REFUSED.keys() | _SUFFIXES

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
_CALLS = frozenset(CHANNELS) | PROMISES


class Found(Struct, frozen=True):
    """A day, and the words that name it."""

    first: int
    last: int
    """The index after the last word."""
    when: When


class DayFinder:
    """Finds days among the words of a line, as seen from one moment."""

    def __init__(self, line: LineWords, now: datetime, calendar: Calendar) -> None:
        self._line = line
        self._now = now
        self._calendar = calendar
        self.refused: set[int] = set()
        """The words that speak of a day and name none, or none that lies ahead."""
        self._known = [_is_of_days(word.text) for word in line.words]

    def names(self, first: int, last: int) -> bool:
        """Return whether the words name a day, wherever they stand."""
        return isinstance(self._read(first, last), When)

    def best(self, first: int, last: int) -> Found | None:
        """Return the day that free words between two indexes name: the one to call on, or the longest, or the first.

        No part of a run that is refused is a day: there is no "friday" in "last friday", and no "28 mar" on a Sunday.
        """
        done: set[int] = set()
        found: list[Found] = []
        for size in range(min(_LONGEST, last - first), 0, -1):
            for start in range(first, last - size + 1):
                run = range(start, start + size)
                is_open = done.isdisjoint(run) and all(map(self._line.is_free, run))
                answer = self._read(start, run.stop) if is_open else None
                goes_on = answer is not None and self._goes_on(start, run.stop)
                if isinstance(answer, Problem):
                    done.update(run)
                    self.refused.update(() if goes_on else run)
                elif answer and not goes_on:
                    done.update(run)
                    found.append(Found(start, run.stop, answer))
        return max(found, key=lambda day: (self._is_to_call(day), day.last - day.first, -day.first), default=None)

    def longest_ending(self, first: int, last: int) -> Found | None:
        """Return the longest run that ends before an index and begins at another or later; None where it is no day."""
        for start in range(max(first, last - _LONGEST), last):
            answer = self._read(start, last)
            if answer:
                return Found(start, last, answer) if isinstance(answer, When) else None
        return None

    def _read(self, first: int, last: int) -> When | Problem | None:
        """Return the day that the words name, or why it is none; None where they do not speak of days."""
        if last > len(self._known) or not all(self._known[first:last]):
            return None
        commas = [index for index in range(first + 1, last) if self._line.begins_segment(index)]
        if not all(self._may_follow(first, index) for index in commas):
            return None
        plain = [word.plain for word in self._line.words[first:last]]
        if not _may_be_day(plain, self._line.words[first].text):
            return None
        text = _DOT.sub("", self._line.slice(first, last)).rstrip(":")
        answer = parse_when(text, self._now, self._calendar)
        if isinstance(answer, Problem):
            is_other = answer.code == "unknown" and REFUSED.keys().isdisjoint(plain)
            is_list = answer.code == "ambiguous" and commas  # fri, two sons
            return None if is_other or is_list else answer
        return answer

    def _is_to_call(self, day: Found) -> bool:
        """Return whether the day stands beside a channel or a promise: of a birthday and "call fri", it is Friday."""
        words, line = self._line.words, self._line
        return (line.is_beside(day.first, day.first - 1) and words[day.first - 1].plain in _CALLS) or (
            line.is_beside(day.first, day.last) and words[day.last].plain in _CALLS
        )

    def _may_follow(self, first: int, index: int) -> bool:
        """Return whether only a comma stands before the word, and a day before that: Fri, 27 Mar."""
        left, right = self._line.words[index - 1 : index + 1]
        return self._line.text[left.stop : right.start].strip() == "," and self.names(first, index)

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
    if _CODE.fullmatch(word) or word in WHYS:
        return False
    letters = re.sub(r"['’]|(?<=[^\W\d_])\.", "", word.casefold())  # noqa: RUF001 - the apostrophe people type
    pieces = _PIECE.findall(letters)
    return all(piece.isdecimal() or piece in _VOCABULARY or _SIGNS.fullmatch(piece) for piece in pieces)


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

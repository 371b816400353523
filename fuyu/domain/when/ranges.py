"""Days from one to another in words: "3-10 aug", "mon - fri", "2026-08-03..2026-08-10", "next week", "until fri".

Each side is a phrase of the grammar of days; they share a month that only one of them names. As there, nothing is
guessed: the whole text is a range or is refused, and a length of time ("2 weeks") is asked back.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from msgspec import Struct, structs

from fuyu.domain.calendar import Calendar
from fuyu.domain.when.amounts import read_amounts, shift
from fuyu.domain.when.arithmetic import added
from fuyu.domain.when.phrase import read_phrase
from fuyu.domain.when.spans import read_spans
from fuyu.domain.when.tokens import Figures, Month, NumberToken, Ordinal, Token, Weekday, Year, pieces, tokens
from fuyu.domain.when.values import Problem, Range, RefusedError, say

_DAY = timedelta(days=1)
_LONGEST = 128
_LONGEST_RANGE = 366
_HALF_A_YEAR = 183
_SPOKEN = re.compile(r"\s*(?:\.{2,3}|[\u2026\u2013\u2014])\s*|\s+(?:-+|to|until|till?|through|thru)\s+", re.IGNORECASE)
"""What stands between two days and is no part of either."""
_OPENING = re.compile(r"\s*(from|between|until|till?|through|to)\s+", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_TWO_NUMBERS = re.compile(r"\s*([0-9]{1,2})(?:st|nd|rd|th)?\.?\s*-\s*([0-9]{1,2})(?:st|nd|rd|th)?\.?\s*", re.IGNORECASE)
_ENDS_FIRST = "That ends before it begins: {first} to {last}."
_NOT_UNDERSTOOD = "That is not days from one to another: 3-10 aug, mon - fri, next week."


def read_range(text: str, now: datetime, calendar: Calendar) -> Range | Problem:
    """Return the days to come that the whole text names, or why it names none; never raises.

    Args:
        text: what a person typed; one day, or a week or month by its name, is a range too.
        now: the present, aware, in the zone the person lives in.
        calendar: their workdays, days off, first day of the week and order of dates.
    """
    if not text.strip():
        return Problem("empty", "Say from when to when: 3-10 aug, mon - fri, next week.")
    if len(text) > _LONGEST:
        return Problem("unknown", "That is too long for some days: 3-10 aug, mon - fri, next week.")
    if numbers := _TWO_NUMBERS.fullmatch(text):
        months = (added(now.date(), months=ahead) for ahead in (0, 1))
        month = next(month for month in months if month.month != now.month or int(numbers[1]) >= now.day)
        return Problem("ambiguous", "Of which month? Write 3-10 aug.", f"{numbers[1]}-{numbers[2]} {month:%b}".lower())
    ranges = _Ranges(now, calendar)
    found = ranges.answer(text.strip())
    if isinstance(found, Range):
        return found
    near = ranges.mended(text.strip()) if found.code == "unknown" else found.suggestion
    return structs.replace(found, suggestion=near if near and isinstance(ranges.answer(near), Range) else "")


class _Ranges(Struct, frozen=True):
    """Reads two days, as seen from one moment."""

    now: datetime
    calendar: Calendar

    @property
    def _today(self) -> date:
        return self.now.date()

    def answer(self, text: str) -> Range | Problem:
        """Return what the text names, or why it names nothing."""
        try:
            return self._read(text)
        except RefusedError as refused:
            return refused.problem
        except (OverflowError, ValueError):
            return Problem("invalid", "That is further away than calendars go.")

    def mended(self, text: str) -> str:
        """Return the text with each side as the grammar of days would mend it; empty where it cannot."""
        for sides in _sides(text):
            near = [self._near(side) for side in sides if side]
            if all(near):
                return " - ".join(near)
        return ""

    def _near(self, side: str) -> str:
        if _bare(side):
            return side
        found = read_phrase(side, self.now, self.calendar)
        return found.suggestion if isinstance(found, Problem) else side

    def _read(self, text: str) -> Range:
        """Return what the text names.

        Raises:
            RefusedError: it names no days to come, or more than one stretch of them.
        """
        found: set[Range] = set()
        refusals: list[RefusedError] = []
        for left, right in _sides(text):
            try:
                found.add(self._between(left, right) if right else self._alone(left))
            except RefusedError as refused:
                refusals.append(refused)
        if len(found) > 1:
            both = " or ".join(sorted(each.words(self._today) for each in found))
            raise RefusedError("ambiguous", f"{both}? Write “to” between the days.")
        if found:
            return self._sane(found.pop())
        raise _kindest(refusals)

    def _sane(self, found: Range) -> Range:
        first, last = found.first, found.last
        if last < first:
            other_way = f"{last} to {first}" if last >= self._today else ""
            raise RefusedError("invalid", _ENDS_FIRST.format(first=say(first), last=say(last)), other_way)
        if (last - first).days > _LONGEST_RANGE:
            raise RefusedError("invalid", "That is longer than a year: name a year at most.")
        return found

    def _alone(self, text: str) -> Range:
        """One day, or a week, month, quarter or year by its name; what has begun goes on from today."""
        said = _tokens(text)
        if spans := read_spans(said, self._today, self.calendar):
            span = next(span for span in spans if span.last >= self._today or span is spans[-1])
            if span.last < self._today:
                raise RefusedError("past", f"{say(span.last)} is behind us.")
            return Range(max(span.first, self._today), span.last)
        if _is_amount(said):
            length = text.casefold().removeprefix("in ")
            raise RefusedError("ambiguous", "From when? Write the first day, too.", f"today - {length}")
        day = self._day(text)
        return Range(day, day + _DAY if "weekend" in text.casefold() else day)

    def _between(self, left: str, right: str) -> Range:
        """From one day to another; a bare number takes the month of the other side."""
        if not left:
            return Range(self._today, self._last(right, self._today))
        left_number, right_number = _bare(left), _bare(right)
        if left_number and right_number:
            raise RefusedError("ambiguous", "Of which month? Write 3-10 aug.")
        if right_number:
            first = self._dated(left)
            return Range(first, _in_month_of(first, right_number))
        if left_number:
            last = self._dated(right)
            first = _in_month_of(last, left_number)
            if first < self._today <= last:
                raise RefusedError("past", f"{say(first)} is behind us.", f"today - {right}")
            return Range(first, last)
        first = self._first(left, right)
        return Range(first, self._last(right, first))

    def _first(self, left: str, right: str) -> date:
        """Return the first day; one that is only just behind us is not the one of next year."""
        try:
            first = self._day(left)
        except RefusedError as refused:
            if refused.problem.code == "past":
                raise RefusedError("past", refused.problem.sentence, f"today - {right}") from None
            raise
        begun = shift(first, {"years": 1}, self.calendar, -1)
        last = read_phrase(right, self.now, self.calendar)
        lately = _names_month(left) and (self._today - begun).days <= _HALF_A_YEAR
        if lately and not isinstance(last, Problem) and begun <= self._today <= last.day < first:
            raise RefusedError("past", f"{say(begun)} is behind us.", f"today - {right}")
        return first

    def _last(self, right: str, first: date) -> date:
        """Return the last day: of a name that returns, the next one after the first day."""
        said = _tokens(right)
        if _is_amount(said) and first > self._today:
            raise RefusedError("ambiguous", "Counted from today or from the first day? Name the last day.")
        if spans := [span for span in read_spans(said, self._today, self.calendar) if span.last >= first]:
            return spans[0].last
        last = self._day(right)
        returns = all(isinstance(token, (Weekday, Month, NumberToken, Ordinal)) for token in said)
        if last < first and returns and not any(isinstance(token, Year) for token in said):
            later = self._day(right, datetime.combine(first, time(), self.now.tzinfo))
            return later if (later - first).days <= _HALF_A_YEAR else last
        return last

    def _dated(self, text: str) -> date:
        """Return a day that is named with its month, which the other side takes, too."""
        if not _names_month(text):
            raise RefusedError("unknown", _NOT_UNDERSTOOD)
        return self._day(text)

    def _day(self, text: str, now: datetime | None = None) -> date:
        found = read_phrase(text, now or self.now, self.calendar)
        if isinstance(found, Problem):
            raise RefusedError(found.code, found.sentence, found.suggestion)
        if found.time:
            raise RefusedError("invalid", "Away is for whole days: leave the time out.")
        return found.day


def _sides(text: str) -> Iterator[tuple[str, str]]:
    """Yield every way to see two days in the text, or one; an empty left side is today, an empty right one is none."""
    opening = _OPENING.match(text)
    word = opening[1].casefold() if opening else ""
    rest = text[opening.end() :] if opening else text
    if word in {"from", "between"}:
        marks = [*_SPOKEN.finditer(rest), *(_AND.finditer(rest) if word == "between" else ())]
        yield from _split(rest, marks or _hyphens(rest))
    elif word:
        yield "", rest
    else:
        marks = [*_SPOKEN.finditer(text)]
        if not marks:
            yield text, ""
        yield from _split(text, marks or _hyphens(text))


def _split(text: str, marks: list[re.Match[str]]) -> Iterator[tuple[str, str]]:
    for mark in marks:
        left, right = text[: mark.start()].strip(), text[mark.end() :].strip()
        if left and right:
            yield left, right


def _hyphens(text: str) -> list[re.Match[str]]:
    return [*re.finditer("-", text)]


def _tokens(text: str) -> list[Token]:
    """Return the tokens of a side; none where a word is unknown, which reading it as a day says better."""
    try:
        return tokens(pieces(text))
    except RefusedError:
        return []


def _is_amount(said: list[Token]) -> bool:
    try:
        return bool(read_amounts(said))
    except RefusedError:
        return True


def _names_month(text: str) -> bool:
    return any(isinstance(token, (Month, Figures)) for token in _tokens(text))


def _bare(text: str) -> list[Token]:
    """Return the tokens of a number without a month, maybe with its weekday: "3", "the 3rd", "mon 3"; else nothing."""
    match _tokens(text):
        case [Year()]:
            return []
        case [NumberToken() | Ordinal()] | [Weekday(), NumberToken() | Ordinal()] as bare:
            return bare
        case _:
            return []


def _in_month_of(day: date, bare: list[Token]) -> date:
    """Return the day of that number in the month of another, where it falls on the weekday named with it."""
    number = bare[-1].value if isinstance(bare[-1], (NumberToken, Ordinal)) else 0
    try:
        found = day.replace(day=number)
    except ValueError:
        raise RefusedError("invalid", f"There is no {number} {day:%B}.") from None
    if isinstance(bare[0], Weekday) and bare[0].number != found.weekday():
        raise RefusedError("invalid", f"{say(found)} is another weekday.")
    return found


def _kindest(refusals: list[RefusedError]) -> RefusedError:
    """Return the refusal that helps most: one that knows the days, then one with near words, then any."""
    telling = [refused for refused in refusals if refused.problem.code != "unknown"]
    near = [refused for refused in refusals if refused.problem.suggestion]
    return (*telling, *near, RefusedError("unknown", _NOT_UNDERSTOOD))[0]

"""The steps that take a line apart; what an earlier one took is no longer there for the next."""

from datetime import datetime

from fuyu.domain.calendar import Calendar
from fuyu.domain.money import Money
from fuyu.domain.quick_add import QuickAdd
from fuyu.domain.quick_add.amount import Amount, amount_at
from fuyu.domain.quick_add.day_finder import DayFinder, Found
from fuyu.domain.quick_add.line import LineWords, PartKind
from fuyu.domain.quick_add.reach import take_reach
from fuyu.domain.quick_add.words import ARTICLES, CHANNELS, KNOWN, PLACES, PROMISES, RATES, TEMPERATURES, WHYS
from fuyu.domain.when import When


class Taking:
    """Takes one line apart, step by step; what an earlier step took is no longer there for the next."""

    def __init__(self, text: str, now: datetime, calendar: Calendar, currency: str) -> None:
        self._line = LineWords(text)
        self._words = self._line.words
        self._days = DayFinder(self._line, now, calendar)
        self._currency = currency
        self._when: When | None = None
        self._value: Money | None = None
        self._why = len(self._words)
        self._end_of_why = len(self._words)

    def result(self) -> QuickAdd:
        """Return what the line says."""
        take_reach(self._line, self._days.names)
        self._find_why()
        self._take_day(self._days.best(0, self._why) or self._days.best(self._end_of_why, len(self._words)))
        self._take_value()
        self._take_keywords()
        self._take_what_ends_why()
        self._take_promise()
        self._take_why()
        self._take_name_and_company()
        for first, last in self._line.runs():
            self._line.take(PartKind.NOTE, first, last)
        parts = sorted(self._line.parts, key=lambda part: part.start)
        return QuickAdd(self._line.text, tuple(parts), self._when, self._value)

    def _find_why(self) -> None:
        """Find the reason: what stands after "re", up to the next comma or what is understood already."""
        for first, last in self._line.runs():
            for index in range(first, last - 1):
                if self._words[index].plain in WHYS:
                    self._why, self._end_of_why = index, last
                    return

    def _take_day(self, found: Found | None) -> None:
        if found:
            self._when = found.when
            text = self._line.slice(found.first, found.last).rstrip(":")
            self._line.take(PartKind.WHEN, found.first, found.last, text=text)

    def _take_value(self) -> None:
        """Take the first amount that is not a part of a name, a sentence or the reason."""
        found = (amount_at(self._line, index, self._currency) for index in self._beside_why())
        amount = next((each for each in found if each and self._is_for_itself(each)), None)
        if amount:
            self._value = amount.value
            self._line.take(PartKind.VALUE, amount.first, amount.last, text=amount.text)

    def _is_for_itself(self, amount: Amount) -> bool:
        """Return whether an amount is no part of what stands beside it: €500 a month, $100 Startup."""
        before, after = (
            self._words[index] if self._line.is_beside(amount.first, index) and self._is_of_sentence(index) else None
            for index in (amount.first - 1, amount.last)
        )
        if (before and before.plain in ARTICLES) or (after and (after.is_titled or after.plain in RATES)):
            return False
        return before is None or after is None or before.segment == self._named()

    def _take_keywords(self) -> None:
        """Take the first word for a temperature, and for a channel, that is not a part of a name or a sentence."""
        named = self._named()
        for index in self._beside_why():
            if self._line.is_free(index) and self._is_alone(index, in_name=self._words[index].segment == named):
                self._take_keyword(index)

    def _beside_why(self) -> tuple[int, ...]:
        """Return the words before the reason, and those after it."""
        return (*range(self._why), *range(self._end_of_why, len(self._words)))

    def _named(self) -> int:
        """Return the segment in which the name stands."""
        return next((self._words[first].segment for first, _ in self._line.runs()), 0)

    def _is_alone(self, index: int, *, in_name: bool) -> bool:
        """Return whether a word stands for itself, and is not a part of what stands beside it."""
        word = self._words[index]
        beside = [other for other in (index - 1, index + 1) if self._line.is_beside(index, other)]
        if index - 1 in beside and self._words[index - 1].plain in ARTICLES:
            return False
        others = [self._words[other] for other in beside if self._is_of_sentence(other)]
        if index == 0 and word.plain in CHANNELS:
            return True
        if word.is_titled:
            return not any(other.is_titled for other in others)
        return in_name or len(others) < 2  # noqa: PLR2004 - both sides

    def _is_of_sentence(self, index: int) -> bool:
        return self._words[index].plain not in KNOWN and index not in self._days.refused

    def _take_keyword(self, index: int) -> bool:
        """Take the word for a temperature or a channel; return whether it was one, the first of its kind."""
        word = self._words[index]
        for kind, known in ((PartKind.TEMPERATURE, TEMPERATURES), (PartKind.CHANNEL, CHANNELS)):
            if word.plain in known and kind not in self._line.kinds:
                self._line.take(kind, index, index + 1, text=word.bare)
                return True
        return False

    def _take_what_ends_why(self) -> None:
        """Take a day and keywords that stand at the end of the reason, which they leave a word at least."""
        first = self._why + 2
        while self._end_of_why > first:
            found = None if self._when else self._days.longest_ending(first, self._end_of_why)
            if found:
                self._take_day(found)
                self._end_of_why = found.first
            elif self._take_keyword(self._end_of_why - 1):
                self._end_of_why -= 1
            else:
                return

    def _take_promise(self) -> None:
        """Take the word that makes the day a promise: it stands beside the day, a keyword between them or not."""
        if not self._when:
            return
        kinds = self._line.kinds
        first = kinds.index(PartKind.WHEN)
        last = first + kinds.count(PartKind.WHEN)
        for start, step in ((first - 1, -1), (last, 1)):
            index = start
            while 0 <= index < len(kinds) and kinds[index] in {PartKind.CHANNEL, PartKind.TEMPERATURE}:
                index += step
            if self._line.is_free(index) and self._words[index].plain in PROMISES:
                self._line.take(PartKind.PROMISED, index, index + 1)
                return

    def _take_why(self) -> None:
        last = self._why + 1
        while self._line.is_beside(self._why, last):
            last += 1
        if last - self._why > 1:
            skip = self._words[self._why + 1].start - self._words[self._why].start
            self._line.take(PartKind.WHY, self._why, last, skip=skip)

    def _take_name_and_company(self) -> None:
        """Take the first words that are left for the name, and for the company what stands after a comma or "at"."""
        runs = [(first, last) for first, last in self._line.runs() if self._is_said(first, last)]
        if not runs:
            return
        (first, last), *others = runs
        place = next((index for index in range(first + 1, last) if self._is_place(index)), last)
        end = next((i for i in range(first + 1, place) if self._words[i - 1].text.endswith(":")), place)
        end = self._before_refused(first, end)
        self._line.take(PartKind.NAME, first, end, text=self._line.slice(first, end).rstrip(":"))
        if place < last:
            self._take_company(place, last)
            return
        for start, stop in others:
            if self._is_company(start, first):
                self._take_company(start, stop)
                return

    def _is_company(self, index: int, named: int) -> bool:
        """Return whether the word begins a company: right after the name's comma, or later with a capital letter."""
        word, segment = self._words[index], self._words[named].segment
        if word.text.startswith("@") and word.bare != "@":
            return True
        is_next = word.segment == segment + 1 and self._line.begins_segment(index)
        is_of_why = self._why < len(self._words) and self._words[self._why].segment == segment
        return (
            word.segment > segment and not word.is_aside and ((is_next and not is_of_why) or not word.text[0].islower())
        )

    def _take_company(self, first: int, last: int) -> None:
        """Take a company, with the "at" or "@" before it."""
        word = self._words[first]
        if not self._is_place(first):
            self._line.take(PartKind.COMPANY, first, self._before_refused(first, last))
        elif word.text in PLACES:
            skip = self._words[first + 1].start - word.start
            self._line.take(PartKind.COMPANY, first, self._before_refused(first + 1, last), skip=skip)
        else:
            self._line.take(PartKind.COMPANY, first, self._before_refused(first, last), skip=1)

    def _is_place(self, index: int) -> bool:
        """Return whether the word introduces a company: "at Acme", "@Acme"."""
        word = self._words[index]
        return (word.text.startswith("@") and word.text != "@") or (
            word.text in PLACES and self._line.is_beside(index, index + 1)
        )

    def _before_refused(self, first: int, last: int) -> int:
        """Return where a name ends: before what speaks of a day but names none."""
        return next((index for index in range(first + 1, last) if index in self._days.refused), last)

    def _is_said(self, first: int, last: int) -> bool:
        return any(map(str.isalnum, self._line.slice(first, last)))

"""What words mean here and now: days, times, amounts, and one line about a new lead."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from fuyu.desk.terms import Terms
from fuyu.domain.money import Money
from fuyu.domain.presets import Preset, presets
from fuyu.domain.when import Problem, Range, When, parse_past, parse_range, parse_theirs, parse_when

if TYPE_CHECKING:
    from fuyu.domain.quick_add import QuickAdd


class Phrases:
    """Understands what a person types."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms

    def when(self, phrase: str, there: str = "") -> When | Problem:
        """Return the day, and maybe the time, a phrase means here and now; `there` is the zone of *their time*."""
        return parse_when(phrase, self._terms.now(), self._terms.calendar, there)

    def when_they_said(self, words: str, there: str = "") -> When | Problem:
        """Return the day that words of theirs mean or propose: `after the trade fair in march`."""
        found = self.when(words, there)
        return found if isinstance(found, When) else parse_theirs(words, self._terms.now(), self._terms.calendar)

    def when_it_was(self, phrase: str) -> datetime | Problem:
        """Return the time a phrase means that lies behind: `yesterday 15:00`."""
        return parse_past(phrase, self._terms.now(), self._terms.calendar)

    def day(self, phrase: str) -> date | Problem:
        """Return the day a phrase means here and now; what it says of a time does not matter."""
        found = self.when(phrase)
        return found.day if isinstance(found, When) else found

    def days(self, phrase: str) -> Range | Problem:
        """Return the days, from one to another, that a phrase means here and now."""
        return parse_range(phrase, self._terms.now(), self._terms.calendar)

    def presets(self) -> tuple[Preset, ...]:
        """Return the days that one key gives."""
        return presets(self._terms.today(), self._terms.calendar)

    def money(self, text: str) -> Money | Problem:
        """Return the amount a text means; without a currency in it, of the usual one."""
        from fuyu.domain.money_text import parse_money  # noqa: PLC0415 - only who tells an amount needs it

        return parse_money(text, self._terms.currency)

    def take_apart(self, line: str) -> "QuickAdd":
        """Return what one line says of a new lead."""
        from fuyu.domain.quick_add import take_apart  # noqa: PLC0415 - only who adds a lead needs it

        return take_apart(line, self._terms.now(), self._terms.calendar, self._terms.currency)

"""Times that lie behind: "yesterday 15:00", "mon 3pm", "2h ago". Those to come are refused, and none is guessed."""

from datetime import UTC, date, datetime, time, timedelta

from msgspec import Struct

from fuyu.domain.calendar import Calendar
from fuyu.domain.when.amounts import read_amounts, shift
from fuyu.domain.when.arithmetic import nearest
from fuyu.domain.when.clock import read_clock
from fuyu.domain.when.days import Days
from fuyu.domain.when.phrase import read_phrase, splits
from fuyu.domain.when.stamps import stamped
from fuyu.domain.when.tokens import Figures, Month, NumberToken, Ordinal, Token, Unit, Weekday, Year, pieces, tokens
from fuyu.domain.when.values import Problem, RefusedError, When, say

HINT = "yesterday 15:00, mon 3pm, 2h ago, 14:30"
_LONGEST = 64
_WHOLE_DATE = 3
_DAY = timedelta(days=1)
_HALF_A_YEAR = timedelta(days=183)
"""A date without a year that is longer ago than that is rather one to come."""
_NOON = time(12)
_OF_DATES = (NumberToken, Ordinal, Month, Year, Figures, Weekday)


def read_past(text: str, now: datetime, calendar: Calendar) -> datetime | Problem:
    """Return what `parse_past` returns."""
    if not text.strip():
        return Problem("empty", f"Say when it was: {HINT}.")
    if len(text) > _LONGEST:
        return Problem("unknown", f"That is too long for a time: {HINT}.")
    try:
        if moment := stamped(text, now.tzinfo):
            return _Past(now, calendar).behind(moment)
        return _Past(now, calendar).read(tokens(pieces(text)))
    except RefusedError as refused:
        ahead = read_phrase(text, now, calendar) if refused.problem.code == "unknown" else None
        return _ahead(ahead.iso()) if isinstance(ahead, When) else refused.problem
    except (OverflowError, ValueError):
        return Problem("invalid", "That is further away than calendars go.")


def _ahead(when: str) -> Problem:
    return Problem("future", f"{when} is still to come: say when it was, like {HINT}.")


class _Past(Struct, frozen=True):
    """Reads times that lie behind one moment."""

    now: datetime
    calendar: Calendar

    def read(self, said: list[Token]) -> datetime:
        """Return the time the tokens name.

        Raises:
            RefusedError: they name none, more than one, or one to come.
        """
        if said in (["now"], ["today"]):
            return self._whole(self.now)
        if (elapsed := self._elapsed(said)) is not None:
            return elapsed
        found = {at for day, hour in splits(said) if (at := self._timed(day, hour)) is not None}
        if not found and (days := self._days(said)):
            found = {self._behind(days[-1], _NOON)}
        if len(found) > 1:
            both = " or ".join(f"{say(at.date())} {at:%H:%M}" for at in sorted(found))
            raise RefusedError("ambiguous", f"{both}? Write the day first, then at and the time.")
        if not found:
            raise RefusedError("unknown", f"That is no time that was: {HINT}.")
        return found.pop()

    def _elapsed(self, said: list[Token]) -> datetime | None:
        """Times counted back from now: "2h ago", "half an hour ago"."""
        match said:
            case [*amount, "ago"] if (amounts := read_amounts(amount)) and amounts.keys() & {"hours", "minutes"}:
                passed = timedelta(hours=amounts.get("hours", 0), minutes=amounts.get("minutes", 0))
                day = shift(self.now.date(), amounts, self.calendar, -1)
                start = self.now if day == self.now.date() else self._moment(day, self.now.time())
                return self._whole((start.astimezone(UTC) - passed).astimezone(self.now.tzinfo))
            case _:
                return None

    def _timed(self, said: list[Token], hour: list[Token]) -> datetime | None:
        """Return a time on a day, the day left out for today; None where the tokens are not that."""
        clock = read_clock(hour, self.calendar)
        days = [self.now.date()] if not said else self._days(said)
        if clock is None or not days:
            return None
        times = [clock.at] if clock.other is None else [clock.at, clock.other]
        behind = [day for day in days for at in times if self._moment(day, at) <= self.now]
        day = behind[0] if behind else days[0]
        at = next((at for at in times if self._moment(day, at) <= self.now), clock.at)
        return self._behind(day, at)

    def _days(self, said: list[Token]) -> list[date]:  # noqa: PLR0911 - a table
        """Return the days the tokens can mean, the nearest first; of a weekday today is one of them."""
        today = self.now.date()
        match said:
            case ["on" | "this", *rest]:
                return self._days(rest)
            case ["today"]:
                return [today]
            case ["yesterday"]:
                return [today - _DAY]
            case [Unit("days"), "before", "yesterday"]:
                return [today - 2 * _DAY]
            case [Weekday(number)]:
                before = nearest(number, today, -1)
                return [today, before] if number == today.weekday() else [before]
            case ["last", Weekday(number)]:
                return [nearest(number, today, -1)]
            case [*amount, "ago"] if (amounts := read_amounts(amount)) and not amounts.keys() & {"hours", "minutes"}:
                return [shift(today, amounts, self.calendar, -1)]
            case _:
                return self._dated(said)

    def _dated(self, said: list[Token]) -> list[date]:
        """Return the day of a date, of those without a year the last one that was."""
        if not said or not all(isinstance(token, _OF_DATES) for token in said):
            return []
        far = {"months": 1} if len(said) == 1 and isinstance(said[0], Ordinal) else {"years": 1}
        start = shift(self.now.date(), far, self.calendar, -1) + _DAY
        pick = Days(start, start, self.calendar).read(said)
        if pick and self.now.date() - pick.day > _HALF_A_YEAR and not any(map(_tells_year, said)):
            raise RefusedError("future", f"The last one was on {say(pick.day)}: write the year, if that is meant.")
        return [pick.day] if pick else []

    def _behind(self, day: date, at: time) -> datetime:
        return self.behind(self._moment(day, at))

    def behind(self, moment: datetime) -> datetime:
        """Return a moment on the clocks of the person, to the minute.

        Raises:
            RefusedError: it is still to come.
        """
        if moment.astimezone(UTC) > self.now.astimezone(UTC):
            problem = _ahead(f"{say(moment.date())} {moment:%H:%M}")
            raise RefusedError(problem.code, problem.sentence)
        return self._whole(moment)

    def _moment(self, day: date, at: time) -> datetime:
        """Return the wall time as a moment; one that the clocks skip comes out as much later as they skip."""
        return datetime.combine(day, at, self.now.tzinfo).astimezone(UTC).astimezone(self.now.tzinfo)

    @staticmethod
    def _whole(moment: datetime) -> datetime:
        return moment.replace(second=0, microsecond=0)


def _tells_year(token: Token) -> bool:
    return isinstance(token, Year) or (isinstance(token, Figures) and len(token.parts) == _WHOLE_DATE)

"""A whole phrase: its tokens become a time and a day, and the two a `When` in the zone of the person."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from msgspec import Struct, structs

from fuyu.domain.calendar import Calendar
from fuyu.domain.when import words
from fuyu.domain.when.amounts import read_amounts, shift
from fuyu.domain.when.clock import WallTime, read_clock
from fuyu.domain.when.days import Days, Pick
from fuyu.domain.when.stamps import stamped
from fuyu.domain.when.tokens import (
    VOCABULARY,
    DayPart,
    Face,
    Military,
    NumberToken,
    Token,
    Unit,
    Weekday,
    pieces,
    tokens,
)
from fuyu.domain.when.values import Problem, RefusedError, When, say
from fuyu.domain.zones import name_of

_LONGEST = 64
_DAY = timedelta(days=1)
_ALIKE = 0.65
_DAYS_OF_A_MONTH = 31
_HALF_DAY = 12
_SPELLED = sorted(VOCABULARY)
"""In one order, so that of two words that are as near, it is always the same that is suggested."""


def read_phrase(text: str, now: datetime, calendar: Calendar) -> When | Problem:
    """Return what `parse_when` returns."""
    if not text.strip():
        return Problem("empty", "Say when: tomorrow, fri 2pm, 3w, 27 mar.")
    if len(text) > _LONGEST:
        return Problem("unknown", "That is too long for a day: tomorrow, fri 2pm, 3w, 27 mar.")
    try:
        moment = stamped(text, now.tzinfo)
        found = [] if moment else pieces(text)
        answer = _Reader(now, calendar).moment(moment) if moment else _read(found, now, calendar)
    except RefusedError as refused:
        return refused.problem
    if isinstance(answer, When) and (hour := _hour_of(found)) and answer.day > now.date():
        return Problem("ambiguous", f"{hour}:00, or in {hour} hours? Write at {hour}, or in {hour}h.", f"at {hour}")
    if isinstance(answer, Problem) and answer.code == "unknown":
        return structs.replace(answer, suggestion=_suggested(found, now, calendar))
    return answer


def _hour_of(found: list[str]) -> int:
    """Return the hour of the clock that `17h` may be as well as an amount; else 0."""
    match found:
        case [count, "h"] if count.isdecimal() and _HALF_DAY < int(count) < 2 * _HALF_DAY:
            return int(count)
        case _:
            return 0


def _read(found: list[str], now: datetime, calendar: Calendar) -> When | Problem:
    try:
        return _Reader(now, calendar).read(tokens(found))
    except RefusedError as refused:
        return refused.problem
    except (OverflowError, ValueError):
        return Problem("invalid", "That is further away than calendars go.")


def _suggested(found: list[str], now: datetime, calendar: Calendar) -> str:
    """Return the phrase with its words mended, where that is a day; else ""."""
    right = mended(found)
    return " ".join(right) if isinstance(_read(right, now, calendar), When) else ""


def mended(found: list[str]) -> list[str]:
    """Return pieces with the unknown words replaced by the nearest known ones, and without the vague ones."""
    from rapidfuzz import process  # noqa: PLC0415 - 35 ms, for those who mistype
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    right = []
    for piece in found:
        if piece in words.REFUSED:
            continue
        if not piece.isalpha() or piece in VOCABULARY:
            right.append(piece)
        else:
            near = process.extractOne(piece, _SPELLED, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE)
            right.append(near[0] if near else piece)
    return right


class _Reader(Struct, frozen=True):
    """Puts days and times together, as seen from one moment."""

    now: datetime
    calendar: Calendar

    def read(self, said: list[Token]) -> When:
        """Return what the tokens name.

        Raises:
            RefusedError: they name nothing that lies ahead, or more than one thing.
        """
        match said:
            case ["on", *said]:
                pass
        match said:
            case [Military(padded=True)]:
                pass
            case [NumberToken(value)]:
                days = f"{value}d" if 0 < value <= _DAYS_OF_A_MONTH else ""
                raise RefusedError("ambiguous", f"{value} what? Write 3d, the 3rd, at 3, 3 may.", days)
            case ["eod"]:
                said = ["today", *said]
        if when := self._elapsed(said) or self._same_time(said):
            return when
        if pick := self._days().read(said):
            return self._picked(pick)
        return self._timed(said)

    def moment(self, moment: datetime) -> When:
        """Return a moment of any zone that lies ahead as the clocks of the person show it."""
        when = self._when(moment)
        if moment.astimezone(UTC) <= self.now.astimezone(UTC):
            raise RefusedError("past", f"{say(when.day)} {when.time:%H:%M} is behind us.")
        return when

    def _elapsed(self, said: list[Token]) -> When | None:
        """Times counted from now: "2h", "in 45 minutes", "1 day 2 hours", "later today"."""
        amounts = {"hours": 3} if said == ["later", "today"] else read_amounts(said)
        if not amounts or not amounts.keys() & {"hours", "minutes"}:
            return None
        day = shift(self.now.date(), amounts, self.calendar)
        start = self.now if day == self.now.date() else self._moment(day, self.now.time())
        passed = timedelta(hours=amounts.get("hours", 0), minutes=amounts.get("minutes", 0))
        end = (start.astimezone(UTC) + passed).astimezone(self.now.tzinfo)
        if said == ["later", "today"] and end.date() > self.now.date():
            raise RefusedError("past", "Not much is left of today.", "tomorrow")
        return self._when(end)

    def _same_time(self, said: list[Token]) -> When | None:
        """The present time on another day: "this time tomorrow", "same time next week"."""
        match said:
            case ["this" | "same", "time", *day] | [*day, "this" | "same", "time"]:
                pick = self._days().read(["same", Unit("days"), *day]) or self._days().read(day)
                return self._picked(pick, self.now.time()) if pick else None
            case _:
                return None

    def _timed(self, said: list[Token]) -> When:
        """A time, or a day and a time in either order: "2pm", "fri at 14:00", "noon tomorrow"."""
        readings: set[When] = set()
        refusals: list[RefusedError] = []
        for day, hour in splits(said):
            try:
                reading = self._split(day, hour)
            except RefusedError as refused:
                refusals.append(refused)
            else:
                readings |= {reading} if reading else set()
        if len(readings) > 1:
            both = " or ".join(sorted(f"{say(reading.day)} {reading.time:%H:%M}" for reading in readings))
            raise RefusedError("ambiguous", f"{both}? Write the day first, then at and the time.")
        if readings:
            return readings.pop()
        raise refusals[0] if refusals else self._not_understood(said)

    def _split(self, day: list[Token], hour: list[Token]) -> When | None:
        """Return what the tokens name when they are a day, or none, and a time."""
        clock = read_clock(hour, self.calendar)
        reading = self._at(day, clock) if clock else None
        if reading and day and "midnight" in hour:
            raise RefusedError("ambiguous", "Midnight begins a day and ends one: write 00:00 or 23:59.")
        return reading

    def _at(self, day: list[Token], clock: WallTime) -> When | None:
        """Return the time on the day; without a day, the next time the clock shows it."""
        days = self._days(clock.at)
        pick = days.read(day) if day else Pick(days.soonest)
        when = self._picked(pick, clock.at) if pick else None
        if when and not when.other and clock.other:
            try:
                return structs.replace(when, other=self._at(day, WallTime(clock.other)))
            except RefusedError:
                return when
        return when

    def _days(self, at: time | None = None) -> Days:
        """Return the days around today, which a weekday may mean while the time on it lies ahead."""
        today = self.now.date()
        ahead = at is not None and self._moment(today, at) > self.now.astimezone(UTC)
        return Days(today, today if ahead else today + _DAY, self.calendar)

    def _picked(self, pick: Pick, at: time | None = None) -> When:
        """Return the day that was picked, with the other one where that lies ahead too."""
        when = self._ahead(pick.day, at)
        if pick.other:
            try:
                return structs.replace(when, other=self._ahead(pick.other, at))
            except RefusedError:
                return when
        return when

    def _ahead(self, day: date, at: time | None) -> When:
        """Return the day, or the time on it, when it lies ahead; today does, without a time."""
        if at is None:
            if day < self.now.date():
                raise RefusedError("past", f"{say(day)} is behind us.")
            return When(day)
        return self.moment(self._moment(day, at))

    def _moment(self, day: date, at: time) -> datetime:
        """Return the wall time as a moment in UTC.

        A time the clocks skip comes out as much later as they skip. Of an hour that repeats it is the first run, or the
        second once the first is past. pendulum takes other runs, and no zone that is named by its rule.
        """
        moment = datetime.combine(day, at, self.now.tzinfo).astimezone(UTC)
        again = datetime.combine(day, at.replace(fold=1), self.now.tzinfo).astimezone(UTC)
        return again if moment <= self.now.astimezone(UTC) < again else moment

    def _when(self, moment: datetime) -> When:
        local = moment.astimezone(self.now.tzinfo)
        return When(local.date(), local.time().replace(second=0, microsecond=0), name_of(self.now))

    def _not_understood(self, said: list[Token]) -> RefusedError:
        """Return the kindest word for tokens that are all known and name no day together."""
        open_words = [word for word in said if isinstance(word, str) and word in words.REFUSED]
        match said:
            case [*day, NumberToken(value)] if self._days().read(day):
                return RefusedError("ambiguous", f"Is {value} a time or a day? Write at {value}, or name the month.")
            case ["-", _, *_] | [*_, "ago" | "yesterday"] | ["yesterday", *_] | [*_, "last", Weekday() | Unit()]:
                return RefusedError("past", "That is behind us; a next step lies ahead.")
            case _ if open_words:
                return RefusedError("unknown", words.REFUSED[open_words[0]].format(word=open_words[0]))
            case _:
                return RefusedError("unknown", "That is not one day: tomorrow, fri 2pm, 3w, 27 mar.")


def splits(said: list[Token]) -> Iterator[tuple[list[Token], list[Token]]]:
    """Yield every way to see a day and a time in the tokens, the day first or last or absent."""
    yield [], said
    for index in range(1, len(said)):
        yield said[:index], said[index:]
        yield said[index:], said[:index]
    match said:
        case [NumberToken() | Face() as hour, *day, DayPart() as part] if day and not isinstance(day[0], Unit):
            yield day, [part, "at", hour]  # 9 tomorrow morning

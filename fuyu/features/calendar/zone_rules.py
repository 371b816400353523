"""What a calendar must know of a zone (RFC 5545, 3.6.5): its rule where it has one, else each change of its clocks.

Changes are looked up in this machine's own zone data, one after the other, so that none is missed and none is assumed:
Morocco puts its clocks back for a month that moves. Programs that know no list of days, like Outlook, get the rule.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import icalendar

_SAMPLED = 12
"""Years in which a rule must hold: in fewer, the fourth Sunday may always be the last."""
_FARTHEST = 100
"""Years of which changes are listed; nobody knows the clocks of later ones."""
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_A_DAY = timedelta(days=1)
_A_SECOND = timedelta(seconds=1)
_WEEK = 7


class _Change(NamedTuple):
    """A change of the clocks."""

    at: datetime
    """What they showed until then, without a zone."""
    before: timedelta
    after: timedelta
    name: str
    """What the time is called from then on."""

    @property
    def kind(self) -> tuple[timedelta, timedelta, str]:
        """What changes of one kind have in common."""
        return self.before, self.after, self.name


@lru_cache(maxsize=64)
def zone_text(name: str, first: int, last: int) -> bytes:
    """Return what a zone does in those years, and the years beside them."""
    start = max(first - 1, MINYEAR + 1)
    until = min(last + 2, start + _FARTHEST, MAXYEAR - 1)
    zone = ZoneInfo(name)
    made = icalendar.Timezone()
    made.add("tzid", name)
    rules = _rules(list(_changes(zone, start, min(max(until, start + _SAMPLED), MAXYEAR - 1))))
    if rules is not None and len(rules) > 1:
        for change, rule in rules:
            made.add_component(_observance(change, rule=rule))
    else:
        made.add_component(_observance(_as_it_begins(zone, start)))
        listed: dict[tuple[timedelta, timedelta, str], list[_Change]] = {}
        for change in _changes(zone, start, until):
            listed.setdefault(change.kind, []).append(change)
        for changes in listed.values():
            made.add_component(_observance(changes[0], more=changes[1:]))
    return bytes(made.to_ical())


def _as_it_begins(zone: ZoneInfo, year: int) -> _Change:
    """Return how the clocks stand at the beginning of a year, as a change from the same."""
    moment = datetime(year, 1, 1, tzinfo=zone)
    offset = moment.utcoffset() or timedelta()
    return _Change(moment.replace(tzinfo=None), offset, offset, moment.tzname() or "")


def _changes(zone: ZoneInfo, first: int, until: int) -> Iterator[_Change]:
    """Yield the changes of the clocks from the beginning of one year to that of another."""
    moment, end = datetime(first, 1, 1, tzinfo=UTC), datetime(until, 1, 1, tzinfo=UTC)
    while moment < end:
        following = moment + _A_DAY
        if _offset(moment, zone) != _offset(following, zone):
            at = _moment_between(moment, following, zone)
            before, after = _offset(at - _A_SECOND, zone), _offset(at, zone)
            yield _Change((at + before).replace(tzinfo=None), before, after, at.astimezone(zone).tzname() or "")
        moment = following


def _moment_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the first second at which the clocks are otherwise than before."""
    offset = _offset(before, zone)
    while after - before > _A_SECOND:
        middle = before + (after - before) // _A_SECOND // 2 * _A_SECOND
        before, after = (middle, after) if _offset(middle, zone) == offset else (before, middle)
    return after


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _rules(changes: Sequence[_Change]) -> list[tuple[_Change, dict[str, object]]] | None:
    """Return the first change of each kind with the rule of all; None where one kind has none."""
    kinds: dict[tuple[timedelta, timedelta, str], list[_Change]] = {}
    for change in changes:
        kinds.setdefault(change.kind, []).append(change)
    found = [(alike[0], _rule(alike)) for alike in kinds.values()]
    if any(len(alike) < _SAMPLED for alike in kinds.values()):
        return None
    rules = [(change, rule) for change, rule in found if rule is not None]
    return rules if len(rules) == len(found) else None


def _rule(changes: Sequence[_Change]) -> dict[str, object] | None:
    """Return the rule of changes that are one each year, on the same weekday of the same week of the same month."""
    first = changes[0].at
    same = {(change.at.month, change.at.weekday(), change.at.time()) for change in changes}
    if len(same) > 1 or [change.at.year for change in changes] != list(range(first.year, first.year + len(changes))):
        return None
    weeks = {(change.at.day - 1) // _WEEK + 1 for change in changes}
    are_last = all(change.at.day + _WEEK > monthrange(change.at.year, change.at.month)[1] for change in changes)
    if not are_last and len(weeks) > 1:
        return None
    return {
        "freq": "yearly",
        "bymonth": first.month,
        "byday": f"{-1 if are_last else weeks.pop()}{_DAYS[first.weekday()]}",
    }


def _observance(
    change: _Change, *, rule: dict[str, object] | None = None, more: Sequence[_Change] = ()
) -> icalendar.Component:
    """Return a kind of time; each change without a rule gets a line of its own, for of several some read the first."""
    made = icalendar.TimezoneDaylight() if change.after > change.before else icalendar.TimezoneStandard()
    made.add("dtstart", change.at)
    if rule is not None:
        made.add("rrule", rule)
    for other in more:
        made.add("rdate", other.at)
    made.add("tzname", change.name)
    made.add("tzoffsetfrom", change.before)
    made.add("tzoffsetto", change.after)
    return made

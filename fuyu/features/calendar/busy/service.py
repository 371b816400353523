"""The times that calendars say are taken: read anew where they changed, and known to the desk at once."""

import os
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from fuyu import paths
from fuyu.config import Config
from fuyu.domain.busy import TimeSpan, merged_pairs
from fuyu.domain.text import clean_line
from fuyu.domain.zones import name_of
from fuyu.errors import FuyuError
from fuyu.features.calendar.busy.folders import CalendarFile, files_of
from fuyu.features.calendar.busy.kept import KeptFile, KeptTimes, Seconds, load, place_of, save, taken
from fuyu.features.calendar.settings import Publishing

if TYPE_CHECKING:
    from fuyu.features.calendar.busy.server import ServedFile

_AHEAD = timedelta(days=200)
"""How far ahead repeated events are reckoned."""
_AT_LEAST = timedelta(days=180)
"""When they are reckoned anew: what is looked at lies nearer."""
_BACK = timedelta(days=1)


class BusyRead(Struct, frozen=True):
    """What was read."""

    files: int
    """Of the calendars there are."""
    anew: int
    """Of these, those that had changed."""
    wrong: tuple[str, ...] = ()
    """What cannot be read, a sentence each; the rest holds."""
    failed: tuple[FuyuError, ...] = ()
    """Servers that do not answer; what was read of them before holds."""


def read_anew(publishing: Publishing, now: datetime, secret: Callable[[], str]) -> BusyRead:
    """Read what changed in the calendars that the settings name, and keep the times of it.

    Args:
        publishing: names folders, files and addresses.
        now: the time, with the zone whose clocks count for times without one.
        secret: returns the password for servers; asked where one is named.
    """
    place = place_of(publishing.busy)
    before, zone = load(place), name_of(now)
    if before.zone != zone or before.last - now.date() < _AT_LEAST:
        before = KeptTimes(zone, now.date() + _AHEAD)
    found: dict[str, KeptFile] = {}
    wrong: list[str] = []
    failed: list[FuyuError] = []
    anew = 0
    for source in publishing.busy:
        try:
            for file in _files(source, publishing, now, secret):
                known = before.files.get(file.name)
                is_known = known is not None and known.stamp == file.stamp
                found[file.name] = known if known is not None and is_known else _read(file, before, now)
                anew += not is_known
        except OSError as error:
            wrong.append(f"{clean_line(source)} cannot be read: {error.strerror}")
        except FuyuError as error:
            failed.append(error)
            found |= {name: kept for name, kept in before.files.items() if name.startswith(source)}
    if found != before.files or not place.exists():
        spans = merged_pairs(span for kept in found.values() for span in kept.spans)
        save(place, KeptTimes(before.zone, before.last, found, spans))
    wrong += (f"{clean_line(name)} {kept.wrong}" for name, kept in found.items() if kept.wrong)
    return BusyRead(len(found), anew, tuple(wrong), tuple(failed))


def _files(
    source: str, publishing: Publishing, now: datetime, secret: Callable[[], str]
) -> "Iterable[CalendarFile | ServedFile]":
    """Return the files of a calendar: those of a folder, or those that a server has."""
    if not source.startswith(("http://", "https://")):
        return files_of(paths.of_words(source))
    from fuyu.features.calendar.busy.server import events_on  # noqa: PLC0415 - only who names one waits

    return events_on(source, publishing, secret(), now.date() - _BACK, now.date() + _AHEAD)


def _read(file: "CalendarFile | ServedFile", before: KeptTimes, now: datetime) -> KeptFile:
    from fuyu.features.calendar.busy.reading import NoCalendarError, times_in  # noqa: PLC0415 - 0.2 s, where it changed
    from fuyu.features.calendar.ics import is_ours  # noqa: PLC0415 - the same

    try:
        content = file.content()
        if is_ours(content):
            return KeptFile(file.stamp)
        spans, wrong = times_in(content, now.date() - _BACK, before.last, now.tzinfo)
    except OSError as error:
        return KeptFile(file.stamp, wrong=f"cannot be read: {error.strerror}")
    except NoCalendarError as error:
        return KeptFile(file.stamp, wrong=str(error))
    return KeptFile(file.stamp, [(int(start.timestamp()), int(end.timestamp())) for start, end in spans], wrong)


class CalendarTimes:
    """What the desk asks: the times that were read last, by whichever process."""

    def __init__(self, place: Path) -> None:
        """Make it; nothing is read by that.

        Args:
            place: what is kept of the calendars.
        """
        self._place = place
        self._seen: tuple[int, int] | None = None
        self._taken: Sequence[Seconds] = ()
        self._ends: list[int] = []

    def within(self, span: TimeSpan) -> Sequence[TimeSpan]:
        """Return the times within a span that are taken, in order, none of which meet."""
        self._look()
        start, end = span.start.timestamp(), span.end.timestamp()
        near = islice(self._taken, bisect_right(self._ends, start), None)
        return [TimeSpan(_moment(one[0]), _moment(one[1])) for one in takewhile(lambda one: one[0] < end, near)]

    def _look(self) -> None:
        """Read what is kept where it changed."""
        try:
            found = os.stat(self._place)  # noqa: PTH116 - asked for each day of a month
            seen = found.st_mtime_ns, found.st_ino
        except OSError:
            seen = None
        if seen != self._seen:
            self._seen = seen
            self._taken = taken(self._place) if seen else ()
            self._ends = [end for _, end in self._taken]


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def calendars(config: Config) -> CalendarTimes | None:
    """Return the times of the calendars that the settings name; None where they name none."""
    busy = config.of(Publishing).busy
    return CalendarTimes(place_of(busy)) if busy else None

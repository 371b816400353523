"""The coming follow-ups as a calendar: a file, or a collection on a server; and when one has time beside meetings."""

from argparse import Namespace
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from fuyu import paths
from fuyu.answer import Answer, counted, records_of
from fuyu.cli.opening import book_path, on_desk
from fuyu.cli.password import password
from fuyu.config import read_config
from fuyu.desk import Desk
from fuyu.domain.busy import TimeSpan, length_of
from fuyu.domain.text import clean_line, shortened
from fuyu.domain.when import Range, When
from fuyu.domain.zones import place_of
from fuyu.errors import UsageError
from fuyu.features.calendar.service import coming, publish
from fuyu.features.calendar.settings import Publishing

if TYPE_CHECKING:
    from fuyu.features.calendar.busy.service import BusyRead

_BUSY = 'busy = ["~/.calendars/work"]'
_WEEK = timedelta(days=6)
_EXAMPLE = 'file = "~/calendars/fuyu.ics"'
_URL = 'url = "https://dav.example.org/ann/fuyu/"'


@on_desk
def calendar(desk: Desk, asked: Namespace) -> Answer:
    """Write the calendar file that was named, or the one of config.toml; or bring a server up to date."""
    publishing = read_config(paths.config()).of(Publishing)
    if asked.push:
        return _push(desk, asked, publishing)
    if asked.force:
        raise UsageError("--force goes with --push; a file is never forced")
    named = asked.file or publishing.file
    if not named:
        raise UsageError(f"name a file: fuyu calendar FILE.ics; or set {_EXAMPLE} below [calendar] in config.toml")
    if named == "-":
        return _printed(desk, asked, publishing)
    file, book = paths.of_words(named), book_path(asked)
    done = publish(desk, file, str(paths.resolved(book)), publishing.showing)
    has = f"{clean_line(str(file))} has {done.events:,} events, {done.changed:,} of them new or changed"
    counts = {"events": done.events, "cancelled": done.cancelled, "changed": done.changed}
    return Answer(
        sentences=[has if done.written else f"{clean_line(str(file))} says all that already: {done.events:,} events"],
        records=[(*counts.values(), file)],
        data={"file": str(file), **counts, "written": done.written},
    )


def _printed(desk: Desk, asked: Namespace, publishing: Publishing) -> Answer:
    """Write the calendar to standard output, as of a book that has none yet."""
    from fuyu.features.calendar.ics import rewritten  # noqa: PLC0415 - only here

    if asked.json:
        raise UsageError("--json says what became of a file; for the calendar itself, leave it out: fuyu calendar -")
    book = str(paths.resolved(book_path(asked)))
    return Answer(file=[rewritten(b"", coming(desk, publishing.showing), book, desk.now()).text.decode()])


def _push(desk: Desk, asked: Namespace, publishing: Publishing) -> Answer:
    """Bring the collection of config.toml up to date."""
    from fuyu.features.calendar.collection import Collection  # noqa: PLC0415 - the same
    from fuyu.features.calendar.pushing import push, record_of  # noqa: PLC0415 - only a push needs it

    if asked.file:
        raise UsageError("--push goes to calendar.url of config.toml, and takes no file; leave it out")
    if not publishing.url:
        raise UsageError(f"--push needs to know where to: set {_URL} below [calendar] in config.toml")
    secret = password("calendar", publishing.user, publishing.password_command)
    with Collection(publishing.url, publishing.user, secret) as collection:
        record = record_of(publishing.url)
        done = push(coming(desk, publishing.showing), collection, record, desk.now(), force=asked.force)
    left = [f"changed there, and left as it is: {clean_line(one)}; --force overwrites it" for one in done.left]
    stay = f"{done.not_wanted:,} deleted there stay deleted until there is something new; --force sends them"
    data = {"sent": done.sent, "deleted": done.deleted, "left": done.left, "not_wanted": done.not_wanted}
    return Answer(
        sentences=[f"{done.sent:,} events sent, {done.deleted:,} deleted"],
        records=records_of(data),
        data=data,
        hints=[*left, stay] if done.not_wanted else left,
    )


# When one has time


@on_desk
def busy(desk: Desk, asked: Namespace) -> Answer:
    """Read the calendars anew, and say when one has no time."""
    publishing = read_config(paths.config()).of(Publishing)
    if not publishing.busy:
        raise UsageError(f"name your calendars: set {_BUSY} below [calendar] in config.toml")
    days = _days(desk, " ".join(asked.days)) if asked.days else Range(desk.terms.today(), desk.terms.today() + _WEEK)
    done = _read_anew(desk, publishing)
    found = [(day, span) for day in _each(days) for span in desk.meetings.on(day)]
    zone = desk.now().tzinfo
    return Answer(
        sentences=[
            *(f"{_day_words(desk, day)}  {span.words(zone)}" for day, span in found),
            f"{counted(done.files, 'event')} in your calendars, {done.anew:,} of them new or changed",
        ],
        records=[(day, *span.words(zone).split("-")) for day, span in found],
        data={
            "first": days.first,
            "last": days.last,
            "zone": desk.here,
            "busy": [_span_fields(desk, day, span) for day, span in found],
            "events": done.files,
            "changed": done.anew,
            "warnings": list(done.wrong),
        },
        warnings=done.wrong,
        error=next(iter(done.failed), None),
    )


@on_desk
def slots(desk: Desk, asked: Namespace) -> Answer:
    """Say when one has time, a line for each day."""
    *days_words, length_words = asked.words
    words, length = " ".join(days_words), length_of(length_words)
    if not words:
        raise UsageError('name days and how long it takes: fuyu slots "next week" 30min')
    if length is None:
        raise UsageError(f"Unknown length “{clean_line(length_words)}”. Write it like 30min or 2h, at most 12h.")
    if asked.most < 1:
        raise UsageError("--most is a number from 1 on")
    days, publishing = _days(desk, words), read_config(paths.config()).of(Publishing)
    done = _read_anew(desk, publishing) if publishing.busy else None
    zone = desk.now().tzinfo
    by_day: dict[date, list[TimeSpan]] = {}
    for span in desk.meetings.slots(days.first, days.last, length):
        by_day.setdefault(span.start.astimezone(zone).date(), []).append(span)
    shown = dict(islice(by_day.items(), asked.most))
    found = [(day, span) for day, spans in shown.items() for span in spans]
    lines = [f"{_day_words(desk, day)}  {', '.join(one.words(zone) for one in spans)}" for day, spans in shown.items()]
    title = [f"Times are those of {place_of(desk.here)}."] if desk.here and lines else []
    return Answer(
        sentences=[*lines, *title] or ["no time is free then"],
        records=[(day, *span.words(zone).split("-")) for day, span in found],
        data={
            "first": days.first,
            "last": days.last,
            "minutes": length // timedelta(minutes=1),
            "zone": desk.here,
            "slots": [_span_fields(desk, day, span) for day, span in found],
            "warnings": list(done.wrong) if done else [],
        },
        warnings=done.wrong if done else [],
        error=next(iter(done.failed), None) if done else None,
    )


def _read_anew(desk: Desk, publishing: Publishing) -> "BusyRead":
    from fuyu.features.calendar.busy.service import read_anew  # noqa: PLC0415 - only who names calendars waits

    secret = partial(password, "calendar", publishing.user, publishing.password_command)
    return read_anew(publishing, desk.now(), secret)


def _days(desk: Desk, phrase: str) -> Range:
    """Return the days that words mean."""
    found = desk.phrases.days(phrase)
    if isinstance(found, Range):
        return found
    raise UsageError(f"“{shortened(phrase)}”: {found.sentence}")


def _each(days: Range) -> Iterator[date]:
    return (days.first + timedelta(days=number) for number in range((days.last - days.first).days + 1))


def _day_words(desk: Desk, day: date) -> str:
    return f"{When(day).words(desk.terms.today()):<10}"


def _span_fields(desk: Desk, day: date, span: TimeSpan) -> dict[str, object]:
    zone = desk.now().tzinfo
    return {"date": day, "start": span.start.astimezone(zone), "end": span.end.astimezone(zone)}

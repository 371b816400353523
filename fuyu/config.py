"""What a person may set in config.toml, checked key by key; every problem is said with its line and the nearest key."""

import os
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from msgspec import Struct, field
from msgspec.structs import replace

from fuyu.domain.cadence import Cadence
from fuyu.domain.calendar import Calendar, DaysOff
from fuyu.domain.lead import Temperature
from fuyu.domain.manners import Hours, Manners
from fuyu.domain.rhythm import Rhythm, parse_rhythm
from fuyu.domain.text import clean_line, fold
from fuyu.domain.when.words import WEEKDAYS
from fuyu.domain.wishes import FIELDS, Bell, Quiet, Reminding, Showing
from fuyu.errors import UsageError

Security = Literal["tls", "starttls", "none"]

_DAY = timedelta(days=1)
_DATE_ORDERS = ("DMY", "MDY", "YMD")
_MOST_DAYS = 3650
_MOST_PER_DAY = 1000
_MOST_TIMES = 100
_MOST_MONTHS = 120
_MOST_MINUTES = 1440
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_LONGEST_RANGE = 366
_MOST_YEARLY = 300
"""Of the days of each year; with more of them off, the next working day might never come."""
_LEAP_YEAR = 2024
_SHORTEST_WEEKDAY = 3


class Publishing(Struct, frozen=True):
    """Where a calendar of the coming follow-ups goes, and how much it shows."""

    file: str = ""
    """A file that is kept up to date; empty where none is."""
    url: str = ""
    """A CalDAV collection; empty where there is none."""
    user: str = ""
    password_command: tuple[str, ...] = ()
    """A program, with its arguments, that prints the password; empty asks the keyring."""
    showing: Showing = field(default_factory=Showing)


LOOKS = ("winter", "snow", "contrast", "terminal")
"""Dark, light, high contrast, and the terminal's own colours."""


class Wish(Struct, frozen=True):
    """A setting of a key, which only the dashboard can judge."""

    key: str
    """Which key, by its id: `work.log`."""
    value: Any
    where: str
    """How a sentence about it begins: `config.toml, line 3: keys.work.log`."""
    line: int = 0


class MailServer(Struct, frozen=True, kw_only=True):
    """Where messages are handed in, and by whom."""

    host: str
    sender: str
    """The address they come from: `Ann Lee <ann@acme.example>`, or the address alone."""
    port: int = 465
    security: Security = "tls"
    """`tls` from the first byte (RFC 8314), `starttls`, or `none` on this machine only."""
    user: str = ""
    password_command: tuple[str, ...] = ()
    """A program and its arguments, whose first line of output is the password; empty asks the keyring."""

    @property
    def address(self) -> str:
        """The sender's bare address."""
        return self.sender.rpartition("<")[2].rstrip(">").strip()

    @property
    def domain(self) -> str:
        """The part of the address after the @."""
        return self.address.rpartition("@")[2]


class Config(Struct, frozen=True):
    """How one person works; without a file, as most people do."""

    calendar: Calendar = field(default_factory=Calendar)
    cadence: Cadence = field(default_factory=Cadence)
    manners: Manners = field(default_factory=Manners)
    publishing: Publishing = field(default_factory=Publishing)
    reminding: Reminding = field(default_factory=Reminding)
    theme: str = ""
    """One of `LOOKS`; empty where none is named."""
    keys: tuple[Wish, ...] = ()
    problems: tuple[str, ...] = ()
    """What is wrong with how it looks: said, and never in the way."""
    mail: MailServer | None = None
    """None sends nothing: messages open in the mail program."""


def read_config(path: Path) -> Config:
    """Return what the file sets; without a file, what fuyu does unasked.

    Raises:
        UsageError: the file cannot be read, or something in it means nothing; each problem has a line.
    """
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return Config()
    except PermissionError as error:
        if not os.access(path.parent, os.X_OK):  # another person's home, as after `su`: nobody's settings
            return Config()
        raise UsageError(f"{clean_line(str(path))} cannot be read: {error.strerror}") from error
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(f"{clean_line(str(path))} cannot be read: {reason}") from error
    return parse_config(text, clean_line(str(path)))


def parse_config(text: str, name: str = "config.toml") -> Config:
    """Return what the text of a config file sets.

    Args:
        text: TOML.
        name: how problems call the file.

    Raises:
        UsageError: something in it means nothing.
    """
    import tomllib  # noqa: PLC0415 - only those with a file wait for it

    try:
        said = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{name} is not TOML: {clean_line(str(error))}") from error
    problems: list[str] = []
    harmless: list[str] = []
    taken = {
        title: dict(_taken(said.get(title, {}), (title,), harmless if title == "look" else problems, text))
        for title in _SETTINGS
    }
    usual = Cadence(**taken["cadence"])
    named = dict(_named(said.get(_NAMED, {}), usual, problems, text))
    known = [*_SETTINGS, _NAMED, "keys"]
    problems += (_problem(text, (title,), _unknown(title, known)) for title in said if title not in known)
    if problems:
        raise UsageError("\n".join(f"{name}{problem}" for problem in problems))
    if not isinstance(keys := said.get("keys", {}), dict):
        harmless.append(_problem(text, ("keys",), "is a table: write [keys]"))
        keys = {}
    reminding = Reminding(**taken["remind"])
    return Config(
        _calendar(taken["dates"]),
        replace(usual, named=named),
        Manners(**taken["manners"]),
        publishing=_publishing(taken["calendar"], reminding),
        reminding=reminding,
        theme=taken["look"].get("theme", ""),
        keys=tuple(_wishes(keys, name, text)),
        problems=tuple(f"{name}{problem}" for problem in harmless),
        mail=_mail(taken["mail"], name),
    )


def _wishes(table: Mapping[str, Any], name: str, text: str, *above: str) -> Iterator[Wish]:
    """Yield what is set for each key; `work.log = "L"` and `"work.log" = "L"` are the same."""
    for part, value in table.items():
        path = (*above, part)
        if isinstance(value, dict):
            yield from _wishes(value, name, text, *path)
        else:
            line = _line_of(text, ("keys", *".".join(path).split(".")))
            where = f"{name}, line {line}: {clean_line('.'.join(('keys', *path)))}"
            yield Wish(clean_line(".".join(path)), value, where, line)


def _taken(table: object, path: tuple[str, ...], problems: list[str], text: str) -> Iterator[tuple[str, Any]]:
    """Yield the settings of one table as values; what is wrong with the others joins the problems."""
    settings = _SETTINGS["cadence" if path[0] == _NAMED else path[0]]
    if not isinstance(table, dict):
        problems.append(_problem(text, path, f"is a table: write [{clean_line('.'.join(path))}]"))
        return
    for key, value in table.items():
        try:
            if key not in settings:
                raise _WrongError(_unknown(key, settings))  # noqa: TRY301 - one way out for all that is wrong
            yield key, settings[key](value)
        except _WrongError as wrong:
            problems.append(_problem(text, (*path, key, *wrong.inside), wrong.sentence))


def _named(tables: object, usual: Cadence, problems: list[str], text: str) -> Iterator[tuple[str, Cadence]]:
    """Yield the cadences that have a name of their own, by it; what they leave out is as in the usual one."""
    if not isinstance(tables, dict):
        problems.append(_problem(text, (_NAMED,), f"is a table of tables: write [{_NAMED}.gentle]"))
        return
    for name, table in tables.items():
        if not clean_line(name) or parse_rhythm(name, [name]) != Rhythm(cadence=name):
            problems.append(_problem(text, (_NAMED, name), "is no name: it is one or more words, without a comma"))
        elif isinstance(parse_rhythm(name), Rhythm):
            problems.append(_problem(text, (_NAMED, name), "is a rhythm already: give it another name"))
        else:
            fields = dict(_taken(table, (_NAMED, name), problems, text))
            if "rhythm" in fields:
                told = {degree: fields["rhythm"][degree] for degree in map(Temperature, table["rhythm"])}
                fields["rhythm"] = usual.rhythm | told
            yield name, replace(usual, **fields)


def _calendar(dates: dict[str, Any]) -> Calendar:
    """Return the calendar; the holidays of a country are days off beside those named one by one."""
    if "holidays" in dates:
        dates["days_off"] = replace(dates.get("days_off", DaysOff()), public=dates.pop("holidays"))
    return Calendar(**dates)


def _mail(said: dict[str, Any], name: str) -> MailServer | None:
    """Return the mail server, None where none is named; a port that is not named is the usual one."""
    if not said:
        return None
    for needed in ("host", "from"):
        if needed not in said:
            raise UsageError(f"{name}: mail.{needed} is missing")
    security = said.get("security", "tls")
    said.setdefault("port", {"tls": 465, "starttls": 587, "none": 25}[security])
    return MailServer(sender=said.pop("from"), **said)


def _publishing(said: dict[str, Any], reminding: Reminding) -> Publishing:
    """Return where a calendar goes; it rings when fuyu reminds, unless it rings not at all."""
    alarm = reminding.before if said.pop("alarms", True) else None
    shown = {name: said.pop(name) for name in ("details", "months") if name in said}
    return Publishing(**said, showing=Showing(**shown, alarm=alarm))


# What each key takes: a function from the TOML value to ours, or a `_WrongError`.


class _WrongError(Exception):
    """What is wrong with a value: a sentence that goes on after the key, and the key inside the value, if any."""

    def __init__(self, sentence: str, *inside: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.inside = inside


def _text(value: object, example: str) -> str:
    if not isinstance(value, str):
        raise _WrongError(f"is text, like {example}, not {_shown(value)}")
    return value.strip()


def _items(value: object, example: str) -> list[Any]:
    if not isinstance(value, list):
        raise _WrongError(f"is a list, like {example}, not {_shown(value)}")
    return value


def _number(most: int) -> Callable[[object], int]:
    def take(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
            raise _WrongError(f"is a whole number from 1 to {most}, not {_shown(value)}")
        return value

    return take


_days = _number(_MOST_DAYS)
_times_over = _number(_MOST_TIMES)


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise _WrongError(f"is true or false, not {_shown(value)}")
    return value


def _path(value: object) -> str:
    path = _text(value, '"~/calendars/fuyu.ics"')
    if not path.endswith(".ics") or not path.startswith(("/", "~")):
        raise _WrongError(f'is a calendar file and where it lies, like "~/calendars/fuyu.ics", not {_shown(value)}')
    return path


def _url(value: object) -> str:
    said = _text(value, '"https://dav.example.org/ann/fuyu/"')
    try:
        url = urlsplit(said)
    except ValueError:
        raise _WrongError("is an address, like https://dav.example.org/ann/fuyu/") from None
    if "@" in url.netloc:
        raise _WrongError("names no user and no password: calendar.user and calendar.password_command do")
    is_safe = url.scheme == "https" or (url.scheme == "http" and url.hostname in _LOOPBACK)
    if not url.hostname or not is_safe:
        raise _WrongError(f"begins with https://, but for this machine itself, not {_shown(value)}")
    return url.geturl()


def _command(value: object) -> tuple[str, ...]:
    words = tuple(_text(word, '"pass"') for word in _items(value, '["pass", "show", "calendar"]'))
    if not words:
        raise _WrongError("names at least a program")
    return words


def _times(value: object, example: str) -> tuple[time, time]:
    first, dash, last = _text(value, example).partition("-")
    if not dash:
        raise _WrongError(f"is two times, like {example}, not {_shown(value)}")
    return _time(first.strip()), _time(last.strip())


def _hours(value: object) -> Hours:
    hours = Hours(*_times(value, '"08:00-19:00"'))
    if hours.first >= hours.last:
        raise _WrongError(f"ends after it begins, not {_shown(value)}")
    return hours


def _quiet(value: object) -> Quiet:
    quiet = Quiet(*_times(value, '"20:00-08:00"'))
    if quiet.first == quiet.last:
        raise _WrongError("ends when it begins; to hear nothing, set remind.desktop to false and terminal to off")
    return quiet


def _bell(value: object) -> Bell:
    bell = _text(value, '"bell"')
    if bell not in list(Bell):
        raise _WrongError(f"is one of {', '.join(Bell)}, not {_shown(value)}")
    return Bell(bell)


def _form(value: object) -> str:
    form = _text(value, '"{time} {channel} {name}"')
    unknown = [name for name in re.findall(r"\{([^{}]*)\}", form) if name not in FIELDS]
    if unknown:
        raise _WrongError(f"names {{{unknown[0]}}}; there are {', '.join(f'{{{name}}}' for name in FIELDS)}")
    return form


def _theme(value: object) -> str:
    theme = fold(_text(value, '"snow"'))
    if theme not in LOOKS:
        raise _WrongError(f"is one of {', '.join(LOOKS)}, not {_shown(value)}{_nearest(theme, LOOKS)}")
    return theme


def _date_order(value: object) -> str:
    order = _text(value, '"DMY"').upper()
    if order not in _DATE_ORDERS:
        raise _WrongError(f"is one of {', '.join(_DATE_ORDERS)}, not {_shown(value)}")
    return order


def _weekday(value: object) -> int:
    said = fold(_text(value, '"monday"'))
    for number, name in enumerate(WEEKDAYS):
        if len(said) >= _SHORTEST_WEEKDAY and name.startswith(said):
            return number
    raise _WrongError(f"is a weekday: {_shown(value)} is none{_nearest(said, WEEKDAYS)}")


def _workdays(value: object) -> frozenset[int]:
    weekdays = frozenset(map(_weekday, _items(value, '["monday", "tuesday"]')))
    if not weekdays:
        raise _WrongError("names at least one weekday")
    return weekdays


def _time(value: object) -> time:
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    named = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", _text(value, '"08:00"'))
    if not named:
        raise _WrongError(f'is a time, like "08:00", not {_shown(value)}')
    return time(int(named[1]), int(named[2]))


def _days_off(value: object) -> DaysOff:
    days: set[date] = set()
    yearly: set[tuple[int, int]] = set()
    for item in _items(value, '["2026-12-24", "12-25"]'):
        returns, first, last = _range(item)
        if returns:
            yearly |= {(day.month, day.day) for day in _between(first, last)}
        else:
            days |= set(_between(first, last))
    if len(yearly) > _MOST_YEARLY:
        raise _WrongError(f"takes {len(yearly)} days of each year; at least {366 - _MOST_YEARLY} must be left to work")
    return DaysOff(frozenset(days), frozenset(yearly))


def _range(item: object) -> tuple[bool, date, date]:
    """Return whether the days return each year, and the first and the last of them."""
    if isinstance(item, date) and not isinstance(item, datetime):
        return False, item, item
    said = _text(item, '"2026-12-24"')
    ends = [end.strip() for end in said.split("..")]
    if len(ends) > 2:  # noqa: PLR2004 - a first and a last
        raise _WrongError(f"has {_shown(item)}: a range is two days, like 2026-08-03..2026-08-14")
    (first_returns, first), (last_returns, last) = map(_day, (ends[0], ends[-1]))
    if first_returns != last_returns:
        raise _WrongError(f"has {_shown(item)}: both days have a year, or neither")
    if first_returns and last < first:  # over the end of the year
        last = last.replace(year=_LEAP_YEAR + 1)
    if last < first:
        raise _WrongError(f"has {_shown(item)}: it ends before it begins")
    if (last - first).days > _LONGEST_RANGE:
        raise _WrongError(f"has {_shown(item)}: a range is a year at most")
    return first_returns, first, last


def _day(said: str) -> tuple[bool, date]:
    """Return whether the day returns each year, and the day, in a leap year where it does."""
    found = re.fullmatch(r"(?:([0-9]{4})-)?([0-9]{1,2})-([0-9]{1,2})", said)
    if not found:
        raise _WrongError(f"has {_shown(said)}: a day is 2026-12-24, or 12-24 for each year")
    year, month, number = found.groups()
    try:
        return year is None, date(int(year or _LEAP_YEAR), int(month), int(number))
    except ValueError:
        raise _WrongError(f"has {_shown(said)}: there is no such day") from None


def _between(first: date, last: date) -> Iterator[date]:
    return (first + _DAY * number for number in range((last - first).days + 1))


class PublicHolidays(Struct, frozen=True):
    """The public holidays of a country, or of a region in it, as the library `holidays` knows them."""

    country: str
    region: str = ""

    def __contains__(self, day: object) -> bool:
        return day in _library_days(self.country, self.region)


@lru_cache(maxsize=2)
def _library_days(country: str, region: str) -> Container[object]:
    """Return the days, which the library works out year by year as they are asked for.

    Raises:
        ImportError: the library is not installed.
        NotImplementedError: it does not know the country or the region.
    """
    import holidays  # noqa: PLC0415 - 100 ms and an extra, for those who ask for it

    days: Container[object] = holidays.country_holidays(country, subdiv=region or None)
    return days


def _holidays(value: object) -> PublicHolidays:
    said = _text(value, '"GB" or "DE-BY"')
    country, _, region = said.partition("-")
    public = PublicHolidays(country.upper(), region)
    try:
        _library_days(public.country, public.region)
    except ImportError:
        raise _WrongError("needs the library that knows them: pip install 'fuyu[holidays]'") from None
    except NotImplementedError:
        raise _WrongError(f'is a country, like "GB", or a region of one, like "DE-BY", not {_shown(value)}') from None
    return public


def _security(value: object) -> str:
    said = _text(value, '"tls"')
    if said not in get_args(Security):
        raise _WrongError(f"is one of {', '.join(get_args(Security))}, not {_shown(value)}")
    return said


def _sender(value: object) -> str:
    said = clean_line(_text(value, '"Ann Lee <ann@acme.example>"'))
    if "@" not in said:
        raise _WrongError(f'is an address, like "Ann Lee <ann@acme.example>", not {_shown(value)}')
    return said


def _unanswered(value: object) -> tuple[int, ...]:
    steps = tuple(map(_days, _items(value, "[1, 3, 7, 14, 30]")))
    if not steps:
        raise _WrongError("names at least one number of days")
    return steps


def _rhythm(value: object) -> dict[Temperature, int]:
    if not isinstance(value, dict):
        raise _WrongError(f"is like {{ hot = 3, warm = 7, cold = 30 }}, not {_shown(value)}")
    rhythm = dict(Cadence().rhythm)
    for key, days in value.items():
        if key not in list(Temperature):
            raise _WrongError(_unknown(key, list(Temperature)), key)
        try:
            rhythm[Temperature(key)] = _days(days)
        except _WrongError as wrong:
            raise _WrongError(wrong.sentence, key) from None
    return rhythm


_NAMED = "cadences"
"""The table of the cadences with names of their own, each a table with the settings of the usual one."""
_SETTINGS: Mapping[str, Mapping[str, Callable[[object], Any]]] = {
    "dates": {
        "date_order": _date_order,
        "week_start": _weekday,
        "workdays": _workdays,
        "days_off": _days_off,
        "holidays": _holidays,
        "morning": _time,
        "afternoon": _time,
        "evening": _time,
    },
    "cadence": {
        "rhythm": _rhythm,
        "unanswered": _unanswered,
        "reply": _days,
        "not_now": _days,
        "per_day": _number(_MOST_PER_DAY),
    },
    "manners": {
        "yes_takes": _times_over,
        "early_end": _times_over,
        "calls_in_vain": _times_over,
        "lately": _days,
        "snoozes": _times_over,
        "pile": _number(_MOST_PER_DAY),
        "notice": _days,
        "known_by": _times_over,
        "call_hours": _hours,
    },
    "calendar": {
        "file": _path,
        "details": _yes_or_no,
        "months": _number(_MOST_MONTHS),
        "alarms": _yes_or_no,
        "url": _url,
        "user": lambda value: _text(value, '"ann"'),
        "password_command": _command,
    },
    "remind": {
        "before": _number(_MOST_MINUTES),
        "quiet": _quiet,
        "text": _form,
        "desktop": _yes_or_no,
        "terminal": _bell,
    },
    "look": {"theme": _theme},
    "mail": {
        "host": lambda value: _text(value, '"smtp.example.org"'),
        "port": _number(65535),
        "security": _security,
        "user": lambda value: _text(value, '"ann"'),
        "from": _sender,
        "password_command": _command,
    },
}


# How a problem is said.


def _problem(text: str, path: tuple[str, ...], sentence: str) -> str:
    """Return the problem as it stands after the name of the file: ", line 3: dates.morning is a time ..."."""
    line = _line_of(text, path)
    return (f", line {line}" if line else "") + f": {clean_line('.'.join(path))} {sentence}"


def _line_of(text: str, path: tuple[str, ...]) -> int:
    """Return the number of the line that says the path, or as much of it as is found; 0 where none is."""
    numbers: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[([^\[\]]+)\]", line):
            table = _keys(header[1])
            numbers.setdefault(table, number)
        elif key := re.match(r"([^=#]+)=", line):
            numbers.setdefault((*table, *_keys(key[1])), number)
    return next((numbers[path[:size]] for size in range(len(path), 0, -1) if path[:size] in numbers), 0)


def _keys(dotted: str) -> tuple[str, ...]:
    return tuple(key.strip(" \t\"'") for key in dotted.split("."))


def _unknown(key: str, known: Iterable[str]) -> str:
    return "is no setting" + (_nearest(key, known) or f"; there are {', '.join(known)}")


def _nearest(said: str, known: Iterable[str]) -> str:
    import difflib  # noqa: PLC0415 - only a mistake needs it

    near = difflib.get_close_matches(fold(said), list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _shown(value: object) -> str:
    return clean_line(f"“{value}”" if isinstance(value, str) else str(value).lower())

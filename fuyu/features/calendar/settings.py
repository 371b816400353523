"""The table [calendar] of config.toml."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any
from urllib.parse import urlsplit

from msgspec import Struct, field

from fuyu.config.problems import WrongError, shown
from fuyu.config.taking import items, text
from fuyu.domain.settings import Command, Text, written
from fuyu.features.calendar.rules import Showing

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Publishing(Struct, frozen=True):
    """Where a calendar of the coming follow-ups goes, and how much it shows."""

    file: Annotated[str, written("calendar file")] = ""
    """A file, like `"~/calendars/fuyu.ics"`, that follows what you do."""
    url: Annotated[str, written("address")] = ""
    """A CalDAV collection for `fuyu calendar --push`; https, but for this machine."""
    user: Text = ""
    """The name you log in with there."""
    password_command: Command = ()
    """A program and its arguments that print the password, like `["pass", "show", "dav"]`; without it the keyring is
    asked for `fuyu-calendar`. No password has a place in this file."""
    busy: Annotated[tuple[str, ...], written("calendars")] = ()
    """Calendars that say when you have no time, like `["~/.calendars/work", "https://dav.example.org/ann/work/"]`:
    folders of .ics files, and CalDAV collections, which take `user` and its password. They are only read."""
    showing: Showing = field(default_factory=Showing)


def publishing(taken: Mapping[str, Mapping[str, Any]]) -> Publishing:
    """Return where a calendar goes; it rings when fuyu reminds, unless it rings not at all.

    Args:
        taken: what each table of the file sets.
    """
    said = dict(taken["calendar"])
    rings = said.pop("alarm", True)
    before = taken.get("remind", {}).get("before", Showing().alarm)
    shows = {name: said.pop(name) for name in ("details", "months") if name in said}
    return Publishing(**said, showing=Showing(**shows, alarm=before if rings else None))


def _file(value: object) -> str:
    """Take the place of a calendar file."""
    path = text(value, '"~/calendars/fuyu.ics"')
    if not path.endswith(".ics") or not path.startswith(("/", "~")):
        raise WrongError(f'is a calendar file and where it lies, like "~/calendars/fuyu.ics", not {shown(value)}')
    return path


def _url(value: object) -> str:
    """Take an address that nobody listens in on."""
    said = text(value, '"https://dav.example.org/ann/fuyu/"')
    try:
        url = urlsplit(said)
    except ValueError:
        raise WrongError("is an address, like https://dav.example.org/ann/fuyu/") from None
    if "@" in url.netloc:
        raise WrongError("names no user and no password: calendar.user and calendar.password_command do")
    is_safe = url.scheme == "https" or (url.scheme == "http" and url.hostname in _LOOPBACK)
    if not url.hostname or not is_safe:
        raise WrongError(f"begins with https://, but for this machine itself, not {shown(value)}")
    return url.geturl()


def _calendars(value: object) -> tuple[str, ...]:
    """Take the places of calendars: folders, files, or addresses that nobody listens in on."""
    places = tuple(text(place, '"~/.calendars/work"') for place in items(value, '["~/.calendars/work"]'))
    for place in places:
        if place.startswith(("http://", "https://")):
            _url(place)
        elif not place.startswith(("/", "~")):
            raise WrongError(f'names folders of calendars, like "~/.calendars/work", or addresses, not {shown(place)}')
    return tuple(f"{place.rstrip('/')}/" if place.startswith("http") else place for place in places)


KINDS: Mapping[str, Callable[[object], Any]] = {"address": _url, "calendar file": _file, "calendars": _calendars}
"""What takes a value whose type does not say how it is written."""

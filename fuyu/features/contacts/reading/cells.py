"""What one cell holds: addresses, numbers, links, labels, days, in the ways people and programs write them."""

import html
import re
from datetime import date, time

from fuyu.domain.lead import About
from fuyu.domain.numbers import several
from fuyu.domain.promise import Promise
from fuyu.domain.step import Channel, Plan
from fuyu.domain.text import clean, clean_line
from fuyu.domain.zones import zone_called
from fuyu.features.contacts.reading.columns import known_words
from fuyu.features.contacts.reading.contact import NO_YEAR, Agreed
from fuyu.features.contacts.reading.labels import is_undialled, says_something

SEPARATOR = ":::"
"""Between several values in one cell: what Google writes, and what no number, address or word of a person has in it."""

_LONGEST_PHONE = 40

_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_LINK = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:[:/?#]\S*)?", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)
_MANGLED = re.compile(r"\d(?:[.,]\d+)?e\+\d+", re.IGNORECASE)  # 3.85E+11: a spreadsheet has cut off digits
_DECIMAL = re.compile(r"(\d{6,})[.,]0")
"""A number that a spreadsheet took for an amount."""
_AROUND = re.compile(r"^(?:['\"=]+(?=[+(\d])|(?:tel|callto|phone):(?=[+(\d]))+", re.IGNORECASE)
_LABELLED = re.compile(
    r"\s*(?:(?P<before>[^\W\d_][^\W\d]{0,14})\.?:?\s*(?=[+(\d]))?(?P<number>[+(\d][^()]*(?:\([\d\s]*\)[^()]*)*?)"
    r"\s*(?:\((?P<behind>[^\W\d][^()\d]{0,20})\))?\s*"
)
"""A number with what it is before it or behind it: `Tel. 030 123456`, `0170 1234567 (mobile)`."""
_SHORT = {
    "t",
    "m",
    "p",
    "ph",
    "mob",
    "whatsapp",
    "wa",
    "fon",
    "tf",
    "tlf",
    "gsm",
    "h",
    "w",
    "o",
    "cel",
    "\u0442\u0435\u043b",
    "\u043c\u043e\u0431",
}
_FAX = "f"
_LABELS = re.compile(r"[,;|\n]")
_FIRST = frozenset("+(0123456789")
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[ T]00:00.*)?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_NO_YEAR = re.compile(r"--([0-9]{2})-?([0-9]{2})")
_CLOCK = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}.*")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?")
_DATED = re.compile(r"(.*\S) @ ([0-9]{4}-|--)([0-9]{2}-[0-9]{2})( yearly)?")
_CHANNELS = "|".join(Channel)
_PROMISE = re.compile(
    rf"(?P<day>\S{{10}})(?: (?P<time>[0-9:]{{5}}))?(?: (?P<zone>(?!(?:{_CHANNELS}|task)\b)\S+))?"
    rf" (?:(?P<channel>{_CHANNELS})(?P<task> task)?|(?P<task_alone>task))"
    r"(?: “(?P<quote>[^”]*)”)?(?:: (?P<why>.+))?"
)
_TAG = re.compile(
    r"<(?:/?(?:(?P<block>br|p|div|li|tr|h[1-6]|ul|ol|table|blockquote|hr)|a|b|body|em|font|html|i|img|s|span|strong|td|th|u))"
    r"(?:\s[^<>=]*=(?P<attributes>[^<>]*)|\s*/?)>",
    re.IGNORECASE,
)

Split = tuple[list[str], str]
"""The values of a cell, and the text that could not be used."""


def whole(cell: str) -> Split:
    """Return the values of a cell that a fuyu wrote, whatever they are."""
    return cell.split(SEPARATOR), ""


def emails(cell: str) -> Split:
    """Return the addresses; words beside them, as in "Ann Lee <ann@lee.example>", leave the whole cell to be kept."""
    found = [address.removeprefix("'") for address in _EMAIL.findall(cell)]
    beside = _EMAIL.sub(" ", cell).replace("mailto:", "")
    return found, cell if not found or any(map(str.isalnum, beside)) else ""


def phones(cell: str) -> Split:
    """Return the numbers; what cannot be one stays in the note."""
    numbers: list[str] = []
    for part in filter(str.strip, cell.split(SEPARATOR)):
        pieces = several(part)
        numbers += pieces if len(pieces) > 1 else [part]
    good: list[str] = []
    others: list[str] = []
    for number in numbers:
        if _is_dialled(number):
            good.append(_bare(number))
        else:
            others.append(number.strip())
    return good, f" {SEPARATOR} ".join(others)


def _is_dialled(number: str) -> bool:
    """Return whether a text is a number, whole, and of no machine: not `Fax: 030 123457`."""
    if not _digits(number) or len(number) > _LONGEST_PHONE:
        return False
    if not any(map(str.isalpha, number)):
        return True
    labelled = _LABELLED.fullmatch(number)
    words = [word for word in labelled.group("before", "behind") if word] if labelled else []
    return not (is_undialled(words) or any(word.casefold() == _FAX for word in words) or is_cut_off(number))


def is_cut_off(number: str) -> bool:
    """Return whether a spreadsheet cut digits off: `3.85E+11`."""
    return bool(_MANGLED.fullmatch(number.strip()))


def _bare(number: str) -> str:
    """Return a number without what spreadsheets and address books write around it: `'0161`, `16505550110.0`, `Tel.`."""
    text = number.strip()
    if text[:1] in _FIRST and text[-1:].isdigit() and "." not in text:
        return number  # most have nothing around them
    text = _DECIMAL.sub(r"\1", _AROUND.sub("", text))
    labelled = _LABELLED.fullmatch(text)
    if labelled is None:
        return text
    words = [word for word in (labelled["before"], labelled["behind"]) if word]
    is_usual = all(word.casefold() in _SHORT or not says_something(word) for word in words)
    return labelled["number"].strip() if words and is_usual else text


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def links(cell: str) -> Split:
    """Return the addresses of the web; other schemes ("javascript:") are none."""
    parts = [word.strip(",;") for word in cell.replace(SEPARATOR, " ").split()]
    good = [part for part in parts if _LINK.fullmatch(part)]
    return good, cell if len(good) < len(parts) else ""


def labels(cell: str) -> Split:
    """Return the labels but for those that every export carries, without the quotes some put around each."""
    noise = known_words().noise["tags"]
    parts = (
        label.strip().strip('"') for label in (cell.split(SEPARATOR) if SEPARATOR in cell else _LABELS.split(cell))
    )
    return [label.removeprefix("* ") for label in parts if label and label not in noise], ""


def birthday(text: str) -> str:
    """Return the day in ISO where day and month cannot be confused, `--05-04` without a year; dots are D.M.Y."""
    readings: set[str] = set()
    if match := _NO_YEAR.fullmatch(text):
        return f"--{match[1]}-{match[2]}" if _iso(str(NO_YEAR), match[1], match[2]) else text
    if match := _YEAR_FIRST.fullmatch(text):
        readings = {_iso(match[1], match[3], match[4])}
    elif match := _YEAR_LAST.fullmatch(text):
        readings = {_iso(match[4], match[3], match[1])}
        if match[2] != ".":
            readings.add(_iso(match[4], match[1], match[3]))
    readings.discard("")
    if len(readings) != 1:
        return "" if text in known_words().noise["birthday"] else text
    return readings.pop().replace(f"{NO_YEAR}-", "--", 1)


def day(text: str) -> date | None:
    """Return a day that can mean one day only, without the time behind it, None for any other text."""
    if not text:
        return None
    found = birthday(_CLOCK.sub("", text))
    return date.fromisoformat(found) if _iso(*found.split("-")) and not found.startswith("-") else None


def _iso(year: str, month: str = "", day: str = "", *_more: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def time_and_zone(text: str) -> tuple[time | None, str]:
    """Return the time in `14:00 Europe/London`, and the zone where there is one that this machine knows.

    A day that was agreed without a time may have a zone alone.
    """
    if zone_called(text):
        return None, text
    at, _, zone = text.partition(" ")
    match = _TIME.fullmatch(at)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:  # noqa: PLR2004 - of a clock
        return None, ""
    return time(int(match[1]), int(match[2])), zone if zone_called(zone) else ""


def fact(text: str) -> About:
    """Return what matters, with the day written behind it: `exam @ 2026-06-01`, `birthday @ 1985-05-04 yearly`.

    What has no year (`birthday @ --05-04`) returns each year.
    """
    match = _DATED.fullmatch(text)
    if not match:
        return About(text)
    year = str(NO_YEAR) if match[2] == "--" else match[2].rstrip("-")
    iso = _iso(year, *match[3].split("-"))
    return About(match[1], date.fromisoformat(iso), yearly=bool(match[4]) or match[2] == "--") if iso else About(text)


def fact_words(about: About) -> str:
    """Return what matters as `fact` reads it."""
    if about.day is None:
        return about.fact
    yearly = " yearly" if about.yearly and about.day.year != NO_YEAR else ""
    return f"{about.fact} @ {birthday(about.day.isoformat())}{yearly}"


def promise(text: str) -> Agreed | None:
    """Return the promise in `2026-03-20 10:00 Europe/London meeting “after ten”: demo`; None where it is none.

    The word `task` stands behind the channel, or in its place where that is a call.
    """
    match = _PROMISE.fullmatch(text)
    on = day(match["day"]) if match else None
    if match is None or on is None:
        return None
    at, zone = time_and_zone(f"{match['time'] or ''} {match['zone'] or ''}".strip())
    if (match["time"] and at is None) or (match["zone"] and not zone):
        return None
    channel = Channel(match["channel"] or Channel.CALL)
    step = Plan(day=on, time=at, zone=zone, channel=channel, why=match["why"] or "", quote=match["quote"] or "")
    return Agreed(step, is_task=bool(match["task"] or match["task_alone"]))


def promise_words(promise: Promise) -> str:
    """Return a promise as `promise` reads it."""
    when = (promise.day.isoformat(), f"{promise.time:%H:%M}" if promise.time else "", promise.zone)
    how = (
        promise.channel
        if not promise.is_task
        else "task"
        if promise.channel is Channel.CALL
        else f"{promise.channel} task"
    )
    quote = "“{}”".format(promise.quote.replace("”", '"')) if promise.quote else ""
    return " ".join(filter(None, (*when, how, quote))) + (f": {promise.why}" if promise.why else "")


def plain(text: str) -> str:
    """Return a note without the HTML some exports write it in; the addresses of its links stay."""
    if not _TAG.search(text):
        return text
    text = clean(html.unescape(_TAG.sub(_untagged, text)))
    lines = (clean_line(line) for line in text.split("\n"))
    return "\n".join(filter(None, lines))


def _untagged(tag: re.Match[str]) -> str:
    url = _URL.search(tag["attributes"] or "")
    return "\n" if tag["block"] else f"{url[0]} " if url else ""

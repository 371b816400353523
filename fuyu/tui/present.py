"""Words and lines that are the same wherever the dashboard says them."""

from collections.abc import Iterable, Sequence
from datetime import date

from rich.cells import cell_len, set_cell_size

from fuyu.domain import kindness
from fuyu.domain.agenda import Load
from fuyu.domain.find import Around
from fuyu.domain.history import Away
from fuyu.domain.lead import Lead
from fuyu.domain.step import Step
from fuyu.domain.text import clean
from fuyu.domain.when import Range, When
from fuyu.reach import linked, links
from fuyu.tui.gauge import gauge
from fuyu.tui.widgets.lines import Line, Span, fit
from fuyu.tui.wrapping import broken, unglued


def day_words(day: date, today: date) -> str:
    """Return `Wed 18 Mar`, with the year where it is another."""
    return When(day).words(today)


def far(day: date, today: date) -> str:
    """Return how far a day is, in words: `tomorrow`, `in 9 days`."""
    days = (day - today).days
    if days in _NEAR:
        return _NEAR[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def counted(count: int, one: str, many: str = "") -> str:
    """Return `1 lead`, `2 leads`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


LABEL = 8
"""Cells of a label with its blank."""


def occasion_words(occasion: kindness.Occasion, today: date) -> str:
    """Return a fact with its day: `birthday today`, `exam tomorrow`, `exam Thu 14 May, in 9 days`."""
    day = occasion.day
    near = far(day, today) if abs((day - today).days) <= 1 else f"{day_words(day, today)}, {far(day, today)}"
    return f"{occasion.fact} {near}"


def labelled(label: str, text: str, width: int, most: int, role: str = "") -> list[Line]:
    """Return a text beside its label, in at most so many lines; none where there is no text."""
    lines = clipped(text, width - LABEL, most)
    heads = [label, *("" for _ in lines)]
    return [(Span(fit(head, LABEL), "dim"), Span(line, role)) for head, line in zip(heads, lines, strict=False)]


def linking(lines: Iterable[Line], lead: Lead) -> list[Line]:
    """Return lines in which each number, address and page by which a lead wants to be reached is a link."""
    addresses = links(lead)
    return [
        tuple(span._replace(text=text, link=address) for span in line for text, address in linked(span.text, addresses))
        for line in lines
    ]


def clipped(text: str, width: int, most: int) -> list[str]:
    """Return the text as at most so many lines; an ellipsis says that there is more."""
    lines = wrapped(text, width)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    return [*lines[: most - 1], f"{last} …" if cell_len(last) < width - 1 else f"{set_cell_size(last, width - 1)}…"]


def longest(texts: Sequence[str], width: int) -> str:
    """Return the first of some texts, the longest first, that fits the width; the last where none does."""
    return next((text for text in texts if cell_len(text) <= width), texts[-1])


def offered_key(key: str, does: str) -> tuple[Span, Span]:
    """Return a key beside what can be said otherwise by it."""
    return Span(f"  {key}", "key"), Span(f" {does}", "dim")


def whole(line: Iterable[Span], width: int) -> Line:
    """Return a line without what at its end would be cut, nor a key without its words."""
    spans: list[Span] = []
    for span in line:
        width -= cell_len(span.text)
        if width < 0:
            break
        spans.append(span)
    while width < 0 and spans and spans[-1].role == "key":
        spans.pop()
    return tuple(spans)


def wrapped(text: str, width: int) -> list[str]:
    """Return the text as lines of at most that many cells."""
    if not text or width < 1:
        return []
    parts = clean(text).split("\n")
    return [line for part in parts for line in ([unglued(part)] if cell_len(part) <= width else broken(part, width))]


def load_words(load: Load) -> str:
    """Return what a day already holds: `4 booked that day, 1 promised`."""
    meetings = f", {busy_words(load)}" if load.busy else ""
    if not load.count:
        return f"nothing booked that day{meetings}"
    promised = f", {load.promised} promised" if load.promised else ""
    return f"{load.count} booked that day{promised}{meetings}"


def busy_words(load: Load) -> str:
    """Return how long meetings take on a day: `2 h 30 of meetings`."""
    hours, minutes = divmod(load.busy, 60)
    return f"{f'{hours} h' if hours else ''}{f' {minutes} min' if minutes else ''} of meetings".strip()


def load_bar(count: int, per_day: int, cells: int, most: int = 0) -> tuple[Span, Span]:
    """Return how full a day is as a bar: gold above what suits a day, red from half as much again.

    Args:
        count: follow-ups of that day.
        per_day: how many suit.
        cells: how long the bar is.
        most: what fills it, where that is more than suits.
    """
    role = "today" if count <= per_day else "warn" if 2 * count <= 3 * per_day else "late"
    full, rest = gauge(count, max(most, per_day), cells)
    return Span(full, role), Span(rest, "rule")


MARKED = "*"
"""What stands beside a lead who is marked."""


def mention_line(name: str, found: Around, width: int, *, is_marked: bool = False) -> Line:
    """Return who is meant by what was written, and those words with the match marked."""
    cells = min(max(width // 3, _NAME), _WIDEST_NAME)
    spans = (Span(found.before), Span(found.match, "match"), Span(found.after, ""))
    return Span(" "), Span(MARKED if is_marked else " ", "lit"), Span(f"{fit(name, cells)}  ", "name"), *spans


_NAME, _WIDEST_NAME = 12, 26


def when_words(when: When | Step, today: date) -> str:
    """Return a day with its weekday, time and distance: `Fri 27 Mar 14:00, in 9 days`."""
    return f"{When(when.day, when.time).words(today)}, {far(when.day, today)}"


def away_words(away: Away, today: date) -> str:
    """Return days away as they are said in passing: `away 3-10 Aug`."""
    return f"away {Range(away.first, away.last).words(today)}"

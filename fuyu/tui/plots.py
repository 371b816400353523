"""Bars of a terminal, without colour and without anything that steers one: who paints them gives them a look.

It imports nothing of Textual, so that `fuyu review` starts at once.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from fuyu.domain.money import totals_words
from fuyu.domain.review import Review, Week

_WHOLE, _HALF = "\u28ff", "\u2847"
"""Braille: it is as wide in every terminal, and no font draws it with a gap."""
_LABEL = 20
_WORDS = 31
_NARROWEST, _WIDEST = 8, 48


class Bar(NamedTuple):
    """One line of a plot."""

    label: str
    bar: str
    words: str
    """What the bar's length is, in words."""


class Plot(NamedTuple):
    """Bars under what they tell."""

    title: str
    bars: Sequence[Bar]
    empty: str
    """Said where there are none."""


def plots(review: Review, width: int) -> list[Plot]:
    """Return what a review tells, in lines of at most so many cells (at least 60)."""
    room = max(min(width - _LABEL - _WORDS - 4, _WIDEST), _NARROWEST)
    weeks = {f"{week.first.day} {week.first:%b}": (week.promises.kept, _kept_words(week)) for week in review.weeks}
    outcomes = {outcome.words: (count, f"{count}") for outcome, count in review.outcomes.items()}
    if review.check_ins:
        outcomes["a check-in"] = (review.check_ins, f"{review.check_ins}")
    yeses = Counter(review.until_yes)
    tries = {_touches(number): (yeses[number], _yeses(yeses[number])) for number in sorted(yeses)}
    middle = f", half of them by the {_nth(review.half_by)}" if review.half_by else ""
    count = sum(week.promises.due for week in review.weeks)
    plots = [
        Plot("Promises kept, by the week they were for", _bars(weeks, room) if count else (), "nothing was promised"),
        Plot(f"What came of {_touches(review.touches)}", _bars(outcomes, room), "nobody was touched"),
        Plot(f"Touches until a yes{middle}", _bars(tries, room), "no yes yet; most come after the fifth touch"),
    ]
    return [*plots, _value_plot(review)] if review.values else plots


def gauge(count: int, whole: int, cells: int) -> tuple[str, str]:
    """Return a bar in two parts, what is full of it and the rest; without colour, too, one tells them apart."""
    full = min(max(round(cells * count / whole), 1), cells) if count and whole else 0
    return "━" * full, "─" * (cells - full)


def _value_plot(review: Review) -> Plot:
    """Return what leads are worth: sums of several currencies, which no bar can compare."""
    values = review.values
    since = review.weeks[0].first
    sums = {"open": values.open, f"won since {since.day} {since:%b}": values.won, "by month end": values.expected}
    bars = [Bar(label, "", totals_words(amounts) or "nothing") for label, amounts in sums.items()]
    return Plot("What leads are worth", bars, "")


def _bars(counts: Mapping[str, tuple[int, str]], room: int) -> list[Bar]:
    most = max((count for count, _ in counts.values()), default=0)
    return [Bar(label, _bar(count, most, room), words) for label, (count, words) in counts.items()]


def _bar(count: int, most: int, room: int) -> str:
    """Return a bar as long as a count is beside the highest one, to half a cell; whatever was counted shows."""
    halves = max(round(2 * room * count / most), 1) if count else 0
    return _WHOLE * (halves // 2) + _HALF * (halves % 2)


def _kept_words(week: Week) -> str:
    made = week.promises
    if not made.due:
        return "none were due"
    rest = [f"{count} {word}" for count, word in ((made.late, "late"), (made.broken, "broken"), (made.open, "open"))]
    kept = [f"{made.kept} of {made.scored} kept"] if made.scored else []
    return ", ".join([*kept, *(words for words in rest if not words.startswith("0"))])


def _touches(count: int) -> str:
    return f"{count:,} {'touch' if count == 1 else 'touches'}"


def _yeses(count: int) -> str:
    return f"{count} {'yes' if count == 1 else 'yeses'}"


def _nth(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number // 10 % 10 != 1 else 0, "th")
    return f"{number}{ending}"

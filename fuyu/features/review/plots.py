"""Bars of a terminal, without colour and without anything that steers one: who paints them gives them a look.

What a bar is made of has a role, and a form of its own, so that it is told apart without colour, too.

It imports nothing of Textual, so that `fuyu review` starts at once.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from fuyu.domain.money import totals_words
from fuyu.domain.score import Promises
from fuyu.features.review.rules import Review, Week

_WHOLE, _HALF = "\u28ff", "\u2847"
"""Braille: it is as wide in every terminal, and no font draws it with a gap."""
_LATE, _BROKEN = "\u28f6", "\u28c0"
"""Lower, the worse a promise went."""
_LABEL = 20
_WORDS = 31
_NARROWEST, _WIDEST, _SHORTEST, _FEW = 8, 48, 4, 60


class Bar(NamedTuple):
    """One line of a plot."""

    label: str
    parts: tuple[tuple[str, str], ...]
    """Pieces of the bar, each with what it is: `kept`, `late`, `broken`, or empty where there is one kind."""
    words: str
    """What the bar's length is, in words."""

    @property
    def bar(self) -> str:
        """The bar as one text."""
        return "".join(text for text, _ in self.parts)


class Plot(NamedTuple):
    """Bars under what they tell."""

    title: str
    bars: Sequence[Bar]
    empty: str
    """Said where there are none."""


def plots(review: Review, width: int) -> list[Plot]:
    """Return what a review tells, in lines of at most so many cells; below 60 of them bars are short."""
    room = max(min(width - _LABEL - _WORDS - 4, _WIDEST), _NARROWEST if width >= _FEW else _SHORTEST)
    touched = {_week(week): (week.touches, f"{week.touches}") for week in review.weeks}
    outcomes = {outcome.words: (count, f"{count}") for outcome, count in review.outcomes.items()}
    if review.check_ins:
        outcomes["a check-in"] = (review.check_ins, f"{review.check_ins}")
    yeses = Counter(review.until_yes)
    tries = {_touches(number): (yeses[number], _yeses(yeses[number])) for number in sorted(yeses)}
    middle = f", half of them by the {_nth(review.half_by)}" if review.half_by else ""
    count = sum(week.promises.due for week in review.weeks)
    plots = [
        Plot("Promises kept, late and broken, by week", _stacked(review.weeks, room) if count else (), "none yet"),
        Plot("Touches each week", _bars(touched, room) if review.touches else (), "none yet"),
        Plot(f"What came of {_touches(review.touches)}", _bars(outcomes, room), "none yet"),
        Plot(f"Touches until a yes{middle}", _bars(tries, room), "no yes yet; most come after the fifth touch"),
    ]
    return [*plots, _value_plot(review)] if review.values else plots


def _value_plot(review: Review) -> Plot:
    """Return what leads are worth: sums of several currencies, which no bar can compare."""
    values = review.values
    since = review.weeks[0].first
    sums = {"open": values.open, f"won since {since.day} {since:%b}": values.won, "by month end": values.expected}
    bars = [Bar(label, (), totals_words(amounts) or "nothing") for label, amounts in sums.items()]
    return Plot("What leads are worth", bars, "")


def _week(week: Week) -> str:
    return f"{week.first.day} {week.first:%b}"


def _stacked(weeks: Sequence[Week], room: int) -> list[Bar]:
    """Return a bar a week: what was kept, what late and what was broken, end to end."""
    most = max(week.promises.scored for week in weeks)
    return [Bar(_week(week), _parts(week.promises, most, room), _kept_words(week)) for week in weeks]


def _parts(made: Promises, most: int, room: int) -> tuple[tuple[str, str], ...]:
    """Return the pieces of a bar; each ends where all before it, and it, would end together."""
    parts: list[tuple[str, str]] = []
    before = 0
    for count, form, role in (
        (made.kept, _WHOLE, "kept"),
        (made.late, _LATE, "late"),
        (made.broken, _BROKEN, "broken"),
    ):
        if count:
            length = max(round(room * (before + count) / most) - round(room * before / most), 1)
            parts.append((form * length, role))
        before += count
    return tuple(parts)


def _bars(counts: Mapping[str, tuple[int, str]], room: int) -> list[Bar]:
    most = max((count for count, _ in counts.values()), default=0)
    return [
        Bar(label, ((bar, ""),) if (bar := _bar(count, most, room)) else (), words)
        for label, (count, words) in counts.items()
    ]


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

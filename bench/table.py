"""The figures as a Markdown table: medians as ratios to a floor of the same run, the goals beside them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from bench.programs import Samples

P99_GOAL = 5
_SMALL = 1_000
"""Up to so many leads the first of two goals holds."""


class Row(NamedTuple):
    """One line of the table."""

    label: str
    name: str
    """The samples of it."""
    floor: str = ""
    """The samples that are 1 x; empty where the row shows plain figures."""
    goal: float | None = None
    large_goal: float | None = None
    """The goal above 1,000 leads, where it is another one."""
    spread: bool = False
    """Whether the p99 is shown, as a ratio to the row's own median."""
    unit: str = "ms"

    def goal_for(self, leads: int) -> float | None:
        """Return the goal for a book of so many leads."""
        return self.large_goal if self.large_goal is not None and leads > _SMALL else self.goal


ROWS = (
    Row("First useful screen, wall", "start wall", "empty start wall", 1.35, 1.8),
    Row("First useful screen, CPU", "start cpu", "empty start cpu", 1.35, 1.8),
    Row("First start of all: no cache yet", "first start", "empty start wall"),
    Row("Quit", "quit", "empty quit", 0.2),
    Row("Quit after writing", "quit after work", "empty quit"),
    Row("Memory, peak", "memory", "empty memory", 1.5, 6, unit="MiB"),
    Row("Cursor in view, first byte", "cursor first", "key first", 2, spread=True),
    Row("Cursor in view, settled", "cursor last", "key last", 2, spread=True),
    Row("Cursor in view, bytes a key", "cursor bytes", unit="B"),
    Row("Scrolling, first byte", "scroll first", "key first", 4, spread=True),
    Row("Scrolling, settled", "scroll last", "key last", 4, spread=True),
    Row("Scrolling, bytes a key", "scroll bytes", unit="B"),
    Row("Character in a 1 KB note, first byte", "note first", "key first", 4.5, spread=True),
    Row("Character in a 1 KB note, settled", "note last", "key last", 4.5, spread=True),
    Row("Character in a 1 KB note, bytes", "note bytes", unit="B"),
    Row("Find on screen, the first time", "find shown", "key last"),
    Row("Find key, first byte", "find first", "key first", 4.5, spread=True),
    Row("Find key, settled", "find last", "key last", spread=True),
    Row("Find key, bytes", "find bytes", unit="B"),
    Row("Log dialog on screen", "log shown", "key last", 12, spread=True),
    Row("Log dialog, bytes", "log bytes", unit="B"),
    Row("Snooze dialog on screen", "snooze shown", "key last", 12, spread=True),
    Row("Snooze dialog, bytes", "snooze bytes", unit="B"),
    Row("`fuyu today`", "today", "pass", 5),
)


def markdown(floor: Samples, by_leads: Mapping[int, Samples]) -> str:
    """Return the table.

    Args:
        floor: samples of the programs that are 1 x.
        by_leads: samples of fuyu, by the number of leads in the book.
    """
    heads = ["", "1 x is", *(f"{leads:,}" for leads in by_leads), "goal", ""]
    rule = ["---", *["---:"] * (len(by_leads) + 1), "---", "---"]
    return "\n".join(_line(cells) for cells in (heads, rule, *(_cells(row, floor, by_leads) for row in ROWS)))


def _cells(row: Row, floor: Samples, by_leads: Mapping[int, Samples]) -> Iterator[str]:
    one = median(floor[row.floor]) if row.floor else 1.0
    yield row.label
    yield f"{one:.3g} {row.unit}" if row.floor else ""
    missed = []
    for leads, samples in by_leads.items():
        found = samples[row.name]
        ratio, tail = median(found) / one, p99(found) / median(found)
        goal = row.goal_for(leads)
        yield (f"{ratio:.2f} x" if row.floor else f"{ratio:,.0f} {row.unit}") + (
            f", p99 {tail:.1f}" if row.spread else ""
        )
        missed += [f"{leads:,}"] * (goal is not None and round(ratio, 2) > goal)
        missed += [f"p99 {leads:,}"] * (row.spread and tail > P99_GOAL)
    yield _goal(row)
    yield f"**not met: {', '.join(missed)}**" if missed else "met" if row.goal or row.spread else ""


def _goal(row: Row) -> str:
    if row.goal is None:
        return f"p99 ≤ {P99_GOAL}" if row.spread else ""
    large = f"; ≤ {row.large_goal:g} x above 1,000" if row.large_goal is not None else ""
    return f"≤ {row.goal:g} x{large}" + (f"; p99 ≤ {P99_GOAL}" if row.spread else "")


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def p99(samples: Sequence[float]) -> float:
    """Return the value that one sample in a hundred exceeds."""
    return sorted(samples)[round(0.99 * (len(samples) - 1))]

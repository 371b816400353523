"""`python -m bench.year`: a simulated year through the desk, and how long anybody waited in it, as ratios.

The person, the leads and the year are those of the tests (`tests/year.py`).
"""

import sys
from collections.abc import Callable, Iterable

from tests.memory import MemoryStore
from tests.year import Figures, Year

_DAYS = 365
_SEEDS = (1, 2, 3)


def main() -> None:
    """Live a year with books of some sizes, and print what took place."""
    sizes = [int(size) for size in sys.argv[1:]] or [60, 120, 200, 400]
    years = {size: [Year(MemoryStore(), size, seed).run(_DAYS) for seed in _SEEDS] for size in sizes}
    print("|  |", " | ".join(f"{size} leads" for size in sizes), "|")
    print("| --- |", " | ".join("---:" for _ in sizes), "|")
    for title, row in _rows().items():
        print(f"| {title} |", " | ".join(row(found) for found in years.values()), "|")


def _rows() -> dict[str, Callable[[list[Figures]], str]]:
    return {
        "touches a lead and year": lambda found: _mean(len(f.waits) / f.open for f in found),
        "days at work in which the book is gone through once": lambda found: _mean(f.one_pass for f in found),
        "lateness of a plan / rhythm, median": lambda found: _late(found, 0.5),
        "the same, 95 of 100 below": lambda found: _late(found, 0.95),
        "longest wait / its bound": lambda found: _ratio(
            max(wait.late_at_work / f.bound(wait.rhythm) for f in found for wait in f.plans)
        ),
        "longest wait of a hot, a warm, a cold lead / one pass through the book": lambda found: ", ".join(
            _ratio(max(wait.late_at_work / f.one_pass for f in found for wait in f.plans if wait.rhythm == rhythm))
            for rhythm in (3, 7, 30)
        ),
        "fullest day ahead / limit of a day": lambda found: _ratio(max(f.fullest for f in found) / 15),
        "promises kept on the day / due": lambda found: _ratio(sum(f.kept for f in found) / sum(f.due for f in found)),
        "unscheduled, lost, listed against their wish, promises moved in bulk, out of turn": lambda found: str(
            sum(f.unscheduled + f.lost + f.listed + f.moved_promises + f.out_of_turn for f in found)
        ),
    }


def _late(found: Iterable[Figures], share: float) -> str:
    late = sorted(wait.late_at_work / wait.rhythm for figures in found for wait in figures.plans)
    return _ratio(late[int(share * (len(late) - 1))])


def _mean(numbers: Iterable[float]) -> str:
    found = list(numbers)
    return f"{sum(found) / len(found):.0f}"


def _ratio(number: float) -> str:
    return f"{number:.2f}"


if __name__ == "__main__":
    main()

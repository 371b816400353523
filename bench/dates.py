"""How long understanding words for a day takes: every phrase of the tests' tables, beside a plain library call."""

import csv
import statistics
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pendulum

from fuyu.domain.when import Problem, parse_when

TABLES = Path(__file__).parent.parent / "tests" / "domain" / "data"
ROUNDS = 7


def micros(call: object, *args: object) -> float:
    """Return the median time of a call in microseconds."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        call(*args)  # type: ignore[operator]
        taken.append((time.perf_counter() - begun) * 1e6)
    return statistics.median(taken)


def main() -> None:
    """Print the figures."""
    understood, refused = [], []
    for table in ("dates.csv", "habits.csv"):
        with (TABLES / table).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                now = datetime.fromisoformat(row["now"]).replace(tzinfo=ZoneInfo(row["tz"]))
                found = parse_when(row["phrase"], now)
                (refused if isinstance(found, Problem) else understood).append(micros(parse_when, row["phrase"], now))
    floor = micros(pendulum.parse, "2026-11-02T14:30")
    for name, times in (("understood", understood), ("refused, with a suggestion", refused)):
        times.sort()
        middle, slow = statistics.median(times), times[len(times) * 95 // 100]
        print(f"| {name} ({len(times)}) | {middle / floor:.1f} x | {slow / floor:.1f} x | {middle:.0f} µs |")
    print(f"1 x is pendulum.parse of an ISO date-time: {floor:.1f} µs")


if __name__ == "__main__":
    main()

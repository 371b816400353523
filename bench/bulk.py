"""A snooze of 500 leads at once beside one logged touch, both through the desk and durable on return.

`python bench/bulk.py 100 10000 100000` prints a row for each size of a book: both medians, and how many times the one
takes the other. In a book of fewer than 500 all that are open are snoozed. The two are measured in turn, so that a busy
machine slows both.
"""

import argparse
import sys
import tempfile
from contextlib import closing
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from statistics import median
from time import perf_counter
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.books import write_book
from fuyu.care import open_book
from fuyu.clock import StoppedClock
from fuyu.desk import Desk, TouchMade
from fuyu.domain.lead import Outcome
from fuyu.domain.when import When
from fuyu.features.bulk.service import Many

NOW = datetime(2026, 3, 18, 9, 30, tzinfo=ZoneInfo("Europe/London"))
AT_ONCE, TIMES, TOUCHES = 500, 15, 5


def measured(leads: int, folder: Path) -> tuple[float, float]:
    """Return the medians of one logged touch, and of one snooze of many, in milliseconds."""
    write_book(folder / "fuyu.json", leads)
    with closing(open_book(folder / "fuyu.json")) as store:
        return in_turn(Desk(store, StoppedClock(NOW)))


def in_turn(desk: Desk) -> tuple[float, float]:
    """Return the same of a book that is open."""
    open_ones = [row.id for row in desk.leads.rows() if row.is_open and not row.promises]
    many, others = open_ones[:AT_ONCE], cycle(open_ones[AT_ONCE:] or open_ones)
    logged: list[float] = []
    snoozed: list[float] = []
    for number in range(TIMES):
        for _ in range(TOUCHES):
            lead_id, start = next(others), perf_counter()
            desk.commands.log(lead_id, TouchMade(outcome=Outcome.NO_ANSWER))
            logged.append(perf_counter() - start)
        start = perf_counter()
        Many(desk).snooze(many, When(NOW.date() + timedelta(days=7 + number)))
        snoozed.append(perf_counter() - start)
    return 1000 * median(logged), 1000 * median(snoozed)


def main() -> None:
    """Print a row for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("leads", type=int, nargs="+")
    print("| leads | log a touch, ms | snooze 500, ms | ratio |\n| --- | --- | --- | --- |")
    for leads in parser.parse_args().leads:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            log, snooze = measured(leads, Path(folder))
        print(f"| {leads:,} | {log:.2f} | {snooze:.1f} | {snooze / log:.1f} x |")


if __name__ == "__main__":
    main()

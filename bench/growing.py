"""`python -m bench.growing`: twenty-four weeks of a book that grows faster than its person follows up.

Two hundred leads at first, three more on each working day, and twelve touches a day: how long the longest wait was, and
how many were touched, for each temperature.
"""

import sys
from collections.abc import Iterator

from fuyu.domain.lead import Temperature
from tests.memory import MemoryStore
from tests.year import Growing

_DAYS = 24 * 7
_SEEDS = (1, 2, 3)


def main() -> None:
    """Live the weeks some times over, and print a line for each temperature."""
    grown = []
    for seed in _SEEDS:
        found = Growing(MemoryStore(), leads=200, seed=seed, touches=12, new=3)
        found.run(_DAYS)
        grown.append(found)
        sys.stderr.write(f"seed {seed} done\n")
    print("| leads | longest wait for the first touch | longest wait of all | touched | longest untold wait |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for temperature in Temperature:
        print(f"| {temperature} |", " | ".join(_cells(grown, temperature)), "|")


def _cells(grown: list[Growing], temperature: Temperature) -> Iterator[str]:
    """Yield what the columns say: days, days, so many of so many, days."""
    rows = [row for found in grown for row in found.of(temperature)]
    yield f"{max(found.longest_first(temperature) for found in grown)} days"
    yield f"{max(found.longest_wait(temperature) for found in grown)} days"
    yield f"{sum(row.touches > 0 for row in rows) / len(grown):.0f} of {len(rows) / len(grown):.0f}"
    yield f"{max(found.untold[temperature] for found in grown)} days"


if __name__ == "__main__":
    main()

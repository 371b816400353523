"""`python -m bench`: measure fuyu on a real terminal, beside programs that do nothing, and print ratios."""

import argparse
import compileall
import os
import platform
import sys
import time
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import programs, table
from bench.books import write_book
from bench.programs import Samples

_COMMANDS = 10
"""How often a round runs each command of the command line."""


def main() -> None:
    """Measure every program in turn, so many rounds, and print the table."""
    asked = _arguments()
    sizes = [100, 10_000] if asked.quick and not asked.sizes else asked.sizes or [100, 1_000, 10_000, 100_000]
    runs = 1 if asked.quick else asked.runs
    compileall.compile_dir(programs.HERE.parent / "fuyu", quiet=1)
    floor: Samples = defaultdict(list)
    by_leads: dict[int, Samples] = {leads: defaultdict(list) for leads in sizes}
    with TemporaryDirectory(prefix="fuyu-bench-") as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        books = {leads: _book(Path(folder), leads) for leads in sizes}
        for run in range(runs):
            _say(f"round {run + 1} of {runs}")
            _round(floor, by_leads, books)
    print(_machine(runs))
    print()
    print(table.markdown(floor, by_leads))


def _round(floor: Samples, by_leads: dict[int, Samples], books: dict[int, Path]) -> None:
    """Measure every program once, one after the other: a slow moment of the machine meets them all."""
    empty: Samples = defaultdict(list)
    programs.start_and_quit(empty, programs.EMPTY, "READY", "ctrl+q")
    for name, found in empty.items():
        floor[f"empty {name}"] += found
    programs.keys_of_floor(floor)
    for leads, samples in by_leads.items():
        _say(f"  {leads:,} leads")
        programs.start_and_quit(samples, programs.fuyu(books[leads]), "Overdue", "q")
        programs.first_start(samples, books[leads])
        programs.keys_of_fuyu(samples, books[leads])
    for _ in range(_COMMANDS):
        programs.command(floor, "pass", programs.PASS)
        for leads, samples in by_leads.items():
            programs.command(samples, "today", programs.fuyu(books[leads], "today"))


def _book(folder: Path, leads: int) -> Path:
    """Write a book and open it once, so that it has its cache and the system has its files at hand."""
    _say(f"a book of {leads:,} leads")
    path = folder / f"{leads}.json"
    write_book(path, leads)
    for words in (["today"], ["find", "nobody"]):
        programs.command(defaultdict(list), "", programs.fuyu(path, *words))
    return path


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", metavar="LEADS", type=int, nargs="+", help="books of so many leads")
    parser.add_argument("--runs", type=int, default=5, help="rounds; medians are taken over all of them")
    parser.add_argument("--quick", action="store_true", help="one round, two books: two minutes, and rough figures")
    return parser.parse_args()


def _machine(runs: int) -> str:
    system = f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores"
    return f"{time.strftime('%Y-%m-%d')}, {system}, rounds: {runs}. The columns are leads in the book."


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

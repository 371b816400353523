"""A calendar of books of any size: written the first time, after one change, and with nothing to say.

`python bench/calendar.py 100 1000` prints a line a size; each figure is a median of processes of their own, in
milliseconds of processor time: what it costs whatever else the machine does.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.books import write_book

NOW = ("--at", "2026-03-18T09:30", "--tz", "Europe/London")


def ran(folder: Path, *words: str) -> float:
    """Run a command on the book of a folder; return the milliseconds of processor time that it took."""
    command = [sys.executable, "-m", "fuyu", *words, "--db", str(folder / "fuyu.json"), *NOW]
    surroundings = os.environ | {"HOME": str(folder), "FUYU_CONFIG": str(folder / "config.toml")}
    root = Path(__file__).resolve().parents[1]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=surroundings, cwd=root, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def measured(leads: int, runs: int, months: int) -> dict[str, float]:
    """Measure a book of so many leads."""
    with tempfile.TemporaryDirectory(prefix="fuyu-bench-") as place:
        folder = Path(place)
        write_book(folder / "fuyu.json", leads)
        (folder / "config.toml").write_text(f"[calendar]\nmonths = {months}\n")
        file = folder / "fuyu.ics"
        day = [ran(folder, "today") for _ in range(runs + 1)][1:]
        first, after, again = [], [], []
        for run in range(runs):
            file.unlink(missing_ok=True)
            first.append(ran(folder, "calendar", str(file)))
            ran(folder, "add", f"Ann Lee {run}", "--next", "fri 2pm", "--promise")
            after.append(ran(folder, "calendar", str(file)))
            again.append(ran(folder, "calendar", str(file)))
        content = file.read_bytes()
    return {
        "today": median(day),
        "first": median(first),
        "one change": median(after),
        "no change": median(again),
        "events": content.count(b"BEGIN:VEVENT"),
        "MB": len(content) / 1e6,
        "peak MB": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }


def main() -> None:
    """Measure books of several sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", metavar="LEADS", type=int, nargs="*", default=[100, 1_000, 10_000, 100_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--months", type=int, default=12, help="how far ahead the calendar shows")
    asked = parser.parse_args()
    print("| leads | `fuyu today` | first | after one change | nothing to say | events | MB | peak MB |")
    print("| ---: " * 8 + "|")
    for leads in asked.sizes:
        found = measured(leads, asked.runs, asked.months)
        figures = " | ".join(f"{figure:,.{1 if name == 'MB' else 0}f}" for name, figure in found.items())
        print(f"| {leads:,} | {figures} |", flush=True)


if __name__ == "__main__":
    main()

"""Many contacts in, in again, back out and taken back, each by the command line in a process of its own.

`python bench/contacts.py 10000 100000` prints seconds, of the processor and of the clock, and peak memory for a size,
then for files that mean harm. Ratios are of the processor's seconds, which others on the machine change less.
The floor is Python's own csv module reading the same file into lists, in a process of its own.
"""

import argparse
import csv
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random
from time import perf_counter
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.books import FIRMS, FIRST, KINDS, LAST, SAID

TITLES = ("First Name", "Last Name", "Organization Name", "Organization Title", "Birthday", "Notes", "Labels")
REACH = ("E-mail 1 - Value", "Phone 1 - Value", "Address 1 - City", "Website 1 - Value")
FLOOR = "import csv, sys; list(csv.reader(open(sys.argv[1], encoding='utf-8', newline='')))"
ONE_IN_TEN = 10
"""Contacts that stand in the file a second time, with another number."""
MB = 1024 * 1024


class Taken(NamedTuple):
    """What a command took."""

    cpu: float
    """In seconds."""
    wall: float
    peak: float
    """In MB."""
    said: str


def write_contacts(path: Path, count: int, seed: int = 1) -> None:
    """Write an export of so many people, as Google writes it; one in ten stands in it twice."""
    random = Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow((*TITLES, *REACH))
        for number in range(count):
            person = number if number % ONE_IN_TEN else max(number - ONE_IN_TEN + 1, 0)
            first, last = FIRST[person % len(FIRST)], f"{LAST[person // len(FIRST) % len(LAST)]}-{person}"
            firm = f"{random.choice(FIRMS)} {random.choice(KINDS)}"
            reach = (f"{first}.{person}@x.example".lower(), f"+44 20 {number:08d}", "London", f"x.example/{person}")
            rows.writerow((first, last, firm, "Buyer", "1985-05-04", random.choice(SAID), "* myContacts", *reach))


def run(*command: str) -> Taken:
    """Run a command, and say what it took."""
    started = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = process.stdout.read() if process.stdout else ""
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return Taken(usage.ru_utime + usage.ru_stime, perf_counter() - started, usage.ru_maxrss / 1024, said)


def in_and_out(folder: Path, count: int) -> Iterator[tuple[str, Taken]]:
    """Yield what each command takes with so many contacts."""
    source, book = folder / "people.csv", folder / "fuyu.json"
    write_contacts(source, count)
    fuyu = (sys.executable, "-m", "fuyu")
    there = ("--db", str(book), "--at", "2026-03-18T09:30", "--tz", "Europe/London")
    yield "csv.reader, the floor", run(sys.executable, "-c", FLOOR, str(source))
    yield "import --dry-run", run(*fuyu, "import", str(source), "--dry-run", *there)
    yield "import", run(*fuyu, "import", str(source), *there)
    yield "undo", run(*fuyu, "undo", *there)
    yield "redo", run(*fuyu, "redo", *there)
    yield "import again", run(*fuyu, "import", str(source), *there)
    for kind, suffix in (("csv", ".csv"), ("vcard", ".vcf")):
        out = folder / f"out{suffix}"
        yield f"export --{kind}", run(*fuyu, "export", f"--{kind}", str(out), *there)
        yield f"import of that {kind}", run(*fuyu, "import", str(out), "--dry-run", *there)


def line_of_10_mb() -> Iterator[str]:
    """Yield a line of ten million letters."""
    yield "Name,Email\nAna,"
    yield from ("x" * 1000 for _ in range(10_000))


def open_quote() -> Iterator[str]:
    """Yield a quote that is never closed, before everything."""
    yield 'Name,Email\nAna,"'
    yield from ("b@x.example\n" for _ in range(2_000_000))


def wide_rows() -> Iterator[str]:
    """Yield rows of a thousand columns."""
    yield ",".join(["Name"] * 1000) + "\n"
    yield from (",".join(["x"] * 1000) + "\n" for _ in range(50_000))


def long_cells() -> Iterator[str]:
    """Yield rows with a note of 100 kB each."""
    yield "Name,Notes\n"
    yield from (f"Ana,{'x ' * 50_000}\n" for _ in range(1_500))


def nested_cards() -> Iterator[str]:
    """Yield cards within cards."""
    yield from ("BEGIN:VCARD\nAGENT:\n" for _ in range(100_000))


def many_separators() -> Iterator[str]:
    """Yield cards of separators where the libraries there are take years."""
    head = f"BEGIN:VCARD\nFN:Ana\nTEL;A={',' * 100_000}{';' * 100_000}"
    yield from (f"{head}:1\nEND:VCARD\n" for _ in range(500))


def pictures() -> Iterator[str]:
    """Yield cards with a picture of 1.9 MB each, unfolded."""
    yield from (f"BEGIN:VCARD\nFN:Ana\nPHOTO;ENCODING=b:{'A' * 1_900_000}\nEND:VCARD\n" for _ in range(100))


HOSTILE: Mapping[str, Callable[[], Iterator[str]]] = {
    "a line of 10 MB": line_of_10_mb,
    "a quote never closed": open_quote,
    "1,000 columns, 50,000 rows": wide_rows,
    "1,500 notes of 100 kB": long_cells,
    "100,000 nested cards": nested_cards,
    "500 cards of 200,000 separators": many_separators,
    "100 pictures of 1.9 MB": pictures,
}


def hostile(folder: Path) -> Iterator[tuple[str, Taken]]:
    """Yield what an import of each file that means harm takes."""
    there = ("--db", str(folder / "harm.json"), "--at", "2026-03-18T09:30", "--tz", "Europe/London")
    path = folder / "harm.csv"
    for name, pieces in HOSTILE.items():
        with path.open("w", encoding="utf-8") as file:
            file.writelines(pieces())
        yield name, run(sys.executable, "-m", "fuyu", "import", str(path), "--dry-run", *there)


def show(title: str, taken: Iterator[tuple[str, Taken]]) -> None:
    """Print a table."""
    print(f"\n{title}")
    floor = 0.0
    for name, took in taken:
        floor = floor or took.cpu
        ratio = f"({took.cpu / floor:5.1f} x)" if "floor" in title else ""
        first = next(iter([*took.said.splitlines()[1:2], *took.said.splitlines()[:1]]), "")
        print(f"  {name:32} {took.cpu:6.2f} s {ratio} wall {took.wall:6.2f} s {took.peak:5.0f} MB  {first[:80]}")


def main() -> None:
    """Print a table for each size, and one for files that mean harm."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[10_000, 100_000])
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fuyu-bench-"))
    os.environ.update(HOME=str(folder), PYTHONPATH=str(Path(__file__).resolve().parents[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        for count in chosen.sizes:
            (place := folder / str(count)).mkdir()
            show(f"{count:,} contacts; in brackets: times the floor", in_and_out(place, count))
        show("files that mean harm", hostile(folder))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()

"""How often names of a small file that does not say its encoding are read wrongly, and nothing is said.

`python bench/encodings.py` generates files of 2, 5 and 50 rows in 14 encodings, for each language of
`tests/features/contacts/people.toml` that has names in it, and prints for each number of rows how many were read right,
wrongly with a word (the answer says that it is a guess), and wrongly in silence. The seed is fixed: it says the same
each time.
"""

import argparse
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from fuyu.features.contacts.reading.contacts import read_contacts
from fuyu.features.contacts.reading.spelling import telling

ROOT = Path(__file__).resolve().parents[1]
ENCODINGS = (
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1257"),
    *("mac-roman", "koi8-r", "cp932", "gb18030", "cp949", "utf-16-le", "utf-16-be"),
)
"""The same ones each time, whatever languages are written in them."""
ROWS = (2, 5, 50)
EASTERN = {"ja", "zh", "tw", "ko"}
RIGHT, GUESS, SILENT = "right", "wrong, said to be a guess", "wrong in silence"


def files(seed: int, of_each: int) -> Iterator[tuple[str, int, list[str]]]:
    """Yield an encoding, a number of rows, and so many different names that can be written in it."""
    people = tomllib.loads((ROOT / "tests/features/contacts/people.toml").read_text("utf-8"))
    for language, known in people.items():
        usual = {name.replace("_", "-") for name in known["encodings"]} | {"utf-16-le", "utf-16-be"}
        for encoding in (name for name in ENCODINGS if name in usual):
            for rows in ROWS * of_each:
                seed += 1
                random = Random(seed)
                yield encoding, rows, names(random, known, language, encoding, rows)


def names(random: Random, known: dict[str, str], language: str, encoding: str, rows: int) -> list[str]:
    """Return names with letters beyond ASCII, in the order of their script."""
    found: list[str] = []
    while len(found) < rows:
        first, last = random.choice(known["first"].split()), random.choice(known["last"].split())
        name = f"{last} {first}" if language in EASTERN else f"{first} {last}"
        if not name.isascii() and name.encode(encoding, "ignore").decode(encoding) == name:
            found.append(name)
    return found


def outcome(path: Path, written: list[str]) -> str:
    """Return how a file is read."""
    sheet = read_contacts(path)
    if [contact.name for contact in sheet.contacts] == written:
        return RIGHT
    return GUESS if sheet.encodings and telling(sheet.contacts) else SILENT


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=17)
    asked.add_argument("--of-each", type=int, default=3, help="files of each language, encoding and number of rows")
    options = asked.parse_args()
    tally: dict[int, Counter[str]] = {rows: Counter() for rows in ROWS}
    wrong: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"
        for encoding, rows, written in files(options.seed, options.of_each):
            lines = ["Name,Phone", *(f"{name},0170 123 45 {place:02}" for place, name in enumerate(written)), ""]
            path.write_bytes("\r\n".join(lines).encode(encoding))
            found = outcome(path, written)
            tally[rows][found] += 1
            wrong[encoding] += found == SILENT
    print("rows   files   right   said to be a guess   wrong in silence")
    for rows, counted in tally.items():
        total = counted.total()
        print(f"{rows:4} {total:7} {counted[RIGHT]:7} {counted[GUESS]:20} {counted[SILENT]:18}")
    print("wrong in silence:", ", ".join(f"{name} {count}" for name, count in wrong.items() if count) or "none")


if __name__ == "__main__":
    main()

"""The programs that are measured, and what is done with each on a terminal of 120 x 40."""

import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.ptybench import Term, TermError
from fuyu import paths

HERE = Path(__file__).parent
PASS = [sys.executable, "-c", "pass"]
EMPTY = [sys.executable, str(HERE / "empty_app.py")]
FLOOR = [sys.executable, str(HERE / "key_floor.py")]

KEYS = 60
"""Keys of each kind in one round."""
_VISITS = 10
"""How often a round opens each dialog."""
_PATIENCE = 5
"""Seconds after which a measured key is taken to paint nothing."""
_NOTE = ("She asked for the numbers again, after the quarter closes. " * 20)[:1024]
_WORD = "okafor"

Samples = defaultdict[str, list[float]]
"""Milliseconds, bytes or MiB, by what was measured."""


def fuyu(book: Path, *command: str) -> list[str]:
    """Return the command line on a book, on the day the book lies around."""
    return [
        sys.executable,
        "-m",
        "fuyu",
        *command,
        "--db",
        str(book),
        "--at",
        "2026-03-18T09:30",
        "--tz",
        "Europe/London",
    ]


def terminal(argv: Sequence[str]) -> Term:
    """Start a program in a pseudo-terminal; leaving the `with` block ends it."""
    return Term(argv, size=(120, 40), cwd=HERE.parent)


@contextmanager
def own_copy(book: Path, *, has_cache: bool = True) -> Iterator[Path]:
    """Lend a book that may be written to: the program appends beside it and replaces it, so a hard link is enough."""
    with TemporaryDirectory(dir=book.parent) as folder:
        copy = Path(folder) / book.name
        copy.hardlink_to(book)
        kept, cache = paths.cache(book), paths.cache(copy)
        if has_cache and kept and cache and kept.exists():
            shutil.copytree(kept, cache)
        yield copy


def start_and_quit(into: Samples, argv: Sequence[str], text: str, quit_key: str) -> None:
    """Measure from exec to a text on the screen, the memory once everything is loaded, and from a key to the exit."""
    with terminal(argv) as term:
        into["start wall"].append(term.wait_text(text) * 1e3)
        into["start cpu"].append(term.cpu_then * 1e3)
        term.rest(1)
        into["memory"].append(term.sample()["peak_mb"])
        into["quit"].append(term.quit(quit_key)["ms"])


def first_start(into: Samples, book: Path) -> None:
    """Measure the start on a book that was never opened, and so has no cache."""
    with own_copy(book, has_cache=False) as copy, terminal(fuyu(copy)) as term:
        into["first start"].append(term.wait_text("Overdue") * 1e3)


def keys_of_floor(into: Samples) -> None:
    """Measure keys that repaint one line."""
    with terminal(FLOOR) as term:
        term.wait_text("READY")
        term.rest(0.5)
        _press(into, term, "key", ["a", "b"] * (KEYS // 2))
        term.quit("ctrl+q")


def keys_of_fuyu(into: Samples, book: Path) -> None:
    """Measure what a person does all day: walk, scroll, write, find, and open the two dialogs."""
    with own_copy(book) as copy, terminal(fuyu(copy)) as term:
        term.wait_text("Overdue")
        term.rest(1)
        _press(into, term, "cursor", ["down", "up"] * (KEYS // 2))
        for _ in range(KEYS // 20):
            _press(None, term, "", ["home", *["down"] * 15])
            _press(into, term, "scroll", ["down"] * 20)
        _press(None, term, "", ["home"])
        for dialog, key, title in ("log", "l", "Log touch"), ("snooze", "s", "━ Snooze"):
            for _ in range(_VISITS):
                opened = term.expect(key, title)
                into[f"{dialog} shown"].append(opened["ms"])
                into[f"{dialog} bytes"].append(opened["bytes"])
                term.expect("escape", title, gone=True)
        into["find shown"].append(term.expect("/", "━ Find")["ms"])
        term.rest(0.5)
        for _ in range(KEYS // len(_WORD)):
            _press(into, term, "find", _WORD)
            _press(None, term, "", ["backspace"] * len(_WORD))
        _press(None, term, "", ["escape", "n"])
        term.press_raw(b"\x1b[200~%b\x1b[201~" % _NOTE.encode())
        _press(into, term, "note", _NOTE[:KEYS])
        term.rest(1)
        into["quit after work"].append(term.quit("ctrl+q")["ms"])


def _press(into: Samples | None, term: Term, name: str, keys: Iterable[str]) -> None:
    """Press keys, each when the one before has settled; None for `into` measures nothing.

    Raises:
        TermError: a key that is measured painted nothing.
    """
    for key in keys:
        pressed = term.press_raw(term.encode(key), no_output=0.4 if into is None else _PATIENCE)
        if into is not None and not pressed["bytes"]:
            raise TermError(f"{key} painted nothing; screen:\n{term.dump()}")
        if into is not None:
            for what in ("first", "last", "bytes"):
                into[f"{name} {what}"].append(pressed[what])


def command(into: Samples, name: str, argv: Sequence[str]) -> None:
    """Measure a command from its start to its end."""
    began = perf_counter()
    subprocess.run(argv, cwd=HERE.parent, stdout=subprocess.DEVNULL, check=True)
    into[name].append((perf_counter() - began) * 1e3)

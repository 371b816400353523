"""Draw the moving picture of the README: a morning of twenty seconds, from a real terminal.

`make film` runs `fuyu demo` in a terminal of its own, presses the keys of `MORNING`, draws each state of the screen
with a font of this machine, and joins the frames to an animated WebP.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from tests.drawing import Face, of_screen
from tests.pty.terminal import Terminal

SIZE = (100, 30)
TYPING, GLANCE, LOOK = 70, 700, 1500
"""Milliseconds a frame stays: a letter typed, something to see, something to read."""
MORNING: tuple[tuple[str, int], ...] = (
    ("", LOOK),
    ("\r", LOOK),
    *((letter, TYPING) for letter in "Budget is in, 4,800. Wants the quote Friday"),
    ("", GLANCE),
    ("\x0c", LOOK),
    ("t", LOOK),
    ("p", GLANCE),
    ("\r", LOOK),
    ("\x0c", GLANCE),
    ("n", GLANCE),
    ("\r", LOOK),
    ("\x1b", GLANCE),
    ("s", LOOK),
    *((letter, TYPING) for letter in "fri 2pm"),
    ("", LOOK),
    ("\r", LOOK),
    ("u", LOOK),
)
"""Keys, and how long is shown what they did."""


def frames(face: Face) -> Iterator[tuple[Image.Image, int]]:
    """Yield the pictures of the morning, and how long each stays, in milliseconds."""
    with tempfile.TemporaryDirectory() as home:
        env = {
            "PATH": os.environ["PATH"], "HOME": home, "TERM": "xterm-256color", "COLORTERM": "truecolor",
            "LANG": "C.UTF-8", "FUYU_NOW": "2026-03-18T09:30", "FUYU_TZ": "Europe/London",
        }  # fmt: skip
        with Terminal((sys.executable, "-m", "fuyu", "demo"), env, SIZE) as terminal:
            terminal.wait_for("Overdue")
            for keys, milliseconds in MORNING:
                terminal.send(keys)
                terminal.settle()
                yield of_screen(terminal.screen, face), milliseconds


def main(path: Path) -> None:
    """Write the film."""
    pictures, times = zip(*frames(Face.found()), strict=True)
    pictures[0].save(
        path,
        save_all=True,
        append_images=pictures[1:],
        duration=list(times),
        loop=0,
        lossless=True,
        quality=100,
        method=4,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))

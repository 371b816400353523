"""Hand what waits to the hooks, one after the other, each with an end to its time."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from fuyu.features.hooks import folder, programs
from fuyu.features.hooks.queue import HookRan, Queue
from fuyu.features.hooks.rules import CHILD_OF

SECONDS = 10.0
"""How long a hook may take."""


def run_all(queue: Queue, hooks: Path, book: Path, now: Callable[[], datetime]) -> int:
    """Run the hooks for all that waits, and for what is put there meanwhile; return how often one ran.

    Args:
        queue: what waits; where another process works through it, nothing is done here.
        hooks: the folder of the hooks.
        book: which is told to them.
        now: gives the time.
    """
    ran = 0
    with queue.working() as rounds:
        for waiting in rounds or ():
            for one in waiting:
                for name in one.hooks:
                    queue.keep(name, HookRan(now(), _run(hooks, name, bytes(one.given), book)))
                    ran += 1
    return ran


def _run(hooks: Path, name: str, given: bytes, book: Path) -> str:
    """Run a hook; return what is wrong, as a sentence."""
    trouble = folder.why_not(hooks, name)
    if not trouble:
        settings = {CHILD_OF: name, "FUYU_DB": str(book)}
        trouble = programs.run([str(hooks / name)], given, SECONDS, settings).trouble
    return f"hooks/{name} {trouble}" if trouble else ""

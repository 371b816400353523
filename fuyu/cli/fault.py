"""A fault of fuyu's own, written down for whoever mends it: where it is in the code, and nothing that was in hand."""

import os
import platform
from contextlib import suppress
from pathlib import Path

from fuyu import __version__, disk, paths
from fuyu.errors import CrashError


def written_down(crash: CrashError) -> Path | None:
    """Write the last fault into a file only the person can read; return it, None where that cannot be."""
    path = paths.fault()
    head = f"fuyu {__version__}, Python {platform.python_version()}, {platform.system()}, TERM {_term()}"
    with suppress(OSError):
        disk.make_folder(path.parent)
        path.unlink(missing_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "w", encoding="utf-8") as report:
            report.write("\n".join((head, crash.what, *crash.places, "")))
        return path
    return None


def _term() -> str:
    return "".join(letter for letter in os.environ.get("TERM", "") if letter.isalnum() or letter in "-._+")[:40]

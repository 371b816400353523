"""The hooks in a person's folder: which there are, and whether they may run."""

import os
import stat
from itertools import islice
from pathlib import Path

from fuyu.domain.text import clean_line, nearest
from fuyu.features.hooks.rules import NAMES, PREFIX

_MOST = 200
"""Files that are looked at."""
_ROOT = 0


def is_there(hooks: Path, name: str) -> bool:
    """Return whether there is anything by the name of a hook."""
    return os.path.lexists(hooks / name)


def listed(hooks: Path) -> list[str]:
    """Return the names of the hooks in the folder, also of those that are none; nothing where there is no folder."""
    try:
        with os.scandir(hooks) as entries:
            return sorted(entry.name for entry in islice(entries, _MOST) if entry.name.startswith(PREFIX))
    except OSError:
        return []


def why_not(hooks: Path, name: str) -> str:
    """Return why a hook is not run, as a sentence goes on after its name; empty where it may be.

    Who can write it, or put another in its place, would do things as you: so it is yours or the system's alone.
    """
    if name not in NAMES:
        return f"follows nothing{nearest(name, NAMES) or '; `fuyu hooks --help` says how they are called'}"
    try:
        folder, found = hooks.stat(), (hooks / name).stat()
    except OSError as error:
        return f"cannot be run: {error.strerror}"
    reasons = (
        (not stat.S_ISREG(found.st_mode), "is no program but a folder, or something else that cannot be run"),
        (_is_anothers(folder), "is not run, for its folder belongs to somebody else"),
        (_is_anyones(folder), f"is not run, for others can change its folder: chmod o-w {clean_line(str(hooks))}"),
        (_is_anothers(found), "is not run, for it belongs to somebody else"),
        (_is_anyones(found), f"is not run, for others can change it: chmod o-w {clean_line(str(hooks / name))}"),
        (not os.access(hooks / name, os.X_OK), f"is not executable: chmod +x {clean_line(str(hooks / name))}"),
    )
    return next((words for is_so, words in reasons if is_so), "")


def _is_anyones(found: os.stat_result) -> bool:
    return bool(found.st_mode & stat.S_IWOTH)


def _is_anothers(found: os.stat_result) -> bool:
    return found.st_uid not in {_ROOT, os.geteuid()}

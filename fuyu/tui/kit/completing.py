"""A path completed as a shell does it: as far as all that may be meant agree, with what they are."""

from itertools import takewhile
from pathlib import Path

_MOST = 8
"""Names that are told at most."""


def completed(typed: str) -> tuple[str, list[str]]:
    """Return the path as far as it is known, and the names by which it may go on; none where there is one way.

    Args:
        typed: what stands there; `~` is the home folder, and stays as it is typed.
    """
    folder, slash, begun = typed.rpartition("/")
    names = _names(f"{folder}{slash}" or ".", begun)
    if not names:
        return typed, []
    common = "".join(letters[0] for letters in takewhile(_agree, zip(*names, strict=False)))
    path = f"{folder}{slash}{common}" if len(common) > len(begun) else typed
    return path, names[:_MOST] if len(names) > 1 else []


def _agree(letters: tuple[str, ...]) -> bool:
    return len(set(letters)) == 1


def _names(folder: str, begun: str) -> list[str]:
    """Return what lies in a folder and begins so, folders with a slash; hidden ones only where a dot is typed."""
    try:
        found = list(Path(folder).expanduser().iterdir())
    except (OSError, RuntimeError):
        return []
    shown = (each for each in found if each.name.startswith(begun) and (begun or not each.name.startswith(".")))
    return sorted(f"{each.name}/" if each.is_dir() else each.name for each in shown)

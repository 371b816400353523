"""The settings of a dashboard that is open, read again: what has changed in the file since it was read."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from fuyu import paths
from fuyu.config import LARGEST, Config, read_config


class Reread(NamedTuple):
    """The settings as they are by now."""

    config: Config
    changed: tuple[str, ...]
    """The names of those that are others than before: `look.theme`."""


class SettingsFile:
    """The file of the settings, and what it said when it was last read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._text = _text(path)

    def read_again(self) -> Reread:
        """Return what the file says now.

        Raises:
            UsageError: it cannot be read, or something in it means nothing; what it said before still counts.
        """
        config = read_config(self._path)
        before, self._text = self._text, _text(self._path)
        old, new = _by_name(before), _by_name(self._text)
        changed = (name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
        return Reread(config, tuple(sorted(changed)))


def _text(path: Path) -> str:
    """Return what the file says; nothing where there is none, or it cannot be read, which was said then."""
    try:
        return paths.small_file(path, LARGEST).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


def _by_name(text: str) -> dict[str, Any]:
    """Return every setting of a text that was read before, by its name."""
    from fuyu.config.tables import read_table  # noqa: PLC0415 - only those with a file wait for it

    return dict(_named(read_table(text, "")))


def _named(table: Mapping[str, Any], *above: str) -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _named(value, *above, name)
        else:
            yield ".".join((*above, name)), value

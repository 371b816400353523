"""The theme that was chosen, in the dashboard or by `fuyu theme`: one small file, and no trouble where it is not."""

import os
from pathlib import Path

from msgspec import DecodeError, Struct, json

from fuyu import disk, paths

_LARGEST = 1000
"""Bytes; two names have a hundred."""


class _Chosen(Struct, frozen=True):
    """What is remembered."""

    theme: str
    config: str = ""
    """The theme that the settings named then: where they name another one now, that was written later, and holds."""


class ChosenTheme:
    """Remembers the theme that was chosen last, until the settings name another one than they did then."""

    def __init__(self, path: Path, in_config: str) -> None:
        """Remember it in a file; `in_config` is the theme that the settings name, empty for none."""
        self._path = path
        self._in_config = in_config

    @property
    def name(self) -> str:
        """The theme that was chosen; empty where none was, or the settings name another one since."""
        try:
            chosen = json.decode(paths.small_file(self._path, _LARGEST), type=_Chosen)
        except (OSError, DecodeError, UnicodeDecodeError):
            return ""
        return chosen.theme if chosen.config == self._in_config else ""

    def keep(self, name: str) -> str:
        """Remember a theme; return what is in the way, empty where nothing is."""
        try:
            disk.make_folder(self._path.parent)
            with os.fdopen(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(json.encode(_Chosen(name, self._in_config)))
        except OSError as error:
            return f"{self._path} cannot be written: {disk.reason(error)}"
        return ""

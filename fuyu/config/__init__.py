"""What a person may set in config.toml, checked key by key; every problem is said with its line and the nearest key.

`values`, and the `tables` of the file they are read from, which an
open dashboard reads `again`; a `setting` is a field of a struct; `taking`, how a value
is written where its type does not say it; `problems`, how a mistake is said. `themes` knows the names of all themes,
`colours` what each role means, `palettes` has ours, `theme_file` reads one's own.
"""

import os
from pathlib import Path

from fuyu import paths
from fuyu.config.values import Config, KeySetting
from fuyu.domain.text import clean_line
from fuyu.errors import UsageError

LARGEST = 200_000
"""Bytes of a file of settings; all of them, with words, are ten thousand."""

__all__ = ["LARGEST", "Config", "KeySetting", "parse_config", "read_config"]

_NAMED = "`fuyu doctor` says which settings are read; $FUYU_CONFIG names others"


def read_config(path: Path) -> Config:
    """Return what the file sets; without a file, what fuyu does unasked.

    Raises:
        UsageError: the file cannot be read, or something in it means nothing; each problem has a line.
    """
    try:
        text = paths.small_file(path, LARGEST).decode("utf-8-sig")
    except FileNotFoundError:
        return Config()
    except PermissionError as error:
        if not os.access(path.parent, os.X_OK):  # another person's home, as after `su`: nobody's settings
            return Config()
        raise UsageError(f"{clean_line(str(path))} cannot be read: {error.strerror}", hint=_NAMED) from error
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8; save it as UTF-8"
        raise UsageError(f"{clean_line(str(path))} cannot be read: {reason}", hint=_NAMED) from error
    return parse_config(text, clean_line(str(path)))


def parse_config(text: str, name: str = "config.toml") -> Config:
    """Return what the text of a config file sets.

    Args:
        text: TOML.
        name: how problems call the file.

    Raises:
        UsageError: something in it means nothing.
    """
    from fuyu.config.tables import parse  # noqa: PLC0415 - only those with a file wait for it

    return parse(text, name)

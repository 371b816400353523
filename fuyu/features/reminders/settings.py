"""How the values of the table [remind] of config.toml are taken."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from fuyu.config.problems import WrongError
from fuyu.config.taking import text, times
from fuyu.features.reminders.rules import FIELDS, Quiet


def _quiet(value: object) -> Quiet:
    """Take the time in which nothing is told, also over midnight."""
    quiet = Quiet(*times(value, '"20:00-08:00"'))
    if quiet.first == quiet.last:
        raise WrongError("ends when it begins; to hear nothing, set remind.desktop to false and terminal to off")
    return quiet


def _form(value: object) -> str:
    """Take a text with names of fields in it."""
    form = text(value, '"{time} {channel} {name}"')
    unknown = [name for name in re.findall(r"\{([^{}]*)\}", form) if name not in FIELDS]
    if unknown:
        raise WrongError(f"names {{{unknown[0]}}}; there are {', '.join(f'{{{name}}}' for name in FIELDS)}")
    return form


KINDS: Mapping[str, Callable[[object], Any]] = {"quiet": _quiet, "reminder": _form}
"""What takes a value whose type does not say how it is written."""

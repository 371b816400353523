"""A yes before what nothing undoes."""

import sys

from fuyu.cli import output
from fuyu.desk.forgetting import ToForget
from fuyu.domain.text import clean_line
from fuyu.errors import UsageError

_YES = "yes"


def agree(found: ToForget, *, yes: bool) -> None:
    """Go on only after a yes, said by an option or typed.

    Raises:
        UsageError: there was none.
    """
    if yes:
        return
    name = clean_line(found.name)
    if not sys.stdin.isatty():
        raise UsageError(f"{name} ({found.lead}) would be gone for good", hint="--yes says that it is meant")
    output.words(f"{name} ({found.lead}) goes with {found.words}; nothing brings that back.")
    output.words(f"Type {_YES} to forget {name}:")
    if sys.stdin.readline().strip().casefold() != _YES:
        raise UsageError("nobody was forgotten")

"""The table [commands] of config.toml: a table for each command of one's own, and the key that runs it."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from msgspec import Meta, Struct

from fuyu.config import Config
from fuyu.config.problems import WrongError
from fuyu.config.taking import command, text
from fuyu.domain.settings import written
from fuyu.domain.text import clean_line
from fuyu.features.hooks.rules import FIELDS, unknown_fields
from fuyu.registry import Press

_LONGEST_LABEL = 20


class OwnCommand(Struct, frozen=True, kw_only=True):
    """A command of one's own."""

    key: Annotated[Any, written("own key")]
    """The key that runs it on the selected lead, like `"f11"` or `["L", "f11"]`; one that fuyu uses is refused."""
    run: Annotated[tuple[str, ...], written("own words")]
    """A program and its arguments, like `["xdg-open", "tel:{phone}"]`; no shell reads them. `{phone}`, `{email}`,
    `{name}` and `{id}` are the lead's. The program reads the lead as JSON."""
    label: Annotated[str, written("label")] = ""
    """What the help calls it; otherwise its name."""
    seconds: Annotated[int, Meta(ge=1, le=600)] = 30
    """How long it may take; then it is ended."""


class OwnCommands(Struct, frozen=True):
    """The commands of one's own."""

    by_name: Mapping[str, OwnCommand] = {}


def own_commands(taken: Mapping[str, Mapping[str, Any]]) -> OwnCommands:
    """Return the commands that are set.

    Args:
        taken: what each table of the file sets.
    """
    return OwnCommands({name: OwnCommand(**fields) for name, fields in taken["commands"].items()})


def keys(config: Config) -> list[Press]:
    """Return the key of each command; which one it is, is set by its table."""
    return [
        Press(
            f"own.{name}",
            (),
            own.label or name,
            f"Run your command {name}: {clean_line(own.run[0])}.",
            where="WORK",
            does="fuyu.features.hooks.screen:run",
            runs=f"own_{name}",
            given=(name, own),
        )
        for name, own in config.of(OwnCommands).by_name.items()
    ]


def _key(value: object) -> object:
    """Take keys; whether there are such, and whether fuyu uses them, the dashboard says."""
    return value


def _words(value: object) -> tuple[str, ...]:
    """Take a program and its arguments, with names of fields in them."""
    words = command(value)
    if unknown := unknown_fields(words):
        raise WrongError(f"names {{{unknown[0]}}}; there are {', '.join(f'{{{name}}}' for name in FIELDS)}")
    if unknown_fields(words[:1]) or "{" in words[0] or not words[0]:
        raise WrongError('begins with a program, like ["xdg-open", "tel:{phone}"]')
    return words


def _label(value: object) -> str:
    """Take a word or two."""
    label = clean_line(text(value, '"Dial"'))
    if not 0 < len(label) <= _LONGEST_LABEL:
        raise WrongError(f"is a word or two, at most {_LONGEST_LABEL} letters")
    return label


KINDS: Mapping[str, Callable[[object], Any]] = {"own key": _key, "own words": _words, "label": _label}
"""What takes a value whose type does not say how it is written."""

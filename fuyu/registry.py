"""The features there are: each folder of `fuyu/features` says in its `__init__` what it adds, and is found by that.

Nothing imports a feature: what it adds is named as `module:function`, and loaded when it is first used. So a folder
that is taken away takes its commands, keys and settings with it, and nothing else breaks.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from argparse import ArgumentParser

T = TypeVar("T")
_PACKAGE = "fuyu.features"
TABLES_OF: Mapping[str, str] = {
    "calendar": "calendar",
    "commands": "hooks",
    "inbox": "inbox",
    "mail": "messages",
    "remind": "reminders",
}
"""The tables of config.toml that belong to a feature; where its folder is gone, they are told of, not refused."""


UNDONE = "`fuyu undo` undoes all of it."
"""Said below the options of a command that changes much at once."""
FIRST = "<first>"
"""What follows this comes before all others."""
After = str | tuple[str, ...]
"""What something follows: a name, or the first of several that is there; otherwise it comes last."""


def number(words: str) -> int:
    """Return a whole number, as options take it."""
    try:
        return int(words)
    except ValueError:
        from argparse import ArgumentTypeError  # noqa: PLC0415 - only who is wrong waits for it

        raise ArgumentTypeError(f"“{words[:40]}” is no whole number; write it like 3") from None


def lead(command: "ArgumentParser") -> None:
    """Let a command take the lead it is about."""
    command.add_argument("lead", metavar="LEAD", help="an id, or a part of a name that fits one lead only")


def everyone(command: "ArgumentParser") -> None:
    """Let a command show the leads of colleagues, too."""
    command.add_argument("--everyone", action="store_true", help="in a team: also the leads of colleagues")


def _takes_nothing(_command: "ArgumentParser") -> None:
    """A command without options of its own."""


class Command(Struct, frozen=True, kw_only=True):
    """A command of the command line."""

    name: str
    group: str = ""
    """The title in `fuyu --help` that it stands below; empty where it stands below another command."""
    after: After = ""
    """The command it follows there."""
    summary: str
    runs: str
    """Where the function is that takes what was asked for, and returns the exit code."""
    takes: "Callable[[ArgumentParser], object]" = _takes_nothing
    """Adds its options; it is light, for `fuyu --help` calls it."""
    below: "tuple[Command, ...]" = ()
    """The commands below it, as `fuyu team join`; it runs itself where none of them is named."""


class Press(Struct, frozen=True):
    """A key of the dashboard."""

    id: str
    keys: tuple[str, ...]
    label: str
    tooltip: str
    where: str = ""
    """The name of its situation, as `fuyu.tui.keys.Where` has it."""
    after: After = ""
    """The id of the key it follows in the help."""
    does: str = ""
    """Where the function is that takes the day it is pressed on, a `fuyu.tui.kit.day.Day`; empty where a screen of the
    feature does it."""
    changes: bool = False
    """Whether it changes the book: it waits while something is not saved."""
    runs: str = ""
    """The action, where it is not called as the last part of the id."""
    covered_by: str = ""
    """The id of a key that takes its place while that one means something."""
    given: tuple[object, ...] = ()
    """What `does` takes beside the day."""


def on(where: str, after: After, *keys: Press) -> tuple[Press, ...]:
    """Return the keys of one situation, in order; they follow another in the help."""
    return tuple(replace(key, where=where, after=after) for key in keys)


class Settings(Struct, frozen=True, kw_only=True):
    """A table of config.toml."""

    title: str
    after: After = ""
    """The table it follows in docs/settings.md."""
    structs: tuple[str, ...]
    """Where the structs are whose fields are its keys."""
    kinds: str = ""
    """Where the mapping is of what takes a value whose type does not say it, beside `fuyu.config.taking.KINDS`."""
    made: str = ""
    """Where the function is that makes one value of all tables; without it the first struct is made of its own keys."""
    each: bool = False
    """Whether it is a table of tables, one for each name a person gives, all of them with these keys."""
    own_keys: str = ""
    """What the id of the key begins with that each of these tables has by its `key`; empty where they have none."""


class Feature(Struct, frozen=True, kw_only=True):
    """What one folder of `fuyu/features` adds."""

    commands: tuple[Command, ...] = ()
    keys: tuple[Press, ...] = ()
    several: Mapping[str, str] = {}
    """What keys of the day do while leads are marked, by their ids: where the function is that takes the day, as that
    of a `Press` does."""
    settings: tuple[Settings, ...] = ()
    beside: str = ""
    """Where the function is that makes what goes on beside the dashboard; see `fuyu.background`."""
    follows: str = ""
    """Where the function is that follows a command that changed the book, where settings of features are set."""
    forgets: str = ""
    """Where the function is that forgets people in what the feature keeps outside of the book: it takes the book, and
    the ids of their leads."""
    demo: str = ""
    """Where the function is that lets somebody take part in a demo with others: it takes who, and their book, and is
    entered for as long as they are there. What such a feature does beside the dashboard goes on beside the demo too."""
    answers: Mapping[str, str] = {}
    """Where what answers the core is, by the name of the protocol that it has there."""
    own_keys: str = ""
    """Where the function is that takes the settings, and returns the keys that a person has made by them."""
    listens: str = ""
    """Where the function is that listens to what a command does with a book; it returns what is called once that is
    said, which returns what was in the way. The dashboard listens by what goes on beside it."""
    folder: str = ""
    """The folder beside the settings without which nothing listens."""
    pages: tuple[str, ...] = ()
    """The pages of `docs/` that are about it alone."""


@cache
def features() -> Mapping[str, Feature]:
    """Return the features whose folders are there, by name, always in the same order."""
    folder = os.path.join(os.path.dirname(__file__), "features")  # noqa: PTH118, PTH120 - a path costs each start more
    names = sorted(name for name in os.listdir(folder) if os.path.exists(f"{folder}/{name}/__init__.py"))  # noqa: PTH110, PTH208 - the same
    return {name: import_module(f"{_PACKAGE}.{name}").FEATURE for name in names}


def load(place: str) -> Any:
    """Return what a `module:name` names."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


def answering(protocol: str) -> str:
    """Return where what answers the core by a protocol is; empty where no feature does."""
    return next((there for feature in features().values() if (there := feature.answers.get(protocol))), "")


def shared_demo() -> str:
    """Return where what lets several people take part in the demo is; empty where no feature does."""
    return next((feature.demo for feature in features().values() if feature.demo), "")


def has_command(name: str) -> bool:
    """Return whether a feature adds a command."""
    return any(command.name == name for feature in features().values() for command in feature.commands)


def presses() -> Iterator[Press]:
    """Yield the keys of all features."""
    for feature in features().values():
        yield from feature.keys


def woven(core: Sequence[T], added: Sequence[tuple[After, T]], called: Callable[[T], str]) -> tuple[T, ...]:
    """Return what features add among what is there without them.

    Args:
        core: what is there without them, in its order.
        added: what they add, each behind what it follows.
        called: returns the name of one.
    """
    names = {FIRST, *map(called, core), *(called(one) for _, one in added)}
    followers: dict[str, list[T]] = {}
    for after, one in added:
        places = (after,) if isinstance(after, str) else after
        followers.setdefault(next((place for place in places if place in names), ""), []).append(one)

    def with_followers(ones: Sequence[T]) -> Iterator[T]:
        for one in ones:
            yield one
            yield from with_followers(followers.pop(called(one), ()))

    found = [*with_followers(followers.pop(FIRST, ())), *with_followers(core)]
    while followers:
        found += with_followers(followers.pop(next(iter(followers))))
    return tuple(found)

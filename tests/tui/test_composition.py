"""The day's screen hosts objects: each key of the day reaches one of them, and no class is everything."""

import inspect
import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from pkgutil import iter_modules, walk_packages
from types import FunctionType

import pytest

import fuyu
from fuyu.registry import features, load, presses
from fuyu.tui import day
from fuyu.tui.day.call_mode import CallMode
from fuyu.tui.day.lists import ListWalk
from fuyu.tui.keys import Where, keys_of
from tests.tui.conftest import Morning

_MOST = 30
"""Methods of a class, at the most: more is more than one thing."""
_METHODS = (FunctionType, property, cached_property, classmethod, staticmethod)
_OF_THE_DAY = {Where.MOVE, Where.MARK, Where.CALL, Where.WORK, Where.BOOK, Where.NOTES, Where.TROUBLE}


def _classes() -> Iterator[type]:
    """Yield every class of the program."""
    for module in walk_packages(fuyu.__path__, "fuyu."):
        if not module.name.endswith(
            ("__main__", "system.windows")
        ):  # the one begins the program, the other is elsewhere
            for _, found in inspect.getmembers(import_module(module.name), inspect.isclass):
                if found.__module__ == module.name:
                    yield found


def _methods(found: type) -> set[str]:
    """Return the methods that a class has of ours, its own and inherited ones."""
    ours = (base for base in found.__mro__ if base.__module__.startswith("fuyu."))
    return {name for base in ours for name, value in vars(base).items() if isinstance(value, _METHODS)}


@pytest.mark.slow
def test_no_class_does_everything() -> None:
    large = {f"{found.__module__}.{found.__qualname__}" for found in _classes() if len(_methods(found)) > _MOST}
    assert not large


def test_the_page_of_the_day_names_all_of_its_modules() -> None:
    modules = {module.name for module in iter_modules(day.__path__)}
    assert modules == set(re.findall(r"`(\w+)`", (day.__doc__ or "").partition("| --- |")[2])) | {"screen"}


def test_every_key_of_the_day_has_an_action_and_every_action_a_key() -> None:
    screen = Morning().app.day
    walked = screen.view.walks.current.actions.keys() | screen.calling.actions.keys()
    named = {key.action for where in _OF_THE_DAY for key in keys_of(where)}
    assert walked | screen.work.actions.keys() == named
    assert not walked & screen.work.actions.keys(), "what does it is one object"


@pytest.mark.slow
def test_no_two_objects_of_the_day_do_the_same() -> None:
    hosted = {found for found in _classes() if found.__module__.startswith(day.__name__)} - {ListWalk, CallMode}
    names = Counter(name for found in hosted for name in vars(found) if name.startswith("action_"))
    del names["action_do"]
    assert max(names.values()) == 1
    of_features = {press.id.rpartition(".")[2] for press in presses() if press.does}
    assert names.keys() == {f"action_{name}" for name in Morning().app.day.work.actions.keys() - of_features}


def test_what_is_done_with_the_marked_is_done_by_a_key_of_the_day() -> None:
    of_day = {key.id for where in _OF_THE_DAY for key in keys_of(where)}
    several = {key_id: place for feature in features().values() for key_id, place in feature.several.items()}
    assert several.keys() <= of_day
    assert all(callable(load(place)) for place in several.values())

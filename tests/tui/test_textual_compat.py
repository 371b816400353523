"""What Textual keeps to itself: used in one package, and as it was when that was written."""

import ast
import inspect
import re
import sys
from functools import cache
from importlib import import_module
from itertools import chain
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest
import textual.drivers.linux_driver
import textual.drivers.web_driver
from rich.console import Console
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.document._edit import Edit
from textual.document._history import EditHistory
from textual.document._wrapped_document import WrappedDocument
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

import fuyu.tui
from fuyu.tui.kit import textual_compat

_OF_EVERY_CLASS = {"_decorated_handlers", "_reactives", "_merged_bindings", "_computes", "_abc_impl"}
"""What Textual's and Python's own metaclasses put into every class."""
_BY_TEXTUAL = re.compile(r"_(css_type_names?|inherit_\w+|default_\w+)")
_LinuxDriver, _WebDriver = textual.drivers.linux_driver.LinuxDriver, textual.drivers.web_driver.WebDriver


@pytest.mark.parametrize(
    ("owner", "name", "signature"),
    [
        (App, "_check_bindings", "(self, key: 'str', priority: 'bool' = False) -> 'bool'"),
        (App, "_on_key", None),
        (App, "_display", "(self, screen: 'Screen', renderable: 'RenderableType | None') -> 'None'"),
        (App, "_on_exit_app", "(self) -> 'None'"),
        (App, "_handle_exception", "(self, error: 'Exception') -> 'None'"),
        (App, "_begin_batch", "(self) -> 'None'"),
        (App, "_refresh_truecolor_filter", "(self, theme: 'TerminalTheme') -> 'None'"),
        (MessagePump, "_post_message", "(self, message: 'Message') -> 'bool'"),
        (MessagePump, "_dispatch_message", "(self, message: 'Message') -> 'None'"),
        (Compositor, "_render_chops", None),
        (Compositor, "reflow", "(self, parent: 'Widget', size: 'Size') -> 'ReflowResult'"),
        (Compositor, "render_partial_update", "(self) -> 'ChopsUpdate | None'"),
        (Compositor, "_regions_to_spans", "(regions: 'Iterable[Region]') -> 'Iterable[tuple[int, int, int]]'"),
        (Input, "_on_paste", "(self, event: 'events.Paste') -> 'None'"),
        (TextArea, "_on_key", "(self, event: 'events.Key') -> 'None'"),
        (TextArea, "_on_paste", "(self, event: 'events.Paste') -> 'None'"),
        (TextArea, "_render_line", "(self, y: 'int') -> 'Strip'"),
        (Widget, "_scroll_update", "(self, virtual_size: 'Size') -> 'None'"),
        (Widget, "_exchange_repaint_regions", "(self) -> 'Collection[Region]'"),
        (
            TextArea,
            "_replace_via_keyboard",
            "(self, insert: 'str', start: 'Location', end: 'Location') -> 'EditResult | None'",
        ),
        (XTermParser, "feed", None),
        (XTermParser, "tick", None),
    ],
)
def test_a_method_is_called_as_before(owner: type, name: str, signature: str | None) -> None:
    ours = _overriding(owner, name)
    theirs = inspect.signature(getattr(owner, name))
    if signature is not None:
        assert str(theirs) == signature
    for method in ours:
        assert list(inspect.signature(method).parameters) == list(theirs.parameters)


@pytest.mark.parametrize(
    ("owner", "names"),
    [
        (App, {"_driver"}),
        (Screen, {"_compositor"}),
        (TextArea, {"_theme"}),
        (WrappedDocument, {"_offset_to_line_info"}),
        (Compositor, {"_full_map", "_full_map_invalidated", "_dirty_regions"}),
        (_LinuxDriver, {"_key_thread", "_writer_thread", "_file", "_debug"}),
        (_WebDriver, {"_write", "_size", "_app"}),
        (Console, {"_color_system"}),
        (Edit, {"text", "from_location", "to_location", "maintain_selection_offset"}),
        (EditHistory, {"undo_stack", "redo_stack"}),
        (LayoutUpdate, {"strips", "region"}),
        (ChopsUpdate, {"chops", "spans", "chop_ends"}),
    ],
)
def test_an_object_has_what_is_asked_of_it(owner: type, names: set[str]) -> None:
    assert names <= _set_by(owner)


def test_nothing_else_uses_what_is_private_to_textual() -> None:
    found = {
        f"{cls.__module__}.{cls.__qualname__} uses {name}"
        for cls in _classes()
        if not cls.__module__.startswith(textual_compat.__name__)
        for name in _private(cls)
        if name not in _own(cls) and name not in _OF_EVERY_CLASS and not _BY_TEXTUAL.fullmatch(name)
    }
    assert found == set()


def test_the_page_of_the_package_names_all_of_its_modules() -> None:
    modules = {module.name for module in walk_packages(textual_compat.__path__)}
    assert modules == set(
        re.findall(r"`(\w+)`", " ".join(re.findall(r"^\|([^|]*)\|", textual_compat.__doc__ or "", re.MULTILINE)))
    )


@cache
def _classes() -> set[type]:
    modules = [import_module(module.name) for module in walk_packages(fuyu.tui.__path__, "fuyu.tui.")]
    return {cls for module in modules for cls in vars(module).values() if inspect.isclass(cls) and _is_ours(cls)}


def test_nothing_but_its_own_palette_needs_what_is_left_out_of_textual() -> None:
    names = {
        name.name
        for node in ast.walk(_parsed("textual.app"))
        if isinstance(node, ast.ImportFrom) and node.module == "textual.command"
        for name in node.names
    }
    using = {
        function.name
        for function in ast.walk(_parsed("textual.app"))
        if isinstance(function, ast.FunctionDef)
        and names & {node.id for part in function.body for node in ast.walk(part) if isinstance(node, ast.Name)}
    }
    assert using == {"action_command_palette", "search_commands", "search_themes"}
    assert _overriding(App, "action_command_palette")
    importing = {
        name
        for name in ("textual.app", "textual.theme", "textual.screen", "textual.widget", "textual.dom")
        if any(isinstance(node, ast.ImportFrom) and node.module == "textual.command" for node in _parsed(name).body)
    }
    assert importing == {"textual.app", "textual.theme"}


def _is_ours(cls: type) -> bool:
    return cls.__module__.startswith("fuyu.tui")


def _overriding(owner: type, name: str) -> list[Any]:
    return [vars(cls)[name] for cls in _classes() if issubclass(cls, owner) and name in vars(cls)]


def _set_by(owner: type) -> set[str]:
    """Return what instances of a class have: its fields and methods, and what its methods set."""
    names = set(chain.from_iterable(getattr(cls, "__annotations__", {}) for cls in owner.__mro__))
    return names.union(*(_defined_by(cls) for cls in owner.__mro__[:-1]))


def _private(cls: type) -> set[str]:
    """Return the private names that a class takes from `self` or `super()`, or defines anew."""
    theirs = {name for base in cls.__mro__ if not _is_ours(base) for name in vars(base)}
    taken = {node.attr for node in _of_self(cls)}
    return {name for name in taken | (vars(cls).keys() & theirs) if re.match("_[a-z]", name)}


def _own(cls: type) -> set[str]:
    """Return the names that are ours: set or defined by a class of fuyu, and by none of Textual's."""
    ours = [base for base in cls.__mro__ if _is_ours(base)]
    theirs = [base for base in cls.__mro__ if base.__module__.startswith("textual")]
    return set().union(*map(_defined_by, ours)) - set().union(*map(_defined_by, theirs))


@cache
def _defined_by(cls: type) -> set[str]:
    return {node.attr for node in _of_self(cls) if isinstance(node.ctx, ast.Store)} | set(vars(cls))


@cache
def _of_self(cls: type) -> list[ast.Attribute]:
    """Return where the code of a class says `self.NAME`, or `super().NAME`."""
    return [
        node
        for part in ast.walk(_parsed(cls.__module__))
        if isinstance(part, ast.ClassDef) and part.name == cls.__name__
        for node in ast.walk(part)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in {"self", "super()"}
    ]


@cache
def _parsed(module: str) -> ast.Module:
    path = sys.modules[module].__file__
    return ast.parse(Path(path).read_text(encoding="utf-8") if path else "")

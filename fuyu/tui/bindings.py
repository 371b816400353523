"""The registry's keys as Textual's bindings, and the keys that hold where a widget is shown."""

from collections.abc import Callable

from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from fuyu.tui.keys import STANDARD, Key, Keyboard, Where, keys_of


def bindings(*situations: Where, runs: Callable[[Key], str] = lambda key: key.action) -> list[BindingType]:
    """Return complete bindings for the keys of these situations; the app's keymap changes them by id.

    Args:
        situations: whose keys.
        runs: says which of Textual's actions a key runs; where nothing is said, that of its own name.
    """
    return [binding(key, runs(key)) for where in situations for key in keys_of(where)]


def binding(key: Key, runs: str) -> Binding:
    """Return the complete binding of a key that runs one of Textual's actions."""
    return Binding(",".join(key.keys), runs, key.label, show=False, id=key.id, tooltip=key.tooltip)


def done_by_name(key: Key) -> str:
    """Return the one action of the day's screen, with the name of what it is to do."""
    return f"do('{key.action}')"


def keyboard_of(node: DOMNode) -> Keyboard:
    """Return the keys that hold in the app a widget belongs to."""
    keyboard = getattr(node.app, "keyboard", STANDARD)
    return keyboard if isinstance(keyboard, Keyboard) else STANDARD

"""The registry's keys as Textual's bindings, and the keys that hold where a widget is shown."""

from textual.binding import Binding, BindingType
from textual.dom import DOMNode

from fuyu.tui.keys import STANDARD, Keyboard, Where, keys_of


def bindings(*situations: Where) -> list[BindingType]:
    """Return complete bindings for the keys of these situations; the app's keymap changes them by id."""
    return [
        Binding(",".join(key.keys), key.action, key.label, show=False, id=key.id, tooltip=key.tooltip)
        for where in situations
        for key in keys_of(where)
    ]


def keyboard_of(node: DOMNode) -> Keyboard:
    """Return the keys that hold in the app a widget belongs to."""
    keyboard = getattr(node.app, "keyboard", STANDARD)
    return keyboard if isinstance(keyboard, Keyboard) else STANDARD

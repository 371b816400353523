"""Keys that a person has made: Textual has those of a class, and only an app may be given more of them."""

from collections.abc import Iterable

from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode


def bind_too(node: DOMNode, added: Iterable[Binding]) -> None:
    """Give one screen or widget more bindings than its class has.

    `App.bind` would let them hold on every screen, also while a form is filled in.
    """
    node._bindings = BindingsMap.merge([node._bindings, BindingsMap(added)])

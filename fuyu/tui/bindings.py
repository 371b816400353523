"""The registry's keys as Textual's bindings."""

from textual.binding import Binding, BindingType

from fuyu.tui.keys import Where, keys_of


def bindings(*situations: Where) -> list[BindingType]:
    """Return complete bindings for the keys of these situations."""
    return [
        Binding(",".join(key.keys), key.action, key.label, show=False, id=key.id, tooltip=key.tooltip)
        for where in situations
        for key in keys_of(where)
    ]

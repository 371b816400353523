"""Textual without its own command palette: ours is a sheet, and its own brings five widgets along that nobody sees."""

from types import ModuleType

from fuyu.imports import import_without


def import_textual() -> None:
    """Import Textual's app as if the palette were there and empty; who asks for the palette later has the real one."""
    import_without("textual.app", "textual.command", _Empty("textual.command"))


class _Empty(ModuleType):
    """A module in which each class one asks for is there, and does nothing."""

    def __getattr__(self, name: str) -> type:
        return type(name, (), {})

"""Importing a library without another one that it takes along where it is there, and that nobody here needs."""

import sys
from importlib import import_module
from types import ModuleType


def import_without(library: str, unwanted: str, stands_in: ModuleType | None = None) -> None:
    """Import a library as if another one, which it can do without, were not installed.

    What is imported later finds the other one as ever. Nothing happens to a library that is imported already.

    Args:
        library: what is imported.
        unwanted: what is not.
        stands_in: what the library finds in its place.
    """
    if library in sys.modules or unwanted in sys.modules:
        return
    sys.modules[unwanted] = stands_in  # type: ignore[assignment]  # None is how the import system says: not there
    try:
        import_module(library)
    finally:
        del sys.modules[unwanted]

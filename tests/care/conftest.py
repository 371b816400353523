"""A place for a book."""

from tests.storage.conftest import book_path

__all__ = ("book_path",)

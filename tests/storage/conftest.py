"""Every store that fulfils the port, to run one list of tests over all of them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fuyu import paths
from fuyu.storage import open_book
from fuyu.storage.book import Book
from fuyu.storage.port import Store
from tests.memory import MemoryStore


class Shop:
    """Opens stores of one kind, and closes what it opened."""

    def __init__(self, opener: Callable[[], Store], *, keeps: bool) -> None:
        self.keeps = keeps
        """Whether a store finds again what an earlier one kept."""
        self._opener = opener
        self._opened: list[Store] = []

    def open(self) -> Store:
        """Open a store."""
        self._opened.append(self._opener())
        return self._opened[-1]

    def close_all(self) -> None:
        """Close every store that was opened."""
        while self._opened:
            self._opened.pop().close()

    def reopened(self, store: Store) -> Store:
        """Return the store closed and opened again, or as it is where it keeps nothing."""
        if not self.keeps:
            return store
        store.close()
        self._opened.remove(store)
        return self.open()


@pytest.fixture
def book_path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "fuyu.json"


def cache_of(book_path: Path) -> Path:
    """Return the folder of what is kept of a book and may be deleted."""
    folder = paths.cache(book_path)
    assert folder is not None
    return folder


@pytest.fixture(params=["memory", "book", "shared"])
def shop(request: pytest.FixtureRequest, book_path: Path, open_shared: Callable[[Path], Book]) -> Iterator[Shop]:
    shops = {
        "memory": Shop(MemoryStore, keeps=False),
        "book": Shop(lambda: open_book(book_path), keeps=True),
        "shared": Shop(lambda: open_shared(book_path), keeps=True),
    }
    found = shops[request.param]
    yield found
    found.close_all()


@pytest.fixture
def store(shop: Shop) -> Store:
    return shop.open()

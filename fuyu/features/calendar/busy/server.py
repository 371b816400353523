"""The events of a CalDAV collection that is read and never changed."""

from collections.abc import Iterator
from datetime import date
from hashlib import blake2b
from typing import NamedTuple

from fuyu.features.calendar.collection import Collection
from fuyu.features.calendar.settings import Publishing


class ServedFile(NamedTuple):
    """An event as the server has it."""

    name: str
    """The address of the collection, and the name of the file there."""
    stamp: str
    text: str

    def content(self) -> bytes:
        """Return what it says."""
        return self.text.encode()


def events_on(url: str, publishing: Publishing, secret: str, first: date, last: date) -> Iterator[ServedFile]:
    """Yield the events of some days.

    Args:
        url: of the collection.
        publishing: says who logs in.
        secret: their password.
        first: the first day.
        last: the last.

    Raises:
        ServerError: the server does not answer, or not as a calendar server.
    """
    with Collection(url, publishing.user, secret) as collection:
        found = collection.events(first, last)
    for name, (_, text) in sorted(found.items()):
        yield ServedFile(f"{url}{name}", blake2b(text.encode(), digest_size=12).hexdigest(), text)

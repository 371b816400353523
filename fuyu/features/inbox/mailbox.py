"""What any mailbox is asked: what is new since it was read last, and how some of that begins."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from fuyu.features.inbox.letters import MailHead


class Position(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How far a mailbox was read."""

    day: date
    """When."""
    validity: int = 0
    """The UIDVALIDITY of its folder; where it is another one, the UIDs mean nothing any more (RFC 3501, 2.3.1.1)."""
    uid: int = 0
    """The highest UID that was read."""
    names: tuple[str, ...] = ()
    """The names of the files that were seen, in a Maildir."""


class Mailbox(Protocol):
    """A mailbox that is only looked at: nothing in it is marked, moved or renamed."""

    @property
    def named(self) -> str:
        """Tells it from any other; no password is in it."""

    def new(
        self, since: Position | None, first: date, now: datetime
    ) -> Iterator[tuple[Sequence["MailHead"], Position]]:
        """Yield the headers of new mail, some at a time, each with how far it is read then.

        Args:
            since: how far it was read; None reads it for the first time.
            first: the day from which on mail is read then.
            now: the time.

        Raises:
            ServerError: it does not answer, or takes too long; what was yielded before counts.
        """

    def openings(self, marks: Sequence[str]) -> Mapping[str, bytes]:
        """Return the first bytes below the headers of some mails, by their marks."""

    def close(self) -> None:
        """Leave it."""

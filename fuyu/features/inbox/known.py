"""Whom a mail is about: the leads of a book by their addresses, looked up without reading every lead."""

from collections.abc import Iterable
from functools import cached_property

from fuyu.desk import Desk
from fuyu.domain.address import as_read
from fuyu.domain.lead import Lead
from fuyu.domain.text import fold
from fuyu.features.inbox.letters import compared
from fuyu.features.inbox.rules import Mail, MailKind


class KnownAddresses:
    """The addresses in a book, as they are when they are first asked for."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def has_any(self, addresses: Iterable[str]) -> bool:
        """Return whether one of some addresses is somebody's, as far as letters without accents tell."""
        return any(fold(as_read(address)) in self._held for address in addresses)

    def leads(self, mail: Mail) -> list[Lead]:
        """Return whom a mail is about: one lead; several where nothing tells which of them wrote it.

        An address may be that of several people. Then it tells who wrote which message is answered, or what name
        stands before the address.
        """
        found = {lead.id: lead for address in mail.addresses for lead in self._with(address)}
        if len(found) > 1 and mail.kind is not MailKind.BOUNCE:
            for ids in (self._answered(mail), self._called(found.values(), mail.name)):
                if len(meant := ids & found.keys()) == 1:
                    return [found[one] for one in meant]
        return list(found.values())

    @cached_property
    def _held(self) -> frozenset[str]:
        """The addresses in the book, folded."""
        return frozenset(self._desk.book.store.values("email"))

    def _with(self, address: str) -> Iterable[Lead]:
        """Return the leads with an address, however it is written in the book."""
        store = self._desk.book.store
        if not self.has_any([address]):
            return ()
        leads = (store.lead(one) for one in sorted(store.mentions(as_read(address))))
        return (lead for lead in leads if lead and address in map(compared, lead.emails))

    def _answered(self, mail: Mail) -> set[int]:
        """Return to whom the messages went that a mail answers."""
        return {one.lead for one in self._desk.book.messages() if one.message_id and one.message_id in mail.answers}

    def _called(self, leads: Iterable[Lead], name: str) -> set[int]:
        """Return the leads with a name."""
        return {lead.id for lead in leads if name and fold(lead.name) == fold(name)}

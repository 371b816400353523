"""Reading the mail that came: from known addresses, a little of each, and nothing twice."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from fuyu import paths
from fuyu.desk import Desk
from fuyu.domain.action import Action
from fuyu.errors import FuyuError, ServerError
from fuyu.features.inbox.known import KnownAddresses
from fuyu.features.inbox.letters import HeadersRead, MailHead, as_mail, read_head
from fuyu.features.inbox.mailbox import Mailbox, Position
from fuyu.features.inbox.record import Came, InboxRecord, RecordFile
from fuyu.features.inbox.rules import Mail, MailKind, kind_of
from fuyu.features.inbox.settings import Inbox
from fuyu.features.inbox.taking import Reply, is_here, take


class Arrived(Struct, frozen=True):
    """A mail that came, with whom it is about."""

    mail: Mail
    opening: str
    leads: tuple[int, ...]
    """Several where nothing tells who of them wrote it."""

    @property
    def is_reply(self) -> bool:
        """Whether it becomes a touch."""
        return self.mail.kind is MailKind.REPLY


class Fetched(Struct, frozen=True):
    """What came of reading mail."""

    arrived: tuple[Arrived, ...]
    """From known addresses, and about messages to these."""
    read: int
    """Mails whose headers were read."""
    action: Action | None
    """What was written to the book; None where nothing was."""
    trouble: FuyuError | None
    """Why not all of it was read; what was, counts."""


def mailbox_of(inbox: Inbox, password: Callable[[], str]) -> Mailbox:
    """Return the mailbox of the settings; nothing of it is read by that."""
    if inbox.maildir:
        from fuyu.features.inbox.maildir import Maildir  # noqa: PLC0415 - only where there is one

        return Maildir(paths.of_words(inbox.maildir))
    from fuyu.features.inbox.imap import ImapBox  # noqa: PLC0415 - the same

    return ImapBox(inbox, password)


def fetch(
    desk: Desk, mailbox: Mailbox, record: RecordFile, days: int, *, dry_run: bool = False, heard: bool = False
) -> Fetched:
    """Read what is new, log the replies by one action, and remember how far the mailbox is read.

    Args:
        desk: the book.
        mailbox: where mail comes in.
        record: remembers.
        days: how many days back mail is read the first time.
        dry_run: write nothing, and remember nothing.
        heard: whether a person is told of it at once.

    Raises:
        StoreError: what came could not be written; it is read again the next time.
    """
    with record.alone() as known:
        reading = _Reading(desk, mailbox, known)
        try:
            reading.all(days)
        finally:
            mailbox.close()
        replies = [Reply(one.leads[0], one.mail, one.opening) for one in reading.arrived if one.is_reply]
        action = take(desk, replies) if replies and not dry_run else None
        if not dry_run:
            came = [
                Came(kind=one.mail.kind, leads=one.leads, at=one.mail.at, uid=one.mail.uid) for one in reading.arrived
            ]
            record.write(known.with_more(mailbox.named, reading.position, came, heard=heard))
    return Fetched(tuple(reading.arrived), reading.read, action, reading.trouble)


class _Reading:
    """One walk through what is new in a mailbox."""

    def __init__(self, desk: Desk, mailbox: Mailbox, record: InboxRecord) -> None:
        self._desk = desk
        self._mailbox = mailbox
        self._since = record.positions.get(mailbox.named)
        self._known = KnownAddresses(desk)
        self._seen = set(record.uids)
        self.arrived: list[Arrived] = []
        self.position: Position | None = None
        self.read = 0
        self.trouble: ServerError | None = None

    def all(self, days: int) -> None:
        """Read it; where the server breaks off, what was read before counts."""
        now = self._desk.now()
        try:
            for heads, position in self._mailbox.new(self._since, now.date() - timedelta(days=days), now):
                self._take([head._replace(arrived=min(head.arrived, now)) for head in heads])
                self.position = position
                self.read += len(heads)
        except ServerError as error:
            self.trouble = error

    def _take(self, heads: Sequence[MailHead]) -> None:
        """Take those mails that are somebody's; of no other one is the text asked for."""
        wanted: dict[str, tuple[MailHead, HeadersRead]] = {}
        for head in heads:
            read = read_head(head.content)
            is_bounce = kind_of(read.headers, read.senders) is MailKind.BOUNCE
            if is_bounce or self._known.has_any(read.senders):
                wanted[head.mark] = head, read
        texts = self._mailbox.openings(list(wanted)) if wanted else {}
        for mark, (head, read) in wanted.items():
            mail, opening = as_mail(head, read, texts.get(mark, b""))
            leads = tuple(lead.id for lead in self._known.leads(mail))
            if mail.kind is MailKind.REPLY and len(leads) > 1:
                mail = replace(mail, kind=MailKind.UNCLEAR)
            arrived = Arrived(mail, opening, leads)
            if leads and mail.uid not in self._seen and not self._is_here(arrived):
                self._seen.add(mail.uid)
                self.arrived.append(arrived)

    def _is_here(self, arrived: Arrived) -> bool:
        return arrived.is_reply and is_here(self._desk, Reply(arrived.leads[0], arrived.mail, arrived.opening))

"""`fuyu mail`: what came is read, logged and said."""

import sys
from argparse import Namespace
from collections.abc import Iterator
from functools import partial
from typing import Any

from fuyu import paths
from fuyu.answer import Answer, counted
from fuyu.cli.done import action_fields
from fuyu.cli.opening import at_a_glance, book_path
from fuyu.cli.password import password
from fuyu.config import read_config
from fuyu.desk import Desk
from fuyu.domain.text import clean_line, shortened
from fuyu.errors import UsageError
from fuyu.features.inbox.record import record_of
from fuyu.features.inbox.rules import MailKind
from fuyu.features.inbox.service import Arrived, fetch, mailbox_of
from fuyu.features.inbox.settings import Inbox

_EXAMPLE = 'imap = "imap.example.org" and user, or maildir = "~/Mail/INBOX"'


@at_a_glance
def mail(desk: Desk, asked: Namespace) -> Answer:
    """Read the mail that came, and log replies; print what came, or would be logged."""
    inbox = read_config(paths.config()).of(Inbox)
    if not inbox.is_set:
        raise UsageError(f"no mailbox is set: config.toml needs [inbox] with {_EXAMPLE}")
    mailbox = mailbox_of(inbox, partial(password, "inbox", inbox.user, inbox.password_command))
    heard = sys.stdout.isatty()
    found = fetch(desk, mailbox, record_of(book_path(asked)), inbox.days, dry_run=asked.dry_run, heard=heard)
    if found.trouble and not found.read:
        raise found.trouble
    others = found.read - len(found.arrived)
    return Answer(
        sentences=[*(_words(desk, one) for one in found.arrived), _whole_words(found.arrived, others)],
        records=[_cells(desk, one) for one in found.arrived],
        data={
            "came": (_fields(desk, one) for one in found.arrived),
            "others": others,
            "action": action_fields(found.action),
        },
        hints=list(_hints(desk, found.arrived)),
        error=found.trouble,
    )


def _whole_words(arrived: tuple[Arrived, ...], others: int) -> str:
    """Return what came in all: `2 new mails from leads, 118 others`."""
    return f"{counted(len(arrived), 'new mail')} about leads, {counted(others, 'other')} left unread"


def _names(desk: Desk, one: Arrived) -> str:
    rows = filter(None, map(desk.leads.row, one.leads))
    return " or ".join(f"{clean_line(row.name)} ({row.id})" for row in rows)


def _words(desk: Desk, one: Arrived) -> str:
    """Return what a mail is: `Ann Lee (1) replied: Re: Our offer`."""
    names, subject = _names(desk, one), shortened(one.mail.subject) or "no subject"
    match one.mail.kind:
        case MailKind.BOUNCE:
            return f"a message to {names} bounced: {subject}"
        case MailKind.AWAY:
            return f"{names} is out of office: {subject}"
        case MailKind.AUTOMATIC:
            return f"automatic mail of {names}: {subject}"
        case MailKind.REPLY:
            return f"{names} replied: {subject}"
        case MailKind.UNCLEAR:
            return f"{names} replied: {subject}; not logged"


def _hints(desk: Desk, arrived: tuple[Arrived, ...]) -> Iterator[str]:
    """Yield what to do about mails that became no touch."""
    for one in arrived:
        if one.mail.kind is MailKind.BOUNCE:
            yield f"the address is wrong: fuyu log {one.leads[0]} wrong_contact --channel email"
        elif one.mail.kind is MailKind.UNCLEAR:
            yield f"{_names(desk, one)}: fuyu log ID replied --channel email says who it was"


def _cells(desk: Desk, one: Arrived) -> tuple[object, ...]:
    return one.mail.kind.value, ",".join(map(str, one.leads)), _names(desk, one), one.mail.at, one.mail.subject


def _fields(desk: Desk, one: Arrived) -> dict[str, Any]:
    """Return a mail as JSON has it."""
    names = [clean_line(row.name) for row in map(desk.leads.row, one.leads) if row]
    return {
        "kind": one.mail.kind,
        "leads": list(one.leads),
        "names": names,
        "at": one.mail.at,
        "subject": one.mail.subject,
        "opening": one.opening,
        "logged": one.is_reply,
    }

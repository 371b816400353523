"""The table [inbox]."""

import pytest

from fuyu.config.tables import parse
from fuyu.errors import UsageError
from fuyu.features.inbox.settings import Inbox


@pytest.mark.parametrize(
    ("text", "inbox"),
    [
        ("", Inbox()),
        ('[inbox]\nimap = "imap.example.org"\nuser = "ann"', Inbox(imap="imap.example.org", user="ann", port=993)),
        ('[inbox]\nimap = "x"\nsecurity = "starttls"', Inbox(imap="x", security="starttls", port=143)),
        ('[inbox]\nimap = "x"\nsecurity = "starttls"\nport = 1143', Inbox(imap="x", security="starttls", port=1143)),
        ('[inbox]\nmaildir = "~/Mail"\nevery = 10\ndays = 3', Inbox(maildir="~/Mail", every=10, days=3)),
    ],
)
def test_a_mailbox_is_set(text: str, inbox: Inbox) -> None:
    assert parse(text, "config.toml").of(Inbox) == inbox
    assert inbox.is_set == bool(text)


def test_it_is_one_mailbox() -> None:
    with pytest.raises(UsageError, match="two mailboxes: leave one of them out"):
        parse('[inbox]\nimap = "x"\nmaildir = "/x"', "config.toml")


def test_without_a_mailbox_nothing_is_read() -> None:
    assert not parse("[inbox]\nevery = 10", "config.toml").of(Inbox).is_set

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


@pytest.mark.parametrize("text", ['[inbox]\nuser = "ann"', '[inbox]\nimap = "x"\nmaildir = "/x"'])
def test_it_is_one_mailbox(text: str) -> None:
    with pytest.raises(UsageError, match="set imap or maildir, one of the two"):
        parse(text, "config.toml")

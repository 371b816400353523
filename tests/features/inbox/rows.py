"""Rows of inbox in the tables of the tests that every command and setting has to pass."""

from mailbox import Maildir

from tests.features.inbox.mails import a_mail, delivered
from tests.rows import Rows

MAIL = "kind, leads[], names[], at, subject, opening, logged"
NONE = (
    'no mailbox is set: config.toml needs [inbox] with imap = "imap.example.org" and user, or maildir = "~/Mail/INBOX"'
)
ROWS = Rows(
    errors={
        "mail": (2, NONE),
        "mail --dry-run": (2, NONE),
    },
    settings={
        "[inbox]\nmaildir='Mail'": (
            2,
            'CONFIG, line 2: inbox.maildir is a folder and where it lies, like "~/Mail/INBOX", not “Mail”',
        ),
        "[inbox]\nimap='x'\nmaildir='/x'": (
            2,
            "config.toml: inbox.imap and inbox.maildir are two mailboxes: leave one of them out",
        ),
        "[inbox]\nimap='x'\nevery=-1": (2, "CONFIG, line 3: inbox.every is a whole number from 0 to 1440, not -1"),
    },
    shapes={
        "mail": f"version, came[{MAIL}], others, action{{uid, verb, title}}",
    },
    before={
        "mail": ["edit ann --email ann@acme.example"],
    },
    configured={
        "mail": '[inbox]\nmaildir = "~/../book/Mail"',
    },
    files={
        "mail": lambda folder: delivered(Maildir(folder / "Mail", create=True), a_mail()),
    },
    hostile={
        "mail": ((), ("--dry-run",)),
    },
)

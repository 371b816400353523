"""Rows of inbox in the tables of the tests that every command and setting has to pass."""

from fuyu.extras import how_to_add
from tests.rows import Rows

KEYRING = "the password of inbox is not known: set inbox.password_command in config.toml, or have a keyring:"
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
        "[inbox]\nevery=10": (2, "config.toml, [inbox]: set imap or maildir, one of the two"),
        "[inbox]\nimap='x'\nmaildir='/x'": (2, "config.toml, [inbox]: set imap or maildir, one of the two"),
        "[inbox]\nimap='x'\nevery=-1": (2, "CONFIG, line 3: inbox.every is a whole number from 0 to 1440, not -1"),
    },
    missing={
        "keyring": ("mail", "[inbox]\nimap = 'imap.example.org'\nuser = 'ann'", f"{KEYRING} {how_to_add('inbox')}"),
    },
    hostile={
        "mail": ((), ("--dry-run",)),
    },
)

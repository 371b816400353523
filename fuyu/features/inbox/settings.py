"""The table [inbox] of config.toml."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from fuyu.config.problems import WrongError, shown
from fuyu.config.taking import text
from fuyu.domain.settings import Command, Days, Text, written
from fuyu.errors import UsageError

_PORTS: Mapping[str, int] = {"tls": 993, "starttls": 143, "none": 143}


class Inbox(Struct, frozen=True, kw_only=True):
    """Where mail comes in, and how often it is read."""

    imap: Text = ""
    """The server that has your mail, like `"imap.example.org"`."""
    maildir: Annotated[str, written("maildir")] = ""
    """A Maildir in place of a server, like `"~/Mail/INBOX"`."""
    security: Annotated[Literal["tls", "starttls", "none"], Meta()] = "tls"
    """`"tls"` from the first byte (RFC 8314), `"starttls"`, or `"none"` on this machine only."""
    port: Annotated[int, Meta(ge=1, le=65535)] = 993
    """Where the server listens; 143 with `"starttls"` or `"none"`."""
    user: Text = ""
    """The name you log in with."""
    password_command: Command = ()
    """As in `[calendar]`; the keyring is asked for `fuyu-inbox`."""
    folder: Text = "INBOX"
    """The folder on the server that is read."""
    days: Days = 14
    """The first time, mail of so many days is read."""
    every: Annotated[int, Meta(ge=0, le=1440)] = 0
    """Minutes after which mail is read beside the dashboard; 0 leaves it to `fuyu mail`."""

    @property
    def is_set(self) -> bool:
        """Whether there is a mailbox to read."""
        return bool(self.imap or self.maildir)


def inbox(taken: Mapping[str, Mapping[str, Any]]) -> Inbox:
    """Return where mail comes in; a port that is not named is the usual one.

    Args:
        taken: what each table of the file sets.

    Raises:
        UsageError: it names two mailboxes.
    """
    said = taken["inbox"]
    if said.get("imap") and said.get("maildir"):
        raise UsageError("config.toml: inbox.imap and inbox.maildir are two mailboxes: leave one of them out")
    return Inbox(**{"port": _PORTS[said.get("security", "tls")], **said}) if said else Inbox()


def _maildir(value: object) -> str:
    """Take the place of a Maildir."""
    path = text(value, '"~/Mail/INBOX"')
    if not path.startswith(("/", "~")):
        raise WrongError(f'is a folder and where it lies, like "~/Mail/INBOX", not {shown(value)}')
    return path


KINDS: Mapping[str, Callable[[object], Any]] = {"maildir": _maildir}
"""What takes a value whose type does not say how it is written."""

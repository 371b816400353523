"""The table [mail] of config.toml."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from fuyu.config.problems import WrongError, shown
from fuyu.config.taking import text
from fuyu.domain.address import unfit
from fuyu.domain.settings import Command, Text, written
from fuyu.domain.text import clean_line

Security = Literal["tls", "starttls", "none"]
_PORTS: Mapping[Security, int] = {"tls": 465, "starttls": 587, "none": 25}


class MailServer(Struct, frozen=True, kw_only=True):
    """Where messages are handed in, and by whom."""

    host: Text
    """The server that takes your mail, like `"smtp.example.org"`."""
    sender: Annotated[str, written("sender")] = field(name="from")
    """Who the mail is from: `"Ann Lee <ann@acme.example>"`, or the address alone."""
    security: Annotated[Security, Meta()] = "tls"
    """`"tls"` from the first byte (RFC 8314), `"starttls"`, or `"none"` on this machine only."""
    port: Annotated[int, Meta(ge=1, le=65535)] = 465
    """Where it listens; 587 with `"starttls"`, 25 with `"none"`."""
    user: Text = ""
    """The name you log in with; without one nobody logs in."""
    password_command: Command = ()
    """As in `[calendar]`; the keyring is asked for `fuyu-mail`."""

    @property
    def address(self) -> str:
        """The sender's bare address."""
        return self.sender.rpartition("<")[2].rstrip(">").strip()


class Outgoing(Struct, frozen=True):
    """Whether messages are sent, and where they go."""

    server: MailServer | None = None
    """None sends nothing: messages open in the mail program."""


def outgoing(taken: Mapping[str, Mapping[str, Any]]) -> Outgoing:
    """Return the mail server, none where none is named; a port that is not named is the usual one.

    Args:
        taken: what each table of the file sets.
    """
    said = taken["mail"]
    return Outgoing(MailServer(**{"port": _PORTS[said.get("security", "tls")], **said}) if said else None)


def _sender(value: object) -> str:
    """Take an address, with or without a name."""
    said = clean_line(text(value, '"Ann Lee <ann@acme.example>"'))
    if unfit(said.rpartition("<")[2].removesuffix(">").strip()):
        raise WrongError(f'is an address, like "Ann Lee <ann@acme.example>", not {shown(value)}')
    return said


KINDS: Mapping[str, Callable[[object], Any]] = {"sender": _sender}
"""What takes a value whose type does not say how it is written."""

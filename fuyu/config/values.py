"""What a person may set, as values; without a file it is as most people have it."""

from typing import Any, Literal

from msgspec import Struct, field

from fuyu.domain.cadence import Cadence
from fuyu.domain.calendar import Calendar
from fuyu.domain.manners import Manners
from fuyu.domain.wishes import Reminding, Showing

Security = Literal["tls", "starttls", "none"]


class Publishing(Struct, frozen=True):
    """Where a calendar of the coming follow-ups goes, and how much it shows."""

    file: str = ""
    """A file that is kept up to date; empty where none is."""
    url: str = ""
    """A CalDAV collection; empty where there is none."""
    user: str = ""
    password_command: tuple[str, ...] = ()
    """A program, with its arguments, that prints the password; empty asks the keyring."""
    showing: Showing = field(default_factory=Showing)


LOOKS = ("winter", "snow", "contrast", "terminal")
"""Dark, light, high contrast, and the terminal's own colours."""


class Wish(Struct, frozen=True):
    """A setting of a key, which only the dashboard can judge."""

    key: str
    """Which key, by its id: `work.log`."""
    value: Any
    where: str
    """How a sentence about it begins: `config.toml, line 3: keys.work.log`."""
    line: int = 0


class MailServer(Struct, frozen=True, kw_only=True):
    """Where messages are handed in, and by whom."""

    host: str
    sender: str
    """The address they come from: `Ann Lee <ann@acme.example>`, or the address alone."""
    port: int = 465
    security: Security = "tls"
    """`tls` from the first byte (RFC 8314), `starttls`, or `none` on this machine only."""
    user: str = ""
    password_command: tuple[str, ...] = ()
    """A program and its arguments, whose first line of output is the password; empty asks the keyring."""

    @property
    def address(self) -> str:
        """The sender's bare address."""
        return self.sender.rpartition("<")[2].rstrip(">").strip()


class Config(Struct, frozen=True):
    """How one person works; without a file, as most people do."""

    calendar: Calendar = field(default_factory=Calendar)
    cadence: Cadence = field(default_factory=Cadence)
    manners: Manners = field(default_factory=Manners)
    publishing: Publishing = field(default_factory=Publishing)
    reminding: Reminding = field(default_factory=Reminding)
    theme: str = ""
    """One of `LOOKS`; empty where none is named."""
    keys: tuple[Wish, ...] = ()
    problems: tuple[str, ...] = ()
    """What is wrong with how it looks: said, and never in the way."""
    mail: MailServer | None = None
    """None sends nothing: messages open in the mail program."""

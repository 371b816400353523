"""A message that is written now and sent on a day, and the templates it may begin with."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from urllib.parse import quote

from msgspec import Struct

from fuyu.domain.cleaning import Key, Line, Text
from fuyu.domain.history import Entry
from fuyu.domain.lead import Lead, Row, Status
from fuyu.domain.step import Plan
from fuyu.domain.text import clean, clean_line

FIELDS = ("name", "first_name", "company", "why", "quote", "last_note", "referred_by")
"""What a template may have in braces."""
_FIELD = re.compile(r"\{([a-z_ ]{1,40})\}")


class State(StrEnum):
    """How far a message is."""

    NEEDS_REVIEW = "needs_review"
    """Nobody had the whole of it before their eyes: it is never sent like this."""
    QUEUED = "queued"
    """It goes once its day has come."""
    SENDING = "sending"
    """Handed to the mail server, which has not said yet that it took it."""
    SENT = "sent"
    UNKNOWN = "unknown"
    """The server fell silent after the text was out: it may have taken it. Nothing sends it again by itself."""

    @property
    def words(self) -> str:
        """The state as it is read: `needs review`."""
        return self.value.replace("_", " ")

    @property
    def waits(self) -> bool:
        """Whether nothing was sent yet."""
        return self in {State.NEEDS_REVIEW, State.QUEUED}

    @property
    def rank(self) -> int:
        """How far it is: the higher of two copies tells."""
        return (State.NEEDS_REVIEW, State.QUEUED, State.SENDING, State.UNKNOWN, State.SENT).index(self)


class Message(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An e-mail to a lead."""

    id: int
    lead: int
    at: dt.datetime
    """When it was written last."""
    day: dt.date
    """The day it is to go."""
    time: dt.time | None = None
    """Wall time in `zone` before which it does not go; None is the morning of its day."""
    zone: Line = ""
    """The zone its time was said in, by its IANA name or its rule; empty without a time."""
    to: Line
    subject: Line
    text: Text
    state: State
    refused: Line = ""
    """Why the mail server did not take it the last time; empty where it was not asked, or took it."""
    status: Status = Status.OPEN
    """How the lead stood when it was written."""
    confirmed: dt.datetime | None = None
    """When a person last said that it goes all the same, whatever took place since it was written."""
    before: Plan | None = None
    """The plan whose place the message took; once it is sent or dropped, the next step is for that again."""
    why: Line = ""
    """What the next step was for before it, where no plan is kept: earlier versions kept no more than that."""
    tries: int = 0
    """How often its text was handed to the mail server."""
    tried: dt.datetime | None = None
    """When that was the last time."""
    message_id: Key = ""
    """Its Message-ID (RFC 5322, 3.6.4), from the first try on: every later try has the same."""

    @property
    def reason(self) -> str:
        """What a next step is for while it waits for its day."""
        return f"send: {self.subject}" if self.subject else "send what is written"

    @property
    def known(self) -> dt.datetime:
        """The time up to which whoever wrote or confirmed it knew what had taken place."""
        return max(self.at, self.confirmed or self.at)


class Template(Struct, frozen=True):
    """A text with fields in braces, whose first line may be a subject."""

    name: str
    subject: str
    text: str


class UnknownFieldError(ValueError):
    """A template has something in braces that is no field."""

    def __init__(self, line: int, field: str) -> None:
        super().__init__(f"line {line}: {{{field}}} is no field")
        self.line = line
        self.field = field


def read_template(name: str, content: str) -> Template:
    """Return a template from its file's text; a first line `Subject: ...` is its subject.

    Raises:
        UnknownFieldError: it has something in braces that is no field.
    """
    for number, line in enumerate(content.splitlines(), start=1):
        for field in _FIELD.findall(line):
            if field not in FIELDS:
                raise UnknownFieldError(number, field)
    first, _, rest = content.partition("\n")
    if first.lower().startswith("subject:"):
        return Template(name, first.partition(":")[2].strip(), rest.strip("\n"))
    return Template(name, "", content.strip("\n"))


def values(lead: Lead, history: Sequence[Entry], referred_by: Row | None) -> dict[str, str]:
    """Return what each field says of a lead; empty where nothing is known."""
    step = lead.next_step
    notes = (entry.note for entry in history if entry.note)
    return {
        "name": lead.name,
        "first_name": lead.name.split(" ")[0],
        "company": lead.company,
        "why": step.why if step else "",
        "quote": step.quote if step else "",
        "last_note": next(notes, "").split("\n")[0],
        "referred_by": referred_by.name if referred_by else "",
    }


def filled(text: str, known: Mapping[str, str]) -> str:
    """Return the text with its fields filled in; what is not known stays in braces, to be seen."""
    return _FIELD.sub(lambda found: known.get(found[1]) or found[0], text)


def missing(*texts: str) -> list[str]:
    """Return the fields that still stand in the texts: nothing is sent with one of them."""
    return [field for text in texts for field in _FIELD.findall(text) if field in FIELDS]


def as_mailto(to: str, subject: str, text: str) -> str:
    """Return the address that opens a mail program with a message in it (RFC 6068), all of it cleaned."""
    address, title, lines = clean_line(to), clean_line(subject), clean(text).replace("\n", "\r\n")
    return f"mailto:{quote(address, safe='@.+-_')}?subject={quote(title, safe='')}&body={quote(lines, safe='')}"

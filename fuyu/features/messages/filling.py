"""The text of a message: templates with fields in braces, filled in with what is known of a lead."""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from fuyu.domain.history import Entry
from fuyu.domain.lead import Lead, Row
from fuyu.domain.step import Channel
from fuyu.features.messages.channels import WRITTEN

FIELDS = ("name", "first_name", "company", "why", "quote", "last_note", "referred_by")
"""What a template may have in braces."""
_FIELD = re.compile(r"\{([a-z_ ]{1,40})\}")
_HEAD = re.compile(r"(subject|by):(.*)(?:\n|$)", re.IGNORECASE)


class Template(Struct, frozen=True):
    """A text with fields in braces, whose first line may be a subject."""

    name: str
    subject: str
    text: str
    channel: Channel | None = None
    """How it is to reach them; None where it does not say so."""


class UnknownChannelError(ValueError):
    """A template is to go by something that is no channel."""


class UnknownFieldError(ValueError):
    """A template has something in braces that is no field."""

    def __init__(self, line: int, field: str) -> None:
        super().__init__(f"line {line}: {{{field}}} is no field")
        self.line = line
        self.field = field


def read_template(name: str, content: str) -> Template:
    """Return a template from its file's text; first lines `Subject: ...` and `By: text` are its subject and channel.

    Raises:
        UnknownFieldError: it has something in braces that is no field.
        UnknownChannelError: a message does not go by what it names.
    """
    for number, line in enumerate(content.splitlines(), start=1):
        for field in _FIELD.findall(line):
            if field not in FIELDS:
                raise UnknownFieldError(number, field)
    heads: dict[str, str] = {}
    while (head := _HEAD.match(content)) and head[1].lower() not in heads:
        heads[head[1].lower()] = head[2].strip()
        content = content[head.end() :]
    channel = heads.get("by", "").lower()
    if channel and channel not in WRITTEN:
        raise UnknownChannelError(channel)
    return Template(name, heads.get("subject", ""), content.strip("\n"), Channel(channel) if channel else None)


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

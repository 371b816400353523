"""What is being typed anywhere but in a lead's note, and is not finished."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from fuyu.domain.cleaning import Key, Line, Text


class TypedKind(StrEnum):
    """What kind of text it will be."""

    NOTE = "note"
    """Another text for a note, beside its draft: two terminals typed in it."""
    MESSAGE = "message"
    CORRECTION = "correction"
    FORM = "form"
    LINE = "line"
    """An answer to a question of one line."""


class Place(Struct, frozen=True):
    """Where one types, and about what: what is typed there is offered there again."""

    kind: TypedKind
    lead: int = 0
    """The id of the lead it is about; 0 where it is about nobody yet."""
    subject: Line = ""
    """Tells places of one kind and lead apart: which note is corrected, which question is answered."""

    def typed(self, typed_id: int, fields: dict[str, str], at: datetime) -> "Typed":
        """Return what is typed here, with an id."""
        return Typed(id=typed_id, kind=self.kind, lead=self.lead, subject=self.subject, fields=fields, at=at)


class Typed(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is being typed in one place."""

    id: int
    kind: TypedKind
    lead: int = 0
    subject: Line = ""
    fields: dict[Key, Text]
    """The text of each field, by its name."""
    at: datetime

    @property
    def place(self) -> Place:
        """Where it is typed."""
        return Place(self.kind, self.lead, self.subject)

    @property
    def text(self) -> str:
        """All of it as one text."""
        return "\n".join(filter(None, self.fields.values()))

"""The people a file tells of, as values: cheap to import, whatever reads the file."""

from msgspec import Struct


class Contact(Struct, frozen=True, kw_only=True):
    """A person as one record of a file tells of them; every text is clean and, but for the note, one line."""

    line: int
    """Where the record starts, counted from 1."""
    name: str
    """Never empty: where the file has none it is the e-mail, the company or the phone."""
    company: str = ""
    role: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    place: str = ""
    """`Zagreb, Croatia`."""
    birthday: str = ""
    """ISO where it can mean one day only, else as written."""
    tags: tuple[str, ...] = ()
    temperature: str = ""
    """`hot`, `warm` or `cold`; empty where the file does not say."""
    note: str = ""
    next: str = ""
    """As written: `2/11`, `tomorrow`."""
    do_not_contact: bool = False
    """Whether a column says that they want to be left alone: not called, not written to, unsubscribed."""
    source: str = ""
    """What exported the file, as in its sheet."""


class LeftOut(Struct, frozen=True):
    """A record that did not become a contact, and why, without a word about the person."""

    line: int
    reason: str


class Sheet(Struct, frozen=True, kw_only=True):
    """What a file held, and how it was understood."""

    source: str
    """`google`, `outlook`, `linkedin`, `hubspot`, `pipedrive`, `salesforce` or `csv`."""
    encoding: str
    delimiter: str
    header_line: int
    columns: dict[str, tuple[str, ...]]
    """For each field the titles read into it."""
    ignored: tuple[str, ...]
    """Titles of columns that hold text and mean nothing here."""
    remarks: tuple[int, ...]
    """Lines around the titles in which the exporter speaks about the file."""
    contacts: tuple[Contact, ...]
    left_out: tuple[LeftOut, ...]

"""The people a file tells of, as values: cheap to import, whatever reads the file."""

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from fuyu.domain.lead import About, Details, Outcome
from fuyu.domain.step import Channel, Plan

NO_YEAR = 1604
"""The year that address books write where nobody told the year of a birthday; it has a 29 February."""


class Happened(Struct, frozen=True, gc=False):
    """A touch that another program kept: the day, how, what came of it, and what was noted."""

    day: dt.date
    time: dt.time | None
    channel: Channel
    outcome: Outcome
    note: str


class Agreed(Struct, frozen=True, gc=False):
    """A promise, as a file tells of it."""

    step: Plan
    is_task: bool = False


class Contact(Details, frozen=True, kw_only=True, gc=False):
    """A person as one record of a file tells of them; every text is clean and, but for the note, one line."""

    line: int
    """Where the record starts, counted from 1."""
    name: str
    """Never empty: where the file has none it is the e-mail, the company or the phone."""
    company: str = ""
    zone: str = ""
    """IANA name, where the file says one."""
    birthday: str = ""
    """ISO where it can mean one day only, `--05-04` where the year is not told, else as written."""
    about: tuple[About, ...] = ()
    """What returns each year and has no year of its own has `NO_YEAR`."""
    value: str = ""
    """What they are worth, as written, with the currency in front where the file says it: `EUR 4,200`."""
    expected: str = ""
    """The day by which a yes is expected: ISO where it can mean one day only, else as written."""
    temperature: str = ""
    """`hot`, `warm` or `cold`; empty where the file does not say."""
    note: str = ""
    next: str = ""
    """As written: `2/11`, `tomorrow`."""
    step: Plan | None = None
    """What is to be done next, where the file has the parts of it in columns of their own; it may be overdue."""
    promised: bool = False
    """Whether the file says that this was agreed with them."""
    promises: tuple[Agreed, ...] = ()
    """What was agreed with them beside that."""
    happened: Happened | None = None
    """What took place, where the record is of an activity."""
    status: str = ""
    """`won` or `lost`, where the file says so."""
    do_not_contact: bool = False
    """Whether a column says that they want to be left alone: not called, not written to, unsubscribed."""
    unclear: tuple[tuple[str, str], ...] = ()
    """Titles, and what stands below them of which nobody knows whether it asks to be left alone."""
    source: str = ""
    """What exported the file, as in its sheet."""


class LeftOut(Struct, frozen=True, gc=False):
    """A record that did not become a contact, and why, without a word about the person."""

    line: int
    reason: str


class Unclear(Struct, frozen=True, gc=False):
    """A column of which nobody knows whether it asks to leave some people alone."""

    title: str
    line: int
    """Where it is so first,"""
    text: str
    """and what stands there."""
    count: int
    """In how many records it is so."""


class ContactSheet(Struct, frozen=True, kw_only=True):
    """What a file held, and how it was understood."""

    source: str
    """`google`, `outlook`, `linkedin`, `hubspot`, ... as columns.toml calls them, `csv`, or `vcard`."""
    encoding: str
    encodings: tuple[str, ...] = ()
    """Others, in which the file says something else, and which are about as likely."""
    delimiter: str
    """Empty where the file holds vCards."""
    header_line: int
    """0 where the file holds vCards."""
    columns: dict[str, tuple[str, ...]]
    """For each field the titles, or properties of the cards, read into it."""
    ignored: tuple[str, ...]
    """Titles of columns, or properties of cards, that hold text and mean nothing here."""
    remarks: tuple[int, ...]
    """Lines around the titles in which the exporter speaks about the file."""
    contacts: tuple[Contact, ...]
    left_out: tuple[LeftOut, ...]
    doubts: tuple[LeftOut, ...] = ()
    """Records that became contacts, although something is wrong with them, and what."""

    @property
    def unclear(self) -> tuple[Unclear, ...]:
        """The columns of which nobody knows whether they ask to leave some people alone; who brings them in must."""
        found: dict[str, Unclear] = {}
        for contact in self.contacts:
            for title, text in contact.unclear:
                first = found.get(title, Unclear(title, contact.line, text, 0))
                found[title] = replace(first, count=first.count + 1)
        return tuple(found.values())

"""Names that show in which encoding a file was read: a wrong guess is seen in them at once."""

from collections.abc import Iterable, Iterator
from itertools import islice

from fuyu.features.contacts.reading.contact import Contact, ContactSheet

_SHOWN = 2


def telling(contacts: Iterable[Contact]) -> tuple[str, ...]:
    """Return two names with letters beyond ASCII, or companies where no name has any."""
    people = tuple(contacts)
    names = (contact.name for contact in people if not contact.name.isascii())
    companies = (contact.company for contact in people if not contact.company.isascii())
    return tuple(islice(names, _SHOWN)) or tuple(islice(companies, _SHOWN))


def told_by(sheet: ContactSheet) -> str:
    """Return how the names of a file were read, and how they would be in encodings that are about as likely.

    Empty where there is none with letters beyond ASCII, and nothing to choose.
    """
    names = telling(sheet.contacts)
    if not names:
        return ""
    read = f"{sheet.encoding}: {_quoted(names)}"
    if not sheet.encodings:
        return read
    others = "; ".join(_instead(names, sheet.encoding, sheet.encodings))
    return f"{sheet.encoding} is a guess: {_quoted(names)}" + (f"; {others}" if others else "")


def _instead(names: Iterable[str], encoding: str, others: Iterable[str]) -> Iterator[str]:
    """Yield how names would be read in other encodings."""
    for other in others:
        try:
            yield f"--encoding {other} reads {_quoted(name.encode(encoding).decode(other) for name in names)}"
        except (UnicodeError, LookupError):  # a file in several encodings
            yield f"--encoding {other} reads other letters"


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)

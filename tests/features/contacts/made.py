"""Contacts as a file tells of them, without a file."""

from fuyu.features.contacts.reading.contact import Contact


def a_contact(name: str = "Ana Ruiz", **fields: object) -> Contact:
    """Return a contact as a file tells of it."""
    return Contact(line=2, name=name, **fields)  # type: ignore[arg-type]

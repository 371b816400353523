"""Cards of groups: a name for several people, who get it as a tag."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from fuyu.domain.text import clean_line
from fuyu.features.contacts.reading.cardfile import Property
from fuyu.features.contacts.reading.contact import Contact, LeftOut

NO_MEMBERS = "a group, and nobody of it is in this file"
NO_PERSON = "a place, a device or a program, and no person"
_MEMBERS = {"MEMBER", "X-ADDRESSBOOKSERVER-MEMBER"}
_KINDS = {"KIND", "X-ADDRESSBOOKSERVER-KIND"}
_NOBODY = {"location", "device", "application", "thing"}


class Group(Struct, frozen=True):
    """A group, and who is in it."""

    line: int
    name: str
    members: frozenset[str]
    """UIDs and mailboxes, as `key_of` has them."""


def kind_of(properties: Iterable[Property]) -> str:
    """Return what a card is of: `group`, `location`; empty where it is of a person or an organisation."""
    kinds = {found.value.strip().casefold() for found in properties if found.name in _KINDS}
    return "group" if "group" in kinds else next(iter(sorted(kinds & _NOBODY)), "")


def group_of(line: int, properties: Sequence[Property]) -> Group:
    """Return the group on a card."""
    name = next((found.value for found in properties if found.name in {"FN", "N"} and found.value.strip(" ;")), "")
    members = frozenset(key_of(found.value) for found in properties if found.name in _MEMBERS)
    return Group(line, clean_line(name.replace("\\", "").strip(" ;")), members)


def key_of(uri: str) -> str:
    """Return what a card is named by, without the scheme in front."""
    return uri.strip().casefold().removeprefix("urn:").removeprefix("uuid:").removeprefix("mailto:")


def with_tags(
    contacts: Sequence[Contact], uids: Sequence[str], groups: Iterable[Group]
) -> tuple[list[Contact], list[LeftOut]]:
    """Return the contacts with the groups they are in as tags, and the groups of which nobody is there.

    Args:
        contacts: everyone in the file.
        uids: their UIDs in the same order, empty where a card has none.
        groups: the groups in the file.
    """
    tagged, left_out = list(contacts), []
    places: dict[str, list[int]] = {}
    for place, (contact, uid) in enumerate(zip(contacts, uids, strict=True)):
        for key in filter(None, {key_of(uid), *map(key_of, contact.emails)}):
            places.setdefault(key, []).append(place)
    for group in groups:
        inside = {place for member in group.members for place in places.get(member, ())}
        for place in inside if group.name else ():
            tagged[place] = replace(tagged[place], tags=tuple(dict.fromkeys((*tagged[place].tags, group.name))))
        if not inside:
            left_out.append(LeftOut(group.line, NO_MEMBERS))
    return tagged, left_out

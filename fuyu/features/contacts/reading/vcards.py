"""Files of vCards, versions 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350), as the programs of people really write them."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from fuyu.domain.fields import FIELDS as LEAD_FIELDS
from fuyu.domain.numbers import is_only_a_number
from fuyu.domain.text import clean, clean_line, fold
from fuyu.errors import NobodyError
from fuyu.features.contacts.reading import cells
from fuyu.features.contacts.reading.cardfile import Property, VCard, cards, undeclared
from fuyu.features.contacts.reading.columns import OURS
from fuyu.features.contacts.reading.contact import Contact, ContactSheet, LeftOut
from fuyu.features.contacts.reading.csvfile import MAX_ROWS
from fuyu.features.contacts.reading.groups import NO_PERSON, Group, group_of, kind_of, with_tags
from fuyu.features.contacts.reading.labels import is_undialled, says_something
from fuyu.features.contacts.reading.names import is_given_first, says_the_same
from fuyu.features.contacts.reading.record import CARDS, ContactRecord, person, spelled
from fuyu.features.contacts.reading.textfile import opened

PRODUCT = "-//fuyu//"
"""How the PRODID of our own cards begins."""

_PROGRESS_CARDS = 1000
_SILENT = {
    *("BEGIN", "END", "VERSION", "PRODID", "UID", "REV", "SOURCE", "KIND", "CLASS", "SORT-STRING", "MAILER", "PROFILE"),
    *(
        "X-ABLABEL",
        "X-ABADR",
        "X-ABSHOWAS",
        "X-ABUID",
        "CALSCALE",
        "X-ADDRESSBOOKSERVER-KIND",
        "GEO",
        "AGENT",
        "N",
        "ADR",
        "LABEL",
    ),
}
"""What says nothing of the person, or is read in another way."""
_FIELDS = {
    **{field.vcard.partition(";")[0]: field.reads for field in LEAD_FIELDS if field.vcard and field.reads},
    "NICKNAME": "alias",
    "ROLE": "role",
    "X-SOCIALPROFILE": "link",
    "SOCIALPROFILE": "link",
    "BDAY": "birthday",
    "NOTE": "note",
    "ANNIVERSARY": "keep",
    "X-ANNIVERSARY": "keep",
    "X-SPOUSE": "keep",
    "X-ABDATE": "keep",
    "X-ABRELATEDNAMES": "keep",
    "RELATED": "keep",
    "IMPP": "keep",
    "X-SKYPE": "keep",
    "X-SKYPE-USERNAME": "keep",
    **dict.fromkeys(("X-ASSISTANT", "X-EVOLUTION-ASSISTANT", "X-MS-ASSISTANT", "X-MANAGER", "X-MS-MANAGER"), "keep"),
    **dict.fromkeys(("X-EVOLUTION-MANAGER", "X-EVOLUTION-SPOUSE", "X-MS-SPOUSE", "X-ASSISTANT-PHONE"), "keep"),
    "X-PHONETIC-FIRST-NAME": "keep",
    "X-PHONETIC-LAST-NAME": "keep",
    "X-FUYU-PROMISE": "promises",
}
_NEXT = ("due", "due_time", "channel", "promised", "why", "said")
"""The parts of X-FUYU-NEXT."""
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_PIECES = re.compile(r"(\\.|[;,])", re.DOTALL)
_SEVERAL = 2
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})$")


def read_cards(
    path: Path, name: str, progress: Callable[[int], None] | None = None, encoding: str = ""
) -> ContactSheet:
    """Return the people in a file of vCards; a card that cannot be read costs no other. See `read_contacts`."""
    contacts: list[Contact] = []
    left_out: list[LeftOut] = []
    doubts: list[LeftOut] = []
    uids: list[str] = []
    groups: list[Group] = []
    columns: dict[str, dict[str, None]] = {}
    ignored: dict[str, None] = {}
    with opened(path, name, encoding, undeclared) as lines:
        for count, card in enumerate(cards(lines), 1):
            if count > MAX_ROWS:
                raise lines.error(card.line, f"more than {MAX_ROWS:,} cards; import the file in parts")
            if progress and count % _PROGRESS_CARDS == 0:
                progress(count)
            if kind_of(card.properties) == "group":
                groups.append(group_of(card.line, card.properties))
                continue
            found = _person(card, columns, ignored)
            if isinstance(found, Contact):
                contacts.append(found)
                uids.append(next((one.value for one in card.properties if one.name == "UID"), ""))
                doubts += [LeftOut(card.line, card.problem)] if card.problem else []
            else:
                left_out.append(found)
        read_as, others = lines.encoding, lines.others
    people, empty_groups = with_tags(contacts, uids, groups)
    left_out += empty_groups
    if not people and not left_out:
        raise NobodyError(f"{name} holds no vCard; export it again")
    return ContactSheet(
        source=CARDS,
        encoding=read_as,
        encodings=others,
        delimiter="",
        header_line=0,
        columns={field: tuple(names) for field, names in columns.items()},
        ignored=tuple(ignored),
        remarks=(),
        contacts=tuple(people),
        left_out=tuple(left_out),
        doubts=tuple(doubts),
    )


def _plain(text: str) -> str:
    """Return a text without its escapes."""
    if "\\" in text:
        text = _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)
    return clean(text).strip()


def _parts(text: str, separator: str) -> list[str]:
    """Return the plain parts of a text; an escaped separator parts nothing."""
    return [_plain(part) for part in _split(text, separator)]


def _split(text: str, separator: str) -> list[str]:
    """Return the parts of a text as they are written."""
    if "\\" not in text:
        return text.split(separator)
    parts = [""]
    for piece in _PIECES.split(text):
        if piece == separator:
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def _person(card: VCard, columns: dict[str, dict[str, None]], ignored: dict[str, None]) -> Contact | LeftOut:
    """Return the person on a card; tell which properties were read into which fields, and which were not."""
    if kind_of(card.properties) or (card.problem and not card.properties):
        return LeftOut(card.line, card.problem or NO_PERSON)
    properties = _preferred_first(card.properties)
    labels = {found.group: _plain(found.value).strip("_$!<>") for found in properties if found.name == "X-ABLABEL"}
    is_ours = any(found.name == "PRODID" and found.value.startswith(PRODUCT) for found in properties)
    names = [found for found in properties if found.name == "N"]
    name, others = (names[0] if names else None), names[1:]
    texts = [("Name", "keep", other) for other in map(_name_of, others) if not says_the_same(_name_of(name), [other])]
    for found in properties:
        if found.name == "N" and found is not name:
            continue
        read = list(_texts(found, labels.get(found.group, ""), is_ours=is_ours))
        texts += read
        if not read and found.value.strip() and found.name not in _SILENT:
            ignored[found.name] = None
        for _, field, text in read:
            if text:
                columns.setdefault(field, {})[found.name] = None
    found_person = person(card.line, ContactRecord(_named(texts), OURS if is_ours else CARDS))
    return LeftOut(card.line, card.problem) if card.problem and isinstance(found_person, LeftOut) else found_person


def _name_of(found: Property | None) -> str:
    """Return a name from its parts."""
    if found is None:
        return ""
    last, first, middle = ([" ".join(_parts(part, ",")) for part in _split(found.value, ";")] + [""] * 3)[:3]
    return spelled(*map(clean_line, (first, middle, last)))


def _preferred_first(properties: Sequence[Property]) -> list[Property]:
    """Return the properties with the numbers and the addresses in the order in which a person prefers them."""
    ordered = list(properties)
    for name in ("TEL", "EMAIL"):
        places = [place for place, found in enumerate(properties) if found.name == name]
        if len(places) < _SEVERAL:
            continue
        for place, found in zip(places, sorted((properties[at] for at in places), key=_rank), strict=True):
            ordered[place] = found
    return ordered


def _rank(found: Property) -> int:
    return found.rank


def _texts(found: Property, label: str, *, is_ours: bool) -> Iterator[tuple[str, str, str]]:
    """Yield what a property says, by field, with a title for what will be kept in the note."""
    name, value = found.name, found.value
    title = label or _title(name)
    if name == "N":
        fields = ("last", "first", "middle", "prefix", "suffix")
        yield from zip(fields, fields, (" ".join(_parts(part, ",")) for part in _split(value, ";")), strict=False)
    elif name == "ORG":
        company, *units = _parts(value, ";")
        yield from (("company", "company", company), *(("Department", "keep", unit) for unit in units))
    elif name == "ADR":
        _box, *street, city, region, code, country = (_parts(value, ";") + [""] * 7)[:7]
        yield from (("City", "city", city), ("Region", "region", region), ("Country", "country", country))
        yield title, "address", ", ".join(filter(None, (_box, *street, code)))
    elif name == "X-FUYU-NEXT":
        yield from zip(_NEXT, _NEXT, _parts(value, ";"), strict=False)
    elif name in {"CATEGORIES", "NICKNAME"}:
        parts = _parts(value, ",")
        is_one = name == "NICKNAME" or (len(parts) == 1 and "\\," not in value)
        yield title, _FIELDS[name], f" {cells.SEPARATOR} ".join(parts if is_one else (*parts, ""))
    elif name == "BDAY":
        day = _plain(value).partition("T")[0]
        yield title, "birthday", _COMPACT.sub(r"\1-\2-\3", day)
    elif name == "NOTE" and is_ours:
        yield title, "about", f" {cells.SEPARATOR} ".join(_plain(value).split("\n"))
    elif name in {"TEL", "EMAIL"}:
        yield from _reach(found, label)
    elif name in _FIELDS:
        yield title, _FIELDS[name], _plain(value)


@lru_cache(maxsize=1024)
def _title(name: str) -> str:
    return name.removeprefix("X-").replace("-", " ").capitalize()


def _reach(found: Property, label: str) -> Iterator[tuple[str, str, str]]:
    """Yield a number or an address, and what a person called it; what nobody dials is only kept."""
    text = _plain(found.value).removeprefix("tel:")
    called = label or next((kind.removeprefix("X-").title() for kind in sorted(found.types) if kind[:2] == "X-"), "")
    if found.name == "TEL" and is_undialled((*found.types, label)):
        kind = next((kind.title() for kind in sorted(found.types) if is_undialled([kind])), "Fax")
        yield label or kind, "keep", text
        return
    yield called or found.name.title(), _FIELDS[found.name], text
    if called and says_something(called):
        yield called, "keep", text


def _is_reach(name: str) -> bool:
    """Return whether a name is only an address or a number."""
    return bool(cells.emails(name)[0]) if "@" in name else not any(map(str.isalpha, name)) and is_only_a_number(name)


def _named(texts: list[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield the texts; the parts of a name count where it is not written out, and else what it does not say."""
    parts = {field: text for _, field, text in texts if field in {"last", "first", "middle", "prefix", "suffix"}}
    given = " ".join(text for _, field, text in texts if field == "name")
    is_in_order = not is_given_first(given, parts.get("first", ""), parts.get("last", ""))
    is_named = is_in_order and bool(given.strip()) and not (parts.get("last") and _is_reach(given))
    name = spelled(*(clean_line(parts.get(field, "")) for field in ("first", "middle", "last")))
    for title, field, text in texts:
        if field not in parts and (is_named or field != "name"):
            yield title, field, text
    if not is_named:
        yield "Name", "name", name
    elif given != name and not says_the_same(given, [name]):
        yield "Name", "keep", name
    for field in (field for field in ("prefix", "suffix") if field in parts):
        if not set(fold(parts[field]).split()) <= set(fold(given).split()):
            yield f"Name {field}", "keep", parts[field]

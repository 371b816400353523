"""What one record says of its person, whatever kind of file it stands in.

Nothing a person typed is dropped: a text ends in a contact, its note, an ignored column or a record left out.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from fuyu.domain.fields import TEXTS, Holds
from fuyu.domain.lead import About, Outcome
from fuyu.domain.money_text import is_nothing
from fuyu.domain.step import Channel, Plan
from fuyu.domain.text import clean_line, fold, is_eastern
from fuyu.domain.zones import is_iana
from fuyu.features.contacts.reading import cells
from fuyu.features.contacts.reading.columns import OURS, channels, known_words, temperatures
from fuyu.features.contacts.reading.consent import Consent, Wish, ways, ways_in, wish, wishes_in
from fuyu.features.contacts.reading.contact import Agreed, Contact, Happened, LeftOut
from fuyu.features.contacts.reading.names import (
    beside_address,
    in_order,
    is_given_first,
    is_title,
    says_the_same,
    without_title,
)

NOBODY = "no name, e-mail or phone"
CARDS = "vcard"
"""The source of cards; one with a company alone is of a company."""
_CONSENTS = frozenset(map(str, Consent))
_CHANNELS = frozenset(map(str, Channel))
_SPEAKING = ("", "note", "keep")
"""Fields in which, and in tags, `do not contact` alone is a wish; the first has the columns that are not read."""
_OF_ACTIVITIES = ("due", "due_time", "channel", "why", "done")
_TOOK_PLACE = {
    Channel.CALL: Outcome.TALKED,
    Channel.MEETING: Outcome.TALKED,
    Channel.EMAIL: Outcome.SENT,
    Channel.TEXT: Outcome.SENT,
    Channel.LETTER: Outcome.SENT,
    Channel.SOCIAL: Outcome.SENT,
    Channel.VOICEMAIL: Outcome.LEFT_MESSAGE,
}
"""What an activity that is done came to, as far as another program tells."""


_OF_COMPANIES = re.compile(
    r"(?:info|office|contact|kontakt|hello|hallo|hola|bonjour|mail|e?mail|post|admin|sales|support|service|team|accueil|buero|anfrage"
    r"|zentrale|verkauf|vertrieb|ventas|vendas|vendite|verkoop|reception|enquiries|inquiries|welcome|hi)@",
    re.IGNORECASE,
)
"""A mailbox that is nobody's own."""
_REACHED_AT = re.compile(r"\S*[\d@]\S*")
"""A piece of a number or an address, and no word beside it."""
_ASIDE = re.compile(r"\s+[-\u2013\u2014]+\s+|[()\[\]|*,:]+")
"""What stands between a name and a remark on it: `Ann Lee (do not call)`."""


class ContactRecord:
    """The texts of one record by field; what its field cannot hold is kept for the note."""

    def __init__(self, texts: Iterable[tuple[str, str, str]], source: str) -> None:
        """Take in the title, the field and the clean text of each cell; those without a text are skipped."""
        self.source = source
        self.kept: list[str] = []
        self.unclear: list[tuple[str, str]] = []
        self._texts: dict[str, list[tuple[str, str]]] = {}
        for title, field, text in texts:
            if text:
                self._texts.setdefault(field, []).append((title, text))

    def has(self, fields: Collection[str]) -> bool:
        """Return whether any of these fields has a text."""
        return not self._texts.keys().isdisjoint(fields)

    def texts(self, field: str) -> list[tuple[str, str]]:
        """Return the title and text of each cell of a field."""
        return self._texts.get(field, [])

    def keep(self, title: str, text: str) -> None:
        """Keep a text that has no place of its own."""
        self.kept.append(f"{title}: {text}")

    def one(self, field: str) -> str:
        """Return the first text of a field."""
        return self.first_of(self._texts[field]) if field in self._texts else ""

    def first_of(self, texts: Iterable[tuple[str, str]]) -> str:
        """Return the first text; others are kept."""
        first = ""
        for title, text in texts:
            value = clean_line(text)
            first = first or value
            if value != first:
                self.keep(title, text)
        return first

    def many(self, field: str, split: Callable[[str], cells.Split]) -> tuple[str, ...]:
        """Return each value of a field once; `split` gives those in a cell, and the text it could not use."""
        if field not in self._texts:
            return ()
        ours = self.source == OURS
        found: dict[str, str] = {}
        for title, text in self.texts(field):
            values, rest = (cells.whole if ours else split)(text)
            for value in filter(None, map(clean_line, values)):
                found.setdefault(value if ours else value.casefold(), value)
            if rest:
                self.keep(title, rest)
        return tuple(found.values())

    def says_yes(self, field: str) -> bool:
        """Return whether any cell of a field says yes; what is neither yes nor no is kept."""
        yes, no = known_words().yes["yes_or_no"], known_words().noise["yes_or_no"]
        said = [(title, text, fold(text)) for title, text in self.texts(field)]
        for title, text, word in said:
            if word not in yes and word not in no:
                self.keep(title, text)
        return any(word in yes for _, _, word in said)

    def wishes(self, tags: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """Yield, of each cell or tag that asks to leave the person alone, the ways it is about; none are all.

        What is unclear is listed, or as a person said.
        """
        for field in [field for field in self._texts if field.partition(":")[0] in _CONSENTS]:
            about, _, answer = field.partition(":")
            for title, text in self.texts(field):
                said = wish(text, Consent(about))
                if said is Wish.LEAVE_ALONE:
                    yield self._about(title, text)
                elif said is Wish.UNCLEAR and self._is_said_so(title, text, answer):
                    yield ()
        if self.source != OURS:
            spoken = (text for field in _SPEAKING for _, text in self.texts(field))
            texts = (*spoken, *self._beside(), *tags)
            yield from (self._about("", said) for text in texts for said in wishes_in(text))

    def _beside(self) -> Iterator[str]:
        """Yield the remarks beside numbers and addresses, and those of several words beside a name."""
        for field in ("phone", "email"):
            for _, text in self.texts(field):
                if _has_words(text) and (words := _REACHED_AT.sub(" ", text).strip()):
                    yield words
        for field in ("name", "first", "last"):
            for _, text in self.texts(field):
                if text.replace(" ", "").isalpha():
                    continue  # most names
                remarks = map(str.strip, _ASIDE.split(text)[1:])
                yield from (remark for remark in remarks if " " in remark or fold(remark) == "dnc")

    def _about(self, title: str, text: str) -> tuple[str, ...]:
        """Return the ways a wish is about; what is about none that is known here is kept."""
        found = ways(title, text)
        if found and not _CHANNELS.issuperset(found):
            self.keep(title or "Wish", text)
        return found

    def _is_said_so(self, title: str, text: str, answer: str) -> bool:
        """Return whether a person says that what is unclear is a wish to be left alone; it is kept, or else listed."""
        if answer:
            self.keep(title, text)
        else:
            self.unclear.append((title, text))
        return answer == "yes"


def _has_words(text: str) -> bool:
    """Return whether a number or an address may have a word beside it; most have none."""
    return " " in text and (text.upper() != text.lower() or not text.isascii())


def person(line: int, record: ContactRecord) -> Contact | LeftOut:
    """Return the person in a record that starts at a line."""
    name = _name(record)
    texts = _texts(record, name)
    if not (name or texts["emails"] or texts["phones"] or (texts["company"] and record.source == CARDS)):
        return LeftOut(line, NOBODY)
    temperature, labels = _temperature(record)
    step, happened = _activity(record)
    alone, texts["unwanted"] = _wishes(record, texts)
    contact = Contact(
        line=line,
        name=name or _instead_of_a_name(record, texts),
        **texts | {"tags": tuple(dict.fromkeys((*texts["tags"], *labels)))},
        birthday=_birthday(record),
        about=_about(record),
        value=_value(record),
        expected=_expected(record),
        temperature=temperature,
        next=record.one("next"),
        step=step,
        promised=step is not None and record.says_yes("promised"),
        promises=_promises(record),
        happened=happened,
        status=_status(record),
        do_not_contact=alone,
        unclear=tuple(record.unclear),
        note=_note(record),  # last: it takes what the others kept
        source=record.source,
    )
    if happened is None:
        return contact
    noted = "\n".join(filter(None, (happened.note, contact.note)))
    return replace(contact, happened=replace(happened, note=noted), note="")


def _instead_of_a_name(record: ContactRecord, texts: Mapping[str, Any]) -> str:
    """Return what somebody nameless is called; a card or a mailbox of a company is called by it."""
    company: str = texts["company"]
    emails: tuple[str, ...] = texts["emails"]
    is_of_company = record.source == CARDS or all(_OF_COMPANIES.match(address) for address in emails)
    return company if company and is_of_company else next(filter(None, (*emails, company, *texts["phones"])))


def _wishes(record: ContactRecord, texts: Mapping[str, Any]) -> tuple[bool, tuple[str, ...]]:
    """Return whether somebody is to be left alone, and which ways they do not want.

    Who wants neither of the ways that lead to them, by phone and by e-mail, is to be left alone.
    """
    said = list(record.wishes(texts["tags"]))
    if not said:
        return False, texts["unwanted"]
    refused = {way for wish in said for way in wish}
    unwanted = (*texts["unwanted"], *(way for way in map(str, Channel) if way in refused - set(texts["unwanted"])))
    leads_there = {Channel.CALL: texts["phones"], Channel.EMAIL: texts["emails"]}
    leading = [channel for channel, reach in leads_there.items() if reach]
    if () in said or (refused & _CHANNELS and leading and set(unwanted).issuperset(leading)):
        return True, ()
    return False, unwanted


def _texts(record: ContactRecord, name: str) -> dict[str, Any]:
    """Return what a record of somebody of that name holds for each field of texts but the name, by the field's name."""
    found: dict[str, Any] = {field: record.many(reads, split) for field, reads, split in _SEVERAL}
    found["emails"] = record.many("email", lambda cell: _addresses(cell, name))
    return (
        found
        | {field: read(record) for field, read in _OWN.items()}
        | {field: record.one(reads) for field, reads in _SINGLE}
    )


def _name(record: ContactRecord) -> str:
    """Return the name as its script orders it; "Name" beside "Vorname" is a last name, beside "Apellidos" first."""
    full, first, middle, last = map(record.one, ("name", "first", "middle", "last"))
    if record.source != OURS:
        full = in_order(full or _beside_addresses(record))
    if is_given_first(full, first, last):
        full = spelled(first, middle, last)
    words = {first, middle, last} - {""}
    if full and words and not says_the_same(full, (first, middle, last)):
        if bool(first) == bool(last):
            record.keep("Name", spelled(first, middle, last))
        else:
            full, first, last = "", first or full, last or full
    alias = " / ".join(dict.fromkeys(clean_line(text) for _, text in record.texts("alias")))
    name = full or spelled(first, middle, last) or alias
    if record.source != OURS:
        name = _untitled(record, name)
    if alias and not (says_the_same(name, [alias]) and says_the_same(alias, [name])):
        record.keep("Also known as", alias)
    return name


def _untitled(record: ContactRecord, name: str) -> str:
    """Return a name without how somebody is addressed, which is kept once."""
    bare, title = without_title(name)
    if title and not any(says_the_same(text, [title]) for field in ("role", "keep") for _, text in record.texts(field)):
        record.keep("Title", title)
    return bare


def _addresses(cell: str, name: str) -> cells.Split:
    """Return the addresses of a cell; words beside them that are the name are kept nowhere else."""
    found, rest = cells.emails(cell)
    beside, _ = without_title(in_order(beside_address(rest)))
    return found, "" if beside and says_the_same(in_order(name), [beside]) else rest


def _role(record: ContactRecord) -> str:
    """Return what somebody does; how they are addressed stands under the same title, and is kept."""
    texts = record.texts("role")
    for title, text in texts:
        if is_title(text) and record.source != OURS:
            record.keep(title, text)
    jobs = [(title, text) for title, text in texts if record.source == OURS or not is_title(text)]
    return record.first_of(jobs)


def _beside_addresses(record: ContactRecord) -> str:
    return next(filter(None, (beside_address(text) for _, text in record.texts("email"))), "")


def spelled(first: str, middle: str, last: str) -> str:
    """Return a name from its parts, as its script orders them."""
    parts = (last, first, middle) if is_eastern(first + last) else (first, middle, last)
    return " ".join(filter(None, parts))


def first_and_last(name: str) -> tuple[str, str]:
    """Return the parts of a name as its script orders them; a single word is a last name."""
    *before, last = name.split(" ")
    if is_eastern(name) and before:
        return " ".join((*before[1:], last)), before[0]
    return " ".join(before), last


def _temperature(record: ContactRecord) -> tuple[str, list[str]]:
    """Return the temperature, and what else is written in its column."""
    words = record.many("temperature", cells.labels)
    known = [temperatures().get(fold(word), "") for word in words]
    first = next(filter(None, known), "")
    return first, [
        word for word, temperature in zip(words, known, strict=True) if not temperature or temperature != first
    ]


def _value(record: ContactRecord) -> str:
    """Return what somebody is worth, as written; other programs write 0 where nobody said."""
    currency, amount = record.one("currency"), record.one("value")
    return "" if not amount or is_nothing(amount) else f"{currency} {amount}".strip()


def _expected(record: ContactRecord) -> str:
    written = record.one("expected")
    day = cells.day(written)
    return day.isoformat() if day else written


def _birthday(record: ContactRecord) -> str:
    parts = [record.one(field) for field in ("birth_year", "birth_month", "birth_day")]
    if all(parts):
        return cells.birthday(f"{parts[0]}-{parts[1]}-{parts[2]}")
    return cells.birthday(record.one("birthday")) or "-".join(filter(None, parts))


def _about(record: ContactRecord) -> tuple[About, ...]:
    return tuple(map(cells.fact, record.many("about", cells.whole)))


def _zone(record: ContactRecord) -> str:
    zone = record.one("zone")
    if zone and not is_iana(zone):
        record.keep("Time zone", zone)
        return ""
    return zone


def _place(record: ContactRecord) -> str:
    return ", ".join(dict.fromkeys(filter(None, map(record.one, ("city", "region", "country")))))


_OWN: Mapping[str, Callable[[ContactRecord], str]] = {"place": _place, "role": _role, "zone": _zone}
"""The fields of a text that are read by a rule of their own."""
_SPLIT: Mapping[str, Callable[[str], cells.Split]] = {
    "phones": cells.phones,
    "links": cells.links,
    "unwanted": lambda cell: ([way for way in ways_in(cell) if way in _CHANNELS], "" if ways_in(cell) else cell),
}
"""How the values in one cell are told apart, where they are no labels."""
_SEVERAL = tuple(
    (field.name, field.reads, _SPLIT.get(field.name, cells.labels))
    for field in TEXTS
    if field.reads and field.holds is Holds.LINES and field.name != "emails"
)
"""The fields of several texts, what they are read from and how; the e-mail addresses want the name, too."""
_SINGLE = tuple(
    (field.name, field.reads)
    for field in TEXTS
    if field.reads and field.holds is Holds.LINE and field.name not in {"name", *_OWN}
)


def _status(record: ContactRecord) -> str:
    status = record.one("status")
    return {"won": "won", "lost": "lost", "closed": "lost"}.get(status, "")


def _activity(record: ContactRecord) -> tuple[Plan | None, Happened | None]:
    """Return what is to be done, or what took place, where the record has a day for it in a column of its own."""
    if not record.has(_OF_ACTIVITIES):
        return None, None
    due, at, kind, why = map(record.one, ("due", "due_time", "channel", "why"))
    day, (time, zone) = cells.day(due), cells.time_and_zone(at)
    channel, is_done = channels().get(fold(kind), ""), record.says_yes("done")
    if kind and not channel:
        why = f"{kind}: {why}".removesuffix(": ")
    if day is None or (is_done and not channel):
        if due or why:
            record.keep(f"{due} {at}".strip() or "Activity", why)
        return None, None
    if is_done:
        return None, Happened(day, time, Channel(channel), _TOOK_PLACE[Channel(channel)], why)
    reached = Channel(channel or Channel.CALL)
    return Plan(day=day, time=time, zone=zone, channel=reached, why=why, quote=record.one("said")), None


def _promises(record: ContactRecord) -> tuple[Agreed, ...]:
    """Return what was promised; what cannot be read as a promise is kept."""
    found = [(text, cells.promise(text)) for text in record.many("promises", cells.whole)]
    for text, agreed in found:
        if agreed is None:
            record.keep("Promise", text)
    return tuple(agreed for _, agreed in found if agreed is not None)


def _note(record: ContactRecord) -> str:
    """Return the notes, the postal address, and all that has no place elsewhere."""
    notes = [cells.plain(text) for _, text in record.texts("note")]
    address: list[str] = []
    for _, text in record.texts("address"):
        part = clean_line(text.replace("\n", ", "))
        if f" {part} ".replace(",", "") not in f" {' '.join(address)} ".replace(",", ""):
            address.append(part)
    if address:
        notes.append(f"Address: {', '.join(address)}")
    kept = [f"{title}: {text}" for title, text in record.texts("keep")]
    return "\n".join(filter(None, (*notes, *kept, *record.kept)))

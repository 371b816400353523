"""Leads out, as other programs read them: a spreadsheet, or vCards. Reading either again gives the same people.

What took place with them is in neither: only the whole book has that. Each cell and each line is cleaned as it is
written, so that no text of a person begins another line, nor steers the terminal it may be shown on.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from fuyu.domain.fields import FIELDS, Field, Holds
from fuyu.domain.lead import Lead
from fuyu.domain.promise import Promise
from fuyu.domain.step import Step
from fuyu.domain.text import clean_line
from fuyu.features.contacts.reading.cells import SEPARATOR, fact_words, promise_words
from fuyu.features.contacts.reading.contact import NO_YEAR
from fuyu.features.contacts.reading.csvfile import guarded
from fuyu.features.contacts.reading.record import first_and_last
from fuyu.features.contacts.reading.vcards import PRODUCT

_COLUMNS = tuple(field for field in FIELDS if field.title)
TITLES = (
    *(
        title
        for field in _COLUMNS
        for title in ((field.title, "Currency") if field.holds is Holds.AMOUNT else (field.title,))
    ),
    *("Next", "Time", "Channel", "Why", "Promised", "Said", "Promises", "fuyu lead"),
)
"""The columns; by the last one, which stays empty, a fuyu knows its own."""
_OCTETS = 75
"""Of a line of a vCard, without its end."""
_SPECIAL = re.compile(r"([\\;,])")


def as_csv(leads: Iterable[Lead]) -> Iterator[str]:
    """Yield the lines of a spreadsheet, none of whose cells a spreadsheet takes for a formula."""
    yield _row(TITLES)
    for lead in leads:
        step, others = _steps(lead)
        day, at, channel, promised, why, said = _step_cells(step)
        known = (cell for field in _COLUMNS for cell in _cells(field, lead))
        yield _row((*known, day, at, channel, why, promised, said, _several(map(promise_words, others)), ""))


def _cells(field: Field, lead: Lead) -> tuple[str, ...]:
    """Return what a lead holds in a field as cells: an amount is two, so that a spreadsheet can reckon with it."""
    value = field.of(lead)
    match field.holds:
        case Holds.AMOUNT:
            return (f"{value.amount}", value.currency) if value else ("", "")
        case Holds.LINES:
            return (_several(value),)
    return (_words(field, lead),)


def _words(field: Field, lead: Lead) -> str:
    """Return what a lead holds in a field of one value."""
    return _OWN_WORDS[field.name](lead) if field.name in _OWN_WORDS else field.words_of(lead)


def _row(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(guarded(clean_line(cell)) for cell in cells)
    return line.getvalue()


def _name(lead: Lead) -> str:
    """Return what a lead is called; one whom another program left without a name would come back from no file."""
    return clean_line(lead.name) or f"lead {lead.id}"


def _about(lead: Lead) -> str:
    return _several(map(fact_words, lead.about))


def _status(lead: Lead) -> str:
    return "" if lead.is_open else lead.status


_OWN_WORDS: Mapping[str, Callable[[Lead], str]] = {"name": _name, "about": _about, "status": _status}
"""How a field is written out that has a rule of its own."""


def _several(values: Iterable[str]) -> str:
    return f" {SEPARATOR} ".join(values)


def _steps(lead: Lead) -> tuple[Step | None, list[Promise]]:
    """Return the next step, which has fields of its own, and all that was promised beside it.

    It is the plan, else the nearest promise; a task never is, for nobody else knows of tasks.
    """
    others = sorted(lead.open_promises, key=lambda promise: promise.nearness)
    step = lead.plan or next((promise for promise in others if not promise.is_task), None)
    return step, [promise for promise in others if promise is not step]


def _step_cells(step: Step | None) -> tuple[str, str, str, str, str, str]:
    """Return the day, time and zone, channel, whether it was promised, why, and what they said."""
    if step is None:
        return "", "", "", "", "", ""
    at = f"{step.time:%H:%M} {step.zone}".strip() if step.time else step.zone if step.promised else ""
    return step.day.isoformat(), at, step.channel, "yes" if step.promised else "", step.why, step.quote


def as_vcards(leads: Iterable[Lead]) -> Iterator[str]:
    """Yield the lines of vCards, version 3.0, which every address book reads."""
    for lead in leads:
        for line in _card(lead):
            yield f"{_folded(clean_line(line))}\r\n"


def _card(lead: Lead) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield f"PRODID:{PRODUCT}lead {lead.id}//EN"
    for field in FIELDS:
        if field.name in _OWN_PROPERTIES:
            yield from _OWN_PROPERTIES[field.name](lead)
        elif field.vcard:
            values = field.of(lead) if field.holds is Holds.LINES else (_words(field, lead),)
            yield from (_line(field.vcard, value) for value in values if value)
    step, others = _steps(lead)
    if step:
        yield f"X-FUYU-NEXT:{';'.join(map(_escaped, _step_cells(step)))}"
    yield from (_line("X-FUYU-PROMISE", promise_words(promise)) for promise in others)
    yield "END:VCARD"


def _name_lines(lead: Lead) -> Iterator[str]:
    first, last = first_and_last(_name(lead))
    yield f"N:{_escaped(last)};{_escaped(first)};;;"
    yield _line("FN", _name(lead))


def _place_lines(lead: Lead) -> Iterator[str]:
    if lead.place:
        yield f"ADR:;;;{_escaped(lead.place)};;;"


def _about_lines(lead: Lead) -> Iterator[str]:
    """Yield the birthday, which has a property of its own, and what else matters, a line each in one note."""
    birthday = next((about for about in lead.about if about.fact == "birthday" and about.day and about.yearly), None)
    if facts := [fact_words(about) for about in lead.about if about is not birthday]:
        yield _line("NOTE", "\n".join(facts))
    if birthday and birthday.day:
        is_of_birth = lead.created is not None and birthday.day.year < lead.created.year
        of_none = f";X-APPLE-OMIT-YEAR={NO_YEAR}:{NO_YEAR}{birthday.day:-%m-%d}"  # it is only when it comes next
        yield f"BDAY:{birthday.day.isoformat()}" if is_of_birth else f"BDAY{of_none}"


def _tag_lines(lead: Lead) -> Iterator[str]:
    if lead.tags:
        yield f"CATEGORIES:{','.join(map(_escaped, lead.tags))}"


_OWN_PROPERTIES: Mapping[str, Callable[[Lead], Iterator[str]]] = {
    "name": _name_lines,
    "place": _place_lines,
    "about": _about_lines,
    "tags": _tag_lines,
}
"""The lines of a card for a field that is more, or less, than a line for each of its values."""


def _line(name: str, text: str) -> str:
    return f"{name}:{_escaped(text)}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text).replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line as lines of at most 75 octets, cut between characters."""
    if len(line.encode()) <= _OCTETS:
        return line
    pieces, piece, octets = [], "", 0
    for char in line:
        size = len(char.encode())
        if octets + size > _OCTETS:
            pieces.append(piece)
            piece, octets = " ", 1
        piece += char
        octets += size
    return "\r\n".join([*pieces, piece])

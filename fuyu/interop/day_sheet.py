"""The day on paper: whom to touch, with what one needs to know on the phone, as Markdown."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from fuyu.domain.agenda import Agenda, days_late
from fuyu.domain.history import Entry, Touch
from fuyu.domain.lead import Lead, Row
from fuyu.domain.text import clean_inline, clean_line
from fuyu.interop.cells import fact_words

Told = tuple[Lead, Sequence[Entry]]
"""A lead, and what took place, newest first."""

_LAST_WORDS = 400
"""Characters of what was said last: a paper has an end."""
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")
_RULED = "- [ ] outcome ______________________  next ______________________"


def day_sheet(agenda: Agenda, told: Callable[[int], Told]) -> Iterator[str]:
    """Yield the lines of a day, each cleaned as it is written.

    Args:
        agenda: the day.
        told: gives a lead with what took place.
    """
    return map(clean_inline, _lines_of(agenda, told))


def _lines_of(agenda: Agenda, told: Callable[[int], Told]) -> Iterator[str]:
    due = (*agenda.overdue, *agenda.today)
    promised = [row for row in due if row.next_step and row.next_step.promised]
    plans = {
        "Promises": promised,
        "Overdue": [row for row in agenda.overdue if row not in promised],
        "Today": [row for row in agenda.today if row not in promised],
        "A kind word": agenda.kind,
    }
    day = agenda.day
    yield f"# {day:%A} {day.day} {day:%B %Y}"
    yield ""
    yield f"{len(promised)} promised, {len(agenda.overdue)} overdue, {len(agenda.today)} today"
    for title, rows in plans.items():
        if rows:
            yield ""
            yield f"## {title} ({len(rows)})"
            yield from (line for row in rows for line in _entry(row, agenda, *told(row.id)))


def _entry(row: Row, agenda: Agenda, lead: Lead, history: Sequence[Entry]) -> Iterator[str]:
    step = row.next_step
    late = days_late(row, agenda.day)
    heads = (f"{step.time:%H:%M}" if step and step.time else "", lead.name)
    yield ""
    yield f"### {_marked(' '.join(filter(None, heads)))}{_marked(f', {lead.company}' if lead.company else '')}"
    yield ""
    when = f"{late} days late" if late > 1 else "a day late" if late else ""
    yield from _lines("reach", (step.channel if step else "", *lead.phones, *lead.emails))
    yield from _lines(
        "why", (when, step.why if step else "", f"they said: {step.words}" if step and step.words else "")
    )
    yield from _lines("about", (lead.role, lead.place, *map(fact_words, lead.about)))
    if last := next((entry for entry in history if entry.note), None):
        how = f"{last.channel} {last.outcome.words}" if isinstance(last, Touch) else "note"
        yield from _lines("last", (f"{last.at.day} {last.at:%b %Y}", how, _cut(last.note)))
    yield _RULED


def _lines(label: str, parts: Iterable[str]) -> Iterator[str]:
    if words := " · ".join(filter(None, parts)):
        yield f"- {label}: {_marked(words)}"


def _cut(note: str) -> str:
    words = clean_line(note)
    return words if len(words) <= _LAST_WORDS else f"{words[:_LAST_WORDS]} …"


def _marked(text: str) -> str:
    """Return a person's text so that Markdown shows it as it stands."""
    return _MARKS.sub(r"\\\1", clean_line(text))

"""The day on paper: who to contact, with what one needs to know on the phone, as Markdown."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from fuyu.domain.agenda import Agenda, days_late, due_promises, foremost, step_late_words
from fuyu.domain.history import Entry, Touch
from fuyu.domain.lead import Lead, Row
from fuyu.domain.money import deal_words
from fuyu.domain.step import Step
from fuyu.domain.text import clean_inline, clean_line
from fuyu.features.contacts.reading.cells import fact_words

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
    promised = [row for row in due if due_promises(row, agenda.day)]
    plans = {
        "Promises": promised,
        "Overdue": [row for row in agenda.overdue if row not in promised],
        "Today": [row for row in agenda.today if row not in promised],
        "A check-in": agenda.check_in,
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
    step = foremost(row, agenda.day, agenda.at)
    late = days_late(row, agenda.day, agenda.at)
    heads = (f"{step.time:%H:%M}" if step and step.time else "", lead.name)
    yield ""
    yield f"### {_marked(' '.join(filter(None, heads)))}{_marked(f', {lead.company}' if lead.company else '')}"
    yield ""
    when = f"{late} days late" if late > 1 else "a day late" if late else ""
    yield from _lines("reach", (step.channel if step else "", *lead.phones, *lead.emails))
    yield from _lines(
        "why", (when, step.why if step else "", f"they said: {step.quote}" if step and step.quote else "")
    )
    others = sorted((other for other in row.steps if other is not step), key=lambda other: other.nearness)
    yield from _lines("also due", (_due_words(other, agenda) for other in others if other.day <= agenda.day))
    yield from _lines("worth", (deal_words(lead.value, lead.expected, agenda.day, is_open=lead.is_open),))
    yield from _lines("about", (lead.role, lead.place, *map(fact_words, lead.about)))
    if last := next((entry for entry in history if entry.note), None):
        how = f"{last.channel} {last.outcome.words}" if isinstance(last, Touch) else "note"
        yield from _lines("last", (f"{last.at.day} {last.at:%b %Y}", how, _cut(last.note)))
    yield _RULED


def _due_words(step: Step, agenda: Agenda) -> str:
    """Return a plan or a promise in a few words: `promised 10:00 meeting demo`, `call second talk, 8 days late`."""
    at = f"{step.time:%H:%M}" if step.time else ""
    words = " ".join(filter(None, ("promised" if step.promised else "", at, step.how, step.why)))
    return ", ".join(filter(None, (words, step_late_words(step, agenda.day, agenda.at))))


def _lines(label: str, parts: Iterable[str]) -> Iterator[str]:
    if words := " · ".join(filter(None, parts)):
        yield f"- {label}: {_marked(words)}"


def _cut(note: str) -> str:
    words = clean_line(note)
    return words if len(words) <= _LAST_WORDS else f"{words[:_LAST_WORDS]} …"


def _marked(text: str) -> str:
    """Return a person's text so that Markdown shows it as it stands."""
    return _MARKS.sub(r"\\\1", clean_line(text))

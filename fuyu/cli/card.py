"""One lead, wholly: what is known of them, and everything that took place."""

from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from typing import Any

from fuyu.answer import Answer
from fuyu.cli.leads import lead_fields, promise_fields
from fuyu.cli.opening import on_desk
from fuyu.desk import Card, Desk
from fuyu.domain.agenda import step_late_words
from fuyu.domain.facts import fact_words
from fuyu.domain.fields import TEXTS
from fuyu.domain.history import Entry, Touch, entry_words
from fuyu.domain.lead import Lead
from fuyu.domain.money import deal_words
from fuyu.domain.promise import Promise
from fuyu.domain.rhythm import rhythm_words
from fuyu.domain.settling import waits
from fuyu.domain.step import Plan, Step
from fuyu.domain.text import clean, clean_line
from fuyu.domain.when import When
from fuyu.domain.worries import worries
from fuyu.reach import links

_KNOWN = tuple(field for field in TEXTS if field.option and field.name != "company")
"""The texts that one lead is shown with, beside who it is."""


@on_desk
def show(desk: Desk, asked: Namespace) -> Answer:
    """Show one lead."""
    shown = desk.leads.card(desk.leads.lookup(asked.lead).id)
    return Answer(
        sentences=_sentences(desk, shown),
        records=_records(desk, shown),
        data=card_fields(desk, shown),
        links=links(shown.lead),
    )


def card_fields(desk: Desk, shown: Card) -> dict[str, Any]:
    """Return a lead as JSON has it, with everything that took place."""
    whole = whole_lead(desk, shown.lead, shown.draft)
    unresolved = [clean_line(one.text) for one in worries(shown.history)]
    return {"lead": whole, "history": map(entry_fields, shown.history), "unresolved": unresolved}


def whole_lead(desk: Desk, lead: Lead, draft: str = "") -> dict[str, Any]:
    """Return all that is known of a lead as JSON has it, but for what took place."""
    about = [{"fact": fact.fact, "day": fact.day, "yearly": fact.yearly} for fact in lead.about]
    known = {field.name: field.of(lead) for field in _KNOWN}
    own: dict[str, Any] = {"rhythm": lead.rhythm, "cadence": lead.cadence, "referred_by": lead.referred_by}
    own |= {"referrals": lead.referred}
    made = {"promises": [promise_fields(promise, desk) for promise in lead.promises]}
    rest = {"about": about, "draft": draft}
    return lead_fields(lead.seen_from(desk.here), desk) | known | rest | own | made


def _records(desk: Desk, shown: Card) -> Iterator[tuple[object, ...]]:
    lead = shown.lead
    known = (("id", str(lead.id)), ("name", lead.name), ("company", lead.company), *_facts(desk, shown))
    yield from (fact for fact in known if fact[1])
    for entry in shown.history:
        yield entry.at.date(), entry_words(entry, shown.me), entry.note


def _sentences(desk: Desk, shown: Card) -> Iterator[str]:
    lead = shown.lead
    yield clean_line(f"{lead.name} ({lead.id})" + (f", {lead.company}" if lead.company else ""))
    for label, text in _facts(desk, shown):
        if text:
            yield f"  {label:<12}{_below(text, 14)}"
    today = desk.now().date()
    for entry in shown.history:
        note = f"\n    {_below(entry.note, 4)}" if entry.note else ""
        yield f"  {_day(entry.at.date(), today):<10}  {entry_words(entry, shown.me)}{note}"


def _facts(desk: Desk, shown: Card) -> tuple[tuple[str, str], ...]:
    """Return what is known of a lead, with empty texts where nothing is."""
    lead, today = shown.lead, desk.now().date()
    put_off = [promise for promise in lead.promises if waits(promise, desk.now()) and not promise.is_open]
    settled = [promise for promise in lead.promises if not waits(promise, desk.now())]
    unknown = " (no cadence of that name is set)" if lead.cadence and lead.cadence not in desk.cadence.named else ""
    return (
        *(
            (label, text)
            for step in sorted((*lead.steps, *put_off), key=lambda step: step.nearness)
            for label, text in _step(step, desk)
        ),
        *(("message", one.words) for one in shown.mail),
        ("status", "" if lead.is_open else lead.status.words),
        ("temperature", lead.temperature),
        ("value", deal_words(lead.value, lead.expected, today, is_open=lead.is_open)),
        *((field.label.lower(), field.words_of(lead)) for field in _KNOWN if field.name != "tags"),
        ("rhythm", rhythm_words(lead.rhythm, lead.cadence) + unknown),
        ("about", "; ".join(fact_words(fact, today) for fact in lead.about)),
        ("referred by", shown.referred_by.name if shown.referred_by else ""),
        ("referred", ", ".join(row.name for row in shown.referred)),
        ("tags", " ".join(f"#{tag}" for tag in lead.tags)),
        *((promise.state_on(today).words, _was(promise, desk)) for promise in reversed(settled)),
        *(("unresolved", clean_line(one.text)) for one in worries(shown.history)),
        ("draft", shown.draft),
    )


def _step(step: Step, desk: Desk) -> Iterator[tuple[str, str]]:
    """Yield a plan or a promise, with its uid where it can still be kept, and what they said of its day."""
    local, clock, today = step.seen_from(desk.here), step.clock_there(desk.here), desk.now().date()
    at = f" {local.time:%H:%M}{f' ({clock})' if clock else ''}" if local.time else ""
    is_task = isinstance(step, Promise) and step.is_task
    label = _label(step)
    how = step.why if is_task else f"{step.how} {step.why}"
    was = f", was promised {_day(step.was_promised, today)}" if isinstance(step, Plan) and step.was_promised else ""
    late = f", {words}" if (words := step_late_words(local, today, desk.now())) else ""
    uid = f" [{step.uid[:_UID]}]" if isinstance(step, Promise) else ""
    yield label, f"{_day(local.day, today)}{at}{late}, {how}".rstrip(", ") + was + uid
    yield "said", step.quote


def _was(promise: Promise, desk: Desk) -> str:
    """Return a promise that is settled: its day, and what it was."""
    local = promise.seen_from(desk.here)
    at = f" {local.time:%H:%M}" if local.time else ""
    what = promise.why if promise.is_task else f"{promise.channel} {promise.why}"
    return f"promise of {_day(local.day, desk.now().date())}{at}, {what}".rstrip(", ")


def _label(step: Step) -> str:
    if not isinstance(step, Promise):
        return "next"
    if not step.is_open:
        return step.state.words
    return "task" if step.is_task else "promised"


_UID = 8
"""Letters of a promise's uid that are shown: enough to tell it apart from the others of a lead."""


def _day(day: date, today: date) -> str:
    return When(day).words(today)


def _below(text: str, cells: int) -> str:
    """Return the text with its further lines under its first, and without its blank ones."""
    return f"\n{' ' * cells}".join(line for line in clean(text).split("\n") if line)


def entry_fields(entry: Entry) -> dict[str, Any]:
    """Return a touch or a note as JSON has it."""
    touch = {"channel": entry.channel, "outcome": entry.outcome} if isinstance(entry, Touch) else {}
    earlier = [{"at": past.at, "note": past.note} for past in entry.earlier]
    kind = "touch" if touch else "note"
    wrote = {"note": entry.note, "earlier": earlier, "by": clean_line(entry.by)}
    return {"kind": kind, "id": entry.id, "at": entry.at, **touch, **wrote}

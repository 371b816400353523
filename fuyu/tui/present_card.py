"""One lead in words: their card, and what a question about them says."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from itertools import islice

from rich.cells import cell_len

from fuyu.desk import Card
from fuyu.domain import kindness
from fuyu.domain.agenda import step_late_words
from fuyu.domain.fields import LINE, LINES
from fuyu.domain.history import Entry, entry_words
from fuyu.domain.lead import About, Lead, Row
from fuyu.domain.manners import (
    Hours,
    Manners,
    advice,
    at_home,
    number_words,
    their_time,
    tried,
    tried_lately,
    usual_answers,
)
from fuyu.domain.money import deal_words
from fuyu.domain.promise import Promise
from fuyu.domain.settling import unsettled
from fuyu.domain.snooze import PLAN, put_off_by
from fuyu.domain.step import Channel, Plan, Step
from fuyu.domain.text import clean, clean_line, fold
from fuyu.domain.unwanted import unwanted_words
from fuyu.domain.when import When
from fuyu.domain.zones import name_of
from fuyu.tui.present import clipped, counted, day_words, labelled, linking, longest, occasion_words
from fuyu.tui.present_list import MARKS
from fuyu.tui.tint import tinted
from fuyu.tui.widgets.lines import Line, Span, fit


def card_title(card: Card, now: datetime, manners: Manners) -> str:
    """Return who a card is about, where they are in their day, and which touch comes next."""
    lead = card.lead
    touch = f"touch {number_words(lead, manners.yes_takes)}" if lead.is_open else lead.status.words
    parts = [
        lead.name,
        lead.company,
        _owner_words(lead.owner, card.me),
        clock_words(lead, now, manners.call_hours),
        touch,
    ]
    return " · ".join(part for part in parts if part)


def clock_words(row: Row, now: datetime, call_hours: Hours) -> str:
    """Return the time on their clocks, and whether a call is unwelcome; empty where it is the time on ours."""
    there = their_time(row, now)
    if there is None:
        return ""
    day = "" if there.date() == now.date() else f"{there:%a} "
    return f"{day}{there:%H:%M} there{', not now!' if at_home(there, call_hours) else ''}"


def card_lines(card: Card, now: datetime, width: int, height: int, manners: Manners, *, edit_key: str) -> list[Line]:
    """Return a card in that many lines: what was agreed, who they are, what matters to them, what took place.

    Args:
        card: the lead.
        now: the time.
        width: in cells.
        height: in lines.
        manners: what counts as enough.
        edit_key: what is pressed to change what is known of them.
    """
    lead, today = card.lead.seen_from(name_of(now)), now.date()
    roomy = height > _SMALL
    most = _WRAPPED if roomy else 1
    mail = mail_lines(card, width, most)
    owed = _owed_lines(card.lead, now, width, most, max(height - len(mail), 1) if roomy else _TOLD)
    facts = about_words(lead, today, manners, edit_key)
    about = marked(_DEAR, Span(facts, "" if lead.about else "dim"), width, most) if facts else []
    reach = [line] if (line := reach_line(card, width, manners)) else []
    who = linking(flowing(_who(card, today), width, most), lead)
    head = [*owed, *mail, *who, *reach, *about, ()] if roomy else [*owed, *mail, *about, *reach]
    past = (line for entry in card.history for line in entry_lines(entry, card.me, today, width, most))
    shown = [*head[:height], *islice(past, max(height - len(head) - (not roomy), 0))]
    return [*shown, *(who if not roomy else ())][:height]


def _owed_lines(lead: Lead, now: datetime, width: int, most: int, lines: int) -> list[Line]:
    """Return all that was promised and is planned, the nearest first, in at most so many lines.

    Of more than there is room for, the last line has the days.
    """
    here, today = name_of(now), now.date()
    steps = sorted(lead.steps, key=lambda step: step.seen_from(here).nearness)
    if not steps:
        return [(Span("no date", "unscheduled") if lead.is_open else Span(lead.status.words, "dim"),)]
    told = [_owed_line(step, now, width, most) for step in steps]
    shown = told if sum(map(len, told)) <= lines else told[: max(lines - 1, 1)]
    left = [step.seen_from(here) for step in steps[len(shown) :]]
    rest = ", ".join(When(step.day, step.time).words(today) for step in left)
    more = marked(_AGREED, Span(f"and {len(left)} more: {rest}", "promise"), width, 1)
    return [line for each in shown for line in each] + (more if rest else [])


def _owed_line(agreed: Step, now: datetime, width: int, most: int) -> list[Line]:
    """Return a promise, or a plan: its day, how, why, in their words; how late it is stands at the right."""
    here, today = name_of(now), now.date()
    step = agreed.seen_from(here)
    words = step_late_words(step, today, now)
    mark = _AGREED if step.promised else _PLANNED
    room = width - len(words) - 2 if words else width
    day = Span(_step_day(agreed, step, today), mark.role)
    lines = marked(mark, day, room, most, _step_rest(step, today))
    if not words or not lines:  # a terminal a few cells wide has no room for either
        return lines
    used = sum(cell_len(span.text) for span in lines[0])
    return [(*lines[0], Span(" " * (width - used - len(words))), Span(words, "late")), *lines[1:]]


def _step_day(agreed: Step, step: Step, today: date) -> str:
    """Return the day of a step, in the words of what it is; a time that was agreed elsewhere as it is there, too."""
    is_task = isinstance(step, Promise) and step.is_task
    clock = agreed.clock_there(step.zone) if step.zone != agreed.zone and agreed.time else ""
    at = f" {step.time:%H:%M}{f' ({clock})' if clock else ''}" if step.time else ""
    return f"{'promised' if step.promised else 'next'} {'by ' if is_task else ''}{day_words(step.day, today)}{at}"


def _step_rest(step: Step, today: date) -> str:
    """Return all else that is known of a step: how they are reached, why, since when it is moved, in whose words."""
    is_task = isinstance(step, Promise) and step.is_task
    moved = _moved_words(step, today) if isinstance(step, Plan) else ""
    parts = ("" if is_task else step.channel, step.why, moved, _said_words(step, today))
    return " · ".join(filter(None, parts))


def marked(mark: Span, text: Span, width: int, most: int, rest: str = "") -> list[Line]:
    """Return a text behind its mark, in at most so many lines.

    Args:
        mark: what stands before it.
        text: what is told.
        width: in cells.
        most: lines.
        rest: what follows it in the same lines, and is painted as usual.
    """
    lines = clipped(f"{text.text} · {rest}" if rest else text.text, width - 2, most)
    marks = [mark._replace(text=f"{mark.text} "), *(Span("  ") for _ in lines)]
    end = len(text.text)
    told: list[Line] = [(Span(line[:end], text.role), Span(line[end:])) for line in lines[:1]]
    told += [(Span(line, "" if rest else text.role),) for line in lines[1:]]
    return [(before, *line) for before, line in zip(marks, told, strict=False)]


def flowing(parts: Sequence[Span], width: int, most: int) -> list[Line]:
    """Return parts one after the other, in at most so many lines; none is broken, and an ellipsis says there are more.

    Args:
        parts: what is told.
        width: in cells.
        most: lines.
    """
    lines: list[list[Span]] = [[]]
    for number, part in enumerate(parts):
        used = sum(cell_len(span.text) for span in lines[-1])
        between = " · " if lines[-1] else ""
        more = " …" if number < len(parts) - 1 and len(lines) == most else ""
        if used + len(between) + cell_len(part.text) + len(more) > width and lines[-1]:
            if len(lines) == most:
                lines[-1].append(Span(" …", "dim"))
                break
            lines.append([])
            between = ""
        lines[-1] += [Span(between, "dim"), part._replace(text=fit(part.text, min(cell_len(part.text), width)))]
    return [tuple(line) for line in lines if line]


_LABELS = defaultdict(lambda: "write", {Channel.EMAIL: "mail", Channel.TEXT: "text", Channel.VOICEMAIL: "say"})
"""What stands before a message that is not sent."""


def mail_lines(card: Card, width: int, most: int) -> list[Line]:
    """Return how the messages to a lead stand that are not sent.

    Each takes at most so many lines; but why one waits for a person, and what is to be done, is never cut.
    """
    told = (
        labelled(_LABELS[one.channel], one.words, width, _WRAPPED if one.needs_you else most, one.needs_you * "warn")
        for one in card.mail
    )
    return [line for lines in told for line in lines]


_AGREED, _PLANNED, _DEAR = (
    Span(MARKS["promise"], "promise"),
    Span(MARKS["plan"], "today"),
    Span(MARKS["check-in"], "good"),
)
"""What stands before a promise, a plan, and what matters to them."""
_TOLD = 3
"""Lines for all that is owed where there is little room; of more promises, the days."""


def step_lines(step: Step, now: datetime, width: int, most: int, told: str = "") -> list[Line]:
    """Return a plan, or a promise: its day, how late it is, how, why, and what is told of it besides."""
    late = step_late_words(step, now.date(), now)
    words = f"{_owed_words(step, now.date(), late)}{told}"
    return labelled("promise" if step.promised else "plan", words, width, most, _step_role(step, late))


def _step_role(step: Step, late: str) -> str:
    if not step.promised:
        return ""
    return "late" if late else "promise"


_SMALL = 6
"""A card of so few lines shows one line of each thing."""
_WRAPPED = 4
"""How many lines one entry of the history takes at most, in a roomy card."""


def about_words(lead: Lead, today: date, manners: Manners, edit_key: str) -> str:
    """Return what matters to them, what is near first; after some touches without anything, one gentle question.

    Args:
        lead: the lead.
        today: the day it is.
        manners: how many touches that is.
        edit_key: what is pressed to answer the question.
    """
    near = kindness.occasions(lead.about, today, manners.notice)
    known = [occasion_words(occasion, today) for occasion in near]
    told = {occasion.fact for occasion in near}
    known += [_about_words(fact.fact, fact.day) for fact in lead.about if fact.fact not in told and not _is_over(fact)]
    return "; ".join(known) or (
        f"what matters to them? {edit_key} tells it" if lead.touches >= manners.known_by else ""
    )


def _is_over(about: About) -> bool:
    """Whether the day of a fact was, and does not return."""
    return about.wished is not None and not about.yearly


def reach_line(card: Card, width: int, manners: Manners) -> Line:
    """Return what was tried in vain and how they answered before; nothing where neither is known."""
    instead = advice_words(card, manners) if card.lead.is_followed else ""
    if instead:
        vain = counted(sum(1 for _ in tried(card.history)), "touch", "touches")
        return (Span(fit(f"{vain} without an answer: {instead}", width), "warn"),)
    answered = answered_words(card.history)
    return (Span(fit(answered, width), "dim"),) if answered else ()


def advice_words(card: Card, manners: Manners) -> str:
    """Return the one thing to try after calls in vain: `try an email`, `try 16:00`; empty where there is none."""
    found = advice(card.lead, card.history, manners.calls_in_vain)
    if found is None:
        return ""
    if found.hour is not None:
        return f"try {found.hour}:00"
    return f"try {'an' if found.channel == 'email' else 'a'} {found.channel}"


def answered_words(history: Sequence[Entry]) -> str:
    """Return how they answered before, once that is more than chance: `answers by call around 15:00`."""
    before = usual_answers(history)
    if before is None:
        return ""
    hour = f" around {before.hour}:00" if before.hour is not None and before.channel == "call" else ""
    return f"answers by {before.channel}{hour}"


def tried_line(card: Card, today: date, kind_from: date | None, manners: Manners) -> Line:
    """Return how often they were touched without an answer, and from when one more touch is kind."""
    vain, days = sum(1 for _ in tried(card.history)), manners.lately
    if not vain:
        return ()
    lately = f"{tried_lately(card.history, today, days)} in {_lasting(days)}"
    often = f" ! {counted(vain, 'touch', 'touches')} without an answer, {lately}"
    soon = f" · {kind_from_words(kind_from, today)}" if kind_from and kind_from > today else ""
    way = advice_words(card, manners)
    instead = f" · {way}" if way else ""
    return Span(often, "warn"), Span(soon, "dim"), Span(instead, "warn")


def _lasting(days: int) -> str:
    return counted(days, "day") if days % 7 else counted(days // 7, "week")


def kind_from_words(day: date | None, today: date) -> str:
    """Return from when one more touch is no pestering."""
    return f"kind from {day_words(day, today)}" if day else ""


def promised_words(row: Row, when: When | None, now: datetime, width: int, only: str | None = None) -> str:
    """Return what was promised, and whether a snooze puts it off, in what fits; empty where nothing was.

    Args:
        row: the lead.
        when: the day they would sleep until; None is any later one.
        now: the time.
        width: in cells.
        only: what alone is moved, as `moved_name` calls it; None is all that is due.
    """
    here, today = name_of(now), now.date()
    moved = put_off_by(row, when, today, here, only)
    promises = [one.seen_from(here) for one in moved or put_off_by(row, None, today, here, only)]
    if not promises:
        return ""
    first, more = promises[0], len(promises) - 1
    day = When(first.day, first.time).words(today)
    why = f" {first.why}" if first.why else ""
    said = f", they said “{first.quote}”" if first.quote else ""
    parts = (f"{row.name} {day}{why}{said}", f"{row.name} {day}{why}", f"{row.name} {day}", day)
    others = f" and {more} more" if more else ""
    it, breaks = "them" if more else "it", first.day < today
    end = (
        (f"that breaks {it}" if breaks else f"that puts {it} off")
        if moved
        else f"{'they stay' if more else 'it stays'}"
    )
    ways = [f"you promised {part}{others}: {end}" for part in parts]
    return longest([*ways, f"{day}{others}: {end}"], width)


def in_place_words(row: Row, now: datetime, only: str | None = None) -> str:
    """Return which promise a day that they agreed to takes the place of; empty where there is none.

    Args:
        row: the lead.
        now: the time.
        only: what alone gives way, as `moved_name` calls it; None is the only promise to contact them.
    """
    one_alone = [one for one in unsettled(row.promises, now) if one.uid == only]
    waiting = [one for one in unsettled(row.promises, now) if not one.is_task]
    days = [
        When(one.day, one.time).words(now.date())
        for one in (seen.seen_from(name_of(now)) for seen in one_alone or waiting)
    ]
    if len(days) > 1 or (days and only == PLAN):
        return (
            f"beside {counted(len(days), 'promise')}: {', '.join(days[:_NAMED])}{' ...' if len(days) > _NAMED else ''}"
        )
    return f"in place of the promise of {days[0]}" if days else ""


def withdrawn_words(promises: Sequence[Promise], now: datetime) -> str:
    """Return which promises an end withdraws: `1 promise withdrawn: Fri 20 Mar 10:00`; empty where there are none."""
    if not promises:
        return ""
    seen = sorted((one.seen_from(name_of(now)) for one in promises), key=lambda one: one.nearness)
    days = [When(one.day, one.time).words(now.date()) for one in seen]
    more = f" and {len(days) - _NAMED} more" if len(days) > _NAMED else ""
    return f"{counted(len(promises), 'promise')} withdrawn: {', '.join(days[:_NAMED])}{more}"


_NAMED = 2
"""How many promises are named in passing."""


def end_words(touches: int, early_end: int) -> str:
    """Return what is said of an end without a yes, after so many touches."""
    early = f" at touch {touches} (most take {early_end} or more)" if touches < early_end else ""
    return f"lost, without a yes{early}; no next step"


def _said_words(step: Step | None, today: date) -> str:
    """Return what they said of the day, and when: `in May you said: after the budget` is what it lets one say."""
    if step is None or not step.quote:
        return ""
    if step.said is None:
        return f"“{step.quote}”"
    month = f"{step.said:%B}" if step.said.year == today.year else f"{step.said:%B %Y}"
    return f"in {month}: “{step.quote}”"


def _who(card: Card, today: date) -> list[Span]:
    """Return who they are: how they are reached first, then what a yes is worth, then all else, their tags last."""
    lead = card.lead
    deal = deal_words(lead.value, lead.expected, today, is_open=lead.is_open)
    one = [Span(field.of(lead)) for field in LINE if field.shown and field.of(lead)]
    reach = [value for field in LINES for value in field.of(lead)[: field.shown]]
    phones, refused = set(lead.phones), unwanted_words(lead.unwanted)
    yours = "yours" if lead.owner and fold(lead.owner) == fold(card.me) else ""
    by = f"referred by {card.referred_by.name}" if card.referred_by else ""
    sent = f"referred {', '.join(row.name for row in card.referred)}" if card.referred else ""
    return [
        *(Span(value, "name" if value in phones else "") for value in reach),
        *([Span(refused, "warn")] if refused else []),
        *([Span(deal, "money")] if deal else []),
        *one,
        *(Span(words, "dim") for words in (yours, by, sent) if words),
        *(Span(f"#{tag}", "tag") for tag in lead.tags),
    ]


def _owner_words(owner: str, me: str) -> str:
    """Return who else looks after a lead; empty where that is oneself or everyone."""
    return f"owner {clean_line(owner)}" if fold(owner) not in {"", fold(me)} else ""


def _owed_words(step: Step, today: date, late: str) -> str:
    """Return the day of a step, how late it is, since when a plan is moved about, how they are reached, and why."""
    is_task = isinstance(step, Promise) and step.is_task
    at = f" {step.time:%H:%M}" if step.time else ""
    moved = _moved_words(step, today) if isinstance(step, Plan) else ""
    day = f"{'by ' if is_task else ''}{day_words(step.day, today)}{at}"
    parts = (day, late, moved, "" if is_task else step.channel)
    return ", ".join(filter(None, parts)) + (f": {step.why}" if step.why else "")


def _moved_words(plan: Plan, today: date) -> str:
    """Return since when a plan has been moved about."""
    first = f"originally {day_words(plan.first_day, today)}" if plan.first_day and plan.first_day != plan.day else ""
    promised = f"was promised {day_words(plan.was_promised, today)}" if plan.was_promised else ""
    return ", ".join(filter(None, (promised or first, f"snoozed {plan.snoozed}x" if plan.snoozed else "")))


def _about_words(fact: str, day: date | None) -> str:
    return f"{fact} ({day.day} {day:%b})" if day else fact


def history_lines(entry: Entry, me: str, today: date, width: int, most: int = 1) -> list[Line]:
    """Return a touch or a note in at most so many lines: when, who else, how, what came of it, and what was noted."""
    label = _entry_day(entry.at.date(), today)
    head = entry_words(entry, me)
    note = clean(entry.note).replace("\n", " / ") if most == 1 else entry.note
    return labelled(label, f"{head}  {note}" if note else head, width, most, "" if note else "dim")


_DATE = 8
"""Cells of the day of an entry with its blanks."""


def entry_lines(entry: Entry, me: str, today: date, width: int, most: int) -> list[Line]:
    """Return a touch or a note: when, who else, how, what came of it; and what was noted, beside it or below it."""
    head = entry_words(entry, me, " · ")
    first = (Span(fit(_entry_day(entry.at.date(), today), _DATE), "dim"), Span(head, "today"))
    if most > 1:
        lines = [line for line in clipped(entry.note, width - _DATE, most) if entry.note.strip()]
        return [first, *((Span(" " * _DATE), *tinted(line)) for line in lines)]
    room = width - _DATE - cell_len(head) - 2
    note = clipped(clean(entry.note).replace("\n", " / "), room, 1)
    return [(*first, Span("  "), *(span for line in note for span in tinted(line)))]


def _entry_day(day: date, today: date) -> str:
    return f"{day.day:>2} {day:%b}" if day.year == today.year else f"{day:%b ’%y}"

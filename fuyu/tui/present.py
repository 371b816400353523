"""Values become words: every line of the dashboard that speaks of a lead, as spans."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from fuyu.desk import Card
from fuyu.domain import kindness
from fuyu.domain.agenda import Bucket, Load, bucket, days_late
from fuyu.domain.calendar import Calendar
from fuyu.domain.history import Entry, Touch
from fuyu.domain.lead import About, Lead, NextStep, Row
from fuyu.domain.manners import Hours, Manners, answers, at_home, other_channel, their_time, tried, tried_lately
from fuyu.domain.text import clean, clean_line
from fuyu.domain.when import When
from fuyu.tui.widgets.lines import Line, Span, fit

_WEEK = Calendar()


def day_words(day: date, today: date) -> str:
    """Return `Wed 18 Mar`, with the year where it is another."""
    words = f"{day:%a} {day.day} {day:%b}"
    return words if day.year == today.year else f"{words} {day.year}"


def far(day: date, today: date) -> str:
    """Return how far a day is, in words: `tomorrow`, `in 9 days`."""
    days = (day - today).days
    if days in _NEAR:
        return _NEAR[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def counted(count: int, one: str, many: str = "") -> str:
    """Return `1 lead`, `2 leads`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


class Columns(NamedTuple):
    """How the cells of a list are shared out."""

    name: int
    company: int
    why: int


_FIXED = 2 + 10 + 2 + 10 + 5


def columns(width: int) -> Columns:
    """Share out the width of a list line: names first, then companies, then the reason."""
    room = max(width - _FIXED, 12)
    name = max(10, min(26, room * 38 // 100))
    company = max(0, min(24, room * 30 // 100))
    return Columns(name, company, max(room - name - company - 2, 0))


def lead_line(row: Row, now: datetime, width: int, manners: Manners) -> Line:
    """Return a lead as one line of a list."""
    today = now.date()
    place = bucket(row, today)
    yes_takes = str(manners.yes_takes)
    cells = columns(width - len(yes_takes) + 1)
    step = row.next_step
    glyph, label, role = _LABELS[place](row, today)
    text_role = "done" if place in {Bucket.DONE, Bucket.ENDED} else ""
    promised = step is not None and step.promised and not text_role
    channel = step.channel if step else row.last_touch.channel if row.last_touch else ""
    return (
        Span(f"{glyph} ", role),
        Span(fit(label, 9) + " ", role),
        Span("P " if promised else "  ", "promise"),
        *_cell(row.name, cells.name, text_role or "name"),
        *_cell(row.company, cells.company, text_role or "company"),
        *_cell(channel, 9, text_role or "dim"),
        *_cell(f"{row.touches}/{yes_takes}", len(yes_takes) + 3, text_role or "dim"),
        *_why(row, place, now, cells.why, "dim" if text_role else "", call_hours=manners.call_hours),
    )


def _why(row: Row, place: Bucket, now: datetime, width: int, role: str, *, call_hours: Hours) -> tuple[Span, ...]:
    """Return why a lead is to be touched, and the time on their clocks, where that is another."""
    there = their_time(row, now) if not role else None
    clock = _clock(there, width, call_hours) if there else ""
    reason = fit(_reason(row, place, now.date()), width - len(clock))
    return (Span(reason, role), Span(clock, "warn" if there and at_home(there, call_hours) else "dim"))


def _clock(there: datetime, width: int, call_hours: Hours) -> str:
    """Return their time in the form that leaves room for a reason; where none does, only an unwelcome hour is told."""
    whole, short = f" {there:%H:%M} there", f" @{there:%H:%M}"
    if width >= len(whole) + _LEAST_WHY:
        return whole
    least = _LEAST_WARNED if at_home(there, call_hours) else _LEAST_WHY
    return short if width >= len(short) + least else ""


_LEAST_WHY, _LEAST_WARNED = 8, 4
"""Cells of a reason below which the clock is left to the card; fewer where it warns."""


def _cell(text: str, width: int, role: str) -> tuple[Span, Span]:
    """Return a text and the blanks that fill its cell, which no line strikes through."""
    filled = fit(text, width)
    bare = filled.rstrip()
    return Span(bare, role), Span(" " * (len(filled) - len(bare) + 1))


def _late_label(row: Row, today: date) -> tuple[str, str, str]:
    return "!", f"{days_late(row, today)}d late", "late"


def _today_label(row: Row, _today: date) -> tuple[str, str, str]:
    at = row.next_step.time if row.next_step else None
    return "*", f"{at:%H:%M}" if at else "any", "today"


def _done_label(_row: Row, _today: date) -> tuple[str, str, str]:
    return "x", "done", "good"


def _kind_label(_row: Row, _today: date) -> tuple[str, str, str]:
    return "+", "kind", "good"


def _later_label(row: Row, today: date) -> tuple[str, str, str]:
    step = row.next_step
    return ("z" if step and step.snoozed else " "), day_words(step.day, today)[4:] if step else "", "dim"


def _cracks_label(_row: Row, _today: date) -> tuple[str, str, str]:
    return "?", "no date", "warn"


def _ended_label(row: Row, _today: date) -> tuple[str, str, str]:
    return "-", {"do_not_contact": "do not!"}.get(row.status, row.status), "dim"


_LABELS = {
    Bucket.OVERDUE: _late_label,
    Bucket.TODAY: _today_label,
    Bucket.DONE: _done_label,
    Bucket.KIND: _kind_label,
    Bucket.LATER: _later_label,
    Bucket.CRACKS: _cracks_label,
    Bucket.ENDED: _ended_label,
}


def _reason(row: Row, place: Bucket, today: date) -> str:
    step = row.next_step
    if place is Bucket.KIND:
        near = kindness.due(row, today, _WEEK)
        return occasion_words(near, today) if near else ""
    if place is Bucket.DONE and row.last_touch:
        until = f", next {day_words(step.day, today)}" if step else f", {row.status.replace('_', ' ')}"
        return row.last_touch.outcome.words + until
    if step is None:
        return ""
    return f"said: {step.words}" if step.words else step.why


def trouble_line(why: str, ways: Sequence[tuple[str, str]], width: int) -> Line:
    """Return why something is not saved and the keys that help, which are never cut."""
    spans = [span for key, does in ways for span in (Span("  "), Span(key, "key"), Span(f" {does}"))]
    words = clean_line(f"! {why}")
    room = width - 1 - sum(cell_len(span.text) for span in spans)
    return Span(" "), Span(fit(words, min(room, cell_len(words))), "bad"), *spans


def card_title(card: Card, now: datetime, call_hours: Hours) -> str:
    """Return who a card is about, where they are in their day, and what was promised."""
    lead = card.lead
    parts = [lead.name, lead.company, clock_words(lead, now, call_hours), _step_words(lead, now.date())]
    return " · ".join(part for part in parts if part)


def clock_words(row: Row, now: datetime, call_hours: Hours) -> str:
    """Return the time on their clocks, and whether a call is unwelcome; empty where it is the time on ours."""
    there = their_time(row, now)
    if there is None:
        return ""
    day = "" if there.date() == now.date() else f"{there:%a} "
    return f"{day}{there:%H:%M} there{', not now!' if at_home(there, call_hours) else ''}"


def _step_words(lead: Lead, today: date) -> str:
    step = lead.next_step
    if step is None:
        return "no date" if lead.is_open else lead.status.replace("_", " ")
    at = f" {step.time:%H:%M}" if step.time else ""
    return f"{'promised' if step.promised else 'next'} {day_words(step.day, today)}{at}"


def card_lines(card: Card, now: datetime, width: int, height: int, manners: Manners) -> list[Line]:
    """Return a card in that many lines: what was agreed, what matters to them, who they are, what took place."""
    lead, today = card.lead, now.date()
    roomy = height > _SMALL
    most = _WRAPPED if roomy else 1
    said = _said_words(lead.next_step, today)
    quoted = labelled("said", said, width, most, "promise") if said and not roomy else []
    facts = about_words(lead, today, manners)
    about = labelled("about", facts, width, most, "" if lead.about else "dim") if facts else []
    tried = [(Span(fit("reach", _LABEL), "dim"), *line)] if (line := reach_line(card, width - _LABEL, manners)) else []
    who = labelled("who", _who_words(card), width, most)
    lines: list[Line] = [*quoted, *about, *tried, *who]
    if roomy:
        step = lead.next_step
        role = "promise" if step and step.promised else ""
        told = f" · they said {_said_words(step, today)}" if step and step.words else ""
        agreed = labelled("next", f"{next_words(step, today)}{told}", width, most, role) if step else []
        lines = [*agreed, *lines, ()]
    for entry in card.history:
        if len(lines) >= height:
            break
        lines += history_lines(entry, today, width, most)
    return lines[:height]


_SMALL = 6
"""A card of so few lines shows one line of each thing."""
_LABEL = 8
"""Cells of a label with its blank."""
_WRAPPED = 4
"""How many lines one entry of the history takes at most, in a roomy card."""


def about_words(lead: Lead, today: date, manners: Manners) -> str:
    """Return what matters to them, what is near first; after some touches without anything, one gentle question."""
    near = kindness.occasions(lead.about, today, manners.notice)
    known = [occasion_words(occasion, today) for occasion in near]
    told = {occasion.fact for occasion in near}
    known += [_about_words(fact.fact, fact.day) for fact in lead.about if fact.fact not in told and not _is_over(fact)]
    return "; ".join(known) or ("what matters to them? e tells it" if lead.touches >= manners.known_by else "")


def _is_over(about: About) -> bool:
    """Whether the day of a fact was, and does not return."""
    return about.wished is not None and not about.yearly


def occasion_words(occasion: kindness.Occasion, today: date) -> str:
    """Return a fact with its day: `birthday today`, `exam tomorrow`, `exam Thu 14 May, in 9 days`."""
    day = occasion.day
    near = far(day, today) if abs((day - today).days) <= 1 else f"{day_words(day, today)}, {far(day, today)}"
    return f"{occasion.fact} {near}"


def reach_line(card: Card, width: int, manners: Manners) -> Line:
    """Return what was tried in vain and how they answered before; nothing where neither is known."""
    vain = sum(1 for _ in tried(card.history))
    way = other_channel(card.lead, card.history, manners.calls_in_vain) if card.lead.is_open else None
    instead = f"{vain} touches without an answer: try {'an ' if way == 'email' else 'a '}{way}" if way else ""
    answered = answered_words(card.history)
    if not instead and not answered:
        return ()
    gap = " · " if instead and answered else ""
    return Span(instead, "warn"), Span(fit(f"{gap}{answered}", max(width - cell_len(instead), 0)), "dim")


def answered_words(history: Sequence[Entry]) -> str:
    """Return how they answered before, once that is more than chance: `answers by call around 15:00`."""
    before = answers(history)
    if before is None or before.times <= 1:
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
    way = other_channel(card.lead, card.history, manners.calls_in_vain)
    instead = f" · try {way}" if way else ""
    return Span(often, "warn"), Span(soon, "dim"), Span(instead, "warn")


def _lasting(days: int) -> str:
    return counted(days, "day") if days % 7 else counted(days // 7, "week")


def kind_from_words(day: date | None, today: date) -> str:
    """Return from when one more touch is no pestering."""
    return f"kind from {day_words(day, today)}" if day else ""


def promised_words(row: Row, today: date) -> str:
    """Return what was promised and to whom, with the day first agreed; empty where nothing was."""
    step = row.next_step
    if step is None or not step.promised:
        return ""
    moved = f", moved to {day_words(step.day, today)}" if step.day != step.agreed else ""
    why = f" {step.why}" if step.why else ""
    said = f", they said “{step.words}”" if step.words else ""
    return f"you promised {row.name} {day_words(step.agreed, today)}{moved}{why}{said}"


def end_words(touches: int, early_end: int) -> str:
    """Return what is said of an end without a yes, after so many touches."""
    early = f" at touch {touches} (most take {early_end} or more)" if touches < early_end else ""
    return f"closed without a yes{early}; no next step"


def _said_words(step: NextStep | None, today: date) -> str:
    """Return what they said of the day, and when: `in May you said: after the budget` is what it lets one say."""
    if step is None or not step.words:
        return ""
    if step.said is None:
        return f"“{step.words}”"
    month = f"{step.said:%B}" if step.said.year == today.year else f"{step.said:%B %Y}"
    return f"in {month}: “{step.words}”"


def _who_words(card: Card) -> str:
    lead = card.lead
    reach = (*lead.phones[:2], *lead.emails[:2], *lead.links[:1])
    by = f"named by {card.referred_by.name}" if card.referred_by else ""
    sent = f"named {', '.join(row.name for row in card.referred)}" if card.referred else ""
    parts = (lead.temperature, lead.role, lead.place, *reach, by, sent, *(f"#{tag}" for tag in lead.tags))
    return " · ".join(part for part in parts if part)


def labelled(label: str, text: str, width: int, most: int, role: str = "") -> list[Line]:
    """Return a text beside its label, in at most so many lines; none where there is no text."""
    lines = clipped(text, width - _LABEL, most)
    heads = [label, *("" for _ in lines)]
    return [(Span(fit(head, _LABEL), "dim"), Span(line, role)) for head, line in zip(heads, lines, strict=False)]


def next_words(step: NextStep, today: date) -> str:
    """Return what comes next, whether it was agreed with them, and since when: all but what they said of it."""
    at = f" {step.time:%H:%M}" if step.time else ""
    kind = "promised" if step.promised else "planned"
    moved = f", first {day_words(step.first_day, today)}, snoozed {step.snoozed}x" if step.first_day else ""
    why = f": {step.why}" if step.why else ""
    return f"{kind} {day_words(step.day, today)}{at}{moved}, {step.channel}{why}"


def _about_words(fact: str, day: date | None) -> str:
    return f"{fact} ({day.day} {day:%b})" if day else fact


def history_lines(entry: Entry, today: date, width: int, most: int = 1) -> list[Line]:
    """Return a touch or a note in at most so many lines: when, how, what came of it, and what was noted."""
    day = entry.at.date()
    label = f"{day.day:>2} {day:%b}" if day.year == today.year else f"{day:%b ’%y}"
    head = f"{entry.channel} {entry.outcome.words}" if isinstance(entry, Touch) else "note"
    note = clean(entry.note).replace("\n", " / ") if most == 1 else entry.note
    return labelled(label, f"{head}  {note}" if note else head, width, most, "" if note else "dim")


def clipped(text: str, width: int, most: int) -> list[str]:
    """Return the text as at most so many lines; an ellipsis says that there is more."""
    lines = wrapped(text, width)
    if len(lines) <= most:
        return lines
    last = lines[most - 1] if cell_len(lines[most - 1]) < width - 1 else fit(lines[most - 1], width - 2).rstrip()
    return [*lines[: most - 1], f"{last} …"]


def wrapped(text: str, width: int) -> list[str]:
    """Return the text as lines of at most that many cells."""
    if not text or width < 1:
        return []
    parts = clean(text).split("\n")
    return [line for part in parts for line in ([part] if cell_len(part) <= width else _broken(part, width))]


def _broken(text: str, width: int) -> list[str]:
    return [line.plain for line in Content(text).wrap(width)]


def load_words(load: Load) -> str:
    """Return what a day already holds: `4 booked that day, 1 promised`."""
    if not load.count:
        return "nothing booked that day"
    promised = f", {load.promised} promised" if load.promised else ""
    return f"{load.count} booked that day{promised}"


def when_words(when: When, today: date) -> str:
    """Return a resolved day with its weekday, time and distance: `Fri 27 Mar 14:00, in 9 days`."""
    at = f" {when.time:%H:%M}" if when.time else ""
    return f"{day_words(when.day, today)}{at}, {far(when.day, today)}"


def hints(keys: Iterable[tuple[str, str]], width: int) -> Line:
    """Return key hints that fit the width, never a part of one."""
    spans: list[Span] = [Span(" ")]
    used = 1
    for key, label in keys:
        cells = cell_len(key) + cell_len(label) + 3
        if used + cells > width:
            break
        spans += [Span(key, "key"), Span(f" {label}  ", "dim")]
        used += cells
    return tuple(spans)


_BUSY, _FULL = 4, 8
"""Follow-ups from which a day counts as busy, and as full."""


def month_lines(day: date, today: date, load: Callable[[date], Load], calendar: Calendar) -> list[Line]:
    """Return the month of a day as eight lines of 21 cells: how full each day is, by a mark and a shade."""
    first = calendar.week_of(day.replace(day=1))
    weekdays = [first + timedelta(days=ahead) for ahead in range(7)]
    heads = tuple(Span(f" {weekday:%a}"[:3], "dim") for weekday in weekdays)
    weeks = [[first + timedelta(days=7 * week + ahead) for ahead in range(7)] for week in range(6)]
    title = Span(f"{day:%B %Y}".center(21), "title")
    return [
        (title,),
        heads,
        *(tuple(_day_span(d, day, today, load(d).count, calendar) for d in week) for week in weeks),
    ]


def _day_span(shown: date, chosen: date, today: date, count: int, calendar: Calendar) -> Span:
    if shown.month != chosen.month or shown < today:
        return Span("   " if shown.month != chosen.month else f"{shown.day:>2} ", "dim")
    mark, role = shade(count)
    if shown == chosen:
        return Span(f"{shown.day:>2}{mark}", "chosen")
    return Span(f"{shown.day:>2}{mark}", role or ("" if calendar.is_working(shown) else "dim"))


def shade(count: int) -> tuple[str, str]:
    """Return the mark and the role of a day with so many follow-ups."""
    if not count:
        return " ", ""
    return ("·", "light") if count < _BUSY else (":", "busy") if count < _FULL else ("#", "full")

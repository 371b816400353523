"""A day's beginning and end, the pile and days away as lines."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from rich.cells import cell_len

from fuyu.domain.agenda import Agenda, Load, Promised, lateness, step_late_words
from fuyu.domain.cadence import Diary
from fuyu.domain.calendar import Calendar
from fuyu.domain.day import DayPlan, Evening
from fuyu.domain.history import Away
from fuyu.domain.lead import Lead
from fuyu.domain.reschedule import Replan
from fuyu.domain.when import Range, When
from fuyu.tui.keys import Keyboard
from fuyu.tui.present import clipped, counted, day_words, far, occasion_words, wrapped
from fuyu.tui.present_month import shade
from fuyu.tui.widgets.lines import Line, Span, fit
from fuyu.tui.wrapping import glued

_WIDEST = 96
_LABEL = 12
_MARGIN = 3
_BAR = 30
_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
_ROOMY = 80
_FEW, _MORE = 36, 56
_FEWEST = 3
_CELL, _HEAD, _AIRY = 10, 8, 8
_FEWEST_WEEKS, _MOST_WEEKS = 3, 8


# The morning


def plan_title(plan: DayPlan) -> str:
    """Return which day it is that begins."""
    return f"{plan.agenda.day:%A}, {plan.agenda.day.day} {plan.agenda.day:%B}"


def plan_lines(plan: DayPlan, keyboard: Keyboard, width: int, height: int) -> list[Line]:
    """Return how a day begins, in the middle of so many lines."""
    room = min(width - 2 * _MARGIN, _WIDEST)
    passed = _avoided_lines(plan, room)
    parts = [
        _promised_lines(plan, room, max(height - 11 - len(passed), _FEWEST)),
        [*_load_lines(plan, keyboard, room), *_pace_lines(plan, keyboard), *passed],
        _first_lines(plan, keyboard, room),
    ]
    return _centred([line for part in parts for line in (*part, ())], room, width, height)


def _centred(lines: list[Line], room: int, width: int, height: int) -> list[Line]:
    """Return lines of at most so much room in the middle of a width and a height."""
    above = max((height - len(lines)) // 3, 0)
    margin = Span(" " * max((width - room) // 2, 0))
    return [() for _ in range(above)] + [(margin, *line) if line else () for line in lines]


# The first start


def welcome_lines(keyboard: Keyboard, width: int, height: int) -> list[Line]:
    """Return how to begin where nobody is here yet, in the middle of so many lines."""
    room = min(width - 2, _WELCOME)
    ways = (
        ("book.add", "Add a lead in one line: Ann Lee, Acme +44 20 7946 0018 call fri 2pm"),
        ("book.import", "Import contacts: a CSV file, vCards, or what your CRM exported"),
        ("book.demo", "Look around in a book of sample leads; q comes back here"),
        ("book.help", "See what the marks mean and the keys do"),
    )
    lines: list[Line] = [
        (Span(line, "name"),) for line in wrapped("Nobody is here yet. Begin with one of these:", room)
    ]
    lines.append(())
    for key_id, does in ((key_id, does) for key_id, does in ways if key_id in keyboard):
        first, *others = wrapped(does, room - _KEY)
        lines.append((Span(fit(keyboard[key_id].hint(), _KEY), "key"), Span(first)))
        lines += [(Span(" " * _KEY), Span(line)) for line in others]
    promise = "Each lead gets a next date, and nobody falls through the cracks."
    return _centred([*lines, (), *((Span(line, "dim"),) for line in wrapped(promise, room))], room, width, height)


_WELCOME, _KEY = 76, 4


def _promised_lines(plan: DayPlan, room: int, most: int) -> list[Line]:
    if not plan.promises:
        return [(Span(fit("Promised", _LABEL), "dim"), Span("nothing was promised for today"))]
    shown = plan.promises if len(plan.promises) <= most else plan.promises[: most - 1]
    more = len(plan.promises) - len(shown)
    lines = [
        (Span(fit("" if number else "Promised", _LABEL), "dim"), *_promised_line(promised, plan.agenda, room - _LABEL))
        for number, promised in enumerate(shown)
    ]
    return [*lines, (Span(" " * _LABEL), Span(f"~ {more} more", "dim"))] if more else lines


def _promised_line(promised: Promised, agenda: Agenda, room: int) -> Line:
    row, promise = promised
    cells = _promised_cells(room)
    late = (step_late_words if cells.late else lateness)(promise, agenda.day, agenda.at)
    at = late or (f"{promise.time:%H:%M}" if promise.time else "any time")
    said = f"“{promise.quote}”" if promise.quote else promise.why
    return (
        *_cell(at, cells.late or _SHORT_LATE, "late" if late else "promise"),
        *_cell(row.name, cells.name, "name"),
        *(_cell(row.company, cells.company, "company") if cells.company else ()),
        Span(fit(said, cells.why), "" if promise.quote else "dim"),
    )


class _PromisedCells(NamedTuple):
    """How wide the parts of a promise are; one that has no room is left out, so that no other is cut for it."""

    name: int
    why: int = 0
    company: int = 0
    late: int = 0
    """0 where only the days are said."""


_LATE, _SHORT_LATE = len("120 days late "), len("any time ")


def _promised_cells(room: int) -> _PromisedCells:
    if room < _FEW:
        return _PromisedCells(max(room - _SHORT_LATE, 1))
    name = min(26, max(room * 34 // 100, 18))
    company = min(24, room * 24 // 100) if room >= _MORE else 0
    return _PromisedCells(name, max(room - _LATE - name - company, 0), company, _LATE)


def _cell(text: str, width: int, role: str = "") -> tuple[Span, Span]:
    """Return a text in so many cells, the last of them blank."""
    return Span(fit(text, width - 1), role), Span(" ")


def _load_lines(plan: DayPlan, keyboard: Keyboard, room: int) -> list[Line]:
    """Return the counts of the day, each where it is not nothing."""
    agenda, per_day = plan.agenda, plan.per_day
    cells = min(_BAR, room - _LABEL - 20)
    full = min(round(plan.due / per_day * cells), cells)
    role = "warn" if plan.due > per_day else "today"
    load = (Span("━" * full, role), Span("─" * (cells - full), "rule"), Span(f" {plan.due} of {per_day} a day"))
    lines = [_labelled("Load", load)]
    if plan.late_plans:
        offer = f": {keyboard['book.reschedule'].hint()} gives each a new day" if plan.is_behind else ""
        lines.append(
            _labelled("Overdue", (Span(f"{counted(plan.late_plans, 'plan')}{offer}", "late" if offer else ""),))
        )
    if plan.replied:
        names = ", ".join(row.name for row in plan.replied)
        lines.append(_labelled("Replied", (Span(clipped(names, room - _LABEL, 1)[0], "good"),)))
    for number, (row, near) in enumerate(plan.near):
        words = f"{row.name}: {occasion_words(near, agenda.day)}"
        lines.append(_labelled("" if number else "Check-ins", (Span(fit(words, room - _LABEL), "good"),)))
    if agenda.unscheduled:
        walk, spread = keyboard["book.unscheduled"].hint(), keyboard["book.spread"].hint()
        ways = f"{glued(f'{walk} to walk them')}, {glued(f'{spread} to spread them')}"
        words = f"{counted(len(agenda.unscheduled), 'lead')} without a date: {ways}"
        told = wrapped(words, room - _LABEL)
        lines += [_labelled("" if n else "Unscheduled", (Span(line, "unscheduled"),)) for n, line in enumerate(told)]
    if plan.drafts:
        names = ", ".join(row.name for row in plan.drafts)
        lines.append(_labelled("Unfinished", (Span(clipped(f"a note on {names}", room - _LABEL, 1)[0]),)))
    return [*lines, *_mail_lines(plan, room)]


def _mail_lines(plan: DayPlan, room: int) -> list[Line]:
    """Return the messages that wait for a person, as many as there is room for, and how many more there are."""
    shown, more = plan.mail[:_FEWEST], plan.mail[_FEWEST:]
    told = [line for one in shown for line in clipped(one.headline, room - _LABEL, 2)]
    doubtful = sum(one.is_doubtful for one in more)
    told += [f"~ {len(more)} more{f', {doubtful} of them unknown' if doubtful else ''}"] if more else []
    return [_labelled("" if number else "Messages", (Span(words, "warn"),)) for number, words in enumerate(told)]


def _avoided_lines(plan: DayPlan, room: int) -> list[Line]:
    """Return who was passed over several days running, and a kind word; nothing where nobody was."""
    if not plan.avoided:
        return []
    names = ", ".join(f"{one.row.name} {one.days} days" for one in plan.avoided)
    told = clipped(names, room - _LABEL, 2)
    lines = [_labelled("" if number else "Passed over", (Span(line),)) for number, line in enumerate(told)]
    return [*lines, *(_labelled("", (Span(line, "dim"),)) for line in wrapped(_KIND, room - _LABEL))]


_KIND = "The hard one first? Two minutes, and it is off your mind."
"""What is said to somebody who passes a lead over."""


def _pace_lines(plan: DayPlan, keyboard: Keyboard) -> list[Line]:
    """Return that the book needs more than it gets, and the ways out; nothing where that is not so."""
    if plan.pace is None or not plan.is_too_slow:
        return []
    park, again = keyboard["work.snooze"].hint(), keyboard["book.reschedule"].hint()
    ways = (Span("a slower rhythm for cold (settings), "), Span(park, "key"), Span(" to park, "), Span(again, "key"))
    return [_labelled("Pace", (Span(plan.pace.words, "warn"),)), _labelled("", (*ways, Span(" to reschedule")))]


def _first_lines(plan: DayPlan, keyboard: Keyboard, room: int) -> list[Line]:
    begins = f" Call {clipped(plan.first.name, 26, 1)[0]}" if plan.first else " Go to the day"
    again = (
        (Span(f"  {keyboard['book.morning'].hint()}", "key"), Span(" Come back here", "dim")) if room >= _ROOMY else ()
    )
    return [(Span("Enter", "key"), Span(begins), Span("  Any key", "key"), Span(" works at once", "dim"), *again)]


def _labelled(label: str, spans: Sequence[Span]) -> Line:
    return (Span(fit(label, _LABEL), "dim"), *spans)


# The evening


def close_lines(ended: Evening, sentence: str, width: int) -> list[Line]:
    """Return how a day ends."""
    room = min(width - 2 * _MARGIN, _WIDEST)
    came = [f"{count} {outcome.words}" for outcome, count in ended.outcomes.items()]
    came += [counted(ended.check_ins, "check-in")] if ended.check_ins else []
    made = ended.promises
    kept = f"{made.kept} of {made.due} kept" if made.due else "none for today"
    still = f", {made.open} still open" if made.open else ""
    begins = [f"{row.name}{f', {row.company}' if row.company else ''}" for row in ended.first]
    told: list[tuple[str, list[str], str]] = [
        (
            "Touches",
            [f"{counted(ended.touched, 'touch', 'touches')}: {', '.join(came)}" if came else "no touches today"],
            "",
        ),
        ("Promises", [f"{kept}{still}"], "promise" if made.due else ""),
        ("Unfinished", [f"a note on {', '.join(row.name for row in ended.drafts)}"] if ended.drafts else [], ""),
        (f"{day_words(ended.next_day, ended.day)[:10]}", begins or ["nobody is due"], "name"),
    ]
    lines: list[Line] = [()]
    for label, texts, role in told:
        cut = [line for text in texts for line in clipped(text, room - _LABEL, 4)]
        lines += [_labelled("" if number else label, (Span(text, role),)) for number, text in enumerate(cut)]
        lines += [()] if cut else []
    lines += [(Span(line, "good"),) for line in wrapped(sentence if came else "", room)]
    return [(Span(" " * _MARGIN), *line) if line else () for line in lines]


# The pile


def reschedule_lines(found: Replan, diary: Diary, undo: str, today: date, width: int) -> list[Line]:
    """Return new days for plans as a calendar of what each day holds and will hold, and the promises that stay.

    Args:
        found: what would be done.
        diary: working days, how full they are, and how full they may be.
        undo: the key that takes it back.
        today: the day it is.
        width: in cells.
    """
    lines: list[Line] = [()]
    if found.days:
        limit = f"The most overdue first, at most {diary.cadence.per_day} a day; 3→4 means from 3 to 4 follow-ups"
        words = f"{limit}. {glued(f'{undo} undoes it all.')}"
        lines += [(Span(f" {line}"),) for line in wrapped(words, width - 2)] + [()]
        lines += [*_weeks(found, diary, today, width), ()]
    else:
        lines += [(Span(" No plan is overdue.", "dim"),), ()]
    if found.promises:
        stay = counted(len(found.promises), "promise stays where it is", "promises stay where they are")
        lines.append((Span(f" {stay}: only a talk moves {'it' if len(found.promises) == 1 else 'them'}"),))
        lines += [promise_line(promised, today, width) for promised in found.promises]
    return lines


def _weeks(found: Replan, diary: Diary, today: date, width: int) -> list[Line]:
    """Return the weeks that are filled, a line each; where there is no room for every day, those that are worked."""
    loads = found.loads(diary.booked)
    first, last = diary.calendar.week_of(today), diary.calendar.week_of(max(loads))
    weeks = max((last - first).days // 7 + 1, _FEWEST_WEEKS)
    every = [first + _DAY * number for number in range(7)]
    days = every if width > _HEAD + 7 * _CELL else [day for day in every if day.weekday() in diary.calendar.workdays]
    cell = min((width - _HEAD - 1) // len(days), _CELL)
    heads = (Span(" " * (_HEAD + 1)), *(Span(fit(f"{day:%a}", cell), "dim") for day in days))
    shown = [_WEEK * week for week in range(min(weeks, _MOST_WEEKS))]
    lines = [heads, *(_week([day + week for day in days], loads, diary, today, cell) for week in shown)]
    if weeks > _MOST_WEEKS:
        lines.append((Span(f" ~ and on like this until {day_words(max(loads), today)}", "dim"),))
    return lines


def _week(days: Sequence[date], loads: Mapping[date, tuple[int, int]], diary: Diary, today: date, cell: int) -> Line:
    start = diary.calendar.week_of(days[0])
    cells = [span for day in days for span in _day(day, loads.get(day), diary, today, cell)]
    return (Span(" "), *_cell(f"{start.day} {start:%b}", _HEAD, "dim"), *cells)


def _day(day: date, load: tuple[int, int] | None, diary: Diary, today: date, cell: int) -> tuple[Span, ...]:
    if day < today or not diary.calendar.is_working(day):
        return Span(f"{day.day:>2} ", "dim"), Span(" " * (cell - 3))
    booked, will = load or (diary.booked(day), diary.booked(day))
    mark, role = shade(will)
    air = " " * (cell >= _AIRY)
    words = f"{booked if air else ''}→{will}" if load else f"{booked}" if booked else ""
    return Span(f"{day.day:>2}{mark}{air}", role), *_cell(words, cell - 3 - len(air), "name" if load else "dim")


# Days away


def promise_line(promised: Promised, today: date, width: int) -> Line:
    """Return a promise: its day, whom it was made to, and what for."""
    room = max(width - 22, 0)
    name, company = room * 3 // 10, room * 22 // 100
    why = fit(promised.promise.why, room - name - company)
    return (*_made_to(promised, today, name, company), Span(why, "dim"))


def told_lines(promised: Promised, lead: Lead, today: date, width: int) -> list[Line]:
    """Return a promise with how they are reached, whole, below it where it does not fit beside it."""
    room = max(width - 22, 0)
    name, company = min(room * 3 // 10, 28), min(room * 22 // 100, 26)
    reach = "  ".join((*lead.phones[:2], *lead.emails[:2])) or "neither phone nor e-mail is known"
    if cell_len(reach) <= room - name - company:
        return [(*_made_to(promised, today, name, company), Span(reach, "key"))]
    return [_made_to(promised, today, room // 2, room // 2), (Span(" " * 21), Span(reach, "key"))]


def _made_to(promised: Promised, today: date, name: int, company: int) -> Line:
    row, promise = promised
    day = When(promise.day, promise.time).words(today)
    who = (*_cell(row.name, name, "name"), *_cell(row.company, company, "company"))
    return (Span(" ◆ ", "promise"), *_cell(day, 18), *who)


def range_line(found: Range, loads: Sequence[Load], calendar: Calendar, today: date) -> Line:
    """Return what some days come to: when they are, how many are worked, and what lies on them."""
    worked = sum(calendar.is_working(load.day) for load in loads)
    booked, promised = sum(load.count for load in loads), sum(load.promised for load in loads)
    one_month = (found.first.year, found.first.month) == (found.last.year, found.last.month)
    first = f"{found.first:%a} {found.first.day}" if one_month else day_words(found.first, today)
    until = f"{first} - " if found.last > found.first else ""
    moves = counted(booked - promised, "plan moves", "plans move")
    told = f", {promised} promised" if promised else ""
    return (
        Span(" = ", "good"),
        Span(f"{until}{day_words(found.last, today)}", "name"),
        Span(f", {far(found.first, today)} · {worked} worked · ", "dim"),
        Span(f"{moves}{told}", "warn" if promised else ""),
    )


def clearing_lines(found: Replan, leads: Callable[[int], Lead], today: date, width: int) -> list[Line]:
    """Return what going away moves, and whom to tell before."""
    lines: list[Line] = []
    if found.days:
        counts = sorted(Counter(found.days.values()).items())
        moved = ", ".join(f"{day_words(day, today)}: {count}" for day, count in counts)
        words = f"{counted(len(found.days), 'plan moves', 'plans move')} to {moved}"
        lines += [*((Span(f" {line}"),) for line in clipped(words, width - 2, 4)), ()]
    if found.promises:
        lines.append((Span(" Promised for these days and not moved: tell them before you go.", "warn"),))
        lines += [line for one in found.promises for line in told_lines(one, leads(one.row.id), today, width)]
    return lines or [(Span(" Nothing is due on these days.", "dim"),)]


def away_lines(coming: Sequence[Away], today: date, width: int) -> list[Line]:
    """Return the days away that are known, or how one says when one is."""
    if not coming:
        how = wrapped("Type the days: 3-10 aug, mon - fri, next week. Add a reason after a colon.", width - 2)
        return [(Span(f" {line}", "dim"),) for line in how]
    words = ((Range(away.first, away.last).words(today), away.reason) for away in coming)
    return [(Span(f" {fit(days, 20)}", "name"), Span(why)) for days, why in words]

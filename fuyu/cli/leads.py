"""Leads in an answer: as a line, as a record, as JSON has them; and the day that is made of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from fuyu.answer import Answer
from fuyu.cli.streams import read_input
from fuyu.desk import Desk
from fuyu.domain import kindness
from fuyu.domain.agenda import Promised, days_late, foremost, narrowed, step_late_words
from fuyu.domain.lead import Row
from fuyu.domain.patterns import Pattern
from fuyu.domain.promise import Promise
from fuyu.domain.step import Plan, Step
from fuyu.domain.text import clean_line, shortened
from fuyu.errors import NotFoundError, UsageError
from fuyu.registry import has_command

if TYPE_CHECKING:
    from fuyu.domain.query import Query

_LONGEST_ID = 18
"""Digits."""


def nobody(desk: Desk, query: "Query") -> NotFoundError:
    """Return what is wrong where a query finds no lead."""
    others = "do-not-contact leads take `fuyu find --all`"
    if not query.terms:
        sentence = "nobody is called so, and nothing like it was written"
        return NotFoundError(sentence, hint=f"fewer or other words find more; {others}")
    vain = "; ".join(desk.leads.queries.in_vain(query))
    return NotFoundError(vain or "no lead meets all of that", hint=f"leave out what is too much; {others}")


def ids_of_input() -> Iterator[int]:
    """Yield the ids that the lines of the input begin with, as `fuyu find --plain` prints them, each once.

    Raises:
        UsageError: a line begins with none.
    """
    lines = filter(str.strip, read_input().splitlines())
    yield from dict.fromkeys(map(_id_of, lines))


def _id_of(line: str) -> int:
    """Return the id that a line of the input begins with."""
    word = line.split(maxsplit=1)[0]
    if not (word.isascii() and word.isdecimal() and len(word) <= _LONGEST_ID):
        raise UsageError(
            f"“{shortened(line)}” begins with no id; write an id a line, like `fuyu find --plain | cut -f1`"
        )
    return int(word)


def lead_fields(row: Row, desk: Desk) -> dict[str, Any]:
    """Return a lead as JSON has it in every list: what stands first of all that is to be done, then all of it."""
    now = desk.now()
    step = foremost(row, now.date(), now)
    return {
        "id": row.id,
        "name": clean_line(row.name),
        "company": clean_line(row.company),
        "temperature": row.temperature,
        **_step_fields(step),
        "days_late": days_late(row, now.date(), now) if row.is_followed else 0,
        "promised": bool(step and step.promised),
        "touches": row.touches,
        "status": row.status,
        "plan": plan_fields(row.plan) if row.plan else None,
        "promises": [promise_fields(promise, desk) for promise in row.open_promises],
        "value": {"amount": row.value.amount, "currency": row.value.currency} if row.value else None,
        "expected": row.expected,
        "owner": clean_line(row.owner),
    }


def promised_fields(promised: Promised, desk: Desk) -> dict[str, Any]:
    """Return a lead as JSON has it, as far as one promise to them goes."""
    today = desk.now().date()
    late = {"days_late": max((today - promised.promise.day).days, 0), "promised": True}
    return lead_fields(promised.row, desk) | _step_fields(promised.promise) | late | {"promise": promised.promise.uid}


def _step_fields(step: Step | None) -> dict[str, Any]:
    return {
        "due": step.day if step else None,
        "time": f"{step.time:%H:%M}" if step and step.time else None,
        "channel": step.channel if step else None,
        "why": clean_line(step.why) if step else "",
    }


def plan_fields(plan: Plan) -> dict[str, Any]:
    """Return a plan as JSON has it."""
    return {**_step_fields(plan), "zone": plan.zone, "quote": clean_line(plan.quote), "was_promised": plan.was_promised}


def promise_fields(promise: Promise, desk: Desk) -> dict[str, Any]:
    """Return a promise as JSON has it, with its day and time as the clocks here show them."""
    now, seen = desk.now(), promise.seen_from(desk.here)
    history = [{"at": one.at, "state": one.state, "touch": one.touch, "to": one.to} for one in promise.history]
    return {
        "uid": promise.uid,
        "kind": promise.kind,
        **_step_fields(seen),
        "zone": seen.zone,
        "quote": clean_line(promise.quote),
        "state": promise.state_on(now.date()),
        "late": promise.is_open and bool(step_late_words(seen, now.date(), now)),
        "made": promise.made,
        "history": history,
    }


def agenda(desk: Desk, query: "Query | None" = None) -> Answer:
    """Answer with the day, as far as it is about the leads that a query finds."""
    day = desk.agenda.today()
    if query:
        day = narrowed(day, desk.leads.found(query))
    lists = {
        "overdue": day.overdue,
        "today": day.today,
        "done": day.done,
        "unscheduled": day.unscheduled,
        "check_in": day.check_in,
    }
    listed = {name: map(partial(lead_fields, desk=desk), rows) for name, rows in lists.items()}
    nothing = "nothing is due today to the leads you asked for" if query else _nobody(desk)
    return Answer(
        sentences=_day_sentences(day.day, lists, partial(_people, desk), nothing),
        records=([name, *_cells(row, desk)] for name, rows in lists.items() for row in rows),
        data={"date": day.day, **listed, "upcoming": _upcoming(desk)},
    )


def _upcoming(desk: Desk) -> Iterator[dict[str, Any]]:
    for load in desk.agenda.upcoming():
        yield {"date": load.day, "count": load.count, "promised": load.promised}


def _day_sentences(
    day: date, lists: Mapping[str, Sequence[Row]], people: Callable[..., Iterator[str]], nothing: str
) -> Iterator[str]:
    overdue, today, done, unscheduled, _ = map(len, lists.values())
    counts = f"{overdue} overdue, {today} today, {done} done, {unscheduled} unscheduled"
    yield f"{day:%A} {day.day} {day:%B %Y}: {counts}"
    for name, rows in lists.items():
        if rows:
            yield f"\n{name.capitalize().replace('_', ' ')}"
            yield from _by_hundreds(people(rows, is_check_in=name == "check_in"))
    if not any(lists.values()):
        yield nothing


def _by_hundreds(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines by the hundred, each hundred printed in one go: a third of what a long list costs (measured)."""
    rest = iter(lines)
    while hundred := "\n".join(islice(rest, 100)):
        yield hundred


def _nobody(desk: Desk) -> str:
    if len(desk.leads):
        return "nothing is due today"
    brings_in = ", `fuyu import FILE.csv` brings in your contacts" if has_command("import") else ""
    return f'no leads yet: `fuyu add "Ann Lee"` adds one{brings_in}'


def listed(desk: Desk, rows: Sequence[Row]) -> Answer:
    """Answer with leads: a line, a record and JSON of each."""
    return Answer(
        sentences=_people(desk, rows),
        records=(_cells(row, desk) for row in rows),
        data={"leads": (lead_fields(row, desk) for row in rows)},
    )


def found(desk: Desk, rows: Sequence[Row], query: "Query") -> Answer:
    """Answer with the leads that a query found."""
    return replace(listed(desk, rows), error=None if rows else nobody(desk, query))


_ORDER = ("id", "due", "time", "days_late", "promised", "name", "company", "channel", "touches", "status", "why")
"""The cells of a lead."""


def _cells(row: Row, desk: Desk) -> list[object]:
    fields = lead_fields(row, desk)
    fields["promised"] = "promised" if fields["promised"] else ""
    return [fields[name] for name in _ORDER]


def _people(desk: Desk, rows: Iterable[Row], *, is_check_in: bool = False) -> Iterator[str]:
    now = desk.now()
    today = now.date()
    for row in rows:
        step = foremost(row, today, now)
        near = kindness.due(row, today, desk.calendar) if is_check_in else None
        due = _short_day(near.day) if near else _due_words(row, step, now)
        promised = "P" if step and step.promised else " "
        who = f"{fit(row.name, _NAME)}  {fit(row.company, _COMPANY)}"
        other = desk.whose.other_owner(row)
        reason = near.fact if near else step.why if step else ""
        why = clean_line(": ".join(word for word in (other, reason) if word))
        how, far = fit(step.how if step else "", _HOW), f"{row.touches}/{desk.manners.yes_takes}"
        yield f"{row.id:>6}  {fit(due, _DUE)} {promised} {who} {how} {far:<4} {why}".rstrip()


def _due_words(row: Row, step: Step | None, now: datetime) -> str:
    """Return how late a lead is, or at what time of today or on which day it is due; else how it stands."""
    today = now.date()
    if step is None:
        return "no date" if row.is_unscheduled else row.status
    late = step_late_words(step, today, now) if row.is_followed else ""
    return late or (f"{step.time:%H:%M}" if step.time and step.day == today else _short_day(step.day))


def _short_day(day: date) -> str:
    return f"{day.day} {day:%b}"


_DUE, _NAME, _COMPANY, _HOW = len("120 days late"), 22, 17, len("voicemail")
"""Cells of a line about a lead: without its reason it fits the 80 of a usual terminal."""
_OTHERS = Pattern("[^\x20-\x7e\xa0-\xac\xae-\u02ff]")
"""Anything but Latin letters, digits and signs, each of which takes one cell."""


def fit(text: str, width: int) -> str:
    """Return the text filled to that many terminal cells; where it is longer, cut with an ellipsis."""
    if not (text.isascii() and text.isprintable()):  # most are so: a long list is made in half the time (measured)
        text = clean_line(text)
        if _OTHERS.search(text):
            return _fit_letters(text, width)
    return text.ljust(width) if len(text) <= width else f"{text[: width - 1]}…"


def _fit_letters(text: str, width: int) -> str:
    """Return the same of a text whose letters may take two cells, or none."""
    kept, cells = _beginning(text, width)
    if len(kept) < len(text):
        kept, cells = _beginning(text, width - 1)
        kept, cells = f"{kept}…", cells + 1
    return kept + " " * (width - cells)


def _beginning(text: str, width: int) -> tuple[str, int]:
    """Return what of a text fits in so many terminal cells, and how many it takes."""
    from wcwidth import iter_graphemes, wcswidth  # noqa: PLC0415 - eight milliseconds that few names have to wait

    cells, kept = 0, ""
    for letter in iter_graphemes(text):
        taken = max(wcswidth(letter), 0)
        if cells + taken > width:
            break
        cells, kept = cells + taken, kept + letter
    return kept, cells

"""The beginning and the end of a day, days away, and rescheduling after them."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from fuyu import sentences
from fuyu.answer import Answer, counted
from fuyu.cli.done import UNDO, action_fields, done
from fuyu.cli.leads import lead_fields, promised_fields
from fuyu.cli.opening import on_desk
from fuyu.cli.understood import understood
from fuyu.desk import Desk, days
from fuyu.domain.agenda import Promised
from fuyu.domain.day import DayPlan, Evening
from fuyu.domain.history import Away
from fuyu.domain.lead import Lead, Row
from fuyu.domain.message import MessageLine
from fuyu.domain.reschedule import Replan
from fuyu.domain.text import clean_line
from fuyu.domain.when import Range
from fuyu.errors import UsageError


@on_desk
def reschedule(desk: Desk, asked: Namespace) -> Answer:
    """Give every overdue plan a new day; promises stay."""
    found = desk.planning.overdue()
    loads = found.loads(desk.terms.booked)
    moved = _moved_fields(desk, found)
    records = _records(desk, found)
    action = desk.planning.replan(found.days) if found.days and not asked.dry_run else None
    filled = [{"date": day, "before": before, "after": after} for day, (before, after) in loads.items()]
    stay = {"promises": (promised_fields(one, desk) for one in found.promises)}
    return Answer(
        sentences=_rescheduled(desk, found, loads, asked),
        records=records,
        data={"dry_run": asked.dry_run, "days": filled, "moved": moved, **stay, "action": action_fields(action)},
        hints=[UNDO] if action else [],
    )


def _rescheduled(desk: Desk, found: Replan, loads: Mapping[date, tuple[int, int]], asked: Namespace) -> Iterator[str]:
    if found.days:
        would = "would get" if asked.dry_run else "has" if len(found.days) == 1 else "have"
        yield f"{counted(len(found.days), 'plan')} {would} a new day, {desk.cadence.per_day} a day at most:"
        for day, (before, after) in loads.items():
            yield f"  {_day(day):<11} {before:>3} -> {after}"
    else:
        yield "no plan is overdue"
    yield from _promised(desk, found.promises, "promises stay where they are; only a talk moves one:")


@on_desk
def spread(desk: Desk, asked: Namespace) -> Answer:
    """Give leads without a date one, over the coming working days."""
    days = desk.planning.spread_unscheduled()
    given = [(row, to) for lead_id, to in days.items() if (row := desk.leads.row(lead_id))]
    fields = [lead_fields(row, desk) | {"to": to} for row, to in given]
    counts = [{"date": day, "count": count} for day, count in sorted(Counter(days.values()).items())]
    action = desk.planning.plan(days) if days and not asked.dry_run else None
    return Answer(
        sentences=_spread_sentences(days, asked),
        records=(("given", row.id, to, row.name) for row, to in given),
        data={"dry_run": asked.dry_run, "days": counts, "given": fields, "action": action_fields(action)},
        hints=[UNDO] if action else [],
    )


def _spread_sentences(days: Mapping[int, date], asked: Namespace) -> Iterator[str]:
    if not days:
        yield "nobody is unscheduled"
        return
    would = "would get" if asked.dry_run else "has" if len(days) == 1 else "have"
    yield f"{counted(len(days), 'lead')} {would} a day:"
    for day, count in sorted(Counter(days.values()).items()):
        yield f"  {_day(day):<11} {count:>3}"


@on_desk
def away(desk: Desk, asked: Namespace) -> Answer:
    """List the days away, add some, or forget some."""
    if asked.back is not None:
        if asked.phrase or asked.reason or asked.dry_run:
            raise UsageError("--back forgets days away by their number; leave everything else out")
        return done(desk.planning.come_back(asked.back))
    if asked.phrase:
        return _go_away(desk, understood(desk.phrases.days(" ".join(asked.phrase))), asked)
    if asked.reason or asked.dry_run:
        raise UsageError("--reason and --dry-run go with days: fuyu away 3-10 aug --reason “the fair”")
    return _listed_away(desk)


def _listed_away(desk: Desk) -> Answer:
    today = desk.now().date()
    coming = [each for each in desk.planning.away() if each.last >= today]
    return Answer(
        sentences=(
            f"{each.id:>4}  {Range(each.first, each.last).words(today):<18} {clean_line(each.reason)}".rstrip()
            for each in coming
        ),
        records=((each.id, each.first, each.last, each.reason) for each in coming),
        data={"away": map(_away_fields, coming)},
        hints=[] if coming else ["no days away; `fuyu away 3-10 aug` keeps some free"],
    )


def _go_away(desk: Desk, chosen: Range, asked: Namespace) -> Answer:
    free = Away(id=0, first=chosen.first, last=chosen.last, reason=clean_line(asked.reason))
    found = desk.planning.clearing(free)
    moved = _moved_fields(desk, found)
    action = None if asked.dry_run else desk.planning.go_away(free, found.days)
    kept = _away_fields(free) | {"number": action.changes[0].id if action else None}
    told = (promised_fields(one, desk) | _reach(desk, one.row) for one in found.promises)
    rest = {"away": kept, "moved": moved, "promises": told, "action": action_fields(action)}
    return Answer(
        sentences=_cleared(desk, chosen, free, found, asked),
        records=_records(desk, found),
        data={"dry_run": asked.dry_run, **rest},
        hints=[UNDO] if action else [],
    )


def _cleared(desk: Desk, chosen: Range, free: Away, found: Replan, asked: Namespace) -> Iterator[str]:
    words = f": {free.reason}" if free.reason else ""
    would = "would be" if asked.dry_run else "is" if len(found.days) == 1 else "are"
    yield f"away {chosen.words(desk.now().date())}{words}; nobody is proposed for these days"
    if found.days:
        days = ", ".join(f"{_day(day)}: {new}" for day, new in sorted(Counter(found.days.values()).items()))
        yield f"{counted(len(found.days), 'plan')} {would} moved to {days}"
    yield from _promised(desk, found.promises, "promises of these days cannot be moved; tell them before:")


@on_desk
def morning(desk: Desk, _asked: Namespace) -> Answer:
    """Say how the day begins."""
    plan = days.morning(desk)
    agenda = plan.agenda
    counts = {"overdue": len(agenda.overdue), "today": len(agenda.today), "done": len(agenda.done)}
    pace = plan.pace and {"needs": plan.pace.needs, "gets": plan.pace.gets, "too_slow": plan.is_too_slow}
    return Answer(
        sentences=_morning_sentences(desk, plan),
        records=_morning_records(desk, plan),
        data={
            "date": agenda.day,
            **counts,
            "unscheduled": len(agenda.unscheduled),
            "per_day": plan.per_day,
            "pace": pace,
            "promises": (promised_fields(one, desk) for one in plan.promises),
            "near": (lead_fields(row, desk) | {"fact": its.fact, "day": its.day} for row, its in plan.near),
            "drafts": map(_named, plan.drafts),
            "messages": map(_unsent, plan.mail),
            "first": lead_fields(plan.first, desk) if plan.first else None,
            "avoided": [lead_fields(row, desk) | {"passed_over": passed} for row, passed in plan.avoided],
        },
    )


def _morning_sentences(desk: Desk, plan: DayPlan) -> Iterator[str]:
    agenda = plan.agenda
    load_words = f"{plan.due} of {plan.per_day} for today, {plan.late_plans} of them late plans"
    yield f"{_whole_day(agenda.day)}: {load_words}; {len(agenda.unscheduled)} unscheduled"
    if plan.pace and plan.is_too_slow:
        yield f"{plan.pace.words}:"
        yield "  a slower rhythm for cold: `rhythm = { cold = 60 }` below [cadence] in config.toml"
        yield '  park some leads: `fuyu snooze LEAD 3mo --why "after the fair"`'
        yield "  reschedule what is overdue: `fuyu reschedule`"
    yield from _promised(desk, plan.promises, "promised:")
    for row, its in plan.near:
        yield f"  {clean_line(row.name)}: {clean_line(its.fact)}, {_day(its.day)}"
    if plan.drafts:
        yield f"half written: {_names(plan.drafts)}"
    for one in plan.mail:
        yield f"message {one.id}: {clean_line(one.headline)}"
    for row, passed in plan.avoided:
        yield f"passed over {passed} days running: {clean_line(row.name)} ({row.id})"
    if plan.first:
        yield f"begins with {_names([plan.first])}"


def _morning_records(desk: Desk, plan: DayPlan) -> Iterator[tuple[object, ...]]:
    yield "day", plan.agenda.day, plan.due, plan.per_day, plan.late_plans, len(plan.agenda.unscheduled)
    yield from _promised_records(desk, plan.promises)
    yield from (("near", row.id, its.day, row.name, its.fact) for row, its in plan.near)
    yield from (("draft", row.id, row.name) for row in plan.drafts)
    yield from (("message", one.id, one.headline) for one in plan.mail)
    yield from (("avoided", row.id, passed, row.name) for row, passed in plan.avoided)
    yield from (("first", row.id, row.name) for row in (plan.first,) if row)


def _unsent(one: MessageLine) -> dict[str, Any]:
    return {"id": one.id, "lead": one.lead, "name": one.name, "state": one.state, "reason": one.reason}


@on_desk
def evening(desk: Desk, _asked: Namespace) -> Answer:
    """Say how the day went, and with whom the next one begins."""
    ended = days.evening(desk)
    made = ended.promises
    return Answer(
        sentences=_evening_sentences(ended),
        records=_evening_records(ended),
        data={
            "date": ended.day,
            "touches": ended.touched,
            "outcomes": ended.outcomes,
            "check_ins": ended.check_ins,
            "promises": {"due": made.due, "kept": made.kept, "late": made.late, "open": made.open},
            "drafts": map(_named, ended.drafts),
            "next": {"date": ended.next_day, "leads": [lead_fields(row, desk) for row in ended.first]},
            "sentence": sentences.of_day(ended.day),
        },
    )


def _evening_sentences(ended: Evening) -> Iterator[str]:
    made = ended.promises
    came = [f"{count} {outcome.words}" for outcome, count in ended.outcomes.items()]
    came += [counted(ended.check_ins, "check-in")] if ended.check_ins else []
    touched = f"{counted(ended.touched, 'touch', 'touches')}: {', '.join(came)}" if came else "nobody was contacted"
    yield f"{_whole_day(ended.day)}: {touched}"
    yield f"promises: {made.kept} of {made.due} kept" if made.due else "nothing was promised for today"
    if ended.drafts:
        yield f"half written: {_names(ended.drafts)}"
    if ended.first:
        yield f"{_day(ended.next_day)} begins with {_names(ended.first)}"
    yield f"\n{sentences.of_day(ended.day)}"


def _evening_records(ended: Evening) -> Iterator[tuple[object, ...]]:
    yield "day", ended.day, ended.touched, ended.check_ins, ended.promises.due, ended.promises.kept
    yield from (("outcome", outcome, count) for outcome, count in ended.outcomes.items())
    yield from (("draft", row.id, row.name) for row in ended.drafts)
    yield from (("next", row.id, row.name, ended.next_day) for row in ended.first)


def _promised(desk: Desk, promises: Sequence[Promised], opening: str) -> Iterator[str]:
    """Name promises with how each person is reached."""
    if promises:
        yield opening
    for row, promise in promises:
        reach = _reach(desk, row)
        at = f" {promise.time:%H:%M}" if promise.time else ""
        ways = "  ".join(clean_line(way) for way in (*reach["phones"][:1], *reach["emails"][:1]))
        who = ", ".join(part for part in (clean_line(row.name), clean_line(row.company)) if part)
        yield f"  P {_day(promise.day)}{at}  {who}  {ways}".rstrip()


def _records(desk: Desk, found: Replan) -> Iterator[tuple[object, ...]]:
    for row, to in _moved(desk, found):
        yield "moved", row.id, to, row.name
    yield from _promised_records(desk, found.promises)


def _promised_records(desk: Desk, promises: Sequence[Promised]) -> Iterator[tuple[object, ...]]:
    for row, promise in promises:
        reach = _reach(desk, row)
        yield "promised", row.id, promise.day, row.name, ", ".join(reach["phones"]), ", ".join(reach["emails"])


def _moved_fields(desk: Desk, found: Replan) -> list[dict[str, Any]]:
    """Return who is moved, as they are before it, and to which day."""
    return [lead_fields(row, desk) | {"to": to} for row, to in _moved(desk, found)]


def _reach(desk: Desk, row: Row) -> dict[str, Sequence[str]]:
    lead: Lead = desk.leads.card(row.id).lead
    return {"phones": lead.phones, "emails": lead.emails}


def _moved(desk: Desk, found: Replan) -> list[tuple[Row, date]]:
    rows = ((desk.leads.row(lead_id), to) for lead_id, to in found.days.items())
    return [(row, to) for row, to in rows if row]


def _away_fields(each: Away) -> dict[str, Any]:
    return {"number": each.id, "first": each.first, "last": each.last, "reason": clean_line(each.reason)}


def _named(row: Row) -> dict[str, Any]:
    return {"id": row.id, "name": clean_line(row.name)}


def _names(rows: Iterable[Row]) -> str:
    return ", ".join(clean_line(row.name) for row in rows)


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def _whole_day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"

"""The beginning and the end of a day, days away, rescheduling after them, and looking back."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from fuyu import sentences
from fuyu.cli import output
from fuyu.cli.opening import desk_on
from fuyu.cli.understood import understood
from fuyu.desk import Desk, days
from fuyu.domain.action import Action
from fuyu.domain.history import Away
from fuyu.domain.holding import Unsent
from fuyu.domain.lead import Lead, Row
from fuyu.domain.reschedule import Replan
from fuyu.domain.text import clean_line
from fuyu.domain.when import Range
from fuyu.errors import UsageError
from fuyu.tui.plots import plots

_WIDTH = 79
_MOST_WEEKS = 520


def reschedule(asked: Namespace) -> int:
    """Give every overdue plan a new day; promises stay."""
    with desk_on(asked) as desk:
        found = desk.overdue_plans()
        loads = found.loads(lambda day: desk.load(day).count)
        moved = [output.lead_fields(row, desk) | {"to": to} for row, to in _moved(desk, found)]
        action = desk.replan(found.days) if found.days and not asked.dry_run else None
        if asked.json:
            filled = [{"date": day, "before": before, "after": after} for day, (before, after) in loads.items()]
            stay = {"promises": [output.promised_fields(one, desk) for one in found.promises]}
            output.json({"dry_run": asked.dry_run, "days": filled, "moved": moved, **stay, "action": _done(action)})
        elif asked.plain:
            _records(desk, found)
        else:
            _say_rescheduled(desk, found, loads, asked)
    return 0


def _say_rescheduled(desk: Desk, found: Replan, loads: Mapping[date, tuple[int, int]], asked: Namespace) -> None:
    if not found.days:
        output.line("no plan is overdue")
    else:
        would = "would get" if asked.dry_run else "has" if len(found.days) == 1 else "have"
        output.line(f"{_counted(len(found.days), 'plan')} {would} a new day, {desk.cadence.per_day} a day at most:")
        for day, (before, after) in loads.items():
            output.line(f"  {_day(day):<11} {before:>3} -> {after}")
    _say_promises(desk, found, "promises stay where they are; only a talk moves one:")
    if found.days and not asked.dry_run:
        output.words("`fuyu undo` undoes all of it")


def away(asked: Namespace) -> int:
    """List the days away, add some, or forget some."""
    with desk_on(asked) as desk:
        if asked.back is not None:
            if asked.phrase or asked.reason or asked.dry_run:
                raise UsageError("--back forgets days away by their number; leave everything else out")
            action = desk.come_back(asked.back)
            output.done(action, action.title, as_json=asked.json)
        elif not asked.phrase and (asked.reason or asked.dry_run):
            raise UsageError("--reason and --dry-run go with days: fuyu away 3-10 aug --reason “the fair”")
        elif not asked.phrase:
            _list_away(desk, asked)
        else:
            _go_away(desk, understood(desk.days(" ".join(asked.phrase))), asked)
    return 0


def _list_away(desk: Desk, asked: Namespace) -> None:
    today = desk.now().date()
    coming = [each for each in desk.away() if each.last >= today]
    if asked.json:
        output.json({"away": [_away_fields(each) for each in coming]})
        return
    for each in coming:
        words = clean_line(each.reason)
        if asked.plain:
            output.line(f"{each.id}\t{each.first}\t{each.last}\t{words}")
        else:
            output.line(f"{each.id:>4}  {Range(each.first, each.last).words(today):<18} {words}".rstrip())
    if not coming and not asked.plain:
        output.words("no days away; `fuyu away 3-10 aug` keeps some free")


def _go_away(desk: Desk, chosen: Range, asked: Namespace) -> None:
    free = Away(id=0, first=chosen.first, last=chosen.last, reason=clean_line(asked.reason))
    found = desk.clearing(free)
    moved = [output.lead_fields(row, desk) | {"to": to} for row, to in _moved(desk, found)]
    action = None if asked.dry_run else desk.go_away(free, found.days)
    if asked.json:
        number = action.changes[0].id if action else None
        told = [output.promised_fields(one, desk) | _reach(desk, one.row) for one in found.promises]
        kept = _away_fields(free) | {"number": number}
        output.json({"dry_run": asked.dry_run, "away": kept, "moved": moved, "promises": told, "action": _done(action)})
    elif asked.plain:
        _records(desk, found)
    else:
        words = f": {free.reason}" if free.reason else ""
        would = "would be" if asked.dry_run else "is" if len(found.days) == 1 else "are"
        output.line(f"away {chosen.words(desk.now().date())}{words}; nobody is proposed for these days")
        if found.days:
            days = ", ".join(f"{_day(day)}: {new}" for day, new in _counts(found))
            output.line(f"{_counted(len(found.days), 'plan')} {would} moved to {days}")
        _say_promises(desk, found, "promises of these days cannot be moved; tell them before:")
        if not asked.dry_run:
            output.words("`fuyu undo` undoes all of it")


def morning(asked: Namespace) -> int:
    """Say how the day begins."""
    with desk_on(asked) as desk:
        plan = days.morning(desk)
        agenda = plan.agenda
        if asked.json:
            near = [output.lead_fields(row, desk) | {"fact": its.fact, "day": its.day} for row, its in plan.near]
            counts = {"overdue": len(agenda.overdue), "today": len(agenda.today), "done": len(agenda.done)}
            pace = plan.pace and {"needs": plan.pace.needs, "gets": plan.pace.gets, "too_slow": plan.is_too_slow}
            load = {**counts, "unscheduled": len(agenda.unscheduled), "per_day": plan.per_day, "pace": pace}
            promised = [output.promised_fields(one, desk) for one in plan.promises]
            drafts = [_named(row) for row in plan.drafts]
            first = output.lead_fields(plan.first, desk) if plan.first else None
            mail = [_unsent(one) for one in plan.mail]
            told = {"promises": promised, "near": near, "drafts": drafts, "messages": mail, "first": first}
            output.json({"date": agenda.day, **load, **told})
            return 0
        load_words = f"{plan.due} of {plan.per_day} for today, {plan.late_plans} of them late plans"
        day = f"{agenda.day:%A} {agenda.day.day} {agenda.day:%B}"
        output.line(f"{day}: {load_words}; {len(agenda.unscheduled)} unscheduled")
        if plan.pace and plan.is_too_slow:
            output.line(f"{plan.pace.words}:")
            output.line("  a slower rhythm for cold: `rhythm = { cold = 60 }` below [cadence] in config.toml")
            output.line('  park some leads: `fuyu snooze LEAD 3mo --why "after the fair"`')
            output.line("  reschedule what is overdue: `fuyu reschedule`")
        _say_promises(desk, Replan({}, plan.promises), "promised:")
        for row, its in plan.near:
            output.line(f"  {clean_line(row.name)}: {clean_line(its.fact)}, {_day(its.day)}")
        if plan.drafts:
            output.line(f"half written: {_names(plan.drafts)}")
        for one in plan.mail:
            output.line(f"message {one.message.id}: {clean_line(one.headline)}")
        if plan.first:
            output.line(f"begins with {_names([plan.first])}")
    return 0


def _unsent(one: Unsent) -> dict[str, Any]:
    number, lead, reason = one.message.id, one.message.lead, one.reason or one.refusal or one.words
    return {"id": number, "lead": lead, "name": one.name, "state": one.state, "reason": reason}


def evening(asked: Namespace) -> int:
    """Say how the day went, and with whom the next one begins."""
    with desk_on(asked) as desk:
        ended = days.evening(desk)
        made, sentence = ended.promises, sentences.of_day(ended.day)
        if asked.json:
            output.json(
                {
                    "date": ended.day,
                    "touches": ended.touched,
                    "outcomes": ended.outcomes,
                    "check_ins": ended.check_ins,
                    "promises": {"due": made.due, "kept": made.kept, "late": made.late, "open": made.open},
                    "drafts": [_named(row) for row in ended.drafts],
                    "next": {"date": ended.next_day, "leads": [output.lead_fields(row, desk) for row in ended.first]},
                    "sentence": sentence,
                }
            )
            return 0
        came = [f"{count} {outcome.words}" for outcome, count in ended.outcomes.items()]
        came += [_counted(ended.check_ins, "check-in")] if ended.check_ins else []
        touched = (
            f"{_counted(ended.touched, 'touch', 'touches')}: {', '.join(came)}" if came else "nobody was contacted"
        )
        output.line(f"{ended.day:%A} {ended.day.day} {ended.day:%B}: {touched}")
        output.line(f"promises: {made.kept} of {made.due} kept" if made.due else "nothing was promised for today")
        if ended.drafts:
            output.line(f"half written: {_names(ended.drafts)}")
        if ended.first:
            output.line(f"{_day(ended.next_day)} begins with {_names(ended.first)}")
        output.line(f"\n{sentence}")
    return 0


def review(asked: Namespace) -> int:
    """Say how the last weeks went."""
    if not 1 <= asked.weeks <= _MOST_WEEKS:
        raise UsageError(f"--weeks is a number from 1 to {_MOST_WEEKS}")
    with desk_on(asked) as desk, output.Progress() as progress:
        found = days.look_back(desk, asked.weeks, progress.touches)
        progress.clear()
    tries = found.until_yes
    if asked.json:
        weeks = [
            {"week": w.first, "kept": w.promises.kept, "late": w.promises.late, "broken": w.promises.broken}
            for w in found.weeks
        ]
        counts = [{"touches": number, "yeses": count} for number, count in sorted(Counter(tries).items())]
        until_yes = {"half_by": found.half_by, "counts": counts}
        told = {"weeks": weeks, "outcomes": found.outcomes, "check_ins": found.check_ins, "until_yes": until_yes}
        output.json(told | {"value": found.values})
        return 0
    for number, plot in enumerate(plots(found, _WIDTH)):
        if not asked.plain:
            output.line(f"{chr(10) if number else ''}{plot.title}{'' if plot.bars else f': {plot.empty}'}")
        for bar in plot.bars:
            plain, drawn = f"{plot.title}\t{bar.label}\t{bar.words}", f"  {bar.label:<18} {bar.bar} {bar.words}"
            output.line(plain if asked.plain else drawn)
    return 0


def _say_promises(desk: Desk, found: Replan, opening: str) -> None:
    """Name promises with how each person is reached."""
    if found.promises:
        output.line(opening)
    for row, promise in found.promises:
        reach = _reach(desk, row)
        at = f" {promise.time:%H:%M}" if promise.time else ""
        ways = "  ".join(clean_line(way) for way in (*reach["phones"][:1], *reach["emails"][:1]))
        who = ", ".join(part for part in (clean_line(row.name), clean_line(row.company)) if part)
        output.line(f"  P {_day(promise.day)}{at}  {who}  {ways}".rstrip())


def _records(desk: Desk, found: Replan) -> None:
    for row, to in _moved(desk, found):
        output.line(f"moved\t{row.id}\t{to}\t{clean_line(row.name)}")
    for row, promise in found.promises:
        reach = _reach(desk, row)
        ways = f"{', '.join(reach['phones'])}\t{', '.join(reach['emails'])}"
        output.line(f"promised\t{row.id}\t{promise.day}\t{clean_line(row.name)}\t{ways}")


def _reach(desk: Desk, row: Row) -> dict[str, Sequence[str]]:
    lead: Lead = desk.card(row.id).lead
    return {"phones": lead.phones, "emails": lead.emails}


def _moved(desk: Desk, found: Replan) -> list[tuple[Row, date]]:
    rows = ((desk.row(lead_id), to) for lead_id, to in found.days.items())
    return [(row, to) for row, to in rows if row]


def _counts(found: Replan) -> list[tuple[date, int]]:
    return sorted(Counter(found.days.values()).items())


def _away_fields(each: Away) -> dict[str, Any]:
    return {"number": each.id, "first": each.first, "last": each.last, "reason": clean_line(each.reason)}


def _done(action: Action | None) -> dict[str, Any] | None:
    return {"uid": action.uid, "verb": action.verb, "title": clean_line(action.title)} if action else None


def _named(row: Row) -> dict[str, Any]:
    return {"id": row.id, "name": clean_line(row.name)}


def _names(rows: Iterable[Row]) -> str:
    return ", ".join(clean_line(row.name) for row in rows)


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"

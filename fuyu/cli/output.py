"""What the commands print: data on stdout, words on stderr; for people, as tab-separated records, or as JSON."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import msgspec

from fuyu.cli.streams import give_up
from fuyu.desk import Card, Desk
from fuyu.desk.values import set_by, step_words, turn_words, turns_of, who_is_told
from fuyu.domain import kindness
from fuyu.domain.action import Action, Verb
from fuyu.domain.agenda import Promised, days_late, foremost, late_words, step_late_words
from fuyu.domain.facts import fact_words
from fuyu.domain.fields import TEXTS
from fuyu.domain.history import Entry, Touch
from fuyu.domain.lead import Row
from fuyu.domain.money import deal_words
from fuyu.domain.promise import Promise, PromiseState
from fuyu.domain.rhythm import rhythm_words
from fuyu.domain.settling import waits
from fuyu.domain.step import Plan, Step
from fuyu.domain.text import clean, clean_line
from fuyu.domain.when import When

if TYPE_CHECKING:
    from fuyu.tui.keys import Keyboard

_KNOWN = tuple(field for field in TEXTS if field.option and field.name != "company")
"""The texts that one lead is shown with, beside who it is."""
VERSION = 2
"""The version of every JSON shape printed here; a shape that others rely on does not change under it."""


def words(text: str) -> None:
    """Print words for the person; where they cannot be said, what was done is done all the same."""
    try:
        sys.stderr.write(f"{clean(text)}\n")
        sys.stderr.flush()
    except OSError:
        give_up(sys.stderr)


def line(text: str = "") -> None:
    """Print a line of the answer."""
    sys.stdout.write(f"{clean(text)}\n")


def part(text: str) -> None:
    """Print a part of a file: into a file or a pipe as it is, on a terminal cleaned, its line ends too."""
    sys.stdout.write(clean(text) if sys.stdout.isatty() else text)


def ring(sequences: str) -> None:
    """Let the terminal ring, by sequences that were made for it out of cleaned words."""
    sys.stdout.write(sequences)


def json(value: dict[str, Any]) -> None:
    """Print the answer as JSON, with its version."""
    encoded = msgspec.json.encode(_cleaned(msgspec.to_builtins({"version": VERSION} | value)))
    sys.stdout.write(msgspec.json.format(encoded, indent=1).decode() + "\n")


def _cleaned(value: Any) -> Any:
    """Return the value with every text in it cleaned: JSON escapes some of what steers a terminal, not all."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(item) for key, item in value.items()}
    return [_cleaned(item) for item in value] if isinstance(value, (list, tuple)) else value


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


def agenda(desk: Desk, asked: Namespace) -> None:
    """Print the day."""
    day = desk.today()
    lists = {
        "overdue": day.overdue,
        "today": day.today,
        "done": day.done,
        "unscheduled": day.unscheduled,
        "check_in": day.check_in,
    }
    if asked.json:
        upcoming = [{"date": load.day, "count": load.count, "promised": load.promised} for load in desk.upcoming()]
        leads = {name: [lead_fields(row, desk) for row in rows] for name, rows in lists.items()}
        json({"date": day.day, **leads, "upcoming": upcoming})
    elif asked.plain:
        for name, rows in lists.items():
            for row in rows:
                line("\t".join([name, *_cells(row, desk)]))
    else:
        counts = f"{len(day.overdue)} overdue, {len(day.today)} today, {len(day.done)} done"
        line(f"{day.day:%A} {day.day.day} {day.day:%B %Y}: {counts}, {len(day.unscheduled)} unscheduled")
        titles = {
            "overdue": "Overdue",
            "today": "Today",
            "done": "Done",
            "unscheduled": "Unscheduled",
            "check_in": "Check in",
        }
        for name, rows in lists.items():
            if rows:
                line(f"\n{titles[name]}")
                _people(desk, rows, is_check_in=name == "check_in")
        if not any(lists.values()):
            line(_nobody(desk))


def _nobody(desk: Desk) -> str:
    if len(desk):
        return "nothing is due today"
    return 'no leads yet: `fuyu add "Ann Lee"` adds one, `fuyu import FILE.csv` brings in your contacts'


def leads(desk: Desk, rows: Sequence[Row], asked: Namespace) -> None:
    """Print leads."""
    if asked.json:
        json({"leads": [lead_fields(row, desk) for row in rows]})
    elif asked.plain:
        for row in rows:
            line("\t".join(_cells(row, desk)))
    else:
        _people(desk, rows)


def _cells(row: Row, desk: Desk) -> list[str]:
    fields = lead_fields(row, desk)
    order = ("id", "due", "time", "days_late", "promised", "name", "company", "channel", "touches", "status", "why")
    fields["promised"] = "promised" if fields["promised"] else ""
    return ["" if fields[name] is None else str(fields[name]) for name in order]


def _people(desk: Desk, rows: Sequence[Row], *, is_check_in: bool = False) -> None:
    now = desk.now()
    today = now.date()
    for row in rows:
        step = foremost(row, today, now)
        late = late_words(row, today, now) if row.is_followed else ""
        at = f"{step.time:%H:%M}" if step and step.time and step.day == today else ""
        due = (
            late or at or (f"{step.day.day} {step.day:%b}" if step else "no date" if row.is_unscheduled else row.status)
        )
        promised = "P" if step and step.promised else " "
        cells = (f"{row.id:>6}", _fit(due, 9), promised, _fit(row.name, 24), _fit(row.company, 22))
        near = kindness.due(row, today, desk.calendar) if is_check_in else None
        why = clean_line(near.fact if near else step.why if step else "")
        far = f"{row.touches}/{desk.manners.yes_takes}"
        line(f"{'  '.join(cells)}  {_fit(step.how if step else '', 9)} {far}  {why}".rstrip())


def _fit(text: str, width: int) -> str:
    """Return the text cut or filled to that many terminal cells."""
    text = clean_line(text)
    if text.isascii():
        return text[:width].ljust(width)
    from wcwidth import iter_graphemes, wcswidth  # noqa: PLC0415 - eight milliseconds that ASCII need not wait

    cells, kept = 0, ""
    for letter in iter_graphemes(text):
        taken = max(wcswidth(letter), 0)
        if cells + taken > width:
            break
        cells, kept = cells + taken, kept + letter
    return kept + " " * (width - cells)


def card(desk: Desk, shown: Card, asked: Namespace) -> None:
    """Print one lead with everything that took place."""
    lead = shown.lead
    if asked.json:
        about = [{"fact": fact.fact, "day": fact.day, "yearly": fact.yearly} for fact in lead.about]
        known = {field.name: field.of(lead) for field in _KNOWN}
        rest = {"about": about, "draft": shown.draft}
        history = [_entry_fields(entry) for entry in shown.history]
        own: dict[str, Any] = {"rhythm": lead.rhythm, "cadence": lead.cadence, "referred_by": lead.referred_by}
        own |= {"referrals": lead.referred}
        made = {"promises": [promise_fields(promise, desk) for promise in lead.promises]}
        json({"lead": lead_fields(lead.seen_from(desk.here), desk) | known | rest | own | made, "history": history})
    elif asked.plain:
        for label, text in (("id", str(lead.id)), ("name", lead.name), ("company", lead.company), *_facts(desk, shown)):
            if text:
                line(f"{label}\t{clean_line(text)}")
        for entry in shown.history:
            line(f"{entry.at:%Y-%m-%d}\t{_how(entry)}\t{clean_line(entry.note)}")
    else:
        line(clean_line(f"{lead.name} ({lead.id})" + (f", {lead.company}" if lead.company else "")))
        for label, text in _facts(desk, shown):
            if text:
                line(f"  {label:<12}{_below(text, 14)}")
        for entry in shown.history:
            note = f"\n    {_below(entry.note, 4)}" if entry.note else ""
            line(f"  {entry.at:%Y-%m-%d} {_how(entry)}{note}")


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


def _how(entry: Entry) -> str:
    return f"{entry.channel} {entry.outcome.words}" if isinstance(entry, Touch) else "note"


def _below(text: str, cells: int) -> str:
    """Return the text with its further lines under its first, and without its blank ones."""
    return f"\n{' ' * cells}".join(line for line in clean(text).split("\n") if line)


def _entry_fields(entry: Entry) -> dict[str, Any]:
    touch = {"channel": entry.channel, "outcome": entry.outcome} if isinstance(entry, Touch) else {}
    earlier = [{"at": past.at, "note": past.note} for past in entry.earlier]
    kind = "touch" if touch else "note"
    return {"kind": kind, "id": entry.id, "at": entry.at, **touch, "note": entry.note, "earlier": earlier}


def done(action: Action, said: str, *, as_json: bool, more: dict[str, Any] | None = None) -> None:
    """Print what was done; in JSON with more of it."""
    if as_json:
        changed = [change.id for change in action.changes if change.table == "leads"]
        what = {"uid": action.uid, "verb": action.verb, "title": clean_line(action.title)}
        json({"action": what, "leads": changed, **(more or {})})
    else:
        line(said)


def said(sentence: str, *, as_json: bool) -> int:
    """Print what was done, and return that it was."""
    if as_json:
        json({"done": clean_line(sentence)})
    else:
        line(sentence)
    return 0


def what_is_next(desk: Desk, lead_id: int, action: Action) -> str:
    """Return what was done with a lead, what was set, or else comes next, and what became of promises.

    Days are those of the clocks here, with the time on theirs beside it. What the title says is not said again.
    """
    row, today = desk.row(lead_id), desk.now().date()
    told = who_is_told(action, lead_id)
    news = [f"check in with {clean_line(told)}, who referred them"] if told else []
    is_said = {PromiseState.WITHDRAWN} if action.verb is Verb.PROMISE else set()
    turned = [turn for turn in turns_of(action, lead_id, desk.here) if turn.state not in is_said]
    is_told = action.verb is Verb.PROMISE
    was_set = [step for step in set_by(action, lead_id, desk.here) if not (is_told and step.promised)]
    nexts = [f"{step_words(step, today)}{_there(desk, lead_id, step)}" for step in was_set]
    stands = row.next_step if row else None
    if not was_set and not (is_told and (stands is None or stands.promised)):
        nexts = [f"{step_words(stands, today)}{_there(desk, lead_id, stands)}" if stands else "no next step"]
    if action.verb is Verb.SNOOZE:
        stays = stands is not None and stands not in was_set and not action.title.endswith(_day_of(stands, today))
        nexts = [f"{step_words(stands, today)} stays"] if stands is not None and stays else []
    is_in_title = action.verb in {Verb.SNOOZE, Verb.PROMISE}
    titled = [step for step in set_by(action, lead_id, desk.here) if step.promised or action.verb is Verb.SNOOZE]
    there = "".join(_there(desk, lead_id, step) for step in titled[:1]) if is_in_title else ""
    return "; ".join([f"{action.title}{there}", *nexts, *(turn_words(turn, today) for turn in turned), *news])


def _day_of(step: Step, today: date) -> str:
    return When(step.day, step.time).words(today)


def _there(desk: Desk, lead_id: int, step: Step) -> str:
    """Return the time of a step on the clocks it was agreed by, in brackets; empty where ours show the same."""
    steps = desk.card(lead_id).lead.steps
    agreed = next((one for one in steps if one.seen_from(desk.here) == step), None)
    clock = agreed.clock_there(desk.here) if agreed else ""
    return f" ({clock})" if clock else ""


def when(found: When, here: str, *, as_json: bool) -> None:
    """Print a resolved phrase: in JSON in the zone it names, else by the clocks here, and by those it names."""
    if as_json:
        at = f"{found.time:%H:%M}" if found.time else None
        other = found.other.iso() if found.other else None
        json({"iso": found.iso(), "date": found.day, "time": at, "zone": found.zone, "other": other})
    else:
        step = Plan(day=found.day, time=found.time, zone=found.zone)
        local, clock = step.seen_from(here), step.clock_there(here)
        line(When(local.day, local.time).iso() + (f" ({clock})" if clock else ""))


def keys(keyboard: "Keyboard", asked: Namespace) -> None:
    """Print the keys that hold; as Markdown, for the README, those of the registry."""
    from fuyu.tui.keys import Where, table  # noqa: PLC0415 - what the other commands do not need

    if asked.json:
        json({"keys": [key._asdict() for key in keyboard.keys]})
    elif asked.markdown:
        line(table())
    elif asked.plain:
        for key in keyboard.keys:
            line(f"{key.id}\t{key.shown}\t{key.where.value}\t{key.tooltip}")
    else:
        for where in Where:
            line(f"{where.value}")
            for key in keyboard.of(where):
                line(f"  {_fit(key.shown, 18)} {key.tooltip}")


class Progress:
    """One line on stderr that says how far a long work is, where there is a terminal to say it on."""

    def __init__(self) -> None:
        self._shown = False

    def book(self, part: float) -> None:
        """Say which part of the book was read."""
        self._say(f"reading the book: {part:.0%}")

    def read(self, count: int) -> None:
        """Say how many rows were read."""
        self._say(f"{count:,} rows read")

    def matched(self, count: int) -> None:
        """Say how many contacts were matched."""
        self._say(f"{count:,} contacts matched")

    def touches(self, count: int) -> None:
        """Say how many touches were read."""
        if count:
            self._say(f"{count:,} touches read")

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            self._shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    def _say(self, text: str) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{text} ... ctrl+c stops\x1b[K")
            sys.stderr.flush()
            self._shown = True

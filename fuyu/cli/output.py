"""What the commands print: data on stdout, words on stderr; for people, as tab-separated records, or as JSON."""

import sys
import unicodedata
from argparse import Namespace
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import msgspec

from fuyu.cli.streams import give_up
from fuyu.desk import Card, Desk
from fuyu.desk.values import who_is_told
from fuyu.domain.action import Action, Verb
from fuyu.domain.agenda import days_late, late_words
from fuyu.domain.facts import fact_words
from fuyu.domain.history import Entry, Touch
from fuyu.domain.lead import NextStep, Row
from fuyu.domain.rhythm import rhythm_words
from fuyu.domain.text import clean, clean_line
from fuyu.domain.when import When

if TYPE_CHECKING:
    from fuyu.tui.keys import Keyboard

VERSION = 1
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
    """Return a lead as JSON has it in every list."""
    step = row.next_step
    return {
        "id": row.id,
        "name": clean_line(row.name),
        "company": clean_line(row.company),
        "temperature": row.temperature,
        "due": step.day if step else None,
        "time": f"{step.time:%H:%M}" if step and step.time else None,
        "days_late": days_late(row, desk.now().date()) if row.is_followed else 0,
        "promised": bool(step and step.promised),
        "channel": step.channel if step else None,
        "why": clean_line(step.why) if step else "",
        "touches": row.touches,
        "status": row.status,
    }


def agenda(desk: Desk, asked: Namespace) -> None:
    """Print the day."""
    day = desk.today()
    lists = {"overdue": day.overdue, "today": day.today, "done": day.done, "cracks": day.cracks, "kind": day.kind}
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
        line(f"{day.day:%A} {day.day.day} {day.day:%B %Y}: {counts}, {len(day.cracks)} in the cracks")
        titles = {
            "overdue": "Overdue",
            "today": "Today",
            "done": "Done",
            "cracks": "In the cracks",
            "kind": "A kind word",
        }
        for name, rows in lists.items():
            if rows:
                line(f"\n{titles[name]}")
                _people(desk, rows)
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


def _people(desk: Desk, rows: Sequence[Row]) -> None:
    now = desk.now()
    today = now.date()
    for row in rows:
        step = row.next_step
        late = late_words(row, today, now) if row.is_open else ""
        at = f"{step.time:%H:%M}" if step and step.time and step.day == today else ""
        due = (
            late or at or (f"{step.day.day} {step.day:%b}" if step else "no date" if row.in_the_cracks else row.status)
        )
        promised = "P" if step and step.promised else " "
        cells = (f"{row.id:>6}", _fit(due, 9), promised, _fit(row.name, 24), _fit(row.company, 22))
        why = clean_line(step.why) if step else ""
        far = f"{row.touches}/{desk.manners.yes_takes}"
        line(f"{'  '.join(cells)}  {_fit(step.channel if step else '', 9)} {far}  {why}".rstrip())


def _fit(text: str, width: int) -> str:
    """Return the text cut or filled to that many terminal cells."""
    text, cells, kept = clean_line(text), 0, ""
    if text.isascii():
        return text[:width].ljust(width)
    for char in text:
        wide = 0 if unicodedata.combining(char) or char == "\u200d" else 1
        cells += 2 if unicodedata.east_asian_width(char) in "WF" else wide
        if cells > width:
            return kept
        kept += char
    return kept + " " * (width - cells)


def card(desk: Desk, shown: Card, asked: Namespace) -> None:
    """Print one lead with everything that took place."""
    lead = shown.lead
    if asked.json:
        about = [{"fact": fact.fact, "day": fact.day, "yearly": fact.yearly} for fact in lead.about]
        more = {"role": lead.role, "phones": lead.phones, "emails": lead.emails, "links": lead.links}
        rest = {"place": lead.place, "zone": lead.zone, "tags": lead.tags, "about": about, "draft": shown.draft}
        history = [_entry_fields(entry) for entry in shown.history]
        own = {"rhythm": lead.rhythm, "cadence": lead.cadence, "named_by": lead.referred_by, "named": lead.referred}
        json({"lead": lead_fields(lead.seen_from(desk.here), desk) | more | rest | own, "history": history})
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
                line(f"  {label:<9}{_below(text, 11)}")
        for entry in shown.history:
            note = f"\n    {_below(entry.note, 4)}" if entry.note else ""
            line(f"  {entry.at:%Y-%m-%d} {_how(entry)}{note}")


def _facts(desk: Desk, shown: Card) -> tuple[tuple[str, str], ...]:
    """Return what is known of a lead, with empty texts where nothing is."""
    lead, step, today = shown.lead, shown.lead.seen_from(desk.here).next_step, desk.now().date()
    clock = lead.next_step.clock_there(desk.here) if lead.next_step else ""
    unknown = " (no cadence of that name is set)" if lead.cadence and lead.cadence not in desk.cadence.named else ""
    at = f" {step.time:%H:%M}" if step and step.time else ""
    until = f"{step.day:%a} {step.day.day} {step.day:%b %Y}{at}{f' ({clock})' if clock else ''}" if step else ""
    return (
        (
            "promised" if step and step.promised else "next",
            f"{until}, {step.channel} {step.why}".rstrip() if step else "",
        ),
        ("said", step.words if step else ""),
        ("status", "" if lead.is_open else lead.status.words),
        ("warmth", lead.temperature),
        ("role", lead.role),
        ("phone", ", ".join(lead.phones)),
        ("e-mail", ", ".join(lead.emails)),
        ("link", ", ".join(lead.links)),
        ("place", lead.place),
        ("zone", lead.zone),
        ("rhythm", rhythm_words(lead.rhythm, lead.cadence) + unknown),
        ("about", "; ".join(fact_words(fact, today) for fact in lead.about)),
        ("named by", shown.referred_by.name if shown.referred_by else ""),
        ("named", ", ".join(row.name for row in shown.referred)),
        ("tags", " ".join(f"#{tag}" for tag in lead.tags)),
        ("draft", shown.draft),
    )


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


def done(action: Action, said: str, *, as_json: bool) -> None:
    """Print what was done."""
    if as_json:
        changed = [change.id for change in action.changes if change.table == "leads"]
        json({"action": {"uid": action.uid, "verb": action.verb, "title": clean_line(action.title)}, "leads": changed})
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
    """Return what was done with a lead, and the next step, by the clocks here and by those it was agreed in.

    A snooze says the day itself.
    """
    row = desk.row(lead_id)
    step = row.next_step if row else None
    at = f" {step.time:%H:%M}" if step and step.time else ""
    agreed = desk.card(lead_id).lead.next_step
    clock = agreed.clock_there(desk.here) if agreed else ""
    there = f" ({clock})" if clock else ""
    told = who_is_told(action, lead_id)
    news = f"; check in with {clean_line(told)}, who referred them" if told else ""
    until = f"; next {step.day:%a} {step.day.day} {step.day:%b %Y}{at}{there}" if step else "; no next step"
    if action.verb is Verb.SNOOZE:
        until = there
    return f"{action.title}{until}{news}"


def when(found: When, here: str, *, as_json: bool) -> None:
    """Print a resolved phrase: in JSON in the zone it names, else by the clocks here, and by those it names."""
    if as_json:
        at = f"{found.time:%H:%M}" if found.time else None
        other = found.other.iso() if found.other else None
        json({"iso": found.iso(), "date": found.day, "time": at, "zone": found.zone, "other": other})
    else:
        step = NextStep(day=found.day, time=found.time, zone=found.zone)
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

"""The commands: each reads its arguments, asks the desk, and prints."""

import gc
import os
import sys
from argparse import Namespace
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from fuyu import paths
from fuyu.cli import beside, output
from fuyu.cli.mornings import RememberedMornings
from fuyu.cli.opening import book_path, clock, desk_on
from fuyu.cli.streams import read_input
from fuyu.clock import zone_named
from fuyu.config import read_config
from fuyu.desk import Desk, NewLead, TouchMade
from fuyu.domain.action import Action
from fuyu.domain.ending import early_end_words
from fuyu.domain.facts import parse_fact
from fuyu.domain.lead import About, Channel, NextStep, Outcome, Row, Temperature
from fuyu.domain.manners import is_past
from fuyu.domain.rhythm import parse_rhythm
from fuyu.domain.text import clean_line, fold, shortened
from fuyu.domain.when import Problem, When, parse_when
from fuyu.domain.zones import name_of, zone_of
from fuyu.errors import CrashError, NotFoundError, UsageError
from fuyu.imports import import_without
from fuyu.tui.environment import tame

T = TypeVar("T")
_FRAMES = "240"
"""Frames a second: what needs two of them is on screen in 8 ms instead of 33."""


def _when(desk: Desk, phrase: str, there: str = "") -> When | None:
    """Return the day a phrase means, None for no phrase, or raise a `UsageError`; `there` is the zone of their time."""
    if not phrase:
        return None
    return _understood(desk.when(phrase, there))


def _fact(desk: Desk, text: str) -> About:
    return _understood(parse_fact(text, desk.now().date(), desk.calendar))


def _understood(found: T | Problem) -> T:
    """Return what words mean, or raise a `UsageError` that says why they mean nothing, with what is near."""
    if isinstance(found, Problem):
        near = f" ({found.suggestion}?)" if found.suggestion else ""
        raise UsageError(f"{found.code}: {found.sentence}{near}")
    return found


def _step(desk: Desk, asked: Namespace, default: NextStep, when: When | None, words: str) -> NextStep:
    """Return the next step the options name, on the default's day where they name none."""
    step = replace(default, day=when.day, time=when.time, zone=when.zone) if when else default
    return replace(step, promised=asked.promise, words=words, said=desk.now().date() if words else None)


def _done(asked: Namespace, action: Action, words: str) -> int:
    output.done(action, words, as_json=asked.json)
    return 0


def dashboard(asked: Namespace) -> int:
    """Open the dashboard."""
    path = book_path(asked)
    made_up = bool(asked.at or os.environ.get("FUYU_NOW", ""))  # who stands at a time looks at a day, and begins none
    mornings = None if made_up else RememberedMornings(paths.morning(path))
    tidy = partial(beside.done_by_another, "backup", asked, path)
    return _open_dashboard(asked, path, paths.backups(path), tidy=tidy, mornings=mornings)


def _open_dashboard(
    asked: Namespace,
    path: Path,
    backups: Path | None,
    *,
    tidy: Callable[[], str] | None = None,
    mornings: RememberedMornings | None = None,
) -> int:
    tame(os.environ)
    in_browser = "TEXTUAL_DRIVER" in os.environ
    if not in_browser and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the dashboard needs a terminal; `fuyu today` says the day without one")
    gc.disable()  # until the first picture: a fifth of a start went into looking for rubbish that is none (measured)
    os.environ.setdefault("TEXTUAL_FPS", _FRAMES)
    import_without("asyncio", "ssl")  # a twentieth of a start; nothing here speaks to a network
    from fuyu.tui.app import FuyuApp  # noqa: PLC0415 - a quarter of a second that no other command needs
    from fuyu.tui.preferences import preferences  # noqa: PLC0415 - the same

    config = read_config(paths.config())
    with desk_on(asked, path, backups, config) as desk:
        own = beside.of(desk, asked, path, config) if tidy is not None else None
        prefers = preferences(config, os.environ)
        at_once = tidy is not None
        app = FuyuApp(desk, at_once=at_once, tidy=tidy, preferences=prefers, mornings=mornings, beside=own)
        app.run()
    if app.crash is not None:
        raise CrashError(app.crash)
    return app.return_code or 0


def demo(asked: Namespace) -> int:
    """Open the dashboard on sample leads, relative to today, in a file that goes with the command."""
    import tempfile  # noqa: PLC0415 - only the demo needs it

    from fuyu.sample import book  # noqa: PLC0415 - the same

    with tempfile.TemporaryDirectory(prefix="fuyu-demo-") as folder:
        path = Path(folder) / "fuyu.json"
        path.touch(mode=0o600)
        path.write_bytes(book(clock(asked).now()))
        return _open_dashboard(asked, path, None)


def today(asked: Namespace) -> int:
    """Say whom to touch today."""
    with desk_on(asked) as desk:
        output.agenda(desk, asked)
    return 0


def find(asked: Namespace) -> int:
    """Find leads."""
    with desk_on(asked) as desk:
        rows = desk.find(" ".join(asked.words), silent=asked.all)
        output.leads(desk, rows, asked)
    if not rows:
        raise NotFoundError("nobody is called so, and nothing like it was written")
    return 0


def show(asked: Namespace) -> int:
    """Show one lead."""
    with desk_on(asked) as desk:
        output.card(desk, desk.card(desk.lookup(asked.lead).id), asked)
    return 0


def add(asked: Namespace) -> int:
    """Add a lead and print the new id; for the name -, a lead for each line of the input."""
    if asked.name == "-":
        return _add_lines(asked)
    with desk_on(asked) as desk:
        zone = (asked.zone and zone_named(asked.zone).key) or zone_of(asked.phone)
        when = _when(desk, asked.next, zone)
        step = _step(desk, asked, NextStep(day=desk.now().date()), when, clean_line(asked.words))
        rhythm = _understood(parse_rhythm(asked.every, desk.cadence.named))
        new = NewLead(
            name=asked.name,
            company=asked.company,
            role=asked.role,
            place=asked.place,
            zone=asked.zone and zone_named(asked.zone).key,
            phones=tuple(asked.phone),
            emails=tuple(asked.email),
            links=tuple(asked.link),
            about=tuple(_fact(desk, text) for text in asked.about),
            tags=tuple(asked.tag),
            temperature=Temperature(asked.temperature),
            rhythm=rhythm.days,
            cadence=rhythm.cadence,
            next_step=replace(step, channel=Channel(asked.channel), why=asked.why),
        )
        action = desk.refer(desk.lookup(asked.named_by).id, new) if asked.named_by else desk.add(new)
        return _done(asked, action, str(action.changes[0].id))


def _add_lines(asked: Namespace) -> int:
    """Add a lead for each line of the input, all or none."""
    from fuyu.desk.quick_add import new_lead  # noqa: PLC0415 - only lines need it
    from fuyu.domain.quick_add import take_apart  # noqa: PLC0415 - the same

    if _names_options(asked):
        raise UsageError("options go with a NAME; a line says it all: Ann Lee, Acme hot call fri 2pm")
    lines = _lines_of_input()
    with desk_on(asked) as desk:
        taken = [(number, take_apart(line, desk.now(), desk.calendar)) for number, line in lines]
        nameless = [f"line {number} names nobody: “{quick.line}”" for number, quick in taken if not quick.name]
        if nameless or not taken:
            raise UsageError("\n".join(nameless) or "the input names nobody; write one lead a line")
        action = desk.add_all([(new_lead(quick, desk.now().date()), quick.note) for _, quick in taken])
        return _done(asked, action, "\n".join(str(change.id) for change in action.changes[: len(taken)]))


def _names_options(asked: Namespace) -> bool:
    texts = (
        "company",
        "role",
        "place",
        "zone",
        "why",
        "phone",
        "email",
        "link",
        "about",
        "tag",
        "next",
        "words",
        "every",
    )
    is_usual = (asked.temperature, asked.channel, asked.promise) == ("warm", "call", False)
    return not is_usual or any(getattr(asked, option) for option in (*texts, "named_by"))


def _lines_of_input() -> list[tuple[int, str]]:
    """Return the lines that say something, with their numbers."""
    lines = enumerate(read_input().split("\n"), start=1)
    return [(number, line) for number, line in lines if line.strip() and not line.lstrip().startswith("#")]


def log(asked: Namespace) -> int:
    """Log a touch."""
    with desk_on(asked) as desk:
        row, outcome = desk.lookup(asked.lead), _outcome(asked.outcome)
        channel = Channel(asked.channel) if asked.channel else row.next_step.channel if row.next_step else Channel.CALL
        at = _understood(desk.when_it_was(asked.when)) if asked.when else None
        made = TouchMade(
            outcome=outcome,
            channel=channel,
            note=asked.note,
            close=asked.close,
            undated=asked.no_next,
            at=at,
            kind=asked.kind,
        )
        made = replace(made, next_step=_step_after(desk, asked, row, made))
        action = desk.log(row.id, made)
        early = early_end_words(row.touches + 1, desk.manners.early_end, desk.manners.yes_takes)
        if asked.close and early:
            output.words(f"{early}: `fuyu reopen {row.id} --next 3mo` parks them for later instead")
        _say_past(desk, row.id)
        return _done(asked, action, output.what_is_next(desk, row.id, action))


def _step_after(desk: Desk, asked: Namespace, row: Row, made: TouchMade) -> NextStep | None:
    """Return the next step that the options of a touch name; None where they say nothing of it."""
    words = clean_line(asked.words)
    if not (asked.next or asked.promise or words):
        return None
    when = None
    if asked.next and made.outcome is Outcome.NOT_NOW:
        when = _understood(desk.when_they_said(asked.next, row.zone))
        words = words or ("" if isinstance(desk.when(asked.next, row.zone), When) else clean_line(asked.next))
    elif asked.next:
        when = _when(desk, asked.next, row.zone)
    proposed = desk.propose(row.id, made.outcome, made.channel or Channel.CALL, kind=made.kind, at=made.at)
    return _step(desk, asked, proposed or NextStep(day=desk.now().date()), when, words)


def reopen(asked: Namespace) -> int:
    """Make a lost lead or a customer an open lead again."""
    with desk_on(asked) as desk:
        row = desk.lookup(asked.lead)
        action = desk.reopen(row.id, _when(desk, asked.next, row.zone), clean_line(asked.why))
        return _done(asked, action, output.what_is_next(desk, row.id, action))


def _say_past(desk: Desk, lead_id: int) -> None:
    """Offer the ways out to whoever goes on after more touches in vain than a yes takes."""
    row, usual = desk.row(lead_id), desk.manners.yes_takes
    if row and row.is_open and is_past(row, usual):
        ways = "`fuyu log LEAD no_answer --close`, or park them: `fuyu snooze LEAD 3mo --why WHY`"
        output.words(f"the next touch is number {row.touches + 1}, and a yes usually takes {usual}: end it with {ways}")


def _outcome(words: str) -> Outcome:
    wanted = fold(words).replace(" ", "_").replace("-", "_")
    if wanted in Outcome.__members__.values():
        return Outcome(wanted)
    import difflib  # noqa: PLC0415 - only a mistake needs it

    near = difflib.get_close_matches(wanted, list(Outcome), n=1)
    hint = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(Outcome)}"
    raise UsageError(f"“{shortened(words)}” is no outcome{hint}")


def note(asked: Namespace) -> int:
    """Keep a note without a touch."""
    with desk_on(asked) as desk:
        action = desk.keep_note(desk.lookup(asked.lead).id, asked.text)
        return _done(asked, action, action.title)


def snooze(asked: Namespace) -> int:
    """Move a next step."""
    with desk_on(asked) as desk:
        row = desk.lookup(asked.lead)
        when = _when(desk, " ".join(asked.phrase), row.zone)
        if when is None:
            raise UsageError("empty: say when, like fri 2pm or 2w")
        action = desk.snooze(row.id, when, clean_line(asked.why))
        before, after = row.next_step, desk.row(row.id)
        is_later = before and after and after.next_step and after.next_step.snoozed > before.snoozed
        if before and is_later and desk.manners.asks_decision(row) and not asked.why:
            output.words(
                f"that is snooze number {before.snoozed + 1}, and asks for a decision: "
                "log a touch, park with --why, or log with --close"
            )
        return _done(asked, action, output.what_is_next(desk, row.id, action))


def undo(asked: Namespace) -> int:
    """Take back the last action."""
    with desk_on(asked) as desk:
        action = desk.undo()
        if action is None:
            raise NotFoundError("there is nothing to take back")
        return _done(asked, action, f"taken back: {action.title}")


def redo(asked: Namespace) -> int:
    """Do again what was taken back."""
    with desk_on(asked) as desk:
        action = desk.redo()
        if action is None:
            raise NotFoundError("nothing was taken back that could be done again")
        return _done(asked, action, f"done again: {action.title}")


def when(asked: Namespace) -> int:
    """Say which day a phrase means."""
    now = clock(asked).now()
    found = parse_when(" ".join(asked.phrase), now, read_config(paths.config()).calendar)
    if isinstance(found, Problem):
        near = f" ({found.suggestion}?)" if found.suggestion else ""
        output.words(f"{found.code}: {found.sentence}{near}")
        return UsageError.exit_code
    output.when(found, name_of(now), as_json=asked.json)
    return 0


def keys(asked: Namespace) -> int:
    """Print the keys."""
    from fuyu.tui.preferences import preferences  # noqa: PLC0415 - what the other commands do not need

    prefers = preferences(read_config(paths.config()), os.environ)
    for problem in prefers.problems:
        output.words(problem)
    output.keys(prefers.keyboard, asked)
    return 0

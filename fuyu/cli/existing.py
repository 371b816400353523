"""Adding somebody who is there already, or maybe is: what is said, and the commands for what was not taken."""

import shlex
from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fuyu.cli import output
from fuyu.desk import Desk, NewLead
from fuyu.desk.existing import not_taken
from fuyu.domain.identity import Verdict
from fuyu.domain.lead import Lead, Status
from fuyu.domain.step import Plan
from fuyu.domain.text import clean_line
from fuyu.errors import UsageError

_MOST_NAMED = 5


def already_here(desk: Desk, new: NewLead) -> Lead | None:
    """Return the lead whom somebody new surely is; None where they are nobody known.

    Raises:
        UsageError: they may be somebody known, or are, who is do-not-contact.
    """
    alike = desk.alike(new)
    sure = [lead for lead, verdict in alike if verdict is Verdict.SURE]
    desk.refuse_silent(sure)
    if sure:
        return sure[0]
    if alike:
        named = "; ".join(_named(desk, lead) for lead, _ in alike[:_MOST_NAMED])
        raise UsageError(f"{new.name} is maybe here already: {named}. Add --new if this is somebody else")
    return None


def _named(desk: Desk, lead: Lead) -> str:
    if lead.status is Status.DO_NOT_CONTACT:
        return desk.silence_words(lead.id)
    return f"{lead.name} ({lead.id})" + (f", {lead.company}" if lead.company else "")


class Told(NamedTuple):
    """What is said of somebody who is to be added."""

    new: NewLead
    note: str = ""
    referred_by: int | None = None


def say(desk: Desk, lead: Lead, told: Told, asked: Namespace) -> list[str]:
    """Say who is there already, and what was not taken; return the commands that would, on the same book."""
    status = "" if lead.is_open else f", {lead.status.words}"
    output.words(f"already here: {clean_line(lead.name)} ({lead.id}){status}")
    fuyu = ["fuyu", "--db", asked.db] if asked.db else ["fuyu"]
    commands = list(_commands(fuyu, desk, lead, told))
    for command in commands:
        output.words(f"not taken: {clean_line(command)}")
    return commands


def done(lead: Lead, commands: Sequence[str], asked: Namespace) -> int:
    """Print the id of who is there already."""
    if asked.json:
        output.json({"existing": lead.id, "not_taken": commands})
    else:
        output.line(str(lead.id))
    return 0


def _commands(fuyu: Sequence[str], desk: Desk, lead: Lead, told: Told) -> Iterator[str]:
    """Yield the commands that would keep what was said of somebody who is there already; each begins with `fuyu`."""
    new, note, referred_by = told
    said = not_taken(lead, new)
    if referred_by is not None and lead.referred_by is None:
        said.append(("referred-by", str(referred_by)))
    if said:
        options = [part for field, value in said for part in (f"--{field}", value)]
        adding = shlex.join([*fuyu, "add", new.name, "--new", *options])
        yield f"{shlex.join([*fuyu, 'join', str(lead.id)])} $({adding})"
    step = new.next_step
    if step is not None and _is_news(step, lead, desk):
        day = f"{step.day}{f' {step.time:%H:%M}' if step.time else ''}".split()
        why = ["--why", step.why] if step.why else []
        yield shlex.join([*fuyu, *_dating(lead, day, agreed=new.agreed), *why])
    elif step is not None and step.why:
        note = f"re {step.why}\n{note}".strip()
    if note:
        yield shlex.join([*fuyu, "note", str(lead.id), note])


def _is_news(step: Plan, lead: Lead, desk: Desk) -> bool:
    """Return whether a day was said, other than today, that is none of the lead's."""
    return (step.day, step.time) not in {(desk.now().date(), None), *((one.day, one.time) for one in lead.steps)}


def _dating(lead: Lead, day: Sequence[str], *, agreed: bool) -> list[str]:
    """Return the command, and its words, that gives a lead a day."""
    if lead.status is Status.LOST:
        return ["reopen", str(lead.id), "--next", " ".join(day)]
    return ["promise" if agreed else "snooze", str(lead.id), *day]

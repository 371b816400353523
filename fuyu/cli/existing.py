"""Adding somebody who is there already, or maybe is: what is said, and the commands for what was not taken."""

import shlex
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from fuyu.answer import Answer
from fuyu.desk import Desk, NewLead
from fuyu.desk.existing import not_taken
from fuyu.domain.identity import Verdict
from fuyu.domain.joining import in_full
from fuyu.domain.lead import Lead, Status, Temperature
from fuyu.domain.step import Channel, Plan
from fuyu.domain.text import clean_line
from fuyu.errors import UsageError

_MOST_NAMED = 5


def already_here(desk: Desk, new: NewLead) -> Lead | None:
    """Return the lead whom somebody new surely is; None where they are nobody known.

    Raises:
        UsageError: they may be somebody known, or are, who is do-not-contact.
    """
    desk.forgetting.refuse(new)
    alike = desk.leads.alike(new)
    sure = [lead for lead, verdict in alike if verdict is Verdict.SURE]
    desk.leads.refuse_silent(sure)
    if sure:
        return sure[0]
    if alike:
        named = "; ".join(_named(desk, lead) for lead, _ in alike[:_MOST_NAMED])
        raise UsageError(f"{new.name} is maybe here already: {named}. Add --new if this is somebody else")
    return None


def _named(desk: Desk, lead: Lead) -> str:
    if lead.status is Status.DO_NOT_CONTACT:
        return desk.leads.silence_words(lead.id)
    return f"{lead.name} ({lead.id})" + (f", {lead.company}" if lead.company else "")


class ToldOfLead(NamedTuple):
    """What is said of somebody who is to be added."""

    new: NewLead
    note: str = ""
    temperature: Temperature | None = None
    """None where none was said, and the usual one stands."""
    is_by: bool = False
    """Whether a channel was said."""


class Here(NamedTuple):
    """What is said of somebody who is there already."""

    words: Sequence[str]
    commands: Sequence[str]
    """What would take, on the same book, what was not taken."""


def here(desk: Desk, lead: Lead, told: ToldOfLead, asked: Namespace) -> Here:
    """Return who is there already, and what was not taken."""
    status = "" if lead.is_open else f", {lead.status.words}"
    fuyu = ["fuyu", "--db", asked.db] if asked.db else ["fuyu"]
    commands = list(_commands(fuyu, desk, lead, told))
    not_taken_words = (f"not taken: {clean_line(command)}" for command in commands)
    return Here([f"already here: {clean_line(lead.name)} ({lead.id}){status}", *not_taken_words], commands)


def refer(desk: Desk, lead: Lead, by: int | None) -> tuple[Mapping[str, int], Sequence[str]]:
    """Keep who referred somebody who is there already, unless that is known; return it for JSON, and as words."""
    if by is None or by in {lead.id, lead.referred_by}:
        return {}, ()
    who = f"{clean_line(lead.name)} ({lead.id})"
    if lead.referred_by is not None:
        known = clean_line(desk.leads.card(lead.referred_by).lead.name)
        return {}, [f"not taken: who referred {who}; that was {known}"]
    desk.commands.refer_known(by, lead.id)
    return {"referred_by": by}, [f"{who} is referred by {clean_line(desk.leads.card(by).lead.name)} now"]


def answer(lead: Lead, there: Here, referred: tuple[Mapping[str, int], Sequence[str]]) -> Answer:
    """Answer with the id of who is there already."""
    more, words = referred
    data = {"existing": lead.id, "not_taken": there.commands, **more}
    return Answer(sentences=[str(lead.id)], data=data, warnings=[*there.words, *words])


def _commands(fuyu: Sequence[str], desk: Desk, lead: Lead, told: ToldOfLead) -> Iterator[str]:
    """Yield the commands that would keep what was said of somebody who is there already; each begins with `fuyu`."""
    new, note = told.new, told.note
    said = not_taken(lead, new)
    temperature = told.temperature or lead.temperature
    if temperature is not lead.temperature and ("temperature", temperature) not in said:
        said.append(("temperature", temperature))
    if said:
        yield shlex.join([*fuyu, "edit", str(lead.id), *_options(said)])
    step = new.next_step.seen_from(desk.here) if new.next_step is not None else None
    if step is not None and _is_news(step, lead, desk):
        for command in _dating(lead, step, agreed=new.agreed):
            yield shlex.join([*fuyu, *command])
        if not new.agreed and (step.quote or told.is_by):  # no command takes them for a plan
            note = f"next {in_full(step, desk.now().date())}\n{note}".strip()
    elif step is not None and (step.why or told.is_by):
        way = f"{step.channel}: " if told.is_by and step.why else step.channel if told.is_by else ""
        note = f"re {way}{step.why}\n{note}".strip()
    if note:
        yield shlex.join([*fuyu, "note", str(lead.id), note])


def _options(said: Iterable[tuple[str, str]]) -> list[str]:
    """Return values as options; an empty one is left out."""
    return [part for option, value in said if value for part in (f"--{option}", value)]


def _is_news(step: Plan, lead: Lead, desk: Desk) -> bool:
    """Return whether a day was said, other than today, that is none of the lead's."""
    return (step.day, step.time) not in {(desk.now().date(), None), *((one.day, one.time) for one in lead.steps)}


def _dating(lead: Lead, step: Plan, *, agreed: bool) -> Iterator[list[str]]:
    """Yield the commands, by their words, that give a lead a day; a lost one is open again first."""
    who, day = str(lead.id), [str(step.day), *([f"{step.time:%H:%M}"] if step.time else [])]
    why = [("why", step.why)]
    if lead.status is Status.LOST:
        yield ["reopen", who, *_options([*([] if agreed else [("next", " ".join(day))]), *why])]
    if agreed:
        way = "" if step.channel is Channel.CALL else step.channel
        yield ["promise", who, *day, *_options([*why, ("channel", way), ("quote", step.quote)])]
    elif lead.status is not Status.LOST:
        yield ["snooze", who, *day, *_options(why)]

"""A person's own programs on the command line: those that follow, those that are asked for, and what they are told."""

from argparse import Namespace
from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec

from fuyu import paths
from fuyu.answer import Answer
from fuyu.cli.card import card_fields, entry_fields, whole_lead
from fuyu.cli.done import action_fields
from fuyu.cli.opening import book_path, clock, on_desk
from fuyu.cli.output import VERSION, answered
from fuyu.config import read_config
from fuyu.desk import Desk
from fuyu.desk.refusals import refuse_do_not_contact
from fuyu.desk.values import Card
from fuyu.domain.action import Action, Change
from fuyu.domain.history import Note, Touch
from fuyu.domain.lead import Lead
from fuyu.domain.text import clean_line, nearest, shortened
from fuyu.errors import FuyuError, NotFoundError, UsageError
from fuyu.features.hooks import folder, programs
from fuyu.features.hooks.queue import Queue
from fuyu.features.hooks.rules import MissingError, ProgramReply, filled, reply
from fuyu.features.hooks.settings import OwnCommand, OwnCommands

_MOST_LEADS = 1_000
"""Leads that a hook is told wholly of; of an import with more it is told how many they are."""


class ProgramError(FuyuError):
    """A program of the person's own could not be run, or failed."""

    exit_code = 1


# What programs are told


def told_of(desk: Desk, action: Action) -> dict[str, Any]:
    """Return what a hook reads: what was done, the leads as they were left by it, and what was written."""
    changes = [change for change in action.changes if isinstance(change.after or change.before, Lead)]
    written = [one.after for one in action.changes if isinstance(one.after, (Touch, Note))]
    return {
        "version": VERSION,
        "action": action_fields(action),
        "leads": [_lead(desk, change) for change in changes[:_MOST_LEADS]],
        "left_out": max(len(changes) - _MOST_LEADS, 0),
        "entries": [{"lead": entry.lead, **entry_fields(entry)} for entry in islice(written, _MOST_LEADS)],
    }


def _lead(desk: Desk, change: Change) -> dict[str, Any]:
    lead = change.after or change.before
    assert isinstance(lead, Lead)  # noqa: S101 - as it was asked for
    return {**whole_lead(desk, lead), "is_new": change.before is None, "is_deleted": change.after is None}


def given_to(desk: Desk, shown: Card) -> bytes:
    """Return what a command of one's own reads of a lead: what `fuyu show --json` prints."""
    fields = {"version": VERSION, **card_fields(desk, shown)}
    return msgspec.json.encode(
        {name: list(value) if isinstance(value, map) else value for name, value in fields.items()}
    )


# What is asked for


@answered
def hooks(asked: Namespace) -> Answer:
    """List hooks and commands; or run the hooks for what waits."""
    book = book_path(asked)
    queue = Queue(paths.hooked(book))
    if asked.run:
        from fuyu.features.hooks.running import run_all  # noqa: PLC0415 - only here

        ran = run_all(queue, paths.hooks(), paths.resolved(book), clock(asked).now)
        return Answer(sentences=[f"{ran:,} hooks run"], records=[(ran,)], data={"ran": ran})
    found = [*_hook_fields(queue), *_command_fields()]
    nothing = f"no hooks in {clean_line(str(paths.hooks()))}, and no [commands] in config.toml"
    return Answer(
        sentences=[_sentence(one) for one in found] or [nothing],
        records=[tuple(one.values()) for one in found],
        data={"folder": str(paths.hooks()), "programs": found},
    )


def _hook_fields(queue: Queue) -> Iterator[dict[str, Any]]:
    came = queue.came()
    for name in folder.listed(paths.hooks()):
        why_not, last = folder.why_not(paths.hooks(), name), came.get(name)
        trouble = f"hooks/{name} {why_not}" if why_not else last.trouble if last else ""
        yield {"kind": "hook", "name": name, "key": None, "ran": last.at if last else None, "trouble": trouble}


def _command_fields() -> Iterator[dict[str, Any]]:
    for name, own in read_config(paths.config()).of(OwnCommands).by_name.items():
        key = ", ".join(own.key) if isinstance(own.key, list) else own.key
        yield {"kind": "command", "name": name, "key": key, "ran": None, "trouble": ""}


def _sentence(one: dict[str, Any]) -> str:
    name = clean_line(f"{one['name']}")
    if one["kind"] == "command":
        return f"{name:<14} on {clean_line(str(one['key']))}, or `fuyu run {name} LEAD`"
    ran = f"ran {one['ran']:%a} {one['ran'].day} {one['ran']:%b, %H:%M}" if one["ran"] else "has not run yet"
    return f"{name:<14} {one['trouble'] or ran}"


@on_desk
def run(desk: Desk, asked: Namespace) -> Answer:
    """Run a command of one's own on a lead, and print what it says and offers; nothing of it is applied."""
    own = _named(asked.name)
    shown = desk.leads.card(desk.leads.lookup(asked.lead).id)
    said = ran_with(asked.name, own, *prepared(desk, own, shown), FUYU_DB=str(paths.resolved(book_path(asked))))
    offers = [said.note, f"{said.subject}\n{said.text}".strip()]
    data = {"command": asked.name, "lead": shown.lead.id, "said": said.said, "offers": said.offers}
    sentences = [*filter(None, (said.said, *offers))] or [f"{asked.name} ran for {clean_line(shown.lead.name)}"]
    hints = [f"keep it as a note: fuyu note {shown.lead.id} TEXT"] if said.note else []
    return Answer(sentences=sentences, data=data, records=[(asked.name, shown.lead.id, said.said)], hints=hints)


def _named(name: str) -> OwnCommand:
    known = read_config(paths.config()).of(OwnCommands).by_name
    if name not in known:
        near = nearest(name, known) or "; `fuyu hooks` lists them" if known else "; config.toml has no [commands]"
        raise NotFoundError(f"unknown command of your own “{shortened(name)}”{near}")
    return known[name]


def prepared(desk: Desk, own: OwnCommand, shown: Card) -> tuple[list[str], bytes]:
    """Return the words of a command for a lead, and what it reads; raise a `UsageError` where it is not for them."""
    refuse_do_not_contact(shown.lead)
    try:
        return filled(own.run, shown.lead), given_to(desk, shown)
    except MissingError as error:
        raise UsageError(str(error)) from None


def ran_with(name: str, own: OwnCommand, words: list[str], given: bytes, **settings: str) -> ProgramReply:
    """Run a command; return what it says, or raise a `ProgramError`."""
    ran = programs.run(words, given, own.seconds, settings)
    if ran.trouble:
        raise ProgramError(f"{name} {ran.trouble}")
    return reply(ran.out)

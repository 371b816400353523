"""Forget a person: every trace of them goes, after one yes."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator

from fuyu.answer import Answer, counted
from fuyu.cli import output
from fuyu.cli.opening import on_desk
from fuyu.desk import Desk
from fuyu.desk.forgetting import BEYOND, ToForget, files_said
from fuyu.domain.text import clean_line
from fuyu.errors import UsageError
from fuyu.storage.port import Cleaned

YES = "yes"


@on_desk
def forget(desk: Desk, asked: Namespace) -> Answer:
    """Forget a lead in the book and all that is kept of it here."""
    found = desk.forgetting.look(desk.leads.lookup(asked.lead).id)
    agree(found, asked)
    cleaned = desk.forgetting.forget(found.lead, may_return=asked.may_return)
    return forgotten(desk, found, cleaned, BEYOND)


def agree(found: ToForget, asked: Namespace, ask: Callable[[], str] | None = None) -> None:
    """Go on only after a yes, said or typed.

    Raises:
        UsageError: there was none.
    """
    if asked.yes:
        return
    name = clean_line(found.name)
    if not sys.stdin.isatty():
        raise UsageError(f"{name} ({found.lead}) would be gone for good", hint="--yes says that it is meant")
    output.words(f"{name} ({found.lead}) goes with {what_goes(found)}; nothing brings that back.")
    output.words(f"Type {YES} to forget {name}:")
    if (ask or sys.stdin.readline)().strip().casefold() != YES:
        raise UsageError("nobody was forgotten")


def what_goes(found: ToForget) -> str:
    """Return what goes with somebody: `3 touches, 1 note`."""
    messages = counted(found.messages, "text that is not sent", "texts that are not sent")
    return ", ".join(
        [
            counted(found.touches, "touch", "touches"),
            counted(found.notes, "note"),
            *([messages] if found.messages else []),
        ]
    )


def forgotten(desk: Desk, found: ToForget, cleaned: Cleaned, *hints: str) -> Answer:
    """Answer that somebody was forgotten, and what became of the files."""
    files = {name: [str(file) for file in getattr(cleaned, name)] for name in ("rewritten", "removed", "untouched")}
    named = list(desk.forgetting.still_named(found.name))
    return Answer(
        sentences=_said(found, cleaned),
        data={"forgotten": found.lead, **files, "still_named": named},
        warnings=[f"the name is still written about {', '.join(_lead(desk, one) for one in named)}"] if named else [],
        hints=hints,
        code=1 if cleaned.untouched else 0,
    )


def _said(found: ToForget, cleaned: Cleaned) -> Iterator[str]:
    yield f"forgotten: lead {found.lead}, with {what_goes(found)}"
    yield from map(clean_line, files_said(cleaned))


def _lead(desk: Desk, lead_id: int) -> str:
    row = desk.leads.row(lead_id)
    return clean_line(f"{row.name} ({lead_id})" if row else f"lead {lead_id}")

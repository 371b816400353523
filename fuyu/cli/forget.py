"""Forget a person: every trace of them goes, after one yes."""

from argparse import Namespace
from collections.abc import Iterator

from fuyu.answer import Answer
from fuyu.cli.agreed import agree
from fuyu.cli.opening import on_desk
from fuyu.desk import Desk
from fuyu.desk.forgetting import BEYOND, ToForget, files_said
from fuyu.domain.text import clean_line
from fuyu.storage.port import Cleaned


@on_desk
def forget(desk: Desk, asked: Namespace) -> Answer:
    """Forget a lead in the book and all that is kept of it here."""
    found = desk.forgetting.lookup(asked.lead)
    desk.forgetting.refuse_in_team(found.lead)
    agree(found, yes=asked.yes)
    cleaned = desk.forgetting.forget(found.lead, may_return=asked.may_return)
    return forgotten(desk, found, cleaned, BEYOND)


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
    yield f"forgotten: lead {found.lead}, with {found.words}"
    yield from map(clean_line, files_said(cleaned))


def _lead(desk: Desk, lead_id: int) -> str:
    row = desk.leads.row(lead_id)
    return clean_line(f"{row.name} ({lead_id})" if row else f"lead {lead_id}")

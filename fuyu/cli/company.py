"""`fuyu company`: everyone at one, and the last touch with any of them."""

from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec.structs import replace

from fuyu.answer import Answer, counted
from fuyu.cli.leads import listed
from fuyu.cli.opening import on_desk
from fuyu.desk import Desk
from fuyu.desk.values import Company
from fuyu.domain.lead import Row
from fuyu.domain.money import totals_words
from fuyu.domain.text import clean_line
from fuyu.domain.when import When


@on_desk
def company(desk: Desk, asked: Namespace) -> Answer:
    """Show a company."""
    found = desk.companies.lookup(" ".join(asked.words))
    people = listed(desk, found.leads)
    about = {
        "company": found.name,
        "do_not_contact": found.do_not_contact,
        "open_value": found.open_value,
        "last_touch": _touch_fields(found.last),
    }
    return replace(people, sentences=_sentences(found, people, desk.now().date()), data={**about, **people.data})


def _sentences(found: Company, people: Answer, today: date) -> Iterator[str]:
    silent = f"{found.do_not_contact} do not contact" if found.do_not_contact else ""
    worth = totals_words(found.open_value)
    counts = (counted(len(found.leads), "lead"), silent, f"{worth} open" if worth else "")
    yield f"{found.name}: {', '.join(filter(None, counts))}"
    yield f"last touch: {_last_words(found.last, today)}"
    yield from people.sentences


def _last_words(row: Row | None, today: date) -> str:
    """Return the last touch in few words."""
    if row is None or row.last_touch is None:
        return "none yet"
    last = row.last_touch
    day = When(last.at.date()).words(today)
    return f"{day}, {last.channel}, {last.outcome.words}, with {clean_line(row.name)} ({row.id})"


def _touch_fields(row: Row | None) -> dict[str, Any] | None:
    if row is None or row.last_touch is None:
        return None
    last = row.last_touch
    return {
        "lead": row.id,
        "name": clean_line(row.name),
        "at": last.at,
        "channel": last.channel,
        "outcome": last.outcome,
    }

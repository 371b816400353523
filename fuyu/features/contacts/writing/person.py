"""All that the book holds about one person, as JSON: what they may ask for, and nothing about anybody else."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import to_builtins

from fuyu.domain.history import Entry, Touch
from fuyu.domain.lead import Lead
from fuyu.domain.message import Message
from fuyu.domain.typed import Typed

VERSION = 1
"""The version of this shape."""


def as_json(lead: Lead, history: Sequence[Entry], draft: str, beside: Sequence[Message | Typed]) -> str:
    """Return a lead's records as JSON: the lead, touches and notes oldest first, messages, and what is being typed."""
    oldest_first = history[::-1]
    records: Mapping[str, Any] = {
        "version": VERSION,
        "lead": lead,
        "touches": [entry for entry in oldest_first if isinstance(entry, Touch)],
        "notes": [entry for entry in oldest_first if not isinstance(entry, Touch)],
        "messages": [one for one in beside if isinstance(one, Message)],
        "typed": [*filter(None, (draft,)), *(one.text for one in beside if isinstance(one, Typed))],
    }
    return f"{msgspec.json.format(msgspec.json.encode(to_builtins(records)), indent=1).decode()}\n"

"""Old names and new ones: who types what something was called in version 1 is told what it is called now."""

from collections.abc import Mapping
from enum import Enum


class TypedWhere(Enum):
    """Where a name is typed."""

    COMMAND = "a command"
    OUTCOME = "what came of a touch, as `fuyu log` takes it"
    COUNTED = "a field of `fuyu count --format`"
    SETTING = "a key of config.toml, after its table"
    TEMPLATE = "a field of a message template"
    KEY = "a key of the dashboard, below [keys]"


RENAMED: Mapping[TypedWhere, Mapping[str, str]] = {
    TypedWhere.COMMAND: {"close": "evening", "pile": "reschedule"},
    TypedWhere.OUTCOME: {"missed_appointment": "no_show", "closed": "--lost"},
    TypedWhere.COUNTED: {"cracks": "unscheduled"},
    TypedWhere.SETTING: {"manners.pile": "manners.reschedule_above"},
    TypedWhere.KEY: {
        "book.cracks": "book.unscheduled",
        "book.pile": "book.reschedule",
        "pile.done": "reschedule.done",
        "log.missed": "log.no_show",
        "log.kind": "log.check_in",
        "log.close": "log.lost",
        "decision.close": "decision.lost",
    },
    TypedWhere.TEMPLATE: {"their_words": "quote", "named_by": "referred_by"},
}
OPTIONS: Mapping[str, Mapping[str, str]] = {
    "log": {"--close": "--lost", "--kind": "--check-in", "--words": "--quote"},
    "add": {"--words": "--quote", "--named-by": "--referred-by"},
    "away": {"--words": "--reason"},
    "message": {"--seen": "--reviewed"},
    "send": {"--again": "--resend", "--went": "--mark-sent"},
}
"""The options of each command."""


def renamed(place: TypedWhere, old: str) -> str:
    """Return the sentence for an old name: `“close” is called “evening” now`; empty where it is none."""
    new = RENAMED[place].get(old, "")
    return called_now(old, new) if new else ""


def called_now(old: str, new: str) -> str:
    """Return the sentence that says what something is called now."""
    return f"“{old}” is called “{new}” now"

"""Which hooks an action has, how the words of a command are filled in, and what is read of what it prints."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from fuyu.domain.action import Action, Verb
from fuyu.domain.lead import Lead, Status
from fuyu.domain.text import clean, clean_line, shortened

PREFIX = "on-"
CHILD_OF = "FUYU_HOOK"
"""The variable that tells a program of ours that a hook runs it: what it does is followed by no hook."""
_ENDS: Mapping[Status, str] = {Status.WON: "won", Status.LOST: "lost"}
_QUIET = {Verb.UNDO, Verb.REDO, Verb.IMPORT, Verb.MERGE, Verb.JOIN}
"""What brings in, or back, what took place at another time: nobody was won by it now."""
NAMES = tuple(f"{PREFIX}{name}" for name in (*Verb, *_ENDS.values()))
"""Every hook there can be."""
FIELDS = ("id", "name", "phone", "email")
"""What the words of a command may name, in braces."""
_FIELD = re.compile(r"\{(\w+)\}")
_LONGEST_SAID = 200


def hooks_of(action: Action) -> Iterator[str]:
    """Yield the names of the hooks that follow an action: that of what was done, then that of a win or a loss."""
    yield f"{PREFIX}{action.verb}"
    ends = {_end(change.before, change.after) for change in action.changes} if action.verb not in _QUIET else set()
    yield from (f"{PREFIX}{name}" for name in _ENDS.values() if name in ends)


def _end(before: object, after: object) -> str:
    """Return the end that a change brings a lead to; empty where it brings none."""
    if not isinstance(after, Lead) or (isinstance(before, Lead) and before.status is after.status):
        return ""
    return _ENDS.get(after.status, "")


def unknown_fields(words: Sequence[str]) -> list[str]:
    """Return the names in braces that mean nothing."""
    return [name for word in words for name in _FIELD.findall(word) if name not in FIELDS]


class MissingError(Exception):
    """A lead lacks what a command names; the text says what."""


def filled(words: Sequence[str], lead: Lead) -> list[str]:
    """Return the words of a command for a lead.

    Raises:
        MissingError: it names what the lead does not have, or what the program would take for an option.
    """
    values = {
        "id": str(lead.id),
        "name": clean_line(lead.name),
        "phone": re.sub(r"[^0-9+*#,;]", "", lead.phones[0]) if lead.phones else "",
        "email": clean_line(lead.emails[0]) if lead.emails else "",
    }

    def put(found: re.Match[str]) -> str:
        if not values[found[1]]:
            raise MissingError(f"{clean_line(lead.name)} has no {found[1]}")
        return values[found[1]]

    made = [_FIELD.sub(put, word) for word in words]
    for word, was in zip(made, words, strict=True):
        if word.startswith("-") and not was.startswith("-"):
            raise MissingError(f"“{shortened(word)}” looks like an option, so it is not handed to a program")
    return made


class ProgramReply(Struct, frozen=True):
    """What a command printed."""

    said: str = ""
    """Its first line, or what its JSON says by `say`."""
    note: str = ""
    """A text for a note, which is offered."""
    subject: str = ""
    text: str = ""
    """A message, which is offered."""

    @property
    def offers(self) -> dict[str, Any]:
        """What is offered, as JSON has it."""
        message = {"message": {"subject": self.subject, "text": self.text}} if self.text else {}
        return ({"note": self.note} if self.note else {}) | message


def reply(printed: str) -> ProgramReply:
    """Return what a command says: a JSON object with `say`, `note` or `message`, or a first line of text."""
    said = _as_json(printed)
    if said is None:
        lines = (clean_line(line) for line in printed.splitlines())
        return ProgramReply(said=shortened(next((line for line in lines if line.strip()), ""), _LONGEST_SAID))
    message = said.get("message")
    message = {"text": message} if isinstance(message, str) else message if isinstance(message, dict) else {}
    return ProgramReply(
        said=shortened(clean_line(_text(said.get("say"))), _LONGEST_SAID),
        note=clean(_text(said.get("note"))).strip(),
        subject=clean_line(_text(message.get("subject"))),
        text=clean(_text(message.get("text"))).strip(),
    )


def _as_json(printed: str) -> dict[str, Any] | None:
    if not printed.lstrip().startswith("{"):
        return None
    try:
        said = msgspec.json.decode(printed.encode("utf-8", "surrogateescape"))
    except (msgspec.DecodeError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""

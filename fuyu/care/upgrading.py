"""Documents of an older schema in the words of the present one. `tests/care/data` has a file of each old schema.

A document that is in the present words already stays as it is: doing it twice does no harm.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from msgspec import Raw
from msgspec.json import Decoder, decode, encode
from msgspec.structs import replace

from fuyu.domain.action import Table
from fuyu.domain.promise import Promise, PromiseState, StateChange
from fuyu.storage.documents import ACTIONS
from fuyu.storage.journal_db.journal import Line, line_of
from fuyu.storage.journal_db.layout import WRONG

Fields = dict[str, Raw]
Upgrade = Callable[[str, int, Fields], Fields]
"""Takes a table, an id and a document's fields; returns those it has in the next schema, unchanged ones as they are."""

_fields = Decoder(Fields)
_OUTCOMES = {b'"missed_appointment"': b'"no_show"'}
_STATUSES = {b'"closed"': b'"lost"'}
_STATES = {b'"ready"': b'"queued"', b'"underway"': b'"sending"', b'"unsure"': b'"unknown"'}
_OF_PLAN = ("promised", "first_day", "snoozed", "snoozed_until", "put_off")
"""Fields of a next step that a promise has no use for."""


class PromiseOfTouch(NamedTuple):
    """A promise that a touch of schema 1 was counted for."""

    lead: int
    promise: Promise


def with_id(_table: str, document_id: int, fields: Fields) -> Fields:
    """Schema 0 is what plain TinyDB writes: there, only the key tells the id."""
    return fields if "id" in fields else {"id": Raw(b"%d" % document_id), **fields}


def in_the_words_of_sales(table: str, document_id: int, fields: Fields) -> Fields:
    """Schema 1 kept one next step, promised or not, and had other words for some things."""
    upgrade = _SECOND.get(table)
    return upgrade(document_id, fields) if upgrade else fields


UPGRADES: Mapping[int, Upgrade] = {0: with_id, 1: in_the_words_of_sales}
"""By the schema it starts from."""


def upgraded(schema: int, table: str, document_id: int, raw: bytes) -> bytes:
    """Return a document of that schema in the words of the present one."""
    if schema and not any(word in raw for word in _OLD_WORDS.get(table, ())):
        return raw
    before = _fields.decode(raw)
    after = before
    for step in range(schema, len(UPGRADES)):
        after = UPGRADES[step](table, document_id, after)
    return raw if after is before else encode(after)


def upgraded_line(schema: int, line: Line) -> Line:
    """Return a line of a journal of that schema in the words of the present one; its stamp stays as it was."""
    put = {table: dict(found) for table, found in line.commit.put.items()}
    settled = settled_by(bytes(raw) for raw in put.get(Table.TOUCHES, {}).values()) if schema < len(UPGRADES) else {}
    for table in Table:
        for document_id, raw in put.get(table, {}).items():
            after = _or_same(schema, table, document_id, bytes(raw))
            if table is Table.LEADS and document_id in settled:
                after = with_promises(after, settled[document_id])
            put[table][document_id] = Raw(after)
    for action_id, raw in put.get(ACTIONS, {}).items():
        put[ACTIONS][action_id] = Raw(_upgraded_action(schema, bytes(raw)))
    commit = replace(line.commit, put=put)
    return Line(line_of(commit), commit, line.stamp)


def _upgraded_action(schema: int, raw: bytes) -> bytes:
    """Return an action with the documents it found in the words of the present schema."""
    with suppress(*WRONG):
        fields = _fields.decode(raw)
        before = _before.decode(fields["before"]) if "before" in fields else []
        now = [(table, found, Raw(_or_same(schema, table, found, bytes(was)))) for table, found, was in before]
        return encode({**fields, "before": Raw(encode(now))}) if now else raw
    return raw


def _or_same(schema: int, table: str, document_id: int, raw: bytes) -> bytes:
    """Return a document in the words of the present schema; what is no document stays as it is."""
    with suppress(*WRONG):
        return upgraded(schema, table, document_id, raw)
    return raw


_before = Decoder(list[tuple[str, int, Raw]])


def settled_by(touches: Iterable[bytes]) -> dict[int, list[Promise]]:
    """Return the promises that touches of schema 1 were counted for, by lead, oldest first."""
    found: dict[int, list[Promise]] = {}
    for raw in touches:
        if b'"promised":' in raw and (settled := _settled(decode(raw))) is not None:
            found.setdefault(settled.lead, []).append(settled.promise)
    for promises in found.values():
        promises.sort(key=lambda promise: promise.history[-1].at)
    return found


def with_promises(raw: bytes, settled: Iterable[Promise]) -> bytes:
    """Return a lead with promises that were settled before those it has, each once, the first settling first."""
    fields = _fields.decode(raw)
    known: list[dict[str, Any]] = decode(bytes(fields.get("promises", Raw(b"[]"))))
    uids = {promise["uid"] for promise in known}
    more = list({promise.uid: promise for promise in reversed([*settled]) if promise.uid not in uids}.values())[::-1]
    return encode(fields | {"promises": Raw(encode([*more, *known]))}) if more else raw


def _settled(touch: dict[str, Any]) -> PromiseOfTouch | None:
    """Return the promise that a touch was counted for: kept by the day first agreed, else late."""
    agreed = touch.get("first_due") or touch.get("due")
    if not touch.get("promised") or touch.get("kind") or not agreed:
        return None
    at = datetime.fromisoformat(touch["at"])
    state = PromiseState.KEPT if at.date().isoformat() <= agreed else PromiseState.LATE
    change = StateChange(at=at, state=state, touch=touch["uid"])
    fields = {"day": agreed, "channel": touch["channel"], "uid": _uid(touch["lead"], agreed)}
    return PromiseOfTouch(touch["lead"], replace(_promise.decode(encode(fields)), history=(change,)))


_promise = Decoder(Promise)


def _lead(document_id: int, fields: Fields) -> Fields:
    fields = _renamed_value(fields, "status", _STATUSES)
    if "last_touch" in fields:
        last = _fields.decode(fields["last_touch"])
        renamed = _renamed_value(last, "outcome", _OUTCOMES)
        fields = fields if renamed is last else {**fields, "last_touch": Raw(encode(renamed))}
    if "next_step" not in fields:
        return fields
    step = _fields.decode(fields["next_step"]) if bytes(fields["next_step"]) != b"null" else {}
    rest = {name: raw for name, raw in fields.items() if name != "next_step"}
    return {**rest, **_steps(_renamed(step, "words", "quote"), document_id)} if step else rest


def _steps(step: Fields, lead_id: int) -> Fields:
    """Return the plan, and the promise, that one next step of schema 1 was.

    A promise that was moved is one for the day first agreed, put off; one that was brought forward still stands.
    """
    promised = bytes(step.pop("promised", Raw(b"false"))) == b"true"
    if not promised:
        return {"plan": Raw(encode(step))}
    day = step["day"]
    agreed = step.get("first_day", day)
    day_words, agreed_words = bytes(day), bytes(agreed)
    uid = encode(_uid(lead_id, decode(agreed_words)))
    promise = {**{name: raw for name, raw in step.items() if name not in _OF_PLAN}, "day": agreed, "uid": Raw(uid)}
    if agreed_words == day_words:
        return {"promises": Raw(encode([promise]))}
    promise.pop("time", None)
    plan = {name: raw for name, raw in step.items() if name != "first_day"}
    if day_words > agreed_words:
        change = StateChange(at=_midnight(agreed_words), state=PromiseState.PUT_OFF, to=decode(day_words))
        promise["history"] = Raw(encode([change]))
        plan["was_promised"] = agreed
    return {"plan": Raw(encode(plan)), "promises": Raw(encode([promise]))}


def _uid(lead_id: int, agreed: str) -> str:
    """Return the uid of a promise of schema 1: the same in any copy of the book, whether it is settled there or not."""
    return sha256(f"promise to lead {lead_id} for {agreed}".encode()).hexdigest()[:32]


def _midnight(day: bytes) -> datetime:
    """Return the beginning of a day in UTC: when a promise of schema 1 was put off is not known."""
    return datetime.fromisoformat(f"{decode(day)}T00:00:00+00:00")


def _touch(_id: int, fields: Fields) -> Fields:
    fields = _renamed(_renamed_value(fields, "outcome", _OUTCOMES), "kind", "check_in")
    old = {"due", "promised", "first_due"} & fields.keys()
    return {name: raw for name, raw in fields.items() if name not in old} if old else fields


def _message(_id: int, fields: Fields) -> Fields:
    fields = _renamed_value(fields, "state", _STATES)
    if "state" in fields and "seen" not in fields:
        return fields
    seen = bytes(fields.get("seen", Raw(b"false"))) == b"true"
    rest = {name: raw for name, raw in fields.items() if name != "seen"}
    return {"state": Raw(encode("queued" if seen else "needs_review")), **rest}


def _away(_id: int, fields: Fields) -> Fields:
    return _renamed(fields, "words", "reason")


_SECOND: Mapping[str, Callable[[int, Fields], Fields]] = {
    Table.LEADS: _lead,
    Table.TOUCHES: _touch,
    Table.MESSAGES: _message,
    Table.AWAY: _away,
}


_OLD_WORDS: Mapping[str, tuple[bytes, ...]] = {
    Table.LEADS: (b"next_step", b"closed", b"missed_appointment"),
    Table.TOUCHES: (b"due", b"promised", b"kind", b"missed_appointment"),
    Table.MESSAGES: (b"",),
    Table.AWAY: (b"words",),
}
"""What stands in every document of schema 1 that is another in the present one: most touches are not looked into."""


def _renamed(fields: Fields, old: str, new: str) -> Fields:
    """Return fields of which one has another name, at its place."""
    return {new if name == old else name: raw for name, raw in fields.items()} if old in fields else fields


def _renamed_value(fields: Fields, name: str, values: Mapping[bytes, bytes]) -> Fields:
    """Return fields of which one has another word for the same."""
    word = values.get(bytes(fields[name])) if name in fields else None
    return fields if word is None else {**fields, name: Raw(word)}

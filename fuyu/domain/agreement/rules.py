"""How each field is agreed on that two have changed: a rule for each kind of value, and the table of the fields."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from msgspec import Raw
from msgspec.json import decode, encode

from fuyu.domain.action import Table
from fuyu.domain.agreement.writing import (
    UNREADABLE,
    Fields,
    Value,
    are_same,
    counted,
    is_same,
    items,
    listed,
    number,
    read,
    says_something,
)
from fuyu.domain.fields import FIELDS, Field, Joins
from fuyu.domain.history import Earlier, Entry, Note, Touch
from fuyu.domain.lead import LastTouch
from fuyu.domain.promise import PromiseKind, StateChange
from fuyu.domain.status import Status
from fuyu.domain.step import Plan
from fuyu.domain.zones import aware

_NEVER = datetime.min.replace(tzinfo=UTC)
_NO_FIELDS: Fields = {}


class Agreement(NamedTuple):
    """What two documents became."""

    fields: Fields | None
    """None where there is no document any more."""
    gave_way: Fields = _NO_FIELDS
    """What one of the two said otherwise, by field: a wording, a plan, a status."""


class Sides(NamedTuple):
    """A document, or an item of a list, as two have it."""

    base: Fields | None
    """As both had it before; None where nobody knows, or where there was none."""
    earlier: Fields
    """As it is where it was changed first."""
    later: Fields

    def of(self, name: str) -> tuple[Value, Value, Value]:
        """Return a field as both had it, as it is where it was changed first, and where it was changed last."""
        return (self.base or {}).get(name), self.earlier.get(name), self.later.get(name)

    @property
    def is_of_two(self) -> bool:
        """Whether both have changed it, or nobody knows."""
        return self.base is None or not (are_same(self.base, self.earlier) or are_same(self.base, self.later))

    @property
    def changed(self) -> Fields:
        """What the only one who changed it made of it."""
        return self.later if self.base is None or are_same(self.base, self.earlier) else self.earlier


Rule = Callable[[Sides, str], Value]
"""Returns what becomes of a field that both have changed."""
Rules = Mapping[str, Rule]


def agreed(rules: Rules, sides: Sides) -> Agreement:
    """Return all fields, each settled by its rule, and what gave way."""
    fields: dict[str, Raw] = {}
    gave_way: dict[str, Raw] = {}
    for name in dict.fromkeys((*sides.later, *sides.earlier)):
        value, other = _settled(rules.get(name, _one), sides, name)
        if value is not None:
            fields[name] = value
        if other is not None:
            gave_way[name] = other
    return Agreement(fields, gave_way)


def _settled(rule: Rule, sides: Sides, name: str) -> tuple[Value, Value]:
    """Return what a field becomes, and what gave way."""
    base, earlier, later = sides.of(name)
    if rule not in _COUNTS and is_same(earlier, later):
        return later, None
    if sides.base is not None and (is_same(earlier, base) or is_same(later, base)):
        return (later if is_same(earlier, base) else earlier), None
    try:
        value = rule(sides, name)
    except UNREADABLE:
        value = _one(sides, name)
    other = earlier if value is later else later
    return value, other if rule in _ONE_OF_TWO and says_something(other) else None


def _one(sides: Sides, name: str) -> Value:
    """Return what was written last; nothing gives way to something."""
    _, earlier, later = sides.of(name)
    return later if says_something(later) else earlier


def _owner(sides: Sides, name: str) -> Value:
    """Return whose the lead was made last, also everyone's; of two copies that of the one that names somebody."""
    return _one(sides, name) if sides.base is None else sides.later.get(name)


def _status(sides: Sides, name: str) -> Value:
    """Return what was said last; do-not-contact is absolute."""
    _, earlier, later = sides.of(name)
    return earlier if earlier == Raw(encode(Status.DO_NOT_CONTACT)) else later


def _plan(sides: Sides, name: str) -> Value:
    """Return the plan that was made last; one that was promised goes before."""
    _, earlier, later = sides.of(name)
    if not (says_something(earlier) and says_something(later)):
        return _one(sides, name)
    was_promised = [decode(plan, type=Plan).was_promised is not None for plan in (earlier or b"", later or b"")]
    return earlier if was_promised == [True, False] else later


def _pace(sides: Sides, name: str) -> Value:
    """Return a field of how often they are contacted, days or a cadence, from where one of the two was said last."""
    says = any(says_something(sides.later.get(field)) for field in ("rhythm", "cadence"))
    return (sides.later if says else sides.earlier).get(name)


def _count(sides: Sides, name: str) -> Value:
    """Return a count with what each has added; of two copies the larger."""
    base, earlier, later = (number(value) for value in sides.of(name))
    return counted(max(earlier, later) if sides.base is None else earlier + later - base)


def _unanswered(sides: Sides, name: str) -> Value:
    """Return how many of the latest touches of both in a row went unanswered: an answer begins anew."""
    base, before, since = (number(value) for value in sides.of(name))
    if _touched(sides.earlier) > _touched(sides.later):
        before, since = since, before
    is_anew = sides.base is None or since == 0 or since < base
    return counted(since if is_anew else before + since - base)


def _latest_touch(sides: Sides, name: str) -> Value:
    """Return the touch that took place last."""
    _, earlier, later = sides.of(name)
    return earlier if _touched(sides.earlier) > _touched(sides.later) else later


def _touched(lead: Fields) -> datetime:
    last = lead.get("last_touch")
    return aware(decode(last, type=LastTouch).at) if says_something(last) and last is not None else _NEVER


def _first_time(sides: Sides, name: str) -> Value:
    """Return the earlier of two times."""
    times = [value for value in sides.of(name)[1:] if value is not None and says_something(value)]
    return min(times, key=lambda value: aware(decode(value, type=datetime)), default=None)


def _last_day(sides: Sides, name: str) -> Value:
    """Return the later of two days."""
    days = [value for value in sides.of(name)[1:] if value is not None and says_something(value)]
    return max(days, key=lambda value: decode(value, type=date), default=None)


def _either(sides: Sides, name: str) -> Value:
    """Return whether one of the two says so."""
    return next((value for value in sides.of(name)[1:] if value == Raw(b"true")), None)


def _all(sides: Sides, name: str) -> Value:
    """Return what either has put in a list, without what either has taken out."""
    return listed(_kept(sides, name))


def _of_field(field: Field) -> Rule:
    """Return the same rule for a field that knows which of its values say the same: the later one stays."""

    def united(sides: Sides, name: str) -> Value:
        later, earlier = ([decode(value, type=str) for value in values] for values in _sorted_out(sides, name))
        return listed([Raw(encode(value)) for value in field.united(tuple(later), earlier)])

    return united


def _kept(sides: Sides, name: str) -> list[Raw]:
    later, earlier = _sorted_out(sides, name)
    return [*later, *(value for value in earlier if value not in later)]


def _sorted_out(sides: Sides, name: str) -> tuple[list[Raw], list[Raw]]:
    """Return two lists, the later first, without what one of them has no more."""
    base, earlier, later = (items(value) for value in sides.of(name))
    gone = [value for value in base if value not in earlier or value not in later]
    return [value for value in later if value not in gone], [value for value in earlier if value not in gone]


def _each(key: Sequence[str], rules: Rules) -> Rule:
    """Return the rule for a list of items: each is settled with the one that has the same key fields."""

    def by_key(value: Value) -> dict[tuple[Any, ...], Fields]:
        found: dict[tuple[Any, ...], Fields] = {}
        for raw in items(value):
            item = decode(raw, type=dict[str, Raw])
            of = tuple(decode(item[name]) if name in item else None for name in key)
            found[of] = agreed(rules, Sides(None, found[of], item)).fields or {} if of in found else item
        return found

    def settled(sides: Sides, name: str) -> Value:
        base, earlier, later = (by_key(value) for value in sides.of(name))
        of_two = ((base.get(of), earlier.get(of), later.get(of)) for of in dict.fromkeys((*later, *earlier)))
        return listed([Raw(encode(item)) for one in of_two if (item := _item(rules, *one)) is not None])

    return settled


def _item(rules: Rules, base: Fields | None, earlier: Fields | None, later: Fields | None) -> Fields | None:
    """Return what an item of a list becomes: what one took out and the other has changed stays."""
    if earlier is None or later is None:
        left = later or earlier
        return None if left is None or (base is not None and are_same(left, base)) else left
    sides = Sides(base, earlier, later)
    return agreed(rules, sides).fields if sides.is_of_two else sides.changed


def _history(sides: Sides, name: str) -> Value:
    """Return all that became of a promise in either copy, until it was settled.

    What settled it first settled it: who called on the day has called, whatever the other had put off.
    """
    kind = sides.later.get("kind")
    is_task = kind is not None and decode(kind) == PromiseKind.TASK
    changes = sorted(((decode(raw, type=StateChange), raw) for raw in _kept(sides, name)), key=lambda one: one[0].at)
    ends = (
        number
        for number, (change, _) in enumerate(changes, 1)
        if change.state.is_settled and not (is_task and change.to)
    )
    return listed([raw for _, raw in changes[: next(ends, len(changes))]])


def _wording(sides: Sides, _name: str) -> Value:
    """Return the note that was corrected last."""
    return _by_correction(sides)[1].get("note")


def _wordings(sides: Sides, name: str) -> Value:
    """Return all that a note has said before, with the wording that gave way."""
    first, last = _by_correction(sides)
    said = {bytes(raw): decode(raw, type=Earlier) for raw in _kept(Sides(None, first, last), name)}
    known = {earlier.note for earlier in said.values()} | {_entry(last).note}
    if (other := _entry(first)).note not in known:
        gave_way = Earlier(at=max(_corrected(other), other.at), note=other.note)
        said[encode(gave_way)] = gave_way
    ordered = sorted(said.items(), key=lambda one: (one[1].at, one[1].note))
    return listed([Raw(raw) for raw, _ in ordered])


def _by_correction(sides: Sides) -> tuple[Fields, Fields]:
    """Return the two, the one whose note was corrected last behind the other."""
    if _corrected(_entry(sides.earlier)) > _corrected(_entry(sides.later)):
        return sides.later, sides.earlier
    return sides.earlier, sides.later


def _entry(fields: Fields) -> Entry:
    return read(fields, Touch) if "uid" in fields else read(fields, Note)


def _corrected(entry: Entry) -> datetime:
    return max((earlier.at for earlier in entry.earlier), default=_NEVER)


_FACT: Rules = {"yearly": _either, "wished": _last_day}
_PROMISE: Rules = {"history": _history}
_ENTRY: Rules = {"note": _wording, "earlier": _wordings}
_OF_FIELDS: Rules = {
    field.name: _of_field(field) if field.joins is Joins.BOTH else _one
    for field in FIELDS
    if field.joins is not Joins.OWN
}
RULES: Mapping[str, Rules] = {
    Table.LEADS: {
        **_OF_FIELDS,
        "id": _one,
        "status": _status,
        "owner": _owner,
        "about": _each(("fact", "day"), _FACT),
        "rhythm": _pace,
        "cadence": _pace,
        "plan": _plan,
        "promises": _each(("uid",), _PROMISE),
        "touches": _count,
        "silenced": _count,
        "unanswered": _unanswered,
        "last_touch": _latest_touch,
        "created": _first_time,
        "referred_by": _one,
        "referred": _all,
    },
    Table.TOUCHES: {**dict.fromkeys(Touch.__struct_fields__, _one), **_ENTRY},
    Table.NOTES: {**dict.fromkeys(Note.__struct_fields__, _one), **_ENTRY},
}
"""How each field of a document is agreed on, by table."""
_COUNTS = frozenset({_count, _unanswered})
"""Rules that are asked also where both come to the same."""
_ONE_OF_TWO = frozenset({_one, _owner, _status, _pace, _plan})
"""Rules by which something gives way."""

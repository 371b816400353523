"""What two have written about the same person, made one: field by field, from what both had before.

A document is a mapping of its fields as they are written, so what a newer fuyu writes in it stays. Which rule a field
has is told by its `joins` (`fields`), or in `RULES` where it is not typed in the form. None of them asks whose a change
is, only which was made later: whoever brings two documents together gets the same.

A count grows by what each has added to it, also where both come to the same number. What only one has changed is as
they left it. Lists hold what either has added, without what either has taken out. Promises and facts are told apart by
what they are, and settled one by one. Of two wordings the later one stays, and the other is named.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple, TypeVar

from msgspec import MsgspecError, Raw, Struct
from msgspec.json import decode, encode
from msgspec.structs import replace

from fuyu.domain.action import Table
from fuyu.domain.fields import FIELDS, Field, Joins
from fuyu.domain.history import Earlier, Entry, Note, Touch
from fuyu.domain.lead import LastTouch, Lead
from fuyu.domain.manners import as_wanted
from fuyu.domain.promise import PromiseKind, StateChange
from fuyu.domain.settling import withdrawn
from fuyu.domain.status import Status
from fuyu.domain.step import Plan, Step

T = TypeVar("T")
Fields = Mapping[str, Raw]
"""A document, or an item of a list in it: its fields as they are written."""
Value = Raw | None
"""What stands in a field; None where it is not written."""
_NOTHING = (b"null", b'""', b"[]")
_UNREADABLE = (MsgspecError, RecursionError)
_NEVER = datetime.min.replace(tzinfo=UTC)
_NO_FIELDS: Fields = {}


class Agreement(NamedTuple):
    """What two documents became."""

    fields: Fields | None
    """None where there is no document any more."""
    gave_way: Fields = _NO_FIELDS
    """What one of the two said otherwise, by field: a wording, a plan, a status."""


class _Sides(NamedTuple):
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
        return self.base is None or not (_are_same(self.base, self.earlier) or _are_same(self.base, self.later))

    @property
    def changed(self) -> Fields:
        """What the only one who changed it made of it."""
        return self.later if self.base is None or _are_same(self.base, self.earlier) else self.earlier


_Rule = Callable[[_Sides, str], Value]
"""Returns what becomes of a field that both have changed."""
_Rules = Mapping[str, _Rule]


def settle(
    table: str,
    base: Fields | None,
    mine: Fields | None,
    theirs: Fields | None,
    *,
    at: datetime,
    mine_is_later: bool = True,
) -> Agreement:
    """Return what becomes of a document that two have changed; it is the same for both.

    What one took out and the other has changed stays. Of a field without a rule what was written last stays.

    Args:
        table: its table.
        base: as both had it before; None where nobody knows, as of two copies, or where it was not there.
        mine: as one has it; None is taken out.
        theirs: as the other has it.
        at: when promises are withdrawn to somebody whose follow-up one of the two has ended.
        mine_is_later: whether mine was changed after theirs.
    """
    if mine is None or theirs is None:
        left = theirs if mine is None else mine
        is_taken_out = left is None or (base is not None and _are_same(left, base))
        return Agreement(None if is_taken_out else left)
    sides = _Sides(base, *((theirs, mine) if mine_is_later else (mine, theirs)))
    if not sides.is_of_two:
        return Agreement(sides.changed)
    if table != Table.LEADS:
        return _agreed(RULES.get(table, {}), sides)
    in_full = _Sides(base and _in_full(base), _in_full(sides.earlier), _in_full(sides.later))
    fields, gave_way = _agreed(RULES[table], in_full)
    return Agreement(_followed_up(_as_written(fields or {}, sides), sides, at), gave_way)


def undone(table: str, before: Fields | None, after: Fields | None, now: Fields | None, *, at: datetime) -> Agreement:
    """Return what becomes of a document once an action is undone: what was done since stays.

    Args:
        table: its table.
        before: as it was before the action; None where the action made it.
        after: as it was after it; None where the action took it out.
        now: as it is.
        at: when promises are withdrawn, where that has to be.
    """
    if now is None and after is not None:
        return Agreement(None)
    return settle(table, after, before, now, at=at, mine_is_later=False)


def written(document: Struct) -> Fields:
    """Return the fields of a document as they are written."""
    return decode(encode(document), type=dict[str, Raw])


def read(fields: Fields, kind: type[T]) -> T:
    """Return the document that has these fields.

    Raises:
        MsgspecError: it is none of that kind.
    """
    return decode(encode(fields), type=kind)


def aware(at: datetime) -> datetime:
    """Return a time that can be compared with others: one without a zone counts as UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _agreed(rules: _Rules, sides: _Sides) -> Agreement:
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


def _settled(rule: _Rule, sides: _Sides, name: str) -> tuple[Value, Value]:
    """Return what a field becomes, and what gave way."""
    base, earlier, later = sides.of(name)
    if rule not in _COUNTS and _is_same(earlier, later):
        return later, None
    if sides.base is not None and (_is_same(earlier, base) or _is_same(later, base)):
        return (later if _is_same(earlier, base) else earlier), None
    try:
        value = rule(sides, name)
    except _UNREADABLE:
        value = _one(sides, name)
    other = earlier if value is later else later
    return value, other if rule in _ONE_OF_TWO and _says_something(other) else None


def _one(sides: _Sides, name: str) -> Value:
    """Return what was written last; nothing gives way to something."""
    _, earlier, later = sides.of(name)
    return later if _says_something(later) else earlier


def _status(sides: _Sides, name: str) -> Value:
    """Return what was said last; do-not-contact is absolute."""
    _, earlier, later = sides.of(name)
    return earlier if earlier == Raw(encode(Status.DO_NOT_CONTACT)) else later


def _plan(sides: _Sides, name: str) -> Value:
    """Return the plan that was made last; one that was promised goes before."""
    _, earlier, later = sides.of(name)
    if not (_says_something(earlier) and _says_something(later)):
        return _one(sides, name)
    was_promised = [decode(plan, type=Plan).was_promised is not None for plan in (earlier or b"", later or b"")]
    return earlier if was_promised == [True, False] else later


def _pace(sides: _Sides, name: str) -> Value:
    """Return a field of how often they are contacted, days or a cadence, from where one of the two was said last."""
    says = any(_says_something(sides.later.get(field)) for field in ("rhythm", "cadence"))
    return (sides.later if says else sides.earlier).get(name)


def _count(sides: _Sides, name: str) -> Value:
    """Return a count with what each has added; of two copies the larger."""
    base, earlier, later = (_number(value) for value in sides.of(name))
    return _counted(max(earlier, later) if sides.base is None else earlier + later - base)


def _unanswered(sides: _Sides, name: str) -> Value:
    """Return how many of the latest touches of both in a row went unanswered: an answer begins anew."""
    base, before, since = (_number(value) for value in sides.of(name))
    if _touched(sides.earlier) > _touched(sides.later):
        before, since = since, before
    is_anew = sides.base is None or since == 0 or since < base
    return _counted(since if is_anew else before + since - base)


def _latest_touch(sides: _Sides, name: str) -> Value:
    """Return the touch that took place last."""
    _, earlier, later = sides.of(name)
    return earlier if _touched(sides.earlier) > _touched(sides.later) else later


def _touched(lead: Fields) -> datetime:
    last = lead.get("last_touch")
    return aware(decode(last, type=LastTouch).at) if _says_something(last) and last is not None else _NEVER


def _first_time(sides: _Sides, name: str) -> Value:
    """Return the earlier of two times."""
    times = [value for value in sides.of(name)[1:] if value is not None and _says_something(value)]
    return min(times, key=lambda value: aware(decode(value, type=datetime)), default=None)


def _last_day(sides: _Sides, name: str) -> Value:
    """Return the later of two days."""
    days = [value for value in sides.of(name)[1:] if value is not None and _says_something(value)]
    return max(days, key=lambda value: decode(value, type=date), default=None)


def _either(sides: _Sides, name: str) -> Value:
    """Return whether one of the two says so."""
    return next((value for value in sides.of(name)[1:] if value == Raw(b"true")), None)


def _all(sides: _Sides, name: str) -> Value:
    """Return what either has put in a list, without what either has taken out."""
    return _listed(_kept(sides, name))


def _of_field(field: Field) -> _Rule:
    """Return the same rule for a field that knows which of its values say the same: the later one stays."""

    def united(sides: _Sides, name: str) -> Value:
        later, earlier = ([decode(value, type=str) for value in values] for values in _sorted_out(sides, name))
        return _listed([Raw(encode(value)) for value in field.united(tuple(later), earlier)])

    return united


def _kept(sides: _Sides, name: str) -> list[Raw]:
    later, earlier = _sorted_out(sides, name)
    return [*later, *(value for value in earlier if value not in later)]


def _sorted_out(sides: _Sides, name: str) -> tuple[list[Raw], list[Raw]]:
    """Return two lists, the later first, without what one of them has no more."""
    base, earlier, later = (_items(value) for value in sides.of(name))
    gone = [value for value in base if value not in earlier or value not in later]
    return [value for value in later if value not in gone], [value for value in earlier if value not in gone]


def _each(key: Sequence[str], rules: _Rules) -> _Rule:
    """Return the rule for a list of items: each is settled with the one that has the same key fields."""

    def by_key(value: Value) -> dict[tuple[Any, ...], Fields]:
        found: dict[tuple[Any, ...], Fields] = {}
        for raw in _items(value):
            item = decode(raw, type=dict[str, Raw])
            of = tuple(decode(item[name]) if name in item else None for name in key)
            found[of] = _agreed(rules, _Sides(None, found[of], item)).fields or {} if of in found else item
        return found

    def settled(sides: _Sides, name: str) -> Value:
        base, earlier, later = (by_key(value) for value in sides.of(name))
        of_two = ((base.get(of), earlier.get(of), later.get(of)) for of in dict.fromkeys((*later, *earlier)))
        return _listed([Raw(encode(item)) for one in of_two if (item := _item(rules, *one)) is not None])

    return settled


def _item(rules: _Rules, base: Fields | None, earlier: Fields | None, later: Fields | None) -> Fields | None:
    """Return what an item of a list becomes: what one took out and the other has changed stays."""
    if earlier is None or later is None:
        left = later or earlier
        return None if left is None or (base is not None and _are_same(left, base)) else left
    sides = _Sides(base, earlier, later)
    return _agreed(rules, sides).fields if sides.is_of_two else sides.changed


def _history(sides: _Sides, name: str) -> Value:
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
    return _listed([raw for _, raw in changes[: next(ends, len(changes))]])


def _wording(sides: _Sides, _name: str) -> Value:
    """Return the note that was corrected last."""
    return _by_correction(sides)[1].get("note")


def _wordings(sides: _Sides, name: str) -> Value:
    """Return all that a note has said before, with the wording that gave way."""
    first, last = _by_correction(sides)
    said = {bytes(raw): decode(raw, type=Earlier) for raw in _kept(_Sides(None, first, last), name)}
    known = {earlier.note for earlier in said.values()} | {_entry(last).note}
    if (other := _entry(first)).note not in known:
        gave_way = Earlier(at=max(_corrected(other), other.at), note=other.note)
        said[encode(gave_way)] = gave_way
    ordered = sorted(said.items(), key=lambda one: (one[1].at, one[1].note))
    return _listed([Raw(raw) for raw, _ in ordered])


def _by_correction(sides: _Sides) -> tuple[Fields, Fields]:
    """Return the two, the one whose note was corrected last behind the other."""
    if _corrected(_entry(sides.earlier)) > _corrected(_entry(sides.later)):
        return sides.later, sides.earlier
    return sides.earlier, sides.later


def _entry(fields: Fields) -> Entry:
    return read(fields, Touch) if "uid" in fields else read(fields, Note)


def _corrected(entry: Entry) -> datetime:
    return max((earlier.at for earlier in entry.earlier), default=_NEVER)


_FACT: _Rules = {"yearly": _either, "wished": _last_day}
_PROMISE: _Rules = {"history": _history}
_ENTRY: _Rules = {"note": _wording, "earlier": _wordings}
_OF_FIELDS: _Rules = {
    field.name: _of_field(field) if field.joins is Joins.BOTH else _one
    for field in FIELDS
    if field.joins is not Joins.OWN
}
RULES: Mapping[str, _Rules] = {
    Table.LEADS: {
        **_OF_FIELDS,
        "id": _one,
        "status": _status,
        "about": _each(("fact", "day"), _FACT),
        "rhythm": _pace,
        "cadence": _pace,
        "plan": _plan,
        "promises": _each(("uid",), _PROMISE),
        "touches": _count,
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
_ONE_OF_TWO = frozenset({_one, _status, _pace, _plan})
"""Rules by which something gives way."""


_BLANK = Lead(id=0, name="")
_UNWRITTEN = {name: Raw(encode(getattr(_BLANK, name))) for name in ("temperature", "status")}
"""What a lead says in fields that are not written, where that is more than nothing."""


def _in_full(lead: Fields) -> Fields:
    """Return a lead with all that it says."""
    return {**_UNWRITTEN, **lead}


def _as_written(lead: Fields, sides: _Sides) -> Fields:
    """Return a lead without what neither side has written, and need not be."""
    wrote = sides.earlier.keys() | sides.later.keys()
    return {name: raw for name, raw in lead.items() if name in wrote or raw != _UNWRITTEN.get(name)}


def _followed_up(fields: Fields, sides: _Sides, at: datetime) -> Fields:
    """Return a lead with the next step that its status wants: none, or one, by a way they want to be reached."""
    try:
        lead, earlier, later = (read(each, Lead) for each in (fields, sides.earlier, sides.later))
    except _UNREADABLE:
        return fields
    if not lead.status.may_have_a_date:
        after = replace(lead, plan=None, promises=withdrawn(lead.promises, {one.uid for one in lead.promises}, at))
    elif lead.is_unscheduled and not (earlier.is_unscheduled or later.is_unscheduled):
        after = replace(lead, plan=_as_plan(later.next_step or earlier.next_step))
    else:
        after = lead
    return _with_steps(fields, as_wanted(after))


def _as_plan(step: Step | None) -> Plan | None:
    if step is None or isinstance(step, Plan):
        return step
    return Plan(**{name: getattr(step, name) for name in Step.__struct_fields__})


def _with_steps(fields: Fields, lead: Lead) -> Fields:
    """Return fields with the plan and the promises of a lead, where these are others."""
    before, after = read(fields, Lead), written(lead)
    names = [name for name in ("plan", "promises") if getattr(before, name) != getattr(lead, name)]
    rest = {name: raw for name, raw in fields.items() if name not in names}
    return {**rest, **{name: after[name] for name in names if name in after}}


def _are_same(one: Fields, other: Fields) -> bool:
    """Return whether two documents say the same."""
    return all(_is_same(one.get(name), other.get(name)) for name in {*one, *other})


def _is_same(one: Value, other: Value) -> bool:
    """Return whether two values say the same, however they are written."""
    if one is None or other is None or one == other:
        return one is other or one == other
    try:
        return bool(decode(one) == decode(other))
    except _UNREADABLE:
        return False


def _says_something(value: Value) -> bool:
    return value is not None and bytes(value) not in _NOTHING


def _items(value: Value) -> list[Raw]:
    return [] if value is None else decode(value, type=list[Raw])


def _listed(items: Iterable[Raw]) -> Value:
    """Return a list as it is written; None where it is empty."""
    found = [*items]
    return Raw(encode(found)) if found else None


def _number(value: Value) -> int:
    return 0 if value is None else decode(value, type=int)


def _counted(number: int) -> Value:
    return Raw(encode(number)) if number > 0 else None

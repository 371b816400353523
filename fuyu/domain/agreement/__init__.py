"""What two have written about the same person, made one: field by field, from what both had before.

A document is a mapping of its fields as they are written, so what a newer fuyu writes in it stays. Which rule a field
has is told by its `joins` (`fields`), or in `RULES` where it is not typed in the form. None of them asks whose a change
is, only which was made later: whoever brings two documents together gets the same.

A count grows by what each has added to it, also where both come to the same number. What only one has changed is as
they left it. Lists hold what either has added, without what either has taken out. Promises and facts are told apart by
what they are, and settled one by one. Of two wordings the later one stays, and the other is named.

`rules` are those of the fields; `writing` is what is written in them, compared and read.
"""

from datetime import datetime

from msgspec import Raw
from msgspec.json import encode
from msgspec.structs import replace

from fuyu.domain.action import Table
from fuyu.domain.agreement.rules import RULES, Agreement, Sides, agreed
from fuyu.domain.agreement.writing import UNREADABLE, Fields, are_same, number, read, written
from fuyu.domain.lead import Lead
from fuyu.domain.manners import as_wanted
from fuyu.domain.settling import withdrawn
from fuyu.domain.status import Status
from fuyu.domain.step import Plan, Step

__all__ = ("Agreement", "Fields", "read", "settle", "undone", "written")


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
        is_taken_out = left is None or (base is not None and are_same(left, base))
        return Agreement(None if is_taken_out else left)
    sides = Sides(base, *((theirs, mine) if mine_is_later else (mine, theirs)))
    if not sides.is_of_two:
        return Agreement(sides.changed)
    if table != Table.LEADS:
        return agreed(RULES.get(table, {}), sides)
    in_full = Sides(base and _in_full(base), _in_full(sides.earlier), _in_full(sides.later))
    fields, gave_way = agreed(RULES[table], in_full)
    return Agreement(_followed_up(_silent(_as_written(fields or {}, sides)), sides, at), gave_way)


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


_BLANK = Lead(id=0, name="")
_UNWRITTEN = {name: Raw(encode(getattr(_BLANK, name))) for name in ("temperature", "status")}
"""What a lead says in fields that are not written, where that is more than nothing."""


def _in_full(lead: Fields) -> Fields:
    """Return a lead with all that it says."""
    return {**_UNWRITTEN, **lead}


def _as_written(lead: Fields, sides: Sides) -> Fields:
    """Return a lead without what neither side has written, and need not be."""
    wrote = sides.earlier.keys() | sides.later.keys()
    return {name: raw for name, raw in lead.items() if name in wrote or raw != _UNWRITTEN.get(name)}


def _silent(fields: Fields) -> Fields:
    """Return a lead who stays do-not-contact as long as one of those who noted it has not taken it back."""
    try:
        is_silent = number(fields.get("silenced")) > 0
    except UNREADABLE:
        return fields
    return {**fields, "status": Raw(encode(Status.DO_NOT_CONTACT))} if is_silent else fields


def _followed_up(fields: Fields, sides: Sides, at: datetime) -> Fields:
    """Return a lead with the next step that its status wants: none, or one, by a way they want to be reached."""
    try:
        lead, earlier, later = (read(each, Lead) for each in (fields, sides.earlier, sides.later))
    except UNREADABLE:
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

"""Promises on the command line: make one, withdraw one, say that a task is done."""

from argparse import Namespace

from fuyu.answer import Answer
from fuyu.cli import done as what_was
from fuyu.cli.leads import promise_fields
from fuyu.cli.opening import on_desk
from fuyu.cli.understood import understood
from fuyu.desk import Desk
from fuyu.domain.action import Action
from fuyu.domain.lead import Lead, Row, Status
from fuyu.domain.manners import first_way
from fuyu.domain.promise import Promise, PromiseKind
from fuyu.domain.step import Channel, Plan
from fuyu.domain.text import clean_line
from fuyu.errors import UsageError


@on_desk
def promise(desk: Desk, asked: Namespace) -> Answer:
    """Make a promise, or withdraw one."""
    row = desk.leads.lookup(asked.lead)
    action = _withdraw(desk, row, asked) if asked.withdraw else _make(desk, row, asked)
    return _answer(desk, row.id, action)


def _withdraw(desk: Desk, row: Row, asked: Namespace) -> Action:
    if asked.phrase or asked.task or asked.why or asked.quote or asked.replaces:
        raise UsageError("--withdraw UID stands alone: it makes no other promise")
    promising = desk.promises
    return promising.withdraw(row.id, promising.waiting(row.id, asked.withdraw))


def _make(desk: Desk, row: Row, asked: Namespace) -> Action:
    phrase, quote, promising = " ".join(asked.phrase), clean_line(asked.quote), desk.promises
    _refuse_ended(row)
    if not phrase:
        raise UsageError("say when, like fri 2pm or 2w")
    when = understood(desk.phrases.when(phrase, row.zone))
    replaces = promising.waiting(row.id, asked.replaces) if asked.replaces else None
    usual = replaces or Plan(day=when.day, channel=first_way(desk.leads.card(row.id).lead))
    step = Plan(
        day=when.day,
        time=when.time,
        zone=when.zone,
        channel=Channel(asked.channel) if asked.channel else usual.channel,
        why=clean_line(asked.why) or usual.why,
        quote=quote,
        said=desk.now().date() if quote else None,
    )
    return promising.add(row.id, step, PromiseKind.TASK if asked.task else PromiseKind.CONTACT, replaces)


def _refuse_ended(row: Row) -> None:
    """Raise a `UsageError` that says what can be done, where nothing may be promised to a lead."""
    if row.status is Status.DO_NOT_CONTACT:
        raise UsageError(f"{row.name} is do not contact: promise nothing; `fuyu note {row.id} TEXT` saves a note")
    if row.status is Status.LOST:
        raise UsageError(f"{row.name} is lost: `fuyu reopen {row.id}` first, then promise")


@on_desk
def done(desk: Desk, asked: Namespace) -> Answer:
    """Say that a task is done."""
    promising, row = desk.promises, desk.leads.lookup(asked.lead)
    action = promising.done(row.id, promising.task(row.id, asked.uid))
    return _answer(desk, row.id, action)


def _answer(desk: Desk, lead_id: int, action: Action) -> Answer:
    """Answer with what was done; in JSON with the promises that it made or changed."""
    changed = [promise_fields(promise, desk) for promise in _changed(action, lead_id)]
    return what_was.done(action, what_was.what_is_next(desk, lead_id, action), more={"promises": changed})


def _changed(action: Action, lead_id: int) -> list[Promise]:
    """Return the promises to a lead that an action made or changed, as they are after it."""
    return [
        promise
        for change in action.changes
        if change.id == lead_id and isinstance(change.after, Lead)
        for promise in change.after.promises
        if not isinstance(change.before, Lead) or promise not in change.before.promises
    ]

"""Joining two leads that are one person."""

from argparse import Namespace

from fuyu.answer import Answer
from fuyu.cli.done import UNDO, done
from fuyu.cli.opening import on_desk
from fuyu.desk import Desk
from fuyu.desk.values import turn_words, turns_of
from fuyu.domain.joining import TAKEABLE
from fuyu.domain.lead import Status
from fuyu.domain.text import clean_line, fold, nearest, shortened
from fuyu.errors import UsageError


@on_desk
def join(desk: Desk, asked: Namespace) -> Answer:
    """Join two leads, and answer with what the joined one has and what gave way."""
    kept, other = desk.leads.lookup(asked.lead), desk.leads.lookup(asked.other)
    action, joined = desk.joining.join(kept.id, other.id, {_taken(name) for name in asked.take})
    warnings = []
    if Status.DO_NOT_CONTACT in {kept.status, other.status} and kept.status is not other.status:
        turned = [turn_words(turn, desk.now().date()) for turn in turns_of(action, kept.id, desk.here)]
        now = f"{clean_line(joined.lead.name)} is do not contact now: one of the two was"
        warnings = ["; ".join([now, *turned])]
    gave_way = [clean_line(words) for words in (*joined.gave_way, *joined.gave_way_here)]
    title, notes = f"{action.title} ({kept.id})", [f"kept in a note: {words}" for words in gave_way]
    return done(action, clean_line(title), *notes, more={"gave_way": gave_way}, warnings=warnings, hints=[UNDO])


def _taken(name: str) -> str:
    """Return the field of which the other lead's value is to stay."""
    wanted = fold(name)
    if wanted in TAKEABLE:
        return wanted
    near = nearest(wanted, sorted(TAKEABLE)) or f"; choose {', '.join(sorted(TAKEABLE))}"
    raise UsageError(f"unknown field “{shortened(name)}”{near}")

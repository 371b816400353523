"""Joining two leads that are one person."""

from argparse import Namespace

from fuyu.cli import output
from fuyu.cli.opening import desk_on
from fuyu.desk.values import turn_words, turns_of
from fuyu.domain.lead import Status
from fuyu.domain.text import clean_line


def join(asked: Namespace) -> int:
    """Join two leads, and print what the joined one has and what gave way."""
    with desk_on(asked) as desk:
        kept, other = desk.leads.lookup(asked.lead), desk.leads.lookup(asked.other)
        action, joined = desk.joining.join(kept.id, other.id)
        was_silent = Status.DO_NOT_CONTACT in {kept.status, other.status}
        if was_silent and kept.status is not other.status:
            turned = [turn_words(turn, desk.now().date()) for turn in turns_of(action, kept.id, desk.here)]
            now = f"{clean_line(joined.lead.name)} is do not contact now: one of the two was"
            output.words("; ".join([now, *turned]))
        gave_way = [clean_line(words) for words in (*joined.gave_way, *joined.gave_way_here)]
        output.done(action, clean_line(f"{action.title} ({kept.id})"), as_json=asked.json, more={"gave_way": gave_way})
        if not asked.json:
            for words in gave_way:
                output.line(f"kept in a note: {words}")
            output.words("`fuyu undo` undoes all of it")
    return 0

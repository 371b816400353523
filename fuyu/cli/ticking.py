"""`fuyu tick`: what is unresolved in the notes on a lead, ticked line by line."""

from argparse import Namespace

from fuyu.answer import Answer
from fuyu.cli.done import done
from fuyu.cli.opening import on_desk
from fuyu.desk import Desk
from fuyu.domain.text import clean_line, fold, shortened
from fuyu.domain.worries import Worry, worries
from fuyu.errors import NotFoundError, UsageError


@on_desk
def tick(desk: Desk, asked: Namespace) -> Answer:
    """Tick something unresolved."""
    row = desk.leads.lookup(asked.lead)
    found = list(worries(desk.leads.card(row.id).history))
    if not found:
        raise NotFoundError(f"nothing is unresolved in the notes on {row.name}")
    action = desk.commands.tick(_meant(found, " ".join(asked.words)))
    left = [clean_line(one.text) for one in worries(desk.leads.card(row.id).history)]
    return done(action, more={"unresolved": left})


def _meant(found: list[Worry], words: str) -> Worry:
    """Return the one line that has the words, or the only one there is."""
    meant = [one for one in found if fold(words) in fold(one.text)]
    if len(meant) == 1:
        return meant[0]
    listed = "; ".join(f"“{shortened(one.text)}”" for one in meant or found)
    why = "several lines are unresolved" if meant else f"nothing unresolved has “{shortened(words)}”"
    raise UsageError(f"{why}: say some words of one of {listed}")

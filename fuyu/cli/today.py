"""The day on the command line: what is asked for most, and loads least."""

from argparse import Namespace

from fuyu.answer import Answer
from fuyu.cli import leads
from fuyu.cli.opening import on_desk
from fuyu.desk import Desk


@on_desk
def today(desk: Desk, asked: Namespace) -> Answer:
    """Say whom to touch today, of all leads or of those that are asked for."""
    if not asked.words:
        return leads.agenda(desk)
    from fuyu.cli.understood import understood_query  # noqa: PLC0415 - most days are asked for whole

    return leads.agenda(desk, understood_query(desk, asked.words))

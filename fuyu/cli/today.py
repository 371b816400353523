"""The day on the command line: what is asked for most, and loads least."""

from argparse import Namespace

from fuyu.answer import Answer
from fuyu.cli import leads
from fuyu.cli.opening import on_desk
from fuyu.desk import Desk


@on_desk
def today(desk: Desk, _asked: Namespace) -> Answer:
    """Say whom to touch today."""
    return leads.agenda(desk)

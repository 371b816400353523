"""Reminding: what a timer runs each minute, and the dashboard does by itself."""

import sys
from argparse import Namespace

from fuyu import paths
from fuyu.cli import output
from fuyu.cli.opening import book_path, desk_on
from fuyu.config import read_config
from fuyu.domain.text import clean_line
from fuyu.errors import NotifyError
from fuyu.features.reminders.rules import Reminding
from fuyu.features.reminders.service import Reminders, Telling, record_of


def remind(asked: Namespace) -> int:
    """Remind of what is due soon, once each; a timer's log gets no names."""
    path, reminding = book_path(asked), read_config(paths.config()).of(Reminding)
    is_seen = sys.stdout.isatty() or asked.json or asked.plain
    with desk_on(asked, is_read=False) as desk:
        reminders = Reminders(desk, reminding, record_of(path))
        telling = reminders.tell(reminders.near(), heard=is_seen)
    _print(telling, asked)
    if sys.stdout.isatty():
        output.ring(reminders.rings(telling.notices))
    if telling.trouble and not is_seen:
        raise NotifyError(telling.trouble)
    if telling.trouble:
        output.words(telling.trouble)
    return 0


def _print(telling: Telling, asked: Namespace) -> None:
    if asked.json:
        reminded = [
            {"lead": one.lead, "name": clean_line(one.name), "at": one.at, "channel": one.how, "missed": one.missed}
            for one in telling.reminders
        ]
        output.json({"reminded": reminded})
        return
    for notice in telling.notices:
        if asked.plain:
            output.line(f"{notice.title}\t{notice.body}")
        elif sys.stdout.isatty():
            output.line(f"{notice.title}, {notice.body}")

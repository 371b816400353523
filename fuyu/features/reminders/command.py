"""Reminding: what a timer runs each minute, and the dashboard does by itself."""

import sys
from argparse import Namespace

from fuyu import paths
from fuyu.answer import Answer
from fuyu.cli.opening import at_a_glance, book_path
from fuyu.config import read_config
from fuyu.desk import Desk
from fuyu.domain.text import clean_line
from fuyu.errors import NotifyError
from fuyu.features.reminders.rules import Reminding
from fuyu.features.reminders.service import Reminders, record_of


@at_a_glance
def remind(desk: Desk, asked: Namespace) -> Answer:
    """Remind of what is due soon, once each; a timer's log gets no names."""
    is_terminal = sys.stdout.isatty()
    is_seen = is_terminal or asked.json or asked.plain
    reminders = Reminders(desk, read_config(paths.config()).of(Reminding), record_of(book_path(asked)))
    telling = reminders.tell(reminders.near(), heard=is_seen)
    reminded = [
        {"lead": one.lead, "name": clean_line(one.name), "at": one.at, "channel": one.how, "missed": one.missed}
        for one in telling.reminders
    ]
    return Answer(
        sentences=[f"{notice.title}, {notice.body}" for notice in telling.notices if is_terminal],
        records=[(notice.title, notice.body) for notice in telling.notices],
        data={"reminded": reminded},
        ring=reminders.rings(telling.notices) if is_terminal else "",
        warnings=[telling.trouble] if telling.trouble and is_seen else [],
        error=NotifyError(telling.trouble) if telling.trouble and not is_seen else None,
    )

"""Importing in the dashboard: what a file holds is shown, asked about, and brought in; and writing out the marked.

`bring_in` (of a file that is `incoming`), `alike` (who in a file is a lead that is here); `present_import` is their
lines.
"""

from functools import partial
from pathlib import Path

from fuyu import paths
from fuyu.domain.action import Table
from fuyu.domain.lead import Lead, Status
from fuyu.errors import FuyuError
from fuyu.features.contacts.screen.bring_in import ImportScreen
from fuyu.features.contacts.screen.incoming import CameIn
from fuyu.features.contacts.writing.files import CARDS, SHEET, lines_of, write_new
from fuyu.tui.kit.day import Day
from fuyu.tui.present import counted


def bring_in(day: Day) -> None:
    """Bring in contacts that a program or a phone exported."""
    day.keep()
    day.open(ImportScreen(day.desk), partial(_brought_in, day))


def _brought_in(day: Day, came_in: CameIn | None) -> None:
    """Say what came in; who was skipped, and why, is read on a page of its own."""
    day.repaint()
    if came_in is None:
        return
    words = day.fit(came_in.words)
    if came_in.told:
        from fuyu.tui.screens.page import ToldPage  # noqa: PLC0415 - first used here

        page = ToldPage(day.desk, "What came in", [words, "", *came_in.told])
        day.open(page, lambda _none: day.say(words))
    else:
        day.say(words)


def write_out(day: Day) -> None:
    """Ask for a new file, and write the marked leads into it for other programs."""
    usual = Path.home() / f"leads-{day.desk.now().date()}{SHEET}"
    title = f"Write {counted(len(day.marked), 'lead')} to a new file, {SHEET} or {CARDS}"
    day.ask_where(usual, partial(_write_out, day), title)


def _write_out(day: Day, words: str) -> None:
    found = [day.desk.book.document(Table.LEADS, lead_id) for lead_id in day.marked]
    leads = [lead for lead in found if isinstance(lead, Lead) and lead.status is not Status.DO_NOT_CONTACT]
    out = len(found) - len(leads)
    try:
        path = paths.of_words(words)
        suffix = path.suffix.lower()
        if suffix not in {SHEET, CARDS}:
            day.say(f"“{path.name}”: end its name in {SHEET} for a spreadsheet, in {CARDS} for vCards", "warn")
            return
        write_new(path, lines_of(leads, suffix))
    except FuyuError as error:
        day.say(str(error), "bad")
    else:
        left = f", {out} left out (deleted, or do not contact)" if out else ""
        day.say(f"{counted(len(leads), 'lead')} written{left}: {path}")

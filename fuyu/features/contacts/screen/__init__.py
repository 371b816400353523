"""Importing in the dashboard: what a file holds is shown and asked about, and then brought in.

`bring_in` (of a file that is `incoming`), `alike` (who in a file is a lead that is here); `present_import` is their
lines.
"""

from functools import partial

from fuyu.features.contacts.screen.bring_in import ImportScreen
from fuyu.features.contacts.screen.incoming import CameIn
from fuyu.tui.kit.day import Day


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

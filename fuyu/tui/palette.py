"""What the palette offers: every command by its name, those used most first, and every lead."""

from collections.abc import Iterator
from functools import partial

from fuyu.config.themes import OF_TEXTUAL, OURS
from fuyu.domain.text import clean_line, fold
from fuyu.tui.bindings import done_by_name, keyboard_of
from fuyu.tui.day.screen import DayScreen
from fuyu.tui.keys import Where
from fuyu.tui.screens.palette import PaletteCommand

_WHERE = {Where.WORK, Where.MARK, Where.BOOK, Where.MOVE, Where.NOTES, Where.TROUBLE}
_FIRST = (
    *("work.log", "work.snooze", "move.call", "move.notes", "work.message", "book.find", "book.add", "work.edit"),
    *("work.history", "book.undo", "book.unscheduled", "book.reschedule", "book.morning", "book.review"),
    *("book.evening", "book.import", "book.away", "work.refer", "work.open", "work.copy"),
)
"""Ids of what one looks for most; the others follow as the registry has them, moving about last."""
_THEME = "Choose the colours; each theme is put on as you move."
_MOST = 20
"""Leads offered at once; more words tell them apart."""


def offered(screen: DayScreen, typed: str) -> list[PaletteCommand]:
    """Return the commands and the leads that words mean; everything but the leads where there are none."""
    words = fold(typed).split()
    ranked = [(rank, command) for command in _commands(screen) if (rank := command.rank(words)) is not None]
    by_rank = [command for wanted in range(3) for rank, command in ranked if rank == wanted]
    return [*by_rank, *_leads(screen, typed)] if words else by_rank


def _commands(screen: DayScreen) -> list[PaletteCommand]:
    keys = [key for key in keyboard_of(screen).keys if key.where in _WHERE]
    places = {key_id: place for place, key_id in enumerate(_FIRST)}
    keys.sort(key=lambda key: (places.get(key.id, len(_FIRST)), key.where is Where.MOVE))
    commands = [
        PaletteCommand(key.label, key.tooltip, key.shown, partial(screen.run_action, done_by_name(key))) for key in keys
    ]
    return [
        *commands,
        PaletteCommand("Theme", _THEME, "", screen.work.book.choose_theme, " ".join((*OURS, *OF_TEXTUAL))),
        PaletteCommand("Recent messages", "Read again what was said.", "", screen.work.book.show_told),
    ]


def _leads(screen: DayScreen, typed: str) -> Iterator[PaletteCommand]:
    for lead_id, name in screen.named(typed, _MOST):
        yield PaletteCommand(clean_line(name), "", "lead", partial(screen.view.go_to, lead_id))

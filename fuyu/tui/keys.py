"""The one registry of keys: bindings, footer, help, docs/keys.md and `fuyu keys` are all made from it.

It imports nothing of Textual, so that `fuyu keys` starts at once.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from operator import attrgetter
from string import ascii_uppercase
from typing import NamedTuple

from fuyu.registry import Press, presses, woven


class Where(StrEnum):
    """The situation a key belongs to."""

    MOVE = "moving around"
    WORK = "working with the selected lead"
    MARK = "marking several leads"
    BOOK = "the whole book"
    NOTES = "typing notes"
    CALL = "on the phone"
    COMING = "looking at the days ahead"
    LOG = "logging a touch"
    SNOOZE = "snoozing"
    OWE = "adding a task or a promise"
    DECISION = "deciding after many snoozes"
    ADD = "adding a lead"
    DATE = "choosing a day"
    CONFIRM = "answering yes or no"
    FORGET = "forgetting a person"
    CHOICE = "choosing one of a few"
    JUMP = "jumping"
    EXPORT = "saving to another file"
    TROUBLE = "unsaved changes"
    FIND = "finding"
    VIEW = "choosing a view"
    PALETTE = "finding a command"
    THEME = "choosing a theme"
    COMPANY = "looking at a company"
    HISTORY = "reading a lead's history"
    HELP = "reading the help"
    IMPORT = "importing"
    ALIKE = "comparing two people"
    JOIN = "joining two leads"
    RESCHEDULE = "rescheduling overdue plans"
    AWAY = "keeping days free"
    PAGE = "reading the evening or the review"
    MESSAGE = "writing to a lead"
    LEFTOVER = "settling an unknown message"
    MANY = "changing the marked leads"
    FORM = "filling in the form"
    CORRECT = "correcting a past note"


class KeyPlace(NamedTuple):
    """Where the keys of a situation are pressed."""

    beside: frozenset[Where] = frozenset()
    """Situations whose keys hold there, too."""
    types: bool = False
    """Whether a letter is text there."""
    asks: bool = False
    """Whether it is a question at the foot of the day: of the day's own keys, that of the help alone holds there."""


_DAY = KeyPlace(frozenset({Where.MOVE, Where.MARK, Where.WORK, Where.BOOK, Where.NOTES, Where.CALL, Where.TROUBLE}))
_DATED = frozenset({Where.DATE})
PLACES: Mapping[Where, KeyPlace] = {
    Where.MOVE: _DAY,
    Where.WORK: _DAY,
    Where.MARK: _DAY,
    Where.BOOK: _DAY,
    Where.NOTES: _DAY._replace(types=True),
    Where.CALL: _DAY._replace(types=True),
    Where.TROUBLE: _DAY,
    Where.LOG: KeyPlace(_DATED, asks=True),
    Where.SNOOZE: KeyPlace(_DATED, types=True, asks=True),
    Where.OWE: KeyPlace(_DATED, types=True, asks=True),
    Where.DECISION: KeyPlace(asks=True),
    Where.ADD: KeyPlace(types=True, asks=True),
    Where.DATE: KeyPlace(types=True, asks=True),
    Where.CONFIRM: KeyPlace(asks=True),
    Where.FORGET: KeyPlace(types=True, asks=True),
    Where.CHOICE: KeyPlace(asks=True),
    Where.JUMP: KeyPlace(asks=True),
    Where.EXPORT: KeyPlace(types=True, asks=True),
    Where.FIND: KeyPlace(types=True),
    Where.VIEW: KeyPlace(types=True),
    Where.PALETTE: KeyPlace(types=True),
    Where.THEME: KeyPlace(),
    Where.COMPANY: KeyPlace(),
    Where.HISTORY: KeyPlace(),
    Where.HELP: KeyPlace(types=True),
    Where.IMPORT: KeyPlace(),
    Where.ALIKE: KeyPlace(),
    Where.JOIN: KeyPlace(),
    Where.RESCHEDULE: KeyPlace(frozenset({Where.PAGE})),
    Where.AWAY: KeyPlace(types=True),
    Where.PAGE: KeyPlace(),
    Where.MESSAGE: KeyPlace(_DATED, types=True),
    Where.LEFTOVER: KeyPlace(frozenset({Where.PAGE})),
    Where.MANY: KeyPlace(types=True),
    Where.FORM: KeyPlace(_DATED, types=True),
    Where.CORRECT: KeyPlace(types=True),
    Where.COMING: KeyPlace(),
}
"""Each situation; one that is not here has keys that nobody could set."""
LETTERS = "asdfghjklqwertyuiopzxcvbnm" + ascii_uppercase
"""What is shown beside places to jump to; the nearest to where the fingers lie first."""


class Key(NamedTuple):
    """A complete binding."""

    id: str
    """Names it in a configuration; the part after the last dot is the action."""
    keys: tuple[str, ...]
    """Textual's names of the keys, the one to show first."""
    label: str
    """One or two words, for the footer."""
    tooltip: str
    """One sentence, for the help."""
    where: Where
    runs: str = ""
    """The action, where it is not called as the last part of the id."""

    @property
    def action(self) -> str:
        """The action's name, with arguments if it has any."""
        return self.runs or self.id.rpartition(".")[2]

    @property
    def shown(self) -> str:
        """The keys as people read them: `l, ctrl+l`, and many that stand for a place each as `1-6`."""
        names = [*map(shown, self.keys)]
        return f"{names[0]}-{names[-1]}" if len(names) >= _A_ROW else ", ".join(names)

    def pressed(self, *, typing: bool = False) -> str:
        """Return the key that a hint means: while typing, one that does not type a letter."""
        keys = [key for key in self.keys if not typing or "+" in key or key[1:].isdecimal() or key in _NO_TEXT]
        return (keys or self.keys)[0]

    def hint(self, *, typing: bool = False) -> str:
        """Return the one key a hint shows, as people read it."""
        key = self.pressed(typing=typing)
        name = shown(key).replace("ctrl+down", "^↓").replace("ctrl+", "^").replace("backspace", "⌫")
        return name.capitalize() if key in _WORDS else name


def shown(key: str) -> str:
    """Return a key as people read it."""
    return _SHOWN.get(key, key)


_SHOWN = {
    "comma": ",",
    "escape": "esc",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "pagedown": "PgDn",
    "pageup": "PgUp",
}
_A_ROW = 6
"""Keys from which their ends are told."""
_WORDS = {"escape", "enter", "tab", "space"}
_NO_TEXT = {"escape"}
"""Keys that type nothing anywhere, beside those with ctrl and those with a number."""

MOVE, WORK, BOOK, NOTES, CALL, MARK = Where.MOVE, Where.WORK, Where.BOOK, Where.NOTES, Where.CALL, Where.MARK
LOG, SNOOZE, OWE, DATE, ADD = Where.LOG, Where.SNOOZE, Where.OWE, Where.DATE, Where.ADD
CONFIRM, FIND, HISTORY, DECISION = Where.CONFIRM, Where.FIND, Where.HISTORY, Where.DECISION
EXPORT, TROUBLE, HELP, CHOICE = Where.EXPORT, Where.TROUBLE, Where.HELP, Where.CHOICE
JUMP, JOIN = Where.JUMP, Where.JOIN
RESCHEDULE, AWAY, PAGE, PALETTE = Where.RESCHEDULE, Where.AWAY, Where.PAGE, Where.PALETTE
FORM, CORRECT, COMING, VIEW = Where.FORM, Where.CORRECT, Where.COMING, Where.VIEW

_CORE: tuple[Key, ...] = (
    Key("move.down", ("j", "down", "ctrl+down"), "Next", "Select the next lead; with ctrl also while typing.", MOVE),
    Key("move.up", ("k", "up", "ctrl+up"), "Previous", "Select the previous lead; with ctrl also while typing.", MOVE),
    Key("move.first", ("g", "home"), "First", "Select the first lead of the list.", MOVE),
    Key("move.last", ("G", "end"), "Last", "Select the last lead of the list.", MOVE),
    Key("move.page_down", ("ctrl+d", "pagedown"), "Half page down", "Move half a page down.", MOVE),
    Key("move.page_up", ("ctrl+u", "pageup"), "Half page up", "Move half a page up.", MOVE),
    Key("move.next_pane", ("tab",), "Next pane", "Go to the next pane.", MOVE),
    Key("move.previous_pane", ("shift+tab",), "Previous pane", "Go to the previous pane.", MOVE),
    Key("move.overdue", ("1",), "Overdue", "Go to the overdue leads.", MOVE),
    Key("move.today", ("2",), "Today", "Go to today's leads, or those unscheduled.", MOVE),
    Key("move.coming", ("4",), "Coming", "Go to the days ahead: how full they are, and who waits.", MOVE),
    Key("move.call", ("enter",), "Call", "Open the call card: number, last notes, a new note.", MOVE),
    Key("move.notes", ("n", "3"), "Note", "Type a note about this lead.", MOVE),
    Key("move.jump", (";", "ctrl+n"), "Jump", "Show a letter beside each lead; press one to go there.", MOVE),
    Key("work.log", ("l", "ctrl+l"), "Log", "Log a touch: the outcome and the next date.", WORK),
    Key("work.no_answer", ("x",), "No answer", "Log another no answer; the next date is proposed.", WORK),
    Key("work.done", ("d",), "Done", "Mark a task you owe them as done.", WORK),
    Key("work.owe", ("t", "shift+f2"), "Task", "Add a task or a promise: a day, and what you owe them.", WORK),
    Key("work.reopen", ("b",), "Bring back", "Open a lost lead or a customer again, with a date.", WORK),
    Key("work.snooze", ("s", "f2"), "Snooze", "Move the next step to a later day.", WORK),
    Key("work.snooze_one", (">",), "A day on", "Move the next step one working day on.", WORK),
    Key("work.refer", ("r", "ctrl+g"), "Referral", "Add somebody this lead referred; a thank-you is planned.", WORK),
    Key("work.tick", ("w", "shift+f7"), "Tick", "Tick something unresolved in this lead's notes.", WORK),
    Key("work.edit", ("e", "f10"), "Edit", "Edit this lead.", WORK),
    Key("work.history", ("h", "f6"), "History", "Read the history; correct a past note.", WORK),
    Key(
        "work.company", ("C", "shift+f10"), "Company", "See everyone at this lead's company, and the last touch.", WORK
    ),
    Key("work.warmer", ("+",), "Warmer", "Raise the temperature: cold, warm, hot.", WORK),
    Key("work.colder", ("-",), "Colder", "Lower the temperature: hot, warm, cold.", WORK),
    Key("work.open", ("o", "ctrl+o"), "Open", "Call, write, or open a page with your own programs.", WORK),
    Key("work.copy", ("y", "ctrl+b"), "Copy", "Copy a number, an address, the name or the card.", WORK),
    Key("work.join", ("J", "shift+f6"), "Join", "Join this lead with another one: the same person twice.", WORK),
    Key("work.delete", ("D",), "Delete", "Delete this lead; asks first, and can be undone.", WORK),
    Key("work.forget", ("F",), "Forget", "Remove every trace of this person, for good; asks first.", WORK),
    Key("mark.mark", ("space",), "Mark", "Mark this lead, or no longer, and go on to the next.", MARK),
    Key("mark.mark_range", ("v",), "Range", "Mark all from the last marked lead to this one.", MARK),
    Key("mark.mark_all", ("*",), "All", "Mark all in this list; again, all in both lists.", MARK),
    Key("mark.unmark", ("escape",), "Unmark", "Mark nobody any more.", MARK),
    Key("book.add", ("a", "f9"), "Add", "Add a lead in one line.", BOOK),
    Key("book.find", ("/", "f3"), "Find", "Find leads by name, anything written, or tag:expo hot.", BOOK),
    Key("book.view", ("'", "shift+f9"), "View", "Narrow the day to a view, or save and forget views.", BOOK),
    Key("book.unscheduled", ("c",), "Unscheduled", "Walk the leads without a date, or go back to today.", BOOK),
    Key("book.spread", ("S",), "Spread", "Spread unscheduled leads over the coming working days.", BOOK),
    Key("book.reschedule", ("P",), "Reschedule", "Give each overdue plan a new day; promises stay.", BOOK),
    Key("book.away", ("A",), "Away", "Keep days free: plans move, and you see whom to tell.", BOOK),
    Key("book.morning", ("M",), "Morning", "See how the day begins: promises, load, check-ins.", BOOK),
    Key("book.evening", ("E",), "Evening", "See how the day went, and who comes first next time.", BOOK),
    Key("book.undo", ("u", "f7"), "Undo", "Undo the last action, also one of yesterday.", BOOK),
    Key("book.redo", ("U", "f8"), "Redo", "Redo the last undone action.", BOOK),
    Key("book.zoom", ("z",), "Zoom", "Zoom this pane to the whole screen, or leave the zoom.", BOOK),
    Key("book.reload", ("R", "f5"), "Reload", "Read changes made by others, and the settings.", BOOK),
    Key("book.palette", (":", "ctrl+p"), "Commands", "Find any command, or any lead, by its name.", BOOK),
    Key("book.help", ("?", "f1"), "Help", "Show the marks and the keys.", BOOK),
    Key("book.demo", ("T",), "Demo", "Look around in sample leads, then come back.", BOOK),
    Key("book.suspend", ("ctrl+z",), "Suspend", "Go back to the shell; `fg` returns.", BOOK),
    Key("book.quit", ("q", "ctrl+q"), "Quit", "Quit; everything is saved.", BOOK),
    Key("notes.back", ("escape",), "Lists", "Go back to the lists; from there, show everyone again.", NOTES),
    Key("notes.keep", ("ctrl+s",), "Save", "Save the text as a note without a touch.", NOTES),
    Key("notes.stamp", ("ctrl+t",), "Time", "Insert the time.", NOTES),
    Key("notes.other", ("shift+f4",), "Other text", "Continue a text of this note typed elsewhere.", NOTES),
    Key("notes.search", ("ctrl+f",), "Search", "Search this lead's history.", NOTES),
    Key("notes.elsewhere", ("f4",), "Editor", "Edit the note in `$VISUAL` or `$EDITOR`.", NOTES),
    Key("call.dial", ("ctrl+o",), "Dial", "Dial; again dials the next number. Starts the clock.", CALL),
    Key("coming.enter", ("enter", "right"), "Open", "Show who is due that day; then, go to that lead.", COMING),
    Key("coming.down", ("j", "down"), "Down", "Move down.", COMING, "step(1)"),
    Key("coming.up", ("k", "up"), "Up", "Move up.", COMING, "step(-1)"),
    Key("coming.back", ("escape", "left"), "Back", "Go back to today.", COMING),
    Key("log.talked", ("t",), "talked", "You talked.", LOG, "outcome('talked')"),
    Key("log.no_answer", ("n",), "no answer", "Nobody answered.", LOG, "outcome('no_answer')"),
    Key("log.left_message", ("m",), "left message", "You left a message.", LOG, "outcome('left_message')"),
    Key("log.sent", ("s",), "sent", "You sent something.", LOG, "outcome('sent')"),
    Key("log.replied", ("r",), "replied", "They replied.", LOG, "outcome('replied')"),
    Key("log.no_show", ("i",), "no-show", "They did not come to an appointment.", LOG, "outcome('no_show')"),
    Key(
        "log.not_now",
        ("o",),
        "not now",
        "Not now: when may you call again, and in whose words?",
        LOG,
        "outcome('not_now')",
    ),
    Key("log.won", ("w",), "won", "They said yes.", LOG, "outcome('won')"),
    Key("log.wrong_contact", ("g",), "wrong contact", "Somebody else answers there.", LOG, "outcome('wrong_contact')"),
    Key("log.never", ("d",), "DNC", "Do not contact: never again, anywhere.", LOG, "outcome('do_not_contact')"),
    Key("log.channel", ("c",), "Channel", "Change the channel.", LOG, "turn('channel')"),
    Key(
        "log.promise",
        ("p", "ctrl+p"),
        "Agreed",
        "Mark the date as agreed with them; ctrl while typing it.",
        LOG,
        "turn('promise')",
    ),
    Key("log.check_in", ("k",), "Check-in", "Log a check-in, with no ask; the plan stays.", LOG, "turn('check_in')"),
    Key("log.date", ("tab",), "Date", "Type another date for the next step.", LOG),
    Key("log.earlier", ("y",), "Earlier", "Say when it was: yesterday 15:00, 2h ago.", LOG),
    Key("log.undated", ("z",), "No date", "Leave a customer without a next step.", LOG, "turn('undated')"),
    Key("log.kept", ("f",), "That was it", "Mark which promise this talk kept, early.", LOG, "turn('kept')"),
    Key(
        "log.promises",
        ("x",),
        "Promises",
        "Choose which promise the date replaces, or which stay.",
        LOG,
        "turn('promises')",
    ),
    Key("log.lost", ("e",), "Lost", "Mark as lost: end the follow-up.", LOG, "turn('lost')"),
    Key("log.continue", ("ctrl+r",), "Continue", "Continue the text typed before.", LOG, "bring"),
    Key("log.done", ("enter",), "Log it", "Save the touch and the next step.", LOG),
    Key("log.cancel", ("escape",), "Back", "Go back; nothing changes, and the text is saved.", LOG),
    Key("snooze.promise", ("ctrl+p",), "Agreed", "Mark the day as agreed: a promise, not a snooze.", SNOOZE),
    Key("snooze.which", ("ctrl+t",), "Which", "Move one of several things that are owed, alone.", SNOOZE),
    Key("snooze.continue", ("ctrl+r",), "Continue", "Continue the text typed before.", SNOOZE, "bring"),
    Key("snooze.done", ("enter",), "Snooze", "Snooze to the day shown.", SNOOZE),
    Key("snooze.cancel", ("escape",), "Back", "Go back; nothing changes, and the text is saved.", SNOOZE),
    Key("owe.promise", ("ctrl+p",), "Promise", "Make it a promise to contact them, or a task.", OWE),
    Key("owe.channel", ("ctrl+t",), "Channel", "Change the channel of a promise to contact them.", OWE),
    Key("owe.continue", ("ctrl+r",), "Continue", "Continue the text typed before.", OWE, "bring"),
    Key("owe.done", ("enter",), "Add", "Go on to what it is; then add it.", OWE),
    Key("owe.cancel", ("escape",), "Back", "Go back; nothing changes, and the text is saved.", OWE),
    Key("decision.call", ("c",), "Call", "Call now.", DECISION, "decide('call')"),
    Key("decision.channel", ("o",), "Channel", "Try another channel, today.", DECISION, "decide('channel')"),
    Key("decision.permission", ("a",), "Ask", "Ask whether to stay in touch.", DECISION, "decide('permission')"),
    Key("decision.park", ("p",), "Park", "Park with a date and a reason.", DECISION, "decide('park')"),
    Key("decision.lost", ("e",), "Lost", "Mark as lost.", DECISION, "decide('lost')"),
    Key("decision.cancel", ("escape",), "Put off", "Snooze once more; possible only once.", DECISION),
    Key("date.preset", ("1", "2", "3", "4", "5", "6"), "Preset", "Take one of the six days shown.", DATE, "typed"),
    Key("date.other", ("tab",), "Other", "Take the other day the words can mean.", DATE),
    Key("date.week_on", ("down",), "Week on", "Go a week on in the month; → goes a day on.", DATE, "walk(7)"),
    Key("date.week_back", ("up",), "Week back", "Go a week back in the month; ← goes a day back.", DATE, "walk(-7)"),
    Key("add.done", ("enter",), "Add", "Add the lead as shown.", ADD),
    Key("add.fill_in", ("tab",), "Fields", "Open the form with every field.", ADD),
    Key("add.continue", ("ctrl+r",), "Continue", "Continue the line typed before.", ADD, "bring"),
    Key("add.cancel", ("escape",), "Back", "Go back; nothing changes, and the line is saved.", ADD),
    Key("confirm.yes", ("enter", "y"), "Yes", "Do it.", CONFIRM),
    Key("confirm.cancel", ("escape", "n"), "No", "Go back; nothing changes.", CONFIRM),
    Key("forget.done", ("enter",), "Forget", "Forget them, once yes is typed.", Where.FORGET),
    Key("forget.cancel", ("escape",), "Back", "Go back; nobody is forgotten.", Where.FORGET),
    Key("choice.take", tuple("123456789"), "Take", "Take the one with that digit.", CHOICE, "taken"),
    Key("choice.first", ("enter",), "First", "Take the first.", CHOICE, "take(1)"),
    Key("choice.cancel", ("escape",), "Back", "Go back; nothing is done.", CHOICE),
    Key("jump.take", tuple(LETTERS), "Jump", "Go to the lead with that letter.", JUMP, "taken"),
    Key("jump.notes", ("3",), "Notes", "Go to the notes.", JUMP),
    Key("jump.cancel", ("escape",), "Back", "Stay where you are.", JUMP),
    Key("trouble.export", ("W", "f12"), "Export", "Save the whole book to a new file, or the marked leads.", TROUBLE),
    Key("export.done", ("enter",), "Save", "Save the whole book to that new file.", EXPORT),
    Key("export.complete", ("tab",), "Complete", "Complete the path as far as it is known.", EXPORT),
    Key("export.cancel", ("escape",), "Back", "Go back; nothing is written.", EXPORT),
    Key("find.choose", ("enter",), "Choose", "Go to the lead.", FIND),
    Key("find.down", ("down", "ctrl+n"), "Down", "Move down.", FIND, "step(1)"),
    Key("find.up", ("up", "ctrl+k"), "Up", "Move up.", FIND, "step(-1)"),
    Key("find.page_down", ("pagedown",), "Page down", "Move ten lines down.", FIND, "step(10)"),
    Key("find.page_up", ("pageup",), "Page up", "Move ten lines up.", FIND, "step(-10)"),
    Key("find.complete", ("tab",), "Complete", "Complete an operator like tag:, or show its values.", FIND),
    Key("find.view", ("ctrl+s",), "View", "Narrow the day to what is typed, or save it as a view.", FIND),
    Key("find.silent", ("ctrl+o",), "Do not contact", "Show do-not-contact leads, too.", FIND),
    Key("find.mark", ("ctrl+t",), "Mark", "Mark this lead, or no longer, and go on to the next.", FIND),
    Key("find.mark_all", ("ctrl+g",), "Mark all", "Mark all who are found.", FIND, "mark('all')"),
    Key("find.cancel", ("escape",), "Back", "Go back to where you were.", FIND),
    Key("view.done", ("enter",), "Narrow", "Narrow the day to the view, or save it under its name.", VIEW),
    Key("view.save", ("ctrl+s",), "Save", "Save what is typed as a view: its name is asked for.", VIEW),
    Key("view.complete", ("tab",), "Complete", "Complete an operator like tag:, or show its values.", VIEW),
    Key("view.down", ("down", "ctrl+n"), "Down", "Move down.", VIEW, "step(1)"),
    Key("view.up", ("up", "ctrl+k"), "Up", "Move up.", VIEW, "step(-1)"),
    Key("view.forget", ("ctrl+r",), "Forget", "Forget the selected view; its leads stay as they are.", VIEW),
    Key("view.cancel", ("escape",), "Back", "Go back to the query, then to the day; nothing changes.", VIEW),
    Key("palette.choose", ("enter",), "Run", "Run the command, or go to the lead.", PALETTE),
    Key("palette.down", ("down", "ctrl+n"), "Down", "Move down.", PALETTE, "step(1)"),
    Key("palette.up", ("up", "ctrl+k"), "Up", "Move up.", PALETTE, "step(-1)"),
    Key("palette.page_down", ("pagedown",), "Page down", "Move ten lines down.", PALETTE, "step(10)"),
    Key("palette.page_up", ("pageup",), "Page up", "Move ten lines up.", PALETTE, "step(-10)"),
    Key("palette.cancel", ("escape",), "Back", "Go back; nothing is run.", PALETTE),
    Key("theme.choose", ("enter",), "Choose", "Choose the theme, also for the next starts.", Where.THEME),
    Key("theme.down", ("j", "down"), "Down", "Move down; the theme is put on.", Where.THEME, "step(1)"),
    Key("theme.up", ("k", "up"), "Up", "Move up; the theme is put on.", Where.THEME, "step(-1)"),
    Key("theme.page_down", ("ctrl+d", "pagedown"), "Page down", "Move ten lines down.", Where.THEME, "step(10)"),
    Key("theme.page_up", ("ctrl+u", "pageup"), "Page up", "Move ten lines up.", Where.THEME, "step(-10)"),
    Key("theme.cancel", ("escape", "q"), "Back", "Go back to the theme that was on.", Where.THEME),
    Key("company.enter", ("enter",), "Open", "Go to the lead.", Where.COMPANY),
    Key("company.down", ("j", "down"), "Down", "Move down.", Where.COMPANY, "step(1)"),
    Key("company.up", ("k", "up"), "Up", "Move up.", Where.COMPANY, "step(-1)"),
    Key("company.back", ("escape", "q", "C"), "Back", "Go back to where you were.", Where.COMPANY),
    Key("history.correct", ("e", "enter"), "Correct", "Correct this entry; the old text is kept.", HISTORY),
    Key("history.search", ("/", "ctrl+f"), "Search", "Show only entries with these words.", HISTORY),
    Key("history.back", ("escape", "h", "q"), "Back", "Clear the search, or go back to the day.", HISTORY),
    Key("history.down", ("j", "down"), "Down", "Move down.", HISTORY, "step(1)"),
    Key("history.up", ("k", "up"), "Up", "Move up.", HISTORY, "step(-1)"),
    Key("history.page_down", ("ctrl+d", "pagedown"), "Page down", "Move ten lines down.", HISTORY, "step(10)"),
    Key("history.page_up", ("ctrl+u", "pageup"), "Page up", "Move ten lines up.", HISTORY, "step(-10)"),
    Key("correct.save", ("ctrl+s",), "Save", "Save the note; the old text is kept.", CORRECT),
    Key("correct.continue", ("ctrl+r",), "Continue", "Continue the text typed before.", CORRECT, "bring"),
    Key("correct.cancel", ("escape",), "Back", "Go back; nothing changes, and the text is saved.", CORRECT),
    Key("form.save", ("ctrl+s",), "Save", "Save the fields.", FORM),
    Key("form.next_field", ("down",), "Next field", "Go to the next field.", FORM, "app.focus_next"),
    Key("form.field_before", ("up",), "Previous field", "Go to the previous field.", FORM, "app.focus_previous"),
    Key("form.continue", ("ctrl+r",), "Continue", "Continue what was typed before.", FORM, "bring"),
    Key("form.cancel", ("escape",), "Back", "Go back; nothing changes, and the fields are saved.", FORM),
    Key("help.down", ("down", "ctrl+n"), "Down", "Scroll down; type to find a key or a mark.", HELP, "scroll(1)"),
    Key("help.up", ("up", "ctrl+k"), "Up", "Scroll up.", HELP, "scroll(-1)"),
    Key("help.page_down", ("pagedown",), "Page down", "Scroll a page down.", HELP, "page(1)"),
    Key("help.page_up", ("pageup",), "Page up", "Scroll a page up.", HELP, "page(-1)"),
    Key("help.first", ("home",), "First", "Go to the top.", HELP),
    Key("help.last", ("end",), "Last", "Go to the end.", HELP),
    Key("help.back", ("escape",), "Back", "Clear the text, or go back.", HELP),
    Key("help.close", ("f1",), "Close", "Go back; `?` does so, too, while nothing is typed.", HELP),
    Key("join.done", ("enter",), "Join", "Join the two as shown.", JOIN),
    Key("join.take", ("space", "left", "right"), "Take", "Keep the other lead's value in this field.", JOIN),
    Key("join.down", ("j", "down"), "Down", "Go to the next field that differs.", JOIN, "step(1)"),
    Key("join.up", ("k", "up"), "Up", "Go to the previous field that differs.", JOIN, "step(-1)"),
    Key("join.cancel", ("escape",), "Back", "Choose another lead; nothing changes.", JOIN),
    Key("reschedule.done", ("enter", "y"), "Reschedule", "Give each overdue plan the day shown.", RESCHEDULE),
    Key("away.done", ("enter",), "Away", "Show what moves; press again to keep the days free.", AWAY),
    Key("away.down", ("down", "ctrl+n"), "Down", "Move down in the days away.", AWAY, "step(1)"),
    Key("away.up", ("up", "ctrl+k"), "Up", "Move up.", AWAY, "step(-1)"),
    Key("away.forget", ("ctrl+r",), "Forget", "Forget the selected days away; moved plans stay.", AWAY),
    Key("away.continue", ("ctrl+t",), "Continue", "Continue the text typed before.", AWAY, "bring"),
    Key("away.cancel", ("escape",), "Back", "Go back to the dates, then to the day; nothing changes.", AWAY),
    Key("page.down", ("j", "down"), "Down", "Scroll down.", PAGE, "scroll(1)"),
    Key("page.up", ("k", "up"), "Up", "Scroll up.", PAGE, "scroll(-1)"),
    Key("page.page_down", ("ctrl+d", "pagedown", "space"), "Page down", "Scroll a page down.", PAGE, "scroll(10)"),
    Key("page.page_up", ("ctrl+u", "pageup"), "Page up", "Scroll a page up.", PAGE, "scroll(-10)"),
    Key("page.back", ("escape", "q", "n"), "Back", "Go back to the day.", PAGE),
)


def of_feature(press: Press) -> Key:
    """Return the key of a feature; the day hands it what it does."""
    return Key(press.id, press.keys, press.label, press.tooltip, Where[press.where], press.runs)


KEYS = woven(_CORE, [(press.after, of_feature(press)) for press in presses()], attrgetter("id"))
"""Every key, those of features among them."""
_COVERED: Mapping[str, str] = {
    "work.open": "call.dial",
    "notes.back": "mark.unmark",
    "log.date": "date.other",
    "form.next_field": "date.week_on",
    "form.field_before": "date.week_back",
    **{press.id: press.covered_by for press in presses() if press.covered_by},
}
COVERS: Mapping[str, tuple[str, ...]] = {
    covers: tuple(covered for covered, by in _COVERED.items() if by == covers) for covers in _COVERED.values()
}
"""Keys that take the place of others while they mean something; what has the one may have the other, too."""


class Keyboard:
    """The keys that hold: the registry, with what a person has set laid over it."""

    def __init__(self, set_keys: Mapping[str, tuple[str, ...]] | None = None, own: Sequence[Press] = ()) -> None:
        """Lay keys over those of the registry, by id, and add those that a person has made."""
        self.set = dict(set_keys or {})
        """What differs from the registry."""
        laid = [key._replace(keys=self.set.get(key.id, key.keys)) for key in (*KEYS, *map(of_feature, own))]
        self.keys = tuple(key for key in laid if key.keys)
        self.own = tuple(press for press in own if self.set.get(press.id))
        """What the keys do that a person has made."""
        self._by_id = {key.id: key for key in self.keys}
        self._by_action = {key.action: key for key in reversed(self.keys)}

    def __getitem__(self, key_id: str) -> Key:
        """Return a key by its id."""
        return self._by_id[key_id]

    def __contains__(self, key_id: str) -> bool:
        """Return whether there is a key by this id: a feature may be gone."""
        return key_id in self._by_id

    def of(self, where: Where) -> list[Key]:
        """Return the keys of a situation."""
        return [key for key in self.keys if key.where is where]

    @property
    def own_keys(self) -> list[Key]:
        """The keys that a person has made."""
        return [self[press.id] for press in self.own]

    def does(self, action: str) -> bool:
        """Return whether a key does something by this name: a feature may be gone."""
        return action in self._by_action

    def doing(self, action: str) -> Key:
        """Return the key of an action; where several situations have it, that of the first."""
        return self._by_action[action]

    def hints(self, said: Sequence[tuple[str, str]]) -> str:
        """Return ids with what they do as one line of hints: `Enter log it  Esc back`."""
        return "  ".join(f"{self[key_id].hint()} {words}" for key_id, words in said)


STANDARD = Keyboard()
"""The registry as it is."""


def keys_of(where: Where) -> list[Key]:
    """Return the keys of a situation."""
    return STANDARD.of(where)


def in_each_others_way(one: Key, other: Key) -> list[str]:
    """Return the keys that mean both where both hold: a clash, unless one of the two is there to cover the other."""
    is_meant = one.id == other.id or other.id in COVERS.get(one.id, ()) or one.id in COVERS.get(other.id, ())
    return [] if is_meant or not meet(one, other) else [name for name in one.keys if name in other.keys]


def meet(one: Key, other: Key) -> bool:
    """Return whether two keys hold in one place."""
    return any(
        key.where is beside.where
        or key.where in PLACES[beside.where].beside
        or (key.id == "book.help" and PLACES[beside.where].asks)
        for key, beside in ((one, other), (other, one))
    )


def tables() -> str:
    """Return the keys of every situation as Markdown, a table each: what docs/keys.md is made of."""
    return "\n\n".join(
        "\n".join(
            [
                f"## {where.value[0].upper()}{where.value[1:]}",
                "",
                "| key | what it does |",
                "| --- | --- |",
                *(
                    f"| {', '.join(f'`{shown(name)}`' for name in key.keys)} | {key.tooltip} |"
                    for key in keys_of(where)
                ),
            ]
        )
        for where in Where
        if keys_of(where)
    )

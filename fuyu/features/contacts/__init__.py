"""Contacts: people brought in from the files of other programs and phones, and written out for others and for paper.

`understood` is what a record says, `arrivals` find whom it is of, in the book or among each other, `learnt` says
what changes by it, `service` brings them in as one action; `command`.
"""

from argparse import ArgumentParser

from fuyu.registry import FIRST, UNDONE, Command, Feature, Press, load


def _import(command: ArgumentParser) -> None:
    fields = f"The fields for --map: {', '.join(load('fuyu.features.contacts.reading.columns:FIELDS'))}."
    command.epilog = f"Existing leads are only added to. {UNDONE} {fields}"
    command.add_argument("file", metavar="FILE", help="what a program or a phone exported: CSV or vCards")
    command.add_argument("--dry-run", action="store_true", help="say what would come in, and change nothing")
    words = "read a column as a field, like --map Handy=phone, or as `ignore`; may be repeated"
    command.add_argument("--map", metavar="COLUMN=FIELD", action="append", default=[], help=words)
    words = "say what is unclear in a column of opt-outs; may be repeated"
    command.add_argument("--opt-out", metavar="COLUMN=yes|no|ignore", action="append", default=[], help=words)
    words = "what the file is in, like cp1250 or utf-16; without it, found out"
    command.add_argument("--encoding", metavar="NAME", default="", help=words)


def _export(command: ArgumentParser) -> None:
    command.epilog = (
        "--json is the whole book, and has do-not-contact leads too. With words, only leads that `fuyu find` would "
        "find: fuyu export --csv leads.csv berlin."
    )
    for option, words in (("csv", "leads as a spreadsheet"), ("vcard", "leads as vCards"), ("day", "today, to print")):
        command.add_argument(f"--{option}", action="store_true", help=words)
    command.add_argument("file", metavar="FILE", nargs="?", default="", help="a new file; - or none: standard output")
    command.add_argument("words", metavar="WORD", nargs="*", help="only leads that these words find")


_AFTER = "help.close"
"""The keys of the screens follow the last of those that read the keys."""
FEATURE = Feature(
    commands=(
        Command(
            name="import",
            group="people",
            after="join",
            summary="Bring in contacts: CSV or vCards.",
            runs="fuyu.features.contacts.command:bring_in",
            takes=_import,
        ),
        Command(
            name="export",
            group="files",
            after=FIRST,
            summary="Export the book, leads, or the day.",
            runs="fuyu.features.contacts.command:export",
            takes=_export,
        ),
    ),
    keys=(
        Press(
            id="book.import",
            keys=("I",),
            label="Import",
            tooltip="Import contacts from a program or a phone.",
            where="BOOK",
            after="book.spread",
            does="fuyu.features.contacts.screen:bring_in",
            changes=True,
        ),
        Press(
            id="import.done",
            keys=("enter",),
            label="Bring in",
            tooltip="Read the file; then bring in everyone it tells of.",
            where="IMPORT",
            after=_AFTER,
        ),
        Press(
            id="import.complete",
            keys=("tab",),
            label="Complete",
            tooltip="Complete the path as far as it is known.",
            where="IMPORT",
            after=_AFTER,
        ),
        Press(
            id="import.next_field",
            keys=("right", "space"),
            label="Field",
            tooltip="Read this column as another field; so does a letter.",
            where="IMPORT",
            after=_AFTER,
            runs="turn(1)",
        ),
        Press(
            id="import.field_before",
            keys=("left",),
            label="Previous field",
            tooltip="Read this column as the previous field.",
            where="IMPORT",
            after=_AFTER,
            runs="turn(-1)",
        ),
        Press(
            id="import.not_read",
            keys=("x",),
            label="Not read",
            tooltip="Do not read this column.",
            where="IMPORT",
            after=_AFTER,
        ),
        Press(
            id="import.guess",
            keys=("backspace",),
            label="Guess",
            tooltip="Read this column as it was guessed.",
            where="IMPORT",
            after=_AFTER,
        ),
        Press(
            id="import.encoding",
            keys=("ctrl+e",),
            label="Encoding",
            tooltip="Say which encoding the file is in.",
            where="IMPORT",
            after=_AFTER,
        ),
        Press(
            id="import.down",
            keys=("j", "down"),
            label="Down",
            tooltip="Go to the next column.",
            where="IMPORT",
            after=_AFTER,
            runs="step(1)",
        ),
        Press(
            id="import.up",
            keys=("k", "up"),
            label="Up",
            tooltip="Go to the previous column.",
            where="IMPORT",
            after=_AFTER,
            runs="step(-1)",
        ),
        Press(
            id="import.page_down",
            keys=("ctrl+d", "pagedown"),
            label="Page down",
            tooltip="Move ten columns down.",
            where="IMPORT",
            after=_AFTER,
            runs="step(10)",
        ),
        Press(
            id="import.page_up",
            keys=("ctrl+u", "pageup"),
            label="Page up",
            tooltip="Move ten columns up.",
            where="IMPORT",
            after=_AFTER,
            runs="step(-10)",
        ),
        Press(
            id="import.cancel",
            keys=("escape",),
            label="Back",
            tooltip="Go back; nothing changes.",
            where="IMPORT",
            after=_AFTER,
        ),
        Press(
            id="alike.same",
            keys=("s", "y"),
            label="Same",
            tooltip="One person: the lead gets what it does not have yet.",
            where="ALIKE",
            after=_AFTER,
        ),
        Press(
            id="alike.new",
            keys=("n",),
            label="New",
            tooltip="Somebody else: add a new lead.",
            where="ALIKE",
            after=_AFTER,
        ),
        Press(
            id="alike.all_same",
            keys=("S",),
            label="All same",
            tooltip="Treat the rest as the same, where only one lead fits.",
            where="ALIKE",
            after=_AFTER,
        ),
        Press(
            id="alike.all_new",
            keys=("N",),
            label="All new",
            tooltip="Add all the rest as new leads.",
            where="ALIKE",
            after=_AFTER,
        ),
        Press(
            id="alike.other",
            keys=("tab", "right"),
            label="Other lead",
            tooltip="Compare with the next lead it may be.",
            where="ALIKE",
            after=_AFTER,
        ),
        Press(
            id="alike.previous",
            keys=("backspace", "left"),
            label="Previous",
            tooltip="Go back to the previous question.",
            where="ALIKE",
            after=_AFTER,
        ),
        Press(
            id="alike.down",
            keys=("j", "down"),
            label="Down",
            tooltip="Scroll down.",
            where="ALIKE",
            after=_AFTER,
            runs="scroll(1)",
        ),
        Press(
            id="alike.up",
            keys=("k", "up"),
            label="Up",
            tooltip="Scroll up.",
            where="ALIKE",
            after=_AFTER,
            runs="scroll(-1)",
        ),
        Press(
            id="alike.cancel",
            keys=("escape",),
            label="Back",
            tooltip="Go back to the import; nothing changes.",
            where="ALIKE",
            after=_AFTER,
        ),
    ),
    pages=("contacts.md",),
)

"""Contacts: people brought in from the files of other programs and phones, and written out for others and for paper.

`understood` is what a record says, `arrivals` find whom it is of, in the book or among each other, `learnt` says
what changes by it, `service` brings them in as one action; `command`.
"""

from argparse import ArgumentParser

from fuyu.registry import FIRST, UNDONE, Command, Feature, Press, load, on


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
        "--json is the whole book, and has do-not-contact leads too. With words and operators, only leads that "
        "`fuyu find` would find: fuyu export --csv leads.csv berlin tag:expo."
    )
    for option, words in (("csv", "leads as a spreadsheet"), ("vcard", "leads as vCards"), ("day", "today, to print")):
        command.add_argument(f"--{option}", action="store_true", help=words)
    words = "with --json: all that the book holds about one lead, and nothing about others"
    command.add_argument("--lead", metavar="LEAD", default="", help=words)
    command.add_argument("--ids", action="store_true", help="only leads whose ids the input has, one a line")
    command.add_argument("file", metavar="FILE", nargs="?", default="", help="a new file; - or none: standard output")
    command.add_argument("words", metavar="WORD", nargs="*", help="only leads that these words and operators find")


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
            "book.import",
            ("I",),
            "Import",
            "Import contacts from a program or a phone.",
            "BOOK",
            after="book.spread",
            does="fuyu.features.contacts.screen:bring_in",
            changes=True,
        ),
        *on(
            "IMPORT",
            _AFTER,
            Press("import.done", ("enter",), "Bring in", "Read the file; then bring in everyone it tells of."),
            Press("import.complete", ("tab",), "Complete", "Complete the path as far as it is known."),
            Press(
                "import.next_field",
                ("right", "space"),
                "Field",
                "Read this column as another field; so does a letter.",
                runs="turn(1)",
            ),
            Press(
                "import.field_before",
                ("left",),
                "Previous field",
                "Read this column as the previous field.",
                runs="turn(-1)",
            ),
            Press("import.not_read", ("x",), "Not read", "Do not read this column."),
            Press("import.guess", ("backspace",), "Guess", "Read this column as it was guessed."),
            Press("import.encoding", ("ctrl+e",), "Encoding", "Say which encoding the file is in."),
            Press("import.down", ("j", "down"), "Down", "Go to the next column.", runs="step(1)"),
            Press("import.up", ("k", "up"), "Up", "Go to the previous column.", runs="step(-1)"),
            Press("import.page_down", ("ctrl+d", "pagedown"), "Page down", "Move ten columns down.", runs="step(10)"),
            Press("import.page_up", ("ctrl+u", "pageup"), "Page up", "Move ten columns up.", runs="step(-10)"),
            Press("import.cancel", ("escape",), "Back", "Go back; nothing changes."),
        ),
        *on(
            "ALIKE",
            _AFTER,
            Press("alike.same", ("s", "y"), "Same", "One person: the lead gets what it does not have yet."),
            Press("alike.new", ("n",), "New", "Somebody else: add a new lead."),
            Press("alike.all_same", ("S",), "All same", "Treat the rest as the same, where only one lead fits."),
            Press("alike.all_new", ("N",), "All new", "Add all the rest as new leads."),
            Press("alike.other", ("tab", "right"), "Other lead", "Compare with the next lead it may be."),
            Press("alike.previous", ("backspace", "left"), "Previous", "Go back to the previous question."),
            Press("alike.down", ("j", "down"), "Down", "Scroll down.", runs="scroll(1)"),
            Press("alike.up", ("k", "up"), "Up", "Scroll up.", runs="scroll(-1)"),
            Press("alike.cancel", ("escape",), "Back", "Go back to the import; nothing changes."),
        ),
    ),
    several={"trouble.export": "fuyu.features.contacts.screen:write_out"},
    pages=("contacts.md",),
)

"""Contacts: people brought in from the files of other programs and phones, and written out for others and for paper."""

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


def _presses(where: str, *said: tuple[str, tuple[str, ...], str, str, str]) -> tuple[Press, ...]:
    """Return the keys of a screen: what each is called, its keys, label, tooltip, and its action."""
    return tuple(
        Press(
            id=f"{where.lower()}.{name}",
            keys=keys,
            label=label,
            tooltip=tooltip,
            runs=runs,
            where=where,
            after="help.close",
        )
        for name, keys, label, tooltip, runs in said
    )


_OF_IMPORT = _presses(
    "IMPORT",
    ("done", ("enter",), "Bring in", "Read the file; then bring in everyone it tells of.", ""),
    ("next_field", ("right", "space"), "Field", "Read this column as another field; so does a letter.", ""),
    ("field_before", ("left",), "Field before", "Read this column as the field before.", ""),
    ("not_read", ("x",), "Not read", "Do not read this column.", ""),
    ("guess", ("backspace",), "Guess", "Read this column as it was guessed.", ""),
    ("encoding", ("ctrl+e",), "Encoding", "Say which encoding the file is in.", ""),
    ("down", ("j", "down"), "Down", "Go to the next column.", "step(1)"),
    ("up", ("k", "up"), "Up", "Go to the column before.", "step(-1)"),
    ("page_down", ("ctrl+d", "pagedown"), "Page down", "Move ten columns down.", "step(10)"),
    ("page_up", ("ctrl+u", "pageup"), "Page up", "Move ten columns up.", "step(-10)"),
    ("cancel", ("escape",), "Back", "Go back; nothing is changed.", ""),
)
_OF_ALIKE = _presses(
    "ALIKE",
    ("same", ("s", "y"), "Same", "One person: the lead here gets what it does not have.", ""),
    ("new", ("n",), "New", "Somebody else: comes in as a new lead.", ""),
    ("all_same", ("S",), "All same", "The rest are the same, but for who may be several.", ""),
    ("all_new", ("N",), "All new", "The rest all come in as new leads.", ""),
    ("other", ("tab", "right"), "Other lead", "Look at the next lead here whom they may be.", ""),
    ("previous", ("backspace", "left"), "Previous", "Go back to the one before, to answer again.", ""),
    ("down", ("j", "down"), "Down", "Read on.", "scroll(1)"),
    ("up", ("k", "up"), "Up", "Read back.", "scroll(-1)"),
    ("cancel", ("escape",), "Back", "Go back to the import; nothing is written.", ""),
)
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
            tooltip="Bring in contacts that a program or a phone exported.",
            where="BOOK",
            after="book.spread",
            does="fuyu.features.contacts.screen:bring_in",
            changes=True,
        ),
        *_OF_IMPORT,
        *_OF_ALIKE,
    ),
    pages=("contacts.md",),
)

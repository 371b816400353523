"""Mail that came: read from an IMAP server or a Maildir that is only looked at, and logged as replies.

`rules` say what a mail is, and what of it is kept; `letters` make one of what came, whatever its encodings. A `mailbox`
is asked for what is new: `imap` on a server, `maildir` in a folder. `service` reads it: whose a mail is says `known`,
`taking` makes touches of replies, a `record` remembers how far it was read. `beside` has it read beside the dashboard;
`command`, `screen`, `settings`.
"""

from argparse import ArgumentParser

from fuyu.registry import Command, Feature, Press, Settings


def _takes(command: ArgumentParser) -> None:
    command.epilog = "Nothing in the mailbox is changed: no mail is marked as seen. `fuyu undo` undoes one run."
    command.add_argument("--dry-run", action="store_true", help="print what would be logged, and write nothing")


FEATURE = Feature(
    commands=(
        Command(
            name="mail",
            group="people",
            after=("send", "import", "join"),
            summary="Read the mail that came from leads, and log replies.",
            runs="fuyu.features.inbox.command:mail",
            takes=_takes,
        ),
    ),
    keys=(
        Press(
            "book.mail",
            ("@",),
            "Mail",
            "See the mail that came: replies, bounces, out of office.",
            "BOOK",
            after=("book.review", "book.evening"),
            does="fuyu.features.inbox.screen:show",
        ),
    ),
    settings=(
        Settings(
            title="inbox",
            after=("mail", "look"),
            structs=("fuyu.features.inbox.settings:Inbox",),
            kinds="fuyu.features.inbox.settings:KINDS",
            made="fuyu.features.inbox.settings:inbox",
        ),
    ),
    beside="fuyu.features.inbox.beside:beside",
    pages=("mail.md",),
)

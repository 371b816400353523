"""The coming follow-ups as a calendar: a file that follows the book, or a CalDAV collection on a server.

`rules` say what it shows, `service` reads that and writes the file, `following` keeps it up to date behind a
command and beside the dashboard, `pushing` brings a server up to date. `ics` is calendar text (with its
`zone_rules`), a CalDAV `collection` stands on a `site`, which asks over HTTP (`login` and `listing` are parts of
it); `command`, `settings`.
"""

from argparse import ArgumentParser

from fuyu.registry import FIRST, Command, Feature, Settings


def _takes(command: ArgumentParser) -> None:
    command.add_argument(
        "file",
        metavar="FILE.ics",
        nargs="?",
        default="",
        help="the file, or - for standard output; otherwise the one of config.toml",
    )
    command.add_argument("--push", action="store_true", help="bring the CalDAV collection of config.toml up to date")
    command.add_argument("--force", action="store_true", help="with --push: also over what others changed there")


FEATURE = Feature(
    commands=(
        Command(
            name="calendar",
            group="files",
            after=("export", FIRST),
            summary="Write coming follow-ups as a calendar.",
            runs="fuyu.features.calendar.command:calendar",
            takes=_takes,
        ),
    ),
    settings=(
        Settings(
            title="calendar",
            after="money",
            structs=("fuyu.features.calendar.settings:Publishing", "fuyu.features.calendar.rules:Showing"),
            kinds="fuyu.features.calendar.settings:KINDS",
            made="fuyu.features.calendar.settings:publishing",
        ),
    ),
    beside="fuyu.features.calendar.following:beside",
    follows="fuyu.features.calendar.following:follow",
    pages=("calendar.md",),
)

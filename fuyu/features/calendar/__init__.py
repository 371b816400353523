"""The coming follow-ups as a calendar: a file that follows the book, or a CalDAV collection on a server.

`rules` say what it shows, `service` reads that and writes the file, `following` keeps it up to date behind a
command and beside the dashboard, `pushing` brings a server up to date. `ics` is calendar text (with its
`zone_rules`), a CalDAV `collection` stands on a `site`, which asks over HTTP (`login` and `listing` are parts of
it); `command`, `settings`. `busy` reads calendars of others: when one has no time.
"""

from argparse import ArgumentParser

from fuyu.registry import FIRST, Command, Feature, Settings, number


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


def _slots(command: ArgumentParser) -> None:
    command.epilog = (
        "Times are free where your calendars, and what you promised, leave a working day free within the hours for "
        "calls. Name calendars by busy below [calendar] in config.toml."
    )
    command.add_argument(
        "words", metavar="DAYS LENGTH", nargs="+", help='days, and how long it takes: "next week" 30min'
    )
    command.add_argument("--most", metavar="N", type=number, default=20, help="how many days are shown; otherwise 20")


def _busy(command: ArgumentParser) -> None:
    command.add_argument("days", metavar="DAYS", nargs="*", default=[], help="which days; otherwise today and 6 more")


FEATURE = Feature(
    commands=(
        Command(
            name="busy",
            group="the day",
            after="away",
            summary="Read your calendars, and show when you have no time.",
            runs="fuyu.features.calendar.command:busy",
            takes=_busy,
        ),
        Command(
            name="slots",
            group="the day",
            after="busy",
            summary="Print when you have time, to paste into a mail.",
            runs="fuyu.features.calendar.command:slots",
            takes=_slots,
        ),
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
    answers={"BusyTimes": "fuyu.features.calendar.busy.service:calendars"},
    pages=("calendar.md",),
)

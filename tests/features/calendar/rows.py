"""Rows of calendar in the tables of the tests that every command and setting has to pass."""

from fuyu.extras import how_to_add
from tests.rows import Rows

KEYRING = "the password of calendar is not known: set calendar.password_command in config.toml, or have a keyring:"
ROWS = Rows(
    errors={
        "calendar": (
            2,
            'name a file: fuyu calendar FILE.ics; or set file = "~/calendars/fuyu.ics" below [calendar] in config.toml',
        ),
        "busy": (2, 'name your calendars: set busy = ["~/.calendars/work"] below [calendar] in config.toml'),
        "slots fri": (2, 'name days and how long it takes: fuyu slots "next week" 30min'),
        "slots fri 0min": (2, "Unknown length “0min”. Write it like 30min or 2h, at most 12h."),
        "slots nowhen 30min": (2, "“nowhen”: That is not days from one to another: 3-10 aug, mon - fri, next week."),
        "slots fri 30min --most 0": (2, "--most is a number from 1 on"),
        "calendar --force": (2, "--force goes with --push; a file is never forced"),
        "calendar --push": (
            2,
            (
                '--push needs to know where to: set url = "https://dav.example.org/ann/fuyu/" below [calendar] '
                "in config.toml"
            ),
        ),
        "calendar --push x.ics": (2, "--push goes to calendar.url of config.toml, and takes no file; leave it out"),
        "calendar - --json": (
            2,
            "--json says what became of a file; for the calendar itself, leave it out: fuyu calendar -",
        ),
        "calendar one.csv": (
            2,
            "FOLDER/one.csv is left as it is: it is another program's calendar; name another file, or remove it",
        ),
        "calendar nosuch/x.ics": (
            3,
            (
                "no such file or directory: the calendar FOLDER/nosuch/x.ics is not written; name a place that "
                "is there and yours"
            ),
        ),
    },
    settings={
        "[calendar]\nurl='x'": (
            2,
            "CONFIG, line 2: calendar.url begins with https://, but for this machine itself, not “x”",
        ),
        "[calendar]\nbusy=['http://x.example/']": (
            2,
            "CONFIG, line 2: calendar.busy begins with https://, but for this machine itself, not “http://x.example/”",
        ),
        "[calendar]\nbusy=['work']": (
            2,
            (
                'CONFIG, line 2: calendar.busy names folders of calendars, like "~/.calendars/work", or addresses, '
                "not “work”"
            ),
        ),
    },
    missing={
        "keyring": (
            "calendar --push",
            "[calendar]\nurl = 'https://dav.example.org/ann/'\nuser = 'ann'",
            f"{KEYRING} {how_to_add('calendar')}",
        ),
    },
    needed={"slots": ("fri", "30min")},
    shapes={
        "calendar fuyu.ics": "version, file, events, cancelled, changed, written",
        "busy": "version, first, last, zone, busy[], events, changed, warnings[]",
        "slots fri 30min": "version, first, last, minutes, zone, slots[date, start, end], warnings[]",
    },
    configured={"busy": "[calendar]\nbusy = ['/tmp/no-calendars-here']"},
    hostile={
        "calendar": (("FILE.ics",),),
        "busy": ((),),
        "slots": (("next week", "30min"),),
    },
    arguments=(
        (("calendar", "~nobody-here/x.ics"), 2, "“~nobody-here/x.ics”: the home folder is unknown"),
        (("calendar", "a\0.ics"), 2, "“a.ics” is no path: it has a NUL character"),
    ),
    days=(("calendar", "FILE.ics"), ("slots", "today", "30min")),
)

"""Rows of hooks in the tables of the tests that every command and setting has to pass."""

import json

from tests.rows import Rows

DIAL = "[commands.dial]\n"
ASKS = f"""
[commands.ask]
key = "f11"
run = ["printf", '%s', '{json.dumps({"say": "an opening", "note": "n", "message": {"subject": "s", "text": "t"}})}']
"""
ROWS = Rows(
    errors={
        "run dial ann": (1, "unknown command of your own “dial”; config.toml has no [commands]"),
        "run": (2, "the following arguments are required: NAME, LEAD"),
    },
    settings={
        "[commands]\ndial='x'": (2, "CONFIG, line 2: commands.dial is a table: write [commands.dial]"),
        "[commands.'my dial']\nkey='f11'": (
            2,
            "CONFIG, line 1: commands.my dial is no name: it has small letters, digits, - and _",
        ),
        f"{DIAL}key='f11'": (2, "CONFIG, line 1: commands.dial needs run"),
        f"{DIAL}key='f11'\nrun=[]": (2, "CONFIG, line 3: commands.dial.run names at least a program"),
        f"{DIAL}key='f11'\nrun=['{{id}}']": (
            2,
            'CONFIG, line 3: commands.dial.run begins with a program, like ["xdg-open", "tel:{phone}"]',
        ),
        f"{DIAL}key='f11'\nrun=['a', '{{fax}}']": (
            2,
            "CONFIG, line 3: commands.dial.run names {fax}; there are {id}, {name}, {phone}, {email}",
        ),
        f"{DIAL}key='f11'\nrun=['a']\nseconds=0": (
            2,
            "CONFIG, line 4: commands.dial.seconds is a whole number from 1 to 600, not 0",
        ),
    },
    needed={"run": ("dial", "1")},
    shapes={
        "hooks": "version, folder, programs[kind, name, key, ran, trouble]",
        "run ask ann": "version, command, lead, said, offers{note, message{subject, text}}",
    },
    configured=dict.fromkeys(("hooks", "run ask ann"), ASKS),
    hostile={"hooks": ((),), "run": (("dial", "1"),)},
    days=(("hooks",),),
)

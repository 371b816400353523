"""Rows of reminders in the tables of the tests that every command and setting has to pass."""

from tests.rows import Rows

ROWS = Rows(
    shapes={
        "remind": "version, reminded[lead, name, at, channel, missed]",
    },
    before={
        "remind": ["add Eve --next 09:35 --promise"],
    },
    hostile={
        "remind": ((),),
    },
    days=(("remind",),),
    reading=("remind",),
)

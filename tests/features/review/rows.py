"""Rows of review in the tables of the tests that every command and setting has to pass."""

from tests.rows import Rows

ROWS = Rows(
    errors={
        "review --weeks 0": (2, "--weeks is a number from 1 to 520"),
        "review --weeks x": (2, "argument --weeks: “x” is no whole number; write it like 3"),
    },
    shapes={
        "review": "version, weeks[week, kept, late, broken], outcomes{no_answer}, check_ins, "
        "until_yes{half_by, counts[]}, value{open{}, won{}, expected{}}",
    },
    hostile={
        "review": ((),),
    },
    arguments=((("review", "--weeks", "999999999"), 2, "--weeks is a number from 1 to 520"),),
    days=(("review",),),
    reading=("review",),
)

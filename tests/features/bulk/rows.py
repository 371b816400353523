"""Rows of bulk in the tables of the tests that every command and setting has to pass."""

from tests.rows import Rows

_PROMISE = "lead, name, uid, kind, due, time, channel, why, zone, quote, state, late, made, history[]"
ROWS = Rows(
    errors={
        "bulk 1": (
            2,
            (
                "say one thing to do: --snooze PHRASE, --delete, or what changes: "
                "--tag, --untag, --temperature, --cadence, --hand"
            ),
        ),
        "bulk 1 --hand bo": (2, "this book belongs to no team: leads have no owner; `fuyu team join` joins one"),
        "bulk 1 --tag a --put-off": (2, "--put-off goes with --snooze"),
        "bulk 1 --cadence fast": (2, "unknown cadence “fast”; choose usual"),
    },
    needed={"bulk": ("ann",)},
    shapes={
        "bulk 1 2 --tag expo": "version, action{uid, verb, title}, leads[], stays[], gone[]",
        "bulk 1 2 --snooze 2w": f"version, action{{uid, verb, title}}, leads[], stays[{_PROMISE}], gone[]",
    },
    hostile={
        "bulk": (("1", "--tag", "expo"), ("1", "--snooze", "2w"), ("1", "--delete")),
    },
    days=(("bulk", "1", "--snooze", "tomorrow", "--put-off"),),
)

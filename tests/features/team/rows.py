"""Rows of team in the tables of the tests that every command and setting has to pass."""

from fuyu.extras import how_to_add
from tests.rows import Rows

ALONE = "this book belongs to no team; `fuyu team join` lets it, `fuyu team create` makes one"
ROWS = Rows(
    errors={
        "team sync": (1, ALONE),
        "team members": (1, ALONE),
        "team leave": (1, ALONE),
        "team claims": (1, ALONE),
        "team refused": (1, ALONE),
        "team invite bo": (1, ALONE),
        "team remove bo": (1, ALONE),
        "team erase ann --yes": (1, ALONE),
        "team upgrade": (1, ALONE),
        "team hand 1 bo": (2, "this book belongs to no team: leads have no owner; `fuyu team join` joins one"),
    },
    missing={"psycopg": ("team status", "", f"a team needs the library psycopg: {how_to_add('team')}")},
    shapes={
        "team status": (
            "version, service, host, standing, since, why, waiting, not_shared[], person, role, at_leads[], "
            "erased[], machines, restored"
        ),
    },
    hostile={"team": (("status",),)},
)

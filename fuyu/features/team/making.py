"""What a server needs once: a database, the tables and functions of teams, later ones too, and who may call them."""

from enum import StrEnum
from importlib import resources

from psycopg import sql

from fuyu.features.team.remote import SCHEMA, Remote
from fuyu.features.team.trouble import UnwillingError


class LetIn(StrEnum):
    """What became of a login that is let in."""

    THERE = "there"
    """It was there."""
    MADE = "made"
    """It is new, and has no password yet."""
    NOT_OURS = "not ours"
    """It has to be made by somebody who may."""


def make_team(remote: Remote, name: str, person: str) -> int:
    """Make a team, in a database that may have none yet; one's own, whose first owner one is."""
    if remote.found("SELECT FROM pg_namespace WHERE nspname = 'fuyu'") is None:
        remote.run(whole_schema())
    made: int = remote.row("make_team(%s, %s)", name, person)[0]
    return made


def make_database(remote: Remote, name: str) -> None:
    """Make an empty database."""
    remote.run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)), together=False)


def let_in(remote: Remote, login: str) -> LetIn:
    """Let a login call the functions of teams, and make it where there is none; return what became of it."""
    found = remote.found("SELECT pg_has_role(oid, 'fuyu_team', 'MEMBER') FROM pg_roles WHERE rolname = %s", login)
    if found is not None and found[0]:
        return LetIn.THERE
    name = sql.Identifier(login)
    steps = [sql.SQL("GRANT fuyu_team TO {}").format(name)]
    if found is None:
        steps.insert(0, sql.SQL("CREATE ROLE {} LOGIN").format(name))
    try:
        remote.run(*steps)
    except UnwillingError:
        return LetIn.NOT_OURS
    return LetIn.THERE if found else LetIn.MADE


def upgrade(remote: Remote) -> list[str]:
    """Let a server run what it lacks, all or nothing; return what that adds, a sentence each.

    Raises:
        UnwillingError: it is somebody else's, or newer than this fuyu.
    """
    owner = remote.found(
        "SELECT pg_get_userbyid(nspowner), pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = 'fuyu'"
    )
    there = remote.about().schema
    if there > SCHEMA:
        raise UnwillingError("the team is of a newer fuyu than this one", hint="update fuyu; nothing else is to do")
    if owner is not None and not owner[1]:
        raise UnwillingError(f"the team's tables belong to {owner[0]}", hint="let them do it: fuyu team upgrade")
    added = [step(number) for number in range(there + 1, SCHEMA + 1)]
    if added:
        remote.run(*added, "SELECT FROM fuyu.teams()")
    return [text.partition("\n")[0].removeprefix("-- ") for text in added]


def whole_schema() -> str:
    """Return what makes the tables and functions of teams in a database."""
    return "\n".join(step(number) for number in range(1, SCHEMA + 1))


def step(number: int) -> str:
    """Return what a server runs that has run all files of smaller numbers."""
    return resources.files(__package__).joinpath("sql", f"{number:03}.sql").read_text("utf-8")

"""What a server is asked where somebody is erased: it forgets them, and knows which machines have done so, too."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from fuyu.features.team.remote import Remote


class TeamBook(NamedTuple):
    """A copy of the team's book, on somebody's machine."""

    number: int
    person: str
    is_member: bool
    seen: datetime
    behind: int
    """How many of those who were erased its machine may still have."""


def erase(remote: Remote, team: int, lead: int, names: Collection[str]) -> int:
    """Take away all that was written of a lead, who had these names; return how many documents that were."""
    gone: int = remote.row("erase(%s::bigint, %s::bigint, %s::text[])", team, lead, sorted(names))[0]
    return gone


def tell_clean(remote: Remote, team: int, number: int, seq: int) -> None:
    """Say that the machine of a book has nothing more of who was erased up to a number."""
    remote.row("cleaned(%s::bigint, %s::int, %s::bigint)", team, number, seq)


def team_books(remote: Remote, team: int) -> list[TeamBook]:
    """Return the copies of the team's book, by number."""
    return [TeamBook(*row) for row in remote.rows("books(%s::bigint)", team)]

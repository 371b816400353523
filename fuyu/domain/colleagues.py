"""Who in a team is meant by a word, and whose leads are somebody else's."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from fuyu.domain.cleaning import Line
from fuyu.domain.text import fold, nearest

EVERYONE = "everyone"
"""The word for leads that nobody looks after alone."""
ME = "me"


class Colleague(Struct, frozen=True):
    """A member of the team, as a book knows them."""

    login: Line
    person: Line
    """What the team calls them."""


def owner_called(words: str, me: str, colleagues: Sequence[Colleague]) -> str | None:
    """Return what the team calls whom a word means, empty for everyone; None where it means nobody, or several.

    It is a login, a name, or a part of a name that fits one only.
    """
    wanted = fold(words.strip())
    if wanted in {"", EVERYONE}:
        return ""
    if wanted == ME:
        return me or None
    exact = {one.person for one in colleagues if wanted in {fold(one.login), fold(one.person)}}
    found = exact or {one.person for one in colleagues if wanted in fold(one.person)}
    return found.pop() if len(found) == 1 else None


def near_colleagues(words: str, colleagues: Sequence[Colleague]) -> str:
    """Return a hint at the name that is nearest to a word, or at all names."""
    names = [*dict.fromkeys(one.person for one in colleagues)]
    logins = {one.login: one.person for one in colleagues}
    near = nearest(words, [*names, *logins, EVERYONE])
    return near or f"; choose {', '.join((*names, EVERYONE))}"


def others(me: str, colleagues: Iterable[Colleague]) -> frozenset[str]:
    """Return the names of colleagues other than oneself: their leads are theirs alone.

    Leads of somebody who is not in the team any more are everyone's, so that nobody falls through the cracks.
    """
    return frozenset(one.person for one in colleagues if me and fold(one.person) != fold(me))

"""Who is added and is there already: what was said of them that the lead does not have."""

from collections.abc import Iterator

from fuyu.desk.values import NewLead
from fuyu.domain.identity import same_number
from fuyu.domain.lead import About, Lead, Temperature
from fuyu.domain.text import fold

Said = tuple[str, str]
"""A field, as the options of `fuyu add` are called, and its value."""


def not_taken(lead: Lead, new: NewLead) -> list[Said]:
    """Return what is said of a new lead that a known one does not have; the next step and notes are not among it."""
    return list(_not_known(lead, new))


def _not_known(lead: Lead, new: NewLead) -> Iterator[Said]:
    for field in ("company", "role", "place", "zone"):
        value = getattr(new, field)
        if fold(value) not in {"", fold(getattr(lead, field))}:
            yield field, value
    yield from (("phone", one) for one in new.phones if not any(same_number(one, known) for known in lead.phones))
    for field, said, known in (
        ("email", new.emails, lead.emails),
        ("link", new.links, lead.links),
        ("tag", new.tags, lead.tags),
    ):
        have = set(map(fold, known))
        yield from ((field, one) for one in said if fold(one) not in have)
    facts = {(about.fact, about.day) for about in lead.about}
    yield from (("about", _fact(about)) for about in new.about if (about.fact, about.day) not in facts)
    if new.temperature not in {Temperature.WARM, lead.temperature}:
        yield "temperature", new.temperature
    if (new.rhythm, new.cadence) not in {(None, ""), (lead.rhythm, lead.cadence)}:
        yield "every", new.cadence or f"every {new.rhythm} days"


def _fact(about: About) -> str:
    """Return a fact as `--about` takes it."""
    return f"{about.fact} @ {about.day}{' yearly' if about.yearly else ''}" if about.day else about.fact

"""Who is added and is there already: what was said of them that the lead does not have."""

from collections.abc import Iterator

from fuyu.desk.values import NewLead
from fuyu.domain.fields import LINES, ONE
from fuyu.domain.lead import About, Lead, Temperature

Said = tuple[str, str]
"""A field, as the options of `fuyu add` are called, and its value."""


def not_taken(lead: Lead, new: NewLead) -> list[Said]:
    """Return what is said of a new lead that a known one does not have; the next step and notes are not among it."""
    return list(_not_known(lead, new))


def _not_known(lead: Lead, new: NewLead) -> Iterator[Said]:
    for field in ONE:
        if field.option and (words := field.words_of(new)) and not field.same(words, field.words_of(lead)):
            yield field.option, words
    yield from ((field.option, one) for field in LINES for one in field.unknown(field.of(lead), field.of(new)))
    facts = {(about.fact, about.day) for about in lead.about}
    yield from (("about", _fact(about)) for about in new.about if (about.fact, about.day) not in facts)
    if new.temperature not in {Temperature.WARM, lead.temperature}:
        yield "temperature", new.temperature
    if (new.rhythm, new.cadence) not in {(None, ""), (lead.rhythm, lead.cadence)}:
        yield "every", new.cadence or f"every {new.rhythm} days"


def _fact(about: About) -> str:
    """Return a fact as `--about` takes it."""
    return f"{about.fact} @ {about.day}{' yearly' if about.yearly else ''}" if about.day else about.fact

"""What is done with each of many leads: tags, temperature and cadence changed, a next step moved."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from fuyu.domain.colleagues import EVERYONE
from fuyu.domain.lead import Lead, Temperature
from fuyu.domain.snooze import PLAN, put_off_by, snooze
from fuyu.domain.text import clean_line, shortened
from fuyu.domain.when import When


def counted(leads: int) -> str:
    """Return `1 lead`, `12 leads`."""
    return f"{leads} lead{'' if leads == 1 else 's'}"


class MoreOfMany(Struct, frozen=True, kw_only=True):
    """What changes of each of many leads."""

    tags: tuple[str, ...] = ()
    """Added, where they are not there."""
    without: tuple[str, ...] = ()
    """Tags that are taken away."""
    temperature: Temperature | None = None
    degrees: int = 0
    """How much colder: -1 is one warmer."""
    cadence: str | None = None
    """The name of one; empty is the usual one, and None leaves it."""
    owner: str | None = None
    """Who in the team looks after them from now on; empty is everyone, and None leaves it."""

    @property
    def words(self) -> str:
        """What changes, in words: `#expo, hot`."""
        tags = [f"#{tag}" for tag in self.tags] + [f"no #{tag}" for tag in self.without]
        heat = self.temperature or {-1: "warmer", 1: "colder"}.get(self.degrees, "")
        cadence = "" if self.cadence is None else f"cadence {self.cadence or 'as usual'}"
        owner = "" if self.owner is None else f"owner {self.owner or EVERYONE}"
        return ", ".join(filter(None, (*tags, heat, cadence, owner)))

    def on(self, lead: Lead) -> Lead:
        """Return a lead with the change."""
        gone = {tag.casefold() for tag in self.without}
        known = {tag.casefold() for tag in lead.tags}
        tags = tuple(tag for tag in lead.tags if tag.casefold() not in gone)
        tags += tuple(tag for tag in self.tags if tag.casefold() not in known)
        degrees = list(Temperature)
        heat = self.temperature or degrees[max(0, min(lead.temperature.rank + self.degrees, len(degrees) - 1))]
        rhythm = lead.rhythm if self.cadence is None else None
        cadence = lead.cadence if self.cadence is None else self.cadence
        owner = lead.owner if self.owner is None else self.owner
        return replace(lead, tags=tags, temperature=heat, rhythm=rhythm, cadence=cadence, owner=owner)


USUAL = "usual"
"""The word for the cadence of those who have none of their own."""


class NotUnderstood(NamedTuple):
    """What is not understood of a change."""

    field: str
    sentence: str


def more_of(words: Mapping[str, str], cadences: Sequence[str]) -> MoreOfMany | NotUnderstood:
    """Return the change that is typed as tags (`expo, -old`), heat and cadence; an empty text leaves what is there."""
    tags = [tag for part in words["tags"].split(",") if (tag := clean_line(part).replace("#", "", 1))]
    heat, cadence = clean_line(words["heat"]).casefold(), clean_line(words["cadence"])
    if heat and heat not in list(Temperature):
        return NotUnderstood("heat", f"unknown temperature “{shortened(heat)}”; choose {', '.join(Temperature)}")
    named = cadence_called(cadence, cadences) if cadence else None
    if cadence and named is None:
        return NotUnderstood("cadence", unknown_cadence(cadence, cadences))
    if not tags and not heat and not cadence:
        return NotUnderstood("tags", "say what changes: a tag, a temperature or a cadence")
    return MoreOfMany(
        tags=tuple(tag for tag in tags if not tag.startswith("-")),
        without=tuple(name for tag in tags if tag.startswith("-") and (name := tag.removeprefix("-").strip())),
        temperature=Temperature(heat) if heat else None,
        cadence=named,
    )


def cadence_called(words: str, cadences: Sequence[str]) -> str | None:
    """Return the name of a cadence, empty for the usual one; None where none is called so."""
    named = {name.casefold(): name for name in cadences} | {USUAL: "", "": ""}
    return named.get(words.casefold())


def unknown_cadence(words: str, cadences: Sequence[str]) -> str:
    """Return that no cadence is called so, and which there are."""
    return f"unknown cadence “{shortened(words)}”; choose {', '.join((USUAL, *cadences))}"


def only_plan(lead: Lead, when: When, now: datetime, here: str, put_off: Collection[str]) -> Lead:
    """Return a lead whose next step is moved; of the promises only those are put off that are named.

    Where none is named the plan alone moves, and where there is no plan nothing does.
    """
    stays = [one for one in put_off_by(lead, when, now.date(), here) if one.uid not in put_off]
    if not stays:
        return _snoozed(lead, when, now, here, None)
    named = [one.uid for one in lead.promises if one.uid in put_off]
    for only in (*named, *([PLAN] if lead.plan is not None else ())):
        lead = _snoozed(lead, when, now, here, only)
    return lead


def _snoozed(lead: Lead, when: When, now: datetime, here: str, only: str | None) -> Lead:
    after = snooze(lead, when, now, here, only)
    return replace(lead, plan=after.plan, promises=after.promises)

"""What a query comes to: words to look for, and terms that a lead meets or not."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import Lead
from fuyu.domain.money import EURO
from fuyu.domain.when import Problem

Takes = Callable[[str], bool]
"""Says whether a value of a lead is one of those asked for."""


class Surroundings(Struct, frozen=True, kw_only=True):
    """When and where a query is asked."""

    now: dt.datetime
    """The present, aware, in the zone the person lives in."""
    here: str = ""
    """The name of that zone; empty where it has none."""
    calendar: Calendar = Calendar()
    currency: str = EURO
    """Of amounts that name none."""
    me: str = ""
    """What the team calls the person of the book; empty without a team."""
    views: Mapping[str, str] = {}
    """The saved views: what each asks, by its folded name."""

    @property
    def today(self) -> dt.date:
        """The day it is."""
        return self.now.date()

    @property
    def mark(self) -> str:
        """What tells them apart, as far as the meaning of a query goes."""
        return f"{self.now:%Y-%m-%d %H:%M} {self.here} {self.currency} {self.me}"


class Operator(Struct, frozen=True, kw_only=True):
    """One row of the table of operators."""

    name: str
    """As it is typed before the colon: `tag`."""
    help: str
    """What its value is, as the help says it."""
    example: str
    """A term with it: `tag:expo`."""
    of: Callable[[Lead], tuple[str, ...]]
    """Returns what a lead holds in it, as columns keep it: folded texts, ISO days. Nothing is one empty text."""
    read: Callable[[str, Surroundings], Takes | Problem]
    """Returns which values a text asks for, or why it asks for none."""
    also: tuple[str, ...] = ()
    """Other names of it."""
    values: tuple[str, ...] = ()
    """What can stand behind it, for completing; where there is nothing, the values that leads have."""
    is_open: bool = False
    """Whether the values that leads have can stand behind it, too, and are offered."""
    nothing: str = "none"
    """What asks for leads that hold nothing in it."""
    has_list: bool = True
    """Whether commas stand between values, any of which will do."""


class Term(Struct, frozen=True):
    """An operator with what is asked of it."""

    operator: Operator
    text: str
    """As it is typed, without the sign that negates it: `tag:expo`."""
    takes: Takes
    asked: str
    """When and where it was asked: elsewhere, or a minute later, the same text may mean something else."""
    is_negated: bool = False

    @property
    def words(self) -> str:
        """The term as it is typed."""
        return f"-{self.text}" if self.is_negated else self.text

    def meets(self, lead: Lead) -> bool:
        """Return whether a lead meets it."""
        return any(map(self.takes, self.operator.of(lead))) is not self.is_negated


class Query(Struct, frozen=True):
    """What a line asks for."""

    text: str = ""
    """The line as it was typed."""
    words: str = ""
    """What is looked for in names, companies and all that was written."""
    terms: tuple[Term, ...] = ()
    """What a lead has to meet, all of it."""
    problems: tuple[Problem, ...] = ()
    """What could not be understood; the rest stands without it."""
    remarks: tuple[str, ...] = ()
    """What a saved view asks and this fuyu cannot understand: it is left out, and no mistake of who asks."""

    def __bool__(self) -> bool:
        """Return whether anything is asked for."""
        return bool(self.words or self.terms)


def takes_all(terms: Iterable[Term], lead: Lead | None) -> bool:
    """Return whether there is a lead, and it meets all of some terms."""
    return lead is not None and all(term.meets(lead) for term in terms)

"""One line about a new lead, taken apart: "Ann Lee, Acme +44 20 7946 0000 hot €5k call fri 2pm re pricing #expo".

Each step (`taking`) takes the words it is sure of out of the `line`: addresses and numbers (`reach`), the day (`days`),
what a yes is worth (`amount`), the words in `words`; who it is about stands before the first comma or the first of
those. Whatever is left is the note: every word of the line is in exactly one part.
"""

from datetime import datetime

from msgspec import Struct

from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import Temperature
from fuyu.domain.money import EURO, Money
from fuyu.domain.quick_add.line import LinePart, PartKind
from fuyu.domain.quick_add.words import CHANNELS, TEMPERATURES
from fuyu.domain.step import Channel
from fuyu.domain.when import When

__all__ = ["LinePart", "PartKind", "QuickAdd", "take_apart"]

_USUAL = Calendar()


class QuickAdd(Struct, frozen=True):
    """What a line says of a lead."""

    line: str
    """The line, cleaned; the parts are places in it."""
    parts: tuple[LinePart, ...] = ()
    """What became what, in the order of the line; between parts there are only blanks, commas and the like."""
    when: When | None = None
    value: Money | None = None
    """What a yes is worth, if the line says it with its currency."""

    @property
    def name(self) -> str:
        """Who it is; empty where the line does not say."""
        return self._first(PartKind.NAME)

    @property
    def company(self) -> str:
        """Where they work."""
        return self._first(PartKind.COMPANY)

    @property
    def phones(self) -> tuple[str, ...]:
        """Numbers, as they were written."""
        return self._all(PartKind.PHONE)

    @property
    def emails(self) -> tuple[str, ...]:
        """Addresses for e-mail."""
        return self._all(PartKind.EMAIL)

    @property
    def links(self) -> tuple[str, ...]:
        """Addresses of pages."""
        return self._all(PartKind.LINK)

    @property
    def tags(self) -> tuple[str, ...]:
        """Tags, without the #."""
        return self._all(PartKind.TAG)

    @property
    def temperature(self) -> Temperature | None:
        """How near a yes seems, if the line says so."""
        return TEMPERATURES.get(self._first(PartKind.TEMPERATURE).casefold())

    @property
    def channel(self) -> Channel | None:
        """How to reach them next, if the line says so."""
        return CHANNELS.get(self._first(PartKind.CHANNEL).casefold())

    @property
    def phrase(self) -> str:
        """The words for the day."""
        return self._first(PartKind.WHEN)

    @property
    def why(self) -> str:
        """What the next step is about."""
        return self._first(PartKind.WHY)

    @property
    def promised(self) -> bool:
        """Whether the day was agreed with them."""
        return bool(self._first(PartKind.PROMISED))

    @property
    def note(self) -> str:
        """What was not understood."""
        return ", ".join(self._all(PartKind.NOTE))

    def _all(self, kind: PartKind) -> tuple[str, ...]:
        return tuple(part.text for part in self.parts if part.kind is kind)

    def _first(self, kind: PartKind) -> str:
        return next(iter(self._all(kind)), "")


def take_apart(line: str, now: datetime, calendar: Calendar = _USUAL, currency: str = EURO) -> QuickAdd:
    """Return what the line says of a lead; never raises.

    Args:
        line: what a person typed.
        now: the present, in the zone the person lives in.
        calendar: what words for days mean to them.
        currency: the code of the one that amounts are mostly in: which dollar `$` is.
    """
    from fuyu.domain.quick_add.taking import Taking  # noqa: PLC0415 - the steps, which most starts never need

    return Taking(line, now, calendar, currency).result()

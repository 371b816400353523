"""What a person may set, as values; without a file it is as most people have it."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from msgspec import Struct, field

from fuyu.domain.cadence import Cadence
from fuyu.domain.calendar import Calendar
from fuyu.domain.manners import Manners
from fuyu.domain.money import EURO
from fuyu.domain.settings import YesOrNo, written

T = TypeVar("T", bound=Struct)


class Amounts(Struct, frozen=True):
    """How amounts of money are read."""

    currency: Annotated[str, written("currency")] = EURO
    """The code (ISO 4217) of the currency that an amount is in which names none: `5k`. Where it is a dollar, `$` means
    it, otherwise USD."""


class Look(Struct, frozen=True):
    """How the dashboard looks."""

    theme: Annotated[str, written("theme")] = "winter"
    """`"winter"` is dark, `"snow"` light, `"contrast"` strong; `"terminal"` takes the terminal's own colours. Or
    [another one, or your own](themes.md). `$FUYU_THEME` comes before it, `NO_COLOR` before both."""
    mouse: YesOrNo = True
    """Whether a click does something; `false` leaves the mouse to the terminal, so that it selects text as anywhere."""


class Holidays(Struct, frozen=True):
    """The public holidays that are days off beside those of `Calendar`."""

    holidays: Annotated[Any, written("holidays")] = None
    """A country, `"GB"`, or a region, `"DE-BY"`, whose public holidays are days off. Needs
    `pip install 'fuyu-followup[holidays]'`."""


class KeySetting(Struct, frozen=True):
    """A setting of a key, which only the dashboard can judge."""

    key: str
    """Which key, by its id: `work.log`."""
    value: Any
    where: str
    """How a sentence about it begins: `config.toml, line 3: keys.work.log`."""
    line: int = 0


class Config(Struct, frozen=True):
    """How one person works; without a file, as most people do."""

    calendar: Calendar = field(default_factory=Calendar)
    cadence: Cadence = field(default_factory=Cadence)
    manners: Manners = field(default_factory=Manners)
    theme: str = ""
    """The name of a theme; empty where none is named."""
    mouse: bool = True
    keys: tuple[KeySetting, ...] = ()
    problems: tuple[str, ...] = ()
    """What is wrong with how it looks: said, and never in the way."""
    currency: str = EURO
    """The code of the currency that amounts are in which name none."""
    own: Mapping[str, Struct] = {}
    """What the tables of features set, by their title; without those that hold what they hold unasked."""

    def of(self, kind: type[T]) -> T:
        """Return what is set for a feature, by the struct it takes its settings as."""
        return next((made for made in self.own.values() if isinstance(made, kind)), None) or kind()

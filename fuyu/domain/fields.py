"""A lead's fields, in one table: what each is called, how it is typed, and what it is in files, in search, on the card.

The form, the options of `fuyu add` and `fuyu edit`, files in and out, search, JSON, joining and merging go over this
table. A field that holds a text needs a line in `Details` and in `Lead`, and an entry here. What has rules of its own
(a temperature, a fact) is read and written by those who know them, and stands here for its names.
"""

from collections.abc import Callable, Iterable
from enum import IntEnum, StrEnum
from operator import attrgetter
from typing import Any

from msgspec import Struct

from fuyu.domain.address import mistyped, unfit_link, unfit_number
from fuyu.domain.identity import same_number
from fuyu.domain.money import Money
from fuyu.domain.text import clean_line, fold
from fuyu.domain.unwanted import unfit_way


class Holds(StrEnum):
    """What a field holds."""

    LINE = "line"
    """One line of text, which may be empty."""
    LINES = "lines"
    """Several lines, each once."""
    AMOUNT = "amount"
    """An amount of money."""
    DAY = "day"
    OWN = "own"
    """Something with rules of its own."""


class Part(IntEnum):
    """Where in the form a field stands, from the top; within a part the order is the table's."""

    PERSON = 1
    DEAL = 2
    STEP = 3
    """The next step stands here; it is no field."""
    RHYTHM = 4
    CARE = 5
    PLACE = 6
    END = 7
    NOWHERE = 8
    """It is not typed in the form."""


class Joins(StrEnum):
    """What becomes of a field where two leads become one, or two people have changed one: `agreement` does it."""

    ONE = "one"
    """One of two stays: of two leads what the first has, of two copies what was changed last. The other is noted."""
    BOTH = "both"
    """What either has."""
    OWN = "own"
    """A rule of its own says."""


def same_text(one: str, other: str) -> bool:
    """Return whether two texts are the same but for case and accents."""
    return fold(one) == fold(other)


def _says_nothing(text: str) -> str:
    return "" if clean_line(text) else "an empty text says nothing"


class Field(Struct, frozen=True, kw_only=True, gc=False):
    """One field of a lead."""

    name: str
    """As the lead and JSON have it: `phones`."""
    label: str
    """As people read it in the form, and in small letters on the card: `Phone`."""
    part: Part
    joins: Joins
    holds: Holds = Holds.LINE
    option: str = ""
    """As `fuyu add` takes it: `phone`; empty where it takes none."""
    help: str = ""
    """What the option is for."""
    title: str = ""
    """The column of a spreadsheet that is written; empty where there is none."""
    reads: str = ""
    """What columns and properties are read as to come here, as `--map` says it; empty where nothing is."""
    titles: tuple[str, ...] = ()
    """More English titles of columns that are read as it; columns.toml has those of other programs and languages."""
    vcard: str = ""
    """The property of a vCard; empty where there is none."""
    is_searched: bool = True
    asked: str = ""
    """The operator of queries that asks for it, as in `tag:expo`; empty where none does."""
    shown: int = 0
    """How many of its values stand among who they are, on the card; 0 where it stands elsewhere, or nowhere."""
    same: Callable[[str, str], bool] = same_text
    """Whether two of its values say the same."""
    unfit: Callable[[str], str] = _says_nothing
    """Returns why a text is no value of it; empty where it is one."""

    def of(self, lead: object) -> Any:
        """Return what a lead, or somebody like one, holds in it."""
        return getattr(lead, self.name)

    def words(self, value: Any) -> str:
        """Return a value of it as it is typed; empty where there is none."""
        match value:
            case None:
                return ""
            case tuple():
                return ", ".join(value)
            case Money():
                return value.plain
        return str(value)

    def words_of(self, lead: object) -> str:
        """Return what a lead holds in it as it is typed."""
        return self.words(self.of(lead))

    def united(self, ours: tuple[str, ...], theirs: Iterable[str]) -> tuple[str, ...]:
        """Return the values of both; of those that say the same ours stays."""
        return (*ours, *self.unknown(ours, theirs))

    def unknown(self, ours: tuple[str, ...], theirs: Iterable[str]) -> tuple[str, ...]:
        """Return the values of theirs that none of ours says."""
        return tuple(one for one in theirs if one not in ours and not any(self.same(one, known) for known in ours))


def _text(name: str, label: str, part: Part, words: str, **more: Any) -> Field:
    """Return a field that holds a text, and is called everywhere as it is here, unless `more` says otherwise."""
    named = {"option": name, "title": label, "reads": name, "titles": (label,), "shown": 1, "joins": Joins.ONE}
    named["asked"] = more.get("option", name)
    return Field(name=name, label=label, part=part, help=words, **{**named, "vcard": f"X-FUYU-{name.upper()}", **more})


def _texts(name: str, label: str, part: Part, words: str, **more: Any) -> Field:
    """Return a field that holds several texts; `more` says what it is called in the singular."""
    return _text(name, label, part, words, holds=Holds.LINES, joins=Joins.BOTH, **more)


FIELDS: tuple[Field, ...] = (
    Field(
        name="name",
        label="Name",
        part=Part.PERSON,
        joins=Joins.ONE,
        title="Name",
        reads="name",
        vcard="FN",
        asked="name",
    ),
    _text("company", "Company", Part.PERSON, "where they work", vcard="ORG", shown=0),
    _text("role", "Role", Part.PERSON, "what they do there", vcard="TITLE"),
    _texts(
        "phones",
        "Phone",
        Part.PERSON,
        "a number",
        option="phone",
        reads="phone",
        vcard="TEL",
        shown=2,
        same=same_number,
        unfit=unfit_number,
    ),
    _texts(
        "emails",
        "E-mail",
        Part.PERSON,
        "an address",
        option="email",
        title="Email",
        reads="email",
        vcard="EMAIL;TYPE=INTERNET",
        shown=2,
        unfit=mistyped,
    ),
    _texts(
        "links",
        "Link",
        Part.PERSON,
        "a page about them",
        option="link",
        title="Website",
        reads="link",
        vcard="URL",
        unfit=unfit_link,
        is_searched=False,
    ),
    _text("place", "Place", Part.PLACE, "where they live", reads="city", vcard="ADR"),
    _text(
        "zone",
        "Zone",
        Part.PLACE,
        "the zone they live in, like Asia/Tokyo; otherwise their number may tell it",
        vcard="TZ",
        titles=(),
        is_searched=False,
        shown=0,
    ),
    Field(
        name="about",
        label="About",
        part=Part.CARE,
        holds=Holds.OWN,
        option="about",
        help="what matters to them, like birthday @ 3 jul yearly",
        title="About",
        reads="about",
        vcard="NOTE",
        asked="about",
        joins=Joins.OWN,
    ),
    _texts("tags", "Tags", Part.PLACE, "a word of yours", option="tag", reads="tags", vcard="CATEGORIES", shown=0),
    _texts(
        *("unwanted", "Not by", Part.CARE, "a way they do not want to be reached: call, text, email"),
        is_searched=False,
        shown=0,
        unfit=unfit_way,
    ),
    Field(
        name="temperature",
        label="Temp.",
        part=Part.DEAL,
        holds=Holds.OWN,
        title="Temperature",
        reads="temperature",
        vcard="X-FUYU-TEMPERATURE",
        is_searched=False,
        joins=Joins.ONE,
        asked="temp",
    ),
    Field(
        name="status",
        label="Status",
        part=Part.END,
        holds=Holds.OWN,
        title="Status",
        reads="status",
        vcard="X-FUYU-STATUS",
        is_searched=False,
        asked="status",
        joins=Joins.OWN,
    ),
    _text(
        "value",
        "Value",
        Part.DEAL,
        "what a yes is worth: 5k, EUR 5.000, USD 12,500.50",
        holds=Holds.AMOUNT,
        is_searched=False,
        shown=0,
    ),
    _text(
        "expected",
        "Expected",
        Part.DEAL,
        "the day by which the yes is expected: 30 apr, eom",
        holds=Holds.DAY,
        is_searched=False,
        shown=0,
    ),
    Field(
        name="rhythm",
        label="Rhythm",
        part=Part.RHYTHM,
        holds=Holds.OWN,
        is_searched=False,
        joins=Joins.OWN,
    ),
    _text(
        "owner",
        "Owner",
        Part.NOWHERE,
        "who in the team looks after them; everyone when left out",
        is_searched=False,
        shown=0,
    ),
    Field(name="source", label="Source", part=Part.NOWHERE, is_searched=False, joins=Joins.ONE, asked="source"),
)

LINE = tuple(field for field in FIELDS if field.holds is Holds.LINE)
"""The fields of one line."""
LINES = tuple(field for field in FIELDS if field.holds is Holds.LINES)
"""The fields of several lines."""
TEXTS = tuple(field for field in FIELDS if field.holds in {Holds.LINE, Holds.LINES})
"""Those of one line and of several, in the order of the table."""
ONE = tuple(field for field in FIELDS if field.holds in {Holds.LINE, Holds.AMOUNT, Holds.DAY})
"""Those of one value: a line, an amount or a day."""
BY_NAME = {field.name: field for field in FIELDS}

_searched_line = attrgetter(*(field.name for field in LINE if field.is_searched))
_searched_lines = attrgetter(*(field.name for field in LINES if field.is_searched))


def searched_texts(lead: object) -> list[str]:
    """Return the texts of a lead that they are found by, but for what has rules of its own."""
    return [*_searched_line(lead), *(text for texts in _searched_lines(lead) for text in texts)]


def in_form(part: Part) -> list[Field]:
    """Return the fields of one part of the form, in their order."""
    return [field for field in FIELDS if field.part is part]

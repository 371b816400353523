"""The operators of queries, in one table: those of a lead's fields, and those of what is due and what took place."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from fuyu.domain.colleagues import ME
from fuyu.domain.fields import FIELDS, Field, Holds
from fuyu.domain.lead import Lead, Status, Temperature
from fuyu.domain.query import compared
from fuyu.domain.query.values import Operator
from fuyu.domain.step import Channel
from fuyu.domain.text import fold

_NOTHING = ("",)


def _field(field: Field) -> Callable[[Lead], tuple[str, ...]]:
    """Return what reads the texts of a field."""
    read = attrgetter(field.name)
    if field.holds is Holds.LINES:
        return lambda lead: tuple([fold(text) for text in texts]) if (texts := read(lead)) else _NOTHING
    if field.holds is Holds.LINE:
        return lambda lead: (fold(text),) if (text := read(lead)) else _NOTHING
    return lambda lead: (field.words(read(lead)),)


def _due(lead: Lead) -> tuple[str, ...]:
    steps = lead.steps if lead.is_followed else ()
    return tuple(map(compared.step_day, steps)) or _NOTHING


def _ways(lead: Lead) -> tuple[str, ...]:
    return tuple(step.how for step in lead.steps) if lead.is_followed and lead.steps else _NOTHING


def _last(lead: Lead) -> tuple[str, ...]:
    return (lead.last_touch.at.date().isoformat(),) if lead.last_touch else _NOTHING


def _digits(lead: Lead) -> tuple[str, ...]:
    from fuyu.domain.numbers import number_of  # noqa: PLC0415 - only who gathers numbers needs it

    return tuple(number_of(phone).digits for phone in lead.phones) or _NOTHING


def _facts(lead: Lead) -> tuple[str, ...]:
    return tuple([fold(about.fact) for about in lead.about]) or _NOTHING


_USUAL: Mapping[Holds, dict[str, Any]] = {
    Holds.LINE: {"read": compared.containing},
    Holds.LINES: {"read": compared.containing},
    Holds.AMOUNT: {"read": compared.amount, "has_list": False},
    Holds.DAY: {"read": compared.day_ahead, "values": (compared.LATE, *compared.AHEAD)},
    Holds.OWN: {"read": compared.containing},
}
_CHANNELS = tuple(Channel)
_WAYS = (*_CHANNELS, "task")
_OWN: Mapping[str, dict[str, Any]] = {
    "name": {"help": "a part of a name", "example": "name:lee"},
    "company": {"help": "a part of their company's name", "example": "company:acme", "is_open": True},
    "role": {"help": "a part of what they do there", "example": "role:cto", "is_open": True},
    "phones": {"help": "digits of a number", "example": "phone:+4420", "read": compared.number, "of": _digits},
    "emails": {"help": "a part of an address", "example": "email:@acme.example", "also": ("mail",)},
    "links": {"help": "a part of a page's address", "example": "link:linkedin"},
    "place": {"help": "a part of where they live", "example": "place:zagreb", "is_open": True},
    "zone": {"help": "a part of their zone", "example": "zone:tokyo", "is_open": True},
    "about": {"help": "a part of what matters to them", "example": "about:exam", "of": _facts},
    "tags": {"help": "a tag", "example": "tag:expo", "read": compared.same, "is_open": True},
    "unwanted": {
        "help": "a way they do not want to be reached",
        "example": "unwanted:email",
        "read": compared.one_of(_CHANNELS),
        "values": _CHANNELS,
    },
    "temperature": {
        "help": "hot, warm or cold; the word alone will do, too",
        "example": "temp:hot",
        "read": compared.one_of(tuple(Temperature)),
        "values": tuple(Temperature),
        "also": ("temperature",),
    },
    "status": {
        "help": "open, won, lost",
        "example": "status:won",
        "read": compared.one_of(tuple(Status)),
        "values": tuple(status for status in Status if status is not Status.DO_NOT_CONTACT),
    },
    "value": {"help": "what a yes is worth", "example": "value:>5k"},
    "expected": {"help": "when the yes is expected", "example": "expected:month"},
    "owner": {
        "help": "who looks after them: a part of a name, or me",
        "example": "owner:me",
        "read": compared.person,
        "values": (ME,),
        "is_open": True,
    },
    "source": {"help": "where the lead came from", "example": "source:linkedin", "is_open": True},
}


def _of_field(field: Field) -> Operator:
    own = _OWN.get(field.name, {"help": field.help, "example": f"{field.asked}:any"})
    return Operator(name=field.asked, **{"of": _field(field), **_USUAL[field.holds], **own})


_ALL = (
    *map(_of_field, (field for field in FIELDS if field.asked)),
    Operator(
        name="due",
        help="when the next step, or another one, is due",
        example="due:week",
        of=_due,
        read=compared.day_ahead,
        values=(compared.LATE, *compared.AHEAD),
    ),
    Operator(
        name="channel",
        help="how the next step, or another one, is done",
        example="channel:call",
        of=_ways,
        read=compared.one_of(_WAYS),
        values=_WAYS,
    ),
    Operator(
        name="last",
        help="the last touch: longer ago than that, or on that day",
        example="last:>30d",
        of=_last,
        read=compared.day_behind,
        values=compared.BEHIND,
        nothing="never",
    ),
)
OPERATORS: Mapping[str, Operator] = {operator.name: operator for operator in _ALL}
"""Every operator that looks at a lead, by its name; the columns of the store have these names."""
BY_WORD: Mapping[str, Operator] = {word: operator for operator in _ALL for word in (operator.name, *operator.also)}
"""The same by every word that is typed for it."""
VIEW = "view"
"""The operator that stands for what a saved view asks."""
TEMPERATURES = OPERATORS["temp"]
"""What a word like `hot` asks for by itself."""
SHOWN: tuple[tuple[str, str], ...] = (
    *((operator.example, operator.help) for operator in _ALL),
    (f"{VIEW}:expo", "all that a saved view asks"),
)
"""Examples of every operator with what its value is, for help and completing."""

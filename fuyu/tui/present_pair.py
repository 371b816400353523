"""Two people side by side, as lines: field by field what each is known by, what agrees, and what stays of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from fuyu.domain.fields import FIELDS, Field
from fuyu.domain.identity import same_name, shares_mail, shares_number
from fuyu.domain.joining import in_full
from fuyu.domain.lead import Lead, Status, Temperature
from fuyu.domain.text import fold
from fuyu.domain.when import When
from fuyu.tui.present import counted, wrapped
from fuyu.tui.widgets.lines import Line, Span, fit

Values = tuple[str, ...]
_LABEL = 10
"""Cells of a label, with the blanks around it."""
_SIGN = 2
_GAP = 2
_MOST = 6
"""Lines that one field takes at most."""


class Compared(NamedTuple):
    """A field of two people."""

    field: str
    """As a lead's field is called."""
    label: str
    one: Values
    other: Values
    agrees: bool
    """Whether both say the same, or have one of several in common."""

    @property
    def differs(self) -> bool:
        """Whether both say something, and not the same."""
        return bool(self.one and self.other) and not self.agrees


def compared(one: Lead, other: Lead, today: date) -> list[Compared]:
    """Return what two leads are known by, field by field; what neither has is left out."""
    found = (
        Compared(field, label, mine, theirs, agree(one, other) if agree else _meet(mine, theirs))
        for field, label, values, agree in _FIELDS
        for mine, theirs in [(values(one, today), values(other, today))]
    )
    usual = {"temperature": (Temperature.WARM.value,), "status": (Status.OPEN.words,)}
    return [
        field for field in found if (field.one or field.other) and {field.one, field.other} != {usual.get(field.field)}
    ]


def said(lead: Lead, field: str, today: date) -> Values:
    """Return what a lead says in a field."""
    return next(values(lead, today) for name, _, values, _ in _FIELDS if name == field)


def agreement(field: Compared) -> Span:
    """Return the sign of whether both say the same."""
    if field.agrees:
        return Span("= ", "good")
    return Span("! ", "warn") if field.differs else Span("  ")


def pair_head(one: str, other: str, width: int) -> Line:
    """Return what stands above the two."""
    column = _column(width)
    return (
        Span(" " * (_LABEL + _SIGN)),
        Span(fit(one, column), "dim"),
        Span(" " * _GAP),
        Span(fit(other, column), "dim"),
    )


def pair_lines(field: Compared, width: int, roles: tuple[str, str], marks: tuple[str, str] = ("", "")) -> list[Line]:
    """Return a field in as many lines as its longer side takes.

    Args:
        field: with what both say.
        width: in cells.
        roles: of the one and of the other.
        marks: what stands before the first line of each.
    """
    column = _column(width)
    mine, theirs = (_cell(values, column, mark) for values, mark in zip((field.one, field.other), marks, strict=True))
    height = max(len(mine), len(theirs))
    lines: list[Line] = []
    for number in range(height):
        label = Span(f" {fit(field.label if number == 0 else '', _LABEL - 1)}", "dim")
        sign = agreement(field) if number == 0 else Span(" " * _SIGN)
        sides = [cell[number] if number < len(cell) else "" for cell in (mine, theirs)]
        one, other = (Span(fit(side, column), role) for side, role in zip(sides, roles, strict=True))
        lines.append((label, sign, one, Span(" " * _GAP), other))
    return lines


def likeness_lines(fields: Sequence[Compared], width: int) -> list[Line]:
    """Return two who may be one: what agrees, what differs, and what only one of them says."""
    roles = {True: "good", False: ""}
    return [line for field in fields for line in pair_lines(field, width, (roles[field.agrees],) * 2)]


def _cell(values: Values, column: int, mark: str) -> list[str]:
    """Return one side of a field, each value on lines of its own."""
    room = column - len(mark)
    lines = [line for value in values for line in wrapped(value, room)]
    lines = lines if len(lines) <= _MOST else [*lines[: _MOST - 1], f"and {len(lines) - _MOST + 1} more lines"]
    return [f"{mark if number == 0 else ' ' * len(mark)}{line}" for number, line in enumerate(lines)]


def _column(width: int) -> int:
    return max((width - _LABEL - _SIGN - _GAP) // 2, 1)


def _meet(one: Values, other: Values) -> bool:
    return not {*map(fold, one)}.isdisjoint(map(fold, other))


def _said(field: Field) -> Callable[[Lead, date], Values]:
    def values(lead: Lead, _today: date) -> Values:
        value = field.of(lead)
        return value if isinstance(value, tuple) else tuple(filter(None, (field.words(value),)))

    return _OWN.get(field.name, values)


def _about(lead: Lead, today: date) -> Values:
    return tuple(f"{one.fact}{f', {When(one.day).words(today)}' if one.day else ''}" for one in lead.about)


def _status(lead: Lead, _today: date) -> Values:
    return (lead.status.words,)


def _plan(lead: Lead, today: date) -> Values:
    return (in_full(lead.plan, today),) if lead.plan else ()


def _promises(lead: Lead, today: date) -> Values:
    return tuple(in_full(one, today) for one in lead.open_promises)


def _rhythm(lead: Lead, _today: date) -> Values:
    words = lead.cadence or (f"every {counted(lead.rhythm, 'day')}" if lead.rhythm else "")
    return (words,) if words else ()


def _touches(lead: Lead, today: date) -> Values:
    last = f", last {When(lead.last_touch.at.date()).words(today)}" if lead.last_touch else ""
    return (f"{lead.touches}{last}",) if lead.touches else ()


def _same_name(one: Lead, other: Lead) -> bool:
    return same_name(one.name, other.name)


_OWN: Mapping[str, Callable[[Lead, date], Values]] = {"about": _about, "status": _status, "rhythm": _rhythm}
"""What a lead says of a field with rules of its own."""
_AGREE: Mapping[str, Callable[[Lead, Lead], bool]] = {
    "name": _same_name,
    "emails": shares_mail,
    "phones": shares_number,
}
"""When two agree in a field, where it is not that both say the same."""
_FIELDS: tuple[tuple[str, str, Callable[[Lead, date], Values], Callable[[Lead, Lead], bool] | None], ...] = (
    *((field.name, field.label.lower(), _said(field), _AGREE.get(field.name)) for field in FIELDS),
    ("plan", "plan", _plan, None),
    ("promises", "promise", _promises, None),
    ("touches", "touches", _touches, None),
)
"""Each field of a lead, as one reads it: its name, its label, what a lead says of it, and when two agree in it."""

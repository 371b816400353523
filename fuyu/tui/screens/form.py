"""Adding and editing a lead: one line a field, Enter goes on, ctrl+s saves from anywhere."""

from functools import partial
from typing import Any, ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen

from fuyu.desk import NewLead
from fuyu.domain.lead import About, Lead, NextStep, Temperature
from fuyu.domain.text import clean_line, fold
from fuyu.domain.when import Problem, When
from fuyu.tui.panes.date_entry import DateEntry, Dates
from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.lines import ROLE_CLASSES, Line, Lines, Span, Title

_FIELDS: tuple[tuple[str, str], ...] = (
    ("name", "Name"),
    ("company", "Company"),
    ("role", "Role"),
    ("phones", "Phone"),
    ("emails", "E-mail"),
    ("links", "Link"),
    ("temperature", "Warmth"),
    ("next", "Next"),
    ("why", "Why"),
    ("about", "About"),
    ("place", "Place"),
    ("zone", "Zone"),
    ("tags", "Tags"),
)
_SEVERAL = {"phones", "emails", "links", "tags"}
_ABOUT_SEPARATOR = ";"


class Filled:
    """What was typed into the form, as the fields of a lead."""

    def __init__(self, values: dict[str, str], when: When | None, before: Lead | NewLead) -> None:
        self._values = values
        self._when = when
        self._before = before

    def fields(self) -> dict[str, Any]:
        """Return the fields as the desk takes them."""
        texts = {field: self._values[field] for field in ("name", "company", "role", "place", "zone")}
        several = {field: _several(self._values[field]) for field in _SEVERAL}
        warmth = _temperature(self._values["temperature"]) or Temperature.WARM
        return texts | several | {"temperature": warmth, "about": self._about(), "next_step": self._next_step()}

    def _about(self) -> tuple[About, ...]:
        known = {about.fact: about for about in self._before.about}
        facts = [clean_line(fact) for fact in self._values["about"].split(_ABOUT_SEPARATOR)]
        return tuple(known.get(fact, About(fact)) for fact in facts if fact)

    def _next_step(self) -> NextStep | None:
        before, when, why = self._before.next_step, self._when, clean_line(self._values["why"])
        if when is None:
            return before and replace(before, why=why)
        if before is not None and isinstance(self._before, Lead):
            return replace(before.snoozed_to(when.day, when.time, when.zone), why=why)
        step = before or NextStep(day=when.day)
        return replace(step, day=when.day, time=when.time, zone=when.zone, why=why)


class LeadForm(ModalScreen[Filled | None]):
    """A form for one lead."""

    COMPONENT_CLASSES = ROLE_CLASSES
    CSS_PATH = "sheet.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Back", show=False),
        Binding("ctrl+s", "save", "Save", show=False),
        Binding("down", "app.focus_next", "Next field", show=False),
        Binding("up", "app.focus_previous", "Field before", show=False),
    ]

    def __init__(self, dates: Dates, lead: Lead | NewLead) -> None:
        super().__init__()
        self._lead = lead
        self._title = Title(classes="title")
        self._words = Lines(id="words")
        self._next = DateEntry(dates, submit=self._next_field)
        self._inputs = {
            field: LineInput(value, submit=self._next_field, id=field) for field, value in _values(lead).items()
        }

    def compose(self) -> ComposeResult:
        """A line a field, and what is wrong."""
        yield self._title
        with VerticalScroll(can_focus=False):
            for field, label in _FIELDS:
                with Horizontal(classes="field" if field in self._inputs else "field dated"):
                    caption = Lines(classes="caption")
                    caption.show(partial(_caption, label))
                    yield caption
                    yield self._inputs.get(field, self._next)
        yield self._words

    def on_mount(self) -> None:
        """Begin with the name."""
        adding = isinstance(self._lead, NewLead)
        self._title.say("Add a lead" if adding else f"Change {self._lead.name}", right="Enter next  ^s save  Esc back")
        self._inputs["name"].focus()
        self._inputs["name"].cursor_position = len(self._inputs["name"].value)
        step = self._lead.next_step
        self._next.reset(step.day.isoformat() if step and step.day >= self._next.today else "")

    def _next_field(self) -> None:
        """Enter goes to the next field, and saves from the last."""
        if self.focused is self._inputs[_FIELDS[-1][0]]:
            self.action_save()
        else:
            self.focus_next()

    def action_cancel(self) -> None:
        """Go back; nothing is changed."""
        self.dismiss(None)

    def action_save(self) -> None:
        """Save, or say what is missing."""
        problem = self._problem()
        if problem is not None:
            widget, words = problem
            self.set_focus(widget)
            self._words.show(lambda _width, _height: [(Span(f" ? {words}", "warn"),)])
            return
        values = {field: widget.value for field, widget in self._inputs.items()}
        found = self._next.read() if self._next.input.value.strip() else None
        self.dismiss(Filled(values, found if isinstance(found, When) else None, self._lead))

    def _problem(self) -> tuple[LineInput, str] | None:
        name, warmth = self._inputs["name"], self._inputs["temperature"]
        if not clean_line(name.value):
            return name, "a lead needs a name"
        if warmth.value.strip() and _temperature(warmth.value) is None:
            return warmth, "hot, warm or cold"
        found = self._next.read()
        if isinstance(found, Problem):
            near = f" - {found.suggestion}?" if found.suggestion else ""
            return self._next.input, found.sentence + near
        return None


def _caption(label: str, _width: int, _height: int) -> list[Line]:
    return [(Span(f" {label}", "dim"),)]


def _values(lead: Lead | NewLead) -> dict[str, str]:
    """Return what stands in each field, but for the day, which is asked for anew."""
    values = {field: getattr(lead, field, "") for field, _ in _FIELDS if field != "next"}
    several = {field: ", ".join(values[field]) for field in _SEVERAL}
    about = f"{_ABOUT_SEPARATOR} ".join(about.fact for about in lead.about)
    return values | several | {"about": about, "why": lead.next_step.why if lead.next_step else ""}


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _temperature(text: str) -> Temperature | None:
    wanted = fold(text)
    return next((degree for degree in Temperature if wanted and degree.startswith(wanted)), None)

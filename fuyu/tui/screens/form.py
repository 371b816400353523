"""Adding and editing a lead: one line a field, Enter goes on, ctrl+s saves from anywhere."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input

from fuyu.domain.lead import About, Lead, NextStep, Temperature
from fuyu.domain.text import clean_line, fold
from fuyu.domain.when import Problem, When
from fuyu.tui.present import when_words
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

    def __init__(self, values: dict[str, str], when: When | None, before: Lead | None) -> None:
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
        known = {about.fact: about for about in self._before.about} if self._before else {}
        facts = [clean_line(fact) for fact in self._values["about"].split(_ABOUT_SEPARATOR)]
        return tuple(known.get(fact, About(fact)) for fact in facts if fact)

    def _next_step(self) -> NextStep | None:
        before = self._before.next_step if self._before else None
        why = clean_line(self._values["why"])
        if self._when is None:
            return before and replace(before, why=why)
        day, at, zone = self._when.day, self._when.time, self._when.zone
        step = before.snoozed_to(day, at, zone) if before else NextStep(day=day, time=at, zone=zone)
        return replace(step, why=why)


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

    def __init__(self, when: Callable[[str], When | Problem], lead: Lead | None = None) -> None:
        super().__init__()
        self._when = when
        self._lead = lead
        self._title = Title(classes="title")
        self._preview = Lines(id="preview")
        self._inputs = {
            field: LineInput(value, submit=self._next_field, id=field) for field, value in _values(lead).items()
        }

    def compose(self) -> ComposeResult:
        """A line a field, and what the date means."""
        yield self._title
        with VerticalScroll(can_focus=False):
            for field, label in _FIELDS:
                with Horizontal(classes="field"):
                    caption = Lines(classes="caption")
                    caption.show(partial(_caption, label))
                    yield caption
                    yield self._inputs[field]
        yield self._preview

    def on_mount(self) -> None:
        """Begin with the name."""
        self._say_title()
        self._inputs["name"].focus()
        self._inputs["name"].cursor_position = len(self._inputs["name"].value)
        self._show_preview()

    def _say_title(self) -> None:
        title = f"Change {self._lead.name}" if self._lead else "Add a lead"
        self._title.say(title, right="Enter next  ^s save  Esc back")

    def on_input_changed(self, message: Input.Changed) -> None:
        """Say what a date means while it is typed."""
        message.stop()
        self._show_preview()

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
            self._inputs[problem[0]].focus()
            words = f" ? {problem[1]}"
            self._preview.show(lambda _width, _height: [(Span(words, "warn"),)])
            return
        values = {field: widget.value for field, widget in self._inputs.items()}
        found = self._when(values["next"]) if values["next"].strip() else None
        self.dismiss(Filled(values, found if isinstance(found, When) else None, self._lead))

    def _problem(self) -> tuple[str, str] | None:
        if not clean_line(self._inputs["name"].value):
            return "name", "a lead needs a name"
        warmth = self._inputs["temperature"].value
        if warmth.strip() and _temperature(warmth) is None:
            return "temperature", "hot, warm or cold"
        phrase = self._inputs["next"].value.strip()
        found = self._when(phrase) if phrase else None
        if isinstance(found, Problem):
            near = f" - {found.suggestion}?" if found.suggestion else ""
            return "next", found.sentence + near
        return None

    def _show_preview(self) -> None:
        line = self._preview_line()
        self._preview.show(lambda _width, _height: [line])

    def _preview_line(self) -> Line:
        phrase = self._inputs["next"].value.strip()
        if not phrase:
            step = self._lead.next_step if self._lead else None
            until = f"stays on {step.day:%a} {step.day.day} {step.day:%b}" if step else "is today"
            return (Span(f" Next {until}; fri 2pm, 2w, eom ... move it", "dim"),)
        found = self._when(phrase)
        if isinstance(found, Problem):
            return (Span(" ? ", "warn"), Span(found.sentence, "dim"), Span(f"  {found.suggestion}", "key"))
        today = self._when("today")
        base = today.day if isinstance(today, When) else found.day
        return (Span(" = ", "good"), Span(when_words(found, base), "name"))


def _caption(label: str, _width: int, _height: int) -> list[Line]:
    return [(Span(f" {label}", "dim"),)]


def _values(lead: Lead | None) -> dict[str, str]:
    if lead is None:
        return {field: "" for field, _ in _FIELDS}
    values = {field: getattr(lead, field, "") for field, _ in _FIELDS}
    several = {field: ", ".join(values[field]) for field in _SEVERAL}
    about = f"{_ABOUT_SEPARATOR} ".join(about.fact for about in lead.about)
    why = lead.next_step.why if lead.next_step else ""
    return values | several | {"about": about, "why": why, "next": ""}


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _temperature(text: str) -> Temperature | None:
    wanted = fold(text)
    return next((degree for degree in Temperature if wanted and degree.startswith(wanted)), None)

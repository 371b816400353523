"""Adding and editing a lead: one line a field, Enter goes on, ctrl+s saves from anywhere."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input

from fuyu.clock import zone_named
from fuyu.desk import NewLead
from fuyu.desk.drafts import PlaceDrafts
from fuyu.domain.facts import fact_words, parse_fact
from fuyu.domain.fields import LINES, ONE, Field, Holds, Part, in_form
from fuyu.domain.lead import About, Lead, Status, Temperature
from fuyu.domain.money import Money
from fuyu.domain.promise import Promise
from fuyu.domain.rhythm import parse_rhythm, rhythm_words
from fuyu.domain.settling import unsettled
from fuyu.domain.step import Plan
from fuyu.domain.text import clean_line, fold
from fuyu.domain.when import Problem, When
from fuyu.errors import UsageError
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.panes.date_entry import DateEntry, Dates
from fuyu.tui.panes.field import FormField
from fuyu.tui.present_card import withdrawn_words
from fuyu.tui.screens.sheet import TypedSheet
from fuyu.tui.widgets.line_input import LineInput

_STEP = (("next", "Next"), ("why", "Why"))
"""What is asked about the next step, among the fields."""
FIELDS: tuple[tuple[str, str], ...] = tuple(
    shown
    for part in Part
    if part is not Part.NOWHERE
    for shown in (_STEP if part is Part.STEP else ((field.name, field.label) for field in in_form(part)))
)
_ABOUT_SEPARATOR = ";"
_BEGIN = frozenset({"phones", "temperature", "next", "about", "status"})
"""Fields that begin a group, with air above where there is room."""
_EXAMPLES = {
    "name": "Ann Lee",
    "company": "Acme",
    "role": "what they do there",
    "phones": "+44 20 7946 0000, office: +44 20 7946 0001",
    "emails": "ann@acme.example",
    "links": "https://acme.example",
    "temperature": "hot, warm or cold",
    "value": "€5k",
    "expected": "the day a yes is expected: end of may",
    "why": "what the next step is about",
    "rhythm": "every 6 weeks, monthly, or the name of a cadence",
    "about": "hates voicemail; birthday @ 3 jul yearly",
    "place": "Lisbon",
    "zone": "Europe/Lisbon",
    "tags": "expo, shop",
}
"""What could be typed, by field."""


class Filled:
    """What was typed into the form and understood, as the fields of a lead."""

    def __init__(
        self, values: dict[str, str], when: When | None, meant: dict[str, Any], before: Lead | NewLead
    ) -> None:
        self._values = values
        self._when = when
        self._meant = meant
        self._before = before

    def fields(self) -> dict[str, Any]:
        """Return the fields as the desk takes them."""
        texts = {field.name: self._values[field.name] for field in ONE if field.name in self._values}
        several = {field.name: _several(self._values[field.name]) for field in LINES}
        warmth = _temperature(self._values["temperature"]) or Temperature.WARM
        return texts | several | self._meant | {"temperature": warmth} | self._steps()

    def _steps(self) -> dict[str, Any]:
        """Return the plan; of a lead who has none, the reason is that of the nearest promise."""
        before, why = self._before, clean_line(self._values["why"])
        if isinstance(before, NewLead):
            return {"next_step": self._plan(before.next_step, why)}
        nearest = before.next_step
        if before.plan is None and self._when is None and isinstance(nearest, Promise):
            return {"promises": tuple(replace(one, why=why) if one is nearest else one for one in before.promises)}
        return {"plan": self._plan(before.plan, why)}

    def _plan(self, before: Plan | None, why: str) -> Plan | None:
        when = self._when
        if when is None:
            return before and replace(before, why=why)
        if before is not None and isinstance(self._before, Lead):
            return replace(before.snoozed_to(when.day, when.time, when.zone), why=why)
        return replace(before or Plan(day=when.day), day=when.day, time=when.time, zone=when.zone, why=why)


class LeadForm(TypedSheet[Filled | None]):
    """A form for one lead."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.FORM)

    def __init__(
        self,
        dates: Dates,
        lead: Lead | NewLead,
        cadences: Iterable[str],
        drafts: PlaceDrafts,
        money: Callable[[str], Money | Problem],
    ) -> None:
        """Make a form.

        Args:
            dates: understands the words for a day.
            lead: who is changed, or is to be added.
            cadences: the names of those that are set.
            drafts: of what is filled in and not saved.
            money: understands an amount.
        """
        super().__init__(drafts)
        self._lead = lead
        self._dates = dates
        self._cadences = tuple(cadences)
        self._readers: Mapping[Holds, Callable[[str], object]] = {Holds.AMOUNT: money, Holds.DAY: self._day}
        self._shown = _values(lead, dates.today())
        self._withdrawn = ""
        self._next = DateEntry(dates, submit=self._next_field, quiet=True)
        self._inputs = {
            field: LineInput(value, submit=self._next_field, placeholder=_EXAMPLES.get(field, ""))
            for field, value in self._shown.items()
        }
        self._fields = {
            field: FormField(label, self._inputs.get(field, self._next), classes="begins" if field in _BEGIN else "")
            for field, label in FIELDS
            if field in self._inputs or field == "next"
        }

    def inside(self) -> ComposeResult:
        """A line a field."""
        yield self.offer
        with VerticalScroll(can_focus=False):
            yield from self._fields.values()

    def on_mount(self) -> None:
        """Begin with the name."""
        adding = isinstance(self._lead, NewLead)
        self.edge.entitle("Add a lead" if adding else f"Edit {self._lead.name}")
        self.edge.offer_keys(("form.save", "Save"), ("form.next_field", "Next field"), ("form.cancel", "Back"))
        self.set_focus(self._inputs["name"])  # at once: later, it would take the focus back from who types ahead
        self._inputs["name"].cursor_position = len(self._inputs["name"].value)
        step = self._lead.next_step if isinstance(self._lead, NewLead) else self._lead.plan
        at = f" {step.time:%H:%M}" if step and step.time else ""
        self._next.reset(f"{step.day}{at}" if step and step.day >= self._next.today else "")
        self.begin_keeping("form.continue")

    def on_input_changed(self, message: Input.Changed) -> None:
        """Keep what is filled in, and say what another status does to promises."""
        self.keep_soon()
        for field in self._fields.values():
            field.heed()
        if message.input is self._inputs.get("status") and (words := self._withdrawn_words()) != self._withdrawn:
            self._withdrawn = words
            self.edge.say(words, mark="!")

    def _withdrawn_words(self) -> str:
        """Return which promises the status that stands there withdraws; empty where it withdraws none."""
        status = _status(self._inputs["status"].value)
        if not isinstance(self._lead, Lead) or status is None or status.may_have_a_date:
            return ""
        now = self._dates.now()
        return withdrawn_words(unsettled(self._lead.promises, now), now)

    def on_date_entry_changed(self, message: DateEntry.Changed) -> None:
        """Keep the words for the day."""
        message.stop()
        self._fields["next"].heed()
        self.keep_soon()

    def _next_field(self) -> None:
        """Enter goes to the next field, and saves from the last."""
        if self.focused is [*self._fields.values()][-1].input:
            self.action_save()
        else:
            self.focus_next()

    def action_cancel(self) -> None:
        """Go back; nothing is changed, and what is filled in is kept."""
        self.dismiss(None)

    def action_save(self) -> None:
        """Save, or say what is missing."""
        try:
            filled = self._filled()
        except _WrongError as wrong:
            self.set_focus(wrong.field.input)
            wrong.field.complain(wrong.words)
        else:
            self.dismiss(filled)

    def typed(self) -> Mapping[str, str]:
        """Return what is filled in otherwise than it was."""
        shown = {field: clean_line(text) for field, text in self._shown.items()} | {"next": ""}
        typed = {name: field.input.value for name, field in self._fields.items()}
        return {field: text for field, text in typed.items() if clean_line(text) != shown[field]}

    def write(self, fields: Mapping[str, str]) -> None:
        """Fill in what was filled in before."""
        for field in fields.keys() & self._fields.keys():
            self._fields[field].input.put(fields[field])

    def _filled(self) -> Filled:
        """Return what was typed, or raise what is wrong with the first field that means nothing."""
        values = {field: widget.value for field, widget in self._inputs.items()}
        if not clean_line(values["name"]):
            raise self._wrong("name", "a lead needs a name")
        if values["temperature"].strip() and _temperature(values["temperature"]) is None:
            raise self._wrong("temperature", _unknown("temperature", values["temperature"], Temperature))
        for field in LINES:
            before = set(_several(self._shown[field.name]))
            new = (one for one in _several(values[field.name]) if one not in before)
            if wrong := next(filter(None, map(field.unfit, new)), ""):
                raise self._wrong(field.name, wrong)
        meant = self._rhythm(values["rhythm"])
        found = self._next.read()
        if isinstance(found, Problem):
            raise self._wrong("next", _said(found))
        meant |= {"about": self._about(values["about"])} | self._status(values.get("status"))
        meant |= {"zone": self._zone(values["zone"].strip())}
        meant |= {field.name: self._read(field, values[field.name]) for field in ONE if field.holds in self._readers}
        typed = isinstance(found, When) and self._next.input.value.strip()
        return Filled(values, found if typed else None, meant, self._lead)

    def _rhythm(self, text: str) -> dict[str, Any]:
        """Return how often; a cadence that is set no more stays while nobody types another."""
        if text == self._shown["rhythm"]:
            return {"rhythm": self._lead.rhythm, "cadence": self._lead.cadence}
        found = parse_rhythm(text, self._cadences)
        if isinstance(found, Problem):
            raise self._wrong("rhythm", _said(found))
        return {"rhythm": found.days, "cadence": found.cadence}

    def _about(self, text: str) -> tuple[About, ...]:
        """Return what matters to them; facts that nobody typed anew stay as they are."""
        today, known = self._dates.today(), _facts(self._lead, self._dates.today())
        if text == self._shown["about"]:
            return self._lead.about
        facts: list[About] = []
        for words in filter(None, map(clean_line, text.split(_ABOUT_SEPARATOR))):
            found = known.get(words) or parse_fact(words, today, self._dates.calendar)
            if isinstance(found, Problem):
                raise self._wrong("about", _said(found))
            facts.append(found)
        return tuple(facts)

    def _read(self, field: Field, text: str) -> Any:
        """Return the amount or the day in a field, None where there is none; what nobody typed anew stays as it is."""
        if text == self._shown[field.name]:
            return field.of(self._lead)
        found = self._readers[field.holds](text) if text.strip() else None
        if isinstance(found, Problem):
            raise self._wrong(field.name, _said(found))
        return found

    def _day(self, text: str) -> date | Problem:
        found = self._dates.when(text)
        return found.day if isinstance(found, When) else found

    def _zone(self, text: str) -> str:
        if text in {"", self._shown["zone"]}:
            return text
        try:
            return zone_named(text).key
        except UsageError as error:
            raise self._wrong("zone", str(error)) from error

    def _status(self, text: str | None) -> dict[str, Any]:
        """Return whether they are followed up; who is being added is."""
        if text is None:
            return {}
        status = _status(text)
        if status is None:
            raise self._wrong("status", _unknown("status", text, [status.words for status in Status]))
        return {"status": status}

    def _wrong(self, field: str, words: str) -> "_WrongError":
        return _WrongError(self._fields[field], words)


class _WrongError(Exception):
    """A field whose words mean nothing, and why."""

    def __init__(self, field: FormField, words: str) -> None:
        super().__init__(words)
        self.field = field
        self.words = words


def _unknown(what: str, text: str, known: Iterable[str]) -> str:
    """Return that a word means nothing in a field, and which do."""
    return f"Unknown {what} “{clean_line(text)}”. Choose {', '.join(known)}."


def _said(problem: Problem) -> str:
    return problem.sentence + (f" - {problem.suggestion}?" if problem.suggestion else "")


def _values(lead: Lead | NewLead, today: date) -> dict[str, str]:
    """Return what stands in each field, but for the day, which is asked for anew."""
    values = {field: getattr(lead, field, "") for field, _ in FIELDS if field not in {"next", "status"}}
    several = {field.name: field.words_of(lead) for field in (*ONE, *LINES) if field.part is not Part.NOWHERE}
    about = f"{_ABOUT_SEPARATOR} ".join(_facts(lead, today))
    rhythm = rhythm_words(lead.rhythm, lead.cadence)
    status = {"status": lead.status.words} if isinstance(lead, Lead) else {}
    step = (lead.plan or lead.next_step) if isinstance(lead, Lead) else lead.next_step
    why = step.why if step else ""
    return values | several | {"about": about, "rhythm": rhythm, "why": why} | status


def _facts(lead: Lead | NewLead, today: date) -> dict[str, About]:
    """Return what matters to them, by the words for it."""
    return {fact_words(about, today): about for about in lead.about}


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _status(text: str) -> Status | None:
    return next((status for status in Status if status.words == fold(text)), None)


def _temperature(text: str) -> Temperature | None:
    wanted = fold(text)
    return next((degree for degree in Temperature if wanted and degree.startswith(wanted)), None)

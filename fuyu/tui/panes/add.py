"""Add a lead in one line: what each part of it is understood as stands below it while it is typed."""

from collections.abc import Callable, Mapping, Sequence

from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Input

from fuyu.desk import NewLead
from fuyu.desk.drafts import PlaceDrafts
from fuyu.domain.identity import Person, Verdict
from fuyu.domain.lead import Lead
from fuyu.domain.quick_add import LinePart, PartKind, QuickAdd
from fuyu.domain.when import Problem, When
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.panes.date_entry import Dates
from fuyu.tui.panes.prompt import TypedPrompt
from fuyu.tui.present import whole, wrapped
from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.lines import Line, Span

_EXAMPLE = "Ann Lee, Acme +44 20 7946 0000 hot €5k call fri 2pm re pricing #expo"
_PAUSE = 0.2
"""Seconds without a key after which it is looked up who is there."""
_LONGEST = 3
"""Words of a day that are looked for at the end of a note."""
_MEANT = {"past", "invalid", "ambiguous"}
"""Why words that are meant as a day are none."""
_LABELS = {PartKind.TEMPERATURE: "", PartKind.PROMISED: "", PartKind.TAG: "#", PartKind.WHY: "re "}


class AddPrompt(TypedPrompt[QuickAdd]):
    """Asks for a lead."""

    BINDINGS = bindings(Where.ADD)
    CONTINUES = "add.continue"

    def __init__(
        self,
        take_apart: Callable[[str], QuickAdd],
        alike: Callable[[Person], Sequence[tuple[Lead, Verdict]]],
        dates: Dates,
        fill_in: Callable[[QuickAdd, PlaceDrafts | None], object],
        *,
        id: str,  # noqa: A002 - Textual's name
    ) -> None:
        """Make the prompt.

        Args:
            take_apart: understands a line.
            alike: looks up who is there already.
            dates: understands the words for a day.
            fill_in: takes what is typed, and its drafts, to where every field can be filled in.
            id: the widget's.
        """
        super().__init__(("add.done", "Add"), ("add.fill_in", "Every field"), ("add.cancel", "Back"), id=id)
        self._take_apart = take_apart
        self._alike = alike
        self._looked_up: tuple[Person, Line] | None = None
        self._looking: Timer | None = None
        self._dates = dates
        self._fill_in = fill_in
        self.input = LineInput(submit=self.action_done)

    def inside(self) -> ComposeResult:
        """A title, the line, and what it is understood as."""
        yield self.keeping.offer
        yield self.input
        yield self.body

    def first(self) -> LineInput:
        """Begin with no words."""
        self.input.empty()
        self._looked_up = None
        return self.input

    def lines(self, width: int) -> list[Line]:
        """What each part is, in as many lines as it needs; what the next step is, and what stays a note."""
        quick = self._take_apart(self.input.value)
        if not quick.line:
            return [(Span(f" {line}", "dim"),) for line in wrapped(_EXAMPLE, width - 2)]
        parts = [_spans(part.kind, _said(quick, part)) for part in quick.parts if part.kind is not PartKind.WHEN]
        when = self._dates.preview(quick.when) if quick.when else (Span(" = ", "good"), Span("today", "name"))
        missing = () if quick.name else (Span(" ? ", "warn"), Span("a lead needs a name", "dim"))
        there = self._who_is_there(quick)
        last = missing or whole((*when, *self._no_day_words(quick)), width)
        return [*_flowed(parts, width), *([there] if there else []), last]

    def _no_day_words(self, quick: QuickAdd) -> Line:
        """Return that the end of the note is no day, where it was maybe meant as one; nothing where it was not."""
        words = quick.note.split() if quick.when is None else []
        ends = (" ".join(words[-count:]) for count in range(min(len(words), _LONGEST), 0, -1))
        meant = next((end for end in ends if _is_no_day(self._dates.when(end))), "")
        return (Span(f"  ! “{meant}” is read as a note, not as a day", "warn"),) if meant else ()

    def _who_is_there(self, quick: QuickAdd) -> Line:
        """Return who is there already, or maybe is, once they are looked up."""
        return self._looked_up[1] if self._looked_up and self._looked_up[0] == _person(quick) else ()

    def _look_up(self) -> None:
        """Look up who is there, when the typing pauses: in a large book that takes longer than a key."""
        self._looking = None
        if not self.is_open:
            return
        person = _person(self._take_apart(self.input.value))
        alike = self._alike(person) if person.name else []
        self._looked_up = (person, _there(*alike[0]) if alike else ())
        self.paint()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Understand anew."""
        message.stop()
        self.keeping.typed()
        if self._looking is not None:
            self._looking.stop()
        self._looking = self.set_timer(_PAUSE, self._look_up)
        self.paint()

    def typed(self) -> Mapping[str, str]:
        """Return the line."""
        return {"line": self.input.value}

    def write(self, fields: Mapping[str, str]) -> None:
        """Put a line there."""
        self.input.put(fields.get("line", ""))

    def action_done(self) -> None:
        """Add the lead, once there is a name."""
        quick = self._take_apart(self.input.value)
        if quick.name:
            self.answer(quick)

    def action_fill_in(self) -> None:
        """Go on where every field can be filled in."""
        quick, drafts = self._take_apart(self.input.value), self.keeping.drafts
        self.answer(None)
        if not self.is_open:
            self._fill_in(quick, drafts)


def _is_no_day(found: When | Problem) -> bool:
    """Return whether words were meant as a day, and are none that a next step can have."""
    return isinstance(found, Problem) and found.code in _MEANT


def _person(quick: QuickAdd) -> NewLead:
    return NewLead(name=quick.name, company=quick.company, emails=quick.emails, phones=quick.phones)


def who_words(lead: Lead) -> str:
    """Return who somebody is, in a few words: `Ann Lee, Acme (do not contact)`."""
    company = f", {lead.company}" if lead.company else ""
    return f"{lead.name}{company}" + ("" if lead.is_open else f" ({lead.status.words})")


def _there(lead: Lead, verdict: Verdict) -> Line:
    words = "already here: " if verdict is Verdict.SURE else "maybe already here: "
    return Span(" ! ", "warn"), Span(words, "dim"), Span(who_words(lead), "name")


def _said(quick: QuickAdd, part: LinePart) -> str:
    """Return what a part says; of an amount, how it was read."""
    return quick.value.words if part.kind is PartKind.VALUE and quick.value else part.text


def _spans(kind: PartKind, text: str) -> Line:
    role = {PartKind.NAME: "name", PartKind.NOTE: "warn", PartKind.PROMISED: "promise"}.get(kind, "company")
    return Span(f"  {_LABELS.get(kind, f'{kind} ')}", "dim"), Span(text, role)


def _flowed(parts: list[Line], width: int) -> list[Line]:
    """Return the parts one after the other, on a new line where one does not fit."""
    lines: list[Line] = [()]
    for part in parts:
        taken = sum(len(span.text) for span in (*lines[-1], *part))
        lines = [*lines, part] if lines[-1] and taken > width else [*lines[:-1], (*lines[-1], *part)]
    return lines

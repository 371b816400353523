"""Asking for a day: words with what they mean, six presets, and a month to walk through, as full as it is."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from fuyu.desk import Desk
from fuyu.domain.agenda import Load
from fuyu.domain.calendar import Calendar
from fuyu.domain.presets import Preset
from fuyu.domain.step import Plan
from fuyu.domain.when import Problem, When
from fuyu.domain.zones import name_of
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import STANDARD, Where
from fuyu.tui.present import load_words, when_words
from fuyu.tui.present_month import month_lines
from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.lines import Line, Lines, Span

_ROOMY = 106
"""Cells from which the presets show their words beside their days."""
_DAY = 13
"""Cells of a preset that shows its day."""


class Dates:
    """Words into days, and what those days hold: all that asking for a day needs of the desk."""

    def __init__(
        self,
        now: Callable[[], datetime],
        when: Callable[[str, str], When | Problem],
        load: Callable[[date], Load],
        calendar: Calendar,
        presets: Callable[[], Sequence[Preset]],
    ) -> None:
        self._now = now
        self._when = when
        self.load = load
        self.calendar = calendar
        self.presets = presets
        self.other_key = STANDARD["date.other"].hint()
        """What is pressed for the other day that words can mean."""

    def now(self) -> datetime:
        """Return the time, in the zone one is in."""
        return self._now()

    def today(self) -> date:
        """Return the day it is."""
        return self._now().date()

    def when(self, phrase: str, there: str = "") -> When | Problem:
        """Return what a phrase means; `there` is the zone of *their time*."""
        return self._when(phrase, there)

    def preview(self, found: When | Problem) -> Line:
        """Return what was understood, with the day's load, or why not, with what is near."""
        if isinstance(found, Problem):
            near = f"  {found.suggestion}?" if found.suggestion else ""
            return Span(" ? ", "warn"), Span(found.sentence, "dim"), Span(near, "key")
        step = Plan(day=found.day, time=found.time, zone=found.zone)
        here = name_of(self._now())
        local, clock = step.seen_from(here), step.clock_there(here)
        words = when_words(local, self.today()) + (f" ({clock})" if clock else "")
        off = "" if self.calendar.is_working(local.day) else ", a day off"
        other = (
            (Span(f"  {self.other_key} ", "key"), Span(when_words(found.other, self.today()), "dim"))
            if found.other
            else ()
        )
        return (
            Span(" = ", "good"),
            Span(words, "name"),
            Span(off, "warn"),
            Span(f" · {load_words(self.load(local.day))}", "dim"),
            *other,
        )


def dates_of(desk: Desk) -> Dates:
    """Return what asking for a day needs of a desk."""
    return Dates(desk.now, desk.phrases.when, desk.agenda.load, desk.calendar, desk.phrases.presets)


class _Words(LineInput):
    """The words for a day; the arrows walk through the month where there are no words to walk through."""

    def action_cursor_left(self, select: bool = False) -> None:  # noqa: FBT001, FBT002 - Textual's
        """Walk a day back, or a letter."""
        if not self.query_ancestor(DateEntry).walk_from_words(-1):
            super().action_cursor_left(select)

    def action_cursor_right(self, select: bool = False) -> None:  # noqa: FBT001, FBT002 - Textual's
        """Walk a day on, or a letter."""
        if not self.query_ancestor(DateEntry).walk_from_words(1):
            super().action_cursor_right(select)


class DateEntry(Horizontal):
    """Words for a day, understood while they are typed."""

    BINDINGS = bindings(Where.DATE)

    class Changed(Message):
        """The words mean another day."""

    def __init__(self, dates: Dates, *, submit: Callable[[], object], previews: bool = True) -> None:
        """Make an entry.

        Args:
            dates: understands the words.
            submit: called by Enter, at once.
            previews: whether what is understood is said here; else whoever asks says it.
        """
        super().__init__(classes="date-entry" if previews else "date-entry bare")
        self._dates = dates
        self._default = ""
        self._there = ""
        self._other = False
        self._walked_to = ""
        self._previews = previews
        self._month = Lines(classes="month")
        self._body = Lines(classes="body")
        self.input = _Words(submit=submit)

    def compose(self) -> ComposeResult:
        """The words and what they mean, beside the month."""
        with Vertical():
            yield self.input
            yield self._body
        yield self._month

    @property
    def today(self) -> date:
        """The day it is."""
        return self._dates.today()

    def reset(self, default: str = "", there: str = "") -> None:
        """Begin anew; no words mean the default phrase, which is no day where it is empty.

        Args:
            default: a phrase.
            there: the zone of *their time*.
        """
        self._default, self._there, self._other, self._walked_to = default, there, False, ""
        self.remove_class("walking")
        self.input.empty()
        self.paint()

    def read(self) -> When | Problem | None:
        """Return what the words mean now, None where there are none."""
        words = self.input.value.strip() or self._default
        if not words:
            return None
        preset = self._presets().get(words)
        found = When(preset.day) if preset else self._dates.when(words, self._there)
        return found.other if self._other and isinstance(found, When) and found.other else found

    def on_resize(self) -> None:
        """Give the presets the lines they take in the width there is."""
        self._fold()

    def _fold(self) -> None:
        self.set_class(self.app.size.width < len(self._dates.presets()) * _DAY, "folded")

    def paint(self) -> None:
        """Show what the words mean."""
        self._fold()
        found = self.read()
        preview = self._dates.preview(found) if found and self._previews else ()
        self._body.show(lambda width, _height: [*self._preset_lines(width), preview])
        day = found.day if isinstance(found, When) else self._dates.today()
        month = partial(month_lines, day, self._dates.today(), self._dates.load, self._dates.calendar)
        self._month.show(lambda _width, _height: month())

    def on_input_changed(self, message: Input.Changed) -> None:
        """Understand anew."""
        message.stop()
        self._other = False
        self.paint()
        self.post_message(self.Changed())

    def action_other(self) -> None:
        """Take the other day the words can mean, or the first again."""
        self._other = not self._other
        self.paint()
        self.post_message(self.Changed())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Tab means the other day only where there is one; else it goes on."""
        found = self.read()
        return action != "other" or self._other or (isinstance(found, When) and found.other is not None)

    def walk_from_words(self, days: int) -> bool:
        """Walk, unless there are typed words to walk through; return whether that was done."""
        if self.input.value != self._walked_to:
            return False
        self.action_walk(days)
        return True

    def action_walk(self, days: int) -> None:
        """Walk through the month; the words become the day that is walked to."""
        found = self.read()
        today = self._dates.today()
        day = (found.day if isinstance(found, When) else today) + timedelta(days=days)
        self.add_class("walking")
        self._walked_to = self.input.value = max(day, today).isoformat()
        self.input.cursor_position = len(self.input.value)

    def _presets(self) -> dict[str, Preset]:
        """Return the presets by what is pressed for them."""
        return {str(number): preset for number, preset in enumerate(self._dates.presets(), start=1)}

    def _preset_lines(self, width: int) -> list[Line]:
        """Return every preset with its day, in one line, or where there is less room in two or three."""
        roomy = width >= _ROOMY
        spans = [_preset_spans(number, preset, roomy=roomy) for number, preset in self._presets().items()]
        a_line = next((len(spans) // lines for lines in (1, 2) if width >= len(spans) // lines * _DAY), len(spans) // 3)
        parts = (spans[first : first + a_line] for first in range(0, len(spans), a_line))
        return [tuple(span for preset in part for span in preset) for part in parts]


def _preset_spans(number: str, preset: Preset, *, roomy: bool) -> tuple[Span, ...]:
    """Return a preset: its key, its day, and where there is room its word."""
    day = f"{preset.day:%a} {preset.day.day} {preset.day:%b}"
    if roomy:
        return Span(f" {number}", "key"), Span(f" {preset.words}"), Span(f" {day}  ", "dim")
    return Span(f" {number}", "key"), Span(f" {day:<10}")

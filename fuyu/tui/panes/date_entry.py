"""Asking for a day: words with what they mean, six presets, and a month to walk through, as full as it is."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import NamedTuple

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.message import Message
from textual.widgets import Input

from fuyu.desk import Desk
from fuyu.desk.meetings import Meetings
from fuyu.domain.agenda import Load
from fuyu.domain.calendar import Calendar
from fuyu.domain.presets import Preset
from fuyu.domain.step import Plan
from fuyu.domain.when import Problem, When
from fuyu.domain.zones import name_of
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import STANDARD, Where
from fuyu.tui.present import load_bar, load_words, when_words, whole
from fuyu.tui.present_month import day_at, month_lines
from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.lines import Line, Span
from fuyu.tui.widgets.pressable import Pressable

_HIGH = 30
"""Lines of a screen from which the month stands beside the words unasked."""
_MONTH = 24
"""Cells of the month and the air beside it; it needs as many again beside it."""
_GAP = 2
_BAR = 12


class _Cells(NamedTuple):
    """How wide the parts of a preset are; what is 0 is left out."""

    words: int
    day: int
    bar: int

    @property
    def all(self) -> int:
        """Cells of a preset, with its key and the load in figures."""
        return 3 + self.words + self.day + 3 + self.bar + _GAP


_LAYOUTS = tuple(_Cells(words, 10, bar) for words, bar in ((9, _BAR), (9, 0), (0, _BAR // 2), (0, 0)))
"""What a preset says, from all of it to its day and load alone."""
_SPANS = 1
"""Meetings of a day that are named; how long all of them take is said beside them."""
_FEW = 3
"""Lines that presets take at most where the month is not beside them."""


class Dates:
    """Words into days, and what those days hold: all that asking for a day needs of the desk."""

    def __init__(
        self,
        now: Callable[[], datetime],
        when: Callable[[str, str], When | Problem],
        load: Callable[[date], Load],
        calendar: Calendar,
        presets: Callable[[], Sequence[Preset]],
        *,
        per_day: int = 15,
        meetings: Meetings | None = None,
    ) -> None:
        self._now = now
        self.per_day = per_day
        """How many follow-ups suit a day."""
        self._when = when
        self._load, self._presets = load, presets
        self._meetings = meetings
        self._loads: dict[date, Load] = {}
        self._found: Sequence[Preset] = ()
        self.calendar = calendar
        self.other_key = STANDARD["date.other"].hint()
        """What is pressed for the other day that words can mean."""

    def look_anew(self) -> None:
        """Forget what days hold, and which days one key gives: a question begins. Each key of it asks for a month."""
        self._loads, self._found = {}, ()

    def load(self, day: date) -> Load:
        """Return how much is due on a day, as it was when the question began."""
        if day not in self._loads:
            self._loads[day] = self._load(day)
        return self._loads[day]

    def presets(self) -> Sequence[Preset]:
        """Return the days that one key gives."""
        self._found = self._found or self._presets()
        return self._found

    def now(self) -> datetime:
        """Return the time, in the zone one is in."""
        return self._now()

    def today(self) -> date:
        """Return the day it is."""
        return self._now().date()

    def when(self, phrase: str, there: str = "") -> When | Problem:
        """Return what a phrase means; `there` is the zone of *their time*.

        Of a time at which one is busy, the other one it can mean is the next at which one is free.
        """
        found = self._when(phrase, there)
        if not isinstance(found, When) or self._meetings is None or (found.other and found.other.day != found.day):
            return found
        free = self._meetings.instead(found)
        return replace(found, other=free) if free else found

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
        load = Span(f" · {load_words(self.load(local.day))}", "dim")
        clash = self._busy(found)
        said = Span(" = ", "good"), Span(words, "name"), Span(f"{off}{clash}", "warn")
        other = self._other(found)
        return (*said, *other, load) if clash and found.time else (*said, load, *other)

    def _other(self, found: When) -> Line:
        """Return the key for what words can mean otherwise, and what that is: of the same day the time alone."""
        if found.other is None:
            return ()
        is_later = found.other.day == found.day and found.other.time is not None
        words = f"{found.other.time:%H:%M}" if is_later else when_words(found.other, self.today())
        return Span(f"  {self.other_key} ", "key"), Span(words, "dim")

    def _busy(self, when: When) -> str:
        """Return when one is busy at a time, or on a day, as far as a line has room; empty where one is free."""
        if self._meetings is None:
            return ""
        clash = self._meetings.clash(when)
        spans = [clash] if clash else self._meetings.on(when.day) if when.time is None else []
        zone, more = self._now().tzinfo, f" +{len(spans) - _SPANS}" if len(spans) > _SPANS else ""
        said = ", ".join(span.words(zone) for span in spans[:_SPANS])
        return f", busy {said}{more}" if said else ""


def dates_of(desk: Desk) -> Dates:
    """Return what asking for a day needs of a desk."""
    return Dates(
        desk.now,
        desk.phrases.when,
        lambda day: desk.meetings.beside(desk.whose.mine.load(day)),
        desk.calendar,
        desk.phrases.presets,
        per_day=desk.cadence.per_day,
        meetings=desk.meetings,
    )


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
    DEFAULT_CSS = """
    DateEntry { height: auto; }
    DateEntry > Vertical { height: auto; width: 1fr; }
    DateEntry > .month { display: none; width: 22; height: 8; margin-left: 2; }
    DateEntry.monthly > .month { display: block; }
    """

    class Changed(Message):
        """The words mean another day."""

    def __init__(
        self, dates: Dates, *, submit: Callable[[], object], previews: bool = True, quiet: bool = False
    ) -> None:
        """Make an entry.

        Args:
            dates: understands the words.
            submit: called by Enter, at once.
            previews: whether what is understood is said here; else whoever asks says it.
            quiet: whether presets are shown only while the keys are here.
        """
        super().__init__(classes="date-entry")
        self._dates = dates
        self._default = ""
        self._there = ""
        self._other = False
        self._walked_to = ""
        self._is_walking = False
        self._previews, self._quiet = previews, quiet
        self._painted_in: tuple[Size, int] | None = None
        """How large the screen was, and how wide a line of presets, when it was painted."""
        self._month = Pressable(self._press_month, classes="month")
        self._body = Pressable(self._press_preset, classes="body")
        self.input = _Words(submit=submit, placeholder=_EXAMPLES)

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
        self._dates.look_anew()
        self._default, self._there, self._other, self._walked_to = default, there, False, ""
        self._is_walking = False
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

    def on_descendant_focus(self) -> None:
        """Show the presets."""
        if self._quiet:
            self.paint()

    def on_descendant_blur(self) -> None:
        """Show what is meant, and no more."""
        if self._quiet:
            self._is_walking = False
            self.paint()

    def on_resize(self) -> None:
        """Give the presets the lines they take in the width there is."""
        if self._painted_in != (self.app.size, self._room):
            self.paint()

    def paint(self) -> None:
        """Show what the words mean."""
        size = self.app.size
        monthly = self._is_walking or (size.height >= _HIGH and size.width >= 2 * _MONTH)
        self.set_class(monthly and self._asks, "monthly")
        self._painted_in = size, self._room
        found = self.read()
        preview = self._dates.preview(found) if found and self._previews else ()
        below = [preview] if self._previews and (found or self._asks) else []
        height = len(self._preset_lines(self._room)) + len(below)
        self._body.display = bool(height)
        self._body.take(height)
        self._body.show(lambda width, _height: [*self._preset_lines(width), *(whole(line, width) for line in below)])
        month = partial(month_lines, self._shown_day, self._dates.today(), self._dates.load, self._dates.calendar)
        self._month.show(lambda _width, _height: month())

    @property
    def _asks(self) -> bool:
        """Whether the presets are shown."""
        return not self._quiet or self.screen.focused is self.input

    @property
    def _shown_day(self) -> date:
        """The day whose month is shown."""
        found = self.read()
        return found.day if isinstance(found, When) else self._dates.today()

    @property
    def _room(self) -> int:
        """How wide a line of presets is."""
        if self._body.size.width:
            return self._body.size.width
        return self.app.size.width - (_MONTH if self.has_class("monthly") else 0)

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
        self._walk_to(self._shown_day + timedelta(days=days))

    def _walk_to(self, day: date) -> None:
        self._is_walking = True
        self._walked_to = max(day, self._dates.today()).isoformat()
        self.input.put(self._walked_to)

    def _press_month(self, x: int, y: int) -> None:
        """Take the day of the month that was clicked."""
        day = day_at(x, y, self._shown_day, self._dates.calendar)
        if day is not None:
            self._walk_to(day)

    def _press_preset(self, x: int, y: int) -> None:
        """Take the preset that was clicked."""
        cells, a_line = self._layout(self._body.size.width)
        number = y * a_line + x // cells.all
        if x // cells.all < a_line and number < len(self._presets()):
            self.input.put(str(number + 1))

    def _presets(self) -> dict[str, Preset]:
        """Return the presets by what is pressed for them."""
        return {str(number): preset for number, preset in enumerate(self._dates.presets(), start=1)}

    def _layout(self, width: int) -> tuple[_Cells, int]:
        """Return what each preset says and how many stand in a line: one where the month is beside, else as many."""
        if self.has_class("monthly"):
            return next((cells for cells in _LAYOUTS if cells.all <= width), _LAYOUTS[-1]), 1
        count = len(self._presets())
        for cells in _LAYOUTS:
            a_line = max(width // cells.all, 1)
            if -(-count // a_line) <= _FEW:
                return cells, -(-count // -(-count // a_line))
        return _LAYOUTS[-1], max(width // _LAYOUTS[-1].all, 1)

    def _preset_lines(self, width: int) -> list[Line]:
        """Return every preset with its day, and how full that is, in as few lines as hold them."""
        if not self._asks:
            return []
        cells, a_line = self._layout(width)
        spans = [self._preset_spans(number, preset, cells) for number, preset in self._presets().items()]
        parts = (spans[first : first + a_line] for first in range(0, len(spans), a_line))
        return [tuple(span for preset in part for span in preset) for part in parts]

    def _preset_spans(self, number: str, preset: Preset, cells: _Cells) -> tuple[Span, ...]:
        """Return a preset: its key, its word, its day, and what that day holds, as far as there is room."""
        is_meant = (self.input.value.strip() or self._default) == number
        day = f"{preset.day:%a} {preset.day.day} {preset.day:%b}"
        count = self._dates.load(preset.day).count
        words = f"{preset.words:<{cells.words}}"[: cells.words]
        bar, _rest = load_bar(count, self._dates.per_day, cells.bar)
        return (
            Span(f" {number} ", "chosen" if is_meant else "key"),
            Span(f"{words}{day:<{cells.day}}{count or '·':>3} ", "name" if is_meant else ""),
            bar,
            Span(" " * (cells.bar - len(bar.text) + _GAP - 1)),
        )


_EXAMPLES = "fri 2pm, 3w, 14 apr, in 10 days"
"""What can be typed for a day."""

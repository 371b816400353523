"""What every mark on the screen means, in one place: the help shows it, and typing finds it."""

from typing import NamedTuple

from fuyu.domain.text import fold
from fuyu.tui.widgets.lines import Line, Span


class Mark(NamedTuple):
    """A mark as it is seen, and what it means."""

    seen: Line
    means: str
    also: str = ""
    """Other words by which it is looked for."""

    @property
    def found_by(self) -> str:
        """Return the folded words by which it is found."""
        seen = "".join(span.text for span in self.seen)
        return fold(f"legend marks {seen} {self.means} {self.also}")


LEGEND: tuple[Mark, ...] = (
    Mark((Span("◆", "promise"),), "Promise: a date you agreed with them.", "agreed gold"),
    Mark((Span("6 days", "late"),), "Late: so long after its day.", "overdue red"),
    Mark((Span("10:30", "today"),), "Due today, at that time; any has no time.", "blue any"),
    Mark((Span("✓", "good"), Span(" done", "good")), "Dealt with today.", "green"),
    Mark((Span("♥", "good"),), "Check-in: a birthday or another day that matters to them.", "heart"),
    Mark((Span("*", "lit"),), "Marked: what you do next is done with all of them.", "star several bulk"),
    Mark((Span("2/7", "dim"),), "Touches so far, of the 7 a yes usually takes.", "n/7 tries"),
    Mark(
        (Span("●h ", "hot"), Span("●w ", "warm"), Span("●c", "cold")),
        "Temperature: hot, warm or cold.",
        "h w c ●h ●w ●c",
    ),
    Mark((Span("06:30 there", "warn"),), "Time on their clock, outside call hours.", "@06:30 clock zone"),
    Mark((Span("4 unscheduled", "unscheduled"),), "Leads without a next date; c walks them.", "violet no date"),
    Mark((Span("━━━━", "today"), Span(" 8", "name")), "Load: 8 follow-ups on that day.", "bar booked blue"),
    Mark((Span("━━━━", "warn"), Span("━━", "late")), "More than suits a day; far more.", "bar gold red full"),
    Mark(
        (Span("19·", "light"), Span(" 20:", "busy"), Span(" 23#", "full")),
        "Month: a few follow-ups that day, 4 or more, 8 or more.",
        "shades calendar",
    ),
    Mark(
        (Span("━━", "good"), Span("━━", "warn"), Span("━━", "late")),
        "Promises in the review: kept, late, broken.",
        "bars stacked",
    ),
)

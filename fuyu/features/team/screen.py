"""A team in the dashboard: leads handed over, the leads of colleagues shown, and how the book stands with its team."""

from collections.abc import Sequence
from functools import partial

from fuyu.domain.colleagues import EVERYONE
from fuyu.domain.text import fold
from fuyu.features.team.handing import hand
from fuyu.tui.kit.day import Day
from fuyu.tui.present import counted
from fuyu.tui.screens.page import ToldPage

_AT_ONCE = 8
"""People who are asked about at once; a digit names each."""


def hand_over(day: Day) -> None:
    """Ask who is to look after the selected lead, or after the marked ones, and hand them over."""
    team, ids = day.desk.book.store.team, day.marked or tuple(filter(None, (day.chosen,)))
    if team is None:
        day.say("this book belongs to no team: nobody to hand over to", "warn")
        return
    if not ids:
        day.card()  # says that nobody is selected
        return
    day.keep()
    row = day.desk.leads.row(ids[0])
    who = row.name if row and len(ids) == 1 else counted(len(ids), "lead")
    people = sorted({one.person for one in team.colleagues}, key=lambda name: (fold(name) != fold(team.person), name))
    _ask(day, f"Hand {who} over to", [*people, ""], partial(_hand, day, ids))


def _ask(day: Day, title: str, people: Sequence[str], then: "partial[None]") -> None:
    """Ask which of some people it is, so many at a time; the empty name is everyone."""
    some, rest = people[:_AT_ONCE], people[_AT_ONCE:]
    me = fold(day.desk.whose.me)
    labels = [("you" if fold(name) == me else "" if name else "all", name or EVERYONE) for name in some]
    more = [("more", f"{len(rest)} more")] if rest else []

    def take(index: int) -> None:
        if index < len(some):
            then(some[index])
        else:
            _ask(day, title, rest, then)

    day.choose(title, [*labels, *more], take)


def _hand(day: Day, ids: Sequence[int], owner: str) -> None:
    if day.do(lambda: hand(day.desk, ids, owner)) is not None and day.marked:
        day.unmark()


def show_everyone(day: Day) -> None:
    """Show the leads of colleagues, too, or no longer."""
    whose = day.desk.whose
    if not whose.me:
        day.say("this book belongs to no team: all leads are shown", "warn")
        return
    whose.is_everyone = not whose.is_everyone
    day.repaint()
    day.say("the leads of colleagues are shown, too" if whose.is_everyone else "your leads and everyone's are shown")


def show_team(day: Day) -> None:
    """Tell how the book stands with its team, and who is at which lead."""
    day.open(ToldPage(day.desk, "Team", day.colleagues.told(day.desk.now())))

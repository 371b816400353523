"""How the book stands with its team, as a page of the dashboard."""

from fuyu.tui.kit.day import Day
from fuyu.tui.screens.page import ToldPage


def show_team(day: Day) -> None:
    """Open the page."""
    day.open(ToldPage(day.desk, "Team", day.colleagues.told(day.desk.now())))

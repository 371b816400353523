"""A simulated year through the desk: nobody falls through the unscheduled, and every lead is hot."""

from pathlib import Path

import pytest

from fuyu.care import open_book
from tests.memory import MemoryStore
from tests.year import FIRST, Figures, Growing, Year


def a_year_is_kind(figures: Figures, per_day: int = 15) -> None:
    """Assert what the rules promise for a whole year."""
    assert figures.unscheduled == 0, "an open lead without a date"
    assert figures.lost == 0, "a lead whose day has come, in no list"
    assert figures.listed == 0, "someone who asked not to be contacted, in a list"
    assert figures.moved_promises == 0, "a promise moved, and nobody looked at it"
    assert figures.out_of_turn == 0, "a lead was touched while one who waits relatively longer was left"
    assert figures.fullest <= 2 * per_day, "a day to come was flooded"
    assert [(wait, figures.bound(wait.rhythm)) for wait in figures.past_bound()] == []
    assert figures.served_instead() == []


def all_took_place(figures: Figures) -> None:
    """Assert that the year was one in which the rules were needed."""
    assert figures.touches.keys() >= {
        *("talked", "no answer", "left message", "sent", "not now", "won", "do not contact"),
        *("wrong contact", "no-show", "a check-in", "named another"),
    }
    assert figures.snoozes > 100
    assert figures.decisions > 10
    assert figures.due > 200
    assert len(figures.piles) > 4


@pytest.mark.slow
def test_a_year_with_two_hundred_leads() -> None:
    figures = Year(MemoryStore(), 200, seed=1).run(365)
    all_took_place(figures)
    a_year_is_kind(figures)


@pytest.mark.soak
@pytest.mark.parametrize(("leads", "year"), [(60, 2), (200, 3), (200, 4), (200, 5), (300, 6)])
def test_more_years(leads: int, year: int, seed: int) -> None:
    a_year_is_kind(Year(MemoryStore(), leads, seed + year).run(365))


@pytest.mark.soak
def test_a_year_in_a_file(tmp_path: Path) -> None:
    book = open_book(tmp_path / "fuyu.json")
    in_a_file = Year(book, 200, seed=1).run(365)
    assert in_a_file == Year(MemoryStore(), 200, seed=1).run(365), "a book in a file is as one in memory"
    book.close()


@pytest.mark.slow
def test_nobody_waits_two_months_for_a_first_touch_unless_the_plan_of_the_day_says_so() -> None:
    """GIVEN three new leads a day and twelve touches THEN who waits is told of, and nobody is passed over for good."""
    grown = Growing(MemoryStore(), 200, 1, touches=12, new=3)
    grown.run(24 * 7)
    assert max(grown.untold.values(), default=0) <= 60
    first = [row for row in grown.store.rows if grown.born[row.id] == FIRST]
    assert [row.id for row in first if not row.touches] == []

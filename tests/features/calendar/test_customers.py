"""Customers who have a next step."""

from tests.cli.conftest import Shell


def test_a_customer_due_is_in_the_calendar(fuyu: Shell) -> None:
    fuyu.ok("add", "Ann Lee")
    fuyu.ok("log", "ann", "won", "--next", "today")
    calendar = fuyu.book.with_name("fuyu.ics")
    fuyu.ok("calendar", str(calendar))
    assert "Ann Lee" in calendar.read_text()

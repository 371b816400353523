"""A company: everyone there, what comes next with each, and the last touch with any of them."""

from datetime import datetime

from textual.app import ComposeResult

from fuyu.desk import Desk
from fuyu.desk.values import Company
from fuyu.domain.lead import Row
from fuyu.domain.money import totals_words
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.present import counted, day_words, far
from fuyu.tui.screens.people import PeopleSheet
from fuyu.tui.widgets.lines import Line, Lines, Span

_KEYS = (("company.enter", "Go to the lead"), ("company.down", "Next"), ("company.back", "Back"))


class CompanySheet(PeopleSheet):
    """The people of a company; it answers with the lead one goes to."""

    BINDINGS = bindings(Where.COMPANY)

    def __init__(self, desk: Desk, company: Company, chosen: int) -> None:
        """Make the sheet.

        Args:
            desk: knows the time and the manners.
            company: who works there.
            chosen: the lead one came from.
        """
        super().__init__(desk, company.leads, "nobody there may be contacted")
        self._company = company
        self._at = next((at for at, row in enumerate(company.leads) if row.id == chosen), 0)
        self._last = Lines(id="last")

    def inside(self) -> ComposeResult:
        """The last touch, and the people."""
        yield self._last
        yield self._list

    def on_mount(self) -> None:
        """Begin with the lead one came from."""
        company = self._company
        silent = f"{company.do_not_contact} do not contact" if company.do_not_contact else ""
        worth = totals_words(company.open_value)
        count = counted(len(self._rows), "lead")
        self.edge.entitle(" · ".join(filter(None, (company.name, count, silent, f"{worth} open" if worth else ""))))
        self.edge.offer_keys(*_KEYS)
        line = _last_line(company.last, self._now)
        self._last.show(lambda _width, _height: [line])
        self.begin(self._at)


def _last_line(row: Row | None, now: datetime) -> Line:
    """Return the last touch with anybody there."""
    if row is None or row.last_touch is None:
        return (Span(" nobody there was contacted yet", "dim"),)
    last, today = row.last_touch, now.date()
    day = last.at.date()
    how = f"{last.channel}, {last.outcome.words}"
    return (
        Span(" last touch ", "dim"),
        Span(f"{day_words(day, today)}, {far(day, today)}"),
        Span(f" · {how} · ", "dim"),
        Span(row.name, "name"),
    )

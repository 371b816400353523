"""Companies: everyone who works at one, and the last touch with any of them."""

from collections.abc import Iterable

from fuyu.desk.leads import Leads
from fuyu.desk.queries import Queries
from fuyu.desk.values import Company
from fuyu.domain.lead import Row, Status
from fuyu.domain.money import totals
from fuyu.domain.text import clean_line, fold, nearest, shortened
from fuyu.errors import NotFoundError

_NAMED = 3
"""Companies that a sentence names."""


class Companies:
    """The companies of one book, as far as leads name them; case and accents make no other company."""

    def __init__(self, leads: Leads, queries: Queries) -> None:
        self._leads = leads
        self._queries = queries

    def of(self, name: str) -> Company:
        """Return a company by its whole name.

        Raises:
            NotFoundError: nobody works there.
        """
        ids = self._queries.holding("company", fold(name)) if fold(name) else ()
        rows = [row for row in map(self._leads.row, ids) if row is not None]
        if not rows:
            raise NotFoundError(f"nobody works at “{shortened(name)}”", hint=_LOOK)
        return _company(rows)

    def lookup(self, words: str) -> Company:
        """Return the company of that name, or the only one whose name contains the words.

        Raises:
            NotFoundError: none, or several; the sentence names those that are near.
        """
        wanted = fold(words)
        known = sorted(filter(None, self._queries.values("company")))
        if wanted in known:
            return self.of(words)
        found = [name for name in known if wanted in name] if wanted else []
        if len(found) == 1:
            return self.of(found[0])
        if not found:
            raise NotFoundError(f"nobody works at “{shortened(words)}”{nearest(words, known)}", hint=_LOOK)
        names = ", ".join(self.of(name).name for name in found[:_NAMED])
        raise NotFoundError(f"several companies are called “{shortened(words)}”; near: {names}", hint="say more of it")


_LOOK = "`fuyu find company:WORD` looks for people there"


def _company(rows: Iterable[Row]) -> Company:
    ordered = sorted(rows, key=_nearness)
    shown = tuple(row for row in ordered if row.status is not Status.DO_NOT_CONTACT)
    touched = [row for row in ordered if row.last_touch is not None]
    last = max(touched, key=lambda row: row.last_touch.at.timestamp() if row.last_touch else 0.0, default=None)
    return Company(
        name=clean_line(ordered[0].company),
        leads=shown,
        do_not_contact=len(ordered) - len(shown),
        last=last,
        open_value=totals(row.value for row in shown if row.value and row.is_open),
    )


def _nearness(row: Row) -> tuple[bool, str, str, int]:
    """Return what leads of a company are sorted by: those who are followed first, by what is to be done next."""
    step = row.next_step if row.is_followed else None
    return not row.is_followed, f"{step.day}" if step else "", fold(row.name), row.id

"""Whose leads concern the person of this book: theirs and everyone's, unless all of the team's are to be shown."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from fuyu.domain.agenda import Load
from fuyu.domain.colleagues import near_colleagues, others, owner_called
from fuyu.domain.lead import Row
from fuyu.domain.text import fold, shortened
from fuyu.errors import NotFoundError, UsageError
from fuyu.storage.port import Store
from fuyu.storage.rows import NOBODY, Mark, Owners, owner_key


class RowsOfSome:
    """The rows of a book but for those of some owners."""

    def __init__(self, store: Store, hidden: Callable[[], Owners]) -> None:
        """Take the book, and what returns the owners whose leads are left out, by their keys."""
        self._store = store
        self._hidden = hidden

    def all(self) -> Iterator[Row]:
        """Yield the rows; another thread may ask."""
        hidden = self._hidden()
        return (row for row in self._store.rows if not row.owner or owner_key(row.owner) not in hidden)

    def for_day(self, day: date) -> Iterable[Row]:
        """Return the rows an agenda needs."""
        return self._store.rows.for_day(day, self._hidden())

    def found_by(self, marks: Sequence[Mark], most: int) -> Iterable[Row]:
        """Return the rows that have one of some marks; of each mark at most so many."""
        return self._store.rows.found_by(marks, most, self._hidden())

    def load(self, day: date) -> Load:
        """Return how much is due on a day."""
        return self._store.rows.load(day, self._hidden())


class Whose:
    """Whose the leads of one book are; without a team they are its person's, all of them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.is_everyone = False
        """Whether the leads of colleagues are shown, too."""
        self.mine = RowsOfSome(store, self._others)
        """The leads of the person of the book, and everyone's: what is planned, counted and reminded of."""
        self.shown = RowsOfSome(store, lambda: NOBODY if self.is_everyone else self._others())
        """Those that the day shows."""

    @property
    def me(self) -> str:
        """What the team calls the person of this book; empty without a team."""
        return self._store.me

    def other_owner(self, row: Row) -> str:
        """Return which colleague looks after a lead; empty where that is the person of this book, or everyone."""
        return row.owner if row.owner and owner_key(row.owner) in self._others() else ""

    def is_by_me(self, author: str) -> bool:
        """Return whether something that is looked back on was written by the person of this book, or nobody knows."""
        return self.is_everyone or not author or not self.me or fold(author) == fold(self.me)

    def called(self, words: str) -> str:
        """Return what the team calls whom a word means: a name, a login, `me`; empty for `everyone`.

        Raises:
            UsageError: the book belongs to no team.
            NotFoundError: nobody, or several, are meant.
        """
        team = self._store.team
        if team is None:
            raise UsageError("this book belongs to no team: leads have no owner", hint="`fuyu team join` joins one")
        found = owner_called(words, team.person, team.colleagues)
        if found is None:
            near = near_colleagues(words, team.colleagues)
            raise NotFoundError(f"nobody in the team is called “{shortened(words)}”{near}")
        return found

    def _others(self) -> Owners:
        team = self._store.team
        return frozenset(map(owner_key, others(team.person, team.colleagues))) if team else NOBODY

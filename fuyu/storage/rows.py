"""Every lead's row, found by its day without looking at the others."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Protocol

from fuyu.domain import kindness
from fuyu.domain.agenda import Load
from fuyu.domain.lead import Row


class RowSource(Protocol):
    """Rows that are only read."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Row]: ...

    def get(self, lead_id: int) -> Row | None:
        """Return the row of a lead, None where there is none."""

    def for_day(self, today: date) -> Iterable[Row]:
        """Return the rows an agenda needs: due by then (a day later in other zones), touched then, in the cracks.

        Those with a fact near that day are among them.
        """

    def load(self, day: date) -> Load:
        """Return how much is due on a day."""


class Rows:
    """The rows of a book, kept by id, by the day of the next step, and by the day of the last touch.

    Rows may lie over a `base`, which is left as it is and only asked for what was neither put nor dropped since.
    """

    def __init__(self, rows: Iterable[Row] = (), base: "RowSource | None" = None) -> None:
        self._base = base
        self._covered: dict[int, Row] = {}
        self._covered_due: Counter[date] = Counter()
        self._covered_promised: Counter[date] = Counter()
        self._by_id: dict[int, Row] = {}
        self._due: dict[date, dict[int, None]] = {}
        self._promised: Counter[date] = Counter()
        self._touched: dict[date, dict[int, None]] = {}
        self._facts: dict[int, dict[int, None]] = {}
        self._cracks: dict[int, None] = {}
        for row in rows:
            self.put(row)

    def __len__(self) -> int:
        return len(self._by_id) + (len(self._base) - len(self._covered) if self._base else 0)

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows as they are when the first is asked for; another thread may do so."""
        covered, own = dict(self._covered), list(self._by_id.values())
        yield from (row for row in self._base or () if row.id not in covered)
        yield from own

    def get(self, lead_id: int) -> Row | None:
        """Return the row of a lead, None where there is none."""
        row = self._by_id.get(lead_id)
        return row if row or lead_id in self._covered or self._base is None else self._base.get(lead_id)

    def put(self, row: Row) -> None:
        """Add a row, or replace the one with its id."""
        self.drop(row.id)
        self._by_id[row.id] = row
        if row.is_open and row.next_step is not None:
            self._due.setdefault(row.next_step.day, {})[row.id] = None
            self._promised[row.next_step.day] += row.next_step.promised
        elif row.is_open:
            self._cracks[row.id] = None
        if row.last_touch is not None:
            self._touched.setdefault(row.last_touch.at.date(), {})[row.id] = None
        for number in kindness.numbers(row.about):
            self._facts.setdefault(number, {})[row.id] = None

    def drop(self, lead_id: int) -> None:
        """Forget a row; nothing happens where there is none."""
        self._cover(lead_id)
        row = self._by_id.pop(lead_id, None)
        if row is None:
            return
        self._cracks.pop(lead_id, None)
        if row.is_open and row.next_step is not None:
            self._due[row.next_step.day].pop(lead_id)
            self._promised[row.next_step.day] -= row.next_step.promised
        if row.last_touch is not None:
            self._touched[row.last_touch.at.date()].pop(lead_id)
        for number in kindness.numbers(row.about):
            self._facts[number].pop(lead_id)

    def for_day(self, today: date) -> list[Row]:
        """Return the rows an agenda needs: due by then (a day later in other zones), touched then, in the cracks.

        Those with a fact near that day are among them.
        """
        ids: dict[int, None] = {}
        for day in sorted(day for day in self._due if day <= today + timedelta(days=1)):
            ids |= self._due[day]
        ids |= self._touched.get(today, {})
        ids |= self._cracks
        for number in kindness.numbers_near(today):
            ids |= self._facts.get(number, {})
        base = self._base.for_day(today) if self._base else ()
        return [*(row for row in base if row.id not in self._covered), *(self._by_id[lead_id] for lead_id in ids)]

    def load(self, day: date) -> Load:
        """Return how much is due on a day."""
        base = self._base.load(day) if self._base else Load(day=day)
        return Load(
            day=day,
            count=base.count - self._covered_due[day] + len(self._due.get(day, ())),
            promised=base.promised - self._covered_promised[day] + self._promised[day],
        )

    def _cover(self, lead_id: int) -> None:
        """Leave the base's row with that id out of every answer from now on."""
        row = None if self._base is None or lead_id in self._covered else self._base.get(lead_id)
        if row is None:
            return
        self._covered[lead_id] = row
        if row.is_open and row.next_step is not None:
            self._covered_due[row.next_step.day] += 1
            self._covered_promised[row.next_step.day] += row.next_step.promised

"""The index of a file, from reading every document in it once."""

from __future__ import annotations

import operator
from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import accumulate, chain, islice
from typing import Any, BinaryIO

from fuyu.domain import kindness
from fuyu.domain.action import Table
from fuyu.domain.history import Entry
from fuyu.domain.lead import Lead
from fuyu.storage import documents, layout
from fuyu.storage.columns import Column
from fuyu.storage.documents import MalformedError, UnreadableError
from fuyu.storage.index import Index, Places, Problem, Remarks, Stray
from fuyu.storage.layout import IrregularError, Place


class Builder:
    """An index in the making."""

    def __init__(self) -> None:
        self._table = ""
        self._note: Callable[[Any], None] | None = None
        self._noters: dict[str, Callable[[Any], None]] = {
            Table.LEADS: self._note_lead,
            Table.TOUCHES: self._note_entry,
            Table.NOTES: self._note_entry,
            Table.DRAFTS: lambda _: None,
        }
        self._ids, self._starts, self._lengths = array("q"), array("q"), array("q")
        self._places: dict[str, tuple[array[int], array[int], array[int]]] = {}
        self._problems: list[Problem] = []
        self._strays: list[Stray] = []
        self._due: dict[int, list[int]] = {}
        self._promised: set[int] = set()
        self._touched: dict[int, list[int]] = {}
        self._facts: dict[int, list[int]] = {}
        self._cracks: list[int] = []
        self._history: dict[str, dict[int, array[int]]] = {Table.TOUCHES: {}, Table.NOTES: {}}

    def add(self, place: Place) -> None:
        """Read a document once and note where it lies; one that cannot be read is a problem, not an error."""
        table, key, document_id, start, raw = place
        if document_id is None or raw[:1] != b"{":
            reason = "this is no document id" if document_id is None else "this is no document"
            self._problems.append(Problem(table, key, reason))
            self._strays.append(Stray(table, key, start, len(raw)))
            return
        if table != self._table:
            self._turn_to(table)
        self._ids.append(document_id)
        self._starts.append(start)
        self._lengths.append(len(raw))
        try:
            if self._note is None:
                documents.check(raw)
            else:
                self._note(documents.decode(table, document_id, raw))
        except MalformedError as error:
            raise IrregularError from error
        except UnreadableError as error:
            self._problems.append(Problem(table, str(document_id), str(error)))

    def finish(self, *, in_lines: bool) -> Index:
        """Return the index of what was added."""
        found: dict[str, Column] = {}
        for table, places in self._places.items():
            for name, column in zip(Places._fields, places if in_lines else _by_first(places), strict=True):
                found[f"{table}.{name}"] = column
        ids = found.get(f"{Table.LEADS}.ids", ())
        due = sorted(self._due)
        found["due.days"] = array("q", (day for day in due for _ in self._due[day]))
        found["due.slots"] = array("q", (bisect_left(ids, lead) for day in due for lead in self._due[day]))
        found["due.promised"] = array("b", (lead in self._promised for day in due for lead in self._due[day]))
        touched = sorted(self._touched)
        found["touched.days"] = array("q", (day for day in touched for _ in self._touched[day]))
        found["touched.slots"] = array("q", (bisect_left(ids, lead) for day in touched for lead in self._touched[day]))
        facts = sorted(self._facts)
        found["facts.numbers"] = array("q", (number for number in facts for _ in self._facts[number]))
        found["facts.slots"] = array("q", (bisect_left(ids, lead) for n in facts for lead in self._facts[n]))
        found["cracks.slots"] = array("q", (bisect_left(ids, lead) for lead in self._cracks))
        for table, by_lead in self._history.items():
            known = array("q", (lead for lead in ids if lead in by_lead))
            leads = known if len(known) == len(by_lead) else array("q", sorted(by_lead))
            found[f"{table} by lead.leads"] = leads
            found[f"{table} by lead.ends"] = array("q", accumulate(len(by_lead[lead]) for lead in leads))
            found[f"{table} by lead.entries"] = array("q", chain.from_iterable(by_lead[lead] for lead in leads))
        return Index(found, Remarks(in_lines, tuple(self._problems), tuple(self._strays)))

    def _turn_to(self, table: str) -> None:
        """Make ready for documents of another table than the last."""
        self._table = table
        self._ids, self._starts, self._lengths = self._places.setdefault(table, (array("q"), array("q"), array("q")))
        self._note = self._noters.get(table)

    def _note_entry(self, entry: Entry) -> None:
        entries = self._history[self._table].get(entry.lead)
        if entries is None:
            self._history[self._table][entry.lead] = array("q", (entry.id,))
        else:
            entries.append(entry.id)

    def _note_lead(self, lead: Lead) -> None:
        if lead.in_the_cracks:
            self._cracks.append(lead.id)
        elif lead.is_open and lead.next_step is not None:
            self._due.setdefault(lead.next_step.day.toordinal(), []).append(lead.id)
            if lead.next_step.promised:
                self._promised.add(lead.id)
        if lead.last_touch is not None:
            self._touched.setdefault(lead.last_touch.at.date().toordinal(), []).append(lead.id)
        for number in kindness.numbers(lead.about):
            self._facts.setdefault(number, []).append(lead.id)


def read(file: BinaryIO, name: str) -> Index:
    """Read a whole file once.

    Args:
        file: at its start.
        name: what to call it in an error.

    Raises:
        DamagedError: it is no JSON that TinyDB reads.
    """
    with suppress(IrregularError):
        builder = Builder()
        for place in layout.in_lines(file):
            builder.add(place)
        return builder.finish(in_lines=True)
    file.seek(0)
    builder = Builder()
    for place in layout.in_json(file.read(), name):
        builder.add(place)
    return builder.finish(in_lines=False)


def _by_first(columns: Sequence[array[int]]) -> Sequence[array[int]]:
    """Return columns in the rising order of the first; they are, unless a person edited the file."""
    first = columns[0]
    if all(map(operator.lt, first, islice(first, 1, None))):
        return columns
    order = sorted(range(len(first)), key=first.__getitem__)
    return [array("q", (column[slot] for slot in order)) for column in columns]

"""The index of a file, from reading every document in it once."""

from __future__ import annotations

import os
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import accumulate, chain
from typing import BinaryIO

from fuyu.domain.action import KINDS, Document, Table
from fuyu.domain.find import lead_of, text_of
from fuyu.domain.lead import Lead
from fuyu.storage import documents, words
from fuyu.storage.columns import Writer
from fuyu.storage.documents import MalformedError, UnreadableError
from fuyu.storage.index import Index, Problem, Remarks
from fuyu.storage.journal_db import layout
from fuyu.storage.journal_db.layout import IrregularError, Stray, Stretch, lengths
from fuyu.storage.journal_db.places import Column, Places, by_first
from fuyu.storage.rows import Kind, marks

_NOBODY = -1
"""Whose a document is that cannot be read."""


class Builder:
    """An index in the making."""

    def __init__(self, writer: Writer | None = None) -> None:
        self._writer = writer
        self._places: dict[str, tuple[array[int], array[int], array[int]]] = {}
        self._problems: list[Problem] = []
        self._strays: list[Stray] = []
        self._marked: dict[Kind, dict[int, list[int]]] = {kind: {} for kind in Kind}
        self._history: dict[str, dict[int, array[int]]] = {Table.TOUCHES: {}, Table.NOTES: {}}
        self._own: dict[int, str] = {}
        self._texts: dict[int, list[str]] = {}
        """What stands in each lead's own document, and in their history, where that is to be searched."""

    def add(self, stretch: Stretch) -> None:
        """Note documents that follow those before; one that cannot be read is a problem, not an error.

        Raises:
            IrregularError: one of them is no JSON.
        """
        table, ids, starts, raws = stretch
        places = self._places.setdefault(table, (array("q"), array("q"), array("q")))
        for column, numbers in zip(places, (ids, starts, lengths(raws)), strict=True):
            column.extend(numbers)
        if table not in KINDS:
            self._check(stretch)
            return
        values: Sequence[Document | None] | None = documents.decode_all(table, ids, raws)
        if values is None:
            values = list(self._one_by_one(stretch))
        leads = [_NOBODY if value is None else lead_of(value) for value in values]
        if table in self._history:
            self._note_history(self._history[table], leads, ids)
        elif table == Table.LEADS:
            self._note_leads(values)
        if self._writer is not None and table in words.SEARCHED:
            for lead, value in zip(leads, values, strict=True):
                if isinstance(value, Lead):
                    self._own[lead] = text_of(value)
                elif value is not None:
                    self._texts.setdefault(lead, []).append(text_of(value))

    def add_stray(self, stray: Stray) -> None:
        """Note what no id names."""
        reason = "this is no document id" if layout.id_of(stray.key) is None else "this is no document"
        self._problems.append(Problem(stray.table, stray.key, reason))
        self._strays.append(stray)

    def finish(self, *, in_lines: bool) -> Index:
        """Return the index of what was added."""
        found: dict[str, Column] = {}
        for table, places in self._places.items():
            for name, column in zip(Places.COLUMNS, places if in_lines else by_first(places), strict=True):
                found[f"{table}.{name}"] = column
        ids = found.get(f"{Table.LEADS}.ids", ())
        for kind, by_number in self._marked.items():
            numbers = sorted(by_number)
            found[f"{kind}.numbers"] = array("q", (number for number in numbers for _ in by_number[number]))
            leads = chain.from_iterable(by_number[number] for number in numbers)
            found[f"{kind}.slots"] = array("q", (bisect_left(ids, lead) for lead in leads))
        for table, by_lead in self._history.items():
            known = array("q", (lead for lead in ids if lead in by_lead))
            those = known if len(known) == len(by_lead) else array("q", sorted(by_lead))
            found[f"{table} by lead.leads"] = those
            found[f"{table} by lead.ends"] = array("q", accumulate(len(by_lead[lead]) for lead in those))
            found[f"{table} by lead.entries"] = array("q", chain.from_iterable(by_lead[lead] for lead in those))
        if self._writer is not None:
            lines = (self._line_of(lead) for lead in ids)
            found["words.ends"] = words.write(self._writer, lines)
            found |= self._writer.written()
        return Index(found, Remarks(in_lines, tuple(self._problems), tuple(self._strays)))

    def _line_of(self, lead_id: int) -> bytes:
        return words.line_of(self._own.pop(lead_id, ""), words.words_of(self._texts.pop(lead_id, ())))

    def _check(self, stretch: Stretch) -> None:
        """Look whether documents that fuyu does not know are JSON."""
        for document_id, raw in zip(stretch.ids, stretch.raws, strict=True):
            with self._noting_problems(stretch.table, document_id):
                documents.check(raw)

    def _one_by_one(self, stretch: Stretch) -> Iterator[Document | None]:
        for document_id, raw in zip(stretch.ids, stretch.raws, strict=True):
            value = None
            with self._noting_problems(stretch.table, document_id):
                value = documents.decode(stretch.table, document_id, raw)
            yield value

    @contextmanager
    def _noting_problems(self, table: str, document_id: int) -> Iterator[None]:
        try:
            yield
        except MalformedError as error:
            raise IrregularError from error
        except UnreadableError as error:
            self._problems.append(Problem(table, str(document_id), str(error)))

    def _note_history(self, by_lead: dict[int, array[int]], leads: Iterable[int], ids: Iterable[int]) -> None:
        for lead_id, entry_id in zip(leads, ids, strict=True):
            found = by_lead.get(lead_id)
            if found is None:
                by_lead[lead_id] = array("q", (entry_id,))
            else:
                found.append(entry_id)
        by_lead.pop(_NOBODY, None)

    def _note_leads(self, leads: Iterable[Document | None]) -> None:
        for lead in leads:
            if isinstance(lead, Lead):
                for kind, number in marks(lead):
                    self._marked[kind].setdefault(number, []).append(lead.id)


def read(file: BinaryIO, name: str, writer: Writer | None = None) -> Index:
    """Read a whole file once.

    Args:
        file: at its start.
        name: what to call it in an error.
        writer: takes what is written in the documents, to be searched. It gets nothing of a file that is not laid out
            as fuyu writes it; such a file is searched by decoding it.

    Raises:
        DamagedError: it is no JSON that TinyDB reads.
    """
    with suppress(IrregularError):
        builder = Builder(writer)
        for stretch in layout.in_lines(file):
            builder.add(stretch)
        return builder.finish(in_lines=True)
    if writer is not None:
        writer.restart()
    file.seek(0)
    builder = Builder()
    stretches, strays = layout.in_json(file.read(), name)
    for stretch in stretches:
        builder.add(stretch)
    for stray in strays:
        builder.add_stray(stray)
    return builder.finish(in_lines=False)


def read_back(fd: int, name: str, writer: Writer | None = None) -> Index:
    """Read a whole file that was just written."""
    with os.fdopen(os.dup(fd), "rb") as written:
        written.seek(0)
        return read(written, name, writer)

"""The index of a folded file from the index of the one before it: only what the fold changed is looked at."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from fuyu.domain.action import Document, Table
from fuyu.domain.find import lead_of, text_of
from fuyu.domain.history import Note, Touch
from fuyu.domain.lead import Lead
from fuyu.storage import documents, words
from fuyu.storage.columns import Writer
from fuyu.storage.documents import UnreadableError
from fuyu.storage.index import Index, Words
from fuyu.storage.journal_db.places import Changed, Column, Indexed, Laid, Places
from fuyu.storage.rows import Kind, marks
from fuyu.storage.words import SEARCHED

_MOST = 5000
"""Leads changed at once, above which reading the file is no slower."""

Pair = tuple[Document | None, Document | None]
"""A document before and after."""


def succeed(
    snapshot: Indexed, old: Index, changed: Changed, laid: Mapping[str, Sequence[Laid]], writer: Writer
) -> Index | None:
    """Return the index of a file that was just folded, None where the whole file is to be read for it.

    Args:
        snapshot: the file before.
        old: its index.
        changed: what the fold changed.
        laid: what it wrote where.
        writer: takes what is written in the documents; nothing where None is returned.
    """
    leads = changed.get(Table.LEADS, {})
    if not old.in_lines or old.problems or old.strays or len(leads) > _MOST or _slots_move(old, leads):
        return None
    if old.words() is None and len(old.places(Table.LEADS).ids):
        return None
    try:
        pairs = {table: list(_pairs(snapshot, table, changed.get(table, {}))) for table in Table}
    except UnreadableError:
        return None
    columns: dict[str, Column] = {}
    for table, stretches in laid.items():
        columns |= _places(old, table, stretches)
    columns |= _by_marks(old, columns.get(f"{Table.LEADS}.ids", ()), pairs[Table.LEADS])
    for table in (Table.TOUCHES, Table.NOTES):
        columns |= _by_lead(old, table, pairs[table])
    new = Index(columns, old.remarks)
    touched = {lead_of(document) for table in SEARCHED for pair in pairs[table] for document in pair if document}
    columns["words.ends"] = _write_words(old.words(), dict(_lines(snapshot, changed, new, touched)), writer)
    return Index(columns | writer.written(), old.remarks)


def _slots_move(old: Index, leads: Mapping[int, bytes | None]) -> bool:
    """Return whether a lead was taken out, or put between others: columns that name slots would all change."""
    places = old.places(Table.LEADS)
    last = places.ids[-1] if places.ids else 0
    for lead_id, raw in leads.items():
        stood = places.has(places.slot(lead_id), lead_id)
        if (stood and raw is None) or (not stood and raw is not None and lead_id <= last):
            return True
    return False


def _pairs(snapshot: Indexed, table: str, changed: Mapping[int, bytes | None]) -> Iterator[Pair]:
    for document_id, raw in changed.items():
        before = snapshot.get(table, document_id)
        yield (
            None if before is None else documents.decode(table, document_id, before),
            None if raw is None else documents.decode(table, document_id, raw),
        )


def _places(old: Index, table: str, stretches: Sequence[Laid]) -> dict[str, Column]:
    """Return where the documents of a table lie now."""
    ids, starts, lengths = array("q"), array("q"), array("q")
    old_ids, old_starts, old_lengths = (old.column(f"{table}.{name}") for name in Places.COLUMNS)
    for laid in stretches:
        if laid.first < laid.end:
            part = slice(laid.first, laid.end)
            shift = laid.start - old_starts[laid.first]
            ids += old_ids[part]
            starts += array("q", (start + shift for start in old_starts[part])) if shift else old_starts[part]
            lengths += old_lengths[part]
        else:
            for column, number in ((ids, laid.document_id), (starts, laid.start), (lengths, laid.length)):
                column.append(number)
    return {f"{table}.{name}": column for name, column in zip(Places.COLUMNS, (ids, starts, lengths), strict=True)}


def _lines(snapshot: Indexed, changed: Changed, new: Index, leads: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """Yield the slots of leads, with what is written about them now."""
    places = new.places(Table.LEADS)
    for lead_id in leads:
        slot = places.slot(lead_id)
        if places.has(slot, lead_id):
            texts = []
            for table in SEARCHED:
                put = changed.get(table, {})
                for document_id in (lead_id,) if table is Table.LEADS else new.history(table, lead_id):
                    raw = put[document_id] if document_id in put else snapshot.get(table, document_id)
                    texts.append("" if raw is None else text_of(documents.decode(table, document_id, raw)))
            own, *history = texts
            yield slot, words.line_of(own, words.words_of(history))


def _write_words(old: Words | None, lines: Mapping[int, bytes], writer: Writer) -> array[int]:
    """Write what is written about each lead, copied but for the new lines; return where each line ends."""
    ends = array("q")
    old_ends = array("q", old.ends[:]) if old else array("q")

    def copy(first: int, end: int) -> None:
        if old and first < end:
            begin = old_ends[first - 1] if first else 0
            shift = (ends[-1] if ends else 0) - begin
            for part in old.text.parts(begin, old_ends[end - 1]):
                writer.add(words.TEXT, "B", part)
            ends.extend(array("q", (place + shift for place in old_ends[first:end])) if shift else old_ends[first:end])

    done = 0
    for slot, line in sorted(lines.items()):
        copy(done, min(slot, len(old_ends)))
        ends.append((ends[-1] if ends else 0) + words.write(writer, [line])[0])
        done = slot + 1
    copy(done, len(old_ends))
    return ends


def _by_marks(old: Index, ids: Column, pairs: Iterable[Pair]) -> dict[str, Column]:
    """Return the leads by all that they are found by."""
    columns = {f"{kind}.{name}": old.column(f"{kind}.{name}") for kind in Kind for name in ("numbers", "slots")}
    for before, after in pairs:
        for lead, remove in ((before, True), (after, False)):
            if isinstance(lead, Lead):
                slot = bisect_left(ids, lead.id)
                for kind, number in marks(lead):
                    _mark(columns[f"{kind}.numbers"], columns[f"{kind}.slots"], number, slot, remove=remove)
    return dict(columns)


def _mark(numbers: array[int], slots: array[int], number: int, slot: int, *, remove: bool) -> None:
    """Put in, or take out, a number with its slot; the columns are in the order of both."""
    first = bisect_left(numbers, number)
    place = bisect_left(slots, slot, first, bisect_right(numbers, number, first))
    for column, value in ((numbers, number), (slots, slot)):
        if remove:
            column.pop(place)
        else:
            column.insert(place, value)


def _by_lead(old: Index, table: Table, pairs: Iterable[Pair]) -> dict[str, Column]:
    """Return the history by lead."""
    came: dict[int, set[int]] = {}
    went: dict[int, set[int]] = {}
    for before, after in pairs:
        if isinstance(before, (Touch, Note)):
            went.setdefault(before.lead, set()).add(before.id)
        if isinstance(after, (Touch, Note)):
            came.setdefault(after.lead, set()).add(after.id)
    names = [f"{table} by lead.{name}" for name in ("leads", "ends", "entries")]
    old_leads, old_ends, old_entries = (old.column(name) for name in names)
    leads, ends, entries = array("q"), array("q"), array("q")

    def copy(first: int, end: int) -> None:
        begin = old_ends[first - 1] if first else 0
        shift = len(entries) - begin
        leads.extend(old_leads[first:end])
        ends.extend(array("q", (place + shift for place in old_ends[first:end])) if shift else old_ends[first:end])
        entries.extend(old_entries[begin : old_ends[end - 1] if end else 0])

    done = 0
    for lead_id in sorted({*came, *went}):
        slot = bisect_left(old_leads, lead_id, done)
        copy(done, slot)
        stood = slot < len(old_leads) and old_leads[slot] == lead_id
        done = slot + stood
        kept = set(old_entries[old_ends[slot - 1] if slot else 0 : old_ends[slot]]) if stood else set()
        present = sorted((kept - went.get(lead_id, set())) | came.get(lead_id, set()))
        if present:
            leads.append(lead_id)
            entries.extend(present)
            ends.append(len(entries))
    copy(done, len(old_leads))
    return dict(zip(names, (leads, ends, entries), strict=True))

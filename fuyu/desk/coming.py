"""What a calendar shows of a book."""

from datetime import datetime

from fuyu.desk.desk import Desk
from fuyu.domain.action import Table
from fuyu.domain.coming import Event, events_of, may_show
from fuyu.domain.history import Note, Touch
from fuyu.domain.wishes import Showing


def coming(desk: Desk, showing: Showing) -> list[Event]:
    """Return the events of everyone, by id."""
    today = desk.terms.today()
    ids = sorted(row.id for row in desk.leads.rows() if may_show(row, today, showing))
    notes = _last_notes(desk) if showing.details and ids else {}
    leads = filter(None, map(desk.book.store.lead, ids))
    return [event for lead in leads for event in events_of(lead, notes.get(lead.id, ""), today, showing)]


def _last_notes(desk: Desk) -> dict[int, str]:
    """Return what was written last of each lead of whom anything was."""
    last: dict[int, tuple[datetime, str]] = {}
    for table in (Table.TOUCHES, Table.NOTES):
        for entry in desk.book.documents(table):
            if not isinstance(entry, (Touch, Note)) or not entry.note:
                continue
            known = last.get(entry.lead)
            if known is None or entry.at >= known[0]:
                last[entry.lead] = (entry.at, entry.note)
    return {lead_id: note for lead_id, (_, note) in last.items()}

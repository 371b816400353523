"""A wish to be left alone, from the column it stands in to the lead it ends the follow-up with."""

from datetime import date
from pathlib import Path

from fuyu.desk.arrivals import Arrivals, arrivals
from fuyu.domain.history import Note
from fuyu.domain.lead import Lead, NextStep, Status
from fuyu.domain.when import When
from fuyu.interop.contacts import read_contacts
from fuyu.storage.memory import MemoryStore
from tests.builders import NOON, a_lead, adding

ALONE = Status.DO_NOT_CONTACT


def coming(folder: Path, rows: str, *known: Lead) -> Arrivals:
    """Return what a file with an opt-out column would do to a book of known leads."""
    store = MemoryStore()
    if known:
        store.apply(adding(*known))
    path = folder / "people.csv"
    path.write_text(f"Name,Email,Next,Unsubscribed\n{rows}", "utf-8")
    return arrivals(read_contacts(path).contacts, store, NOON, lambda words: When(day=date.fromisoformat(words)))


def notes(plan: Arrivals) -> list[str]:
    return [change.after.note for change in plan.changes if isinstance(change.after, Note)]


def test_a_new_lead_is_left_alone_and_the_date_is_only_noted(tmp_path: Path) -> None:
    plan = coming(tmp_path, "Ana,a@x.example,2026-04-01,yes\nBo,b@x.example,2026-04-01,no\n")
    assert [(lead.status, lead.next_step) for lead in plan.new] == [
        (ALONE, None),
        (Status.OPEN, NextStep(day=date(2026, 4, 1))),
    ]
    assert notes(plan) == ["next: 2026-04-01"]
    assert (plan.dated, plan.refused) == (1, 1)


def test_it_wins_over_what_was_agreed_and_over_any_end(tmp_path: Path) -> None:
    known = (
        a_lead(1, "Ana", emails=("a@x.example",)),
        a_lead(2, "Bo", emails=("b@x.example",), due=None, status=Status.WON),
    )
    plan = coming(tmp_path, "Ana,a@x.example,,yes\nBo,b@x.example,,yes\n", *known)
    assert [(lead.id, lead.status, lead.next_step) for lead in plan.merged] == [(1, ALONE, None), (2, ALONE, None)]
    assert plan.refused == 2


def test_a_second_row_neither_lifts_it_nor_comes_too_late(tmp_path: Path) -> None:
    rows = ["Ana,a@x.example,,yes\n", "Ana,a@x.example,2026-04-01,no\n"]
    for text in ("".join(rows), "".join(reversed(rows))):
        plan = coming(tmp_path, text)
        assert [(lead.status, lead.next_step) for lead in plan.new] == [(ALONE, None)]
        assert plan.refused == 1


def test_a_wish_that_was_known_says_nothing_new(tmp_path: Path) -> None:
    known = a_lead(1, "Ana", emails=("a@x.example",), due=None, status=ALONE)
    plan = coming(tmp_path, "Ana,a@x.example,,yes\nAna,a@x.example,,no\n", known)
    assert (plan.changes, plan.known, plan.refused) == ((), 2, 0)

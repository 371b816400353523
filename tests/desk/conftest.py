"""Desks over every store, under a clock that stands still."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fuyu.care import open_book
from fuyu.clock import StoppedClock
from fuyu.desk import Desk, NewLead
from fuyu.domain.action import Action, Change, Table, Verb
from fuyu.domain.action import lead_of as about_whom
from fuyu.domain.history import Away, Draft, Entry
from fuyu.domain.lead import Lead
from fuyu.domain.message import Message, State
from fuyu.domain.promise import Promise, PromiseState
from fuyu.domain.score import Promises, score
from fuyu.domain.step import Plan, Step
from fuyu.storage.port import Store
from tests.builders import a_lead, adding
from tests.memory import MemoryStore

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 3, 18, 9, 30, tzinfo=LONDON)
TODAY = date(2026, 3, 18)  # a Wednesday
TOMORROW = date(2026, 3, 19)

Book = tuple[dict[int, Lead], dict[int, list[Entry]], list[Draft], list[Away]]
"""Everything a person could lose."""


class Office:
    """Sits people down at desks of one kind, and clears away those it set up."""

    def __init__(self, opener: Callable[[], Store], *, keeps: bool) -> None:
        self.clock = StoppedClock(NOW)
        self._opener = opener
        self._keeps = keeps
        self._desks: list[Desk] = []

    def open(self) -> Desk:
        """Open a desk."""
        self._desks.append(Desk(self._opener(), self.clock))
        return self._desks[-1]

    def reopened(self, desk: Desk) -> Desk:
        """Return the desk after a restart; where the store keeps nothing it is a new desk on the same store."""
        if not self._keeps:
            return Desk(desk.book.store, self.clock)
        desk.book.close()
        self._desks.remove(desk)
        return self.open()

    def close_all(self) -> None:
        """Close every desk that was opened."""
        while self._desks:
            self._desks.pop().book.close()


def an_office(path: Path, opener: Callable[[Path], Store] | None = open_book) -> Office:
    """Return an office with the book in that file, or one whose store keeps nothing."""
    return Office(partial(opener, path), keeps=True) if opener else Office(MemoryStore, keeps=False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "fuyu.json"


@pytest.fixture(params=["memory", "book", "shared"])
def office(request: pytest.FixtureRequest, path: Path, open_shared: Callable[[Path], Store]) -> Iterator[Office]:
    found = an_office(path, {"memory": None, "book": open_book, "shared": open_shared}[request.param])
    yield found
    found.close_all()


@pytest.fixture
def desk(office: Office) -> Desk:
    return office.open()


@pytest.fixture
def two(path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Two desks on one file, as two terminals have them."""
    shared = an_office(path)
    yield shared.open(), shared.open()
    shared.close_all()


def a_lead_on(desk: Desk, name: str = "Sakura Tanaka", due: date = TODAY, **fields: object) -> int:
    """Add a lead and return the id; a promise is made to them with a uid of its own."""
    step = fields.pop("next_step", Plan(day=due))
    if isinstance(step, Promise):
        fields["agreed"] = True
        step = Plan(**{name: getattr(step, name) for name in Step.__struct_fields__})
    return desk.commands.add(NewLead(name=name, next_step=step, **fields)).changes[0].id  # type: ignore[arg-type]


def put_unscheduled(desk: Desk, *names: str, **fields: object) -> None:
    """Bring leads without a date in, as another program or a merge leaves them."""
    first = desk.book.store.next_id(Table.LEADS)
    leads = [a_lead(number, name, due=None, **fields) for number, name in enumerate(names, first)]
    desk.book.store.apply(adding(*leads))


def brought_in(desk: Desk, *leads: Lead) -> Action:
    """Bring leads in as one action, as an import does, and return it."""
    return desk.actions.act(Verb.IMPORT, lambda: ("brought in", [Change(None, lead) for lead in leads]))


def a_message_waits(desk: Desk, lead_id: int, day: date = TOMORROW) -> Message:
    """Keep a message to a lead for a day, and return it."""
    message = Message(
        id=desk.book.next_id(Table.MESSAGES),
        lead=lead_id,
        at=desk.now(),
        day=day,
        to="b@x.example",
        subject="Hello",
        text="…",
        state=State.QUEUED,
    )
    desk.actions.act(Verb.WRITE, lambda: ("written", [Change(None, message)]))
    return message


def everything(desk: Desk) -> Book:
    """Return every document: leads, histories, drafts and days away, also what is left of those who are gone."""
    store = desk.book.store
    written = [*store.documents(Table.TOUCHES), *store.documents(Table.NOTES), *store.documents(Table.LEADS)]
    ids = sorted({about_whom(document) for document in written})
    return (
        {lead_id: lead for lead_id in ids if (lead := store.lead(lead_id))},
        {lead_id: list(history) for lead_id in ids if (history := store.history(lead_id))},
        list(desk.drafts.all()),
        list(desk.planning.away()),
    )


def lead_of(desk: Desk, lead_id: int) -> Lead:
    """Return a lead."""
    return desk.leads.card(lead_id).lead


def promises_of(desk: Desk, lead_id: int) -> list[tuple[date, PromiseState]]:
    """Return the day and the state of each promise to a lead, in the order in which they were made."""
    return [(one.day, one.state) for one in lead_of(desk, lead_id).promises]


def plan_of(desk: Desk, lead_id: int) -> Plan:
    """Return a lead's plan, which there must be."""
    plan = lead_of(desk, lead_id).plan
    assert plan is not None
    return plan


def step_of(desk: Desk, lead_id: int) -> Step:
    """Return a lead's next step, which there must be."""
    step = lead_of(desk, lead_id).next_step
    assert step is not None
    return step


def notes_of(desk: Desk, lead_id: int) -> list[str]:
    """Return what a lead's history says, newest first."""
    return [entry.note for entry in desk.leads.card(lead_id).history]


def this_week(desk: Desk) -> Promises:
    """Return what became of the promises of the week it is."""
    today = desk.now().date()
    first = desk.calendar.week_of(today)
    return score(desk.leads.rows(), first, first + timedelta(days=6), today)

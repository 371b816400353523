"""Whatever is done in whatever order: two kinds of book agree, nobody falls through, and an undo is exact."""

import tempfile
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from fuyu.care import open_book
from fuyu.desk import Desk, NewLead, TouchMade
from fuyu.domain.action import Action, Verb
from fuyu.domain.history import Away
from fuyu.domain.lead import About, Lead, Outcome, Row, Status, Temperature
from fuyu.domain.promise import Promise, PromiseKind, PromiseState
from fuyu.domain.step import Channel, Plan
from fuyu.domain.when import When
from fuyu.errors import FuyuError
from fuyu.features.contacts.reading.contact import Contact
from fuyu.features.contacts.service import bring_in, look
from fuyu.features.messages.service import Post, Written, with_message_id
from tests.desk.conftest import NOW, Book, an_office, everything
from tests.examples import examples

leads = st.integers(1, 4)
names = st.sampled_from(["Sakura Tanaka", "Zoë O'Neil", "Dana", "Dan\x1b[2J", " "])
texts = st.sampled_from(["", "tea", "zoe said\r\nno", "\x1b[31mred", "half a sen"])
days = st.integers(-3, 40).map(lambda ahead: NOW.date() + timedelta(days=ahead))
steps = st.builds(Plan, day=days, channel=st.sampled_from(Channel), why=texts)
contacts = st.builds(
    Contact,
    line=st.just(2),
    name=st.sampled_from(["Sakura Tanaka", "Dana", "Bo"]),
    emails=st.sampled_from([(), ("a@x.example",)]),
    phones=st.sampled_from([(), ("555 0100 22",)]),
    note=st.sampled_from(["", "tea"]),
    next=st.sampled_from(["", "tomorrow", "2/11"]),
    do_not_contact=st.sampled_from([False, False, False, True]),
)
facts = st.builds(About, fact=st.sampled_from(["birthday", "exam"]), day=st.none() | days, yearly=st.booleans())
aways = st.builds(
    lambda first, length: Away(id=0, first=first, last=first + timedelta(days=length)), days, st.integers(-1, 9)
)
changed_fields = st.fixed_dictionaries(
    {},
    optional={
        "name": names,
        "company": texts,
        "plan": st.none() | steps,
        "status": st.sampled_from(Status),
        "temperature": st.sampled_from(Temperature),
        "rhythm": st.sampled_from([None, 2]),
        "about": st.lists(facts, max_size=2).map(tuple),
    },
)

Answer = tuple[Verb, str, int] | str | None


def answered(act: Callable[[], Action | None]) -> Answer:
    """Return what a person is told: what was done and to how many documents, or the sentence of the error."""
    try:
        action = act()
    except FuyuError as error:
        return f"{type(error).__name__}: {error}"
    if action is None:
        return None
    assert all(change.before != change.after for change in action.changes), "a change that changes nothing"
    return action.verb, action.title, len(action.changes)


def comparable(book: Book) -> object:
    """Return everything but the random uids of touches and promises."""
    found, histories, *rest = book
    leads = {lead_id: replace(lead, promises=tuple(map(_nameless, lead.promises))) for lead_id, lead in found.items()}
    return leads, {i: [(type(e), e.id, e.at, e.note, e.earlier) for e in past] for i, past in histories.items()}, rest


def shown(desk: Desk) -> list[list[Row]]:
    """Return the lists of today, without the random uids."""
    day = desk.agenda.today()
    lists = (day.overdue, day.today, day.check_in, day.done, day.unscheduled)
    return [[replace(row, promises=tuple(map(_nameless, row.promises))) for row in rows] for rows in lists]


def given(desk: Desk) -> object:
    """Return the days that overdue plans would get, and the promises that stay, without their random uids."""
    found = desk.planning.overdue()
    return found.days, found.leaving, [(row.id, promise.day, promise.time) for row, promise in found.promises]


_ENDS = {PromiseState.WITHDRAWN}
_WAYS_OUT: Mapping[Verb, AbstractSet[PromiseState]] = {
    Verb.SNOOZE: {PromiseState.PUT_OFF, PromiseState.BROKEN},
    Verb.PROMISE: {PromiseState.KEPT, PromiseState.LATE, PromiseState.AGREED_ANEW, *_ENDS},
    Verb.LOG: {*PromiseState} - {PromiseState.OPEN, PromiseState.PUT_OFF, PromiseState.BROKEN},
    Verb.EDIT: _ENDS,
    Verb.IMPORT: _ENDS,
}
"""What a promise may become by each thing done; by all others it stays. Withdrawn after its day, it was broken."""
_BEFORE_ITS_DAY = {PromiseState.AGREED_ANEW, *_ENDS}
"""What a touch may make of it before its day."""


def a_promise_is_left_open_unless_its_rules_say_otherwise(was: Lead, lead: Lead, verb: Verb) -> None:
    """Look at every promise before and after something was done with its lead."""
    for before, after in zip(was.promises, lead.promises, strict=False):
        if before.state is after.state:
            continue
        is_missed = after.state is PromiseState.BROKEN and after.history[-1].at.date() > after.day
        state = PromiseState.WITHDRAWN if is_missed and verb is not Verb.SNOOZE else after.state
        assert state in _WAYS_OUT.get(verb, set())
        assert state not in _ENDS or verb is Verb.PROMISE or not lead.is_open
        if verb is Verb.LOG and after.history[-1].at.date() < after.day:
            assert after.state in _BEFORE_ITS_DAY


def _nameless(promise: Promise) -> Promise:
    return replace(promise, uid="", history=tuple(replace(change, touch="") for change in promise.history))


def nobody_fell_through(before: dict[int, Lead], after: dict[int, Lead], verb: Verb) -> None:
    """Only an import brings leads without a date; whoever has one keeps one until an explicit end.

    What is done to many at once moves no promise, and only an edit lifts the wish to be left alone.
    """
    for lead in after.values():
        was = before.get(lead.id)
        if was and verb in {Verb.PLAN, Verb.AWAY, Verb.IMPORT} and lead.status is not Status.DO_NOT_CONTACT:
            assert lead.promises[: len(was.promises)] == was.promises
        if was and verb not in {Verb.UNDO, Verb.REDO}:
            a_promise_is_left_open_unless_its_rules_say_otherwise(was, lead, verb)
            assert [one.uid for one in lead.promises][: len(was.promises)] == [one.uid for one in was.promises]
            held = zip(was.promises, lead.promises, strict=False)
            assert all(before is after or before == after or not before.state.is_settled for before, after in held)
        if lead.is_unscheduled:
            assert was.is_unscheduled if was else verb is Verb.IMPORT
        assert lead.is_followed or lead.next_step is None
        if was and was.status is Status.DO_NOT_CONTACT:
            assert lead.status is Status.DO_NOT_CONTACT or verb is Verb.EDIT


class TwoDesks(RuleBasedStateMachine):
    """One person at a desk on memory and at a desk on a file, doing the same at both."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.offices = [an_office(Path(self.folder.name) / "fuyu.json", opener) for opener in (None, open_book)]
        self.desks = [office.open() for office in self.offices]

    def teardown(self) -> None:
        """Clear away."""
        for office in self.offices:
            office.close_all()
        self.folder.cleanup()

    def both(self, act: Callable[[Desk], Action | None]) -> Answer:
        """Do one thing at both desks; they answer the same, and an error changes nothing."""
        before = [everything(desk) for desk in self.desks]
        memory, book = (answered(lambda desk=desk: act(desk)) for desk in self.desks)  # type: ignore[misc]
        assert memory == book
        if isinstance(memory, str):
            assert [everything(desk) for desk in self.desks] == before
        return memory

    def done(self, act: Callable[[Desk], Action | None], *, stay: int = 0) -> None:
        """Do one thing at both desks, and take it back and do it again: each is exact, but for so many that stay."""
        before = [everything(desk) for desk in self.desks]
        answer = self.both(act)
        if not isinstance(answer, tuple):
            return
        after = [everything(desk) for desk in self.desks]
        nobody_fell_through(before[0][0], after[0][0], answer[0])
        _, title, changes = answer
        assert self.both(lambda desk: desk.undo.last()) == (Verb.UNDO, title, changes - stay)
        assert [everything(desk) for desk in self.desks] == before
        assert self.both(lambda desk: desk.undo.redo()) == (Verb.REDO, title, changes - stay)
        assert [everything(desk) for desk in self.desks] == after

    @rule(name=names, step=st.none() | steps, company=texts, agreed=st.booleans())
    def add(self, name: str, step: Plan | None, company: str, *, agreed: bool) -> None:
        self.done(lambda desk: desk.commands.add(NewLead(name=name, next_step=step, company=company, agreed=agreed)))

    @rule(lead_id=leads, step=steps, kind=st.sampled_from(PromiseKind))
    def promise(self, lead_id: int, step: Plan, kind: PromiseKind) -> None:
        self.done(lambda desk: desk.promises.add(lead_id, step, kind))

    @rule(lead_id=leads, is_task=st.booleans())
    def settle(self, lead_id: int, *, is_task: bool) -> None:
        def settled(desk: Desk) -> Action:
            promising = desk.promises
            if is_task:
                return promising.done(lead_id, promising.task(lead_id))
            return promising.withdraw(lead_id, promising.waiting(lead_id))

        self.done(settled)

    @rule(lead_id=leads, fields=changed_fields)
    def edit(self, lead_id: int, fields: dict[str, object]) -> None:
        self.done(lambda desk: desk.commands.edit(lead_id, **fields))

    @rule(
        lead_id=leads,
        outcome=st.sampled_from(Outcome),
        channel=st.none() | st.sampled_from(Channel),
        note=texts,
        step=st.none() | steps,
        ends=st.sampled_from(["", "agreed", "lost", "check-in"]),
    )
    def log(
        self, lead_id: int, outcome: Outcome, channel: Channel | None, note: str, step: Plan | None, *, ends: str
    ) -> None:
        made = TouchMade(
            outcome=outcome,
            channel=channel,
            note=note,
            next_step=step,
            agreed=ends == "agreed",
            lost=ends == "lost",
            check_in=ends == "check-in",
        )
        self.done(lambda desk: desk.commands.log(lead_id, made))

    @rule(lead_id=leads, day=days, why=texts, put_off=st.booleans())
    def snooze(self, lead_id: int, day: date, why: str, *, put_off: bool) -> None:
        self.done(lambda desk: desk.commands.snooze(lead_id, When(day), why, put_off=put_off))

    @rule(lead_id=leads, name=names, step=st.none() | steps, note=texts)
    def refer(self, lead_id: int, name: str, step: Plan | None, note: str) -> None:
        self.done(lambda desk: desk.commands.refer(lead_id, NewLead(name=name, next_step=step), note))

    @rule(lead_id=leads, day=days, reviewed=st.booleans())
    def write(self, lead_id: int, day: date, *, reviewed: bool) -> None:
        written = Written(
            to="dana@x.example", subject="The quote", text="here it is", when=When(day), reviewed=reviewed
        )
        self.done(lambda desk: Post(desk).write(lead_id, written))

    @rule(lead_id=leads)
    def send(self, lead_id: int) -> None:
        def sent(desk: Desk) -> Action | None:
            post = Post(desk)
            waiting = post.waiting(lead_id)
            if waiting is None:
                return None
            post.begin(with_message_id(waiting, "x.example"))
            return post.sent(waiting.id)

        self.done(sent, stay=1)  # what went stays sent

    @rule(lead_id=leads)
    def let_pass(self, lead_id: int) -> None:
        self.done(lambda desk: desk.commands.let_pass(lead_id))
        assert lead_id not in {row.id for row in self.desks[0].agenda.today().check_in}

    @rule()
    def replan(self) -> None:
        self.done(lambda desk: desk.planning.replan(desk.planning.overdue().days))
        overdue = self.desks[0].agenda.today().overdue
        assert all(row.open_promises for row in overdue)

    @rule(moved=st.dictionaries(leads, days, max_size=3))
    def replan_by_hand(self, moved: dict[int, date]) -> None:
        self.done(lambda desk: desk.planning.replan(moved))

    @rule(away=aways)
    def go_away(self, away: Away) -> None:
        self.done(lambda desk: desk.planning.go_away(away, desk.planning.clearing(away).days))
        known = [(known.first, known.last) for known in self.desks[0].planning.away()]
        if (away.first, away.last) in known and away.first >= self.offices[0].clock.at.date():
            assert all(row.plan.day not in away for row in self.desks[0].book.store.rows if row.plan)

    @precondition(lambda self: self.desks[0].planning.away())
    @rule()
    def come_back(self) -> None:
        away_id = self.desks[0].planning.away()[0].id
        self.done(lambda desk: desk.planning.come_back(away_id))

    @rule(lead_id=leads, text=texts)
    def draft(self, lead_id: int, text: str) -> None:
        for desk in self.desks:
            desk.drafts.keep(lead_id, text)

    @rule(lead_id=leads, text=texts)
    def keep_note(self, lead_id: int, text: str) -> None:
        self.done(lambda desk: desk.commands.keep_note(lead_id, text))

    @rule(lead_id=leads, text=texts)
    def correct(self, lead_id: int, text: str) -> None:
        if any(entry.lead == lead_id for entry in self.desks[0].book.store.history(lead_id)):
            self.done(lambda desk: desk.commands.correct(desk.book.store.history(lead_id)[0], text))

    @rule(lead_id=leads)
    def delete(self, lead_id: int) -> None:
        self.done(lambda desk: desk.commands.delete(lead_id))

    @precondition(lambda self: self.desks[0].agenda.today().unscheduled)
    @rule()
    def plan(self) -> None:
        self.done(lambda desk: desk.planning.plan(desk.planning.spread_unscheduled()))
        assert self.desks[0].agenda.today().unscheduled == ()

    @rule(found=st.lists(contacts, min_size=1, max_size=3))
    def bring_in(self, found: list[Contact]) -> None:
        self.done(lambda desk: bring_in(desk, found, f"brought in {len(found)}"))
        assert look(self.desks[0], found).changes == ()

    @rule()
    def undo(self) -> None:
        self.both(lambda desk: desk.undo.last())

    @rule()
    def redo(self) -> None:
        self.both(lambda desk: desk.undo.redo())

    @rule()
    def reopen(self) -> None:
        before = [everything(desk) for desk in self.desks]
        self.desks = [office.reopened(desk) for office, desk in zip(self.offices, self.desks, strict=True)]
        assert [everything(desk) for desk in self.desks] == before

    @rule(hours=st.sampled_from([1, 30, -30]))
    def time_passes(self, hours: int) -> None:
        for office in self.offices:
            office.clock.at += timedelta(hours=hours)

    @invariant()
    def both_desks_show_the_same(self) -> None:
        memory, book = self.desks
        assert comparable(everything(memory)) == comparable(everything(book))
        assert shown(memory) == shown(book)
        assert memory.agenda.upcoming() == book.agenda.upcoming()
        assert memory.agenda.score() == book.agenda.score()
        assert given(memory) == given(book)
        assert memory.drafts.all() == book.drafts.all()
        assert len(memory.leads) == len(book.leads)
        for words in ("zoe", "dana", "tea", "sakua", "555010022"):
            assert {row.id for row in memory.leads.find(words)} == {row.id for row in book.leads.find(words)}
            assert memory.leads.find_names(words) == book.leads.find_names(words)

    @invariant()
    def who_asked_to_be_left_alone_is_in_no_list_of_whom_to_touch(self) -> None:
        today = self.desks[1].agenda.today()
        for row in (*today.overdue, *today.today, *today.unscheduled):
            assert row.is_followed
        silent = {row.id for row in self.desks[1].book.store.rows if row.status is Status.DO_NOT_CONTACT}
        assert silent.isdisjoint(row.id for row in (*today.check_in, *today.done))
        for words in ("zoe", "dana", "tea"):
            assert silent.isdisjoint(row.id for row in self.desks[1].leads.find(words))
        moved = {**self.desks[1].planning.overdue().days, **self.desks[1].planning.spread_unscheduled()}
        assert silent.isdisjoint(moved)


TwoDesks.TestCase.settings = examples(40, steps=30)
TestTwoDesks = TwoDesks.TestCase

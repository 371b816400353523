"""The journalled book and its memory twin agree through any sequence of actions, faults, folds and reopenings."""

import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from string import ascii_lowercase, digits
from tempfile import TemporaryDirectory

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from msgspec.structs import replace

from fuyu.care import open_book
from fuyu.care.policy import BookPolicy
from fuyu.domain.action import Action, Change, Table, Verb, last_undoable
from fuyu.domain.history import after_touch, corrected
from fuyu.domain.lead import About, Outcome
from fuyu.domain.step import Plan
from fuyu.errors import SaveError, StaleError
from fuyu.storage.cache import Cache
from fuyu.storage.journal_db.snapshot import Snapshot
from fuyu.storage.lead_index import index_of
from fuyu.storage.port import Applied
from fuyu.storage.rows import Kind
from tests.builders import NOON, TODAY, a_draft, a_lead, a_note, a_touch, adding, an_action, changing, removing
from tests.examples import examples
from tests.memory import MemoryStore

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
days = st.integers(-2, 4).map(lambda days: TODAY + timedelta(days=days))
steps = st.none() | st.builds(Plan, day=days, put_off=st.booleans(), why=text)
lead_ids = st.integers(1, 4)
dates = st.sampled_from([TODAY, date(1984, 2, 29), date(2026, 3, 22)]) | st.dates(date(2025, 1, 1), date(2027, 1, 1))
facts = st.lists(st.builds(About, text, st.none() | dates, st.booleans()), max_size=2).map(tuple)
calls = st.sampled_from(["write", "fdatasync", "half"])


def all_in(snapshot: Snapshot) -> list[object]:
    """Return all that the index of a file says."""
    index = index_of(snapshot)
    assert index is not None
    marks = sorted((kind, lead) for kind in Kind for lead in index.found([(kind, 0, 10**6)], None, frozenset()))
    histories = [sorted(index.history(lead_id)) for lead_id in range(30)]
    vocabulary = index.vocabulary(snapshot)
    words = [set(vocabulary.leads_with([letter.encode()])[0]) for letter in ascii_lowercase + digits]
    return [sorted(index.places), index.note.leads, index.note.problems, marks, histories, words]


class BookAndTwin(RuleBasedStateMachine):
    """Does the same to both stores; they must answer alike."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "fuyu.json"
        self.book = open_book(self.path)
        self.twin = MemoryStore()

    def teardown(self) -> None:
        self.book.close()
        self.folder.cleanup()

    def both(self, action: Action) -> None:
        answers: list[str] = []
        for store in (self.twin, self.book):
            try:
                answers.append(store.apply(action))
            except StaleError as error:
                answers.append(repr(error))
        assert answers[0] == answers[1]

    @rule(step=steps, name=text, about=facts)
    def add(self, step: Plan | None, name: str, about: tuple[About, ...]) -> None:
        lead_id = self.twin.next_id(Table.LEADS)
        self.both(adding(a_lead(lead_id, name, due=None, next_step=step, about=about)))

    @rule(lead_id=lead_ids, outcome=st.sampled_from(Outcome), note=text, step=steps)
    def log(self, lead_id: int, outcome: Outcome, note: str, step: Plan | None) -> None:
        lead = self.twin.lead(lead_id)
        if lead:
            at = NOON + timedelta(hours=12 * (lead_id % 3))
            touch = a_touch(self.twin.next_id(Table.TOUCHES), lead_id, note, outcome=outcome, at=at)
            draft = self.twin.draft(lead_id)
            dropped = [Change(draft, None)] if draft else []
            after = after_touch(lead, touch, step)
            self.both(an_action(Change(lead, after), Change(None, touch), *dropped, verb=Verb.LOG))

    @rule(lead_id=lead_ids, name=text, note=text, about=facts)
    def edit(self, lead_id: int, name: str, note: str, about: tuple[About, ...]) -> None:
        lead = self.twin.lead(lead_id)
        if lead:
            self.both(changing(lead, name=name, about=about))
            self.both(changing(replace(lead, role="nobody"), name=name))
        for entry in self.twin.history(lead_id)[:1]:
            self.both(an_action(Change(entry, corrected(entry, note, NOON)), verb=Verb.CORRECT))

    @rule(lead_id=lead_ids)
    def remove(self, lead_id: int) -> None:
        lead = self.twin.lead(lead_id)
        if lead:
            self.both(removing(lead, *self.twin.history(lead_id)))

    @rule(lead_id=lead_ids, note=text)
    def write_note(self, lead_id: int, note: str) -> None:
        self.both(adding(a_note(self.twin.next_id(Table.NOTES), lead_id, note)))

    @rule(lead_id=lead_ids, words=text)
    def type(self, lead_id: int, words: str) -> None:
        for store in (self.twin, self.book):
            store.keep_draft(a_draft(lead_id, words))

    @rule(verb=st.sampled_from([Verb.UNDO, Verb.REDO]))
    def undo(self, verb: Verb) -> None:
        head = last_undoable(self.twin.heads(), verb)
        if head:
            reversal = self.twin.reversal(head.uid)
            assert self.book.reversal(head.uid) == reversal
            self.both(an_action(*reversal.changes, verb=verb, of=head.uid))

    @rule()
    def repeat(self) -> None:
        heads = self.twin.heads()
        if heads:
            assert self.book.apply(an_action(uid=heads[-1].uid)) is Applied.DUPLICATE

    @rule()
    def reopen(self) -> None:
        self.book.close()
        self.book = open_book(self.path)

    @rule()
    def leave_without_folding(self) -> None:
        self.book._storage.let_go()
        self.book = open_book(self.path)

    @rule()
    def tidy(self) -> None:
        self.book.care.tidy()

    @rule()
    def fold(self) -> None:
        list(self.book.mentions("a"))
        if self.book.compact():
            assert all_in(self.book._storage.contents.snapshot) == all_in(Snapshot(self.path, BookPolicy(Cache(None))))

    @rule(lead_id=lead_ids, name=text, fold=st.booleans())
    def let_another_process_write(self, lead_id: int, name: str, *, fold: bool) -> None:
        other = open_book(self.path)
        lead = self.twin.lead(lead_id) or a_lead(max(lead_id, self.twin.next_id(Table.LEADS)))
        known = self.twin.lead(lead.id)
        action = an_action(Change(known, replace(lead, name=name)))
        other.apply(action)
        if fold:
            other.compact()
        other._storage.let_go()
        self.twin.apply(action)
        assert self.book.refresh()

    @precondition(lambda self: self.path.exists())
    @rule(call=calls, lead_id=lead_ids)
    def fail_to_save(self, call: str, lead_id: int) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "fdatasync" if call == "fdatasync" else "write", failing(call))
            with pytest.raises(SaveError):
                self.book.apply(adding(a_lead(self.twin.next_id(Table.LEADS)), a_touch(99, lead_id)))

    @precondition(lambda self: self.path.exists())
    @rule(number=st.integers(0, 12))
    def fail_to_fold(self, number: int) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "write", failing("later", number))
            try:
                self.book.compact()
            except (SaveError, OSError):
                return

    @invariant()
    def answer_alike(self) -> None:
        for day in (TODAY, TODAY + timedelta(days=1)):
            answers = [sorted(store.rows.for_day(day), key=lambda row: row.id) for store in (self.twin, self.book)]
            assert answers[0] == answers[1]
            assert self.twin.rows.load(day) == self.book.rows.load(day)
        assert len(self.twin.rows) == len(self.book.rows)
        assert {row.id: row for row in self.twin.rows} == {row.id: row for row in self.book.rows}
        for lead_id in range(1, 6):
            assert self.twin.lead(lead_id) == self.book.lead(lead_id)
            assert self.twin.rows.get(lead_id) == self.book.rows.get(lead_id)
            assert list(self.twin.history(lead_id)) == list(self.book.history(lead_id))
        assert list(self.twin.drafts()) == list(self.book.drafts())
        assert list(self.twin.heads()) == list(self.book.heads())
        for table in (Table.LEADS, Table.TOUCHES, Table.NOTES):
            assert self.twin.next_id(table) == self.book.next_id(table)

    @rule(words=text)
    def search(self, words: str) -> None:
        assert set(self.twin.mentions(words)) == set(self.book.mentions(words))


def failing(call: str, after: int = 0) -> Callable[..., int]:
    """Return what stands in for a system call: it fails at once, after some calls, or after half of what is written."""
    write = os.write
    done = 0

    def fails(fd: int, content: bytes | memoryview = b"") -> int:
        nonlocal done
        done += 1
        if (call == "half" and done == 1) or (call == "later" and done <= after):
            return write(fd, content[: len(content) // 2 + 1] if call == "half" else content)
        raise OSError(28, "No space left on device")

    return fails


TestBookAndTwin = BookAndTwin.TestCase
TestBookAndTwin.settings = examples(20, steps=20)


@pytest.mark.soak
def test_they_agree_for_long() -> None:
    run_state_machine_as_test(BookAndTwin, settings=examples(100))

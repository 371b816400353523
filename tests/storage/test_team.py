"""Some people who work in books of one team, undo, delete, copy, restore and are killed: nobody loses anything."""

import shutil
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from fuyu.care import Book, open_book
from fuyu.care.check import check
from fuyu.domain.action import Action, Change, Table, Verb, last_undoable
from fuyu.domain.history import Touch, after_touch, corrected
from fuyu.domain.lead import Lead, Outcome, Status
from fuyu.domain.step import Plan
from tests.builders import NOON, TODAY, a_lead, a_note, a_touch, adding, an_action, changing, removing
from tests.examples import examples
from tests.storage.team import Server, exchange, has, share_of, written

HOUR = timedelta(hours=1)
who = st.integers(0, 2)
leads = st.integers(0, 3)
OUTCOMES = (Outcome.NO_ANSWER, Outcome.TALKED)


class Team(RuleBasedStateMachine):
    """Three books and a server."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(mkdtemp(prefix="team-"))
        self.server = Server()
        self.books = [self.opened(name) for name in ("ana", "bo", "cy")]
        self.books[0].apply(adding(a_lead(1, "Ann"), a_lead(2, "Bob")))
        for book in self.books:
            book.share("test", 1, NOON)
        self.minutes = 0
        self.touches: dict[str, str] = {}
        """The touches that were logged and not taken back, by the uid of their action."""
        self.backups: dict[int, bytes] = {}
        self.saved: Server | None = None
        """What the server had when it was backed up."""
        self.may_be_gone = False
        """Whether somebody deleted a lead, or took a book from a copy."""

    def opened(self, name: str) -> Book:
        """Open a book."""
        return open_book(self.root / f"{name}.json")

    def do(self, book: Book, *changes: Change, verb: Verb = Verb.EDIT, of: str = "") -> Action:
        """Do something a minute later than what was done before."""
        self.minutes += 1
        action = an_action(*changes, verb=verb, of=of, at=NOON + self.minutes * HOUR / 60)
        book.apply(action)
        return action

    def lead(self, book: Book, number: int) -> Lead | None:
        """Return one of the leads of a book."""
        ids = sorted(row.id for row in book.rows)
        return book.lead(ids[number % len(ids)]) if ids else None

    @rule(who=who, number=leads, outcome=st.sampled_from(OUTCOMES), days=st.integers(0, 3))
    def log(self, who: int, number: int, outcome: Outcome, days: int) -> None:
        book = self.books[who]
        if lead := self.lead(book, number):
            uid = f"touch{self.minutes}"
            at = NOON + (self.minutes + 1) * HOUR / 60
            touch = a_touch(book.next_id(Table.TOUCHES), lead.id, uid, uid=uid, at=at, outcome=outcome)
            after = after_touch(lead, touch, Plan(day=TODAY.replace(day=20 + days)))
            self.touches[self.do(book, Change(lead, after), Change(None, touch), verb=Verb.LOG).uid] = uid

    @rule(who=who, number=leads, word=st.sampled_from(["Acme", "Globex", ""]))
    def edit(self, who: int, number: int, word: str) -> None:
        if lead := self.lead(self.books[who], number):
            self.do(self.books[who], *changing(lead, company=word, tags=(*lead.tags, f"{word}{who}")).changes)

    @rule(who=who, number=leads)
    def refuse(self, who: int, number: int) -> None:
        if lead := self.lead(self.books[who], number):
            self.do(self.books[who], *changing(lead, status=Status.DO_NOT_CONTACT, plan=None).changes)

    @rule(who=who)
    def add(self, who: int) -> None:
        book = self.books[who]
        lead = a_lead(book.next_id(Table.LEADS), f"New {self.minutes}")
        self.do(book, *adding(lead, a_note(book.next_id(Table.NOTES), lead.id, "added")).changes, verb=Verb.ADD)

    @rule(who=who, number=leads)
    def correct(self, who: int, number: int) -> None:
        book = self.books[who]
        lead = self.lead(book, number)
        for entry in book.history(lead.id)[:1] if lead else ():
            at = NOON + self.minutes * HOUR / 60
            self.do(book, Change(entry, corrected(entry, f"{entry.note}!", at)), verb=Verb.CORRECT)

    @rule(who=who, number=leads)
    def delete(self, who: int, number: int) -> None:
        book = self.books[who]
        if lead := self.lead(book, number):
            self.may_be_gone = True
            self.do(book, *removing(lead, *book.history(lead.id)).changes, verb=Verb.DELETE)

    @rule(who=who, verb=st.sampled_from([Verb.UNDO, Verb.UNDO, Verb.REDO]))
    def undo(self, who: int, verb: Verb) -> None:
        book = self.books[who]
        if head := last_undoable(book.heads(), verb):
            self.may_be_gone |= verb is Verb.REDO
            self.do(book, *book.reversal(head.uid).changes, verb=verb, of=head.uid)
            self.touches.pop(head.uid, None)

    @rule(who=who)
    def exchange(self, who: int) -> None:
        exchange(self.books[who], self.server)

    @rule(who=who, how=st.sampled_from(["kill", "close", "compact"]))
    def leave(self, who: int, how: str) -> None:
        book = self.books[who]
        if how == "compact":
            book.compact()
            return
        (book.close if how == "close" else book._storage.let_go)()
        self.books[who] = open_book(book._storage.path)

    @rule(who=who)
    def work_on_in_a_copy(self, who: int) -> None:
        """Copy a book with its journal to another name, and go on there: the one before is used no more."""
        book = self.books[who]
        path = book._storage.path
        book.close()
        copy = path.with_name(f"{path.stem}-{self.minutes}-{who}.json")
        if not copy.exists():
            shutil.copy(path, copy)
        self.books[who] = open_book(copy)

    @rule(who=who)
    def back_up(self, who: int) -> None:
        self.books[who].compact()
        self.backups[who] = self.books[who]._storage.path.read_bytes()

    @rule(who=who)
    def restore(self, who: int) -> None:
        """Put a copy of the file in its place: what was done since and not sent is gone, and nothing else."""
        if who in self.backups:
            self.may_be_gone = True
            path = self.books[who]._storage.path
            self.books[who].close()
            for kind in ("journal", "earlier"):
                path.with_name(f"{path.name}.{kind}").unlink(missing_ok=True)
            path.write_bytes(self.backups[who])
            self.books[who] = open_book(path)

    @rule()
    def back_up_the_server(self) -> None:
        self.saved = self.server.as_it_is()

    @rule()
    def bring_back_the_server(self) -> None:
        """Bring the server back from its backup: each book has what it lacks, and who was deleted since is back."""
        if self.saved is not None:
            self.server = self.saved.as_it_is()

    def teardown(self) -> None:
        """Let everybody exchange, and look whether anything is wrong or gone."""
        try:
            for book in (*self.books, *self.books):
                exchange(book, self.server)
            for book in self.books:
                assert written(book) == has(self.server)
                assert share_of(book).waiting() == {}
                found = check(book._storage.path).book.findings
                assert not [one for one in found if not (self.may_be_gone and one.what.startswith("counts"))]
            touches = [touch for touch in self.books[0].documents(Table.TOUCHES) if isinstance(touch, Touch)]
            for row in self.books[0].rows:
                assert not row.is_unscheduled
                assert row.touches == sum(touch.lead == row.id for touch in touches) or self.may_be_gone
            assert {*self.touches.values()} <= {touch.uid for touch in touches} or self.may_be_gone
        finally:
            for book in self.books:
                book.close()
            shutil.rmtree(self.root)


TestTeam = Team.TestCase
TestTeam.settings = examples(25, steps=25)


@pytest.mark.soak
def test_a_team_for_long() -> None:
    run_state_machine_as_test(Team, settings=examples(150, steps=60))

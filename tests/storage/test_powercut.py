"""A power cut between any two system calls, with every torn variant, leaves the state before or after an action."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from fuyu.domain.action import Change, Table, Verb
from fuyu.domain.history import Touch, after_touch
from fuyu.domain.step import Plan
from fuyu.storage import open_book
from fuyu.storage.book import Book
from fuyu.storage.check import check
from fuyu.storage.port import Applied, Theirs, Waiting
from tests.builders import NOON, TODAY, a_draft, a_lead, a_note, a_touch, adding, an_action, changing
from tests.storage.powercut import Image, Operation, Recorder, images
from tests.storage.team import Server, exchange, has, written

State = tuple[object, ...]


def state_of(book: Book) -> State:
    leads = [book.lead(row.id) for row in sorted(book.rows, key=lambda row: row.id)]
    heads = [(head.uid, head.of) for head in book.heads()]
    return (leads, [book.history(1), book.history(2)], heads[-3:], book.rows.load(TODAY))


def a_day(path: Path, recorder: Recorder, rounds: int = 1) -> list[State]:
    """Live through some actions, drafts and folds; return the states that were acknowledged one after the other."""
    book = open_book(path)
    states = [state_of(book)]
    lead, touch = a_lead(), a_touch(note="x" * 300)
    logged = an_action(Change(lead, after_touch(lead, touch, Plan(day=TODAY))), Change(None, touch), verb=Verb.LOG)
    actions = [adding(lead, uid="1"), adding(a_lead(2), a_note(lead=2)), logged, changing(a_lead(2), name="Dana")]
    for number in range(1, rounds):
        actions.append(adding(a_lead(2 + number), a_touch(1 + number, 1, "z" * 40 * number)))
        actions.append(changing(a_lead(2 + number), company="y" * 30 * number))
    for number, action in enumerate(actions):
        book.keep_draft(a_draft(text="x" * 50 * number))
        book.keep_draft(a_draft(text="y" * 90 * number))
        book.apply(action)
        states.append(state_of(book))
        recorder.note("acknowledged")
        if number % 2:
            book.compact()
            recorder.note("folded")
    book.apply(an_action(*book.reversal(logged.uid).changes, verb=Verb.UNDO, of=logged.uid))
    states.append(state_of(book))
    recorder.note("acknowledged")
    book.close()
    return states


def lay_out(folder: Path, image: Image) -> None:
    for path in folder.iterdir():
        path.unlink()
    for name, content in image.items():
        (folder / name).write_bytes(content)


def check_every_image(operations: list[Operation], states: list[State], folder: Path) -> int:
    seen: set[object] = set()
    folder.mkdir()
    for end in range(len(operations) + 1):
        done = operations[:end]
        acknowledged = sum(operation[0] == "acknowledged" for operation in done)
        allowed = states[acknowledged : acknowledged + 2]
        for image in images(done):
            key = (acknowledged, *sorted(image.items()))
            if key in seen:
                continue
            seen.add(key)
            lay_out(folder, image)
            book = open_book(folder / "fuyu.json")
            assert state_of(book) in allowed, (end, done[-3:], sorted(image))
            assert book.apply(adding(a_lead(book.next_id(Table.LEADS), "Later"))) is Applied.OK
            expected = state_of(book)
            book._storage.let_go()
            again = open_book(folder / "fuyu.json")
            assert state_of(again) == expected
            again.close()
    return len(seen)


@pytest.mark.slow
@pytest.mark.parametrize("rounds", [1, pytest.param(5, marks=pytest.mark.soak)])
def test_every_power_cut_leaves_the_state_before_or_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rounds: int
) -> None:
    folder = tmp_path / "lived"
    folder.mkdir()
    with monkeypatch.context() as patch:
        recorder = Recorder(folder, patch)
        states = a_day(folder / "fuyu.json", recorder, rounds)
    count = check_every_image(recorder.operations, states, tmp_path / "after")
    assert count > 180 + 120 * rounds, "fewer states than a day has: not all that was asked of the disk was noted"


class NotedServer(Server):
    """A server that survives: what it has after each push is noted among the operations."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__()
        self._recorder = recorder

    def push(self, waiting: Mapping[int, Waiting]) -> list[Theirs] | None:
        """Take actions, and note what it has then."""
        unknown = super().push(waiting)
        self._recorder.note("server", self.as_it_is())
        return unknown


def a_shared_day(bo: Book, ana: Book, server: NotedServer, recorder: Recorder) -> None:
    """Work in a book while somebody else does, and exchange after every second action."""
    for number, words in enumerate(("one", "two", "three", "four")):
        lead = bo.lead(1)
        assert lead is not None
        touch = a_touch(bo.next_id(Table.TOUCHES), 1, words, uid=words)
        done = an_action(Change(lead, after_touch(lead, touch, lead.plan)), Change(None, touch), uid=words)
        bo.apply(done)
        recorder.note("acknowledged", words)
        theirs = ana.lead(1)
        assert theirs is not None
        ana.apply(changing(theirs, role=words))
        exchange(ana, server)
        if number % 2:
            exchange(bo, server)
            bo.compact()


@pytest.mark.slow
def test_every_power_cut_while_a_book_takes_and_sends_loses_and_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [tmp_path / name for name in ("lived", "other", "after")]
    for folder in folders:
        folder.mkdir()
    with monkeypatch.context() as patch:
        recorder = Recorder(folders[0], patch)
        server = NotedServer(recorder)
        bo, ana = (open_book(folder / "fuyu.json") for folder in folders[:2])
        bo.apply(adding(a_lead(1)))
        for book in (bo, ana):
            book.share("test", 1, NOON)
            exchange(book, server)
        begun = len(recorder.operations)
        a_shared_day(bo, ana, server, recorder)
        bo._storage.let_go()
        ana._storage.let_go()
    count = 0
    for end in range(begun, len(recorder.operations) + 1):
        done = recorder.operations[:end]
        acknowledged = {operation[1] for operation in done if operation[0] == "acknowledged"}
        there = next(operation[1] for operation in reversed(done) if operation[0] == "server")
        for image in images(done):
            lay_out(folders[2], image)
            count += 1
            after = there.as_it_is()
            with closing(open_book(folders[2] / "fuyu.json")) as book:
                exchange(book, after)
                assert written(book) == has(after), (end, done[-3:])
                assert acknowledged <= after.acts.keys()
                assert len(book.history(1)) == len({entry.uid for entry in book.history(1) if isinstance(entry, Touch)})
            assert check(folders[2] / "fuyu.json").book.findings == ()
    assert count > 100

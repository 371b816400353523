"""Two and three machines that share a folder by any sync tool: what was acknowledged is in a book, or offered."""

import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from fuyu.care import Book, open_book
from fuyu.care.surroundings import is_journal
from fuyu.domain.action import Action, Table
from fuyu.errors import StoreError
from tests.builders import a_draft, a_lead, a_note, adding, changing
from tests.examples import examples
from tests.storage.test_rejoining import NAMES, WHOLE_NAMES, named

FILES = ("fuyu.json", "fuyu.json.journal")
Version = dict[int, int]
"""How many states of a file each machine made, as far as this state knows of them."""


class Arrival(NamedTuple):
    """A state of a file that a sync tool carries about."""

    name: str
    content: bytes
    version: Version


class Replica:
    """A folder on one machine, with what its sync tool knows of it, and maybe an open dashboard."""

    def __init__(self, number: int, folder: Path) -> None:
        folder.mkdir()
        self.number = number
        self.folder = folder
        self.open: Book | None = None
        self._seen: dict[str, tuple[bytes, Version]] = {}

    def book(self) -> Book:
        """Return the book as a dashboard has it, or as a command opens it."""
        return self.open or open_book(self.folder / FILES[0])

    def leave(self, book: Book) -> None:
        """End a command; a dashboard stays."""
        if book is not self.open:
            book.close()

    def state(self, name: str) -> Arrival | None:
        """Return a file as it is now; where it is another than before, this machine made it so."""
        path = self.folder / name
        if not path.exists():
            return None
        content = path.read_bytes()
        before, version = self._seen.get(name, (None, {}))
        if content != before:
            version = {**version, self.number: version.get(self.number, 0) + 1}
            self._seen[name] = content, version
        return Arrival(name, content, version)

    def receive(self, arriving: Arrival, tool: str, *, theirs_wins: bool) -> None:
        """Do what sync tools do: replace what is older, and keep both where neither is."""
        present = self.state(arriving.name)
        if present is not None and _is_at_least(present.version, arriving.version):
            return
        version = dict(arriving.version)
        if present is not None and not _is_at_least(arriving.version, present.version):
            version = {
                machine: max(arriving.version.get(machine, 0), present.version.get(machine, 0))
                for machine in {*arriving.version, *present.version}
            }
            loser = present if theirs_wins else arriving
            self._keep_loser(loser.content, named(tool, arriving.name))
            arriving = arriving if theirs_wins else present
        path = self.folder / arriving.name
        path.with_name(".arriving").write_bytes(arriving.content)
        path.with_name(".arriving").rename(path)
        self._seen[arriving.name] = arriving.content, version

    def overwrite(self, arriving: Arrival) -> None:
        """Do what somebody does who copies a file by hand: it replaces what is there, whatever that holds."""
        path = self.folder / arriving.name
        path.with_name(".arriving").write_bytes(arriving.content)
        path.with_name(".arriving").rename(path)

    def _keep_loser(self, content: bytes, name: str) -> None:
        path = self.folder / name
        while path.exists():
            path = path.with_name(path.name.replace("fuyu", "fuyu 2", 1))
        path.write_bytes(content)

    def stop(self) -> None:
        """Close the dashboard; let the next command bring in what lies there."""
        if self.open is not None:
            self.open.close()
            self.open = None
        self.book().close()

    def offered(self) -> list[Path]:
        """Return the copies that are offered."""
        with closing(self.book()) as book:
            return book.care.conflicts()

    def everything(self) -> set[str]:
        """Return all names and notes in the book, and in the copies that are offered."""
        with closing(open_book(self.folder / FILES[0])) as book:
            found = said_in(book)
            for copy in book.care.conflicts():
                with closing(open_book(book._storage.path if is_journal(copy) else copy, look_only=True)) as other:
                    if is_journal(copy):
                        other.care.take(copy)
                    found |= said_in(other)
        return found


def _is_at_least(one: Version, other: Version) -> bool:
    return all(one.get(machine, 0) >= count for machine, count in other.items())


def said_in(book: Book) -> set[str]:
    """Return all names and notes in a book."""
    notes = {note.note for note in book.documents(Table.NOTES)}  # type: ignore[union-attr] # the table holds notes
    return {row.name for row in book.rows} | notes


class Shared(RuleBasedStateMachine):
    """Some machines on which people work, and a sync tool that brings whole files in any order, late, or never."""

    count = 2

    def __init__(self) -> None:
        super().__init__()
        self._root = Path(mkdtemp(prefix="synced-"))
        self.machines = [Replica(number, self._root / str(number)) for number in range(self.count)]
        self._carried: list[Arrival] = []
        self._acknowledged: set[str] = set()
        self._count = 0

    @initialize()
    def begin_with_one_book(self) -> None:
        first, *others = self.machines
        book = first.book()
        book.apply(adding(a_lead(1, "Ann"), a_lead(2, "Bo")))
        book.close()
        state = first.state(FILES[0])
        assert state is not None
        for other in others:
            other.receive(state, "Syncthing", theirs_wins=True)

    def _do(self, number: int, action: Callable[[Book, str], Action]) -> None:
        machine = self.machines[number % len(self.machines)]
        self._count += 1
        text = f"word{self._count}"
        with suppress(StoreError):
            book = machine.book()
            try:
                book.refresh()
                book.apply(action(book, text))
                self._acknowledged.add(text)
            finally:
                machine.leave(book)

    @rule(number=st.integers(0, 2), lead=st.integers(1, 3))
    def note(self, number: int, lead: int) -> None:
        self._do(number, lambda book, text: adding(a_note(book.next_id(Table.NOTES), lead, text)))

    @rule(number=st.integers(0, 2))
    def add_somebody(self, number: int) -> None:
        self._do(number, lambda book, text: adding(a_lead(book.next_id(Table.LEADS), text)))

    @rule(number=st.integers(0, 2), lead=st.integers(1, 3))
    def rename_company_and_note(self, number: int, lead: int) -> None:
        """Change a field that others change, too, in one action with a note."""

        def action(book: Book, text: str) -> Action:
            noted = adding(a_note(book.next_id(Table.NOTES), lead, text))
            there = book.lead(lead)
            edited = changing(there, company=text).changes if there else ()
            return Action(
                uid=noted.uid, at=noted.at, verb=noted.verb, title=noted.title, changes=(*edited, *noted.changes)
            )

        self._do(number, action)

    @rule(number=st.integers(0, 2), lead=st.integers(1, 3), text=st.sampled_from(["", "typ", "typed"]))
    def type(self, number: int, lead: int, text: str) -> None:
        machine = self.machines[number % len(self.machines)]
        with suppress(StoreError):
            book = machine.book()
            try:
                book.keep_draft(a_draft(lead, text))
            finally:
                machine.leave(book)

    @rule(number=st.integers(0, 2))
    def open_a_dashboard(self, number: int) -> None:
        machine = self.machines[number % len(self.machines)]
        if machine.open is None:
            machine.open = machine.book()

    @rule(number=st.integers(0, 2), how=st.sampled_from(["a second passes", "close", "kill", "compact"]))
    def leave_it(self, number: int, how: str) -> None:
        machine = self.machines[number % len(self.machines)]
        book = machine.open
        if book is None:
            return
        with suppress(StoreError):
            if how == "a second passes":
                book.refresh()
            elif how == "compact":
                book.compact()
            else:
                machine.open = None
                (book.close if how == "close" else book._storage.let_go)()

    @rule(number=st.integers(0, 2), name=st.sampled_from(FILES))
    def send(self, number: int, name: str) -> None:
        state = self.machines[number % len(self.machines)].state(name)
        if state is not None:
            self._carried.append(state)

    @precondition(lambda self: self._carried)
    @rule(
        number=st.integers(0, 2),
        which=st.integers(0, 30),
        tool=st.sampled_from([*NAMES, *WHOLE_NAMES]),
        theirs_wins=st.booleans(),
    )
    def arrive(self, number: int, which: int, tool: str, *, theirs_wins: bool) -> None:
        machine = self.machines[number % len(self.machines)]
        machine.receive(self._carried[-1 - which % len(self._carried)], tool, theirs_wins=theirs_wins)

    @precondition(lambda self: self._carried)
    @rule(number=st.integers(0, 2), which=st.integers(0, 30))
    def copy_an_old_file_by_hand(self, number: int, which: int) -> None:
        """Overwrite the file with any state of it, of this machine or of another."""
        arriving = self._carried[-1 - which % len(self._carried)]
        if arriving.name == FILES[0]:
            self.machines[number % len(self.machines)].overwrite(arriving)

    @rule(names=st.permutations(FILES), theirs_wins=st.booleans())
    def bring_everything_everywhere(self, names: list[str], *, theirs_wins: bool) -> None:
        for name in names:
            for source in self.machines:
                state = source.state(name)
                for target in self.machines if state else ():
                    if target is not source and state:
                        target.receive(state, "Syncthing", theirs_wins=theirs_wins)

    def teardown(self) -> None:
        """Let the tool finish, and look on every machine for every word that was acknowledged."""
        try:
            for round_ in range(3):
                for machine in self.machines:
                    machine.stop()
                self.bring_everything_everywhere([*FILES], theirs_wins=round_ == 1)
            offered = [(machine, copy) for machine in self.machines for copy in machine.offered()]
            for number, (source, copy) in enumerate(offered):
                for target in self.machines:
                    if target is not source:
                        ending = (
                            f"json.sync-conflict-{number}.journal" if is_journal(copy) else f"conflict-{number}.json"
                        )
                        shutil.copy(copy, target.folder / f"fuyu.{ending}")
            for machine in self.machines:
                missing = self._acknowledged - machine.everything()
                assert not missing, f"machine {machine.number} lacks {missing}"
        finally:
            shutil.rmtree(self._root)


class Three(Shared):
    """The same with three machines."""

    count = 3


TestTwo, TestThree = Shared.TestCase, Three.TestCase
TestTwo.settings = TestThree.settings = examples(25, steps=30)

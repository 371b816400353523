"""Files and journals that do not belong to each other, after a sync tool, an editor or a crash: nothing is lost."""

import json
import os
import shlex
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import tinydb
from msgspec.structs import replace

from fuyu.care import Book, earlier, open_book
from fuyu.care.check import Finding, check
from fuyu.care.surroundings import is_journal, remember_merged
from fuyu.desk.copies import merge
from fuyu.disk import Identity
from fuyu.domain.action import Action, Change, Table
from fuyu.domain.history import Touch, after_touch
from fuyu.domain.step import Plan
from fuyu.domain.typed import Place, TypedKind
from fuyu.errors import DamagedError, GoneError, ReadOnlyError, StoreError
from fuyu.registry import has_command
from fuyu.storage.journal_db.files import Files
from fuyu.storage.journal_db.snapshot import ChangedError
from tests.builders import NOON, TODAY, a_draft, a_lead, a_note, a_touch, adding, an_action, changing, removing

STEP = Plan(day=TODAY)


def identity_of(path: Path) -> Identity:
    """Return the identity of a file that is there."""
    found = Identity.of(path)
    assert found is not None
    return found


class Machine:
    """A folder with a book in it, as one machine has it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.file = folder / "fuyu.json"
        self.journal = folder / "fuyu.json.journal"

    @contextmanager
    def open(self, *, compact: bool = False) -> Iterator[Book]:
        """Open the book, and leave it as a killed process does, or compacted."""
        book = open_book(self.file)
        yield book
        if compact:
            book.compact()
        book._storage.let_go()

    def do(self, *actions: Action, compact: bool = False) -> list[str]:
        """Do something; return what was said about the files."""
        with self.open(compact=compact) as book:
            for action in actions:
                book.apply(action)
            return book.care.news()

    def names(self) -> list[str]:
        """Return the names of everybody in the book."""
        with self.open() as book:
            return [row.name for row in book.rows]

    def notes(self) -> set[str]:
        """Return every note in the book."""
        with self.open() as book:
            return {entry.note for row in book.rows for entry in book.history(row.id)}

    def conflicts(self) -> list[Path]:
        """Return the copies that are offered."""
        with self.open() as book:
            return book.care.conflicts()

    def receive(self, other: "Machine", *, journal: bool = False) -> None:
        """Get the other's file, or journal, as a sync tool replaces one."""
        source, target = (other.journal, self.journal) if journal else (other.file, self.file)
        arriving = target.with_name(".arriving")
        shutil.copy2(source, arriving)
        arriving.rename(target)


@pytest.fixture
def two(tmp_path: Path) -> tuple[Machine, Machine]:
    """Two machines with the same compacted book of two leads."""
    here, there = Machine(tmp_path / "here"), Machine(tmp_path / "there")
    here.do(adding(a_lead(1, "Ann"), a_lead(2, "Bo")), compact=True)
    there.receive(here)
    return here, there


def touched(touch: Touch) -> Action:
    """Return the action that logs the first touch with Ann."""
    lead = a_lead(1, "Ann")
    return an_action(Change(lead, after_touch(lead, touch, lead.plan)), Change(None, touch))


def snoozed(lead_id: int, name: str, days: int) -> Action:
    return changing(a_lead(lead_id, name), plan=Plan(day=TODAY + timedelta(days=days)))


class TestAnotherMachinesFileBesideOurJournal:
    """A sync tool brought the file that another machine compacted."""

    def test_what_fits_is_added_to_it(self, two: tuple[Machine, Machine]) -> None:
        here, there = two
        here.do(adding(a_note(1, 1, "alpha")), snoozed(2, "Bo", 3))
        there.do(adding(a_note(1, 1, "beta")), changing(a_lead(2, "Bo"), company="Acme"), compact=True)
        here.receive(there)
        (said,) = here.do()
        assert "2 changes of yours on top" in said
        assert here.notes() == {"alpha", "beta"}
        with here.open() as book:
            assert book.lead(2) == a_lead(2, "Bo", company="Acme", next_step=Plan(day=TODAY + timedelta(days=3)))
            assert book.care.conflicts() == []
            assert book.care.news() == []

    def test_touches_of_both_machines_are_counted_each_once(self, two: tuple[Machine, Machine]) -> None:
        here, there = two
        here.do(touched(a_touch(1, uid="here", at=NOON + timedelta(hours=1))))
        there.do(touched(a_touch(1, uid="there", at=NOON + timedelta(hours=2))), compact=True)
        here.receive(there)
        here.do()
        with here.open() as book:
            lead = book.lead(1)
            assert lead is not None
            assert (lead.touches, lead.last_touch and lead.last_touch.at) == (2, NOON + timedelta(hours=2))
            assert len(book.history(1)) == 2
            assert book.care.conflicts() == []

    def test_what_is_acknowledged_afterwards_stays(self, two: tuple[Machine, Machine]) -> None:
        here, there = two
        here.do(adding(a_note(1, 1, "alpha")))
        there.do(*(adding(a_note(number, 2, f"b{number}")) for number in range(1, 5)), compact=True)
        here.receive(there)
        here.do(adding(a_note(9, 1, "gamma")))
        assert here.notes() == {"alpha", "gamma", "b1", "b2", "b3", "b4"}

    def test_what_does_not_fit_is_offered(self, two: tuple[Machine, Machine]) -> None:
        here, there = two
        here.do(snoozed(1, "Ann", 3))
        there.do(snoozed(1, "Ann", 8), compact=True)
        here.receive(there)
        (said,) = here.do()
        (copy,) = here.conflicts()
        assert copy.name in said
        with here.open() as book, closing(open_book(copy, look_only=True)) as theirs:
            assert book.lead(1) == a_lead(1, "Ann", next_step=Plan(day=TODAY + timedelta(days=8)))
            assert theirs.lead(1) == a_lead(1, "Ann", next_step=Plan(day=TODAY + timedelta(days=3)))

    def test_two_leads_born_under_one_id_both_live_with_what_is_theirs(self, two: tuple[Machine, Machine]) -> None:
        here, there = two
        here.do(
            adding(a_lead(3, "Cleo", referred_by=1), a_touch(1, 3, "called Cleo", uid="c")),
            adding(a_note(1, 3, "about Cleo")),
            changing(a_lead(1, "Ann"), referred=(3,)),
        )
        there.do(adding(a_lead(3, "Dan"), a_touch(1, 3, "called Dan", uid="d")), compact=True)
        here.receive(there)
        here.do()
        with here.open() as book:
            by_name = {row.name: row.id for row in book.rows}
            assert by_name.keys() == {"Ann", "Bo", "Cleo", "Dan"}
            assert {entry.note for entry in book.history(by_name["Cleo"])} == {"called Cleo", "about Cleo"}
            assert [entry.note for entry in book.history(by_name["Dan"])] == ["called Dan"]
            ann = book.lead(1)
            assert ann is not None
            assert ann.referred == (by_name["Cleo"],)
            assert book.care.conflicts() == []

    def test_of_actions_that_came_over_under_other_ids_the_later_find_their_lead(
        self, two: tuple[Machine, Machine]
    ) -> None:
        here, there = two
        born = adding(a_lead(3, "Cleo"))
        here.do(born)
        there.do(adding(a_lead(3, "Dan")), replace(born, changes=adding(a_lead(4, "Cleo")).changes), compact=True)
        here.do(adding(a_note(1, 3, "about Cleo")))
        here.receive(there)
        here.do()
        with here.open() as book:
            assert [row.name for row in book.rows] == ["Ann", "Bo", "Dan", "Cleo"]
            assert [entry.note for entry in book.history(4)] == ["about Cleo"]

    def test_drafts_come_along_and_a_finished_one_does_not_return(self, two: tuple[Machine, Machine]) -> None:
        here, there = two
        with here.open() as book:
            book.keep_draft(a_draft(1, "half a sen"))
            book.keep_draft(a_draft(1, "half a sentence"))
            book.keep_draft(a_draft(2, "done"))
            book.apply(an_action(*removing(a_draft(2, "done")).changes, *adding(a_note(1, 2, "done")).changes))
        there.do(adding(a_note(1, 1, "beta")), compact=True)
        here.receive(there)
        here.do()
        with here.open() as book:
            assert [(draft.id, draft.text) for draft in book.drafts()] == [(1, "half a sentence")]
        assert here.notes() == {"beta", "done"}

    def test_what_is_typed_in_other_places_comes_along_too(self, two: tuple[Machine, Machine]) -> None:
        here, there = two
        form = Place(TypedKind.FORM, 1).typed(1, {"name": "Ann-M", "company": ""}, NOON)
        message = Place(TypedKind.MESSAGE, 2).typed(1, {"text": "Hello"}, NOON)
        with here.open() as book:
            book.keep_typed(Change(None, form))
        with there.open(compact=True) as book:
            book.keep_typed(Change(None, message))
        here.receive(there)
        here.do()
        with here.open() as book:
            assert list(book.documents(Table.TYPED)) == [message, replace(form, id=2)]
            assert book.care.conflicts() == []

    def test_a_book_that_may_only_be_looked_at_shows_it_and_writes_nothing(self, two: tuple[Machine, Machine]) -> None:
        here, there = two
        here.do(adding(a_note(1, 1, "alpha")))
        there.do(adding(a_note(1, 1, "beta")), compact=True)
        here.receive(there)
        before = here.journal.read_bytes()
        with closing(open_book(here.file, look_only=True)) as book:
            assert {entry.note for entry in book.history(1)} == {"alpha", "beta"}
            assert "will be added to it" in book.care.news()[0]
        assert here.journal.read_bytes() == before

    def test_twice_the_same_changes_nothing(self, two: tuple[Machine, Machine]) -> None:
        here, there = two
        here.do(adding(a_note(1, 1, "alpha")), snoozed(1, "Ann", 3))
        journal = here.journal.read_bytes()
        there.do(snoozed(1, "Ann", 8), compact=True)
        here.receive(there)
        here.do(compact=True)
        conflicts, book = here.conflicts(), json.loads(here.file.read_text())
        here.journal.write_bytes(journal)
        os.utime(here.journal, (0, 0))
        os.utime(here.file, (0, 0))
        here.do(compact=True)
        assert here.conflicts() == conflicts
        assert {**json.loads(here.file.read_text()), "_meta": {}} == {**book, "_meta": {}}


class TestAJournalThatWasCompacted:
    """The file holds what an old journal beside it says."""

    def test_after_a_crash_between_the_two_files_it_goes_on(self, two: tuple[Machine, Machine]) -> None:
        here, _ = two
        here.do(adding(a_note(1, 1, "alpha")), adding(a_note(2, 1, "beta")))
        journal = here.journal.read_bytes()
        here.do(compact=True)
        here.journal.write_bytes(journal)
        assert here.do(adding(a_note(3, 1, "gamma"))) == []
        assert here.notes() == {"alpha", "beta", "gamma"}

    @pytest.mark.parametrize("lines", range(1, 6))
    def test_an_earlier_state_of_it_brings_nothing(self, two: tuple[Machine, Machine], lines: int) -> None:
        """GIVEN a sync tool that brings a part of a journal after the file that holds all of it."""
        here, _ = two
        with here.open() as book:
            book.keep_draft(a_draft(1, "alp"))
            book.apply(an_action(*removing(a_draft(1, "alp")).changes, *adding(a_note(1, 1, "alpha")).changes))
            book.apply(snoozed(1, "Ann", 3))
            book.apply(changing(a_lead(1, "Ann", next_step=Plan(day=TODAY + timedelta(days=3))), plan=STEP))
        whole = here.journal.read_bytes().splitlines(keepends=True)
        here.do(compact=True)
        here.journal.write_bytes(b"".join(whole[:lines]))
        assert here.do() == []
        with here.open() as book:
            assert list(book.drafts()) == []
            assert book.care.conflicts() == []
            assert book.lead(1) == a_lead(1, "Ann")

    def test_a_touch_of_it_is_counted_once_where_nobody_remembers_its_line(self, two: tuple[Machine, Machine]) -> None:
        here, _ = two
        here.do(touched(a_touch(1)))
        journal = here.journal.read_bytes()
        here.do(compact=True)
        here.file.write_text(here.file.read_text().replace('"compacted":', '"was":').replace('"actions":', '"were":'))
        here.journal.write_bytes(journal)
        here.do()
        with here.open() as book:
            lead = book.lead(1)
            assert lead is not None
            assert (lead.touches, len(book.history(1))) == (1, 1)

    def test_more_lines_than_a_file_remembers_are_told_by_their_actions(self, two: tuple[Machine, Machine]) -> None:
        here, _ = two
        with here.open() as book:
            for number in range(1, 4):
                book.apply(adding(a_note(number, 1, f"n{number}")))
            for _ in range(600):
                book.keep_draft(a_draft(2, "x"))
        whole = here.journal.read_bytes().splitlines(keepends=True)
        here.do(compact=True)
        here.journal.write_bytes(b"".join(whole[:4]))
        here.do()
        assert here.notes() == {"n1", "n2", "n3"}
        assert here.conflicts() == []


def in_place(file: Path, text: str) -> None:
    file.write_text(text)


def over_it(file: Path, text: str) -> None:
    other = file.with_name("fuyu.json~new")
    other.write_text(text)
    other.rename(file)


def by_backup(file: Path, text: str) -> None:
    backup = file.with_name("fuyu.json~")
    file.rename(backup)
    file.write_text(text)
    backup.unlink()


def in_pieces(file: Path, text: str) -> None:
    with file.open("w") as target:
        for place in range(0, len(text), 100):
            target.write(text[place : place + 100])
            target.flush()


def with_its_times(file: Path, text: str) -> None:
    old = file.stat()
    file.write_text(text)
    os.utime(file, ns=(old.st_atime_ns, old.st_mtime_ns + 1))


SAVING = [in_place, over_it, by_backup, in_pieces, with_its_times]
Save = Callable[[Path, str], None]


@pytest.mark.parametrize("save", SAVING)
class TestAnotherProgramWritesTheFile:
    """An editor, jq or TinyDB, in each way that programs save a file."""

    def test_while_it_is_open(self, two: tuple[Machine, Machine], save: Save) -> None:
        """GIVEN a dashboard, idle, and then typing THEN theirs is seen, and ours is on top."""
        here, _ = two
        with here.open() as book:
            book.apply(adding(a_note(1, 1, "before")))
            book.keep_draft(a_draft(2, "typed"))
            save(here.file, here.file.read_text().replace('"Ann"', '"Ann-Marie"'))
            assert book.refresh()
            assert [row.name for row in book.rows] == ["Ann-Marie", "Bo"]
            save(here.file, json.dumps(json.loads(here.file.read_text()), indent=2).replace('"Bo"', '"Bodil"'))
            book.keep_draft(a_draft(2, "typed more"))
            book.apply(adding(a_note(2, 2, "after")))
            assert [row.name for row in book.rows] == ["Ann-Marie", "Bodil"]
            assert book.draft(2) == a_draft(2, "typed more")
            assert book.compact()
            assert book.care.conflicts() == []
        assert here.names() == ["Ann-Marie", "Bodil"]
        assert here.notes() == {"before", "after"}
        assert not here.conflicts()

    def test_while_it_is_closed_and_the_journal_holds_more(self, two: tuple[Machine, Machine], save: Save) -> None:
        here, _ = two
        here.do(snoozed(1, "Ann", 3), adding(a_note(1, 1, "ours")))
        save(here.file, here.file.read_text().replace('"Ann"', '"Ann-Marie"'))
        (said,) = here.do()
        assert "another program changed fuyu.json" in said
        with here.open() as book:
            step = Plan(day=TODAY + timedelta(days=3))
            assert book.lead(1) == a_lead(1, "Ann-Marie", next_step=step)
        assert here.notes() == {"ours"}
        assert here.conflicts() == []

    def test_a_field_that_both_changed_is_ours_and_theirs_is_kept(
        self, two: tuple[Machine, Machine], save: Save
    ) -> None:
        here, _ = two
        here.do(changing(a_lead(1, "Ann"), company="Ours"))
        save(here.file, here.file.read_text().replace('"name":"Ann"', '"name":"Ann","company":"Theirs"'))
        here.do()
        with here.open() as book:
            assert book.lead(1) == a_lead(1, "Ann", company="Ours")
            (copy,) = book.care.conflicts()
        with closing(open_book(copy, look_only=True)) as theirs:
            assert theirs.lead(1) == a_lead(1, "Ann", company="Theirs")


def test_a_lead_that_tinydb_inserts_has_the_id_and_ours_another(two: tuple[Machine, Machine]) -> None:
    here, _ = two
    here.do(adding(a_lead(3, "Cleo"), a_note(1, 3, "about Cleo")))
    with tinydb.TinyDB(here.file) as plain:
        plain.table("leads").insert({"id": 3, "name": "Theirs"})
    here.do()
    with here.open() as book:
        assert [row.name for row in book.rows] == ["Ann", "Bo", "Theirs", "Cleo"]
        assert [entry.note for entry in book.history(4)] == ["about Cleo"]


def test_what_a_program_writes_that_had_the_file_open_before_is_kept(two: tuple[Machine, Machine]) -> None:
    here, _ = two
    with tinydb.TinyDB(here.file) as plain, here.open() as book:
        book.apply(adding(a_note(1, 1, "ours")))
        assert book.compact()
        plain.table("leads").update({"company": "Late"}, doc_ids=[2])
        book.refresh()
        book.refresh()
        (said,) = book.care.news()
        (copy,) = book.care.conflicts()
        assert copy.name in said
    with closing(open_book(copy, look_only=True)) as theirs:
        assert theirs.lead(2) == a_lead(2, "Bo", company="Late")
    assert here.notes() == {"ours"}


class TestTheJournalOfAnOpenBook:
    """A sync tool brings, changes or takes away the journal while a dashboard is open."""

    def test_is_replaced_by_another_machines(self, two: tuple[Machine, Machine]) -> None:
        here, there = two
        there.do(adding(a_note(1, 2, "beta")))
        with here.open() as book:
            book.apply(adding(a_note(1, 1, "alpha")))
            here.receive(there, journal=True)
            book.refresh()
            book.apply(adding(a_note(book.next_id(Table.NOTES), 1, "gamma")))
        assert here.notes() == {"alpha", "beta", "gamma"}

    def test_is_written_over_in_place(self, two: tuple[Machine, Machine]) -> None:
        here, there = two
        there.do(adding(a_note(1, 2, "beta")))
        with here.open() as book:
            book.apply(adding(a_note(1, 1, "alpha"), a_lead(3, "Cleo")))
            here.journal.write_bytes(there.journal.read_bytes())
            book.refresh()
            (copy,) = book.care.conflicts()
        assert here.notes() == {"beta"}
        with closing(open_book(copy, look_only=True)) as ours:
            assert [entry.note for entry in ours.history(1)] == ["alpha"]
            assert ours.lead(3) == a_lead(3, "Cleo")

    def test_is_taken_away(self, two: tuple[Machine, Machine]) -> None:
        here, _ = two
        with here.open() as book:
            book.apply(adding(a_note(1, 1, "alpha")))
            here.journal.unlink()
            book.refresh()
        assert here.notes() == {"alpha"}

    def test_and_the_file_come_from_another_machine(self, two: tuple[Machine, Machine]) -> None:
        here, there = two
        there.do(adding(a_note(1, 2, "beta")), compact=True)
        there.do(adding(a_note(2, 2, "delta")))
        with here.open() as book:
            book.apply(adding(a_note(1, 1, "alpha")))
            here.receive(there)
            book.refresh()
            here.receive(there, journal=True)
            book.refresh()
            book.apply(adding(a_note(book.next_id(Table.NOTES), 1, "gamma")))
        assert here.notes() == {"alpha", "beta", "gamma", "delta"}
        assert here.conflicts() == []


class TestTheFileOfAnOpenBook:
    """The file goes away, or cannot be read, while a dashboard is open."""

    @pytest.mark.parametrize("how", [Path.unlink, lambda file: file.rename(file.with_name("moved.json"))])
    def test_is_deleted_or_moved(self, two: tuple[Machine, Machine], how: Callable[[Path], None]) -> None:
        """THEN that is said, no new book is begun, all can be written elsewhere, and it goes on when it is back."""
        here, there = two
        with here.open() as book:
            book.apply(adding(a_note(1, 1, "alpha")))
            how(here.file)
            assert book.refresh()
            assert "is gone" in book.read_only
            with pytest.raises(ReadOnlyError, match="is gone"):
                book.apply(adding(a_note(2, 1, "beta")))
            assert not here.file.exists()
            assert [row.name for row in book.rows] == ["Ann", "Bo"]
            book.care.copy_to(there.file.with_name("elsewhere.json"))
            assert book.retry()
            shutil.copy(there.file, here.file)
            assert book.retry() == ""
            book.apply(adding(a_note(2, 1, "beta")))
        assert here.notes() == {"alpha", "beta"}
        assert "alpha" in there.file.with_name("elsewhere.json").read_text()

    def test_vanishes_with_its_folder(self, two: tuple[Machine, Machine]) -> None:
        here, _ = two
        with here.open() as book:
            book.apply(adding(a_note(1, 1, "alpha")))
            folder = here.file.parent
            folder.rename(folder.with_name("unmounted"))
            with pytest.raises((GoneError, ReadOnlyError)):
                book.apply(adding(a_note(2, 1, "beta")))
            assert not here.file.exists()
            assert book.read_only
            shutil.rmtree(folder, ignore_errors=True)
            folder.with_name("unmounted").rename(folder)
            assert book.retry() == ""
            assert book.lead(1) == a_lead(1, "Ann")

    def test_is_truncated_after_another_program_was_seen_writing_it(
        self, two: tuple[Machine, Machine], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        here, _ = two

        def writing(_storage: object) -> None:
            raise ChangedError("another program is writing fuyu.json")

        with here.open() as book:
            with monkeypatch.context() as patched:
                patched.setattr(Files, "catch_up", writing)
                assert book.refresh()
                assert book.read_only == "another program is writing fuyu.json"
                assert not book.refresh(), "nothing is new"
            os.truncate(here.file, here.file.stat().st_size // 2)
            assert book.refresh()
            assert book.read_only.startswith("fuyu.json: line ")
            assert book.read_only.endswith("; “fuyu restore” lists its copies")
            with monkeypatch.context() as patched:
                patched.setattr(Files, "catch_up", writing)
                assert not book.refresh()
            assert book.read_only.startswith("fuyu.json: line "), "what is damaged is read once"

    def test_is_garbage_for_a_while(self, two: tuple[Machine, Machine]) -> None:
        here, _ = two
        whole = here.file.read_text()
        with here.open() as book:
            book.apply(adding(a_note(1, 1, "alpha")))
            here.file.write_text(whole[: len(whole) // 2])
            book.refresh()
            assert book.read_only.startswith("fuyu.json: line ")
            with pytest.raises(StoreError):
                book.apply(adding(a_note(2, 1, "beta")))
            here.file.write_text(whole)
            assert book.retry() == ""
            book.apply(adding(a_note(2, 1, "beta")))
        assert here.notes() == {"alpha", "beta"}


NAMES = {
    "Syncthing": "fuyu{}.sync-conflict-20261128-101010-ABCDEFG",
    "Dropbox": "fuyu{} (Dana's conflicted copy 2026-11-28)",
    "Dropbox, German": "fuyu{} (In Konflikt stehende Kopie von Dana 2026-11-28)",
    "Dropbox, French": "fuyu{} (Copie en conflit de Dana 2026-11-28)",
    "Dropbox, Spanish": "fuyu{} (Copia en conflicto de Dana 2026-11-28)",
    "Dropbox, Italian": "fuyu{} (Copia in conflitto di Dana 2026-11-28)",
    "Dropbox, Portuguese": "fuyu{} (Cópia em conflito de Dana 2026-11-28)",
    "Dropbox, Dutch": "fuyu{} (conflicterende kopie van Dana 2026-11-28)",
    "Dropbox, Polish": "fuyu{} (Kopia powodująca konflikty Dana 2026-11-28)",
    "Dropbox, Swedish": "fuyu{} (Danas motstridiga kopia 2026-11-28)",
    "Dropbox, Japanese": "fuyu{} (Dana の競合コピー 2026-11-28)",
    "Dropbox, Russian": "fuyu{} (конфликтующая копия Dana 2026-11-28)",
    "Nextcloud": "fuyu{} (conflicted copy 2026-11-28 101010)",
    "ownCloud": "fuyu{}_conflict-20261128-101010",
    "OneDrive": "fuyu{}-DESKTOP-AB12CD",
    "Google Drive": "fuyu{} (1)",
    "Google Drive, conf": "fuyu{}_conf(0)",
    "iCloud": "fuyu{} 2",
    "Resilio": "fuyu{}.Conflict",
    "Seafile": "fuyu{} (SFConflict dana@x.example 2026-11-28-10-10-10)",
    "Unison": "fuyu{} (conflict on 2026-11-28)",
}
WHOLE_NAMES = {
    "rclone": "{}..path2",
    "rclone, later": "{}.conflict1",
    "Windows": "Copy of {}",
    "Dropbox, case": "{} (Case Conflict)",
}


def named(tool: str, of: str) -> str:
    """Return the name that a tool gives to the conflict copy of fuyu.json, or of fuyu.json.journal."""
    if tool in WHOLE_NAMES:
        return WHOLE_NAMES[tool].format(of)
    stem, ending = ("", ".json") if of == "fuyu.json" else (".json", ".journal")
    return NAMES[tool].format(stem) + ending


@pytest.mark.parametrize("tool", [*NAMES, *WHOLE_NAMES])
class TestConflictCopies:
    """Copies under the names that sync tools give."""

    def test_of_a_journal_are_offered_until_they_hold_nothing_new(
        self, two: tuple[Machine, Machine], tool: str
    ) -> None:
        here, there = two
        there.do(adding(a_note(1, 2, "beta")))
        copy = here.file.with_name(named(tool, "fuyu.json.journal"))
        shutil.copy2(there.journal, copy)
        here.do(adding(a_note(1, 1, "alpha")))
        assert here.conflicts() == [copy]
        here.receive(there, journal=True)
        assert here.conflicts() == []

    def test_of_a_file_are_offered(self, two: tuple[Machine, Machine], tool: str) -> None:
        here, there = two
        there.do(adding(a_note(1, 2, "beta")), compact=True)
        copy = here.file.with_name(named(tool, "fuyu.json"))
        shutil.copy2(there.file, copy)
        here.do(adding(a_note(1, 1, "alpha")))
        assert here.conflicts() == [copy]


def test_a_copy_whose_name_has_letters_of_another_case_is_offered(two: tuple[Machine, Machine]) -> None:
    here, there = two
    there.do(adding(a_note(1, 1, "alpha")), compact=True)
    copy = here.file.with_name("Fuyu (Conflicted Copy).JSON")
    shutil.copy(there.file, copy)
    assert here.conflicts() == [copy]


def test_the_command_that_brings_a_copy_in_is_quoted_for_a_shell(two: tuple[Machine, Machine]) -> None:
    here, there = two
    there.do(adding(a_note(1, 1, "alpha")), compact=True)
    shutil.copy(there.file, here.file.with_name("fuyu (Dana's conflicted copy).json"))
    (said,) = (said for said in check(here.file).beside if "merge" in said)
    command = said.partition("“")[2].partition("”")[0]
    assert shlex.split(command) == ["fuyu", "merge", "fuyu (Dana's conflicted copy).json"]


def test_another_book_in_the_same_folder_is_not_offered(two: tuple[Machine, Machine]) -> None:
    here, _ = two
    work = Machine(here.file.parent)
    work.file = here.file.with_name("fuyu-work.json")
    work.do(adding(a_lead(1, "Cleo")), compact=True)
    work.do(adding(a_note(1, 1, "at work")))
    assert here.conflicts() == []


@pytest.mark.parametrize("kind", ["journal", "lock"])
def test_a_folder_where_a_file_should_be_is_named(two: tuple[Machine, Machine], kind: str) -> None:
    here, _ = two
    path = here.file.with_name(f"fuyu.json.{kind}")
    path.unlink()
    path.mkdir()
    said = f"fuyu.json.{kind} is a folder, not a file: move it away"
    with pytest.raises(ReadOnlyError, match=said):
        here.do(adding(a_note(1, 1, "alpha")))
    found = check(here.file)
    sentences = [*found.beside, *(f"{finding.where} {finding.what}" for finding in found.book.findings)]
    assert sentences.count(said) == 1


def test_what_a_person_puts_beside_a_book_is_not_offered(two: tuple[Machine, Machine]) -> None:
    here, _ = two
    here.do(adding(a_note(1, 1, "alpha")), compact=True)
    shutil.copy2(here.file, here.file.with_name("fuyu-monday.json"))
    with here.open() as book:
        book.care.copy_to(here.file.with_name("fuyu 2.json"))
    here.file.with_name("fuyu-notes.json").write_text("{}")
    here.file.with_name("fuyuki.json").write_text("{}")
    here.do(adding(a_note(2, 1, "beta")), compact=True)
    assert here.conflicts() == []


class TestWordsAboutALeadThatIsNotHere:
    """Another book's journal lies beside the file, or the lead was deleted on the other machine."""

    def test_are_offered_and_make_no_hole_in_the_book(self, two: tuple[Machine, Machine]) -> None:
        here, there = two
        there.do(adding(a_lead(3, "Cleo"), a_lead(4, "Dan")), compact=True)
        with there.open() as book:
            book.apply(adding(a_note(1, 4, "about Dan")))
            book.keep_draft(a_draft(4, "half a sen"))
            book.keep_typed(Change(None, Place(TypedKind.FORM, 4).typed(1, {"role": "CFO"}, NOON)))
        here.receive(there, journal=True)
        here.do(compact=True)
        assert check(here.file).book.findings == ()
        (copy,) = here.conflicts()
        with closing(open_book(copy, look_only=True)) as theirs, here.open() as book:
            plan = merge(book, theirs, NOON)
            assert (plan.changes, plan.left) == ((), 3), "neither has the lead"
        here.receive(there)
        with closing(open_book(copy, look_only=True)) as theirs, here.open() as book:
            assert len(merge(book, theirs, NOON).changes) == 3

    def test_that_a_hand_took_out_are_in_the_book_and_check_says_what_to_do(self, two: tuple[Machine, Machine]) -> None:
        here, _ = two
        here.do(adding(a_note(1, 2, "about Bo")), compact=True)
        with tinydb.TinyDB(here.file) as plain:
            plain.table("leads").remove(doc_ids=[2])
        found = check(here.file)
        assert found.book.findings == (Finding("leads 2", "is missing, with 1 touch, note, draft or message"),)
        assert ("“fuyu export --json” prints it" in found.beside[-1]) is has_command("export")


class TestDamageInTheJournal:
    """Bytes that are not what was written."""

    def test_one_bad_line_costs_only_itself(self, two: tuple[Machine, Machine]) -> None:
        """WHERE a bit flips in any line, also the last, THEN what lies before and behind it counts, and it is said."""
        here, _ = two
        here.do(*(adding(a_note(number, 1, f"n{number}")) for number in range(1, 5)))
        whole = here.journal.read_bytes()
        begins = [place + 1 for place, byte in enumerate(whole) if byte == ord("\n")]
        for line, begin in enumerate(begins[:-1], 1):
            for place in (begin, begin + 20, begins[line] - 1):
                here.journal.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
                before = {path.name for path in here.file.parent.iterdir()}
                said = here.do()
                left = here.notes()
                assert left >= {f"n{number}" for number in range(1, 5)} - {f"n{line}", f"n{line + 1}"}
                assert left >= {f"n{number}" for number in range(1, line)}
                assert "damaged at byte" in said[0]
                (kept,) = {path.name for path in here.file.parent.iterdir()} - before - {"fuyu.json.lock"}
                assert kept in said[0]
                here.file.with_name(kept).unlink()
                assert here.do(adding(a_note(9, 1, "after"))) == []

    def test_of_the_words_in_the_only_line_is_offered_until_they_are_merged(self, two: tuple[Machine, Machine]) -> None:
        here, _ = two
        here.do(adding(a_note(1, 1, "precious words")))
        here.journal.write_bytes(here.journal.read_bytes().replace(b"precious", b"preXious"))
        here.do(adding(a_note(2, 1, "after")), compact=True)
        assert here.notes() == {"after"}
        (copy,) = here.conflicts()
        (said,) = check(here.file).beside
        assert said == f"{copy.name} has changes that were damaged: “fuyu merge {copy.name}” brings in what can be read"
        with here.open() as other:
            other.care.take(copy)
            assert {entry.note for entry in other.history(1)} == {"after", "preXious words"}
        remember_merged(here.file, copy, identity_of(copy))
        assert here.conflicts() == []

    @pytest.mark.parametrize("noted", [b"", b"\xff", b'{"\xff":[1,2,3,4]}', b'{"a":' + b"[" * 9_000])
    def test_is_offered_where_the_note_of_what_was_merged_cannot_be_read(
        self, two: tuple[Machine, Machine], noted: bytes
    ) -> None:
        here, _ = two
        here.do(adding(a_note(1, 1, "precious words")))
        here.journal.write_bytes(here.journal.read_bytes().replace(b"precious", b"preXious"))
        here.do(adding(a_note(2, 1, "after")), compact=True)
        here.file.with_name(f"{here.file.name}.merged").write_bytes(noted)
        assert len(here.conflicts()) == 1

    def test_that_leaves_nothing_a_program_can_read_is_named_until_it_is_deleted(
        self, two: tuple[Machine, Machine]
    ) -> None:
        here, _ = two
        here.do(adding(a_note(1, 1, "precious words")))
        here.journal.write_bytes(here.journal.read_bytes().replace(b'"put"', b'"p}t"').replace(b"}}}", b"}"))
        here.do(adding(a_note(2, 1, "after")), compact=True)
        (copy,) = here.conflicts()
        remember_merged(here.file, copy, identity_of(copy))
        (said,) = check(here.file).beside
        assert said.endswith("; look into it for what cannot be read, then delete it")
        assert b"precious words" in copy.read_bytes()
        copy.unlink()
        assert check(here.file).beside == ()

    def test_of_its_first_line_costs_nothing(self, two: tuple[Machine, Machine]) -> None:
        here, _ = two
        here.do(adding(a_note(1, 1, "alpha")))
        whole = here.journal.read_bytes()
        here.journal.write_bytes(b"\x00" + whole[1:])
        here.do()
        assert here.notes() == {"alpha"}

    @pytest.mark.parametrize("cut", range(1, 60, 7))
    def test_a_torn_last_line_is_no_damage(self, two: tuple[Machine, Machine], cut: int) -> None:
        here, _ = two
        here.do(adding(a_note(1, 1, "alpha")))
        whole = here.journal.read_bytes()
        here.do(adding(a_note(2, 1, "beta")))
        os.truncate(here.journal, len(whole) + cut)
        assert here.do(adding(a_note(2, 1, "gamma"))) == []
        assert here.notes() == {"alpha", "gamma"}


def test_what_cannot_be_brought_together_in_one_second_is_two_files(two: tuple[Machine, Machine]) -> None:
    here, there = two
    there.do(snoozed(1, "Ann", 8), snoozed(2, "Bo", 9), compact=True)
    file = there.file.read_bytes()
    for lead_id, name in ((1, "Ann"), (2, "Bo")):
        once = Machine(here.file.parent.with_name(f"once{lead_id}"))
        once.file.write_bytes(here.file.read_bytes())
        once.do(snoozed(lead_id, name, 3))
        shutil.copy2(there.file, once.file)
        once.do()
        for copy in once.conflicts():
            shutil.copy2(copy, here.file.parent)
    assert len(here.conflicts()) == 2
    assert there.file.read_bytes() == file


def test_nobody_can_guess_where_a_file_is_written_before_it_takes_its_place(
    two: tuple[Machine, Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, _ = two
    victim = here.file.with_name("victim")
    victim.write_text("precious")
    opened: list[tuple[str, int]] = []
    real = os.open

    def watched(path: "str | os.PathLike[str]", flags: int, mode: int = 0o777, **more: int) -> int:
        if flags & os.O_CREAT:
            opened.append((os.fspath(path), flags))
        return real(path, flags, mode, **more)

    monkeypatch.setattr(os, "open", watched)
    for number in range(1, 3):
        here.do(adding(a_note(number, 1, "x")), compact=True)
    temporary = [(path, flags) for path, flags in opened if path.endswith(".tmp")]
    assert len({path for path, _ in temporary}) == len(temporary) > 2
    assert all(flags & os.O_EXCL and flags & os.O_NOFOLLOW for _, flags in temporary)
    assert victim.read_text() == "precious"


def test_a_lock_or_a_book_that_is_a_link_in_a_circle_is_refused_in_words(two: tuple[Machine, Machine]) -> None:
    here, _ = two
    lock = here.file.with_name("fuyu.json.lock")
    lock.unlink(missing_ok=True)
    lock.symlink_to("victim")
    with pytest.raises(StoreError, match="symbolic link"):
        here.do(adding(a_note(1, 1, "x")))
    assert not here.file.with_name("victim").exists()
    circle = here.file.with_name("circle.json")
    circle.symlink_to("circle.json")
    with pytest.raises(StoreError, match="circle"):
        open_book(circle)


def an_old_copy(machine: Machine) -> Path:
    """Begin a book, copy it, and do two more things that are compacted."""
    machine.do(adding(a_lead(1, "Ann")), compact=True)
    old = machine.file.with_name("old.copy")
    shutil.copy2(machine.file, old)
    machine.do(adding(a_note(1, 1, "first")), compact=True)
    machine.do(adding(a_note(2, 1, "second")), compact=True)
    return old


def brought_in(machine: Machine) -> set[str]:
    """Merge each copy that is offered into the book; return every note."""
    for copy in machine.conflicts():
        with machine.open() as book:
            if is_journal(copy):
                book.care.take(copy)
            return {entry.note for row in book.rows for entry in book.history(row.id)}
    return machine.notes()


def test_what_was_compacted_is_offered_when_an_old_copy_takes_the_place_of_the_file(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    shutil.copy2(an_old_copy(machine), machine.file)
    with machine.open() as book:
        assert len(book.care.news()) == 1
    assert machine.notes() == set()
    assert brought_in(machine) == {"first", "second"}
    machine.do(adding(a_note(3, 1, "third")), compact=True)
    assert len(machine.conflicts()) == 1


def test_what_was_compacted_is_offered_when_an_old_copy_is_written_while_the_book_is_open(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    old = an_old_copy(machine)
    with machine.open() as book:
        machine.file.write_bytes(old.read_bytes())
        book.refresh()
        [copy] = book.care.conflicts()
        [said] = book.care.news()
        assert said.startswith("fuyu.json came back without the last 2 changes: fuyu merge fuyu.conflict")
        assert copy.name in said
    assert brought_in(machine) == {"first", "second"}


def test_a_synced_journal_does_not_hide_what_was_compacted_here(tmp_path: Path) -> None:
    here, there = Machine(tmp_path / "here"), Machine(tmp_path / "there")
    here.do(adding(a_lead(1, "Ann")), compact=True)
    there.receive(here)
    here.do(adding(a_note(1, 1, "here")), compact=True)
    there.do(adding(a_note(1, 1, "there")))
    here.receive(there)
    here.receive(there, journal=True)
    assert here.notes() == {"there"}
    assert brought_in(here) == {"here", "there"}


def test_only_the_last_lines_are_kept_for_an_old_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(earlier, "_ROOM", 2000)
    machine = Machine(tmp_path)
    for number in range(1, 30):
        machine.do(adding(a_note(number, 1, f"note {number}")), compact=True)
    kept = earlier.recall(tmp_path / "fuyu.json.earlier", ())
    assert 2 < len(kept) < 29
    assert b"note 29" in kept[-1].text
    assert (tmp_path / "fuyu.json.earlier").stat().st_size <= 4000


def test_lines_that_were_kept_and_are_damaged_are_left_out(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    old = an_old_copy(machine)
    kept = tmp_path / "fuyu.json.earlier"
    kept.write_bytes(kept.read_bytes().replace(b"first", b"worst") + b"torn")
    shutil.copy2(old, machine.file)
    assert machine.notes() == set()
    assert brought_in(machine) == {"second"}


def test_a_book_whose_file_is_gone_is_not_begun_anew(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.do(adding(a_lead(1, "Ann")), compact=True)
    machine.file.rename(tmp_path / "elsewhere")
    with pytest.raises(
        DamagedError, match=r"put fuyu\.json back; or move fuyu\.json\.journal away to begin a new book"
    ):
        open_book(machine.file)
    assert not machine.file.exists()
    machine.journal.unlink()
    machine.do(adding(a_lead(1, "Bo")))
    assert machine.names() == ["Bo"], "nobody comes back from the book before"


def test_what_is_no_file_where_the_lines_are_kept_stops_nothing(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    os.mkfifo(tmp_path / "fuyu.json.earlier")
    machine.do(adding(a_lead(1, "Ann")), compact=True)
    assert machine.names() == ["Ann"]


def test_two_actions_that_do_not_fit_are_both_kept_aside_where_their_ids_are_taken(tmp_path: Path) -> None:
    def edited(number: int, before: str, after: str) -> Action:
        ann = a_lead(1, "Ann")
        noted = adding(a_note(number, 1, f"note of {after}"))
        changes = (Change(before=replace(ann, company=before), after=replace(ann, company=after)), *noted.changes)
        return Action(uid=noted.uid, at=noted.at, verb=noted.verb, title=noted.title, changes=changes)

    here, there = Machine(tmp_path / "here"), Machine(tmp_path / "there")
    here.do(adding(a_lead(1, "Ann")), compact=True)
    there.receive(here)
    here.do(edited(1, "", "one"), edited(2, "one", "two"))
    there.do(edited(1, "", "three"), compact=True)
    here.receive(there)
    assert here.notes() == {"note of three"}
    [copy] = here.conflicts()
    assert b"note of one" in copy.read_bytes()
    assert b"note of two" in copy.read_bytes()

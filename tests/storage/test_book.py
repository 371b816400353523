"""What the journalled file does beyond the port: others beside it, failures, and what plain tools see."""

import json
import os
import stat
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import tinydb
from msgspec.structs import replace

from fuyu import disk
from fuyu.care import Book, open_book
from fuyu.domain.action import Change, Head, Table
from fuyu.domain.lead import About
from fuyu.errors import NotFoundError, ReadOnlyError, SaveError, StaleError
from fuyu.storage import documents, undo
from fuyu.storage.journal_db import compaction
from fuyu.storage.port import Applied, News
from tests.builders import TODAY, a_draft, a_lead, a_note, a_touch, adding, an_action, changing, removing

Opener = Callable[[], Book]


@pytest.fixture
def opened(book_path: Path) -> Iterator[Opener]:
    books = []

    def opener() -> Book:
        books.append(open_book(book_path))
        return books[-1]

    yield opener
    for book in books:
        book.close()


@pytest.fixture
def book(opened: Opener) -> Book:
    return opened()


def journal_of(path: Path) -> Path:
    return path.with_name("fuyu.json.journal")


def test_opening_makes_nothing(book_path: Path) -> None:
    open_book(book_path).close()
    assert not book_path.parent.exists()


def test_everything_is_private(book: Book, book_path: Path) -> None:
    book.apply(adding(a_lead()))
    book.compact()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in book_path.parent.iterdir()}
    assert modes == dict.fromkeys(modes, 0o600)
    assert {"fuyu.json", "fuyu.json.journal", "fuyu.json.lock"} <= set(modes)
    assert stat.S_IMODE(book_path.parent.stat().st_mode) == 0o700


def test_plain_tinydb_reads_the_closed_file(book: Book, book_path: Path) -> None:
    book.apply(adding(a_lead(name="Zoë"), a_touch(note="a\nb"), a_note()))
    book.close()
    with tinydb.TinyDB(book_path, access_mode="r") as plain:
        assert plain.table("leads").get(doc_id=1)["name"] == "Zoë"
        assert plain.table("touches").search(tinydb.Query().note == "a\nb")[0].doc_id == 1
        assert len(plain.table("actions")) == 1
    assert len(book_path.read_text().splitlines()) == 2 + 5 * 3


def test_what_plain_tinydb_wrote_is_read(book: Book, book_path: Path, opened: Opener) -> None:
    book.apply(adding(a_lead(), a_note()))
    book.close()
    with tinydb.TinyDB(book_path, indent=2) as plain:
        plain.table("leads").update({"name": "Müller", "nickname": "Mü"})
        plain.table("leads").insert({"id": 2, "name": "Dana"})
    book = opened()
    assert book.lead(1) == a_lead(name="Müller")
    assert list(book.mentions("muller")) == [1]
    book.apply(changing(a_lead(name="Müller"), company="Acme"))
    assert book.next_id(Table.LEADS) == 3
    book.close()
    leads = json.loads(book_path.read_text())["leads"]
    assert (leads["1"]["nickname"], leads["1"]["company"], leads["2"]) == ("Mü", "Acme", {"id": 2, "name": "Dana"})


def test_undo_brings_back_what_fuyu_does_not_know(book: Book, book_path: Path, opened: Opener) -> None:
    book.apply(adding(a_lead()))
    book.close()
    with tinydb.TinyDB(book_path) as plain:
        plain.table("leads").update({"nickname": "Mü"})
    book = opened()
    removed = removing(a_lead())
    book.apply(removed)
    book.apply(an_action(*book.reversal(removed.uid).changes, of=removed.uid))
    book.close()
    assert json.loads(book_path.read_text())["leads"]["1"]["nickname"] == "Mü"


def test_what_fuyu_does_not_know_stays_inside_of_fields_that_change(book_path: Path, opened: Opener) -> None:
    step = {"day": "2026-03-18", "mine": 1, "why": "offer"}
    facts = [{"fact": "a dog", "name": "Rex"}, {"fact": "a boat", "sails": [1, 2]}]
    book_path.parent.mkdir()
    lead = {"id": 1, "name": "Dana", "zodiac": "fish", "plan": step, "about": facts, "tags": ["x"]}
    book_path.write_text(json.dumps({"leads": {"1": lead}, "_meta": {"1": {"schema": 2}}}))
    book = opened()
    known = book.lead(1)
    assert known is not None
    assert known.plan is not None
    later = replace(known.plan, day=TODAY + timedelta(days=3), why="", put_off=True)
    about = (known.about[1], About(fact="a cat"), known.about[0])
    book.apply(an_action(Change(known, replace(known, plan=later, about=about, tags=("x", "y")))))
    book.close()
    kept = json.loads(book_path.read_text())["leads"]["1"]
    assert kept == {
        "id": 1,
        "name": "Dana",
        "zodiac": "fish",
        "plan": {"day": "2026-03-21", "mine": 1, "put_off": True},
        "about": [facts[1], {"fact": "a cat"}, facts[0]],
        "tags": ["x", "y"],
    }


def test_an_unfolded_journal_is_read_at_the_next_start(book: Book, opened: Opener) -> None:
    book.apply(adding(a_lead(), a_touch()))
    book.keep_draft(a_draft())
    other = opened()
    assert other.lead(1) == a_lead()
    assert other.draft(1) == a_draft()


def test_two_see_each_other(opened: Opener) -> None:
    one, other = opened(), opened()
    one.apply(adding(a_lead()))
    assert other.refresh()
    assert not other.refresh()
    assert other.lead(1) == a_lead()
    other.apply(changing(a_lead(), company="Acme"))
    with pytest.raises(StaleError):
        one.apply(changing(a_lead(), company="Other"))
    assert one.lead(1) == a_lead(company="Acme")
    assert one.apply(changing(a_lead(company="Acme"), role="CEO")) is Applied.OK


def test_what_others_wrote_is_news_once_also_when_a_write_read_it(opened: Opener) -> None:
    one, other = opened(), opened()
    one.apply(adding(a_lead()))
    other.keep_draft(a_draft())
    assert other.lead(1) == a_lead()
    assert other.refresh()
    assert not other.refresh()
    assert one.refresh()
    other.compact()
    assert not other.refresh()


def test_a_fold_by_one_is_noticed_by_the_other(opened: Opener) -> None:
    one, other = opened(), opened()
    one.apply(adding(a_lead(1)))
    other.refresh()
    assert one.compact()
    assert not one.compact()
    one.apply(adding(a_lead(2)))
    assert other.apply(adding(a_lead(3))) is Applied.OK
    assert one.refresh()
    assert {row.id for row in one.rows} == {row.id for row in other.rows} == {1, 2, 3}


def test_what_is_appended_during_a_fold_is_kept(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    book, other = opened(), opened()
    book.apply(adding(a_lead(1)))
    write = disk.write_all

    def write_and_meet(fd: int, content: bytes) -> None:
        monkeypatch.setattr(disk, "write_all", write)
        other.apply(adding(a_lead(2)))
        write(fd, content)

    monkeypatch.setattr(disk, "write_all", write_and_meet)
    assert book.compact()
    other.apply(adding(a_lead(3)))
    assert {row.id for row in opened().rows} == {1, 2, 3}


@pytest.mark.parametrize("call", ["write", "fdatasync", "half"])
def test_a_failed_save_changes_nothing(
    book: Book, book_path: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    book.apply(adding(a_lead()))
    size = journal_of(book_path).stat().st_size
    write = os.write

    def fails(fd: int, content: bytes = b"") -> int:
        if call == "half" and len(content) > 20:
            return write(fd, content[:20])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write" if call == "half" else call, fails)
    with pytest.raises(SaveError, match=r"^disk full: not saved$"):
        book.apply(changing(a_lead(), company="Acme"))
    monkeypatch.undo()
    assert journal_of(book_path).stat().st_size == size
    assert book.lead(1) == opened().lead(1) == a_lead()
    assert book.apply(changing(a_lead(), company="Acme")) is Applied.OK
    assert opened().lead(1) == a_lead(company="Acme")


def test_when_the_half_line_cannot_be_taken_back_nothing_more_is_saved(
    book: Book, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.apply(adding(a_lead()))

    def fails(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fdatasync", fails)
    monkeypatch.setattr(os, "ftruncate", fails)
    with pytest.raises(SaveError):
        book.apply(adding(a_lead(2)))
    monkeypatch.undo()
    with pytest.raises(ReadOnlyError):
        book.apply(adding(a_lead(3)))
    assert "not" in book.read_only
    assert not book.refresh()
    assert book.lead(2) is None
    assert opened().lead(1) == a_lead()


def test_a_torn_tail_is_cut_off(book: Book, book_path: Path, opened: Opener) -> None:
    book.apply(adding(a_lead()))
    size = journal_of(book_path).stat().st_size
    book.apply(adding(a_lead(2)))
    os.truncate(journal_of(book_path), size + 30)
    other = opened()
    assert {row.id for row in other.rows} == {1}
    other.apply(adding(a_lead(3)))
    assert {row.id for row in opened().rows} == {1, 3}


def test_a_symlinked_book_stays_a_link(tmp_path: Path) -> None:
    target = tmp_path / "synced" / "book.json"
    target.parent.mkdir()
    link = tmp_path / "fuyu.json"
    link.symlink_to(target)
    book = open_book(link)
    book.apply(adding(a_lead()))
    book.close()
    assert link.is_symlink()
    assert json.loads(target.read_text())["leads"]["1"]["name"] == a_lead().name


def test_old_actions_are_forgotten(book: Book) -> None:
    lead = a_lead(touches=0)
    book.apply(adding(lead))
    for touches in range(1, 330):
        book.apply(changing(lead, touches=touches))
        lead = replace(lead, touches=touches)
    heads = book.heads()
    assert 200 <= len(heads) <= 301
    assert book.apply(an_action(*book.reversal(heads[-1].uid).changes)) is Applied.OK
    assert book.lead(1) == replace(lead, touches=328)
    with pytest.raises(NotFoundError):
        book.reversal("action-1")


def test_one_that_is_forgotten_has_no_other_read_anew(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undo, "_DEPTH", 5)
    monkeypatch.setattr(undo, "_SLACK", 0)
    monkeypatch.setattr(undo, "_LEAST", 1)
    book.apply(adding(a_lead(touches=0)))
    read, decode_head = list[bytes](), documents.decode_head

    def reading(raw: bytes) -> Head:
        read.append(raw)
        return decode_head(raw)

    monkeypatch.setattr(documents, "decode_head", reading)
    for touches in range(1, 20):
        book.apply(changing(a_lead(touches=touches - 1), touches=touches))
    assert len(read) <= 20
    assert len(book.heads()) <= 6


@pytest.mark.slow
def test_large_actions_are_forgotten_sooner_but_never_the_last(book: Book) -> None:
    large = [adding(a_note(number, note="x" * 600_000)) for number in range(1, 15)]
    for action in large:
        book.apply(action)
        book.apply(removing(*(change.after for change in action.changes if change.after)))
    assert 10 <= len(book.heads()) < 28
    assert book.apply(an_action(*book.reversal(book.heads()[-1].uid).changes)) is Applied.OK


def test_a_long_journal_is_folded_in_a_thread(book: Book, book_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fuyu.storage.journal_db.storage._SHORT", 5_000)
    monkeypatch.setattr("fuyu.storage.journal_db.storage._LONG", 5_000)
    book.apply(adding(a_lead()))
    for number in range(400):
        book.keep_draft(a_draft(text="x" * number))
        for thread in threading.enumerate():
            if thread.name == "compaction":
                thread.join()
    assert journal_of(book_path).stat().st_size < 6_000
    draft = book.draft(1)
    assert draft is not None
    assert draft.text == "x" * 399


def test_what_others_write_while_the_book_is_compacted_stays_also_behind_a_damaged_line(
    book: Book, book_path: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare, other = compaction.prepare, opened()
    book.apply(adding(a_lead()))

    def meanwhile(*made_of: Any, **how: Any) -> Any:
        laid = prepare(*made_of, **how)
        begin = journal_of(book_path).stat().st_size
        for number in (1, 2):
            other.apply(adding(a_note(number)))
        with journal_of(book_path).open("r+b") as file:
            file.seek(begin + 20)
            file.write(b"#")
        return laid

    monkeypatch.setattr(compaction, "prepare", meanwhile)
    assert book._storage.compact(load=False)
    for killed in (book, other):
        killed._storage.let_go()
    assert [note.id for note in opened().documents(Table.NOTES)] == [2]


def test_who_closes_a_book_waits_for_the_compaction_beside_it_and_has_it_given_up(
    book: Book, book_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, may_go_on, prepare = threading.Event(), threading.Event(), compaction.prepare

    def slowly(*made_of: Any, **how: Any) -> Any:
        laid = prepare(*made_of, **how)
        written.set()
        may_go_on.wait()
        return laid

    monkeypatch.setattr("fuyu.storage.journal_db.storage._SHORT", 1)
    monkeypatch.setattr(compaction, "prepare", slowly)
    book.apply(adding(a_lead()))
    written.wait()
    before = book_path.read_bytes()
    [beside] = [thread for thread in threading.enumerate() if thread.name == "compaction"]
    closing = threading.Thread(target=book._storage.let_go)
    closing.start()
    while not book._storage._closed:
        closing.join(0.001)
    assert closing.is_alive()
    may_go_on.set()
    closing.join()
    assert not beside.is_alive()
    assert not list(book_path.parent.glob("*.tmp"))
    assert book_path.read_bytes() == before
    with pytest.raises(SaveError):
        book.apply(adding(a_lead(2)))


def test_a_book_that_is_closed_while_it_is_compacted_is_not_written_to_the_end(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts, write = list[bytes](), disk.write_all
    book.apply(adding(a_lead()))

    def once(fd: int, content: bytes) -> None:
        parts.append(content)
        book._storage._closed = True
        write(fd, content)

    monkeypatch.setattr(disk, "write_all", once)
    assert not book._storage.compact_quietly()
    assert len(parts) == 1


def test_tidying_folds_what_is_worth_it(book: Book, book_path: Path) -> None:
    assert not book.care.tidy()
    book.apply(adding(a_lead()))
    assert book.care.tidy()
    assert not book.care.tidy()
    assert json.loads(book_path.read_text())["leads"]


def test_after_a_failed_sync_the_journal_is_written_anew(
    book: Book, book_path: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = opened()
    book.apply(adding(a_lead(1)))
    other.refresh()
    inode = journal_of(book_path).stat().st_ino

    def fails(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fdatasync", fails)
    with pytest.raises(SaveError, match="the disk does not answer"):
        book.apply(adding(a_lead(2)))
    monkeypatch.undo()
    book.apply(adding(a_lead(3)))
    assert journal_of(book_path).stat().st_ino != inode
    assert other.refresh()
    assert {row.id for row in other.rows} == {row.id for row in opened().rows} == {1, 3}


def test_a_book_that_is_only_looked_at_is_left_alone(book: Book, book_path: Path) -> None:
    book.apply(adding(a_lead()))
    book.close()
    for kind in ("journal", "lock", "earlier"):
        book_path.with_name(f"fuyu.json.{kind}").unlink()
    looked_at = open_book(book_path, look_only=True)
    assert looked_at.lead(1) == a_lead()
    with pytest.raises(ReadOnlyError):
        looked_at.apply(adding(a_lead(2)))
    looked_at.close()
    assert [path.name for path in book_path.parent.iterdir()] == ["fuyu.json"]


def test_a_fold_that_fails_halfway_is_no_ones_problem(
    book: Book, book_path: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.apply(adding(a_lead()))

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("fuyu.storage.journal_db.journal.Journal.start", fails)
    assert not book.care.tidy()
    monkeypatch.undo()
    assert book.apply(changing(a_lead(), company="Acme")) is Applied.OK
    assert opened().lead(1) == a_lead(company="Acme")
    assert book.care.tidy()
    assert book.care.conflicts() == []
    assert json.loads(book_path.read_text())["leads"]["1"]["company"] == "Acme"
    assert not list(book_path.parent.glob("*.tmp"))


def test_temporary_files_of_the_dead_are_removed(book: Book, book_path: Path) -> None:
    book.apply(adding(a_lead()))
    dead, alive = (
        book_path.with_name("fuyu.json.999999999-1.tmp"),
        book_path.with_name(f"fuyu.json.{os.getpid()}-0.tmp"),
    )
    dead.touch()
    alive.touch()
    book.compact()
    assert (dead.exists(), alive.exists()) == (False, True)


def test_what_others_changed_is_told_by_lead(book: Book, opened: Opener) -> None:
    book.apply(adding(a_lead(3, "Abe")))
    other = opened()
    book.apply(adding(a_lead(), a_lead(2, "Dana")))
    assert other.refresh() == News(is_any=True, leads=frozenset({1, 2}))
    assert other.refresh() == News()
    book.apply(adding(a_touch()))
    assert other.refresh() == News(is_any=True)
    book.apply(changing(a_lead(), name="Ann"))
    assert book.compact()
    assert other.refresh() == News(is_any=True, leads=None)
    assert not book.refresh()

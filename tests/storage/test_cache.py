"""What is kept of a book outside its folder: it saves time, and whatever happens to it costs nothing else."""

import os
import resource
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fuyu.care import Book, open_book
from fuyu.domain.history import Touch
from fuyu.storage import cache, database
from fuyu.storage.journal_db.places import Survey
from tests.builders import TODAY, a_lead, a_note, a_touch, adding, changing, removing
from tests.storage.conftest import cache_of

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = range(1, 7)
HISTORIES = {
    1: ["touch 1", "note 1"],
    2: ["touch 20", "touch 2", "note 2"],
    3: ["touch 3"],
    4: ["touch 4"],
    5: ["touch 5", "note 50", "note 5"],
    6: ["touch 6", "note 6"],
}


@pytest.fixture
def made(book_path: Path) -> Path:
    """A book that was compacted twice, what is said of it, and nobody who has it open."""
    book = open_book(book_path)
    book.apply(adding(*(a_lead(number, f"Lead {number}") for number in PEOPLE)))
    book.apply(adding(*(a_touch(number, number, note="tea") for number in PEOPLE)))
    book.apply(adding(*(a_note(number, number) for number in PEOPLE)))
    assert book.compact()
    assert set(book.mentions("tea")) == {*PEOPLE}
    book.apply(adding(a_touch(20, 2, note="coffee"), a_note(50, 5, note="coffee")))
    book.apply(removing(a_note(3, 3), a_note(4, 4)))
    assert book.compact()
    book.close()
    return book_path


def kept(book_path: Path) -> list[Path]:
    """Return the files that are kept of a book."""
    return sorted(cache_of(book_path).iterdir())


def as_it_should_be(book: Book) -> bool:
    """Return whether the book that was made answers as it should."""
    found = {
        number: [f"{'touch' if isinstance(entry, Touch) else 'note'} {entry.id}" for entry in book.history(number)]
        for number in PEOPLE
    }
    words = [set(book.mentions(word)) for word in ("coffee", "mornings", "lead 3")]
    rows = sorted((row.id, row.name) for row in book.rows.for_day(TODAY))
    people = [(number, f"Lead {number}") for number in PEOPLE]
    return (found, words, rows, len(book.rows)) == (HISTORIES, [{2, 5}, {1, 2, 5, 6}, {3}], people, len(PEOPLE))


def says_nothing_wrong(book: Book) -> bool:
    """Return whether all that the book that was made answers is true, though it may not be all."""
    histories = all(
        {entry.note for entry in book.history(number)} <= {"tea", "coffee", a_note().note} for number in PEOPLE
    )
    words = set(book.mentions("coffee")) <= {2, 5} and set(book.mentions("lead 3")) <= {3}
    return histories and words and all(row.name == f"Lead {row.id}" for row in book.rows.for_day(TODAY))


@pytest.mark.parametrize("how", ["as it follows", "as it is read"])
def test_everybodys_history_is_theirs_after_a_compaction(made: Path, how: str) -> None:
    if how == "as it is read":
        shutil.rmtree(cache_of(made))
    book = open_book(made)
    assert as_it_should_be(book)
    book.close()


def test_it_lies_outside_the_books_folder_for_nobody_else(made: Path) -> None:
    beside = {path.name.removeprefix("fuyu.json") for path in made.parent.iterdir()}
    assert beside <= {"", ".journal", ".lock", ".earlier"}
    assert [stat.S_IMODE(path.stat().st_mode) for path in (cache_of(made), *kept(made))] == [0o700, 0o600]


def test_a_book_of_which_it_was_kept_is_not_read_again(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_again(_: Survey) -> None:
        raise AssertionError("the whole book was read")

    monkeypatch.setattr(Survey, "__iter__", read_again)
    book = open_book(made)
    assert as_it_should_be(book)
    book.apply(changing(a_lead(1, "Lead 1"), name="Lead one"))
    assert book.compact()
    assert set(book.mentions("one")) == {1}
    book.close()


def test_many_changes_make_it_anew(made: Path) -> None:
    before = kept(made)
    book = open_book(made)
    book.apply(adding(*(a_lead(number, f"More {number}") for number in range(10, 600))))
    assert book.compact()
    assert set(book.mentions("more 599")) == {599}
    book.close()
    assert not {*before} & {*kept(made)}
    assert len(kept(made)) == 1
    book = open_book(made)
    assert set(book.mentions("more 599")) == {599}
    assert set(book.mentions("coffee")) == {2, 5}
    book.close()


def test_what_older_versions_kept_beside_the_book_goes(made: Path) -> None:
    index = made.with_name("fuyu.json.index")
    index.write_bytes(b"of old")
    book = open_book(made)
    book.apply(adding(a_lead(9)))
    assert book.compact()
    assert not index.exists()
    book.close()


def test_who_only_looks_at_a_book_keeps_nothing(made: Path) -> None:
    shutil.rmtree(cache_of(made))
    book = open_book(made, look_only=True)
    assert as_it_should_be(book)
    book.close()
    assert not cache_of(made).exists()


def test_what_another_version_kept_is_not_used(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept(made)
    monkeypatch.setattr(cache, "_VERSION", 0)
    book = open_book(made)
    assert as_it_should_be(book)
    assert not {*kept(made)} & {*before}
    book.close()


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("what", [Path.unlink, truncated, lambda path: path.write_bytes(b"garbage"), a_folder, a_pipe])
def test_what_is_not_what_was_kept_is_made_anew(made: Path, what: Callable[[Path], object]) -> None:
    what(kept(made)[0])
    for _ in range(2):
        book = open_book(made)
        assert as_it_should_be(book)
        book.close()


@pytest.mark.slow
def test_no_flipped_bit_makes_it_say_what_is_wrong(made: Path) -> None:
    """GIVEN a damaged byte THEN nothing wrong is said at once, and all that is right once there was time to look."""
    files = {path: path.read_bytes() for path in kept(made)}
    for path, whole in files.items():
        for place in range(0, len(whole), max(len(whole) // 150, 1)):
            for each, content in files.items():
                each.write_bytes(content)
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
            book = open_book(made)
            assert says_nothing_wrong(book), (path.name, place)
            book.care.tidy()
            assert as_it_should_be(book), (path.name, place)
            book._storage.let_go()


def test_it_may_go_while_the_book_is_open(made: Path) -> None:
    book = open_book(made)
    shutil.rmtree(cache_of(made))
    assert as_it_should_be(book)
    book.apply(changing(a_lead(1, "Lead 1"), name="Lead one"))
    assert book.compact()
    assert set(book.mentions("one")) == {1}
    book.close()


def test_a_file_with_the_size_and_time_of_the_one_before_is_not_taken_for_it(made: Path) -> None:
    """GIVEN a file of which something was kept WHEN another takes its place THEN it is known by its inode."""
    other, before = made.with_name("other"), made.stat()
    other.write_bytes(made.read_bytes().replace(b"Lead 1", b"Kate 1"))
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(made)
    book = open_book(made)
    assert set(book.mentions("kate")) == {1}
    book.close()


@pytest.mark.parametrize("home", ["a file", "a folder in the way", "nowhere"])
def test_where_it_cannot_be_kept_it_is_in_memory(made: Path, home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = cache_of(made)
    if home == "a file":
        shutil.rmtree(folder)
        folder.write_bytes(b"")
    elif home == "a folder in the way":
        for path in kept(made):
            a_folder(path)
            (path / "full").touch()
    else:
        monkeypatch.delenv("XDG_CACHE_HOME")
        monkeypatch.delenv("HOME")
        monkeypatch.setattr(os, "getuid", lambda: 2**31 - 2)
    book = open_book(made)
    assert as_it_should_be(book)
    book.apply(adding(a_lead(9, "Nina")))
    assert book.compact()
    assert set(book.mentions("nina")) == {9}
    book.close()


_ROOM = """
import resource, sys
from pathlib import Path
from fuyu.care import open_book
from tests.storage.test_cache import as_it_should_be
sys.dont_write_bytecode = True  # Python keeps the half it could write, and reads it the next time
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
book = open_book(Path(sys.argv[1]))
assert as_it_should_be(book)
book._storage.let_go()
"""


@pytest.mark.slow
def test_on_a_full_disk_it_is_in_memory(made: Path) -> None:
    shutil.rmtree(cache_of(made))
    for room in (0, 10_000, 30_000):
        subprocess.run([sys.executable, "-c", _ROOM, str(made), str(room)], cwd=ROOT, check=True)
        assert not kept(made)


@pytest.mark.slow
def test_several_processes_may_make_it_at_once(made: Path) -> None:
    shutil.rmtree(cache_of(made))
    command = [sys.executable, "-c", _ROOM, str(made), str(resource.RLIM_INFINITY)]
    at_once = [subprocess.Popen(command, cwd=ROOT) for _ in range(4)]
    assert [process.wait() for process in at_once] == [0, 0, 0, 0]
    assert len(kept(made)) == 1


@pytest.mark.slow
def test_who_is_killed_while_it_is_made_leaves_nothing_that_is_believed(made: Path) -> None:
    before = open_book(made)
    before.apply(changing(a_lead(1, "Lead 1"), name="Kate 1"))
    before.apply(changing(a_lead(1, "Kate 1"), name="Lead 1"))
    before._storage.let_go()
    moment, killed = 0, True
    while killed:
        moment += 1
        child = os.fork()
        if not child:
            _die_at(moment)
            if moment % 2:
                shutil.rmtree(cache_of(made), ignore_errors=True)
            open_book(made).compact()
            os._exit(0)
        killed = os.waitpid(child, 0)[1] != 0
        book = open_book(made)
        assert as_it_should_be(book), moment
        book._storage.let_go()
    assert moment > 20
    book = open_book(made)
    book.apply(adding(a_lead(9)))
    assert book.compact()
    assert set(book.mentions("coffee")) == {2, 5}
    book.close()
    assert len(kept(made)) == 1


def _die_at(moment: int) -> None:
    """End this process when SQLite was asked so often, or a file gets its name then."""
    left = iter(range(moment))
    connected, rename = database._connected, Path.rename

    def step(*_: object) -> None:
        if next(left, None) is None:
            os._exit(9)

    def traced(*args: object, **options: object):  # type: ignore[no-untyped-def]  # noqa: ANN202
        connection = connected(*args, **options)  # type: ignore[arg-type]
        connection.set_trace_callback(step)
        return connection

    def renamed(path: Path, target: Path) -> Path:
        step()
        return rename(path, target)

    database._connected = traced
    Path.rename = renamed  # type: ignore[method-assign,assignment]


def test_a_document_that_is_another_than_its_row_was_read_from_has_all_read_anew(made: Path) -> None:
    """GIVEN a file written in place, its size and time as before WHEN its lead is acted on THEN that is seen."""
    before = made.stat()
    with made.open("r+b") as file:
        content = file.read().replace(b"Lead 1", b"Kate 1")
        file.seek(0)
        file.write(content)
    os.utime(made, ns=(before.st_atime_ns, before.st_mtime_ns))
    book = open_book(made)
    assert "Lead 1" in {row.name for row in book.rows.for_day(TODAY)}
    lead = book.lead(1)
    assert lead is not None
    assert lead.name == "Kate 1"
    assert "Kate 1" in {row.name for row in book.rows.for_day(TODAY)}
    assert set(book.mentions("kate")) == {1}
    book.close()


def test_who_has_an_older_version_open_goes_on_with_what_was_kept_of_it(made: Path) -> None:
    ours, theirs = open_book(made), open_book(made)
    theirs.apply(changing(a_lead(1, "Lead 1"), name="Kate 1"))
    assert theirs.compact()
    assert len(kept(made)) == 1
    assert as_it_should_be(ours)
    assert ours.refresh().leads is None
    assert set(ours.mentions("kate")) == {1}
    ours.close()
    theirs.close()


@pytest.mark.slow
def test_a_change_by_another_process_names_the_leads_it_is_about(made: Path) -> None:
    ours, theirs = open_book(made), open_book(made)
    assert not ours.refresh()
    theirs.apply(changing(a_lead(1, "Lead 1"), name="Kate 1"))
    assert ours.refresh().leads == frozenset({1})
    theirs.apply(adding(a_touch(40, 2)))
    news = ours.refresh()
    assert news
    assert news.leads == frozenset()
    ours.close()
    theirs.close()


def test_a_folder_that_may_only_be_read_keeps_nothing_and_hinders_nobody(made: Path) -> None:
    folder = cache_of(made)
    shutil.rmtree(folder)
    folder.mkdir(mode=0o500)
    book = open_book(made)
    assert as_it_should_be(book)
    book.close()


@pytest.mark.parametrize("name", [b"what?#50%41.json", b"b\xff\xfe.json", "bücher 本.json".encode()])
def test_a_book_of_any_name_is_not_read_again(tmp_path: Path, name: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / os.fsdecode(name)
    book = open_book(path)
    book.apply(adding(a_lead(1, "Ann")))
    book.close()
    assert len(kept(path)) == 1
    monkeypatch.setattr(Survey, "__iter__", None)
    book = open_book(path)
    assert [row.name for row in book.rows.for_day(TODAY)] == ["Ann"]
    book.close()


_AT_THE_END = """
import atexit, sqlite3
atexit.register(lambda: print(kept.rows("select 1")))  # after whatever was registered later
from fuyu.storage.database import Database
kept = Database(sqlite3.connect(":memory:"))
"""


@pytest.mark.slow
def test_who_asks_while_the_process_ends_is_answered() -> None:
    command = [sys.executable, "-c", _AT_THE_END]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout == "[(1,)]\n"

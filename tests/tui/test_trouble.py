"""When the file does not answer: nothing is lost, the screen says what helps, and one key does it. By keys only."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot

from fuyu.care import open_book
from fuyu.clock import StoppedClock
from fuyu.desk import Desk, NewLead
from fuyu.domain.action import Action, Change
from fuyu.domain.lead import Lead
from fuyu.errors import ReadOnlyError, SaveError, StoreError
from fuyu.storage.port import Applied, News
from fuyu.tui import unfinished
from fuyu.tui.app import FuyuApp
from fuyu.tui.beside import Beside
from fuyu.tui.day import screen as day_screen
from tests.builders import adding
from tests.memory import MemoryStore
from tests.tui.conftest import WEDNESDAY, Morning, Opened, a_second, offered, press, until

FULL = "disk full: not saved"


class Stubborn(MemoryStore):
    """A store that can be made to refuse."""

    full = False
    locked = ""
    was_read = False
    being_written = False
    """Whether another program is writing the file, so that nothing can be read."""
    landed = False
    """Whether the error comes although the change landed."""

    def apply(self, action: Action) -> Applied:
        self._refuse()
        if self.landed:
            super().apply(action)
            self.landed = False
            raise SaveError("the disk does not answer: not saved")
        return super().apply(action)

    def keep_typed(self, *changes: Change) -> None:
        self._refuse()
        super().keep_typed(*changes)

    def retry(self) -> str:
        self.read_only = self.locked
        return self.locked

    def mentions(self, words: str) -> Iterator[int]:
        if self.being_written:
            self.was_read = True
            raise StoreError("another program is writing fuyu.json")
        return super().mentions(words)

    def _refuse(self) -> None:
        if self.locked:
            raise ReadOnlyError(self.locked)
        if self.full:
            raise SaveError(FULL)


Trouble = Callable[..., AbstractAsyncContextManager[tuple[Morning, Stubborn, Pilot[None]]]]


@pytest.fixture
def trouble(people: tuple[Lead, ...]) -> Trouble:
    """Open a dashboard on a store that can be made to refuse."""

    @asynccontextmanager
    async def open_it(locked: str = "") -> AsyncIterator[tuple[Morning, Stubborn, Pilot[None]]]:
        morning, store = Morning(), Stubborn()
        store.apply(adding(*people))
        store.locked = store.read_only = locked
        morning.store, morning.desk = store, Desk(store, morning.clock)
        morning.app = FuyuApp(morning.desk)
        async with morning.app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            yield morning, store, pilot

    return open_it


def status(morning: Morning) -> str:
    """Return what is said above the last line of the screen."""
    return morning.said


async def test_an_act_that_cannot_be_saved_is_held_and_repeated_by_one_key(trouble: Trouble) -> None:
    async with trouble() as (morning, store, pilot):
        store.full = True
        await press(pilot, "n", "~budget is in", "ctrl+l", "t", "enter", "escape")
        assert status(morning) == f"! {FULL}  R tries again  W exports  u gives it up"
        await press(pilot, "j", "j", "k", "R")
        assert status(morning).startswith(f"! {FULL}"), "the words stay until it is dealt with"
        assert morning.lead(1).touches == 0
        store.full = False
        await press(pilot, "R")
        assert morning.lead(1).touches == 1
        assert [entry.note for entry in store.history(1)] == ["budget is in"]
        assert store.drafts() == []
        assert status(morning).startswith("saved: talked, Sakura Tanaka")
        await press(pilot, "u")
        assert morning.lead(1).touches == 0


async def test_while_something_is_held_nothing_new_is_done_and_u_gives_it_up(trouble: Trouble) -> None:
    async with trouble() as (morning, store, pilot):
        store.full = True
        await press(pilot, "x", "x", "s", "j", "l", "a")
        assert status(morning).startswith(f"! {FULL}")
        store.full = False
        await press(pilot, "u")
        assert status(morning) == "given up: no answer, Sakura Tanaka"
        await press(pilot, "x")
        assert (morning.lead(1).touches, morning.lead(2).touches) == (0, 1)


async def test_what_landed_although_an_error_came_is_not_done_twice(trouble: Trouble) -> None:
    async with trouble() as (morning, store, pilot):
        store.landed = True
        await press(pilot, "x", "R")
        assert morning.lead(1).touches == 1
        assert len(store.history(1)) == 1


async def test_what_is_not_saved_is_saved_elsewhere(
    trouble: Trouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    async with trouble() as (morning, store, pilot):
        store.full = True
        await press(pilot, "x", "j", "n", "~half a word", "escape", "W", "enter")
        copy = tmp_path / "fuyu-2026-03-18.json"
        assert status(morning).startswith("the whole book is in ")
        book = open_book(copy, look_only=True)
        lead, draft = book.lead(1), book.draft(2)
        assert lead is not None
        assert lead.touches == 1
        assert len(book.history(1)) == 1
        assert draft is not None
        assert draft.text == "half a word"
        assert copy.stat().st_mode & 0o777 == 0o600
        before = copy.read_bytes()
        await press(pilot, "W", "enter")
        assert status(morning).startswith("not overwritten: there is ")
        assert copy.read_bytes() == before


async def test_the_palette_saves_elsewhere_too(trouble: Trouble) -> None:
    async with trouble() as (morning, _, pilot):
        await press(pilot, ":", "~export")
        await offered(pilot, "whole book")
        await press(pilot, "enter")
        await until(pilot, lambda: "Save the whole book to a new file" in morning.text())


async def test_leaving_asks_when_something_would_be_lost(trouble: Trouble) -> None:
    async with trouble() as (morning, store, pilot):
        store.full = True
        await press(pilot, "x", "q")
        assert status(morning) == "this is not saved: no answer, Sakura Tanaka; leaving again loses it"
        assert morning.app.is_running
        await press(pilot, "q")
        assert morning.app.return_code == 0


async def test_leaving_asks_again_when_something_else_would_be_lost(trouble: Trouble) -> None:
    async with trouble() as (morning, store, pilot):
        store.locked = store.read_only = "fuyu.json is gone"
        await press(pilot, "n", "~budget is in", "escape", "q")
        assert status(morning) == "what you typed cannot be kept now; leaving again loses it"
        await press(pilot, "n", "~, says Ann", "escape", "q")
        assert morning.app.is_running, "what was typed since was not warned of"
        assert status(morning) == "what you typed cannot be kept now; leaving again loses it"
        store.locked = ""
        await press(pilot, "R")
        store.locked = store.read_only = "fuyu.json is gone"
        await press(pilot, "m", "tab", "~Hello", "escape", "escape", "q")
        assert morning.app.is_running, "an action is held now"
        await press(pilot, "q")
        assert not morning.app.is_running


async def test_a_book_that_cannot_be_written_says_so_until_it_can(
    trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_screen, "RECOVERED_AFTER", 0.1)
    async with trouble("not allowed to write fuyu.json: read-only") as (morning, store, pilot):
        assert status(morning) == "not allowed to write fuyu.json: read-only"
        assert "# READ-ONLY" in morning.text().splitlines()[0]
        await press(pilot, "n", "~typed in vain?", "escape", "j", "n", "~and here", "escape", "k")
        await a_second(morning, pilot)
        assert status(morning).startswith("! not allowed to write fuyu.json")
        assert "typed in vain?" in morning.text()
        assert "1 unscheduled" in morning.text().splitlines()[0], "the banner pushes nothing off"
        store.locked = ""
        await until(pilot, lambda: status(morning) == "it can be written again")
        assert "READ-ONLY" not in morning.text()
        assert {draft.id: draft.text for draft in store.drafts()} == {1: "typed in vain?", 2: "and here"}


async def test_a_new_reason_why_a_book_cannot_be_written_is_said(
    trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with trouble() as (morning, store, pilot):
        for reason in ("another program is writing fuyu.json", "fuyu.json is empty; “fuyu restore” lists its copies"):
            monkeypatch.setattr(store, "refresh", partial(_become, store, reason))
            await a_second(morning, pilot)
            assert status(morning) == reason


def _become(store: Stubborn, reason: str) -> News:
    store.read_only = reason
    return News(is_any=True)


async def test_r_looks_at_once(trouble: Trouble) -> None:
    async with trouble("not allowed to write fuyu.json: read-only") as (morning, store, pilot):
        await press(pilot, "R")
        assert status(morning) == "not allowed to write fuyu.json: read-only"
        store.locked = ""
        await press(pilot, "R")
        assert status(morning) == "it can be written again"


async def test_what_others_do_appears_within_a_second_and_cursor_and_words_stay(tmp_path: Path) -> None:
    path = tmp_path / "fuyu.json"
    mine, theirs = (Desk(open_book(path), StoppedClock(WEDNESDAY)) for _ in range(2))
    for name in ("Ann Lee", "Bo Ek"):
        theirs.commands.add(NewLead(name=name))
    mine.book.refresh()
    app = FuyuApp(mine)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "n", "~she said")
        before = app.day.chosen
        theirs.commands.add(NewLead(name="Cy Young"))
        app.day.work.upkeep.each_second()
        await press(pilot, "~ yes")
        screen = app.screen
        text = "\n".join(strip.text for strip in screen._compositor.render_strips(screen.size))
        assert "Cy Young" in text
        assert app.day.chosen == before == 2
        assert app.day.notes.editor.text == "she said yes"
    mine.book.close()
    theirs.book.close()


async def test_warnings_and_copies_are_words_and_never_a_crash(
    opened: Opened, people: tuple[Lead, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(MemoryStore, "warnings", lambda _: ["fuyu.json: others can read it", "another"])
    monkeypatch.setattr(MemoryStore, "back_up", failing)
    monkeypatch.setattr(day_screen, "_SETTLED", 3600)
    async with opened(*people) as (morning, pilot):
        assert status(morning) == "! fuyu.json: others can read it  (1 more: fuyu doctor)"
        morning.app.day.work.upkeep.tidy_up()
        await until(pilot, lambda: "no copy of the book" in status(morning))
        assert status(morning) == "! no copy of the book was made today: No space left on device"


async def test_the_book_is_copied_once_a_day(tmp_path: Path) -> None:
    desk = Desk(open_book(tmp_path / "fuyu.json", tmp_path / "copies"), StoppedClock(WEDNESDAY))
    desk.commands.add(NewLead(name="Ann Lee"))
    async with FuyuApp(desk).run_test() as pilot:
        await until(pilot, lambda: list((tmp_path / "copies").glob("*.json")))
    assert [path.name for path in (tmp_path / "copies").iterdir()] == ["fuyu-2026-03-18.json"]
    desk.book.close()


async def test_a_sheet_that_cannot_be_kept_says_so_itself(trouble: Trouble) -> None:
    async with trouble() as (morning, store, pilot):
        await press(pilot, "m", "tab", "~Hello")
        store.full = True
        await press(pilot, "ctrl+c")
        assert "leaving again loses it" in " ".join(morning.lines())
        assert "Hello" in morning.text()
        assert morning.app.is_running
        store.full = False
        await press(pilot, "escape", "R")
        assert "saved: kept an unfinished message to Sakura Tanaka" in morning.text()


async def test_what_cannot_be_undone_is_said_and_the_day_goes_on(tmp_path: Path) -> None:
    book = tmp_path / "fuyu.json"
    book.write_text(
        '{"_meta":{"1":{"schema":2,"seq":2,"generation":"a","last":{"leads":1,"actions":2}}},'
        '"leads":{"1":{"id":1,"name":"Ann Lee"}},"actions":{"2":{"uid":"u","at":"2026-03-17T10:00:00+01:00",'
        '"verb":"edit","title":"changed Ann","before":[["leads",1,{"id":1,"name":"Ann","temperature":"tepid"}]]}}}'
    )
    desk = Desk(open_book(book), StoppedClock(WEDNESDAY, "TZ is “x”: the times are in UTC"))
    app = FuyuApp(desk)
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.pause()
        assert "the times are in UTC" in desk.book.warnings()[0]
        await press(pilot, "u")
        screen = app.screen
        text = "\n".join(strip.text for strip in screen._compositor.render_strips(screen.size))
        assert "“changed Ann” cannot be undone: leads 1 cannot be read" in text
        assert not desk.actions.held
    assert app.crash is None
    desk.book.close()


async def test_a_book_is_not_saved_in_the_home_of_nobody(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        morning.app.day.work.book._export("~nobody-here/copy.json")
        await pilot.pause()
        assert "“~nobody-here/copy.json”: the home folder is unknown" in morning.text()


async def test_a_file_that_another_program_writes_ends_no_dashboard(people: tuple[Lead, ...], tmp_path: Path) -> None:
    """GIVEN a file that is garbage for a while THEN that is said at each key, what is typed is held, and it goes on."""
    file = tmp_path / "fuyu.json"
    book = open_book(file)
    book.apply(adding(*people))
    book.compact()
    morning = Morning()
    morning.store, morning.desk = book, Desk(book, morning.clock)  # type: ignore[assignment] # any store will do
    morning.app = FuyuApp(morning.desk)
    async with morning.app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "n", *"typed", "escape")
        whole = file.read_bytes()
        file.write_bytes(whole[:300])
        await a_second(morning, pilot)
        assert "fuyu.json" in morning.text()
        await press(pilot, "j", "j", "k", "n", *"more", "escape", "l")
        assert morning.app.is_running
        assert morning.app.crash is None
        file.write_bytes(whole)
        await press(pilot, "escape", "f5")
        await a_second(morning, pilot)
        await press(pilot, "j", "k")
        assert morning.app.crash is None
        kept = "\n".join(draft.text for draft in book.drafts())
        assert "typed" in kept
        assert "more" in kept
    book.close()


async def test_a_file_that_is_written_while_a_thread_reads_it_ends_nothing(trouble: Trouble) -> None:
    async with trouble() as (morning, store, pilot):
        store.being_written = True
        await press(pilot, "/", "~budget")
        await until(pilot, lambda: store.was_read)
        await until(pilot, lambda: all(worker.is_finished for worker in morning.app.workers))
        assert morning.app.is_running
        assert morning.app.crash is None


async def test_leaving_looks_once_more_whether_the_book_can_be_written(trouble: Trouble) -> None:
    async with trouble() as (morning, store, pilot):
        store.locked = store.read_only = "fuyu.json is gone"
        await press(pilot, "n", "~budget is in", "escape")
        store.locked = ""
        await press(pilot, "q")
        assert [draft.text for draft in store.drafts()] == ["budget is in"]
        assert not morning.app.is_running


async def test_what_is_held_when_a_signal_comes_is_named_at_the_next_start(
    people: tuple[Lead, ...], tmp_path: Path
) -> None:
    """GIVEN a form that was answered and could not be saved WHEN the program is told to end THEN a copy has it."""
    file, home = tmp_path / "books" / "fuyu.json", tmp_path / "notes"
    store, clock = open_book(file), StoppedClock(WEDNESDAY)
    store.apply(adding(*people))
    store.compact()
    desk = Desk(store, clock)
    app = FuyuApp(desk, beside=Beside(notes=home))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        file.parent.rename(tmp_path / "away")
        await press(pilot, "e", "end", "~ San", "ctrl+s")
        assert desk.actions.held == "changed Sakura Tanaka San"
        app.leave(143)
        app.leave(143)
    store.close()
    (said,) = unfinished.waiting(home)
    (copy,) = home.glob("*.json")
    assert f"“fuyu merge {copy}” brings it in" in said
    with closing(open_book(copy, look_only=True)) as theirs:
        lead = theirs.lead(1)
        assert lead is not None
        assert lead.name == "Sakura Tanaka San"
    (tmp_path / "away").rename(file.parent)
    morning = Morning()
    store = open_book(file)
    morning.desk = Desk(store, clock)
    morning.app = FuyuApp(morning.desk, beside=Beside(notes=home))
    async with morning.app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: morning.app.day.is_whole)
        assert "what was not saved when fuyu was ended waits: “fuyu check” names it" in morning.text()
    store.close()


async def test_a_note_that_cannot_be_kept_at_the_end_is_there_at_the_next_start(
    people: tuple[Lead, ...], tmp_path: Path
) -> None:
    store, clock = Stubborn(), StoppedClock(WEDNESDAY)
    store.apply(adding(*people))
    desk = Desk(store, clock)
    app = FuyuApp(desk, beside=Beside(notes=tmp_path / "notes"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        store.locked = store.read_only = "fuyu.json is gone"
        await press(pilot, "n", "~budget is in")
        app.leave()
    assert store.drafts() == []
    store.locked = store.read_only = ""
    desk = Desk(store, clock)
    app = FuyuApp(desk, beside=Beside(notes=tmp_path / "notes"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.day.notes.editor.text)
        assert app.day.notes.editor.text == "budget is in"
    assert [draft.text for draft in store.drafts()] == ["budget is in"]

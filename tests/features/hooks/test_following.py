"""Hooks follow commands and the dashboard, wait for nobody, and never keep each other going."""

import json
from pathlib import Path
from typing import Any

import pytest

from fuyu import paths
from fuyu.background import Process
from fuyu.config import Config
from fuyu.desk import Desk
from fuyu.desk.values import TouchMade
from fuyu.domain.lead import Outcome, Status
from fuyu.errors import SaveError
from fuyu.features.hooks import programs as running_programs
from fuyu.features.hooks.following import HooksBeside, beside, listen
from fuyu.features.hooks.queue import HookRan, Queue, forget
from tests.builders import a_lead, adding
from tests.cli.conftest import MORNING, Shell
from tests.features.hooks.conftest import Programs, until
from tests.tui.conftest import Morning


class Others:
    """Other processes, which are only begun."""

    def __init__(self) -> None:
        self.begun: list[tuple[str, ...]] = []

    def catch_up(self, command: str) -> str:
        """Nobody waits for one."""
        raise AssertionError(command)

    def leave(self, *command: str) -> None:
        """Begin one."""
        self.begun.append(command)

    def stay(self, *command: str) -> Process:
        """None stays."""
        raise AssertionError(command)


BOOK = Path("/book.json")


@pytest.fixture
def desk() -> Desk:
    """Return a desk with a lead."""
    return Morning(a_lead(1, "Ann Lee", phones=("+44 1",))).desk


@pytest.fixture
def others() -> Others:
    """Return other processes."""
    return Others()


def waits() -> list[tuple[tuple[str, ...], Any]]:
    return [(one.hooks, json.loads(bytes(one.given))) for one in Queue(paths.hooked(BOOK)).take()]


def test_what_a_command_does_waits_for_its_hooks_alone(desk: Desk, programs: Programs, others: Others) -> None:
    programs.put("on-edit", "")
    programs.put("on-won", "")
    finish = listen(desk, BOOK, others)
    desk.commands.keep_note(1, "likes tea")
    desk.commands.edit(1, status=Status.WON)
    desk.commands.edit(1, company="Acme")
    assert others.begun == []
    assert finish() == ""
    assert others.begun == [("hooks", "--run")]
    (first, told), (second, also_told) = waits()
    assert (first, second) == (("on-edit", "on-won"), ("on-edit",))
    assert told["action"]["verb"] == "edit"
    assert [(lead["name"], lead["status"], lead["phones"]) for lead in told["leads"]] == [("Ann Lee", "won", ["+44 1"])]
    assert (told["leads"][0]["company"], also_told["leads"][0]["company"]) == ("", "Acme"), "as it was after each"


def test_a_hook_is_told_of_the_touch_and_of_who_is_deleted(desk: Desk, programs: Programs, others: Others) -> None:
    programs.put("on-log", "")
    programs.put("on-delete", "")
    programs.put("on-undo", "")
    finish = listen(desk, BOOK, others)
    desk.commands.log(1, TouchMade(outcome=Outcome.TALKED, note="likes tea"))
    desk.commands.delete(1)
    desk.undo.last()
    finish()
    (_, logged), (_, deleted), (_, undone) = waits()
    (entry,) = logged["entries"]
    assert (entry["lead"], entry["outcome"], entry["note"]) == (1, "talked", "likes tea")
    assert [lead["is_deleted"] for lead in deleted["leads"]] == [True]
    assert deleted["entries"] == []
    assert [lead["is_new"] for lead in undone["leads"]] == [True]


def test_of_a_large_import_a_thousand_are_told_and_the_rest_is_counted(programs: Programs, others: Others) -> None:
    programs.put("on-add", "")
    morning = Morning()
    finish = listen(morning.desk, BOOK, others)
    action = adding(*(a_lead(number, f"Lead {number}") for number in range(1, 1_503)))
    morning.store.apply(action)
    morning.desk.events.publish_action(action)
    finish()
    ((_, told),) = waits()
    assert (len(told["leads"]), told["left_out"]) == (1_000, 502)


def test_without_a_hook_nothing_is_begun_and_none_runs_for_what_a_hook_does(
    desk: Desk, programs: Programs, others: Others, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish = listen(desk, BOOK, others)
    desk.commands.edit(1, company="Acme")
    assert finish() == ""
    programs.put("on-edit", "")
    monkeypatch.setenv("FUYU_HOOK", "on-log")
    finish = listen(desk, BOOK, others)
    desk.commands.edit(1, company="Hooli")
    assert finish() == ""
    assert others.begun == []


def test_what_is_in_the_way_is_said_and_stops_nothing(
    desk: Desk, programs: Programs, others: Others, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.put("on-edit", "")
    Queue(paths.hooked(BOOK)).keep("on-log", HookRan(MORNING, "hooks/on-log failed with exit code 1"))
    finish = listen(desk, BOOK, others)

    def full(_queue: Queue, _waiting: object) -> None:
        raise SaveError("no space left on device")

    monkeypatch.setattr(Queue, "put", full)
    desk.commands.edit(1, company="Acme")
    assert finish() == ("your hooks do not follow: no space left on device; hooks/on-log failed with exit code 1")


def seconds(following: HooksBeside, count: int) -> list[str]:
    """Let seconds pass beside a dashboard; return what is said."""
    said: list[str] = []
    for _ in range(count):
        following.each_second(said.append, lambda _words, _rings: None)
        following.wait()
    return said


def test_the_dashboard_has_them_follow_and_says_what_was_in_the_way_once(
    desk: Desk, programs: Programs, others: Others
) -> None:
    programs.put("on-edit", "")
    chore = beside(desk, BOOK, Config(), others)
    assert seconds(chore, 2) == []
    desk.commands.edit(1, company="Acme")
    assert seconds(chore, 2) == []
    assert others.begun == [("hooks", "--run")]
    assert len(waits()) == 1
    Queue(paths.hooked(BOOK)).keep("on-edit", HookRan(MORNING, "hooks/on-edit failed with exit code 1"))
    assert seconds(chore, 3) == ["hooks/on-edit failed with exit code 1"]


def test_who_leaves_waits_for_no_hook_and_it_runs_all_the_same(
    desk: Desk, programs: Programs, others: Others, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[bool] = []
    monkeypatch.setattr(running_programs, "end_all", lambda: ended.append(True))
    programs.put("on-edit", "")
    chore = beside(desk, BOOK, Config(), others)
    desk.commands.edit(1, company="Acme")
    chore.leave()
    assert (len(waits()), others.begun, ended) == (1, [("hooks", "--run")], [True])


@pytest.mark.slow
def test_a_command_ends_before_its_hook_and_the_next_one_says_what_went_wrong(fuyu: Shell, programs: Programs) -> None:
    """GIVEN a hook that hangs until it may end WHEN a lead is added THEN the command has ended, and it ran."""
    programs.put("on-add", 'cat >> "$OUT"; while [ ! -e "$OUT.end" ]; do sleep 0.02; done; echo broken >&2; exit 4')
    assert fuyu.ok("add", "Ann Lee").err == ""
    queue = Queue(paths.hooked(fuyu.book))
    assert queue.came() == {}, "it runs still"
    Path(f"{programs.out}.end").touch()
    until(queue.came)
    (line,) = programs.printed()
    assert json.loads(line)["leads"][0]["name"] == "Ann Lee"
    assert fuyu.ok("edit", "ann", "--company", "Acme").err == "fuyu: hooks/on-add failed with exit code 4: broken\n"
    assert fuyu.ok("edit", "ann", "--company", "Hooli").err == ""


@pytest.mark.slow
def test_a_hook_that_changes_the_book_does_not_go_on_for_ever(fuyu: Shell, programs: Programs) -> None:
    programs.put("on-edit", 'echo once >> "$OUT"; fuyu edit ann --company "Acme $(wc -l < "$OUT")"')
    fuyu.ok("add", "Ann Lee")
    fuyu.ok("edit", "ann", "--role", "buyer")
    queue = Queue(paths.hooked(fuyu.book))
    until(queue.came)
    assert queue.came()["on-edit"].trouble == ""
    assert fuyu.ok("show", "ann", "--json").json["lead"]["company"] == "Acme 1"
    assert fuyu.ok("hooks", "--run", "--json").json["ran"] == 0, "nothing waits"
    assert programs.printed() == ["once"]


def test_who_is_forgotten_waits_for_no_hook(desk: Desk, others: Others, programs: Programs) -> None:
    programs.put("on-log", "true")
    follow = listen(desk, BOOK, others)
    desk.commands.log(1, TouchMade(outcome=Outcome.TALKED, note="her secret"))
    follow()
    forget(BOOK, frozenset({2}))
    assert b"her secret" in b"".join(path.read_bytes() for path in paths.hooked(BOOK).iterdir())
    forget(BOOK, frozenset({1}))
    assert b"her secret" not in b"".join(path.read_bytes() for path in paths.hooked(BOOK).iterdir())
    assert waits() == []

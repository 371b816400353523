"""`fuyu doctor` says what to do, and nothing of anybody."""

import os
from pathlib import Path

import pytest

from fuyu import paths
from tests.cli.conftest import Shell


@pytest.fixture(autouse=True)
def _well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")


def test_everything_is_well_on_a_book_that_is(morning: Shell) -> None:
    morning.book.parent.chmod(0o700)
    said = morning("doctor")
    assert said.code == 0, said.out
    assert "everything is as it should be" in said.out
    for fact in (
        "fuyu 0",
        "textual 8",
        "TERM xterm-256color",
        f"{morning.book}, ",
        "leads that can be read: 5",
        "lock",
    ):
        assert fact.split()[0] in said.out
    assert not any(name in said.out for name in ("Sakura", "Ann Lee", "Acme", "+44"))


def test_a_book_that_is_not_there_yet_is_no_trouble(fuyu: Shell) -> None:
    said = fuyu("doctor")
    assert said.code == 0
    assert "not found: the first lead makes it" in said.out


def test_each_trouble_comes_with_what_to_do(morning: Shell) -> None:
    morning.book.chmod(0o644)
    morning.book.with_name("fuyu.sync-conflict-20260318.json").write_text("{}")
    paths.config().write_text('[keys]\n"work.lgo" = "L"\n[look]\ntheme = "sepia"\n')
    said = morning("doctor")
    assert said.code == 3
    assert f"chmod 600 {morning.book}" in said.out
    assert "fuyu merge" in said.out
    assert "did you mean work.log?" in said.out
    assert "look.theme is an unknown theme “sepia”" in said.out
    facts = morning("doctor", "--json").json
    assert not facts["ok"]
    assert {fact["what"] for fact in facts["facts"] if fact["remedy"]} >= {"permissions", "changes", "settings"}


def test_settings_that_end_the_others_do_not_end_it(morning: Shell) -> None:
    paths.config().write_text("[dates]\nmorning = 8\n")
    said = morning("doctor")
    assert said.code == 3
    assert "line 2: dates.morning is text" in said.out


def test_a_lead_that_an_editor_made_unreadable_is_trouble(morning: Shell) -> None:
    morning.ok("backup")
    text = morning.book.read_text()
    morning.book.write_text(text.replace('"temperature":"hot"', '"temperature":"boiling"', 1))
    said = morning("doctor")
    assert said.code == 3
    assert "records that cannot be read, and are shown nowhere: 1\n" in said.out
    assert "`fuyu check` says which" in said.out


def test_a_damaged_book_is_said_and_left(morning: Shell) -> None:
    morning.book.with_name("fuyu.json.journal").unlink(missing_ok=True)
    morning.book.write_text('{"leads": {"1": ')
    said = morning("doctor")
    assert said.code == 3
    assert "fuyu restore" in said.out
    assert morning.book.read_text() == '{"leads": {"1": '


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_said(morning: Shell) -> None:
    morning.book.parent.chmod(0o500)
    try:
        assert "let yourself write to" in morning("doctor").out
    finally:
        morning.book.parent.chmod(0o700)


def test_copies_are_dated(morning: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    morning.ok("backup")
    assert "the newest that can be read of 2026-03-18" in morning("doctor").out


def test_nothing_steers_the_terminal(morning: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm\x1b[2J")
    monkeypatch.setenv("FUYU_THEME", "\x1b]0;x\x07")
    assert "\x1b" not in morning("doctor").out

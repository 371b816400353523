"""`fuyu add -`: a lead from each line of the input, all or none."""

import io
import json
from pathlib import Path

import pytest

from fuyu.cli import main

LINES = """\
# from the fair

Ann Lee, Acme hot call fri 2pm re pricing; likes tea
  # not a lead
tomorrow 9am Bob Stone
"""


@pytest.fixture(autouse=True)
def _surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUYU_DB", str(tmp_path / "fuyu.json"))
    monkeypatch.setenv("FUYU_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("FUYU_NOW", "2026-03-18T09:30")
    monkeypatch.setenv("FUYU_TZ", "Europe/London")


def add(monkeypatch: pytest.MonkeyPatch, text: str, *options: str) -> int:
    """Return the exit code of `fuyu add -` with the text as its input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    return main(["add", "-", *options])


def test_an_id_a_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(monkeypatch, LINES) == 0
    assert capsys.readouterr().out == "1\n2\n"
    main(["show", "1", "--json"])
    shown = capsys.readouterr().out
    assert all(text in shown for text in ("Ann Lee", "Acme", "2026-03-20", "14:00", "pricing", "likes tea"))
    main(["show", "2", "--json"])
    assert "2026-03-19" in capsys.readouterr().out


def test_one_undo_undoes_all(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    add(monkeypatch, LINES)
    assert main(["undo"]) == 0
    assert "undone: added 2 leads" in capsys.readouterr().out
    assert main(["undo"]) == 1


def test_as_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(monkeypatch, LINES, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["version"], said["action"]["verb"], said["leads"]) == (2, "add", [1, 2])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ann Lee\n\n, fri\n", "line 3 names nobody: “, fri”"),
        ("+44 20 7946 0000\nAnn\n#x\nhot call", "line 4 names nobody: “hot call”"),
        ("# nobody\n\n", "the input names nobody"),
        ("", "the input names nobody"),
    ],
)
def test_a_line_without_a_name_is_said_and_nothing_is_added(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    assert add(monkeypatch, text) == 2
    captured = capsys.readouterr()
    assert words in captured.err
    assert captured.out == ""
    assert main(["show", "1"]) == 1


@pytest.mark.parametrize("options", [["--tag", "expo"], ["--temperature", "hot"], ["--promise"], ["--next", "fri"]])
def test_options_go_with_a_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    assert add(monkeypatch, LINES, *options) == 2
    assert "options go with a NAME" in capsys.readouterr().err


def test_a_whole_line_as_an_argument_is_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", "Ann Lee, Acme fri"]) == 0
    main(["find", "Ann Lee, Acme fri", "--plain"])
    assert "Ann Lee, Acme fri" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Ann Lee, Acme 5/6 call", "line 1: “5/6” is not read as a day, and stands in the note."),
        (
            "Ann Lee, Acme call 17h",
            "line 1: “17h” is not read as a day, and stands in the note. 17:00, or in 17 hours?",
        ),
        ("Ann Lee, Acme call fri 2pm", ""),
        ("Ann Lee, Acme, 12 chairs", ""),
    ],
)
def test_a_day_that_nobody_can_know_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    assert add(monkeypatch, f"{line}\n") == 0
    heard = capsys.readouterr().err
    assert said in heard
    assert bool(heard) == bool(said)

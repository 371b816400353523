"""What must not hurt: damaged files, folders that cannot be written, hostile text, closed pipes, slow imports."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from fuyu.cli import main
from fuyu.desk.agendas import Agendas
from fuyu.domain.text import clean
from tests.cli.conftest import NOW, Shell
from tests.domain.test_text import WORST

FUYU = (sys.executable, "-m", "fuyu")
SEEN = "[@click=app.quit]Acme [/] x[ACME]"


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("command", [("today",), ("add", "Ann"), ("undo",), ("find", "x"), ("show", "1")])
@pytest.mark.parametrize("text", ["", '{"leads": {"1": {"id": 1,}}}', "<<<<<<< HEAD\n{}", "[]"])
def test_a_damaged_book_is_left_alone_and_named_with_the_place(
    fuyu: Shell, command: tuple[str, ...], text: str
) -> None:
    fuyu.book.parent.mkdir()
    fuyu.book.write_text(text)
    said = fuyu(*command)
    assert (said.code, said.out) == (3, "")
    assert said.err.startswith("fuyu: fuyu.json")
    assert "Traceback" not in said.err
    assert fuyu.book.read_text() == text


def test_a_book_that_is_a_folder_is_words(fuyu: Shell) -> None:
    fuyu.book.mkdir(parents=True)
    said = fuyu("today")
    assert (said.code, said.err.count("\n")) == (3, 1)


AS_NOBODY = """
import contextlib, io, os, pwd, sys
from fuyu.cli import main

_, warm, *arguments = sys.argv
with contextlib.redirect_stdout(io.StringIO()):
    main(["add", "Warm", "--db", warm])  # all that is needed is imported, also where nobody else may read it
if os.getuid() == 0:  # who may write anywhere
    nobody = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)
sys.exit(main(arguments))
"""


@pytest.fixture
def locked() -> Iterator[Path]:
    """Return a book, with Ann in it, that everybody may read and nobody may write."""
    with TemporaryDirectory() as name:  # pytest's own folders are not for everybody
        folder = Path(name)
        assert main(["add", "Ann", "--db", str(folder / "fuyu.json"), *NOW]) == 0
        for path in folder.iterdir():
            path.chmod(0o444)
        folder.chmod(0o555)
        yield folder / "fuyu.json"
        folder.chmod(0o755)


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_is_read_and_says_why(locked: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        argv = [sys.executable, "-c", AS_NOBODY, str(tmp_path / "warm.json"), *arguments, "--db", str(locked), *NOW]
        env = os.environ | {"HOME": str(locked.parent)}
        return subprocess.run(argv, capture_output=True, text=True, check=False, env=env)

    looked = run("today", "--json")
    assert looked.returncode == 0, looked
    assert '"Ann"' in looked.stdout
    added = run("add", "Bo")
    assert (added.returncode, added.stdout) == (3, ""), added
    assert "not allowed to write" in added.stderr
    assert "Traceback" not in added.stderr


@pytest.mark.parametrize("text", WORST, ids=ascii)
def test_no_command_prints_what_steers_a_terminal(fuyu: Shell, text: str) -> None:
    hostile = f"{text} {SEEN}"
    adding = ("add", hostile, "--company", hostile, "--why", hostile, "--role", hostile, "--place", hostile)
    more = ("--about", hostile, "--tag", hostile)
    said = [fuyu.ok(*adding, *more), fuyu.ok("add", "Other " + hostile)]
    for style in ((), ("--plain",), ("--json",)):
        said += [
            fuyu.ok("note", "1", hostile, *style),
            fuyu.ok("log", "1", "talked", "--note", hostile, "--quote", hostile, "--next", "today", *style),
            fuyu.ok("today", *style),
            fuyu.ok("find", hostile, *style),
            fuyu.ok("show", "1", *style),
            fuyu.ok("snooze", "1", "2w", *style),
            fuyu.ok("undo", *style),
        ]
    assert any(SEEN in answer.out for answer in said)
    said += [
        fuyu("show", hostile),
        fuyu("add", "Bo", "--zone", hostile),
        fuyu("add", "Bo", "--email", hostile),
        fuyu("add", "Bo", "--phone", text),
        fuyu("show", "x" + text),
        fuyu("log", "1", hostile),
        fuyu("log", "1", "talked", "--next", hostile),
        fuyu("log", "1", "talked", "--channel", hostile),
        fuyu("snooze", "1", hostile),
        fuyu("when", hostile),
        fuyu("today", hostile),
        fuyu(hostile),
        fuyu.bare("today", "--tz", hostile.replace("\x00", ""), "--db", str(fuyu.book)),
        fuyu.bare("today", "--at", hostile, "--db", str(fuyu.book)),
    ]
    for answer in said:
        assert answer.out + answer.err == clean(answer.out + answer.err)
        assert "Traceback" not in answer.err


@pytest.mark.parametrize("style", [(), ("--plain",), ("--json",)], ids=["people", "plain", "json"])
def test_a_book_that_someone_else_wrote_is_printed_clean(fuyu: Shell, style: tuple[str, ...]) -> None:
    hostile = "".join(text for text in WORST if "\ud800" not in text) + "\nnext line\t" + SEEN
    lead: dict[str, object] = dict.fromkeys(("name", "company", "role", "place", "zone", "source"), hostile) | {"id": 1}
    lead |= {field: [hostile] for field in ("phones", "emails", "links", "tags")}
    lead |= {"about": [{"fact": hostile}], "next_step": {"day": "2026-03-18", "why": hostile, "words": hostile}}
    entry: dict[str, object] = {"id": 1, "lead": 1, "at": "2026-03-02T09:00:00Z", "note": hostile}
    note = entry | {"earlier": [{"at": "2026-03-02T09:00:00Z", "note": hostile}]}
    touch = entry | {"uid": "t", "channel": "call", "outcome": "talked"}
    draft = {"id": 1, "text": hostile, "at": "2026-03-02T09:00:00Z"}
    tables = {"leads": lead, "notes": note, "touches": touch, "drafts": draft}
    fuyu.book.parent.mkdir()
    fuyu.book.write_text(json.dumps({table: {"1": document} for table, document in tables.items()}))
    for command in (("today",), ("find", "acme"), ("show", "1"), ("log", "1", "talked")):
        said = fuyu.ok(*command, *style)
        assert said.out == clean(said.out)
        texts = json.dumps(said.json, ensure_ascii=False) if style == ("--json",) else said.out
        assert "\\u001b" not in texts
        assert "Acme [/] x" in texts
    assert len(fuyu.ok("today", "--plain").lines) == 1


def test_a_fault_of_our_own_says_where_and_nothing_of_anybody(morning: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_agendas: Agendas) -> None:
        raise ValueError("Ann Lee +44 1")

    monkeypatch.setattr(Agendas, "today", broken)
    said = morning("today")
    assert (said.code, said.out) == (70, "")
    assert said.err.startswith("fuyu: a fault of fuyu's own: ValueError at test_faults.py:")
    assert said.err.count("\n") == 3
    assert "Ann" not in said.err


def test_an_interrupt_is_words_and_130(morning: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_agendas: Agendas) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Agendas, "today", interrupted)
    said = morning("today")
    assert (said.code, said.out) == (130, "")
    assert said.err == "fuyu: interrupted; nothing was changed\n"


def _run(*arguments: str, **how: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [*FUYU, *arguments], check=False, text=True, stderr=subprocess.PIPE, **({"stdout": subprocess.PIPE} | how)
    )


@pytest.mark.slow
def test_a_reader_who_has_seen_enough_is_no_problem() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ended = _run("keys", "--json", stdout=writer)
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_an_answer_that_cannot_be_written_is_no_success_and_no_traceback() -> None:
    with Path("/dev/full").open("w") as full:
        ended = _run("keys", stdout=full)
    assert ended.returncode == 3
    assert ended.stderr == f"fuyu: the answer could not be written: {os.strerror(errno.ENOSPC)}\n"


@pytest.mark.slow
def test_a_terminal_without_the_letters_of_a_name_still_shows_the_day(morning: Shell) -> None:
    ended = _run("today", "--db", str(morning.book), *NOW, env=os.environ | {"PYTHONIOENCODING": "ascii"})
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Zo\\xeb O'Brien" in ended.stdout


HEAVY = ("textual", "rich")
SLOW = (*HEAVY, "pendulum", "rapidfuzz", "difflib")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "without"),
    [
        (("today",), SLOW),
        (("today", "--json"), SLOW),
        (("show", "2"), SLOW),
        (("keys",), SLOW),
        (("add", "Bo"), HEAVY),
        (("add", "Bo", "--next", "fri 2pm"), HEAVY),
        (("log", "2", "talked"), HEAVY),
        (("snooze", "2", "2w"), HEAVY),
        (("find", "ann"), HEAVY),
        (("when", "fri"), HEAVY),
        (("undo",), HEAVY),
    ],
    ids=lambda value: " ".join(value) if value not in {HEAVY, SLOW} else "",
)
def test_a_command_imports_only_what_it_needs(
    morning: Shell, command: tuple[str, ...], without: tuple[str, ...]
) -> None:
    program = (
        "import sys; from fuyu.cli import main; code = main(sys.argv[1:])\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr); sys.exit(code)"
    )
    arguments = [*command, "--db", str(morning.book), *NOW]
    ended = subprocess.run([sys.executable, "-c", program, *arguments], check=False, text=True, capture_output=True)
    assert ended.returncode == 0, ended
    assert {*without} - {*ended.stderr.split()} == {*without}

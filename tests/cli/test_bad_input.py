"""What must be words: odd zones, clocks, numbers, settings, files and streams, each with its exit code and first words.

A row is an input; add yours to the table of its kind. What needs a process of its own stands at the end.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fuyu import paths
from tests.cli.conftest import NOW, Shell
from tests.hostile import HUGE, MARKS
from tests.rows import listed, mapped

FUYU = (sys.executable, "-m", "fuyu")


def answers(said_code: int, said_err: str, code: int, words: str) -> None:
    """Check an exit code and the first words on stderr, which stay short and show no traceback."""
    assert (said_code, said_err.removeprefix("fuyu: ")[: len(words)]) == (code, words), said_err[:500]
    assert "Traceback" not in said_err
    assert len(said_err) < 3_000


def in_folder(command: tuple[str, ...], folder: Path) -> tuple[str, ...]:
    """Return a command with the files it names in a folder."""
    return tuple(str(folder / word) if word.startswith("FILE") else word for word in command)


@pytest.mark.parametrize(
    ("at", "code", "words"),
    [
        ("0001-01-01T00:00", 2, "“0001-01-01T00:00” is in the year 1; choose"),
        ("0001-01-01T00:00+14:00", 2, "“0001-01-01T00:00+14:00” is in the year 1; choose"),
        ("9999-12-31T23:59", 2, "“9999-12-31T23:59” is in the year 9999; choose"),
        ("1899-12-31T23:59", 2, "“1899-12-31T23:59” is in the year 1899; choose"),
        ("1900-01-01T00:00", 0, ""),
        ("3000-12-31T23:59", 0, ""),
        (HUGE, 2, "“99999"),
        (MARKS, 2, "“e\u0301"),
        ("yesterday", 2, "“yesterday” is no time; write it like 2026-03-18T09:30"),
    ],
    ids=lambda value: str(value)[:30],
)
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_clock_that_stands_anywhere(fuyu: Shell, at: str, zone: str, code: int, words: str) -> None:
    said = fuyu.bare("today", "--db", str(fuyu.book), "--at", at, "--tz", zone)
    answers(said.code, said.err, code, words)


@pytest.mark.parametrize(
    "command", [("evening",), ("reschedule",), ("away", "next week"), *listed("days")], ids=" ".join
)
@pytest.mark.parametrize("at", ["1900-01-01T00:00", "3000-12-31T23:59"])
def test_every_command_works_on_the_first_and_the_last_day(
    morning: Shell, tmp_path: Path, command: tuple[str, ...], at: str
) -> None:
    said = morning.bare(*in_folder(command, tmp_path), "--db", str(morning.book), "--at", at, "--tz", "Asia/Tokyo")
    answers(said.code, said.err, 0, "")


@pytest.mark.parametrize(
    ("zone", "code", "words"),
    [
        ("CET-1CEST,M3.5.0,M10.5.0/3", 0, ""),
        ("nonsense", 2, "no time zone is called “nonsense”; they look like Europe/London"),
        ("Europe", 2, "no time zone is called “Europe”"),
        ("../../etc/passwd", 2, "no time zone is called “../../etc/passwd”"),
        ("/dev/zero", 2, "no time zone is called “/dev/zero”"),
        ("XXX24", 2, "no time zone is called “XXX24”"),
        ("europe berlin", 2, "no time zone is called “europe berlin”; did you mean Europe/Berlin?"),
        (HUGE, 2, "no time zone is called “99999"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_zone_by_any_name(fuyu: Shell, monkeypatch: pytest.MonkeyPatch, zone: str, code: int, words: str) -> None:
    monkeypatch.setenv("FUYU_TZ", zone)
    said = fuyu.bare("today", "--db", str(fuyu.book), "--at", "2026-03-18T09:30")
    answers(said.code, said.err, code, words)


@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        (("show", HUGE), 1, "no lead is called “99999"),
        (("show", "1" * 17), 1, "no lead "),
        (("log", "9" * 20, "talked"), 1, "no lead is called “99999999999999999999”"),
        (("note", "18446744073709551616", "x"), 1, "no lead is called"),
        (("away", "--back", HUGE), 2, "usage: fuyu away"),
        (("away", "--back", "9" * 20), 1, "no days away have the number"),
        (("serve", "--port", HUGE), 2, "usage: fuyu serve"),
        (("when", HUGE), 2, "That is too long for a day"),
        (("when", "9999-12-31 23:59"), 2, "That is further away than calendars go."),
        (("when", "999999999999d"), 2, "That is further away than calendars go."),
        (("when", "0001-01-01"), 2, "Mon 1 Jan 1 is behind us."),
        (("add", "Bo", "--next", "31 dec 9999"), 2, "That is further away"),
        (("add", "Bo", "--every", f"every {HUGE} weeks"), 2, "That is too long for a rhythm"),
        (("add", "Bo", "--phone", f"+44{HUGE}"), 0, ""),
        (("count", "--format", f"{{{HUGE}}}"), 2, "unknown field {99999"),
        (("add", MARKS, "--company", MARKS, "--tag", MARKS, "--link", f"acme.example/{MARKS}"), 0, ""),
        (("note", "2", MARKS), 0, ""),
        (("find", MARKS), 0, ""),
        (("log", "2", MARKS), 2, "unknown outcome “e\u0301"),
        (("promise", "2", "fri", "--why", HUGE, "--quote", MARKS), 0, ""),
        (("promise", "2", "--withdraw", HUGE), 1, "Ann Lee has no open promise"),
        (("done", "2", HUGE), 1, "Ann Lee has no open task"),
        (("merge", "~nobody-here/x.json"), 2, "“~nobody-here/x.json”: the home folder is unknown"),
        (("merge", "x" * 5_000), 3, "“xxxxx"),
        *listed("arguments"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else str(value)[:20],
)
def test_an_argument_of_any_size(morning: Shell, command: tuple[str, ...], code: int, words: str) -> None:
    said = morning(*command)
    answers(said.code, said.err, code, words)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("a=" + "[" * 3_000 + "]" * 3_000, 2, "config.toml: tables lie in tables"),
        ("[keys]\n" + "a." * 3_000 + "b = 1", 2, "config.toml: tables lie in tables"),
        ("a." * 30 + "b = 1", 2, "config.toml: tables lie in tables"),
        ("\n".join(f"k{number} = 1" for number in range(15_000)), 2, "config.toml, line 1: k0 is no setting"),
        ("[dates]\n" + "\n".join(f"k{number} = 1" for number in range(15_000)), 2, "config.toml, line 2: dates.k0"),
        ("[keys]\n" + "\n".join(f"k{number} = 'x'" for number in range(12_000)), 0, ""),
        (f"[manners]\nyes_takes = {HUGE}", 2, "config.toml is not TOML: "),
        (f"[manners]\nyes_takes = 0x{'f' * 5_000}", 2, "config.toml, line 2: manners.yes_takes is a whole number"),
        ("[manners]\nyes_takes = nan", 2, "config.toml, line 2: manners.yes_takes is a whole number"),
        ("[calendar]\nfile = '~nobody-here/x.ics'", 0, ""),
        ("#" * 1_000_000, 2, "config.toml cannot be read: it is larger than 200,000 bytes"),
        (b"\xff\xfe", 2, "config.toml cannot be read: it is not UTF-8"),
        ("x = '\x00'", 2, "config.toml is not TOML"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_settings_of_any_kind(morning: Shell, text: str | bytes, code: int, words: str) -> None:
    paths.config().write_bytes(text if isinstance(text, bytes) else text.encode())
    said = morning("today")
    answers(said.code, said.err.replace(f"{paths.config().parent}/", ""), code, words)
    assert morning("doctor").code in {0, 3}


def a_pipe(path: Path) -> None:
    """Make what waits for another program."""
    os.mkfifo(path)


def a_circle(path: Path) -> None:
    """Make a link to itself."""
    path.symlink_to(path)


def endless(path: Path) -> None:
    """Make what never ends."""
    path.symlink_to("/dev/zero")


ODD: dict[Callable[[Path], None], str] = {
    Path.mkdir: "Is a directory",
    a_pipe: "it is not a file of its own",
    endless: "it is not a file of its own",
    a_circle: "Too many levels of symbolic links",
}


@pytest.mark.parametrize("make", ODD)
def test_settings_that_are_no_file(morning: Shell, make: Callable[[Path], None]) -> None:
    make(paths.config())
    said = morning("today")
    answers(said.code, said.err, 2, f"{paths.config()} cannot be read: {ODD[make]}")


def test_days_away_without_an_end_leave_days_to_move_to(fuyu: Shell) -> None:
    fuyu.book.parent.mkdir()
    fuyu.book.write_text(
        '{"leads": {"1": {"id": 1, "name": "Ann", "next_step": {"day": "2026-03-17"}}},'
        ' "away": {"1": {"id": 1, "first": "2026-03-19", "last": "9999-12-31"}}}'
    )
    fuyu.ok("log", "1", "talked")
    assert fuyu.ok("when", "next working day").out == "2026-03-19\n"


def test_steps_on_the_first_and_the_last_day_of_all(fuyu: Shell, tmp_path: Path) -> None:
    step = '"promised": true, "zone": '
    fuyu.book.parent.mkdir()
    fuyu.book.write_text(
        '{"leads": {"1": {"id": 1, "name": "A", "next_step": {"day": "9999-12-31", "time": "23:59:00", '
        f'{step}"America/Los_Angeles"}}}}, "2": {{"id": 2, "name": "B", "next_step": {{"day": "0001-01-01", '
        f'"time": "00:00:00", {step}"Asia/Tokyo"}}}}, "3": {{"id": 3, "name": "C", "next_step": '
        f'{{"day": "9999-12-31", "time": "23:59:00", {step}"XXX5"}}}}}}}}'
    )
    for command in (
        ("today",),
        ("morning",),
        ("evening",),
        ("reschedule",),
        ("count",),
        ("show", "1"),
        *listed("days"),
    ):
        fuyu.ok(*in_folder(command, tmp_path))


UNDOABLE = (
    '{"_meta":{"1":{"schema":2,"seq":2,"generation":"a","last":{"leads":1,"actions":2}}},'
    '"leads":{"1":{"id":1,"name":"Ann"%s}},"actions":{"2":{"uid":"u","at":"2026-03-17T10:00:00+01:00",'
    '"verb":"edit","title":"changed Ann","before":[["leads",1,{"id":1,"name":"Ann"%s}]]}}}'
)


@pytest.mark.parametrize(("now", "before"), [("", ',"temperature":"tepid"'), (',"temperature":"tepid"', "")])
def test_what_cannot_be_undone_is_said_and_nothing_changes(fuyu: Shell, now: str, before: str) -> None:
    fuyu.book.parent.mkdir()
    fuyu.book.write_text(UNDOABLE % (now, before))
    said = fuyu("undo")
    *unreadable, answer = said.err.splitlines(keepends=True)
    assert unreadable == ["fuyu: 1 record cannot be read; “fuyu check” lists them\n"] * bool(now)
    answers(said.code, answer, 3, "“changed Ann” cannot be undone: leads 1 cannot be read: ")
    fuyu.ok("add", "Bo")
    assert "Bo" in fuyu.ok("today").out


def test_nobody_else_may_look_into_what_is_made(fuyu: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for name, folder in (("XDG_STATE_HOME", "state"), ("XDG_DATA_HOME", "data")):
        monkeypatch.setenv(name, str(home / folder))
    before = os.umask(0)
    try:
        for command in (("add", "Ann"), ("backup",), ("morning",), ("remind",), ("calendar", str(home / "c.ics"))):
            fuyu.bare(*command, "--at", "2026-03-18T09:30", "--tz", "Europe/London")
    finally:
        os.umask(before)
    made = [path for path in home.rglob("*") if not path.is_symlink()]
    assert made
    assert not [path for path in made if path.stat().st_mode & 0o077]


# What needs a process of its own

CLOSED = {
    ("<&-", "today"): (0, ""),
    (">&-", "today"): (3, "the answer could not be written: "),
    ("2>&-", "today"): (0, ""),
    ("<&- >&- 2>&-", "today"): (3, ""),
    (">&-", "note 1 x"): (3, "the answer could not be written: "),
    ("2>&-", "show 99"): (1, ""),
    (">&-", "--help"): (3, "the answer could not be written: "),
    (">/dev/full", "--help"): (3, "the answer could not be written: "),
    ("2>&-", "nosuch"): (2, ""),
    ("2>/dev/full", "nosuch"): (2, ""),
    ("2>&-", ""): (2, ""),
    ("2>/dev/full", "add -"): (2, ""),
    ("<&-", "add -"): (2, "the input names nobody"),
    ("</dev/zero", "add -"): (2, "the input is longer than 10,000,000 characters"),
    (">/dev/full 2>/dev/full", "today"): (3, ""),
    ("| true", "keys"): (0, ""),
    **mapped("streams"),
}


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(("streams", "command"), CLOSED)
def test_streams_that_are_closed_full_or_endless(morning: Shell, streams: str, command: str) -> None:
    code, words = CLOSED[streams, command]
    shell = f'set -o pipefail; "$@" {command} --db "$BOOK" --at 2026-03-18T09:30 --tz Europe/London {streams}'
    done = subprocess.run(
        ["bash", "-c", shell, "bash", *FUYU],
        env=os.environ | {"BOOK": str(morning.book)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    answers(done.returncode, done.stderr, code, words)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("zone", "words", "kept"),
    [
        ("CET-1CEST", "", "CET-1CEST,M3.2.0,M11.1.0"),
        ("UTC0", "", "UTC0"),
        (":Europe/Berlin", "", "Europe/Berlin"),
        ("/usr/share/zoneinfo/Europe/Berlin", "", "Europe/Berlin"),
        ("", "", "UTC"),
        ("<+0545>-5:45", "", "<+0545>-5:45"),
        ("nonsense", "TZ is “nonsense”, which names no time zone: the times are in UTC", "UTC"),
        ("/dev/zero", "TZ is “/dev/zero”, which names no time zone: the times are in UTC", "UTC"),
        ("XXX24", "TZ is “XXX24”, which names no time zone", "UTC"),
        ("Europe", "TZ is “Europe”, which names no time zone", "UTC"),
    ],
)
def test_the_zone_of_the_machine_is_used_or_said(tmp_path: Path, zone: str, words: str, kept: str) -> None:
    argv = [*FUYU, "add", "Ann", "--next", "2026-03-20 14:00", "--at", "2026-03-18T09:30"]
    book = tmp_path / "fuyu.json"
    done = subprocess.run(
        [*argv, "--db", str(book)],
        env=os.environ | {"TZ": zone},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    answers(done.returncode, done.stderr, 0, words)
    assert bool(words) == bool(done.stderr)
    assert f'"zone":"{kept}"' in book.read_text()


@pytest.mark.slow
def test_settings_without_an_end_take_no_memory(morning: Shell) -> None:
    with paths.config().open("wb") as file:
        file.truncate(100 << 20)
    done = subprocess.run(
        [*FUYU, "today", "--db", str(morning.book), *NOW],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (600 << 20, 600 << 20)),
    )
    answers(done.returncode, done.stderr, 2, f"{paths.config()} cannot be read: it is larger than")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("add Bo --email notanemail", "“notanemail” is not an e-mail address"),
        ("add Bo --email bo@x.example --email a@b@c", "“a@b@c” is not an e-mail address"),
        ("add Bo --phone abc", "“abc” is not a phone number"),
        ("add Bo --phone +", "“+” is not a phone number"),
        ("away --reason fair", "--reason and --dry-run go with days"),
        ("away --back 1 --reason fair", "--back forgets days away by their number"),
        ("join ann ann", "a lead cannot be joined with itself"),
        *listed("refused"),
    ],
)
def test_a_value_that_is_none_or_an_option_that_would_be_ignored(morning: Shell, command: str, words: str) -> None:
    before = morning.book.read_bytes()
    said = morning(*command.split())
    answers(said.code, said.err, 2, words)
    assert morning.book.read_bytes() == before


@pytest.mark.parametrize(
    "number", ["+44 20 7946 0958 ext. 12", "020 7946 0958 x12", "tel:+442079460958", "5678", "(020) 7946-0958"]
)
def test_a_number_as_people_write_it_is_taken(fuyu: Shell, number: str) -> None:
    assert fuyu.ok("add", "Bo", "--phone", number).out == "1\n"


@pytest.mark.parametrize(
    "command",
    ["today", "find ann", "show ann", "add Bo", "morning", "count", *listed("reading")],
)
def test_a_book_with_a_record_that_cannot_be_read_is_said_by_every_command(
    fuyu: Shell, command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    fuyu.book.parent.mkdir()
    fuyu.book.write_text('{"leads": {"1": {"id": 1, "name": "Ann"}, "2": {"id": 2, "name": 7}}}')
    assert "1 record cannot be read; “fuyu check” lists them" in fuyu.ok(*command.split()).err

"""A calendar file that is written when asked, and follows the book where config.toml says so."""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject

from fuyu.features.calendar.service import lock_of
from tests.cli.conftest import NOW, Shell
from tests.domain.test_text import WORST


def summaries(file: Path) -> list[str]:
    """Return what a calendar lists, by day."""
    found: list[Any] = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    events = [event for event in found if "STATUS" not in event]
    return [str(event["SUMMARY"]) for event in sorted(events, key=lambda event: f"{event['DTSTART'].dt}")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a calendar that is not there yet."""
    return tmp_path / "cal" / "fuyu.ics"


@pytest.fixture
def follows(file: Path, nobodys_settings: Path) -> Path:
    """Let config.toml name that calendar, and return it."""
    file.parent.mkdir()
    (nobodys_settings / "config.toml").write_text(f'[calendar]\nfile = "{file}"\n')
    return file


def test_a_calendar_has_everyone_with_a_date_and_is_private(morning: Shell, tmp_path: Path) -> None:
    file = tmp_path / "fuyu.ics"
    said = morning.ok("calendar", str(file))
    assert said.out == f"{file} has 4 events, 4 of them new or changed\n"
    assert summaries(file) == [
        "E-mail Sakura Tanaka (promised)",
        "Call Zoë O'Brien",
        "Call Ann Lee",
        "Leave a message for Li Wei",
    ]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.glob("fuyu.ics*")) == ["fuyu.ics"]


def test_what_has_not_changed_is_not_touched(morning: Shell, tmp_path: Path) -> None:
    file = tmp_path / "fuyu.ics"
    morning.ok("calendar", str(file))
    os.utime(file, (0, 0))
    assert morning.ok("calendar", str(file)).out == f"{file} says all that already: 4 events\n"
    assert morning.ok("calendar", str(file), "--json").json["written"] is False
    assert file.stat().st_mtime == 0


def test_a_symbolic_link_stays_one(morning: Shell, tmp_path: Path) -> None:
    link, target = tmp_path / "link.ics", tmp_path / "elsewhere" / "cal.ics"
    target.parent.mkdir()
    link.symlink_to(target)
    morning.ok("calendar", str(link))
    assert link.is_symlink()
    assert len(summaries(target)) == 4


@pytest.mark.parametrize("command", ["log", "snooze", "edit by undo", "do_not_contact", "import"])
def test_it_follows_each_action(morning: Shell, follows: Path, command: str) -> None:
    morning.ok("calendar")
    if command == "log":
        morning.ok("log", "ann", "talked", "--next", "fri 2pm", "--promise")
        assert "Call Ann Lee (promised)" in summaries(follows)
    elif command == "snooze":
        morning.ok("snooze", "sakura", "2026-05-04")
        assert summaries(follows)[-1] == "E-mail Sakura Tanaka", "nobody agreed to that day"
    elif command == "edit by undo":
        morning.ok("undo")
        assert "Nobody Yet" not in follows.read_text()
        morning.ok("undo")
        assert "Call Li Wei" in summaries(follows)
    elif command == "do_not_contact":
        morning.ok("log", "ann", "do_not_contact")
        assert "Ann" not in follows.read_text()
        assert len(summaries(follows)) == 3
    else:
        csv = follows.with_name("more.csv")
        csv.write_text("Name,Next\nBo Diaz,2026-04-01\n")
        morning.ok("import", str(csv))
        assert morning.ok("undo").err == ""


def test_what_is_read_only_touches_no_calendar(morning: Shell, follows: Path) -> None:
    for command in (("today",), ("find", "ann"), ("show", "ann")):
        morning.ok(*command)
    assert not follows.exists()


def test_a_calendar_that_cannot_be_written_is_said_and_stops_nothing(morning: Shell, follows: Path) -> None:
    follows.mkdir()
    said = morning.ok("add", "Bo Diaz")
    assert said.out == "6\n"
    assert said.err.startswith("fuyu: the calendar does not follow: ")
    assert "Bo" not in said.err
    assert morning.ok("find", "bo").out.count("Bo Diaz") == 1


def test_another_programs_calendar_is_never_overwritten(morning: Shell, follows: Path) -> None:
    theirs = "BEGIN:VCALENDAR\r\nPRODID:-//Holidays//EN\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
    follows.write_bytes(theirs.encode())
    said = morning("calendar", str(follows))
    assert (said.code, said.out) == (2, "")
    assert "another program's calendar" in said.err
    assert "another program's calendar" in morning.ok("add", "Bo Diaz").err
    assert follows.read_bytes() == theirs.encode()


def test_another_book_leaves_the_calendar_of_this_one_alone(morning: Shell, follows: Path, tmp_path: Path) -> None:
    morning.ok("calendar")
    before = follows.read_bytes()
    said = morning.bare("add", "Somebody Else", "--db", str(tmp_path / "other.json"), *NOW)
    assert (said.code, said.err) == (0, "")
    assert follows.read_bytes() == before
    assert morning.bare("calendar", "--db", str(tmp_path / "other.json"), *NOW).code == 2


def test_details_stay_at_home_where_the_person_wants_it(morning: Shell, follows: Path, nobodys_settings: Path) -> None:
    morning.ok("calendar")
    assert "proposal" in follows.read_text()
    assert "+44 1" in follows.read_text()
    with (nobodys_settings / "config.toml").open("a") as config:
        config.write("details = false\n")
    morning.ok("calendar")
    text = follows.read_text()
    assert "Sakura Tanaka" in text
    assert not any(detail in text for detail in ("proposal", "+44", "Acme", "Nihon", "DESCRIPTION:proposal"))


def test_promises_ring_as_long_before_as_reminders_come_or_not_at_all(
    fuyu: Shell, follows: Path, nobodys_settings: Path
) -> None:
    fuyu.ok("add", "Ann", "--next", "fri 2pm", "--promise")
    assert "TRIGGER:-PT10M" in follows.read_text()
    config = nobodys_settings / "config.toml"
    config.write_text(f"{config.read_text()}[remind]\nbefore = 90\n")
    fuyu.ok("calendar")
    assert "TRIGGER:-PT1H30M" in follows.read_text()
    config.write_text(f'[calendar]\nfile = "{follows}"\nalarms = false\n')
    fuyu.ok("calendar")
    assert "VALARM" not in follows.read_text()


@pytest.mark.parametrize("worst", WORST)
def test_hostile_names_are_clean_in_the_file(fuyu: Shell, file: Path, worst: str) -> None:
    file.parent.mkdir()
    fuyu.ok("add", f"Eve {worst}", "--why", worst, "--next", "tomorrow")
    fuyu.ok("calendar", str(file))
    text = file.read_bytes().decode("utf-8").replace("\r\n", "")
    assert all(char.isprintable() for char in text)
    assert len(summaries(file)) == 1


def test_a_file_must_be_named_somewhere_and_force_is_for_servers(fuyu: Shell, tmp_path: Path) -> None:
    assert "name a file: fuyu calendar FILE.ics" in fuyu("calendar").err
    assert fuyu("calendar", "--push").code == 2
    assert fuyu("calendar", str(tmp_path / "a.ics"), "--force").code == 2
    assert fuyu("calendar", str(tmp_path / "nowhere" / "a.ics")).code == 3
    assert not (tmp_path / "nowhere").exists()


def test_the_demo_is_in_nobodys_calendar(
    fuyu: Shell, follows: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from argparse import Namespace  # noqa: PLC0415 - one line of a command line

    from fuyu.cli.opening import desk_on  # noqa: PLC0415 - the same
    from fuyu.desk import NewLead  # noqa: PLC0415 - the same

    monkeypatch.setenv("FUYU_DB", str(fuyu.book))
    with desk_on(Namespace(db="", at="", tz="Europe/London"), tmp_path / "demo.json") as desk:
        desk.commands.add(NewLead(name="Somebody Invented"))
    assert not follows.exists()


def test_the_lock_is_in_the_state_folder_and_nothing_else_is_beside_the_calendar(morning: Shell, follows: Path) -> None:
    left_by_a_kill = follows.with_name(f"fuyu.ics.{2**22 + 1}-1.tmp")
    left_by_a_kill.touch()
    morning.ok("calendar")
    assert os.listdir(follows.parent) == ["fuyu.ics"]  # noqa: PTH208 - all there is
    assert lock_of(follows).exists()


def test_a_dash_is_standard_output(morning: Shell, tmp_path: Path) -> None:
    said = morning.ok("calendar", "-")
    file = tmp_path / "out.ics"
    file.write_text(said.out, newline="")
    assert len(summaries(file)) == 4
    assert said.out.startswith(("BEGIN:VCALENDAR\n", "BEGIN:VCALENDAR\r\n"))
    assert morning("calendar", "-", "--json").code == 2
    assert not Path("-").exists()


def on_the_calendar(fuyu: Shell, zone: str, day: str, at: str) -> str:
    """Return the calendar with one promise, made in a zone."""
    book = ("--db", str(fuyu.book), "--at", "2026-03-18T09:30", "--tz", zone)
    assert fuyu.bare("add", "Ann", "--next", day, "--promise", *book).code == 0
    calendar = fuyu.bare("calendar", "-", *book).out
    events: list[Any] = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
    assert [event["DTEND"].dt > event["DTSTART"].dt for event in events] == [True]
    read: Any = vobject.readOne(calendar)
    assert read.vevent.dtstart.value.astimezone(UTC) == datetime.fromisoformat(at)
    return calendar


def test_a_zone_with_a_rule_is_on_the_calendar_by_its_rule(fuyu: Shell) -> None:
    calendar = on_the_calendar(fuyu, "Europe/London", "27 jul 2pm", "2026-07-27T13:00+00:00")
    rules = [line for line in calendar.splitlines() if line.startswith("RRULE:")]
    assert sorted("".join(sorted(rule.removeprefix("RRULE:").split(";"))) for rule in rules) == [
        "BYDAY=-1SUBYMONTH=10FREQ=YEARLY",
        "BYDAY=-1SUBYMONTH=3FREQ=YEARLY",
    ]
    assert "RDATE" not in calendar


def test_ramadan_in_casablanca_is_on_the_calendar_by_its_days(fuyu: Shell) -> None:
    on_the_calendar(fuyu, "Africa/Casablanca", "10 feb 2027 2pm", "2027-02-10T14:00+00:00")

"""When one has time, by commands and where a day is chosen; folders of khal's, vdirsyncer's and a Radicale."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fuyu.config import parse_config
from fuyu.features.calendar.busy.service import CalendarTimes
from fuyu.features.calendar.following import ReadingBusy
from fuyu.registry import answering, load
from tests.cli.conftest import Shell
from tests.features.calendar.davs import EMPTY, Asked, said, serving
from tests.features.calendar.test_busy_times import MEETING, calendar
from tests.features.calendar.test_following import Slow
from tests.features.calendar.test_push import Server
from tests.listening import Line
from tests.tui.conftest import Morning, press

KHAL = Path(sys.executable).with_name("khal")
STANDUP = "DTSTART;TZID=Europe/London:20260318T140000\nDURATION:PT90M\nRRULE:FREQ=WEEKLY"


class Calendars:
    """A person's calendars, which their settings name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "calendars"
        self.config = folder / "config.toml"
        (self.folder / "work").mkdir(parents=True)
        self.name(str(self.folder))

    def name(self, *places: str, more: str = "") -> None:
        """Name them in the settings."""
        self.config.write_text(f"[calendar]\nbusy = {list(places)!r}\n{more}")

    def put(self, name: str, *events: str) -> None:
        """Put a file there."""
        (self.folder / "work" / name).write_bytes(calendar(*events))


@pytest.fixture
def calendars(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Calendars:
    """Return the calendars of somebody who meets each week, and on Friday at ten."""
    made = Calendars(tmp_path / "own")
    made.put("a.ics", MEETING)
    made.put("b.ics", STANDUP)
    monkeypatch.setenv("FUYU_CONFIG", str(made.config))
    return made


def test_busy_says_when_one_has_no_time(fuyu: Shell, calendars: Calendars) -> None:
    assert fuyu.ok("busy").lines == [
        "Wed 18 Mar  14:00-15:30",
        "Fri 20 Mar  10:00-11:00",
        "2 events in your calendars, 2 of them new or changed",
    ]
    assert fuyu.ok("busy", "next", "week", "--plain").out == "2026-03-25\t14:00\t15:30\n"
    calendars.put("c.ics", "nonsense")
    said = fuyu.ok("busy", "fri", "--json")
    assert said.json["busy"] == [{"date": "2026-03-20", "start": "2026-03-20T10:00:00Z", "end": "2026-03-20T11:00:00Z"}]
    assert (said.json["events"], said.json["changed"]) == (3, 1)
    wrong = f"{calendars.folder}/work/c.ics has an event that is broken, which is left out"
    assert (said.json["warnings"], said.err) == ([wrong], "")
    assert fuyu.ok("busy", "fri").err == f"{wrong}\n"


def test_slots_are_free_of_meetings_and_of_what_was_promised(fuyu: Shell, calendars: Calendars) -> None:
    assert calendars.folder.exists()
    fuyu.ok("add", "Ann Lee", "--next", "thu 11:00", "--promise")
    assert fuyu.ok("slots", "this week", "30min").lines == [
        "Wed 18 Mar  09:30-14:00, 15:30-19:00",
        "Thu 19 Mar  08:00-11:00, 11:30-19:00",
        "Fri 20 Mar  08:00-10:00, 11:00-19:00",
        "Times are those of London.",
    ]
    assert fuyu.ok("slots", "fri", "3h", "--plain").out == "2026-03-20\t11:00\t19:00\n"
    assert fuyu.ok("slots", "sat", "30min").out == "no time is free then\n"
    assert fuyu.ok("slots", "next", "week", "1h", "--most", "1").lines[0] == "Mon 23 Mar  08:00-19:00"
    told = fuyu.ok("slots", "fri", "30min", "--json").json
    assert (told["minutes"], told["zone"], len(told["slots"])) == (30, "Europe/London", 2)


def test_slots_need_no_calendar(fuyu: Shell) -> None:
    fuyu.ok("add", "Ann Lee", "--next", "fri 10:00", "--promise")
    assert fuyu.ok("slots", "fri", "1h").lines[0] == "Fri 20 Mar  08:00-10:00, 10:30-19:00"


def test_who_promises_a_time_at_which_they_are_busy_is_told(fuyu: Shell, calendars: Calendars) -> None:
    assert calendars.folder.exists()
    fuyu.ok("busy")
    fuyu.ok("add", "Ann Lee")
    assert "promised Ann Lee Fri 20 Mar 10:45 (busy 10:00-11:00)" in fuyu.ok("promise", "ann", "fri 10:45").out
    assert "busy" not in fuyu.ok("promise", "ann", "fri 11:00").out


async def test_the_line_of_a_date_says_when_one_is_busy_and_offers_the_next_free_time(
    fuyu: Shell, calendars: Calendars
) -> None:
    fuyu.ok("busy")
    morning = Morning()
    times = load(answering("BusyTimes"))(parse_config(calendars.config.read_text()))
    assert isinstance(times, CalendarTimes)
    morning.desk.meetings._calendars = times
    async with morning.app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "a", "~Ann Lee", "enter", "s", "~fri 10:15")
        assert "= Fri 20 Mar 10:15, in 2 days, busy 10:00-11:00  Tab 11:00" in morning.text()
        await press(pilot, "tab")
        assert "= Fri 20 Mar 11:00, in 2 days · nothing booked that day, 1 h of meetings" in morning.text()
        await press(pilot, "enter")
        step = morning.lead(1).next_step
        assert step is not None
        assert (f"{step.day}", f"{step.time:%H:%M}") == ("2026-03-20", "11:00")
        await press(pilot, "4")
        assert "Fri 20" in morning.text()
        assert "1 h of meetings" in morning.text()


def test_beside_the_dashboard_they_are_read_at_once_and_then_each_few_minutes() -> None:
    class Other(Slow):
        """Another process that reads them."""

        def catch_up(self, command: str) -> str:
            """Read them."""
            assert command == "busy"
            self.written += 1
            return self.trouble

    others, said = Other(), list[str]()
    reading = ReadingBusy(others)
    others.trouble = "dav.example.org cannot be reached"
    for _ in range(901):
        reading.each_second(said.append, lambda _words, _rings: None)
        reading.wait()
    assert others.written == 4
    assert said == ["dav.example.org cannot be reached"], "once"


# What other programs write


@pytest.mark.slow
def test_what_khal_writes_is_read(fuyu: Shell, calendars: Calendars, tmp_path: Path) -> None:
    if not KHAL.exists():
        pytest.skip("khal is not installed beside this Python")
    shutil.rmtree(calendars.folder / "work")
    config = tmp_path / "khal.conf"
    config.write_text(
        f"[calendars]\n[[work]]\npath = {calendars.folder / 'work'}\n[sqlite]\npath = {tmp_path / 'khal.db'}\n"
        "[locale]\nlocal_timezone = Europe/London\ndefault_timezone = Europe/London\ntimeformat = %H:%M\n"
        "dateformat = %d.%m.\nlongdateformat = %Y-%m-%d\ndatetimeformat = %d.%m. %H:%M\n"
        "longdatetimeformat = %Y-%m-%d %H:%M\n"
    )
    for words in (
        ("2026-03-20 10:00", "2026-03-20 11:00", "board"),
        ("-r", "weekly", "2026-03-18 14:00", "2026-03-18 15:30", "standup"),
        ("2026-03-19", "a birthday"),
    ):
        subprocess.run([KHAL, "--config", config, "new", "-a", "work", *words], check=True, capture_output=True)
    assert fuyu.ok("busy").lines == [
        "Wed 18 Mar  14:00-15:30",
        "Fri 20 Mar  10:00-11:00",
        "3 events in your calendars, 3 of them new or changed",
    ]
    assert fuyu.ok("busy", "25 mar", "--plain").out == "2026-03-25\t14:00\t15:30\n"


@pytest.mark.slow
def test_a_collection_of_a_server_is_read_and_never_changed(fuyu: Shell, calendars: Calendars, tmp_path: Path) -> None:
    pytest.importorskip("radicale")
    (tmp_path / "server").mkdir()
    server = Server(tmp_path / "server")
    try:
        assert server.ask("MKCALENDAR", "/ann/work/")[0] == 201
        for name, event in (("a", MEETING), ("b", STANDUP), ("c", "DTSTART:20200101T100000Z\nDURATION:PT1H")):
            text = calendar(event).decode().replace("UID:0", f"UID:{name}")
            assert server.ask("PUT", f"/ann/work/{name}.ics", text)[0] == 201
        url, secret = f"http://127.0.0.1:{server.port}/ann/work", f"{sys.executable}"
        login = f"user = 'ann'\npassword_command = ['{secret}', '-c', 'print(\"secret\")']\n"
        calendars.name(url, more=login)
        assert fuyu.ok("busy").lines == [
            "Wed 18 Mar  14:00-15:30",
            "Fri 20 Mar  10:00-11:00",
            "2 events in your calendars, 2 of them new or changed",
        ]
        moved = calendar(MEETING.replace("T10", "T12").replace("T11", "T13")).decode().replace("UID:0", "UID:a")
        assert server.ask("PUT", "/ann/work/a.ics", moved)[0] == 204
        assert fuyu.ok("busy", "fri").lines == [
            "Fri 20 Mar  12:00-13:00",
            "2 events in your calendars, 1 of them new or changed",
        ]
    finally:
        server.process.kill()
        server.process.wait()
    failed = fuyu("busy", "fri")
    assert (failed.code, failed.lines[0]) == (3, "Fri 20 Mar  12:00-13:00"), "what was read before holds"
    assert failed.err.startswith("fuyu: 127.0.0.1 cannot be reached")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "err"),
    [
        (said("200 OK", b"<html>"), "fuyu: 127.0.0.1 does not answer as a calendar server: it cannot be read"),
        (said("404 Not Found"), "fuyu: 127.0.0.1 answers 404: does calendar.busy name a CalDAV collection?"),
        (said("207 Multi-Status", EMPTY), ""),
    ],
)
def test_a_server_that_answers_something_else_is_told_of(
    fuyu: Shell, calendars: Calendars, answer: bytes, err: str
) -> None:
    def answering_so(_asked: Asked, _line: Line) -> bytes:
        return answer

    with serving(answering_so) as (_, url):
        calendars.name(url, str(calendars.folder))
        found = fuyu("busy", "fri")
    assert found.lines[0] == "Fri 20 Mar  10:00-11:00", "the folder beside it is read"
    assert (found.code, found.err.strip()) == (3 if err else 0, err)

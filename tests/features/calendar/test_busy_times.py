"""When one has no time: folders as vdirsyncer and khal write them, recurrences, broken files, and what was kept."""

import datetime as dt
import json
import os
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fuyu.domain.busy import TimeSpan, day_of
from fuyu.features.calendar.busy import service
from fuyu.features.calendar.busy.kept import load, place_of
from fuyu.features.calendar.busy.reading import NoCalendarError, times_in
from fuyu.features.calendar.busy.service import BusyRead, CalendarTimes, read_anew
from fuyu.features.calendar.settings import Publishing

LONDON = ZoneInfo("Europe/London")
NOW = dt.datetime(2026, 3, 18, 9, 30, tzinfo=LONDON)
WEEK = dt.date(2026, 3, 18), dt.date(2026, 3, 24)
MEETING = "DTSTART;TZID=Europe/London:20260320T100000\nDTEND;TZID=Europe/London:20260320T110000"


def calendar(*events: str) -> bytes:
    """Return a calendar file of events, each by its own lines."""
    whole = "".join(
        f"BEGIN:VEVENT\nUID:{number}\nDTSTAMP:20260101T000000Z\n{event}\nEND:VEVENT\n"
        for number, event in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n{whole}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def said(content: bytes, first: dt.date = WEEK[0], last: dt.date = WEEK[1]) -> list[str]:
    """Return the times that a calendar file says are taken, by the clocks in London."""
    spans = sorted(times_in(content, first, last, LONDON).spans)
    return [f"{span.start.astimezone(LONDON).day} {span.words(LONDON)}" for span in spans]


@pytest.mark.parametrize(
    ("event", "times"),
    [
        (MEETING, ["20 10:00-11:00"]),
        ("DTSTART:20260320T100000\nDURATION:PT90M", ["20 10:00-11:30"]),
        ("DTSTART:20260320T100000Z\nDTEND:20260320T110000Z", ["20 10:00-11:00"]),
        ("DTSTART;TZID=America/New_York:20260320T100000\nDURATION:PT1H", ["20 14:00-15:00"]),
        (f"{MEETING}\nTRANSP:TRANSPARENT", []),
        (f"{MEETING}\nSTATUS:CANCELLED", []),
        (f"{MEETING}\nSTATUS:TENTATIVE", ["20 10:00-11:00"]),
        ("DTSTART;VALUE=DATE:20260320", []),
        ("DTSTART;VALUE=DATE:20260320\nTRANSP:OPAQUE", ["20 00:00-24:00"]),
        ("DTSTART:20260320T100000", []),
        (f"{MEETING}\nRRULE:FREQ=DAILY", [f"{day} 10:00-11:00" for day in range(20, 25)]),
        (f"{MEETING}\nRRULE:FREQ=DAILY;COUNT=2", ["20 10:00-11:00", "21 10:00-11:00"]),
        (
            f"{MEETING}\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;TZID=Europe/London:20260321T100000",
            ["20 10:00-11:00", "22 10:00-11:00"],
        ),
        (f"{MEETING}\nRDATE;TZID=Europe/London:20260323T090000", ["20 10:00-11:00", "23 09:00-10:00"]),
        ("DTSTART;TZID=Europe/London:19900103T140000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY", ["18 14:00-15:00"]),
    ],
)
def test_an_event_takes_the_time_it_says(event: str, times: list[str]) -> None:
    assert said(calendar(event)) == times


def test_one_meeting_of_a_row_that_was_moved_is_where_it_was_moved_to() -> None:
    """GIVEN a meeting each day WHEN that of the 21st is moved to three o'clock THEN it is there, and not at ten."""
    row = calendar(f"{MEETING}\nRRULE:FREQ=DAILY;COUNT=3").decode()
    moved = "BEGIN:VEVENT\r\nUID:0\r\nDTSTAMP:20260101T000000Z\r\nRECURRENCE-ID;TZID=Europe/London:20260321T100000\r\n"
    moved += "DTSTART;TZID=Europe/London:20260321T150000\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR"
    whole = row.replace("END:VCALENDAR", moved).encode()
    assert said(whole) == ["20 10:00-11:00", "21 15:00-16:00", "22 10:00-11:00"]


def test_a_weekly_meeting_stays_at_its_hour_when_the_clocks_change() -> None:
    weekly = calendar("DTSTART;TZID=Europe/London:20260325T140000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY")
    assert said(weekly, dt.date(2026, 3, 23), dt.date(2026, 4, 5)) == ["25 14:00-15:00", "1 14:00-15:00"]
    spans = sorted(times_in(weekly, dt.date(2026, 3, 23), dt.date(2026, 4, 5), LONDON).spans)
    assert [span.start.hour for span in spans] == [14, 13], "in UTC"


@pytest.mark.parametrize(
    "content", [b"", b"broken", b"\xff\xfe\x00", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n"]
)
def test_what_is_no_calendar_is_refused(content: bytes) -> None:
    with pytest.raises(NoCalendarError):
        times_in(content, *WEEK, LONDON)


@pytest.mark.parametrize(
    ("event", "wrong"),
    [
        ("DTSTART:tomorrow", "broken"),
        (f"{MEETING}\nRRULE:FREQ=NEVER", "broken"),
        (f"{MEETING}\nRRULE:FREQ=SECONDLY", "often"),
        (f"{MEETING}\nRRULE:FREQ=MINUTELY;INTERVAL=5", "often"),
        ("DTSTART:19700101T000000Z\nDURATION:PT1M\nRRULE:FREQ=HOURLY", "often"),
        (f"{MEETING}\nRRULE:FREQ=YEARLY;BYHOUR={','.join(map(str, range(24)))};BYMINUTE=0,15,30,45", "often"),
    ],
)
def test_an_event_that_is_broken_or_never_ends_is_left_out_and_the_others_count(event: str, wrong: str) -> None:
    found = times_in(calendar(event, "DTSTART:20260321T090000\nDURATION:PT1H"), *WEEK, LONDON)
    assert [span.words(LONDON) for span in found.spans if span.start.day == 21] == ["09:00-10:00"]
    assert (
        found.wrong
        == {
            "broken": "has an event that is broken, which is left out",
            "often": "has an event that repeats more often than anybody meets, which is left out",
        }[wrong]
    )


def test_a_file_that_lies_far_back_is_not_read_and_one_that_goes_on_is(monkeypatch: pytest.MonkeyPatch) -> None:
    old = "DTSTART:20200320T100000Z\nDURATION:PT1H"
    weekly = calendar(f"{old}\nRRULE:FREQ=WEEKLY")
    assert said(weekly) == ["20 10:00-11:00"]
    long = "DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20260401\nTRANSP:OPAQUE"
    assert said(calendar(old, long)) == ["1 00:00-24:00"], "from January to the end of March"
    monkeypatch.setattr("icalendar.Calendar.from_ical", None)
    assert said(calendar(old, old)) == []


def test_a_rule_that_comes_to_nothing_has_an_end() -> None:
    assert said(calendar(f"{MEETING}\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")) in ([], ["20 10:00-11:00"])


# Folders


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of two calendars, as vdirsyncer writes them, with what it keeps beside."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    work, home = tmp_path / "calendars" / "work", tmp_path / "calendars" / "home"
    for each in (work, home):
        each.mkdir(parents=True)
        (each / "displayname").write_text("Work")
        (each / "color").write_text("#ff0000")
    (work / "a.ics").write_bytes(calendar(MEETING))
    (home / "b.ics").write_bytes(calendar("DTSTART:20260320T143000\nDURATION:PT1H"))
    return tmp_path / "calendars"


def publishing(*places: Path) -> Publishing:
    return Publishing(busy=tuple(map(str, places)))


def read(*places: Path, now: dt.datetime = NOW) -> BusyRead:
    return read_anew(publishing(*places), now, lambda: "")


def times(*places: Path, day: dt.date = dt.date(2026, 3, 20)) -> list[str]:
    """Return the times of a day that are taken, as the desk is told of them."""
    known = CalendarTimes(place_of(publishing(*places).busy))
    return [span.words(LONDON) for span in known.within(day_of(day, LONDON))]


def test_folders_of_calendars_are_read_and_again_only_what_changed(folder: Path) -> None:
    assert (read(folder).files, times(folder)) == (2, ["10:00-11:00", "14:30-15:30"])
    assert read(folder) == BusyRead(2, 0)
    (folder / "work" / "c.ics").write_bytes(calendar("DTSTART:20260320T110000\nDURATION:PT30M"))
    (folder / "home" / "b.ics").unlink()
    assert read(folder) == BusyRead(2, 1)
    assert times(folder) == ["10:00-11:30"], "what meets is one"


def test_one_file_may_be_named_and_an_own_calendar_counts_not_twice(folder: Path) -> None:
    assert read(folder / "work" / "a.ics").files == 1
    ours = calendar(MEETING).replace(b"PRODID:test", b"PRODID:-//fuyu//follow-ups//EN")
    (folder / "work" / "a.ics").write_bytes(ours)
    read(folder)
    assert times(folder) == ["14:30-15:30"]


def test_broken_files_are_named_and_skipped(folder: Path) -> None:
    (folder / "work" / "broken.ics").write_bytes(b"broken")
    (folder / "work" / "folder.ics").mkdir()
    os.mkfifo(folder / "work" / "pipe.ics")
    (folder / "work" / "gone.ics").symlink_to("nowhere.ics")
    (folder / "work" / ".hidden.ics").write_bytes(b"broken")
    done = read(folder, folder / "none")
    assert done.wrong == (
        f"{folder}/none cannot be read: No such file or directory",
        f"{folder}/work/broken.ics is left out: it is no calendar, or a broken one",
    )
    assert times(folder, folder / "none") == ["10:00-11:00", "14:30-15:30"]


def test_what_was_reckoned_is_reckoned_anew_before_it_ends_and_in_another_zone(folder: Path) -> None:
    (folder / "work" / "a.ics").write_bytes(calendar(f"{MEETING}\nRRULE:FREQ=DAILY"))
    read(folder)
    assert read(folder, now=NOW + dt.timedelta(days=10)).anew == 0
    later = NOW + dt.timedelta(days=100)
    assert read(folder, now=later).anew == 2
    assert times(folder, day=later.date() + dt.timedelta(days=170)) == ["10:00-11:00"]
    assert read(folder, now=later.astimezone(ZoneInfo("Asia/Tokyo"))).anew == 2
    assert load(place_of(publishing(folder).busy)).zone == "Asia/Tokyo"


def test_what_is_kept_has_times_alone_and_is_ones_own(folder: Path) -> None:
    (folder / "work" / "a.ics").write_bytes(calendar(f"{MEETING}\nSUMMARY:a secret\nLOCATION:nowhere"))
    read(folder)
    place = place_of(publishing(folder).busy)
    assert b"secret" not in place.read_bytes()
    assert (place.stat().st_mode & 0o77, place.parent.stat().st_mode & 0o77) == (0, 0)
    place.write_bytes(b"broken")
    assert times(folder) == []
    read(folder)
    assert times(folder) == ["10:00-11:00", "14:30-15:30"]


def test_five_thousand_events_are_known_without_reading_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """GIVEN many files that were read WHEN they are asked about THEN none is opened, and a look takes few of them."""
    many = folder / "many"
    many.mkdir()
    for number in range(300):
        start = f"202603{18 + number % 10}T{8 + number % 10:02}{number % 60:02}00"
        (many / f"{number}.ics").write_bytes(calendar(f"DTSTART:{start}\nDURATION:PT5M"))
    assert read(folder).anew == 302

    def refuse(*_words: object) -> Iterator[TimeSpan]:
        raise AssertionError

    monkeypatch.setattr(service, "_read", refuse)
    assert read(folder) == BusyRead(302, 0)
    assert times(folder)
    kept = json.loads(place_of(publishing(folder).busy).read_bytes())
    assert len(kept["files"]) == 302

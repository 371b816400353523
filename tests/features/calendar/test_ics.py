"""Calendar text: what others read in it, and how it changes from one writing to the next."""

import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from msgspec import convert
from msgspec.structs import replace

from fuyu.domain.text import clean
from fuyu.errors import UsageError
from fuyu.features.calendar.ics import alone, may_become, rewritten, says
from fuyu.features.calendar.rules import Event, EventKind
from tests.domain.test_text import WORST
from tests.hostile import STEERING, STRAY, document

NOW = datetime(2026, 3, 18, 9, 30, tzinfo=ZoneInfo("Europe/London"))
CALL = Event(
    uid="next-1-0@fuyu",
    day=date(2026, 3, 20),
    time=time(14),
    zone="Europe/London",
    summary="Call Zoë O'Brien (promised)",
    details="demo; with her partner, maybe\n“after the budget”",
    kind=EventKind.PROMISE,
    alarm=10,
)
MAIL = Event(uid="next-2-0@fuyu", day=date(2026, 3, 19), summary="E-mail Ana Horvat", kind=EventKind.PLAN)
LEAP = Event(
    uid="about-2-0-0@fuyu", day=date(2000, 2, 29), yearly=True, summary="Ana Horvat: birthday", kind=EventKind.CHECK_IN
)
EVENTS = (CALL, MAIL, LEAP)
ZONES = (
    *("Europe/London", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata"),
    *("Europe/Dublin", "Asia/Jerusalem", "America/Santiago", "Africa/Cairo"),
)


def written(events: Sequence[Event], present: bytes = b"", now: datetime = NOW) -> bytes:
    """Return the calendar as it is after a writing."""
    return rewritten(present, events, "book-1", now).text


def read(text: bytes) -> dict[str, Any]:
    """Return the events as icalendar reads them, by UID."""
    return {str(event["UID"]): event for event in icalendar.Calendar.from_ical(text).walk("VEVENT")}


def test_icalendar_reads_what_was_meant() -> None:
    text = written(EVENTS)
    events = read(text)
    assert list(events) == [event.uid for event in EVENTS]
    call, mail = events[CALL.uid], events[MAIL.uid]
    assert call["SUMMARY"] == CALL.summary
    assert call["DESCRIPTION"] == CALL.details
    assert call["DTSTART"].dt == datetime(2026, 3, 20, 14, tzinfo=ZoneInfo("Europe/London"))
    assert call["DTSTAMP"].dt == NOW
    assert call["CATEGORIES"].to_ical() == b"fuyu,promise"
    assert [alarm["TRIGGER"].dt for alarm in call.walk("VALARM")] == [timedelta(minutes=-10)]
    assert (call["TRANSP"], mail["TRANSP"]) == ("OPAQUE", "TRANSPARENT")
    assert mail["DTSTART"].dt == date(2026, 3, 19)
    assert "DESCRIPTION" not in mail
    assert mail.walk("VALARM") == []


def test_a_calendar_says_its_name_and_how_often_to_look() -> None:
    head = written(()).decode()
    for line in ("NAME:fuyu", "X-WR-CALNAME:fuyu", "REFRESH-INTERVAL;VALUE=DURATION:PT15M", "X-PUBLISHED-TTL:PT15M"):
        assert f"\r\n{line}\r\n" in head


@pytest.mark.parametrize("worst", [*WORST, "a\\,;:\"'\tb" * 40, "日本語" * 90, "BEGIN:VEVENT\nEND:VEVENT\r\nUID:x"])
def test_hostile_text_stays_text_and_no_line_is_too_long(worst: str) -> None:
    hostile = replace(
        CALL,
        summary=worst.encode("utf-8", "replace").decode(),
        details=f"a\n{worst}".encode("utf-8", "replace").decode(),
    )
    text = written((hostile, MAIL))
    assert list(read(text)) == [CALL.uid, MAIL.uid]
    assert max(map(len, text.split(b"\r\n"))) <= 75


@pytest.mark.parametrize("text", [*STEERING, STRAY])
def test_no_text_of_an_event_begins_another_line(text: str) -> None:
    hostile = replace(convert(document(Event, text), Event), time=time(10))
    said = written((hostile, MAIL)).decode()
    assert said.replace("\r\n", "\n") == clean(said)
    assert said.count("\nBEGIN:VEVENT") == said.count("\nEND:VEVENT") == 2
    assert len(read(said.encode())) == 2


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "day",
    [date(2026, 1, 5), date(2026, 3, 29), date(2026, 7, 1), date(2026, 10, 25), date(2027, 2, 10), date(2027, 11, 7)],
)
def test_every_reader_sees_the_same_moment_whatever_the_clocks_do(zone: str, day: date) -> None:
    event = replace(CALL, zone=zone, day=day, time=time(10, 30))
    meant = datetime(day.year, day.month, day.day, 10, 30, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    text = written((event, MAIL))
    assert read(text)[CALL.uid]["DTSTART"].dt.astimezone(UTC) == meant
    theirs: Any = vobject.readOne(text.decode())
    assert theirs.vevent.dtstart.value.astimezone(UTC) == meant
    again: Any = vobject.readOne(theirs.serialize())
    assert again.vevent.dtstart.value.astimezone(UTC) == meant


@pytest.mark.parametrize(
    ("zone", "daylight", "rule"),
    [
        ("Europe/London", "20250330T010000", "BYDAY=-1SU;BYMONTH=3"),
        ("Europe/Dublin", "20250330T010000", "BYDAY=-1SU;BYMONTH=3"),
        ("America/New_York", "20250309T020000", "BYDAY=2SU;BYMONTH=3"),
        ("Australia/Lord_Howe", "20251005T020000", "BYDAY=1SU;BYMONTH=10"),
    ],
)
def test_a_zone_changes_its_clocks_by_a_rule_at_the_time_they_showed_until_then(
    zone: str, daylight: str, rule: str
) -> None:
    text = written((replace(CALL, zone=zone),)).decode()
    part = text.partition("BEGIN:DAYLIGHT")[2].partition("END:DAYLIGHT")[0]
    assert f"DTSTART:{daylight}\r\nRRULE:FREQ=YEARLY;{rule}\r\n" in part
    assert "RDATE" not in text


@pytest.mark.parametrize("zone", ["Africa/Casablanca", "Asia/Jerusalem"])
def test_a_zone_without_a_rule_has_a_line_for_each_change(zone: str) -> None:
    text = written((replace(CALL, zone=zone),)).decode()
    assert re.search(r"RDATE:2026\d{4}T\d{6}\r\nRDATE:2027\d{4}T\d{6}\r\n", text)
    assert "RRULE" not in text


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "Asia/Kolkata"])
def test_a_zone_whose_clocks_never_change_has_one_time(zone: str) -> None:
    text = written((replace(CALL, zone=zone),))
    assert text.count(b"BEGIN:STANDARD") == (zone != "UTC")
    assert b"BEGIN:DAYLIGHT" not in text


def test_every_event_says_when_it_ends() -> None:
    late = replace(CALL, uid="next-8-0@fuyu", time=time(23, 45))
    changing = replace(
        CALL, uid="next-9-0@fuyu", day=date(2026, 3, 29), time=time(0, 45)
    )  # the clocks go to two at one
    nowhere = replace(CALL, uid="next-7-0@fuyu", zone="Nowhere/Land")
    last = replace(MAIL, uid="next-6-0@fuyu", day=date.max)
    found = read(written((*EVENTS, late, changing, nowhere)))
    ends = {uid: event["DTEND"].dt for uid, event in found.items()}
    assert ends[CALL.uid] == datetime(2026, 3, 20, 14, 30, tzinfo=ZoneInfo("Europe/London"))
    assert ends[MAIL.uid] == date(2026, 3, 20)
    assert ends[LEAP.uid] == date(2000, 3, 1)
    assert ends[late.uid] == datetime(2026, 3, 21, 0, 15, tzinfo=ZoneInfo("Europe/London"))
    assert ends[changing.uid] == datetime(2026, 3, 29, 2, 15, tzinfo=ZoneInfo("Europe/London"))
    assert ends[nowhere.uid] == datetime(2026, 3, 20, 14, 30)  # noqa: DTZ001 - wherever it is read
    gone = read(written((), written(EVENTS)))
    assert all(event["DTEND"].dt > event["DTSTART"].dt for event in gone.values())
    assert "DURATION" not in written(EVENTS).decode().replace("VALUE=DURATION", "")
    assert "DTEND" not in read(written((last,)))[last.uid], "nothing ends after the last day of all"


def test_an_event_that_a_server_keeps_with_its_duration_says_the_same() -> None:
    old = alone(CALL, 7, NOW).replace(b"DTEND;TZID=Europe/London:20260320T143000", b"DURATION:PT30M")
    assert says(old, CALL)
    assert not says(old.replace(b"PT30M", b"PT1H"), CALL)
    all_day = re.sub(rb"DTEND[^\r]*\r\n", b"", alone(MAIL, 7, NOW))
    assert says(all_day, MAIL)


def test_a_birthday_on_the_29_february_is_on_the_28_in_other_years() -> None:
    (event,) = vobject.readOne(written((LEAP,)).decode()).vevent_list
    days = [moment.date() for moment in event.getrruleset(addRDate=True)[:4]]
    assert days == [date(2000, 2, 29), date(2001, 2, 28), date(2002, 2, 28), date(2003, 2, 28)]


def test_what_has_not_changed_is_the_same_bytes_days_later() -> None:
    before = written(EVENTS)
    assert written(EVENTS, before, NOW + timedelta(days=9)) == before


def test_only_what_changed_has_a_new_stamp_and_a_higher_number() -> None:
    before = written(EVENTS)
    later = NOW + timedelta(hours=2)
    moved = replace(CALL, day=date(2026, 4, 1))
    after = rewritten(before, (moved, MAIL, LEAP), "book-1", later)
    assert (after.events, after.changed, after.cancelled) == (3, 1, 0)
    was, now = read(before), read(after.text)
    assert now[CALL.uid]["SEQUENCE"] > was[CALL.uid]["SEQUENCE"]
    assert now[CALL.uid]["DTSTAMP"].dt == later
    assert now[MAIL.uid].to_ical() == was[MAIL.uid].to_ical()


def test_numbers_rise_within_a_minute_after_a_lost_file_and_when_the_clock_goes_back() -> None:
    first = written((CALL,))
    second = written((replace(CALL, details="x"),), first)
    lost = written((replace(CALL, details="y"),), b"", NOW + timedelta(minutes=5))
    back = written((replace(CALL, details="z"),), lost, NOW - timedelta(days=1))
    numbers = [read(text)[CALL.uid]["SEQUENCE"] for text in (first, second, lost, back)]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] < 2**31


def test_what_is_gone_is_cancelled_once_says_nothing_of_anybody_and_goes_after_a_month() -> None:
    before = written(EVENTS)
    after = written((MAIL,), before)
    gone = read(after)[CALL.uid]
    assert (gone["STATUS"], gone["SUMMARY"]) == ("CANCELLED", "Cancelled")
    assert gone["SEQUENCE"] > read(before)[CALL.uid]["SEQUENCE"]
    assert {"DESCRIPTION", "X-FUYU-REVISION"}.isdisjoint(gone)
    assert b"Zo\xc3\xab" not in after
    assert b"birthday" not in after
    assert written((MAIL,), after, NOW + timedelta(days=29)) == after
    assert list(read(written((MAIL,), after, NOW + timedelta(days=31)))) == [MAIL.uid]


def test_who_is_followed_up_again_is_the_same_event_with_a_higher_number() -> None:
    cancelled = written((MAIL,), written(EVENTS))
    again = read(written(EVENTS, cancelled))[CALL.uid]
    assert again["SUMMARY"] == CALL.summary
    assert "STATUS" not in again
    assert again["SEQUENCE"] > read(cancelled)[CALL.uid]["SEQUENCE"]


def test_a_day_that_is_past_goes_without_being_cancelled_and_an_old_follow_up_does_not() -> None:
    exam = replace(LEAP, uid="about-3-0-0@fuyu", day=date(2026, 2, 10), yearly=False)
    late = replace(MAIL, day=date(2026, 2, 10))
    assert list(read(written((), written((exam, late))))) == [MAIL.uid]
    today = replace(exam, day=NOW.date())
    assert list(read(written((), written((today,))))) == [today.uid]


def test_a_file_with_nothing_in_it_becomes_a_calendar() -> None:
    assert written(EVENTS, b" \n") == written(EVENTS)


@pytest.mark.parametrize(
    "present",
    [
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Somebody//Else//EN\r\nEND:VCALENDAR\r\n",
        b"my shopping list",
        rewritten(b"", (), "book-2", NOW).text,
    ],
)
def test_what_is_not_ours_is_refused(present: bytes) -> None:
    with pytest.raises(UsageError, match="calendar; name another file"):
        rewritten(present, EVENTS, "book-1", NOW)


@pytest.mark.parametrize("book", ["book-1", "my, leads; 2026\\-0", "日本語の本-" * 30, "b\udcff-1"])
def test_a_calendar_knows_its_book_whatever_that_is_called_and_does_not_say_it(book: str) -> None:
    text = rewritten(b"", (), book, NOW).text
    assert may_become(text, book)
    assert not may_become(text, "another")
    assert rewritten(text, (), book, NOW).text == text
    assert book.encode("utf-8", "surrogateescape") not in text


def test_what_somebody_else_did_to_the_file_does_not_last() -> None:
    before = written(EVENTS)
    for harm in (
        before.replace(b"\r\n", b"\n"),
        before[: len(before) // 2],
        re.sub(rb"SEQUENCE:\d+", b"SEQUENCE:x", before),
    ):
        assert [str(event["SUMMARY"]) for event in read(written(EVENTS, harm)).values()] == [
            event.summary for event in EVENTS
        ]


def test_the_zone_of_nowhere_and_utc_need_no_description() -> None:
    nowhere, utc = replace(CALL, zone="Nowhere/Land"), replace(CALL, uid="next-9-0@fuyu", zone="UTC")
    text = written((nowhere, utc))
    assert b"VTIMEZONE" not in text
    assert read(text)[CALL.uid]["DTSTART"].dt == datetime(2026, 3, 20, 14)  # noqa: DTZ001 - wherever it is read
    assert read(text)["next-9-0@fuyu"]["DTSTART"].dt == datetime(2026, 3, 20, 14, tzinfo=UTC)


def test_one_event_on_a_server_still_says_the_same_after_the_server_wrote_it_in_its_own_way() -> None:
    for event in EVENTS:
        theirs: Any = vobject.readOne(alone(event, 7, NOW).decode())
        assert theirs.version.value == "2.0"
        assert theirs.prodid.value
        assert says(theirs.serialize().encode(), event)
        assert not says(theirs.serialize().replace("O'Brien", "Smith").replace("Horvat", "Smith").encode(), event)
    assert not says(alone(replace(CALL, time=time(14, 30)), 7, NOW), CALL)
    assert not says(b"no calendar", CALL)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"DTSTART", b"DTSTART;VALUE=DATE-TIME:soon\r\nX"),
        (b"SUMMARY:", b"SUMMARY:Another\r\nSUMMARY:"),
        (b"DTSTART", b"DTSTART;TZID=../../etc/passwd:20260318T100000\r\nX"),
        (b"END:VEVENT", b"BEGIN:VALARM\r\nEND:VEVENT"),
        (b"UID", b"RRULE:FREQ=NEVER\r\nUID"),
    ],
)
def test_an_event_that_is_broken_on_a_server_does_not_say_the_same(old: bytes, new: bytes) -> None:
    assert not says(alone(CALL, 7, NOW).replace(old, new), CALL)


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 9), st.binary(max_size=9)), max_size=4))
def test_whatever_a_server_makes_of_an_event_is_the_same_or_not(cuts: list[tuple[int, int, bytes]]) -> None:
    text = alone(CALL, 7, NOW)
    for start, length, put in cuts:
        text = text[:start] + put + text[start + length :]
    assert says(text, CALL) in {True, False}


Khal = Callable[..., str]
KHAL = Path(sys.executable).with_name("khal")


@pytest.fixture
def khal(tmp_path: Path) -> Khal:
    """Run khal on a calendar of its own, in London."""
    if not KHAL.exists():
        pytest.skip("khal is not installed beside this Python")
    config = tmp_path / "khal.conf"
    calendar = f"[calendars]\n[[fuyu]]\npath = {tmp_path / 'vdir'}\n[sqlite]\npath = {tmp_path / 'khal.db'}\n"
    zone = "local_timezone = Europe/London\ndefault_timezone = Europe/London\n"
    formats = "timeformat = %H:%M\ndateformat = %d.%m.\nlongdateformat = %Y-%m-%d\ndatetimeformat = %d.%m. %H:%M\n"
    long = "longdatetimeformat = %Y-%m-%d %H:%M\n"
    config.write_text(f"{calendar}[locale]\n{zone}{formats}{long}[default]\ndefault_calendar = fuyu\n")
    (tmp_path / "vdir").mkdir()

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [KHAL, "--config", config, *arguments], capture_output=True, text=True, check=True, cwd=tmp_path
        )
        return done.stdout

    return run


def listed(khal: Khal, day: str, until: str) -> list[str]:
    """Return what khal lists."""
    out = khal("list", "--day-format", "", "--format", "{start-date-long} {start-time} {title} {cancelled}", day, until)
    return [" ".join(line.split()) for line in out.splitlines() if line.strip()]


@pytest.mark.slow
def test_khal_imports_it_and_imports_what_changed_over_it(khal: Khal, tmp_path: Path) -> None:
    file = tmp_path / "fuyu.ics"
    tokyo = replace(
        CALL, uid="next-3-0@fuyu", zone="Asia/Tokyo", day=date(2026, 4, 1), time=time(18), summary="Meet Aya"
    )
    file.write_bytes(written((*EVENTS, tokyo)))
    khal("import", "--batch", "-a", "fuyu", str(file))
    assert listed(khal, "2026-03-18", "2027-03-02") == [
        "2026-03-19 E-mail Ana Horvat",
        "2026-03-20 14:00 Call Zoë O'Brien (promised)",
        "2026-04-01 10:00 Meet Aya",
        "2027-02-28 Ana Horvat: birthday",
    ]
    file.write_bytes(written((replace(CALL, day=date(2026, 3, 30)), MAIL, LEAP), file.read_bytes()))
    khal("import", "--batch", "-a", "fuyu", str(file))
    assert listed(khal, "2026-03-18", "2026-04-02") == [
        "2026-03-19 E-mail Ana Horvat",
        "2026-03-30 14:00 Call Zoë O'Brien (promised)",
        "2026-04-01 Cancelled CANCELLED",
    ]
    assert len(list((tmp_path / "vdir").glob("*.ics"))) == 4

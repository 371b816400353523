"""Days and times in words: the table of phrases, and what holds for every phrase."""

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fuyu.domain.calendar import Calendar, DateOrder
from fuyu.domain.when import Problem, When, parse_when
from fuyu.domain.when.tokens import VOCABULARY
from tests.domain.data import Row, read_table

LONDON = ZoneInfo("Europe/London")
WEDNESDAY = datetime(2026, 3, 18, 9, 30, tzinfo=LONDON)
ROWS = read_table("dates.csv")
HABITS = read_table("habits.csv")

FIGURES = ("3", "27th", "2/11", "14:30", "2027", "0930", "1.5", "2.30")

moments = st.builds(
    lambda wall, zone, fold: wall.replace(tzinfo=ZoneInfo(zone), fold=fold),
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001 - the zone comes next
    st.sampled_from(
        ["Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Cairo", "UTC"]
    ),
    st.integers(0, 1),
)
phrases = st.one_of(
    st.sampled_from([row.phrase for row in ROWS + HABITS if row.phrase.strip()]),
    st.lists(st.sampled_from([*sorted(VOCABULARY), *FIGURES]), min_size=1, max_size=6).map(" ".join),
)
AN_HOUR_THAT_REPEATS = datetime(2026, 10, 25, 1, 45, tzinfo=LONDON)
AN_HOUR_THAT_IS_SKIPPED = datetime(2026, 3, 29, 0, 45, tzinfo=LONDON)


def accepted(phrase: str, now: datetime = WEDNESDAY, calendar: Calendar | None = None) -> When:
    answer = parse_when(phrase, now, calendar or Calendar())
    assert isinstance(answer, When), answer
    return answer


def refused(phrase: str, now: datetime = WEDNESDAY) -> Problem:
    answer = parse_when(phrase, now)
    assert isinstance(answer, Problem), answer
    return answer


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.phrase[:30]} at {row.now:%d %b %Y %H:%M}")
def test_the_table_of_dates(row: Row) -> None:
    answer = parse_when(row.phrase, row.now, Calendar(date_order=row.date_order))
    assert row.allows(answer), answer


# What every answer promises.


@given(st.text(), moments)
@example("\ud800", WEDNESDAY)
@example("9" * 64, WEDNESDAY)
@example("٣ days", WEDNESDAY)
@example("0000-00-00", WEDNESDAY)
@example("tomorrow", datetime(9999, 12, 31, 23, 59, tzinfo=UTC))
def test_no_text_raises(text: str, now: datetime) -> None:
    assert isinstance(parse_when(text, now), When | Problem)


@given(phrases, moments)
@example("1:30", AN_HOUR_THAT_REPEATS)
@example("in 30 min", AN_HOUR_THAT_REPEATS)
@example("1:15am", AN_HOUR_THAT_IS_SKIPPED)
def test_an_answer_lies_ahead(phrase: str, now: datetime) -> None:
    answer = parse_when(phrase, now)
    while isinstance(answer, When):
        if answer.time is None:
            assert answer.day >= now.date()
        else:
            moment = datetime.combine(answer.day, answer.time, ZoneInfo(answer.zone))
            assert moment.astimezone(UTC) > now.astimezone(UTC)
        answer = answer.other or Problem("empty", "")


@given(phrases, moments)
@example("1:30", AN_HOUR_THAT_REPEATS)
@example("in 30 min", AN_HOUR_THAT_REPEATS)
@example("1:15am", AN_HOUR_THAT_IS_SKIPPED)
def test_an_answer_printed_reads_back_the_same(phrase: str, now: datetime) -> None:
    answer = parse_when(phrase, now)
    if isinstance(answer, When):
        again = accepted(answer.iso(), now)
        assert (again.day, again.time, again.zone) == (answer.day, answer.time, answer.zone)


@given(phrases, moments, st.data())
def test_case_blanks_and_commas_do_not_matter(phrase: str, now: datetime, data: st.DataObject) -> None:
    blank = data.draw(st.sampled_from(["  ", "\t", ", ", "\u00a0"]))
    turned = data.draw(st.sampled_from([str.upper, str.title, str.casefold]))
    variant = f" {turned(blank.join(phrase.split()))}{data.draw(st.sampled_from(['', ' ', '.', '!']))}"
    if len(variant) <= 64 and not phrase.endswith((".", "+", "-")):
        assert parse_when(variant, now) == parse_when(" ".join(phrase.split()), now)


@given(
    st.integers(1, 60),
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.frozensets(st.integers(1, 90), max_size=20),
)
def test_business_days_are_worked_days(count: int, today: date, workdays: frozenset[int], off: frozenset[int]) -> None:
    calendar = Calendar(workdays=workdays, days_off=frozenset(today + timedelta(days=days) for days in off))
    now = datetime.combine(today, time(9), LONDON)
    day = accepted(f"{count} business days", now, calendar).day
    days_after = [today + timedelta(days=number) for number in range(1, (day - today).days + 1)]
    assert calendar.is_working(day)
    assert sum(calendar.is_working(between) for between in days_after) == count


# What a person would notice.


@pytest.mark.parametrize(
    ("phrase", "iso", "other"),
    [
        ("next fri", "2026-03-27", "2026-03-20"),
        ("next mon", "2026-03-23", None),
        ("next fri 2pm", "2026-03-27T14:00", "2026-03-20T14:00"),
        ("tue in 2 weeks", "2026-03-31", "2026-04-07"),
        ("tomorrow at 3", "2026-03-19T15:00", "2026-03-19T03:00"),
        ("at 8", "2026-03-19T08:00", "2026-03-18T20:00"),
        ("tomorrow 08:00", "2026-03-19T08:00", None),
        ("friday", "2026-03-20", None),
    ],
)
def test_the_other_meaning_is_offered(phrase: str, iso: str, other: str | None) -> None:
    answer = accepted(phrase)
    assert answer.iso() == iso
    assert (answer.other and answer.other.iso()) == other


@pytest.mark.parametrize(
    ("phrase", "suggestion"),
    [
        ("tomorow", "tomorrow"),
        ("nxt fri 2pm", "next fri 2 pm"),
        ("after the 20th", "the 20th"),
        ("every monday", "monday"),
        ("30m", "30min"),
        ("3", "3d"),
        ("2027", ""),
        ("asdf", ""),
        ("mañana", ""),
        ("call bob", ""),
    ],
)
def test_the_nearest_right_phrase_is_suggested(phrase: str, suggestion: str) -> None:
    assert refused(phrase).suggestion == suggestion


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("31 apr", "There is no 31 April"),
        ("last friday", "behind us"),
        ("today 8am", "Wed 18 Mar 2026 08:00 is behind us"),
        ("2/11", "Mon 2 Nov 2026 or Thu 11 Feb 2027?"),
        ("fri 28 mar", "Sat 28 Mar 2026 is not a Friday"),
        ("soon", "leaves the day open"),
        ("midnight fri", "00:00 or 23:59"),
    ],
)
def test_a_refusal_says_why(phrase: str, words: str) -> None:
    assert words in refused(phrase).sentence


def test_a_day_has_no_zone_and_a_time_has_one() -> None:
    assert accepted("tomorrow") == When(date(2026, 3, 19))
    assert accepted("tomorrow 9am") == When(date(2026, 3, 19), time(9), "Europe/London")


def test_a_weekday_with_a_time_is_today_while_the_time_is_ahead() -> None:
    assert accepted("wed 5pm").iso() == "2026-03-18T17:00"
    assert accepted("wed 9am").iso() == "2026-03-25T09:00"
    assert refused("this wed").suggestion == "today"


def test_the_parts_of_the_day_are_the_persons_own() -> None:
    calendar = Calendar(morning=time(10), evening=time(20, 30))
    assert accepted("first thing monday", calendar=calendar).iso() == "2026-03-23T10:00"
    assert accepted("tonight", calendar=calendar).iso() == "2026-03-18T20:30"


def test_the_week_is_the_persons_own() -> None:
    cairo = Calendar(workdays=frozenset({6, 0, 1, 2, 3}), week_start=6)
    assert accepted("next week", calendar=cairo).iso() == "2026-03-22"
    assert accepted("end of week", calendar=cairo).iso() == "2026-03-19"
    assert accepted("next sun", calendar=cairo).iso() == "2026-03-22"


def test_days_off_are_skipped_by_business_days_only() -> None:
    easter = Calendar(days_off=frozenset({date(2026, 4, 3), date(2026, 4, 6)}))
    thursday = datetime(2026, 4, 2, 9, 0, tzinfo=LONDON)
    assert accepted("next business day", thursday, easter).iso() == "2026-04-07"
    assert accepted("tomorrow", thursday, easter).iso() == "2026-04-03"


@pytest.mark.parametrize(
    ("phrase", "order", "expected"),
    [
        ("2/11", "DMY", "2026-11-02"),
        ("2/11", "MDY", "2027-02-11"),
        ("2/11", "YMD", "2027-02-11"),
        ("26/11/02", "YMD", "2026-11-02"),
        ("13/11", "MDY", "2026-11-13"),
    ],
)
def test_figures_are_read_in_the_persons_order(phrase: str, order: DateOrder, expected: str | None) -> None:
    answer = parse_when(phrase, WEDNESDAY, Calendar(date_order=order))
    assert (answer.iso() if isinstance(answer, When) else None) == expected


def test_of_an_hour_that_repeats_the_first_is_meant_until_it_is_past() -> None:
    before, between = datetime(2026, 10, 25, 0, 30, tzinfo=LONDON), AN_HOUR_THAT_REPEATS
    folds = [answer.time and answer.time.fold for answer in (accepted("1:30am", before), accepted("1:30am", between))]
    assert folds == [0, 1]
    assert accepted("in 2 hours", before).iso() == "2026-10-25T01:30"


def test_a_long_text_is_refused_unread() -> None:
    assert refused("mon " * 17).code == "unknown"


@pytest.mark.slow
def test_pendulum_and_rapidfuzz_wait_until_they_are_needed() -> None:
    program = "import sys, fuyu.domain.when; print({'pendulum', 'rapidfuzz'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize("hour", [15, 17, 20, 23])
def test_so_many_hours_may_be_an_hour_of_the_clock(hour: int) -> None:
    now = datetime(2026, 3, 18, 9, 30, tzinfo=ZoneInfo("Europe/London"))
    asked = parse_when(f"{hour}h", now)
    assert isinstance(asked, Problem)
    assert (asked.code, asked.suggestion) == ("ambiguous", f"at {hour}")
    assert isinstance(parse_when(asked.suggestion, now), When)
    assert isinstance(parse_when(f"in {hour}h", now), When)
    assert isinstance(parse_when(f"{hour} hours", now), When)


@pytest.mark.parametrize("phrase", ["2h", "12h", "24h", "48h", "in 17h", "1d 17h"])
def test_other_amounts_of_hours_are_amounts(phrase: str) -> None:
    assert isinstance(parse_when(phrase, datetime(2026, 3, 18, 9, 30, tzinfo=ZoneInfo("Europe/London"))), When)


@pytest.mark.parametrize(
    ("phrase", "at"), [("0930", time(9, 30)), ("0815", time(8, 15)), ("0000", time(0)), ("0759", time(7, 59))]
)
def test_four_digits_that_begin_with_a_nought_are_a_time(phrase: str, at: time) -> None:
    found = parse_when(phrase, datetime(2026, 3, 18, 9, 0, tzinfo=ZoneInfo("Europe/London")))
    assert isinstance(found, When)
    assert found.time == at

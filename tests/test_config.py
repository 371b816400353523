"""The settings: what each key takes, and how every mistake in them is said."""

import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu import paths
from fuyu.cli import main
from fuyu.config import Config, parse_config, read_config
from fuyu.domain.cadence import Cadence
from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import Temperature
from fuyu.domain.manners import Hours, Manners
from fuyu.domain.when import When, parse_when
from fuyu.errors import UsageError
from fuyu.extras import how_to_add

FULL = """\
# how I work
[dates]
date_order = "DMY"
week_start = "sunday"
workdays = ["sun", "Monday", "tuesday", "wed", "thursday"]
days_off = [
    "2026-12-24",
    "2026-08-03..2026-08-14",
    "12-25",
    "12-30..01-02",
    2027-05-06,
]
morning = "07:30"
afternoon = 13:00:00
evening = "20:15"

[cadence]
rhythm = { hot = 2, cold = 60 }
unanswered = [2, 4]
reply = 4
not_now = 120
per_day = 8

[manners]
yes_takes = 9
early_end = 4
calls_in_vain = 2
lately = 30
snoozes = 1
reschedule_above = 20
notice = 7
known_by = 5
call_hours = "09:00 - 17:30"
"""
NOW = datetime(2026, 3, 18, 9, 30, tzinfo=ZoneInfo("Europe/London"))


def problem(text: str) -> str:
    """Return what is wrong with a file, which something is."""
    with pytest.raises(UsageError) as raised:
        parse_config(text)
    return str(raised.value)


def off(days: str, day: date) -> bool:
    """Return whether a day is off where the file says `days_off = [days]`."""
    return day in parse_config(f"[dates]\ndays_off = [{days}]").calendar.days_off


def test_every_setting_is_read() -> None:
    config = parse_config(FULL)
    calendar = config.calendar
    assert (calendar.date_order, calendar.week_start, calendar.workdays) == ("DMY", 6, frozenset({6, 0, 1, 2, 3}))
    assert (calendar.morning, calendar.afternoon, calendar.evening) == (time(7, 30), time(13), time(20, 15))
    assert config.cadence == Cadence(
        rhythm={Temperature.HOT: 2, Temperature.WARM: 7, Temperature.COLD: 60},
        unanswered=(2, 4),
        reply=4,
        not_now=120,
        per_day=8,
    )
    assert config.manners == Manners(
        yes_takes=9,
        early_end=4,
        calls_in_vain=2,
        lately=30,
        snoozes=1,
        reschedule_above=20,
        notice=7,
        known_by=5,
        call_hours=Hours(time(9), time(17, 30)),
    )


def test_a_cadence_may_have_a_name_of_its_own() -> None:
    text = """
[cadence]
reply = 4
[cadences.gentle]
rhythm = { hot = 14 }
unanswered = [14, 30]
[cadences."key clients"]
not_now = 30
"""
    cadence = parse_config(text).cadence
    assert cadence.reply == 4
    assert cadence.named == {
        "gentle": Cadence(
            rhythm={Temperature.HOT: 14, Temperature.WARM: 7, Temperature.COLD: 30}, unanswered=(14, 30), reply=4
        ),
        "key clients": Cadence(not_now=30, reply=4),
    }


def test_an_empty_file_and_no_file_are_what_fuyu_does_unasked(tmp_path: Path) -> None:
    assert read_config(tmp_path / "config.toml") == parse_config("") == Config()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("days", "day", "is_off"),
    [
        ('"2026-12-24"', date(2026, 12, 24), True),
        ('"2026-12-24"', date(2027, 12, 24), False),
        ("2026-12-24", date(2026, 12, 24), True),
        ('"2026-08-03..2026-08-14"', date(2026, 8, 3), True),
        ('"2026-08-03 .. 2026-08-14"', date(2026, 8, 14), True),
        ('"2026-08-03..2026-08-14"', date(2026, 8, 15), False),
        ('"2026-12-30..2027-01-02"', date(2027, 1, 2), True),
        ('"12-25"', date(2026, 12, 25), True),
        ('"12-25"', date(2126, 12, 25), True),
        ('"12-24..12-31"', date(2031, 12, 31), True),
        ('"12-24..12-31"', date(2031, 12, 23), False),
        ('"12-30..01-02"', date(2030, 1, 2), True),
        ('"12-30..01-02"', date(2030, 12, 30), True),
        ('"12-30..01-02"', date(2030, 1, 3), False),
        ('"02-29"', date(2028, 2, 29), True),
        ('"02-29"', date(2027, 2, 28), False),
        ('"02-27..03-01"', date(2028, 2, 29), True),
    ],
)
def test_days_off(days: str, day: date, *, is_off: bool) -> None:
    assert off(days, day) is is_off


def test_business_days_skip_days_that_are_off_each_year() -> None:
    calendar = parse_config('[dates]\ndays_off = ["12-24..12-31"]').calendar
    late = datetime(2031, 12, 23, 9, 0, tzinfo=ZoneInfo("Europe/London"))
    assert parse_when("next business day", late, calendar) == When(date(2032, 1, 1))


def test_settings_are_values() -> None:
    assert parse_config(FULL) == parse_config(FULL)
    assert hash(parse_config(FULL).calendar) == hash(parse_config(FULL).calendar)
    assert parse_config(FULL).calendar != Calendar()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[date]\n", "config.toml, line 1: date is no setting; did you mean dates?"),
        ("\n[colours]\n", "config.toml, line 2: colours is no setting; there are dates, cadence, "),
        ("dates = 3", "config.toml, line 1: dates is a table: write [dates]"),
        ("[[dates]]", "config.toml: dates is a table: write [dates]"),
        ("[dates]\n\nweekstart = 1", "config.toml, line 3: dates.weekstart is no setting; did you mean week_start?"),
        ("[cadence]\nreplies = 1", "config.toml, line 2: cadence.replies is no setting; did you mean reply?"),
        ("dates.morningg = 1", "config.toml, line 1: dates.morningg is no setting; did you mean morning?"),
        ("[dates]\nweek_start = 1", 'line 2: dates.week_start is text, like "monday", not 1'),
        ("[dates]\nweek_start = 'mondy'", "dates.week_start is a weekday: “mondy” is none; did you mean monday?"),
        ("[dates]\nweek_start = 'm'", "dates.week_start is a weekday: “m” is none"),
        ("[dates]\nworkdays = 'monday'", "dates.workdays is a list"),
        ("[dates]\nworkdays = []", "dates.workdays names at least one weekday"),
        ("[dates]\nworkdays = ['weekend']", "dates.workdays is a weekday: “weekend” is none"),
        ("[dates]\ndate_order = 'DYM'", "dates.date_order is one of DMY, MDY, YMD, not “DYM”"),
        ("[dates]\nmorning = '8'", 'dates.morning is a time, like "08:00", not “8”'),
        ("[dates]\nmorning = '24:00'", "dates.morning is a time"),
        ("[dates]\nmorning = 8", "dates.morning is text"),
        ("[dates]\nmorning = true", "not true"),
        ("[dates]\ndays_off = '12-25'", "dates.days_off is a list"),
        ("[dates]\ndays_off = ['2026-02-30']", "dates.days_off has “2026-02-30”: there is no such day"),
        ("[dates]\ndays_off = ['13-01']", "dates.days_off has “13-01”: there is no such day"),
        ("[dates]\ndays_off = ['24.12.']", "dates.days_off has “24.12.”: a day is 2026-12-24, or 12-24 for each year"),
        ("[dates]\ndays_off = ['2026-08-14..2026-08-03']", "it ends before it begins"),
        ("[dates]\ndays_off = ['2026-12-24..12-31']", "both days have a year, or neither"),
        ("[dates]\ndays_off = ['2026-01-01..9999-01-01']", "a range is a year at most"),
        ("[dates]\ndays_off = ['12-01..12-02..12-03']", "a range is two days"),
        ("[dates]\ndays_off = ['..']", "has “”: a day is"),
        ("[dates]\ndays_off = [2026-12-24T10:00:00]", "dates.days_off is text"),
        ("[dates]\ndays_off = ['01-01..12-30']", "at least 66 must be left to work"),
        ("[dates]\nholidays = 44", 'dates.holidays is text, like "GB"'),
        ("[cadence]\nreply = 0", "cadence.reply is a whole number from 1 to 3650, not 0"),
        ("[cadence]\nreply = 1.5", "cadence.reply is a whole number"),
        ("[cadence]\nreply = true", "cadence.reply is a whole number"),
        ("[cadence]\nper_day = 10000", "cadence.per_day is a whole number from 1 to 1000"),
        ("[cadence]\nunanswered = []", "cadence.unanswered names at least one number of days"),
        ("[cadence]\nunanswered = [1, 'x']", "not “x”"),
        ("[cadence]\nrhythm = 3", "cadence.rhythm is like { hot = 3"),
        ("[cadence]\nrhythm = { hott = 3 }", "line 2: cadence.rhythm.hott is no setting; did you mean hot?"),
        ("[cadence]\n[cadence.rhythm]\nhot = -1", "line 3: cadence.rhythm.hot is a whole number"),
        ("cadences = 3", "config.toml, line 1: cadences is a table of tables: write [cadences.gentle]"),
        ("[cadences]\ngentle = 3", "line 2: cadences.gentle is a table: write [cadences.gentle]"),
        ("[cadences.gentle]\n\nreplies = 1", "line 3: cadences.gentle.replies is no setting; did you mean reply?"),
        ("[cadences.gentle]\nreply = 0", "line 2: cadences.gentle.reply is a whole number from 1 to 3650, not 0"),
        ("[cadences.gentle]\nrhythm = { hott = 3 }", "line 2: cadences.gentle.rhythm.hott is no setting"),
        ("[cadences.gentle.rhythm]\nhott = 3", "line 2: cadences.gentle.rhythm.hott is no setting; did you mean hot?"),
        ('[cadences."key clients"]\nx = 1', "line 2: cadences.key clients.x is no setting"),
        ('[cadences.""]', "cadences. is no name"),
        ('[cadences."a, b"]', "is no name: it is one or more words, without a comma"),
        ("[cadences.monthly]", "line 1: cadences.monthly is a rhythm already: give it another name"),
        ('[cadences."6 weeks"]', "is a rhythm already"),
        ("\n[maners]\nlately = 3", "config.toml, line 2: maners is no setting; did you mean manners?"),
        ("manners = 3", "config.toml, line 1: manners is a table: write [manners]"),
        ("[manners]\n\nsnooze = 3", "config.toml, line 3: manners.snooze is no setting; did you mean snoozes?"),
        ("[manners]\nyes_takes = 0", "line 2: manners.yes_takes is a whole number from 1 to 100, not 0"),
        ("[manners]\ncalls_in_vain = '3'", "manners.calls_in_vain is a whole number from 1 to 100, not “3”"),
        ("[manners]\nlately = 4000", "manners.lately is a whole number from 1 to 3650, not 4000"),
        ("[manners]\nreschedule_above = true", "manners.reschedule_above is a whole number from 1 to 1000, not true"),
        ("[manners]\ncall_hours = 8", 'manners.call_hours is text, like "08:00-19:00", not 8'),
        ("[manners]\ncall_hours = '8'", 'manners.call_hours is two times, like "08:00-19:00", not “8”'),
        ("[manners]\ncall_hours = '08:00-25:00'", 'manners.call_hours is a time, like "08:00", not “25:00”'),
        ("[manners]\ncall_hours = '19:00-08:00'", "manners.call_hours ends after it begins, not “19:00-08:00”"),
        ("[cadense.gentle]\nreply = 1", "cadense is no setting; did you mean cadence?"),
        ("[dates]\nmorning = ", "config.toml is not TOML: "),
        ("[dates]\nmorning = x\nevening = 1", "line 2"),
        ("x = " + "[" * 5000, "config.toml: tables lie in tables, more than 8 deep"),
    ],
)
def test_a_mistake_is_said_with_its_line_and_the_nearest_key(text: str, said: str) -> None:
    assert said in problem(text)


def test_every_mistake_is_said_at_once() -> None:
    said = problem("[dates]\nmorning = 1\nevenin = 2\n[cadense]\n")
    assert [line.partition(":")[0] for line in said.splitlines()] == [f"config.toml, line {n}" for n in (2, 3, 4)]


def test_a_mistake_steers_no_terminal() -> None:
    assert "\x1b" not in problem('[dates]\n"\\u001b[2J" = 1\nmorning = "\\u001b[31m"')


@given(st.text())
def test_no_text_raises_anything_else(text: str) -> None:
    for whole in (text, f"[dates]\n{text}", f"[dates]\ndays_off = ['{text}']"):
        try:
            parse_config(whole)
        except UsageError as error:
            assert str(error).startswith("config.toml")  # noqa: PT017 - any other error is the failure


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b"# \xe9t\xe9")
    for path, reason in ((latin, "it is not UTF-8"), (tmp_path, "Is a directory")):
        with pytest.raises(UsageError, match=f"{path} cannot be read: {reason}"):
            read_config(path)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf[cadence]\r\nreply = 5\r\n")
    assert read_config(path).cadence.reply == 5


class TestHolidays:
    """Public holidays, from the library for them."""

    @pytest.fixture(autouse=True)
    def _installed(self) -> None:
        pytest.importorskip("holidays")

    @pytest.mark.parametrize(
        ("where", "day", "is_off"),
        [
            ("GB", date(2026, 12, 28), True),  # Boxing Day falls on a Saturday
            ("GB", date(2027, 12, 27), True),
            ("GB", date(2026, 11, 30), False),
            ("GB-SCT", date(2026, 11, 30), True),
            ("de-BY", date(2026, 1, 6), True),
            ("DE", date(2026, 1, 6), False),
        ],
    )
    def test_a_country_or_a_region_of_one(self, where: str, day: date, *, is_off: bool) -> None:
        calendar = parse_config(f'[dates]\nholidays = "{where}"').calendar
        assert (day in calendar.days_off) is is_off

    def test_they_join_the_days_off(self) -> None:
        calendar = parse_config('[dates]\nholidays = "GB-ENG"\ndays_off = ["2026-04-02", "12-24"]').calendar
        days = (date(2026, 4, 2), date(2026, 4, 3), date(2029, 12, 24))
        assert [calendar.is_working(day) for day in days] == [False, False, False]
        assert calendar.next_working(date(2026, 4, 2)) == date(2026, 4, 7)

    @pytest.mark.parametrize("where", ["XX", "Germany", "DE-ZZ", "", "GB-", "\x1b"])
    def test_no_such_country(self, where: str) -> None:
        if where == "GB-":  # the country itself
            assert parse_config(f'[dates]\nholidays = "{where}"').calendar != Calendar()
        else:
            assert "dates.holidays is " in problem(
                f"[dates]\nholidays = {where!r}".replace("'", '"').replace("x1b", "u001b")
            )

    def test_they_are_values(self) -> None:
        text = '[dates]\nholidays = "GB"'
        assert parse_config(text) == parse_config(text)
        assert hash(parse_config(text).calendar) == hash(parse_config(text).calendar)


def test_holidays_without_the_library_say_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    assert f"needs the library that knows them: {how_to_add('holidays')}" in problem('[dates]\nholidays = "FJ"')


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.dates(date(2024, 1, 1), date(2024, 12, 31)))
def test_a_working_day_always_comes(today: date, first: date) -> None:
    last = first + timedelta(days=299)
    days = f'"{first:%m-%d}..{last:%m-%d}"' if last.year == first.year or last < first.replace(year=2025) else '"01-01"'
    try:
        calendar = parse_config(f"[dates]\nworkdays = ['monday']\ndays_off = [{days}]").calendar
    except UsageError:
        return
    assert calendar.is_working(calendar.next_working(today))


# Where it is read.


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "settings.toml"
    monkeypatch.setenv("FUYU_CONFIG", str(path))
    monkeypatch.setenv("FUYU_DB", str(tmp_path / "fuyu.json"))
    monkeypatch.setenv("FUYU_NOW", "2026-03-18T09:30")
    monkeypatch.setenv("FUYU_TZ", "Europe/London")
    return path


def test_the_path_is_named_or_the_persons_own(settings: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert paths.config() == settings
    monkeypatch.delenv("FUYU_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    if sys.platform == "linux":
        assert paths.config() == tmp_path / "xdg" / "fuyu" / "config.toml"
    assert not (tmp_path / "xdg").exists()


def test_when_reads_figures_in_the_order_set(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["when", "2/11"]) == 2
    settings.write_text("[dates]\ndate_order = 'DMY'\n")
    assert main(["when", "2/11"]) == 0
    assert capsys.readouterr().out == "2026-11-02\n"


def test_the_desk_counts_by_the_calendar_and_the_cadence_set(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.write_text("[dates]\ndays_off = ['03-20..03-22']\n[cadence]\nunanswered = [2]\n")
    assert main(["add", "Ann Lee"]) == 0
    assert main(["log", "Ann Lee", "no_answer"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "no answer, Ann Lee; next Mon 23 Mar"


def test_the_commands_have_the_manners_set(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings.write_text("[manners]\nyes_takes = 9\nsnoozes = 1\ncalls_in_vain = 1\n")
    for command in (
        ["add", "Ann Lee", "--email", "ann@acme.example"],
        ["snooze", "ann", "fri"],
        ["snooze", "ann", "mon"],
    ):
        assert main(command) == 0
    assert "that is snooze number 2, and asks for a decision: " in capsys.readouterr().err
    assert main(["log", "ann", "no_answer"]) == 0
    assert main(["find", "ann"]) == 0
    assert "email     1/9" in capsys.readouterr().out


def test_a_mistake_ends_the_command_and_names_the_file(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings.write_text("[dates]\nmorning = 8\n")
    assert main(["today"]) == 2
    assert f"fuyu: {settings}, line 2: dates.morning is text" in capsys.readouterr().err


@pytest.mark.slow
def test_without_a_file_nothing_is_imported_for_it(settings: Path) -> None:
    assert not settings.exists()
    heavy = "{'tomllib', 'holidays', 'difflib'} & set(sys.modules)"
    program = f"import sys, fuyu.cli; fuyu.cli.main(['today']); print({heavy}, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "set()"


def test_a_named_cadence_is_the_usual_one_but_for_what_it_says() -> None:
    usual = "[cadence]\nreply = 5\nrhythm = { cold = 60, warm = 9 }\n"
    named = parse_config(f"{usual}[cadences.gentle]\nnot_now = 120\nrhythm = {{ warm = 21 }}\n").cadence.named["gentle"]
    assert (named.reply, named.not_now) == (5, 120)
    assert named.rhythm == {Temperature.HOT: 3, Temperature.WARM: 21, Temperature.COLD: 60}

"""A day's beginning and end, days away and rescheduling, on the command line: their shapes are frozen."""

from io import StringIO

import pytest

from fuyu import sentences
from tests.cli.conftest import NOW, Said, Shell
from tests.cli.test_shapes import ANN, NOBODY, SAKURA, ZOE, planned, promised, without_uids

LATE = ("--at", "2026-03-11T09:00", "--tz", "Europe/London")


@pytest.fixture
def behind(morning: Shell) -> Shell:
    """Run commands on that morning with two plans a week late, too."""
    for name, days in (("Bo Ek", "2026-03-12"), ("Cy Ng", "2026-03-13")):
        added = morning.bare("add", name, "--next", days, "--db", str(morning.book), *LATE)
        assert added.code == 0
    return morning


BO = planned(ZOE, id=6, name="Bo Ek", due="2026-03-12", days_late=6)
CY = planned(ZOE, id=7, name="Cy Ng", due="2026-03-13", days_late=5)


def test_overdue_plans_are_rescheduled_and_promises_stay(behind: Shell) -> None:
    dry = without_uids(behind.ok("reschedule", "--dry-run", "--json").json)
    assert dry == {
        "version": 2,
        "dry_run": True,
        "days": [
            {"date": "2026-03-20", "before": 0, "after": 1},
            {"date": "2026-03-23", "before": 0, "after": 1},
        ],
        "moved": [BO | {"to": "2026-03-20"}, CY | {"to": "2026-03-23"}],
        "promises": [SAKURA | {"promise": "UID"}],
        "action": None,
    }
    assert [lead["name"] for lead in behind.ok("today", "--json").json["overdue"]] == [
        "Sakura Tanaka",
        "Bo Ek",
        "Cy Ng",
    ]
    done = behind.ok("reschedule", "--json").json
    assert without_uids(done) | {"action": None} == dry | {"dry_run": False}
    assert [*done["action"]] == ["uid", "verb", "title"]
    assert [lead["name"] for lead in behind.ok("today", "--json").json["overdue"]] == ["Sakura Tanaka"]
    assert behind.ok("undo").out == "undone: rescheduled 2 leads\n"
    assert [lead["name"] for lead in behind.ok("today", "--json").json["overdue"]] == [
        "Sakura Tanaka",
        "Bo Ek",
        "Cy Ng",
    ]


def test_rescheduling_says_how_full_the_days_become_and_which_promises_stay(behind: Shell) -> None:
    said = behind.ok("reschedule")
    assert said.lines == [
        "2 plans have a new day, 15 a day at most:",
        "  Fri 20 Mar    0 -> 1",
        "  Mon 23 Mar    0 -> 1",
        "promises stay where they are; only a talk moves one:",
        "  P Fri 13 Mar  Sakura Tanaka, Nihon Denki",
    ]
    assert said.err == "`fuyu undo` undoes all of it\n"
    assert behind.ok("reschedule", "--plain").lines == ["promised\t1\t2026-03-13\tSakura Tanaka\t\t"]
    assert behind.ok("reschedule").lines[0] == "no plan is overdue"


def test_away_moves_plans_and_lists_the_promises_with_how_to_reach_them(fuyu: Shell) -> None:
    fuyu.ok("add", "Ann Lee", "--next", "2026-03-24")
    reach = ("--phone", "+44 1", "--email", "dana@acme.example")
    fuyu.ok("add", "Dana Roe", "--company", "Acme", "--next", "2026-03-25T10:00", "--promise", *reach)
    dry = fuyu.ok("away", "mon", "-", "fri", "--reason", "the fair", "--dry-run", "--json").json
    ann = planned(ANN, id=1, company="", due="2026-03-24", time=None)
    dana = promised(ANN, name="Dana Roe", due="2026-03-25", time="10:00") | {"promise": "UID"}
    assert without_uids(dry) == {
        "version": 2,
        "dry_run": True,
        "away": {"number": None, "first": "2026-03-23", "last": "2026-03-27", "reason": "the fair"},
        "moved": [ann | {"to": "2026-03-30"}],
        "promises": [dana | {"phones": ["+44 1"], "emails": ["dana@acme.example"]}],
        "action": None,
    }
    assert fuyu.ok("away", "--json").json == {"version": 2, "away": []}
    said = fuyu.ok("away", "mon - fri", "--reason", "the fair")
    assert said.lines == [
        "away 23-27 Mar: the fair; nobody is proposed for these days",
        "1 plan is moved to Mon 30 Mar: 1",
        "promises of these days cannot be moved; tell them before:",
        "  P Wed 25 Mar 10:00  Dana Roe, Acme  +44 1  dana@acme.example",
    ]
    listed = {"number": 1, "first": "2026-03-23", "last": "2026-03-27", "reason": "the fair"}
    assert fuyu.ok("away", "--json").json == {"version": 2, "away": [listed]}
    assert fuyu.ok("away").lines == ["   1  23-27 Mar          the fair"]
    assert fuyu.ok("away", "--plain").lines == ["1\t2026-03-23\t2026-03-27\tthe fair"]


def test_away_keeps_proposals_off_those_days(fuyu: Shell) -> None:
    fuyu.ok("add", "Ann Lee")
    fuyu.ok("away", "tomorrow", "-", "fri")
    assert fuyu.ok("log", "ann", "no_answer").out == "no answer, Ann Lee; next Mon 23 Mar\n"


def test_away_is_forgotten_by_its_number_and_by_undo(fuyu: Shell) -> None:
    fuyu.ok("away", "3-10 aug")
    fuyu.ok("away", "2026-09-01..2026-09-02")
    assert fuyu.ok("away", "--back", "1").out == "no longer away 3-10 Aug\n"
    assert fuyu.ok("away", "--plain").lines == ["2\t2026-09-01\t2026-09-02\t"]
    fuyu.ok("undo")
    assert len(fuyu.ok("away", "--plain").lines) == 2
    nobody = fuyu("away", "--back", "7")
    assert (nobody.code, nobody.err) == (1, "fuyu: no days away have the number 7; `fuyu away` lists them\n")


@pytest.mark.parametrize(
    ("phrase", "sentence"),
    [
        (("10-3", "aug"), "That ends before it begins: Mon 10 Aug 2026 to Mon 3 Aug 2026. (2026-08-03 to"),
        (("2", "weeks"), "From when? Write the first day, too. (today - 2 weeks?)"),
        (("tomorow",), "“tomorow” is no word for a day that fuyu knows. (tomorrow?)"),
        (("3-10 aug", "--back", "1"), "--back forgets days away by their number; leave everything else out"),
    ],
)
def test_what_is_no_days_is_refused_and_changes_nothing(fuyu: Shell, phrase: tuple[str, ...], sentence: str) -> None:
    said = fuyu("away", *phrase)
    assert said.code == 2
    assert sentence in said.err
    assert not fuyu.book.exists()


def test_the_morning_says_promises_load_and_whose_day_it_is(morning: Shell) -> None:
    assert without_uids(morning.ok("morning", "--json").json) == {
        "version": 2,
        "date": "2026-03-18",
        "overdue": 1,
        "today": 2,
        "done": 1,
        "unscheduled": 1,
        "per_day": 15,
        "pace": {"needs": 2, "gets": 15, "too_slow": False},
        "promises": [SAKURA | {"promise": "UID"}],
        "near": [],
        "drafts": [],
        "messages": [],
        "first": SAKURA,
        "avoided": [],
    }
    assert morning.ok("morning").lines == [
        "Wednesday 18 March: 3 of 15 for today, 0 of them late plans; 1 unscheduled",
        "promised:",
        "  P Fri 13 Mar  Sakura Tanaka, Nihon Denki",
        "begins with Sakura Tanaka",
    ]


def test_the_evening_of_a_day(morning: Shell) -> None:
    morning.ok("log", "sakura", "talked", "--next", "2w")
    said = morning.ok("evening", "--json").json
    assert [*said] == [
        *("version", "date", "touches", "outcomes", "check_ins", "promises", "drafts", "next", "sentence"),
    ]
    assert said["outcomes"] == {"no_answer": 1, "talked": 1}
    assert (said["touches"], said["check_ins"], said["drafts"]) == (2, 0, [])
    assert said["promises"] == {"due": 0, "kept": 0, "late": 0, "open": 0}, "Sakura's was for last Friday"
    assert said["next"]["date"] == "2026-03-19"
    assert [lead["name"] for lead in said["next"]["leads"]] == ["Ann Lee", "Zoë O'Brien", "Li Wei"]
    assert morning.ok("evening").lines == [
        "Wednesday 18 March: 2 touches: 1 no answer, 1 talked",
        "nothing was promised for today",
        "Thu 19 Mar begins with Ann Lee, Zoë O'Brien, Li Wei",
        "",
        said["sentence"],
    ]


def test_the_evening_counts_promises_kept(fuyu: Shell) -> None:
    fuyu.ok("add", "Ann Lee", "--next", "today", "--promise")
    fuyu.ok("add", "Bo Ek", "--next", "today", "--promise")
    fuyu.ok("log", "ann", "talked")
    assert fuyu.ok("evening", "--json").json["promises"] == {"due": 2, "kept": 1, "late": 0, "open": 1}
    assert "promises: 1 of 2 kept" in fuyu.ok("evening").lines


def test_each_day_of_a_month_ends_with_a_sentence_of_its_own(fuyu: Shell) -> None:
    said = [
        fuyu.bare("evening", "--db", str(fuyu.book), "--at", f"2026-03-{day:02}T18:00", "--tz", "UTC").lines[-1]
        for day in range(1, 32)
    ]
    assert len(set(said)) == 31
    assert set(said) == set(sentences.every())
    again = fuyu.bare("evening", "--db", str(fuyu.book), "--at", "2026-03-01T07:00", "--tz", "UTC").lines[-1]
    assert again == said[0], "the same all day long"


@pytest.mark.parametrize("command", ["reschedule", "morning", "evening"])
def test_names_do_not_steer_the_terminal(fuyu: Shell, command: str) -> None:
    late = ("--db", str(fuyu.book), "--at", "2026-03-10T09:00", "--tz", "Europe/London")
    for kind in ((), ("--promise", "--next", "today")):
        fuyu.bare("add", "Eve \x1b]52;c;aGk=\x07[/]", *kind, *late)
    said = fuyu.ok(command, *NOW)
    assert not {"\x1b", "\x07"} & set(said.out)


def test_who_is_unscheduled_is_not_rescheduled(morning: Shell) -> None:
    assert str(NOBODY["name"]) not in morning.ok("reschedule", "--dry-run").out


def test_an_appointment_of_today_that_has_passed_is_late_in_every_answer(fuyu: Shell) -> None:
    for name, *options in (
        ("Plan", "--next", "today"),
        ("Kim", "--next", "today 10:30", "--promise"),
        ("Noon", "--next", "today 12:00", "--promise"),
    ):
        fuyu.ok("add", name, *options)

    def at(time: str, *command: str) -> Said:
        day = f"2026-03-18T{time}"
        return fuyu.bare(*command, "--db", str(fuyu.book), "--at", day, "--tz", "Europe/London")

    assert at("10:30", "count", "--format", "{overdue} {today}").out == "0 3\n"
    assert at("14:31", "count", "--format", "{overdue} {today}").out == "2 1\n"
    said = at("14:31", "today")
    assert said.lines[0] == "Wednesday 18 March 2026: 2 overdue, 1 today, 0 done, 0 unscheduled"
    assert [line.split()[1:6] for line in said.lines[3:5]] == [
        ["4", "h", "late", "P", "Kim"],
        ["2", "h", "late", "P", "Noon"],
    ]
    assert [line.split("\t")[0] for line in at("14:31", "today", "--plain").lines] == ["overdue", "overdue", "today"]
    assert [lead["name"] for lead in at("14:31", "today", "--json").json["overdue"]] == ["Kim", "Noon"]
    assert at("09:30", "morning").lines[-1] == "begins with Plan"
    assert at("10:20", "morning").lines[-1] == "begins with Kim"
    assert at("14:31", "morning", "--json").json["first"]["name"] == "Kim"


def test_a_pace_below_the_book_is_said_with_three_ways_out(fuyu: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """GIVEN so many leads that fifteen touches a day are not enough THEN the plan of the day says so."""
    for count, said in ((100, False), (60, True)):
        monkeypatch.setattr("sys.stdin", StringIO("\n".join(f"Lead {number:03}" for number in range(count))))
        fuyu.ok("add", "-", "--new")
        assert ("at your pace" in fuyu.ok("morning").out) is said
    said_of_it = fuyu.ok("morning").out
    assert "at your pace this book needs 32 a day; it gets 15" in said_of_it
    assert all(way in said_of_it for way in ("slower rhythm for cold", "fuyu snooze LEAD 3mo --why", "fuyu reschedule"))
    assert fuyu.ok("morning", "--json").json["pace"] == {"needs": 32, "gets": 15, "too_slow": True}

"""The commands as a person types them: what they do, what they say on which side, and how they end."""

from pathlib import Path

import pytest
from wcwidth import wcswidth

from fuyu.cli.arguments import CHANNELS
from fuyu.domain.step import Channel
from tests.cli.conftest import NOW, Shell
from tests.rows import mapped

COMMANDS = (
    *("today", "find", "show", "add", "log", "note", "promise", "done", "snooze", "undo", "redo", "edit", "join"),
    *("view", "company", "decide", "skip", "spread", "correct", "delete"),
    *("morning", "evening", "reschedule", "away", "count", "reopen"),
    *("backup", "check", "restore", "merge", "when", "keys", "theme", "demo"),
    *mapped("hostile"),
)


def test_today_for_people(morning: Shell) -> None:
    said = morning.ok("today")
    assert said.lines[0] == "Wednesday 18 March 2026: 1 overdue, 2 today, 1 done, 1 unscheduled"
    assert [line for line in said.lines if line and not line.startswith(" ")][1:] == [
        "Overdue",
        "Today",
        "Done",
        "Unscheduled",
    ]
    assert any("5 days late" in line and "Sakura Tanaka" in line and "P" in line for line in said.lines)
    assert said.err == ""


def test_a_line_about_a_lead_fits_a_usual_terminal_and_a_check_in_says_its_day(fuyu: Shell) -> None:
    fuyu.ok("add", "Wilhelmina Featherstonehaugh", "--company", "Featherstonehaugh & Sons", "--next", "today")
    fuyu.ok("log", "1", "left_message", "--channel", "voicemail", "--next", "today", "--note", "x")
    fuyu.ok("add", "Eve", "--next", "3 apr", "--about", "birthday @ 17 mar yearly")
    said = fuyu.ok("today").out
    (line,) = (line for line in said.splitlines() if "voicemail" in line)
    assert len(line) <= 80
    assert "     2  17 Mar          Eve" in said


def test_a_company_says_in_words_when_anybody_there_was_contacted_last(fuyu: Shell) -> None:
    fuyu.ok("add", "Eve", "--company", "Acme", "--next", "today")
    fuyu.ok("log", "eve", "talked", "--next", "fri")
    assert fuyu.ok("company", "acme").lines[1] == "last touch: Wed 18 Mar, call, talked, with Eve (1)"


def test_an_empty_book_says_how_to_begin(fuyu: Shell) -> None:
    assert "fuyu add" in fuyu.ok("today").out


def test_add_prints_only_the_new_id(fuyu: Shell) -> None:
    adding = ("add", "Ann Lee", "--company", "Acme", "--phone", "110", "--phone", "112", "--email", "a@b.example")
    said = fuyu.ok(*adding, "--temperature", "hot", "--next", "fri 2pm", "--why", "pricing", "--promise")
    assert (said.out, said.err) == ("1\n", "")
    lead = fuyu.ok("show", "1", "--json").json["lead"]
    assert (lead["due"], lead["time"], lead["promised"], lead["why"]) == ("2026-03-20", "14:00", True, "pricing")
    assert (lead["phones"], lead["temperature"]) == (["110", "112"], "hot")


def test_add_takes_how_often_what_matters_and_the_zone_in_words(
    fuyu: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("[cadences.gentle]\nrhythm = { warm = 60 }\n")
    monkeypatch.setenv("FUYU_CONFIG", str(settings))
    facts = ("--about", "birthday @ 3 jul yearly", "--about", "exam @ 14 may", "--about", "tea")
    fuyu.ok("add", "Ann Lee", "--every", "gentle, every 6 weeks", *facts, "--phone", "+81 3 1234 5678")
    shown = fuyu.ok("show", "1").out
    assert "  rhythm      gentle, every 6 weeks\n" in shown
    assert "  about       birthday @ 3 jul yearly; exam @ 14 may; tea\n" in shown
    assert "  zone        Asia/Tokyo\n" in shown
    settings.unlink()
    assert "gentle, every 6 weeks (no cadence of that name is set)" in fuyu.ok("show", "1").out


def test_a_zone_that_is_named_goes_before_that_of_the_number(fuyu: Shell) -> None:
    fuyu.ok("add", "Ann Lee", "--phone", "+81 3 1234 5678", "--zone", "Europe/London")
    assert "  zone        Europe/London\n" in fuyu.ok("show", "1").out


def test_log_takes_a_part_of_a_name_and_says_what_is_next(morning: Shell) -> None:
    said = morning.ok(
        "log", "o'bri", "talked", "--note", "in April", "--next", "fri", "--promise", "--quote", "Friday!"
    )
    assert said.out == "talked, Zoë O'Brien; promised Fri 20 Mar\n"
    shown = morning.ok("show", "3")
    assert "  promised    Fri 20 Mar, call [" in shown.out
    assert "  said        Friday!" in shown.out
    assert "  Wed 18 Mar  call talked\n    in April" in shown.out


def test_log_proposes_the_day_and_takes_words_for_the_outcome(morning: Shell) -> None:
    assert morning.ok("log", "ann", "No Answer").out == "no answer, Ann Lee; next Thu 19 Mar\n"
    assert morning.ok("log", "zoe", "won").out == "won, Zoë O'Brien; next Wed 1 Apr\n"
    assert (
        morning.ok("log", "sakura", "talked", "--lost").out
        == "talked, Sakura Tanaka; no next step; promise of Fri 13 Mar late\n"
    )


def test_snooze_takes_words_without_quotes(morning: Shell) -> None:
    assert "to Fri 20 Mar 14:00" in morning.ok("snooze", "ann", "fri", "2pm").out


def test_undo_and_redo_go_back_and_forth_over_restarts(morning: Shell) -> None:
    morning.ok("snooze", "ann", "2w")
    assert morning.ok("undo").out == "undone: snoozed Ann Lee to Wed 1 Apr\n"
    assert morning.ok("show", "ann", "--json").json["lead"]["due"] == "2026-03-18"
    assert morning.ok("redo").out == "redone: snoozed Ann Lee to Wed 1 Apr\n"
    assert morning.ok("show", "ann", "--json").json["lead"]["due"] == "2026-04-01"


def test_find_forgives_typos_and_looks_into_notes(morning: Shell) -> None:
    morning.ok("note", "li wei", "wants a giraffe")
    assert "Sakura Tanaka" in morning.ok("find", "sakuro").out
    assert "Li Wei" in morning.ok("find", "giraffe").out


def test_a_time_stands_alone_only_where_it_is_today(morning: Shell) -> None:
    assert morning.ok("find", "ann").lines[0].split()[1] == "16:00"
    morning.ok("snooze", "ann", "fri 2pm")
    assert morning.ok("find", "ann").lines[0].split()[1:3] == ["20", "Mar"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("find", "xyzzy"), 1, "nobody is called so"),
        (("show", "99"), 1, "no lead has the id 99"),
        (("show", "sakuro"), 1, "near: Sakura Tanaka (1)"),
        (("show", "e"), 1, "several leads are called “e”"),
        (("snooze", "ann", "tomorow"), 2, "(tomorrow?)"),
        (("snooze", "ann", "yesterday"), 2, "fuyu: That is behind us; a next step lies ahead."),
        (("log", "ann", "talkd"), 2, "did you mean talked?"),
        (("log", "ann", "xyzzy"), 2, "choose talked, no_answer, left_message"),
        (("log", "ann", "talked", "--next", "2/11"), 2, "fuyu: Mon 2 Nov 2026 or Thu 11 Feb 2027?"),
        (("log", "ann", "talked", "--channel", "cal"), 2, "call"),
        (("add", "Bo", "--temperature", "boiling"), 2, "hot"),
        (("add", "Bo", "--next", "3"), 2, "fuyu: 3 what?"),
        (("add", "Bo", "--zone", "Mars/Base"), 2, "Europe/London"),
        (("add", "Bo", "--zone", "tokio"), 2, "did you mean Asia/Tokyo?"),
        (("add", "Bo", "--every", "6 weks"), 2, "fuyu: “6 weks” is no rhythm"),
        (("add", "Bo", "--every", "gentel"), 2, "is no rhythm"),
        (("add", "Bo", "--about", "birthday @ 3 jly yearly"), 2, "(birthday @ 3 july yearly?)"),
        (("add", "-", "--every", "6w"), 2, "options go with a NAME"),
        (("add", "   "), 2, "a lead needs a name"),
        (("note", "ann", ""), 2, "nothing written"),
        (("tody",), 2, "today"),
        (("today", "--yaml"), 2, "--yaml"),
        ((), 2, "fuyu today"),
        (("demo",), 2, "fuyu today"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_what_cannot_be_done_is_said_on_stderr_with_what_is_near(
    morning: Shell, arguments: tuple[str, ...], code: int, words: str
) -> None:
    before = morning.ok("today", "--json").out
    said = morning(*arguments)
    assert (said.code, said.out) == (code, "")
    assert words in said.err
    assert "Traceback" not in said.err
    assert morning.ok("today", "--json").out == before, "nothing was changed"


@pytest.mark.parametrize("command", ["undo", "redo"])
def test_nothing_to_undo_is_not_found(fuyu: Shell, command: str) -> None:
    said = fuyu(command)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("fuyu: ")


def test_who_is_no_longer_followed_up_is_not_snoozed(morning: Shell) -> None:
    morning.ok("log", "ann", "do_not_contact")
    said = morning("snooze", "ann", "2w")
    assert (said.code, said.err) == (2, "fuyu: Ann Lee is no longer followed up: do not contact\n")


@pytest.mark.parametrize(("phrase", "answer"), [("tomorrow", "2026-03-19"), ("fri 2pm", "2026-03-20T14:00")])
def test_when_prints_the_resolved_day(fuyu: Shell, phrase: str, answer: str) -> None:
    said = fuyu.bare("when", *phrase.split(), *NOW)
    assert (said.code, said.out, said.err) == (0, answer + "\n", "")


@pytest.mark.parametrize(
    ("phrase", "code"),
    [("", "empty"), ("tomorow", "unknown"), ("31 feb", "invalid"), ("yesterday", "past"), ("3", "ambiguous")],
)
def test_when_says_why_not_in_a_sentence_and_in_json_with_its_code(fuyu: Shell, phrase: str, code: str) -> None:
    said = fuyu.bare("when", phrase, *NOW)
    assert (said.code, said.out) == (2, "")
    told = fuyu.bare("when", phrase, "--json", *NOW)
    problem = told.json["problem"]
    assert (told.code, problem["code"], told.err) == (2, code, said.err)
    near = f" ({problem['suggestion']}?)" if problem["suggestion"] else ""
    like = "" if near or code in {"empty", "ambiguous"} else " Write it like fri 2pm, 2w or 27 mar."
    assert said.err == f"fuyu: {problem['sentence']}{near}{like}\n"
    assert said.err.count("\n") == 1


def test_options_stand_before_or_after_the_command(morning: Shell) -> None:
    at_book = ("--db", str(morning.book), *NOW)
    after = morning.bare("today", "--json", *at_book)
    assert after.json["overdue"]
    assert morning.bare("--json", *at_book, "today") == after
    assert morning.bare("--db", str(morning.book), "today", "--json", *NOW) == after
    assert morning.bare("--db", "/nowhere/at/all.json", "today", *at_book, "--json") == after, "the later one counts"


def test_the_surroundings_name_book_time_and_zone(morning: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = morning.ok("today", "--json")
    monkeypatch.setenv("FUYU_DB", str(morning.book))
    monkeypatch.setenv("FUYU_NOW", "2026-03-18T09:30")
    monkeypatch.setenv("FUYU_TZ", "Europe/London")
    assert morning.bare("today", "--json") == expected
    assert morning.bare("today", "--json", "--at", "2026-03-19T09:30").json["date"] == "2026-03-19", "options win"
    assert morning.bare("when", "9am", "--tz", "Asia/Tokyo").out == "2026-03-19T09:00\n"


@pytest.mark.parametrize("option", [("--at", "soon"), ("--tz", "Mars/Base"), ("--tz", "../../etc/passwd")])
def test_a_time_or_zone_that_is_none_is_refused_with_an_example(fuyu: Shell, option: tuple[str, str]) -> None:
    said = fuyu.bare("today", "--db", str(fuyu.book), *option)
    assert said.code == 2
    assert ("2026-03-18T09:30" if option[0] == "--at" else "Europe/London") in said.err


def test_keys_are_the_registry(fuyu: Shell) -> None:
    assert "Log a touch: the outcome and the next date." in fuyu.bare("keys").out
    assert fuyu.bare("keys", "--markdown").lines[0] == "## Moving around"


def test_version(fuyu: Shell) -> None:
    said = fuyu.bare("--version")
    assert said.code == 0
    assert said.out.startswith("fuyu ")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_explains_every_argument_in_80_columns(fuyu: Shell, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    said = fuyu.bare(command, "--help")
    assert (said.code, said.err) == (0, "")
    assert all(len(line) <= 80 for line in said.lines)
    summary = said.out.split("\n\n")[1]
    assert summary.endswith(".")
    assert summary.replace("\n", " ") in " ".join(fuyu.bare("--help").out.split())
    explained = said.out.partition("arguments:")[2] or said.out.partition("options:")[2]
    for line, below in zip(explained.splitlines(), [*explained.splitlines()[1:], ""], strict=True):
        is_argument = line.startswith("  ") and line[2] != " "
        assert not is_argument or "  " in line.strip() or below.startswith("      "), f"no words for {line}"


def test_a_place_alone_opens_the_dashboard_and_no_command_is_taken_for_a_place(fuyu: Shell) -> None:
    ended = fuyu("--at", "2026-03-18T09:30", "--tz", "Europe/London")
    assert "needs a terminal" in ended.err
    for words in (("tody",), ("--tz", "Europe/London", "tody")):
        ended = fuyu(*words)
        assert ended.code == 2
        assert "today" in ended.err, "the commands there are"


def test_help_names_every_command(fuyu: Shell) -> None:
    said = fuyu.bare("--help").out
    assert all(f"\n  {command} " in said for command in COMMANDS)
    assert said == fuyu.bare("--help", "today").out, "whatever stands beside it"


def test_every_channel_can_be_named() -> None:
    assert tuple(Channel) == CHANNELS


def test_a_touch_past_those_a_yes_takes_offers_to_end_or_to_park(fuyu: Shell) -> None:
    fuyu.ok("add", "Bo Diaz", "--next", "today")
    said = [fuyu.ok("log", "1", "no_answer").err for _ in range(8)]
    assert said[:6] == [""] * 6
    assert "the next touch is number 8, and a yes usually takes 7: end it" in said[6]
    assert "snooze LEAD 3mo --why" in said[7]
    assert fuyu.ok("log", "1", "talked").err == ""


def test_a_date_brought_forward_asks_for_no_decision(fuyu: Shell) -> None:
    fuyu.ok("add", "Bo Diaz", "--next", "today")
    for phrase in ("fri", "mon"):
        fuyu.ok("snooze", "1", phrase)
    forward = fuyu.ok("snooze", "1", "tomorrow")
    assert (forward.err, forward.out.startswith("moved Bo Diaz")) == ("", True)
    assert "asks for a decision: fuyu decide 1, with call, " in fuyu.ok("snooze", "1", "tue").err


@pytest.mark.parametrize(
    ("name", "company"),
    [
        ("สมชาย ใจดี", "บริษัท"),
        ("김민수", "무역"),
        ("क्षत्रिय", "कंपनी"),
        ("Family 👨‍👩‍👧‍👦", "🇩🇪 Club"),
        ("Zoe\u0308 Lee", "e\u0301"),
        ("山田太郎のとても長い名前がここにあります", "会社"),
        ("שָׁלוֹם", "חֶבְרָה"),
    ],
)
def test_columns_are_straight_in_every_script(fuyu: Shell, name: str, company: str) -> None:
    fuyu.ok("add", name, "--company", company)
    fuyu.ok("add", "Plain", "--company", "Plain")
    shown, plain = fuyu.ok("find", "").lines
    assert wcswidth(shown.partition("call")[0]) == wcswidth(plain.partition("call")[0])
    assert wcswidth(shown.partition(company)[0]) == plain.index("Plain", plain.index("Plain") + 1)

"""Touches by commands: when they took place, what comes after a yes and a no, and their words and clocks."""

import io

import pytest

from tests.cli.conftest import Shell, a_copy


def lead(fuyu: Shell, name: str = "ann") -> dict[str, object]:
    found = fuyu.ok("show", name, "--json").json["lead"]
    assert isinstance(found, dict)
    return found


@pytest.fixture
def ann(fuyu: Shell) -> Shell:
    fuyu.ok("add", "Ann Lee", "--zone", "Asia/Tokyo")
    return fuyu


def test_log_what_happened_yesterday(ann: Shell) -> None:
    ann.ok("log", "ann", "talked", "--when", "yesterday 15:00", "--note", "budget is in")
    (touch,) = ann.ok("show", "ann", "--json").json["history"]
    assert touch["at"].startswith("2026-03-17T15:00")
    assert "1 done" not in ann.ok("today").out
    assert lead(ann)["due"] == "2026-03-24"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("tomorrow", "2026-03-19 is still to come: say when it was"),
        ("15:00", "Wed 18 Mar 2026 15:00 is still to come: say when it was"),
        ("in 2h", "2026-03-18T11:30 is still to come: say when it was"),
        ("20 mar", "The last one was on Thu 20 Mar 2025: write the year"),
    ],
)
def test_a_touch_to_come_is_refused(ann: Shell, words: str, said: str) -> None:
    answer = ann("log", "ann", "talked", "--when", words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"fuyu: {said}")
    assert lead(ann)["touches"] == 0


def test_won_keeps_a_next_step(ann: Shell) -> None:
    assert "next Thu 18 Jun" in ann.ok("log", "ann", "won", "--next", "3mo").out
    assert (lead(ann)["status"], lead(ann)["due"]) == ("won", "2026-06-18")
    assert "0 unscheduled" in ann.ok("check").out


def test_won_without_a_date_proposes_whether_all_is_well(ann: Shell) -> None:
    ann.ok("log", "ann", "won")
    assert (lead(ann)["due"], lead(ann)["why"]) == ("2026-04-01", "is all well?")


def test_won_without_a_next_step(ann: Shell) -> None:
    assert "no next step" in ann.ok("log", "ann", "won", "--no-next").out
    assert lead(ann)["due"] is None
    assert ann("log", "ann", "won", "--no-next", "--next", "fri").code == 2
    assert "0 unscheduled" in ann.ok("check").out


def test_a_customer_due_is_in_every_list(ann: Shell) -> None:
    ann.ok("log", "ann", "won", "--next", "today")
    assert [row["name"] for row in ann.ok("today", "--json").json["today"]] == ["Ann Lee"]
    assert ann.ok("count").out == "0! 1*\n"


def test_a_customer_with_a_next_step_is_merged_as_one(ann: Shell) -> None:
    ann.ok("log", "ann", "won", "--next", "fri")
    copy = a_copy(ann, "copy.json")
    third = Shell(ann.book.parent / "third.json", ann._capsys)
    third.ok("add", "Zoe")
    third.ok("merge", str(copy))
    assert (lead(third)["status"], lead(third)["due"]) == ("won", "2026-03-20")


def test_a_talk_with_a_customer_keeps_them_one_and_reopen_is_its_own_act(ann: Shell) -> None:
    ann.ok("log", "ann", "won")
    ann.ok("log", "ann", "talked")
    assert lead(ann)["status"] == "won"
    ann.ok("reopen", "ann", "--next", "fri", "--why", "a second order")
    assert (lead(ann)["status"], lead(ann)["due"], lead(ann)["why"]) == ("open", "2026-03-20", "a second order")
    said = ann("reopen", "ann")
    assert (said.code, said.err) == (2, "fuyu: Ann Lee is open already; `fuyu snooze 1 PHRASE` sets another day\n")


@pytest.mark.parametrize(
    "options",
    [
        ("talked", "--lost", "--next", "fri"),
        ("talked", "--lost", "--promise"),
        ("talked", "--lost", "--quote", "after easter"),
        ("do_not_contact", "--next", "fri"),
        ("do_not_contact", "--promise"),
        ("do_not_contact", "--lost"),
        ("talked", "--promise"),
        ("won", "--check-in"),
        ("not_now", "--check-in"),
        ("wrong_contact", "--check-in"),
        ("talked", "--check-in", "--next", "fri"),
        ("won", "--lost"),
    ],
)
def test_a_lost_lead_has_no_next_step(ann: Shell, options: tuple[str, ...]) -> None:
    before = ann.ok("show", "ann").out
    said = ann("log", "ann", *options)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("fuyu: ")
    assert ann.ok("show", "ann").out == before


def test_lost_early_is_said_with_the_way_back(ann: Shell) -> None:
    said = ann.ok("log", "ann", "talked", "--lost")
    assert "lost at touch 1; most yeses come at touch 3 to 7: `fuyu reopen 1 --next 3mo`" in said.err
    ann.ok("reopen", "1", "--next", "3mo")
    assert (lead(ann)["status"], lead(ann)["due"]) == ("open", "2026-06-18")
    ann.ok("log", "ann", "no_answer")
    assert ann.ok("log", "ann", "no_answer", "--lost").err == ""


def test_a_yes_gives_the_referrer_a_check_in(ann: Shell) -> None:
    ann.ok("add", "Bo Diaz", "--referred-by", "ann")
    assert "check in with Ann Lee, who referred them" in ann.ok("log", "bo", "won").out
    assert "Bo Diaz said yes: thank them" in ann.ok("show", "ann").out
    ann.ok("undo")
    assert "said yes" not in ann.ok("show", "ann").out


def test_not_now_after_the_trade_fair(ann: Shell) -> None:
    ann.ok("log", "ann", "not_now", "--next", "after the trade fair in april")
    assert lead(ann)["due"] == "2026-04-01"
    assert "after the trade fair in april" in ann.ok("show", "ann").out
    assert ann("log", "ann", "talked", "--next", "after the trade fair in april").code == 2


def test_a_time_on_their_clock_is_told_on_both(ann: Shell) -> None:
    assert (
        "next Fri 20 Mar 00:00 (09:00 in Tokyo)" in ann.ok("log", "ann", "talked", "--next", "fri 9am their time").out
    )
    assert "(10:00 in Tokyo)" in ann.ok("snooze", "ann", "mon", "10:00", "in", "Tokyo").out
    assert ann.ok("when", "thu 10:00 in Tokyo").out == "2026-03-19T01:00 (10:00 in Tokyo)\n"
    assert (lead(ann)["due"], lead(ann)["time"]) == ("2026-03-23", "01:00")


@pytest.mark.parametrize(
    ("known", "channel"),
    [
        ((), "call"),
        (("--phone", "+44 20 7946 0958", "--email", "b@x.example"), "call"),
        (("--email", "b@x.example"), "email"),
        (("--link", "linkedin.example/in/bo"), "social"),
        (("--email", "b@x.example", "--channel", "call"), "call"),
    ],
)
def test_whoever_is_added_is_reached_by_a_way_that_they_have(fuyu: Shell, known: tuple[str, ...], channel: str) -> None:
    fuyu.ok("add", "Bo", *known)
    assert fuyu.ok("show", "bo", "--json").json["lead"]["channel"] == channel


def test_a_line_and_who_is_back_are_reached_by_a_way_that_they_have(
    fuyu: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Bo bo@x.example\nCy cy@x.example call fri\n"))
    fuyu.ok("add", "-")
    assert [fuyu.ok("show", who, "--json").json["lead"]["channel"] for who in ("bo", "cy")] == ["email", "call"]
    fuyu.ok("log", "bo", "talked", "--lost")
    fuyu.ok("reopen", "bo", "--next", "fri")
    assert fuyu.ok("show", "bo", "--json").json["lead"]["channel"] == "email"

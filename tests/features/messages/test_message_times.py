"""Messages at a set time: never before it, not long after it, and only while they are true."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Said, Shell
from tests.features.messages.postbox import Postbox, breaks_off, postbox

pytestmark = pytest.mark.slow


class Week:
    """A week with one book: each command at a time of it."""

    def __init__(self, fuyu: Shell) -> None:
        self._fuyu = fuyu

    def __call__(self, at: str, *arguments: str, zone: str = "Europe/London") -> Said:
        """Run a command at a time; Wednesday is 18 March."""
        day, time = at.split(" ")
        date = {"tue": 17, "wed": 18, "thu": 19, "fri": 20, "sat": 21, "mon": 23}[day]
        clock = ("--at", f"2026-03-{date}T{time}", "--tz", zone)
        return self._fuyu.bare(*arguments, "--db", str(self._fuyu.book), *clock)

    def ok(self, at: str, *arguments: str, **zone: str) -> Said:
        """Run a command that must succeed."""
        said = self(at, *arguments, **zone)
        assert said.code == 0, said
        return said

    def message(self, at: str) -> dict[str, Any]:
        """Return the only message there is, as JSON has it."""
        (found,) = self.ok(at, "messages", "--all", "--json").json["messages"]
        assert isinstance(found, dict)
        return found

    def lead(self, at: str) -> dict[str, Any]:
        """Return the lead, as JSON has her."""
        lead = self.ok(at, "show", "ana", "--json").json["lead"]
        assert isinstance(lead, dict)
        return lead


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    """Run a mail server that the settings name."""
    with postbox() as (box, port):
        path = tmp_path / "config.toml"
        path.write_text(f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nfrom = "me@here.example"\n')
        monkeypatch.setenv("FUYU_CONFIG", str(path))
        yield box


@pytest.fixture
def week(fuyu: Shell) -> Week:
    """Return a week that begins with Ana, who is due on Wednesday."""
    week = Week(fuyu)
    week.ok("wed 09:00", "add", "Ana Horvat", "--email", "ana@adria.example", "--why", "pricing")
    return week


def write(week: Week, *more: str, on: str = "fri 9am") -> Said:
    """Write to Ana on Wednesday morning, for Friday."""
    letter = ("--subject", "The quote", "--text", "Did you see my mail?", "--reviewed")
    return week.ok("wed 09:30", "message", "ana", *letter, "--on", on, *more)


def test_a_mail_for_friday_at_nine_does_not_go_at_five_past_midnight(week: Week, box: Postbox) -> None:
    assert write(week).lines[-1] == "queued for Ana Horvat: fuyu send sends it Fri 20 Mar 09:00"
    assert week.ok("fri 00:05", "send").out == ""
    assert week.ok("fri 08:59", "send").out == ""
    assert box.taken == []
    assert week.ok("fri 09:00", "send").out == "sent to Ana Horvat\n"
    assert len(box.taken) == 1


def test_the_nine_of_a_mail_is_nine_in_the_zone_it_was_said_in(week: Week, box: Postbox) -> None:
    write(week)
    week.ok("fri 04:59", "send", zone="America/New_York")
    assert box.taken == []
    week.ok("fri 05:00", "send", zone="America/New_York")
    assert len(box.taken) == 1


def test_nine_in_tokyo_is_midnight_here(week: Week, box: Postbox) -> None:
    said = write(week, on="fri 9am in tokyo")
    assert said.lines[-1] == "queued for Ana Horvat: fuyu send sends it Fri 20 Mar 00:00 (09:00 in Tokyo)"
    week.ok("thu 23:59", "send")
    assert box.taken == []
    week.ok("fri 00:00", "send")
    assert len(box.taken) == 1


def test_their_time_is_the_time_where_they_are(week: Week) -> None:
    week.ok("wed 09:00", "add", "Sakura Tanaka", "--email", "sakura@denki.example", "--phone", "+81 3 1234 5678")
    week.ok("wed 09:30", "message", "sakura", "--text", "Hello.", "--reviewed", "--on", "fri 9am their time")
    found = week.message("wed 10:00")
    assert (found["day"], found["time"], found["zone"]) == ("2026-03-20", "09:00", "Asia/Tokyo")


def test_a_mail_for_a_day_goes_from_its_morning_on_and_says_so(week: Week, box: Postbox) -> None:
    assert write(week, on="fri").lines[-1] == "queued for Ana Horvat: fuyu send sends it Fri 20 Mar from 08:00"
    week.ok("fri 07:59", "send")
    assert box.taken == []
    week.ok("fri 08:00", "send")
    assert len(box.taken) == 1


def test_the_morning_is_the_one_of_the_settings(week: Week, box: Postbox, tmp_path: Path) -> None:
    settings = tmp_path / "config.toml"
    settings.write_text(f'{settings.read_text()}[dates]\nmorning = "06:30"\n')
    assert write(week, on="fri").lines[-1].endswith("Fri 20 Mar from 06:30")
    week.ok("fri 06:30", "send")
    assert len(box.taken) == 1


def test_a_mail_whose_time_is_more_than_a_day_ago_is_held(week: Week, box: Postbox) -> None:
    write(week)
    said = week("mon 09:00", "send")
    assert (said.code, said.out, box.taken) == (3, "", [])
    assert "message 1 does not go: it was for Fri 20 Mar 09:00, more than a day ago: send, change or drop" in said.err
    assert week.message("mon 09:00")["state"] == "needs_review"
    assert week.ok("mon 09:05", "send", "--anyway", "1").out == "sent to Ana Horvat\n"
    assert len(box.taken) == 1


def test_a_mail_that_is_up_to_a_day_late_goes(week: Week, box: Postbox) -> None:
    write(week)
    week.ok("sat 09:00", "send")
    assert len(box.taken) == 1


NAMED = {
    "a subject": (("--subject", "Our offer"), {"subject": "Our offer"}),
    "no subject": (("--subject", ""), {"subject": ""}),
    "a text": (("--text", "Here it is."), {"text": "Here it is."}),
    "an address": (("--to", "horvat@adria.example"), {"to": "horvat@adria.example"}),
    "another time": (("--on", "thu 4pm"), {"day": "2026-03-19", "time": "16:00", "zone": "Europe/London"}),
    "a day alone": (("--on", "thu"), {"day": "2026-03-19", "time": None, "zone": ""}),
    "nothing": ((), {}),
}


@pytest.mark.parametrize(("named", "changed"), NAMED.values(), ids=NAMED)
def test_of_a_mail_that_waits_only_what_is_named_changes(
    week: Week, named: tuple[str, ...], changed: dict[str, Any]
) -> None:
    write(week, on="fri 9am in tokyo")
    before = week.message("wed 10:00")
    assert (before["time"], before["zone"]) == ("09:00", "Asia/Tokyo")
    week.ok("wed 10:00", "message", "ana", *named, "--reviewed")
    assert week.message("wed 10:00") == before | changed


@pytest.mark.parametrize("titled", [True, False])
def test_a_template_without_a_subject_leaves_the_one_there_is(week: Week, tmp_path: Path, *, titled: bool) -> None:
    folder = tmp_path / "messages"
    folder.mkdir()
    (folder / "hello.txt").write_text(f"{'Subject: From it' if titled else ''}\n\nHello {{first_name}}.\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FUYU_CONFIG", str(tmp_path / "config.toml"))
        write(week)
        week.ok("wed 10:00", "message", "ana", "--template", "hello", "--reviewed")
    found = week.message("wed 10:00")
    assert (found["subject"], found["text"]) == ("From it" if titled else "The quote", "Hello Ana.")
    assert found["time"] == "09:00"


@pytest.mark.parametrize("named", [("--on", "thu"), ("--subject", "Hello"), ()])
def test_a_mail_that_says_nothing_is_refused(week: Week, named: tuple[str, ...]) -> None:
    said = week("wed 09:30", "message", "ana", *named)
    assert (said.code, said.out) == (2, "")
    assert said.err == "fuyu: the message says nothing yet: --text or --template says what\n"
    assert week.ok("wed 09:30", "messages", "--all").out == ""


def test_a_mail_of_last_week_keeps_its_time_when_it_is_changed_and_goes_at_once(week: Week, box: Postbox) -> None:
    write(week)
    week.ok("mon 09:00", "message", "ana", "--subject", "Again", "--reviewed")
    assert week.message("mon 09:00")["time"] == "09:00"
    assert week.ok("mon 09:00", "send").out == "sent to Ana Horvat\n"
    assert len(box.taken) == 1


def test_a_task_of_mine_holds_no_mail(week: Week, box: Postbox) -> None:
    write(week)
    week.ok("thu 15:00", "promise", "ana", "1 jun", "--task", "--why", "send the plans")
    assert week.ok("fri 09:00", "send").out == "sent to Ana Horvat\n"
    assert len(box.taken) == 1


SINCE = {
    "they replied": (("log", "ana", "replied"), "replied"),
    "they said not now": (("log", "ana", "not_now", "--next", "1 jun"), "said not now"),
    "you talked": (("log", "ana", "talked"), "talked with you"),
    "you talked and agreed a date": (
        ("log", "ana", "talked", "--next", "1 jun", "--promise"),
        "talked with you and agreed Mon 1 Jun",
    ),
    "a date was agreed": (("promise", "ana", "1 jun"), "agreed Mon 1 Jun"),
    "won": (("log", "ana", "won"), "said yes"),
    "lost in a talk": (("log", "ana", "talked", "--lost"), "talked with you and was marked lost"),
    "lost after a call in vain": (("log", "ana", "no_answer", "--lost"), "was marked lost"),
    "an answer to a check-in": (("log", "ana", "talked", "--check-in"), "talked with you"),
}


@pytest.mark.parametrize(("done", "words"), SINCE.values(), ids=SINCE)
def test_a_mail_is_held_when_since_it_was_written(week: Week, box: Postbox, done: tuple[str, ...], words: str) -> None:
    write(week)
    week.ok("thu 15:00", *done)
    reason = f"Ana Horvat {words} since you wrote this"
    ways = "(fuyu send --anyway 1, fuyu message 1 --show, fuyu message 1 --drop)"
    before = week.lead("thu 15:00")
    listed = week.ok("thu 16:00", "messages").out.split("\t")
    assert listed[2] == "needs review"
    assert listed[5] == f"{reason}: send, change or drop {ways}"
    said = week("fri 09:00", "send")
    assert (said.code, said.out, box.taken) == (3, "", [])
    assert said.err == f"message 1 does not go: {reason}: send, change or drop {ways}\n"
    found = week.message("fri 09:00")
    assert (found["state"], found["held"]) == ("needs_review", reason)
    assert week.lead("fri 09:00") | {"days_late": 0} == before | {"days_late": 0}, "nothing else changed"
    assert reason in week.ok("fri 09:00", "morning").out


@pytest.mark.parametrize("outcome", ["no_answer", "left_message", "no_show"])
def test_a_mail_goes_though_you_tried_in_vain_since(week: Week, box: Postbox, outcome: str) -> None:
    write(week)
    week.ok("thu 15:00", "log", "ana", outcome)
    week.ok("fri 09:00", "send")
    assert len(box.taken) == 1


def test_a_note_holds_no_mail(week: Week, box: Postbox) -> None:
    write(week)
    week.ok("thu 15:00", "note", "ana", "moved to Split")
    week.ok("fri 09:00", "send")
    assert len(box.taken) == 1


def test_a_reply_that_is_undone_holds_nothing(week: Week, box: Postbox) -> None:
    write(week)
    week.ok("thu 15:00", "log", "ana", "replied")
    week.ok("thu 15:01", "undo")
    week.ok("fri 09:00", "send")
    assert len(box.taken) == 1


def test_a_reply_that_is_logged_late_holds_a_mail_as_if_logged_in_time(week: Week, box: Postbox) -> None:
    write(week)
    week.ok("fri 08:00", "log", "ana", "replied", "--when", "yesterday 15:00")
    assert week("fri 09:00", "send").code == 3
    assert box.taken == []


def test_a_held_mail_goes_when_you_say_so_but_not_before_its_time(week: Week, box: Postbox) -> None:
    write(week)
    week.ok("thu 15:00", "log", "ana", "replied")
    said = week.ok("thu 16:00", "send", "--anyway", "1")
    assert said.out == "the message to Ana Horvat goes all the same, Fri 20 Mar 09:00\n"
    assert box.taken == []
    week.ok("fri 09:00", "send")
    assert len(box.taken) == 1


def test_what_they_say_after_you_said_so_holds_it_again(week: Week, box: Postbox) -> None:
    write(week)
    week.ok("thu 15:00", "log", "ana", "replied")
    week.ok("thu 16:00", "send", "--anyway", "1")
    week.ok("thu 17:00", "log", "ana", "not_now", "--next", "1 jun")
    assert "said not now" in week("fri 09:00", "send").err
    assert box.taken == []


def test_saying_so_is_undone_like_anything_else(week: Week, box: Postbox) -> None:
    write(week)
    week.ok("thu 15:00", "log", "ana", "replied")
    week.ok("thu 16:00", "send", "--anyway", "1")
    week.ok("thu 16:01", "undo")
    assert week.message("thu 16:02")["state"] == "needs_review"
    assert box.taken == []


def test_saying_so_sends_nothing_that_is_not_finished(week: Week, box: Postbox) -> None:
    write(week, "--text", "Hello {company}")
    week.ok("thu 15:00", "log", "ana", "replied")
    said = week("thu 16:00", "send", "--anyway", "1")
    assert (said.code, box.taken) == (2, [])
    assert "these are not filled in: {company}" in said.err
    assert week("thu 16:00", "send", "--anyway", "7").code == 1


def test_a_held_mail_goes_once_it_is_changed(week: Week, box: Postbox) -> None:
    write(week)
    week.ok("thu 15:00", "log", "ana", "replied")
    week.ok("thu 16:00", "message", "ana", "--text", "Thank you for your answer.", "--on", "fri 9am", "--reviewed")
    week.ok("fri 09:00", "send")
    ((_, text),) = box.taken
    assert b"Thank you for your answer." in text


def test_looking_at_a_held_mail_does_not_let_it_go(week: Week, box: Postbox) -> None:
    write(week)
    week.ok("thu 15:00", "log", "ana", "replied")
    shown = week.ok("thu 16:00", "message", "ana", "--show")
    assert "Did you see my mail?" in shown.out
    assert shown.lines[-1].startswith("held: Ana Horvat replied since you wrote this: send, change or drop (fuyu send")
    assert week("fri 09:00", "send").code == 3
    assert box.taken == []
    week.ok("fri 09:10", "message", "ana", "--show", "--reviewed")
    week.ok("fri 09:11", "send")
    assert len(box.taken) == 1


def test_only_the_time_of_a_mail_is_changed_where_only_that_is_said(week: Week) -> None:
    write(week)
    week.ok("thu 10:00", "message", "ana", "--on", "mon 10:00", "--reviewed")
    found = week.message("thu 10:00")
    assert (found["day"], found["time"], found["subject"]) == ("2026-03-23", "10:00", "The quote")
    assert found["text"] == "Did you see my mail?"


def test_a_held_mail_that_is_dropped_leaves_the_next_step_as_it_was_before(week: Week, box: Postbox) -> None:
    write(week)
    assert week.lead("wed 10:00")["why"] == "send: The quote"
    week.ok("thu 16:00", "message", "ana", "--drop")
    lead = week.lead("thu 16:00")
    assert (lead["due"], lead["time"], lead["why"], lead["channel"]) == ("2026-03-20", None, "pricing", "email")
    week.ok("thu 16:01", "undo")
    assert week.lead("thu 16:00")["why"] == "send: The quote"
    assert week.message("thu 16:00")["state"] == "queued"
    assert box.taken == []


def test_do_not_contact_drops_a_mail_and_undo_brings_both_back(week: Week, box: Postbox) -> None:
    write(week)
    said = week.ok("thu 15:00", "log", "ana", "do_not_contact")
    assert "; dropped the message to ana@adria.example" in said.out
    assert week.ok("thu 15:00", "messages", "--all", "--json").json["messages"] == []
    assert week.ok("fri 09:00", "send") == (0, "", "")
    week.ok("fri 09:01", "undo")
    assert (week.lead("fri 09:01")["status"], week.message("fri 09:01")["state"]) == ("open", "queued")
    week.ok("fri 09:02", "redo")
    assert week.ok("fri 09:03", "messages", "--all", "--json").json["messages"] == []
    assert box.taken == []


def test_sending_leaves_a_promise_as_it_is(week: Week, box: Postbox) -> None:
    week.ok("wed 09:10", "promise", "ana", "1 jun", "--why", "demo")
    write(week)
    before = week.lead("wed 10:00")["promises"]
    week.ok("fri 09:00", "send")
    assert week.lead("fri 09:00")["promises"] == before
    assert len(box.taken) == 1


def test_sending_leaves_a_date_that_was_agreed_later(week: Week, box: Postbox) -> None:
    write(week)
    week.ok("thu 15:00", "log", "ana", "talked", "--next", "1 jun", "--promise")
    week.ok("fri 09:00", "send", "--anyway", "1")
    lead = week.lead("fri 09:00")
    assert (lead["due"], lead["promised"], lead["plan"]) == ("2026-06-01", True, None)
    assert len(box.taken) == 1


@pytest.mark.parametrize(
    ("done", "why"),
    [
        (("snooze", "ana", "1 jun"), "pricing"),
        (("snooze", "ana", "1 jun", "--why", "after the fair"), "after the fair"),
        (("log", "ana", "no_answer", "--next", "1 jun"), None),
    ],
)
def test_sending_leaves_what_was_planned_since(
    week: Week, box: Postbox, done: tuple[str, ...], why: str | None
) -> None:
    write(week)
    week.ok("thu 15:00", *done)
    week.ok("fri 09:00", "send")
    lead = week.lead("fri 09:00")
    assert lead["due"] == "2026-06-01"
    assert why is None or lead["why"] == why
    assert len(box.taken) == 1


def test_sending_leaves_a_later_plan_that_stood_before_the_mail(week: Week, box: Postbox) -> None:
    week.ok("wed 09:10", "snooze", "ana", "1 jun", "--why", "after the budget")
    write(week)
    assert week.lead("wed 10:00")["due"] == "2026-03-20"
    week.ok("fri 09:00", "send")
    lead = week.lead("fri 09:00")
    assert (lead["due"], lead["why"]) == ("2026-06-01", "after the budget")
    assert len(box.taken) == 1


def test_sending_leaves_an_appointment_of_the_same_day(week: Week, box: Postbox) -> None:
    write(week)
    week.ok("thu 15:00", "snooze", "ana", "fri 4pm", "--why", "call her")
    week.ok("fri 09:00", "send")
    lead = week.lead("fri 09:00")
    assert (lead["due"], lead["time"], lead["why"]) == ("2026-03-20", "16:00", "call her")
    assert len(box.taken) == 1


def test_a_mail_that_is_queued_again_a_week_later_says_what_holds_it(week: Week, box: Postbox) -> None:
    write(week)
    box.answers(".", breaks_off)
    assert week("fri 09:00", "send").code == 3
    said = week.ok("mon 09:00", "send", "--resend", "1")
    assert said.out.startswith(
        "the message to ana@adria.example is queued again; it was for Fri 20 Mar 09:00, more than"
    )
    assert "fuyu send --anyway 1" in said.out
    assert week.ok("mon 09:01", "send", "--anyway", "1").out == "sent to Ana Horvat\n"
    assert len(box.taken) == 2


def test_json_has_the_time_the_zone_and_why_it_is_held(week: Week) -> None:
    write(week)
    found = week.message("wed 10:00")
    assert (found["time"], found["zone"], found["held"]) == ("09:00", "Europe/London", "")
    write(week, on="fri")
    found = week.message("wed 10:00")
    assert (found["time"], found["zone"], found["held"]) == (None, "", "")
    assert week.ok("wed 10:00", "messages").out.split("\t")[6:] == ["", "", "email\n"]


def test_the_card_says_how_a_message_stands(week: Week) -> None:
    write(week)
    shown = week.ok("wed 10:00", "show", "ana").out
    assert "  message     queued, fuyu send sends it Fri 20 Mar 09:00: The quote" in shown
    week.ok("thu 15:00", "log", "ana", "replied")
    shown = week.ok("thu 16:00", "show", "ana").out
    assert "needs review: Ana Horvat replied since you wrote this: send, change or drop" in shown


def test_the_ways_with_one_message_exclude_each_other(week: Week) -> None:
    assert week("wed 10:00", "send", "--anyway", "1", "--dry-run").code == 2

"""Promises by commands: made, kept, moved by agreement, put off, withdrawn, done; and all of it undone."""

from contextlib import closing
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from fuyu.care import open_book
from fuyu.domain.score import score
from tests.cli.conftest import NOW, Said, Shell

WEDNESDAY = "2026-03-18T09:30"
FRIDAY = "2026-03-20"


class Book(Shell):
    """Runs commands on a book at any time."""

    def at(self, when: str, *arguments: str) -> Said:
        """Run a command that must succeed at a time."""
        said = self.bare(*arguments, "--db", str(self.book), "--at", when, "--tz", "Europe/London")
        assert said.code == 0, said
        return said

    def lead(self) -> dict[str, Any]:
        """Return Kim, with all that was promised."""
        lead: dict[str, Any] = self.at(WEDNESDAY, "show", "kim", "--json").json["lead"]
        return lead

    def promises(self) -> list[tuple[str, str, str | None, str]]:
        """Return the kind, day, time and state of each promise to Kim."""
        return [(one["kind"], one["due"], one["time"], one["state"]) for one in self.lead()["promises"]]

    def states(self) -> list[str]:
        """Return the state of each promise to Kim."""
        return [one["state"] for one in self.lead()["promises"]]

    def uid(self, number: int = 0) -> str:
        """Return the first letters of a promise's uid."""
        uid: str = self.lead()["promises"][number]["uid"]
        return uid[:8]

    def score(self, day: str = "2026-03-23T09:30") -> tuple[int, int, int]:
        """Return how many promises of the last week were kept, late and broken, seen from the Monday after."""
        today = datetime.fromisoformat(day).date()
        with closing(open_book(self.book)) as store:
            found = score(store.rows, today - timedelta(days=today.weekday() + 7), date.max, today)
        return found.kept, found.late, found.broken


@pytest.fixture
def kim(fuyu: Shell) -> Book:
    """Run commands on a book with one lead, who has no promise."""
    fuyu.ok("add", "Kim Roe", "--next", "mon")
    return Book(fuyu.book, fuyu._capsys)


@pytest.fixture
def demo(kim: Book) -> Book:
    """Run commands on a book in which Kim was promised a demo on Friday at ten, and has no plan beside it."""
    kim.at(
        "2026-03-17T09:30",
        *("log", "kim", "talked", "--next", "fri 10:00", "--promise", "--channel", "meeting", "--quote", "friday!"),
    )
    return kim


def test_a_promise_says_what_was_promised_and_what_comes_next(kim: Book) -> None:
    said = kim.ok("promise", "kim", "fri", "10:00", "--why", "demo", "--channel", "meeting", "--quote", "after nine")
    assert said.out == "promised Kim Roe Fri 20 Mar 10:00\n"
    (promise,) = kim.lead()["promises"]
    assert (promise["kind"], promise["due"], promise["time"], promise["channel"]) == (
        *("contact", FRIDAY, "10:00", "meeting"),
    )
    assert (promise["why"], promise["quote"], promise["state"], promise["zone"]) == (
        *("demo", "after nine", "open", "Europe/London"),
    )
    assert kim.lead()["plan"]["due"] == "2026-03-23", "the plan stands beside it"
    shown = kim.ok("show", "kim").out
    assert f"  promised    Fri 20 Mar 10:00, meeting demo [{kim.uid()}]\n  said        after nine\n" in shown


def test_a_promise_after_the_plan_says_the_plan(kim: Book) -> None:
    assert kim.ok("promise", "kim", "2w").out == "promised Kim Roe Wed 1 Apr; next Mon 23 Mar\n"


def test_a_task_is_marked_and_only_done_keeps_it(kim: Book) -> None:
    kim.ok("promise", "kim", "fri", "--task", "--why", "send the offer")
    assert kim.promises() == [("task", FRIDAY, None, "open")]
    kim.at(f"{FRIDAY}T10:00", "log", "kim", "talked")
    assert kim.states() == ["open"], "a talk on its day does not send an offer"
    assert kim.at(f"{FRIDAY}T11:00", "done", "kim").out.startswith("done: send the offer, Kim Roe; ")
    assert kim.states() == ["kept"]
    kim.ok("undo")
    assert kim.states() == ["open"]


def test_a_task_done_after_its_day_is_late(kim: Book) -> None:
    kim.ok("promise", "kim", "fri", "--task")
    kim.at("2026-03-21T09:00", "done", "kim")
    assert (kim.states(), kim.score()) == (["late"], (0, 1, 0))


def test_done_names_the_tasks_where_there_are_several(kim: Book) -> None:
    kim.ok("promise", "kim", "fri", "--task", "--why", "offer")
    kim.ok("promise", "kim", "mon", "--task", "--why", "sample")
    offer, sample = kim.uid(0), kim.uid(1)
    said = kim("done", "kim")
    assert (said.code, said.out) == (2, "")
    assert f"name one of {offer} (Fri 20 Mar offer), {sample} (Mon 23 Mar sample)" in said.err
    kim.ok("done", "kim", sample)
    assert kim.states() == ["open", "kept"]
    kim.ok("done", "kim")
    assert kim.states() == ["kept", "kept"], "the only one left needs no name"


def test_done_without_a_task_is_not_found(kim: Book) -> None:
    kim.ok("promise", "kim", "fri")
    said = kim("done", "kim")
    assert (said.code, said.out, said.err) == (
        1,
        "",
        "fuyu: Kim Roe has no open task; `fuyu show 1` says what there is\n",
    )


def test_another_promise_is_added_unless_it_replaces_one(kim: Book) -> None:
    kim.ok("promise", "kim", "fri", "10:00")
    kim.ok("promise", "kim", "mon")
    assert kim.states() == ["open", "open"]
    said = kim.ok("promise", "kim", "tue", "--replaces", kim.uid(0)[:6])
    assert said.out == "promised Kim Roe Tue 24 Mar; was Fri 20 Mar 10:00\n"
    assert kim.states() == ["agreed_anew", "open", "open"]
    kim.ok("undo")
    assert kim.states() == ["open", "open"]


def test_a_promise_is_withdrawn_and_undo_brings_it_back(kim: Book) -> None:
    kim.ok("promise", "kim", "fri", "10:00")
    said = kim.ok("promise", "kim", "--withdraw", kim.uid())
    assert said.out == "withdrew the promise of Fri 20 Mar 10:00 to Kim Roe; next Mon 23 Mar\n"
    assert (kim.states(), kim.score()) == (["withdrawn"], (0, 0, 0))
    assert kim.ok("undo").out == "undone: withdrew the promise of Fri 20 Mar 10:00 to Kim Roe\n"
    assert kim.states() == ["open"]


def test_undo_takes_a_promise_back_exactly(kim: Book) -> None:
    before = kim.lead()
    kim.ok("promise", "kim", "fri")
    assert kim.ok("undo").out == "undone: promised Kim Roe Fri 20 Mar\n"
    assert kim.lead() == before


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        ((), 2, "fuyu: say when, like fri 2pm or 2w"),
        (("yesterday",), 2, "fuyu: That is behind us; a next step lies ahead."),
        (("fri", "--replaces", "zzz"), 1, "Kim Roe has no open promise"),
        (("--withdraw", "zzz"), 1, "Kim Roe has no open promise"),
        (("fri", "--withdraw", "zzz"), 2, "--withdraw UID stands alone"),
        (("--withdraw", "zzz", "--task"), 2, "--withdraw UID stands alone"),
    ],
)
def test_what_is_no_promise_is_refused(kim: Book, options: tuple[str, ...], code: int, words: str) -> None:
    said = kim("promise", "kim", *options)
    assert (said.code, said.out) == (code, "")
    assert words in said.err
    assert kim.promises() == []


def test_a_uid_that_is_none_of_theirs_names_those_there_are(kim: Book) -> None:
    kim.ok("promise", "kim", "fri")
    said = kim("promise", "kim", "--withdraw", "zzz")
    assert (said.code, said.err) == (
        2,
        f"fuyu: Kim Roe has no open promise “zzz”: name one of {kim.uid()} (Fri 20 Mar)\n",
    )


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        (("do_not_contact",), "Kim Roe is do not contact: promise nothing; `fuyu note 1 TEXT` saves a note"),
        (("talked", "--lost"), "Kim Roe is lost: `fuyu reopen 1` first, then promise"),
    ],
)
def test_nothing_is_promised_to_who_is_lost_or_do_not_contact(kim: Book, ending: tuple[str, ...], words: str) -> None:
    kim.ok("log", "kim", *ending)
    said = kim("promise", "kim", "fri")
    assert (said.code, said.out, said.err) == (2, "", f"fuyu: {words}\n")


def test_the_answer_in_json_has_the_promises_that_changed(kim: Book) -> None:
    made = kim.ok("promise", "kim", "fri", "--task", "--json").json
    assert [*made] == ["version", "action", "leads", "promises"]
    assert (made["action"]["verb"], made["leads"]) == ("promise", [1])
    (task,) = made["promises"]
    assert (task["state"], task["history"]) == ("open", [])
    (kept,) = kim.ok("done", "kim", task["uid"], "--json").json["promises"]
    assert (kept["uid"], kept["state"], [one["state"] for one in kept["history"]]) == (task["uid"], "kept", ["kept"])
    (other,) = kim.ok("promise", "kim", "mon", "--json").json["promises"]
    changed = kim.ok("promise", "kim", "tue", "--replaces", other["uid"], "--json").json["promises"]
    assert [one["state"] for one in changed] == ["agreed_anew", "open"]


# A promise stands until its day


@pytest.mark.parametrize(
    "options",
    [("no_answer",), ("sent", "--channel", "email"), ("left_message",), ("talked", "--check-in")],
    ids=" ".join,
)
def test_before_its_day_no_attempt_mail_or_check_in_touches_a_promise(demo: Book, options: tuple[str, ...]) -> None:
    before = demo.lead()["promises"]
    demo.ok("log", "kim", *options)
    assert demo.lead()["promises"] == before
    assert demo.lead()["plan"] is None, "no plan is proposed beside it"
    assert demo.score(f"{WEDNESDAY}") == (0, 0, 0), "nothing is kept yet"


def test_a_plan_can_be_set_beside_a_promise_by_a_log(demo: Book) -> None:
    said = demo.ok("log", "kim", "no_answer", "--next", "tomorrow")
    assert said.out == "no answer, Kim Roe; next Thu 19 Mar\n"
    assert (demo.states(), demo.lead()["plan"]["due"]) == (["open"], "2026-03-19")


def test_a_talk_before_its_day_leaves_a_promise_as_it_is(demo: Book) -> None:
    assert demo.ok("log", "kim", "talked").out == "talked, Kim Roe; promised Fri 20 Mar 10:00\n"
    assert demo.states() == ["open"]


def test_a_date_agreed_instead_is_neither_kept_nor_broken(demo: Book) -> None:
    said = demo.ok("log", "kim", "talked", "--promise", "--next", "tue")
    assert said.out == "talked, Kim Roe; promised Tue 24 Mar; was Fri 20 Mar 10:00\n"
    assert demo.states() == ["agreed_anew", "open"]
    assert demo.score() == (0, 0, 0)
    demo.ok("undo")
    assert demo.promises() == [("contact", FRIDAY, "10:00", "open")]


def test_with_several_promises_a_date_is_added_unless_it_is_said_which_it_replaces(demo: Book) -> None:
    demo.ok("promise", "kim", "mon")
    demo.ok("log", "kim", "talked", "--promise", "--next", "tue")
    assert demo.states() == ["open", "open", "open"]
    demo.ok("undo")
    demo.ok("log", "kim", "talked", "--promise", "--next", "tue", "--replaces", demo.uid(1))
    assert demo.states() == ["open", "agreed_anew", "open"]
    demo.ok("undo")
    assert demo.states() == ["open", "open"]


def test_a_date_can_be_added_beside_the_only_promise(demo: Book) -> None:
    demo.ok("log", "kim", "talked", "--promise", "--next", "tue", "--replaces", "")
    assert demo.states() == ["open", "open"]


def test_that_was_it_keeps_a_promise_early(demo: Book) -> None:
    said = demo.ok("log", "kim", "talked", "--kept")
    assert said.out.startswith("talked, Kim Roe; next ")
    assert said.out.endswith("; promise kept\n")
    assert (demo.states(), demo.score()) == (["kept"], (1, 0, 0))
    demo.ok("undo")
    assert demo.states() == ["open"]


def test_that_was_it_names_one_of_several(demo: Book) -> None:
    demo.ok("promise", "kim", "mon")
    demo.ok("log", "kim", "talked", "--kept", demo.uid(1))
    assert demo.states() == ["open", "kept"]


def test_that_was_it_needs_a_promise(kim: Book) -> None:
    said = kim("log", "kim", "talked", "--kept")
    assert (said.code, said.out, said.err) == (
        2,
        "",
        "fuyu: Kim Roe has no open promise that it could keep; log it without --kept\n",
    )
    assert kim.lead()["touches"] == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("no_answer", "--kept"), "--kept is for a talk or a reply"),
        (("talked", "--check-in", "--kept"), "--kept is for a talk or a reply"),
        (("talked", "--replaces", ""), "--replaces is for another date agreed with them"),
        (("talked", "--next", "tue", "--replaces", ""), "--replaces is for another date agreed with them"),
        (("talked", "--withdraw", "zzz"), "has no open promise “zzz”"),
    ],
    ids=str,
)
def test_what_a_touch_cannot_do_to_a_promise_is_said_and_nothing_is_logged(
    demo: Book, options: tuple[str, ...], words: str
) -> None:
    before = demo.lead()
    said = demo("log", "kim", *options)
    assert (said.code, said.out) == (2, "")
    assert words in said.err
    assert demo.lead() == before


def test_a_log_withdraws_promises_by_name(demo: Book) -> None:
    said = demo.ok("log", "kim", "talked", "--withdraw", demo.uid())
    assert "promise of Fri 20 Mar 10:00 withdrawn" in said.out
    assert (demo.states(), demo.score()) == (["withdrawn"], (0, 0, 0))
    demo.ok("undo")
    assert demo.states() == ["open"]


def test_lost_and_do_not_contact_withdraw_promises_and_say_so(demo: Book) -> None:
    for ending in (("talked", "--lost"), ("do_not_contact",)):
        said = demo.ok("log", "kim", *ending)
        assert said.out.endswith("; no next step; promise of Fri 20 Mar 10:00 withdrawn\n")
        assert demo.states() == ["withdrawn"]
        demo.ok("undo")
        assert demo.states() == ["open"]


# What becomes of it on its day, and after it


def test_an_attempt_by_its_channel_on_the_day_keeps_a_promise_and_the_next_try_is_a_plan(kim: Book) -> None:
    kim.ok("promise", "kim", "fri")
    said = kim.at(f"{FRIDAY}T15:00", "log", "kim", "no_answer")
    assert said.out.startswith("no answer, Kim Roe; next ")
    assert (kim.states(), kim.score()) == (["kept"], (1, 0, 0))
    assert kim.lead()["promised"] is False


@pytest.mark.parametrize(
    ("time", "options", "state"),
    [
        ("09:00", ("sent", "--channel", "email"), "open"),
        ("08:30", ("talked",), "open"),
        ("09:00", ("talked",), "kept"),
        ("11:00", ("talked",), "kept"),
        ("11:01", ("talked",), "late"),
        ("10:00", ("no_answer", "--channel", "meeting"), "kept"),
        ("10:00", ("no_answer", "--channel", "call"), "open"),
        ("10:00", ("no_show",), "excused"),
        ("10:00", ("wrong_contact",), "excused"),
        ("10:00", ("talked", "--check-in"), "open"),
    ],
    ids=str,
)
def test_what_a_touch_on_the_day_makes_of_a_promise_with_a_time(
    demo: Book, time: str, options: tuple[str, ...], state: str
) -> None:
    demo.at(f"{FRIDAY}T{time}", "log", "kim", *options)
    assert demo.states() == [state]


@pytest.mark.parametrize("outcome", ["no_show", "wrong_contact"])
def test_their_no_show_or_a_wrong_contact_counts_neither_for_nor_against(demo: Book, outcome: str) -> None:
    demo.at(f"{FRIDAY}T10:00", "log", "kim", outcome)
    assert demo.score() == (0, 0, 0)


def test_what_nobody_kept_is_late_on_top_and_broken_so_far_until_it_is_settled_as_late(demo: Book) -> None:
    demo.ok("add", "Bo Ek", "--next", "today")
    monday = "2026-03-23T09:30"
    assert [lead["name"] for lead in demo.at(monday, "today", "--json").json["overdue"]] == ["Kim Roe", "Bo Ek"]
    assert demo.at(monday, "today", "--json").json["overdue"][0]["promises"][0]["late"] is True
    assert demo.score() == (0, 0, 1)
    said = demo.at(monday, "log", "kim", "talked", "--promise", "--next", "thu")
    assert "promise of Fri 20 Mar 10:00 late" in said.out
    assert (demo.states(), demo.score()) == (["late", "open"], (0, 1, 0))


def test_an_appointment_that_has_passed_today_is_late_in_json_too(demo: Book) -> None:
    for time, late in (("10:00", False), ("14:31", True)):
        (promise,) = demo.at(f"{FRIDAY}T{time}", "show", "kim", "--json").json["lead"]["promises"]
        assert promise["late"] is late


# Put off


def test_a_snoozed_promise_is_put_off_and_its_new_day_is_a_plan(demo: Book) -> None:
    said = demo.ok("snooze", "kim", "2w")
    assert said.out == "snoozed Kim Roe to Wed 1 Apr; was promised Fri 20 Mar 10:00\n"
    assert demo.promises() == [("contact", FRIDAY, "10:00", "put_off")]
    lead = demo.lead()
    assert (lead["promised"], lead["plan"]["due"], lead["plan"]["was_promised"]) == (False, "2026-04-01", FRIDAY)
    shown = demo.ok("show", "kim").out
    assert "  next        Wed 1 Apr, meeting, was promised Fri 20 Mar\n" in shown
    assert f"  put off     Fri 20 Mar 10:00, meeting [{demo.uid()}]\n" in shown
    demo.ok("undo")
    assert (demo.states(), demo.lead()["plan"]) == (["open"], None)


def test_a_promise_put_off_is_kept_on_its_day_after_all_and_else_broken(demo: Book) -> None:
    demo.ok("snooze", "kim", "2w")
    assert (demo.score(WEDNESDAY), demo.score()) == ((0, 0, 0), (0, 0, 1))
    demo.at(f"{FRIDAY}T10:00", "log", "kim", "talked")
    assert (demo.states(), demo.score()) == (["kept"], (1, 0, 0))


def test_a_promise_put_off_after_its_day_is_broken_and_stays_so(demo: Book) -> None:
    demo.at("2026-03-21T09:00", "snooze", "kim", "1w")
    demo.at("2026-03-21T10:00", "log", "kim", "talked")
    assert (demo.states(), demo.score()) == (["broken"], (0, 0, 1))


def test_an_earlier_plan_stays_where_a_promise_is_put_off(demo: Book) -> None:
    demo.ok("log", "kim", "no_answer", "--next", "2026-03-19")
    demo.at(f"{FRIDAY}T09:30", "log", "kim", "sent", "--channel", "email", "--next", "mon")
    assert "snoozed Kim Roe; plan Mon 23 Mar stays;" in demo.at(f"{FRIDAY}T09:40", "snooze", "kim", "2w").out
    assert demo.lead()["plan"]["due"] == "2026-03-23"


def test_a_day_at_a_glance_counts_who_was_promised_something(demo: Book) -> None:
    demo.ok("log", "kim", "no_answer", "--next", "2026-03-19")
    form = ("--format", "{overdue} {today} {promised}")
    assert demo.at(f"{FRIDAY}T09:00", "count", *form).out == "1 0 1\n", "also where a plan is older"
    assert demo.bare("count", *form, "--db", str(demo.book), *NOW).out == "0 0 0\n"


@pytest.fixture
def book(fuyu: Shell, capsys: pytest.CaptureFixture[str]) -> Book:
    """Return a book without anybody."""
    return Book(fuyu.book, capsys)


def test_what_is_sent_was_written_and_keeps_no_meeting(book: Book) -> None:
    """GIVEN a demo at ten and an agenda mailed at half past nine."""
    book.ok("add", "Kim Roe", "--next", "fri 10:00", "--channel", "meeting", "--promise", "--email", "kim@x.example")
    book.at("2026-03-20T09:30", "log", "kim", "sent")
    lead = book.ok("show", "kim", "--json").json
    assert [touch["channel"] for touch in lead["history"]] == ["email"]
    assert [promise["state"] for promise in lead["lead"]["promises"]] == ["open"]
    book.at("2026-03-20T09:40", "log", "kim", "left_message")
    assert book.ok("show", "kim", "--json").json["history"][0]["channel"] == "call"
    book.at("2026-03-20T10:05", "log", "kim", "talked")
    lead = book.ok("show", "kim", "--json").json
    assert lead["history"][0]["channel"] == "meeting"
    assert [promise["state"] for promise in lead["lead"]["promises"]] == ["kept"]


def test_a_promise_in_place_of_another_is_for_what_that_one_was(book: Book) -> None:
    book.ok("add", "Kim Roe", "--next", "fri 10:00", "--channel", "meeting", "--why", "demo", "--promise")
    book.ok("promise", "kim", "24 mar", "--why", "pricing")
    book.ok("promise", "kim", "thu", "--task", "--why", "send the offer")
    pricing = next(one for one in book.ok("show", "kim", "--json").json["lead"]["promises"] if one["why"] == "pricing")
    said = book.ok("log", "kim", "talked", "--next", "thu 26 mar", "--promise", "--replaces", pricing["uid"])
    assert said.out == "talked, Kim Roe; promised Thu 26 Mar; was Tue 24 Mar\n"
    new = book.ok("show", "kim", "--json").json["lead"]["promises"][-1]
    assert (new["due"], new["channel"], new["why"]) == ("2026-03-26", "call", "pricing")


def test_not_now_with_a_date_takes_the_place_of_the_promise(book: Book) -> None:
    book.ok("add", "Kim Roe", "--next", "fri 10:00", "--channel", "meeting", "--why", "demo", "--promise")
    said = book.ok("log", "kim", "not_now", "--next", "18 jun", "--quote", "call me in june")
    assert said.out == "not now, Kim Roe; promised Thu 18 Jun; was Fri 20 Mar 10:00\n"


def test_the_answer_names_the_date_that_was_just_given(book: Book) -> None:
    book.ok("add", "Kim Roe", "--next", "fri 10:00", "--promise")
    assert book.ok("log", "kim", "talked", "--next", "tue 24 mar").out == "talked, Kim Roe; next Tue 24 Mar\n"
    assert book.ok("promise", "kim", "thu", "--task").out == "promised Kim Roe a task by Thu 19 Mar\n"


def test_a_task_that_was_put_off_is_done_later_on(book: Book) -> None:
    book.ok("add", "Kim Roe", "--next", "fri 20 mar")
    book.ok("promise", "kim", "today", "--task", "--why", "send the offer")
    book.ok("snooze", "kim", "thu")
    book.at("2026-03-18T11:01", "log", "kim", "talked")
    (due,) = book.at("2026-03-19T09:00", "today", "--json").json["today"]
    assert (due["name"], due["why"]) == ("Kim Roe", "send the offer")
    assert "send the offer" in book.at("2026-03-19T09:00", "show", "kim").out
    assert book.at("2026-03-19T09:00", "done", "kim").code == 0
    assert book.at("2026-03-19T09:01", "today", "--json").json["today"] == []
    assert "broken" in book.at("2026-03-19T09:01", "show", "kim").out, "it was not done by its day"


def test_the_same_promise_is_not_made_twice(book: Book) -> None:
    book.ok("add", "Kim Roe")
    book.ok("promise", "kim", "fri 15:00", "--why", "second talk")
    said = book("promise", "kim", "fri 15:00", "--why", "second talk")
    assert (said.code, said.err) == (2, "fuyu: Kim Roe is promised that already: Fri 20 Mar 15:00\n")
    assert book.ok("promise", "kim", "fri 15:00", "--why", "her contract").code == 0


def test_what_became_of_promises_stands_in_show(book: Book) -> None:
    book.ok("add", "Kim Roe", "--next", "today", "--why", "demo", "--promise")
    book.ok("log", "kim", "talked")
    assert "  kept        promise of Wed 18 Mar, call demo\n" in book.ok("show", "kim").out


def test_what_was_missed_counts_although_another_date_is_agreed_or_none_is_wanted(demo: Book) -> None:
    demo.at("2026-03-23T09:00", "promise", "kim", "thu", "--replaces", demo.uid())
    assert demo.states() == ["late", "open"]
    assert demo.score() == (0, 1, 0)
    demo.at("2026-03-23T09:01", "undo")
    demo.at("2026-03-23T09:02", "promise", "kim", "--withdraw", demo.uid())
    assert demo.score() == (0, 0, 1)
    demo.at("2026-03-23T09:03", "undo")
    demo.at("2026-03-23T09:04", "log", "kim", "replied", "--promise", "--next", "thu")
    assert demo.states() == ["late", "open"]


def test_a_date_takes_no_place_unasked_where_two_were_promised_and_the_talk_settles_one(demo: Book) -> None:
    demo.at("2026-03-17T10:00", "promise", "kim", "wed", "--why", "prices")
    said = demo.at("2026-03-19T10:00", "log", "kim", "talked", "--promise", "--next", "mon").out
    assert "promise of Wed 18 Mar late" in said
    assert "was Fri" not in said
    assert demo.states() == ["open", "late", "open"]


def test_a_talk_that_is_logged_late_leaves_what_was_agreed_since(kim: Book) -> None:
    kim.at("2026-03-18T10:00", "log", "kim", "talked", "--promise", "--next", "fri 10:00")
    kim.at("2026-03-18T11:00", *("log", "kim", "talked", "--promise", "--next", "thu"), "--when", "yesterday 15:00")
    assert kim.promises() == [
        ("contact", "2026-03-20", "10:00", "open"),
        ("contact", "2026-03-19", None, "agreed_anew"),
    ]


def test_a_promise_in_place_of_another_by_its_own_command_is_for_what_that_one_was(demo: Book) -> None:
    demo.at(WEDNESDAY, "promise", "kim", "tue 24 mar", "--replaces", demo.uid())
    new = demo.lead()["promises"][-1]
    assert (new["channel"], new["due"]) == ("meeting", "2026-03-24")
    demo.at(WEDNESDAY, "promise", "kim", "wed 25 mar", "--replaces", new["uid"][:8], "--channel", "call", "--why", "x")
    new = demo.lead()["promises"][-1]
    assert (new["channel"], new["why"]) == ("call", "x")


def test_a_promise_on_their_clocks_is_shown_in_both(kim: Book) -> None:
    said = kim.at(WEDNESDAY, "promise", "kim", "mon 10:00 in tokyo").out
    assert "Mon 23 Mar 01:00 (10:00 in Tokyo)" in said


def test_a_snooze_to_the_day_that_stands_says_nothing_twice(kim: Book) -> None:
    assert "stays" not in kim.at(WEDNESDAY, "snooze", "kim", "mon 23 mar").out
    assert "stays" not in kim.at(WEDNESDAY, "snooze", "kim", "mon 23 mar").out


# One of several things that are owed


def test_one_promise_is_moved_alone(demo: Book) -> None:
    demo.at(WEDNESDAY, "promise", "kim", FRIDAY, "--task", "--why", "send the plans")
    plan = demo.lead()["plan"]
    said = demo.at(WEDNESDAY, "snooze", "kim", "27 mar", "--only", demo.uid(1))
    assert said.out.startswith("snoozed Kim Roe to Fri 27 Mar")
    assert demo.states() == ["open", "put_off"]
    assert demo.lead()["plan"] == plan


def test_the_plan_is_moved_alone(kim: Book) -> None:
    kim.at("2026-03-23T09:30", "promise", "kim", "tomorrow")
    kim.at("2026-03-25T09:30", "snooze", "kim", "30 mar", "--only", "plan")
    lead = kim.lead()
    assert (lead["plan"]["due"], kim.states()) == ("2026-03-30", ["open"])


@pytest.mark.parametrize(
    ("only", "said"),
    [("zzz", "Kim Roe has no open promise “zzz”"), ("plan", "Kim Roe is no longer owed that; `fuyu show 1`")],
)
def test_what_is_not_owed_is_not_moved(demo: Book, only: str, said: str) -> None:
    found = demo.bare("snooze", "kim", "30 mar", "--only", only, "--db", str(demo.book), "--at", WEDNESDAY)
    assert found.code
    assert said in found.err
    assert demo.states() == ["open"]

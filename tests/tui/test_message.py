"""Writing to a lead, by keys: what stands there whole is what goes, and nothing typed is lost."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace

from fuyu import paths
from fuyu.desk import TouchMade
from fuyu.desk.post import Post, Written
from fuyu.domain.lead import Lead, Outcome, Status
from fuyu.domain.message import State
from fuyu.domain.step import Channel, Plan
from fuyu.domain.when import When
from fuyu.reach import Way
from fuyu.tui.screens import day
from tests.builders import a_promise
from tests.tui.conftest import TODAY, Morning, Opened, press

SAID = Plan(day=TODAY, quote="after the budget", why="demo")
ANN = Lead(id=1, name="Ann Lee", emails=("ann@acme.example",), plan=SAID)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FUYU_CONFIG", str(tmp_path / "config.toml"))
    folder = paths.templates()
    folder.mkdir()
    return folder


async def test_a_message_waits_for_its_day(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "m", "~The quote", "tab", "~fri", "tab", "~Hello Ann,", "enter", "~here it is.", "ctrl+s")
        said = " queued for Ann Lee: fuyu send sends it Fri 20 Mar from 08:00; m shows it"
        assert said in morning.text(), "nothing went yet, and what sends it is said"
        (message,) = Post(morning.desk).messages()
        assert (message.subject, message.text) == ("The quote", "Hello Ann,\nhere it is.")
        assert (message.to, message.state) == ("ann@acme.example", State.QUEUED)
        step = morning.lead(1).next_step
        assert step is not None
        assert (step.day, step.channel, step.why) == (dt.date(2026, 3, 20), Channel.EMAIL, "send: The quote")
        await press(pilot, "u")
        assert morning.lead(1) == ANN
        assert Post(morning.desk).messages() == []


async def test_what_is_not_finished_is_kept_and_does_not_go(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "m", "~The quote", "tab", "tab", "~half a sen", "escape")
        assert "kept an unfinished message to Ann Lee; m shows it  (u undoes it)" in morning.text()
        (message,) = Post(morning.desk).messages()
        assert "draft, not reviewed yet" in Post(morning.desk).why_not(message)
        assert morning.lead(1) == ANN
        await press(pilot, "m", "~tence", "ctrl+s")
        (message,) = Post(morning.desk).messages()
        assert (message.text, Post(morning.desk).why_not(message)) == ("half a sentence", "")


async def test_a_template_is_filled_in_and_names_what_is_missing(opened: Opened, folder: Path) -> None:
    (folder / "promised.txt").write_text("Subject: {first_name}, as promised\n\nYou said {quote} at {company}.\n")
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "m", "ctrl+t")
        assert "You said after the budget at {company}." in morning.text()
        assert "to be filled in: {company}" in morning.text()
        await press(pilot, "ctrl+s")
        assert Post(morning.desk).messages() == [], "it is not ready"
        await press(pilot, *["backspace"] * 10, "~Acme.", "ctrl+s")
        (message,) = Post(morning.desk).messages()
        assert (message.subject, message.text) == ("Ann, as promised", "You said after the budget at Acme.")


async def test_a_template_with_a_mistake_says_where(opened: Opened, folder: Path) -> None:
    (folder / "hello.txt").write_text("Hello {nmae}")
    async with opened(ANN, size=(160, 45)) as (morning, pilot):
        await press(pilot, "m", "ctrl+t")
        assert "{nmae} is no field; did you mean {name}?" in morning.text()


async def test_it_goes_on_in_the_mail_program(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Way] = []
    monkeypatch.setattr(day, "opener", lambda: "/usr/bin/true")

    def open_with(_program: str, way: Way) -> bool:
        asked.append(way)
        return True

    monkeypatch.setattr(day, "open_with", open_with)
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "m", "~Hi & bye?", "tab", "tab", "~two", "enter", "~lines", "ctrl+o")
        (way,) = asked
        parts = urlsplit(way.address)
        assert (parts.scheme, parts.path) == ("mailto", "ann@acme.example")
        assert parse_qs(parts.query) == {"subject": ["Hi & bye?"], "body": ["two\r\nlines"]}
        (message,) = Post(morning.desk).messages()
        assert message.state is State.NEEDS_REVIEW, "fuyu does not send it, too"


async def test_who_wants_silence_is_not_written_to(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "l", "d", "enter", "/", "~ann", "ctrl+o", "enter", "m")
        assert "Ann Lee asked not to be contacted" in morning.text()


AT_NINE = Written(
    to="ann@acme.example",
    subject="The quote",
    text="Did you see my mail?",
    when=When(dt.date(2026, 3, 20), dt.time(9), "Europe/London"),
    reviewed=True,
)


def wrote(morning: Morning) -> Post:
    """Write to Ann for Friday at nine, and return the messages."""
    post = Post(morning.desk)
    post.write(1, AT_NINE)
    return post


def replied(morning: Morning) -> None:
    """Log an answer of hers, an hour after she was written to."""
    morning.clock.at += dt.timedelta(hours=1)
    morning.desk.log(1, TouchMade(outcome=Outcome.REPLIED))


async def test_a_message_is_queued_for_a_time_and_nothing_says_that_it_went(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "m", "~The quote", "tab", "~fri 9am", "tab", "~Hello.", "ctrl+s")
        assert " queued for Ann Lee: fuyu send sends it Fri 20 Mar 09:00; m shows it" in morning.text()
        (message,) = Post(morning.desk).messages()
        assert (message.day, message.time, message.zone) == (dt.date(2026, 3, 20), dt.time(9), "Europe/London")
        await press(pilot, "/", "~ann", "enter")
        assert "mail queued, fuyu send sends it Fri 20 Mar 09:00: The quote" in unwrapped(morning)


async def test_a_message_for_now_says_that_fuyu_send_sends_it(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "m", "~The quote", "tab", "tab", "~Hello.", "ctrl+s")
        assert " queued for Ann Lee: fuyu send sends it now; m shows it  (u undoes it)" in morning.text()


async def test_the_time_of_a_message_stays_when_only_its_text_is_changed(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        post = Post(morning.desk)
        there = replace(AT_NINE, when=When(dt.date(2026, 3, 20), dt.time(9), "Asia/Tokyo"))
        post.write(1, there)
        await press(pilot, "m")
        assert "Fri 20 Mar 00:00" in morning.text()
        await press(pilot, "~ Bye.", "ctrl+s")
        (message,) = post.messages()
        assert (message.time, message.zone) == (dt.time(9), "Asia/Tokyo")
        assert message.text == "Did you see my mail? Bye."


async def test_a_message_opened_and_left_is_as_it_was(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        before = wrote(morning).messages()
        morning.clock.at += dt.timedelta(days=7)
        await press(pilot, "m", "escape")
        assert Post(morning.desk).messages() == before


async def test_a_held_message_says_why_on_the_card(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        wrote(morning)
        replied(morning)
        morning.app.day.repaint_day()
        await press(pilot, "/", "~ann", "enter")
        assert "mail    needs review: Ann Lee replied since you wrote this: send, change or drop\n" in morning.text()


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
async def test_why_a_message_waits_is_whole_on_the_card_whatever_was_promised(
    opened: Opened, size: tuple[int, int]
) -> None:
    days = (dt.date(2026, 3, 23), dt.date(2026, 3, 24), dt.date(2026, 3, 25))
    promised = tuple(a_promise(day, f"promise of {day}") for day in days)
    async with opened(replace(ANN, promises=promised), size=size) as (morning, pilot):
        Post(morning.desk).write(1, replace(AT_NINE, reviewed=False))
        morning.app.day.repaint_day()
        await press(pilot, "/", "~ann", "enter")
        said = " ".join(morning.text().split())
        assert "mail needs review: draft, not reviewed yet: m in the dashboard, or fuyu message 1 --show" in said


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (160, 45)])
async def test_a_held_message_says_why_and_offers_three_ways(opened: Opened, size: tuple[int, int]) -> None:
    async with opened(ANN, size=size) as (morning, pilot):
        wrote(morning)
        replied(morning)
        await press(pilot, "m")
        ways = "! Ann Lee replied since you wrote this: ^s sends it all the same, ^g drops it, or change it"
        assert ways in unwrapped(morning)
        assert "^g Drop" in morning.text()


async def test_a_held_message_goes_all_the_same(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        post = wrote(morning)
        replied(morning)
        await press(pilot, "m", "ctrl+s")
        (message,) = post.messages()
        assert (message.text, message.time, post.why_not(message)) == (AT_NINE.text, dt.time(9), "")


async def test_a_held_message_is_changed(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        post = wrote(morning)
        replied(morning)
        await press(pilot, "m", "~ Thank you!", "ctrl+s")
        (message,) = post.messages()
        assert (message.text, post.why_not(message)) == ("Did you see my mail? Thank you!", "")


async def test_a_held_message_is_dropped_and_undo_brings_it_back(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        post = wrote(morning)
        replied(morning)
        await press(pilot, "m", "ctrl+g")
        assert post.messages() == []
        assert "dropped the message to ann@acme.example" in morning.text()
        await press(pilot, "u")
        assert len(post.messages()) == 1


async def test_nothing_is_dropped_where_nothing_waits(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "m", "~Hello", "ctrl+g")
        assert "Write to Ann Lee" in morning.text()
        assert "Drop" not in morning.text()


async def test_a_mail_program_that_does_not_open_leaves_the_form_as_it_is(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day, "opener", lambda: "")
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "m", "~Hello", "tab", "tab", "~the text", "ctrl+o")
        assert "no mail program opens it here; copy it instead" in morning.text()
        assert "the text" in morning.text()
        assert Post(morning.desk).messages() == []


async def test_do_not_contact_says_that_the_message_is_dropped(opened: Opened) -> None:
    async with opened(ANN, size=(120, 36)) as (morning, pilot):
        wrote(morning)
        await press(pilot, "l", "d", "enter")
        assert "dropped the message to ann@acme.example" in morning.text()
        await press(pilot, "u")
        assert len(Post(morning.desk).messages()) == 1
        assert morning.lead(1).status is Status.OPEN


def unknown(morning: Morning) -> None:
    """Hand Ann's message in, and hear no answer."""
    post = wrote(morning)
    (message,) = post.messages()
    post.begin(post.named(message, "here.example"))
    post.unsure(message.id)


def not_taken(morning: Morning) -> None:
    """Hand Ann's message in, and hear a no."""
    post = wrote(morning)
    post.refused(post.messages()[0], "550 no such user")


def late(morning: Morning) -> None:
    """Let the time of Ann's message pass by more than a day."""
    wrote(morning)
    morning.clock.at += dt.timedelta(days=5)


STATES = {
    "unknown": (
        unknown,
        "unknown whether it went: look into your sent mail, then fuyu send --mark-sent 1, or --resend 1",
    ),
    "not taken": (
        not_taken,
        "queued: not taken: 550 no such user; fuyu send tries again, or change it",
    ),
    "late": (
        late,
        "needs review: it was for Fri 20 Mar 09:00, more than a day ago: send, change or drop",
    ),
}


@pytest.mark.parametrize(("happens", "words"), STATES.values(), ids=STATES)
async def test_the_card_says_what_happened_and_what_to_do(
    opened: Opened, happens: Callable[[Morning], None], words: str
) -> None:
    async with opened(ANN, size=(120, 36)) as (morning, pilot):
        happens(morning)
        morning.app.day.repaint_day()
        await press(pilot, "/", "~ann", "enter")
        assert words in unwrapped(morning)


def unwrapped(morning: Morning) -> str:
    """Return the screen with the lines of an entry joined."""
    return " ".join(morning.text().split())


async def test_the_plan_of_the_day_names_the_messages_that_need_you(opened: Opened) -> None:
    async with opened(ANN, size=(100, 30)) as (morning, pilot):
        wrote(morning)
        replied(morning)
        await press(pilot, "M")
        assert "Messages    Ann Lee replied since you wrote this: send, change or drop" in morning.text()

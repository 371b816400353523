"""Writing to a lead, by keys: what stands there whole is what goes, and nothing typed is lost."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace

from fuyu import paths, reach
from fuyu.desk import TouchMade
from fuyu.domain.action import Change
from fuyu.domain.lead import Lead, Outcome, Status
from fuyu.domain.message import State
from fuyu.domain.step import Channel, Plan
from fuyu.domain.when import When
from fuyu.features.messages.service import Post, Written, with_message_id
from fuyu.reach import Way
from tests.builders import a_promise, an_action
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
        assert "Fill in: {company}" in morning.text()
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
    monkeypatch.setattr(reach, "opener", lambda _way: ["/usr/bin/true"])

    def open_with(_program: str, way: Way) -> bool:
        asked.append(way)
        return True

    monkeypatch.setattr(reach, "open_with", open_with)
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


async def test_who_wants_no_mail_is_not_written_to_and_who_wants_no_calls_is_not_dialled(opened: Opened) -> None:
    async with opened(replace(ANN, phones=("+44 1",), unwanted=("email",))) as (morning, pilot):
        await press(pilot, "m")
        assert "Text to Ann Lee" in morning.text(), "they have a number, and want texts"
        await press(pilot, "escape")
        morning.desk.commands.edit(1, unwanted=[*Channel])
        await press(pilot, "m")
        assert "Ann Lee wants no e-mail" in morning.text()
        morning.desk.commands.edit(1, unwanted=("call",))
        await press(pilot, "enter", "ctrl+o")
        assert "Ann Lee wants no calls" in morning.text()


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
    morning.desk.commands.log(1, TouchMade(outcome=Outcome.REPLIED))


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
        morning.app.day.view.repaint()
        await press(pilot, "/", "~ann", "enter")
        assert "mail needs review: Ann Lee replied since you wrote this: send, change or drop" in unwrapped(morning)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
async def test_why_a_message_waits_is_whole_on_the_card_whatever_was_promised(
    opened: Opened, size: tuple[int, int]
) -> None:
    days = (dt.date(2026, 3, 23), dt.date(2026, 3, 24), dt.date(2026, 3, 25))
    promised = tuple(a_promise(day, f"promise of {day}") for day in days)
    async with opened(replace(ANN, promises=promised), size=size) as (morning, pilot):
        Post(morning.desk).write(1, replace(AT_NINE, reviewed=False))
        morning.app.day.view.repaint()
        await press(pilot, "/", "~ann", "enter")
        said = unwrapped(morning)
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
    monkeypatch.setattr(reach, "opener", lambda _way: [])
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
    post.begin(with_message_id(message, "here.example"))
    post.unsure(message.id)


def not_taken(morning: Morning) -> None:
    """Hand Ann's message in, and hear a no."""
    post = wrote(morning)
    post.refused(post.messages()[0], "550 no such user")


def late(morning: Morning) -> None:
    """Let the time of Ann's message pass by more than a day."""
    wrote(morning)
    morning.clock.at += dt.timedelta(days=5)


DOUBT = "it may have been sent Wed 18 Mar 09:30: the server did not answer"
SETTLING = "fuyu send --mark-sent 1 if it is in your sent mail, --resend 1 if it is not"
STATES = {
    "unknown": (
        unknown,
        f"unknown: {DOUBT}; m in the dashboard, or {SETTLING}",
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
        morning.app.day.view.repaint()
        await press(pilot, "/", "~ann", "enter")
        assert words in unwrapped(morning)


def held(morning: Morning) -> None:
    """Write to Ann, and hear from her before that goes."""
    wrote(morning)
    replied(morning)


CALLED: dict[str, tuple[Callable[[Morning], object], str]] = {
    **STATES,
    "held": (
        held,
        "needs review: Ann Lee replied since you wrote this: send, change or drop",
    ),
    "waiting": (wrote, "queued, fuyu send sends it Fri 20 Mar 09:00: The quote"),
}


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@pytest.mark.parametrize(("happens", "words"), CALLED.values(), ids=CALLED)
async def test_the_call_card_says_the_same(
    opened: Opened, happens: Callable[[Morning], object], words: str, size: tuple[int, int]
) -> None:
    async with opened(ANN, size=size) as (morning, pilot):
        happens(morning)
        morning.app.day.view.repaint()
        await press(pilot, "/", "~ann", "enter", "enter")
        assert "^o Dial" in morning.text()
        assert words in unwrapped(morning)


def sending(morning: Morning) -> None:
    """Hand Ann's message in, and be killed."""
    post = wrote(morning)
    post.begin(with_message_id(post.messages()[0], "here.example"))


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (160, 45)])
@pytest.mark.parametrize("happens", [unknown, sending])
async def test_m_shows_a_message_that_may_have_gone_and_offers_the_ways_out(
    opened: Opened, happens: Callable[[Morning], None], size: tuple[int, int]
) -> None:
    async with opened(ANN, size=size) as (morning, pilot):
        happens(morning)
        before = Post(morning.desk).messages()
        await press(pilot, "m")
        text = morning.text()
        assert "Message to Ann Lee" in text
        assert "It may have been sent Wed 18 Mar 09:30: the server did not answer." in unwrapped(morning)
        for line in (
            " s  it is in your sent mail, or they answered: log it as a touch",
            " r  it is not in your sent mail: queue it again",
            " d  drop it: it is neither logged nor sent",
            " To: ann@acme.example",
            " Subject: The quote",
            " Did you see my mail?",
        ):
            assert line[:59] in text
        await press(pilot, "escape")
        assert Post(morning.desk).messages() == before


SETTLED = {
    "s": (State.SENT, "sent to Ann Lee"),
    "r": (State.QUEUED, "the message to ann@acme.example is queued again; m shows it  (u undoes it)"),
    "d": (None, "dropped the message to ann@acme.example"),
}


@pytest.mark.parametrize("happens", [unknown, sending])
@pytest.mark.parametrize("key", SETTLED)
async def test_a_key_says_what_became_of_it_and_undo_takes_that_back(
    opened: Opened, happens: Callable[[Morning], None], key: str
) -> None:
    state, said = SETTLED[key]
    async with opened(ANN, size=(120, 36)) as (morning, pilot):
        happens(morning)
        await press(pilot, "m", key)
        assert [one.state for one in Post(morning.desk).messages()] == ([state] if state else [])
        assert said in morning.text()
        await press(pilot, "u")
        (message,) = Post(morning.desk).messages()
        assert Post(morning.desk).stands(message).state is State.UNKNOWN
        assert morning.desk.leads.card(1).history == []


async def test_one_that_is_being_sent_at_this_moment_is_left_alone(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(ANN) as (morning, pilot):
        sending(morning)
        monkeypatch.setattr(morning.desk.messages, "_is_sending", lambda: True)
        await press(pilot, "m")
        assert "the message to Ann Lee is being sent at this moment" in morning.text()


async def test_m_repeats_what_the_server_said_to_one_that_was_not_taken(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        not_taken(morning)
        await press(pilot, "m")
        assert "! not taken: 550 no such user: fuyu send tries again, ^g drops it, or change it" in unwrapped(morning)


@pytest.mark.parametrize("happens", [wrote, unknown])
async def test_what_is_left_to_somebody_who_is_do_not_contact_can_be_dropped(
    opened: Opened, happens: Callable[[Morning], object]
) -> None:
    async with opened(ANN, size=(120, 36)) as (morning, pilot):
        happens(morning)
        silent = replace(morning.lead(1), status=Status.DO_NOT_CONTACT, plan=None)
        morning.store.apply(an_action(Change(morning.lead(1), silent)))  # as a journal of an earlier version has it
        morning.app.day.view.repaint()
        await press(pilot, "/", "~ann", "ctrl+o", "enter", "m")
        assert "Message to Ann Lee" in morning.text()
        assert "queue it again" not in morning.text()
        await press(pilot, "r")
        assert len(Post(morning.desk).messages()) == 1, "nothing goes to them again"
        await press(pilot, "d")
        assert Post(morning.desk).messages() == []


async def test_the_plan_of_the_day_begins_with_messages_that_may_have_gone(opened: Opened) -> None:
    people = [replace(ANN, id=number, name=f"Lead {number}") for number in range(1, 8)]
    async with opened(*people, size=(100, 40)) as (morning, pilot):
        post = Post(morning.desk)
        for lead in people:
            post.write(lead.id, replace(AT_NINE, reviewed=lead.id > 5))
        for number in (6, 7):
            post.begin(with_message_id(post.message(number), "here.example"))
        await press(pilot, "M")
        text = morning.text()
        assert "Messages    Lead 6: unknown: it may have been sent Wed 18 Mar 09:30" in text
        assert "Lead 7: unknown" in text
        assert "~ 4 more" in text


def unwrapped(morning: Morning) -> str:
    """Return the screen, or the card, with the lines of an entry joined."""
    day = morning.app.day
    body = day.panes.call.body if day.calling.is_on else day.panes.card.body
    card = ["".join(span.text for span in line) for line in body._lines]
    return " ".join(" ".join([*card, morning.text()]).split())


async def test_the_plan_of_the_day_names_the_messages_that_need_you(opened: Opened) -> None:
    async with opened(ANN, size=(100, 30)) as (morning, pilot):
        wrote(morning)
        replied(morning)
        await press(pilot, "M")
        assert "Messages    Ann Lee replied since you wrote this: send, change or drop" in morning.text()

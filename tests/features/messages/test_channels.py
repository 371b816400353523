"""Messages that fuyu does not send: a text, a voicemail, a letter, prepared for a day and logged by whoever does it."""

import io
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace

from fuyu import paths, reach
from fuyu.config import Config
from fuyu.domain.cadence import Cadence
from fuyu.domain.history import Touch
from fuyu.domain.lead import Lead, Outcome
from fuyu.domain.message import State
from fuyu.domain.step import Channel, Plan
from fuyu.features.messages.channels import WRITTEN, known_ways, trouble_with, way_of
from fuyu.features.messages.service import Post
from fuyu.reach import Way
from tests.cli.conftest import Shell
from tests.tui.conftest import TODAY, Morning, Opened, press

ANN = Lead(
    id=1,
    name="Ann Lee",
    place="1 High Street, London",
    emails=("ann@acme.example",),
    phones=("+44 20 7946 0018",),
    links=("https://acme.example/ann",),
    plan=Plan(day=TODAY, why="demo"),
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FUYU_CONFIG", str(tmp_path / "config.toml"))
    folder = paths.templates()
    folder.mkdir()
    return folder


def touches(morning: Morning) -> list[tuple[Channel, Outcome, str]]:
    found = morning.desk.leads.card(1).history
    return [(one.channel, one.outcome, one.note) for one in found if isinstance(one, Touch)]


def states(morning: Morning) -> list[tuple[Channel, State]]:
    return [(one.channel, one.state) for one in Post(morning.desk).messages()]


async def test_a_text_is_prepared_due_on_its_day_and_logged_when_it_was_sent(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "m", "ctrl+n")
        assert "Text to Ann Lee" in morning.text()
        assert "+44 20 7946 0018" in morning.text()
        assert "Subject" not in morning.text()
        await press(pilot, "~See you at nine.", "shift+tab", "ctrl+u", "~today 11am", "ctrl+s")
        assert "queued for Ann Lee: a text, yours to send Wed 18 Mar 11:00" in morning.text()
        step = morning.lead(1).next_step
        assert step is not None
        assert (step.day, step.channel, step.why) == (TODAY, Channel.TEXT, "send: See you at nine.")
        assert Post(morning.desk).due() == []
        await press(pilot, "m")
        assert "See you at nine." in morning.text()
        await press(pilot, "ctrl+l")
        assert touches(morning) == [(Channel.TEXT, Outcome.SENT, "See you at nine.")]
        assert states(morning) == [(Channel.TEXT, State.SENT)]
        after = morning.lead(1).plan
        assert after is not None
        assert after.why == "demo", "the step is again for what it was for before"
        await press(pilot, "u")
        assert states(morning) == [(Channel.TEXT, State.QUEUED)]
        assert morning.lead(1).next_step == step


async def test_a_text_opens_in_the_app_for_it_with_its_words(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Way] = []

    def opens(_program: list[str], way: Way) -> bool:
        seen.append(way)
        return True

    monkeypatch.setattr(reach, "opener", lambda *_: ["open"])
    monkeypatch.setattr(reach, "open_with", opens)
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "m", "ctrl+n", "~Hello & good morning", "ctrl+o")
        link = urlsplit(seen[0].address)
        assert (link.scheme, link.path) == ("sms", "+442079460018")
        assert parse_qs(link.query) == {"body": ["Hello & good morning"]}
        assert states(morning) == [(Channel.TEXT, State.NEEDS_REVIEW)], "nobody said yet that it was sent"


async def test_a_voicemail_stands_on_the_call_card_and_is_logged_with_the_call(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "m", "ctrl+n", "ctrl+n")
        assert "Voicemail to Ann Lee" in morning.text()
        await press(pilot, "~Ann, it is me about the demo.", "enter", "~Call me until six.", "ctrl+s", "enter")
        shown = morning.text()
        assert "say" in shown
        assert "Ann, it is me about the demo." in shown
        assert "Call me until six." in shown
        await press(pilot, "escape", "l", "~m", "enter")
        assert touches(morning)[0][1:] == (Outcome.LEFT_MESSAGE, "Ann, it is me about the demo.\nCall me until six.")
        assert states(morning) == [(Channel.VOICEMAIL, State.SENT)]
        assert "as you had prepared it" in morning.text()
        await press(pilot, "u")
        assert touches(morning) == []
        assert states(morning) == [(Channel.VOICEMAIL, State.QUEUED)]


async def test_what_was_prepared_stays_where_the_touch_is_another(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "m", "ctrl+n", "~Hello", "ctrl+s", "l", "~m", "enter")
        assert states(morning) == [(Channel.TEXT, State.QUEUED)]


async def test_the_keys_are_those_of_the_channel(opened: Opened) -> None:
    async with opened(ANN, size=(120, 36)) as (morning, pilot):
        await press(pilot, "m")
        assert "^o Mail program" in morning.text()
        assert "^l Log" not in morning.text()
        for title, offered in (
            ("Text to", "^o Text app"),
            ("Voicemail to", "^o Dial"),
            ("Social message to", "^o Open the page"),
            ("Letter to", ""),
            ("Write to", "^o Mail program"),
        ):
            await press(pilot, "ctrl+n")
            assert title in morning.text()
            assert offered in morning.text()
            assert ("^l Log" in morning.text()) is (title != "Write to")
        await press(pilot, "ctrl+l")
        assert "Write to" in morning.text(), "fuyu sends an e-mail; nobody logs it"


async def test_what_somebody_typed_where_to_stays(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "m", "shift+tab", *["backspace"] * 20, "~+1 555 0100", "ctrl+n")
        assert "+1 555 0100" in morning.text()


async def test_a_message_by_text_that_is_typed_is_offered_again(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "m", "ctrl+n", "~half a wo", "escape")
        assert states(morning) == [(Channel.TEXT, State.NEEDS_REVIEW)]
        await press(pilot, "m")
        assert "Text to Ann Lee" in morning.text()
        assert "half a wo" in morning.text()


async def test_the_second_touch_proposes_the_second_template(opened: Opened, folder: Path) -> None:
    (folder / "first.txt").write_text("Subject: Hello\n\nNice to meet you, {first_name}.\n")
    (folder / "again.txt").write_text("By: text\n\n{first_name}, did you see my mail?\n")
    config = Config(cadence=Cadence(templates=("first", "again")))
    async with opened(ANN, replace(ANN, id=2, name="Bo Diaz", touches=1), config=config) as (morning, pilot):
        await press(pilot, "m")
        assert "Nice to meet you, Ann." in morning.text()
        await press(pilot, "escape")
        assert states(morning) == [], "nothing was typed: nothing is kept"
        await press(pilot, "j", "m")
        assert "Text to Bo Diaz" in morning.text()
        assert "Bo, did you see my mail?" in morning.text()
        await press(pilot, "escape")


async def test_a_template_of_a_cadence_that_is_gone_is_named(opened: Opened, folder: Path) -> None:
    (folder / "first.txt").write_text("Hello")
    async with opened(ANN, config=Config(cadence=Cadence(templates=("frist",)))) as (morning, pilot):
        await press(pilot, "m", "escape")
        assert "no template is called “frist”; did you mean first?" in morning.text()


def test_the_ways_are_those_that_are_known_and_wanted() -> None:
    assert known_ways(ANN) == [*WRITTEN]
    assert known_ways(replace(ANN, unwanted=("email", "call"))) == [Channel.TEXT, Channel.SOCIAL, Channel.LETTER]
    assert known_ways(Lead(id=1, name="Ann Lee")) == [Channel.EMAIL]
    assert known_ways(replace(ANN, unwanted=tuple(Channel))) == []


@pytest.mark.parametrize(
    ("channel", "to", "wrong"),
    [
        (Channel.EMAIL, "", "e-mail address"),
        (Channel.TEXT, "ann", "is not a phone number"),
        (Channel.VOICEMAIL, "ann", "is not a phone number"),
        (Channel.SOCIAL, "ann", "is not a link"),
        (Channel.LETTER, "1 High Street", ""),
        (Channel.TEXT, "", ""),
    ],
)
def test_where_a_message_goes_is_checked_for_its_channel(channel: Channel, to: str, wrong: str) -> None:
    found = trouble_with(channel, to)
    assert wrong in found if wrong else not found


def test_a_letter_opens_nothing_and_a_number_is_dialled() -> None:
    assert way_of(Channel.LETTER, "1 High Street", "", "Dear Ann") is None
    dialled = way_of(Channel.VOICEMAIL, "+44 20 7946 0018", "", "Ann, it is me")
    assert dialled is not None
    assert dialled.address == "tel:+442079460018"


def test_a_text_by_commands(fuyu: Shell) -> None:
    fuyu.ok("add", "Ann Lee", "--phone", "+44 20 7946 0018", "--email", "ann@acme.example", "--next", "fri")
    said = fuyu.ok("message", "ann", "--channel", "text", "--text", "See you.", "--on", "today", "--reviewed", "--json")
    written = json.loads(said.out)["message"]
    assert (written["channel"], written["to"], written["state"]) == ("text", "+44 20 7946 0018", "queued")
    refused = fuyu("message", "ann", "--subject", "Hello", "--channel", "text", "--text", "x")
    assert (refused.code, refused.err) == (2, "fuyu: a text has no subject: leave --subject out\n")
    assert fuyu.ok("messages").out.rstrip("\n").endswith("\ttext\tAnn Lee")
    assert fuyu.ok("send", "--dry-run").out == "", "fuyu sends no texts"
    assert fuyu.ok("send", "--mark-sent", "1").out.startswith("sent to Ann Lee")
    card = json.loads(fuyu.ok("show", "ann", "--json").out)
    assert card["history"][0]["channel"] == "text"
    assert card["history"][0]["note"] == "See you."


def test_a_template_says_by_what_it_goes(fuyu: Shell, folder: Path) -> None:
    fuyu.ok("add", "Ann Lee", "--phone", "+44 20 7946 0018", "--email", "ann@acme.example", "--next", "fri")
    (folder / "again.txt").write_text("By: text\nDid you see my mail?\n")
    (folder / "wrong.txt").write_text("By: pigeon\nHello\n")
    written = json.loads(fuyu.ok("message", "ann", "--template", "again", "--json").out)["message"]
    assert (written["channel"], written["text"]) == ("text", "Did you see my mail?")
    refused = fuyu("message", "ann", "--template", "wrong")
    assert refused.code == 2
    assert "wrong.txt: By names no channel: “pigeon”; there are email, text, voicemail, social, letter" in refused.err


def test_what_goes_to_no_address_is_told_by_the_name_and_the_way(fuyu: Shell) -> None:
    fuyu.ok("add", "Bo Diaz", "--next", "fri")
    said = fuyu.ok("message", "bo", "--channel", "letter", "--text", "Dear Bo", "--reviewed")
    assert said.lines[:2] == ["To: Bo Diaz", "By: letter"]
    assert fuyu.ok("messages").out.endswith("\tletter\tBo Diaz\n")
    assert fuyu.ok("message", "bo", "--drop").out == "dropped the message by letter\n"


async def test_a_template_for_a_way_that_is_not_wanted_begins_by_another(opened: Opened, folder: Path) -> None:
    (folder / "again.txt").write_text("By: text\n\nDid you see my mail?\n")
    config = Config(cadence=Cadence(templates=("again",)))
    async with opened(replace(ANN, unwanted=("text",)), config=config) as (morning, pilot):
        await press(pilot, "m")
        assert "Write to Ann Lee" in morning.text()
        assert "Did you see my mail?" in morning.text()
        await press(pilot, "escape")


def test_a_touch_of_before_is_not_the_message_that_was_prepared_since(fuyu: Shell) -> None:
    fuyu.ok("add", "Ann Lee", "--phone", "+44 20 7946 0018", "--next", "fri")
    fuyu.ok("message", "ann", "--channel", "voicemail", "--text", "It is me.", "--reviewed")
    fuyu.ok("log", "ann", "left_message", "--when", "yesterday 15:00")
    assert json.loads(fuyu.ok("messages", "--json").out)["messages"][0]["state"] == "queued"
    fuyu.ok("log", "ann", "left_message")
    assert json.loads(fuyu.ok("messages", "--json").out)["messages"] == []


def test_what_is_written_to_many_is_an_e_mail_whatever_their_next_step_is(
    fuyu: Shell, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached = ("--phone", "+44 20 7946 0018", "--email", "ann@acme.example")
    fuyu.ok("add", "Ann Lee", *reached, "--next", "fri", "--channel", "text")
    (folder / "hello.txt").write_text("Hello {first_name}\n")
    monkeypatch.setattr("sys.stdin", io.StringIO("1\n"))
    fuyu.ok("message", "-", "--template", "hello", "--reviewed")
    (written,) = json.loads(fuyu.ok("messages", "--json").out)["messages"]
    assert (written["channel"], written["to"]) == ("email", "ann@acme.example")

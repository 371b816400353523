"""Writing to a lead, by keys: what stands there whole is what goes, and nothing typed is lost."""

import datetime as dt
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from fuyu import paths
from fuyu.desk.post import Post
from fuyu.domain.lead import Lead
from fuyu.domain.message import State
from fuyu.domain.step import Channel, Plan
from fuyu.reach import Way
from fuyu.tui.screens import day
from tests.tui.conftest import TODAY, Opened, press

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
        said = " queued for Ann Lee: fuyu send sends it Fri 20 Mar from 08:00  (u undoes it)"
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
        assert "kept an unfinished message to Ann Lee  (u undoes it)" in morning.text()
        (message,) = Post(morning.desk).messages()
        assert "nobody has seen it" in Post(morning.desk).why_not(message)
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

"""`o` opens and `y` copies, and both say what was done."""

import base64

import pytest

from fuyu import reach
from fuyu.domain.lead import Lead, Status
from fuyu.reach import Way
from fuyu.tui.day import lead_actions
from tests.tui.conftest import Opened, due, press


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the addresses that are opened, by a program that there is."""
    addresses: list[str] = []

    def open_with(_program: str, way: Way) -> bool:
        addresses.append(way.address)
        return True

    monkeypatch.setattr(reach, "opener", lambda _way: ["/usr/bin/xdg-open"])
    monkeypatch.setattr(reach, "open_with", open_with)
    return addresses


def reachable(**fields: object) -> Lead:
    """Return a lead who is overdue and can be reached."""
    lead = due(1, "Sakura Tanaka", -5)
    return Lead(**{name: getattr(lead, name) for name in lead.__struct_fields__} | fields)


async def test_one_way_is_taken_at_once(opened: Opened, asked: list[str]) -> None:
    async with opened(reachable(phones=("+81 6 0000 0142",))) as (morning, pilot):
        await press(pilot, "o")
        assert asked == ["tel:+81600000142"]
        assert "opened: +81 6 0000 0142" in morning.text()


async def test_several_are_a_small_choice_also_while_typing(opened: Opened, asked: list[str]) -> None:
    lead = reachable(phones=("+81 6 0000 0142",), emails=("s@kumo.example",), links=("kumo.example/[x]",))
    async with opened(lead) as (morning, pilot):
        await press(pilot, "n", "~half", "ctrl+o")
        for line in ("Open for Sakura Tanaka", "1 phone  +81 6 0000 0142", "3 page   kumo.example/[x]"):
            assert line in morning.text()
        await press(pilot, "9", "2", "~ more", "escape", "o", "enter", "o", "escape")
        assert asked == ["mailto:s@kumo.example", "tel:+81600000142"]
        assert "half more" in morning.text()


async def test_where_nothing_opens_it_the_number_is_shown(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "opener", lambda _way: [])
    async with opened(reachable(phones=("+81 6 0000 0142",))) as (morning, pilot):
        await press(pilot, "o")
        assert "+81 6 0000 0142  (nothing here opens it; y copies it)" in morning.text()
    async with opened(reachable(links=("javascript:alert(1)",))) as (morning, pilot):
        await press(pilot, "o")
        assert "nothing is known of Sakura Tanaka that could be opened" in morning.text()


async def test_nobody_who_asked_not_to_be_contacted_is(opened: Opened, asked: list[str]) -> None:
    async with opened(reachable(phones=("+81 6 0000 0142",))) as (morning, pilot):
        await press(pilot, "l", "d", "enter", "/", "~sakura", "ctrl+o", "enter")
        assert morning.lead(1).status is Status.DO_NOT_CONTACT
        await press(pilot, "o")
        assert not asked
        assert "asked not to be contacted" in morning.text()


async def test_y_copies_and_says_by_what(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []

    def copy_with_tool(text: str) -> str:
        copied.append(text)
        return "wl-copy"

    monkeypatch.setattr(lead_actions, "copy_with_tool", copy_with_tool)
    async with opened(reachable(phones=("+81 6 0000 0142",))) as (morning, pilot):
        await press(pilot, "y", "1")
        await morning.app.workers.wait_for_complete()
        await pilot.pause()
        assert "copied by wl-copy: +81 6 0000 0142" in morning.text()
        await press(pilot, "y", "3")
        await morning.app.workers.wait_for_complete()
        assert copied == ["+81 6 0000 0142", "Sakura Tanaka\n+81 6 0000 0142"]


async def test_without_a_tool_the_terminal_is_asked_and_the_text_shown(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lead_actions, "copy_with_tool", lambda _text: "")
    async with opened(reachable()) as (morning, pilot):
        written: list[str] = []
        assert morning.app._driver is not None
        monkeypatch.setattr(morning.app._driver, "write", written.append)
        await press(pilot, "y", "1")
        await morning.app.workers.wait_for_complete()
        await pilot.pause()
        assert "asked the terminal to copy, which not every one does: Sakura Tanaka" in morning.text()
        (osc,) = [text for text in written if text.startswith("\x1b]52;")]
        assert base64.b64decode(osc.removeprefix("\x1b]52;c;").removesuffix("\x07")) == b"Sakura Tanaka"

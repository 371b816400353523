"""Sheets and questions: one frame, every choice in sight at the smallest sizes, what each shows and takes."""

import re
from functools import partial
from pathlib import Path

import pytest
from textual.events import Paste
from textual.geometry import Offset

from fuyu.domain.find import around
from fuyu.domain.lead import Lead
from fuyu.tui.keys import KEYS, Where
from fuyu.tui.kit.completing import completed
from fuyu.tui.legend import LEGEND
from fuyu.tui.screens.find import FindScreen
from fuyu.tui.screens.help import HelpScreen
from fuyu.tui.screens.sheet import Sheet
from tests.builders import a_lead
from tests.tui.conftest import Opened, due, offered, press, until

SMALL = (60, 20)
SHEETS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "help": (("?",), ("PgDn Page down", "Esc Back")),
    "find": (("/",), ("Enter Go to the lead", "Esc Back")),
    "palette": ((":",), ("Enter Run", "Esc Back")),
    "form": (("e",), ("^s Save", "↓ Next field", "Esc Back")),
    "history": (("h",), ("e Correct", "/ Search", "Esc Back")),
    "message": (("m",), ("^s Queue", "^o Mail program", "^b Copy", "^t Template", "Tab Next", "Esc Back")),
    "reschedule": (("P",), ("Enter Reschedule", "Esc Back, nothing moves")),
    "away": (("A", "~3-10 aug", "enter"), ("Enter Keep these days free", "Esc Back to the dates")),
    "evening": (("E",), ("Esc Back",)),
    "review": (("V",), ("Esc Back",)),
    "join": (("J", "~li wei", "enter"), ("Enter Join", "Space Take the other", "j Next field", "Esc Back")),
    "snooze": (("s",), ("1 ", "2 ", "3 ", "4 ", "5 ", "6 ", "Enter Snooze", "↓ Month", "Esc Back")),
    "add": (("a",), ("Enter Add", "Tab Every field", "Esc Back")),
    "confirm": (("D",), ("Enter Yes", "Esc No")),
    "export": (("W",), ("Enter Save", "Tab Complete the path", "Esc Back")),
    "jump": ((";",), ("3 Notes", "Esc Back")),
    "log": (
        ("l",),
        ("t talked", "r replied", "d DNC", "Tab ", "c ", "k ", "y ", "e ", "Enter Log it", "Esc Back"),
    ),
}
"""The keys that open each, and what one must be able to choose there."""


def people() -> tuple[Lead, ...]:
    return (
        due(1, "Sakura Tanaka", -5, "Nihon Denki", why="proposal", snoozed=1),
        due(2, "Li Wei", 0, "Flags Ltd"),
        a_lead(3, "Ana Horvat", emails=("ana@adria.example",), about=()),
    )


@pytest.mark.parametrize(("keys", "choices"), SHEETS.values(), ids=SHEETS)
@pytest.mark.parametrize("size", [SMALL, (80, 24), (120, 36)], ids=str)
async def test_no_panel_hides_a_choice(
    opened: Opened, size: tuple[int, int], keys: tuple[str, ...], choices: tuple[str, ...]
) -> None:
    async with opened(*people(), size=size) as (morning, pilot):
        await press(pilot, *keys)
        await pilot.pause()
        text = morning.text()
        assert [choice for choice in choices if choice not in text] == []


async def test_every_way_of_a_decision_is_in_sight_in_a_narrow_terminal(opened: Opened) -> None:
    async with opened(due(1, "Ann Lee", -1, snoozed=2), size=SMALL) as (morning, pilot):
        await press(pilot, "s")
        text = morning.text()
        for way in ("c call now", "o another channel", "a ask whether", "p park", "e lost", "Esc snooze this one"):
            assert way in text


@pytest.mark.parametrize("keys", [keys for name, (keys, _) in SHEETS.items() if name != "palette"], ids=str)
async def test_what_lies_above_the_day_has_a_border_only_where_there_is_room(
    opened: Opened, keys: tuple[str, ...]
) -> None:
    for size, corner in (((160, 45), "╭━ "), ((80, 24), "━━ ")):
        async with opened(*people(), size=size) as (morning, pilot):
            await press(pilot, *keys)
            heads = [line for line in morning.text().splitlines() if corner in line]
            assert heads, "a heavy rule says that the keys are here"


async def test_keys_at_the_foot_can_be_clicked(opened: Opened) -> None:
    async with opened(*people()) as (morning, pilot):
        await press(pilot, "P")
        sheet = morning.app.screen
        assert isinstance(sheet, Sheet)
        at = morning.text().splitlines()[-1].index("Back")
        await pilot.click(sheet.edge.foot, offset=(at, 0))
        assert "1 Overdue" in morning.text()


async def test_the_help_has_a_legend_of_every_mark_and_finds_them(opened: Opened) -> None:
    async with opened(*people(), size=(160, 60)) as (morning, pilot):
        await press(pilot, "?")
        text = " ".join(morning.lines())
        for mark in LEGEND:
            assert "".join(span.text for span in mark.seen) in text
        for words, shown in (("2/7", "Touches so far"), ("legend", "Promise: a date"), ("●h", "Temperature: hot")):
            await press(pilot, f"~{words}")
            assert shown in " ".join(morning.lines())
            await press(pilot, "escape")


async def test_the_help_is_paged_through_and_gone_to_its_ends(opened: Opened) -> None:
    async with opened(*people()) as (morning, pilot):
        await press(pilot, "?")
        begin = morning.text()
        await press(pilot, "pagedown")
        assert morning.text() != begin
        await press(pilot, "pageup")
        assert morning.text() == begin
        await press(pilot, "end")
        last = [key for key in KEYS if key.where is [*Where][-1]][-1]
        assert last.tooltip.split(";")[0] in " ".join(morning.lines())
        await press(pilot, "home")
        assert morning.text() == begin


@pytest.mark.parametrize(("width", "columns"), [(80, 1), (120, 2), (160, 3)])
async def test_the_help_has_as_many_columns_as_there_is_room_for(opened: Opened, width: int, columns: int) -> None:
    async with opened(*people(), size=(width, 45)) as (morning, pilot):
        await press(pilot, "?")
        situations = [f"{where[:1].upper()}{where[1:]}" for where in Where]
        counts = [sum(title in line for title in situations) for line in morning.lines()[1:]]
        assert max(counts) == columns
        assert isinstance(morning.app.screen, HelpScreen)


async def test_the_palette_begins_with_what_is_used_most_and_shows_keys_at_the_right(opened: Opened) -> None:
    async with opened(*people()) as (morning, pilot):
        await press(pilot, ":")
        lines = (await offered(pilot, "Log a touch")).splitlines()
        first = next(line for line in lines if "Log a touch" in line)
        assert first.rstrip("│ ").endswith("l, ctrl+l")
        assert "Snooze" in lines[lines.index(first) + 1]
        await press(pilot, "~snooze", "enter")
        assert "Snooze Sakura Tanaka until" in morning.text()


async def test_the_card_stands_beside_or_below_whom_one_finds_where_there_is_room(opened: Opened) -> None:
    for size, shown in (((120, 36), True), ((80, 24), True), ((80, 20), False)):
        async with opened(*people(), size=size) as (morning, pilot):
            await press(pilot, "/", "~sakura")
            screen = morning.app.screen
            assert isinstance(screen, FindScreen)
            await until(pilot, partial(getattr, screen, "is_settled"))
            await pilot.pause()
            assert ("── Sakura Tanaka" in morning.text()) == shown


async def test_who_is_found_by_a_note_shows_the_words_around(opened: Opened) -> None:
    async with opened(*people()) as (morning, pilot):
        await press(pilot, "n", "~She liked the old bakery a lot", "ctrl+l", "t", "enter", "/", "~bakery")
        await until(pilot, lambda: "0 names, 1 in notes" in morning.text())
        assert "She liked the old bakery" in morning.text()


def test_where_a_word_stands_is_told_whatever_its_accents() -> None:
    found = around(["nothing here", "Sie kommt aus der Bäckerei um die Ecke"], ["backerei"], 10)
    assert found is not None
    assert found == ("…aus der ", "Bäckerei", " um die Ecke")
    assert around(["nothing"], ["bakery"], 10) is None


async def test_an_error_stands_under_its_field_until_something_else_is_typed(opened: Opened) -> None:
    async with opened(*people()) as (morning, pilot):
        await press(pilot, "e", "down", "down", "down", "~abc", "ctrl+s")
        lines = morning.lines()
        phone = next(at for at, line in enumerate(lines) if line.startswith("Phone"))
        assert lines[phone + 1].startswith("? “abc” is not a phone number")
        await press(pilot, "backspace")
        assert "is not a phone number" not in morning.text()


async def test_a_preset_and_a_day_of_the_month_can_be_clicked(opened: Opened) -> None:
    async with opened(due(1, "Ann Lee", 0), size=(120, 36)) as (morning, pilot):
        await press(pilot, "s")
        for words, meant in (("3 1w", "= Wed 25 Mar"), ("27", "= Fri 27 Mar")):
            lines = morning.text().splitlines()
            y, x = next((y, line.index(words)) for y, line in enumerate(lines) if words in line and y > 20)
            await pilot.click(offset=Offset(x, y))
            assert meant in morning.text()


async def test_presets_show_how_full_their_days_are(opened: Opened) -> None:
    many = [due(number, f"Lead {number}", 1) for number in range(2, 12)]
    async with opened(due(1, "Ann Lee", 0), *many) as (morning, pilot):
        await press(pilot, "s")
        assert re.search(r"1 tomorrow Thu 19 Mar +10 ━+", morning.text())


async def test_an_export_completes_its_path(opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "copies of today").mkdir()
    (tmp_path / "copies of today" / "one.json").touch()
    assert completed(f"{tmp_path}/cop") == (f"{tmp_path}/copies of today/", [])
    (tmp_path / "copy.json").touch()
    assert completed(f"{tmp_path}/c") == (f"{tmp_path}/cop", ["copies of today/", "copy.json"])
    assert completed(f"{tmp_path}/none/x") == (f"{tmp_path}/none/x", [])
    monkeypatch.setenv("HOME", str(tmp_path))
    async with opened(*people()) as (morning, pilot):
        await press(pilot, "W", "ctrl+u", "~~/copi", "tab")
        assert "~/copies of today/" in morning.text()


async def test_nobody_here_yet_says_how_to_begin(opened: Opened) -> None:
    async with opened() as (morning, pilot):
        text = morning.text()
        for words in ("Nobody is here yet", "I   Import", "a   Add", "T   Look around"):
            assert words in text
        await press(pilot, "a")
        assert "Enter Add" in morning.text(), "the key worked at once"


async def test_the_end_of_a_long_paste_is_seen(opened: Opened) -> None:
    async with opened(*people(), size=SMALL) as (morning, pilot):
        await press(pilot, "/")
        driver = morning.app._driver
        assert driver is not None
        driver.send_message(Paste("Eve " * 30 + "Fin"))
        await until(pilot, lambda: "Fin" in morning.text())

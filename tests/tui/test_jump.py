"""Going anywhere by one letter, and doing anything by its name."""

import re

from fuyu.domain.lead import Lead
from fuyu.tui.keys import KEYS, Where
from tests.tui.conftest import Opened, due, offered, press


async def test_a_letter_beside_each_lead_goes_there(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, ";")
        lines = [line for line in morning.text().split("\n") if "Horvat" in line or "Li Wei" in line]
        assert [line[0] for line in lines] == ["s", "g"]
        assert "Jump to the lead with the letter" in morning.text()
        await press(pilot, "g")
        assert "─ Li Wei" in morning.text()
        assert [line[0] for line in morning.text().split("\n") if "Horvat" in line][:1] == [" "]
        await press(pilot, ";", "s", "l", "n", "enter")
        assert morning.lead(2).touches == 1


async def test_jumping_while_typing_keeps_the_text_and_esc_stays(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "n", "~half", "ctrl+n", "q", "Z", "escape", "~ more")
        assert morning.app.day.notes.editor.text == "half more"
        await press(pilot, "ctrl+n", "d")
        assert "── M. al-Ahmad" in morning.text()
        await press(pilot, ";", "3", "~note")
        assert morning.app.day.notes.editor.text == "note"


async def test_where_nobody_is_there_is_nowhere_to_jump(opened: Opened) -> None:
    async with opened() as (morning, pilot):
        await press(pilot, ";")
        assert "nobody is in the lists" in morning.text()
        await press(pilot, "a", "~Ann Lee tomorrow", "enter")
        assert morning.lead(1).name == "Ann Lee"


async def test_only_what_is_seen_has_a_letter(opened: Opened) -> None:
    many = [due(number, f"Lead {number:03}", -1) for number in range(1, 200)]
    async with opened(*many, size=(160, 45)) as (morning, pilot):
        await press(pilot, "G", ";", "a")
        pane = morning.app.day.lists.overdue
        assert pane.list.cursor == pane.seen[0]
        assert pane.seen[0] > 100


async def test_everything_one_can_do_is_found_by_name_with_its_key(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people, size=(120, 60)) as (_, pilot):
        await press(pilot, ":")
        commands = await offered(pilot, "Log")
        for _ in range(4):
            await press(pilot, "pagedown", "pagedown")
            commands += await offered(pilot, "Commands")
        for key in KEYS:
            if key.where in {Where.MOVE, Where.WORK, Where.BOOK, Where.NOTES}:
                assert re.search(rf"{re.escape(key.label)} .*{re.escape(key.shown)} ", commands)


async def test_paging_through_commands_in_a_tiny_terminal_is_no_fault(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people, size=(40, 10)) as (morning, pilot):
        await press(pilot, ":", "pageup", "pagedown", "end", "home", "pageup")
        await press(pilot, "~undo", "pagedown", "escape")
        assert morning.app.is_running

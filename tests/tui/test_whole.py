"""What stands on the screen is whole and true: on the smallest one, on a low one, and where nobody is here yet."""

import pytest
from textual.pilot import Pilot

from fuyu.domain.lead import Lead
from fuyu.tui.present import wrapped
from fuyu.tui.wrapping import glued
from tests.tui.conftest import Morning, Opened, due, press

TINY, SMALL, LOW = (40, 12), (60, 20), (80, 24)
LATE = due(1, "Sakura Tanaka", -6, "Nihon Denki", promised=True, why="proposal")


def foot(morning: Morning) -> str:
    """Return the last line of the screen."""
    return morning.text().splitlines()[-1]


async def test_the_title_of_a_call_has_the_whole_name_on_the_smallest_screen(opened: Opened) -> None:
    async with opened(LATE, due(2, "Li Wei", 0), size=TINY) as (morning, pilot):
        await press(pilot, "enter")
        title = next(line for line in morning.text().splitlines() if "0:00" in line)
        assert title.startswith("── Sakura Tanaka ──")
        assert foot(morning) == " ^l Log  Esc Lists  ^p Commands  f1 Help"


@pytest.mark.parametrize("size", [TINY, SMALL, LOW], ids=str)
async def test_a_title_gives_up_whole_parts(opened: Opened, size: tuple[int, int]) -> None:
    async with opened(LATE, due(2, "Nobody", 1), Lead(id=3, name="Undated"), size=size) as (morning, pilot):
        for key, title in (
            ("?", "Help"),
            ("P", "Reschedule"),
            ("A", "Keep days free"),
            ("E", "Evening"),
            ("/", "Find"),
        ):
            await press(pilot, key)
            await pilot.pause()
            first = morning.text().splitlines()[0]
            assert first.startswith(f"━━ {title}"), first
            assert first.endswith("1 unscheduled ━━")
            assert "…" not in first
            await press(pilot, "escape")


@pytest.mark.parametrize("size", [TINY, SMALL, LOW], ids=str)
async def test_the_log_hides_no_key_on_a_small_screen(opened: Opened, size: tuple[int, int]) -> None:
    async with opened(LATE, size=size) as (morning, pilot):
        await press(pilot, "l")
        text = morning.text()
        for words in (
            "p agreed",
            "Tab date",
            "c channel",
            "k check-in",
            "y when",
            "e lost",
            "Enter Log it",
            "Esc Back",
        ):
            assert words in text


async def test_every_question_names_the_way_out_on_the_smallest_screen(opened: Opened) -> None:
    async with opened(LATE, size=TINY) as (morning, pilot):
        for key in ("l", "s", "D", "a", "W"):
            await press(pilot, key)
            assert "Esc " in foot(morning), key
            await press(pilot, "escape")


async def test_every_question_names_what_enter_does_on_the_smallest_screen(opened: Opened) -> None:
    async with opened(LATE, Lead(id=3, name="Undated"), size=TINY) as (morning, pilot):
        for key, words in (
            ("D", "Enter Yes  Esc No"),
            ("S", "Enter Yes  Esc No"),
            ("a", "Enter Add"),
            ("s", "Enter Snooze"),
        ):
            await press(pilot, key)
            assert words in foot(morning).replace("   ", "  ")
            assert "…" not in morning.text().split("━━ ")[-1]
            await press(pilot, "escape")


async def test_what_a_date_means_is_not_cut_within_a_word(opened: Opened) -> None:
    async with opened(LATE, due(2, "Li Wei", 1), size=TINY) as (morning, pilot):
        await press(pilot, "s")
        lines = morning.text().splitlines()
        assert " = Thu 19 Mar, tomorrow" in lines
        assert any("Thu 12 Mar: that breaks it" in line for line in lines)


@pytest.mark.parametrize("keys", [("A",), ("I",), ("V",)], ids=str)
async def test_hints_and_words_are_broken_and_not_cut(opened: Opened, keys: tuple[str, ...]) -> None:
    async with opened(LATE, size=TINY) as (morning, pilot):
        await press(pilot, *keys)
        await morning.app.workers.wait_for_complete()
        await pilot.pause()
        assert "…" not in morning.text()


async def test_rescheduling_shows_every_working_day_on_the_smallest_screen(opened: Opened) -> None:
    async with opened(due(1, "Ann Lee", -3), size=TINY) as (morning, pilot):
        await press(pilot, "P")
        text = morning.text()
        assert "Mon   Tue   Wed   Thu   Fri" in text
        assert "→1" in text
        assert "…" not in text


async def test_a_key_is_not_parted_from_what_it_does(opened: Opened) -> None:
    async with opened(due(1, "Ann Lee", -3), size=LOW) as (morning, pilot):
        await press(pilot, "P")
        assert "u undoes it all." in morning.text()


@pytest.mark.parametrize("width", range(12, 40))
def test_glued_words_stay_on_one_line(width: int) -> None:
    lines = wrapped(f"Nothing is lost by this; {glued('u undoes it.')} Nor 김하늘.", width)
    assert any("u undoes it." in line for line in lines)
    assert "\u00a0" not in "".join(lines)


NOTES = "one\ntwo\nthree"


@pytest.mark.parametrize("opens", ["n", "enter"])
async def test_what_is_said_covers_no_line_of_the_notes(opened: Opened, opens: str) -> None:
    async with opened(LATE, due(2, "Li Wei", 0), size=LOW) as (morning, pilot):
        await press(pilot, opens)
        rows = morning.app.day.notes.editor.size.height
        lines = [f"line {number}" for number in range(rows)]
        morning.app.day.notes.editor.text = "\n".join(lines)
        morning.app.day.voice.say("snoozed somebody")
        await pilot.pause()
        text = morning.text()
        assert "━━ snoozed somebody ━━" in text
        assert [line for line in lines if line not in text] == []
        morning.app.day.panes.said.was_read()
        await press(pilot, "ctrl+t")
        assert "3 Notes" in morning.text(), "the title comes back"


async def test_what_is_said_on_the_smallest_screen_moves_with_what_has_the_keys(opened: Opened) -> None:
    async with opened(LATE, due(2, "Li Wei", 0), size=TINY) as (morning, pilot):
        morning.app.day.voice.say("snoozed somebody")
        await press(pilot, "enter")
        assert "━━ snoozed somebody ━━" in morning.text()
        await press(pilot, "escape")
        await pilot.pause()
        assert "── snoozed somebody ──" in morning.text()


async def test_an_empty_book_offers_what_can_be_done(opened: Opened) -> None:
    async with opened(size=LOW) as (morning, pilot):
        assert foot(morning) == " a Add   I Import   T Demo   q Quit   : Commands   ? Help"
        await press(pilot, "l")
        assert "nobody is selected: a adds your first lead" in morning.text()


async def test_a_day_without_anybody_offers_no_key_that_means_nothing(opened: Opened) -> None:
    async with opened(due(1, "Ann Lee", 3), size=LOW) as (morning, _pilot):
        assert "nobody is due today: 4 shows the days ahead" in morning.text()
        assert foot(morning).startswith(" / Find  a Add")


async def test_where_no_other_program_can_run_the_demo_is_named(opened: Opened) -> None:
    async with opened(size=LOW) as (morning, pilot):
        await press(pilot, "T")
        assert "`fuyu demo`" in morning.text()


async def said_everywhere(pilot: Pilot[None], morning: Morning) -> list[str]:
    """Return the screens that say how late somebody is."""
    seen = [morning.text()]
    for keys in (("enter",), ("escape", "M")):
        await press(pilot, *keys)
        seen.append(morning.text())
    return seen


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)], ids=str)
async def test_how_late_somebody_is_has_one_wording(opened: Opened, size: tuple[int, int]) -> None:
    async with opened(LATE, size=size) as (morning, pilot):
        for text in await said_everywhere(pilot, morning):
            assert "6 days" in text
            assert "6d" not in text


async def test_a_page_offers_to_read_on_only_where_there_is_more(opened: Opened) -> None:
    async with opened(LATE, size=TINY) as (morning, pilot):
        await press(pilot, "V")
        await morning.app.workers.wait_for_complete()
        await pilot.pause()
        assert "Read on" in foot(morning)
        await pilot.resize_terminal(80, 60)
        await pilot.pause()
        assert foot(morning) == " Esc Back"


async def test_a_day_without_a_touch_is_not_praised(opened: Opened) -> None:
    async with opened(LATE, size=LOW) as (morning, pilot):
        await press(pilot, "E")
        said = [line for line in morning.lines() if line]
        assert said[-2] == "Thu 19 Mar Sakura Tanaka, Nihon Denki"


async def test_a_past_day_in_a_new_lead_is_said_to_be_a_note(opened: Opened) -> None:
    async with opened(size=LOW) as (morning, pilot):
        await press(pilot, "a", "~Ann Lee call yesterday")
        assert "“yesterday” is read as a note, not as a day" in morning.text()
        await press(pilot, "ctrl+u", "~Ann Lee call re pricing likes lamps")
        assert "read as a note" not in morning.text()


async def test_an_agreed_day_is_asked_for_in_the_log(opened: Opened) -> None:
    async with opened(LATE, size=LOW) as (morning, pilot):
        await press(pilot, "l", "t", "p")
        assert "Tab back to the keys" in morning.text(), "the day is what is typed next"

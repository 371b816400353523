"""Keys that a person sets: what holds, and how every mistake is said."""

import pytest
from textual.widgets import Input

from fuyu.config import parse_config
from fuyu.domain.lead import Lead
from fuyu.tui.keymap import PRESETS, keyboard_for
from fuyu.tui.keys import KEYS, Keyboard
from fuyu.tui.preferences import preferences
from tests.tui.conftest import Opened, press


def held(text: str) -> tuple[Keyboard, str]:
    """Return the keyboard of a [keys] table, and what is wrong with it."""
    keyboard, problems = keyboard_for(parse_config(f"[keys]\n{text}").keys)
    return keyboard, "\n".join(problems)


@pytest.mark.parametrize(
    ("text", "key_id", "keys"),
    [
        ('"work.log" = "L"', "work.log", ("L", "ctrl+l")),  # the twin for typing stays
        ('work.log = "L"', "work.log", ("L", "ctrl+l")),
        ("[keys.work]\nlog = 'L'", "work.log", ("L", "ctrl+l")),
        ('"work.log" = ["L", "f11"]', "work.log", ("L", "f11")),
        ('"work.log" = "Ctrl+R"', "work.log", ("l", "ctrl+r")),
        ('"move.notes" = "i"', "move.notes", ("i", "3")),
        ('"move.next_pane" = "]"', "move.next_pane", ("]", "tab")),
        ('"book.help" = "PgDn"\n"move.page_down" = "ctrl+r"', "book.help", ("?", "pagedown")),
        ('"work.log" = "s"\n"work.snooze" = "l"', "work.log", ("s", "ctrl+l")),
        ('"work.log" = "s"\n"work.snooze" = "l"', "work.snooze", ("l", "f2")),
        ('"log.no_answer" = "x"', "log.no_answer", ("x",)),
        ('preset = "vim"', "move.notes", ("i", "n", "3")),
        ('preset = "arrows"\n"work.log" = "j"', "work.log", ("j", "ctrl+l")),
        ('"book.find" = ","', "book.find", ("comma", "f3")),
    ],
)
def test_what_is_set_holds(text: str, key_id: str, keys: tuple[str, ...]) -> None:
    keyboard, problems = held(text)
    assert not problems
    assert keyboard[key_id].keys == keys


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"work.logg" = "L"', "config.toml, line 2: keys.work.logg is no key's name; did you mean work.log?"),
        ('\n"work.log" = "ctlr+l"', "line 3: keys.work.log has “ctlr+l”: no key that a terminal sends is called so"),
        ('"work.log" = "ctlr+l"', "; did you mean ctrl+l?"),
        ('"work.log" = "alt+l"', "with alt, terminals type a letter"),
        ('"work.log" = "ctrl+c"', "no key that a terminal sends"),
        ('"work.log" = "ctrl+i"', "no key that a terminal sends"),
        ('"work.log" = 3', 'is a key or a list of keys, like "L"'),
        ('"work.log" = []', "names at least one key"),
        ('"work.log" = "s"', "takes “s” from work.snooze (snooze); it stays l, ctrl+l"),
        ('"log.talked" = "n"', "takes “n” from log.no_answer (no answer); it stays t"),
        ('"notes.keep" = "k"', "has “k”, which types a letter there"),
        ('"date.preset" = ["a"]', "stays as it is"),
        ('preset = "emacs"', "keys.preset is no keyboard; there are standard, vim, arrows"),
        ('preset = "vin"', "did you mean vim?"),
        ('"work.log" = "\\u001b[2J"', "has “[2J”"),
    ],
)
def test_a_mistake_is_said_with_its_line_and_the_key_stays(text: str, said: str) -> None:
    keyboard, problems = held(text)
    assert said in problems
    assert not keyboard.set
    assert "\x1b" not in problems


def test_a_wish_that_cannot_be_gives_its_key_back_to_whoever_had_it() -> None:
    keyboard, problems = held('"work.log" = "s"\n"work.snooze" = "ctrl+alt"\n"work.edit" = "K"')
    assert keyboard.set == {"work.edit": ("K", "f10")}
    assert problems.count("config.toml, line") == 2


@pytest.mark.parametrize("preset", PRESETS)
def test_no_preset_clashes_with_itself(preset: str) -> None:
    keyboard, problems = held(f'preset = "{preset}"')
    assert not problems
    day = [name for key in keyboard.keys if key.where.name in {"MOVE", "WORK", "BOOK", "NOTES"} for name in key.keys]
    assert len(day) == len(set(day))


def test_every_key_of_the_registry_is_a_key_that_can_be_set() -> None:
    for key in KEYS:
        if key.id not in {"date.preset", "choice.take"}:
            quoted = ", ".join(f'"{name}"' for name in key.keys)
            assert held(f'"{key.id}" = [{quoted}]')[1] == ""


def test_the_environment_chooses_the_look_before_the_file() -> None:
    config = parse_config("[look]\ntheme = 'snow'")
    assert preferences(config, {}).look == "snow"
    assert preferences(config, {"FUYU_THEME": "contrast"}).look == "contrast"
    wrong = preferences(config, {"FUYU_THEME": "sepia\x1b"})
    assert (wrong.look, wrong.problems) == (
        "snow",
        ("$FUYU_THEME is one of winter, snow, contrast, terminal, not “sepia”",),
    )


def test_a_look_that_there_is_not_is_said_and_harmless() -> None:
    config = parse_config("[look]\ntheme = 'snwo'\ncolour = 1")
    assert preferences(config, {}).look == "winter"
    assert preferences(config, {}).problems == (
        "config.toml, line 2: look.theme is one of winter, snow, contrast, terminal, not “snwo”; did you mean snow?",
        "config.toml, line 3: look.colour is no setting; there are theme",
    )


async def test_the_dashboard_opens_with_what_holds_and_says_what_does_not(
    opened: Opened, people: tuple[Lead, ...]
) -> None:
    config = parse_config('[keys]\n"work.snooze" = "Z"\n"log.no_answer" = "x"\n"work.edit" = "a"\n"book.quit" = "Q"')
    async with opened(*people, config=config, size=(120, 36)) as (morning, pilot):
        assert "! config.toml, line 4: keys.work.edit takes “a” from book.add (add); it stays e, f10" in morning.text()
        await press(pilot, "j")
        assert "Z Snooze" in morning.text()
        assert "Q Quit" in morning.text()
        await press(pilot, "k", "s")
        assert "until" not in morning.text()
        await press(pilot, "Z")
        assert "Snooze Sakura Tanaka until" in morning.text()
        await press(pilot, "escape", "l")
        assert "x no answer" in morning.text()
        await press(pilot, "n", "x", "enter")
        assert morning.lead(1).touches == 1
        await press(pilot, "?")
        await press(pilot, "~snooze")
        assert "Z, f2" in morning.text()


async def test_help_begins_with_what_is_being_done_and_typing_filters(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people, size=(120, 36)) as (morning, pilot):
        await press(pilot, "l", "t", "?")
        assert morning.text().split("\n")[2].strip() == "logging a touch"
        await press(pilot, "~agreed with")
        assert "Keys: 1 key" in morning.text()
        assert "The date was agreed with them" in morning.text()
        await press(pilot, "escape")
        assert "Keys: type what you look for" in morning.text()
        await press(pilot, "?")
        assert "Log a touch with Sakura Tanaka" in morning.text()
        await press(pilot, "enter")
        assert morning.lead(1).touches == 1, "the question still knew what was answered"
        await press(pilot, "n", "f1", "~zzz")
        assert "no key does that" in morning.text()
        await press(pilot, "escape", "f1", "~!")
        assert "\n !\n" in morning.text(), "back in the notes, which were being typed"


async def test_a_key_that_a_question_does_not_know_does_nothing_afterwards_either(
    opened: Opened, people: tuple[Lead, ...]
) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "l", "q", "z", "u", "t", "enter")
        assert morning.lead(1).touches == 1
        assert morning.app.is_running
        assert morning.app.screen.maximized is None


async def test_where_nothing_has_the_focus_the_next_key_gives_it_back(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "?")
        morning.app.screen.set_focus(None)
        await press(pilot, "~snooze")
        assert "s, f2" in morning.text()
        assert morning.app.screen.query_one("LineInput", Input).value == "snooze"

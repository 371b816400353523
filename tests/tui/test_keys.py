"""Keys that a person sets: what holds, and how every mistake is said."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest
from textual._xterm_parser import XTermParser
from textual.dom import DOMNode
from textual.events import Key as Pressed
from textual.widget import Widget
from textual.widgets import Input

from fuyu import features, tui
from fuyu.config import parse_config
from fuyu.domain.lead import Lead
from fuyu.registry import presses
from fuyu.tui.footer import footer_hints
from fuyu.tui.keymap import PRESETS, keyboard_for
from fuyu.tui.keys import COVERS, KEYS, PLACES, STANDARD, Keyboard, Where, in_each_others_way, meet
from fuyu.tui.preferences import preferences
from fuyu.tui.screens.help import Sought
from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.note_editor import NoteEditor
from tests.rows import listed
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
        ('"log.no_answer" = "h"', "log.no_answer", ("h",)),
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
        if key.id not in {"date.preset", "choice.take", "jump.take"}:
            quoted = ", ".join(f'"{name}"' for name in key.keys)
            assert held(f'"{key.id}" = [{quoted}]')[1] == ""


def test_the_environment_chooses_the_look_before_the_file() -> None:
    config = parse_config("[look]\ntheme = 'snow'")
    assert preferences(config, {}).look == "snow"
    assert preferences(config, {"FUYU_THEME": "contrast"}).look == "contrast"
    wrong = preferences(config, {"FUYU_THEME": "sepia\x1b"})
    assert (wrong.look, wrong.problems) == (
        "snow",
        ("$FUYU_THEME: unknown theme “sepia”; `fuyu theme` lists them",),
    )


def test_a_look_that_there_is_not_is_said_and_harmless() -> None:
    config = parse_config("[look]\ntheme = 'snwo'\ncolour = 1")
    assert preferences(config, {}).look == "winter"
    assert preferences(config, {}).problems == (
        "config.toml, line 2: look.theme is an unknown theme “snwo”; did you mean snow?",
        "config.toml, line 3: look.colour is no setting; there are theme, mouse",
    )


async def test_the_dashboard_opens_with_what_holds_and_says_what_does_not(
    opened: Opened, people: tuple[Lead, ...]
) -> None:
    config = parse_config('[keys]\n"work.snooze" = "Z"\n"log.no_answer" = "h"\n"work.edit" = "a"\n"book.quit" = "Q"')
    async with opened(*people, config=config, size=(160, 45)) as (morning, pilot):
        assert "! config.toml, line 4: keys.work.edit takes “a” from book.add (add); it stays e, f10" in morning.text()
        await press(pilot, "j")
        assert "Z Snooze" in morning.text()
        assert "Q Quit" in morning.text()
        await press(pilot, "k", "s")
        assert "until" not in morning.text()
        await press(pilot, "Z")
        assert "Snooze Sakura Tanaka until" in morning.text()
        await press(pilot, "escape", "l")
        assert "h no answer" in morning.text()
        await press(pilot, "n", "h", "enter")
        assert morning.lead(1).touches == 1
        await press(pilot, "?")
        await press(pilot, "~snooze")
        assert "Z, f2" in morning.text()


async def test_help_begins_with_what_is_being_done_and_typing_filters(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people, size=(120, 36)) as (morning, pilot):
        await press(pilot, "l", "t", "?")
        assert morning.lines()[2] == "Legend"
        situations = {f"{where[:1].upper()}{where[1:]}" for where in Where}
        first = next(line for line in morning.lines() if line.startswith(tuple(situations)))
        assert first.startswith("Logging a touch")
        await press(pilot, "~agreed with")
        assert "Help: 1 mark, 1 key" in morning.text()
        assert "Mark the date as agreed with them" in morning.text()
        await press(pilot, "escape")
        assert "Type to find a key, a mark or a word" in morning.text()
        await press(pilot, "?")
        assert "of 7 with Sakura Tanaka" in morning.text()
        await press(pilot, "enter")
        assert morning.lead(1).touches == 1, "the question still knew what was answered"
        await press(pilot, "n", "f1", "~zzz")
        assert "Nothing found." in morning.text()
        await press(pilot, "escape", "f1", "~!")
        assert morning.app.day.notes.editor.text == "!", "back in the notes, which were being typed"


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


def test_what_a_key_does_is_said_whole_in_80_cells() -> None:
    room = 80 - 22 - 1  # cells before it, and the scroll bar
    assert not [key.id for key in KEYS if len(key.tooltip) > room]


def test_every_situation_has_its_place() -> None:
    assert set(PLACES) == set(Where)


@pytest.mark.parametrize("preset", PRESETS)
def test_no_key_of_the_registry_is_in_another_ones_way(preset: str) -> None:
    keys = held(f'preset = "{preset}"')[0].keys
    assert [(one.id, other.id) for one in keys for other in keys if in_each_others_way(one, other)] == []


def test_a_key_that_covers_another_meets_it_and_has_its_key() -> None:
    pairs = [(STANDARD[key_id], STANDARD[covered]) for key_id, ids in COVERS.items() for covered in ids]
    assert all(meet(key, covered) and {*key.keys} & {*covered.keys} for key, covered in pairs)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize(
    ("widget", "places"),
    [
        (
            LineInput,
            {place for place, found in PLACES.items() if found.types}
            - {Where.NOTES, Where.CALL, Where.CORRECT, Where.HELP},
        ),
        (Sought, {Where.HELP}),
        (NoteEditor, {Where.NOTES, Where.CALL, Where.CORRECT, Where.MESSAGE}),
    ],
)
def test_no_key_ends_in_what_is_typed_into(preset: str, widget: type[Widget], places: set[Where]) -> None:
    """GIVEN a line or a text with the focus WHEN a key of the situation is pressed THEN it is not taken for editing."""
    keyboard, _ = held(f'preset = "{preset}"')
    edits = set(widget._merge_bindings().key_to_bindings) - {"enter", "up", "down"}
    for key in (keyboard[key.id] for key in KEYS if key.where in places):
        assert not edits.intersection(key.keys), key.id


def widgets(of: type[DOMNode]) -> Iterator[type[DOMNode]]:
    """Yield every widget, pane and screen of the dashboard."""
    for kind in of.__subclasses__():
        if kind.__module__.startswith("fuyu."):
            yield kind
        yield from widgets(kind)


def situations(kind: type[DOMNode]) -> set[Where]:
    """Return the situations whose keys a widget has."""
    ids = {binding.id for bindings in kind._merge_bindings().key_to_bindings.values() for binding in bindings}
    return {key.where for key in KEYS if key.id in ids}


def test_keys_of_one_widget_are_known_to_meet() -> None:
    for package in (tui, features):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    bound = {kind: situations(kind) for kind in widgets(DOMNode)}
    assert set().union(*bound.values()) == {key.where for key in KEYS}, "every situation has a widget"
    for kind, found in bound.items():
        for where in found:
            assert found - {where} <= PLACES[where].beside | {w for w in found if where in PLACES[w].beside}, kind


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"call.dial" = "ctrl+l"', "takes “ctrl+l” from work.log"),
        ('"decision.call" = "o"', "takes “o” from decision.channel"),
        ('"decision.call" = "?"', "takes “?” from book.help"),
        ('"log.talked" = "?"', "takes “?” from book.help"),
        ('"snooze.cancel" = "down"', "takes “↓” from date.week_on"),
        ('"form.save" = "escape"', "takes “esc” from form.cancel"),
        ('"correct.save" = "escape"', "takes “esc” from correct.cancel"),
        ('"reschedule.done" = "q"', "takes “q” from page.back"),
        ('"page.back" = "j"', "takes “j” from page.down"),
        ('"history.correct" = "j"', "takes “j” from history.down"),
        ('"jump.cancel" = "a"', "takes “a” from jump.take"),
        ('"choice.cancel" = "9"', "takes “9” from choice.take"),
        ('"find.silent" = "ctrl+n"', "takes “ctrl+n” from find.down"),
        ('"help.down" = "j"', "types a letter there"),
        ('"away.done" = "y"', "types a letter there"),
        ('"jump.take" = "a"', "the letters stand beside what they take"),
        *listed("clashes"),
    ],
)
def test_a_clash_is_said_wherever_it_is(text: str, said: str) -> None:
    keyboard, problems = held(text)
    assert said in problems
    assert not keyboard.set


@pytest.mark.parametrize("text", ['"add.done" = "down"', '"reschedule.done" = "e"', '"away.done" = "ctrl+l"'])
def test_what_is_pressed_elsewhere_is_no_clash(text: str) -> None:
    assert held(text)[1] == ""


async def test_what_is_said_names_the_key_that_holds(opened: Opened, people: tuple[Lead, ...]) -> None:
    config = parse_config('[keys]\n"book.undo" = "Z"\n"book.unscheduled" = "X"\n"work.snooze" = "Q"\n"work.copy" = "Y"')
    async with opened(*people, config=config, size=(120, 36)) as (morning, pilot):
        await press(pilot, "D")
        assert "every note. Z undoes it." in morning.text()
        await press(pilot, "escape", "X")
        assert "Q gives a day, S spreads them all, X goes back" in morning.text()
        await press(pilot, "X", "enter", *["ctrl+l", "n", "enter"] * 5)
        assert "everyone of today is called; now a moment for yourself  (Z undoes it)" in morning.text()


async def test_the_card_asks_with_the_key_that_holds_there(opened: Opened) -> None:
    dana = Lead(id=1, name="Dana Reyes", touches=3)
    async with opened(dana, config=parse_config('[keys]\n"work.edit" = "K"')) as (morning, pilot):
        await press(pilot, "c")
        assert "what matters to them? K tells it" in morning.text()
        await press(pilot, "enter")
        assert "what matters to them? f10 tells it" in morning.text()
        await press(pilot, "f10")
        assert "Dana Reyes" in morning.text()
        assert "what matters to them?" not in morning.text(), "it is the form by now"


@pytest.mark.parametrize(
    ("key_id", "sent"),
    [
        *(("notes.other", "\x1b[1;2S"), ("work.owe", "\x1b[1;2Q")),
        *(("work.join", "\x1b[17;2~"), ("work.tick", "\x1b[18;2~")),
        *listed("sent"),
    ],
)
def test_a_function_key_with_shift_is_called_what_a_terminal_makes_of_it(key_id: str, sent: str) -> None:
    pressed = [event.key for event in XTermParser().feed(sent) if isinstance(event, Pressed)]
    assert len(pressed) == 1
    assert pressed[0] in STANDARD[key_id].keys


def test_no_key_is_one_that_no_keyboard_has() -> None:
    far = {f"f{number}" for number in range(13, 25)}
    assert not far.intersection(key for one in KEYS for key in one.keys)


def test_the_foot_of_the_screen_offers_nothing_of_a_feature_that_is_gone() -> None:
    bare = Keyboard()
    bare._by_action.pop("log")
    keys, _ = footer_hints(bare, None, ("call", "log", "snooze"), typing=False)
    assert [hint.words for hint in keys] == ["Call", "Snooze"]


def test_a_key_of_a_feature_stands_in_the_help_behind_what_it_follows() -> None:
    order, of_features = [key.id for key in KEYS], {added.id: added for added in presses()}
    for added in of_features.values():
        afters = (added.after,) if isinstance(added.after, str) else added.after
        followed = next((after for after in afters if after in order), "")
        between = order[order.index(followed) + 1 : order.index(added.id)] if followed else ()
        assert all(key_id in of_features for key_id in between), added.id
        assert order.index(added.id) > (order.index(followed) if followed else -1), added.id
        assert not added.after or followed, added.id

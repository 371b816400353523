"""The documents say what the program does."""

from pathlib import Path

from fuyu.tui.keys import KEYS, table

ROOT = Path(__file__).parent.parent


def test_the_readme_prints_the_registry_and_stays_short() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert table() in readme, "print it anew: fuyu keys --markdown"
    assert readme.count("\n") < 90


def test_every_key_is_complete_and_means_one_thing_where_it_is_pressed() -> None:
    assert all(key.keys and key.label and key.tooltip.endswith((".", "?")) for key in KEYS)
    assert len({key.id for key in KEYS}) == len(KEYS)
    day = [name for key in KEYS if key.where.name in {"MOVE", "WORK", "BOOK", "NOTES"} for name in key.keys]
    assert len(day) == len(set(day))
    assert not any(name.startswith("alt+") for name in day), "alt+letter types a letter in real terminals"


def test_every_key_of_the_day_has_an_action() -> None:
    from fuyu.tui.screens.day import DayScreen  # noqa: PLC0415 - a quarter of a second

    places = {"MOVE", "WORK", "BOOK", "NOTES"}
    missing = [key.id for key in KEYS if key.where.name in places and not hasattr(DayScreen, f"action_{key.action}")]
    assert not missing

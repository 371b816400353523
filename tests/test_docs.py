"""The documents say what the program does."""

import re
import runpy
from collections.abc import Iterator
from importlib import import_module
from inspect import getdoc
from pathlib import Path

import pytest

from fuyu.cli.arguments import groups
from fuyu.config import Config, parse_config
from fuyu.config.tables import SETTINGS
from fuyu.config.theme_file import read_theme
from fuyu.domain.query import SHOWN
from fuyu.renamed import OPTIONS, RENAMED, TypedWhere
from fuyu.tui.keys import KEYS, tables
from fuyu.tui.preferences import preferences
from tests import settings_page

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
UNSET = {"none", "needed"}
NEEDED = {
    "mail": '[mail]\nhost = "smtp.example.org"\nfrom = "ann@acme.example"\n',
    "commands": '[commands.dial]\nkey = "f11"\nrun = ["dial"]\n',
}
"""What a table cannot be without."""
BY_THEMSELVES = {ROOT / "fuyu" / "domain" / name for name in ("when", "quick_add")}
"""Places whose modules are told of by their own first lines."""


def page(name: str) -> str:
    """Return the text of a page."""
    return (DOCS / name).read_text(encoding="utf-8")


def settings() -> dict[str, dict[str, str]]:
    """Return the keys on the page of the settings with their defaults, by their table."""
    parts = re.split(r"^## \[(.+)\]$", page("settings.md"), flags=re.MULTILINE)
    row = re.compile(r"^\| `(\w+)` \| (.+?) \| ", flags=re.MULTILINE)
    return {title: dict(row.findall(text)) for title, text in zip(parts[1::2], parts[2::2], strict=True)}


def test_the_page_of_the_settings_says_what_is_said_below_each_of_them() -> None:
    text = page("settings.md")
    assert settings_page.page(text) == text, "python -m tests.settings_page writes its tables anew"
    assert {*settings()} == {*SETTINGS, "cadences.NAME", "keys"}


def test_the_page_of_the_themes_says_what_each_colour_is_for() -> None:
    text = page("themes.md")
    assert settings_page.themes_page(text) == text, "python -m tests.settings_page writes its table anew"


@pytest.mark.parametrize(
    ("name", "key", "default"),
    [
        (name, key, default.strip("`"))
        for name, keys in settings().items()
        for key, default in keys.items()
        if default not in UNSET
    ],
)
def test_the_defaults_are_what_holds_without_them(name: str, key: str, default: str) -> None:
    table = NEEDED.get(name, f"[{name}]\n")
    without, said = parse_config(table), parse_config(f"{table}{key} = {default}")
    if name == "look":
        assert preferences(said, {}).look == preferences(Config(), {}).look
    else:
        assert said == without


def blocks() -> Iterator[tuple[str, str]]:
    """Yield the settings that are shown on any page."""
    for path in PAGES:
        for block in re.findall(r"^```toml\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            yield path.name, block


def is_theme(block: str) -> bool:
    """Return whether a block shows a theme, which has no tables."""
    return "[" not in block


@pytest.mark.parametrize(("name", "block"), [found for found in blocks() if not is_theme(found[1])])
def test_the_settings_that_are_shown_are_taken(name: str, block: str) -> None:
    assert preferences(parse_config(block, name), {}).problems == ()


@pytest.mark.parametrize("block", [block for _, block in blocks() if is_theme(block)])
def test_the_theme_that_is_shown_is_taken_and_can_be_read(block: str, tmp_path: Path) -> None:
    file = tmp_path / "dusk.toml"
    file.write_text(block, encoding="utf-8")
    said = read_theme(file)
    assert (said.problems, said.hard_to_read()) == ((), [])


def test_the_pages_name_commands_that_there_are() -> None:
    commands = {verb.name for verbs in groups().values() for verb in verbs}
    named = {word for path in PAGES for word in re.findall(r"`fuyu ([a-z]+)", path.read_text(encoding="utf-8"))}
    assert named <= commands
    used = set(re.findall(r"\bfuyu ([a-z]+)", page("scripting.md")))
    assert commands - used <= {"demo", "serve"}, "each has an example"


def test_no_page_uses_an_old_name() -> None:
    """GIVEN the names of version 1 THEN they stand only in the tables that say what changed."""
    old = {f"fuyu {name}" for name in RENAMED[TypedWhere.COMMAND]} | {
        name for names in OPTIONS.values() for name in names
    }
    old |= {f"{{{name}}}" for place in (TypedWhere.COUNTED, TypedWhere.TEMPLATE) for name in RENAMED[place]}
    for path in (*PAGES, DOCS / "fuyu.1", ROOT / "README.md"):
        text = path.read_text(encoding="utf-8").partition("### What changed from version 1")[0].replace("\\-", "-")
        assert not [name for name in old if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)], path.name


def test_links_between_the_pages_lead_somewhere() -> None:
    for path in (*PAGES, ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[a-z-]+)?\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name} leads to {target}"


def test_every_page_is_on_the_site() -> None:
    """GIVEN the pages that are gathered for the site THEN its contents name each of them, and nothing else."""
    gathered = runpy.run_path(str(ROOT / ".ci" / "pages"))
    contents = (ROOT / "zensical.toml").read_text(encoding="utf-8")
    assert sorted(re.findall(r'= "([\w-]+\.md)"', contents)) == sorted(gathered["PLACES"].values())
    moved = gathered["moved"]
    assert moved("docs/keys.md", "README.md") == moved("keys.md", "docs/day.md") == "keys.md"
    assert moved("../screenshots/day.png", "docs/day.md") == "screenshots/day.png"


def test_the_map_names_every_place_and_a_place_its_modules() -> None:
    """GIVEN the map on one screen THEN what lies in a place is told by the place's own page, its `__init__`."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(fuyu/.*?)` \| .* \|$", text, re.MULTILINE)
    places = {path.parent for path in (ROOT / "fuyu").rglob("*.py")} - BY_THEMSELVES
    assert set(rows) == {f"{place.relative_to(ROOT)}/" for place in places} | {"fuyu/errors.py"}
    for place in places:
        told = set(re.findall(r"`(\w+)`", getdoc(import_module(".".join(place.relative_to(ROOT).parts))) or ""))
        assert told >= {path.stem for path in place.glob("*.py") if not path.stem.startswith("__")} - {"errors"}, place


def test_the_page_of_finding_has_every_operator() -> None:
    rows = "".join(f"| `{example}` | {words} |\n" for example, words in SHOWN)
    assert f"| --- | --- |\n{rows}\n" in page("finding.md")


def test_the_page_of_the_keys_prints_the_registry() -> None:
    assert page("keys.md").endswith(f"\n\n{tables()}\n"), "make keys prints them anew"


def test_the_readme_stays_short() -> None:
    assert (ROOT / "README.md").read_text(encoding="utf-8").count("\n") < 120


def test_every_key_is_complete_and_means_one_thing_where_it_is_pressed() -> None:
    assert all(key.keys and key.label and key.tooltip.endswith((".", "?")) for key in KEYS)
    assert len({key.id for key in KEYS}) == len(KEYS)
    day = [name for key in KEYS if key.where.name in {"MOVE", "WORK", "BOOK", "NOTES"} for name in key.keys]
    assert len(day) == len(set(day))
    assert not any(name.startswith("alt+") for name in day), "alt+letter types a letter in real terminals"

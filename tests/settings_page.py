"""The tables of docs/settings.md and docs/themes.md, of the settings: `python -m tests.settings_page` writes them."""

import ast
import inspect
import re
import textwrap
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from fuyu.config.colours import Colours
from fuyu.config.palettes import WINTER
from fuyu.config.setting import Setting
from fuyu.config.tables import SETTINGS, STRUCTS
from fuyu.config.theme_file import Basis
from fuyu.domain.when.words import WEEKDAYS

DOCS = Path(__file__).parent.parent / "docs"
PAGE, THEMES = DOCS / "settings.md", DOCS / "themes.md"
HEAD = "| key | default | |\n| --- | --- | --- |\n"
HEAD_OF_COLOURS = "| key | in `winter` | what it is for |\n| --- | --- | --- |\n"


def page(text: str) -> str:
    """Return the page with its tables as the settings are now."""
    for title in SETTINGS:
        table = rf"(?<=^## \[{title}\]$)(.*?){re.escape(HEAD)}(?:\|[^\n]*\n)+"
        new = f"{HEAD}{''.join(rows(title))}"
        found = re.search(table, text, flags=re.MULTILINE | re.DOTALL)
        assert found, title
        text = text[: found.end(1)] + new + text[found.end() :]
    return text


def themes_page(text: str) -> str:
    """Return the page of the themes with its table as the colours are now."""
    before = text.partition(HEAD_OF_COLOURS)[0]
    said = {name: words for struct in (Basis, Colours) for name, words in sentences(struct).items()}
    values = {"like": Basis().like, **asdict(WINTER)}
    lines = (f'| `{key}` | `"{values[key]}"` | {said[key]} |\n' for key in said)
    return f"{before}{HEAD_OF_COLOURS}{''.join(lines)}"


def rows(title: str) -> list[str]:
    """Return a line for each setting of a table: its key, what holds without it, and what it does."""
    said = {name: words for struct in STRUCTS[title] for name, words in sentences(struct).items()}
    return [f"| `{key}` | {default(setting)} | {said[setting.name]} |\n" for key, setting in SETTINGS[title].items()]


def sentences(struct: type[Struct]) -> dict[str, str]:
    """Return the text below each field of a struct, in one line."""
    (klass,) = ast.parse(textwrap.dedent(inspect.getsource(struct))).body
    assert isinstance(klass, ast.ClassDef)
    found = {}
    for field, below in zip(klass.body, klass.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(below, ast.Expr) and isinstance(field.target, ast.Name):
            found[field.target.id] = " ".join(ast.literal_eval(below.value).split())
    return found


def default(setting: Setting) -> str:
    """Return what holds without a setting, as the page shows it."""
    if setting.is_needed:
        return "needed"
    value = True if setting.kind == "yes or no" else setting.default
    if value is None or value in ("", ()) or value == frozenset():
        return "none"
    return f"`{toml(setting.kind, value)}`"


def toml(kind: str, value: Any) -> str:
    """Return a value as one writes it in the file."""
    match value:
        case frozenset():
            return toml("", tuple(WEEKDAYS[day][:3] for day in sorted(value)))
        case dict():
            return f"{{ {', '.join(f'{key} = {days}' for key, days in value.items())} }}"
        case tuple():
            return f"[{', '.join(toml('', one) for one in value)}]"
        case bool():
            return str(value).lower()
        case int() if kind == "weekday":
            return f'"{WEEKDAYS[value]}"'
    shown = f"{value.first:%H:%M}-{value.last:%H:%M}" if kind == "hours" else value
    shown = f"{value:%H:%M}" if kind == "time" else shown
    return f'"{shown}"' if isinstance(shown, str) else str(shown)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    THEMES.write_text(themes_page(THEMES.read_text(encoding="utf-8")), encoding="utf-8")

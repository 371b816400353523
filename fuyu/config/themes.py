"""The themes there are, by their names: ours, those of Textual, and a person's own, a file each beside the settings."""

from itertools import islice
from pathlib import Path

from fuyu import paths
from fuyu.domain.text import clean_line, fold, nearest, shortened

OURS = ("winter", "snow", "contrast", "terminal")
"""Dark, light, high contrast, and the terminal's own colours."""
OF_TEXTUAL = (
    *("atom-one-dark", "atom-one-light", "catppuccin-frappe", "catppuccin-latte", "catppuccin-macchiato"),
    *("catppuccin-mocha", "dracula", "flexoki", "gruvbox", "monokai", "nord", "rose-pine", "rose-pine-dawn"),
    *("rose-pine-moon", "solarized-dark", "solarized-light", "textual-dark", "textual-light", "tokyo-night"),
)
"""Named here, so that a name is checked without importing Textual; its themes of the terminal's colours are ours."""
MEANING = {
    "winter": "Dark, cold and clear.",
    "snow": "Light.",
    "contrast": "High contrast.",
    "terminal": "Your terminal's own.",
}
"""What each of ours is."""
_TAKEN = {*OURS, *OF_TEXTUAL}
_MOST = 100
"""Files that are looked at."""


def own() -> dict[str, Path]:
    """Return a person's own themes: by the name of each its file."""
    return {name: file for name, file in _files().items() if name not in _TAKEN}


def misnamed() -> list[str]:
    """Return what is wrong with files of themes that are called as a theme there is already."""
    return [
        f"themes/{clean_line(file.name)} is not used: {name} is a theme of fuyu; give the file another name"
        for name, file in _files().items()
        if name in _TAKEN
    ]


def _files() -> dict[str, Path]:
    try:
        files = sorted(islice(paths.themes().glob("*.toml"), _MOST))
    except OSError:
        return {}
    return {name: file for file in files if (name := _folded(file.stem))}


def names() -> tuple[str, ...]:
    """Return the name of every theme: ours first, then a person's own, then those of Textual."""
    return (*OURS, *own(), *OF_TEXTUAL)


def meaning(name: str) -> str:
    """Return what a theme is, in a sentence."""
    return MEANING.get(name) or ("From Textual." if name in OF_TEXTUAL else "Your own.")


def named(words: str) -> str:
    """Return the name of the theme that is meant; empty where there is none."""
    name = _folded(words)
    return name if name in _TAKEN or name in own() else ""


def unknown(words: str) -> str:
    """Return the sentence for a theme that there is not."""
    said = f"unknown theme “{shortened(words)}”"
    return said + (nearest(_folded(words), names()) or "; `fuyu theme` lists them")


def _folded(words: str) -> str:
    return fold(clean_line(words))

"""What of Textual's own environment variables holds here: nothing that writes down, sends or presses anything."""

from collections.abc import MutableMapping

_HARMLESS = {
    *("TEXTUAL_DRIVER", "TEXTUAL_FPS", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_ANIMATIONS", "TEXTUAL_SMOOTH_SCROLL"),
    *("TEXTUAL_DISABLE_KITTY_KEY", "TEXTUAL_ALLOW_SIGNALS", "TEXTUAL_SPEEDUPS"),
}
_COLOR_SYSTEMS = {"auto", "standard", "256", "truecolor"}
WEB_DRIVER = "textual.drivers.web_driver:WebDriver"
"""How `fuyu serve` says that a page is painted, and no terminal."""


def tame(environment: MutableMapping[str, str]) -> None:
    """Take out what is for those who make Textual programs, before Textual is imported.

    `TEXTUAL_LOG` writes every key into a file, `TEXTUAL=devtools` sends them, `TEXTUAL_SCREENSHOT` draws the screen.
    """
    for name in [name for name in environment if name == "TEXTUAL" or name.startswith("TEXTUAL_")]:
        if name not in _HARMLESS:
            del environment[name]
    if environment.get("TEXTUAL_COLOR_SYSTEM", "auto") not in _COLOR_SYSTEMS:
        del environment["TEXTUAL_COLOR_SYSTEM"]
    if environment.get("TEXTUAL_DRIVER", WEB_DRIVER) != WEB_DRIVER:
        del environment["TEXTUAL_DRIVER"]

"""What of Textual's own variables holds, and how large a page may be."""

import pytest

from fuyu.tui.environment import WEB_DRIVER, tame
from fuyu.tui.kit.textual_compat.browser import sensible


def test_what_writes_down_sends_or_presses_anything_is_taken_out() -> None:
    kept = {"TERM": "xterm", "TEXTUAL_FPS": "30", "TEXTUAL_COLOR_SYSTEM": "256", "TEXTUAL_DRIVER": WEB_DRIVER}
    others = dict.fromkeys(
        [
            *("TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_DEBUG", "TEXTUAL_SCREENSHOT", "TEXTUAL_SCREENSHOT_LOCATION"),
            *("TEXTUAL_PRESS", "TEXTUAL_SHOW_RETURN", "TEXTUAL_DEVTOOLS_HOST", "TEXTUAL_NEW_IN_THE_NEXT_VERSION"),
        ],
        "1",
    )
    environment = kept | others
    tame(environment)
    assert environment == kept


def test_what_would_end_textual_is_taken_out() -> None:
    environment = {"TEXTUAL_COLOR_SYSTEM": "nonsense", "TEXTUAL_DRIVER": "os:system"}
    tame(environment)
    assert environment == {}


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ((80, 24), (80, 24)),
        (("120", "40"), (120, 40)),
        (("99999999", "99999999"), (500, 200)),
        ((0, -5), (1, 1)),
        ((None, None), (80, 24)),
        (("x", "24"), (80, 24)),
        (("9" * 5_000, "24"), (500, 24)),
        ((1e9, True), (80, 24)),
    ],
)
def test_a_page_has_the_size_of_a_screen(asked: tuple[object, object], size: tuple[int, int]) -> None:
    assert sensible(*asked) == size

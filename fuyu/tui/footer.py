"""Which keys the last line shows: those of what is open now, and never one that means nothing."""

from collections.abc import Sequence
from typing import Any

from fuyu.tui.keys import PLACES, Key, Keyboard
from fuyu.tui.panes.prompt import Prompt
from fuyu.tui.present import Hint

_ALWAYS = ("palette", "help")


def footer_hints(
    keyboard: Keyboard, asked: Prompt[Any] | None, actions: Sequence[str], *, typing: bool
) -> tuple[list[Hint], list[Hint]]:
    """Return the keys that are shown as far as they fit, and those that always are.

    Args:
        keyboard: the keys that hold.
        asked: the question that is open.
        actions: what is done most where none is, the most used first.
        typing: whether a letter is text.
    """
    if asked is not None:
        own = [
            hint_of(keyboard[key_id], typing=PLACES[asked.situation].types)._replace(label=words)
            for key_id, words in asked.keys
        ]
        return own, [hint_of(keyboard.doing("help"), typing=True)]
    return (
        [hint_of(keyboard.doing(action), typing=typing) for action in actions],
        [hint_of(keyboard.doing(action), typing=typing) for action in _ALWAYS],
    )


def hint_of(key: Key, *, typing: bool = False) -> Hint:
    """Return a key as a hint; a click on it presses it."""
    return Hint(key.hint(typing=typing), key.label, f"app.simulate_key({key.pressed(typing=typing)!r})")

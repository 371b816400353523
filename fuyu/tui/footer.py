"""Which keys the last line shows: those of what is open now, and never one that means nothing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fuyu.tui.keys import Key, Keyboard
from fuyu.tui.widgets.keys_row import KeyHint

if TYPE_CHECKING:
    from fuyu.tui.panes.prompt import Prompt

_ALWAYS = ("palette", "help")


def footer_hints(
    keyboard: Keyboard, asked: "Prompt[Any] | None", actions: Sequence[str], *, typing: bool
) -> tuple[list[KeyHint], list[KeyHint]]:
    """Return the keys that are shown as far as they fit, and those that always are: of a question, the way out.

    Args:
        keyboard: the keys that hold.
        asked: the question that is open.
        actions: what is done most where none is, the most used first; one whose feature is gone is left out.
        typing: whether a letter is text.
    """
    if asked is not None:
        own = [hint_of(keyboard[key_id], words, typing=asked.types) for key_id, words in asked.keys]
        return own[:-1], [own[-1], hint_of(keyboard.doing("help"), typing=True)]
    return (
        [hint_of(keyboard.doing(action), typing=typing) for action in actions if keyboard.does(action)],
        [hint_of(keyboard.doing(action), typing=typing) for action in _ALWAYS],
    )


def hint_of(key: Key, words: str = "", *, typing: bool = False) -> KeyHint:
    """Return a key as a hint, with what it does here if that is not what it always does; a click presses it."""
    return KeyHint(key.hint(typing=typing), words or key.label, f"app.simulate_key({key.pressed(typing=typing)!r})")

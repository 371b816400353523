"""Keys in turn: every key acts where the one before it led, also when many arrive at once over a slow line.

Textual hands a key on before the one before it has been dealt with; then `l n Enter` in one packet types an n into the
notes. So keys that are no text act at once, and text is waited for.
"""

import asyncio
from contextlib import suppress

from textual.app import App
from textual.events import Event, Key, Paste
from textual.screen import Screen
from textual.widget import Widget

_PATIENCE = 0.5
"""Seconds a key waits for the one before it, at the longest; a screen may have a `PATIENCE` of its own."""


def _is_text(key: Key, focused: Widget | None) -> bool:
    """Return whether a key writes where the focus is."""
    from textual.widgets import Input, TextArea  # noqa: PLC0415 - no start waits for them

    if isinstance(focused, TextArea):
        return key.is_printable or key.key == "enter"
    return isinstance(focused, Input) and key.is_printable


class KeysInTurn(App[None]):
    """An app that deals with one key after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.keyed_at = 0.0
        """The loop's time of the last key, or paste."""
        self._opened: Screen[object] | None = None

    def takes_keys(self, screen: Screen[object]) -> bool:
        """Return whether a screen that opens is ready for keys."""
        return screen.focused is not None

    def meets(self, _event: Key) -> bool:
        """Have a look at a key before anybody else; return whether it ends here."""
        return False

    async def on_event(self, event: Event) -> None:
        """Give every key to where the one before it led."""
        if isinstance(event, Paste):
            self.keyed_at = asyncio.get_running_loop().time()
        if not isinstance(event, Key) or event.is_forwarded:
            await super().on_event(event)
            return
        self.keyed_at = asyncio.get_running_loop().time()
        await self.settle()
        if self.meets(event):
            return
        unzooms = event.key == "escape" and self.screen.maximized is not None
        if not unzooms and not _is_text(event, self.focused) and await self._check_bindings(event.key):
            return
        await super().on_event(event)

    async def _on_key(self, event: Key) -> None:
        """Let a key end here that nobody wanted: looked up a second time, it would act after the keys behind it."""
        event.prevent_default()

    async def settle(self) -> None:
        """Wait until a screen that opens has its focus, and what has the focus has read its keys.

        Where nothing has the focus any more, the next key gives it back: no key is lost, or waited for.
        """
        screen, loop = self.screen, asyncio.get_running_loop()
        late = loop.time() + getattr(screen, "PATIENCE", _PATIENCE)
        while screen is not self._opened and not self.takes_keys(screen) and loop.time() < late:  # noqa: ASYNC110 - Textual has no event for it
            await asyncio.sleep(0.001)
        self._opened = screen
        if screen.focused is None and screen is not self.screen_stack[0]:
            screen.focus_next()
        if screen.focused is not None:
            read = asyncio.Event()
            if screen.focused.call_later(read.set):
                with suppress(TimeoutError):
                    await asyncio.wait_for(read.wait(), _PATIENCE)

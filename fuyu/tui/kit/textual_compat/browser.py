"""A page of `fuyu serve` as Textual drives it: of a size that a screen has, and gone when the server is."""

import asyncio
import os
from contextlib import suppress
from typing import Any

from textual.drivers.web_driver import WebDriver
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message
from textual.messages import ExitApp

_USUAL = (80, 24)
_LARGEST = (500, 200)
"""Cells of a page; the address of one can say anything."""


def sensible(width: object, height: object) -> tuple[int, int]:
    """Return a size in cells that can be painted: what is asked for, cut to what a screen has, or the usual one."""
    try:
        asked = [int(str(cells)[:20]) for cells in (width, height)]
    except ValueError:
        return _USUAL
    across, down = (min(max(cells, 1), most) for cells, most in zip(asked, _LARGEST, strict=True))
    return across, down


class BrowserDriver(WebDriver):
    """Ends the dashboard when nobody is at the other end any more."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options["size"] = sensible(os.environ.get("COLUMNS"), os.environ.get("ROWS"))
        super().__init__(*args, **options)
        self._write = self._send  # type: ignore[assignment] # it is only called
        self._loop = asyncio.get_running_loop()

    def run_input_thread(self) -> None:
        """Take the keys; when there is no more input, though nobody left, the server was killed: keep all, and end."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._tell(ExitApp())

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Take what the server says beside the keys.

        A size is told in the way in which Textual tells the first one; by another it could overtake that one.
        """
        if packet_type != "resize":
            super().on_meta(packet_type, payload)
            return
        self._size = sensible(payload.get("width"), payload.get("height"))
        size = Size(*self._size)
        self._tell(Resize(size, size))

    def _tell(self, message: Message) -> None:
        with suppress(RuntimeError):  # it has ended meanwhile
            asyncio.run_coroutine_threadsafe(
                self._app._post_message(message), self._loop
            )  # as Textual's own drivers do

    def _send(self, packet: bytes) -> int:
        """Write a packet; where nobody reads any more, it goes nowhere."""
        with suppress(BrokenPipeError):
            return os.write(self.fileno, packet)
        return len(packet)

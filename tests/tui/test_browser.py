"""A page in a browser: its size is the one that was told last."""

import asyncio
import os
import signal
from types import SimpleNamespace
from typing import Any

import pytest
from textual.events import Event, Resize

from fuyu.tui.kit.textual_compat.browser import BrowserDriver


class Listener:
    """Takes what a driver tells an app, at once and by a coroutine."""

    def __init__(self) -> None:
        self.sizes: list[tuple[int, int]] = []

    def post_message(self, message: Event) -> None:
        if isinstance(message, Resize):
            self.sizes.append((message.size.width, message.size.height))

    async def _post_message(self, message: Event) -> None:
        self.post_message(message)

    def call_later(self, *_: Any) -> None:
        """Do nothing: what comes later is nothing of size."""


async def test_a_size_told_as_the_page_opens_comes_after_the_first_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "1")
    monkeypatch.setenv("ROWS", "24")
    monkeypatch.setattr("textual.drivers.web_driver.InputReader", lambda: None)
    app = Listener()
    driver = BrowserDriver(app)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    driver.fileno = nowhere
    told = SimpleNamespace(start=lambda: driver.on_meta("resize", {"width": 80, "height": 24}))
    driver._key_thread = told  # type: ignore[assignment] # the real one reads the terminal
    try:
        driver.start_application_mode()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    finally:
        os.close(nowhere)
        for one in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().remove_signal_handler(one)
    assert app.sizes == [(1, 24), (80, 24)]

"""An app that ends when it says so: an error, a page that is closed, and the terminal given back at once."""

import asyncio
from collections.abc import Awaitable, Callable

from textual.app import App
from textual.driver import Driver
from textual.events import Callback

from fuyu.tui.kit.textual_compat.terminal import LinuxDriver, TitledDriver

_QUIET = 0.05
"""Seconds without a key after which those that were typed have all been read."""


class EndsItself(App[None]):
    """An app that keeps what was typed before it ends, whoever ends it."""

    def keep(self) -> None:
        """Keep what was typed: the app ends."""

    def fails(self, error: Exception) -> bool:
        """Take an error that nobody took; return whether the app ends by it as Textual ends one."""
        raise NotImplementedError

    @property
    def terminal(self) -> LinuxDriver | None:
        """The terminal it runs in, None in a browser and without one."""
        return self._driver if isinstance(self._driver, LinuxDriver) else None

    def entitle(self, title: str) -> None:
        """Say something in the terminal's title."""
        if isinstance(self._driver, TitledDriver):
            self._driver.entitle(title)

    def paint_no_more(self) -> None:
        """Paint nothing any more: maybe the terminal is gone."""
        self._begin_batch()

    async def all_read(self, keyed_at: Callable[[], float]) -> None:
        """Wait until the terminal has sent nothing for a moment, and no key came."""
        loop = asyncio.get_running_loop()
        while self._is_behind or loop.time() < keyed_at() + _QUIET:  # noqa: ASYNC110 - no event tells
            await asyncio.sleep(_QUIET / 5)

    def call_in_turn(self, callback: Callable[[], Awaitable[None]]) -> None:
        """Call something by the way the keys come, so that it overtakes none."""
        if self._driver is not None:
            self._driver.send_message(Callback(callback=callback))

    @property
    def _is_behind(self) -> bool:
        return isinstance(self._driver, TitledDriver) and self._driver.is_behind

    async def _on_exit_app(self) -> None:
        self.keep()

    def _handle_exception(self, error: Exception) -> None:
        if self.fails(error):
            super()._handle_exception(error)


def give_back(driver: LinuxDriver) -> None:
    """Give the terminal back at once: Textual waits 0.1 s for its thread to look up, which the process ends."""
    driver._key_thread = None
    driver.stop_application_mode()
    driver.close()


def ring(app: App[object], sequences: str) -> None:
    """Send the terminal what makes it tell of something; `App.bell` rings, and no more."""
    driver: Driver | None = app._driver
    if sequences and driver is not None and not app.is_headless:
        driver.write(sequences)

"""The terminal as Textual drives it, with a title of its own that is given back."""

import os

from textual.drivers.linux_driver import LinuxDriver

_PUSH, _POP = "\x1b[22;2t", "\x1b[23;2t"
"""XTPUSHTITLE and XTPOPTITLE of xterm: the window's title onto a stack, and back from it."""
_WITHOUT_TITLE = {"linux", "dumb"}


class TitledDriver(LinuxDriver):
    """Says in the terminal's title how the day stands; never a name of anybody, for titles are seen by others."""

    title = "fuyu"

    def start_application_mode(self) -> None:
        """Begin, also after being stopped: keep the title there was, and set ours."""
        super().start_application_mode()  # type: ignore[no-untyped-call] # Textual leaves it untyped
        if self._has_title:
            self.write(_PUSH)
            self.entitle(self.title)

    def stop_application_mode(self) -> None:
        """Give the terminal back with the title it had."""
        if self._has_title:
            self.write(_POP)
        super().stop_application_mode()

    def entitle(self, title: str) -> None:
        """Set the title; it holds words and figures of ours alone."""
        self.title = title
        if self._has_title:
            self.write(f"\x1b]2;{title}\x07")

    @property
    def _has_title(self) -> bool:
        return self._writer_thread is not None and os.environ.get("TERM", "") not in _WITHOUT_TITLE

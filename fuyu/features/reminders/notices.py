"""Telling a person something: on the desktop, and through the terminal.

The desktop is reached by the program it brings for that, `notify-send` or `osascript`, without a shell.
"""

import html
import os
import shutil
import subprocess
import sys
from pathlib import Path

from fuyu.domain.text import clean_line
from fuyu.errors import NotifyError
from fuyu.features.reminders.rules import Bell, Notice

_PATIENCE = 5.0
"""Seconds after which a desktop that does not answer is left alone."""
_SHOW = "on run said\ndisplay notification (item 2 of said) with title (item 1 of said)\nend run"
"""AppleScript: the texts are arguments, so that none of them is read as script."""


def sequence(bell: Bell, notice: Notice) -> str:
    """Return what tells a terminal of a notice; texts are cleaned, so that none of them can end it early."""
    title, body = (clean_line(text).replace(";", ",") for text in (notice.title, notice.body))
    if bell is Bell.OSC_9:
        return f"\x1b]9;{title}, {body}\x1b\\"
    if bell is Bell.OSC_777:
        return f"\x1b]777;notify;{title};{body}\x1b\\"
    return "\a" if bell is Bell.BELL else ""


def require_notifier() -> tuple[str, ...]:
    """Return the program, with its arguments, that shows notices on this desktop.

    Raises:
        NotifyError: there is none.
    """
    is_mac = sys.platform == "darwin"
    found = shutil.which("osascript" if is_mac else "notify-send")
    if not found:
        raise NotifyError("no desktop notification: notify-send is not installed; its package is libnotify")
    return (found, "-e", _SHOW) if is_mac else (found, "--app-name=fuyu", "--")


def show(notice: Notice) -> None:
    """Show a notice on the desktop.

    Raises:
        NotifyError: there is no desktop, or it does not answer.
    """
    program = require_notifier()
    body = clean_line(notice.body)
    texts = (clean_line(notice.title), body if sys.platform == "darwin" else html.escape(body, quote=False))
    try:
        done = subprocess.run(  # noqa: S603 - no shell; the texts are arguments
            [*program, *texts],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotifyError("no desktop notification: the desktop does not answer") from None
    except OSError as error:
        raise NotifyError(f"no desktop notification: {error.strerror}") from error
    if done.returncode:
        raise NotifyError("no desktop notification: the desktop cannot be reached from here")


def _environment() -> dict[str, str]:
    """Return the environment, with the way to the person's desktop where cron left it out."""
    environment = dict(os.environ)
    bus = Path(f"/run/user/{os.getuid()}/bus") if sys.platform == "linux" else None
    if "DBUS_SESSION_BUS_ADDRESS" not in environment and bus is not None and bus.exists():
        environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={bus}"
    return environment

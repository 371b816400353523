"""What goes on beside the dashboard: other processes, which hold up no key, and reminders."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from fuyu import paths
from fuyu.config import Config
from fuyu.desk import Desk
from fuyu.errors import NotFoundError

if TYPE_CHECKING:
    from fuyu.desk.reminding import Reminders
    from fuyu.tui.beside import Beside


class Following:
    """The calendar of config.toml, which another process lets follow the book."""

    def __init__(self, asked: Namespace, path: Path) -> None:
        self._asked, self._path = asked, path

    def catch_up(self) -> str:
        """Wait until the calendar shows the book as it is; return what was in the way."""
        return done_by_another("calendar", self._asked, self._path)

    def leave(self) -> None:
        """Have it done by a process that nobody waits for, and whose trouble the next one tells of."""
        import subprocess  # noqa: PLC0415 - after the first picture

        subprocess.Popen(  # noqa: S603 - ourselves
            _words("calendar", self._asked, self._path),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


def of(desk: Desk, asked: Namespace, path: Path, config: Config) -> "Beside":
    """Return what config.toml wants to go on beside the dashboard."""
    from fuyu.tui.beside import Beside  # noqa: PLC0415 - a quarter of a second that no other command needs

    following = Following(asked, path) if config.publishing.file else None

    def reminders() -> "Reminders":
        from fuyu.desk.reminding import Reminders  # noqa: PLC0415 - after the first picture

        return Reminders(desk, config.reminding, paths.reminded(path))

    return Beside(desk, following, reminders, paths.notes(path))


def done_by_another(verb: str, asked: Namespace, path: Path) -> str:
    """Let another process do a command of ours; return what was in the way, empty where nothing was.

    Copying a large book, or writing its calendar, here would hold up the keys (measured).
    """
    import subprocess  # noqa: PLC0415 - after the first picture

    done = subprocess.run(  # noqa: S603 - ourselves
        _words(verb, asked, path),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    return done.stderr.strip().removeprefix("fuyu: ") if done.returncode not in {0, NotFoundError.exit_code} else ""


def _words(verb: str, asked: Namespace, path: Path) -> list[str]:
    there = [option for name in ("at", "tz") if (value := getattr(asked, name)) for option in (f"--{name}", value)]
    return [sys.executable, "-m", "fuyu", verb, "--db", str(path), *there]

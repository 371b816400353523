"""What goes on beside the dashboard: what features do there, and other processes, which hold up no key."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fuyu import paths
from fuyu.colleagues import Colleagues
from fuyu.config import Config
from fuyu.desk import Desk
from fuyu.errors import NotFoundError
from fuyu.registry import answering, features, load

if TYPE_CHECKING:
    import subprocess

    from fuyu.tui.beside import Beside

_PIPE, _NOTHING = -1, -3
"""What a process is given to read, as `subprocess` names it."""


class OtherProcess:
    """Another process of fuyu on the same book, at the same time."""

    def __init__(self, asked: Namespace, path: Path) -> None:
        self._asked, self._path = asked, path

    def catch_up(self, command: str) -> str:
        """Wait until it has done a command; return what was in the way."""
        return done_by_another(command, self._asked, self._path)

    def leave(self, *command: str) -> None:
        """Have it do a command that nobody waits for, and whose trouble the next one tells of."""
        from threading import Thread  # noqa: PLC0415 - as below

        process = self._begin(command, _NOTHING)
        Thread(target=process.wait, name="left", daemon=True).start()  # else it stays on as a zombie

    def stay(self, *command: str) -> "Staying":
        """Have it do a command that goes on until its input ends: with this process, however that ends."""
        return Staying(self._begin(command, _PIPE))

    def _begin(self, command: Sequence[str], given: int) -> "subprocess.Popen[bytes]":
        import subprocess  # noqa: PLC0415 - after the first picture

        return subprocess.Popen(  # noqa: S603 - ourselves
            _words(command, self._asked, self._path),
            stdin=given,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


class Staying:
    """A process that ends with its input."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self._process.poll() is not None

    def end(self) -> None:
        """Have it end, without waiting."""
        if self._process.stdin is not None:
            self._process.stdin.close()


def of(desk: Desk, asked: Namespace, path: Path, config: Config, *, is_demo: bool = False) -> "Beside":
    """Return what goes on beside the dashboard; beside the demo, what makes that one of several people."""
    from fuyu.tui.beside import Beside  # noqa: PLC0415 - a quarter of a second that no other command needs

    elsewhere = OtherProcess(asked, path)
    doing = [feature for feature in features().values() if feature.beside and (feature.demo or not is_demo)]
    made = [load(feature.beside)(desk, path, config, elsewhere) for feature in doing]
    place = answering(Colleagues.__name__)
    colleagues = load(place)(desk, path) if place else None
    return Beside([one for one in made if one], paths.notes(path), colleagues, book=path)


def done_by_another(verb: str, asked: Namespace, path: Path) -> str:
    """Let another process do a command of ours; return what was in the way, empty where nothing was.

    Copying a large book, or writing its calendar, here would hold up the keys (measured).
    """
    import subprocess  # noqa: PLC0415 - after the first picture

    done = subprocess.run(  # noqa: S603 - ourselves
        _words([verb], asked, path),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    return done.stderr.strip().removeprefix("fuyu: ") if done.returncode not in {0, NotFoundError.exit_code} else ""


def _words(command: Sequence[str], asked: Namespace, path: Path) -> list[str]:
    there = [option for name in ("at", "tz") if (value := getattr(asked, name)) for option in (f"--{name}", value)]
    return [sys.executable, "-m", "fuyu", *command, "--db", str(path), *there]

"""Run a person's program: no shell, a group of its own, and an end to its time and to what it prints."""

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from threading import Lock

from msgspec import Struct

from fuyu.domain.text import clean_line, shortened

MOST_PRINTED = 65_536
"""Bytes that are kept of what a program prints; the rest is read and dropped."""
_PIECE = 65_536
_TURN = 0.05
"""Seconds between two looks whether it has ended."""
_GRACE = 1.0
"""Seconds it has to end in, once it was asked to."""


class Ran(Struct, frozen=True):
    """What came of a program."""

    code: int = 0
    out: str = ""
    err: str = ""
    trouble: str = ""
    """What is wrong, as a sentence goes on after its name; empty where nothing is."""


class _Running:
    """The programs that run now."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._groups: set[int] = set()

    def add(self, group: int) -> None:
        with self._lock:
            self._groups.add(group)

    def remove(self, group: int) -> None:
        with self._lock:
            self._groups.discard(group)

    def end_all(self) -> None:
        with self._lock:
            for group in self._groups:
                _signal(group, signal.SIGKILL)


_running = _Running()


def end_all() -> None:
    """End the programs that still run: nobody waits for them any more."""
    _running.end_all()


def run(words: Sequence[str], given: bytes, seconds: float, settings: Mapping[str, str]) -> Ran:
    """Run a program, and return what came of it; what it leaves running is ended with it.

    Args:
        words: the program and its arguments; `~` is the home folder.
        given: what it reads; it need not.
        seconds: how long it may take.
        settings: added to the environment.
    """
    program = os.path.expanduser(words[0])  # noqa: PTH111 - a name that is looked for on the path is no path
    home = os.path.expanduser("~")  # noqa: PTH111 - it may be unknown
    if "\0" in "".join(words):
        return Ran(code=-1, trouble="cannot be run: its words have a NUL character")
    try:
        process = subprocess.Popen(  # noqa: S603 - the person's own program, without a shell
            [program, *words[1:]],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=home if os.access(home, os.X_OK) else "/",
            env=os.environ | settings,
            start_new_session=True,
        )
    except FileNotFoundError:
        what = "the program in its first line is not there" if os.path.lexists(program) else f"there is no {words[0]}"
        return Ran(code=-1, trouble=f"cannot be run: {shortened(what, 120)}")
    except OSError as error:
        return Ran(code=-1, trouble=f"cannot be run: {error.strerror or error}")
    _running.add(process.pid)
    try:
        return _attended(process, given, seconds)
    finally:
        _end(process)
        _running.remove(process.pid)


def _attended(process: "subprocess.Popen[bytes]", given: bytes, seconds: float) -> Ran:
    """Give a program what it reads and take what it prints, until it ends or its time is over."""
    talk = _Talk(process, given)
    deadline = time.monotonic() + seconds
    try:
        while process.poll() is None and (left := deadline - time.monotonic()) > 0:
            talk.go_on(min(_TURN, left))
        talk.finish()
    finally:
        talk.close()
    if process.returncode is None:
        return Ran(-1, talk.out, talk.err, f"did not end within {seconds:g} s, so it was ended")
    return Ran(process.returncode, talk.out, talk.err, _trouble(process.returncode, talk.err))


def _trouble(code: int, err: str) -> str:
    """Return what is wrong where a program ended by a code that is not 0: with the last line that it said."""
    if not code:
        return ""
    lines = [line for line in map(clean_line, err.splitlines()) if line.strip()]
    said = f": {shortened(lines[-1], 120)}" if lines else ""
    return f"failed with {f'signal {-code}' if code < 0 else f'exit code {code}'}{said}"


class _Talk:
    """The three pipes of a program; none of them is ever waited for alone."""

    def __init__(self, process: "subprocess.Popen[bytes]", given: bytes) -> None:
        assert process.stdin is not None  # noqa: S101 - all three are pipes
        assert process.stdout is not None  # noqa: S101 - as above
        assert process.stderr is not None  # noqa: S101 - as above
        self._given = memoryview(given)
        self._pipes = (process.stdin, process.stdout, process.stderr)
        self._in, self._out, self._err = (pipe.fileno() for pipe in self._pipes)
        self._kept = {self._out: bytearray(), self._err: bytearray()}
        self._selector = selectors.DefaultSelector()
        for pipe in self._pipes:
            os.set_blocking(pipe.fileno(), False)
        self._selector.register(self._in, selectors.EVENT_WRITE)
        for fd in self._kept:
            self._selector.register(fd, selectors.EVENT_READ)

    @property
    def out(self) -> str:
        return self._kept[self._out].decode("utf-8", "replace")

    @property
    def err(self) -> str:
        return self._kept[self._err].decode("utf-8", "replace")

    def go_on(self, seconds: float) -> bool:
        """Wait so long for one of the pipes, and use those that are ready; return whether any was."""
        if not self._selector.get_map():
            time.sleep(seconds)
            return False
        ready = self._selector.select(seconds)
        for key, _ in ready:
            if key.fd == self._in:
                self._write()
            else:
                self._read(key.fd)
        return bool(ready)

    def finish(self) -> None:
        """Take what it printed before it ended, and no more than is kept of it."""
        if self._in in self._selector.get_map():
            self._selector.unregister(self._in)
        for _ in range(2 * MOST_PRINTED // _PIECE + 2):
            if not (self._selector.get_map() and self.go_on(0)):
                break

    def close(self) -> None:
        self._selector.close()
        for pipe in self._pipes:
            with contextlib.suppress(OSError):  # what it did not read
                pipe.close()

    def _write(self) -> None:
        try:
            written = os.write(self._in, self._given[:_PIECE]) if self._given else 0
        except BlockingIOError:
            return
        except OSError:  # it does not read
            self._given = self._given[:0]
            written = 0
        self._given = self._given[written:]
        if not self._given:
            self._selector.unregister(self._in)
            self._pipes[0].close()

    def _read(self, fd: int) -> None:
        try:
            piece = os.read(fd, _PIECE)
        except BlockingIOError:
            return
        if not piece:
            self._selector.unregister(fd)
        kept = self._kept[fd]
        if len(kept) >= MOST_PRINTED:
            time.sleep(_TURN)  # what is dropped is taken slowly: it costs the machine next to nothing
        kept += piece[: MOST_PRINTED - len(kept)]


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a program with all that it started in its group: asked first, where it still runs."""
    if process.poll() is None:
        _signal(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)
    _signal(process.pid, signal.SIGKILL)
    process.wait()


def _signal(group: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):  # all of it has ended
        os.killpg(group, number)

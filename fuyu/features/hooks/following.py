"""Have the hooks follow what is done: behind a command and beside the dashboard, and never in the way of either."""

import os
from collections import deque
from collections.abc import Callable
from pathlib import Path

from fuyu import paths
from fuyu.background import Background, Elsewhere, Said, Told
from fuyu.config import Config
from fuyu.desk import Desk
from fuyu.desk.events import ActionDone
from fuyu.domain.action import Action
from fuyu.errors import FuyuError
from fuyu.features.hooks import folder
from fuyu.features.hooks.queue import Queue
from fuyu.features.hooks.rules import CHILD_OF, hooks_of

_WORDS = "your hooks do not follow"


class HooksBehind:
    """What was done in a book and its hooks do not know yet."""

    def __init__(self, desk: Desk, book: Path, elsewhere: Elsewhere) -> None:
        self._desk, self._book, self._elsewhere = desk, book, elsewhere
        self._hooks = paths.hooks()
        self._queue = Queue(paths.hooked(book))
        self._done: deque[tuple[Action, tuple[str, ...]]] = deque()
        if CHILD_OF not in os.environ:  # what a hook does is followed by no hook, or it would never end
            desk.events.listen(ActionDone, self._heard)

    @property
    def has_news(self) -> bool:
        """Whether anything was done that the hooks do not know yet, or anything of them is to be said."""
        return bool(self._done) or self._queue.has_troubles

    def _heard(self, done: ActionDone) -> None:
        """Take notice of what was done: no key waits for more than a look for the file of a hook."""
        if there := tuple(name for name in hooks_of(done.action) if folder.is_there(self._hooks, name)):
            self._done.append((done.action, there))

    def hand_over(self) -> None:
        """Let what was done wait for the hooks, and begin another process that runs them; nobody waits for it.

        Raises:
            FuyuError: it cannot be kept.
            OSError: the process cannot be begun.
        """
        from fuyu.features.hooks.command import told_of  # noqa: PLC0415 - only who has a hook waits

        done = [self._done.popleft() for _ in range(len(self._done))]
        if done:
            self._queue.put([{"hooks": names, "given": told_of(self._desk, action)} for action, names in done])
            self._elsewhere.leave("hooks", "--run")

    def try_to(self) -> str:
        """Do so; return what was in the way, then what was before, as a sentence; empty where nothing was."""
        troubles: list[str] = []
        try:
            self.hand_over()
        except FuyuError as error:
            troubles.append(f"{_WORDS}: {error}")
        except OSError as error:
            troubles.append(f"{_WORDS}: {error.strerror}")
        return "; ".join([*troubles, *self.troubles()])

    def troubles(self) -> list[str]:
        """Return what was in the way of hooks, and nobody has said yet."""
        try:
            return self._queue.troubles()
        except FuyuError:
            return []


def listen(desk: Desk, book: Path, elsewhere: Elsewhere) -> Callable[[], str]:
    """Listen to what a command does; return what has the hooks follow once it is said.

    The command does not wait for them: what is in the way of one is said by the next command.
    """
    return HooksBehind(desk, book, elsewhere).try_to


def beside(desk: Desk, book: Path, _config: Config, elsewhere: Elsewhere) -> "HooksBeside":
    """Return what has the hooks follow the dashboard, also those that are put there while it is open."""
    return HooksBeside(HooksBehind(desk, book, elsewhere))


class HooksBeside:
    """Hooks that follow the dashboard; what a command of one's own runs is ended with it."""

    def __init__(self, following: HooksBehind) -> None:
        self._following = following
        self._work = Background("hooks")

    def each_second(self, said: Said, told: Told) -> None:  # noqa: ARG002 - there is nothing to ring for
        """Have them follow what was done, and say what was in the way."""
        if self._following.has_news and not self._work.is_busy:
            self._work.begin(lambda: self._follow(said))

    def leave(self) -> None:
        """Have them follow the rest."""
        from fuyu.features.hooks import programs  # noqa: PLC0415 - no start waits for it

        programs.end_all()
        self._following.try_to()

    def wait(self) -> None:
        """Wait until what was begun last is done."""
        self._work.wait()

    def _follow(self, said: Said) -> None:
        if words := self._following.try_to():
            said(words)

"""`fuyu completion`: what a shell needs to complete commands, options and their values; made from the parser itself."""

import argparse
import os
from argparse import Namespace
from pathlib import PurePath

import shtab

from fuyu import paths
from fuyu.answer import Answer
from fuyu.cli.arguments import SHELLS, parser
from fuyu.cli.output import answered
from fuyu.domain.text import clean_line
from fuyu.errors import FuyuError, UsageError

_FILES = {"FILE", "PATH", "OTHER.json", "BACKUP"}


_HINTS = {
    "bash": "the next bash reads it, where the package bash-completion is installed",
    "zsh": "the next zsh reads it once ~/.zshrc has this line above compinit: fpath+=({folder})",
    "fish": "the next fish reads it",
}
"""What is left to be done once the script of a shell is in its place."""


@answered
def completion(asked: Namespace) -> Answer:
    """Answer with the script of a shell, or put it where that shell looks for it."""
    shell = asked.shell or _usual_shell()
    script = f"{_script(shell)}\n"
    if not asked.install:
        return Answer(file=[script])
    path = paths.completion(shell)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script, encoding="utf-8")
    except OSError as error:
        raise FuyuError(f"{clean_line(str(path))} cannot be written: {error.strerror}") from error
    hint = _HINTS[shell].format(folder=path.parent)
    return Answer(sentences=[str(path)], data={"shell": shell, "path": str(path)}, hints=[hint])


def _usual_shell() -> str:
    """Return the person's shell.

    Raises:
        UsageError: it is none that there are completions for.
    """
    shell = PurePath(os.environ.get("SHELL", "")).name
    if shell not in SHELLS:
        raise UsageError(f"say which shell it is for: {', '.join(SHELLS)}")
    return shell


def _script(shell: str) -> str:
    whole = parser()
    _complete_files(whole)
    return shtab.complete(whole, shell=shell)


def _complete_files(command: argparse.ArgumentParser) -> None:
    """Say of each argument that is a path that it is one."""
    for action in command._actions:  # noqa: SLF001 - argparse tells its arguments no other way
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - the same
            for below in action.choices.values():
                _complete_files(below)
        elif action.metavar in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined] # what shtab looks for

"""`fuyu completion`: what a shell needs to complete commands, options and their values; made from the parser itself."""

import argparse
from argparse import Namespace

import shtab

from fuyu.answer import Answer
from fuyu.cli.arguments import parser
from fuyu.cli.output import answered

_FILES = {"FILE", "PATH", "OTHER.json", "BACKUP"}


@answered
def completion(asked: Namespace) -> Answer:
    """Answer with the script of a shell."""
    whole = parser()
    _complete_files(whole)
    return Answer(file=[f"{shtab.complete(whole, shell=asked.shell)}\n"])


def _complete_files(command: argparse.ArgumentParser) -> None:
    """Say of each argument that is a path that it is one."""
    for action in command._actions:  # noqa: SLF001 - argparse tells its arguments no other way
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - the same
            for below in action.choices.values():
                _complete_files(below)
        elif action.metavar in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined] # what shtab looks for

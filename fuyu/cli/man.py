"""The manual page, made of what the parser knows: `make man` writes it to docs/fuyu.1."""

import argparse
from collections.abc import Iterator, Mapping

from fuyu.cli import output
from fuyu.cli.arguments import COMMON, DESCRIPTION, EPILOG, Subcommand, common, groups

_ENVIRONMENT = {
    "FUYU_DB": "The book, where --db names none.",
    "FUYU_NOW, FUYU_TZ": "The time to stand at and the zone to be in, where --at and --tz name none.",
    "FUYU_CONFIG": "The settings.",
    "FUYU_THEME": "The theme of the dashboard; fuyu theme lists them.",
    "NO_COLOR": "Without colours.",
    "VISUAL, EDITOR": "The editor that f4 opens a note in.",
}
_FILES = {
    "~/.local/share/fuyu/fuyu.json": "The book, plain JSON; beside it its journal and its lock. On macOS the folder is "
    "~/Library/Application Support/fuyu.",
    "~/.cache/fuyu": "What makes a large book quick; it may be deleted.",
    "~/.config/fuyu/config.toml": "The settings. The folder messages beside it has the templates, the "
    "folder themes your own themes.",
    "~/.local/state/fuyu": "Copies of the book, one a day, and what may be lost.",
}


def page() -> Iterator[str]:
    """Yield the lines of the page, as man reads it."""
    yield '.TH FUYU 1 "" fuyu "User Commands"'
    yield ".ad l"
    yield from (".SH NAME", r"fuyu \- daily follow-up from the keyboard")
    yield from (".SH SYNOPSIS", r"\fBfuyu\fR [\fIOPTION\fR ...] [\fICOMMAND\fR ...]")
    yield from (".SH DESCRIPTION", _text(DESCRIPTION), ".PP", _text(EPILOG))
    yield from (".SH OPTIONS", _text(f"{COMMON.capitalize()}."), *_arguments(common()))
    yield ".SH COMMANDS"
    for title, verbs in groups().items():
        yield f".SS {_text(title.capitalize())}"
        for verb in verbs:
            yield from _command(verb, verb.name)
    yield from (".SH ENVIRONMENT", *_list(_ENVIRONMENT))
    yield from (".SH FILES", *_list(_FILES))


def _command(verb: Subcommand, name: str) -> Iterator[str]:
    """Yield the lines of a command, and of those below it."""
    own = argparse.ArgumentParser(add_help=False)
    verb.takes(own)
    values = "".join(f" {_value(action)}" for action in _actions(own) if not action.option_strings)
    yield from (".TP", rf"\fBfuyu {name}\fR{values}", _text(verb.summary))
    if _actions(own):
        yield from (".RS", *_arguments(own), ".RE")
    if own.epilog:
        yield from (".IP", _text(own.epilog))
    for below in verb.below:
        yield from _command(below, f"{name} {below.name}")


def _arguments(command: argparse.ArgumentParser) -> Iterator[str]:
    for action in _actions(command):
        names = ", ".join(rf"\fB{_text(name)}\fR" for name in action.option_strings)
        said = f"{names} {_value(action)}" if names and action.nargs != 0 else names or _value(action)
        yield from (".TP", said, _text(action.help or ""))


def _value(action: argparse.Action) -> str:
    """Return what an argument takes, as a synopsis shows it."""
    words = str(action.metavar or "|".join(map(str, action.choices or ())))
    value = rf"\fI{_text(words)}\fR"
    several = f"{value} ..." if action.nargs in {"+", "*"} else value
    return f"[{several}]" if action.nargs in {"?", "*"} else several


def _list(items: Mapping[str, str]) -> Iterator[str]:
    for name, words in items.items():
        yield from (".TP", rf"\fB{_text(name)}\fR", _text(words))


def _text(words: str) -> str:
    """Return words as roff prints them; none of ours begins with what roff takes for a request."""
    return (
        words.replace("\\", r"\e").replace("-", r"\-").replace("~", r"\(ti").replace("`", r"\(ga").replace("'", r"\(aq")
    )


def _actions(command: argparse.ArgumentParser) -> list[argparse.Action]:
    return command._actions  # noqa: SLF001 - argparse tells its arguments no other way


if __name__ == "__main__":
    for line in page():
        output.line(line)

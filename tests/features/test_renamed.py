"""What is typed by the name it had before is answered with the new one, and nothing is done."""

from pathlib import Path

import pytest

from fuyu.cli.arguments import groups, parser
from fuyu.cli.count import FIELDS as COUNTED
from fuyu.config.tables import SETTINGS
from fuyu.domain.lead import Outcome
from fuyu.features.messages.filling import FIELDS
from fuyu.renamed import OPTIONS, RENAMED, TypedWhere
from fuyu.tui.keys import KEYS
from tests.cli.conftest import Said, Shell

EVERY = [(place, old, new) for place, names in RENAMED.items() for old, new in names.items()]
EVERY_OPTION = [(command, old, new) for command, names in OPTIONS.items() for old, new in names.items()]
REST = {"log": ("ann", "talked"), "add": ("Bo",), "away": ("mon",), "message": ("ann",), "send": ()}
"""What each command needs beside an option."""


class Asking:
    """Uses a name at its place."""

    def __init__(self, fuyu: Shell, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self._fuyu = fuyu
        self._settings = folder / "settings.toml"
        patch.setenv("FUYU_CONFIG", str(self._settings))

    def __call__(self, place: TypedWhere, name: str) -> Said:
        """Return what is said to a name."""
        match place:
            case TypedWhere.COMMAND:
                return self._fuyu(name)
            case TypedWhere.OUTCOME:
                return self._fuyu("log", "ann", name)
            case TypedWhere.COUNTED:
                return self._fuyu("count", "--format", f"{{{name}}}")
            case TypedWhere.SETTING:
                table, _, key = name.partition(".")
                self._settings.write_text(f"[{table}]\n{key} = 12\n")
                return self._fuyu("today")
            case TypedWhere.TEMPLATE:
                messages = self._settings.parent / "messages"
                messages.mkdir()
                (messages / "hello.txt").write_text(f"Hello\n{{{name}}}\n")
                return self._fuyu("message", "ann", "--template", "hello")
            case TypedWhere.KEY:
                self._settings.write_text(f'[keys]\n"{name}" = "Q"\n')
                return self._fuyu("keys", "--plain")


@pytest.fixture
def asking(fuyu: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asking:
    """Return what uses a name at its place, on a book with one lead."""
    fuyu.ok("add", "Ann Lee", "--next", "fri", "--email", "ann@acme.example")
    return Asking(fuyu, tmp_path, monkeypatch)


@pytest.mark.parametrize(("place", "old", "new"), EVERY, ids=str)
def test_an_old_name_says_the_new_one(asking: Asking, place: TypedWhere, old: str, new: str) -> None:
    said = asking(place, old)
    if place is not TypedWhere.KEY:  # what is wrong with a key ends nothing
        assert (said.code, said.out) == (2, "")
    assert f"“{old}” is called “{new}” now" in said.err or f"{old} is called {new} now" in said.err


@pytest.mark.parametrize("joined", [False, True], ids=["apart", "joined"])
@pytest.mark.parametrize(("command", "old", "new"), EVERY_OPTION)
def test_an_old_option_says_the_new_one(fuyu: Shell, command: str, old: str, new: str, *, joined: bool) -> None:
    option = (f"{old}=x",) if joined else (old, "x")
    for words in ((command, *option, *REST[command]), (command, *REST[command], *option)):
        said = fuyu(*words)
        assert (said.code, said.out) == (2, "")
        assert f"“{old}” is called “{new}” now" in said.err
    assert not fuyu.book.exists(), "nothing was done"


def test_an_old_option_is_in_no_help(fuyu: Shell) -> None:
    for command, names in OPTIONS.items():
        said = fuyu.bare(command, "--help").out
        assert not [old for old in names if f"{old} " in said or f"{old}\n" in said]


def test_each_new_name_is_one() -> None:
    commands = {verb.name for verbs in groups().values() for verb in verbs}
    known = {
        TypedWhere.COMMAND: commands,
        TypedWhere.OUTCOME: {*Outcome, "--lost"},
        TypedWhere.COUNTED: {*COUNTED},
        TypedWhere.SETTING: {f"{table}.{key}" for table, keys in SETTINGS.items() for key in keys},
        TypedWhere.TEMPLATE: {*FIELDS},
        TypedWhere.KEY: {key.id for key in KEYS},
    }
    for place, names in RENAMED.items():
        assert {*names.values()} <= known[place]
        assert known[place].isdisjoint(names), "no old name is also a new one"
    for command, names in OPTIONS.items():
        helped = parser([command]).parse_args([command, *REST[command]])
        assert all(hasattr(helped, new.removeprefix("--").replace("-", "_")) for new in names.values())

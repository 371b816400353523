"""Each folder of a feature can be deleted: what it adds is gone, and everything else is as it was."""

import json
import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from fuyu.registry import FIRST, TABLES_OF, Feature, features, load, woven
from fuyu.tui.keys import KEYS, Where

ROOT = Path(__file__).parents[2]
CORE = {
    "commands": ("tests/cli",),
    "the dashboard": ("tests/tui", "tests/desk"),
    "what they stand on": ("tests/domain", "tests/care", "tests/storage"),
    "the rest": (
        *("tests", "--ignore=tests/cli", "--ignore=tests/tui", "--ignore=tests/desk", "--ignore=tests/domain"),
        *("--ignore=tests/care", "--ignore=tests/storage", "--ignore=tests/features", "--ignore=tests/pty"),
    ),
}
"""All quick tests of the core, in parts that take about as long as each other."""
OF_THE_WHOLE = ("tests/test_docs.py", "tests/test_units.py", "tests/cli/test_man.py", "tests/cli/test_examples.py")
"""Tests of the pages and of what comes with the wheel, which are about a fuyu with every feature."""
BESIDE = (
    *("tests/cli/test_shapes.py", "tests/cli/test_errors.py", "tests/cli/test_commands.py", "tests/cli/test_doctor.py"),
    *("tests/tui/test_keys.py", "tests/tui/test_present_call.py", "tests/test_config.py"),
)
"""Tests of what features add to, and of what is beside it."""
_HALF_WRITTEN = shutil.ignore_patterns("*.pyc.*")
"""What Python compiles at this moment for another test."""


class Without(NamedTuple):
    """A copy of fuyu from which the folder of one feature was deleted."""

    name: str
    feature: Feature
    root: Path

    def ran(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run Python in it."""
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | settings
        command = [sys.executable, *words]
        return subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, check=False)

    def passes(self, *tests: str) -> None:
        """Run tests of it that need neither a screen nor a process, until one fails."""
        quick = ("-m", "not (slow or pty or soak)", "--hypothesis-profile", "few", "-p", "no:cacheprovider")
        ignored = (f"--ignore={path}" for path in OF_THE_WHOLE)
        own = f"--basetemp={self.root / 'tmp'}"
        done = self.ran("-m", "pytest", "--exitfirst", "--quiet", own, *quick, *ignored, *tests)
        assert done.returncode == 0, done.stdout

    def says(self, *words: str, book: str = "book.json", **settings: str) -> str:
        """Return what a command of fuyu answers about a book, which does not fail."""
        done = self.ran("-m", "fuyu", *words, "--db", str(self.root / book), **settings)
        assert done.returncode == 0, done.stderr
        return done.stdout


def copied_without(root: Path, *names: str) -> Path:
    """Copy fuyu and its tests but for the folders of some features, and of their tests."""
    shutil.copy(ROOT / "pyproject.toml", root)
    for folder in ("fuyu", "tests"):
        shutil.copytree(ROOT / folder, root / folder, ignore=_HALF_WRITTEN)
        for name in names:
            shutil.rmtree(root / folder / "features" / name)
    return root


@pytest.fixture(scope="module", params=list(features()))
def without(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Without:
    """Delete the folder of a feature, and its tests, from a copy."""
    name: str = request.param
    return Without(name, features()[name], copied_without(tmp_path_factory.mktemp(f"without_{name}"), name))


@pytest.mark.slow
@pytest.mark.parametrize("part", CORE)
def test_the_core_of_the_suite_passes_without_any_feature(tmp_path: Path, part: str) -> None:
    bare = Without("all", Feature(), copied_without(tmp_path, *features()))
    assert bare.ran("-c", "from fuyu.registry import features; print(*features())").stdout.strip() == ""
    bare.passes(*CORE[part])


@pytest.mark.slow
def test_what_features_add_to_passes_without_it(without: Without) -> None:
    where = without.ran("-c", "import fuyu; print(fuyu.__file__)")
    assert where.stdout.strip() == str(without.root / "fuyu" / "__init__.py")
    without.passes(*BESIDE)


@pytest.mark.slow
def test_its_commands_are_gone_and_the_others_are_as_they_were(without: Without) -> None:
    here = subprocess.run(
        [sys.executable, "-m", "fuyu", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    gone = [f"  {command.name} " for command in without.feature.commands]
    lines = here.stdout.splitlines()
    said = without.ran("-m", "fuyu", "--help").stdout.splitlines()
    assert gone
    assert said == [line for line in lines if not line.startswith(tuple(gone))]
    for command in without.feature.commands:
        done = without.ran("-m", "fuyu", command.name)
        assert (done.returncode, f"unknown command “{command.name}”" in done.stderr) == (2, True)


@pytest.mark.slow
def test_its_keys_are_not_offered_and_what_is_set_for_one_is_told_of(without: Without) -> None:
    gone = [press.id for press in without.feature.keys]
    listed = [line.partition("\t")[0] for line in without.says("keys", "--plain").splitlines()]
    assert listed == [key.id for key in KEYS if key.id not in gone]
    headed = {line for line in without.says("keys").splitlines() if not line.startswith(" ")}
    assert headed == {key.where.value for key in KEYS if key.id not in gone}
    config = without.root / "keys.toml"
    config.write_text("\n".join(["[keys]", *(f'"{name}" = "f11"' for name in gone)]))
    said = without.ran("-m", "fuyu", "doctor", FUYU_CONFIG=str(config)).stdout.replace(str(config), "config.toml")
    for line, name in enumerate(gone, 2):
        assert f"config.toml, line {line}: keys.{name}" in said


@pytest.mark.slow
def test_who_begins_without_it_is_offered_nothing_that_is_not_there(without: Without) -> None:
    said = without.says("today")
    assert "`fuyu add" in said
    assert not any(f"`fuyu {command.name} " in said for command in without.feature.commands)
    program = "from fuyu.tui.keys import STANDARD; from fuyu.tui.present_list import nobody_words as said; "
    shown = without.ran("-c", f"{program} print(said(0, 0, 0, STANDARD))").stdout
    assert shown.startswith("no leads yet: a adds one")
    assert not any(f" {press.keys[0]} " in shown for press in without.feature.keys if press.does)


@pytest.mark.slow
def test_its_settings_are_told_of_and_stop_nothing(without: Without) -> None:
    for table in without.feature.settings:
        config = without.root / "config.toml"
        config.write_text(f'[{table.title}]\nanything = "x"\n[look]\ntheme = "snow"\n')
        said = without.ran("-m", "fuyu", "doctor", "--json", FUYU_CONFIG=str(config))
        found = [fact["found"] for fact in json.loads(said.stdout)["facts"] if fact["what"] == "settings"]
        assert f"{config}, line 1: {table.title} is not used: this fuyu has no {without.name}" in found
        without.says("add", "Ann Lee", "--next", "today", FUYU_CONFIG=str(config))
        assert "Ann Lee" in without.says("today", FUYU_CONFIG=str(config))


@pytest.mark.slow
def test_a_book_that_was_kept_with_it_is_whole_without_it(without: Without) -> None:
    """GIVEN a book with a message WHEN no feature, this one at least, is there THEN it is kept, checked and merged."""
    ours, theirs = without.root / "ours.json", without.root / "theirs.json"
    says = partial(without.says, book=ours.name)
    words: tuple[tuple[str, ...], ...] = (
        ("add", "Ann Lee", "--email", "ann@acme.example", "--next", "fri"),
        ("message", "ann", "--text", "Hello.", "--reviewed"),
        ("add", "Bo Diaz", "--email", "bo@acme.example", "--next", "fri"),
        ("message", "bo", "--text", "Good morning.", "--reviewed"),
        ("add", "Cy Okafor", "--email", "cy@acme.example", "--next", "fri"),
        ("message", "cy", "--text", "Good evening.", "--reviewed"),
    )
    for book, said in ((ours, words[:2]), (theirs, words)):
        for command in said:
            _with_all(book, *command)
    says("merge", str(theirs))
    says("log", "bo", "do_not_contact")
    says("join", "cy", "bo")
    for asked in ("today", "morning", "check"):
        says(asked)
    assert "Ann Lee" in says("show", "ann")
    kept = json.loads(_with_all(ours, "export", "--json"))["messages"].values()
    assert {one["text"] for one in kept} == {"Hello."}, "nothing waits for who is do-not-contact"


def _with_all(book: Path, *words: str) -> str:
    """Return what a fuyu with every feature answers about a book, which does not fail."""
    whole = [sys.executable, "-m", "fuyu", *words, "--db", str(book)]
    return subprocess.run(whole, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_the_tables_of_features_are_known_also_where_their_folders_are_not() -> None:
    found = {table.title: name for name, feature in features().items() for table in feature.settings}
    assert found == TABLES_OF


def test_every_situation_has_keys_of_the_core_or_of_a_feature() -> None:
    assert {key.where for key in KEYS} == set(Where)


def test_everything_that_a_feature_names_is_there() -> None:
    for name, feature in features().items():
        places = [feature.beside, feature.follows, feature.demo]
        places += [command.runs for command in feature.commands] + [press.does for press in feature.keys]
        places += feature.answers.values()
        places += [place for table in feature.settings for place in (*table.structs, table.kinds, table.made)]
        for place in filter(None, places):
            assert place.startswith(f"fuyu.features.{name}."), place
            assert load(place) is not None
        assert all((ROOT / "docs" / page).exists() for page in feature.pages)


def test_what_features_add_follows_what_it_names() -> None:
    added = [("b", "b1"), ("gone", "last"), ("b1", "b2"), ("b", "b3"), ("a", "a1")]
    assert woven(("a", "b", "c"), added, str) == ("a", "a1", "b", "b1", "b2", "b3", "c", "last")
    assert woven(("a",), [("a", "a1"), (FIRST, "first"), (("gone", FIRST), "also"), (("a", FIRST), "a2")], str) == (
        *("first", "also", "a", "a1", "a2"),
    )
    assert woven((), [], str) == ()

"""What nobody needs is not imported, and what is left out once is there when someone asks for it."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow


def _says(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.strip()


def test_a_library_is_imported_as_if_another_were_not_there() -> None:
    program = (
        "import sys; from fuyu.imports import import_without; import_without('msgspec', 'typing_extensions');"
        "print('msgspec' in sys.modules, 'typing_extensions' in sys.modules);"
        "import typing_extensions; print(typing_extensions.Self)"
    )
    assert _says(program).splitlines() == ["True False", "typing.Self"]


def test_a_library_that_is_there_already_is_left_alone() -> None:
    program = (
        "import json, sys; from fuyu.imports import import_without; import_without('json', 're');"
        "print(sys.modules['re'].__name__)"
    )
    assert _says(program) == "re"


def test_the_dashboard_does_without_the_palette_of_textual() -> None:
    program = (
        "import sys; from fuyu.tui.kit.textual_compat.without_palette import import_textual; import_textual();"
        "import fuyu.tui.app; print({'textual.command', 'textual.types', 'textual.widgets._tree'} & {*sys.modules});"
        "from textual.command import CommandPalette; print(CommandPalette.is_open.__name__)"
    )
    assert _says(program).splitlines() == ["set()", "is_open"]


@pytest.mark.parametrize(("words", "found"), [("count", False), ("--db x count", True), ("--help", True)])
def test_a_command_of_the_core_looks_for_no_feature(words: str, *, found: bool) -> None:
    program = f"import sys; from fuyu.cli.arguments import parser; parser({words.split()!r});"
    assert _says(f"{program} print('fuyu.features.calendar' in sys.modules)") == str(found)

"""The examples of docs/scripting.md and docs/accessibility.md: each is run, and says what the page says it says."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent.parent
PAGE, PLAIN = ((ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") for name in ("scripting", "accessibility"))
OTHERS = ("jq", "column")
"""Programs that the examples pipe into; where one is missing, its examples are left out."""
BASH = shutil.which("bash")


class Example(NamedTuple):
    """A line for a shell, with what the page shows below it."""

    line: str
    shown: list[str]
    """Empty where the page shows nothing; `...` stands for any lines."""

    def agrees_with(self, answer: str) -> bool:
        """Return whether the answer is what is shown."""
        pattern = "\n".join("(?:.*\n)*.*" if line == "..." else re.escape(line) for line in self.shown)
        return not self.shown or re.fullmatch(pattern, answer.rstrip("\n")) is not None


def sections(page: str) -> dict[str, list[Example]]:
    """Return the examples of a page by the title they stand below."""
    parts = re.split(r"^## (.+)$", page, flags=re.MULTILINE)
    titled = zip(parts[1::2], parts[2::2], strict=True)
    return {title: list(examples(text)) for title, text in titled if "```sh" in text}


def examples(text: str) -> Iterator[Example]:
    """Yield the examples of the blocks for a shell: a line, and below it, behind `#`, what it prints."""
    for block in re.findall(r"^```sh\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL):
        line = ""
        for is_output, lines in groupby(block.replace("\\\n", "").splitlines(), lambda text: text.startswith("#")):
            if is_output:
                yield Example(line, [text.removeprefix("#").removeprefix(" ") for text in lines])
                line = ""
                continue
            *alone, last = lines
            yield from (Example(before, []) for before in (line, *alone) if before.strip())
            line = last
        if line.strip():
            yield Example(line, [])


SECTIONS = sections(PAGE)
FIRST = next(iter(SECTIONS))


class Machine:
    """A home and a book of nobody's, on a Wednesday morning."""

    def __init__(self, home: Path, term: str = "") -> None:
        self.home = home
        self.term = {"TERM": term} if term else {}
        program = home / "bin" / "fuyu"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m fuyu "$@"\n')
        program.chmod(0o700)

    def run(self, example: Example) -> str:
        """Run an example as a shell does; return all that is printed."""
        if any(shutil.which(other) is None and re.search(rf"\b{other}\b", example.line) for other in OTHERS):
            return ""
        environment = self.term | {
            "HOME": str(self.home),
            "PATH": f"{self.home / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "FUYU_NOW": "2026-03-18T09:30",
            "FUYU_TZ": "Europe/London",
            "LANG": "C.UTF-8",
        }
        argv = [str(BASH), "-o", "pipefail", "-c", example.line]
        done = subprocess.run(argv, cwd=self.home, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{example.line}\n{done.stderr}"
        assert example.agrees_with(done.stdout), f"{example.line}\nprints\n{done.stdout}"
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home in which the examples of the first section were run."""
    home = tmp_path_factory.mktemp("begun")
    for example in SECTIONS[FIRST]:
        Machine(home).run(example)
    return home


@pytest.mark.skipif(BASH is None, reason="there is no bash")
@pytest.mark.parametrize("title", SECTIONS)
def test_the_examples_say_what_they_show(begun: Path, tmp_path: Path, title: str) -> None:
    """Each section begins with the book that the first one made."""
    if title == FIRST:
        return
    machine = Machine(shutil.copytree(begun, tmp_path / "home"))
    for example in SECTIONS[title]:
        machine.run(example)


@pytest.mark.skipif(BASH is None, reason="there is no bash")
def test_a_whole_morning_is_plain_text_on_a_terminal_that_draws_nothing(tmp_path: Path) -> None:
    machine = Machine(tmp_path, term="dumb")
    printed = "".join(machine.run(example) for part in sections(PLAIN).values() for example in part)
    assert not {*printed} & {"\x1b", "\r", "\b", "\a"}

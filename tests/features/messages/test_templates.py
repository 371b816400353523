"""Letters that begin with a template: a text file in a folder of the person's own."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from fuyu import paths
from fuyu.errors import FuyuError, NotFoundError, UsageError
from fuyu.features.messages.filling import FIELDS
from fuyu.features.messages.templates import template
from tests.cli.conftest import Shell
from tests.cli.test_bad_input import ODD, answers


@pytest.mark.parametrize(
    ("name", "content", "error", "sentence"),
    [
        ("quote", b"caf\xe9", UsageError, "quote.txt cannot be read: it is not UTF-8"),
        ("quote", b"x" * 100_001, UsageError, "quote.txt cannot be read: it is larger than 100,000 bytes"),
        ("quote", b"Dear {frist_name}", UsageError, "line 1: {frist_name} is no field; did you mean {first_name}?"),
        ("quote", b"Dear {zzzzzz}", UsageError, "line 1: {zzzzzz} is no field; there are name, first_name, "),
        ("qoute", b"", NotFoundError, "no template is called “qoute”; did you mean quote?"),
        ("letter", b"", NotFoundError, "no template is called “letter”; put text files into "),
    ],
)
def test_what_is_no_template_is_refused_with_what_to_do(
    tmp_path: Path, name: str, content: bytes, error: type[FuyuError], sentence: str
) -> None:
    (tmp_path / "quote.txt").write_bytes(content)
    with pytest.raises(error) as found:
        template(tmp_path, name)
    assert sentence in str(found.value)


def test_every_field_of_a_template_has_its_line() -> None:
    page = (Path(__file__).parents[3] / "docs" / "messages.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `\{(\w+)\}` \|", page, flags=re.MULTILINE) == [*FIELDS]


@pytest.mark.parametrize("make", ODD)
def test_a_template_that_is_no_file(morning: Shell, make: Callable[[Path], None]) -> None:
    paths.templates().mkdir()
    make(paths.templates() / "offer.txt")
    said = morning("message", "1", "--template", "offer")
    answers(said.code, said.err, 2, f"{paths.templates() / 'offer.txt'} cannot be read: {ODD[make]}")

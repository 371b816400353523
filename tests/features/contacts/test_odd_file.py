"""Files of contacts that are no files, of any content, and in any encoding: an answer in words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.cli.test_bad_input import ODD, answers
from tests.hostile import HUGE, MARKS


@pytest.mark.parametrize("make", ODD)
def test_contacts_that_are_no_file(morning: Shell, tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "people.csv")
    said = morning("import", str(tmp_path / "people.csv"))
    answers(said.code, said.err, 2, "people.csv ")


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (f"Name,Phone,Birthday,Due,Zone\nAnn,{HUGE},{HUGE},{HUGE},{HUGE}\n", 0, ""),
        (f"Name,Company\n{MARKS},{MARKS}\n", 0, ""),
        ("Name,Birthday\nAnn,9999-12-31\nBo,0001-01-01\nCy,10000-01-01\n", 0, ""),
        (f"BEGIN:VCARD\nFN:Ann\nBDAY:{HUGE}\nTEL:{HUGE}\nX-FUYU-NEXT:{HUGE};{HUGE}\nTZ:{HUGE}\nEND:VCARD\n", 0, ""),
        ("BEGIN:VCARD\nFN;ENCODING=B:é\nEND:VCARD\n", 0, ""),
        ("\n" * 100_000, 3, "people.csv is empty"),
        ("\x00" * 1_000, 2, "people.csv is not text"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_contacts_of_any_kind(fuyu: Shell, tmp_path: Path, text: str, code: int, words: str) -> None:
    (tmp_path / "people.csv").write_text(text)
    said = fuyu("import", str(tmp_path / "people.csv"), "--dry-run")
    answers(said.code, said.err, code, words)


@pytest.mark.parametrize(
    "charset",
    [
        *("idna", "punycode", "unicode_escape", "raw_unicode_escape", "rot13", "zip", "bz2", "base64", "hex", "quopri"),
        *("undefined", "mbcs", "charmap", "uu", "nosuch", "../x", "x" * 900, "", "utf-7"),
    ],
    ids=lambda charset: charset[:20],
)
@pytest.mark.parametrize("how", ["ENCODING=QUOTED-PRINTABLE:Zo=C3=AB", "ENCODING=BASE64:Wm/Dqw=="])
def test_an_encoding_that_is_none_of_text_is_not_used(fuyu: Shell, tmp_path: Path, charset: str, how: str) -> None:
    (tmp_path / "a.vcf").write_text(f"BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET={charset};{how}\nEND:VCARD\n")
    fuyu.ok("import", str(tmp_path / "a.vcf"))
    assert "Zoë" in fuyu.ok("find", "Zoë").out

"""Encodings that no file says: told by the letters of names, or said to be a guess."""

import tomllib
from pathlib import Path
from random import Random

import pytest

from fuyu.features.contacts.reading.contacts import read_contacts
from fuyu.features.contacts.reading.letters import judge
from fuyu.features.contacts.reading.spelling import told_by
from fuyu.features.contacts.reading.textfile import said_encoding

PEOPLE = tomllib.loads(Path(__file__).with_name("people.toml").read_text("utf-8"))
IN_ENCODINGS = [
    (language, encoding)
    for language, people in PEOPLE.items()
    for encoding in (*people["encodings"], "utf-16-le", "utf-16-be")
]
EASTERN = {"ja", "zh", "tw", "ko"}


def people(language: str, encoding: str, rows: int) -> list[tuple[str, str]]:
    """Return names with letters beyond ASCII, and companies, always the same."""
    random = Random(f"{language} {encoding} {rows}")  # noqa: S311 - nothing is hidden by it
    known = PEOPLE[language]
    found: list[tuple[str, str]] = []
    while len(found) < rows:
        first, last = random.choice(known["first"].split()), random.choice(known["last"].split())
        name = f"{last} {first}" if language in EASTERN else f"{first} {last}"
        company = random.choice(known["company"].split("|"))
        if not name.isascii() and (name + company).encode(encoding, "ignore").decode(encoding) == name + company:
            found.append((name, company))
    return found


@pytest.mark.parametrize(("language", "encoding"), IN_ENCODINGS)
@pytest.mark.parametrize("rows", [2, 5, 50])
def test_names_of_a_small_file_are_as_they_were_written(
    tmp_path: Path, language: str, encoding: str, rows: int
) -> None:
    written = people(language, encoding, rows)
    lines = [f"{name},{company},0170 123 45 {place:02}" for place, (name, company) in enumerate(written)]
    path = tmp_path / "people.csv"
    path.write_bytes("\r\n".join(["Name,Company,Phone", *lines, ""]).encode(encoding))
    sheet = read_contacts(path)
    assert [(contact.name, contact.company) for contact in sheet.contacts] == written


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("Max Müller", "mac_roman"),
        ("Renée Größe", "cp1252"),
        ("İbrahim Çağlar", "cp1254"),
        ("Łukasz Wójcik", "cp1250"),
        ("Þóra Guðmundsdóttir", "cp1252"),
        ("Jānis Bērziņš", "cp1257"),
        ("אברהם פרידמן", "cp1255"),
        ("Анна Кузнецова", "koi8-r"),
    ],
)
def test_one_name_is_enough_where_its_letters_decide(name: str, encoding: str) -> None:
    judged = judge([name.encode(encoding)])
    assert name.encode(encoding).decode(judged.codec) == name
    assert judged.others == ()


@pytest.mark.parametrize(
    ("name", "encoding"), [("Zoë", "cp1252"), ("Zoė", "cp1257"), ("Jonušas", "cp1257"), ("李 丽", "gb18030")]
)
def test_what_letters_do_not_decide_is_said_to_be_a_guess(name: str, encoding: str) -> None:
    judged = judge([name.encode(encoding)])
    readings = {name.encode(encoding).decode(codec) for codec in (judged.codec, *judged.others)}
    assert len(readings) > 1


def test_a_name_is_shown_as_it_would_be_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("Name,Phone\nAnn Lee,1\nZoë Lee,0170 1234567\n".encode("cp1252"))
    assert told_by(read_contacts(path)) == "cp1252 is a guess: “Zoë Lee”; --encoding cp1257 reads “Zoė Lee”"
    assert told_by(read_contacts(path, encoding="cp1257")) == "cp1257: “Zoė Lee”"


@pytest.mark.parametrize(
    ("said", "codec"),
    [("ANSI", "cp1252"), ("windows-1250", "cp1250"), ("Latin1", "iso8859-1"), ("UTF16", "utf-16"), ("", "")],
)
def test_an_encoding_has_many_names(said: str, codec: str) -> None:
    assert said_encoding(said) == codec

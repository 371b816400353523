"""Contacts in: every sample export, twice, and back out."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

DATA = Path(__file__).parents[1] / "interop" / "data"
NEW = {
    "google_contacts_current.csv": ("google", 3),
    "google_contacts_legacy.csv": ("google", 1),
    "hostile.csv": ("csv", 3),
    "hubspot_contacts.csv": ("hubspot", 2),
    "linkedin_connections.csv": ("linkedin", 2),
    "linkedin_connections_header_first.csv": ("linkedin", 1),
    "outlook_com.csv": ("outlook", 1),
    "pipedrive_people.csv": ("pipedrive", 1),
    "salesforce_leads_api.csv": ("salesforce", 1),
}


def test_every_sample_has_its_counts() -> None:
    assert sorted(path.name for path in DATA.glob("*.csv")) == sorted(NEW)


@pytest.mark.parametrize("name", NEW)
def test_a_sample_comes_in_once_and_goes_back_out(fuyu: Shell, name: str) -> None:
    source, new = NEW[name]
    fuyu.ok("add", "Someone Else")
    empty = fuyu.ok("today", "--json").out

    dry = fuyu.ok("import", str(DATA / name), "--dry-run")
    assert dry.lines[0].startswith(f"{name}: read as {source}, utf-8, with ")
    assert dry.lines[1] == f"{new} new leads would come in, 0 known ones learnt something, 0 were known"
    assert fuyu.ok("today", "--json").out == empty

    said = fuyu.ok("import", str(DATA / name))
    assert said.lines[1] == f"{new} new leads came in, 0 known ones learnt something, 0 were known"
    assert said.err == "`fuyu undo` takes it all back\n"
    day = fuyu.ok("today", "--json").json
    assert len(day["cracks"]) + sum(load["count"] for load in day["upcoming"]) >= new - 1
    assert len(fuyu.ok("find", "", "--json").json["leads"]) == new + 1

    again = fuyu.ok("import", str(DATA / name), "--json").json
    assert (again["new"], again["merged"], again["known"]) == (0, 0, new)

    assert f"brought in {new} leads from {name}" in fuyu.ok("undo").out
    assert fuyu.ok("today", "--json").out == empty


def test_rows_that_are_left_out_are_named_with_line_and_reason(fuyu: Shell) -> None:
    said = fuyu.ok("import", str(DATA / "linkedin_connections.csv"))
    assert "line 7 left out: no name, e-mail or phone" in said.lines


def test_the_same_person_in_two_exports_becomes_one_lead(fuyu: Shell) -> None:
    counts = [fuyu.ok("import", str(DATA / name), "--json").json["new"] for name in NEW]
    leads = fuyu.ok("find", "", "--json").json["leads"]
    assert len(leads) == sum(counts) < sum(new for _, new in NEW.values())


def test_a_file_name_cannot_steer_the_terminal(fuyu: Shell, tmp_path: Path) -> None:
    path = tmp_path / "\x1b]0;owned\x07\u202egpj.csv"
    shutil.copy(DATA / "hubspot_contacts.csv", path)
    said = fuyu.ok("import", str(path))
    assert not any(char in said.out + said.err for char in "\x1b\x07\u202e")


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "empty"), (b"\x00\x01\x02" * 99, "not text"), (b"a,b\n1,2\n", "name")]
)
def test_what_is_no_list_of_contacts_is_refused_with_a_reason(
    fuyu: Shell, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    said = fuyu("import", str(path))
    assert (said.code, said.out) == (2, "")
    assert words in said.err
    assert not fuyu.book.exists()

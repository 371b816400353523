"""Ways somebody does not want, by the command line: said, shown, obeyed, out and in again."""

from pathlib import Path

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def ann(fuyu: Shell) -> Shell:
    fuyu.ok("add", "Ann Lee", "--phone", "0161 496 0001", "--email", "ann@x.example", "--next", "fri")
    return fuyu


def write(fuyu: Shell) -> tuple[int, str]:
    said = fuyu("message", "1", "--subject", "Hi", "--text", "Hello Ann", "--reviewed")
    return said.code, said.err


def test_a_plan_moves_to_a_way_they_want(ann: Shell) -> None:
    ann.ok("edit", "ann", "--unwanted", "call")
    lead = ann.ok("show", "ann", "--json").json["lead"]
    assert (lead["unwanted"], lead["channel"]) == (["call"], "email")


def test_nothing_is_written_to_who_wants_no_mail(ann: Shell) -> None:
    ann.ok("edit", "ann", "--unwanted", "email")
    assert write(ann) == (2, "fuyu: Ann Lee wants no e-mail\n")


def test_what_was_written_before_does_not_go(ann: Shell) -> None:
    assert write(ann)[0] == 0
    ann.ok("edit", "ann", "--unwanted", "email")
    assert "Ann Lee wants no e-mail" in ann.ok("show", "ann").out


def test_an_unknown_way_is_refused(ann: Shell) -> None:
    said = ann("edit", "ann", "--unwanted", "pigeon")
    assert said.code == 2
    assert "Choose one of call," in said.err


def test_a_file_silences_one_way_of_a_lead_who_is_here(ann: Shell, tmp_path: Path) -> None:
    path = tmp_path / "crm.csv"
    path.write_text("Name,Phone,Email,Do not call\nAnn Lee,0161 496 0001,ann@x.example,yes\n")
    said = ann.ok("import", str(path)).out
    assert "0 new, 1 updated" in said
    assert "1 do not want to be reached in one way or another" in said
    lead = ann.ok("show", "ann", "--json").json["lead"]
    assert (lead["status"], lead["unwanted"], lead["channel"]) == ("open", ["call"], "email")
    ann.ok("undo")
    assert ann.ok("show", "ann", "--json").json["lead"]["unwanted"] == []


@pytest.mark.parametrize("kind", ["csv", "vcard"])
def test_it_is_the_same_in_another_book(ann: Shell, kind: str, tmp_path: Path) -> None:
    ann.ok("edit", "ann", "--unwanted", "email", "--unwanted", "text")
    file = tmp_path / ("leads.csv" if kind == "csv" else "leads.vcf")
    ann.ok("export", f"--{kind}", str(file))
    ann.ok("import", str(file), "--db", str(tmp_path / "other.json"))
    lead = ann.ok("show", "ann", "--json", "--db", str(tmp_path / "other.json")).json["lead"]
    assert (lead["status"], lead["unwanted"]) == ("open", ["email", "text"])

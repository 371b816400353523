"""Leads out of one book, into another or the same: ways they do not want, and customers."""

from pathlib import Path

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def ann(fuyu: Shell) -> Shell:
    """Run commands on a book with one lead who has a mail and a number."""
    fuyu.ok("add", "Ann Lee", "--phone", "0161 496 0001", "--email", "ann@x.example", "--next", "fri")
    return fuyu


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


def test_a_customer_with_a_next_step_goes_out_and_comes_in(ann: Shell) -> None:
    ann.ok("log", "ann", "won", "--next", "fri")
    file, other = str(ann.book.with_name("out.csv")), str(ann.book.with_name("other.json"))
    ann.ok("export", "--csv", file)
    ann.ok("import", file, "--db", other)
    lead = ann.ok("show", "ann", "--json", "--db", other).json["lead"]
    assert (lead["status"], lead["due"]) == ("won", "2026-03-20")

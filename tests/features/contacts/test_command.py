"""Contacts in: every sample export, twice, and back out."""

import json
import shutil
from pathlib import Path

import pytest

from fuyu.features.contacts.reading.remembered import remember
from fuyu.features.contacts.reading.sheets import first_rows
from fuyu.paths import columns
from tests.cli.conftest import Shell

DATA = Path(__file__).parent / "data"
NEW = {
    "android.vcf": ("vcard", 2),
    "apple_contacts.vcf": ("vcard", 1),
    "foglio_italiano.csv": ("csv", 1),
    "folded_within_a_letter.vcf": ("vcard", 2),
    "folded_within_greek.vcf": ("vcard", 2),
    "google_contacts.vcf": ("vcard", 2),
    "hoja_espanola.csv": ("csv", 2),
    "icloud.vcf": ("vcard", 2),
    "mailchimp_audience.csv": ("mailchimp", 1),
    "monica.vcf": ("vcard", 1),
    "pipedrive_leads.csv": ("pipedrive", 2),
    "planilha_portuguesa.csv": ("csv", 1),
    "proton.vcf": ("vcard", 1),
    "rekenblad.csv": ("csv", 1),
    "salesforce_contacts_report.csv": ("salesforce", 1),
    "thunderbird.csv": ("thunderbird", 1),
    "zoho_leads.csv": ("zoho", 2),
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
OTHERS = {
    *("meibo.csv", "mingdan.csv", "outlook.vcf", "outlook_desktop_german.csv", "tableur_francais.csv"),
    "pipedrive_activities.csv",
}
"""Not in UTF-8, or not of people; who is in them is tested beside the others of their kind."""


def people_in(fuyu: Shell) -> int:
    """Return how many leads the book has, also those who asked not to be contacted."""
    copy = fuyu.book.with_name("copy.json")
    copy.unlink(missing_ok=True)
    fuyu.ok("export", "--json", str(copy))
    return len(json.loads(copy.read_text())["leads"])


def test_every_sample_has_its_counts() -> None:
    assert {path.name for path in DATA.iterdir()} == set(NEW) | OTHERS


@pytest.mark.parametrize("name", NEW)
def test_a_sample_comes_in_once_and_goes_back_out(fuyu: Shell, name: str) -> None:
    source, new = NEW[name]
    fuyu.ok("add", "Someone Else")
    empty = fuyu.ok("today", "--json").out

    dry = fuyu.ok("import", str(DATA / name), "--dry-run")
    assert dry.lines[0].startswith(f"{name}: read as {source}, utf-8, with ")
    skipped = sum(line.startswith("line ") and " skipped: " in line for line in dry.lines)
    counts = f"{new} new, 0 updated, 0 unchanged, {skipped} skipped"
    assert dry.lines[1] == f"{counts} (a dry run: nothing was changed)"
    assert fuyu.ok("today", "--json").out == empty

    said = fuyu.ok("import", str(DATA / name))
    assert said.lines[1] == counts
    assert said.err == "`fuyu undo` undoes all of it\n"
    assert people_in(fuyu) == new + 1

    again = fuyu.ok("import", str(DATA / name), "--json").json
    assert (again["new"], again["updated"], again["unchanged"]) == (0, 0, new)

    assert f"brought in {new} leads from {name}" in fuyu.ok("undo").out
    assert fuyu.ok("today", "--json").out == empty


def test_rows_that_are_skipped_are_named_with_line_and_reason(fuyu: Shell) -> None:
    said = fuyu.ok("import", str(DATA / "linkedin_connections.csv"))
    assert "line 7 skipped: no name, e-mail or phone" in said.lines


def test_the_same_person_in_two_exports_becomes_one_lead(fuyu: Shell) -> None:
    counts = [fuyu.ok("import", str(DATA / name), "--json").json["new"] for name in NEW]
    assert people_in(fuyu) == sum(counts) < sum(new for _, new in NEW.values())


def test_a_file_name_cannot_steer_the_terminal(fuyu: Shell, tmp_path: Path) -> None:
    path = tmp_path / "\x1b]0;owned\x07\u202egpj.csv"
    shutil.copy(DATA / "hubspot_contacts.csv", path)
    said = fuyu.ok("import", str(path))
    assert not any(char in said.out + said.err for char in "\x1b\x07\u202e")


@pytest.mark.parametrize(("content", "words"), [(b"\x00\x01\x02" * 99, "not text"), (b"a,b\n1,2\n", "name")])
def test_what_is_no_list_of_contacts_is_refused_with_a_reason(
    fuyu: Shell, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    said = fuyu("import", str(path))
    assert (said.code, said.out) == (2, "")
    assert words in said.err
    assert not fuyu.book.exists()


def test_activities_become_touches_and_the_next_step_of_their_person(fuyu: Shell) -> None:
    fuyu.ok("import", str(DATA / "pipedrive_leads.csv"))
    said = fuyu.ok("import", str(DATA / "pipedrive_activities.csv"))
    assert said.lines[1] == "0 new, 1 updated, 0 unchanged, 4 repeated within the file, 1 skipped"
    shown = fuyu.ok("show", "noor", "--json").json
    touches = [(entry["at"][:10], entry["outcome"]) for entry in shown["history"] if entry["kind"] == "touch"]
    assert touches == [("2026-02-24", "sent"), ("2026-02-20", "talked")]
    assert (shown["lead"]["due"], shown["lead"]["touches"]) == ("2026-04-02", 2)
    notes = "\n".join(entry["note"] for entry in shown["history"] if entry["kind"] == "note")
    assert "next: 2026-04-09 14:00 meeting Visit the studio" in notes
    assert fuyu.ok("import", str(DATA / "pipedrive_activities.csv"), "--json").json["unchanged"] == 1


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "leute.csv"
    path.write_text("Wer;Nummer (Büro);Schuh\nAna Horvat;+385 91 000 0000;38\n")
    return path


def test_columns_can_be_told_what_they_are(fuyu: Shell, sheet: Path) -> None:
    assert "no line names the columns" in fuyu("import", str(sheet)).err
    told = ("--map", "Wer=name", "--map", "nummer büro=phone", "--map", "Schuh=keep")
    fuyu.ok("import", str(sheet), *told)
    shown = fuyu.ok("show", "ana", "--json").json
    assert shown["lead"]["phones"] == ["+385 91 000 0000"]
    assert [entry["note"] for entry in shown["history"]] == ["Schuh: 38"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Wr=name", "no column is called “Wr”; the nearest is “Wer”"),
        ("Wer=nam", "no field is called “nam”; the nearest is “name”"),
        ("Wer=qqqq", "no field is called “qqqq”; there are name, first, last"),
        ("Wer", "“Wer” maps nothing; write it like --map Handy=phone"),
        ("=name", "“=name” maps nothing"),
    ],
)
def test_a_mapping_that_names_nothing_is_refused_with_the_nearest(
    fuyu: Shell, sheet: Path, words: str, said: str
) -> None:
    answer = fuyu("import", str(sheet), "--map", words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_a_known_title_can_be_read_otherwise_or_not_at_all(fuyu: Shell, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,Phone,Notes\nAna,+385 91 000 0000,secret\n")
    said = fuyu.ok("import", str(path), "--map", "Notes=ignore", "--map", "phone=keep")
    assert "columns that mean nothing here: Notes" in said.lines
    shown = fuyu.ok("show", "ana", "--json").json
    assert (shown["lead"]["phones"], shown["history"][0]["note"]) == ([], "Phone: +385 91 000 0000")


def test_a_dry_run_says_who_is_updated_and_with_what(fuyu: Shell, tmp_path: Path) -> None:
    fuyu.ok("add", "Ana Horvat", "--email", "ana@x.example")
    path = tmp_path / "people.csv"
    path.write_text("Name,Email,Role\nAna Horvat,ana@x.example,CTO\nBo,bo@x.example,\nBo,bo@x.example,CEO\n")
    lines = fuyu.ok("import", str(path), "--dry-run").lines
    assert "line 2 is Ana Horvat (1): role" in lines
    assert "line 4 is Bo, new in this file: role" in lines
    updates = fuyu.ok("import", str(path), "--dry-run", "--json").json["updates"]
    assert updates[0] == {"line": 2, "lead": 1, "fields": ["role"]}


def test_progress_is_said_only_where_somebody_watches(
    fuyu: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "many.csv"
    path.write_text("Name\n" + "".join(f"Lead {number}\n" for number in range(1_500)))
    assert fuyu.ok("import", str(path), "--dry-run").err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    said = fuyu.ok("import", str(path), "--dry-run")
    assert "1,000 rows read ... ctrl+c stops" in said.err
    assert "1,000 contacts matched" in said.err


def test_columns_are_read_as_they_were_set_in_the_dashboard(
    fuyu: Shell, sheet: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    header, _rows = first_rows(sheet, sheet.name, 0)
    remember(header, {"Wer": "name", "Schuh": "tags"})
    said = fuyu.ok("import", str(sheet), "--map", "Schuh=keep")
    assert "columns are read as you set them in the dashboard: Wer, Schuh" in said.err
    shown = fuyu.ok("show", "ana", "--json").json
    assert (shown["lead"]["tags"], shown["history"][0]["note"]) == ([], "Schuh: 38"), "--map wins"
    remember(header, {})
    assert "no line names the columns" in fuyu("import", str(sheet)).err


@pytest.mark.parametrize("content", ["", "{", "[]", '{"a": 1}', '{"a": {"b": 2}}', "\xff"])
def test_a_memory_that_is_damaged_is_none(
    fuyu: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    columns().parent.mkdir(parents=True)
    columns().write_text(content, "latin-1")
    assert fuyu.ok("import", str(DATA / "hubspot_contacts.csv"), "--json").json["new"] == 2


def people(tmp_path: Path, rows: str) -> str:
    """Return the path of a file with names, addresses and numbers."""
    path = tmp_path / "people.csv"
    path.write_text(f"Name,Email,Phone\n{rows}")
    return str(path)


def test_the_answer_adds_up_and_names_who_is_maybe_known_and_who_is_left_out(fuyu: Shell, tmp_path: Path) -> None:
    fuyu.ok("add", "Ann Lee", "--email", "ann@x.example")
    fuyu.ok("add", "Bo Diaz", "--email", "bo@x.example")
    fuyu.ok("log", "bo", "do_not_contact")
    ann, bo = "Ann Lee,ann@x.example,\n", "Bo Diaz,bo@x.example,\nBo Diaz,,1\n"
    path = people(tmp_path, f"{ann}{ann}Anne Lee,ann@x.example,\n{bo},,\n,,x\nCy,,0161 496 0000\n")
    said = fuyu.ok("import", path)
    assert said.lines[1] == "2 new, 0 updated, 1 unchanged, 1 repeated within the file, 3 skipped"
    assert "line 4, Anne Lee, is maybe Ann Lee (1): `fuyu join 1 3` makes them one" in said.lines
    assert "line 5 skipped: Bo Diaz (2), do not contact since Wed 18 Mar" in said.lines
    assert "line 6 skipped: maybe Bo Diaz (2), do not contact since Wed 18 Mar" in said.lines
    again = fuyu.ok("import", path, "--json").json
    assert (again["new"], again["unchanged"], again["repeated"], len(again["skipped"])) == (0, 3, 1, 3)


def test_who_is_do_not_contact_by_a_file_is_named_with_what_need_not_be_kept(fuyu: Shell, tmp_path: Path) -> None:
    fuyu.ok("add", "Ann Lee", "--email", "ann@x.example")
    fuyu.ok("promise", "ann", "fri", "10am")
    fuyu.ok("message", "ann", "--subject", "Hello", "--text", "Hello", "--on", "fri", "--reviewed")
    path = tmp_path / "people.csv"
    path.write_text("Name,Email,Unsubscribed\nAnn Lee,ann@x.example,yes\nBo Diaz,bo@x.example,yes\n")
    words = (
        "Ann Lee (1) is do not contact now: the file says so; promise of Fri 20 Mar 10:00 withdrawn; "
        "dropped the message to ann@x.example"
    )
    assert words in fuyu.ok("import", str(path), "--dry-run").lines
    assert words in fuyu.ok("import", str(path)).lines
    assert "do not contact now" not in fuyu.ok("import", str(path)).out


def test_colleagues_who_share_a_mailbox_stay_apart(fuyu: Shell, tmp_path: Path) -> None:
    mailbox = "info@acme.example,0161 496 000"
    path = people(tmp_path, f"Ann Lee,{mailbox}1\nBo Diaz,{mailbox}2\nCy Okafor,{mailbox}3\n")
    said = fuyu.ok("import", path)
    assert said.lines[1] == "3 new, 0 updated, 0 unchanged, 0 skipped"
    assert "maybe" not in said.out


def test_namesakes_without_a_company_keep_their_birthdays_apart(fuyu: Shell, tmp_path: Path) -> None:
    cards = [("+34 600 000 001", "1980-01-01"), ("+34 600 000 002", "1991-05-05")]
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Maria Garcia\nTEL:{}\nBDAY:{}\nEND:VCARD\n"
    path = tmp_path / "people.vcf"
    path.write_text("".join(card.format(*said) for said in cards))
    assert "is maybe Maria Garcia (1): `fuyu join 1 2` makes them one" in fuyu.ok("import", str(path)).out
    born = [fuyu.ok("show", lead, "--json").json["lead"]["about"] for lead in ("1", "2")]
    assert [[fact["day"] for fact in facts] for facts in born] == [["1980-01-01"], ["1991-05-05"]]


def test_a_file_of_nobody_who_could_be_read_ends_with_3(fuyu: Shell, tmp_path: Path) -> None:
    said = fuyu("import", people(tmp_path, ",,x\n,,y\n"))
    assert said.code == 3
    assert "people.csv has nobody that could be read: nothing came in" in said.err
    for content in ("", "\n\n", "Name,Email\n", "Name,Email\n,\n,\n"):
        (tmp_path / "people.csv").write_text(content)
        said = fuyu("import", str(tmp_path / "people.csv"))
        assert (said.code, said.out) == (3, ""), content


def test_a_card_of_nobody_names_no_properties(fuyu: Shell, tmp_path: Path) -> None:
    (tmp_path / "people.vcf").write_text("BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n")
    said = fuyu("import", str(tmp_path / "people.vcf"))
    assert (said.code, said.lines[0]) == (3, "people.vcf: read as vcard, utf-8")


@pytest.mark.slow
def test_a_closed_book_holds_a_large_import(fuyu: Shell, tmp_path: Path) -> None:
    """GIVEN an import so large that a thread begins to compact it THEN the file has all of it when the command ends."""
    fuyu.ok("add", "First One")
    rows = "\n".join(f"P{number} Q,p{number}@x.example" for number in range(8_000))
    (tmp_path / "many.csv").write_text(f"Name,Email\n{rows}\n")
    assert "journal" not in fuyu.ok("import", str(tmp_path / "many.csv")).err
    assert len(json.loads(fuyu.book.read_text())["leads"]) == 8_001


def test_a_dry_run_shows_letters_and_what_they_would_be_in_another_encoding(fuyu: Shell, tmp_path: Path) -> None:
    path = tmp_path / "leute.csv"
    path.write_bytes("Name,Phone\nAnn Lee,1\nZoë Lee,0170 12345678\n".encode("cp1252"))
    guess = "cp1252 is a guess: “Zoë Lee”; --encoding cp1257 reads “Zoė Lee”"
    assert guess in fuyu.ok("import", str(path), "--dry-run").lines
    assert fuyu.ok("import", str(path), "--dry-run", "--json").json["encodings"] == ["cp1257"]
    said = fuyu.ok("import", str(path), "--dry-run", "--encoding", "windows-1257")
    assert "cp1257: “Zoė Lee”" in said.lines
    assert guess in fuyu.ok("import", str(path)).lines


def test_an_encoding_that_is_unknown_or_not_that_of_the_file(fuyu: Shell, tmp_path: Path) -> None:
    path = tmp_path / "leute.csv"
    path.write_bytes("Name,Phone\nZoë Lee,0170 12345678\n".encode("cp1252"))
    unknown = fuyu("import", str(path), "--encoding", "cp125")
    assert (unknown.code, "Unknown encoding “cp125”. Near: " in unknown.err) == (2, True)
    another = fuyu("import", str(path), "--encoding", "utf-8")
    assert (another.code, "line 2" in another.err) == (2, True)
    assert fuyu("import", str(path), "--encoding", "zip").code == 2


def test_an_opt_out_that_is_unclear_stops_an_import_until_it_is_said(fuyu: Shell, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,Phone,Do Not Call\nAnn Lee,0170 1234567,later\nBo Diaz,0170 1234568,later\n")
    stopped = fuyu("import", str(path))
    assert stopped.code == 2
    assert "line 2, Do Not Call: “later” (2 like it)" in stopped.err
    assert '--opt-out "Do Not Call=yes"' in stopped.err
    assert not fuyu.book.exists()
    said = fuyu.ok("import", str(path), "--dry-run", "--opt-out", "Do Not Call=no", "--json").json
    assert (said["new"], said["do_not_contact"]) == (2, 0)
    said = fuyu.ok("import", str(path), "--opt-out", "do not call=yes", "--json").json
    assert (said["new"], said["do_not_contact"]) == (2, 2)


@pytest.mark.parametrize("words", ["Do Not Call", "=yes", "Do Not Call=perhaps", "Nothing=yes"])
def test_what_says_nothing_of_an_opt_out_is_refused(fuyu: Shell, tmp_path: Path, words: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,Phone,Do Not Call\nAnn Lee,0170 1234567,later\n")
    assert fuyu("import", str(path), "--opt-out", words).code == 2


def test_the_shape_of_an_import(morning: Shell) -> None:
    csv = morning.book.parent / "more.csv"
    csv.write_text("Name,Company,Shoe\nBo,Acme,43\n,,44\nNobody Yet,Imported,45\nAnn Lee,Acme,46\n")
    dry = morning.ok("import", str(csv), "--dry-run", "--json").json
    assert dry == {
        "version": 2,
        "dry_run": True,
        "source": "csv",
        "encoding": "utf-8",
        "encodings": [],
        "columns": {"name": ["Name"], "company": ["Company"]},
        "ignored": ["Shoe"],
        "new": 1,
        "updated": 0,
        "unchanged": 2,
        "do_not_contact": 0,
        "repeated": 0,
        "updates": [],
        "maybe": [],
        "doubts": [],
        "skipped": [{"line": 3, "reason": "no name, e-mail or phone"}],
    }
    assert [row["name"] for row in morning.ok("today", "--json").json["unscheduled"]] == ["Nobody Yet"]
    assert morning.ok("import", str(csv), "--json").json == dry | {"dry_run": False}


def test_the_plain_answer_of_an_import(morning: Shell) -> None:
    csv = morning.book.with_name("more.csv")
    csv.write_text("Name,Company\nBo,Acme\n,\n,Globex\n")
    said = morning.ok("import", str(csv), "--plain")
    assert {"new\t1", "skipped\t4\tno name, e-mail or phone"} <= {*said.lines}
    assert said.err == ""


def test_an_empty_book_offers_an_import(fuyu: Shell) -> None:
    assert "fuyu import" in fuyu.ok("today").out

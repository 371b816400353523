"""Every kind of file that once came in wrongly, through the commands: what is kept, and what is said."""

from pathlib import Path
from typing import Any

from fuyu import paths
from tests.cli.conftest import Shell, everyone

KINDS = Path(__file__).parent / "kinds"


def brought(fuyu: Shell, file: Path | str, *fields: str) -> list[Any]:
    """Import a file of the folder, or any other, and return these fields of everyone; of one alone its bare value."""
    fuyu.ok("import", str(KINDS / file))
    chosen = [[one.get(field, "") for field in fields] for one in everyone(fuyu)]
    return [one[0] for one in chosen] if len(fields) == 1 else chosen


# People.


def test_colleagues_who_share_a_mailbox_are_each_somebody(fuyu: Shell) -> None:
    said = fuyu.ok("import", str(KINDS / "shared_mailbox.csv"))
    assert said.lines[1] == "3 new, 0 updated, 0 unchanged, 0 skipped"
    assert [(one["name"], one["phones"], one["note"]) for one in everyone(fuyu)] == [
        ("Ann Lee", ["0161 496 0001"], ""),
        ("Bo Diaz", ["0161 496 0002"], ""),
        ("Cy Okafor", ["0161 496 0003"], ""),
    ]


def test_namesakes_with_two_birthdays_are_two(fuyu: Shell) -> None:
    people = brought(fuyu, "namesakes.vcf", "name", "phones", "about")
    assert [(name, phones, [fact["day"] for fact in about]) for name, phones, about in people] == [
        ("Maria Garcia", ["+34 600 000 001"], ["1980-01-01"]),
        ("Maria Garcia", ["+34 600 000 002"], ["1991-05-05"]),
    ]


# Wishes to be left alone.


def test_whoever_wants_nothing_in_four_columns_is_left_alone(fuyu: Shell) -> None:
    assert brought(fuyu, "opt_outs.csv", "name", "status") == [["Ann Lee", "do_not_contact"]]


# Bytes and encodings.


def test_a_line_folded_within_an_umlaut_is_whole(fuyu: Shell) -> None:
    people = brought(fuyu, "folded_within_an_umlaut.vcf", "name", "note")
    assert [(name[-6:], note[-3:]) for name, note in people] == [("Ann Lee"[-6:], ""), ("Aüller", "ßen")]


def test_a_line_folded_within_a_greek_letter_costs_nobody(fuyu: Shell) -> None:
    (ann, _), (giorgos, note) = brought(fuyu, "folded_within_greek.vcf", "name", "note")
    assert (ann, giorgos) == ("Ann Lee", "Γιώργος Νικολάου")
    assert note.startswith(".η συνάντηση πήγε καλά")
    assert note.endswith("να καλέσω μετά το μεσημέρι")


def test_turkish_without_a_word_of_its_encoding(fuyu: Shell) -> None:
    assert brought(fuyu, "turkish_cp1254.csv", "name", "company") == [
        ["İbrahim Çağlar", "Yıldız Ltd. Şti."],
        ["Ayşe Gündoğdu", "Işık A.Ş."],
    ]


def test_a_card_is_in_the_charset_it_names(fuyu: Shell) -> None:
    assert brought(fuyu, "turkish_charset.vcf", "name") == ["Şükrü Çağlar"]


def test_one_umlaut_of_an_old_mac(fuyu: Shell) -> None:
    assert brought(fuyu, "mac_roman_umlaut.vcf", "name") == ["Max Müller"]


# Names.


def test_names_of_china_japan_and_korea_in_their_order_and_noted_nowhere(fuyu: Shell) -> None:
    assert brought(fuyu, "names_in_their_order.csv", "name", "note") == [["张三", ""], ["山田太郎", ""], ["김민수", ""]]


def test_last_name_comma_first_name_and_how_a_template_greets(fuyu: Shell) -> None:
    assert brought(fuyu, "last_comma_first.csv", "name") == ["Ann Lee", "Gabriel Garcia Marquez"]
    template = paths.templates() / "hi.txt"
    template.parent.mkdir(parents=True)
    template.write_text("Subject: Hi\n\nHello {first_name},\n")
    assert "Hello Ann,\n" in fuyu.ok("message", "1", "--template", "hi").out


def test_mr_is_no_role(fuyu: Shell) -> None:
    assert brought(fuyu, "title_mr.csv", "name", "role", "note") == [["Bo Diaz", "CEO", "Title: Mr"]]


# Numbers and addresses.


def test_the_preferred_number_is_dialled_and_never_a_fax_or_pager(fuyu: Shell) -> None:
    ((phones, emails, note),) = brought(fuyu, "fax_pager_and_preferred.vcf", "phones", "emails", "note")
    assert phones == ["07700 900000"]
    assert emails[0] == "new@x.example"
    assert set(note.splitlines()) == {"Fax: 0161 496 0999", "Pager: 0161 496 0888", "Assistant Joan: 07700 900000"}


def test_two_numbers_in_a_cell_are_two(fuyu: Shell) -> None:
    assert brought(fuyu, "two_numbers_in_a_cell.csv", "phones") == [
        ["+16505550108", "+16505550109"],
        ["0170 1234567", "030 123456"],
        ["+1 650 555 0110", "+1 650 555 0111"],
        ["(650) 555-0112", "(650) 555-0113"],
    ]


def test_a_number_that_a_spreadsheet_wrote_as_a_formula(fuyu: Shell) -> None:
    assert brought(fuyu, "excel_text_formula.csv", "phones") == [["01614960000"]]


# Cards and files that are no person.


def test_groups_are_tags_of_their_members(fuyu: Shell) -> None:
    assert brought(fuyu, "groups.vcf", "name", "tags") == [["Ann", ["Customers", "VIP"]]]


def test_a_card_without_an_end_comes_in_and_is_said(fuyu: Shell) -> None:
    said = fuyu.ok("import", str(KINDS / "no_end.vcf"))
    assert "line 1 is read as far as it goes: the card has no end" in said.out + said.err
    assert [(one["name"], one["phones"]) for one in everyone(fuyu)] == [
        ("Frank Roe", ["+1-919-555-0115"]),
        ("Bo", ["0170 1"]),
    ]


def test_a_card_with_a_company_alone_is_called_after_it(fuyu: Shell) -> None:
    assert brought(fuyu, "company_alone.vcf", "name") == ["Bike Shop", "Bo"]


def test_a_big_picture_under_any_name_is_passed_over(fuyu: Shell, tmp_path: Path) -> None:
    picture = f" {'A' * 76}\r\n" * 4000
    card = f"BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Ann\r\nX-MS-CARDPICTURE;TYPE=JPEG;ENCODING=BASE64:\r\n{picture}\r\n"
    file = tmp_path / "picture.vcf"
    file.write_bytes(f"{card}TEL:0123456789\r\nEND:VCARD\r\n".encode())
    assert brought(fuyu, file, "name", "phones") == [["Ann", ["0123456789"]]]


def test_a_calendar_is_refused_as_one(fuyu: Shell) -> None:
    said = fuyu("import", str(KINDS / "calendar.ics"))
    assert said.code == 2
    assert "calendar.ics is a calendar; it holds no contacts" in said.err


# Notes.


def test_raw_lines_of_a_note_with_colons_are_the_note(fuyu: Shell) -> None:
    note = "met at fair\nBudget: 20k, decides in May\nhttps://x.example/offer is ours\nlast line"
    assert brought(fuyu, "raw_note_lines.vcf", "note", "phones") == [[note, ["0170 1234567"]]]


def test_a_big_note_is_read_whole(fuyu: Shell, tmp_path: Path) -> None:
    note = ("word " * 27_000).strip()
    file = tmp_path / "big.csv"
    file.write_text(f'Name,Email,Notes\nAnn,a@x.example,"{note}"\nBo,b@x.example,hi\n')
    assert brought(fuyu, file, "name", "note") == [["Ann", note], ["Bo", "hi"]]


def test_quotes_behind_a_backslash_end_no_cell(fuyu: Shell) -> None:
    assert brought(fuyu, "backslash_quotes.csv", "name", "company") == [["Ann", 'Say "Hi", GmbH'], ["Bo", "Acme"]]

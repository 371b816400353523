"""Every kind of file and of text that once came in wrongly, through the commands: what is kept, and what is said."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject
from wcwidth import wcswidth

from fuyu import paths
from tests.cli.conftest import Shell, everyone

KINDS = Path(__file__).parent / "data" / "kinds"


def brought(fuyu: Shell, file: Path | str, *fields: str) -> list[Any]:
    """Import a file of the folder, or any other, and return these fields of everyone; of one alone its bare value."""
    fuyu.ok("import", str(KINDS / file))
    chosen = [[one.get(field, "") for field in fields] for one in everyone(fuyu)]
    return [one[0] for one in chosen] if len(fields) == 1 else chosen


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Let a command read this from standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


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


def test_the_same_person_added_again_is_said_and_stays_one(fuyu: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = ("Ann Lee", "--email", "ann@x.example", "--phone")
    fuyu.ok("add", *ann, "0161 496 0000")
    said = fuyu.ok("add", *ann, "01614960000")
    assert "already here: Ann Lee (1)" in said.err
    typed(monkeypatch, "Ann Lee ann@x.example 0161 496 0000\n")
    assert "already here: Ann Lee (1)" in fuyu.ok("add", "-").err
    assert [one["name"] for one in everyone(fuyu)] == ["Ann Lee"]


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


# Finding.


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("+491701234567", "Andreas Groß"),
        ("0170-123 45 67", "Andreas Groß"),
        ("(020) 7946-0000", "Zoë O'Brien"),
        ("+44 20 7946 0000", "Zoë O'Brien"),
        ("0034600123456", "Álvaro"),
        ("+79123456789", "Olga"),
    ],
)
def test_a_number_in_another_format_finds_its_person(fuyu: Shell, number: str, name: str) -> None:
    numbers = ("0170 1234567", "020 7946 0000", "+34 600 123 456", "8 (912) 345-67-89")
    for one, phone in zip(("Andreas Groß", "Zoë O'Brien", "Álvaro", "Olga"), numbers, strict=True):
        fuyu.ok("add", one, "--phone", phone)
    assert [lead["name"] for lead in fuyu.ok("find", number, "--json").json["leads"]] == [name]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("yildiz", "IŞIK Yıldız"),
        ("ışık", "IŞIK Yıldız"),
        ("dordje", "Đorđe Đoković"),
        ("djordje", "Đorđe Đoković"),
        ("thora", "Þóra Guðmundsdóttir"),
    ],
)
def test_letters_without_their_marks_find_their_person(fuyu: Shell, words: str, name: str) -> None:
    for one in ("IŞIK Yıldız", "Đorđe Đoković", "Þóra Guðmundsdóttir"):
        fuyu.ok("add", one)
    assert [lead["name"] for lead in fuyu.ok("find", words, "--json").json["leads"]] == [name]


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


# The calendar, the words for days, and columns.


def on_the_calendar(fuyu: Shell, zone: str, day: str, at: str) -> str:
    """Return the calendar with one promise, made in a zone."""
    book = ("--db", str(fuyu.book), "--at", "2026-03-18T09:30", "--tz", zone)
    assert fuyu.bare("add", "Ann", "--next", day, "--promise", *book).code == 0
    calendar = fuyu.bare("calendar", "-", *book).out
    events: list[Any] = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
    assert [event["DTEND"].dt > event["DTSTART"].dt for event in events] == [True]
    read: Any = vobject.readOne(calendar)
    assert read.vevent.dtstart.value.astimezone(UTC) == datetime.fromisoformat(at)
    return calendar


def test_a_zone_with_a_rule_is_on_the_calendar_by_its_rule(fuyu: Shell) -> None:
    calendar = on_the_calendar(fuyu, "Europe/London", "27 jul 2pm", "2026-07-27T13:00+00:00")
    rules = [line for line in calendar.splitlines() if line.startswith("RRULE:")]
    assert sorted("".join(sorted(rule.removeprefix("RRULE:").split(";"))) for rule in rules) == [
        "BYDAY=-1SUBYMONTH=10FREQ=YEARLY",
        "BYDAY=-1SUBYMONTH=3FREQ=YEARLY",
    ]
    assert "RDATE" not in calendar


def test_ramadan_in_casablanca_is_on_the_calendar_by_its_days(fuyu: Shell) -> None:
    on_the_calendar(fuyu, "Africa/Casablanca", "10 feb 2027 2pm", "2027-02-10T14:00+00:00")


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("0930", "2026-03-19T09:30"),
        ("2026-03-27T14:00:00Z", "2026-03-27T14:00"),
        ("2026-07-27T14:00:00Z", "2026-07-27T15:00"),
        ("2026-03-27T14:00:00+05:30", "2026-03-27T08:30"),
        ("2026-W14-3", "2026-04-01"),
    ],
)
def test_days_as_programs_write_them(fuyu: Shell, phrase: str, day: str) -> None:
    assert fuyu.ok("when", phrase).lines == [day]


def test_an_hour_that_may_be_a_length_of_time_is_asked(fuyu: Shell) -> None:
    said = fuyu("when", "17h")
    assert said.code == 2
    assert "17:00, or in 17 hours?" in said.err


def test_figures_that_may_be_two_days_are_said_to_be_none(fuyu: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "Ann Lee, Acme 5/6 call\n")
    said = fuyu.ok("add", "-")
    assert "“5/6” is not read as a day" in said.err
    assert "5/6" in everyone(fuyu)[0]["note"]


def test_columns_stay_in_line_below_marks_of_thai(fuyu: Shell) -> None:
    fuyu.ok("add", "สมชาย ใจดี", "--company", "บริษัท")
    fuyu.ok("add", "Bo Diaz", "--company", "Acme")
    lines = fuyu.ok("today").lines
    places = {wcswidth(line[: line.index(word)]) for line in lines for word in ("บริษัท", "Acme") if word in line}
    assert len(places) == 1

"""Contacts from CSV: the exports people really have, worse files, and nothing a person typed lost."""

import codecs
import csv
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fuyu.errors import FuyuError, UsageError
from fuyu.features.contacts.reading import columns, csvfile, textfile
from fuyu.features.contacts.reading.contact import Contact, ContactSheet, LeftOut
from fuyu.features.contacts.reading.contacts import read_contacts
from fuyu.features.contacts.reading.record import NOBODY
from fuyu.features.contacts.reading.sheets import TOO_MANY_CELLS
from tests.examples import examples

DATA = Path(__file__).parent / "data"


def said(contact: Contact) -> dict[str, Any]:
    """Return what a contact says, without its line, source and empty fields."""
    fields = {field: getattr(contact, field) for field in contact.__struct_fields__}
    return {field: value for field, value in fields.items() if value and field not in {"line", "source"}}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


def read(path: Path, text: str, encoding: str = "utf-8") -> ContactSheet:
    path.write_bytes(text.encode(encoding))
    return read_contacts(path)


def only(path: Path, text: str) -> dict[str, Any]:
    """Return what the only contact of a text says."""
    (contact,) = read(path, text).contacts
    return said(contact)


ANA = {
    "name": "Ana Horvat",
    "company": "Adriatic Foods, d.o.o.",
    "role": "Head of Purchasing",
    "phones": ("+385 1 2345 678",),
    "emails": ("ana@adriatic.example",),
}
ANA_ONLINE = {
    "name": "Ana Horvat",
    "company": "Adriatic Foods, d.o.o.",
    "role": "Head of Purchasing",
    "links": ("https://www.linkedin.com/in/ana-horvat-example",),
}


def read_or_refuse(path: Path) -> ContactSheet | None:
    """Return what is read; None when the file is refused, which any other error would not be."""
    try:
        return read_contacts(path)
    except FuyuError:
        return None


EXPORTS: dict[str, tuple[str, dict[int, dict[str, Any]]]] = {
    "google_contacts_current.csv": (
        "google",
        {
            2: ANA
            | {
                "phones": ("+385 1 2345 678", "+385 91 000 0000"),
                "tags": ("Leads",),
                "note": 'Met at SIAL\nprefers calls, "before 10"',
            },
            4: {
                "name": "田中 さくら",
                "company": "日本電機株式会社",
                "phones": ("+81 3-0000-0000",),
                "emails": ("sakura@nihon.example",),
                "note": "Phonetic First Name: サクラ\nPhonetic Last Name: タナカ",
            },
            5: {"name": "only-email@example.com", "emails": ("only-email@example.com",)},
        },
    ),
    "google_contacts_legacy.csv": ("google", {2: ANA}),
    "outlook_com.csv": ("outlook", {2: ANA | {"note": "line1\nline2"}}),
    "linkedin_connections.csv": (
        "linkedin",
        {
            5: ANA_ONLINE,
            6: {
                "name": "Zoë O’Brien, MBA",
                "company": "Ōkami 🐺 Studio",
                "role": "Founder",
                "emails": ("zoe@okami.example",),
                "links": ("https://www.linkedin.com/in/zoe-example",),
            },
        },
    ),
    "linkedin_connections_header_first.csv": ("linkedin", {4: ANA_ONLINE}),
    "hubspot_contacts.csv": (
        "hubspot",
        {
            2: {field: value for field, value in ANA.items() if field != "role"},
            3: {"name": "no-name@example.com", "emails": ("no-name@example.com",)},
        },
    ),
    "pipedrive_people.csv": (
        "pipedrive",
        {2: ANA | {"emails": ("ana@adriatic.example", "ana.h@home.example"), "temperature": "hot"}},
    ),
    "salesforce_leads_api.csv": ("salesforce", {2: ANA}),
    "hostile.csv": (
        "csv",
        {
            2: {
                "name": "Ann [ACME] Lee",
                "company": "[bold]X[/",
                "phones": ("+1;ext=2",),
                "next": "2/11",
                "note": "Email: =cmd|' /C calc'!A0",
            },
            3: {"name": "Eve]52;c;ZXZpbA==\\", "company": "AB", "emails": ("eve@x.example",), "next": "25:00"},
            4: {"name": "محمد الأحمدgnp.exe", "company": "👩‍💻 🇬🇧", "next": "tomorrow"},
        },
    ),
}


class TestExports:
    """Each sample file, as exported by the program it is named after."""

    @pytest.mark.parametrize("file", EXPORTS)
    def test_everyone_in_it_is_read(self, file: str) -> None:
        source, people = EXPORTS[file]
        sheet = read_contacts(DATA / file)
        assert {contact.line: said(contact) for contact in sheet.contacts} == people
        assert {contact.source for contact in sheet.contacts} == {sheet.source} == {source}
        assert (sheet.encoding, sheet.delimiter) == ("utf-8", ",")

    @pytest.mark.parametrize("file", sorted(set(EXPORTS) - {"linkedin_connections.csv"}))
    def test_nobody_is_left_out(self, file: str) -> None:
        assert read_contacts(DATA / file).left_out == ()

    def test_a_connection_without_a_name_is_left_out_with_its_line(self) -> None:
        assert read_contacts(DATA / "linkedin_connections.csv").left_out == (LeftOut(7, NOBODY),)

    @pytest.mark.parametrize(
        ("file", "header_line", "remarks"),
        [("linkedin_connections.csv", 4, (1, 2)), ("linkedin_connections_header_first.csv", 1, (2,))],
    )
    def test_what_the_exporter_says_is_no_person(self, file: str, header_line: int, remarks: tuple[int, ...]) -> None:
        sheet = read_contacts(DATA / file)
        assert (sheet.header_line, sheet.remarks) == (header_line, remarks)

    def test_columns_are_shown_as_they_were_understood(self) -> None:
        sheet = read_contacts(DATA / "hubspot_contacts.csv")
        assert sheet.columns == {
            "first": ("First Name",),
            "last": ("Last Name",),
            "email": ("Email",),
            "phone": ("Phone Number",),
            "company": ("Associated Company",),
        }
        assert sheet.ignored == (
            *("Record ID", "Contact owner", "Lead Status", "Create Date", "Last Modified Date", "Lifecycle Stage"),
            "Associated Company IDs",
        )


class TestEncodings:
    """Bytes, lines and delimiters."""

    PEOPLE = "Name;Firma;E-Mail\nJürgen Größe;Zoë & Söhne – Café;j@x.example\n"

    @pytest.mark.parametrize(
        ("encoding", "named"),
        [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8"),
            ("utf-16", "utf-16"),
            ("cp1252", "cp1252"),
            ("mac_roman", "mac_roman"),
        ],
    )
    def test_western(self, table: Path, encoding: str, named: str) -> None:
        sheet = read(table, self.PEOPLE, encoding)
        assert [(contact.name, contact.company) for contact in sheet.contacts] == [
            ("Jürgen Größe", "Zoë & Söhne – Café")
        ]
        assert sheet.encoding == named

    def test_utf16_big_endian(self, table: Path) -> None:
        table.write_bytes(codecs.BOM_UTF16_BE + self.PEOPLE.encode("utf-16-be"))
        assert [contact.name for contact in read_contacts(table).contacts] == ["Jürgen Größe"]

    @pytest.mark.parametrize(
        ("encoding", "text"),
        [
            ("cp1250", "Name,Company,Email\nKrešimir Šarić,Čakovečki mlinovi,k@x.example\n"),
            ("cp1251", "Name,Company,Email\nАнна Сергеевна,Завод железобетонных изделий,a@x.example\n"),
            ("shift_jis", "名前,会社名,メールアドレス\n田中 さくら,日本電機株式会社,s@x.example\n"),
            ("gb18030", "姓名,公司,邮箱\n李伟,中国移动通信集团,l@x.example\n"),
        ],
    )
    def test_others_are_recognised(self, table: Path, encoding: str, text: str) -> None:
        (contact,) = read(table, text, encoding).contacts
        assert [contact.name, contact.company, *contact.emails] == text.splitlines()[1].split(",")

    def test_one_bad_line_does_not_spoil_the_others(self, table: Path) -> None:
        table.write_bytes("Name\nZoë\n".encode() + "René\n".encode("cp1252"))
        sheet = read_contacts(table)
        assert [contact.name for contact in sheet.contacts] == ["Zoë", "René"]
        assert sheet.encoding == "cp1252 and utf-8"

    def test_text_that_stops_being_utf16_is_an_error_with_its_place(self, table: Path) -> None:
        table.write_bytes("Name\nAna\n".encode("utf-16") + b"\x00\xdc")
        with pytest.raises(UsageError, match=r"people.csv, line \d: .*utf-16.*save the file as CSV"):
            read_contacts(table)

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_delimiters(self, table: Path, delimiter: str) -> None:
        sheet = read(table, f"Name{delimiter}Company\nAna{delimiter}Foods\n")
        assert (sheet.delimiter, sheet.contacts[0].company) == (delimiter, "Foods")

    @pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
    def test_line_ends(self, table: Path, newline: str) -> None:
        sheet = read(table, newline.join(["Name,Notes", 'Ana,"a', 'b"', "Bo,c"]))
        assert [(contact.line, contact.note) for contact in sheet.contacts] == [(2, "a\nb"), (4, "c")]


@pytest.mark.slow
@pytest.mark.parametrize("reader", ["csv", "html", "tomllib", "fuyu.features.contacts.reading.contacts"])
def test_the_values_alone_are_cheap_to_import(reader: str) -> None:
    code = "import sys, msgspec; before = set(sys.modules); import fuyu.features.contacts.reading.contact"
    code += f"; sys.exit({reader!r} in set(sys.modules) - before)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("row", "name", "company"),
    [
        (r'"Ann","Say \"Hi\", GmbH"', "Ann", 'Say "Hi", GmbH'),
        (r'"Ann","\"Hi\" Ltd"', "Ann", '"Hi" Ltd'),
        (r'"Ann \"Annie\" Lee",Acme', 'Ann "Annie" Lee', "Acme"),
        (r'"Ann","C:\"', "Ann", "C:\\"),
        ('"Ann","Say ""Hi"""', "Ann", 'Say "Hi"'),
        (r"Ann,a\b", "Ann", "a\\b"),
        ('Ann,"=""00123"""', "Ann", "00123"),
        ('="Ann",="say ""hi"""', "Ann", 'say "hi"'),
        ("Ann,=1+1", "Ann", "=1+1"),
    ],
)
def test_quotes_of_other_programs(table: Path, row: str, name: str, company: str) -> None:
    sheet = read(table, f"Name,Company\n{row}\nBo,Acme\n")
    assert [(contact.name, contact.company) for contact in sheet.contacts] == [(name, company), ("Bo", "Acme")]


@pytest.mark.parametrize("size", [140_000, 500_000, 1_000_000])
def test_a_cell_may_be_as_long_as_a_line(table: Path, size: int) -> None:
    sheet = read(table, f'Name,Notes\nAnn,"{"word " * (size // 5)}"\nBo,"{"w" * 70}\n{"x" * 70}"\n')
    assert [len(contact.note) for contact in sheet.contacts] == [size - 1, 141]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDESCRIPTION:Agenda\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "is a calendar"),
        (b"\xef\xbb\xbfbegin:vcalendar\nVERSION:2.0\n", "is a calendar"),
        (b"From: Ann <ann@x.example>\nTo: Bo <bo@x.example>\nSubject: Hi\nDate: today\n\nHello\n", "is an e-mail"),
        (b"From ann@x.example Fri\nReceived: from a\n by b\nMessage-ID: <1@x>\nSubject: Hi\n\n", "is an e-mail"),
        (b"From: Ann Lee <ann@x.example>\nSubject: Hi\n\nHello\nMy phone, email\n", "is an e-mail"),
        (b"Subject: Hi\nFrom: Ann Lee <ann@x.example>\n\nName, Email\nAnn, ann@x.example\n", "is an e-mail"),
        (b"Return-Path: <a@x.example>\r\nReceived: from a\r\n by b\r\n\r\nHello\r\n", "is an e-mail"),
        ("Von: Ann <a@x.example>\nGesendet: Montag\nAn: Bo\nBetreff: Hi\n\nHallo\n".encode("cp1252"), "is an e-mail"),
        (b"From MAILER-DAEMON Thu Jan  1\nSubject: Hi\n\nHello\n", "is an e-mail"),
        (b"PK\x03\x04\x14\x00\x06\x00xl/workbook.xml", "is a workbook; save the sheet as CSV"),
        (b"PK\x03\x04\x14\x00\x06\x00Takeout/All Contacts.vcf", "is an archive; unpack it"),
        (b"\x1f\x8b\x08\x00people.csv", "is an archive; unpack it"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "is an image; export the contacts"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(99), "is an image"),
        (b"RIFF\x10\0\0\0WEBPVP8 " + bytes(99), "is an image"),
        (b"SQLite format 3\0" + bytes(99), "is a database"),
        (b"BEGIN:VEVENT\nSUMMARY:Demo\nATTENDEE:mailto:bo@x.example\nEND:VEVENT\n", "is a calendar"),
        (b"<!-- saved -->\n<html lang=de><body>Name,Email", "is a web page"),
        (b"\r\n<table><tr><td>Name</td><td>Email</td></tr></table>", "is a web page"),
        (b'[{"name": "Ann", "email": "ann@x.example"}]', "is JSON"),
        (b'{\n"_meta":{\n"1":{"schema":2}}}', "is a book of fuyu; `fuyu merge` brings it in"),
        (b"# all\ndn: cn=Ann,mail=ann@x.example\nobjectclass: person\n", "is LDIF"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b"<!doctype html>\n<table><tr><td>Name</td></tr></table>", "is a web page"),
        (b'<?xml version="1.0"?>\n<contacts/>', "is XML"),
        (b"dn: cn=Ann\nobjectclass: person\n", "is LDIF"),
        ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n".encode("utf-16"), "is a calendar"),
    ],
)
def test_a_file_of_another_kind_is_refused_by_what_it_is(table: Path, content: bytes, words: str) -> None:
    table.write_bytes(content)
    with pytest.raises(UsageError, match=words):
        read_contacts(table)


@pytest.mark.parametrize(
    "content",
    [
        "From: 2026-01-01\nTo: 2026-03-01\n\nName,Email\nAnn,ann@x.example\n",
        "# made by the CRM\nName,Email\nAnn,ann@x.example\n",
        "Date: today\nName,Email\nAnn,ann@x.example\n",
        "| Name | Email |\n| --- | :---: |\n| Ann | ann@x.example |\n",
        "Name,Email\n-----,-----\nAnn,ann@x.example\n",
    ],
)
def test_what_only_looks_like_a_file_of_another_kind_is_read(table: Path, content: str) -> None:
    assert [(one.name, one.emails) for one in read(table, content).contacts] == [("Ann", ("ann@x.example",))]


class TestTitles:
    """What the columns are called."""

    @pytest.mark.parametrize(
        "titles",
        [
            "Name;Organization;Position;Phone;Email;City;Follow-up date",
            "Ansprechpartner;Firma;Funktion;Telefon geschäftlich;E-Mail-Adresse;Ort;Wiedervorlage",
            "Nom complet;Société;Poste;Téléphone portable;Adresse e-mail;Ville;Date de relance",
            "Nombre completo;Empresa;Cargo;Teléfono móvil;Correo electrónico;Ciudad;Seguimiento",
            "Nome completo;Empresa;Função;Telemóvel;Endereço de e-mail;Cidade;Próximo contato",
            "Nominativo;Azienda;Ruolo;Cellulare;Posta elettronica;Città;Prossimo contatto",
            "Contactpersoon;Bedrijf;Functie;Mobiel;E-mailadres;Plaats;Opvolgdatum",
            "氏名;会社名;役職;携帯電話;メールアドレス;市区町村;次回",
            "姓名;公司名称;职位;手机;电子邮件;城市;下次联系",
        ],
    )
    def test_in_many_languages(self, table: Path, titles: str) -> None:
        assert only(table, f"{titles}\nAna Horvat;Foods;Buyer;+385 1 234;ana@x.example;Zagreb;2/11\n") == {
            "name": "Ana Horvat",
            "company": "Foods",
            "role": "Buyer",
            "phones": ("+385 1 234",),
            "emails": ("ana@x.example",),
            "place": "Zagreb",
            "next": "2/11",
        }

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("First Name,Middle Name,Last Name\nAna,M.,Horvat\n", "Ana M. Horvat"),
            ("Vorname,Name\nAna,Horvat\n", "Ana Horvat"),
            ("Nom,Prénom\nHorvat,Ana\n", "Ana Horvat"),
            ("Nombre,Apellidos\nAna,Horvat Pérez\n", "Ana Horvat Pérez"),
            ("Name,First Name\nAna Horvat,Ana\n", "Ana Horvat"),
            ("Name,Middle Name\nAna Horvat,Maria\n", "Ana Horvat"),
            ("Given Name,Family Name\n민수,김\n", "김 민수"),
            ("Name,Nickname\n,Annie\n", "Annie"),
            ("Name,Email\n,a@x.example\n", "a@x.example"),
            ("Name,Company,Phone\n,Foods,+385 1 234\n", "Foods"),
            ("Name,Phone\n,+385 1 234\n", "+385 1 234"),
        ],
    )
    def test_names(self, table: Path, text: str, name: str) -> None:
        assert only(table, text)["name"] == name

    def test_a_second_spelling_of_the_name_is_kept(self, table: Path) -> None:
        text = "Name,First Name,Last Name,Nickname\nA. Horvat,Ana,Horvat,Annie\n"
        assert only(table, text) == {"name": "A. Horvat", "note": "Name: Ana Horvat\nAlso known as: Annie"}

    def test_an_unknown_column_is_named_when_it_holds_something(self, table: Path) -> None:
        assert read(table, "Name,Shoe size,Hat size,\nAna,38,,x\n").ignored == ("Shoe size", "column 4")

    def test_no_title_means_two_things(self) -> None:
        for source, table in columns.known_words().columns.items():
            keys = [(columns._key(title), field) for field, titles in table.items() for title in titles]
            assert len({key for key, _ in keys}) == len(set(keys)), source
            assert all(key for key, _ in keys)


class TestCells:
    """What a cell holds."""

    @pytest.mark.parametrize(
        ("cell", "emails", "note"),
        [
            ("a@x.example; B@x.example ::: a@X.example", ("a@x.example", "B@x.example"), None),
            ("mailto:a@x.example", ("a@x.example",), None),
            ("Ann Lee <a@x.example>", ("a@x.example",), "Email: Ann Lee <a@x.example>"),
            ("ask her", (), "Email: ask her"),
        ],
    )
    def test_emails(self, table: Path, cell: str, emails: tuple[str, ...], note: str | None) -> None:
        contact = only(table, f'Name,Email\nAna,"{cell}"\n')
        assert (contact.get("emails", ()), contact.get("note")) == (emails, note)

    @pytest.mark.parametrize(
        ("cell", "phones", "note"),
        [
            ("+385 1 2345 678, +385 91 000 0000", ("+385 1 2345 678", "+385 91 000 0000"), None),
            ("+1 650 555 0100; ext. 5", ("+1 650 555 0100; ext. 5",), None),
            ("030/1234-0 ::: ask", ("030/1234-0",), "Phone: ask"),
            ("'+385 1 234", ("+385 1 234",), None),
            ("3.85123E+11", (), "Phone: 3.85123E+11"),
            ("none", (), "Phone: none"),
        ],
    )
    def test_phones(self, table: Path, cell: str, phones: tuple[str, ...], note: str | None) -> None:
        contact = only(table, f'Name,Phone\nAna,"{cell}"\n')
        assert (contact.get("phones", ()), contact.get("note")) == (phones, note)

    def test_links(self, table: Path) -> None:
        cells = '"foods.example/a?b=c ::: x.example, http://y.example",javascript:alert(1)'
        contact = only(table, f"Name,Website,LinkedIn\nAna,{cells}\n")
        assert contact["links"] == ("foods.example/a?b=c", "x.example", "http://y.example")
        assert contact["note"] == "LinkedIn: javascript:alert(1)"

    @pytest.mark.parametrize(
        ("cell", "birthday"),
        [
            ("1985-05-04", "1985-05-04"),
            ("4.5.1985", "1985-05-04"),
            ("13/05/1985", "1985-05-13"),
            ("05/13/1985", "1985-05-13"),
            ("5/5/1985", "1985-05-05"),
            ("4/5/1985", "4/5/1985"),
            ("31.02.1985", "31.02.1985"),
            ("--05-04", "--05-04"),
            ("May 4", "May 4"),
            ("0/0/00", ""),
        ],
    )
    def test_a_birthday_is_iso_only_when_certain(self, table: Path, cell: str, birthday: str) -> None:
        assert only(table, f"Name,Birthday\nAna,{cell}\n").get("birthday", "") == birthday

    def test_temperature_and_tags(self, table: Path) -> None:
        text = 'Name,Rating,Tags\nAna,"Heiß, VIP","* myContacts; fairs"\n'
        assert only(table, text) == {"name": "Ana", "temperature": "hot", "tags": ("fairs", "VIP")}

    @pytest.mark.parametrize(
        ("title", "cell", "leave_alone"),
        [
            ("DoNotCall", "true", False),
            ("Do Not Contact", "x", True),
            ("Email Opt Out", "1", True),
            ("HasOptedOutOfEmail", "TRUE", True),
            ("Unsubscribed from all email", "Yes", True),
            ("Unsubscribed", "Sí", True),
            ("DoNotCall", "false", False),
            ("Email Opt Out", "0", False),
            ("Opted Out", "", False),
        ],
    )
    def test_an_opt_out_is_no_tag(self, table: Path, title: str, cell: str, leave_alone: bool) -> None:  # noqa: FBT001 an example
        (contact,) = read(table, f"Name,Email,{title}\nAna,a@x.example,{cell}\n").contacts
        assert (contact.do_not_contact, contact.tags, contact.note) == (leave_alone, (), "")

    def test_one_opt_out_of_many_is_enough(self, table: Path) -> None:
        assert read(table, "Name,Email,DoNotCall,Email Opt Out\nAna,a@x.example,0,1\n").contacts[0].do_not_contact

    def test_what_is_no_answer_to_an_opt_out_is_asked(self, table: Path) -> None:
        assert only(table, "Name,Do Not Call\nAna,before 10\n") == {
            "name": "Ana",
            "unclear": (("Do Not Call", "before 10"),),
        }

    def test_places_and_addresses(self, table: Path) -> None:
        titles = "Name,Address,Street,Zip,City,Country,Home City"
        assert only(table, f'{titles}\nAna,"Ilica 1\n10000 Zagreb",Ilica 1,10000,Zagreb,Croatia,Split\n') == {
            "name": "Ana",
            "place": "Zagreb, Croatia",
            "note": "Address: Ilica 1, 10000 Zagreb\nHome City: Split",
        }

    @pytest.mark.parametrize(
        ("cell", "note"),
        [
            ("<p>Hi<br/>there</p><p>R&amp;D</p>", "Hi\nthere\nR&D"),
            ("<div class=x>see <a href='https://x.example/o?1'>offer</a></div>", "see https://x.example/o?1 offer"),
            ("<b>&#27;]52;c;x&#7;</b>", "]52;c;x"),
            ("1 < 2 <ann@x.example> [bold] a&amp;b", "1 < 2 <ann@x.example> [bold] a&amp;b"),
        ],
    )
    def test_html_becomes_text(self, table: Path, cell: str, note: str) -> None:
        assert only(table, f'Name,Notes\nAna,"{cell}"\n')["note"] == note

    def test_a_row_with_more_cells_than_columns_is_left_out(self, table: Path) -> None:
        sheet = read(table, "Name,Company,Email\nAna,Foods, d.o.o.,a@x.example\nBo,Foods,,\n")
        assert sheet.left_out == (LeftOut(2, TOO_MANY_CELLS),)
        assert [contact.name for contact in sheet.contacts] == ["Bo"]


class TestRefused:
    """Files that are no list of contacts."""

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", r"people\.csv is empty"),
            (b"\xef\xbb\xbf \r\n", "no line names the columns"),
            (b"PK\x03\x04....", "save the sheet as CSV"),
            (bytes(range(256)) * 4, "is not text"),
            (b"{}", "is JSON"),
            (b"Ana,ana@x.example\n", "should be like: Name,Email"),
            (b"\n\nName,Email\n,\n", r"people\.csv, line 3: names the columns, but nobody"),
            (b'Name,Email\nAna,\nBo,"b@x\nCy,\n', r"people\.csv, line 3: a quote opens"),
            (b'Name,Email\nAna,\nBo,"' + b"b@x\n" * 300_000, r"people\.csv, line 3: a cell never seems to end"),
            (b"Name,Email\nAna," + b"x" * 1_100_000, r"people\.csv, line 2: longer than 1 MB"),
        ],
    )
    def test_with_file_line_and_remedy(self, table: Path, content: bytes, words: str) -> None:
        table.write_bytes(content)
        with pytest.raises(UsageError, match=words):
            read_contacts(table)

    def test_what_is_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match=r"no\.csv cannot be read: No such file"):
            read_contacts(tmp_path / "no.csv")
        with pytest.raises(UsageError, match="is not a file"):
            read_contacts(tmp_path)

    def test_too_large_a_file(self, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(textfile, "MAX_BYTES", 1 << 20)
        table.write_bytes(b"Name\n" + b"Ana\n" * (1 << 18))
        with pytest.raises(UsageError, match="larger than 1 MB; import it in parts"):
            read_contacts(table)

    def test_too_many_rows(self, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(csvfile, "MAX_ROWS", 3)
        with pytest.raises(UsageError, match=r"people\.csv, line 4: more than 3 rows"):
            read(table, "Name\nAna\nBo\nCy\n")

    def test_the_caller_can_stop(self, table: Path) -> None:
        def stop(rows: int) -> None:
            raise KeyboardInterrupt(rows)

        table.write_text("Name\n" + "Ana\n" * 2500, "utf-8")
        with pytest.raises(KeyboardInterrupt, match="1000"):
            read_contacts(table, progress=stop)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("contacts") / "any.csv"


TITLES = [
    "Given Name",
    "Surname",
    "Middle Name",
    "Nickname",
    "Company",
    "Title",
    "Email",
    "Work Email",
    "Phone",
    "Mobile",
]
TITLES += ["URL", "City", "Home City", "Country", "Street", "Zip", "Birthday", "Tags", "Rating", "Notes", "Next", "Fax"]
TITLES += ["Shoe size", "", "Next of kin"]
CELLS = st.one_of(
    st.text("ab é田0123 .,;:-/@'=+*\n", max_size=12),
    st.sampled_from(["a@b.example", "+385 1 234 567", "2.2.1990", "a ::: b", "b.example/a"]),
)


class TestProperties:
    """For any bytes and any cells."""

    @examples(150)
    @given(st.sampled_from([b"", b"Name,Email\n", b"Name;Tel\n\n", codecs.BOM_UTF16_LE, codecs.BOM_UTF8]), st.binary())
    @example(b"Name,Email\n", b'"')
    @example(b"Name,Email\n", "é田\ud800\x85\u2028,".encode(errors="surrogatepass"))
    def test_any_bytes_are_read_or_refused_in_words(self, scratch: Path, head: bytes, rest: bytes) -> None:
        scratch.write_bytes(head + rest)
        sheet = read_or_refuse(scratch)
        assert sheet is None or sheet.contacts or sheet.left_out
        assert sheet is None or all(contact.name for contact in sheet.contacts)

    @examples(150)
    @given(st.data())
    def test_every_cell_ends_somewhere(self, scratch: Path, data: st.DataObject) -> None:
        titles = ["Name", *data.draw(st.lists(st.sampled_from(TITLES), max_size=8, unique=True))]
        rows = data.draw(st.lists(st.lists(CELLS, min_size=len(titles), max_size=len(titles)), min_size=1, max_size=3))
        with scratch.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([titles, *rows, ["Last One"]])
        sheet = read_contacts(scratch)
        left_out = {record.line for record in sheet.left_out}
        told = {contact.line: " ".join(map(str, said(contact).values())) for contact in sheet.contacts}
        line = 2
        for row in rows:
            for place, (title, cell) in enumerate(zip(titles, row, strict=True), 1):
                words = re.findall(r"\w+", cell)
                ignored = (title or f"column {place}") in sheet.ignored
                assert not words or ignored or line in left_out or all(word in told[line] for word in words)
            line += 1 + sum(cell.count("\n") for cell in row)


@pytest.mark.slow
def test_a_copy_of_each_sample_survives_being_cut_anywhere(tmp_path: Path) -> None:
    for sample in DATA.glob("*.csv"):
        copy = Path(shutil.copy(sample, tmp_path))
        whole = copy.read_bytes()
        for end in range(0, len(whole), 37):
            copy.write_bytes(whole[:end])
            read_or_refuse(copy)

"""vCards as they should not be: one bad card costs no other, and no card takes long."""

import codecs
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fuyu.errors import UsageError
from fuyu.features.contacts.reading import cardfile, groups, vcards
from fuyu.features.contacts.reading.contact import Contact, ContactSheet, LeftOut
from fuyu.features.contacts.reading.contacts import read_contacts
from fuyu.features.contacts.reading.record import NOBODY
from tests.examples import examples
from tests.features.contacts.test_contacts import read_or_refuse, said

GOOD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bo Diaz\r\nEND:VCARD\r\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.vcf"


def read(path: Path, text: str, encoding: str = "utf-8") -> ContactSheet:
    path.write_bytes(text.encode(encoding))
    return read_contacts(path)


def card(path: Path, *lines: str) -> Contact:
    """Return the person on a card with these lines."""
    (contact,) = read(path, "\r\n".join(["BEGIN:VCARD", *lines, "END:VCARD", ""])).contacts
    return contact


def names(sheet: ContactSheet) -> list[str]:
    return [contact.name for contact in sheet.contacts]


class TestBadCards:
    """What is wrong with one card is that card's."""

    def test_a_card_without_an_end(self, path: Path) -> None:
        sheet = read(path, f"BEGIN:VCARD\r\nFN:Ana\r\n{GOOD}BEGIN:VCARD\r\nFN:Cy\r\n")
        assert names(sheet) == ["Ana", "Bo Diaz", "Cy"]
        assert sheet.doubts == (LeftOut(1, cardfile.NO_END), LeftOut(7, cardfile.NO_END))

    def test_a_card_of_nobody(self, path: Path) -> None:
        sheet = read(path, f"BEGIN:VCARD\r\nVERSION:3.0\r\nNOTE:x\r\nEND:VCARD\r\n{GOOD}")
        assert (names(sheet), sheet.left_out) == (["Bo Diaz"], (LeftOut(1, NOBODY),))

    @pytest.mark.parametrize("title", ["AGENT", "Agent"])
    def test_a_card_within_a_card_is_not_its_owner(self, path: Path, title: str) -> None:
        agent = f"{title}:\r\nBEGIN:VCARD\r\nFN:Somebody Else\r\nTEL:1\r\nEND:VCARD\r\n"
        sheet = read(path, f"BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Ana\r\n{agent}TEL:+385 1 234\r\nEND:VCARD\r\n{GOOD}")
        assert names(sheet) == ["Ana", "Bo Diaz"]
        assert sheet.contacts[0].phones == ("+385 1 234",)

    @pytest.mark.parametrize("fold", [" ", "\t"])
    def test_a_line_goes_on_behind_a_space_or_a_tab(self, path: Path, fold: str) -> None:
        assert card(path, "FN:Ana Hor", f"{fold}vat").name == "Ana Horvat"

    def test_a_card_with_too_much_text(self, path: Path) -> None:
        long = "".join(f" {'x' * 70}\r\n" for _ in range(4_000))
        sheet = read(path, f"BEGIN:VCARD\r\nFN:Ana\r\nNOTE:\r\n{long}END:VCARD\r\n{GOOD}")
        assert (names(sheet), sheet.left_out) == (["Bo Diaz"], (LeftOut(1, cardfile.TOO_LARGE),))

    @pytest.mark.parametrize("name", ["PHOTO", "item1.LOGO", "photo", "SOUND"])
    def test_pictures_do_not_count_however_large(self, path: Path, name: str) -> None:
        folded = "".join(f" {'x' * 70}\r\n" for _ in range(8_000))
        one_line = f"{name};ENCODING=b:{'A' * 3_000_000}\r\n"
        bare = f"{name};ENCODING=BASE64:\r\n{'QUJD' * 20}\r\n{'QUJD' * 20}\r\n\r\n"
        text = f"BEGIN:VCARD\r\nFN:Ana\r\n{name}:x\r\n{folded}{one_line}{bare}TEL:+385 1 234\r\nEND:VCARD\r\n{GOOD}"
        sheet = read(path, text)
        assert names(sheet) == ["Ana", "Bo Diaz"]
        assert said(sheet.contacts[0]) == {"name": "Ana", "phones": ("+385 1 234",)}

    @pytest.mark.parametrize(
        "line",
        [
            *("no colon at all", ":", ";:", "=:", 'X;A="', 'X;A="":', f"X;A={',' * 5_000}:1", f"{';' * 50_000}:1"),
            *('X;A="b:c";D:e', "NOTE;CHARSET=no-such;ENCODING=QUOTED-PRINTABLE:=E9", "NOTE;ENCODING=b:%%%"),
            "N:" + ";" * 10_000,
            "ORG:" + "\\;" * 10_000,
        ],
    )
    def test_a_line_nobody_understands(self, path: Path, line: str) -> None:
        sheet = read(path, f"BEGIN:VCARD\r\nFN:Ana\r\n{line}\r\nTEL:+385 1 234\r\nEND:VCARD\r\n{GOOD}")
        assert names(sheet) == ["Ana", "Bo Diaz"]
        assert sheet.contacts[0].phones == ("+385 1 234",)

    def test_a_hundred_thousand_nested_cards_are_one_after_the_other(self, path: Path) -> None:
        sheet = read(path, "BEGIN:VCARD\r\n" * 100_000 + GOOD)
        assert (names(sheet), len(sheet.left_out)) == (["Bo Diaz"], 100_000)

    def test_a_file_without_a_whole_card(self, path: Path) -> None:
        assert read(path, "BEGIN:VCARD\nVERSION:3.0\n").left_out == (LeftOut(1, cardfile.NO_END),)
        with pytest.raises(UsageError, match=r"people\.vcf holds no vCard"):
            read(path, "BEGIN:VCARDS\n")

    def test_too_many_cards(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(vcards, "MAX_ROWS", 2)
        with pytest.raises(UsageError, match="line 9: more than 2 cards"):
            read(path, GOOD * 3)

    def test_columns_are_not_chosen_for_cards(self, path: Path) -> None:
        path.write_text(GOOD)
        with pytest.raises(UsageError, match="name their own fields"):
            read_contacts(path, {"TEL": "phone"})


class TestNoPerson:
    """Cards of groups, companies and places, and pictures that say so in another way."""

    @pytest.mark.parametrize(
        ("kind", "member"),
        [
            ("KIND:group", "MEMBER:urn:uuid:u1"),
            ("X-ADDRESSBOOKSERVER-KIND:group", "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:U1"),
            ("KIND:GROUP", "MEMBER:mailto:ana@x.example"),
        ],
    )
    def test_a_group_is_a_tag_of_its_members(self, path: Path, kind: str, member: str) -> None:
        group = f"BEGIN:VCARD\r\n{kind}\r\nFN:Customers\r\n{member}\r\nEND:VCARD\r\n"
        ana = "BEGIN:VCARD\r\nFN:Ana\r\nUID:u1\r\nEMAIL:ana@x.example\r\nEND:VCARD\r\n"
        sheet = read(path, f"{group}{ana}{GOOD}")
        assert [(contact.name, contact.tags) for contact in sheet.contacts] == [
            ("Ana", ("Customers",)),
            ("Bo Diaz", ()),
        ]
        assert (sheet.left_out, sheet.ignored) == ((), ())

    def test_a_group_of_nobody_in_the_file_is_named(self, path: Path) -> None:
        sheet = read(path, f"BEGIN:VCARD\r\nKIND:group\r\nFN:VIP\r\nMEMBER:urn:uuid:u9\r\nEND:VCARD\r\n{GOOD}")
        assert (names(sheet), sheet.left_out) == (["Bo Diaz"], (LeftOut(1, groups.NO_MEMBERS),))

    @pytest.mark.parametrize("kind", ["location", "device", "application"])
    def test_a_place_or_a_thing_is_named(self, path: Path, kind: str) -> None:
        sheet = read(path, f"BEGIN:VCARD\r\nKIND:{kind}\r\nFN:Room 4\r\nEND:VCARD\r\n{GOOD}")
        assert (names(sheet), sheet.left_out) == (["Bo Diaz"], (LeftOut(1, groups.NO_PERSON),))

    @pytest.mark.parametrize("more", ["ADR;WORK:;;1 High St;Leeds;;LS1;UK", "URL:www.bike.example", "KIND:org"])
    def test_a_company_comes_in(self, path: Path, more: str) -> None:
        contact = card(path, "VERSION:3.0", "ORG:Bike Shop", more)
        assert (contact.name, contact.company) == ("Bike Shop", "Bike Shop")

    @pytest.mark.parametrize(
        "head", ["X-MS-CARDPICTURE;TYPE=JPEG;ENCODING=BASE64", "X-PIC;ENCODING=b", "KEY;BASE64", "X-EVOLUTION-IMAGE;B"]
    )
    def test_a_picture_under_any_name_is_passed_over(self, path: Path, head: str) -> None:
        lines = "".join(f" {'A' * 70}\r\n" for _ in range(6_000))
        sheet = read(path, f"BEGIN:VCARD\r\nFN:Ana\r\n{head}:\r\n{lines}\r\nTEL:+385 1 234\r\nEND:VCARD\r\n{GOOD}")
        assert (names(sheet), sheet.contacts[0].phones) == (["Ana", "Bo Diaz"], ("+385 1 234",))


class TestProperties:
    """How a value is written."""

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_encodings_of_the_file(self, path: Path, encoding: str) -> None:
        assert names(read(path, GOOD.replace("Bo Diaz", "Zoë Größe"), encoding)) == ["Zoë Größe"]

    @pytest.mark.parametrize(
        ("lines", "name"),
        [
            (("FN:Ana Horvat", "N:Horvat;Ana;;;"), "Ana Horvat"),
            (("N:Horvat;Ana;Maria;Dr.;",), "Ana Maria Horvat"),
            (("N:田中;さくら;;;",), "田中 さくら"),
            (("NICKNAME:Annie",), "Annie"),
            (("EMAIL:ana@x.example",), "ana@x.example"),
            (("FN:", "ORG:Foods", "TEL:+385 1 234"), "Foods"),
        ],
    )
    def test_a_card_without_a_full_name(self, path: Path, lines: tuple[str, ...], name: str) -> None:
        assert card(path, *lines).name == name

    def test_another_name_in_the_parts_is_kept(self, path: Path) -> None:
        contact = card(path, "FN:Mum", "N:Horvat;Ana;;Dr.;")
        assert (contact.name, contact.note) == ("Mum", "Name: Ana Horvat\nName prefix: Dr.")

    @pytest.mark.parametrize(
        ("line", "birthday"),
        [
            ("BDAY:1985-05-04", "1985-05-04"),
            ("BDAY:19850504", "1985-05-04"),
            ("BDAY:1985-05-04T00:00:00Z", "1985-05-04"),
            ("BDAY;VALUE=date:--0504", "--05-04"),
            ("BDAY:--05-04", "--05-04"),
            ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-04", "--05-04"),
            ("BDAY;VALUE=text:circa 1800", "circa 1800"),
            ("BDAY:---04", "---04"),
        ],
    )
    def test_birthdays(self, path: Path, line: str, birthday: str) -> None:
        assert card(path, "FN:Ana", line).birthday == birthday

    @pytest.mark.parametrize(
        ("line", "note"),
        [
            (r"NOTE:one\ntwo\, three\; four\\n", "one\ntwo, three; four\\n"),
            ("NOTE;QUOTED-PRINTABLE:caf=C3=A9=0D=0Atwo", "café\ntwo"),
            ("note;encoding=quoted-printable;charset=iso-8859-1:caf=E9", "café"),
            ("NOTE;ENCODING=BASE64;CHARSET=UTF-8:Y2Fmw6k=", "café"),
            ("NOTE:\x1b]52;c;x\x07\u202egnp", "]52;c;xgnp"),
            ("NOTE:broken\r\nwithout a fold", "broken\nwithout a fold"),
            (
                "NOTE:fair\r\nBudget: 20k\r\nhttps://x.example/ is ours\r\nend",
                "fair\nBudget: 20k\nhttps://x.example/ is ours\nend",
            ),
            ("NOTE:fair\r\nName: of the boss\r\nnote: to self", "fair\nName: of the boss\nnote: to self"),
            ("NOTE:fair\r\n10:30 call\r\n\r\nRe: offer", "fair\n10:30 call\nRe: offer"),
        ],
    )
    def test_notes(self, path: Path, line: str, note: str) -> None:
        assert card(path, "FN:Ana", line).note == note

    def test_a_second_address_is_kept(self, path: Path) -> None:
        contact = card(path, "FN:Ana", "ADR:;;Ilica 1;Zagreb;;10000;Croatia", "ADR;HOME:;;Obala 2;Split;;21000;Croatia")
        assert contact.place == "Zagreb, Croatia"
        assert contact.note == "Address: Ilica 1, 10000, Obala 2, 21000\nCity: Split"


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cards") / "any.vcf"


@examples(200)
@given(st.lists(st.sampled_from(["BEGIN:VCARD", "END:VCARD", "FN:Ana", "TEL;CELL:+1 650", " x", "N:;;", "AGENT:"])))
def test_any_order_of_lines_is_read_or_refused_in_words(scratch: Path, lines: list[str]) -> None:
    scratch.write_text("\n".join(["BEGIN:VCARD", *lines]) + "\n" + GOOD)
    sheet = read_contacts(scratch)
    assert len(sheet.contacts) + len(sheet.left_out) > 0
    assert "AGENT:" in lines or names(sheet)[-1] == "Bo Diaz", "what came before costs the last card nothing"


@examples(200)
@given(st.binary(max_size=200))
@example(b"FN:\xc3\nEND:VCARD")
@example(codecs.BOM_UTF16_LE)
def test_any_bytes_are_read_or_refused_in_words(scratch: Path, rest: bytes) -> None:
    scratch.write_bytes(b"BEGIN:VCARD\n" + rest)
    sheet = read_or_refuse(scratch)
    assert sheet is None or all(contact.name for contact in sheet.contacts)

"""Files of vCards as bytes: lines are joined before they are decoded, and no card costs another."""

from pathlib import Path

import pytest

from fuyu.features.contacts.reading.contact import ContactSheet
from fuyu.features.contacts.reading.contacts import read_contacts

DATA = Path(__file__).parent / "data"
BO = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bo Diaz\r\nEND:VCARD\r\n"


def read(path: Path, *lines: bytes) -> ContactSheet:
    """Return what a card with these lines says, and one of Bo behind it."""
    path.write_bytes(b"\r\n".join([b"BEGIN:VCARD", b"VERSION:3.0", *lines, b"END:VCARD", BO]))
    return read_contacts(path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.vcf"


def folded(line: bytes, octets: int, end: bytes = b"\r\n ") -> bytes:
    """Return a line folded after every so many bytes, wherever that is."""
    return end.join(line[start : start + octets] for start in range(0, len(line), octets))


class TestFoldedWithinALetter:
    """A line is folded after so many bytes, and decoded when it is whole again."""

    def test_german(self) -> None:
        _ann, long = read_contacts(DATA / "folded_within_a_letter.vcf").contacts
        assert (long.name, long.note) == (f"{'A' * 71}üller", f"{'y' * 69}ßen")

    def test_greek(self) -> None:
        ann, giorgos = read_contacts(DATA / "folded_within_greek.vcf").contacts
        assert (ann.name, giorgos.name) == ("Ann Lee", "Γιώργος Νικολάου")
        assert giorgos.note.endswith("να καλέσω μετά το μεσημέρι")

    @pytest.mark.parametrize("octets", [2, 5, 7, 75])
    @pytest.mark.parametrize(
        ("text", "encoding"),
        [
            ("山田太郎は来週の月曜日に電話してほしいと言っていた", "utf-8"),
            ("family 👨‍👩‍👧‍👦👩🏽‍💻🏴󠁧󠁢󠁥󠁮󠁧󠁿 met at the fair", "utf-8"),
            ("Größe, Maß und Fußweg; ärgerlich", "utf-8"),
            ("Следующий звонок после майских праздников", "utf-8"),
            ("Следующий звонок после майских праздников", "cp1251"),
            ("株式会社日本電機の田中さくらさん", "cp932"),
        ],
    )
    def test_in_any_script(self, path: Path, text: str, encoding: str, octets: int) -> None:
        escaped = text.replace(",", "\\,").replace(";", "\\;")
        person, bo = read(path, b"FN:Ann", folded(f"NOTE:{escaped}".encode(encoding), octets)).contacts
        assert (person.note, bo.name) == (text, "Bo Diaz")

    def test_with_a_tab_and_bare_newlines(self, path: Path) -> None:
        path.write_bytes(b"BEGIN:VCARD\n" + folded("FN:Jörg Müller".encode(), 4, b"\n\t") + b"\nEND:VCARD\n")
        assert read_contacts(path).contacts[0].name == "Jörg Müller"


class TestQuotedPrintable:
    """A value that is written in ASCII, and broken by an equals sign."""

    HEAD = b"FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:"

    @pytest.mark.parametrize(
        "value",
        [
            b"=E5=B1=B1=E7=94=B0=E5=A4=AA=\r\n=E9=83=8E",
            b"=E5=B1=B1=E7=94=B0=E5=A4=\r\n=AA=E9=83=8E",  # within a letter
            b"=E5=B1=B1=E7=94=B0=E5=A4=\r\n =AA=E9=83=8E",  # broken and folded
            b"=E5=B1=B1=E7=94=B0=E5=A\r\n 4=AA=E9=83=8E",  # folded within the code of a byte
            b"=E5=B1=B1=E7=94=B0\r\n=E5=A4=AA=E9=83=8E",  # broken without the sign
        ],
    )
    def test_broken_anywhere(self, path: Path, value: bytes) -> None:
        person, bo = read(path, self.HEAD + value, b"TEL:+81 3 0000 0000").contacts
        assert (person.name, person.phones, bo.name) == ("山田太郎", ("+81 3 0000 0000",), "Bo Diaz")

    def test_a_blank_that_was_written_stays(self, path: Path) -> None:
        person, _bo = read(path, self.HEAD + b"Hans=\r\n =C3=96rtel").contacts
        assert person.name == "Hans Örtel"

    def test_an_emoji_in_the_two_halves_that_java_writes(self, path: Path) -> None:
        person, _bo = read(path, self.HEAD + b"Ann =ED=A0=BD=\r\n=ED=B8=80").contacts
        assert person.name == "Ann 😀"


class TestOneCardIsNotAnother:
    """What is wrong with one card is that card's."""

    def test_a_letter_that_was_cut_is_replaced(self, path: Path) -> None:
        person, bo = read(path, b"FN:Bj\xc3\xb6rn L\xc3\xb6", b"NOTE:gr\xc3\xb6\xc3\x9fer als Bj\xc3").contacts
        assert (person.name, person.note, bo.name) == ("Björn Lö", "größer als Bj\ufffd", "Bo Diaz")

    @pytest.mark.parametrize("codec", ["cp1252", "cp932", "cp1251"])
    def test_bytes_of_no_encoding_beside_whole_ones(self, path: Path, codec: str) -> None:
        text = {"cp1252": "Jürgen Größe", "cp932": "田中さくら", "cp1251": "Анна Сергеевна"}[codec]
        broken = b"BEGIN:VCARD\r\nFN:Cy\r\nNOTE:\xff\xfe\x81\r\nEND:VCARD\r\n"
        path.write_bytes(b"BEGIN:VCARD\r\nFN:" + text.encode(codec) + b"\r\nEND:VCARD\r\n" + broken + BO)
        names = [contact.name for contact in read_contacts(path).contacts]
        assert names == [text, "Cy", "Bo Diaz"]

    def test_cards_in_several_encodings(self, path: Path) -> None:
        path.write_bytes(
            "BEGIN:VCARD\r\nFN:Zoë\r\nEND:VCARD\r\n".encode()
            + "BEGIN:VCARD\r\nFN:René Müller\r\nEND:VCARD\r\n".encode("cp1252")
            + b"BEGIN:VCARD\r\nFN;CHARSET=SHIFT_JIS:"
            + "田中".encode("cp932")
            + b"\r\nEND:VCARD\r\n"
        )
        assert [contact.name for contact in read_contacts(path).contacts] == ["Zoë", "René Müller", "田中"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (b"Name,Company\nAnn\x00 Lee,Acme\n", "Ann Lee"),
        (b"Name,Company\n" + "Jörg,Müller".encode() + b"\x00 GmbH\n" + b"Bo,Acme\n" * 20, "Jörg"),
        (b"Name,Company\nAnn,Acme Foods\x00", "Ann"),
    ],
)
def test_a_stray_zero_makes_no_text_of_two_bytes_a_letter(tmp_path: Path, text: bytes, name: str) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(text)
    sheet = read_contacts(path)
    assert (sheet.encoding, sheet.contacts[0].name) == ("utf-8", name)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    ["Name\n山田太郎\n佐藤花子\n", "Name,Phone\nAnn,0161\n", "Name;会社\n山田;株式会社日本電機製作所横浜支店営業部\n"],
)
def test_two_bytes_a_letter_without_a_mark(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(text.encode(encoding))
    assert read_contacts(path).encoding == encoding

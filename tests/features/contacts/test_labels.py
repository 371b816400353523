"""Numbers and addresses with labels: which is first, which is not dialled, and what a person called them."""

from pathlib import Path

import pytest

from fuyu.features.contacts.reading.contact import Contact
from fuyu.features.contacts.reading.contacts import read_contacts


def card(tmp_path: Path, *lines: str) -> Contact:
    """Return the person on a card with these lines."""
    path = tmp_path / "ann.vcf"
    path.write_text("\r\n".join(["BEGIN:VCARD", "VERSION:3.0", "FN:Ann Lee", *lines, "END:VCARD", ""]))
    return read_contacts(path).contacts[0]


@pytest.mark.parametrize(
    ("lines", "phones", "note"),
    [
        (
            (
                "TEL;TYPE=FAX,WORK:1001001",
                "TEL;TYPE=PAGER:1001002",
                "item1.TEL;type=pref:1001003",
                "item1.X-ABLabel:Joan",
            ),
            ("1001003",),
            "Fax: 1001001\nPager: 1001002\nJoan: 1001003",
        ),
        (("TEL;WORK;FAX:1001001", "TEL;CELL:1001002"), ("1001002",), "Fax: 1001001"),
        (("TEL;PREF=50:1001001", "TEL;PREF=2:1001002", "TEL:1001003"), ("1001002", "1001001", "1001003"), ""),
        (('TEL;TYPE="voice,fax":1001001', "TEL;TYPE=HOME:1001002"), ("1001001", "1001002"), ""),
        (("item1.TEL:1001001", "item1.X-ABLabel:_$!<WorkFAX>!$_"), (), "WorkFAX: 1001001"),
        (("item1.TEL:1001001", "item1.X-ABLabel:_$!<Mobile>!$_"), ("1001001",), ""),
        (("TEL;TYPE=X-Reception:1001001",), ("1001001",), "Reception: 1001001"),
        (("TEL;VALUE=uri:tel:+44-20-7946-0000;ext=12",), ("+44-20-7946-0000;ext=12",), ""),
        (("TEL:0170 1234567 / 030 123456",), ("0170 1234567", "030 123456"), ""),
    ],
)
def test_the_numbers_of_a_card(tmp_path: Path, lines: tuple[str, ...], phones: tuple[str, ...], note: str) -> None:
    ann = card(tmp_path, *lines)
    assert (ann.phones, sorted(ann.note.split("\n"))) == (phones, sorted(note.split("\n")))


def test_the_address_one_prefers_is_first(tmp_path: Path) -> None:
    ann = card(tmp_path, "EMAIL:old@x.example", "EMAIL;TYPE=INTERNET,PREF:new@x.example")
    assert ann.emails == ("new@x.example", "old@x.example")
    ann = card(tmp_path, "EMAIL:a@x.example", "item1.EMAIL;PREF=1:b@x.example", "item1.X-ABLabel:her assistant")
    assert (ann.emails, ann.note) == (("b@x.example", "a@x.example"), "her assistant: b@x.example")


@pytest.mark.parametrize(
    ("label", "phones", "note"),
    [
        ("Mobile", ("0161 496 0001", "0161 496 0002"), ""),
        ("Work Fax", ("0161 496 0001",), "Work Fax: 0161 496 0002"),
        ("Pager", ("0161 496 0001",), "Pager: 0161 496 0002"),
        ("* Work", ("0161 496 0002", "0161 496 0001"), ""),
        ("Assistant Joan", ("0161 496 0001", "0161 496 0002"), "Assistant Joan: 0161 496 0002"),
        ("", ("0161 496 0001", "0161 496 0002"), ""),
    ],
)
@pytest.mark.parametrize("kind", ["Label", "Type"])
def test_the_numbers_of_a_sheet(tmp_path: Path, kind: str, label: str, phones: tuple[str, ...], note: str) -> None:
    path = tmp_path / "contacts.csv"
    titles = f"Name,Phone 1 - {kind},Phone 1 - Value,Phone 2 - {kind},Phone 2 - Value"
    path.write_text(f"{titles}\nAnn Lee,Home,0161 496 0001,{label},0161 496 0002\n")
    sheet = read_contacts(path)
    assert (sheet.contacts[0].phones, sheet.contacts[0].note, sheet.ignored) == (phones, note, ())

"""Every export there is a sample of: everyone in it is read, and nobody else."""

from pathlib import Path
from typing import Any

import pytest

from fuyu.features.contacts.reading.contact import LeftOut
from fuyu.features.contacts.reading.contacts import read_contacts
from fuyu.features.contacts.reading.record import NOBODY
from tests.features.contacts.exports import EXPORTS
from tests.features.contacts.test_contacts import said

DATA = Path(__file__).parent / "data"
LEFT_OUT = {"pipedrive_activities.csv": (LeftOut(7, NOBODY),)}


@pytest.mark.parametrize("file", EXPORTS)
def test_everyone_in_it_is_read(file: str) -> None:
    source, encoding, people = EXPORTS[file]
    sheet = read_contacts(DATA / file)
    assert {contact.line: said(contact) for contact in sheet.contacts} == people
    assert {contact.source for contact in sheet.contacts} == {sheet.source} == {source}
    assert sheet.encoding == encoding
    assert sheet.left_out == LEFT_OUT.get(file, ())


@pytest.mark.parametrize(
    ("file", "ignored"),
    [
        ("thunderbird.csv", ()),
        ("outlook_desktop_german.csv", ("E-Mail-Typ", "E-Mail: Angezeigter Name")),
        ("rekenblad.csv", ()),
        ("meibo.csv", ()),
        ("apple_contacts.vcf", ()),
        ("android.vcf", ("X-ANDROID-CUSTOM",)),
        ("proton.vcf", ("X-PM-ENCRYPT",)),
    ],
)
def test_what_means_nothing_here_is_named(file: str, ignored: tuple[str, ...]) -> None:
    assert read_contacts(DATA / file).ignored == ignored


def test_of_several_next_steps_with_a_person_the_soonest_comes_first() -> None:
    contacts = read_contacts(DATA / "pipedrive_activities.csv").contacts
    days: list[Any] = [contact.step.day.day for contact in contacts if contact.step]
    assert days == [2, 9]


@pytest.mark.parametrize("file", ["google_contacts.vcf", "pipedrive_leads.csv"])
def test_a_file_is_known_by_what_is_in_it(tmp_path: Path, file: str) -> None:
    misnamed = tmp_path / ("people.csv" if file.endswith("vcf") else "people.vcf")
    misnamed.write_bytes((DATA / file).read_bytes())
    assert read_contacts(misnamed).contacts == read_contacts(DATA / file).contacts

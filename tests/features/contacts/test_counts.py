"""How much of each sample comes in: nothing that came in once is lost by reading something else better."""

from pathlib import Path

import pytest

from fuyu.features.contacts.reading.contacts import read_contacts

DATA = Path(__file__).parent / "data"
COUNTS = {
    # file: people, left out, numbers, addresses, notes, people not to contact
    "android.vcf": (2, 0, 3, 1, 1, 0),
    "apple_contacts.vcf": (1, 0, 2, 1, 1, 0),
    "foglio_italiano.csv": (1, 0, 1, 1, 1, 0),
    "google_contacts.vcf": (2, 0, 1, 2, 1, 0),
    "google_contacts_current.csv": (3, 0, 3, 3, 2, 0),
    "google_contacts_legacy.csv": (1, 0, 1, 1, 0, 0),
    "hoja_espanola.csv": (2, 0, 2, 1, 0, 1),
    "hostile.csv": (3, 0, 1, 1, 1, 0),
    "hubspot_contacts.csv": (2, 0, 1, 2, 0, 0),
    "icloud.vcf": (2, 0, 2, 0, 1, 0),
    "linkedin_connections.csv": (2, 1, 0, 1, 0, 0),
    "linkedin_connections_header_first.csv": (1, 0, 0, 0, 0, 0),
    "mailchimp_audience.csv": (1, 0, 0, 1, 0, 0),
    "meibo.csv": (1, 0, 1, 1, 1, 0),
    "mingdan.csv": (1, 0, 1, 1, 1, 0),
    "monica.vcf": (1, 0, 1, 1, 1, 0),
    "outlook.vcf": (1, 0, 1, 1, 1, 0),
    "outlook_com.csv": (1, 0, 1, 1, 1, 0),
    "outlook_desktop_german.csv": (2, 0, 3, 1, 1, 0),
    "pipedrive_activities.csv": (5, 1, 0, 0, 3, 0),
    "pipedrive_leads.csv": (2, 0, 1, 1, 2, 0),
    "pipedrive_people.csv": (1, 0, 1, 2, 0, 0),
    "planilha_portuguesa.csv": (1, 0, 1, 1, 1, 0),
    "proton.vcf": (1, 0, 1, 1, 1, 0),
    "rekenblad.csv": (1, 0, 1, 1, 1, 0),
    "salesforce_contacts_report.csv": (1, 0, 2, 1, 1, 0),
    "salesforce_leads_api.csv": (1, 0, 1, 1, 0, 0),
    "tableur_francais.csv": (1, 0, 1, 1, 1, 0),
    "thunderbird.csv": (1, 0, 2, 2, 1, 0),
    "zoho_leads.csv": (2, 0, 1, 2, 1, 1),
}


@pytest.mark.parametrize("file", COUNTS)
def test_as_much_comes_in_as_before(file: str) -> None:
    sheet = read_contacts(DATA / file)
    people = sheet.contacts
    found = (
        len(people),
        len(sheet.left_out),
        sum(len(one.phones) for one in people),
        sum(len(one.emails) for one in people),
        sum(bool(one.note) for one in people),
        sum(one.do_not_contact for one in people),
    )
    assert found == COUNTS[file]

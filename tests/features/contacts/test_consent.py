"""Who wants to be left alone: titles, values and languages, and what nobody can know."""

from pathlib import Path

import pytest

from fuyu.features.contacts.reading.consent import Consent, Wish, leaves_alone, of_title, wish
from fuyu.features.contacts.reading.contact import ContactSheet, Unclear
from fuyu.features.contacts.reading.contacts import read_contacts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


def read(path: Path, title: str, cell: str, said: dict[str, str] | None = None) -> ContactSheet:
    """Return what a sheet says with one more column."""
    path.write_text(f'Name,Phone,"{title}"\nAnn Lee,0170 1234567,"{cell}"\n', "utf-8")
    return read_contacts(path, said or {})


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        *(("Opted out", "Yes"), ("Do Not Phone", "Yes")),
        *(("Subscribed", "No"), ("Email Permission Status", "Unsubscribed"), ("DNC", "Y"), ("Blacklisted", "Yes")),
        *(("is_opt_out", "1"), ("Kein Kontakt", "ja"), ("Ne pas démarcher", "oui"), ("No llamar por teléfono", "sí")),
        *(("Não contactar", "sim"), ("Non chiamare più", "vero"), ("Niet meer bellen", "waar"), ("電話禁止", "はい")),
        *(
            ("已退订", "是"),
            ("수신거부 여부", "예"),
            ("Nie dzwonić", "tak"),
            ("Не звонить", "да"),
            ("Ring inte", ""),
        ),
        *(("donotcall", "✓"), ("Do not contact by e-mail", "do not contact")),
        *(("Unsubscribed at", "2024-01-03 10:00"), ("Do Not Contact By", "email, phone"), ("Opt-Out", "all")),
        *(("Accepts Marketing", "no"), ("Einwilligung", "nein"), ("Consentement", "non"), ("Toestemming", "nee")),
        *(("Consenso", "falso"), ("Consent", "revoked"), ("GDPR consent", "withdrawn"), ("订阅", "否")),
        *(
            ("Status", "Do not contact"),
            ("Lead Status", "DNC"),
            ("Tags", "vip, unsubscribed"),
            ("Notes", "Do not call!"),
        ),
    ],
)
def test_a_wish_to_be_left_alone(path: Path, title: str, cell: str) -> None:
    sheet = read(path, title, cell)
    assert sheet.contacts[0].do_not_contact == bool(cell)
    assert sheet.unclear == ()


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        *(
            ("Do Not Email", "No"),
            ("Opt out", "0"),
            ("DNC", "-"),
            ("Kein Kontakt", "nein"),
            ("Unsubscribed", "subscribed"),
        ),
        *(("Subscribed", "yes"), ("Opt-in date", "2024-05-01"), ("Consent", "granted"), ("Newsletter", "yes")),
        *(("Do not allow Emails", "Allow"), ("Email Permission Status", "Implicit"), ("Permission Status", "Active")),
        *(("Status", "Open - Not Contacted"), ("Call Result", "No contact"), ("Lead Status", "Blocked")),
        *(("Notes", "Do not call before 9"), ("Notes", "no phone"), ("Contact No", "0161 496 0001")),
        *(("Mailing Address Line 2", "Flat 3"), ("OPTIN_IP", "10.0.0.1"), ("Opt-out reason", "too many")),
        *(("No. de contacto", "12"), ("Marketing agency", "none"), ("Newsletter source", "fair")),
    ],
)
def test_no_such_wish(path: Path, title: str, cell: str) -> None:
    sheet = read(path, title, cell)
    assert (sheet.contacts[0].do_not_contact, sheet.unclear) == (False, ())


@pytest.mark.parametrize(
    ("title", "cell"),
    [("Do Not Call", "later"), ("Consent", "pending"), ("Newsletter", "no"), ("Opted out", "3"), ("Werbung", "nein")],
)
def test_what_nobody_can_know_is_asked(path: Path, title: str, cell: str) -> None:
    sheet = read(path, title, cell)
    assert (sheet.contacts[0].do_not_contact, sheet.unclear) == (False, (Unclear(title, 2, cell, 1),))
    said = read(path, title, cell, {title: "opt_out:yes"})
    assert (said.contacts[0].do_not_contact, said.unclear, said.contacts[0].note) == (True, (), f"{title}: {cell}")
    said = read(path, title, cell, {title: "opt_out:no"})
    assert (said.contacts[0].do_not_contact, said.unclear, said.contacts[0].note) == (False, (), f"{title}: {cell}")
    said = read(path, title, cell, {title: "ignore"})
    assert (said.contacts[0].do_not_contact, said.unclear, said.contacts[0].note) == (False, (), "")
    assert said.ignored == (title,)


def test_what_is_clear_stays_clear_whatever_is_said_of_the_rest(path: Path) -> None:
    path.write_text("Name,Phone,Newsletter\nAnn,0170 1234567,unsubscribed\nBo,0170 1234568,no\nCy,0170 1234569,yes\n")
    for answer, silent in (("opt_out:yes", [True, True, False]), ("opt_out:no", [True, False, False])):
        sheet = read_contacts(path, {"newsletter": answer})
        assert [contact.do_not_contact for contact in sheet.contacts] == silent


def test_any_column_can_be_said_to_be_of_opt_outs(path: Path) -> None:
    assert read(path, "Sperre", "x", {"Sperre": "opt_out:yes"}).contacts[0].do_not_contact
    assert not read(path, "Ring me", "yes", {"Ring me": "may_contact"}).contacts[0].do_not_contact
    assert read(path, "Ring me", "no", {"Ring me": "may_contact"}).contacts[0].do_not_contact


def test_a_column_that_is_not_to_be_read_says_nothing(path: Path) -> None:
    assert not read(path, "Status", "do not contact", {"Status": "ignore"}).contacts[0].do_not_contact


BOTH = "Name,Phone,Email,{}\nAnn Lee,0170 1234567,ann@x.example,{}\n"


@pytest.mark.parametrize(
    ("title", "cell", "unwanted"),
    [
        *(("Do Not Email", "1", "email"), ("Do Not Phone", "yes", "call"), ("HasOptedOutOfEmail", "true", "email")),
        ("Opted out of email: Marketing Information", "Yes", "email"),
        ("Unsubscribed from all email", "true", "email"),
        *(("Accepts Email Marketing", "no", "email"), ("Allow SMS", "no", "text"), ("DoNotBulkEMail", "1", "email")),
        *(("Do not allow Bulk Emails", "Do Not Allow", "email"), ("Do not allow Mails", "yes", "email letter")),
        *(("Do Not Postal Mail", "x", "letter"), ("Keine Anrufe", "ja", "call"), ("Keine E-Mails", "ja", "email")),
        *(("No llamar", "sí", "call"), ("Ne pas appeler", "oui", "call"), ("Niet bellen", "ja", "call")),
        *(("已退订邮件", "是", "email"), ("電話不可", "はい", "call"), ("Nie dzwonić", "tak", "call")),
        *(("Notes", "Do not call!", "call"), ("Tags", "no e-mail today;vip", ""), ("Status", "do not email", "email")),
        *(("Do Not Contact By", "sms", "text"), ("Opt-out", "e-mail", "email"), ("Fax opt out", "1", "")),
        *(("Do not call or text", "yes", "call text"), ("Do not call", "no", ""), ("Do not text", "1", "text")),
        ("Email opt out", "2024-03-01", "email"),
    ],
)
def test_a_wish_about_one_way_silences_that_way_only(path: Path, title: str, cell: str, unwanted: str) -> None:
    path.write_text(BOTH.format(title, cell), "utf-8")
    contact = read_contacts(path).contacts[0]
    assert (contact.do_not_contact, " ".join(contact.unwanted)) == (False, unwanted)


@pytest.mark.parametrize(
    ("titles", "cells"),
    [
        ("Phone,Do not call", "0170 1234567,yes"),
        ("Email,Do not email", "ann@x.example,yes"),
        ("Phone,Email,Do not call,Do not email", "0170 1234567,ann@x.example,yes,yes"),
        ("Phone,Email,Do not contact by", '0170 1234567,ann@x.example,"phone, email"'),
        ("Phone,Email,Do not email,DNC", "0170 1234567,ann@x.example,yes,yes"),
    ],
)
def test_who_wants_none_of_the_ways_that_lead_to_them_is_left_alone(path: Path, titles: str, cells: str) -> None:
    path.write_text(f"Name,{titles}\nAnn Lee,{cells}\n", "utf-8")
    assert read_contacts(path).contacts[0].do_not_contact


def test_who_is_not_reached_yet_is_still_reached_by_other_ways(path: Path) -> None:
    path.write_text("Name,Company,Do not call\nAnn Lee,Acme,yes\n", "utf-8")
    contact = read_contacts(path).contacts[0]
    assert (contact.do_not_contact, contact.unwanted) == (False, ("call",))


ALL = "all"
NO_MEANING = "nothing"
TITLES_OF_A_WISH = (
    *(("Phone Number is Opted Out", "call"), ("Mobile Phone Opt Out", "call"), ("Text Opt Out", "text")),
    *(
        ("EMAIL_OPTED_OUT", "email"),
        ("donotphone", "call"),
        ("x_donotphone", "call"),
        ("donotbulkemail", "email"),
        ("UNSUB_TIME", ALL),
    ),
    *(("Phone Blacklisted", "call"), ("emailBlacklisted", "email"), ("SMS_BLACKLISTED", "text"), ("Opposition", ALL)),
    *(("Do Not Disturb", ALL), ("Not to be called", "call"), ("Does not want to be contacted", ALL)),
    *(("Calls not allowed", "call"), ("No longer to be emailed", "email"), ("Please do not call", "call")),
    *(("Nicht angerufen werden", "call"), ("Möchte keine Anrufe", "call"), ("Anrufe nicht erlaubt", "call")),
    *(("Kein Kontakt gewünscht", ALL), ("E-Mails unerwünscht", "email"), ("Telefon untersagt", "call")),
    *(("Widerspruch", ALL), ("Ne pas envoyer d'e-mail", "email"), ("Ne souhaite pas être contacté", ALL)),
    *(("Ne veut plus être appelée", "call"), ("Téléphone non autorisé", "call"), ("RGPD opposition", ALL)),
    *(("Opposition au démarchage", ALL), ("Ne plus solliciter", ALL), ("No enviar correos electrónicos", "email")),
    *(("No desea recibir llamadas", "call"), ("Llamadas no permitidas", "call"), ("No molestar", ALL)),
    *(("Não enviar e-mail", "email"), ("Não deseja ser contatado", ALL), ("Ligações não autorizadas", "call")),
    *(("Non inviare e-mail", "email"), ("Non vuole essere contattato", ALL), ("Chiamate non consentite", "call")),
    *(("Wil niet gebeld worden", "call"), ("Geen e-mails", "email"), ("Bellen niet toegestaan", "call")),
    *(("Nie wysyłać e-maili", "email"), ("Nie chce, żeby dzwonić", "call"), ("Telefon zabroniony", "call")),
    *(("Не отправлять письма", "email letter"), ("Звонки запрещены", "call"), ("Больше не звонить", "call")),
    *(("Vill inte bli kontaktad", ALL), ("Inga samtal", "call"), ("Skicka inte e-post", "email")),
    *(("Aramayın", "call"), ("Nevolat", "call"), ("連絡NG", ALL), ("電話しないで", "call"), ("メール不要", "email")),
    *(("请勿致电", "call"), ("不接受邮件", "email"), ("전화거부", "call"), ("이메일수신거부", "email")),
)
TITLES_OF_AGREEING = (
    *(("Can be emailed?", "email"), ("May be called", "call"), ("OK to text", "text"), ("Phone allowed", "call")),
    *(("Permission to email", "email"), ("Text opt-in", "text"), ("Calls are welcome", "call"), ("Emails OK", "email")),
    *(("Telefon erlaubt", "call"), ("Darf angerufen werden", "call"), ("Anrufen erlaubt", "call")),
    *(("Anruf erwünscht", "call"), ("E-Mail gestattet", "email"), ("Darf per E-Mail kontaktiert werden", "email")),
    *(("Peut être appelé", "call"), ("E-mail autorisé", "email"), ("Accepte d'être contacté", ALL)),
    *(("Se puede llamar", "call"), ("Llamadas permitidas", "call"), ("Acepta recibir correos electrónicos", "email")),
    *(("Pode ligar", "call"), ("E-mail permitido", "email"), ("Può essere chiamato", "call")),
    *(("Telefonate consentite", "call"), ("Mag gemaild worden", "email"), ("Bellen toegestaan", "call")),
    *(("Można dzwonić", "call"), ("Zgoda na telefon", "call"), ("Можно звонить", "call")),
    *(("Звонки разрешены", "call"), ("Får ringas", "call"), ("SMS tillåtet", "text"), ("Aranabilir", "call")),
    *(("電話可", "call"), ("メール可", "email"), ("可致电", "call"), ("允许联系", ALL), ("전화 가능", "call")),
)
NOTES_OF_A_WISH = (
    *(("Do not call.", "call"), ("Please never call again", "call"), ("He asked us to never call again!", "call")),
    *(
        ("No more calls please", "call"),
        ("Asked not to be contacted.", ALL),
        ("Please remove from mailing list", "email letter"),
    ),
    *(("Met at the fair.\nDo not call.", "call"), ("Big fleet. Please do not email any more!", "email")),
    *(("Does not want to be called.", "call"), ("Stop emailing me", "email"), ("Unsubscribed from emails", "email")),
    *(
        ("Bitte nicht mehr anrufen", "call"),
        ("Kunde möchte keine Anrufe mehr.", "call"),
        ("Nie wieder kontaktieren", ALL),
    ),
    *(
        ("Merci de ne plus appeler", "call"),
        ("Ne souhaite plus être contacté.", ALL),
        ("Por favor no llamar más", "call"),
    ),
    *(
        ("Não ligar mais, por favor", "call"),
        ("Per favore non chiamare più", "call"),
        ("Niet meer bellen a.u.b.", "call"),
    ),
    *(
        ("Proszę nie dzwonić", "call"),
        ("Просил больше не звонить", "call"),
        ("请勿致电。", "call"),
        ("電話不可です", "call"),
    ),
)
NOTES_OF_NOTHING = (
    *("Do not call before 10.", "Do not call on Mondays", "If she is away, do not call", "No email", "No phone yet"),
    *("Never called back", "Stopped by the booth", "He will call again", "Called, no answer", "Does not call back"),
    *("Nicht angerufen", "Nicht erreicht", "Wants a call", "no contact", "Please call again", "Said to call again"),
    *(
        "Never called",
        "Never emailed",
        "He never calls",
        "Jamais appelé",
        "No contactado",
        "Non contattato",
        "Niet gebeld",
    ),
    *("Nie kontaktiert", "Nicht kontaktiert", "No longer the contact", "No longer contact for client", "Нет звонков"),
    *("Pas encore appelé", "No contesta", "Mai risposto", "Call not answered. Email not sent.", "No more budget"),
)


def wished(path: Path, title: str, cell: str) -> str:
    """Return what a cell says of somebody with a number and an address: the ways they do not want, all, or nothing."""
    path.write_text(f'Name,Phone,Email,"{title}"\nAnn Lee,0170 1234567,ann@x.example,"{cell}"\n', "utf-8")
    contact = read_contacts(path).contacts[0]
    return ALL if contact.do_not_contact else " ".join(contact.unwanted) or NO_MEANING


@pytest.mark.parametrize(("title", "wish"), TITLES_OF_A_WISH)
def test_a_yes_below_a_title_that_says_no(path: Path, title: str, wish: str) -> None:
    assert (wished(path, title, "yes"), wished(path, title, "no")) == (wish, NO_MEANING)


@pytest.mark.parametrize(("title", "wish"), TITLES_OF_AGREEING)
def test_a_no_below_a_title_that_says_yes(path: Path, title: str, wish: str) -> None:
    assert (wished(path, title, "no"), wished(path, title, "yes")) == (wish, NO_MEANING)


@pytest.mark.parametrize(("note", "wish"), NOTES_OF_A_WISH)
def test_a_wish_is_one_sentence_of_a_note(path: Path, note: str, wish: str) -> None:
    assert wished(path, "Notes", note) == wish


@pytest.mark.parametrize("note", NOTES_OF_NOTHING)
def test_a_note_that_only_speaks_of_calls_is_no_wish(path: Path, note: str) -> None:
    assert wished(path, "Notes", note) == NO_MEANING


@pytest.mark.parametrize(
    "title",
    [
        *("Call Result", "Last Called", "Phone Call Notes", "Mailing State", "Text", "Call Date", "Contact Type"),
        *(
            "Number of Opt-Outs",
            "Unsubscribe Reason",
            "Consent Text",
            "UNSUB_CAMPAIGN_TITLE",
            "Legal Basis",
            "E-Mail Typ",
        ),
        *(
            "Marketing contact status",
            "Dogs allowed",
            "Kan Ban",
            "Preferred Method of Contact",
            "Last Email Sent",
            "Objections",
        ),
        *("Post Code", "Ring Size", "Fax", "Can Do", "May 2024", "Next Call", "Email Bounced Reason", "Calls in May"),
    ],
)
def test_a_title_that_is_about_something_else(title: str) -> None:
    assert of_title(title) is None


def test_a_wish_about_a_fax_is_only_noted(path: Path) -> None:
    path.write_text(BOTH.format("Fax opt out", "1"), "utf-8")
    assert read_contacts(path).contacts[0].note == "Fax opt out: 1"


@pytest.mark.parametrize("text", ["", " ", "x" * 5000, "do not " * 900, "no\n" * 30, "\u0301", "=1+1"])
def test_any_text_is_a_title_and_a_cell(text: str) -> None:
    assert of_title(text) in {None, *Consent}
    assert all(wish(text, about) in set(Wish) for about in Consent)
    assert not leaves_alone(text)

"""Bringing contacts in: who is new, who is known, and that nothing they say is lost or doubled."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from fuyu.clock import StoppedClock
from fuyu.desk import Desk, TouchMade
from fuyu.domain.action import Action
from fuyu.domain.history import Note
from fuyu.domain.identity import Verdict
from fuyu.domain.lead import About, Lead, Outcome, Status, Temperature
from fuyu.domain.step import Channel, Plan
from fuyu.errors import SaveError
from fuyu.features.contacts.arrivals import Arrivals, KeptOut, Learnt, MaybeKnown
from fuyu.features.contacts.reading.contact import Contact, Happened
from fuyu.features.contacts.reading.contacts import read_contacts
from fuyu.features.contacts.service import bring_in, look
from fuyu.features.contacts.understood import SOMEBODY_NEW, Whom
from fuyu.storage.port import Applied
from tests.desk.conftest import (
    NOW,
    TODAY,
    TOMORROW,
    Office,
    a_lead_on,
    everything,
    lead_of,
    notes_of,
    step_of,
)
from tests.desk.test_desk import HOSTILE, Failing
from tests.examples import examples
from tests.features.contacts.made import a_contact
from tests.memory import MemoryStore

ALONE = Status.DO_NOT_CONTACT


def bring(desk: Desk, *contacts: Contact) -> Arrivals:
    """Bring contacts in, and return what that was said to do."""
    plan = look(desk, contacts)
    assert_it_adds_up(plan, len(contacts))
    action = bring_in(desk, contacts, f"brought in {len(plan.new)} leads")
    assert action.changes == plan.changes
    return plan


def assert_it_adds_up(plan: Arrivals, records: int) -> None:
    """Each record is of somebody new, updated, unchanged or repeated, or is kept out."""
    assert len(plan.new) + len(plan.merged) + plan.known + plan.repeated + len(plan.kept_out) == records


# New leads


def test_all_that_a_contact_says_is_kept(office: Office) -> None:
    desk = office.open()
    contact = a_contact(
        company="Acme",
        role="CTO",
        phones=("+44 20 7946 0958", "555 0100"),
        emails=("ana@acme.example",),
        links=("https://ana.example/",),
        place="Zagreb, Croatia",
        birthday="1980-05-12",
        tags=("vip",),
        temperature="hot",
        note="Met at the fair.\nLikes tea.",
        next="2026-04-01",
        source="google",
    )
    plan = bring(desk, contact)
    assert ([lead.name for lead in plan.new], plan.merged, plan.known, plan.refused) == (["Ana Ruiz"], (), 0, 0)
    desk = office.reopened(desk)
    assert lead_of(desk, 1) == Lead(
        id=1,
        name="Ana Ruiz",
        company="Acme",
        role="CTO",
        phones=("+44 20 7946 0958", "555 0100"),
        emails=("ana@acme.example",),
        links=("https://ana.example/",),
        place="Zagreb, Croatia",
        zone="Europe/London",
        about=(About("birthday", date(1980, 5, 12), yearly=True),),
        tags=("vip",),
        temperature=Temperature.HOT,
        plan=Plan(day=date(2026, 4, 1)),
        source="google",
        created=NOW,
    )
    assert notes_of(desk, 1) == ["Met at the fair.\nLikes tea."]


@pytest.mark.parametrize(
    ("words", "step", "note"),
    [
        ("", None, []),
        ("2026-04-01", Plan(day=date(2026, 4, 1)), []),
        ("tomorrow", Plan(day=TOMORROW), []),
        ("20 mar 3pm", Plan(day=date(2026, 3, 20), time=time(15), zone="Europe/London"), []),
        ("2026-03-17", None, ["next: 2026-03-17"]),  # is past
        ("2/11", None, ["next: 2/11"]),  # is one of two days
        ("when hell freezes over", None, ["next: when hell freezes over"]),
    ],
)
def test_a_next_date_is_a_step_or_stands_in_the_note(
    desk: Desk, words: str, step: Plan | None, note: list[str]
) -> None:
    bring(desk, a_contact(next=words))
    assert lead_of(desk, 1).next_step == step
    assert notes_of(desk, 1) == note
    assert [row.id for row in desk.agenda.today().unscheduled] == ([] if step else [1])


@pytest.mark.parametrize(
    ("birthday", "about"),
    [
        ("1980-05-12", About("birthday", date(1980, 5, 12), yearly=True)),
        ("--05-12", About("birthday", date(2026, 5, 12), yearly=True)),  # the next one: nobody told the year
        ("--03-17", About("birthday", date(2027, 3, 17), yearly=True)),
        ("--02-29", About("birthday", date(2028, 2, 29), yearly=True)),
        ("12 May", About("birthday 12 May")),
        ("1980-02-30", About("birthday 1980-02-30")),
    ],
)
def test_a_birthday_is_kept_as_a_day_or_as_it_was_written(desk: Desk, birthday: str, about: About) -> None:
    bring(desk, a_contact(birthday=birthday))
    assert lead_of(desk, 1).about == (about,)


def test_each_thousand_contacts_are_told_of(desk: Desk) -> None:
    told: list[int] = []
    look(desk, [a_contact(f"Lead {number}") for number in range(2_500)], told.append)
    assert told == [1_000, 2_000]


# Known leads


def test_what_was_blank_is_filled_and_nothing_is_overwritten(desk: Desk) -> None:
    lead_id = a_lead_on(
        desk,
        "Ana Ruiz",
        company="Acme",
        emails=("ana@acme.example",),
        phones=("+44 20 7946 0958",),
        about=(About("daughter's exam", date(2026, 6, 1)),),
        tags=("vip",),
        temperature=Temperature.COLD,
    )
    contact = a_contact(
        "ana ruiz",
        company="ACME",
        role="CTO",
        place="Zagreb",
        emails=("ANA@acme.example", "ana@home.example"),
        phones=("+442079460958", "555 0100"),
        links=("ana.example",),
        birthday="1980-05-12",
        tags=("VIP", "fair"),
        temperature="hot",
    )
    plan = bring(desk, contact)
    assert (plan.new, [lead.id for lead in plan.merged]) == ((), [lead_id])
    assert lead_of(desk, lead_id) == Lead(
        id=lead_id,
        name="Ana Ruiz",
        company="Acme",
        role="CTO",
        place="Zagreb",
        zone="Europe/London",
        emails=("ana@acme.example", "ana@home.example"),
        phones=("+44 20 7946 0958", "555 0100"),
        links=("ana.example",),
        about=(About("daughter's exam", date(2026, 6, 1)), About("birthday", date(1980, 5, 12), yearly=True)),
        tags=("vip", "fair"),
        temperature=Temperature.COLD,
        plan=Plan(day=TODAY),
        created=NOW,
    )
    assert notes_of(desk, lead_id) == []


def test_what_contradicts_is_noted(desk: Desk) -> None:
    """A new job: the lead stays as it is, and the note says what the file said."""
    lead_id = a_lead_on(
        desk, "Ana Ruiz", due=date(2026, 4, 1), company="Acme", role="CTO", place="Zagreb", emails=("a@x.example",)
    )
    contact = a_contact(
        "Ana Ruiz",
        company="Globex",
        role="CEO",
        place="Split",
        emails=("a@x.example",),
        note="Met at the fair.",
        next="2026-05-01",
    )
    bring(desk, contact)
    said = "Met at the fair.\ncompany: Globex\nrole: CEO\nplace: Split\nnext: 2026-05-01"
    assert notes_of(desk, lead_id) == [said]
    assert (lead_of(desk, lead_id).name, step_of(desk, lead_id).day) == ("Ana Ruiz", date(2026, 4, 1))
    assert bring(desk, contact).known == 1


def test_of_several_who_are_the_same_the_oldest_is_added_to(desk: Desk) -> None:
    by_mail = a_lead_on(desk, "Ana Ruiz", emails=("Ana@x.example",))
    by_phone = a_lead_on(desk, "Ruiz, Ana", phones=("+385 91 234 5678",))
    by_name = a_lead_on(desk, "Ana Ruíz", company="Acme")
    everything_known = a_contact(company="acme", phones=("091 234 5678",), emails=("ana@X.example",))

    def found(contact: Contact) -> list[int]:
        return [lead.id for lead in (*look(desk, [contact]).merged, *look(desk, [contact]).new)]

    assert found(everything_known) == [by_mail]
    assert found(a_contact(company="acme", phones=("091 234 5678",))) == [by_phone]
    assert found(a_contact(company="ACME", role="CTO")) == [by_name]
    assert found(a_contact(company="Globex")) == [4], "the name alone is not enough"


def test_an_extension_is_nobodys_own_number(desk: Desk) -> None:
    plan = bring(desk, a_contact("Ana", phones=("5678",)), a_contact("Bo", phones=("5678",)))
    assert [lead.name for lead in plan.new] == ["Ana", "Bo"]


def test_of_two_who_share_a_number_the_one_of_that_name_is_meant(desk: Desk) -> None:
    switchboard = ("+44 20 7946 0958",)
    a_lead_on(desk, "Ana", phones=switchboard)
    bo = a_lead_on(desk, "Bo", phones=switchboard)
    plan = bring(desk, a_contact("bo", phones=switchboard, role="CTO"))
    assert [lead.id for lead in plan.merged] == [bo]


def test_who_is_known_with_a_company_is_known_without_it(desk: Desk) -> None:
    full, by_mail = (
        a_contact("Bo", company="Acme", emails=("bo@acme.example",)),
        a_contact("Bo", emails=("bo@acme.example",)),
    )
    assert len(bring(desk, by_mail, full).new) == 1
    assert lead_of(desk, 1).company == "Acme"
    again = bring(desk, by_mail, full)
    assert (again.known, again.repeated, again.changes) == (1, 1, ())


def test_a_name_alone_is_maybe_somebody_known_and_comes_in_once(desk: Desk) -> None:
    full, name = a_contact("Bo", emails=("bo@acme.example",)), a_contact("Bo")
    (maybe,) = bring(desk, full, name).maybe
    assert (maybe.lead, maybe.other) == (2, 1)
    again = bring(desk, full, name)
    assert (again.known, again.changes, again.maybe) == (2, (), ())


def test_a_lead_known_only_by_its_address_gets_its_name(desk: Desk) -> None:
    bring(desk, a_contact("ana@x.example", emails=("ana@x.example",)))
    assert [lead.name for lead in bring(desk, a_contact("Ana Ruiz", emails=("ana@x.example",))).merged] == ["Ana Ruiz"]
    assert bring(desk, a_contact("ana@x.example", emails=("ana@x.example",))).known == 1
    assert (lead_of(desk, 1).name, notes_of(desk, 1)) == ("Ana Ruiz", [])


def test_an_unscheduled_lead_takes_the_date_the_file_gives(desk: Desk) -> None:
    bring(desk, a_contact(company="Acme"))
    bring(desk, a_contact(company="Acme", next="2026-04-01"))
    assert (step_of(desk, 1), notes_of(desk, 1)) == (Plan(day=date(2026, 4, 1)), [])


def test_two_rows_of_one_file_are_one_person(desk: Desk) -> None:
    plan = bring(
        desk,
        a_contact("Ana Ruiz", emails=("a@x.example",), note="first"),
        a_contact("Bo Li", phones=("555 0100 22",)),
        a_contact("Ana Ruiz", emails=("b@x.example", "A@x.example"), role="CTO", note="second", next="2026-04-01"),
        a_contact("Ruiz, Ana", emails=("b@x.example",), note="first"),
    )
    assert [lead.name for lead in plan.new] == ["Ana Ruiz", "Bo Li"]
    lead = lead_of(desk, 1)
    assert (lead.emails, lead.role, lead.next_step) == (
        ("a@x.example", "b@x.example"),
        "CTO",
        Plan(day=date(2026, 4, 1)),
    )
    assert set(notes_of(desk, 1)) == {"first", "second", "name: Ruiz, Ana"}


# Again and back


def test_a_file_brought_in_twice_says_nothing_new(office: Office) -> None:
    desk = office.open()
    contacts = [
        a_contact(emails=("a@x.example",), note="tea", next="2026-04-01", birthday="12 May", temperature="hot"),
        a_contact("Ana", emails=("a@x.example",), company="Acme", next="2/11"),
        a_contact("Bo", do_not_contact=True, next="2026-04-01", note="angry"),
    ]
    bring(desk, *contacts)
    desk = office.reopened(desk)
    before = everything(desk)
    office.clock.at = NOW + timedelta(days=1)
    again = look(desk, contacts)
    assert (again.changes, again.new, again.merged, again.known, again.refused) == ((), (), (), 3, 0)
    bring_in(desk, contacts, "again")
    assert everything(desk) == before


def test_a_note_that_was_corrected_does_not_come_back(desk: Desk) -> None:
    contact = a_contact(note="likes tee")
    bring(desk, contact)
    desk.commands.correct(desk.leads.card(1).history[0], "likes tea")
    assert bring(desk, contact).known == 1
    assert notes_of(desk, 1) == ["likes tea"]


def test_a_note_is_no_repetition_of_a_longer_one(desk: Desk) -> None:
    mail = ("a@x.example",)
    lead_id = a_lead_on(desk, "Ana Ruiz", emails=mail)
    desk.commands.keep_note(lead_id, "do not call\nlikes tea")
    bring(desk, a_contact(note="call", emails=mail))
    bring(desk, a_contact(note="likes tea", emails=mail))
    assert set(notes_of(desk, lead_id)) == {"call", "do not call\nlikes tea"}


def test_one_undo_takes_a_whole_file_back(office: Office) -> None:
    desk = office.open()
    lead_id = a_lead_on(desk, "Ana Ruiz", company="Acme")
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.TALKED, note="talked"))
    desk.drafts.keep(lead_id, "half")
    before = everything(desk)
    bring(
        desk,
        a_contact(company="Acme", role="CTO", note="tea"),
        *(a_contact(f"Lead {number}", note="x") for number in range(50)),
    )
    assert len(desk.leads) == 51
    desk = office.reopened(desk)
    undone = desk.undo.last()
    assert undone is not None
    assert undone.title == "brought in 50 leads"
    assert everything(desk) == before
    assert len(desk.leads) == 1


words = st.sampled_from(["", "CTO", "cto", "CEO"])
numbers = st.lists(st.sampled_from(["+385 91 234 5678", "091 2345678", "555-0100-2"]), max_size=2).map(tuple)
mails = st.lists(st.sampled_from(["a@x.example", "A@x.example", "b@x.example"]), max_size=2).map(tuple)
people = st.builds(
    lambda who, **fields: Contact(**(dict(zip(("name", "company"), who, strict=True)) | fields)),
    who=st.sampled_from(
        [("Ana", "Acme"), ("ana", "acme"), ("Ana Ruiz", "Globex"), ("A. Ruiz", ""), ("Ana Mori", "Acme"), ("Bo", "")]
    ),
    line=st.just(2),
    role=words,
    place=words,
    phones=numbers,
    emails=mails,
    tags=st.sampled_from([(), ("vip",), ("fair", "vip")]),
    birthday=st.sampled_from(["", "1980-05-12", "12 May"]),
    temperature=st.sampled_from(["", "hot", "cold"]),
    note=st.sampled_from(["", "tea", "tea\ncake", "cake"]),
    next=st.sampled_from(["", "2026-04-01", "2026-05-01", "2/11"]),
    do_not_contact=st.booleans(),
)
nameless = people.map(lambda contact: replace(contact, name=contact.emails[0] if contact.emails else contact.name))
contacts_of_a_file = st.lists(people | nameless, max_size=6)


@examples(80)
@given(contacts_of_a_file, contacts_of_a_file)
def test_nothing_a_contact_says_is_lost_or_doubled(first: list[Contact], second: list[Contact]) -> None:
    second = [replace(contact, line=line) for line, contact in enumerate(second, start=2)]
    desk = Desk(MemoryStore(), StoppedClock(NOW))
    bring(desk, *first)
    before = everything(desk)
    plan = bring(desk, *second)
    after = everything(desk)
    kept_out = {out.line for out in plan.kept_out}
    if not kept_out:  # whom a file keeps out may be told apart by what it says further down
        assert look(desk, [*first, *second]).changes == ()
    written = [
        repr((lead, [entry.note for entry in after[1].get(lead.id, [])])).casefold().replace(" ", "")
        for lead in after[0].values()
    ]
    for contact in (*first, *(one for one in second if one.line not in kept_out)):
        said = [contact.name, contact.company, contact.role, contact.place, *contact.phones, *contact.emails]
        said += [*contact.tags, repr(contact.note)[1:-1]]
        texts = {text.casefold().replace(" ", "") for text in said}
        assert any(all(text in lead for text in texts) for lead in written), contact
    assert all(lead.next_step is None for lead in after[0].values() if lead.status is ALONE)
    desk.undo.last()
    assert everything(desk) == before


# A wish to be left alone, from the column it stands in to the lead it ends the follow-up with


def from_file(desk: Desk, folder: Path, rows: str) -> Arrivals:
    """Bring in a file with an opt-out column."""
    path = folder / "people.csv"
    path.write_text(f"Name,Email,Next,Unsubscribed\n{rows}", "utf-8")
    return bring(desk, *read_contacts(path).contacts)


def notes(plan: Arrivals) -> list[str]:
    return [change.after.note for change in plan.changes if isinstance(change.after, Note)]


def test_a_new_lead_is_left_alone_and_the_date_is_only_noted(desk: Desk, tmp_path: Path) -> None:
    plan = from_file(desk, tmp_path, "Ana,a@x.example,2026-04-01,yes\nBo,b@x.example,2026-04-01,no\n")
    assert [(lead.status, lead.next_step) for lead in plan.new] == [
        (ALONE, None),
        (Status.OPEN, Plan(day=date(2026, 4, 1))),
    ]
    assert notes(plan) == ["next: 2026-04-01"]
    assert plan.refused == 1


def test_it_wins_over_what_was_agreed_and_over_any_end(desk: Desk, tmp_path: Path) -> None:
    a_lead_on(desk, "Ana", emails=("a@x.example",))
    won = a_lead_on(desk, "Bo", emails=("b@x.example",))
    desk.commands.log(won, TouchMade(outcome=Outcome.WON))
    plan = from_file(desk, tmp_path, "Ana,a@x.example,,yes\nBo,b@x.example,,yes\n")
    assert [(lead.id, lead.status, lead.next_step) for lead in plan.merged] == [(1, ALONE, None), (2, ALONE, None)]
    assert plan.refused == 2
    assert desk.agenda.today().today == ()


def test_a_second_row_neither_lifts_it_nor_comes_too_late(tmp_path: Path) -> None:
    rows = ["Ana,a@x.example,,yes\n", "Ana,a@x.example,2026-04-01,no\n"]
    for text in ("".join(rows), "".join(reversed(rows))):
        plan = from_file(Desk(MemoryStore(), StoppedClock(NOW)), tmp_path, text)
        assert [(lead.status, lead.next_step) for lead in plan.new] == [(ALONE, None)]
        assert plan.refused == 1


def test_a_wish_that_was_known_says_nothing_new(desk: Desk, tmp_path: Path) -> None:
    lead_id = a_lead_on(desk, "Ana", emails=("a@x.example",))
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.DO_NOT_CONTACT))
    plan = from_file(desk, tmp_path, "Ana,a@x.example,,yes\nAna,a@x.example,,no\n")
    assert (plan.changes, plan.known, plan.refused) == ((), 1, 0)
    assert plan.kept_out == (KeptOut(3, lead_id, Verdict.SURE),), "another row without the wish brings nobody back"


def test_a_file_never_wakes_whom_it_should_not(desk: Desk, tmp_path: Path) -> None:
    """A date in a later export does not put a lead who asked to be left alone back on the list."""
    lead_id = a_lead_on(desk, "Ana", emails=("a@x.example",))
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.DO_NOT_CONTACT))
    plan = from_file(desk, tmp_path, "Ana,a@x.example,2026-04-01,no\nBo,a@x.example,,no\nAna,,,no\n")
    assert [lead.name for lead in plan.new] == ["Bo"], "who only shares a mailbox is somebody else"
    assert plan.kept_out == (KeptOut(2, lead_id, Verdict.SURE), KeptOut(4, lead_id, Verdict.MAYBE))
    assert (lead_of(desk, lead_id).status, lead_of(desk, lead_id).next_step) == (ALONE, None)
    assert notes_of(desk, lead_id) == [""]


# One number, several people


SWITCHBOARD = ("+44 20 7946 0958",)


@pytest.mark.parametrize(
    ("known", "comes_in", "verdict"),
    [
        ("Ana Ruiz", "Bo Diaz", Verdict.NO),
        ("Ana Ruiz", "B. Ruiz", Verdict.NO),
        ("Ana Ruiz", "Ana Mori", Verdict.MAYBE),
        ("Ana Ruiz", "A. Ruiz", Verdict.MAYBE),
        ("Katherine O'Neil", "Katharine ONeil", Verdict.MAYBE),
        ("Ana Ruíz", "ana ruiz", Verdict.SURE),
        ("Ana Ruiz", "Ruiz, Ana", Verdict.SURE),
    ],
)
def test_who_shares_a_number_is_added_to_is_new_and_named_or_is_new(
    desk: Desk, known: str, comes_in: str, verdict: Verdict
) -> None:
    a_lead_on(desk, known, phones=SWITCHBOARD, company="Acme")
    plan = bring(desk, a_contact(comes_in, phones=SWITCHBOARD, company="Globex", role="CTO"))
    assert (len(plan.new), len(plan.merged)) == ((0, 1) if verdict is Verdict.SURE else (1, 0))
    assert plan.maybe == ((MaybeKnown(2, 2, 1),) if verdict is Verdict.MAYBE else ())


def test_colleagues_behind_one_switchboard_stay_two_people_however_often_the_file_comes(desk: Desk) -> None:
    colleagues = [a_contact(name, phones=SWITCHBOARD, company="Acme") for name in ("Ana Ruiz", "Bo Diaz")]
    assert [lead.name for lead in bring(desk, *colleagues).new] == ["Ana Ruiz", "Bo Diaz"]
    assert bring(desk, *colleagues).known == 2


def test_three_who_share_a_mailbox_are_three_leads(desk: Desk) -> None:
    mailbox = ("info@acme.example",)
    plan = bring(desk, *(a_contact(name, emails=mailbox) for name in ("Ann Lee", "Bo Diaz", "Cy Okafor")))
    assert ([lead.name for lead in plan.new], plan.maybe) == (["Ann Lee", "Bo Diaz", "Cy Okafor"], ())


def test_namesakes_without_a_company_are_two_leads_and_named(desk: Desk) -> None:
    said = [("+34 600 000 001", "1980-01-01"), ("+34 600 000 002", "1991-05-05")]
    plan = bring(desk, *(a_contact("Maria Garcia", phones=(number,), birthday=born) for number, born in said))
    assert (len(plan.new), plan.maybe) == (2, (MaybeKnown(2, 2, 1),))


def in_lines(*contacts: Contact) -> list[Contact]:
    """Return contacts, each with a line of its own in the file."""
    return [replace(contact, line=line) for line, contact in enumerate(contacts, start=2)]


def test_what_a_person_says_of_who_is_maybe_known_is_done_and_asked_no_more(desk: Desk) -> None:
    known = a_lead_on(desk, "Ann Lee", company="Acme")
    contacts = in_lines(
        a_contact("Ann Lee", emails=("a@x.example",)),
        a_contact("Ann Lee", phones=SWITCHBOARD),
        a_contact("Ann Lee", company="Globex"),
    )
    asked = look(desk, contacts)
    assert [(like.line, like.other) for like in asked.maybe] == [(2, known), (3, known), (4, known)]
    assert [asked.whom(lead) for lead in asked.maybe[2].others] == [Whom(lead=known), Whom(line=2), Whom(line=3)]
    plan = look(desk, contacts, said={2: SOMEBODY_NEW, 3: Whom(lead=known), 4: Whom(line=2)})
    assert_it_adds_up(plan, 3)
    assert (plan.maybe, plan.repeated) == ((), 1)
    (new,) = plan.new
    assert (new.emails, new.company) == (("a@x.example",), "Globex")
    assert [(lead.id, lead.phones) for lead in plan.merged] == [(known, SWITCHBOARD)]


def test_an_earlier_record_that_is_a_known_lead_stands_for_that_lead(desk: Desk) -> None:
    known = a_lead_on(desk, "Ann Lee", company="Acme")
    contacts = in_lines(a_contact("Ann Lee", role="CTO"), a_contact("Ann Lee", phones=SWITCHBOARD))
    plan = look(desk, contacts, said={2: Whom(lead=known), 3: Whom(line=2)})
    assert (plan.new, [lead.id for lead in plan.merged]) == ((), [known])
    assert (plan.merged[0].role, plan.merged[0].phones) == ("CTO", SWITCHBOARD)


def test_whoever_was_named_and_is_gone_meanwhile_is_asked_about_anew(desk: Desk) -> None:
    first, second = (a_lead_on(desk, "Ann Lee", company=company) for company in ("Acme", "Globex"))
    desk.commands.delete(first)
    plan = look(desk, in_lines(a_contact("Ann Lee")), said={2: Whom(lead=first)})
    assert plan.maybe == (MaybeKnown(2, 3, second),)


def test_what_was_said_holds_where_others_wrote_meanwhile(desk: Desk) -> None:
    known = a_lead_on(desk, "Ann Lee", company="Acme")
    contacts, said = in_lines(a_contact("Ann Lee", role="CTO")), {2: Whom(lead=known)}
    plan = look(desk, contacts, said=said)
    desk.commands.edit(known, place="Split")
    bring_in(desk, contacts, "brought in", plan, said)
    assert (lead_of(desk, known).role, lead_of(desk, known).place, len(desk.leads)) == ("CTO", "Split", 1)


def test_whoever_is_known_by_a_number_only_is_maybe_who_comes_with_it(desk: Desk) -> None:
    bring(desk, a_contact("+44 20 7946 0958", phones=SWITCHBOARD))
    plan = bring(desk, a_contact("Ana Ruiz", phones=SWITCHBOARD))
    assert ([lead.name for lead in plan.new], plan.maybe) == (["Ana Ruiz"], (MaybeKnown(2, 2, 1),))


def test_the_plan_says_which_record_is_merged_with_whom_and_what_they_learn(desk: Desk) -> None:
    lead_id = a_lead_on(desk, "Ana Ruiz", emails=("a@x.example",))
    contact = replace(a_contact("Ana Ruiz", emails=("a@x.example",), role="CTO", note="tea"), line=7)
    assert look(desk, [contact]).learnt == (Learnt(7, lead_id, ("role", "note")),)


# Birthdays, and what matters


def test_a_birthday_that_is_known_is_not_told_twice_with_and_without_its_year(desk: Desk) -> None:
    bring(desk, a_contact(birthday="1980-05-12"))
    assert bring(desk, a_contact(birthday="--05-12")).known == 1
    assert lead_of(desk, 1).about == (About("birthday", date(1980, 5, 12), yearly=True),)


def test_what_matters_comes_in_once(desk: Desk) -> None:
    contact = a_contact(about=(About("hates voicemail"), About("exam", date(2026, 6, 1))))
    bring(desk, contact)
    assert bring(desk, contact).known == 1
    assert lead_of(desk, 1).about == contact.about


# Activities


def an_activity(name: str = "Ana Ruiz", company: str = "", **fields: object) -> Contact:
    return a_contact(name, company=company, source="pipedrive", **fields)


def talked(day: date, note: str = "Budget", at: time | None = None) -> Happened:
    return Happened(day, at, Channel.CALL, Outcome.TALKED, note)


def test_what_was_planned_elsewhere_is_the_next_step_of_whoever_has_none(desk: Desk) -> None:
    bring(desk, a_contact(company="Acme"))
    step = Plan(day=date(2026, 3, 10), channel=Channel.MEETING, why="Demo")
    plan = bring(desk, an_activity(step=step), an_activity(step=Plan(day=date(2026, 4, 2), why="Price")))
    assert plan.new == ()
    assert step_of(desk, 1) == step, "it is overdue, and stays so"
    assert notes_of(desk, 1) == ["next: 2026-04-02 call Price"]
    assert bring(desk, an_activity(step=step)).known == 1


@pytest.mark.parametrize(("zone", "known"), [("", "Europe/London"), ("Asia/Tokyo", "Asia/Tokyo")])
def test_a_time_that_names_no_zone_is_by_the_clocks_here(desk: Desk, zone: str, known: str) -> None:
    bring(desk, an_activity(step=Plan(day=TOMORROW, time=time(9), zone=zone)))
    assert step_of(desk, 1) == Plan(day=TOMORROW, time=time(9), zone=known)


def test_what_took_place_elsewhere_is_a_touch_and_comes_in_once(office: Office) -> None:
    desk = office.open()
    bring(desk, a_contact(company="Acme", next="2026-04-01"))
    happened = [an_activity(happened=talked(date(2026, 3, day), f"call {day}")) for day in (3, 9, 5)]
    bring(desk, *happened)
    desk = office.reopened(desk)
    lead = lead_of(desk, 1)
    assert [(touch.at.date().day, touch.note) for touch in desk.leads.card(1).history] == [
        (9, "call 9"),
        (5, "call 5"),
        (3, "call 3"),
    ]
    assert (lead.touches, lead.last_touch and lead.last_touch.at.date().day) == (3, 9)
    assert lead.next_step == Plan(day=date(2026, 4, 1)), "what is planned stays"
    again = bring(desk, *happened)
    assert (again.known, again.repeated, again.changes) == (1, 2, ())
    desk.undo.last()  # the third, which changed nothing
    desk.undo.last()
    assert (lead_of(desk, 1).touches, desk.leads.card(1).history) == (0, [])


def test_an_activity_finds_its_person_by_name_unless_two_have_it(desk: Desk) -> None:
    for company in ("Acme", "Globex"):
        a_lead_on(desk, "Ana Ruiz", company=company)
    plan = bring(desk, an_activity(happened=talked(date(2026, 3, 3))))
    assert len(plan.new) == 1, "whose it is nobody can tell, so it is nobody's of the two"
    plan = bring(desk, an_activity(company="globex", happened=talked(date(2026, 3, 4))))
    assert [lead.id for lead in plan.merged] == [2]


def test_a_touch_from_elsewhere_wakes_nobody_who_asked_to_be_left_alone(desk: Desk) -> None:
    lead_id = a_lead_on(desk, "Ana Ruiz")
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.DO_NOT_CONTACT))
    bring(desk, an_activity(happened=talked(date(2026, 3, 17))), an_activity(step=Plan(day=date(2026, 5, 1))))
    lead = lead_of(desk, lead_id)
    assert (lead.status, lead.next_step, lead.touches) == (ALONE, None, 2)


def test_who_was_won_or_closed_elsewhere_comes_in_so_and_nobody_known_is_ended_or_woken(desk: Desk) -> None:
    a_lead_on(desk, "Ana Ruiz")
    bring(desk, a_contact("Ana Ruiz", status="closed"), a_contact("Bo Diaz", status="won", next="2026-04-01"))
    assert [(lead_of(desk, n).status, lead_of(desk, n).next_step is None) for n in (1, 2)] == [
        (Status.OPEN, False),
        (Status.WON, False),
    ]


def test_what_others_write_between_a_look_and_the_import_is_seen(two: tuple[Desk, Desk]) -> None:
    ours, theirs = two
    contact = a_contact("Ana Ruiz", emails=("a@x.example",), role="CTO")
    plan = look(ours, [contact])
    assert len(plan.new) == 1
    a_lead_on(theirs, "Ana Ruiz", emails=("a@x.example",))
    bring_in(ours, [contact], "brought in", plan)
    assert (len(ours.leads), lead_of(ours, 1).role) == (1, "CTO")


def test_while_contacts_come_in_nobody_waits_for_the_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks each second whether others wrote would wait for the lock that the import holds."""
    asked: list[bool] = []
    apply = desk.book.store.apply

    def applied(action: Action) -> Applied:
        monkeypatch.setattr(desk.book.store, "refresh", lambda: asked.append(True))
        assert desk.book.refresh() is False
        return apply(action)

    monkeypatch.setattr(desk.book.store, "apply", applied)
    bring(desk, a_contact())
    assert not asked
    desk.book.refresh()
    assert asked


def test_the_number_of_a_contact_tells_the_zone_also_one_that_is_learnt(desk: Desk) -> None:
    bring_in(desk, [a_contact("Ana", phones=("+49 30 901820",)), a_contact("Bea", company="Acme")], "brought in")
    assert [row.zone for row in desk.agenda.today().unscheduled] == ["Europe/Berlin", ""]
    bring_in(desk, [a_contact("Bea", company="Acme", phones=("+81 3 1234 0000",))], "brought in")
    assert [row.zone for row in desk.agenda.today().unscheduled] == ["Europe/Berlin", "Asia/Tokyo"]


def test_nothing_of_a_contact_can_steer_a_terminal(desk: Desk) -> None:
    bring_in(desk, [a_contact(HOSTILE, note=HOSTILE, next=HOSTILE, place=HOSTILE)], "brought in")
    written = repr(everything(desk)) + repr(desk.leads.row(1))
    assert "\\x" not in written
    assert "\\u" not in written


def test_an_import_that_cannot_be_saved_changes_nothing_and_is_held() -> None:
    store = Failing()
    desk = Desk(store, StoppedClock(NOW))
    store.error = SaveError("disk full: not saved")
    with pytest.raises(SaveError):
        bring_in(desk, [a_contact("Bo")], "brought in")
    assert len(desk.leads) == 0
    assert desk.actions.held == "brought in"

"""Whom a record is of: one who is here, who may be here, or somebody new; each rule alone, without a book."""

from datetime import date

import pytest
from msgspec.structs import replace

from fuyu.domain.identity import Verdict
from fuyu.domain.lead import About, Lead, Status
from fuyu.domain.money import Money
from fuyu.domain.step import Plan
from fuyu.domain.when import Problem, When
from fuyu.features.contacts.arrivals import Match, match
from fuyu.features.contacts.learnt import merged, new_lead, news
from fuyu.features.contacts.reading.contact import Contact
from fuyu.features.contacts.understood import SOMEBODY_NEW, Arrival, Understanding, Whom, understood
from tests.desk.conftest import NOW, TOMORROW
from tests.features.contacts.made import a_contact

ANN = Lead(id=1, name="Ana Ruiz", emails=("ana@acme.example",))
BO = Lead(id=2, name="Ana Ruiz")
SURE, MAYBE = Verdict.SURE, Verdict.MAYBE


def _when(words: str) -> When | Problem:
    return When(TOMORROW) if words == "tomorrow" else Problem("unknown", words)


def _money(words: str) -> Money | Problem:
    return Problem("unknown", words)


def an_arrival(said: Whom | None = None, **fields: object) -> Arrival:
    """Return a record as it is understood, which names a mail of its own unless it says another."""
    contact: Contact = a_contact("Ana Ruiz", **{"emails": ("a@b.example",)} | fields)
    return understood(contact, NOW, Understanding(_when, _money), said)


@pytest.mark.parametrize(
    ("arrival", "alike", "named", "found"),
    [
        (an_arrival(), (), None, Match()),
        (an_arrival(), ((ANN, SURE), (BO, MAYBE)), None, Match((ANN, BO), ANN, (ANN, ANN))),
        (an_arrival(), ((BO, MAYBE),), None, Match((BO,))),
        (an_arrival(emails=()), ((BO, MAYBE),), None, Match((BO,), None, (BO,))),  # a copy of who they are
        (an_arrival(Whom(lead=2)), ((ANN, SURE), (BO, MAYBE)), BO, Match((ANN, BO), BO, (BO,))),
        (an_arrival(Whom(lead=9)), ((ANN, SURE),), None, Match((ANN,), ANN)),  # who is gone
        (an_arrival(SOMEBODY_NEW), ((ANN, SURE),), None, Match((ANN,), is_open=False)),
        (an_arrival(emails=(), step=Plan(day=TOMORROW), company="Acme"), ((BO, MAYBE),), None, Match((BO,), BO, (BO,))),
    ],
)
def test_a_record_is_of_whom_a_person_says_or_who_is_surely_the_same_or_somebody_new(
    arrival: Arrival, alike: tuple[tuple[Lead, Verdict], ...], named: Lead | None, found: Match
) -> None:
    assert match(arrival, alike, named) == found


def test_what_cannot_be_understood_is_in_the_note() -> None:
    arrival = an_arrival(value="4,200 whatsits", expected="2026-01-01", next="tomorrow", note="Likes tea.")
    assert (arrival.told["value"], arrival.told["expected"]) == (None, date(2026, 1, 1))
    assert arrival.contact.note == "Likes tea.\nvalue: 4,200 whatsits"
    assert arrival.steps == (Plan(day=TOMORROW),)
    assert an_arrival(next="tomorrow", do_not_contact=True).steps == ()


def test_a_record_that_made_a_lead_says_nothing_new_of_them() -> None:
    arrival = an_arrival(birthday="1980-05-12", phones=("+44 20 7946 0958",), next="tomorrow", note="Likes tea.")
    lead = new_lead(1, arrival, NOW)
    assert lead.about == (About("birthday", date(1980, 5, 12), yearly=True),)
    assert merged(lead, arrival, NOW) == lead
    assert news(lead, arrival, ()) == "Likes tea."
    assert news(lead, arrival, ["Met at the fair.\nLikes tea."]) == ""


def test_blanks_are_filled_and_what_contradicts_is_noted() -> None:
    lead = replace(ANN, role="CEO")
    arrival = an_arrival(role="CTO", company="Acme", emails=("ANA@acme.example", "ana@home.example"))
    learnt = merged(lead, arrival, NOW)
    assert (learnt.role, learnt.company, learnt.emails) == ("CEO", "Acme", ("ana@acme.example", "ana@home.example"))
    assert news(learnt, arrival, ()) == "role: CTO"


def test_a_wish_to_be_left_alone_wins() -> None:
    learnt = merged(replace(ANN, plan=Plan(day=TOMORROW)), an_arrival(do_not_contact=True), NOW)
    assert (learnt.status, learnt.steps) == (Status.DO_NOT_CONTACT, ())

"""Three hundred pairs of people: an import, a merge and adding them all say the same of each."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any, NamedTuple

import pytest
from msgspec.structs import replace

from fuyu.care import open_book
from fuyu.clock import StoppedClock
from fuyu.desk import Desk, NewLead, TouchMade
from fuyu.desk.copies import merge
from fuyu.domain.identity import Verdict, judge
from fuyu.domain.lead import About, Lead, Outcome
from fuyu.errors import UsageError
from fuyu.features.contacts.reading.contact import Contact
from fuyu.features.contacts.service import look
from tests.builders import adding
from tests.desk.conftest import NOW, a_lead_on, an_office
from tests.features.contacts.made import a_contact
from tests.memory import MemoryStore

SURE, MAYBE, NO = Verdict
SAID = ("name", "company", "emails", "phones", "about")
SAME = ("Katherine O'Neil", "KATHERINE  ONEIL", "O’Neil, Katherine")
ALIKE = ("Katharine O'Neil", "Kate O'Neil", "Katherine Mori", "K. O'Neil")
OTHER = ("Bo Diaz",)
KNOWN: dict[str, Any] = {"emails": ("kate@x.example", "info@acme.example"), "phones": ("+44 20 7946 0958",)}
SHARED = (
    {"emails": ("KATE@x.example",)},
    {"emails": ("info@acme.example",)},
    *({"phones": (number,)} for number in ("+442079460958", "020 7946 0958", "(020) 7946-0958", "0044 20 7946 0958")),
    {"phones": ("+44 (0)20 7946 0958 ext. 4",)},
)
APART: tuple[dict[str, Any], ...] = ({}, {"emails": ("other@x.example",)}, {"phones": ("0161 496 0000",)})
COMPANIES = (("Acme", "Acme"), ("Acme", ""), ("", ""), ("Acme", "Globex"))


class Pair(NamedTuple):
    """Somebody known, somebody who comes, and whether they are one."""

    known: Lead
    comes: Lead
    verdict: Verdict


def pairs() -> Iterator[Pair]:
    """Yield every name with every way to be reached and every company."""
    for name, reach, (here, there) in product((*SAME, *ALIKE, *OTHER), (*SHARED, *APART), COMPANIES):
        known = Lead(id=1, name=SAME[0], company=here, **KNOWN)
        comes = Lead(id=1, name=name, company=there, **reach)
        yield Pair(known, comes, expected(name, is_shared=reach in SHARED, at_one=here == there != "" and not reach))


def expected(name: str, *, is_shared: bool, at_one: bool) -> Verdict:
    """Return what the rule says, from how a pair was made."""
    if name in SAME:
        return SURE if is_shared or at_one else MAYBE
    return MAYBE if name in ALIKE and is_shared else NO


PAIRS = list(pairs())


def test_there_are_three_hundred_pairs() -> None:
    assert len(PAIRS) >= 300
    assert {pair.verdict for pair in PAIRS} == {*Verdict}


def a_desk(lead: Lead) -> Desk:
    store = MemoryStore()
    store.apply(adding(lead))
    return Desk(store, StoppedClock(NOW))


def by_import(pair: Pair) -> Verdict:
    contact = Contact(line=2, **{name: getattr(pair.comes, name) for name in SAID})
    plan = look(a_desk(pair.known), [contact])
    if not plan.new:
        return SURE
    return MAYBE if plan.maybe else NO


def by_merge(pair: Pair) -> Verdict:
    merged = merge(a_desk(pair.known).book.store, a_desk(replace(pair.comes, id=9)).book.store, NOW)
    if not merged.leads_added:
        return SURE
    return MAYBE if merged.maybe else NO


def by_adding(desk: Desk, pair: Pair) -> Verdict:
    new = NewLead(**{name: getattr(pair.comes, name) for name in SAID})
    return next((verdict for _, verdict in desk.leads.alike(new)), NO)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.comes.name}, {pair.comes.company}")
def test_an_import_a_merge_and_adding_judge_a_pair_alike(pair: Pair) -> None:
    assert judge(pair.known, pair.comes) is pair.verdict
    assert by_import(pair) is pair.verdict
    assert by_merge(pair) is pair.verdict
    assert by_adding(a_desk(pair.known), pair) is pair.verdict


@pytest.mark.parametrize(("day", "verdict"), [(date(1980, 5, 4), SURE), (date(1991, 6, 7), MAYBE)])
def test_two_birthdays_are_two_people_in_every_way(day: date, verdict: Verdict) -> None:
    known, comes = (
        Lead(id=1, name="Maria Garcia", company="Acme", about=(About("birthday", born, yearly=True),))
        for born in (date(1980, 5, 4), day)
    )
    pair = Pair(known, comes, verdict)
    assert by_import(pair) is by_merge(pair) is by_adding(a_desk(known), pair) is verdict
    one_file = [a_contact(known.name, company="Acme", birthday=str(born)) for born in (date(1980, 5, 4), day)]
    plan = look(Desk(MemoryStore(), StoppedClock(NOW)), one_file)
    assert (len(plan.new), len(plan.maybe)) == ((1, 0) if verdict is SURE else (2, 1))


@pytest.mark.parametrize("is_closed", [False, True])
def test_whoever_is_added_is_found_in_a_book_as_in_memory(path: Any, *, is_closed: bool) -> None:
    """The book looks for them in the words of its index, of the file as of what was done since."""
    for company in ("Acme", ""):
        book = path.with_name(f"{company}.json")
        store = open_book(book)
        store.apply(adding(Lead(id=1, name=SAME[0], company=company, **KNOWN), Lead(id=2, name="田中 さくら")))
        if is_closed:
            store.care.tidy()
            store.close()
            store = open_book(book)
        desk = Desk(store, StoppedClock(NOW))
        for pair in PAIRS:
            if pair.known.company == company:
                assert by_adding(desk, pair) is pair.verdict, pair
        assert desk.leads.alike(NewLead(name="田中さくら"))[0][0].id == 2
        store.close()


def test_whoever_is_surely_do_not_contact_is_refused_in_every_way(path: Any) -> None:
    shared = an_office(path)
    desk = shared.open()
    lead_id, giver = a_lead_on(desk, "Ann Lee", emails=("ann@x.example",)), a_lead_on(desk, "Bo Diaz")
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.DO_NOT_CONTACT))
    again = NewLead(name="ann lee", emails=("ann@x.example",))
    words = "not added: Ann Lee \\(1\\), do not contact since Wed 18 Mar"
    with pytest.raises(UsageError, match=words):
        desk.commands.add(again)
    with pytest.raises(UsageError, match=words):
        desk.commands.add_all([(NewLead(name="Cy"), ""), (again, "")])
    with pytest.raises(UsageError, match=words):
        desk.commands.refer(giver, again)
    assert not look(desk, [a_contact("Ann Lee", emails=("ann@x.example",))]).changes
    assert len(desk.leads) == 2
    desk.commands.add(NewLead(name="Ann Lee", company="Globex"))
    assert len(desk.leads) == 3, "a namesake is somebody else, once that was said"
    shared.close_all()

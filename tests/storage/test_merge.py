"""Bringing in another copy: the later change wins, nothing is dropped, twice is once."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from fuyu.care import Book, open_book
from fuyu.desk.copies import Likeness, Merge, Silenced, merge
from fuyu.domain.action import Action, Change, Table
from fuyu.domain.history import Away, after_touch, corrected
from fuyu.domain.lead import About, Lead, Outcome, Status
from fuyu.domain.message import Message, State
from fuyu.domain.promise import PromiseState
from fuyu.domain.settling import withdrawn
from fuyu.domain.step import Plan
from fuyu.domain.typed import Place, TypedKind
from tests.builders import NOON, TODAY, a_draft, a_lead, a_note, a_promise, a_touch, adding, an_action, changing

LATER = NOON + timedelta(hours=1)
LATEST = NOON + timedelta(hours=2)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Callable[[str], Book]]:
    books = []

    def opened(name: str) -> Book:
        books.append(open_book(tmp_path / f"{name}.json"))
        return books[-1]

    yield opened
    for one in books:
        one.close()


@pytest.fixture
def copies(book: Callable[[str], Book]) -> tuple[Book, Book]:
    """Two copies that began alike: one lead with a touch."""
    mine, theirs = book("mine"), book("theirs")
    for copy in (mine, theirs):
        copy.apply(adding(a_lead(touches=1, emails=("s@example.com",)), a_touch(), uid="begin"))
    return mine, theirs


def bring(mine: Book, theirs: Book) -> Merge:
    merged = merge(mine, theirs, LATEST)
    mine.apply(an_action(*merged.changes, at=LATEST))
    again = merge(mine, theirs, LATEST)
    assert (again.changes, again.conflicts) == ((), ())
    return merged


def at(when: object, action: Action) -> Action:
    return replace(action, at=when)


def the_lead(book: Book) -> Lead:
    lead = book.lead(1)
    assert lead is not None
    return lead


def test_the_same_copy_changes_nothing(copies: tuple[Book, Book]) -> None:
    assert merge(*copies, at=LATEST) == Merge((), 0, 0, 0, 0, ())


def test_touches_made_on_either_side_are_all_there(copies: tuple[Book, Book]) -> None:
    mine, theirs = copies
    for copy, uid, when in ((mine, "m", LATER), (theirs, "t", LATEST)):
        lead = the_lead(copy)
        touch = a_touch(2, uid=uid, at=when, outcome=Outcome.NO_ANSWER)
        copy.apply(an_action(Change(lead, after_touch(lead, touch, Plan(day=TODAY))), Change(None, touch), at=when))
    merged = bring(mine, theirs)
    assert (merged.touches_added, merged.leads_changed) == (1, 1)
    assert [getattr(entry, "uid", "") for entry in mine.history(1)] == ["t", "m", "touch-1"]
    lead = the_lead(mine)
    assert lead.touches == 3
    assert lead.last_touch is not None
    assert lead.last_touch.at == LATEST


def test_the_later_change_of_a_field_wins_and_the_other_stays_as_a_note(copies: tuple[Book, Book]) -> None:
    mine, theirs = copies
    mine.apply(at(LATER, changing(the_lead(mine), company="Acme", role="CEO")))
    theirs.apply(at(NOON, changing(the_lead(theirs), company="Initech", place="Oslo")))
    merged = bring(mine, theirs)
    lead = the_lead(mine)
    assert (lead.company, lead.role, lead.place) == ("Acme", "CEO", "Oslo")
    assert merged.conflicts == ("Sakura Tanaka: company was “Initech”",)
    assert "company was “Initech”" in mine.history(1)[0].note


def test_do_not_contact_always_wins(copies: tuple[Book, Book]) -> None:
    mine, theirs = copies
    demo = a_promise(TODAY, uid="demo")
    gone = withdrawn((demo,), {"demo"}, NOON)
    theirs.apply(at(NOON, changing(the_lead(theirs), status=Status.DO_NOT_CONTACT, plan=None, promises=gone)))
    mine.apply(at(LATEST, changing(the_lead(mine), company="Acme", promises=(demo,))))
    merged = bring(mine, theirs)
    lead = the_lead(mine)
    assert (lead.status, lead.next_step) == (Status.DO_NOT_CONTACT, None)
    assert merged.silenced == (Silenced(lead.id, lead.name, lead.promises),)
    assert [promise.state for promise in lead.promises] == [PromiseState.WITHDRAWN]


def test_a_promise_of_the_other_copy_is_withdrawn_where_one_is_do_not_contact(copies: tuple[Book, Book]) -> None:
    mine, theirs = copies
    mine.apply(at(LATER, changing(the_lead(mine), status=Status.DO_NOT_CONTACT, plan=None)))
    theirs.apply(at(LATEST, changing(the_lead(theirs), promises=(a_promise(TODAY, uid="demo"),))))
    merged = bring(mine, theirs)
    (silenced,) = merged.silenced
    assert merged.conflicts == ("Sakura Tanaka: status was “open”",)
    assert [(promise.uid, promise.state) for promise in silenced.promises] == [("demo", PromiseState.WITHDRAWN)]


def test_a_date_is_not_lost_to_none(copies: tuple[Book, Book]) -> None:
    mine, theirs = copies
    mine.apply(at(LATEST, changing(the_lead(mine), plan=None)))
    bring(mine, theirs)
    assert not the_lead(mine).is_unscheduled


def test_new_leads_with_the_same_id_are_two_people(copies: tuple[Book, Book]) -> None:
    mine, theirs = copies
    mine.apply(adding(a_lead(2, "Dana")))
    theirs.apply(adding(a_lead(2, "Omar"), a_touch(2, 2, uid="omar"), a_note(1, 2, "likes tea")))
    theirs.keep_draft(a_draft(2, "half a"))
    merged = bring(mine, theirs)
    assert (merged.leads_added, merged.touches_added, merged.notes_added) == (1, 1, 1)
    assert {row.id: row.name for row in mine.rows} == {1: "Sakura Tanaka", 2: "Dana", 3: "Omar"}
    assert [entry.note for entry in mine.history(3)] == ["", "likes tea"]
    assert mine.history(2) == []
    draft = mine.draft(3)
    assert draft is not None
    assert draft.text == "half a"


def test_whose_company_alone_changed_is_the_same_person(book: Callable[[str], Book]) -> None:
    mine, theirs = book("mine"), book("theirs")
    ann = a_lead(name="Ann Lee", company="Acme", created=NOON)
    for copy in (mine, theirs):
        copy.apply(adding(ann, uid="begin"))
    theirs.apply(at(LATER, changing(ann, company="Other")))
    merged = bring(mine, theirs)
    assert (merged.leads_added, merged.leads_changed) == (0, 1)
    assert the_lead(mine).company == "Other"


@pytest.mark.parametrize(("changed", "leads"), [(False, 2), (True, 1)])
def test_two_made_at_the_same_time_under_one_id_are_two_people_unless_one_was_changed_since(
    book: Callable[[str], Book], *, changed: bool, leads: int
) -> None:
    mine, theirs = book("mine"), book("theirs")
    kim = a_lead(name="David Kim", emails=("d@one.example",), created=NOON)
    other = replace(kim, emails=("k@two.example",))
    mine.apply(at(NOON, adding(kim, uid="here")))
    theirs.apply(at(NOON, adding(kim if changed else other, uid="there")))
    if changed:
        theirs.apply(at(LATER, changing(kim, emails=other.emails)))
    merged = bring(mine, theirs)
    assert (len(mine.rows), len(merged.maybe)) == (leads, leads - 1)


def test_a_person_under_another_id_is_the_same_person(book: Callable[[str], Book]) -> None:
    mine, theirs = book("mine"), book("theirs")
    mine.apply(adding(a_lead(5, "Tanaka, Sakura", emails=("S@Example.com",), tags=("a",))))
    theirs.apply(
        adding(a_lead(1, "Sakura Tanaka", emails=("s@example.com",), tags=("b",), phones=("1",)), a_note(lead=1))
    )
    bring(mine, theirs)
    assert len(mine.rows) == 1
    lead = mine.lead(5)
    assert lead is not None
    assert (lead.tags, lead.phones) == (("a", "b"), ("1",))
    assert "prefers mornings" in {entry.note for entry in mine.history(5)}


def test_a_number_that_is_written_otherwise_there_stays_once(book: Callable[[str], Book]) -> None:
    mine, theirs = book("mine"), book("theirs")
    mine.apply(adding(a_lead(1, "Ann Lee", phones=("+44 20 7946 0958",), emails=("ann@x.example",))))
    other = a_lead(7, "Ann Lee", phones=("020 7946 0958", "0161 496 0000"), emails=("Ann@X.example",))
    theirs.apply(adding(other))
    bring(mine, theirs)
    lead = mine.lead(1)
    assert lead is not None
    assert lead.phones == ("+44 20 7946 0958", "0161 496 0000")
    assert lead.emails == ("ann@x.example",)


@pytest.mark.parametrize(
    ("ours", "other", "is_one"),
    [
        (
            a_lead(1, "Ana", company="Acme", phones=("+1 555 010 0123",)),
            a_lead(1, "Bo", company="Acme", phones=("+1 555 010 0123",)),
            False,
        ),
        (a_lead(1, "Ann Lee", phones=("+44 20 7946 0958",)), a_lead(7, "Ann Lee", phones=("020 7946 0958",)), True),
        (
            a_lead(1, "Ann Lee", emails=("info@acme.example",)),
            a_lead(2, "Bo Diaz", emails=("info@acme.example",)),
            False,
        ),
    ],
)
def test_only_the_same_name_makes_one_of_two_who_share_a_number_or_a_mailbox(
    book: Callable[[str], Book], ours: Lead, other: Lead, *, is_one: bool
) -> None:
    mine, theirs = book("mine"), book("theirs")
    mine.apply(adding(ours))
    theirs.apply(adding(other, a_note(lead=other.id, note="theirs")))
    merged = bring(mine, theirs)
    assert (len(mine.rows), merged.maybe) == (1 if is_one else 2, ())
    leads = [lead for row in mine.rows if (lead := mine.lead(row.id))]
    assert {lead.name for lead in leads} == {ours.name, other.name}
    assert [entry.note for entry in mine.history(leads[-1].id)] == ["theirs"]


def test_whoever_is_maybe_the_same_comes_in_beside_and_is_named(book: Callable[[str], Book]) -> None:
    mine, theirs = book("mine"), book("theirs")
    mine.apply(adding(a_lead(1, "Ann Lee", emails=("a@x.example",)), a_lead(2, "Maria Garcia")))
    theirs.apply(
        adding(a_lead(1, "Anne Lee", emails=("a@x.example",)), a_lead(2, "Maria Garcia", emails=("m@x.example",)))
    )
    merged = bring(mine, theirs)
    assert [row.name for row in mine.rows] == ["Ann Lee", "Maria Garcia", "Anne Lee", "Maria Garcia"]
    assert merged.maybe == (Likeness(3, "Anne Lee", 1, "Ann Lee"), Likeness(4, "Maria Garcia", 2, "Maria Garcia"))


def test_who_named_whom_is_known_by_the_ids_here(copies: tuple[Book, Book]) -> None:
    """GIVEN a lead 2 in each copy, who are two people THEN theirs and whom she named get ids of their own here."""
    mine, theirs = copies
    mine.apply(adding(a_lead(2, "Dana"), a_lead(3, "Eli", referred_by=2)))
    mine.apply(changing(a_lead(2, "Dana"), referred=(3,)))
    theirs.apply(adding(a_lead(2, "Omar", referred=(3,)), a_lead(3, "Pia", referred_by=2), a_lead(4, "Quin")))
    theirs.apply(an_action(Change(the_lead(theirs), replace(the_lead(theirs), referred=(4,)))))
    theirs.apply(changing(a_lead(4, "Quin"), referred_by=1))
    bring(mine, theirs)
    leads = {lead.name: lead for row in mine.rows if (lead := mine.lead(row.id))}
    named = {name: [mine.rows.get(other) for other in lead.referred] for name, lead in leads.items()}
    assert {name: [row.name for row in rows if row] for name, rows in named.items()} == {
        "Sakura Tanaka": ["Quin"],
        "Dana": ["Eli"],
        "Eli": [],
        "Omar": ["Pia"],
        "Pia": [],
        "Quin": [],
    }
    assert {name: lead.referred_by for name, lead in leads.items() if lead.referred_by} == {
        "Eli": leads["Dana"].id,
        "Pia": leads["Omar"].id,
        "Quin": 1,
    }


def test_what_both_copies_named_is_joined(copies: tuple[Book, Book]) -> None:
    mine, theirs = copies
    for copy, name in ((mine, "Dana"), (theirs, "Omar")):
        copy.apply(adding(a_lead(2, name, referred_by=1)))
        copy.apply(changing(the_lead(copy), referred=(2,)))
    bring(mine, theirs)
    assert [row.name for lead_id in the_lead(mine).referred if (row := mine.rows.get(lead_id))] == ["Dana", "Omar"]


def test_facts_are_joined_and_a_wish_is_said_once(copies: tuple[Book, Book]) -> None:
    mine, theirs = copies
    birthday = About("birthday", date(1980, 7, 3), yearly=True)
    wished = replace(birthday, wished=date(2026, 7, 3))
    mine.apply(at(LATEST, changing(the_lead(mine), about=(birthday, About("tea")))))
    theirs.apply(at(NOON, changing(the_lead(theirs), about=(wished, About("exam", TODAY)))))
    merged = bring(mine, theirs)
    assert the_lead(mine).about == (wished, About("tea"), About("exam", TODAY))
    assert merged.conflicts == ()


def test_days_away_of_both_are_there_once(copies: tuple[Book, Book]) -> None:
    mine, theirs = copies
    week, fair = Away(id=1, first=date(2026, 4, 6), last=date(2026, 4, 10)), Away(id=2, first=TODAY, last=TODAY)
    mine.apply(adding(week))
    theirs.apply(adding(replace(fair, id=1), replace(week, id=2, reason="the sea")))
    bring(mine, theirs)
    assert list(mine.documents(Table.AWAY)) == [week, fair]


def test_a_check_in_of_the_other_copy_is_no_try_here(copies: tuple[Book, Book]) -> None:
    mine, theirs = copies
    lead, touch = the_lead(theirs), a_touch(2, uid="kind", at=LATER, check_in=True)
    theirs.apply(
        an_action(Change(lead, after_touch(lead, touch, None, promises=lead.promises)), Change(None, touch), at=LATER)
    )
    bring(mine, theirs)
    assert (the_lead(mine).touches, the_lead(mine).next_step) == (1, lead.next_step)
    assert [getattr(entry, "check_in", None) for entry in mine.history(1)] == [True, False]


def test_two_corrections_of_a_note_are_both_kept(copies: tuple[Book, Book]) -> None:
    mine, theirs = copies
    for copy, words, when in ((mine, "mine", NOON), (theirs, "theirs", LATER)):
        entry = copy.history(1)[0]
        copy.apply(an_action(Change(entry, corrected(entry, words, when)), at=when))
    bring(mine, theirs)
    (entry,) = mine.history(1)
    assert entry.note == "theirs"
    assert {said.note for said in entry.earlier} == {"", "mine"}


def test_what_is_typed_comes_in_beside_what_is_typed_here(copies: tuple[Book, Book]) -> None:
    mine, theirs = copies
    mine.apply(adding(a_lead(2, "Dana")))
    theirs.apply(adding(a_lead(2, "Omar")))
    ours = Place(TypedKind.FORM, 1).typed(1, {"role": "CFO"}, NOON)
    other, same = Place(TypedKind.FORM, 1).typed(1, {"role": "CEO"}, NOON), replace(ours, id=2)
    about, line = (
        Place(TypedKind.MESSAGE, 2).typed(3, {"text": "Hi"}, NOON),
        Place(TypedKind.LINE).typed(4, {"line": "Cy"}, NOON),
    )
    mine.keep_typed(Change(None, ours))
    theirs.keep_typed(*(Change(None, typed) for typed in (other, same, about, line)))
    bring(mine, theirs)
    expected = [ours, replace(other, id=2), replace(about, id=3, lead=3), line]
    assert list(mine.documents(Table.TYPED)) == expected
    bring(mine, theirs)
    assert list(mine.documents(Table.TYPED)) == expected, "nothing comes in twice"


def test_two_drafts_are_joined(copies: tuple[Book, Book]) -> None:
    mine, theirs = copies
    mine.keep_draft(a_draft(1, "mine"))
    theirs.keep_draft(a_draft(1, "theirs"))
    bring(mine, theirs)
    draft = mine.draft(1)
    assert draft is not None
    assert draft.text == "mine\ntheirs"


def a_letter(message_id: int = 1, state: State = State.QUEUED, message_id_sent: str = "") -> Message:
    return Message(
        id=message_id,
        lead=1,
        at=NOON,
        day=TODAY,
        to="n@x.example",
        subject="Hello",
        text="…",
        state=state,
        message_id=message_id_sent,
    )


SENT = a_letter(state=State.SENT, message_id_sent="<1@x>")


@pytest.mark.parametrize("sent_there", [True, False])
def test_a_message_that_one_copy_sent_is_sent(copies: tuple[Book, Book], *, sent_there: bool) -> None:
    mine, theirs = copies
    for copy in copies:
        copy.apply(adding(a_letter()))
    (theirs if sent_there else mine).apply(an_action(Change(a_letter(), SENT)))
    bring(mine, theirs)
    assert list(mine.documents(Table.MESSAGES)) == [SENT], "none of them sends it again"


def test_a_message_that_only_they_wrote_comes_in_once(copies: tuple[Book, Book]) -> None:
    mine, theirs = copies
    theirs.apply(adding(a_letter(4)))
    bring(mine, theirs)
    bring(mine, theirs)
    assert list(mine.documents(Table.MESSAGES)) == [a_letter(1)]

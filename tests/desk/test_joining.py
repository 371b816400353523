"""Two leads that are one: what the joined one has, where everything of the other goes, and one undo."""

from datetime import date, time, timedelta
from itertools import combinations_with_replacement
from typing import Any

import pytest

from fuyu.desk import Desk, NewLead, TouchMade
from fuyu.desk.joining import Join
from fuyu.domain.action import Table
from fuyu.domain.lead import About, Outcome, Status, Temperature
from fuyu.domain.promise import PromiseState
from fuyu.domain.step import Channel, Plan
from fuyu.domain.typed import Place, TypedKind
from fuyu.errors import NotFoundError, UsageError
from tests.builders import a_promise
from tests.desk.conftest import (
    NOW,
    TODAY,
    TOMORROW,
    Office,
    a_lead_on,
    a_message_waits,
    everything,
    lead_of,
    promises_of,
)

MONDAY = date(2026, 3, 23)


def a_pair(desk: Desk, mine: dict[str, Any], theirs: dict[str, Any]) -> Join:
    """Join two leads that were added with these fields."""
    kept = a_lead_on(desk, **({"name": "Ann Lee"} | mine))
    other = a_lead_on(desk, **({"name": "Anne Lee"} | theirs))
    return desk.joining.join(kept, other)


def rest(desk: Desk) -> list[Any]:
    """Return the messages, and what is typed."""
    return [*desk.book.documents(Table.MESSAGES), *desk.book.documents(Table.TYPED)]


def test_fields_stay_empty_ones_are_filled_and_sets_are_joined(desk: Desk) -> None:
    done = a_pair(
        desk,
        {
            "company": "Acme",
            "phones": ("020 7946 0958",),
            "emails": ("a@x.example",),
            "tags": ("vip",),
            "about": (About("tea"),),
        },
        {
            "company": "Globex",
            "role": "CTO",
            "place": "Split",
            "phones": ("+44 20 7946 0958", "0161 496 0000"),
            "emails": ("A@x.example", "b@x.example"),
            "tags": ("fair",),
            "about": (About("tea"), About("exam", MONDAY)),
            "temperature": Temperature.HOT,
            "due": MONDAY,
        },
    )
    lead = lead_of(desk, 1)
    assert (lead.name, lead.company, lead.role, lead.place) == ("Ann Lee", "Acme", "CTO", "Split")
    assert lead.phones == ("020 7946 0958", "0161 496 0000")
    assert (lead.emails, lead.tags) == (("a@x.example", "b@x.example"), ("vip", "fair"))
    assert lead.about == (About("tea"), About("exam", MONDAY))
    assert (lead.temperature, lead.plan) == (Temperature.WARM, Plan(day=TODAY))
    gave_way = ("name “Anne Lee”", "company “Globex”", "temperature “hot”", "next Mon 23 Mar, call")
    assert done.joined.gave_way == gave_way
    assert desk.leads.card(1).history[0].note == f"Anne Lee was joined here; there it was {', '.join(gave_way)}"
    with pytest.raises(NotFoundError):
        desk.leads.card(2)


def test_a_plan_that_gives_way_keeps_its_words_and_its_time(desk: Desk) -> None:
    plan = Plan(day=MONDAY, time=time(11), zone="Asia/Tokyo", channel=Channel.EMAIL, why="prices", quote="after lunch")
    done = a_pair(desk, {}, {"name": "Ann Lee", "next_step": plan})
    words = "next Mon 23 Mar 02:00, email: prices “after lunch” (11:00 in Tokyo)"
    assert done.joined.gave_way == (words,)
    assert words in desk.leads.card(1).history[0].note


def test_a_name_that_is_only_a_number_gives_way_to_a_name(desk: Desk) -> None:
    number = ("020 7946 0958",)
    a_pair(desk, {"name": "020 7946 0958", "phones": number}, {"name": "Ann Lee", "phones": number})
    assert lead_of(desk, 1).name == "Ann Lee"


def test_touches_promises_notes_drafts_and_messages_of_both_are_under_the_first(office: Office) -> None:
    desk = office.open()
    kept = a_lead_on(desk, "Ann Lee", emails=("a@x.example",), next_step=a_promise(TOMORROW))
    other = a_lead_on(desk, "Anne Lee", emails=("b@x.example",), next_step=a_promise(MONDAY))
    for lead_id, outcome, hours in (
        (kept, Outcome.TALKED, 5),
        (other, Outcome.NO_ANSWER, 4),
        (kept, Outcome.NO_ANSWER, 3),
    ):
        at = NOW - timedelta(hours=hours)
        desk.commands.log(lead_id, TouchMade(outcome=outcome, channel=Channel.CALL, at=at, note=f"{hours}"))
    desk.commands.keep_note(other, "likes tea")
    desk.drafts.keep(kept, "mine")
    desk.drafts.keep(other, "theirs")
    desk.drafts.keep_typed(Place(TypedKind.FORM, other), {"role": "CEO"})
    a_message_waits(desk, other)
    desk.joining.join(kept, other)
    for _ in range(2):
        lead = lead_of(desk, kept)
        assert {entry.note for entry in desk.leads.card(kept).history} >= {"5", "4", "3", "likes tea"}
        assert (lead.touches, lead.unanswered) == (3, 2)
        assert lead.last_touch is not None
        assert lead.last_touch.at == NOW - timedelta(hours=3)
        assert [day for day, state in promises_of(desk, kept) if state is PromiseState.OPEN] == [TOMORROW, MONDAY]
        assert desk.leads.card(kept).draft == "mine\ntheirs"
        assert [one.lead for one in rest(desk)] == [kept, kept]
        assert [row.id for row in desk.leads.find("anne")] == [kept], "she is found by the name in the note alone"
        desk = office.reopened(desk)


def test_whoever_named_or_was_named_by_the_other_points_to_the_first(desk: Desk) -> None:
    kept, other = a_lead_on(desk, "Ann Lee"), a_lead_on(desk, "Bo Diaz")
    giver = a_lead_on(desk, "Cy Okafor")
    named = desk.commands.refer(other, NewLead(name="Dee Park")).changes[0].id
    twin = desk.commands.refer(giver, NewLead(name="Anne Lee")).changes[0].id
    desk.joining.join(kept, other)
    desk.joining.join(kept, twin)
    assert (lead_of(desk, named).referred_by, lead_of(desk, kept).referred) == (kept, (named,))
    assert (lead_of(desk, kept).referred_by, lead_of(desk, giver).referred) == (giver, (kept,))


def test_whoever_was_named_by_their_twin_names_not_themselves(desk: Desk) -> None:
    kept = a_lead_on(desk, "Ann Lee")
    twin = desk.commands.refer(kept, NewLead(name="Anne Lee")).changes[0].id
    desk.joining.join(kept, twin)
    assert (lead_of(desk, kept).referred, lead_of(desk, kept).referred_by) == ((), None)


@pytest.mark.parametrize("first", [True, False])
def test_do_not_contact_is_absolute(desk: Desk, *, first: bool) -> None:
    kept, other = (a_lead_on(desk, name, next_step=a_promise(MONDAY)) for name in ("Ann Lee", "Anne Lee"))
    desk.commands.log(kept if first else other, TouchMade(outcome=Outcome.DO_NOT_CONTACT))
    desk.joining.join(kept, other)
    lead = lead_of(desk, kept)
    assert (lead.status, lead.next_step) == (Status.DO_NOT_CONTACT, None)
    assert {state for _, state in promises_of(desk, kept)} == {PromiseState.WITHDRAWN}


def test_nobody_falls_through_the_cracks_because_their_twin_is_lost(desk: Desk) -> None:
    kept, other = a_lead_on(desk, "Ann Lee"), a_lead_on(desk, "Anne Lee", due=MONDAY)
    desk.commands.edit(kept, status=Status.LOST)
    desk.joining.join(kept, other)
    assert (lead_of(desk, kept).status, lead_of(desk, kept).plan) == (Status.OPEN, Plan(day=MONDAY))


def test_one_undo_brings_both_back(office: Office) -> None:
    desk = office.open()
    kept, other = a_lead_on(desk, "Ann Lee"), a_lead_on(desk, "Anne Lee", next_step=a_promise(MONDAY))
    desk.commands.refer(other, NewLead(name="Dee Park"))
    desk.commands.log(other, TouchMade(outcome=Outcome.TALKED, note="tea"))
    a_message_waits(desk, other)
    before, messages = everything(desk), rest(desk)
    desk.joining.join(kept, other)
    desk = office.reopened(desk)
    assert desk.undo.last() is not None
    assert (everything(desk), rest(desk)) == (before, messages)
    assert desk.undo.redo() is not None
    assert len(desk.leads) == 2


def test_a_lead_is_not_joined_with_itself(desk: Desk) -> None:
    with pytest.raises(UsageError, match="name two"):
        desk.joining.join(a_lead_on(desk), 1)


def test_a_person_may_let_the_other_value_stay_and_what_gives_way_here_is_noted(desk: Desk) -> None:
    kept = a_lead_on(desk, "Ann Lee", company="Acme", role="CEO", rhythm=7, due=TOMORROW)
    other = a_lead_on(desk, "Anne Lee", company="Globex", rhythm=30, due=MONDAY)
    done = desk.joining.join(kept, other, {"name", "role", "plan", "rhythm"}).joined
    lead = lead_of(desk, kept)
    assert (lead.name, lead.company, lead.role) == ("Anne Lee", "Acme", "CEO"), "an empty field takes nothing away"
    assert (lead.plan, lead.rhythm) == (Plan(day=MONDAY), 30)
    assert done.gave_way == ("company “Globex”",)
    assert done.gave_way_here == ("name “Ann Lee”", "next Thu 19 Mar, call", "rhythm every 7 days")
    note = desk.leads.card(kept).history[0].note
    assert note == (
        "Anne Lee was joined here; there it was company “Globex”; "
        "here it was name “Ann Lee”, next Thu 19 Mar, call, rhythm every 7 days"
    )


def test_looking_at_two_shows_what_joining_makes_of_them_and_writes_nothing(desk: Desk) -> None:
    kept, other = a_lead_on(desk, "Ann Lee"), a_lead_on(desk, "Anne Lee", emails=("b@x.example",))
    a_message_waits(desk, other)
    before = everything(desk)
    pair = desk.joining.look(kept, other, {"name"})
    assert (everything(desk), pair.messages) == (before, 1)
    assert desk.joining.join(kept, other, {"name"}).joined == pair.joined


@pytest.mark.parametrize("statuses", [*combinations_with_replacement(Status, 2)])
def test_do_not_contact_beats_all_then_a_yes_then_open(desk: Desk, statuses: tuple[Status, Status]) -> None:
    strongest = next(one for one in (Status.DO_NOT_CONTACT, Status.WON, Status.OPEN, Status.LOST) if one in statuses)
    for kept_status, other_status in (statuses, statuses[::-1]):
        kept, other = a_lead_on(desk, "Ann Lee"), a_lead_on(desk, "Anne Lee")
        desk.commands.edit(kept, status=kept_status)
        desk.commands.edit(other, status=other_status)
        desk.joining.join(kept, other)
        assert lead_of(desk, kept).status is strongest


def test_no_message_waits_for_two_who_are_do_not_contact_once_they_are_one(desk: Desk) -> None:
    kept, other = a_lead_on(desk, "Ann Lee"), a_lead_on(desk, "Anne Lee")
    a_message_waits(desk, kept)
    a_message_waits(desk, a_lead_on(desk, "Bo Diaz"))
    desk.commands.log(other, TouchMade(outcome=Outcome.DO_NOT_CONTACT))
    assert desk.joining.look(kept, other).dropped == 1
    desk.joining.join(kept, other)
    assert [message.lead for message in desk.book.messages()] == [3]
    assert desk.undo.last()
    assert [message.lead for message in desk.book.messages()] == [1, 3]

"""Leads from lines: what a line says of a person is kept, all of it, in one action."""

from datetime import date, time

from fuyu.desk import Desk, NewLead
from fuyu.desk.quick_add import new_lead
from fuyu.domain.lead import Temperature
from fuyu.domain.quick_add import take_apart
from fuyu.domain.step import Channel, Plan
from tests.desk.conftest import NOW, TODAY, everything, lead_of, notes_of

FULL = "Ann Lee, Acme +44 20 7946 0000 ann@acme.example acme.example/ann hot text promised fri 2pm re pricing #expo"


def test_what_a_line_says_is_what_is_known_of_the_lead() -> None:
    assert new_lead(take_apart(FULL, NOW), TODAY) == NewLead(
        name="Ann Lee",
        company="Acme",
        phones=("+44 20 7946 0000",),
        emails=("ann@acme.example",),
        links=("acme.example/ann",),
        tags=("expo",),
        temperature=Temperature.HOT,
        next_step=Plan(day=date(2026, 3, 20), time=time(14), zone="Europe/London", channel=Channel.TEXT, why="pricing"),
        agreed=True,
    )


def test_without_a_day_they_are_due_today_with_what_was_said_of_it() -> None:
    step = new_lead(take_apart("Ann Lee email re pricing", NOW), TODAY).next_step
    assert step == Plan(day=TODAY, channel=Channel.EMAIL, why="pricing")


def test_leads_and_their_notes_are_one_action(desk: Desk) -> None:
    before = everything(desk)
    news = [(NewLead(name="Ann Lee"), "likes tea"), (NewLead(name="Bob"), " \x00"), (NewLead(name="Cy"), "two\nsons")]
    action = desk.commands.add_all(news)
    assert action.title == "added 3 leads"
    ids = [change.id for change in action.changes[:3]]
    assert [lead_of(desk, lead_id).name for lead_id in ids] == ["Ann Lee", "Bob", "Cy"]
    assert [notes_of(desk, lead_id) for lead_id in ids] == [["likes tea"], [], ["two\nsons"]]
    assert [row.name for row in desk.agenda.today().today] == ["Ann Lee", "Bob", "Cy"]
    desk.undo.last()
    assert everything(desk) == before


def test_one_lead_with_a_note(desk: Desk) -> None:
    action = desk.commands.add(NewLead(name="Ann Lee"), "likes tea")
    assert action.title == "added Ann Lee"
    assert notes_of(desk, action.changes[0].id) == ["likes tea"]

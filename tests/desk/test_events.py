"""What happened on the desk is told to whoever listens, once the book has it."""

from collections.abc import Callable, Sequence

import pytest

from fuyu.desk import Desk, NewLead, TouchMade
from fuyu.desk.actions import Extended, Extension
from fuyu.desk.events import ActionDone, Event, LeadChanged, OthersWrote, TouchLogged
from fuyu.domain.action import Change, Table, Verb
from fuyu.domain.history import Note
from fuyu.domain.lead import Outcome
from fuyu.errors import SaveError
from tests.desk.conftest import NOW, a_lead_on, lead_of


def heard(desk: Desk) -> list[Event]:
    """Return a list in which everything stands that the desk tells of from now on."""
    told: list[Event] = []
    kinds: tuple[type[Event], ...] = (ActionDone, LeadChanged, TouchLogged, OthersWrote)
    for kind in kinds:
        desk.events.listen(kind, told.append)
    return told


def words(told: Sequence[Event]) -> list[str]:
    return [type(event).__name__ for event in told]


def test_a_logged_touch_is_told_after_the_book_has_it(desk: Desk) -> None:
    lead_id = a_lead_on(desk)
    kept: list[int] = []
    desk.events.listen(TouchLogged, lambda event: kept.append(len(desk.leads.card(event.touch.lead).history)))
    told = heard(desk)
    action = desk.commands.log(lead_id, TouchMade(outcome=Outcome.NO_ANSWER))
    assert words(told) == ["ActionDone", "LeadChanged", "TouchLogged"]
    assert told[0] == ActionDone(action)
    assert isinstance(told[1], LeadChanged)
    assert told[1].after == lead_of(desk, lead_id)
    assert kept == [1]


def test_an_undo_tells_of_the_lead_and_of_no_touch(desk: Desk) -> None:
    lead_id = a_lead_on(desk)
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.NO_ANSWER))
    told = heard(desk)
    desk.undo.last()
    assert words(told) == ["ActionDone", "LeadChanged"]


def test_a_lead_that_is_added_had_no_before_and_one_that_is_deleted_has_no_after(desk: Desk) -> None:
    told = heard(desk)
    lead_id = a_lead_on(desk)
    desk.commands.delete(lead_id)
    changed = [event for event in told if isinstance(event, LeadChanged)]
    assert [(one.lead, one.before is None, one.after is None) for one in changed] == [
        (lead_id, True, False),
        (lead_id, False, True),
    ]


def test_what_others_wrote_is_told_once_it_is_read(two: tuple[Desk, Desk]) -> None:
    ours, theirs = two
    told = heard(ours)
    theirs.commands.add(NewLead(name="Ana"))
    assert told == []
    ours.book.refresh()
    assert told == [OthersWrote()]


def test_an_action_that_is_not_saved_is_told_only_when_it_is(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    told = heard(desk)
    with monkeypatch.context() as full:
        full.setattr(desk.book.store, "apply", _refuses)
        with pytest.raises(SaveError, match="disk full"):
            desk.commands.add(NewLead(name="Ana"))
    assert told == []
    desk.actions.do_again()
    assert words(told) == ["ActionDone", "LeadChanged"]


def _refuses(_action: object) -> None:
    raise SaveError("disk full: not saved")


def test_an_error_of_a_listener_is_raised_once_everyone_has_heard(desk: Desk) -> None:
    """GIVEN two listeners that fail THEN the book has the action, nothing is held, the others hear, both are named."""

    def fails(_event: LeadChanged) -> None:
        raise ValueError("ours")

    def fails_to_save(_event: LeadChanged) -> None:
        raise SaveError("not this")

    desk.events.listen(LeadChanged, fails)
    desk.events.listen(LeadChanged, fails_to_save)
    told = heard(desk)
    with pytest.raises(ValueError, match="ours") as failed:
        desk.commands.add(NewLead(name="Ana"))
    assert "not this" in failed.value.__notes__[0]
    assert words(told) == ["ActionDone", "LeadChanged"]
    assert [row.name for row in desk.leads.rows()] == ["Ana"]
    assert desk.actions.held == ""
    assert [row.name for row in desk.leads.find("ana")] == ["Ana"]


def _noting(desk: Desk) -> Callable[[], Extension]:
    """Return what adds a note to each action that brings a lead."""

    def extended(changes: Sequence[Change]) -> Extended:
        new = [change.id for change in changes if change.table is Table.LEADS and change.before is None]
        first = desk.book.next_id(Table.NOTES)
        notes = [Note(id=first + at, lead=lead_id, at=NOW, note="new") for at, lead_id in enumerate(new)]
        return Extended([*changes, *(Change(None, note) for note in notes)], "noted" if notes else "")

    return lambda: extended


def test_what_is_added_to_an_action_is_written_and_undone_with_it(desk: Desk) -> None:
    desk.actions.extend(_noting(desk))
    action = desk.commands.add(NewLead(name="Ana"))
    assert (action.verb, action.title) == (Verb.ADD, "added Ana; noted")
    assert [entry.note for entry in desk.leads.card(1).history] == ["new"]
    desk.undo.last()
    assert list(desk.leads.rows()) == []
    assert list(desk.book.documents(Table.NOTES)) == []

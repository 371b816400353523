"""Many leads changed by one action: what moves, what stays, who is gone, and one undo."""

import datetime as dt

import pytest

from fuyu.domain.history import Draft, Note
from fuyu.domain.lead import Lead, Status, Temperature
from fuyu.domain.promise import PromiseKind, PromiseState
from fuyu.domain.step import Plan
from fuyu.domain.when import When
from fuyu.errors import UsageError
from fuyu.features.bulk.rules import MoreOfMany, NotUnderstood, more_of
from fuyu.features.bulk.service import Many
from tests.builders import a_draft, a_lead, a_note, a_promise, adding, removing
from tests.tui.conftest import TODAY, WEDNESDAY, Morning

FRIDAY, MONDAY = TODAY + dt.timedelta(days=2), dt.date(2026, 3, 23)
MADE = WEDNESDAY - dt.timedelta(days=2)
PROMISED = a_lead(
    3, "Kim", None, plan=Plan(day=TODAY), promises=(a_promise(TODAY, "quote", zone="Europe/London", made=MADE),)
)


@pytest.fixture
def morning() -> Morning:
    """Return a day with two plans, a plan with a promise, a promise alone, one lost and one unscheduled."""
    alone = a_lead(4, "Li", None, promises=(a_promise(TODAY, "demo", zone="Europe/London", made=MADE),))
    return Morning(
        *(a_lead(1, "Ana", TODAY, tags=("Expo",)), a_lead(2, "Bo", FRIDAY), PROMISED, alone),
        *(a_lead(5, "Lost", None, status=Status.LOST), a_lead(6, "New", None)),
    )


def plans(morning: Morning, *ids: int) -> list[dt.date | None]:
    """Return the days of some plans."""
    return [plan.day if (plan := morning.lead(lead_id).plan) else None for lead_id in ids]


def test_the_plans_move_by_one_action_and_one_undo_brings_them_back(morning: Morning) -> None:
    before = [morning.lead(lead_id) for lead_id in (1, 2, 6)]
    action = Many(morning.desk).snooze([1, 2, 6], When(MONDAY))
    assert action.title == "snoozed 3 leads to Mon 23 Mar"
    assert plans(morning, 1, 2, 6) == [MONDAY] * 3
    assert len(morning.store.heads()) == 2, "one action beside the one that added them"
    morning.desk.undo.last()
    assert [morning.lead(lead_id) for lead_id in (1, 2, 6)] == before


def test_a_promise_stays_unless_it_is_named(morning: Morning) -> None:
    many = Many(morning.desk)
    assert [(lead.id, one.uid) for lead, one in many.promised([1, 3, 4], When(MONDAY))] == [(3, "quote"), (4, "demo")]
    many.snooze([1, 3, 4], When(MONDAY), ["demo"])
    assert plans(morning, 1, 3, 4) == [MONDAY] * 3
    assert [morning.lead(lead_id).promises[0].state for lead_id in (3, 4)] == [PromiseState.OPEN, PromiseState.PUT_OFF]


def test_of_several_promises_those_that_are_named_are_put_off(morning: Morning) -> None:
    task = a_promise(TODAY, "task", zone="Europe/London", made=MADE, kind=PromiseKind.TASK)
    morning.store.apply(adding(a_lead(7, "Two", None, plan=Plan(day=TODAY), promises=(*PROMISED.promises, task))))
    Many(morning.desk).snooze([7], When(MONDAY), ["task"])
    states = {one.uid: one.state for one in morning.lead(7).promises}
    assert states == {"quote": PromiseState.OPEN, "task": PromiseState.PUT_OFF}
    assert plans(morning, 7) == [MONDAY]


def test_who_has_only_a_promise_that_stays_is_left_as_before(morning: Morning) -> None:
    action = Many(morning.desk).snooze([1, 4, 5], When(MONDAY))
    assert action.title == "snoozed 1 lead to Mon 23 Mar; 2 leads as before"
    assert morning.lead(4).plan is None
    with pytest.raises(UsageError, match="nothing changes for 1 lead"):
        Many(morning.desk).snooze([4], When(MONDAY))


def test_each_goes_on_from_its_own_day(morning: Morning) -> None:
    action = Many(morning.desk).snooze([1, 2], None)
    assert action.title == "snoozed 2 leads a working day on"
    assert plans(morning, 1, 2) == [TODAY + dt.timedelta(days=1), MONDAY]


def test_who_is_snoozed_too_often_is_counted(morning: Morning) -> None:
    morning.store.apply(adding(a_lead(7, "Often", None, plan=Plan(day=TODAY, first_day=TODAY, snoozed=2))))
    action = Many(morning.desk).snooze([1, 7], When(MONDAY))
    assert action.title == "snoozed 2 leads to Mon 23 Mar; 1 of them too often: decide"


def test_who_is_deleted_meanwhile_is_told_and_the_rest_is_done(morning: Morning) -> None:
    morning.store.apply(removing(morning.lead(2)))
    action = Many(morning.desk).snooze([1, 2], When(MONDAY))
    assert action.title == "snoozed 1 lead to Mon 23 Mar; 1 lead deleted meanwhile"
    action = Many(morning.desk).delete([1, 2])
    assert action.title == "deleted 1 lead; 1 lead deleted meanwhile"
    with pytest.raises(UsageError, match="nobody is left to delete"):
        Many(morning.desk).delete([1, 2])


@pytest.mark.parametrize(
    ("more", "title", "after"),
    [
        (MoreOfMany(tags=("vip", "expo")), "#vip, #expo for 1 lead", {"tags": ("Expo", "vip")}),
        (MoreOfMany(tags=("{0} {x}",)), "#{0} {x} for 1 lead", {"tags": ("Expo", "{0} {x}")}),
        (MoreOfMany(without=("EXPO",)), "no #EXPO for 1 lead", {"tags": ()}),
        (MoreOfMany(temperature=Temperature.HOT), "hot for 1 lead", {"temperature": Temperature.HOT}),
        (MoreOfMany(degrees=1), "colder for 1 lead", {"temperature": Temperature.COLD}),
        (MoreOfMany(cadence="slow"), "cadence slow for 1 lead", {"cadence": "slow", "rhythm": None}),
    ],
    ids=str,
)
def test_what_is_known_of_them_changes(
    morning: Morning, more: MoreOfMany, title: str, after: dict[str, object]
) -> None:
    action = Many(morning.desk).change([1], more)
    lead = morning.lead(1)
    assert (action.title, {name: getattr(lead, name) for name in after}) == (title, after)


def test_what_is_written_about_them_goes_and_comes_back_with_them(morning: Morning) -> None:
    documents: list[Lead | Note | Draft] = [a_note(1, 1), a_draft(1), a_note(2, 2)]
    morning.store.apply(adding(*documents))
    Many(morning.desk).delete([1, 3])
    assert morning.desk.leads.row(1) is None
    assert morning.store.draft(1) is None
    assert [entry.id for entry in morning.store.history(1)] == []
    assert len(morning.store.history(2)) == 1
    morning.desk.undo.last()
    assert morning.lead(1).tags == ("Expo",)
    assert len(morning.store.history(1)) == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("expo, #vip, -old", "", ""), MoreOfMany(tags=("expo", "vip"), without=("old",))),
        (("", "Hot", "SLOW"), MoreOfMany(temperature=Temperature.HOT, cadence="slow")),
        (("", "", "usual"), MoreOfMany(cadence="")),
        ((" , ", " ", ""), NotUnderstood("tags", "say what changes: a tag, a temperature or a cadence")),
        (("", "tepid", ""), NotUnderstood("heat", "unknown temperature “tepid”; choose hot, warm, cold")),
        (("", "", "fast"), NotUnderstood("cadence", "unknown cadence “fast”; choose usual, slow")),
    ],
    ids=str,
)
def test_what_is_typed_is_understood_or_refused(words: tuple[str, str, str], found: MoreOfMany | NotUnderstood) -> None:
    assert more_of(dict(zip(("tags", "heat", "cadence"), words, strict=True)), ["slow"]) == found

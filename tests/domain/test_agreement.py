"""What two have written about one lead becomes one, the same for both, and loses nothing that somebody wrote."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw
from msgspec.json import decode, encode
from msgspec.structs import replace

from fuyu.domain.action import Table
from fuyu.domain.agreement import Agreement, Fields, read, settle, undone, written
from fuyu.domain.agreement.rules import RULES
from fuyu.domain.fields import FIELDS, Joins
from fuyu.domain.history import Earlier, Note, Touch, after_touch
from fuyu.domain.lead import About, LastTouch, Lead, Outcome, Status, Temperature
from fuyu.domain.promise import PromiseKind, PromiseState
from fuyu.domain.settling import after_touch as settled_by
from fuyu.domain.settling import done, put_off, withdrawn
from fuyu.domain.step import Channel, Plan
from tests.builders import NOON, TODAY, a_lead, a_note, a_promise, a_touch
from tests.examples import examples

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOMORROW = TODAY + DAY
LEAD = a_lead(company="Acme", phones=("1", "2"), tags=("a",), touches=3, unanswered=1)


def both(base: Lead | None, mine: Lead | None, theirs: Lead | None, *, mine_is_later: bool = True) -> Lead | None:
    """Settle a lead, and look that whoever does it comes to the same."""
    sides = [None if lead is None else written(lead) for lead in (base, mine, theirs)]
    done = settle(Table.LEADS, *sides, at=NOON, mine_is_later=mine_is_later)
    there = settle(Table.LEADS, sides[0], sides[2], sides[1], at=NOON, mine_is_later=not mine_is_later)
    assert done == there
    return None if done.fields is None else read(done.fields, Lead)


def last_touch(hours: int, outcome: Outcome = Outcome.NO_ANSWER) -> LastTouch:
    return LastTouch(NOON + hours * HOUR, Channel.CALL, outcome)


# Each field has a rule


@pytest.mark.parametrize(("table", "kind"), [(Table.LEADS, Lead), (Table.TOUCHES, Touch), (Table.NOTES, Note)])
def test_every_field_says_how_it_is_agreed_on(table: Table, kind: type) -> None:
    """A new field needs its rule: by `joins` in the table of fields, or by a line in `RULES`."""
    assert set(RULES[table]) == set(kind.__struct_fields__)  # type: ignore[attr-defined] # each is a struct


def test_a_field_that_has_a_rule_in_the_table_has_no_other() -> None:
    own = {field.name for field in FIELDS if field.joins is Joins.OWN}
    assert {"about", "status", "rhythm"} == own


class Case(NamedTuple):
    """A lead that two changed, and what it becomes."""

    base: dict[str, Any]
    mine: dict[str, Any]
    """Was changed last."""
    theirs: dict[str, Any]
    becomes: dict[str, Any]


FRIDAY = a_promise(TOMORROW, uid="friday")
MONDAY = a_promise(TODAY + 5 * DAY, uid="monday")
KEPT = FRIDAY.turned(PromiseState.KEPT, NOON + HOUR, touch="t")
MOVED = put_off(FRIDAY, NOON + 2 * HOUR, TODAY + 3 * DAY)
PLAN, LATER_PLAN = Plan(day=TOMORROW), Plan(day=TODAY + 2 * DAY)
CASES = {
    "what only mine changed": Case({}, {"company": "Initech"}, {"role": "CEO"}, {"company": "Initech", "role": "CEO"}),
    "two wordings": Case({}, {"company": "Initech"}, {"company": "Globex"}, {"company": "Initech"}),
    "nothing beside a wording": Case({}, {"company": ""}, {"company": "Globex"}, {"company": "Globex"}),
    "the same wording": Case({}, {"company": "Globex"}, {"company": "Globex"}, {"company": "Globex"}),
    "two touches come to one number": Case(
        {},
        {"touches": 4, "unanswered": 2, "last_touch": last_touch(2)},
        {"touches": 4, "unanswered": 2, "last_touch": last_touch(1)},
        {"touches": 5, "unanswered": 3, "last_touch": last_touch(2)},
    ),
    "an answer, then none": Case(
        {},
        {"touches": 4, "unanswered": 2, "last_touch": last_touch(2)},
        {"touches": 4, "unanswered": 0, "last_touch": last_touch(1, Outcome.TALKED)},
        {"touches": 5, "unanswered": 1, "last_touch": last_touch(2)},
    ),
    "no answer, then one, which was saved first": Case(
        {},
        {"touches": 4, "unanswered": 2, "last_touch": last_touch(1)},
        {"touches": 4, "unanswered": 0, "last_touch": last_touch(2, Outcome.TALKED)},
        {"touches": 5, "unanswered": 0, "last_touch": last_touch(2, Outcome.TALKED)},
    ),
    "lists": Case({}, {"phones": ("2", "3")}, {"phones": ("1", "2", "4")}, {"phones": ("2", "3", "4")}),
    "a number written otherwise": Case(
        {"phones": ("020 7946 0958",)},
        {"phones": ("020 7946 0958", "5")},
        {"phones": ("+44 20 7946 0958", "4")},
        {"phones": ("5", "+44 20 7946 0958", "4")},
    ),
    "ways they refuse": Case({}, {"unwanted": ("email",)}, {"unwanted": ("call",)}, {"unwanted": ("email", "call")}),
    "whom they named": Case({"referred": (5,)}, {"referred": (5, 6)}, {"referred": (7,)}, {"referred": (6, 7)}),
    "facts": Case(
        {"about": (About("birthday", TODAY),)},
        {"about": (About("birthday", TODAY, wished=TOMORROW), About("tea"))},
        {"about": (About("birthday", TODAY, yearly=True, wished=TODAY),)},
        {"about": (About("birthday", TODAY, yearly=True, wished=TOMORROW), About("tea"))},
    ),
    "a fact taken out, and another": Case(
        {"about": (About("tea"),)}, {"about": ()}, {"about": (About("tea"), About("exam"))}, {"about": (About("exam"),)}
    ),
    "two promises": Case(
        {}, {"promises": (FRIDAY,)}, {"promises": (MONDAY,)}, {"promises": (FRIDAY, MONDAY), "plan": Plan(day=TODAY)}
    ),
    "a promise that both settled": Case(
        {"promises": (FRIDAY,)}, {"promises": (MOVED,)}, {"promises": (KEPT,)}, {"promises": (KEPT,)}
    ),
    "a promise that one took out and the other kept": Case(
        {"promises": (FRIDAY,)}, {"promises": ()}, {"promises": (KEPT,)}, {"promises": (KEPT,)}
    ),
    "a promise that was a slip": Case(
        {"promises": (FRIDAY,)}, {"promises": ()}, {"promises": (FRIDAY,), "role": "CEO"}, {"role": "CEO"}
    ),
    "two plans": Case({}, {"plan": PLAN}, {"plan": LATER_PLAN}, {"plan": PLAN}),
    "a plan beside none": Case({}, {"plan": None, "promises": (FRIDAY,)}, {"plan": PLAN}, {"plan": PLAN}),
    "a plan that was promised": Case(
        {},
        {"plan": LATER_PLAN},
        {"plan": replace(PLAN, was_promised=TODAY)},
        {"plan": replace(PLAN, was_promised=TODAY)},
    ),
    "do not contact, and won": Case(
        {}, {"status": Status.WON}, {"status": Status.DO_NOT_CONTACT, "plan": None}, {"status": Status.DO_NOT_CONTACT}
    ),
    "do not contact was a slip": Case(
        {"status": Status.DO_NOT_CONTACT, "plan": None},
        {"status": Status.OPEN, "plan": PLAN},
        {"role": "CEO", "status": Status.DO_NOT_CONTACT, "plan": None},
        {"role": "CEO", "status": Status.OPEN, "plan": PLAN},
    ),
    "lost, and another date": Case(
        {}, {"plan": PLAN}, {"status": Status.LOST, "plan": None}, {"status": Status.LOST, "plan": None}
    ),
    "temperatures": Case(
        {"temperature": Temperature.COLD},
        {"temperature": Temperature.WARM},
        {"temperature": Temperature.HOT},
        {"temperature": Temperature.WARM},
    ),
    "when it was made": Case({}, {"created": NOON + HOUR}, {"created": NOON}, {"created": NOON}),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_lead_that_two_have_changed(case: Case) -> None:
    base = replace(LEAD, **case.base)
    found = both(base, replace(base, **case.mine), replace(base, **case.theirs))
    assert {name: getattr(found, name) for name in case.becomes} == case.becomes


def test_of_two_wordings_the_one_that_gave_way_is_told_and_what_no_person_reads_is_not() -> None:
    mine, theirs = (
        replace(LEAD, company=company, touches=touches, tags=tags)
        for company, touches, tags in (("Initech", 4, ("b",)), ("Globex", 5, ("c",)))
    )
    done = settle(Table.LEADS, written(LEAD), written(mine), written(theirs), at=NOON)
    assert done.gave_way == {"company": Raw(b'"Globex"')}
    assert settle(Table.LEADS, written(LEAD), written(mine), written(LEAD), at=NOON) == Agreement(written(mine))


def test_an_end_withdraws_what_was_promised_in_the_other_copy() -> None:
    mine = replace(LEAD, status=Status.DO_NOT_CONTACT, plan=None)
    found = both(LEAD, mine, replace(LEAD, promises=(FRIDAY,)))
    assert found is not None
    assert found.promises == withdrawn((FRIDAY,), {"friday"}, NOON)
    assert found.plan is None


def test_an_open_lead_keeps_a_next_step_also_where_each_took_out_what_the_other_relied_on() -> None:
    """GIVEN two promises, each kept by another of the two, who waits for the other one THEN a date is left."""
    base = replace(LEAD, plan=None, promises=(FRIDAY, MONDAY))
    settled = MONDAY.turned(PromiseState.KEPT, NOON + HOUR)
    found = both(base, replace(base, promises=(KEPT, MONDAY)), replace(base, promises=(FRIDAY, settled)))
    assert found is not None
    assert found.promises == (KEPT, settled)
    assert found.plan == Plan(day=MONDAY.day)


def test_a_plan_is_by_a_way_they_want_to_be_reached() -> None:
    mail = Plan(day=TOMORROW, channel=Channel.EMAIL)
    found = both(LEAD, replace(LEAD, plan=mail), replace(LEAD, unwanted=("email",)))
    assert found is not None
    assert found.plan == Plan(day=TOMORROW, channel=Channel.CALL)


@pytest.mark.parametrize("mine_is_later", [False, True])
def test_what_one_took_out_and_the_other_changed_stays(*, mine_is_later: bool) -> None:
    changed = replace(LEAD, company="Initech")
    assert both(LEAD, None, changed, mine_is_later=mine_is_later) == changed
    assert both(LEAD, None, LEAD, mine_is_later=mine_is_later) is None
    assert both(LEAD, None, None, mine_is_later=mine_is_later) is None


def test_of_two_copies_nothing_is_counted_twice() -> None:
    assert both(None, replace(LEAD, touches=5), LEAD) == replace(LEAD, touches=5)


def test_of_two_copies_of_a_promise_what_settled_it_first_settled_it() -> None:
    for ours, theirs in ((KEPT, MOVED), (MOVED, KEPT), (KEPT, FRIDAY), (FRIDAY, KEPT), (KEPT, KEPT)):
        found = both(None, replace(LEAD, promises=(ours,)), replace(LEAD, promises=(theirs,)))
        assert found is not None
        assert found.promises == (KEPT,)


def test_a_task_that_was_done_after_it_was_put_off_waits_no_more() -> None:
    task = put_off(replace(FRIDAY, kind=PromiseKind.TASK), NOON + 3 * DAY, TODAY + 5 * DAY)
    finished = done(task, NOON + 4 * DAY)
    assert task.waits_until is not None
    found = both(None, replace(LEAD, promises=(finished,)), replace(LEAD, promises=(task,), touches=4))
    assert found is not None
    assert found.promises == (finished,)


wished = st.sampled_from([None, TODAY, TOMORROW])
about = st.lists(
    st.builds(About, st.sampled_from(["birthday", "exam"]), st.sampled_from([None, TODAY]), st.booleans(), wished),
    max_size=4,
    unique_by=lambda fact: (fact.fact, fact.day),
).map(tuple)


@given(about, about)
def test_two_copies_drop_no_fact_and_double_none(ours: tuple[About, ...], theirs: tuple[About, ...]) -> None:
    found = both(None, replace(LEAD, about=ours), replace(LEAD, about=theirs))
    assert found is not None
    known = [(fact.fact, fact.day) for fact in found.about]
    assert set(known) == {(fact.fact, fact.day) for fact in (*ours, *theirs)}
    assert len(known) == len(set(known))
    assert both(None, found, replace(LEAD, about=theirs)) == found


def test_what_is_not_known_here_stays_in_leads_and_in_what_is_in_them() -> None:
    base = {
        **written(LEAD),
        "odd": Raw(b'{"a": 1e999}'),
        "promises": Raw(b'[{"uid":"p","day":"2026-03-19","odd":[1]}]'),
    }
    mine = {**base, "company": Raw(b'"Initech"'), "new": Raw(b"1" * 40), "promises": Raw(encode([KEPT]))}
    theirs = {**base, "role": Raw(b'"CEO"'), "odd": Raw(b'"\\ud800"')}
    done = settle(Table.LEADS, base, mine, theirs, at=NOON).fields
    assert done is not None
    assert (done["odd"], done["new"], done["company"], done["role"]) == (
        *(theirs["odd"], mine["new"]),
        *(Raw(b'"Initech"'), Raw(b'"CEO"')),
    )
    turned = {**decode(base["promises"])[0], "history": decode(encode(KEPT.history))}
    there = {**base, "promises": Raw(encode([turned])), "touches": Raw(b"4")}
    done = settle(Table.LEADS, base, {**base, "touches": Raw(b"4")}, there, at=NOON).fields
    assert done is not None
    assert decode(done["promises"]) == [turned]


@pytest.mark.parametrize("raw", [b'"x"', b"null", b"[[]]", b'{"at":1}', b"1e999"])
@pytest.mark.parametrize("name", [*Lead.__struct_fields__, "unknown"])
def test_a_value_that_nobody_understands_is_one_value(name: str, raw: bytes) -> None:
    base = written(LEAD)
    mine = {**base, name: Raw(raw), "role": Raw(b'"CEO"')}
    theirs = {**base, name: Raw(b"[[0]]"), "company": Raw(b'"Initech"')}
    done = settle(Table.LEADS, base, mine, theirs, at=NOON)
    assert done == settle(Table.LEADS, base, theirs, mine, at=NOON, mine_is_later=False)
    assert done.fields is not None


# Touches and notes


def noted(note: str, *before: tuple[str, int]) -> Note:
    """Return a note, and what it said before, each with the hour it was changed."""
    return replace(a_note(note=note), earlier=tuple(Earlier(NOON + hours * HOUR, text) for text, hours in before))


@pytest.mark.parametrize(
    ("mine", "theirs", "becomes"),
    [
        (noted("mine", ("", 1)), noted("theirs", ("", 2)), noted("theirs", ("mine", 1), ("", 1), ("", 2))),
        (noted("mine", ("", 2)), noted("theirs", ("", 1)), noted("mine", ("theirs", 1), ("", 1), ("", 2))),
        (noted("more", ("", 1), ("mine", 2)), noted("mine", ("", 1)), noted("more", ("", 1), ("mine", 2))),
    ],
)
@pytest.mark.parametrize("is_known", [True, False])
def test_each_wording_of_a_note_is_kept_and_the_last_is_shown(
    mine: Note, theirs: Note, becomes: Note, *, is_known: bool
) -> None:
    base = written(noted("")) if is_known else None
    for one, other in ((mine, theirs), (theirs, mine)):
        done = settle(Table.NOTES, base, written(one), written(other), at=NOON)
        assert done.fields is not None
        found = read(done.fields, Note)
        assert found.note == becomes.note
        assert Counter(found.earlier) == Counter(becomes.earlier)
        assert not done.gave_way


def test_of_a_field_without_a_rule_what_was_written_last_stays_and_the_other_is_told() -> None:
    base, mine, theirs = (
        {"id": Raw(b"1"), "a": Raw(a), "b": Raw(b)} for a, b in ((b"1", b"1"), (b"2", b"2"), (b"1", b"3"))
    )
    done = settle("others", base, mine, theirs, at=NOON)
    assert done == Agreement(mine, {"b": Raw(b"3")})
    assert settle("others", base, theirs, mine, at=NOON, mine_is_later=False) == done


# Undo


def undo(before: Lead | None, after: Lead | None, now: Lead | None) -> Lead | None:
    sides = (None if lead is None else written(lead) for lead in (before, after, now))
    done = undone(Table.LEADS, *sides, at=NOON)
    return None if done.fields is None else read(done.fields, Lead)


def test_undo_leaves_what_was_done_since() -> None:
    touch = a_touch(at=NOON + HOUR, outcome=Outcome.NO_ANSWER)
    after = after_touch(replace(LEAD, company="Initech"), touch, LATER_PLAN)
    since = after_touch(replace(after, role="CEO"), a_touch(2, at=NOON + 2 * HOUR, outcome=Outcome.NO_ANSWER), PLAN)
    assert undo(LEAD, after, after) == LEAD
    assert undo(LEAD, after, since) == replace(
        LEAD, role="CEO", touches=4, unanswered=2, last_touch=since.last_touch, plan=PLAN
    )
    assert undo(LEAD, after, replace(after, company="Globex")) == replace(LEAD, company="Globex")


def test_what_was_added_stays_where_it_was_used_since_and_who_is_gone_does_not_return() -> None:
    used = replace(LEAD, touches=4)
    assert undo(None, LEAD, LEAD) is None
    assert undo(None, LEAD, used) == used
    assert undo(LEAD, used, None) is None
    assert undo(LEAD, None, None) == LEAD


# Any interleaving of some books and a server

Place = tuple[Table, int]
"""A document of the model."""


class Waiting(NamedTuple):
    """A change that the server does not have yet."""

    place: Place
    before: Fields | None
    after: Fields | None
    at: datetime


class Server:
    """Has one version of each document; who pushes has settled with it before."""

    def __init__(self, lead: Lead) -> None:
        self.documents: dict[Place, Fields | None] = {(Table.LEADS, 1): written(lead)}
        self.changed: dict[Place, datetime] = {}
        self.gave_way: set[bytes] = set()
        """What stands in a note."""


class Person:
    """Somebody with a book of their own, who works without the others."""

    def __init__(self, name: str, server: Server) -> None:
        self._name, self._server = name, server
        self.documents = dict(server.documents)
        self._waiting: list[Waiting] = []
        self._done: list[tuple[str, list[Waiting]]] = []

    def act(self, what: str, at: datetime, *changes: tuple[Place, Fields | None]) -> None:
        """Change documents by one action."""
        done = [Waiting(place, self.documents.get(place), after, at) for place, after in changes]
        self.documents |= dict(changes)
        self._waiting += done
        self._done.append((what, done))

    def undo(self, at: datetime) -> str:
        """Take the last action back; return what it was."""
        if not self._done:
            return ""
        what, done = self._done.pop()
        for place, before, after, _ in done:
            now = self.documents.get(place)
            then = undone(place[0], before, after, now, at=at).fields
            self.documents[place] = then
            self._waiting.append(Waiting(place, now, then, at))
        return what

    def sync(self) -> None:
        """Settle what all that waits has made of each document with what the server has, and take everything."""
        there = self._server.documents
        first = {waiting.place: waiting.before for waiting in reversed(self._waiting)}
        last = {waiting.place: waiting.at for waiting in self._waiting}
        for place, before in first.items():
            at, mine = last[place], self.documents.get(place)
            is_later = at >= self._server.changed.get(place, NOON)
            done = settle(place[0], before, mine, there.get(place), at=at, mine_is_later=is_later)
            there[place] = done.fields
            self._server.changed[place] = max(at, self._server.changed.get(place, at))
            self._server.gave_way |= {bytes(raw) for raw in done.gave_way.values()}
        self._waiting = []
        self.documents = dict(there)


class Work:
    """Makes the actions of the model out of small numbers, and remembers what has to come of them."""

    def __init__(self, people: int) -> None:
        begun = replace(LEAD, touches=0, unanswered=0)
        self.server = Server(begun)
        self.people = [Person(name, self.server) for name in "ABC"[:people]]
        self.done: Counter[str] = Counter()
        self._number = 0

    def do(self, person: int, what: str, number: int) -> None:
        """Let somebody do something."""
        self._number += 1
        at, one = NOON + self._number * HOUR / 60, self.people[person % len(self.people)]
        if what == "sync":
            one.sync()
        elif what == "undo":
            undone = one.undo(at)
            self.done[undone] -= 1
            self.done["slip"] += undone == "never"
        elif (raw := one.documents[Table.LEADS, 1]) is not None:
            lead = read(raw, Lead)
            changed = _DEEDS[what](lead, at, number, f"{what}{self._number}")
            if changed is not None:
                self.done[what] += 1
                one.act(what, at, ((Table.LEADS, 1), None if what == "delete" else written(changed)))

    def finish(self) -> Lead | None:
        """Let everybody bring everything; look that all have the same, and return the lead."""
        for person in (*self.people, *self.people):
            person.sync()
        for person in self.people:
            assert person.documents == self.server.documents
        raw = self.server.documents[Table.LEADS, 1]
        return None if raw is None else read(raw, Lead)


def _touched(lead: Lead, at: datetime, number: int, uid: str) -> Lead:
    outcome = (Outcome.NO_ANSWER, Outcome.TALKED)[number % 2]
    touch = a_touch(uid=uid, at=at, outcome=outcome)
    promises = tuple(settled_by(promise, touch) for promise in lead.promises)
    return after_touch(lead, touch, Plan(day=TODAY + number * DAY), promises=promises)


def _ended(status: Status) -> Callable[[Lead, datetime, int, str], Lead | None]:
    def ended(lead: Lead, at: datetime, _number: int, _uid: str) -> Lead | None:
        if lead.status is Status.DO_NOT_CONTACT:
            return None
        return replace(lead, status=status, plan=None, promises=withdrawn(lead.promises, _uids(lead), at))

    return ended


def _uids(lead: Lead) -> set[str]:
    return {promise.uid for promise in lead.promises}


def _if_open(change: Callable[[Lead, datetime, int, str], Lead]) -> Callable[[Lead, datetime, int, str], Lead | None]:
    return lambda lead, at, number, uid: change(lead, at, number, uid) if lead.is_open else None


_DEEDS: dict[str, Callable[[Lead, datetime, int, str], Lead | None]] = {
    "touch": _touched,
    "company": lambda lead, _at, _number, word: replace(lead, company=word),
    "phone": lambda lead, _at, _number, word: replace(lead, phones=(*lead.phones, word)),
    "promise": _if_open(lambda lead, at, number, uid: lead.with_step(a_promise(TODAY + number * DAY, uid, made=at))),
    "put off": _if_open(
        lambda lead, at, number, _uid: replace(
            lead, promises=tuple(put_off(one, at, TODAY + number * DAY) for one in lead.promises)
        ).with_step(Plan(day=TODAY + number * DAY))
    ),
    "snooze": _if_open(lambda lead, _at, number, _uid: lead.with_step(Plan(day=TODAY + number * DAY))),
    "never": _ended(Status.DO_NOT_CONTACT),
    "lost": _ended(Status.LOST),
    "delete": lambda lead, _at, _number, _uid: lead,
}
deeds = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from([*_DEEDS, *["sync", "undo"] * 2]), st.integers(0, 9)), max_size=25
)


@examples(400)
@given(st.integers(2, 3), deeds)
def test_whatever_some_people_do_all_have_the_same_at_the_end_and_nothing_is_lost(
    people: int, deeds: list[tuple[int, str, int]]
) -> None:
    work = Work(people)
    for deed in deeds:
        work.do(*deed)
    lead, done = work.finish(), work.done
    if lead is None or "delete" in done:  # who comes back is as those knew them who went on with them
        assert lead is None or not lead.is_unscheduled
        assert lead is not None or "delete" in done
        return
    assert not lead.is_unscheduled
    assert len({*lead.phones}) == 2 + done["phone"]
    assert len(_uids(lead)) == len(lead.promises) >= done["promise"]
    assert lead.touches == done["touch"]
    if done["never"] and not done["slip"]:
        assert lead.status is Status.DO_NOT_CONTACT
    if not lead.status.may_have_a_date:
        assert not lead.steps

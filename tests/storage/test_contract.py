"""What every store does: one list of tests, run over each of them."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from fuyu.care import open_book
from fuyu.care.check import check
from fuyu.domain.action import Action, Change, Table, Verb
from fuyu.domain.history import Away, Draft, after_touch
from fuyu.domain.lead import About, Lead, Outcome, Status
from fuyu.domain.message import Message, State
from fuyu.domain.step import Plan
from fuyu.domain.typed import Place, TypedKind
from fuyu.domain.view import SavedView
from fuyu.errors import NotFoundError, SaveError, StaleError
from fuyu.storage import book
from fuyu.storage.port import Applied, Store
from fuyu.storage.rows import Kind, owner_key
from tests.builders import (
    NOON,
    TODAY,
    a_draft,
    a_lead,
    a_note,
    a_promise,
    a_touch,
    adding,
    an_action,
    changing,
    removing,
    with_step,
)
from tests.storage.conftest import Shop

TOMORROW = TODAY + timedelta(days=1)


def undo(store: Store, action: Action, verb: Verb = Verb.UNDO) -> Action:
    taken_back = an_action(*store.reversal(action.uid).changes, verb=verb, of=action.uid)
    assert store.apply(taken_back) is Applied.OK
    return taken_back


def everything(store: Store) -> object:
    leads = [store.lead(row.id) for row in sorted(store.rows, key=lambda row: row.id)]
    return leads, [store.history(lead.id) for lead in leads if lead], list(store.drafts())


def test_a_store_without_a_book_is_empty(store: Store) -> None:
    assert len(store.rows) == 0
    assert store.lead(1) is None
    assert list(store.history(1)) == []
    assert store.draft(1) is None
    assert list(store.heads()) == []
    assert store.next_id(Table.LEADS) == 1
    assert store.read_only == ""


def test_what_is_kept_is_clean(store: Store) -> None:
    store.apply(adding(a_lead(name="Ann\x1b[31m\nLee"), a_note(note="one\r\ntwo\x9b")))
    store.keep_draft(a_draft(text="a\u202eb"))
    assert store.lead(1) == a_lead(name="Ann[31m Lee")
    assert list(store.history(1)) == [a_note(note="one\ntwo")]
    assert store.draft(1) == a_draft(text="ab")


def test_what_was_applied_is_there_after_reopening(shop: Shop) -> None:
    store = shop.open()
    lead = a_lead(name="Zoë “Zo” O'Neil", phones=("+44 20 7946 0958",), created=NOON)
    assert store.apply(adding(lead, a_touch(note='tab\tquote" 日本\nand on'), a_note())) is Applied.OK
    store = shop.reopened(store)
    assert store.lead(1) == lead
    assert list(store.rows) == [lead.row()]
    assert list(store.history(1)) == [a_touch(note='tab\tquote" 日本\nand on'), a_note()]
    assert store.document(Table.NOTES, 1) == a_note()


def test_an_action_is_applied_once(store: Store) -> None:
    action = adding(a_lead())
    store.apply(action)
    assert store.apply(action) is Applied.DUPLICATE
    assert store.apply(replace(action, changes=())) is Applied.DUPLICATE
    assert len(store.rows) == 1


def test_an_action_is_applied_once_also_after_reopening(shop: Shop) -> None:
    action = adding(a_lead())
    store = shop.open()
    store.apply(action)
    assert shop.reopened(store).apply(action) is Applied.DUPLICATE


def test_an_action_that_read_something_older_changes_nothing(store: Store) -> None:
    lead = a_lead()
    store.apply(adding(lead))
    store.apply(changing(lead, company="Acme"))
    before = everything(store)
    with pytest.raises(StaleError):
        store.apply(an_action(Change(None, a_touch()), Change(lead, replace(lead, name="Other"))))
    with pytest.raises(StaleError):
        store.apply(adding(lead))
    with pytest.raises(StaleError):
        store.apply(changing(a_lead(9), name="Nobody"))
    assert everything(store) == before


def test_an_hour_that_comes_twice_is_no_change(store: Store) -> None:
    twice = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    touch = a_touch(at=twice)
    store.apply(adding(a_lead(), touch))
    assert store.apply(changing(touch, note="she moved")) is Applied.OK


def test_logging_a_touch_changes_lead_history_and_draft_at_once(shop: Shop) -> None:
    store = shop.open()
    lead, touch = a_lead(), a_touch(note="after the budget", outcome=Outcome.NOT_NOW)
    store.apply(adding(lead))
    store.keep_draft(a_draft())
    later = after_touch(lead, touch, Plan(day=TOMORROW))
    store.apply(an_action(Change(lead, later), Change(None, touch), Change(a_draft(), None), verb=Verb.LOG))
    store = shop.reopened(store)
    assert store.lead(1) == later
    assert list(store.history(1)) == [touch]
    assert store.draft(1) is None


def test_history_is_newest_first(shop: Shop) -> None:
    store = shop.open()
    early, late = a_touch(1, at=NOON - timedelta(days=1)), a_touch(2, at=NOON + timedelta(days=1))
    same_time = a_note(3)
    store.apply(adding(a_lead(1), a_lead(2), late, early, same_time, a_touch(4, lead=2)))
    store.apply(adding(a_touch(5)))
    expected = [late, a_touch(5), same_time, early]
    assert list(store.history(1)) == expected
    assert list(shop.reopened(store).history(1)) == expected


def test_undo_takes_back_a_whole_action_and_redo_repeats_it(shop: Shop) -> None:
    store = shop.open()
    lead = a_lead()
    store.apply(adding(lead, a_lead(2)))
    before = everything(store)
    logged = an_action(Change(lead, replace(lead, touches=1)), Change(None, a_touch()), Change(a_lead(2), None))
    store.apply(logged)
    after = everything(store)
    store = shop.reopened(store)
    undone = undo(store, logged)
    assert everything(store) == before
    store = shop.reopened(store)
    undo(store, undone, Verb.REDO)
    assert everything(store) == after


def test_undo_leaves_what_was_done_since(store: Store) -> None:
    lead = a_lead()
    store.apply(adding(lead))
    edited = changing(lead, company="Acme", tags=("a",))
    store.apply(edited)
    store.apply(changing(replace(lead, company="Acme", tags=("a",)), role="CEO", tags=("a", "b")))
    undo(store, edited)
    assert store.lead(1) == replace(lead, role="CEO", tags=("b",))


@pytest.mark.parametrize("use", [changing(a_lead(), company="Acme"), adding(a_note(3))])
def test_who_was_added_and_is_used_stays_with_what_was_written_and_is_named(store: Store, use: Action) -> None:
    added = adding(a_lead(), a_touch(), a_note(), a_lead(2, "Bo"), a_note(2, 2))
    store.apply(added)
    store.apply(use)
    reversal = store.reversal(added.uid)
    assert reversal.kept == ("Sakura Tanaka",)
    assert reversal.changes == (Change(a_note(2, 2), None), Change(a_lead(2, "Bo"), None))


def test_who_asked_once_more_not_to_be_contacted_stays_so(store: Store) -> None:
    lead = a_lead()
    store.apply(adding(lead))
    done, state = [], lead
    for number in (1, 2):
        touch = a_touch(number, uid=f"t{number}", outcome=Outcome.DO_NOT_CONTACT)
        after = after_touch(state, touch, None)
        done.append(an_action(Change(state, after), Change(None, touch), verb=Verb.LOG))
        store.apply(done[-1])
        state = after
    undo(store, done[0])
    assert store.lead(1) == state
    undo(store, done[1])
    assert store.lead(1) != state


def test_what_is_already_taken_back_needs_no_change(store: Store) -> None:
    added = adding(a_lead())
    store.apply(added)
    store.apply(removing(a_lead()))
    assert store.reversal(added.uid).changes == ()


def test_an_unknown_action_cannot_be_taken_back(store: Store) -> None:
    with pytest.raises(NotFoundError):
        store.reversal("never")


def test_heads_tell_actions_apart_oldest_first(shop: Shop) -> None:
    store = shop.open()
    first, second = adding(a_lead(), title="added Sakura"), adding(a_touch(), verb=Verb.LOG, title="no answer")
    store.apply(first)
    store.apply(second)
    undone = undo(store, second)
    heads = shop.reopened(store).heads()
    assert [(head.uid, head.verb, head.title, head.of) for head in heads] == [
        (first.uid, Verb.ADD, "added Sakura", ""),
        (second.uid, Verb.LOG, "no answer", ""),
        (undone.uid, Verb.UNDO, "added", second.uid),
    ]


def test_ids_are_not_given_twice(shop: Shop) -> None:
    store = shop.open()
    added = adding(a_lead(7), a_touch(3, lead=7))
    store.apply(added)
    undo(store, added)
    assert store.next_id(Table.LEADS) == 8
    store = shop.reopened(store)
    assert store.next_id(Table.LEADS) == 8
    assert store.next_id(Table.TOUCHES) == 4
    assert store.next_id(Table.NOTES) == 1


def test_drafts_are_kept_replaced_and_dropped(shop: Shop) -> None:
    store = shop.open()
    store.apply(adding(a_lead(1), a_lead(2)))
    store.keep_draft(a_draft(2, "b"))
    store.keep_draft(a_draft(1, "a"))
    store.keep_draft(a_draft(1, "ab"))
    store = shop.reopened(store)
    assert [draft.text for draft in store.drafts()] == ["ab", "b"]
    store.keep_draft(Draft(id=1, text="", at=NOON))
    store.keep_draft(Draft(id=9, text="", at=NOON))
    assert store.draft(1) is None
    assert [draft.text for draft in shop.reopened(store).drafts()] == ["b"]


def test_rows_answer_a_day_through_every_change(shop: Shop) -> None:
    store = shop.open()
    due, later, crack = a_lead(1), a_lead(2, due=TODAY + timedelta(days=9)), a_lead(3, due=None)
    won = a_lead(4, status=Status.WON, due=None)
    store.apply(adding(due, later, crack, won))

    def day() -> set[int]:
        return {row.id for row in store.rows.for_day(TODAY)}

    assert day() == {1, 3}
    assert store.rows.load(TODAY).count == 1
    store = shop.reopened(store)
    assert day() == {1, 3}
    touch = a_touch(lead=4)
    promised = with_step(later, a_promise(day=TOMORROW))
    store.apply(an_action(Change(won, after_touch(won, touch, None, lost=True)), Change(due, None)))
    store.apply(an_action(Change(later, promised)))
    assert day() == {2, 3, 4}
    load = store.rows.load(TOMORROW)
    assert (load.count, load.promised) == (1, 1)
    assert store.rows.load(TODAY).count == 0
    store = shop.reopened(store)
    assert day() == {2, 3, 4}
    assert len(store.rows) == 3
    assert {row.id for row in store.rows} == {2, 3, 4}
    assert store.rows.get(2) == promised.row()
    assert store.rows.get(1) is None


def test_rows_with_a_fact_near_a_day_are_among_its_rows(shop: Shop) -> None:
    """GIVEN leads due much later THEN those with a fact near the day are found through every change and fold."""
    store = shop.open()
    birthday = About("birthday", date(1980, 3, 20), yearly=True)
    leap = About("leap", date(1984, 2, 29), yearly=True)
    far = date(2036, 1, 1)

    def later(lead_id: int, *about: About, **fields: Any) -> Lead:
        return a_lead(lead_id, due=far, about=about, **fields)

    store.apply(
        adding(
            later(1, birthday),
            later(2, About("exam", date(2026, 3, 11)), About("exam", date(2026, 3, 11), yearly=True)),
            later(3, About("exam", date(2026, 3, 10)), About("tea")),
            later(4, About("exam", date(2025, 3, 20))),
            later(5, leap),
            later(6, birthday, leap),
        )
    )

    def near(day: date) -> set[int]:
        return {row.id for row in store.rows.for_day(day)}

    def folded() -> Store:
        if isinstance(store, book.Book):
            assert store.compact()
        return store

    assert near(TODAY) == {1, 2, 6}
    assert near(date(2027, 2, 27)) == {5, 6}
    store = shop.reopened(folded())
    assert near(TODAY) == {1, 2, 6}
    assert near(date(2028, 3, 7)) == {2, 5, 6}
    wished = replace(later(1, birthday), about=(replace(birthday, wished=date(2026, 3, 20)),))
    store.apply(an_action(Change(later(1, birthday), wished)))
    store.apply(an_action(Change(later(6, birthday, leap), later(6, leap))))
    store.apply(an_action(Change(later(3, About("exam", date(2026, 3, 10)), About("tea")), later(3, birthday))))
    store.apply(adding(later(7, About("move", TODAY)), later(8)))
    assert near(TODAY) == {1, 2, 3, 7}
    folded()
    assert near(TODAY) == {1, 2, 3, 7}
    store = shop.reopened(store)
    assert near(TODAY) == {1, 2, 3, 7}
    store.apply(removing(later(7, About("move", TODAY))))
    assert near(TODAY) == {1, 2, 3}
    store = shop.reopened(folded())
    assert near(TODAY) == {1, 2, 3}
    assert near(date(2027, 2, 27)) == {5, 6}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("budget", {1}),
        ("BÜDGET", {1}),
        ("müller", {2}),
        ("muller", {2}),
        ("dana acme", {3}),
        ("020", {4}),
        ("", {1, 2, 3, 4}),
    ],
)
def test_mentions_finds_what_was_written(shop: Shop, words: str, found: set[int]) -> None:
    store = shop.open()
    store.apply(adding(a_lead(1), a_lead(2), a_lead(3, "Dana", company="Acme"), a_lead(4, phones=("+44 (020) 1",))))
    store.apply(adding(a_touch(note="after the Budget\nline"), a_note(lead=2, note="Frau Müller, “lead” in call")))
    store = shop.reopened(store)
    assert set(store.mentions(words)) == found


def test_deleted_words_are_not_found(store: Store) -> None:
    store.apply(adding(a_lead(), a_note(note="secret")))
    store.apply(removing(a_note(note="secret")))
    assert set(store.mentions("secret")) == set()


def test_a_value_keeps_its_zone_offset(shop: Shop) -> None:
    store = shop.open()
    at = datetime(2026, 3, 18, 23, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
    store.apply(adding(a_lead(created=at.astimezone(UTC)), a_touch(at=at)))
    (touch,) = shop.reopened(store).history(1)
    assert touch.at == at
    assert touch.at.date() == at.date()


def test_refresh_says_nothing_is_new(store: Store) -> None:
    store.apply(adding(a_lead()))
    assert not store.refresh()


def test_a_document_of_every_table_survives(shop: Shop) -> None:
    store = shop.open()
    full = Lead(id=1, name="N", tags=("a", "b"), source="google", rhythm=5, zone="Asia/Tokyo")
    away = Away(id=1, first=TODAY, last=TOMORROW, reason="the fair")
    letter = Message(
        id=1, lead=1, at=NOON, day=TODAY, to="n@x.example", subject="Hello", text="Ümläut", state=State.QUEUED
    )
    typed = Place(TypedKind.FORM, 1).typed(1, {"company": "Ümläut\nAG", "role": ""}, NOON)
    view = SavedView(id=1, name="fair", query="tag:expo hot")
    store.apply(adding(full, a_touch(), a_note(), away, letter, view))
    store.keep_draft(a_draft())
    store.keep_typed(Change(None, typed))
    store = shop.reopened(store)
    documents = [store.document(table, 1) for table in Table]
    assert documents == [full, a_draft(), a_touch(), a_note(), away, letter, typed, view]


def test_what_is_typed_in_several_places_is_kept_wholly_or_not_at_all(shop: Shop) -> None:
    store, place = shop.open(), Place(TypedKind.LINE, subject="add")
    store.apply(adding(a_lead()))
    one, two = (place.typed(number, {"line": "Ann"}, NOON) for number in (1, 2))
    store.keep_typed(Change(None, a_draft()), Change(None, one))
    for stale in (Change(None, one), Change(two, None), Change(replace(one, fields={"line": "Bo"}), None)):
        with pytest.raises(StaleError):
            store.keep_typed(Change(None, two), stale)
    longer = replace(one, fields={"line": "Ann Lee"})
    store.keep_typed(Change(one, longer), Change(a_draft(), None))
    assert [*store.documents(Table.TYPED)] == [longer]
    assert (store.drafts(), store.next_id(Table.TYPED)) == ([], 2)
    assert [head.title for head in store.heads()] == ["added"], "typing is no action"
    assert [*shop.reopened(store).documents(Table.TYPED)] == [longer]


def test_a_copy_has_what_is_not_saved_and_never_overwrites(store: Store, tmp_path: Path) -> None:
    lead, touch = a_lead(touches=1), a_touch()
    store.apply(adding(a_lead(), a_lead(2, "Ann")))
    held = (Change(a_lead(), lead), Change(None, touch), Change(a_lead(2, "Ann"), None), Change(None, a_draft()))
    path = tmp_path / "copy.json"
    store.care.copy_to(path, held)
    assert store.lead(1) == a_lead(), "the book itself is as it was"
    copy = open_book(path)
    assert (copy.lead(1), copy.lead(2), copy.draft(1)) == (lead, None, a_draft())
    assert list(copy.history(1)) == [touch]
    assert copy.next_id(Table.TOUCHES) == 2
    copy.close()
    assert check(path).book.findings == ()
    before = path.read_bytes()
    with pytest.raises(SaveError, match="not overwritten"):
        store.care.copy_to(path)
    assert path.read_bytes() == before
    with pytest.raises(SaveError, match="is not written"):
        store.care.copy_to(tmp_path / "no" / "such.json")


def test_documents_and_the_times_of_changes(store: Store) -> None:
    store.apply(adding(a_lead(2, "Ann"), a_lead(), a_note()))
    store.apply(adding(a_note(2), at=NOON + timedelta(hours=1)))
    assert [document.id for document in store.documents(Table.LEADS)] == [1, 2]
    assert list(store.documents(Table.NOTES)) == [a_note(), a_note(2)]
    assert store.changed_at() == {1: NOON, 2: NOON}


def test_leads_of_some_owners_are_left_out(shop: Shop) -> None:
    """GIVEN leads in the file, and some changed since WHEN those of an owner are left out THEN so are their marks."""
    store = shop.open()
    owners = {1: "", 2: "Ana", 3: "Bo", 4: "Bo", 5: ""}
    leads = [a_lead(lead, owner=owner, next_step=a_promise(TODAY)) for lead, owner in owners.items()]
    store.apply(adding(*leads))
    store = shop.reopened(store)
    but = frozenset({owner_key("bo")})

    def shown() -> list[int]:
        rows = sorted(row.id for row in store.rows.for_day(TODAY, but))
        assert rows == sorted(row.id for row in store.rows.found_by([(Kind.PROMISED, TODAY.toordinal())], 9, but))
        load = store.rows.load(TODAY, but)
        assert load.count == load.promised == len(rows)
        assert len([*store.rows.for_day(TODAY)]) == store.rows.load(TODAY).count == len(owners)
        return rows

    assert shown() == [1, 2, 5]
    later = ("Bo", "", "Bo", "Ana", "")
    store.apply(an_action(*(Change(lead, replace(lead, owner=who)) for lead, who in zip(leads, later, strict=True))))
    assert shown() == [2, 4, 5]
    store = shop.reopened(store)
    assert shown() == [2, 4, 5]

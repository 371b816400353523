"""Books that are shared with a team: all have the same in the end, and nothing that somebody did is lost."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import tinydb
from msgspec.structs import replace

from fuyu.care import Book, open_book
from fuyu.care.check import check
from fuyu.domain.action import Action, Change, Table, Verb
from fuyu.domain.colleagues import Colleague
from fuyu.domain.history import after_touch, corrected
from fuyu.domain.lead import Lead, Outcome, Status
from fuyu.domain.step import Plan
from fuyu.domain.typed import Place, TypedKind
from fuyu.errors import ReadOnlyError, SaveError
from fuyu.storage import undo
from fuyu.storage.journal_db import JournalDB
from fuyu.storage.port import Milestone, Theirs
from fuyu.storage.team.numbering import RANGE
from fuyu.storage.team.outbox import WaitingActions
from fuyu.storage.team.shared import thinned
from tests.builders import NOON, TODAY, a_draft, a_lead, a_note, a_touch, adding, an_action, changing, removing
from tests.storage.team import Server, exchange, has, share_of, written

HOUR = timedelta(hours=1)
Opener = Callable[[str], Book]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    """Return what opens a book by its name, and closes it at the end."""
    books: list[Book] = []

    def opened(name: str) -> Book:
        (tmp_path / name).mkdir(exist_ok=True)
        books.append(open_book(tmp_path / name / "fuyu.json"))
        return books[-1]

    yield opened
    for book in books:
        book.close()


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def two(opened: Opener, server: Server) -> tuple[Book, Book]:
    """Two books of a team that have one lead, Ann."""
    ana, bo = opened("ana"), opened("bo")
    ana.apply(adding(a_lead(1, "Ann")))
    for book in (ana, bo):
        book.share("test", 1, NOON)
        exchange(book, server)
    return ana, bo


def all_have_the_same(server: Server, *books: Book) -> None:
    """Let everybody exchange, and look that each has what the server has, to the byte, and that nothing is wrong."""
    for book in (*books, *books):
        exchange(book, server)
    for book in books:
        assert written(book) == has(server)
        assert share_of(book).waiting() == {}
        assert share_of(book).cursor == server.seq
        assert check(book._storage.path).book.findings == ()


def lead_in(book: Book, lead_id: int = 1) -> Lead:
    lead = book.lead(lead_id)
    assert lead is not None
    return lead


def touched(book: Book, uid: str, hours: int = 1, note: str = "", outcome: Outcome = Outcome.NO_ANSWER) -> Action:
    """Log a touch with Ann."""
    lead = lead_in(book)
    touch = a_touch(book.next_id(Table.TOUCHES), 1, note, uid=uid, at=NOON + hours * HOUR, outcome=outcome)
    action = an_action(Change(lead, after_touch(lead, touch, lead.plan)), Change(None, touch), at=touch.at)
    book.apply(action)
    return action


def edited(book: Book, hours: int = 1, **fields: object) -> Action:
    """Change fields of Ann."""
    action = replace(changing(lead_in(book), **fields), at=NOON + hours * HOUR)
    book.apply(action)
    return action


def undone(book: Book, action: Action) -> tuple[str, ...]:
    """Undo an action; return who was kept."""
    reversal = book.reversal(action.uid)
    book.apply(an_action(*reversal.changes, verb=Verb.UNDO, of=action.uid, at=NOON + 9 * HOUR))
    return reversal.kept


# What is done waits, and is taken


def test_what_is_done_in_one_is_in_the_other(two: tuple[Book, Book], server: Server) -> None:
    ana, bo = two
    touched(ana, "t", note="likes tea")
    edited(ana, company="Acme")
    bo.apply(adding(a_lead(bo.next_id(Table.LEADS), "Cy")))
    all_have_the_same(server, ana, bo)
    assert bo.lead(1) == ana.lead(1)
    assert [entry.note for entry in bo.history(1)] == ["likes tea"]
    assert sorted(row.name for row in ana.rows) == ["Ann", "Cy"]


def test_an_action_its_documents_and_that_it_waits_are_one_line(two: tuple[Book, Book]) -> None:
    ana, _ = two
    ana.compact()
    before = ana._storage.journal_size
    action = touched(ana, "t")
    journal = ana._storage.path.with_name("fuyu.json.journal").read_bytes()[before:]
    assert journal.count(b"\n") == 1
    assert {"leads", "touches", "actions", "outbox"} == json.loads(journal[9:])["put"].keys()
    [waits] = share_of(ana).waiting().values()
    assert (waits.uid, [change.kind for change in waits.changes]) == (action.uid, ["leads", "touches"])


def test_what_is_typed_stays_with_who_types(two: tuple[Book, Book], server: Server) -> None:
    ana, _ = two
    ana.keep_draft(a_draft(1, "half a sen"))
    ana.keep_typed(Change(None, Place(TypedKind.FORM, 1).typed(1, {"role": "CFO"}, NOON)))
    ana.apply(an_action(*removing(a_draft(1, "half a sen")).changes, *adding(a_note(ana.next_id(Table.NOTES))).changes))
    [waits] = share_of(ana).waiting().values()
    assert [change.kind for change in waits.changes] == ["notes"]
    exchange(ana, server)
    assert {kind for kind, _ in server.documents} == {"leads", "notes"}


def test_what_waits_is_never_too_long_ago(two: tuple[Book, Book], monkeypatch: pytest.MonkeyPatch) -> None:
    ana, _ = two
    monkeypatch.setattr(undo, "_DEPTH", 5)
    monkeypatch.setattr(undo, "_SLACK", 5)
    monkeypatch.setattr(undo, "_LEAST", 5)
    for number in range(30):
        edited(ana, company=f"Acme {number}")
    waiting = share_of(ana).waiting()
    assert [json.loads(waits.changes[0].after or "")["company"] for waits in waiting.values()] == [
        f"Acme {number}" for number in range(30)
    ]
    share_of(ana).sent(waiting.keys(), None)
    for number in range(10):
        edited(ana, company=f"last {number}")
    assert len(ana.heads()) <= 15


def test_a_save_beside_many_that_wait_looks_through_them_seldom(
    two: tuple[Book, Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, _ = two
    monkeypatch.setattr(undo, "_DEPTH", 5)
    monkeypatch.setattr(undo, "_SLACK", 10)
    monkeypatch.setattr(undo, "_LEAST", 5)
    looked = 0

    def numbers(waiting: WaitingActions) -> list[int]:
        nonlocal looked
        looked += 1
        return [*waiting.uids()]

    monkeypatch.setattr(WaitingActions, "numbers", numbers)
    for number in range(60):
        edited(ana, company=f"Acme {number}")
    assert looked == 5, "once some more than ten are new"
    assert len(share_of(ana).waiting()) == 60
    book = open_book(ana._storage.path)
    book.apply(changing(lead_in(book), company="another process"))
    assert looked == 6
    book.close()


def test_both_touched_the_same_lead(two: tuple[Book, Book], server: Server) -> None:
    ana, bo = two
    touched(ana, "a", 1)
    touched(bo, "b", 2)
    all_have_the_same(server, ana, bo)
    lead = lead_in(ana)
    assert (lead.touches, lead.unanswered, lead.last_touch and lead.last_touch.at) == (2, 2, NOON + 2 * HOUR)


def test_of_two_wordings_the_later_stays_and_the_other_is_a_note_in_every_book(
    two: tuple[Book, Book], server: Server
) -> None:
    ana, bo = two
    edited(ana, 2, company="Acme", plan=Plan(day=TODAY + timedelta(days=1)))
    edited(bo, 1, company="Globex", plan=Plan(day=TODAY + timedelta(days=2)))
    all_have_the_same(server, ana, bo)
    assert lead_in(bo).company == "Acme"
    assert [entry.note for entry in ana.history(1)] == ["Changed by two; company was “Globex”"]


def test_a_note_that_both_corrected_keeps_each_wording(two: tuple[Book, Book], server: Server) -> None:
    ana, bo = two
    touched(ana, "t", note="first")
    all_have_the_same(server, ana, bo)
    for book, words, hours in ((ana, "hers", 3), (bo, "his", 4)):
        entry = book.history(1)[0]
        book.apply(an_action(Change(entry, corrected(entry, words, NOON + hours * HOUR)), at=NOON + hours * HOUR))
    all_have_the_same(server, ana, bo)
    entry = ana.history(1)[0]
    assert entry.note == "his"
    assert {earlier.note for earlier in entry.earlier} == {"first", "hers"}


def test_do_not_contact_holds_also_for_who_was_away(two: tuple[Book, Book], server: Server) -> None:
    ana, bo = two
    touched(bo, "b", 3, outcome=Outcome.TALKED)
    edited(ana, 1, status=Status.DO_NOT_CONTACT, plan=None)
    all_have_the_same(server, ana, bo)
    assert (lead_in(bo).status, lead_in(bo).plan) == (Status.DO_NOT_CONTACT, None)


@pytest.mark.parametrize("first", [0, 1])
def test_do_not_contact_that_two_have_set_stays_where_one_takes_it_back(
    two: tuple[Book, Book], server: Server, first: int
) -> None:
    """GIVEN two who noted it, neither by a touch WHEN one undoes it THEN it holds, until the other does so, too."""
    set_by = [edited(book, 1, status=Status.DO_NOT_CONTACT, plan=None, silenced=1) for book in two]
    all_have_the_same(server, *two)
    for place, status in ((first, Status.DO_NOT_CONTACT), (1 - first, Status.OPEN)):
        undone(two[place], set_by[place])
        all_have_the_same(server, *two)
        assert [lead_in(book).status for book in two] == [status, status]


# Undo


def test_undo_leaves_what_others_did_since(two: tuple[Book, Book], server: Server) -> None:
    ana, bo = two
    done = touched(ana, "a")
    all_have_the_same(server, ana, bo)
    touched(bo, "b", 2)
    edited(bo, 3, role="CEO")
    all_have_the_same(server, ana, bo)
    assert undone(ana, done) == ()
    all_have_the_same(server, ana, bo)
    lead = lead_in(bo)
    assert (lead.touches, lead.unanswered, lead.role) == (1, 1, "CEO")
    assert [getattr(entry, "uid", "") for entry in bo.history(1)] == ["b"]


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("first", [0, 1])
def test_a_touch_that_one_takes_back_and_another_has_corrected_stays_and_is_counted(
    two: tuple[Book, Book], server: Server, first: int, *, known: bool
) -> None:
    ana, bo = two
    done = touched(ana, "a", note="on holiday")
    all_have_the_same(server, ana, bo)
    entry = bo.history(1)[0]
    bo.apply(an_action(Change(entry, corrected(entry, "on holiday until May", NOON + 2 * HOUR)), at=NOON + 2 * HOUR))
    if known:
        all_have_the_same(server, ana, bo)
    assert undone(ana, done) == (("Ann",) if known else ())
    exchange(two[first], server)
    all_have_the_same(server, ana, bo)
    for book in two:
        assert [entry.note for entry in book.history(1)] == ["on holiday until May"]
        assert lead_in(book).touches == 1


def test_what_was_done_before_there_was_a_team_is_undone_in_the_same_way(opened: Opener, server: Server) -> None:
    ana, bo = opened("ana"), opened("bo")
    ana.apply(adding(a_lead(1, "Ann")))
    done = edited(ana, company="Acme", role="CEO")
    edited(ana, role="CFO")
    for book in (ana, bo):
        book.share("test", 1, NOON)
        exchange(book, server)
    edited(bo, 2, company="Globex", place="Oslo")
    all_have_the_same(server, ana, bo)
    undone(ana, done)
    all_have_the_same(server, ana, bo)
    lead = lead_in(bo)
    assert (lead.company, lead.role, lead.place) == ("Globex", "CFO", "Oslo")


@pytest.mark.parametrize("raw", [b"{}", b'{"uid":1}', b'{"uid":"gone"}'])
def test_an_entry_that_somebody_wrote_by_hand_holds_nothing_up(
    two: tuple[Book, Book], server: Server, raw: bytes
) -> None:
    ana, bo = two
    ana._db.table("outbox").put(1, raw)
    edited(ana, company="Acme")
    exchange(ana, server)
    exchange(bo, server)
    assert lead_in(bo).company == "Acme"


def test_who_was_added_and_is_used_by_others_stays_and_is_named(two: tuple[Book, Book], server: Server) -> None:
    ana, bo = two
    cy = ana.next_id(Table.LEADS)
    added = adding(a_lead(cy, "Cy"))
    ana.apply(added)
    all_have_the_same(server, ana, bo)
    bo.apply(adding(a_note(bo.next_id(Table.NOTES), cy, "likes tea")))
    all_have_the_same(server, ana, bo)
    assert undone(ana, added) == ("Cy",)
    assert lead_in(ana, cy).name == "Cy"


# Ids


def test_every_copy_gives_ids_of_its_own(two: tuple[Book, Book]) -> None:
    for number, book in enumerate(two, 1):
        assert [book.next_id(table) // RANGE for table in (Table.LEADS, Table.TOUCHES, Table.NOTES)] == [number] * 3
        assert book.next_id(Table.MESSAGES) == 1


def test_a_copy_of_a_book_asks_for_a_number_and_gives_ids_of_none(two: tuple[Book, Book], opened: Opener) -> None:
    ana, _ = two
    path = ana._storage.path
    ana.compact()
    (path.parent.parent / "copy").mkdir()
    shutil.copy(path, path.parent.parent / "copy" / "fuyu.json")
    copy = opened("copy")
    assert (share_of(copy).number, share_of(ana).number) == (0, 1)
    assert share_of(copy).device != share_of(ana).device
    assert copy.next_id(Table.LEADS) // RANGE >= 10**9
    assert copy.next_id(Table.LEADS) == copy.next_id(Table.LEADS) < 2**53
    share_of(copy).numbered(5)
    assert copy.next_id(Table.LEADS) == 5 * RANGE + 1


def test_a_book_that_was_restored_gives_no_id_again(two: tuple[Book, Book], opened: Opener) -> None:
    ana, _ = two
    path = ana._storage.path
    ana.compact()
    before = path.read_bytes()
    ana.apply(adding(a_lead(ana.next_id(Table.LEADS), "Cy")))
    given = ana.next_id(Table.LEADS)
    ana.close()
    path.write_bytes(before)
    path.with_name("fuyu.json.journal").unlink()
    path.with_name("fuyu.json.earlier").unlink(missing_ok=True)
    again = opened("ana")
    assert len(again.rows) == 1
    assert (share_of(again).number, again.next_id(Table.LEADS)) == (1, given)


def test_what_was_made_under_an_id_that_somebody_has_gets_another_with_all_that_points_to_it(
    opened: Opener, server: Server
) -> None:
    ana, bo = opened("ana"), opened("bo")
    ana.apply(adding(a_lead(1, "Ann", touches=1), a_touch(1, 1, "called Ann", uid="a")))
    bo.apply(adding(a_lead(2, "Eli", referred=(1,))))
    born = adding(a_lead(1, "Bob", referred_by=2, touches=1), a_touch(1, 1, "called Bob", uid="b"), a_note(1, 1, "tea"))
    bo.apply(born)
    bo.keep_draft(a_draft(1, "half a sen"))
    for book in (ana, bo):
        book.share("test", 1, NOON)
    all_have_the_same(server, ana, bo)
    by_name = {row.name: row.id for row in bo.rows}
    bob = by_name["Bob"]
    assert (by_name["Ann"], by_name["Eli"], bob // RANGE) == (1, 2, 2)
    assert {entry.note for entry in ana.history(bob)} == {"called Bob", "tea"}
    assert [entry.note for entry in bo.history(1)] == ["called Ann"]
    assert (lead_in(ana, 2).referred, lead_in(ana, bob).referred_by) == ((bob,), 2)
    assert [(draft.id, draft.text) for draft in bo.drafts()] == [(bob, "half a sen")]
    bo.keep_draft(a_draft(bob, ""))
    undone(bo, born)
    all_have_the_same(server, ana, bo)
    assert sorted(row.name for row in ana.rows) == ["Ann", "Eli"]


# Deleted, and erased


@pytest.mark.parametrize("first", [0, 1])
def test_who_was_deleted_here_and_called_there_stays_with_all_that_was_written(
    two: tuple[Book, Book], server: Server, first: int
) -> None:
    ana, bo = two
    touched(ana, "before", note="before")
    all_have_the_same(server, *two)
    ana.apply(removing(lead_in(ana), *ana.history(1)))
    touched(bo, "called", 2, note="called")
    exchange(two[first], server)
    all_have_the_same(server, ana, bo)
    assert [entry.note for entry in ana.history(1)] == ["called", "before"]
    assert lead_in(ana).touches == 2


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("how", ["noted", "corrected"])
def test_who_was_deleted_here_and_written_about_there_stays(
    two: tuple[Book, Book], server: Server, how: str, first: int
) -> None:
    """A note changes nothing of the lead: who took the deletion has to see that something hangs on it."""
    ana, bo = two
    touched(ana, "before", note="before")
    all_have_the_same(server, *two)
    ana.apply(removing(lead_in(ana), *ana.history(1)))
    if how == "noted":
        bo.apply(adding(a_note(bo.next_id(Table.NOTES), 1, "likes tea")))
    else:
        bo.apply(an_action(Change(bo.history(1)[0], corrected(bo.history(1)[0], "likes tea", NOON + 3 * HOUR))))
    exchange(two[first], server)
    all_have_the_same(server, ana, bo)
    assert lead_in(ana).name == "Ann"
    assert {entry.note for entry in ana.history(1)} == ({"likes tea", "before"} if how == "noted" else {"likes tea"})


def test_who_was_deleted_and_noted_between_two_looks_of_either_comes_back(
    two: tuple[Book, Book], server: Server
) -> None:
    ana, bo = two
    bo.apply(adding(a_note(bo.next_id(Table.NOTES), 1, "likes tea")))
    ana.apply(removing(lead_in(ana)))
    exchange(ana, server)
    assert server.push(share_of(bo).waiting()) is None, "the team does not look whom it is about"
    all_have_the_same(server, ana, bo)
    assert lead_in(ana).name == "Ann"


def test_who_was_deleted_by_both_and_brought_back_by_one_stays_where_that_one_wrote_about_them(
    two: tuple[Book, Book], server: Server
) -> None:
    ana, bo = two
    touched(ana, "a", note="on holiday")
    all_have_the_same(server, ana, bo)
    for book in two:
        entries = [Change(entry, None) for entry in book.history(1)]
        deleted = an_action(*entries, Change(lead_in(book), None), at=NOON + 2 * HOUR)
        book.apply(deleted)
    undone(bo, deleted)
    entry = bo.history(1)[0]
    bo.apply(an_action(Change(entry, corrected(entry, "on holiday until May", NOON + 4 * HOUR)), at=NOON + 4 * HOUR))
    all_have_the_same(server, ana, bo)
    assert [entry.note for entry in ana.history(1)] == ["on holiday until May"]
    assert lead_in(ana).touches == 1


def test_who_was_deleted_is_gone_everywhere(two: tuple[Book, Book], server: Server) -> None:
    ana, bo = two
    touched(ana, "before")
    all_have_the_same(server, *two)
    ana.apply(removing(lead_in(ana), *ana.history(1)))
    all_have_the_same(server, ana, bo)
    assert len(bo.rows) == len(has(server)) == 0


def test_who_was_erased_is_not_brought_back_by_who_was_away(two: tuple[Book, Book], server: Server) -> None:
    ana, bo = two
    touched(bo, "b", note="called")
    edited(bo, role="CEO")
    server.erase("leads", 1)
    all_have_the_same(server, ana, bo)
    assert has(server) == {}


def test_who_was_made_under_the_id_of_somebody_erased_lives(opened: Opener, server: Server) -> None:
    server.erase("leads", 1)
    bo = opened("bo")
    bo.apply(adding(a_lead(1, "Bob"), a_note(1, 1)))
    bo.share("test", 1, NOON)
    all_have_the_same(server, bo)
    assert [row.name for row in bo.rows] == ["Bob"]
    assert [len(bo.history(row.id)) for row in bo.rows] == [1]


# Who may write


def test_a_fuyu_that_knows_no_teams_only_reads_it_and_tinydb_does_not_write_past_the_outbox(
    two: tuple[Book, Book],
) -> None:
    ana, _ = two
    meta = json.loads(ana._storage.path.read_text())["_meta"]["1"]
    assert (meta["needs"], meta["schema"]) == (["team"], 1002)
    with pytest.raises(SaveError, match="written by fuyu alone"):
        ana._db.table("leads").update({"company": "Past"}, doc_ids=[1])
    with pytest.raises(SaveError, match="written by fuyu alone"):
        ana._db.drop_tables()
    edited(ana, company="Acme")
    with closing(JournalDB(ana._storage.path)) as plain, pytest.raises(ReadOnlyError, match=r"needs a newer .*team"):
        plain.table("leads").insert({"name": "Past"})
    with tinydb.TinyDB(ana._storage.path) as read:
        assert [lead["name"] for lead in read.table("leads")] == ["Ann"]


def test_a_book_that_leaves_is_as_any_other(two: tuple[Book, Book]) -> None:
    ana, _ = two
    edited(ana, company="Acme")
    ana.share_no_more()
    assert ana.team is None
    edited(ana, role="CEO")
    text = json.loads(ana._storage.path.read_text())
    assert (text["_meta"]["1"]["needs"], text["_meta"]["1"]["schema"]) == ([], 2)
    assert not text.get("outbox")
    assert ana.next_id(Table.LEADS) == 2


# Odd input


@pytest.mark.parametrize(
    ("kind", "document_id", "body"),
    [
        ("leads", 1, "no JSON"),
        ("leads", 1, "[1]"),
        ("leads", 1, r'{"id":1,"name":"\ud800"}'),
        ("leads", 10**16, "{}"),
        ("leads", -1, "{}"),
        ("others", 1, "{}"),
        ("messages", 1, "{}"),
    ],
)
def test_what_no_book_can_hold_is_left_out_and_holds_nothing_up(
    two: tuple[Book, Book], kind: str, document_id: int, body: str
) -> None:
    ana, _ = two
    before = written(ana)
    good = Theirs("notes", 5, NOON, '{"id":5,"lead":1,"at":"2026-03-18T12:00:00Z","note":"good"}')
    share_of(ana).take([Theirs(kind, document_id, NOON, body), good], 9)
    assert written(ana) == before | {("notes", 5): good.body}
    assert share_of(ana).cursor == 9


@pytest.mark.parametrize("body", [r'{"id":1,"name":"\u0000"}', '{"id":1,"touches":1e999}', "{}"])
@pytest.mark.parametrize("waits", [False, True])
def test_odd_documents_are_kept_as_they_are_where_nothing_waits(
    two: tuple[Book, Book], server: Server, body: str, *, waits: bool
) -> None:
    ana, bo = two
    if waits:
        edited(ana, company="Acme")
    server.seq += 1
    server.documents["leads", 1] = server.seq, Theirs("leads", 1, NOON, body)
    for book in (ana, bo, ana, bo):
        exchange(book, server)
    assert written(ana) == written(bo) == has(server)
    assert share_of(ana).waiting() == {}
    if not waits:
        assert server.body("leads", 1) == body


def test_a_large_note_comes_through(two: tuple[Book, Book], server: Server) -> None:
    ana, bo = two
    ana.apply(adding(a_note(ana.next_id(Table.NOTES), 1, "x" * 1_000_000)))
    all_have_the_same(server, ana, bo)


def test_what_is_brought_in_from_another_journal_waits_for_the_team(two: tuple[Book, Book], server: Server) -> None:
    """GIVEN a sync tool that puts the file of an earlier time beside the journal."""
    ana, _ = two
    path = ana._storage.path
    ana.compact()
    earlier = path.read_bytes()
    note = adding(a_note(ana.next_id(Table.NOTES), 1, "alpha"))
    ana.apply(note)
    ana._storage.let_go()
    path.write_bytes(earlier.replace(b'"Ann"', b'"Ann-Marie"'))
    with closing(open_book(path)) as book:
        assert [entry.note for entry in book.history(1)] == ["alpha"]
        assert [waits.uid for waits in share_of(book).waiting().values()] == [note.uid]
        exchange(book, server)
        assert share_of(book).waiting() == {}


def test_a_book_knows_who_its_person_is_and_who_is_in_the_team(opened: Opener) -> None:
    book = opened("ana")
    assert book.me == ""
    book.share("test", 1, NOON)
    assert book.me == "", "nobody has said it yet"
    there = (Colleague("ana", "Ana Ruiz"), Colleague("bo", "Bo Diaz"))
    share_of(book).know("Ana Ruiz", there)
    assert (opened("ana").me, share_of(opened("ana")).colleagues) == ("Ana Ruiz", there)
    before = book._storage.journal_size
    share_of(book).know("Ana Ruiz", there)
    assert book._storage.journal_size == before, "what is known is not written again"
    book.share_no_more()
    assert book.me == ""


@pytest.mark.parametrize(("first", "last"), [("Ana", "Bo"), ("Ana", "")], ids=str)
def test_of_two_who_hand_the_same_lead_over_the_later_has_said_whose_it_is(
    two: tuple[Book, Book], server: Server, first: str, last: str
) -> None:
    ana, bo = two
    ana.apply(changing(lead_in(ana), owner="Cy"))
    all_have_the_same(server, ana, bo)
    ana.apply(an_action(Change(lead_in(ana), replace(lead_in(ana), owner=first)), at=NOON + HOUR))
    bo.apply(an_action(Change(lead_in(bo), replace(lead_in(bo), owner=last)), at=NOON + 2 * HOUR))
    all_have_the_same(server, ana, bo)
    assert [lead_in(book).owner for book in (ana, bo)] == [last, last]
    assert not ana.history(1), "it is no wording that gave way"


# A server that was brought back from a backup


def test_a_server_that_was_brought_back_gets_what_it_lacks(two: tuple[Book, Book], server: Server) -> None:
    ana, bo = two
    backup = server.as_it_is()
    touched(ana, "t1", note="likes tea")
    edited(ana, 2, company="Acme", name="Ann Roe")
    for book in (ana, bo):
        exchange(book, server)
    touched(bo, "t2", 3)
    backup.seq += 1
    backup.documents["leads", 7] = (
        backup.seq,
        Theirs("leads", 7, NOON, '{"id":7,"name":"Zed","plan":{"day":"2026-03-18"}}'),
    )
    all_have_the_same(backup, bo, ana)
    lead = lead_in(ana)
    assert (lead.name, lead.company, lead.touches) == ("Ann Roe", "Acme", 2)
    assert {entry.note for entry in ana.history(1)} == {"likes tea", ""}, "no wording of the backup is a note"
    assert sorted(row.name for row in ana.rows) == ["Ann Roe", "Zed"]


def test_what_was_written_on_a_server_that_was_brought_back_stays_too(
    two: tuple[Book, Book], server: Server, opened: Opener
) -> None:
    ana, bo = two
    cy = opened("cy")
    cy.share("test", 1, NOON)
    exchange(cy, server)
    backup = server.as_it_is()
    touched(ana, "t1")
    edited(ana, 2, company="Acme")
    exchange(ana, server)
    touched(cy, "t2", 3)
    edited(cy, 4, role="CTO", company="Globex")
    exchange(cy, backup)
    touched(bo, "t3", 5)
    all_have_the_same(backup, cy, bo, ana)
    lead = lead_in(bo)
    assert (lead.company, lead.role, lead.touches) == ("Globex", "CTO", 3)
    assert any("company was “Acme”" in entry.note for entry in bo.history(1)), "of two wordings the other is a note"


def test_touches_of_two_leads_are_counted_where_nobody_knows_how_many_there_were(
    opened: Opener, server: Server
) -> None:
    """GIVEN a lead that one has touched and deleted, and another that another has edited, on a server brought back."""
    ana, bo = opened("ana"), opened("bo")
    ana.apply(adding(a_lead(1, "Ann"), a_lead(2, "Bob")))
    for book in (ana, bo):
        book.share("test", 1, NOON)
        exchange(book, server)
    edited(ana, company="Acme")
    bob = lead_in(ana, 2)
    ana.apply(changing(bob, status=Status.DO_NOT_CONTACT, plan=None))
    touched(bo, "t1")
    bo.apply(removing(lead_in(bo), *bo.history(1)))
    all_have_the_same(Server(), ana, bo)
    assert lead_in(ana).touches == len(ana.history(1)) == 1


def test_who_was_renamed_is_nobody_else_on_a_server_that_was_brought_back(
    two: tuple[Book, Book], server: Server
) -> None:
    ana, bo = two
    edited(ana, name="Ann", phones=("+44 20 7946 0001",))
    exchange(ana, server)
    backup = server.as_it_is()
    edited(ana, 2, name="Ann Roe", phones=("+44 20 7946 0002",))
    for book in (ana, bo):
        exchange(book, server)
    all_have_the_same(backup, ana, bo)
    assert [row.name for row in bo.rows] == ["Ann Roe"]


def test_what_was_deleted_and_undone_after_the_backup_is_so_on_a_server_that_was_brought_back(
    two: tuple[Book, Book], server: Server
) -> None:
    ana, bo = two
    ana.apply(adding(a_lead(ana.next_id(Table.LEADS), "Zed")))
    logged = touched(ana, "t1")
    exchange(ana, server)
    touched(ana, "t2", 2)
    exchange(ana, server)
    backup = server.as_it_is()
    undone(ana, logged)
    zed = next(lead for row in ana.rows if (lead := ana.lead(row.id)) and lead.name == "Zed")
    ana.apply(removing(zed))
    for book in (ana, bo):
        exchange(book, server)
    all_have_the_same(backup, bo, ana)
    assert [(row.name, row.touches) for row in bo.rows] == [("Ann", 1)]
    assert [entry.note for entry in bo.history(1)] == [""]


def test_marks_are_few_and_the_nearer_to_the_last_the_closer() -> None:
    marks: tuple[Milestone, ...] = ()
    for seq in range(1, 1001):
        marks = thinned({*marks, Milestone(seq, f"u{seq}", NOON)})
        assert len(marks) <= 15
        assert (marks[0].seq, marks[-1].seq) == (1, seq)
        for away in range(1, seq):
            if away & (away - 1) == 0:  # a power of two
                assert any(away <= seq - mark.seq < 16 * away for mark in marks)

"""What a server of a team does: order, permission and claims are its own business."""

from datetime import UTC, datetime, timedelta

import pytest
from psycopg import sql

from fuyu.errors import ServerError
from fuyu.features.team.erasing import erase
from fuyu.features.team.making import make_team
from fuyu.features.team.remote import Remote
from fuyu.features.team.trouble import PoisonError, UnwillingError
from fuyu.storage.port import Edit, Theirs, Waiting
from tests.features.team.conftest import Connect
from tests.features.team.servers import OUTSIDER, TEAM

pytestmark = pytest.mark.slow
AT = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
LEAD = '{"id":1,"name":"Ann Lee"}'
SILENT = '{"id":1,"name":"Ann Lee","status":"do_not_contact"}'


def wrote(uid: str, *changes: tuple[str | None, str | None], at: datetime = AT, reverses: str = "") -> Waiting:
    """Return an action that changed lead 1, then 2, and so on."""
    found = [Edit("leads", number, *change) for number, change in enumerate(changes, 1)]
    return Waiting(uid=uid, at=at, verb="edit", title="wrote", reverses=reverses, changes=found)


def book(remote: Remote) -> int:
    """Say hello, and return the number of the book."""
    return remote.hello(TEAM, 0, remote.address.user).number


def test_what_one_pushes_another_finds_once(connect: Connect) -> None:
    ana, bo = connect("ana"), connect("bo")
    one, two = book(ana), book(bo)
    assert one != two
    assert ana.push(TEAM, one, [wrote("a", (None, LEAD))]).outcome == "ok"
    found = bo.since(TEAM, 0, [])
    assert found.documents == [Theirs("leads", 1, AT, LEAD, erased=False)]
    assert bo.since(TEAM, found.cursor, []).documents == []
    assert bo.news(TEAM).seq == found.cursor


def test_a_backlog_is_one_set_and_nothing_of_it_is_taken_twice(connect: Connect) -> None:
    ana = connect("ana")
    number = book(ana)
    backlog = [wrote("a", (None, LEAD)), wrote("b", (LEAD, '{"id":1}')), wrote("c", ('{"id":1}', '{"id":1,"x":2}'))]
    pushed = ana.push(TEAM, number, backlog)
    assert (pushed.outcome, pushed.seq) == ("ok", 1)
    assert ana.since(TEAM, 0, ["a", "c", "z"]).known == {"a", "c"}
    assert ana.since(TEAM, 0, []).documents[0].body == '{"id":1,"x":2}'
    assert ana.push(TEAM, number, [wrote("c", (None, LEAD))]).outcome == "known"
    assert ana.news(TEAM).seq == 1


def test_who_writes_on_something_old_is_told_what_holds(connect: Connect) -> None:
    ana, bo = connect("ana"), connect("bo")
    ana.push(TEAM, book(ana), [wrote("a", (None, LEAD))])
    stale = bo.push(TEAM, book(bo), [wrote("b", (None, SILENT))])
    assert (stale.outcome, stale.documents) == ("stale", [Theirs("leads", 1, AT, LEAD, erased=False)])
    gone = bo.push(TEAM, book(bo), [wrote("c", (LEAD, LEAD), (LEAD, SILENT))])
    assert [(one.id, one.body) for one in gone.documents] == [(2, None)]


def test_a_page_ends_with_a_whole_action(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fuyu.features.team.remote._PAGE", 2)
    ana = connect("ana")
    number = book(ana)
    ana.push(TEAM, number, [wrote("a", (None, LEAD))])
    ana.push(TEAM, number, [wrote("b", (LEAD, LEAD), (None, LEAD), (None, LEAD), (None, LEAD))])
    first = ana.since(TEAM, 0, [])
    assert [one.id for one in first.documents] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "body",
    [
        r'{"a":"\u0000"}',
        r'{"a":"\ud800"}',
        '{"a":1e999}',
        f'{{"a":{"9" * 40}}}',
        '{"a":1,"a":2}',
        "no JSON",
        "[" * 9999,
    ],
)
def test_bodies_come_back_as_they_were(connect: Connect, body: str) -> None:
    ana, bo = connect("ana"), connect("bo")
    one, two = book(ana), book(bo)
    assert ana.push(TEAM, one, [wrote("a", (None, body))]).outcome == "ok"
    assert bo.since(TEAM, 0, []).documents[0].body == body
    silent = f'{body[:-1]},"status":"do_not_contact"}}'
    assert bo.push(TEAM, two, [wrote("b", (body, silent))]).outcome == "ok"
    assert bo.push(TEAM, two, [wrote("c", (silent, body))]).outcome == "refused"
    assert ana.push(TEAM, one, [wrote("d", (silent, body))]).outcome == "ok"
    assert erase(ana, TEAM, 1, ["Ann"]) == 1


def test_a_note_of_ten_megabytes_passes(connect: Connect) -> None:
    ana = connect("ana")
    body = f'{{"note":"{"é" * 5_000_000}"}}'
    assert ana.push(TEAM, book(ana), [wrote("a", (None, body))]).outcome == "ok"
    assert ana.since(TEAM, 0, []).documents[0].body == body


@pytest.mark.parametrize(
    "poison",
    [
        wrote("a\0", (None, LEAD)),
        wrote("\ud800", (None, LEAD)),
        wrote("a", (None, "\0")),
        Waiting(uid="a", at=AT, verb="", title="", changes=[Edit("leads", 10**19, None, LEAD)]),
    ],
)
def test_what_it_cannot_keep_is_told_and_all_else_passes(connect: Connect, poison: Waiting) -> None:
    ana = connect("ana")
    number = book(ana)
    with pytest.raises(PoisonError):
        ana.push(TEAM, number, [poison])
    assert ana.push(TEAM, number, [wrote("b", (None, LEAD))]).outcome == "ok"


def test_a_clock_that_is_ahead_wins_nothing_by_it(connect: Connect) -> None:
    ana = connect("ana")
    ana.push(TEAM, book(ana), [wrote("a", (None, LEAD), at=datetime(2999, 1, 1, tzinfo=UTC))])
    welcome = ana.hello(TEAM, 0, "another")
    assert ana.since(TEAM, 0, []).documents[0].at <= welcome.now


def test_a_copy_of_a_book_gets_a_number_of_its_own(connect: Connect) -> None:
    ana, bo = connect("ana"), connect("bo")
    number = ana.hello(TEAM, 0, "laptop").number
    assert ana.hello(TEAM, number, "laptop").number == number
    others = [ana.hello(TEAM, number, "desktop").number, bo.hello(TEAM, number, "laptop").number]
    assert len({number, *others}) == 3
    ana.leave(TEAM, number)
    assert ana.hello(TEAM, number, "laptop").number not in {number, *others}


def test_one_at_a_time_is_at_a_lead(connect: Connect) -> None:
    ana, bo = connect("ana"), connect("bo")
    one, two = book(ana), book(bo)
    mine = ana.claim(TEAM, one, 7, 120)
    assert (mine.is_mine, mine.person) == (True, "Ana Ruiz")
    assert ana.claim(TEAM, one, 7, 120) == mine, "renewed, it is as long as it was"
    assert bo.claim(TEAM, two, 7, 120) == mine._replace(is_mine=False)
    assert [(claim.lead, claim.book, claim.person) for claim in bo.news(TEAM).claims] == [(7, one, "Ana Ruiz")]
    ana.let_go(TEAM, one, 7)
    assert bo.claim(TEAM, two, 7, 120).person == "Bo Diaz"
    bo.let_go(TEAM, two)
    assert bo.news(TEAM).claims == []


def test_who_is_gone_keeps_no_lead(connect: Connect) -> None:
    ana, bo = connect("ana"), connect("bo")
    ana.claim(TEAM, book(ana), 7, 0)
    assert bo.news(TEAM).claims == []
    assert bo.claim(TEAM, book(bo), 7, 120).is_mine


def test_an_own_slip_can_be_undone_and_the_wish_of_somebody_else_stays(connect: Connect) -> None:
    ana, bo, cy = (connect(name) for name in ("ana", "bo", "cy"))
    ana.push(TEAM, book(ana), [wrote("a", (None, LEAD))])
    assert bo.push(TEAM, book(bo), [wrote("b", (LEAD, SILENT))]).outcome == "ok"
    refused = cy.push(TEAM, book(cy), [wrote("c", (SILENT, LEAD), reverses="b")])
    assert (refused.outcome, [one.body for one in refused.documents]) == ("refused", [SILENT])
    assert bo.push(TEAM, book(bo), [wrote("d", (SILENT, LEAD), reverses="b")]).outcome == "ok"
    spaced = SILENT.replace(":", " : ")
    assert bo.push(TEAM, book(bo), [wrote("e", (LEAD, spaced))]).outcome == "ok"
    assert cy.push(TEAM, book(cy), [wrote("f", (spaced, None))]).outcome == "refused"


def test_roles(connect: Connect) -> None:
    ana, bo, rita, eve = (connect(name) for name in ("ana", "bo", "rita", OUTSIDER))
    one, theirs = book(ana), book(rita)
    for forbidden in (
        lambda: eve.hello(TEAM, 0, "x"),
        lambda: eve.since(TEAM, 0, []),
        lambda: eve.news(TEAM),
        lambda: eve.members(TEAM),
        lambda: rita.push(TEAM, theirs, [wrote("a", (None, LEAD))]),
        lambda: rita.claim(TEAM, theirs, 1, 9),
        lambda: bo.push(TEAM, one, [wrote("a", (None, LEAD))]),
        lambda: erase(bo, TEAM, 1, []),
        lambda: bo.invite(TEAM, "eve", "Eve", "owner"),
        lambda: bo.remove(TEAM, "ana"),
        lambda: make_team(bo, "other", "Bo"),
    ):
        with pytest.raises(UnwillingError):
            forbidden()
    assert eve.teams() == []
    assert [(team.name, team.role) for team in rita.teams()] == [("acme", "reader")]


def test_the_tables_are_read_by_members_and_written_by_nobody(connect: Connect) -> None:
    ana, bo, eve = (connect(name) for name in ("ana", "bo", OUTSIDER))
    ana.push(TEAM, book(ana), [wrote("a", (None, LEAD))])
    for table in ("team", "member", "book", "document", "action"):
        asked = sql.SQL("SELECT count(*) FROM fuyu.{}").format(sql.Identifier(table))
        assert bo._there.execute(asked).fetchone() != (0,)
        assert eve._there.execute(asked).fetchone() == (0,)
    for statement in (b"DELETE FROM fuyu.document", b"UPDATE fuyu.member SET role = 'owner'", b"SELECT fuyu.ring(1)"):
        with pytest.raises(ServerError), bo._said():
            bo._there.execute(statement)


def test_a_team_keeps_an_owner(connect: Connect) -> None:
    ana = connect("ana")
    ana.remove(TEAM, "postgres")
    with pytest.raises(UnwillingError, match="a team needs an owner"):
        ana.remove(TEAM, "ana")
    with pytest.raises(UnwillingError, match="a team needs an owner"):
        ana.invite(TEAM, "ana", "Ana", "caller")
    assert ana.remove(TEAM, "bo")
    assert not ana.remove(TEAM, "bo")
    assert [member.login for member in ana.members(TEAM)] == ["ana", "cy", "rita"]


def test_who_was_removed_is_at_no_lead_and_out(connect: Connect) -> None:
    ana, bo = connect("ana"), connect("bo")
    number = book(bo)
    bo.claim(TEAM, number, 7, 120)
    ana.remove(TEAM, "bo")
    assert ana.news(TEAM).claims == []
    with pytest.raises(UnwillingError, match="bo is no member of the team"):
        bo.push(TEAM, number, [wrote("a", (None, LEAD))])


def test_what_is_erased_leaves_a_mark_and_no_word(connect: Connect) -> None:
    ana, bo = connect("ana"), connect("bo")
    touch = '{"id":1,"lead": 1,"note":"called Ann"}'
    other = '{"id":2,"lead":12}'
    entries = [Edit("touches", 1, None, touch), Edit("notes", 2, None, other)]
    ana.push(
        TEAM,
        book(ana),
        [wrote("a", (None, LEAD)), Waiting(uid="t", at=AT, verb="", title="x, Ann Lee", changes=entries)],
    )
    assert erase(ana, TEAM, 1, ["Ann Lee"]) == 2
    found = {(one.kind, one.id): (one.body, one.erased) for one in bo.since(TEAM, 0, []).documents}
    assert found == {("leads", 1): (None, True), ("touches", 1): (None, True), ("notes", 2): (other, False)}
    titles = ana._there.execute("SELECT title FROM fuyu.action ORDER BY uid").fetchall()
    assert titles == [("wrote",), ("",)]
    stale = bo.push(TEAM, book(bo), [wrote("b", (LEAD, SILENT))])
    assert (stale.outcome, stale.documents[0].erased) == ("stale", True)


def test_two_teams_know_nothing_of_each_other(connect: Connect) -> None:
    root, ana = connect("postgres"), connect("ana")
    other = make_team(root, "globex", "Root")
    root.push(other, root.hello(other, 0, "x").number, [wrote("a", (None, LEAD))])
    assert ana.since(TEAM, 0, ["a"]).documents == []
    with pytest.raises(UnwillingError):
        ana.since(other, 0, [])
    ana.push(TEAM, book(ana), [wrote("a", (None, SILENT))])
    assert root.since(other, 0, []).documents[0].body == LEAD


def test_a_book_that_was_away_for_long_finds_all(connect: Connect) -> None:
    ana, bo = connect("ana"), connect("bo")
    number = book(ana)
    for action in range(5):
        before = None if action == 0 else f'{{"n":{action - 1}}}'
        ana.push(TEAM, number, [wrote(f"u{action}", (before, f'{{"n":{action}}}'), at=AT + timedelta(action))])
    found = bo.since(TEAM, 0, [])
    assert ([one.body for one in found.documents], found.cursor) == (['{"n":4}'], 5)

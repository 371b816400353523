"""The server's side of a team: each call is one statement, one round trip, and ends in time.

No statement is prepared and no option is set, so that a pooler may stand between; what rings when there is something
new is a hint, for a pooler may keep it.
"""

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from typing import Any, LiteralString, NamedTuple

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

from fuyu.errors import ServerError
from fuyu.features.team.address import Address
from fuyu.features.team.trouble import UnwillingError, said
from fuyu.features.team.watch import Watch
from fuyu.storage.port import Edit, Milestone, Theirs, Waiting

_CONNECT = 5
"""Seconds within which a server lets us in."""
_SOON = 10.0
"""Seconds for an answer of a line."""
_LONG = 60.0
"""Seconds for an answer that may be large."""
_PAGE = 500
"""Documents that are asked for at once."""
_LARGE_PAGE = 2_000
"""The same where they are only written down."""
_ACTION, _MARK = "action", "mark"
"""The kinds of rows that are no documents."""
_SINCE = """
    WITH fresh AS MATERIALIZED (SELECT * FROM fuyu.since(%s::bigint, %s::bigint, %s::int, %s::text[]))
    SELECT * FROM fresh
    UNION ALL (
        SELECT seq, 'mark', 0, least(at, now()), uid, false FROM fuyu.action WHERE team = %s
           AND seq <= (SELECT coalesce(max(seq), %s) FROM fresh WHERE kind <> 'action') ORDER BY seq DESC, uid LIMIT 1
    )
    UNION ALL (
        SELECT seq, 'mark', 0, least(at, now()), uid, false FROM fuyu.action WHERE team = %s ORDER BY seq, uid LIMIT 1
    )
"""
CLIENT = 1
"""The version of the calls that are made here."""
SCHEMA = 2
"""How many files of `sql` there are: a server that has run fewer is older, and does without what they add."""


Statement = str | sql.Composed
"""What a server runs."""


class Welcome(NamedTuple):
    """What a book is told that says hello."""

    number: int
    seq: int
    person: str
    role: str
    now: datetime
    schema: int
    """How many files of `sql` the server has run."""

    @property
    def is_older(self) -> bool:
        """Whether the server does without something of this fuyu."""
        return self.schema < SCHEMA


class SchemaThere(NamedTuple):
    """What a server says of itself."""

    schema: int
    oldest_client: int


class PushAnswer(NamedTuple):
    """What came of a push: `ok`, `known`, `stale` or `refused`."""

    outcome: str
    seq: int
    documents: Sequence[Theirs]
    """What the book does not know, where it was stale; what holds instead, where it was refused."""


class Fresh(NamedTuple):
    """What is new since a book last asked."""

    documents: Sequence[Theirs]
    known: frozenset[str]
    """Those of the actions asked about that the team has."""
    cursor: int
    """How far this is."""
    marks: Sequence[Milestone]
    """The first action of the team, and the last until there."""
    known_marks: Sequence[Milestone]
    """Those of the marks asked about that the team has where they were."""


class Claim(NamedTuple):
    """Somebody is at a lead."""

    lead: int
    book: int
    person: str
    since: datetime


class Pulse(NamedTuple):
    """How often anything was written, and who is at which lead."""

    seq: int
    claims: Sequence[Claim]


class Claimed(NamedTuple):
    """Who is at a lead, after it was asked for."""

    is_mine: bool
    person: str
    since: datetime


class Team(NamedTuple):
    """A team that one is a member of."""

    team: int
    name: str
    person: str
    role: str


class TeamMember(NamedTuple):
    """A member of a team."""

    login: str
    person: str
    role: str
    books: int
    seen: datetime | None


class Remote:
    """One connection to a server, used by one thread."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._connection: psycopg.Connection[TupleRow] | None = None
        self._broken_off = ""
        self._seconds = _SOON
        self._watch = Watch(self._break_off)

    def open(self) -> None:
        """Connect, also again.

        Raises:
            ServerError: it does not answer.
        """
        self.hang_up()
        with self._said():
            self._connection = psycopg.connect(
                service=self.address.service,
                autocommit=True,
                prepare_threshold=None,
                connect_timeout=_CONNECT,
                application_name="fuyu",
                keepalives_idle=20,
                tcp_user_timeout=int(_SOON * 1000),
            )

    def close(self) -> None:
        """Let go of the server, for good."""
        self.hang_up()
        self._watch.close()

    def hang_up(self) -> None:
        """End the connection; another can be opened."""
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.close()
        self._connection, self._broken_off = None, ""

    @property
    def is_open(self) -> bool:
        """Whether it is connected, as far as this side knows."""
        return self._connection is not None and not self._connection.closed

    def fileno(self) -> int:
        """Return what to wait on for a ring."""
        return self._there.fileno()

    def teams(self) -> list[Team]:
        """Return the teams that one is a member of."""
        return [Team(*row) for row in self.rows("teams()")]

    def hello(self, team: int, number: int, device: str) -> Welcome:
        """Say which book this is; the number in the answer is the book's from now on.

        Raises:
            UnwillingError: the server and this fuyu are of versions that do not understand each other, or the team
                knows nobody of this login.
        """
        found = self.about()
        if found.oldest_client > CLIENT:
            raise UnwillingError("the team needs a newer fuyu", hint="update fuyu; what you do here waits until then")
        number, seq, person, role, now = self.row("hello(%s::bigint, %s::int, %s)", team, number, device)
        with self._said():  # a hint that a pooler may refuse
            self._there.execute(sql.SQL("LISTEN {}").format(sql.Identifier(f"fuyu_{team}")))
        return Welcome(number, seq, person, role, now, found.schema)

    def about(self) -> SchemaThere:
        """Return what the server says of itself."""
        row = self.found("SELECT schema, oldest_client FROM fuyu.about")
        if row is None:
            raise UnwillingError(f"the team on {self.address.host} says nothing of itself", hint="ask its owner")
        return SchemaThere(*row)

    def push(self, team: int, number: int, actions: Sequence[Waiting]) -> PushAnswer:
        """Send actions as one: each document as it was before the first of them, and as it is after the last."""
        ends = list(both_ends(actions))
        uids, ats, verbs, titles, reverses = (
            [getattr(action, name) for action in actions] for name in ("uid", "at", "verb", "title", "reverses")
        )
        row = self.row(
            "push(%s::bigint, %s::int, %s::text[], %s::timestamptz[], %s::text[], %s::text[], %s::text[],"
            " %s::text[], %s::bigint[], %s::text[], %s::text[])",
            *(team, number, uids, ats, verbs, titles, reverses),
            *([change[part] for change in ends] for part in range(4)),
            seconds=_LONG,
        )
        outcome, seq, kinds, ids, bodies, ats_there, erased = row
        columns = (kinds or (), ids or (), ats_there or (), bodies or (), erased or ())
        return PushAnswer(outcome, seq, [Theirs(*each) for each in zip(*columns, strict=True)])

    def since(self, team: int, after: int, uids: Sequence[str], marks: Sequence[Milestone] = ()) -> Fresh:
        """Return a page of what is new, and which of some actions are there, all at one moment.

        Args:
            team: the team.
            after: how far the book is.
            uids: the actions.
            marks: actions that were there, with their places.
        """
        asked = [*uids, *(mark.uid for mark in marks)]
        with self._said(_LONG):
            rows = self._there.execute(_SINCE, (team, after, _PAGE, asked, team, after, team)).fetchall()
        documents = [row for row in rows if row[1] not in {_ACTION, _MARK}]
        there = {row[4]: row[0] for row in rows if row[1] == _ACTION}
        return Fresh(
            documents=[Theirs(*row[1:]) for row in documents],
            known=frozenset(there.keys() & {*uids}),
            cursor=max((row[0] for row in documents), default=after),
            marks=[Milestone(seq, uid, at) for seq, kind, _, at, uid, _ in rows if kind == _MARK],
            known_marks=[mark for mark in marks if there.get(mark.uid) == mark.seq],
        )

    def count(self, team: int) -> int:
        """Return how many documents a team has."""
        found = self.found("SELECT count(body) FROM fuyu.document WHERE team = %s", team, seconds=_LONG)
        return found[0] if found else 0

    def documents(self, team: int, kind: str) -> Iterator[Theirs]:
        """Yield the documents of a kind that are there, by id, each as it is when its page is asked for."""
        page = (
            "SELECT kind, id, at, body, erased, seq FROM fuyu.document"
            " WHERE team = %s AND kind = %s AND id > %s AND body IS NOT NULL ORDER BY id LIMIT %s"
        )
        last = -1
        while True:
            with self._said(_LONG):
                rows = self._there.execute(page, (team, kind, last, _LARGE_PAGE)).fetchall()
            yield from (Theirs(*row) for row in rows)
            if len(rows) < _LARGE_PAGE:
                return
            last = rows[-1][1]

    def news(self, team: int) -> Pulse:
        """Return how often anything was written, and who is at which lead; it is what is asked each few seconds."""
        seq, *columns = self.row("news(%s::bigint)", team)
        claims = [Claim(*each) for each in zip(*(column or () for column in columns), strict=True)]
        return Pulse(seq, claims)

    def claim(self, team: int, number: int, lead: int, seconds: int) -> Claimed:
        """Be the one at a lead for some seconds, or learn who is."""
        return Claimed(*self.row("claim(%s::bigint, %s::int, %s::bigint, %s::int)", team, number, lead, seconds))

    def let_go(self, team: int, number: int, lead: int | None = None) -> None:
        """Let a lead go, or all of them."""
        self.row("let_go(%s::bigint, %s::int, %s::bigint)", team, number, lead)

    def leave(self, team: int, number: int) -> None:
        """Have the team know a book no more."""
        self.row("leave(%s::bigint, %s::int)", team, number)

    def members(self, team: int) -> list[TeamMember]:
        """Return the members."""
        return [TeamMember(*row) for row in self.rows("members(%s::bigint)", team)]

    def invite(self, team: int, login: str, person: str, role: str) -> None:
        """Make somebody a member, or give a member another role."""
        self.row("invite(%s::bigint, %s, %s, %s)", team, login, person, role)

    def remove(self, team: int, login: str) -> bool:
        """Take a member out; return whether there was one."""
        was_there: bool = self.row("remove(%s::bigint, %s)", team, login)[0]
        return was_there

    def run(self, *statements: Statement, together: bool = True) -> None:
        """Let the server do something, all or nothing; `together` is false for what no transaction takes."""
        with self._said(_LONG), self._there.transaction() if together else nullcontext():
            for one in statements:
                self._there.execute(one.encode() if isinstance(one, str) else one)

    def rang(self) -> bool:
        """Return whether it rang since this was last asked, also while something else was asked."""
        with self._said():
            return bool([*self._there.notifies(timeout=0)])

    @property
    def _there(self) -> psycopg.Connection[TupleRow]:
        if self._connection is None:
            raise ServerError(f"{self.address.host} is not connected")
        return self._connection

    def found(self, query: LiteralString, *values: object, seconds: float = 0) -> tuple[Any, ...] | None:
        """Return the first row that a query finds, None where it finds none."""
        with self._said(seconds):
            return self._there.execute(query, values).fetchone()

    def row(self, call: str, *values: object, seconds: float = 0) -> tuple[Any, ...]:
        """Return the first row of a call of a function of teams."""
        return self.rows(call, *values, seconds=seconds)[0]

    def rows(self, call: str, *values: object, seconds: float = 0) -> list[tuple[Any, ...]]:
        """Return the rows of a call of a function of teams."""
        with self._said(seconds):
            return self._there.execute(f"SELECT * FROM fuyu.{call}".encode(), values).fetchall()  # noqa: S608 - a call that stands above

    @contextmanager
    def _said(self, seconds: float = 0) -> Iterator[None]:
        """Say what goes wrong as an error of ours; break off what takes longer, by default what should be short."""
        self._seconds = seconds or _SOON
        try:
            with self._watch.within(self._seconds):
                yield
        except (psycopg.Error, UnicodeError) as error:
            raise said(error, self.address, self._broken_off) from error

    def _break_off(self) -> None:
        """End a talk that takes too long, from another thread: whoever reads then sees its end."""
        self._broken_off = f"it takes more than {self._seconds:g} seconds"
        with suppress(OSError, psycopg.Error, ServerError), socket.socket(fileno=os.dup(self.fileno())) as line:
            line.shutdown(socket.SHUT_RDWR)


def both_ends(actions: Sequence[Waiting]) -> Iterator[Edit]:
    """Yield each document that actions change, before the first and after the last, where that differs."""
    ends: dict[tuple[str, int], Edit] = {}
    for action in actions:
        for change in action.changes:
            key = (change.kind, change.id)
            first = ends.get(key, change)
            ends[key] = Edit(change.kind, change.id, first.before, change.after)
    return (change for change in ends.values() if change.before != change.after)


def clock_off(welcome: Welcome, now: datetime) -> float:
    """Return the seconds by which the clock here is ahead of the server's."""
    return (now.astimezone(UTC) - welcome.now).total_seconds()

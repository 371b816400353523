"""Making a team, belonging to one, exchanging with it now, or for as long as somebody is at the book."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path

from msgspec import Struct

from fuyu import disk
from fuyu.answer import counted
from fuyu.care import Book, open_book
from fuyu.clock import Clock
from fuyu.desk import Desk
from fuyu.domain.action import Table, Verb
from fuyu.domain.colleagues import EVERYONE, ME, Colleague
from fuyu.domain.text import clean_line, fold, shortened
from fuyu.errors import NotFoundError, ServerError, UsageError
from fuyu.features.team import erasing, making
from fuyu.features.team.address import address
from fuyu.features.team.aside import Refused, aside_of
from fuyu.features.team.erasing import TeamBook, team_books
from fuyu.features.team.exchange import OWNER, Exchange
from fuyu.features.team.link import (
    AtLead,
    Link,
    TeamStanding,
    TeamState,
    WorkerQuestion,
    WorkerReply,
    WorkerVerb,
    ask,
    lock_of,
    poke,
    state_of,
)
from fuyu.features.team.making import LetIn, let_in, make_team
from fuyu.features.team.remote import SCHEMA, Remote, Team, TeamMember
from fuyu.features.team.trouble import UnwillingError
from fuyu.features.team.worker import Worker
from fuyu.locks import Lock
from fuyu.storage.documents import SHARED
from fuyu.storage.forgetting.person import ForgottenPerson
from fuyu.storage.port import Theirs
from fuyu.storage.team.shared import Membership, Shared

_WORD = 1.0
"""Seconds to wait for who only asks whether somebody holds the lock."""
_MOMENT = 10.0
"""Seconds to wait for somebody else who exchanges for the same book, and ends."""
_PATIENCE = 120.0
"""Seconds to wait for a worker that exchanges much."""
_TOLD = 500
"""Documents after which it is told how far a first load is."""


def _unheard(_part: float) -> None:
    """Hear of no progress."""


class JoinedTeam(Struct, frozen=True):
    """A book that belongs to a team now."""

    team: Team
    host: str
    taken: int
    """Records that the team had."""
    sent: int
    """Actions that the book had."""


def create(book: Book, path: Path, clock: Clock, *, service: str, name: str, person: str) -> JoinedTeam:
    """Make a team, and let a book be its first.

    Raises:
        UsageError: the book belongs to a team already.
        ServerError: the server does not answer, or will not.
    """
    _refuse_second(book)
    with connected(service) as remote:
        make_team(remote, clean_line(name), clean_line(person) or remote.address.user)
        return _joined(book, path, clock, remote, name)


def join(
    book: Book, path: Path, clock: Clock, *, service: str, name: str, progress: Callable[[float], None] = _unheard
) -> JoinedTeam:
    """Let a book belong to a team: it takes what the team has, and sends what it has itself.

    Args:
        book: the book.
        path: where it is.
        clock: tells the time.
        service: where the team is.
        name: what it is called; empty for the only one that the person is in.
        progress: is told which part of what the team has was taken.
    """
    _refuse_second(book)
    with connected(service) as remote:
        return _joined(book, path, clock, remote, name, progress=progress)


def leave(book: Book, path: Path, *, anyway: bool) -> None:
    """Let a book belong to no team.

    Raises:
        UsageError: something waits that the team does not have, and that is not said to be well.
    """
    share, there = belonging(book)
    waiting = len(share.uids_waiting())
    if waiting and not anyway:
        raise UsageError(
            f"{counted(waiting, 'action waits', 'actions wait')} that the team does not have",
            hint="`fuyu team sync` sends what waits; --anyway leaves it to this book alone",
        )
    try:
        with connected(there.service) as remote:
            remote.leave(there.team, share.number)
    except ServerError:
        if not anyway:
            raise
    book.share_no_more()
    poke(path)


def sync(book: Book, path: Path) -> WorkerReply:
    """Exchange now: by the worker where there is one, otherwise here."""
    _, there = belonging(book)
    answer = ask(path, WorkerQuestion(WorkerVerb.SYNC), _PATIENCE)
    if answer is not None:
        return answer
    with alone(path, _MOMENT), connected(there.service) as remote:
        _exchange(book, path, remote)
    return WorkerReply(ok=True)


def work(path: Path, until: int, clock: Clock) -> None:
    """Be the worker of a book until something can be read from `until`.

    Raises:
        SaveError: somebody else is it.
    """
    with alone(path, _WORD), closing(open_book(path)) as book, closing(Link(path)) as link:
        _, there = belonging(book)
        remote = Remote(address(there.service))
        Worker(book, there.team, remote, link, aside=aside_of(path), now=clock.now).run(until)


def standing(book: Book, path: Path) -> TeamState:
    """Return how a book stands with its team, as its worker says it; without one, what is known of it."""
    state = state_of(path)
    if state.standing is not TeamStanding.ALONE or book.team is None:
        return state
    return TeamState(waiting=len(book.team.uids_waiting()), refused=len(aside_of(path).all()))


def belonging(book: Book) -> tuple[Shared, Membership]:
    """Return what a book shares, and with which team, or raise a `NotFoundError`."""
    share = book.team
    there = share.membership if share else None
    if share is None or there is None:
        raise NotFoundError(
            "this book belongs to no team", hint="`fuyu team join` lets it, `fuyu team create` makes one"
        )
    return share, there


class ErasedLead(Struct, frozen=True):
    """Somebody who was erased from a team."""

    ids: Collection[int]
    """Of the leads that were one person."""
    records: int
    """Records that the server had of them."""
    machines: Sequence[TeamBook]


def erase(book: Book, path: Path, clock: Clock, lead_id: int) -> ErasedLead:
    """Erase a person from the server, this book, and every other once it exchanges.

    Raises:
        UnwillingError: only owners may, or the server is older.
        ServerError: the server does not answer; nobody was erased.
    """
    _, there = belonging(book)
    _must(sync(book, path))
    with connected(there.service) as remote:
        _refuse_to_erase(remote, there.team)
        person = _take_out_names(book, clock, lead_id)
        _must(sync(book, path))
        records = sum(erasing.erase(remote, there.team, one, person.names) for one in sorted(person.ids))
        _must(sync(book, path))
        book.refresh()
        return ErasedLead(sorted(person.ids), records, team_books(remote, there.team))


def _take_out_names(book: Book, clock: Clock, lead_id: int) -> ForgottenPerson:
    """Take the name of a person out of what is written about others, for all; return who it is."""
    book.refresh()
    person, changes = book.care.naming([lead_id])
    if changes:
        title = f"took somebody's name out of {counted(len(changes), 'record')}"
        Desk(book, clock).actions.act(Verb.EDIT, lambda: (title, book.care.naming([lead_id])[1]))
    return person


def _refuse_to_erase(remote: Remote, team: int) -> None:
    mine = next((one for one in remote.teams() if one.team == team), None)
    if mine is None or mine.role != OWNER:
        raise UnwillingError("only owners erase somebody from the team", hint="`fuyu team members` says who is one")
    if remote.about().schema < SCHEMA:
        raise UnwillingError("the team's server is of an older fuyu, and erases less", hint="first: fuyu team upgrade")


def _must(done: WorkerReply) -> None:
    """Raise a `ServerError` where an exchange came to nothing."""
    if not done.ok:
        raise ServerError(done.why)


def upgrade(book: Book) -> list[str]:
    """Bring the team's server up to this fuyu; return what that adds, a sentence each."""
    _, there = belonging(book)
    with connected(there.service) as remote:
        return making.upgrade(remote)


def machines(book: Book) -> list[TeamBook]:
    """Return the copies of the team's book, and which of them have erased whom the team erased."""
    _, there = belonging(book)
    with connected(there.service) as remote:
        return team_books(remote, there.team)


def members(book: Book) -> list[TeamMember]:
    """Return who is in the team."""
    share, there = belonging(book)
    with connected(there.service) as remote:
        return _learn_who(share, there, remote)


def invite(book: Book, login: str, person: str, role: str) -> LetIn:
    """Let somebody into the team; return what became of their login."""
    share, there = belonging(book)
    with connected(there.service) as remote:
        person = _told_apart(clean_line(person) or login, login, remote.members(there.team))
        remote.invite(there.team, login, person, role)
        _learn_who(share, there, remote)
        return let_in(remote, login)


def remove(book: Book, login: str) -> str:
    """Take somebody out of the team; return what it called them.

    Raises:
        NotFoundError: they are not in it.
    """
    share, there = belonging(book)
    with connected(there.service) as remote:
        person = next((one.person for one in remote.members(there.team) if one.login == login), login)
        if not remote.remove(there.team, login):
            raise NotFoundError(f"{shortened(login)} is not in the team", hint="`fuyu team members` lists who is")
        if login != remote.address.user:
            _learn_who(share, there, remote)
    return person


def _told_apart(person: str, login: str, members: list[TeamMember]) -> str:
    """Return what a team is to call somebody; raise a `UsageError` where that means somebody else, too."""
    if fold(person) in {EVERYONE, ME, *(fold(one.person) for one in members if one.login != login)}:
        raise UsageError(f"“{shortened(person)}” means somebody else in the team", hint="say another --person NAME")
    return person


def _learn_who(share: Shared, there: Membership, remote: Remote) -> list[TeamMember]:
    """Let a book know who is in its team."""
    found = remote.members(there.team)
    share.know(share.person, [Colleague(one.login, one.person) for one in found])
    return found


def claims(book: Book, path: Path) -> Sequence[AtLead]:
    """Return who is at which lead now: as the worker knows it, or the server."""
    share, there = belonging(book)
    state = state_of(path)
    if state.standing is TeamStanding.LIVE:
        return state.at_leads
    with connected(there.service) as remote:
        found = remote.news(there.team).claims
    return [AtLead(one.lead, one.person, one.since, one.book == share.number) for one in found]


class Again(Struct, frozen=True):
    """What became of something that was sent again."""

    known: Sequence[str]
    """The titles of what the team has by now."""
    sent: Sequence[str]
    waiting: Sequence[str]
    """Of what is sent once the server answers."""
    refused: Sequence[Refused]


def send_again(book: Book, path: Path, again: Sequence[Refused]) -> Again:
    """Send once more what the team did not take, done upon what the book has now."""
    share, aside = belonging(book)[0], aside_of(path)
    left = {one.action.uid for one in again if share.wait_again(one.action)}
    aside.take_out([one.action.uid for one in again])
    with suppress(ServerError):
        sync(book, path)
    book.refresh()
    waiting = left & {*share.uids_waiting().values()}
    refused = [one for one in aside.all() if one.action.uid in left]
    sent = left - waiting - {one.action.uid for one in refused}
    titles = [(one.action.uid, one.action.title) for one in again]
    known, done, waits = (
        [title for uid, title in titles if is_so(uid)]
        for is_so in (lambda uid: uid not in left, sent.__contains__, waiting.__contains__)
    )
    return Again(known, done, waits, refused)


@contextmanager
def alone(path: Path, patience: float = 0) -> Iterator[None]:
    """Be the one who exchanges for a book; wait so many seconds for somebody else to end.

    Raises:
        SaveError: somebody else is.
    """
    with disk.saving():
        disk.make_folder(lock_of(path).parent)
        lock = Lock(lock_of(path), patience, "fuyu")
    try:
        with lock.exclusive():
            yield
    finally:
        lock.close()


@contextmanager
def connected(service: str) -> Iterator[Remote]:
    """Be connected to the server of a service."""
    with closing(Remote(address(service))) as remote:
        remote.open()
        yield remote


def _refuse_second(book: Book) -> None:
    if book.team is not None:
        raise UsageError("this book belongs to a team already", hint="`fuyu team leave` first")


def _named(remote: Remote, name: str) -> Team:
    """Return a team by its name; without one, the only one."""
    teams, user = remote.teams(), remote.address.user
    found = [team for team in teams if team.name == name or not name]
    if len(found) == 1:
        return found[0]
    if not teams:
        raise NotFoundError(f"{user} is in no team there", hint=f"ask an owner of one: `fuyu team invite {user}`")
    wrong = f"{user} is in no team {shortened(name)} there" if name else f"{user} is in several teams there"
    raise NotFoundError(wrong, hint=f"name one of them: {', '.join(shortened(team.name) for team in teams)}")


def _joined(
    book: Book, path: Path, clock: Clock, remote: Remote, name: str, *, progress: Callable[[float], None] = _unheard
) -> JoinedTeam:
    team = _named(remote, clean_line(name))
    with alone(path, _MOMENT):  # a worker of the team that was left may be ending
        loaded = _loaded(book, remote, team.team, progress)
        if loaded is None:
            book.share(remote.address.service, team.team, clock.now())
        sent = len(belonging(book)[0].uids_waiting())
        taken = (loaded or 0) + _exchange(book, path, remote)
        return JoinedTeam(team, remote.address.host, taken, sent)


def _loaded(book: Book, remote: Remote, team: int, progress: Callable[[float], None]) -> int | None:
    """Let a book that has nothing of its own begin with all that the team has; return how many records that are.

    None where it has, or gets any meanwhile: it has to be shared, then.
    """
    cursor, there = remote.news(team).seq, remote.count(team)
    loaded = count()

    def taken(table: Table) -> Iterator[Theirs]:
        for document in remote.documents(team, table):
            if (done := next(loaded)) % _TOLD == 0:
                progress(min(done / max(there, 1), 1.0))
            yield document

    is_done = book.load(remote.address.service, team, cursor, {table: taken(table) for table in SHARED})
    return next(loaded) if is_done else None


def _exchange(book: Book, path: Path, remote: Remote) -> int:
    exchange = Exchange(book, remote, aside_of(path), belonging(book)[1].team)
    exchange.begin()
    return exchange.all()

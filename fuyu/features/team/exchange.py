"""What passes between a book and its team: what is new is taken first, then what waits is sent."""

import time
from collections.abc import Mapping, Sequence
from typing import Protocol

from fuyu.domain.colleagues import Colleague
from fuyu.errors import StoreError
from fuyu.features.team.aside import RefusedActions
from fuyu.features.team.erasing import tell_clean
from fuyu.features.team.link import READER
from fuyu.features.team.remote import PushAnswer, Remote, Welcome
from fuyu.features.team.trouble import PoisonError, UnwillingError
from fuyu.storage.documents import SHARED
from fuyu.storage.port import Care, Milestone, Share, Theirs, Waiting

_FIRST, _MOST, _MOST_DOCUMENTS = 20, 200, 2_000
"""Actions that are sent as one, at first and at the most, and documents: one action may have hundreds."""
_WHO_AGAIN = 300.0
"""Seconds after which it is asked again who is in the team, and as what."""
_TRIES = 20
"""How often an action is brought up to date and sent again, before it is put aside."""
_ANOTHER = "the server knows nothing of what this book had from its team: it has another team, or a very old backup"
_ANEW = "`fuyu team leave --anyway`, then `fuyu team join`; all that is in this book goes to that team then"
OWNER = "owner"
"""The role of those who may do everything."""


class SharedBook(Protocol):
    """A book, and what it shares."""

    @property
    def team(self) -> Share | None:
        """What it shares with a team, None where it belongs to none."""

    def refresh(self) -> object:
        """Read what others wrote since."""

    @property
    def care(self) -> Care:
        """What looks after its files."""


class Exchange:
    """Keeps one book and its team the same, over one connection."""

    def __init__(self, book: SharedBook, remote: Remote, aside: RefusedActions, team: int) -> None:
        self._book = book
        self._remote = remote
        self._aside = aside
        self._team = team
        self.welcome: Welcome | None = None
        """What the team said of this book when it was last asked; None before it was."""
        self._is_clean = False
        """Whether the team knows that this machine has nothing more of who was erased."""
        self._is_sure = False
        """Whether the server was found to be as it was, since it was connected."""
        self._who_again = 0.0
        """When it is asked again who is in the team, and as what."""

    @property
    def share(self) -> Share:
        """What the book shares.

        Raises:
            StoreError: it belongs to no team any more.
        """
        if self._book.team is None:
            raise StoreError("this book belongs to no team any more")
        return self._book.team

    def begin(self) -> Welcome:
        """Say which book this is, and keep the number that the team gives it, and who is in the team."""
        self._is_sure = False
        self.welcome = self._remote.hello(self._team, self.share.number, self.share.device)
        if self.welcome.number != self.share.number:
            self.share.numbered(self.welcome.number)
        members = self._remote.members(self._team)
        self.share.know(self.welcome.person, [Colleague(one.login, one.person) for one in members])
        self._who_again = time.monotonic() + _WHO_AGAIN
        return self.welcome

    def ask_again(self) -> None:
        """Ask with the next exchange who is in the team, and as what."""
        self._who_again = 0.0

    def all(self, seq: int | None = None) -> int:
        """Take what is new, and send what waits.

        Args:
            seq: how far the team is, where that is known; otherwise it is asked.

        Returns:
            How many records were new.

        Raises:
            ServerError: the team does not answer; what is done until then is done.
            StoreError: the book does not answer.
        """
        self._book.refresh()
        if self.welcome is not None and time.monotonic() > self._who_again:
            self.begin()
        there = self._remote.news(self._team).seq if seq is None else seq
        taken = 0
        if there != self.share.cursor or not self._is_sure:
            taken = self.take(is_less=there < self.share.cursor)
        self._push_as_allowed()
        self._clean()
        return taken

    def take(self, *, is_less: bool = False) -> int:
        """Take what is new, page by page; return how many records that were.

        Args:
            is_less: whether the server has less than the book.
        """
        taken, waiting = 0, {uid: number for number, uid in self.share.uids_waiting().items()}
        while True:
            fresh = self._remote.since(self._team, self.share.cursor, [*waiting], self.share.marks)
            if is_less or fresh.known_marks != [*self.share.marks]:
                self._compare(fresh.known_marks)
                is_less = False
                continue
            self._is_sure = True
            if known := [waiting.pop(uid) for uid in fresh.known]:
                self.share.sent(known, None)
            self._write(fresh.documents, fresh.cursor, fresh.marks)
            if not fresh.documents:
                return taken
            taken += len(fresh.documents)

    def _compare(self, known: Sequence[Milestone]) -> None:
        """Bring the book and a server together that is not as it was.

        Args:
            known: the marks of the book that the server has where they were.

        Raises:
            UnwillingError: it has none: it is that of another team, as far as can be told.
        """
        if self.welcome is None or not known:
            raise UnwillingError(_ANOTHER, hint=f"correct where the team is in the service file; or {_ANEW}")
        cursor = self._remote.news(self._team).seq
        found = {table: self._remote.documents(self._team, table) for table in SHARED}
        self.share.compare(found, cursor, known, self.welcome.now)

    def _push_as_allowed(self) -> None:
        """Send what waits; where that is not allowed any more, learn as what one is in the team now."""
        try:
            self.push()
        except UnwillingError:
            was = self.welcome
            if was is None or self.begin().role == was.role:
                raise
            self.push()

    def push(self) -> None:
        """Send what waits; what the team does not take is put aside, and holds nothing up."""
        if self.welcome is None or self.welcome.role == READER:
            return
        together, tries = _FIRST, 0
        while waiting := _not_too_much(self.share.waiting(together)):
            try:
                pushed = self._remote.push(self._team, self.welcome.number, [*waiting.values()])
            except PoisonError as error:
                together = self._put_aside_or_apart(waiting, str(error))
                continue
            tries = 0 if pushed.outcome == "ok" else tries + 1
            if pushed.outcome == "ok":
                together = min(2 * together, _MOST) if len(waiting) == together else len(waiting)
                is_next = pushed.seq == self.share.cursor + 1
                last = max(waiting.values(), key=lambda action: action.at)
                mark = Milestone(pushed.seq, last.uid, last.at)
                self.share.sent(waiting.keys(), pushed.seq if is_next else None, [mark])
            elif pushed.outcome == "known":
                self.take()
            elif pushed.outcome == "stale" and tries < _TRIES:
                self._write(pushed.documents, None)
            else:
                together = self._put_aside_or_apart(waiting, _why(pushed), pushed)

    def _write(self, documents: Sequence[Theirs], cursor: int | None, marks: Sequence[Milestone] = ()) -> None:
        self.share.take(documents, cursor, marks)
        self._is_clean = self._is_clean and not any(one.erased for one in documents)

    def _clean(self) -> None:
        """Clean this machine of who was erased, and say so to the team."""
        if self._is_clean or self.welcome is None or not self._book.care.finish_forgetting():
            return
        if not self.welcome.is_older:
            tell_clean(self._remote, self._team, self.welcome.number, self.share.cursor)
        self._is_clean = True

    def _put_aside_or_apart(self, waiting: Mapping[int, Waiting], why: str, pushed: PushAnswer | None = None) -> int:
        """Put an action aside that the team does not take; of several, find out which one it is.

        Returns:
            How many are to be sent together now.
        """
        if len(waiting) > 1:
            return 1
        for action in waiting.values():
            self._aside.keep(action, why)
        self.share.sent(waiting.keys(), None)
        if pushed is not None:
            self._write(pushed.documents, None)
        return _FIRST


def _not_too_much(waiting: Mapping[int, Waiting]) -> Mapping[int, Waiting]:
    """Return the first of some actions, which together change some thousand documents at the most, or one action."""
    room, found = _MOST_DOCUMENTS, dict[int, Waiting]()
    for number, action in waiting.items():
        room -= len(action.changes)
        if found and room < 0:
            break
        found[number] = action
    return found


def _why(pushed: PushAnswer) -> str:
    if pushed.outcome == "refused":
        return "somebody asked not to be contacted: only an owner changes that, or who noted it"
    return "it does not fit what the team has"

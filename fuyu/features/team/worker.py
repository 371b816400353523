"""The worker of a book: a process that exchanges with the team whatever is done, and ends with the dashboard.

There is one for each book. It waits for a word from the dashboard or a command, for a ring from the server, and looks
itself every few seconds; the server may be gone for as long as it likes.
"""

import random
import select
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from msgspec.structs import replace

from fuyu.errors import FuyuError, ServerError, StoreError
from fuyu.features.team.aside import RefusedActions
from fuyu.features.team.exchange import Exchange, SharedBook
from fuyu.features.team.link import (
    READER,
    AtLead,
    Link,
    TeamStanding,
    TeamState,
    WorkerQuestion,
    WorkerReply,
    WorkerVerb,
)
from fuyu.features.team.remote import Pulse, Remote, Welcome
from fuyu.features.team.trouble import UnwillingError

_LOOK = 5.0
"""Seconds after which it looks whether there is something new, though nothing rang."""
_FIRST_PAUSE, _LAST_PAUSE = 0.05, 2.0
"""Seconds before it tries again where the server does not answer: twice as long each time."""
_UNWILLING_PAUSE = 30.0
"""The same where somebody has to do something first."""
_OLDER = "the team's server is of an older fuyu: fuyu team upgrade"
LEASE = 120
"""Seconds for which a lead is one's own; whoever is still at it asks again before."""


class Worker:
    """Exchanges for one book until it is told to end."""

    def __init__(
        self,
        book: SharedBook,
        team: int,
        remote: Remote,
        link: Link,
        *,
        aside: RefusedActions,
        now: Callable[[], datetime],
        lease: int = LEASE,
    ) -> None:
        self._book = book
        self._team = team
        self._remote = remote
        self._link = link
        self._aside = aside
        self._now = now
        self._lease = lease
        self._exchange = Exchange(book, remote, aside, team)
        self._pulse: Pulse | None = None
        self._state = TeamState(standing=TeamStanding.OFFLINE, since=now(), why="it is being called")
        self._pause = _FIRST_PAUSE

    def run(self, until: int) -> None:
        """Exchange until something can be read from a file descriptor, its other end is closed, or the book leaves."""
        try:
            is_over = False
            while not is_over and self._book.team is not None:
                pause = self._round()
                self._tell()
                is_over = self._wait(pause, until)
            self._let_go(0)
        finally:
            self._remote.close()

    @property
    def _welcome(self) -> Welcome | None:
        """What the team said of this book when it was last asked; None before it was."""
        return self._exchange.welcome

    def _round(self) -> float:
        """Exchange once; return for how long nobody has to look again."""
        try:
            if not self._remote.is_open:
                self._connect()
            self._pulse = self._remote.news(self._team)
            self._exchange.all(self._pulse.seq)
        except UnwillingError as error:
            self._stands(TeamStanding.UNWILLING, error)
            return _UNWILLING_PAUSE
        except ServerError as error:
            return self._is_gone(error)
        except StoreError as error:  # somebody else is at the book, or its disk is full
            self._stands(self._state.standing, error)
            return _LAST_PAUSE
        self._pause = _FIRST_PAUSE
        self._stands(TeamStanding.LIVE, hint=_OLDER if self._welcome and self._welcome.is_older else "")
        return _LOOK

    def _connect(self) -> None:
        self._remote.open()
        self._exchange.begin()

    def _is_gone(self, error: ServerError) -> float:
        """Take notice that the server does not answer; return when to try again."""
        self._remote.hang_up()
        self._stands(TeamStanding.OFFLINE, error)
        pause, self._pause = self._pause, min(2 * self._pause, _LAST_PAUSE)
        return pause * random.uniform(0.5, 1.0)  # noqa: S311 - so that not all books come back at once

    def _wait(self, seconds: float, until: int) -> bool:
        """Wait until there is something to do; return whether that is to end."""
        end = time.monotonic() + seconds
        if self._rang():
            return False
        while (left := end - time.monotonic()) > 0:
            lines = [self._link.fileno(), until, *([self._remote.fileno()] if self._remote.is_open else [])]
            ready = select.select(lines, [], [], left)[0]
            if until in ready:
                return True
            if lines[0] in ready and (self._is_asked_for_more() or self._rang()):  # it may ring along with an answer
                return False
            if lines[2:] and lines[2] in ready and (self._rang() or not self._remote.is_open):
                return False
        return False

    def _rang(self) -> bool:
        """Return whether the server rang; take notice where it is gone."""
        try:
            return self._remote.is_open and self._remote.rang()
        except ServerError as error:
            self._is_gone(error)
            return False

    def _is_asked_for_more(self) -> bool:
        """Answer who works in the book; return whether there is something to exchange, and somebody to do that with."""
        verbs: list[WorkerVerb] = []

        def reply(question: WorkerQuestion) -> WorkerReply:
            verbs.append(question.verb)
            return self._reply(question)

        self._link.answer(reply)
        self._tell()
        return WorkerVerb.POKE in verbs and self._state.standing is TeamStanding.LIVE

    def _reply(self, question: WorkerQuestion) -> WorkerReply:
        match question.verb:
            case WorkerVerb.CLAIM:
                return self._claim(question.lead)
            case WorkerVerb.LET_GO:
                return self._let_go(question.lead)
            case WorkerVerb.SYNC:
                self._exchange.ask_again()
                self._round()
                self._tell()
        return WorkerReply(ok=self._state.standing is TeamStanding.LIVE, why=self._state.why)

    def _claim(self, lead: int) -> WorkerReply:
        if self._welcome is None or not self._remote.is_open:
            return WorkerReply(ok=False, why=self._state.why)
        try:
            found = self._remote.claim(self._team, self._welcome.number, lead, self._lease)
        except ServerError as error:
            return self._no(error)
        return WorkerReply(ok=True, at=AtLead(lead, found.person, found.since, found.is_mine))

    def _let_go(self, lead: int) -> WorkerReply:
        """Let a lead go, or all for 0; where nobody can be told, the lease ends by itself."""
        if self._welcome is None or not self._remote.is_open or self._welcome.role == READER:
            return WorkerReply(ok=False, why=self._state.why)
        try:
            self._remote.let_go(self._team, self._welcome.number, lead or None)
        except ServerError as error:
            return self._no(error)
        return WorkerReply(ok=True)

    def _no(self, error: ServerError) -> WorkerReply:
        if not isinstance(error, UnwillingError):
            self._is_gone(error)
        return WorkerReply(ok=False, why=str(error))

    def _stands(self, standing: TeamStanding, error: FuyuError | None = None, hint: str = "") -> None:
        """Take notice of how the book stands; what is in the way is said as long as it is."""
        since = self._state.since if standing is self._state.standing else self._now()
        why, hint = (str(error), error.hint) if error else ("", hint)
        self._state = replace(self._state, standing=standing, since=since, why=why, hint=hint)

    def _tell(self) -> None:
        """Say how the book stands; where that cannot be written, whoever asks is told all the same."""
        number = self._welcome.number if self._welcome else 0
        claims = self._pulse.claims if self._pulse and self._state.standing is TeamStanding.LIVE else ()
        with suppress(StoreError):
            share = self._book.team
            self._state = replace(
                self._state,
                waiting=share.unsent if share else 0,
                refused=len(self._aside.all()),
                person=self._welcome.person if self._welcome else "",
                role=self._welcome.role if self._welcome else "",
                at_leads=[AtLead(one.lead, one.person, one.since, one.book == number) for one in claims],
            )
            self._link.tell(self._state)

"""The colleagues of a team, as the dashboard asks for them: what the worker says, as long as it lasts."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from fuyu.colleagues import Remark
from fuyu.desk import Desk
from fuyu.domain.history import Entry
from fuyu.domain.text import clean_line
from fuyu.features.team import words
from fuyu.features.team.aside import aside_of
from fuyu.features.team.claiming import Claiming
from fuyu.features.team.link import (
    READER,
    AtLead,
    StateReader,
    TeamStanding,
    TeamState,
    WorkerQuestion,
    WorkerVerb,
    ask,
    tell,
)

_MOMENT = 2.5
"""Seconds that something waits, or nobody answers, before that is said: a save on a live line is quicker."""
_BEGINNING = 15.0
"""The same where no worker is there: one begins, or begins anew."""
_PATIENCE = 5.0
"""Seconds that a worker has for its answer."""
_RENEWED = 40.0
"""Seconds after which a lead is asked for again: three times within its lease."""
_TRIED_AGAIN = 5.0
"""The same where there was no answer."""


class _Seen(NamedTuple):
    """How it was when it was looked at last."""

    standing: Remark = Remark()
    at_leads: Mapping[int, str] = {}
    is_offline: bool = False
    """Whether nobody answers, and not only for a moment."""


class TeamColleagues:
    """Who else works with the leads of a book that belongs to a team, and how the book stands with them."""

    def __init__(self, desk: Desk, book: Path, ticks: Callable[[], float] = time.monotonic) -> None:
        """Look at nothing yet.

        Args:
            desk: the book's.
            book: where it is.
            ticks: seconds that pass, whatever the clock says.
        """
        self._desk, self._book, self._ticks = desk, book, ticks
        self._reader = StateReader(book)
        self._claiming = Claiming(partial(ask, book, patience=_PATIENCE))
        self._asked_at = 0.0
        self._state = TeamState()
        self._waits_since: float | None = None
        self._stands_since = ticks()
        self._seen = _Seen()

    @property
    def standing(self) -> Remark:
        """How the book stands with its team."""
        return self._seen.standing

    @property
    def at_leads(self) -> Mapping[int, str]:
        """Who else is at which lead."""
        return self._seen.at_leads

    def look(self) -> bool:
        """Read what the worker says; ask again for the lead one is at, where that may have another answer now."""
        if not self._desk.book.is_shared:
            before, self._seen = self._seen, _Seen()
            return before != self._seen
        self._follow(self._reader.read())
        before, self._seen = self._seen, self._as_seen()
        return before != self._seen

    def listen(self, heard: Callable[[], object]) -> None:
        """Call this, from a thread, once it is known who is at the lead one is at."""
        self._claiming.heard = heard

    def be_at(self, lead_id: int | None) -> None:
        """Be at a lead, and at no other; who only reads disturbs nobody."""
        may_claim = self._desk.book.is_shared and self._state.role != READER
        lead_id = lead_id if may_claim else None
        if lead_id != self._claiming.lead:
            self._asked_at = self._ticks()
            self._claiming.be_at(lead_id)

    def who_calls(self, lead_id: int, history: Sequence[Entry], now: datetime) -> Remark:
        """Return who else is at a lead, or contacted it today."""
        if not self._desk.book.is_shared:
            return Remark()
        me = self._desk.book.me
        at, is_other = self._said_of(lead_id, me, now)
        last = words.last_contact(history, me, now)
        said = [f"{last} · {at}" if at else last, last] if last else [at]
        return Remark(said, "warn" if last or is_other else "dim") if any(said) else Remark()

    def told(self, now: datetime) -> Sequence[str]:
        """Say how the book stands, who is in the team and where, and what it did not take."""
        if not self._desk.book.is_shared:
            return ("this book belongs to no team: `fuyu team join` lets it belong to one",)
        state, refused, share = self._state, aside_of(self._book).all(), self._desk.book.store.team
        unsent = self._desk.book.unsent
        there = [f"{clean_line(self._name(at.lead))}: {words.whose(at, '', now)}" for at in state.at_leads]
        members = ", ".join(clean_line(one.person) for one in share.colleagues) if share else ""
        is_alone = state.standing is TeamStanding.ALONE
        return [
            "nothing is exchanged now; `fuyu team sync` says why" if is_alone else words.standing_words(state, now),
            *([state.hint] if state.hint else []),
            *words.unsent_words(unsent, is_reader=state.role == READER),
            *([f"in the team: {members}"] if members else []),
            *(["", "at a lead now:", *there] if there else []),
            *(["", "not shared, `fuyu team refused` goes about it:"] if refused else []),
            *(f"{clean_line(one.action.title)}: {one.why}" for one in refused),
        ]

    def leave(self) -> None:
        """Let go, where another dashboard keeps the worker at work; nobody waits for its answer."""
        for lead in self._claiming.held:
            tell(self._book, WorkerQuestion(WorkerVerb.LET_GO, lead))

    def _follow(self, state: TeamState) -> None:
        """Take notice of how the book stands now."""
        now, before = self._ticks(), self._state
        self._state = state
        if state.standing is not before.standing:
            self._stands_since = now
        if not self._desk.book.unsent:
            self._waits_since = None
        elif self._waits_since is None:
            self._waits_since = now
        lead = self._claiming.lead
        if lead is not None and self._may_be_otherwise(lead, before, now):
            self._asked_at = now
            self._claiming.renew()

    def _may_be_otherwise(self, lead: int, before: TeamState, now: float) -> bool:
        """Return whether it is time to ask again: what was asked runs out, or somebody came or went."""
        reply = self._claiming.reply
        is_known = not self._claiming.is_answered or (reply is not None and reply.ok)
        if now - self._asked_at >= (_RENEWED if is_known else _TRIED_AGAIN):
            return True
        at, was_at = _at(self._state, lead), _at(before, lead)
        is_live_again = self._state.standing is TeamStanding.LIVE is not before.standing
        return is_live_again or (at != was_at and (at is None or not at.is_mine))

    def _as_seen(self) -> _Seen:
        """Return how it is, without what lasts only a moment."""
        now, state, me = self._ticks(), self._state, self._desk.book.me
        patience = {TeamStanding.OFFLINE: _MOMENT, TeamStanding.ALONE: _BEGINNING}.get(state.standing, 0.0)
        is_offline = state.standing is not TeamStanding.LIVE and now - self._stands_since >= patience
        waits = self._desk.book.unsent if self._waits_since is not None and now - self._waits_since >= _MOMENT else 0
        shown = state if is_offline else TeamState(standing=TeamStanding.LIVE, refused=state.refused)
        others = {at.lead: _other(at, me) for at in state.at_leads if not at.is_mine}
        return _Seen(words.headline(shown, waits, self._desk.now()), others, is_offline)

    def _said_of(self, lead: int, me: str, now: datetime) -> tuple[str, bool]:
        """Return what is known of who is at a lead, and whether that is somebody else."""
        at = _at(self._state, lead)
        if self._claiming.lead != lead:  # who only reads
            is_other = at is not None and not at.is_mine
            return (words.whose(at, me, now), True) if at is not None and is_other else ("", False)
        reply, is_live = self._claiming.reply, self._state.standing is TeamStanding.LIVE
        if not self._seen.is_offline and not (self._claiming.is_answered and is_live):
            return words.ASKING, False
        if reply is None or reply.at is None or not is_live:
            return words.NOBODY_KNOWS, True
        return (words.MINE, False) if reply.at.is_mine else (words.whose(reply.at, me, now), True)

    def _name(self, lead_id: int) -> str:
        row = self._desk.leads.row(lead_id)
        return row.name if row else f"lead {lead_id}"


def _at(state: TeamState, lead: int) -> AtLead | None:
    return next((at for at in state.at_leads if at.lead == lead), None)


def _other(at: AtLead, me: str) -> str:
    return "you, elsewhere" if at.person == me else clean_line(at.person)

"""The leads: found by name, number or what was written of them, and each with all that is known of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from fuyu.desk.events import ActionDone, Events, OthersWrote
from fuyu.desk.messages import Messages
from fuyu.desk.names import KnownNames
from fuyu.desk.opened import LOOK, OpenBook
from fuyu.desk.terms import Terms
from fuyu.desk.values import Card
from fuyu.domain.find import MOST, Names, one_of
from fuyu.domain.history import Touch
from fuyu.domain.identity import Person, Verdict, is_called_by, judged, searches
from fuyu.domain.lead import Lead, Row, Status
from fuyu.domain.numbers import tail_of
from fuyu.domain.text import shortened
from fuyu.domain.when import When
from fuyu.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from fuyu.desk.queries import Queries
    from fuyu.domain.query import Query

FORGOTTEN_WORDS = "somebody who was forgotten, and asked not to be contacted"
_LONGEST_ID = 18
"""Digits; a longer number is no id, and maybe no number Python reads."""
_PROBED = 7
"""Digits at the end of a number that are looked up; few people share them."""


class Leads:
    """The leads of one book."""

    def __init__(self, book: OpenBook, messages: Messages, terms: Terms, events: Events) -> None:
        self._book = book
        self._store = book.store
        self._messages = messages
        self._terms = terms
        self._events = events
        self.names = KnownNames(book.store, events)
        """Their names, which an idle moment may read before they are asked for."""
        self._changed_at: Mapping[int, datetime] | None = None
        events.listen(ActionDone, self._forget)
        events.listen(OthersWrote, self._forget)

    def _forget(self, _event: ActionDone | OthersWrote) -> None:
        self._changed_at = None

    @cached_property
    def queries(self) -> "Queries":
        """What is asked for by words and operators."""
        from fuyu.desk.queries import Queries  # noqa: PLC0415 - most commands ask nothing

        return Queries(self._store, self._terms, self._events)

    def __len__(self) -> int:
        """Return how many leads there are."""
        return len(self._store.rows)

    def rows(self) -> Iterator[Row]:
        """Yield every lead's row; another thread may ask."""
        return iter(self._store.rows)

    def row(self, lead_id: int) -> Row | None:
        """Return a lead's row as the clocks here show it."""
        row = self._store.rows.get(lead_id)
        return row.seen_from(self._terms.here) if row else None

    def card(self, lead_id: int) -> Card:
        """Return a lead with history and draft, or raise a `NotFoundError`."""
        draft = self._store.draft(lead_id)
        lead = self._book.lead(lead_id)
        by = None if lead.referred_by is None else self.row(lead.referred_by)
        sent = tuple(row for row in map(self.row, lead.referred) if row and row.status is not Status.DO_NOT_CONTACT)
        history, text = self._store.history(lead_id), draft.text if draft else ""
        return Card(lead, history, text, by, sent, self._messages.lines_to(lead, history), self._book.me)

    def alike(self, person: Person) -> list[tuple[Lead, Verdict]]:
        """Return the leads who are, or maybe are, the same person: the sure ones first, then the oldest."""
        found = {lead_id for words in searches(person) if words for lead_id in self._store.mentions(words)}
        leads = {lead_id: lead for lead_id in found if (lead := self._store.lead(lead_id))}
        return [(leads[lead_id], verdict) for lead_id, verdict in judged(person, leads.items())]

    # Who asked not to be contacted

    def refuse_silent(self, leads: Iterable[Lead]) -> None:
        """Raise a `UsageError` where one of them is do-not-contact: that is absolute."""
        for lead in leads:
            if lead.status is Status.DO_NOT_CONTACT:
                raise UsageError(f"not added: {self.silence_words(lead.id)}")

    def silent_since(self, lead_id: int) -> date | None:
        """Return the day from which a lead is do-not-contact: of the touch that said so, else of the last change."""
        zone = self._terms.now().tzinfo
        for entry in self._store.history(lead_id):
            if isinstance(entry, Touch) and entry.outcome.ends is Status.DO_NOT_CONTACT:
                return entry.at.astimezone(zone).date()
        if self._changed_at is None:
            self._changed_at = self._store.changed_at()
        changed = self._changed_at.get(lead_id) or self._book.lead(lead_id).created
        return changed.astimezone(zone).date() if changed else None

    def silence_words(self, lead_id: int) -> str:
        """Return who is do-not-contact, and since when: `Ann Lee (3), do not contact since Wed 18 Mar`.

        Where the id is 0 it is somebody who was forgotten.
        """
        if not lead_id:
            return FORGOTTEN_WORDS
        lead, since = self._book.lead(lead_id), self.silent_since(lead_id)
        day = f" since {When(since).words(self._terms.today())}" if since else ""
        return f"{lead.name} ({lead.id}), do not contact{day}"

    # Find

    def lookup(self, words: str) -> Row:
        """Return the lead with that id, or the only one whose name contains the words.

        Raises:
            NotFoundError: nobody, or several; the sentence names who was near.
        """
        wanted = words.strip()
        if wanted.isdecimal() and len(wanted) <= _LONGEST_ID:
            row = self.row(int(wanted))
            if row is None and not tail_of(wanted):
                raise NotFoundError(f"no lead has the id {int(wanted)}", hint=LOOK)
            if row is not None:
                return row
        if callers := self.find_numbers(wanted):
            return self._only(callers, wanted)
        known = {row.id: row for row in self._store.rows}
        names = Names(known.values())
        row = one_of(names, words, tuple(known.values()))
        if row is None:
            called_so = names.containing(words)
            nearest = ", ".join(f"{known[hit].name} ({hit})" for hit in (called_so or names.near(words))[:3])
            several = "several leads are" if len(called_so) > 1 else "no lead is"
            sentence = f"{several} called “{shortened(words)}”" + (f"; near: {nearest}" if nearest else "")
            raise NotFoundError(sentence, hint="say the id of one" if nearest else LOOK)
        return row.seen_from(self._terms.here)

    def _only(self, callers: Sequence[int], number: str) -> Row:
        """Return the lead with a number.

        Raises:
            NotFoundError: several have it.
        """
        rows = [row for row in map(self.row, callers) if row]
        if len(rows) == 1:
            return rows[0]
        nearest = ", ".join(f"{row.name} ({row.id})" for row in rows[:3])
        raise NotFoundError(f"several leads have the number {shortened(number)}: {nearest}", hint="say the id of one")

    def find(self, asked: "str | Query", most: int = MOST, *, silent: bool = False) -> list[Row]:
        """Return leads by name and company, at most so many, then by typos of them, then by what was written of them.

        Of a query with operators only those who meet them. Those who asked not to be contacted come last, and only
        where they are asked for (`silent`).
        """
        query = self._read(asked)
        ids = dict.fromkeys([*self.find_names(query, most), *self.find_mentions(query)])
        ids |= dict.fromkeys(self.find_silent(query) if silent else [])
        return [row for row in map(self.row, ids) if row]

    def found(self, query: "Query") -> set[int]:
        """Return ids of all leads that a query finds."""
        return {*self.find_names(query, len(self)), *self.find_mentions(query)}

    def find_names(self, asked: "str | Query", most: int = MOST) -> list[int]:
        """Return ids of leads by number, else by name and company; where nobody is called so, those a typo away."""
        query, among = self._asked(asked)
        words, names = query.words, self.names.all()
        callers = [at for at in self._of_number(words, among) if not self._is_silent(at)]
        found = callers or names.containing(words, most, among)
        return found or (names.near(words, among=among) if words else [])

    def find_numbers(self, words: str) -> list[int]:
        """Return ids of leads with a number, however it is written, also of those who asked not to be contacted."""
        tail = tail_of(words)
        found = self._store.mentions(tail[-_PROBED:]) if tail else ()
        leads = [lead for lead in map(self._store.lead, islice(found, MOST)) if lead]
        return sorted(lead.id for lead in leads if any(is_called_by(words, phone) for phone in lead.phones))

    def find_silent(self, asked: "str | Query") -> list[int]:
        """Return ids of those who asked not to be contacted, by name and company."""
        query, among = self._asked(asked)
        callers = [at for at in self._of_number(query.words, among) if self._is_silent(at)]
        return callers or self.names.all().silent(query.words, among=among)

    def find_mentions(self, asked: "str | Query") -> Iterator[int]:
        """Yield ids of leads about whom the words were written, and nobody who wants silence."""
        query, among = self._asked(asked)
        found = self._store.mentions(query.words) if query.words.strip() else iter(())
        if among is not None:
            found = filter(among.__contains__, found)
        return (at for at in found if not self._is_silent(at))

    def _asked(self, asked: "str | Query") -> "tuple[Query, Collection[int] | None]":
        """Return a query, and who meets its terms; None where it has none, so that all may be meant."""
        query = self._read(asked)
        return query, self.queries.among(query)

    def _read(self, asked: "str | Query") -> "Query":
        return self.queries.read(asked) if isinstance(asked, str) else asked

    def _of_number(self, words: str, among: Collection[int] | None) -> list[int]:
        callers = self.find_numbers(words)
        return callers if among is None or not callers else sorted({*callers} & {*among})

    def _is_silent(self, lead_id: int) -> bool:
        row = self._store.rows.get(lead_id)
        return row is None or row.status is Status.DO_NOT_CONTACT

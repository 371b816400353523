"""Reading: what a book says today, of anyone, and of words."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from fuyu.clock import Clock
from fuyu.desk.arrivals import Arrivals, Said, Understanding, arrivals
from fuyu.desk.values import Card, Standing, TouchMade
from fuyu.domain import pace
from fuyu.domain.action import Change, Document, Table
from fuyu.domain.agenda import Agenda, Load, agenda, foremost
from fuyu.domain.cadence import Cadence, Diary, kind_from, propose
from fuyu.domain.calendar import Calendar
from fuyu.domain.calls import Round, calls
from fuyu.domain.cleaning import cleaned
from fuyu.domain.find import MOST, Names, one_of
from fuyu.domain.history import Away, Draft, Entry, Touch
from fuyu.domain.holding import Unsent, seen_state, unsent
from fuyu.domain.identity import Person, Verdict, is_called_by, judged, searches
from fuyu.domain.late import since
from fuyu.domain.lead import Lead, Outcome, Row, Status
from fuyu.domain.manners import Manners, channel_of, first_way
from fuyu.domain.message import Message, State
from fuyu.domain.money import EURO, Money
from fuyu.domain.numbers import tail_of
from fuyu.domain.pace import Pace
from fuyu.domain.presets import Preset, presets
from fuyu.domain.promise import Promise, PromiseKind, promise_of
from fuyu.domain.proposal import proposal
from fuyu.domain.reschedule import Replan, clear, replan
from fuyu.domain.score import Promises, score
from fuyu.domain.settling import agreed_anew, overtaken, promises_after, replaced_by, unsettled
from fuyu.domain.spread import WEEK, spread
from fuyu.domain.step import Channel, Plan, Step
from fuyu.domain.text import clean, shortened
from fuyu.domain.typed import Place, Typed
from fuyu.domain.when import Problem, Range, When, parse_past, parse_range, parse_theirs, parse_when
from fuyu.domain.zones import name_of
from fuyu.errors import NotFoundError, UsageError
from fuyu.interop.contact import Contact
from fuyu.storage.port import Store
from fuyu.storage.rows import Mark

if TYPE_CHECKING:
    from fuyu.domain.coming import Event
    from fuyu.domain.quick_add import QuickAdd
    from fuyu.domain.reminder import Reminder
    from fuyu.domain.wishes import Reminding, Showing
    from fuyu.storage.merge import Merge

DAYS_AHEAD = 14
"""How far the load of the coming days is looked at."""
_LONGEST_ID = 18
_PROBED = 7
"""Digits at the end of a number that are looked up; few people share them."""
"""Digits; a longer number is no id, and maybe no number Python reads."""
_HISTORIES = 200
"""Histories read to measure a pace; of more leads than these, one in so many stands for the others."""
_NAMES_A_STEP = 250
"""Names read in one step: about two milliseconds (measured)."""


class _Off(Struct, frozen=True):
    """Days off, and days away as they are when it is asked."""

    days_off: Container[date]
    away: Callable[[], Sequence[Away]]

    def __contains__(self, day: object) -> bool:
        return day in self.days_off or (isinstance(day, date) and any(day in away for away in self.away()))


class Reading:
    """What can be asked of one book; nothing here changes it."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        calendar: Calendar | None = None,
        cadence: Cadence | None = None,
        manners: Manners | None = None,
        *,
        currency: str = EURO,
        is_sending: Callable[[], bool] = lambda: False,
    ) -> None:
        """Read a book.

        Args:
            store: the book.
            clock: the time.
            calendar: working days.
            cadence: when one more touch is due.
            manners: what counts as enough.
            currency: of amounts that name none.
            is_sending: whether somebody is handing messages of this book in at this moment.
        """
        self._store = store
        self._clock = clock
        calendar = calendar or Calendar()
        self.calendar = replace(calendar, days_off=_Off(calendar.days_off, self.away))
        self.cadence = cadence or Cadence()
        self.manners = manners or Manners()
        self.currency = currency
        self._is_sending = is_sending
        self.diary = Diary(self.cadence, self.calendar, lambda day: self.load(day).count)
        self._names: Names | None = None
        self._away: list[Away] | None = None
        self._unsent: list[Message] | None = None
        self._changed: tuple[int, Mapping[int, datetime]] | None = None
        self._done = 0

    def now(self) -> datetime:
        """Return the time with its zone."""
        return self._clock.now()

    @property
    def here(self) -> str:
        """The name of the zone we are in, empty where it has none."""
        return name_of(self.now())

    @property
    def read_only(self) -> str:
        """Why nothing can be written, as a sentence; empty where it can."""
        return self._store.read_only

    @property
    def nothing_to_undo(self) -> str:
        """What is said where nothing is left to be undone."""
        copy = self._store.copy_before
        older = f"; {copy} has the book as it was before the upgrade" if copy else ""
        return f"there is nothing to undo{older}"

    def warnings(self) -> list[str]:
        """Return what the person should know about the zone and the book's files, a sentence each."""
        found = [self._clock.problem] if self._clock.problem else []
        with suppress(OSError):  # what cannot be looked at is said where it is used
            found += self._store.warnings()
        return found

    def news(self) -> list[str]:
        """Return what was done about the book's files since this was last asked, a sentence each."""
        return self._store.news()

    def __len__(self) -> int:
        """Return how many leads there are."""
        return len(self._store.rows)

    def today(self) -> Agenda:
        """Return what today looks like."""
        return self.agenda_of(self.now().date())

    def agenda_of(self, day: date) -> Agenda:
        """Return what a day looks like when it has come and nothing was done until then."""
        return self._agenda(self._store.rows.for_day(day), day)

    def round_of(self, agenda: Agenda, at: datetime | None = None, *, unscheduled: bool = False) -> Round:
        """Return the round of calls of a day, now or at that time; with `unscheduled` of those without a date."""
        return calls(agenda, at or self.now(), self.cadence, self.manners.call_hours, unscheduled=unscheduled)

    def standing(self) -> Standing:
        """Return how today stands: its rows are read once, for the agenda and for the promises."""
        today = self.now().date()
        rows = self._store.rows.for_day(today)
        return Standing(self._agenda(rows, today), self._promises(rows, today))

    def rows(self) -> Iterator[Row]:
        """Yield every lead's row; another thread may ask."""
        return iter(self._store.rows)

    def touches(self) -> Iterator[Touch]:
        """Yield every touch in the order they were logged; another thread may ask."""
        return (document for document in self._store.documents(Table.TOUCHES) if isinstance(document, Touch))

    def touches_of(self, day: date) -> list[Touch]:
        """Return the touches of a day with those whom nobody touched after it, the first of them first."""
        made = self._touches_with(self._store.rows.for_day(day), day)
        return sorted((touch for touch in made if touch.at.date() == day), key=lambda touch: (touch.at, touch.id))

    def away(self) -> list[Away]:
        """Return the days away, also those that are past, the first of them first."""
        if self._away is None:
            found = (document for document in self._store.documents(Table.AWAY) if isinstance(document, Away))
            self._away = sorted(found, key=lambda away: (away.first, away.last))
        return self._away

    def promises(self) -> Promises:
        """Return what became of the promises that were first agreed for today."""
        today = self.now().date()
        return self._promises(self._store.rows.for_day(today), today)

    def pace(self, *, behind: bool) -> Pace:
        """Return how many touches a day the book needs, and how many it gets; every row is read for it.

        Args:
            behind: whether plans pile up. Where they do not, what was done lately is all there was to do, and what a
                day is filled up to is the pace.
        """
        today = self.now().date()
        first = pace.first_day(today, self.calendar)
        lately: list[int] = []

        def noted() -> Iterator[Row]:
            for row in self._store.rows:
                if row.last_touch is not None and row.last_touch.at.date() >= first:
                    lately.append(row.id)
                yield row

        needs = pace.needs(noted(), today, self.cadence, self.calendar)
        if not behind:
            return Pace(needs, self.cadence.per_day)
        one_in = len(lately) // _HISTORIES + 1
        entries = (entry for lead_id in lately[::one_in] for entry in self._store.history(lead_id))
        touched = (entry.at.date() for entry in entries if isinstance(entry, Touch) and not entry.check_in)
        gets = pace.gets((day for day in touched if day >= first), today, self.cadence.per_day, one_in)
        return Pace(needs, gets)

    def overdue_plans(self) -> Replan:
        """Return a new day for each overdue plan, and the promises that stay."""
        today = self.today()
        week = self._store.rows.for_day(self.calendar.add_working(today.day, WEEK))
        coming = [row for row in week if row.plan and row.plan.day >= today.day]
        return replan(today.overdue, today.day, self.diary, coming)

    def clearing(self, away: Away) -> Replan:
        """Return a new day for each plan on days away, and the promises of those days."""
        calendar = replace(self.calendar, days_off=_Off(self.calendar.days_off, lambda: [away]))
        diary = replace(self.diary, calendar=calendar)
        return clear(self._store.rows.for_day(away.last), away, self.now().date(), diary)

    def documents(self, table: Table) -> Iterator[Document]:
        """Yield the documents of a table, by id."""
        return self._store.documents(table)

    def document(self, table: Table, document_id: int) -> Document | None:
        """Return any document, None where there is none by that id."""
        return self._store.document(table, document_id)

    def next_id(self, table: Table) -> int:
        """Return an id that no document of the table has or ever had."""
        return self._store.next_id(table)

    @property
    def changes(self) -> int:
        """Return a number that is another one after each change, also one that others made."""
        return self._done

    def coming(self, showing: "Showing") -> "list[Event]":
        """Return what a calendar shows of this book."""
        from fuyu.desk.coming import coming  # noqa: PLC0415 - only a calendar needs it

        return coming(self._store, self.now().date(), showing)

    def reminders(self, reminding: "Reminding") -> "list[Reminder]":
        """Return the promises and plans with a time that a person may need to be reminded of now."""
        from fuyu.domain.reminder import reminders  # noqa: PLC0415 - only reminding needs it

        now = self.now()
        return reminders(self._store.rows.for_day(now.date() + timedelta(days=1)), now, reminding)

    def load(self, day: date) -> Load:
        """Return how much is due on a day."""
        return self._store.rows.load(day)

    def upcoming(self, days: int = DAYS_AHEAD) -> list[Load]:
        """Return the load of the coming days, from tomorrow on."""
        today = self.now().date()
        return [self.load(today + timedelta(days=ahead)) for ahead in range(1, days + 1)]

    def found_by(self, marks: Sequence[Mark], most: int) -> list[Row]:
        """Return the rows that have one of some marks, as the clocks here show them; of each mark at most so many."""
        return [row.seen_from(self.here) for row in self._store.rows.found_by(marks, most)]

    def row(self, lead_id: int) -> Row | None:
        """Return a lead's row as the clocks here show it."""
        row = self._store.rows.get(lead_id)
        return row.seen_from(self.here) if row else None

    def card(self, lead_id: int) -> Card:
        """Return a lead with history and draft, or raise a `NotFoundError`."""
        draft = self._store.draft(lead_id)
        lead = self._lead(lead_id)
        by = None if lead.referred_by is None else self.row(lead.referred_by)
        sent = tuple(row for row in map(self.row, lead.referred) if row and row.status is not Status.DO_NOT_CONTACT)
        history = self._store.history(lead_id)
        mail = tuple(self._as_it_stands(one, lead, history) for one in self.unsent() if one.lead == lead_id)
        return Card(lead, history, draft.text if draft else "", by, sent, mail)

    def unsent(self) -> list[Message]:
        """Return the messages that are not sent, by id."""
        if self._unsent is None:
            found = (document for document in self._store.documents(Table.MESSAGES) if isinstance(document, Message))
            self._unsent = [message for message in found if message.state is not State.SENT]
        return self._unsent

    def as_it_stands(self, message: Message) -> Unsent:
        """Return how a message stands now: when it goes, and why it would not."""
        return self._as_it_stands(message, self._lead(message.lead), self._store.history(message.lead))

    def _as_it_stands(self, message: Message, lead: Lead, history: Sequence[Entry]) -> Unsent:
        is_sending = message.state is State.SENDING and self._is_sending()
        return unsent(message, lead, history, self.now(), self.calendar.morning, is_sending=is_sending)

    def state_of(self, message: Message) -> State:
        """Return the state of a message as it is read: one whose sending was cut short is unknown."""
        return seen_state(message, is_sending=message.state is State.SENDING and self._is_sending())

    def alike(self, person: Person) -> list[tuple[Lead, Verdict]]:
        """Return the leads who are, or maybe are, the same person: the sure ones first, then the oldest."""
        found = {lead_id for words in searches(person) if words for lead_id in self._store.mentions(words)}
        leads = {lead_id: lead for lead_id in found if (lead := self._store.lead(lead_id))}
        return [(leads[lead_id], verdict) for lead_id, verdict in judged(person, leads.items())]

    def refuse_silent(self, leads: Iterable[Lead]) -> None:
        """Raise a `UsageError` where one of them is do-not-contact: that is absolute."""
        for lead in leads:
            if lead.status is Status.DO_NOT_CONTACT:
                raise UsageError(f"not added: {self.silence_words(lead.id)}")

    def silent_since(self, lead_id: int) -> date | None:
        """Return the day from which a lead is do-not-contact: of the touch that said so, else of the last change."""
        for entry in self._store.history(lead_id):
            if isinstance(entry, Touch) and entry.outcome.ends is Status.DO_NOT_CONTACT:
                return entry.at.astimezone(self.now().tzinfo).date()
        if self._changed is None or self._changed[0] != self._done:
            self._changed = (self._done, self._store.changed_at())
        changed = self._changed[1].get(lead_id) or self._lead(lead_id).created
        return changed.astimezone(self.now().tzinfo).date() if changed else None

    def silence_words(self, lead_id: int) -> str:
        """Return who is do-not-contact, and since when: `Ann Lee (3), do not contact since Wed 18 Mar`."""
        row, since = self._lead(lead_id), self.silent_since(lead_id)
        day = f" since {When(since).words(self.now().date())}" if since else ""
        return f"{row.name} ({row.id}), do not contact{day}"

    def drafts(self) -> Sequence[Draft]:
        """Return every draft."""
        return self._store.drafts()

    def typed(self, place: Place) -> list[Typed]:
        """Return what was typed in a place and is not finished, the latest first."""
        found = [typed for typed in self._every_typed() if typed.place == place]
        return sorted(found, key=lambda typed: (typed.at, typed.id), reverse=True)

    def _every_typed(self) -> Iterator[Typed]:
        return (typed for typed in self._store.documents(Table.TYPED) if isinstance(typed, Typed))

    def lookup(self, words: str) -> Row:
        """Return the lead with that id, or the only one whose name contains the words.

        Raises:
            NotFoundError: nobody, or several; the sentence names who was near.
        """
        wanted = words.strip()
        if wanted.isdecimal() and len(wanted) <= _LONGEST_ID:
            row = self.row(int(wanted))
            if row is None and not tail_of(wanted):
                raise NotFoundError(f"no lead has the id {int(wanted)}")
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
            raise NotFoundError(f"{several} called “{shortened(words)}”" + (f"; near: {nearest}" if nearest else ""))
        return row.seen_from(self.here)

    def _only(self, callers: Sequence[int], number: str) -> Row:
        """Return the lead with a number.

        Raises:
            NotFoundError: several have it.
        """
        rows = [row for row in map(self.row, callers) if row]
        if len(rows) == 1:
            return rows[0]
        nearest = ", ".join(f"{row.name} ({row.id})" for row in rows[:3])
        raise NotFoundError(f"several leads have the number {shortened(number)}: {nearest}")

    def find(self, words: str, most: int = MOST, *, silent: bool = False) -> list[Row]:
        """Return leads by name and company, at most so many, then by typos of them, then by what was written of them.

        Those who asked not to be contacted come last, and only where they are asked for (`silent`).
        """
        ids = dict.fromkeys([*self.find_names(words, most), *self.find_mentions(words)])
        ids |= dict.fromkeys(self.find_silent(words) if silent else [])
        return [row for row in map(self.row, ids) if row]

    def find_names(self, words: str, most: int = MOST) -> list[int]:
        """Return ids of leads by number, else by name and company; where nobody is called so, those a typo away."""
        names = self._name_index()
        callers = [at for at in self.find_numbers(words) if not self._is_silent(at)]
        return callers or names.containing(words, most) or names.near(words)

    def find_numbers(self, words: str) -> list[int]:
        """Return ids of leads with a number, however it is written, also of those who asked not to be contacted."""
        tail = tail_of(words)
        found = self._store.mentions(tail[-_PROBED:]) if tail else ()
        leads = [lead for lead in map(self._store.lead, islice(found, MOST)) if lead]
        return sorted(lead.id for lead in leads if any(is_called_by(words, phone) for phone in lead.phones))

    def _is_silent(self, lead_id: int) -> bool:
        row = self._store.rows.get(lead_id)
        return row is None or row.status is Status.DO_NOT_CONTACT

    def find_silent(self, words: str) -> list[int]:
        """Return ids of those who asked not to be contacted, by name and company."""
        callers = [at for at in self.find_numbers(words) if self._is_silent(at)]
        return callers or self._name_index().silent(words)

    def learn_names(self) -> Iterator[None]:
        """Read every name in steps of milliseconds, so that the first find answers at once, however many there are.

        Where something is done between two steps, it ends and nothing is learnt: begin again.
        """
        if self._names is not None:
            return
        names, done = Names(), self._done
        for number, row in enumerate(self._store.rows, start=1):
            names.put(row)
            if number % _NAMES_A_STEP == 0:
                yield
                if self._done != done:
                    return
        self._names = names

    @property
    def knows_names(self) -> bool:
        """Whether every name is read."""
        return self._names is not None

    def find_mentions(self, words: str) -> Iterator[int]:
        """Yield ids of leads about whom the words were written, and nobody who wants silence."""
        found = self._store.mentions(words) if words.strip() else iter(())
        return (at for at in found if not self._is_silent(at))

    def when(self, phrase: str, there: str = "") -> When | Problem:
        """Return the day, and maybe the time, a phrase means here and now; `there` is the zone of *their time*."""
        return parse_when(phrase, self.now(), self.calendar, there)

    def when_they_said(self, words: str, there: str = "") -> When | Problem:
        """Return the day that words of theirs mean or propose: `after the trade fair in march`."""
        found = self.when(words, there)
        return found if isinstance(found, When) else parse_theirs(words, self.now(), self.calendar)

    def when_it_was(self, phrase: str) -> datetime | Problem:
        """Return the time a phrase means that lies behind: `yesterday 15:00`."""
        return parse_past(phrase, self.now(), self.calendar)

    def money(self, text: str) -> Money | Problem:
        """Return the amount a text means; without a currency in it, of the usual one."""
        from fuyu.domain.money_text import parse_money  # noqa: PLC0415 - only who tells an amount needs it

        return parse_money(text, self.currency)

    def day(self, phrase: str) -> date | Problem:
        """Return the day a phrase means here and now; what it says of a time does not matter."""
        found = self.when(phrase)
        return found.day if isinstance(found, When) else found

    def presets(self) -> tuple[Preset, ...]:
        """Return the days that one key gives."""
        return presets(self.now().date(), self.calendar)

    def days(self, phrase: str) -> Range | Problem:
        """Return the days, from one to another, that a phrase means here and now."""
        return parse_range(phrase, self.now(), self.calendar)

    def take_apart(self, line: str) -> "QuickAdd":
        """Return what one line says of a new lead."""
        from fuyu.domain.quick_add import take_apart  # noqa: PLC0415 - only who adds a lead needs it

        return take_apart(line, self.now(), self.calendar, self.currency)

    def propose(
        self,
        lead_id: int,
        outcome: Outcome,
        channel: Channel,
        *,
        check_in: bool = False,
        at: datetime | None = None,
        kept: tuple[str, ...] = (),
    ) -> Plan | None:
        """Return the plan that is proposed after a touch at a time, or now; None where none is.

        Args:
            lead_id: the lead.
            outcome: what came of the touch.
            channel: how it was made.
            check_in: whether it was a check-in.
            at: when it was; None is now.
            kept: the uids of promises that it kept before their day.
        """
        lead, touch = self._lead(lead_id), self._touch(lead_id, outcome, channel, check_in=check_in, at=at)
        return self.proposed(lead, touch, promises_after(lead.promises, touch, self.manners.around, kept=kept))

    def still_promised(
        self, lead_id: int, outcome: Outcome, channel: Channel, *, check_in: bool = False, at: datetime | None = None
    ) -> list[Promise]:
        """Return the promises to contact a lead that a touch would leave to be kept, the nearest first.

        After a yes the tasks are among them: which of all that was promised stays?
        """
        touch = self._touch(lead_id, outcome, channel, check_in=check_in, at=at)
        after = promises_after(self._lead(lead_id).promises, touch, self.manners.around)
        left = [one for one in unsettled(after, touch.at) if outcome is Outcome.WON or not one.is_task]
        return sorted(left, key=lambda one: one.nearness)

    def _touch(self, lead_id: int, outcome: Outcome, channel: Channel, *, check_in: bool, at: datetime | None) -> Touch:
        """Return a touch that may be logged."""
        at = at or self.now()
        return Touch(id=0, uid="", lead=lead_id, at=at, channel=channel, outcome=outcome, check_in=check_in)

    def kind_from(self, row: Row) -> date | None:
        """Return the earliest day on which one more touch is no pestering; None where the last one was answered."""
        return kind_from(row, self.cadence, self.calendar)

    def arrivals(
        self, contacts: Sequence[Contact], progress: Callable[[int], None] | None = None, *, said: Said | None = None
    ) -> Arrivals:
        """Return what bringing these contacts in would do, where a person says of records whom they are of."""
        return arrivals(contacts, self._store, self.now(), Understanding(self.when, self.money), progress, said=said)

    def merging(self, theirs: Store) -> "Merge":
        """Return what bringing in another copy of the book would do."""
        from fuyu.storage.merge import merge  # noqa: PLC0415 - only a merge needs it

        return merge(self._store, theirs, self.now())

    def spread_unscheduled(self) -> dict[int, date]:
        """Return a day for each lead unscheduled, over the coming working days, the warmest soonest."""
        today = self.today()
        return spread(today.unscheduled, today.day, self.calendar, self.load, self.cadence.per_day)

    def _agenda(self, rows: Iterable[Row], day: date) -> Agenda:
        now = self.now()
        return agenda(rows, day, self.cadence, self.here, self.calendar, now=now if day == now.date() else None)

    def _promises(self, rows: Iterable[Row], today: date) -> Promises:
        return score(rows, today, today, today)

    def _touches_with(self, rows: Iterable[Row], touched_on: date) -> list[Touch]:
        """Return every touch with those who were last touched on a day; the others are not read."""
        touched = [row for row in rows if row.last_touch and row.last_touch.at.date() == touched_on]
        return [entry for row in touched for entry in self._store.history(row.id) if isinstance(entry, Touch)]

    def touch_of(self, lead: Lead, made: TouchMade, uid: str, above: str = "") -> Touch:
        """Return a touch as it was made.

        Args:
            lead: as it was before.
            made: what came of the touch, how, and its note.
            uid: tells it apart in any copy of the book.
            above: stands above the note.
        """
        return Touch(
            id=self._store.next_id(Table.TOUCHES),
            uid=uid,
            lead=lead.id,
            at=made.at or self.now(),
            channel=made.channel or (Channel.CALL if made.check_in else self.channel_for(lead, made.outcome)),
            outcome=made.outcome,
            note=clean("\n".join(part for part in (above, made.note) if part)).strip(),
            check_in=made.check_in,
        )

    def foremost(self, row: Row) -> Step | None:
        """Return what stands first of all that is to be done with a lead, as the clocks here show it."""
        now = self.now()
        return foremost(row.seen_from(self.here), now.date(), now)

    def day_after(self, row: Row) -> date:
        """Return the working day after today, or after the day that what stands first is for, where that is later."""
        today, step = self.now().date(), self.foremost(row)
        return self.calendar.next_working(max(step.day if step else today, today) + timedelta(days=1))

    def channel_for(self, row: Row, outcome: Outcome = Outcome.TALKED) -> Channel:
        """Return how a touch is made, where nobody says it: as what is due says, else the plan, else by a call."""
        lead = self._as_meant(self._lead(row.id))
        step = self.foremost(lead)
        due = step if step is not None and step.day <= self.now().date() and step.calls else lead.plan
        return channel_of(outcome, due.channel if due else Channel.CALL, lead)

    def _as_meant(self, lead: Lead) -> Lead:
        """Return a lead with the plan for what it was before a message that waits took its place."""
        plan = lead.plan
        waiting = (one for one in self.unsent() if one.lead == lead.id and plan and plan.why == one.reason)
        message = next(waiting, None)
        if message is None or plan is None:
            return lead
        before = message.before or Plan(day=plan.day, why=message.why)
        return replace(lead, plan=replace(plan, why=before.why, channel=before.channel))

    def promised(self, step: Step, at: datetime, kind: PromiseKind = PromiseKind.CONTACT) -> Promise:
        """Return the promise of a step that was agreed with them at that time."""
        return promise_of(step, uuid4().hex, at, self.here, kind)

    def agreed_after(self, lead: Lead, touch: Touch, made: TouchMade) -> tuple[Plan | None, tuple[Promise, ...]]:
        """Return the plan and the promises after a touch, as a person says them.

        A date that was agreed is a promise; so is one they named with a *not now*, where a promise stood. It takes the
        place of the one it replaces, with its channel and its reason; what the touch settled stays settled. The same
        day agreed once more is no other promise.

        Args:
            lead: as it was before.
            touch: what took place.
            made: what a person says of it.
        """
        promises = promises_after(
            lead.promises,
            touch,
            self.manners.around,
            kept=made.kept,
            given_up=None if made.lost or touch.outcome.ends is Status.DO_NOT_CONTACT else made.withdrawn,
        )
        if made.next_step is None:
            return None if made.undated else self.proposed(lead, touch, promises), promises
        step = cleaned(made.next_step)
        new = self.promised(step, touch.at)
        old = replaced_by(new, promises, touch.at, made.replaces, before=lead.promises)
        if not (made.agreed or (touch.outcome is Outcome.NOT_NOW and old)):
            return step, promises
        if made.replaces is None and old is None:
            new = overtaken(new, promises, touch.at)
        if old is not None:
            new = replace(new, channel=old.channel, why=old.why)
        if old is not None and (old.day, old.time, old.zone) == (new.day, new.time, new.zone):
            return None, promises
        return None, (*agreed_anew(promises, old.uid if old else "", touch.at, touch.uid), new)

    def proposed(self, lead: Lead, touch: Touch, promises: Sequence[Promise] | None = None) -> Plan | None:
        """Return the plan after a touch: never a day that is past, however long ago the touch took place.

        What was planned since by a later touch stands.

        Args:
            lead: as it was before.
            touch: what took place.
            promises: what became of their promises by it; None is what becomes of them unasked.
        """
        history = self._store.history(lead.id)
        if touch.outcome.ends is None and lead.next_step and since(history, touch):
            return lead.plan
        if promises is None:
            promises = promises_after(lead.promises, touch, self.manners.around)
        meant, today = lead if touch.check_in else self._as_meant(lead), self.now().date()
        plan = proposal(meant, history, touch, self.diary, self.manners, promises=promises)
        if plan is None or plan is lead.plan or plan.day >= today:
            return plan
        return replace(plan, day=self.calendar.next_working(today))

    def day_back(self, lead_id: int) -> date:
        """Return the day that is proposed for a lead who is reopened: of what they have, or as after a *not now*."""
        lead, today = self._lead(lead_id), self.now().date()
        step = self._plan_again(lead) or lead.next_step
        return max(step.day, today) if step is not None else today

    def _plan_again(self, lead: Lead) -> Plan | None:
        """Return the plan of a lead who is reopened: what a customer has, else as after a *not now* or a talk."""
        if lead.next_step is not None:
            return lead.plan
        outcome = Outcome.NOT_NOW if lead.status is Status.LOST else Outcome.TALKED
        today = self.now().date()
        return Plan(day=propose(lead, outcome, today, self.diary) or today, channel=first_way(lead))

    def _lead(self, lead_id: int) -> Lead:
        lead = self._store.lead(lead_id)
        if lead is None:
            raise NotFoundError(f"no lead has the id {lead_id}")
        return lead

    def _name_index(self) -> Names:
        while self._names is None:
            for _ in self.learn_names():
                pass
        return self._names

    def _note_names(self, changes: Sequence[Change]) -> None:
        """Let the names, the messages and the days away that are known follow what was done."""
        self._done += 1
        if any(change.table is Table.MESSAGES for change in changes):
            self._unsent = None
        if any(change.table is Table.AWAY for change in changes):
            self._away = None
        for change in changes if self._names is not None else ():
            if change.table is Table.LEADS and self._names is not None:
                if isinstance(change.after, Lead):
                    self._names.put(change.after)
                else:
                    self._names.drop(change.id)

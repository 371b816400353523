"""The desk: every use case as one call, and every change as one action that can be taken back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import asdict, replace

from fuyu.clock import Clock
from fuyu.desk.arrivals import Arrivals, arrivals
from fuyu.domain.action import Action, Change, Document, Head, Table, Verb, last_undoable
from fuyu.domain.agenda import Agenda, Load, agenda
from fuyu.domain.cadence import Cadence, propose
from fuyu.domain.calendar import Calendar
from fuyu.domain.find import Names, one_of
from fuyu.domain.history import Draft, Entry, Note, Touch, after_touch, corrected
from fuyu.domain.lead import About, Channel, Lead, NextStep, Outcome, Row, Temperature
from fuyu.domain.spread import spread
from fuyu.domain.text import clean, clean_line
from fuyu.domain.when import Problem, When, parse_when
from fuyu.errors import NotFoundError, SaveError, StaleError, StoreError, UsageError
from fuyu.interop.contact import Contact
from fuyu.storage.port import Store

if TYPE_CHECKING:
    from fuyu.domain.quick_add import QuickAdd
    from fuyu.storage.merge import Merge

PRESETS = ("tomorrow", "mon", "1w", "2w", "eom", "3mo")
"""The six snoozes that one key gives, as the phrases they stand for."""
DAYS_AHEAD = 14
"""How far the load of the coming days is looked at."""
_LONGEST_ID = 18
"""Digits; a longer number is no id, and maybe no number Python reads."""
_NAMES_A_STEP = 250
"""Names read in one step: about two milliseconds (measured)."""
_TRIES = 5
"""How often an intent is repeated on fresh documents when others write at the same moment."""


class Card(Struct, frozen=True):
    """One lead, wholly: who they are, what took place (newest first) and what is being typed."""

    lead: Lead
    history: Sequence[Entry]
    draft: str


class NewLead(Struct, frozen=True, kw_only=True):
    """What is known of a lead when it is added; only a name is needed."""

    name: str
    company: str = ""
    role: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    place: str = ""
    zone: str = ""
    about: tuple[About, ...] = ()
    tags: tuple[str, ...] = ()
    temperature: Temperature = Temperature.WARM
    next_step: NextStep | None = None
    """None is today: an open lead always has a next step."""


class TouchMade(Struct, frozen=True, kw_only=True):
    """What a person says of a touch when logging it."""

    outcome: Outcome
    channel: Channel | None = None
    """None is the channel the next step named."""
    note: str = ""
    """Stands below what was typed as a draft, if anything was."""
    next_step: NextStep | None = None
    """None is the day the cadence proposes."""
    close: bool = False
    """End the follow-up without a yes."""


class _Held(NamedTuple):
    """An action that could not be saved."""

    action: Action
    again: Callable[[], Action]
    """Makes it from the documents as they are by then, with the same uid."""
    why: str


class Desk:
    """The use cases of one book."""

    def __init__(
        self, store: Store, clock: Clock, calendar: Calendar | None = None, cadence: Cadence | None = None
    ) -> None:
        self._store = store
        self._clock = clock
        self.calendar = calendar or Calendar()
        self.cadence = cadence or Cadence()
        self._names: Names | None = None
        self._done = 0
        self._news = False
        self._held: _Held | None = None

    # Reading

    def now(self) -> datetime:
        """Return the time with its zone."""
        return self._clock.now()

    @property
    def here(self) -> str:
        """The IANA name of the zone we are in, empty where it has none."""
        return getattr(self.now().tzinfo, "key", "")

    @property
    def read_only(self) -> str:
        """Why nothing can be written, as a sentence; empty where it can."""
        return self._store.read_only

    def warnings(self) -> list[str]:
        """Return what the person should know about the book's files, a sentence each."""
        with suppress(OSError):  # what cannot be looked at is said where it is used
            return self._store.warnings()
        return []

    def __len__(self) -> int:
        """Return how many leads there are."""
        return len(self._store.rows)

    def today(self) -> Agenda:
        """Return what today looks like."""
        today = self.now().date()
        return agenda(self._store.rows.for_day(today), today, self.cadence, self.here)

    def load(self, day: date) -> Load:
        """Return how much is due on a day."""
        return self._store.rows.load(day)

    def upcoming(self, days: int = DAYS_AHEAD) -> list[Load]:
        """Return the load of the coming days, from tomorrow on."""
        today = self.now().date()
        return [self.load(today + timedelta(days=ahead)) for ahead in range(1, days + 1)]

    def row(self, lead_id: int) -> Row | None:
        """Return a lead's row as the clocks here show it."""
        row = self._store.rows.get(lead_id)
        return row.seen_from(self.here) if row else None

    def card(self, lead_id: int) -> Card:
        """Return a lead with history and draft, or raise a `NotFoundError`."""
        draft = self._store.draft(lead_id)
        return Card(self._lead(lead_id), self._store.history(lead_id), draft.text if draft else "")

    def drafts(self) -> Sequence[Draft]:
        """Return every draft."""
        return self._store.drafts()

    def lookup(self, words: str) -> Row:
        """Return the lead with that id, or the only one whose name contains the words.

        Raises:
            NotFoundError: nobody, or several; the sentence names who was near.
        """
        wanted = words.strip()
        if wanted.isdecimal() and len(wanted) <= _LONGEST_ID:
            row = self.row(int(wanted))
            if row is None:
                raise NotFoundError(f"no lead has the id {int(wanted)}")
            return row
        known = {row.id: row for row in self._store.rows}
        names = Names(known.values())
        row = one_of(names, words, tuple(known.values()))
        if row is None:
            called_so = names.containing(words)
            nearest = ", ".join(f"{known[hit].name} ({hit})" for hit in (called_so or names.near(words))[:3])
            several = "several leads are" if len(called_so) > 1 else "no lead is"
            raise NotFoundError(f"{several} called “{clean_line(words)}”" + (f"; near: {nearest}" if nearest else ""))
        return row.seen_from(self.here)

    def find(self, words: str) -> list[Row]:
        """Return leads by name and company, then by typos of them, then by what was written about them."""
        ids = dict.fromkeys([*self.find_names(words), *self.find_mentions(words)])
        return [row for row in map(self.row, ids) if row]

    def find_names(self, words: str) -> list[int]:
        """Return ids of leads by name and company; where nobody is called so, those only a typo away."""
        names = self._name_index()
        return names.containing(words) or names.near(words)

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
        """Yield ids of leads about whom the words were written, some of them twice."""
        return self._store.mentions(words) if words.strip() else iter(())

    def when(self, phrase: str) -> When | Problem:
        """Return the day, and maybe the time, a phrase means here and now."""
        return parse_when(phrase, self.now(), self.calendar)

    def take_apart(self, line: str) -> "QuickAdd":
        """Return what one line says of a new lead."""
        from fuyu.domain.quick_add import take_apart  # noqa: PLC0415 - only who adds a lead needs it

        return take_apart(line, self.now(), self.calendar)

    def propose(self, row: Row, outcome: Outcome) -> date | None:
        """Return the day the cadence proposes after an outcome, None where the outcome is an end."""
        return propose(row, outcome, self.now().date(), self.cadence, self.calendar)

    def arrivals(self, contacts: Sequence[Contact], progress: Callable[[int], None] | None = None) -> Arrivals:
        """Return what bringing these contacts in would do."""
        return arrivals(contacts, self._store, self.now(), self.when, progress)

    def merging(self, theirs: Store) -> "Merge":
        """Return what bringing in another copy of the book would do."""
        from fuyu.storage.merge import merge  # noqa: PLC0415 - only a merge needs it

        return merge(self._store, theirs, self.now())

    def spread_cracks(self) -> dict[int, date]:
        """Return a day for each lead in the cracks, over the coming working days, the warmest soonest."""
        today = self.today()
        return spread(today.cracks, today.day, self.calendar, self.load, self.cadence.per_day)

    # Doing: one action each

    def add(self, new: NewLead, note: str = "") -> Action:
        """Add a lead, whose id the action's first change has; without a next step they are due today."""
        return self.add_all([(new, note)])

    def add_all(self, news: Sequence[tuple[NewLead, str]]) -> Action:
        """Add leads, each with a note that may be empty, in one action, whose first changes are the leads."""

        def build() -> tuple[str, list[Change]]:
            first_lead, first_note = self._store.next_id(Table.LEADS), self._store.next_id(Table.NOTES)
            leads = [self._new(lead_id, new) for lead_id, (new, _) in enumerate(news, first_lead)]
            texts = [clean(note).strip() for _, note in news]
            told = [(lead, text) for lead, text in zip(leads, texts, strict=True) if text]
            notes = [
                Note(id=note_id, lead=lead.id, at=self.now(), note=text)
                for note_id, (lead, text) in enumerate(told, first_note)
            ]
            added: list[Document] = [*leads, *notes]
            title = f"added {leads[0].name}" if len(leads) == 1 else f"added {len(leads)} leads"
            return title, [Change(before=None, after=document) for document in added]

        return self._do(Verb.ADD, build)

    def edit(self, lead_id: int, **fields: Any) -> Action:
        """Change fields of a lead; one that is open again without a next step is due today."""

        def build() -> tuple[str, list[Change]]:
            lead = self._lead(lead_id)
            edited = _named(replace(lead, **fields))
            if edited.in_the_cracks and not lead.in_the_cracks:
                edited = replace(edited, next_step=NextStep(day=self.now().date()))
            if not edited.is_open:
                edited = replace(edited, next_step=None)
            return f"changed {edited.name}", _changed(lead, edited)

        return self._do(Verb.EDIT, build)

    def log(self, lead_id: int, made: TouchMade) -> Action:
        """Log a touch: the touch, the next step and the draft that became its note, all or nothing."""

        def build() -> tuple[str, list[Change]]:
            lead, draft = self._lead(lead_id), self._store.draft(lead_id)
            due = lead.seen_from(self.here).next_step
            channel = made.channel or (due.channel if due else Channel.CALL)
            texts = (draft.text if draft else "", made.note)
            touch = Touch(
                id=self._store.next_id(Table.TOUCHES),
                uid=uuid4().hex,
                lead=lead_id,
                at=self.now(),
                channel=channel,
                outcome=made.outcome,
                note=clean("\n".join(text for text in texts if text)).strip(),
                due=due.day if due else None,
                promised=due is not None and due.promised,
            )
            step = made.next_step.cleaned() if made.next_step else self._proposed_step(lead, touch)
            after = after_touch(lead, touch, step, close=made.close)
            changes = [*_changed(lead, after), Change(before=None, after=touch)]
            return f"{made.outcome.words}, {lead.name}", [*changes, *_changed(draft, None)]

        return self._do(Verb.LOG, build)

    def snooze(self, lead_id: int, when: When) -> Action:
        """Move a lead's next step; the day first agreed is kept."""

        def build() -> tuple[str, list[Change]]:
            lead = self._lead(lead_id)
            if not lead.is_open:
                raise UsageError(f"{lead.name} is no longer followed up: {lead.status.replace('_', ' ')}")
            step = (lead.next_step or NextStep(day=when.day)).snoozed_to(when.day, when.time, when.zone)
            if lead.next_step is None:
                step = NextStep(day=when.day, time=when.time, zone=when.zone)
            return f"snoozed {lead.name} to {when.iso()}", _changed(lead, replace(lead, next_step=step))

        return self._do(Verb.SNOOZE, build)

    def plan(self, days: Mapping[int, date]) -> Action:
        """Give leads in the cracks a day each, in one action; those who have a next step keep it."""

        def build() -> tuple[str, list[Change]]:
            leads = [self._lead(lead_id) for lead_id in days]
            changes = [
                Change(before=lead, after=replace(lead, next_step=NextStep(day=days[lead.id])))
                for lead in leads
                if lead.in_the_cracks
            ]
            return f"gave {len(changes)} leads a day", changes

        return self._do(Verb.PLAN, build)

    def keep_draft(self, lead_id: int, text: str, known: str | None = None) -> str:
        """Keep what is being typed about a lead, and return what is kept; not an action: typing has its own undo.

        Args:
            lead_id: the lead.
            text: the whole of what is typed.
            known: what was kept when the typing began; where another terminal has kept something else since, both stay.
        """
        text = clean(text)
        if known is not None:
            self._catch_up()
            theirs = clean(_text(self._store.draft(lead_id)))
            if theirs not in {known, text}:
                text = "\n".join(part for part in (text, theirs) if part)
        self._store.keep_draft(Draft(id=lead_id, text=text, at=self.now()))
        return text

    def keep_note(self, lead_id: int, text: str = "") -> Action:
        """Keep the draft, and any text given, as a note without a touch."""

        def build() -> tuple[str, list[Change]]:
            lead, draft = self._lead(lead_id), self._store.draft(lead_id)
            written = clean("\n".join(part for part in (draft.text if draft else "", text) if part)).strip()
            if not written:
                raise UsageError("there is nothing written to keep")
            note = Note(id=self._store.next_id(Table.NOTES), lead=lead_id, at=self.now(), note=written)
            return f"kept a note on {lead.name}", [Change(before=None, after=note), *_changed(draft, None)]

        return self._do(Verb.NOTE, build)

    def correct(self, entry: Entry, text: str) -> Action:
        """Change what a past touch or note says; what it said stays in its history."""
        table = Table.TOUCHES if isinstance(entry, Touch) else Table.NOTES

        def build() -> tuple[str, list[Change]]:
            current = self._store.document(table, entry.id)
            if not isinstance(current, (Touch, Note)):
                raise NotFoundError("that note is gone")
            lead = self._lead(current.lead)
            after = corrected(current, clean(text).strip(), self.now())
            return f"corrected a note on {lead.name}", _changed(current, after)

        return self._do(Verb.CORRECT, build)

    def delete(self, lead_id: int) -> Action:
        """Delete a lead with everything written about them."""

        def build() -> tuple[str, list[Change]]:
            lead = self._lead(lead_id)
            gone = [self._store.draft(lead_id), *self._store.history(lead_id), lead]
            return f"deleted {lead.name}", [change for document in gone for change in _changed(document, None)]

        return self._do(Verb.DELETE, build)

    def bring_in(self, contacts: Sequence[Contact], title: str) -> Action:
        """Bring contacts in as one action."""
        return self._do(Verb.IMPORT, lambda: (title, self.arrivals(contacts).changes))

    def merge(self, theirs: Store, title: str) -> Action:
        """Bring another copy of the book in as one action."""
        return self._do(Verb.MERGE, lambda: (title, self.merging(theirs).changes))

    def undo(self) -> Action | None:
        """Take back the last action, also one of an earlier day; None where there is none."""
        return self._reverse(Verb.UNDO)

    def redo(self) -> Action | None:
        """Do again what was last taken back; None where nothing was."""
        return self._reverse(Verb.REDO)

    # Trouble, and care for the files

    @property
    def trouble(self) -> str:
        """Why the last thing done is not saved, as a sentence; empty where everything is."""
        return self._held.why if self._held else ""

    @property
    def held(self) -> str:
        """What was done and is not saved; empty where everything is."""
        return self._held.action.title if self._held else ""

    def retry(self) -> bool:
        """Read everything anew; return whether the book can be written. What is held stays held."""
        reason = self._store.retry()
        self._catch_up(told=True)
        return not reason

    def do_again(self) -> Action | None:
        """Save what is held, unless it landed although an error came; None where nothing is held.

        Raises:
            StoreError: it cannot be saved still; it stays held.
        """
        held = self._held
        if held is None:
            return None
        landed = any(head.uid == held.action.uid for head in self._store.heads())
        self._held = None
        return held.action if landed else self._save(held.again(), held.again)

    def give_up(self) -> str:
        """Do not hold any more what was done and is not saved; return what it was."""
        title, self._held = self.held, None
        return title

    def copy_to(self, path: Path, typed: Mapping[int, str] | None = None) -> None:
        """Write the whole book to a new file, with what is held and what is typed about leads and not kept."""
        held = list(self._held.action.changes) if self._held else []
        drafts = [Draft(id=lead_id, text=clean(text), at=self.now()) for lead_id, text in (typed or {}).items()]
        self._store.copy_to(path, [*held, *(Change(before=None, after=draft) for draft in drafts if draft.text)])

    def tidy_up(self) -> str:
        """Bring the files into order and copy the book, once a day and in any thread; return what was in the way."""
        try:
            self._store.tidy()
            self._store.back_up(self.now().date())
        except StoreError as error:
            return f"no copy of the book was made today: {error}"
        except OSError as error:
            return f"no copy of the book was made today: {error.strerror}"
        return ""

    def refresh(self) -> bool:
        """Read what others wrote; return whether anything did since this was last asked."""
        self._catch_up()
        news, self._news = self._news, False
        return news

    def close(self) -> None:
        """Let go of the book; everything is kept."""
        self._store.close()

    # How an action is made

    def _do(self, verb: Verb, build: Callable[[], tuple[str, Sequence[Change]]], of: str = "") -> Action:
        if self._held:
            raise SaveError(f"not done, for this is not saved yet: {self.held}")
        uid = uuid4().hex

        def make() -> Action:
            title, changes = build()
            return Action(uid=uid, at=self.now(), verb=verb, title=title, changes=tuple(changes), of=of)

        return self._save(make(), make)

    def _save(self, action: Action, again: Callable[[], Action]) -> Action:
        """Have an action written, made again where others wrote at the same moment; one that fails is held."""
        try:
            for _ in range(_TRIES):
                try:
                    self._store.apply(action)
                except StaleError:
                    self._catch_up(told=True)
                    action = again()
                else:
                    self._note_names(action.changes)
                    return action
            raise SaveError("another fuyu keeps changing the same lead: not saved; try again")
        except StoreError as error:
            self._held = _Held(action, again, str(error))
            raise

    def _catch_up(self, *, told: bool = False) -> None:
        """Read what others wrote; `told` where the store has said already that they did."""
        if self._store.refresh() or told:
            self._names, self._news = None, True
            self._done += 1

    def _reverse(self, verb: Verb) -> Action | None:
        self._catch_up()
        head = last_undoable(self._store.heads(), verb)
        if head is None:
            return None

        def build() -> tuple[str, list[Change]]:
            untouched = self._brought_back(head)
            changes = self._store.reversal(head.uid)
            return head.title, [change if change.id in untouched else _keeping_draft(change) for change in changes]

        return self._do(verb, build, head.uid)

    def _brought_back(self, head: Head) -> set[int]:
        """Return ids of leads whose draft is as an undo brought it back: nothing was typed there since."""
        if head.verb is not Verb.UNDO:
            return set()
        with suppress(NotFoundError):
            typed = {c.id for c in self._store.reversal(head.of) if _text(c.before) != _text(c.after)}
            return {draft.id for draft in self._store.drafts()} - typed
        return set()

    def _lead(self, lead_id: int) -> Lead:
        lead = self._store.lead(lead_id)
        if lead is None:
            raise NotFoundError(f"no lead has the id {lead_id}")
        return lead

    def _new(self, lead_id: int, new: NewLead) -> Lead:
        fields = asdict(new) | {"next_step": new.next_step or NextStep(day=self.now().date())}
        return _named(Lead(id=lead_id, created=self.now(), **fields))

    def _proposed_step(self, lead: Lead, touch: Touch) -> NextStep | None:
        day = self.propose(lead, touch.outcome)
        if day is None:
            return None
        was = lead.next_step
        return NextStep(day=day, channel=touch.channel, why=was.why if was else "")

    def _name_index(self) -> Names:
        while self._names is None:
            for _ in self.learn_names():
                pass
        return self._names

    def _note_names(self, changes: Sequence[Change]) -> None:
        """Let the names that are known follow what was done."""
        self._done += 1
        for change in changes if self._names is not None else ():
            if change.table is Table.LEADS and self._names is not None:
                if isinstance(change.after, Lead):
                    self._names.put(change.after)
                else:
                    self._names.drop(change.id)


def _named(lead: Lead) -> Lead:
    cleaned = lead.cleaned()
    if not cleaned.name:
        raise UsageError("a lead needs a name")
    return cleaned


def _changed(before: Lead | Entry | Draft | None, after: Lead | Entry | Draft | None) -> list[Change]:
    return [] if before == after else [Change(before=before, after=after)]


def _keeping_draft(change: Change) -> Change:
    """Never let an undo lose what was typed meanwhile: the text of both drafts is kept."""
    now, older = change.before, _text(change.after)
    if not isinstance(now, Draft):
        return change
    return Change(before=now, after=replace(now, text=now.text if older in now.text else f"{older}\n{now.text}"))


def _text(draft: Document | None) -> str:
    return draft.text if isinstance(draft, Draft) else ""

"""The desk: every use case as one call, and every change as one action that can be taken back."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from msgspec.structs import asdict, replace

from fuyu.desk.arrivals import Arrivals, Said
from fuyu.desk.reading import Reading
from fuyu.desk.values import NewLead, Silenced, TouchMade, dropped_words, turns_in
from fuyu.domain.action import Action, Change, Document, Head, Table, Verb, last_undoable
from fuyu.domain.cleaning import cleaned
from fuyu.domain.customer import told_of_the_yes
from fuyu.domain.decision import TakingUp, approach
from fuyu.domain.ending import BETTER_TIME, contradiction
from fuyu.domain.find import lead_of
from fuyu.domain.history import Away, Draft, Entry, Note, Touch, after_touch, corrected
from fuyu.domain.identity import Verdict
from fuyu.domain.kindness import wished
from fuyu.domain.late import since
from fuyu.domain.lead import About, Lead, Outcome, Status
from fuyu.domain.manners import first_way
from fuyu.domain.message import Message, State
from fuyu.domain.settling import withdrawn
from fuyu.domain.snooze import snooze
from fuyu.domain.spread import planned
from fuyu.domain.step import Plan
from fuyu.domain.text import clean, clean_line
from fuyu.domain.typed import Kind, Place, Typed
from fuyu.domain.when import Range, When
from fuyu.domain.zones import zone_of
from fuyu.errors import DamagedError, NotFoundError, SaveError, StaleError, StoreError, UsageError
from fuyu.interop.contact import Contact
from fuyu.storage.port import Store

_TRIES = 5
"""How often an intent is repeated on fresh documents when others write at the same moment."""


Finishing = AbstractContextManager[None]
"""While it is entered, what is done finishes what was typed."""
_OTHER_NOTE = "text"
"""The field of another text for a note."""


class _Held(NamedTuple):
    """An action that could not be saved."""

    action: Action
    again: Callable[[], Action]
    """Makes it from the documents as they are by then, with the same uid."""
    why: str


class Desk(Reading):
    """The use cases of one book."""

    _news = False
    _is_busy = False
    _held: _Held | None = None
    _finished: frozenset[int] = frozenset()
    """Ids of what is typed and is finished by what is done now."""

    # Doing: one action each

    def add(self, new: NewLead, note: str = "") -> Action:
        """Add a lead, whose id the action's first change has; without a next step they are due today."""
        return self.add_all([(new, note)])

    def add_all(self, news: Sequence[tuple[NewLead, str]]) -> Action:
        """Add leads, each with a note that may be empty, in one action, whose first changes are the leads."""

        def build() -> tuple[str, list[Change]]:
            first_lead = self._store.next_id(Table.LEADS)
            leads = [self._new(lead_id, new) for lead_id, (new, _) in enumerate(news, first_lead)]
            title = f"added {leads[0].name}" if len(leads) == 1 else f"added {len(leads)} leads"
            notes = self._noted([(lead, note) for lead, (_, note) in zip(leads, news, strict=True)])
            return title, [*(Change(before=None, after=lead) for lead in leads), *notes]

        return self.act(Verb.ADD, build)

    def edit(self, lead_id: int, **fields: Any) -> Action:
        """Change fields of a lead; one that is open again without a next step is due today."""

        def build() -> tuple[str, list[Change]]:
            lead = self._lead(lead_id)
            edited = _named(replace(lead, **fields))
            if not edited.zone and {"phones", "zone"} & fields.keys():
                edited = replace(edited, zone=zone_of(edited.phones))
            if edited.is_unscheduled and not lead.is_unscheduled:
                edited = replace(edited, plan=Plan(day=self.now().date(), channel=first_way(edited)))
            if not edited.status.may_have_a_date:
                gone = withdrawn(edited.promises, {one.uid for one in edited.promises}, self.now())
                edited = replace(edited, plan=None, promises=gone)
            return f"changed {edited.name}", _changed(lead, edited)

        return self.act(Verb.EDIT, build)

    def log(self, lead_id: int, made: TouchMade) -> Action:
        """Log a touch: the touch, the next step and the draft that became its note, all or nothing."""

        def build() -> tuple[str, list[Change]]:
            lead, draft = self._lead(lead_id), self._store.draft(lead_id)
            if wrong := contradiction(made.saying, lead.status) or self._not_yet(made):
                raise UsageError(wrong)
            touch = self.touch_of(lead, made, uuid4().hex, above=_text(draft))
            later = since(self._store.history(lead_id), touch)
            plan, promises = self.agreed_after(lead, touch, made)
            after = after_touch(lead, touch, plan, promises=promises, lost=made.lost, later=later)
            changes = [*_changed(lead, after), Change(before=None, after=touch)]
            is_check_in = made.check_in and made.outcome is not Outcome.DO_NOT_CONTACT
            words = "a check-in" if is_check_in else made.outcome.words
            again = ", open again" if lead.status is Status.LOST and after.is_open else ""
            return f"{words}, {lead.name}{again}", [*changes, *self._news_of_a_yes(lead, after), *_changed(draft, None)]

        return self.act(Verb.LOG, build)

    def _not_yet(self, made: TouchMade) -> str:
        """Return why a touch cannot have taken place when it is said to; empty where it can."""
        return "a touch is logged once it took place: that time is still to come" if self._is_ahead(made.at) else ""

    def _is_ahead(self, at: datetime | None) -> bool:
        return at is not None and at > self.now()

    def _news_of_a_yes(self, before: Lead, after: Lead) -> list[Change]:
        """Return what a yes changes for whoever referred the customer: a check-in on the next working day."""
        referrer = self._store.lead(after.referred_by) if after.referred_by is not None else None
        if referrer is None or before.status is Status.WON or after.status is not Status.WON:
            return []
        tomorrow = self.calendar.next_working(self.now().date() + timedelta(days=1))
        return _changed(referrer, told_of_the_yes(referrer, after, tomorrow))

    def reopen(self, lead_id: int, when: When | None = None, why: str = "") -> Action:
        """Make a lost lead or a customer an open lead again, with a date.

        Args:
            lead_id: the lead.
            when: the day of the next step; None keeps what a customer has, and else is as after a *not now*.
            why: what the next step is for; where it is empty, a lost lead is asked whether it is a better time.
        """

        def build() -> tuple[str, list[Change]]:
            lead = self._lead(lead_id)
            if lead.is_open:
                raise UsageError(f"{lead.name} is open already")
            if lead.status is Status.DO_NOT_CONTACT:
                raise UsageError(f"{lead.name} is do not contact: that is absolute")
            step = self._plan_again(lead)
            if when is not None:
                step = Plan(day=when.day, time=when.time, zone=when.zone, channel=first_way(lead))
            asks = BETTER_TIME if lead.status is Status.LOST else ""
            step = step and cleaned(replace(step, why=why or step.why or asks))
            return f"reopened {lead.name}", _changed(lead, replace(lead, status=Status.OPEN, plan=step))

        return self.act(Verb.EDIT, build)

    def snooze(self, lead_id: int, when: When, why: str = "", *, put_off: bool = False) -> Action:
        """Move what is to be done with a lead to another day: the plan, and promises that are put off by it.

        Args:
            lead_id: the lead.
            when: the day they sleep until.
            why: the reason, where there is another than before.
            put_off: the decision that one more snooze asks for was put off.
        """

        def build() -> tuple[str, list[Change]]:
            lead = self._lead(lead_id)
            if not lead.status.may_have_a_date:
                raise UsageError(f"{lead.name} is no longer followed up: {lead.status.words}")
            snoozed = snooze(lead, when, self.now(), self.here)
            plan = snoozed.plan
            if plan is not None:
                plan = cleaned(replace(plan, why=why or plan.why, put_off=put_off or plan.put_off))
            is_later = lead.next_step is None or snoozed.promises != lead.promises or _times(plan) > _times(lead.plan)
            seen = Plan(day=when.day, time=when.time, zone=when.zone).seen_from(self.here)
            until = f" to {When(seen.day, seen.time).words(self.now().date())}"
            if plan is not None and plan.day != when.day:  # an earlier plan stays
                until = ""
            after = replace(lead, plan=plan, promises=snoozed.promises)
            return f"{'snoozed' if is_later else 'moved'} {lead.name}{until}", _changed(lead, after)

        return self.act(Verb.SNOOZE, build)

    def plan(self, days: Mapping[int, date]) -> Action:
        """Give leads unscheduled a day each, in one action; those who have a next step keep it."""

        def build() -> tuple[str, list[Change]]:
            leads = [self._lead(lead_id) for lead_id in days]
            changes = [
                Change(before=lead, after=replace(lead, plan=planned(lead, days[lead.id], self.now().date())))
                for lead in leads
                if lead.is_unscheduled
            ]
            return f"gave {len(changes)} leads a day", changes

        return self.act(Verb.PLAN, build)

    def take_up(self, lead_id: int, decision: TakingUp) -> Action:
        """Go about a lead today as was decided: the snoozes before are forgotten, the promised day is not."""

        def build() -> tuple[str, list[Change]]:
            lead = self._lead(lead_id)
            if lead.next_step is None:
                raise UsageError(f"{lead.name} has no next step")
            channel, why = approach(decision, lead, self._store.history(lead_id))
            today = self.now().date()
            plan = lead.plan.moved_to(today) if lead.plan else Plan(day=today, why=lead.next_step.why)
            plan = replace(plan, channel=channel, why=why or plan.why, snoozed=0, put_off=False)
            return f"{channel} to {lead.name} today", _changed(lead, replace(lead, plan=plan))

        return self.act(Verb.EDIT, build)

    def replan(self, days: Mapping[int, date]) -> Action:
        """Give plans other days, in one action; promises stay, the day first agreed is kept, and none was snoozed."""

        def build() -> tuple[str, list[Change]]:
            changes = self._moved(days)
            return f"rescheduled {len(changes)} leads", changes

        return self.act(Verb.PLAN, build)

    def go_away(self, away: Away, days: Mapping[int, date]) -> Action:
        """Keep days free, and move the plans that fall on them; the id of `away` does not matter."""
        if not away.is_sensible:
            raise UsageError("days away end after they begin, and within a year")

        def build() -> tuple[str, list[Change]]:
            new = replace(away, id=self._store.next_id(Table.AWAY), reason=clean_line(away.reason))
            return f"away {self._days_words(away)}", [Change(before=None, after=new), *self._moved(days)]

        return self.act(Verb.AWAY, build)

    def come_back(self, away_id: int) -> Action:
        """Forget days away; what was moved for them stays where it is."""

        def build() -> tuple[str, list[Change]]:
            away = self._store.document(Table.AWAY, away_id)
            if not isinstance(away, Away):
                raise NotFoundError(f"no days away have the number {away_id}")
            return f"no longer away {self._days_words(away)}", [Change(before=away, after=None)]

        return self.act(Verb.AWAY, build)

    def refer(self, by: int, new: NewLead, note: str = "") -> Action:
        """Add a lead whom another one named; that one is owed a thank-you."""

        def build() -> tuple[str, list[Change]]:
            giver = self._lead(by)
            if giver.status is Status.DO_NOT_CONTACT:
                raise UsageError(f"{giver.name} wants to hear nothing, so is named to nobody")
            opening = f"{giver.name} suggested I call"
            step = new.next_step or Plan(day=self.now().date(), channel=first_way(new))
            told = replace(new, next_step=replace(step, why=step.why or opening))
            lead = replace(self._new(self._store.next_id(Table.LEADS), told), referred_by=by)
            changes = [Change(before=None, after=lead), *self._thanked(giver, lead), *self._noted([(lead, note)])]
            return f"added {lead.name}, referred by {giver.name}", changes

        return self.act(Verb.ADD, build)

    def refer_known(self, by: int, lead_id: int, note: str = "") -> Action:
        """Keep that a lead who is here already, and whom nobody named so far, was named by another one; with a note."""

        def build() -> tuple[str, list[Change]]:
            giver, lead = self._lead(by), self._lead(lead_id)
            if giver.status is Status.DO_NOT_CONTACT:
                raise UsageError(f"{giver.name} wants to hear nothing, so is named to nobody")
            if lead.referred_by is not None or by == lead_id:
                raise UsageError(f"{lead.name} was referred by {self._lead(lead.referred_by or by).name}")
            changes = [*_changed(lead, replace(lead, referred_by=by)), *self._thanked(giver, lead)]
            return f"{lead.name}, already here, is referred by {giver.name}", [*changes, *self._noted([(lead, note)])]

        return self.act(Verb.EDIT, build)

    def _thanked(self, giver: Lead, lead: Lead) -> list[Change]:
        """Return what naming a lead changes for whoever named them: a thank-you on the next working day."""
        tomorrow = self.calendar.next_working(self.now().date() + timedelta(days=1))
        thanks = About(fact=f"thank them for {lead.name}", day=tomorrow)
        return _changed(giver, replace(giver, referred=(*giver.referred, lead.id), about=(*giver.about, thanks)))

    def let_pass(self, lead_id: int) -> Action:
        """Say no check-in for what is near; a day that returns comes again next year."""

        def build() -> tuple[str, list[Change]]:
            lead = self._lead(lead_id)
            passed = replace(lead, about=wished(lead.about, self.now().date()))
            if passed == lead:
                raise UsageError(f"nothing of {lead.name}'s is near")
            return f"let pass what is near for {lead.name}", _changed(lead, passed)

        return self.act(Verb.EDIT, build)

    def keep_draft(self, lead_id: int, text: str, known: str | None = None) -> str:
        """Keep what is being typed about a lead, and return what is kept; not an action: typing has its own undo.

        Args:
            lead_id: the lead.
            text: the whole of what is typed.
            known: what was kept when the typing began; where another terminal has kept something else since, this one
                is the draft, for it is the later, and the other is offered beside it, unless this one begins with it.
        """
        text = clean(text)
        if known is None:
            self._store.keep_draft(Draft(id=lead_id, text=text, at=self.now()))
            return text

        def build() -> list[Change]:
            draft = self._store.draft(lead_id)
            theirs = clean(_text(draft))
            mine = Draft(id=lead_id, text=text, at=self.now()) if text else None
            beside = [] if theirs == known else self._beside_note(lead_id, theirs, text)
            return [*_changed(draft, mine), *beside]

        self._keep(build)
        return text

    def take_in(self, lead_id: int, begun: str, texts: Sequence[str]) -> None:
        """Keep what was written of a note elsewhere: the last text is the draft, the others are offered beside it.

        Args:
            lead_id: the lead.
            begun: what they all began with.
            texts: the texts, the latest last.
        """
        known = begun
        for text in texts:
            self.keep_draft(lead_id, text, known)
            known = ""

    def swap_draft(self, lead_id: int) -> str:
        """Exchange the draft of a lead for another text there is for their note; return the draft now."""

        def build() -> list[Change]:
            draft, others = self._store.draft(lead_id), self.typed(Place(Kind.NOTE, lead_id))
            if not others:
                return []
            oldest, text = others[-1], _text(draft)
            beside = replace(oldest, fields={_OTHER_NOTE: text}, at=self.now()) if text else None
            now = Draft(id=lead_id, text=oldest.text, at=self.now())
            return [*_changed(draft, now), *_changed(oldest, beside)]

        self._keep(build)
        return _text(self._store.draft(lead_id))

    def keep_typed(self, place: Place, fields: Mapping[str, str], known: Typed | None = None) -> Typed | None:
        """Keep what is being typed in a place, and return it as it is kept, None where nothing is typed; no action.

        Args:
            place: where, and about what.
            fields: the text of each field.
            known: what this returned before; where another terminal has changed or finished that since, both stay.
        """
        texts = {name: clean(text) for name, text in fields.items()}
        is_typed = any(text.strip() for text in texts.values())
        kept: list[Typed] = []

        def build() -> list[Change]:
            there = self._store.document(Table.TYPED, known.id) if known else None
            before = there if isinstance(there, Typed) and known and there.fields == known.fields else None
            typed_id = before.id if before else self._store.next_id(Table.TYPED)
            kept[:] = [place.typed(typed_id, texts, self.now())] if is_typed else []
            return _changed(before, kept[0] if kept else None)

        self._keep(build)
        return kept[0] if kept else None

    @contextmanager
    def finishing(self, typed: Collection[int]) -> Iterator[None]:
        """Let what is done inside take away what was typed, by ids, in the same action."""
        before, self._finished = self._finished, self._finished.union(typed)
        try:
            yield
        finally:
            self._finished = before

    def _keep(self, build: Callable[[], Sequence[Change]]) -> None:
        """Keep what is typed, built anew where others wrote at the same moment."""
        for _ in range(_TRIES):
            self._catch_up()
            changes = build()
            with suppress(StaleError):
                if changes:
                    self._store.keep_typed(*changes)
                return
        raise SaveError("another fuyu keeps changing the same text: not saved; try again")

    def _beside_note(self, lead_id: int, theirs: str, mine: str) -> list[Change]:
        """Return what lets another text for a note be offered beside the draft, unless it is the beginning of one.

        Nor is what grew since offered twice: each text goes once another that is kept begins with it.
        """
        place = Place(Kind.NOTE, lead_id)
        others = self.typed(place)
        grown = [o for o in others if mine.startswith(o.text) or (theirs.startswith(o.text) and theirs != o.text)]
        is_kept = any(text.startswith(theirs) for text in (mine, *(o.text for o in others if o not in grown)))
        changes = [Change(before=other, after=None) for other in grown]
        if not is_kept:
            other = place.typed(self._store.next_id(Table.TYPED), {_OTHER_NOTE: theirs}, self.now())
            changes.append(Change(before=None, after=other))
        return changes

    def keep_note(self, lead_id: int, text: str = "") -> Action:
        """Keep the draft, and any text given, as a note without a touch."""

        def build() -> tuple[str, list[Change]]:
            lead, draft = self._lead(lead_id), self._store.draft(lead_id)
            written = clean("\n".join(part for part in (draft.text if draft else "", text) if part)).strip()
            if not written:
                raise UsageError("there is nothing written to keep")
            note = Note(id=self._store.next_id(Table.NOTES), lead=lead_id, at=self.now(), note=written)
            return f"saved a note on {lead.name}", [Change(before=None, after=note), *_changed(draft, None)]

        return self.act(Verb.NOTE, build)

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

        return self.act(Verb.CORRECT, build)

    def delete(self, lead_id: int) -> Action:
        """Delete a lead with everything written about them."""

        def build() -> tuple[str, list[Change]]:
            lead = self._lead(lead_id)
            written = [document for document in self.documents(Table.MESSAGES) if lead_of(document) == lead_id]
            typed = [typed for typed in self._every_typed() if typed.lead == lead_id]
            gone = [self._store.draft(lead_id), *typed, *written, *self._store.history(lead_id), lead]
            return f"deleted {lead.name}", [change for document in gone for change in _changed(document, None)]

        return self.act(Verb.DELETE, build)

    def bring_in(
        self, contacts: Sequence[Contact], title: str, plan: Arrivals | None = None, said: Said | None = None
    ) -> Action:
        """Bring contacts in as one action; another thread than the one that asks `refresh` may do it.

        Args:
            contacts: as a file has them.
            title: what is done.
            plan: what was found that this would do; where others wrote meanwhile, it is found anew.
            said: whom a person says records are of.
        """
        plans = [plan] if plan is not None else []

        def build() -> tuple[str, Sequence[Change]]:
            return title, (plans.pop() if plans else self.arrivals(contacts, said=said)).changes

        self._is_busy = True
        try:
            return self.act(Verb.IMPORT, build)
        finally:
            self._is_busy = False

    def merge(self, theirs: Store, title: str) -> Action:
        """Bring another copy of the book in as one action."""
        return self.act(Verb.MERGE, lambda: (title, self.merging(theirs).changes))

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
        self._catch_up(told=not reason)
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
        self._store.care.copy_to(path, [*held, *(Change(before=None, after=draft) for draft in drafts if draft.text)])

    def tidy_up(self) -> str:
        """Bring the files into order and copy the book, once a day and in any thread; return what was in the way."""
        try:
            self._store.care.tidy()
            self._store.care.back_up(self.now().date())
        except StoreError as error:
            return f"no copy of the book was made today: {error}"
        except OSError as error:
            return f"no copy of the book was made today: {error.strerror}"
        return ""

    def refresh(self) -> bool:
        """Read what others wrote; return whether anything did since this was last asked.

        While contacts are brought in nothing is read: the file is being written, and who asks would wait for that.
        """
        if self._is_busy:
            return False
        self._catch_up()
        news, self._news = self._news, False
        return news

    def close(self) -> str:
        """Let go of the book; everything is kept. Return what the person should know, mostly nothing."""
        return self._store.close()

    # How an action is made

    def act(self, verb: Verb, build: Callable[[], tuple[str, Sequence[Change]]], of: str = "") -> Action:
        """Do what `build` says as one action, built anew where others wrote meanwhile.

        Args:
            verb: what is done.
            build: reads the documents as they are and returns the title and the changes; one that leaves a document
                as it was does not count.
            of: the action an undo or a redo reverses.

        Raises:
            SaveError: it could not be written; it is held, and nothing else is done until then.
        """
        if self._held:
            raise SaveError(f"not done, for this is not saved yet: {self.held}")
        uid, finished = uuid4().hex, self._finished

        def make() -> Action:
            title, changes = build()
            changes, dropped = self._without_mail_to_silent(changes)
            title += f"; {dropped_words(dropped)}" if dropped else ""
            real = tuple(c for c in (*changes, *self._gone(finished)) if c.before != c.after)
            return Action(uid=uid, at=self.now(), verb=verb, title=title, changes=real, of=of)

        return self._save(make(), make)

    def silenced(self, changes: Sequence[Change]) -> list[Silenced]:
        """Return the known leads whom changes that are still to be made would make do-not-contact."""
        dropped = self.dropped(changes)
        return [
            Silenced(
                change.after,
                turns_in(changes, change.id, self.here),
                [one for one in dropped if one.lead == change.id],
            )
            for change in changes
            if _silences(change)
            and isinstance(change.after, Lead)
            and isinstance(change.before, Lead)
            and change.before.status is not Status.DO_NOT_CONTACT
        ]

    def dropped(self, changes: Sequence[Change]) -> list[Message]:
        """Return the messages that wait for leads whom the changes make do-not-contact: nothing goes to them again."""
        return self._without_mail_to_silent(changes)[1]

    def _without_mail_to_silent(self, changes: Sequence[Change]) -> tuple[list[Change], list[Message]]:
        """Return the changes so that no message they leave waits for a do-not-contact lead, and what they drop.

        Those are messages of leads who become do-not-contact, and messages that come to such a lead.
        """
        leads = {change.id: change.after for change in changes if change.table is Table.LEADS}
        silenced = {change.id for change in changes if _silences(change)}
        messages = {change.id: change for change in changes if change.table is Table.MESSAGES}
        others = (one for one in (self.unsent() if silenced else ()) if one.id not in messages)
        found = [*messages.values(), *(Change(before=one, after=one) for one in others if one.lead in silenced)]

        def is_silent(lead_id: int) -> bool:
            lead = leads[lead_id] if lead_id in leads else self._store.lead(lead_id)
            return isinstance(lead, Lead) and lead.status is Status.DO_NOT_CONTACT

        gone = {change.id: change for change in found if (to := _waits_for(change)) is not None and is_silent(to)}
        kept = [change for change in changes if change.table is not Table.MESSAGES or change.id not in gone]
        dropped = [change.after for change in gone.values() if isinstance(change.after, Message)]
        return [*kept, *(Change(change.before, None) for change in gone.values() if change.before)], dropped

    def _gone(self, typed: Collection[int]) -> list[Change]:
        found = [self._store.document(Table.TYPED, typed_id) for typed_id in sorted(typed)]
        return [change for document in found for change in _changed(document, None)]

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
        news = self._store.refresh()
        if news or told:
            self._away, self._unsent, self._news = None, None, True
            self._done += 1
            self._learn_anew(news.leads if news else None)

    def _reverse(self, verb: Verb) -> Action | None:
        self._catch_up()
        head = last_undoable(self._store.heads(), verb)
        if head is None:
            return None

        def build() -> tuple[str, list[Change]]:
            untouched = self._brought_back(head)
            changes = [change for change in self._reversal(head, verb) if not _calls_back(change)]
            return head.title, [change if _key(change) in untouched else _keeping_typed(change) for change in changes]

        return self.act(verb, build, head.uid)

    def _reversal(self, head: Head, verb: Verb) -> Sequence[Change]:
        """Return the changes that take an action back; raise a `DamagedError` that names it where that cannot be."""
        try:
            return self._store.reversal(head.uid)
        except DamagedError as error:
            done = "undone" if verb is Verb.UNDO else "redone"
            raise DamagedError(f"“{head.title}” cannot be {done}: {error}; nothing was changed") from error

    def _brought_back(self, head: Head) -> set[tuple[Table, int]]:
        """Return the places of what is typed and is as an undo brought it back: nothing was typed there since."""
        if head.verb is not Verb.UNDO:
            return set()
        with suppress(NotFoundError, DamagedError):
            typed_since = {_key(c) for c in self._store.reversal(head.of) if _text(c.before) != _text(c.after)}
            kept: list[Document] = [*self._store.drafts(), *self._every_typed()]
            return {_key(Change(before=document, after=None)) for document in kept} - typed_since
        return set()

    def _new(self, lead_id: int, new: NewLead) -> Lead:
        """Return a new lead; who is surely a do-not-contact one is refused."""
        self.refuse_silent(lead for lead, verdict in self.alike(new) if verdict is Verdict.SURE)
        fields = asdict(new)
        today = Plan(day=self.now().date(), channel=first_way(new))
        step, agreed = fields.pop("next_step") or today, fields.pop("agreed")
        lead = Lead(id=lead_id, created=self.now(), **fields | {"zone": new.zone or zone_of(new.phones)})
        return _named(lead.with_step(self.promised(step, self.now()) if agreed else step))

    def _noted(self, told: Sequence[tuple[Lead, str]]) -> list[Change]:
        """Return the notes on leads that are being added; empty ones are none."""
        texts = [(lead, text) for lead, note in told if (text := clean(note).strip())]
        first = self._store.next_id(Table.NOTES)
        notes = (
            Note(id=note_id, lead=lead.id, at=self.now(), note=text)
            for note_id, (lead, text) in enumerate(texts, first)
        )
        return [Change(before=None, after=note) for note in notes]

    def _days_words(self, away: Away) -> str:
        return Range(away.first, away.last).words(self.now().date())

    def _moved(self, days: Mapping[int, date]) -> list[Change]:
        """Return the changes that move plans to other days; whoever has none by now stays."""
        leads = [self._lead(lead_id) for lead_id in days]
        return [
            change
            for lead in leads
            if lead.is_followed and lead.plan
            for change in _changed(lead, replace(lead, plan=lead.plan.moved_to(days[lead.id])))
        ]


def _named(lead: Lead) -> Lead:
    named = cleaned(lead)
    if not named.name:
        raise UsageError("a lead needs a name")
    return named


def _changed(before: Document | None, after: Document | None) -> list[Change]:
    return [] if before == after else [Change(before=before, after=after)]


def _times(plan: Plan | None) -> int:
    """Return how often a plan was snoozed."""
    return plan.snoozed if plan else 0


def _silences(change: Change) -> bool:
    """Return whether a change makes a lead do-not-contact."""
    is_silent = isinstance(change.after, Lead) and change.after.status is Status.DO_NOT_CONTACT
    return is_silent and change.before != change.after


def _waits_for(change: Change) -> int | None:
    """Return the lead for whom a message waits after a change; None where none does."""
    message = change.after
    return message.lead if isinstance(message, Message) and message.state.waits else None


def _calls_back(change: Change) -> bool:
    """Return whether a change would make a message unsent that went, or may have gone: no undo calls it back.

    What a person said of it since it was last handed in (it was sent, or it was not) is theirs to take back.
    """
    now, then = change.before, change.after
    if not isinstance(now, Message) or now.state.waits:
        return False
    if not isinstance(then, Message):
        return True
    is_word = then.state is not State.SENDING and then.tries == now.tries > 0
    return then.state is not now.state and not is_word


def _key(change: Change) -> tuple[Table, int]:
    return change.table, change.id


def _keeping_typed(change: Change) -> Change:
    """Never let an undo lose what was typed meanwhile: of a note's draft both texts are kept, of others this one."""
    now, older = change.before, _text(change.after)
    if isinstance(now, Typed):
        return Change(before=now, after=now)
    if not isinstance(now, Draft):
        return change
    return Change(before=now, after=replace(now, text=now.text if older in now.text else f"{older}\n{now.text}"))


def _text(draft: Document | None) -> str:
    return draft.text if isinstance(draft, (Draft, Typed)) else ""

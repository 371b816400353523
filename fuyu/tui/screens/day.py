"""The day's doings: what a person can do with the chosen lead and with the whole book, one action each."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import SuspendNotSupported

from fuyu import paths
from fuyu.desk import NewLead, TouchMade
from fuyu.desk.drafts import Drafts
from fuyu.desk.joining import join
from fuyu.desk.post import Post, Written
from fuyu.desk.promising import Promising
from fuyu.desk.quick_add import new_lead
from fuyu.desk.values import PromiseTurn, set_by, step_words, turn_words, turns_of, who_is_told
from fuyu.domain.action import Action, Table, Verb
from fuyu.domain.decision import Decision, TakingUp
from fuyu.domain.history import Away
from fuyu.domain.holding import Unsent
from fuyu.domain.identity import Verdict
from fuyu.domain.lead import Lead, Outcome, Row, Status, Temperature
from fuyu.domain.message import Message, as_mailto, values
from fuyu.domain.promise import PromiseState
from fuyu.domain.quick_add import QuickAdd
from fuyu.domain.reschedule import Replan
from fuyu.domain.settling import unsettled
from fuyu.domain.snooze import put_off_by
from fuyu.domain.text import clean, clean_line
from fuyu.domain.typed import Kind, Place, Typed
from fuyu.domain.when import When
from fuyu.errors import FuyuError, NotFoundError
from fuyu.interop.templates import names, template
from fuyu.paths import templates
from fuyu.reach import Way, card_text, copy_with_tool, open_with, opener, ways
from fuyu.tui import unfinished
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where, keys_of
from fuyu.tui.panes.add import who_words
from fuyu.tui.panes.leads import LeadsPane
from fuyu.tui.panes.notes import NotesPane, Typing
from fuyu.tui.panes.snooze import Sleep
from fuyu.tui.present import counted, day_words, far, longest
from fuyu.tui.present_card import end_words, tried_line, withdrawn_words
from fuyu.tui.screens.call_view import CallView
from fuyu.tui.widgets.lines import Line

if TYPE_CHECKING:
    from fuyu.tui import external
    from fuyu.tui.screens.bring_in import CameIn
    from fuyu.tui.screens.form import Filled, LeadForm
    from fuyu.tui.screens.message import Letter

_WORKDAY = "1 business day"
_MOST_COPIED = 7
"""Ways to reach somebody that are offered for copying, beside the name and the card."""
_MOST_ALIKE = 5
"""Leads who may be somebody who is being added, that are offered."""
_HARMLESS = {"history", "open", "copy"}
_DOINGS = {
    *({key.action for key in keys_of(Where.WORK)} - _HARMLESS),
    *("add", "import", "spread", "reschedule", "away", "redo", "keep"),
}
"""What would come before something that is not saved yet."""


class DayScreen(CallView):
    """The dashboard."""

    BINDINGS = bindings(Where.CALL, Where.WORK, Where.BOOK, Where.NOTES, Where.TROUBLE)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a question is open, only its own keys mean something; while something is not saved, nothing is done."""
        if self.questions.asked is not None:
            return action == "help"
        if self._desk.held and action in _DOINGS:
            return False
        return super().check_action(action, parameters)

    def _do(self, act: Callable[[], Action | None], *, leave: int | None = None, said: str = "") -> Action | None:
        """Do one thing, say what was done, and show the day as it is now."""
        self.keep_typed()
        try:
            action = act()
        except FuyuError as error:
            if self._desk.held:
                self.hush()
                self._paint_status()
                self._paint_header()
            else:
                self.say(str(error), "bad")
            return None
        if action is not None:
            self.say(said or self._outcome_words(action))
        self.repaint_day(leave)
        return action

    def _outcome_words(self, action: Action) -> str:
        verb = {Verb.UNDO: "undone: ", Verb.REDO: "redone: "}.get(action.verb, "")
        leads = [change.after for change in action.changes if change.table is Table.LEADS]
        lead = leads[0] if len(leads) == 1 or action.verb in {Verb.LOG, Verb.ADD} else None
        was_set = set_by(action, lead.id, self._desk.here) if isinstance(lead, Lead) else []
        nearest = lead.seen_from(self._desk.here).next_step if isinstance(lead, Lead) else None
        step = next(iter(was_set), nearest)
        today, title = self._agenda.day, f"{verb}{action.title}"
        turned, short = ("", "") if verb or lead is None else self._turned_words(action, lead.id)
        said = action.verb in {Verb.SNOOZE, Verb.WRITE}  # their titles end with the day
        days = [f"{step_words(step, today)}, {far(step.day, today)}", step_words(step, today)] if step else []
        nexts = [f"; {day}" for day in days if not said] or [""]
        back = "" if verb else f"  ({self._key('book.undo')} undoes it)"
        ways = [f"{title}{shows}{end}" for shows in self._shown_by(action) for end in (back, "")]
        ways += [f"{title}{until}{turned}{back}" for until in nexts]
        ways += [f"{title}{nexts[-1]}{short}{back}", f"{title}{nexts[-1]}{short}"]
        ways += [f"{title}{nexts[-1]}"] if nexts[-1] else []
        ways.append(f"{title}{short}")
        return longest(ways, self.size.width - 1)

    def _shown_by(self, action: Action) -> Iterator[str]:
        """Yield which key shows a message that was kept: it is not sent yet."""
        kept = [change.after for change in action.changes if isinstance(change.after, Message)]
        if action.verb is Verb.WRITE and any(message.state.waits for message in kept):
            yield f"; {self._key('work.message')} shows it"

    def _turned_words(self, action: Action, lead_id: int) -> tuple[str, str]:
        """Return what became of promises by an action, wholly and in short; several that went one way are counted."""
        today, turns = self._agenda.day, turns_of(action, lead_id, self._desk.here)
        states = Counter(turn.state for turn in turns)
        many = [f"{count} promises {state.words}" for state, count in states.items() if count > 1]
        alone = [turn for turn in turns if states[turn.state] == 1]
        whole = [*(turn_words(turn, today) for turn in alone), *many]
        short = [*(_short_words(turn, today) for turn in alone), *many]
        return "".join(f"; {words}" for words in whole), "".join(f"; {words}" for words in short)

    def _reverse(self, reverse: Callable[[], Action | None], nothing: str) -> None:
        before = self.status.spoken
        action = self._do(reverse)
        if action is None:
            if self.status.spoken == before:
                self.say(nothing, "warn")
            return
        back = [change.id for change in action.changes if change.table is Table.LEADS and change.after]
        if len(back) == 1:
            self.go_to(back[0])

    # Working with the chosen lead

    def action_keep(self) -> None:
        """Keep what is typed as a note without a touch."""
        row = self._chosen_row()
        if row is not None:
            self._do(lambda: self._desk.keep_note(row.id))

    def action_stamp(self) -> None:
        """Write the time into the note."""
        if self._chosen_row() is not None:
            self.action_notes()
            self.notes.editor.write(f"{self._desk.now():%H:%M} ")

    def action_other(self) -> None:
        """Go on with the other text for the same note; this one is offered in its turn."""
        row = self._chosen_row()
        if row is not None and self.keep_typed():
            try:
                text = self._desk.swap_draft(row.id)
            except FuyuError as error:
                self.say(str(error), "bad")
                return
            self.notes.editor.rewrite(text)
            self.keep_typed()
            self._offer_other()

    def action_search(self) -> None:
        """Search what was written about the chosen lead."""
        self._open_history(searching=True)

    def action_elsewhere(self) -> None:
        """Write the note in the editor the person has; what comes back can be undone."""
        from fuyu.tui.aside import put_aside  # noqa: PLC0415 - first used here
        from fuyu.tui.external import command, write_in  # noqa: PLC0415 - the same

        editor, row = command(os.environ), self._chosen_row()
        if row is None:
            return
        if not editor:
            self.say("no editor is named: set $EDITOR, like EDITOR=vim", "warn")
            return
        self.action_notes()
        self.keep_typed()
        text = self.notes.editor.text
        try:
            with put_aside(self._beside.notes, row.id, text) as aside:
                with self.app.suspend():
                    written = write_in(editor, aside)
                self._written(row.id, text, written)
                if self.keep_typed():
                    aside.settle()
                left = aside.words(row.name, self._room) if aside.folder.exists() and not written.problem else ""
        except SuspendNotSupported:
            self.say("there is no other editor here", "warn")
        except OSError as error:
            self.say(f"the note cannot be put aside: {error.strerror}", "warn")
        else:
            if words := written.problem or left:
                self.say(words, "warn")

    def _written(self, lead_id: int, before: str, written: "external.Written") -> None:
        """Show what another editor made of the note, which can be undone; what it is not is offered beside it."""
        if not written.texts:
            return
        self.notes.editor.rewrite(written.texts[-1])
        with suppress(FuyuError):  # then it is held, and said by whoever keeps it next
            self._desk.take_in(lead_id, before, written.texts)

    def leave_behind(self, notes: Sequence[Typing], typed: Sequence[unfinished.Unfinished]) -> None:
        """Put what is typed, and cannot be kept now, where the next start takes it in: in the notes, and elsewhere."""
        from fuyu.tui.aside import leave_behind  # noqa: PLC0415 - only what cannot be kept needs it

        home = self._beside.notes
        if home is None:
            return
        for typing in notes:
            with suppress(OSError):
                leave_behind(home, typing.lead_id, typing.known, typing.text)
        for place, fields in typed:
            with suppress(OSError):
                unfinished.leave(home, place.typed(0, dict(fields), self._desk.now()))

    def leave_held_behind(self) -> None:
        """Write the book, with what was done and is not saved, to where the next start names it."""
        home = self._beside.notes
        if home is not None and self._desk.held:
            with suppress(OSError, FuyuError):
                self._desk.copy_to(unfinished.copy_in(home, self._desk.now()))

    def take_in_left(self) -> str:
        """Take in what editors had when they were ended; return what is to be said of it."""
        home = self._beside.notes
        if home is None or self._desk.read_only or not home.exists():
            return ""
        from fuyu.tui.aside import take_in  # noqa: PLC0415 - only what was ended needs it

        def name_of(lead_id: int) -> str:
            row = self._desk.row(lead_id)
            return row.name if row else ""

        names, left = take_in(home, name_of, self._desk.take_in, self._room)
        offered, gone = unfinished.take_in(home, name_of, self._keep_again)
        if names:
            self.repaint_day()
        taken = [f"what was typed in the note on {' and '.join(names)} is in the notes"] if names else []
        taken += [f"what was typed is offered where it was typed: {', '.join(offered)}"] if offered else []
        return "; ".join([*left, *gone, *taken])

    @property
    def _room(self) -> int:
        """Letters that a sentence in the status line has."""
        return self.app.size.width - len(" ! ")

    def _keep_again(self, typed: Typed) -> None:
        """Keep what was typed, to be offered in its place; what is offered there already is not offered twice."""
        if typed.fields not in [known.fields for known in self._desk.typed(typed.place)]:
            self._desk.keep_typed(typed.place, typed.fields)

    def action_log(self) -> None:
        """Log a touch, and go on to the next lead."""
        row = self._chosen_row()
        if row is not None:
            self.show_chosen()
            self.questions.log.ask_about(
                row,
                partial(self._log, row),
                self._drafts(Kind.LINE, row.id, "log"),
                tried=self._tried(row),
                kind_from=self._desk.kind_from(row),
                check_in=self._wants_check_in(row),
            )

    def action_no_answer(self) -> None:
        """Log one more touch without an answer; who is done for today is left alone by this key."""
        row = self._chosen_row()
        if row is not None and self.is_done(row.id):
            self.say(f"{row.name} is done for today: {self._key('work.log')} logs another touch")
        elif row is not None:
            self._log(row, TouchMade(outcome=Outcome.NO_ANSWER, check_in=self._wants_check_in(row)))

    def _log(self, row: Row, made: TouchMade) -> None:
        if action := self._do(lambda: self._desk.log(row.id, made), leave=row.id):
            self.set_focus(self.home)
            if made.outcome in {Outcome.NOT_NOW, Outcome.WON} and not made.check_in:
                self._named_by = row.id
                told = who_is_told(action, row.id)
                thanks = f" Thank {told}, who referred them." if told else ""
                key = self._key("work.refer")
                undo = f"  ({self._key('book.undo')} undoes it)"
                done = f"{action.title}{self._set_words(action, row.id)}"
                said = [
                    f"{done}{turned}.{thanks} Who else? {who}"
                    for who in (f"{key} adds whom they named", f"{key} adds them")
                    for turned in self._turned_words(action, row.id)
                ]
                self.say(longest([*(f"{words}{undo}" for words in said), *said], self.size.width - 1))

    def _set_words(self, action: Action, lead_id: int) -> str:
        """Return the date that an action gave a lead, and whether it is a promise; empty where it gave none."""
        was_set = set_by(action, lead_id, self._desk.here)
        return f"; {step_words(was_set[0], self._agenda.day)}" if was_set else ""

    def _tried(self, row: Row) -> Line:
        """Return what was tried with a lead without an answer, in words."""
        card = self._card(row.id) if row.unanswered else None
        return tried_line(card, self._agenda.day, self._desk.kind_from(row), self._desk.manners) if card else ()

    def _wants_check_in(self, row: Row) -> bool:
        return any(row.id == kind.id for kind in self._agenda.check_in)

    def action_snooze(self) -> None:
        """Move the next step to a later day; once too often that is a decision."""
        row = self._chosen_row()
        if row is None:
            return
        if row.status is Status.LOST:
            self._ask_back(row)
        elif self._wants_check_in(row):
            self._do(partial(self._desk.let_pass, row.id), leave=row.id)
        elif self._desk.manners.asks_decision(row):
            self.questions.decision.ask_about(row, partial(self._decide, row))
        else:
            self._ask_snooze(row)

    def _ask_snooze(self, row: Row, *, park: bool = False, put_off: bool = False, until: str = "1") -> None:
        then = partial(self._snooze, row, put_off=put_off)
        drafts = self._drafts(Kind.LINE, row.id, "snooze")
        self.questions.snooze.ask_about(row, then, drafts, tried=self._tried(row), park=park, until=until)

    def _decide(self, row: Row, decision: Decision) -> None:
        """Go about a lead as was decided."""
        match decision:
            case Decision.PARK:
                self._ask_snooze(row, park=True)
            case Decision.PUT_OFF:
                self._ask_snooze(row, put_off=True)
            case Decision.LOST:
                self._ask_lost(row)
            case _:
                self._take_up(row, decision)

    def _ask_lost(self, row: Row) -> None:
        lose = partial(self._desk.edit, row.id, status=Status.LOST)
        now = self._desk.now()
        gone = withdrawn_words(unsettled(row.promises, now), now)
        words = "\n".join(filter(None, (end_words(row.touches, self._desk.manners.early_end), gone)))
        self.questions.confirm.confirm(f"{row.name}: lost?", words, partial(self._do, lose, leave=row.id))

    def _take_up(self, row: Row, decision: TakingUp) -> None:
        if self._do(partial(self._desk.take_up, row.id, decision)) is not None:
            self.go_to(row.id)
            if decision is Decision.CALL:
                self.action_call()

    def action_refer(self) -> None:
        """Add whom the chosen lead named, or the one just logged."""
        row = self._chosen_row() if self._named_by is None else self._desk.row(self._named_by)
        if row is None:
            return

        drafts = self._drafts(Kind.LINE, row.id, "refer")

        def add(quick: QuickAdd) -> None:
            self._add(new_lead(quick, self._agenda.day), quick.note, drafts, by=row.id)

        self.questions.add.ask(f"Whom did {row.name} refer?", add, drafts)

    def action_snooze_one(self) -> None:
        """Move the next step one working day on; a promise that this would put off is asked about first."""
        row = self._chosen_row()
        if row is None:
            return
        when = When(self._desk.day_after(row))
        if self._desk.manners.asks_decision(row):
            self.questions.decision.ask_about(row, partial(self._decide, row))
        elif put_off_by(row, when, self._agenda.day, self._desk.here):
            self._ask_snooze(row, until=when.day.isoformat())
        else:
            self._snooze(row, Sleep(when))

    def action_done(self) -> None:
        """Say that the task that stands first of all that was promised to the chosen lead is done."""
        row = self._chosen_row()
        if row is None:
            return
        promising = Promising(self._desk)
        task = promising.nearest_task(row.id)
        if task is None:
            self.say(f"no task is promised to {row.name}: {self._key('work.log')} logs a touch", "warn")
        else:
            self._do(partial(promising.done, row.id, task), leave=row.id)

    def action_reopen(self) -> None:
        """Make the chosen lost lead or customer an open lead, with a date."""
        row = self._chosen_row()
        if row is not None and row.status in {Status.LOST, Status.WON}:
            self._ask_back(row)
        elif row is not None and not self.wants_silence(row):
            self.say(f"{row.name} is open already", "warn")

    def _ask_back(self, row: Row) -> None:
        """Ask for the day with which a lost lead or a customer comes back."""

        def reopen(sleep: Sleep) -> Action:
            if sleep.agreed:
                return Promising(self._desk).agree(row.id, sleep.until, sleep.why, reopens=True)
            return self._desk.reopen(row.id, sleep.until, sleep.why)

        def back(sleep: Sleep) -> None:
            if self._do(lambda: reopen(sleep)) is not None:
                self.go_to(row.id)

        until, drafts = self._desk.day_back(row.id).isoformat(), self._drafts(Kind.LINE, row.id, "snooze")
        self.questions.snooze.ask_about(row, back, drafts, back=True, until=until)

    def _snooze(self, row: Row, sleep: Sleep, *, put_off: bool = False) -> None:
        """Let a lead sleep until a day; one that they agreed to is a promise."""

        def act() -> Action:
            if sleep.agreed:
                return Promising(self._desk).agree(row.id, sleep.until, sleep.why)
            return self._desk.snooze(row.id, sleep.until, sleep.why, put_off=put_off)

        self._do(act, leave=row.id)

    def action_message(self) -> None:
        """Write to the chosen lead."""
        from fuyu.tui.screens.message import Doing, Letters, MessageScreen  # noqa: PLC0415 - first used here

        card = self._chosen_card()
        if card is None:
            return
        self.keep_typed()
        post, lead = Post(self._desk), card.lead
        if left := post.to_settle(lead):
            self._settle(post, left)
            return
        if self.wants_silence(lead):
            return
        if post.under_way(lead.id):
            self.say(f"the message to {lead.name} is being sent at this moment", "warn")
            return
        folder = templates()
        fields = values(card.lead, card.history, card.referred_by)
        drafts, waiting = self._drafts(Kind.MESSAGE, lead.id), post.waiting(lead.id)
        letters = Letters(
            post.begun(lead),
            names(folder),
            partial(template, folder),
            fields,
            there=lead.zone,
            waiting=post.stands(waiting) if waiting else None,
        )

        def write(written: Written) -> Action:
            with drafts.finishing():
                return post.write(lead.id, written)

        def drop() -> Action:
            with drafts.finishing():
                return post.drop_waiting(lead.id)

        doing = Doing(write, self._open_letter)
        screen = MessageScreen(lead.name, self.questions.dates, letters, drafts, doing)
        self.app.push_screen(screen, partial(self._send, write, drop))

    def _settle(self, post: Post, left: Unsent) -> None:
        """Show a message that may have gone, or that is not to go, and do what is said of it."""
        from fuyu.tui.screens.leftover import LeftoverPage, Way  # noqa: PLC0415 - first used here

        def settle(way: Way | None) -> None:
            if way is not None:
                acts = {"sent": post.mark_sent, "resend": post.again, "drop": post.drop}
                self._do(lambda: acts[way](left.message.id))

        self.app.push_screen(LeftoverPage(self._desk, left), settle)

    def _open_letter(self, written: Written) -> str:
        """Open a message in the mail program; return why that cannot be, empty where it is open."""
        program = opener()
        address = as_mailto(written.to, written.subject, written.text)
        if program and open_with(program, Way("email", f"a message to {written.to}", address)):
            return ""
        return "no mail program opens it here; copy it instead"

    def _send(
        self, write: "Callable[[Written], Action]", drop: "Callable[[], Action]", letter: "Letter | None"
    ) -> None:
        """Keep what was written, or drop it, and go on with it where that was asked for; `fuyu send` sends it."""
        if letter is None or not self._do(drop if letter.goes_on == "drop" else lambda: write(letter.written)):
            return
        if letter.goes_on == "copy":
            self._copy(letter.written.text)
        elif letter.goes_on == "program":
            self.say(f"opened: a message to {letter.written.to}")

    def action_edit(self) -> None:
        """Change what is known of the chosen lead."""
        card = self._chosen_card()
        if card is None:
            return
        lead, drafts = card.lead, self._drafts(Kind.FORM, card.lead.id)

        def save(filled: "Filled | None") -> None:
            if filled is not None:
                with drafts.finishing():
                    self._do(lambda: self._desk.edit(lead.id, **filled.fields()))

        self.app.push_screen(self._form(lead, drafts), save)

    def _form(self, lead: Lead | NewLead, drafts: Drafts) -> "LeadForm":
        from fuyu.tui.screens.form import LeadForm  # noqa: PLC0415 - first used here

        return LeadForm(self.questions.dates, lead, self._desk.cadence.named, drafts, self._desk.money)

    def action_history(self) -> None:
        """Read everything that took place with the chosen lead."""
        self._open_history()

    def _open_history(self, *, searching: bool = False) -> None:
        from fuyu.tui.screens.history import HistoryScreen  # noqa: PLC0415 - first used here

        card = self._chosen_card()
        if card is not None:
            self.keep_typed()
            self.app.push_screen(
                HistoryScreen(self._desk, card.lead.id, searching=searching), lambda _none: self.repaint_day()
            )

    def action_warmer(self) -> None:
        """Make the lead warmer."""
        self._warm(-1)

    def action_colder(self) -> None:
        """Make the lead colder."""
        self._warm(1)

    def _warm(self, by: int) -> None:
        row = self._chosen_row()
        if row is None:
            return
        degrees = list(Temperature)
        to = degrees[max(0, min(row.temperature.rank + by, len(degrees) - 1))]
        if to is not row.temperature:
            self._do(lambda: self._desk.edit(row.id, temperature=to), said=f"{row.name} is {to}")

    def action_open(self) -> None:
        """Call, write to, or look at the chosen lead."""
        card = self._chosen_card()
        if card is None or self.wants_silence(card.lead):
            return
        found = ways(card.lead)
        if not found:
            self.say(f"nothing is known of {card.lead.name} that could be opened", "warn")
        else:
            options = [(way.label, way.text) for way in found]
            self.questions.choice.choose(f"Open for {card.lead.name}", options, lambda index: self._open(found[index]))

    def _open(self, way: Way) -> None:
        program = opener()
        if program and open_with(program, way):
            self.say(f"opened: {way.text}")
        else:
            self.say(f"{way.text}  (nothing here opens it; {self._key('work.copy')} copies it)", "warn")

    def action_copy(self) -> None:
        """Copy a number, an address, the name or the card of the chosen lead."""
        card = self._chosen_card()
        if card is None:
            return
        lead = card.lead
        reached = [(way.label, way.text) for way in ways(lead)]
        options = [*reached[:_MOST_COPIED], ("name", lead.name), ("card", card_text(lead))]
        self.questions.choice.choose(f"Copy of {lead.name}", options, lambda index: self._copy(options[index][1]))

    @work(thread=True, exclusive=True, group="copy")
    def _copy(self, text: str) -> None:
        text = clean(text)
        tool = copy_with_tool(text)
        self.app.call_from_thread(self._copied, text, tool)

    def _copied(self, text: str, tool: str) -> None:
        line = clean_line(text)
        if tool:
            self.say(f"copied by {tool}: {line}")
        else:
            self.app.copy_to_clipboard(text)
            self.say(f"asked the terminal to copy, which not every one does: {line}")

    def action_join(self) -> None:
        """Make one lead of the chosen one and another that is the same person."""
        card = self._chosen_card()
        if card is not None:
            self.keep_typed()
            self._find_twin(card.lead)

    def _find_twin(self, lead: Lead) -> None:
        """Ask for the other lead; who is maybe the same stands first."""
        from fuyu.tui.screens.find import FindScreen  # noqa: PLC0415 - first used here

        alike = [other.id for other, _ in self._desk.alike(lead) if other.id != lead.id]
        find = FindScreen(self._desk, f"Join {lead.name} with", alike, without=lead.id)
        self.app.push_screen(find, lambda other_id: self._look_at_both(lead, other_id) if other_id else None)

    def _look_at_both(self, lead: Lead, other_id: int) -> None:
        """Show what two leads become, and join them; going back chooses another one."""
        from fuyu.tui.screens.join import JoinScreen  # noqa: PLC0415 - first used here

        def done(taken: frozenset[str] | None) -> None:
            if taken is None:
                self._find_twin(lead)
            else:
                self._do(lambda: join(self._desk, lead.id, other_id, taken).action)

        try:
            self.app.push_screen(JoinScreen(self._desk, lead.id, other_id), done)
        except NotFoundError as error:  # somebody has deleted one of them meanwhile
            self.say(str(error), "bad")

    def action_delete(self) -> None:
        """Delete the chosen lead, if that is meant."""
        row = self._chosen_row()
        if row is not None:
            touches, undo = counted(row.touches, "touch", "touches"), self._key("book.undo")
            words = f"{row.name} goes with {touches} and every note. {undo} undoes it."
            delete = partial(self._desk.delete, row.id)
            self.questions.confirm.confirm("Delete?", words, partial(self._do, delete, leave=row.id))

    # The whole book

    def action_add(self) -> None:
        """Add a lead, and choose them."""
        drafts = self._drafts(Kind.LINE, subject="add")

        def add(quick: QuickAdd) -> None:
            self._add(new_lead(quick, self._agenda.day), quick.note, drafts)

        self.questions.add.ask("Add", add, drafts)

    def fill_in(self, quick: QuickAdd, drafts: Drafts | None) -> None:
        """Let every field of a new lead be filled in."""

        def save(filled: "Filled | None") -> None:
            if filled is not None:
                self._add(NewLead(**filled.fields()), quick.note, *filter(None, (fields, drafts)))

        lead, fields = new_lead(quick, self._agenda.day), self._drafts(Kind.FORM)
        self.app.push_screen(self._form(lead, fields), save)

    def _add(self, new: NewLead, note: str, *drafts: Drafts, by: int | None = None) -> None:
        """Add a lead, whom another one may have named; who is, or maybe is, there already is asked about first.

        Whoever is on the phone, or adds a referral, stays with the lead they are at.
        """
        stays = by is not None or self.is_calling

        def add() -> None:
            refer = partial(self._desk.add, new, note) if by is None else partial(self._desk.refer, by, new, note)
            action = self._do_finishing(refer, drafts)
            if action is not None:
                self._named_by = self._named_by if by is None else None
                if not stays:
                    self.go_to(action.changes[0].id)

        def show(lead: Lead) -> None:
            if by is not None and by != lead.id and lead.referred_by is None:
                refer = partial(self._desk.refer_known, by, lead.id, note)
                self._named_by = self._named_by if self._do_finishing(refer, drafts) is None else None
            elif stays:
                self.say(f"not added: already here, {who_words(lead)}")
            else:
                self.go_to(lead.id)

        alike = self._desk.alike(new)[:_MOST_ALIKE]
        if not alike or (alike[0][1] is Verdict.SURE and alike[0][0].status is Status.DO_NOT_CONTACT):
            add()  # which the desk refuses, where they are do-not-contact
            return
        label = "keep" if stays else "show"
        options = [(label, who_words(lead)) for lead, _ in alike] + [("add", f"{new.name}, all the same")]
        title = f"{new.name} is {'maybe ' if alike[0][1] is Verdict.MAYBE else ''}here already"
        self.questions.choice.choose(
            title, options, lambda index: show(alike[index][0]) if index < len(alike) else add()
        )

    def _do_finishing(self, act: Callable[[], Action], drafts: Sequence[Drafts]) -> Action | None:
        """Do what finishes what was typed."""
        with ExitStack() as finishing:
            for one in drafts:
                finishing.enter_context(one.finishing())
            return self._do(act)

    def _drafts(self, kind: Kind, lead_id: int = 0, subject: str = "") -> Drafts:
        return Drafts(self._desk, Place(kind, lead_id, subject))

    def action_find(self) -> None:
        """Find a lead, and choose them."""
        from fuyu.tui.screens.find import FindScreen  # noqa: PLC0415 - first used here

        def choose(lead_id: int | None) -> None:
            if lead_id is not None:
                self.go_to(lead_id)

        self.app.push_screen(FindScreen(self._desk), choose)

    def action_import(self) -> None:
        """Bring in contacts that a program or a phone exported."""
        from fuyu.tui.screens.bring_in import ImportScreen  # noqa: PLC0415 - first used here

        self.keep_typed()
        self.app.push_screen(ImportScreen(self._desk), self._brought_in)

    def _brought_in(self, came_in: "CameIn | None") -> None:
        """Say what came in; who was skipped, and why, is read on a page of its own."""
        self.repaint_day()
        self._paint_status()
        if came_in is None:
            return
        words = longest(came_in.words, self.size.width - 1)
        if came_in.told:
            from fuyu.tui.screens.page import ToldPage  # noqa: PLC0415 - first used here

            page = ToldPage(self._desk, "What came in", [words, "", *came_in.told])
            self.app.push_screen(page, lambda _none: self.say(words))
        else:
            self.say(words)

    def action_unscheduled(self) -> None:
        """Walk the leads without a date, or go back to whom one came from."""
        if not self._agenda.unscheduled:
            self.say("nobody is unscheduled")
            return
        came_from, self._came_from = self._came_from, self.chosen
        self._walking = not self._walking
        self.repaint_day()
        if self._walking or came_from is None or self._desk.row(came_from) is None:
            self._enter(self.lists.today, 0)
        else:
            self.go_to(came_from)

    def action_spread(self) -> None:
        """Spread the leads without a date over the coming working days."""
        days = self._desk.spread_unscheduled()
        if not days:
            self.say("nobody is unscheduled")
            return
        counts = Counter(days.values())
        preview = ", ".join(f"{day_words(day, self._agenda.day)}: {counts[day]}" for day in sorted(counts))
        question = f"Spread {counted(len(days), 'lead')} over the coming working days?"
        self.questions.confirm.confirm(question, preview, partial(self._do, partial(self._desk.plan, days)))

    def action_reschedule(self) -> None:
        """Give every overdue plan a new day, if that is meant."""
        from fuyu.tui.screens.reschedule import ReschedulePage  # noqa: PLC0415 - first used here

        def replan(found: Replan | None) -> None:
            if found is not None:
                self._do(lambda: self._desk.replan(found.days))

        self.app.push_screen(ReschedulePage(self._desk), replan)

    def action_away(self) -> None:
        """Keep days free, and move the plans that fall on them."""
        from fuyu.tui.screens.away import AwaySheet, GoingAway  # noqa: PLC0415 - first used here

        drafts = self._drafts(Kind.LINE, subject="away")

        def leave(going: GoingAway | Away | None) -> None:
            if isinstance(going, Away):
                self._do(lambda: self._desk.come_back(going.id))
            elif going is not None:
                with drafts.finishing():
                    self._do(lambda: self._desk.go_away(going.away, going.moved.days))

        self.app.push_screen(AwaySheet(self._desk, drafts), leave)

    def action_evening(self) -> None:
        """See how the day went."""
        from fuyu.tui.screens.page import EveningPage  # noqa: PLC0415 - first used here

        self.keep_typed()
        self.app.push_screen(EveningPage(self._desk))

    def action_review(self) -> None:
        """Look back over the last weeks."""
        from fuyu.tui.screens.page import ReviewPage  # noqa: PLC0415 - first used here

        self.app.push_screen(ReviewPage(self._desk))

    def action_undo(self) -> None:
        """Undo the last action, or give up what is not saved."""
        if self._desk.held:
            self.say(f"given up: {self._desk.give_up()}", "warn")
            return
        self._reverse(self._desk.undo, self._desk.nothing_to_undo)

    def action_redo(self) -> None:
        """Redo what was undone."""
        self._reverse(self._desk.redo, "there is nothing to redo")

    def action_zoom(self) -> None:
        """Give the pane with the keys the whole screen, or give it back."""
        pane = self.focused.parent if self.focused is not None else None
        if self.maximized is not None:
            self.minimize()
        elif isinstance(pane, (LeadsPane, NotesPane)):
            self.maximize(pane, container=False)

    def action_reload(self) -> None:
        """Read what others wrote, and save what is not saved yet."""
        could_not, held = self._desk.read_only, self._desk.held
        try:
            self._desk.retry()
        except FuyuError as error:
            self.say(str(error), "bad")
            return
        self.repaint_day()
        if self._desk.read_only:
            self.say(self._desk.read_only, "bad")
        elif self.keep_typed() and held:
            self._do(self._desk.do_again, said=f"saved: {held}  ({self._key('book.undo')} undoes it)")
        elif not self._unkept:
            self.say(self._recovered_words() if could_not else "read again")

    def action_export(self) -> None:
        """Save the whole book elsewhere, with what is not saved here."""
        usual = Path.home() / f"fuyu-{self._agenda.day}.json"
        self.questions.export.ask_where(usual, self._export)

    def _export(self, words: str) -> None:
        self.keep_typed()
        try:
            path = paths.of_words(words)
            self._desk.copy_to(path, {typing.lead_id: typing.text for typing in self.notes.untold()})
        except FuyuError as error:
            self.say(str(error), "bad")
        else:
            self.say(f"the whole book is in {path}")

    def action_palette(self) -> None:
        """Open the command palette."""
        self.app.action_command_palette()

    def action_messages(self) -> None:
        """Read again what was said, the newest first."""
        from fuyu.tui.screens.page import ToldPage  # noqa: PLC0415 - first used here

        told = [f"{said.at}  {said.words}" for said in reversed(self.status.past)] or ["nothing was said yet"]
        self.app.push_screen(ToldPage(self._desk, "Recent messages", told))

    def action_help(self) -> None:
        """Show the keys."""
        from fuyu.tui.screens.help import HelpScreen  # noqa: PLC0415 - first used here

        self.app.push_screen(HelpScreen(self.situation))

    def action_suspend(self) -> None:
        """Go back to the shell; `fg` comes back."""
        self.keep_typed()
        self.app.action_suspend_process()

    async def action_quit(self) -> None:
        """Leave; everything is kept."""
        await self.app.run_action("leave")


def _short_words(turn: PromiseTurn, today: date) -> str:
    """Return what became of a promise, without its day where another day took its place."""
    has_its_day = turn.state in {PromiseState.AGREED_ANEW, PromiseState.PUT_OFF}
    return turn_words(turn, today) if has_its_day else f"promise {turn.state.words}"

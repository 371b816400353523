"""What is done with the chosen lead: follow up, reach, and change them."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from fuyu.desk import TouchMade
from fuyu.domain.action import Action
from fuyu.domain.decision import Decision, TakingUp
from fuyu.domain.lead import Lead, Outcome, Row, Status, Temperature
from fuyu.domain.settling import unsettled
from fuyu.domain.snooze import put_off_by
from fuyu.domain.text import clean, clean_line
from fuyu.domain.typed import TypedKind
from fuyu.domain.when import When
from fuyu.errors import FuyuError, NotFoundError
from fuyu.reach import Way, card_text, copy_with_tool, opened, wanted_ways, ways
from fuyu.tui.day.adding import form_of
from fuyu.tui.day.doing import Doing
from fuyu.tui.panes.snooze import Sleep
from fuyu.tui.present import counted
from fuyu.tui.present_card import end_words, tried_line, withdrawn_words
from fuyu.tui.present_done import whom_else_ways
from fuyu.tui.widgets.lines import Line
from fuyu.tui.wrapping import glued

if TYPE_CHECKING:
    from fuyu.tui.screens.form import Filled

_MOST_COPIED = 7
"""Ways to reach somebody that are offered for copying, beside the name and the card."""


class FollowUp:
    """Logs touches, and moves what comes next."""

    def __init__(self, doing: Doing, call: Callable[[], object]) -> None:
        """Make it; `call` opens the call card of the chosen lead."""
        self._doing = doing
        self._view = doing.view
        self._voice = doing.voice
        self._desk = doing.desk
        self._promising = doing.desk.promises
        self._call = call

    def action_log(self) -> None:
        """Log a touch, and go on to the next lead."""
        row = self._view.row()
        if row is not None:
            self._view.show_chosen()
            self._doing.questions.log.ask_about(
                row,
                partial(self._log, row),
                self._doing.drafts(TypedKind.LINE, row.id, "log"),
                tried=self._tried(row),
                kind_from=self._desk.proposals.kind_from(row),
                check_in=self._view.wants_check_in(row.id),
            )
            self._say_who_is_there(row)

    def action_no_answer(self) -> None:
        """Log one more touch without an answer; who is done for today is left alone by this key."""
        row = self._view.row()
        if row is not None and self._view.is_done(row.id):
            self._voice.say(f"{row.name} is done for today: {self._voice.key('work.log')} logs another touch")
        elif row is not None:
            check_in = self._view.wants_check_in(row.id)
            self._log(row, TouchMade(outcome=Outcome.NO_ANSWER, check_in=check_in))

    def _log(self, row: Row, made: TouchMade) -> None:
        if action := self._doing.do(lambda: self._desk.commands.log(row.id, made), leave=row.id):
            self._view.give_keys()
            if made.outcome in {Outcome.NOT_NOW, Outcome.WON} and not made.check_in:
                self._ask_whom(row, action)

    def _ask_whom(self, row: Row, action: Action) -> None:
        """Ask whom else to call: after a yes, and after a not now."""
        self._view.asked_whom = row.id
        undo, refer = self._voice.key("book.undo"), self._voice.key("work.refer")
        ways = whom_else_ways(action, row.id, self._view.today, self._desk.here, undo=undo, refer=refer)
        self._voice.say(self._voice.fit(ways))

    def _tried(self, row: Row) -> Line:
        """Return what was tried with a lead without an answer, in words."""
        card = self._view.card_of(row.id) if row.unanswered else None
        return (
            tried_line(card, self._view.today, self._desk.proposals.kind_from(row), self._desk.manners) if card else ()
        )

    def action_snooze(self) -> None:
        """Move the next step to a later day; once too often that is a decision."""
        row = self._view.row()
        if row is None:
            return
        if row.status is Status.LOST:
            self._ask_back(row)
        elif self._view.wants_check_in(row.id):
            self._doing.do(partial(self._desk.commands.let_pass, row.id), leave=row.id)
        elif self._desk.manners.asks_decision(row):
            self._doing.questions.decision.ask_about(row, partial(self._decide, row))
        else:
            self._ask_snooze(row)

    def action_snooze_one(self) -> None:
        """Move the next step one working day on; a promise that this would put off is asked about first."""
        row = self._view.row()
        if row is None:
            return
        when = When(self._desk.proposals.day_after(row))
        if self._desk.manners.asks_decision(row):
            self._doing.questions.decision.ask_about(row, partial(self._decide, row))
        elif put_off_by(row, when, self._view.today, self._desk.here):
            self._ask_snooze(row, until=when.day.isoformat())
        else:
            self._snooze(row, Sleep(when))

    def _ask_snooze(self, row: Row, *, park: bool = False, put_off: bool = False, until: str = "1") -> None:
        then = partial(self._snooze, row, put_off=put_off)
        drafts = self._doing.drafts(TypedKind.LINE, row.id, "snooze")
        self._doing.questions.snooze.ask_about(row, then, drafts, tried=self._tried(row), park=park, until=until)
        self._say_who_is_there(row)

    def _say_who_is_there(self, row: Row) -> None:
        """Say which colleague is at a lead that something is asked about; it stops nobody."""
        if who := self._view.presence.with_whom(row.id):
            self._voice.say(f"{who} is at {row.name} now", "warn")

    def _snooze(self, row: Row, sleep: Sleep, *, put_off: bool = False) -> None:
        """Let a lead sleep until a day; one that they agreed to is a promise."""

        def act() -> Action:
            if sleep.agreed:
                return self._promising.agree(row.id, sleep.until, sleep.why, only=sleep.only)
            return self._desk.commands.snooze(row.id, sleep.until, sleep.why, put_off=put_off, only=sleep.only)

        self._doing.do(act, leave=row.id)

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
        lose = partial(self._desk.commands.edit, row.id, status=Status.LOST)
        now = self._desk.now()
        gone = withdrawn_words(unsettled(row.promises, now), now)
        words = "\n".join(filter(None, (end_words(row.touches, self._desk.manners.early_end), gone)))
        self._doing.questions.confirm.confirm(f"{row.name}: lost?", words, partial(self._doing.do, lose, leave=row.id))

    def _take_up(self, row: Row, decision: TakingUp) -> None:
        if self._doing.do(partial(self._desk.commands.take_up, row.id, decision)) is not None:
            self._view.go_to(row.id)
            if decision is Decision.CALL:
                self._call()

    def action_reopen(self) -> None:
        """Make the chosen lost lead or customer an open lead, with a date."""
        row = self._view.row()
        if row is not None and row.status in {Status.LOST, Status.WON}:
            self._ask_back(row)
        elif row is not None and not self._view.wants_silence(row):
            self._voice.say(f"{row.name} is open already", "warn")

    def _ask_back(self, row: Row) -> None:
        """Ask for the day with which a lost lead or a customer comes back."""

        def reopen(sleep: Sleep) -> Action:
            if sleep.agreed:
                return self._promising.agree(row.id, sleep.until, sleep.why, reopens=True)
            return self._desk.commands.reopen(row.id, sleep.until, sleep.why)

        def back(sleep: Sleep) -> None:
            if self._doing.do(lambda: reopen(sleep)) is not None:
                self._view.go_to(row.id)

        until, drafts = (
            self._desk.proposals.day_back(row.id).isoformat(),
            self._doing.drafts(TypedKind.LINE, row.id, "snooze"),
        )
        self._doing.questions.snooze.ask_about(row, back, drafts, back=True, until=until)


class Reach:
    """Opens and copies what reaches the chosen lead; neither changes the book."""

    def __init__(self, doing: Doing) -> None:
        self._view = doing.view
        self._voice = doing.voice
        self._choice = doing.questions.choice

    def action_open(self) -> None:
        """Call, write to, or look at the chosen lead."""
        card = self._view.card()
        if card is None or self._view.wants_silence(card.lead):
            return
        found = wanted_ways(card.lead)
        if not found:
            self._voice.say(f"nothing is known of {card.lead.name} that could be opened", "warn")
        else:
            options = [(way.label, way.text) for way in found]
            self._choice.choose(f"Open for {card.lead.name}", options, lambda index: self._open(found[index]))

    def _open(self, way: Way) -> None:
        if opened(way):
            self._voice.say(f"opened: {way.text}")
        else:
            self._voice.say(f"{way.text}  (nothing here opens it; {self._voice.key('work.copy')} copies it)", "warn")

    def action_copy(self) -> None:
        """Copy a number, an address, the name or the card of the chosen lead."""
        card = self._view.card()
        if card is None:
            return
        lead = card.lead
        reached = [(way.label, way.text) for way in ways(lead)]
        options = [*reached[:_MOST_COPIED], ("name", lead.name), ("card", card_text(lead))]
        self._choice.choose(f"Copy of {lead.name}", options, lambda index: self.copy(options[index][1]))

    def copy(self, text: str) -> None:
        """Copy a text: with a tool of this machine, which takes its time, else by the terminal."""
        work = partial(self._copy, clean(text))
        self._view.screen.run_worker(work, thread=True, exclusive=True, group="copy")

    def _copy(self, text: str) -> None:
        self._view.screen.app.call_from_thread(self._copied, text, copy_with_tool(text))

    def _copied(self, text: str, tool: str) -> None:
        line = clean_line(text)
        if tool:
            self._voice.say(f"copied by {tool}: {line}")
        else:
            self._view.screen.app.copy_to_clipboard(text)
            self._voice.say(f"asked the terminal to copy, which not every one does: {line}")


class LeadActions:
    """Changes what is known of the chosen lead, and reads what took place."""

    def __init__(self, doing: Doing) -> None:
        self._doing = doing
        self._view = doing.view
        self._desk = doing.desk

    def action_edit(self) -> None:
        """Change what is known of the chosen lead."""
        card = self._view.card()
        if card is None:
            return
        lead, drafts = card.lead, self._doing.drafts(TypedKind.FORM, card.lead.id)

        def save(filled: "Filled | None") -> None:
            if filled is not None:
                self._doing.do(lambda: self._desk.commands.edit(lead.id, **filled.fields()), drafts)

        self._doing.open(form_of(self._doing, lead, drafts), save)

    def action_history(self) -> None:
        """Read everything that took place with the chosen lead."""
        self._open_history()

    def action_search(self) -> None:
        """Search what was written about the chosen lead."""
        self._open_history(searching=True)

    def _open_history(self, *, searching: bool = False) -> None:
        from fuyu.tui.screens.history import HistoryScreen  # noqa: PLC0415 - first used here

        card = self._view.card()
        if card is not None:
            self._doing.keeping.keep()
            history = HistoryScreen(self._desk, card.lead.id, searching=searching)
            self._doing.open(history, lambda _none: self._view.repaint())

    def action_company(self) -> None:
        """See everyone at the chosen lead's company."""
        from fuyu.tui.screens.company import CompanySheet  # noqa: PLC0415 - first used here

        row = self._view.row()
        if row is None:
            return
        if not row.company:
            self._doing.voice.say(f"{row.name} has no company; {self._doing.voice.key('work.edit')} names it", "warn")
            return

        def go(lead_id: int | None) -> None:
            if lead_id is not None:
                self._view.go_to(lead_id)

        self._doing.keeping.keep()
        self._doing.open(CompanySheet(self._desk, self._desk.companies.of(row.company), row.id), go)

    def action_warmer(self) -> None:
        """Make the lead warmer."""
        self._warm(-1)

    def action_colder(self) -> None:
        """Make the lead colder."""
        self._warm(1)

    def _warm(self, by: int) -> None:
        row = self._view.row()
        if row is None:
            return
        degrees = list(Temperature)
        to = degrees[max(0, min(row.temperature.rank + by, len(degrees) - 1))]
        if to is not row.temperature:
            self._doing.do(lambda: self._desk.commands.edit(row.id, temperature=to), said=f"{row.name} is {to}")

    def action_join(self) -> None:
        """Make one lead of the chosen one and another that is the same person."""
        card = self._view.card()
        if card is not None:
            self._doing.keeping.keep()
            self._find_twin(card.lead)

    def _find_twin(self, lead: Lead) -> None:
        """Ask for the other lead; who is maybe the same stands first."""
        from fuyu.tui.screens.find import FindScreen  # noqa: PLC0415 - first used here

        alike = [other.id for other, _ in self._desk.leads.alike(lead) if other.id != lead.id]
        find = FindScreen(self._desk, f"Join {lead.name} with", alike, without=lead.id)
        self._doing.open(find, lambda found: self._look_at_both(lead, found) if isinstance(found, int) else None)

    def _look_at_both(self, lead: Lead, other_id: int) -> None:
        """Show what two leads become, and join them; going back chooses another one."""
        from fuyu.tui.screens.join import JoinScreen  # noqa: PLC0415 - first used here

        def done(taken: frozenset[str] | None) -> None:
            if taken is None:
                self._find_twin(lead)
            else:
                self._doing.do(lambda: self._desk.joining.join(lead.id, other_id, taken).action)

        try:
            self._doing.open(JoinScreen(self._desk, lead.id, other_id), done)
        except NotFoundError as error:  # somebody has deleted one of them meanwhile
            self._doing.voice.say(str(error), "bad")

    def action_delete(self) -> None:
        """Delete the chosen lead, if that is meant."""
        row = self._view.row()
        if row is not None:
            touches, undo = counted(row.touches, "touch", "touches"), self._doing.voice.key("book.undo")
            words = f"{row.name} goes with {touches} and every note. {glued(f'{undo} undoes it.')}"
            delete = partial(self._desk.commands.delete, row.id)
            self._doing.questions.confirm.confirm("Delete?", words, partial(self._doing.do, delete, leave=row.id))

    def action_forget(self) -> None:
        """Forget the chosen person, if yes is typed."""
        row = self._view.row()
        if row is None:
            return
        try:
            found = self._desk.forgetting.look(row.id)
        except FuyuError as error:
            self._doing.voice.say(error.hint or str(error), "bad")
            return
        words = f"Every trace of {row.name} goes, with {found.words}, also from copies. Nothing brings it back."
        self._doing.questions.forget.ask_about(row.name, words, partial(self._forget, row.id))

    def _forget(self, lead_id: int) -> None:
        self._doing.keeping.keep()
        try:
            cleaned = self._desk.forgetting.forget(lead_id)
        except FuyuError as error:
            self._doing.voice.say(str(error), "bad")
            return
        files = counted(len(cleaned.rewritten) + len(cleaned.removed), "other file")
        if cleaned.trouble:
            self._doing.voice.say(f"forgotten here; not yet in all copies: {cleaned.trouble}", "bad")
        else:
            self._doing.voice.say(f"forgotten, here and in {files}; what you exported stays")
        self._view.repaint(lead_id)

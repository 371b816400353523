"""Call mode: the day with one lead on the whole screen, and one call after the other."""

from textual.widget import Widget

from fuyu.desk import Card
from fuyu.domain.calls import Round
from fuyu.domain.lead import Row, Status
from fuyu.reach import open_with, opener, ways
from fuyu.tui.keys import Where, keys_of
from fuyu.tui.panes.call import CallPane
from fuyu.tui.screens.day_view import DayView

_CALL_HINTS = ("back", "log", "dial", "down", "keep", "snooze", "elsewhere")
_TURNS = {"down", "up", "next_pane", "previous_pane"}
_OF_THE_LISTS = {key.action for key in keys_of(Where.MOVE)} - _TURNS | {"unscheduled", "zoom"}
"""What would move a cursor that nobody sees."""
_ALL_CALLED = "everyone of today is called; now a moment for yourself"


class CallView(DayView):
    """The dashboard with call mode: the lists give their place to the call card, and the notes stay the same notes.

    Whoever is called stands apart from the lists, so that nothing that others write takes them off the screen.
    """

    is_calling = False
    """Whether the call card is open."""
    _dialled = 0

    async def _mount_the_rest(self) -> None:
        self.call = CallPane(self._desk.now, self._desk.manners, id="call")
        await self.board.mount(self.call, before="#lead")
        await super()._mount_the_rest()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While somebody is called the lists mean nothing, and only then can a call be dialled from the notes."""
        if self.is_calling:
            return action not in _OF_THE_LISTS
        return action != "dial" and super().check_action(action, parameters)

    @property
    def home(self) -> Widget:
        """The notes while somebody is called, else the active list."""
        return self.notes.editor if self.is_calling else super().home

    @property
    def is_typing(self) -> bool:
        """Whether letters are text: while somebody is called they always are."""
        return self.is_calling or super().is_typing

    @property
    def situation(self) -> Where:
        """What is being done: whose keys somebody who asks for help wants first."""
        found = super().situation
        return Where.CALL if self.is_calling and found is Where.NOTES else found

    @property
    def hinted(self) -> tuple[str, ...]:
        """The actions that the status line offers."""
        return _CALL_HINTS if self.is_calling else super().hinted

    def show_card(self, card: Card | None) -> None:
        """Show a card, also as the call card."""
        super().show_card(card)
        if self.is_calling and card is not None:
            self.call.show(card, self._round.place(card.lead.id))

    def go_on(self, before: Round, leave: int | None) -> None:
        """Go on to the next call once one was dealt with; where nobody is left, go back to the day."""
        if not self.is_calling:
            super().go_on(before, leave)
            return
        lead_id = self._still_apart(leave)
        if lead_id is None:
            lead_id = before.after(self.lists.apart, self._round)
            if lead_id is None:
                self._hang_up()
                self.say(f"{_ALL_CALLED}  ({self._key('book.undo')} undoes it)")
            else:
                self._begin()
        self.lists.apart = lead_id

    def go_to(self, lead_id: int) -> None:
        """Choose a lead: while calling, to call them."""
        if not self.is_calling:
            super().go_to(lead_id)
        elif lead_id != self.lists.apart:
            self.lists.apart = lead_id
            self._begin()
            self.show_chosen()

    def on_leads_pane_opened(self) -> None:
        """A double click opens the call card."""
        self.action_call()

    def action_call(self) -> None:
        """Open the call card of the chosen lead; who is done for today is not called again by the same key."""
        card = self._chosen_card()
        if card is None:
            return
        if self.is_done(card.lead.id):
            again, read = self._key("work.open"), self._key("work.history")
            self.say(f"{card.lead.name} is done for today: {again} calls once more, {read} reads what was said")
            return
        if self.maximized is not None:
            self.minimize()
        self.lists.apart = card.lead.id
        self._round = self._desk.round_of(self._agenda, unscheduled=self._walking)
        self._turn(calling=True)
        self._begin()
        self.show_chosen(anew=True)

    def action_notes(self) -> None:
        """Put the cursor into the notes; where there is no room for them, the call card opens, which has them."""
        if self.is_calling or self.board.has_notes:
            super().action_notes()
        else:
            self.action_call()

    def is_done(self, lead_id: int) -> bool:
        """Return whether a lead was contacted today, and nothing more is due to them."""
        return any(row.id == lead_id for row in self._agenda.done)

    def action_back(self) -> None:
        """Go back to the lists, out of a call to the lead who was called."""
        if not self.is_calling:
            super().action_back()
            return
        lead_id, self.lists.apart = self.lists.apart, None
        self._hang_up()
        if lead_id is not None:
            self.go_to(lead_id)
        self.show_chosen(anew=True)

    def action_down(self) -> None:
        """Choose the next lead: while calling, of those whose turn it still is."""
        if self.is_calling:
            self._go_by(1)
        else:
            super().action_down()

    def action_up(self) -> None:
        """Choose the lead before."""
        if self.is_calling:
            self._go_by(-1)
        else:
            super().action_up()

    def action_next_pane(self) -> None:
        """Go to the next pane: while calling, there is the note alone."""
        if not self.is_calling:
            super().action_next_pane()

    def action_previous_pane(self) -> None:
        """Go to the pane before."""
        if not self.is_calling:
            super().action_previous_pane()

    def action_dial(self) -> None:
        """Dial a number of the lead who is called, once more the next one, and let the time begin."""
        card = self._chosen_card()
        numbers = [way for way in ways(card.lead) if way.label == "phone"] if card else []
        if card is None or not numbers:
            self.say("no number is known", "warn")
            return
        if self.wants_silence(card.lead):
            return
        number = numbers[self._dialled % len(numbers)]
        self._dialled += 1
        self.call.begin()
        program = opener()
        if program and open_with(program, number):
            self.say(f"dialling {number.text}")
        else:
            self.say(f"{number.text}: nothing here dials it", "warn")

    def wants_silence(self, lead: Row) -> bool:
        """Return whether a lead asked not to be contacted; where they did, it is said."""
        if lead.status is not Status.DO_NOT_CONTACT:
            return False
        self.say(f"{lead.name} asked not to be contacted", "bad")
        return True

    def _go_by(self, step: int) -> None:
        called = self.lists.apart
        round_now = self._round.renewed(self._desk.round_of(self._agenda, unscheduled=self._walking))
        lead_id = round_now.following(called) if step > 0 else round_now.before(called)
        if lead_id is None:
            self.say("nobody comes after them today" if step > 0 else "nobody comes before them", "warn")
        else:
            self._round = round_now.passing(called) if step > 0 else round_now.back_at(lead_id)
            self.go_to(lead_id)

    def _begin(self) -> None:
        self._dialled = 0
        self.call.begin()

    def _hang_up(self) -> None:
        self.call.end()
        self._turn(calling=False)

    def _turn(self, *, calling: bool) -> None:
        """Let the call card take the place of lists and card, or give it back."""
        self.is_calling = calling
        self.lists.display = not calling
        self.card.display = not calling
        self.call.display = calling
        self.set_focus(self.home, scroll_visible=False)

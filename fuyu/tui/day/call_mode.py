"""Call mode: one lead on the whole screen, and one call after the other."""

from textual.widget import Widget

from fuyu.desk import Card
from fuyu.domain.calls import Round
from fuyu.domain.step import Channel
from fuyu.reach import opened, wanted_ways
from fuyu.tui.day.view import View, Walk, actions_of
from fuyu.tui.keys import Where

_ALL_CALLED = "everyone of today is called; now a moment for yourself"


class CallMode:
    """The lists give their place to the call card, and the notes stay the same notes.

    Whoever is called stands apart from the lists, so that nothing that others write takes them off the screen.
    """

    stays = True
    """Whoever is on the phone stays with the lead they are at."""
    is_typing = True
    """Letters are text: the notes have the keys."""
    situation = Where.CALL
    hinted = ("log", "back", "dial", "down", "keep", "snooze", "owe", "elsewhere")

    def __init__(self, view: View, otherwise: Walk) -> None:
        """Make it.

        Args:
            view: has the call card.
            otherwise: what is walked while nobody is called.
        """
        self._view = view
        self._voice = view.voice
        self._lists = view.panes.lists
        self._pane = view.panes.call
        self._otherwise = otherwise
        self._dialled = 0
        self.actions = actions_of(self)

    @property
    def is_on(self) -> bool:
        """Whether somebody is called."""
        return self._view.walks.current is self

    @property
    def home(self) -> Widget:
        """The notes."""
        return self._view.panes.notes.editor

    def show(self, card: Card | None) -> None:
        """Show the call card."""
        if card is not None:
            lead_id, presence = card.lead.id, self._view.presence
            who_calls = presence.who_calls(lead_id, card.history, self._view.desk.now())
            self._pane.show(card, self._view.round.place(lead_id), who_calls)

    def open(self) -> None:
        """Open the call card of the chosen lead; who is done for today is not called again by the same key."""
        card = self._view.card()
        if card is None:
            return
        if self._view.is_done(card.lead.id):
            again, read = self._voice.key("work.open"), self._voice.key("work.history")
            self._voice.say(f"{card.lead.name} is done for today: {again} calls once more, {read} reads what was said")
            return
        if self._view.screen.maximized is not None:
            self._view.screen.minimize()
        self._lists.apart = card.lead.id
        self._view.round = self._view.round_now()
        self._turn(self)
        self._begin()
        self._view.show_chosen(anew=True)

    def go_to(self, lead_id: int) -> None:
        """Call a lead, who may be the one that is called already."""
        if lead_id != self._lists.apart:
            self._lists.apart = lead_id
            self._begin()
            self._view.show_chosen()

    def go_on(self, before: Round, leave: int | None) -> None:
        """Go on to the next call once one was dealt with; where nobody is left, go back to the day."""
        if self._view.still_apart(leave) is not None:
            return
        lead_id = before.after(self._lists.apart, self._view.round)
        if lead_id is None:
            self._hang_up()
            view = self._view.narrowing
            called = _ALL_CALLED if view is None else f"everyone of {view.name} is called; others wait"
            self._voice.say(f"{called}  ({self._voice.key('book.undo')} undoes it)")
        else:
            self._begin()
        self._lists.apart = lead_id

    def action_down(self) -> None:
        """Call the next of those whose turn it still is."""
        called = self._lists.apart
        now = self._view.round.renewed(self._view.round_now())
        self._step(now.following(called), now.passing(called), "nobody comes after them today")

    def action_up(self) -> None:
        """Call the one before."""
        now = self._view.round.renewed(self._view.round_now())
        before = now.before(self._lists.apart)
        self._step(before, now if before is None else now.back_at(before), "nobody comes before them")

    def action_next_pane(self) -> None:
        """Stay in the note: there is no other pane."""

    def action_previous_pane(self) -> None:
        """Stay in the note."""

    def action_back(self) -> None:
        """Go back to the lists, to the lead who was called."""
        lead_id, self._lists.apart = self._lists.apart, None
        self._hang_up()
        if lead_id is not None:
            self._view.go_to(lead_id)
        self._view.show_chosen(anew=True)

    def action_dial(self) -> None:
        """Dial a number of the lead who is called, once more the next one, and let the time begin."""
        card = self._view.card()
        if card is not None and self._view.refuses(card.lead, Channel.CALL):
            return
        numbers = [way for way in wanted_ways(card.lead) if way.channel is Channel.CALL] if card else []
        if card is None or not numbers:
            self._voice.say("no number is known", "warn")
            return
        number = numbers[self._dialled % len(numbers)]
        self._dialled += 1
        self._pane.begin()
        if opened(number):
            self._voice.say(f"dialling {number.text}")
        else:
            self._voice.say(f"{number.text}: nothing here dials it", "warn")

    def _step(self, lead_id: int | None, then: Round, nobody: str) -> None:
        """Call a lead, and go on with the round as it is then; None is nobody."""
        if lead_id is None:
            self._voice.say(nobody, "warn")
        else:
            self._view.round = then
            self.go_to(lead_id)

    def _begin(self) -> None:
        self._dialled = 0
        self._pane.begin()

    def _hang_up(self) -> None:
        self._pane.end()
        self._turn(self._otherwise)

    def _turn(self, walk: Walk) -> None:
        """Let the call card take the place of lists and card, or give it back."""
        self._view.walks.current = walk
        panes = self._view.panes
        panes.lists.display = panes.card.display = not self.is_on
        panes.call.display = self.is_on
        self._view.screen.set_focus(walk.home, scroll_visible=False)

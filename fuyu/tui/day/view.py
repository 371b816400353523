"""The day as it is shown: its panes, the lead who is chosen, what is typed about them, and the last line."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from fuyu.colleagues import Colleagues
from fuyu.desk import Card, Desk, Standing
from fuyu.desk.ahead import ahead
from fuyu.domain.agenda import Agenda, narrowed
from fuyu.domain.calls import Round
from fuyu.domain.day import coming_away
from fuyu.domain.lead import Lead, Row, Status
from fuyu.domain.step import Channel
from fuyu.domain.typed import Place, TypedKind
from fuyu.domain.unwanted import refusal, wants
from fuyu.domain.view import Narrowing
from fuyu.errors import FuyuError, NotFoundError
from fuyu.registry import presses
from fuyu.tui.bindings import keyboard_of
from fuyu.tui.day.presence import Presence
from fuyu.tui.footer import footer_hints
from fuyu.tui.header import header_line
from fuyu.tui.keys import Keyboard, Where, keys_of
from fuyu.tui.panes.asked import Asked
from fuyu.tui.panes.board import Board
from fuyu.tui.panes.card import CardPane
from fuyu.tui.panes.coming import ComingPane
from fuyu.tui.panes.lists import Lists
from fuyu.tui.panes.notes import NotesPane
from fuyu.tui.panes.status import KeyLine, Said, SaidLine
from fuyu.tui.present import away_words, longest
from fuyu.tui.present_list import nobody_words, overdue_title, today_title, unscheduled_title
from fuyu.tui.sharing import HIGH, WIDE
from fuyu.tui.widgets.frame import Framed
from fuyu.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from fuyu.tui.panes.call import CallPane
    from fuyu.tui.panes.morning import MorningCover

_WAYS = (("reload", "tries again"), ("export", "exports"), ("undo", "gives it up"))
"""What helps when something is not saved."""

_HARMLESS = {"history", "open", "copy"}
CHANGING = {
    *({key.action for key in keys_of(Where.WORK)} - _HARMLESS),
    *("add", "spread", "reschedule", "away", "redo", "keep"),
    *(press.id.rpartition(".")[2] for press in presses() if press.changes),
}
"""What would come before something that is not saved yet."""

Actions = Mapping[str, Callable[[], object]]
"""What is done, by the names that the registry of keys gives to actions."""


def actions_of(*hosted: object) -> Actions:
    """Return what these objects do: each method that is called `action_NAME`."""
    prefix = "action_"
    return {
        name.removeprefix(prefix): getattr(one, name) for one in hosted for name in dir(one) if name.startswith(prefix)
    }


class Panes:
    """What is seen of the day, beside the questions."""

    def __init__(self, desk: Desk, *, is_covered: bool) -> None:
        """Make them; `is_covered` says whether the plan of the day is in the first picture."""
        self._desk = desk
        self.header = Lines(id="header")
        self.coming = ComingPane(lambda: ahead(desk), desk.cadence.per_day, id="coming")
        self.lists = Lists(desk.manners, desk.calendar, self.coming, id="lists")
        self.card = CardPane(desk.manners, id="card")
        self.notes = NotesPane(id="notes")
        self.board = Board(self.lists, self.card, self.notes, self.cover if is_covered else None)
        self.said = SaidLine(lambda: f"{desk.now():%H:%M}", self._rule_for_words, id="said")
        self.footer = KeyLine(id="footer")

    @cached_property
    def call(self) -> "CallPane":
        """The call card, in place of lists and card."""
        from fuyu.tui.panes.call import CallPane  # noqa: PLC0415 - the first picture waits for none of it

        return CallPane(self._desk.now, self._desk.manners, id="call")

    @cached_property
    def cover(self) -> "MorningCover":
        """The plan of the day, above the lists."""
        from fuyu.tui.panes.morning import MorningCover  # noqa: PLC0415 - most first pictures wait for none of it

        return MorningCover(id="morning")

    def _rule_for_words(self) -> Framed | None:
        """Return the pane in whose rule is said what was done, where the screen has no row for it.

        It is the one above the foot, so that no line of it is covered; a pane that is alone there, or a plan above
        all of them, has none to spare.
        """
        screen, made = self.board.screen, vars(self)  # what is not made yet is not seen
        is_covered = screen.maximized is not None or ("cover" in made and self.cover.is_open)
        if is_covered or screen.size.height >= HIGH or screen.size.width >= WIDE:
            return None
        is_calling = "call" in made and self.call.display
        return self.notes if is_calling or self.board.has_notes else self.card


class Walk(Protocol):
    """What the keys walk: it has those that move, and shows the chosen lead in its own way."""

    @property
    def actions(self) -> Actions:
        """What its keys do; a key of another walk means nothing meanwhile."""

    @property
    def home(self) -> Widget:
        """What has the keys when nothing else asks for them."""

    @property
    def is_typing(self) -> bool:
        """Whether letters are text, so that hints name other keys."""

    @property
    def situation(self) -> Where:
        """What is being done: whose keys somebody who asks for help wants first."""

    @property
    def hinted(self) -> tuple[str, ...]:
        """The actions that the last line offers."""

    @property
    def stays(self) -> bool:
        """Whether the chosen lead stays chosen when another one is added."""

    def show(self, card: Card | None) -> None:
        """Show the chosen lead's card, None for nobody."""

    def go_to(self, lead_id: int) -> None:
        """Choose a lead."""

    def go_on(self, before: Round, leave: int | None) -> None:
        """Choose whose turn it is once a lead was dealt with; `before` is the round until then."""


class Walks:
    """Holds the one of them that is current."""

    current: Walk


class Voice:
    """The foot of the screen: what was done, until it was read; else what is wrong; below it, the keys that hold."""

    def __init__(self, screen: Screen[None], desk: Desk, panes: Panes, asked: Asked, walks: Walks) -> None:
        """Make it.

        Args:
            screen: has the keys.
            desk: knows what is not saved.
            panes: have a line for what was done, or what is wrong, and one for the keys that hold.
            asked: a question that is open has keys of its own.
            walks: has those of the lists, or of a call.
        """
        self._screen = screen
        self._desk = desk
        self._line, self._footer = panes.said, panes.footer
        self._asked = asked
        self._walks = walks
        self.wrong = ""
        """What stands there as long as it is wrong; empty where nothing is."""

    def say(self, words: str, role: str = "good") -> None:
        """Say something above the last line, until it was read and a key is pressed."""
        self._line.make_way(for_question=self._asked.now is not None)
        self._line.say(words, role)

    @property
    def spoken(self) -> int:
        """How often something was said."""
        return self._line.spoken

    @property
    def past(self) -> Sequence[Said]:
        """What was said, the last of it at the end."""
        return tuple(self._line.past)

    def hush(self) -> None:
        """Take back what was said: the next key is pressed."""
        self._line.hush()

    def show_wrong(self, words: str) -> None:
        """Let stand there what is wrong; no words say that nothing is."""
        self.wrong = words
        self.paint()

    def paint(self) -> None:
        """Show which keys hold now, and what is not saved."""
        walk, keyboard = self._walks.current, self.keyboard
        typing = walk.is_typing
        self._line.make_way(for_question=self._asked.now is not None)
        hinted = [action for action in walk.hinted if not (self._desk.actions.held and action in CHANGING)]
        self._footer.offer(*footer_hints(keyboard, self._asked.now, hinted, typing=typing))
        if trouble := self._desk.actions.trouble or self.wrong:
            ways = [
                (keyboard.doing(action).hint(typing=typing), does)
                for action, does in _WAYS
                if action != "undo" or self._desk.actions.held
            ]
            self._line.stand(trouble, ways)
        else:
            self._line.stand("", ())

    @property
    def keyboard(self) -> Keyboard:
        """The keys that hold."""
        return keyboard_of(self._screen)

    def key(self, key_id: str) -> str:
        """Return the key one presses here for something, as people read it."""
        return self.keyboard[key_id].hint(typing=self._walks.current.is_typing)

    def fit(self, ways: Sequence[str]) -> str:
        """Return the first of several ways to say something that has room in the line, the longest first."""
        return longest(ways, self._screen.size.width - 1)

    @property
    def room(self) -> int:
        """Letters that a sentence with a mark before it has."""
        return self._screen.app.size.width - len(" ! ")


class NoteKeeping:
    """Keeps what is typed, in the note and in a question, and says in the note's title how it is kept."""

    def __init__(self, desk: Desk, notes: NotesPane, asked: Asked, voice: Voice) -> None:
        self._desk = desk
        self._notes = notes
        self._asked = asked
        self._voice = voice
        self._lead_id: int | None = None

    def keep(self) -> bool:
        """Keep what was typed and is not kept yet; return whether all of it is."""
        return self._asked.keep_typed() & self._keep_notes()

    def _keep_notes(self) -> bool:
        for typing in self._notes.untold():
            try:
                kept = self._desk.drafts.keep(*typing)
            except FuyuError as error:
                self._notes.say("! not saved yet")
                self._voice.show_wrong(f"{error}; what you typed is held")
                return False
            self._notes.kept(typing.lead_id, kept)
            self._notes.say(f"saved {self._desk.now():%H:%M}")
            self.offer_other()
        if self._voice.wrong:
            self._voice.show_wrong("")
        return True

    def edit(self, lead_id: int | None, text: str) -> None:
        """Show what is being typed about a lead, None for nobody."""
        self._lead_id = lead_id
        self._notes.edit(lead_id, text)
        self.offer_other()

    def offer_other(self) -> None:
        """Say in the note's title that another text waits for the same note."""
        others = self._desk.drafts.typed(Place(TypedKind.NOTE, self._lead_id)) if self._lead_id is not None else []
        self._notes.offer(f"{self._voice.keyboard['notes.other'].hint()} another text" if others else "")


class View:
    """The day as it was read last: who stands in the lists, whose turn it is, and who is chosen."""

    class Counted(Message):
        """The day stands otherwise than before."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words
            """Figures, without anybody's name."""

    def __init__(self, screen: Screen[None], desk: Desk, panes: Panes, colleagues: Colleagues) -> None:
        """Make it.

        Args:
            screen: has the focus, and hosts it.
            desk: reads the day.
            panes: show it.
            colleagues: the others who work with the same leads.
        """
        self.screen = screen
        self.desk = desk
        self.panes = panes
        self.asked = Asked()
        """The question that is open at the foot of the screen."""
        for pane in panes.lists.both:
            pane.owner_of = desk.whose.other_owner
        self.walks = Walks()
        self.voice = Voice(screen, desk, panes, self.asked, self.walks)
        self.keeping = NoteKeeping(desk, panes.notes, self.asked, self.voice)
        self.presence = Presence(
            screen,
            colleagues,
            panes.lists,
            self.asked,
            is_typing=lambda: self.walks.current.is_typing,
            changed=lambda: self.pass_to(desk.now()),
        )
        """Where one is among colleagues."""
        self.round = Round()
        """Whose turn it is, in order, by which the lists and the calls go on."""
        self.of_unscheduled = False
        """Whether the leads without a date are walked in place of today's."""
        self.painted_at = desk.now()
        """The time the day is shown at."""
        self.asked_whom: int | None = None
        """Who was just asked whom else to call, until another lead is chosen."""
        self._told = ""
        self._stands = Standing(Agenda(day=desk.now().date()))
        self._agenda = self._stands.agenda
        self.narrowing: Narrowing | None = None
        """The view that the day is narrowed to; None shows everyone."""
        self._shown: int | None = None
        self._shown_card: Card | None = None

    # How the day stands

    @property
    def agenda(self) -> Agenda:
        """The day as far as it is shown: of a view, and of all who are unscheduled."""
        return self._agenda

    @property
    def whole(self) -> Agenda:
        """The day with everyone in it, whatever it is narrowed to."""
        return self._stands.agenda

    def narrow(self, to: Narrowing | None) -> None:
        """Show only whom a view finds, and choose whose turn it is; None shows everyone, and whom one was at."""
        self.narrowing = to
        self.panes.lists.apart = None
        self.repaint()
        if to is not None:
            self.begin_round()

    def widen(self) -> None:
        """Show everyone again."""
        self.narrow(None)
        self.voice.say("everyone is shown again")

    def show_own(self) -> None:
        """Show the leads of colleagues no longer."""
        self.desk.whose.is_everyone = False
        self.repaint()
        self.voice.say("your leads and everyone's are shown")

    def _read(self) -> None:
        """Read how the day stands, and whom of it the view finds; one that was forgotten narrows nothing."""
        self._stands = self.desk.agenda.standing()
        self._agenda = whole = self._stands.agenda
        if self.narrowing is None:
            return
        query = self.desk.leads.queries.read(self.narrowing.query)
        if query:
            self._agenda = replace(narrowed(whole, self.desk.leads.found(query)), unscheduled=whole.unscheduled)
        else:
            self.narrowing = None

    @property
    def today(self) -> date:
        """Which day it is."""
        return self.agenda.day

    @property
    def unscheduled(self) -> int:
        """How many leads have no date."""
        return len(self.agenda.unscheduled)

    def is_done(self, lead_id: int) -> bool:
        """Return whether a lead was contacted today, and nothing more is due to them."""
        return any(row.id == lead_id for row in self.agenda.done)

    def wants_check_in(self, lead_id: int) -> bool:
        """Return whether a check-in is due to a lead."""
        return any(row.id == lead_id for row in self.agenda.check_in)

    def repaint(self, leave: int | None = None) -> None:
        """Read the day anew; the cursors stay with their leads, but for one that was dealt with."""
        lists = self.panes.lists
        stays = None if lists.apart is not None or lists.chosen == leave else lists.chosen
        self._read()
        lists.marked.keep(lambda lead_id: self.desk.leads.row(lead_id) is not None)
        self.of_unscheduled = self.of_unscheduled and bool(self.unscheduled)
        self.painted_at = self.desk.now()
        self._fill_lists(leave)
        before = self.round
        self.round = before.renewed(self.round_now(), leave)
        self.walks.current.go_on(before, leave)
        lists.follow(stays)
        _stay_with(stays, self.panes, self.desk)
        lists.widen_columns()
        self.panes.coming.read_where_seen()
        self.panes.board.share_rows()
        self.show_chosen(anew=True)
        self.paint_header()
        self._tell_figures()

    def _fill_lists(self, leave: int | None) -> None:
        """Show who stands in either list; the second has today's leads, or those without a date."""
        agenda, now, keyboard = self.agenda, self.painted_at, self.voice.keyboard
        overdue, today = self.panes.lists.both
        nobody_late, nobody = (
            "nobody is overdue",
            nobody_words(len(self.desk.leads), self.unscheduled, len(agenda.done), keyboard),
        )
        if self.narrowing is not None:
            nobody_late, nobody = "nobody of this view is overdue", "nobody of this view is due today"
        overdue.show(overdue_title(len(agenda.overdue)), agenda.overdue, now, nobody_late, leave)
        if self.of_unscheduled:
            today.show(unscheduled_title(self.unscheduled, keyboard), agenda.unscheduled, now, "", leave)
        else:
            title = today_title(agenda, coming_away(self.desk.planning.away(), agenda.day))
            rows = (*agenda.today, *agenda.check_in, *agenda.done)
            today.show(title, rows, now, nobody, leave)

    def pass_to(self, now: datetime) -> None:
        """Show what was read as it is seen by now: nothing but the time is another."""
        self.painted_at = now
        self.panes.lists.pass_to(now)
        self.walks.current.show(self._shown_card)
        self.paint_header()

    def paint_header(self) -> None:
        """Paint the line above everything."""
        now = self.desk.now()
        away = coming_away(self.desk.planning.away(), now.date())
        line = partial(
            header_line,
            self.agenda,
            now,
            promises=self._stands.promises,
            drafts=len(self.desk.drafts.all()),
            away=away_words(away, now.date()) if away else "",
            marked=len(self.panes.lists.marked),
            view=self.narrowing.name if self.narrowing else "",
            everyone=self.desk.whose.is_everyone,
            team=self.presence.standing,
            read_only=bool(self.desk.book.read_only),
        )
        self.panes.header.show(lambda width, _height: [line(width)])

    def _tell_figures(self) -> None:
        words = f"fuyu: {len(self.whole.overdue)} overdue, {len(self.whole.today)} today"
        if words != self._told:
            self._told = words
            self.screen.post_message(self.Counted(words))

    # Whose turn it is

    def round_now(self) -> Round:
        """Return the round as it is now, with nobody passed over."""
        return self.desk.agenda.round(self.agenda, unscheduled=self.of_unscheduled)

    def begin_round(self) -> None:
        """Choose whose turn it is first."""
        self.offer(self.round.following(None))
        self.show_chosen()

    def offer(self, lead_id: int | None) -> None:
        """Choose a lead whose turn it is; with nobody, the cursor stays."""
        if lead_id is not None:
            self.panes.lists.choose(lead_id)

    def still_apart(self, leave: int | None) -> int | None:
        """Return who stands apart from the lists from now on: whoever did, unless they were dealt with or are gone."""
        lead_id = self.panes.lists.apart
        return None if lead_id is None or lead_id == leave or self.desk.leads.row(lead_id) is None else lead_id

    # Who is chosen

    @property
    def chosen(self) -> int | None:
        """The lead everything is about, None for nobody."""
        return self.panes.lists.chosen

    def go_to(self, lead_id: int) -> None:
        """Choose a lead, as what is walked does it."""
        self.walks.current.go_to(lead_id)

    def give_keys(self) -> None:
        """Give the keys to what is walked."""
        self.screen.set_focus(self.walks.current.home)

    def show_chosen(self, *, anew: bool = False) -> None:
        """Show the chosen lead's card and note; what was typed about the one before is kept first.

        Args:
            anew: read the lead again, also where it is the one that is shown.
        """
        lead_id = self.chosen
        if lead_id == self._shown and not anew:
            return
        self.keeping.keep()
        if lead_id != self._shown and not anew:
            self.asked_whom = None
        self._shown = lead_id
        self._shown_card = card = self.card_of(lead_id)
        self.presence.follow()
        self.walks.current.show(card)
        self.keeping.edit(lead_id, card.draft if card else "")
        self.panes.lists.mark_chosen()

    def card_of(self, lead_id: int | None) -> Card | None:
        """Return a lead's card, None for nobody, also for one whom another terminal has just deleted."""
        with suppress(NotFoundError):
            return self.desk.leads.card(lead_id) if lead_id is not None else None
        return None

    def row(self) -> Row | None:
        """Return the chosen lead's row; where nobody is selected, it is said."""
        lead_id = self.chosen
        row = self.desk.leads.row(lead_id) if lead_id is not None else None
        if row is None:
            self.say_nobody()
        return row

    def card(self) -> Card | None:
        """Return the chosen lead's card; where nobody is selected, it is said."""
        card = self.card_of(self.chosen)
        if card is None:
            self.say_nobody()
        return card

    def say_nobody(self) -> None:
        """Say that nobody is selected, and how one begins where nobody is here."""
        ways = "" if len(self.desk.leads) else f": {self.voice.key('book.add')} adds your first lead"
        self.voice.say(f"nobody is selected{ways}", "warn")

    def refuses(self, lead: Lead, channel: Channel) -> bool:
        """Return whether a lead asked not to be contacted, or not by this channel; where they did, it is said."""
        if self.wants_silence(lead):
            return True
        if not wants(lead, channel):
            self.voice.say(refusal(lead.name, channel), "bad")
        return not wants(lead, channel)

    def wants_silence(self, lead: Row) -> bool:
        """Return whether a lead asked not to be contacted; where they did, it is said."""
        if lead.status is not Status.DO_NOT_CONTACT:
            return False
        self.voice.say(f"{lead.name} asked not to be contacted", "bad")
        return True


def show_marks(view: View) -> None:
    """Show who is marked by now, and how many they are."""
    view.panes.lists.show_marks()
    view.paint_header()
    view.voice.paint()


def _stay_with(lead_id: int | None, panes: Panes, desk: Desk) -> None:
    """Stay with whom one writes about, also where somebody else took them off the lists; the words are theirs."""
    if lead_id is None or not panes.notes.has_keys or panes.lists.has(lead_id):
        return
    if desk.leads.row(lead_id) is not None:
        panes.lists.apart = lead_id

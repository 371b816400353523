"""The day: who is overdue, whose day it is, the chosen lead's card and notes, and walking through them."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import DescendantFocus
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from fuyu.desk import Card, Desk, Standing, days
from fuyu.desk.drafts import Drafts
from fuyu.domain.agenda import Agenda, is_as_seen
from fuyu.domain.calls import Round
from fuyu.domain.day import coming_away
from fuyu.domain.lead import Row
from fuyu.domain.quick_add import QuickAdd
from fuyu.domain.typed import Kind, Place
from fuyu.errors import FuyuError, NotFoundError, StoreError
from fuyu.tui.beside import Beside, tidy_up
from fuyu.tui.bindings import bindings, keyboard_of
from fuyu.tui.header import header_line
from fuyu.tui.keys import PLACES, Where
from fuyu.tui.kit.textual_compat.composing import paint_by_line
from fuyu.tui.kit.textual_compat.going_on import GoesOn
from fuyu.tui.panes.card import CardPane
from fuyu.tui.panes.leads import LeadsPane
from fuyu.tui.panes.lists import WIDE, Lists
from fuyu.tui.panes.morning import MorningCover
from fuyu.tui.panes.notes import NotesPane
from fuyu.tui.panes.status import StatusLine
from fuyu.tui.present import away_words
from fuyu.tui.present_list import nobody_words, today_title, unscheduled_title
from fuyu.tui.screens.questions import Questions
from fuyu.tui.widgets.lines import ROLE_CLASSES, Lines, Span
from fuyu.tui.widgets.note_editor import NoteEditor
from fuyu.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from fuyu.domain.reminder import Notice

_LIST_HINTS = ("help", "log", "snooze", "notes", "add", "find", "undo", "quit")
_NOTE_HINTS = ("help", "back", "log", "keep", "snooze", "down")
_SETTLED = 0.5
"""Seconds after the first picture from which names are learnt."""
_BETWEEN = 0.004
"""Seconds left to the keys between two steps of it."""
_A_WHILE = 2.0
"""Seconds until it is tried again where the file did not answer."""
_WAYS = (("reload", "tries again"), ("export", "exports"), ("undo", "gives it up"))
"""What helps when something is not saved."""
RECOVERED_AFTER = 10.0
"""Seconds between two looks whether a book can be written again."""
_TOO_SMALL = "fuyu needs 40 x 10 cells. Your keys are safe."


class Mornings(Protocol):
    """Remembers which day has begun."""

    def begun(self, day: date) -> bool:
        """Return whether the plan of that day was seen."""

    def begin(self, day: date) -> None:
        """Remember that it was."""


class DayView(GoesOn, Screen[None]):
    """The dashboard as it is looked at and walked through."""

    COMPONENT_CLASSES = ROLE_CLASSES
    BINDINGS = bindings(Where.MOVE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (40, "-normal"), (WIDE, "-wide")]  # noqa: RUF012 - Textual's type
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (10, "-low"), (30, "-high")]  # noqa: RUF012 - Textual's type

    class Counted(Message):
        """The day stands otherwise than before."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words
            """Figures, without anybody's name."""

    def __init__(
        self,
        desk: Desk,
        tidy: Callable[[], str] | None = None,
        problems: Sequence[str] = (),
        mornings: Mornings | None = None,
        *,
        beside: Beside | None = None,
    ) -> None:
        """Make the view.

        Args:
            desk: what it shows and does.
            tidy: copies the book once a day and returns what was in the way.
            problems: what is wrong with the settings, said once everything is there.
            mornings: knows whether a day has begun; where there are none, no day begins with its plan.
            beside: what goes on beside the keys.
        """
        super().__init__()
        paint_by_line(self)
        self._desk = desk
        self._beside = beside or Beside(desk)
        self._to_tell = ""
        self._tidy = tidy or desk.tidy_up
        self._problems = problems
        self._mornings = mornings
        self._stands = Standing(Agenda(day=desk.now().date()))
        self._round = Round()
        self._walking = False
        self._came_from: int | None = None
        """Who was chosen before the unscheduled were walked."""
        self._shown: int | None = None
        self._shown_card: Card | None = None
        self._named_by: int | None = None
        """Who was just asked whom else to call, until another lead is chosen."""
        self._painted_at = desk.now()
        self._unkept = ""
        self._counts = ""
        self.header = Lines(id="header")
        self.lists = Lists(desk.manners, desk.calendar, id="lists")
        self.card = CardPane(desk.manners, id="card")
        self.notes = NotesPane(id="notes")
        self.questions = Questions(desk, self.fill_in)
        self.status = StatusLine(id="status")
        self.morning = MorningCover(id="morning")
        self.is_whole = False
        """Whether everything is mounted that a key may need."""

    def compose(self) -> ComposeResult:
        """The header, two columns that are one on narrow screens, and the status line."""
        yield self.header
        with Vertical(id="panes"):
            yield self.lists
            with Vertical(id="lead"):
                yield self.card
                yield self.notes
            if self._mornings is not None:
                yield self.morning  # so that it is in the first picture
        yield self.status

    def on_mount(self) -> None:
        """Show the day, with the first lead chosen."""
        self.questions.dates.other_key = keyboard_of(self)["date.other"].hint()
        self.repaint_day()
        self._begin_round()
        self.set_focus(self.home)
        self._begin_day()
        self._paint_status()
        self.call_after_refresh(self._mount_the_rest)
        self.set_interval(1, self.each_second)
        self.set_interval(RECOVERED_AFTER, self._recover)
        self.set_timer(_SETTLED, self._learn_names)
        self.set_timer(_SETTLED, self._tidy_up)

    async def _mount_the_rest(self) -> None:
        """Mount what the first picture does not show: the prompts above the panes, and the word for tiny terminals."""
        too_small = Lines(id="too-small")
        too_small.show(lambda _width, _height: [(Span(_TOO_SMALL, "warn"),)])
        await self.notes.mount_editor()
        if self._mornings is None:
            await self.query_one("#panes").mount(self.morning)
        await self.mount_all([*self.questions.all, too_small])
        self.is_whole = True
        self._warn(self.take_in_left())

    @property
    def situation(self) -> Where:
        """What is being done: whose keys somebody who asks for help wants first."""
        if (asked := self.questions.asked) is not None:
            return asked.situation
        return Where.NOTES if self.is_typing else Where.MOVE

    @property
    def chosen(self) -> int | None:
        """The lead everything is about."""
        return self.lists.chosen

    @property
    def home(self) -> Widget:
        """What has the keys when nothing else asks for them."""
        return self.lists.active.list

    def fill_in(self, quick: QuickAdd, drafts: Drafts | None) -> None:
        """Let every field of a new lead be filled in; where leads are only looked at, nothing happens."""

    def take_in_left(self) -> str:
        """Take in what was left of notes; where leads are only looked at, nothing happens."""
        return ""

    # Painting

    def repaint_day(self, leave: int | None = None) -> None:
        """Read the day anew; the cursors stay with their leads, but for one that was dealt with."""
        lists, keyboard = self.lists, keyboard_of(self)
        stays = None if lists.apart is not None or lists.chosen == leave else lists.chosen
        self._stands = self._desk.standing()
        agenda = self._agenda
        self._walking = self._walking and bool(agenda.unscheduled)
        self._painted_at = now = self._desk.now()
        lists.overdue.show(f"Overdue ({len(agenda.overdue)})", agenda.overdue, now, "nobody is overdue", leave)
        if self._walking:
            lists.today.show(unscheduled_title(self.unscheduled, keyboard), agenda.unscheduled, now, "", leave)
        else:
            title = today_title(agenda, coming_away(self._desk.away(), agenda.day))
            rows = (*agenda.today, *agenda.check_in, *agenda.done)
            lists.today.show(title, rows, now, nobody_words(len(self._desk), self.unscheduled, keyboard), leave)
        self._go_on(leave)
        lists.follow(stays)
        lists.share_height()
        self.show_chosen(anew=True)
        self._paint_header()
        self._tell_counts(f"fuyu: {len(agenda.overdue)} overdue, {len(agenda.today)} today")

    def _go_on(self, leave: int | None) -> None:
        """Bring the round up to date, and go on to whose turn it is once a lead was dealt with."""
        before = self._round
        self._round = before.renewed(self._desk.round_of(self._agenda, unscheduled=self._walking), leave)
        self.go_on(before, leave)

    def go_on(self, before: Round, leave: int | None) -> None:
        """Choose whose turn it is once a lead was dealt with; from one found apart it is only whose time is now."""
        self.lists.apart = self._still_apart(leave)
        if leave is not None and (leave in before.leads or self._round.near):
            self._offer(before.after(leave, self._round))

    def _begin_round(self) -> None:
        """Choose whose turn it is first."""
        self._offer(self._round.following(None))
        self.show_chosen()

    def _offer(self, lead_id: int | None) -> None:
        """Choose a lead whose turn it is; with nobody, the cursor stays."""
        if lead_id is not None:
            self.lists.choose(lead_id)

    def _repaint_clocks(self, now: datetime) -> None:
        """Show what was read as it is seen by now: nothing but the time is another."""
        self._painted_at = now
        self.lists.pass_to(now)
        self.show_card(self._shown_card)
        self._paint_header()

    def _tell_counts(self, words: str) -> None:
        if words != self._counts:
            self._counts = words
            self.post_message(self.Counted(words))

    def show_chosen(self, *, anew: bool = False) -> None:
        """Show the chosen lead's card and notes; what was typed about the one before is kept first."""
        lead_id = self.chosen
        if lead_id == self._shown and not anew:
            return
        self.keep_typed()
        if lead_id != self._shown and not anew:
            self._named_by = None
        self._shown = lead_id
        self._shown_card = card = self._card(lead_id)
        self.show_card(card)
        self.notes.edit(lead_id, card.draft if card else "")
        self._offer_other()
        self.lists.mark_chosen()

    def _offer_other(self) -> None:
        """Say in the title of the notes that another text waits for the same note."""
        others = self._desk.typed(Place(Kind.NOTE, self._shown)) if self._shown is not None else []
        self.notes.offer(f"{keyboard_of(self)['notes.other'].hint()} another text" if others else "")

    def show_card(self, card: Card | None) -> None:
        """Show a card, None for nobody."""
        self.card.show(card, self._desk.now())

    def _still_apart(self, leave: int | None) -> int | None:
        """Return who stands apart from the lists from now on: whoever did, unless they were dealt with or are gone."""
        lead_id = self.lists.apart
        return None if lead_id is None or lead_id == leave or self._desk.row(lead_id) is None else lead_id

    def _card(self, lead_id: int | None) -> Card | None:
        """Return a lead's card, None for nobody, also for one whom another terminal has just deleted."""
        with suppress(NotFoundError):
            return self._desk.card(lead_id) if lead_id is not None else None
        return None

    def on_resize(self) -> None:
        """Share the height out anew."""
        self.lists.share_height()

    def _paint_header(self) -> None:
        now = self._desk.now()
        away = coming_away(self._desk.away(), now.date())
        line = partial(
            header_line,
            self._agenda,
            now,
            promises=self._stands.promises,
            drafts=len(self._desk.drafts()),
            away=away_words(away, now.date()) if away else "",
            read_only=bool(self._desk.read_only),
        )
        self.header.show(lambda width, _height: [line(width)])

    def _paint_status(self) -> None:
        """Fill the last line, as far as nothing is said in it."""
        typing, keyboard = self.is_typing, keyboard_of(self)
        if (asked := self.questions.asked) is not None:
            types = PLACES[asked.situation].types
            self.status.offer([(keyboard[key_id].hint(typing=types), words) for key_id, words in asked.keys])
        elif trouble := self._desk.trouble or self._unkept:
            ways = [
                (keyboard.doing(action).hint(typing=typing), does)
                for action, does in _WAYS
                if action != "undo" or self._desk.held
            ]
            self.status.warn(trouble, ways)
        else:
            shown = [keyboard.doing(action) for action in self.hinted]
            self.status.offer([(key.hint(typing=typing), key.label) for key in shown])

    @property
    def is_typing(self) -> bool:
        """Whether letters are text, so that hints name other keys."""
        return isinstance(self.focused, NoteEditor)

    @property
    def hinted(self) -> tuple[str, ...]:
        """The actions that the status line offers."""
        return _NOTE_HINTS if self.is_typing else _LIST_HINTS

    def _key(self, key_id: str) -> str:
        """Return the key one presses here for something, as people read it."""
        return keyboard_of(self)[key_id].hint(typing=self.is_typing)

    def say(self, words: str, role: str = "good") -> None:
        """Say something in the status line, until the next key."""
        self.status.say(words, role)

    # The morning

    @property
    def _agenda(self) -> Agenda:
        return self._stands.agenda

    @property
    def unscheduled(self) -> int:
        """How many leads have no date."""
        return len(self._agenda.unscheduled)

    def _begin_day(self) -> None:
        """Lay the day's plan above the lists, where the day has not begun yet and nobody is in the middle of it."""
        if not len(self._desk):
            self.morning.welcome(keyboard_of(self))
            return
        begun = self._mornings is None or self._mornings.begun(self._agenda.day) or bool(self._agenda.done)
        if not begun:
            self.action_morning()

    def action_morning(self) -> None:
        """Show how the day begins, above the lists."""
        self.keep_typed()
        self.morning.open(days.due(self._desk, self._agenda), keyboard_of(self))
        self.call_after_refresh(self._tell_pace)

    def _tell_pace(self) -> None:
        """Say in the plan of the day whether the pace is enough: it shows before, for every lead is read for that."""
        if self.morning.is_open and (plan := days.morning(self._desk, self._agenda)).is_too_slow:
            self.morning.open(plan, keyboard_of(self))

    def uncover(self, key: str = "enter") -> bool:
        """Take the plan of the day away for a key; return whether the key meant no more than that."""
        if not self.morning.is_open:
            return False
        self.morning.close()
        if key == "enter":
            self._begin_round()
        if self._mornings is not None:
            self._mornings.begin(self._agenda.day)
        return self.morning.takes(key)

    def on_morning_cover_clicked(self) -> None:
        """A click takes it away, too."""
        self.uncover()

    # What happens

    def hush(self) -> None:
        """Take back what was said: the next key is pressed."""
        if self.status.hush():
            self._paint_status()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """The list that has the keys has the chosen lead; one that had them a moment ago has not."""
        if event.widget is self.focused and self.lists.take_notice(event.widget):
            self.show_chosen()
        self._paint_status()

    def on_prompt_painted(self) -> None:
        """Name the keys of what is asked."""
        self._paint_status()

    def on_leads_pane_chosen(self) -> None:
        """Show whom the mouse chose."""
        self.lists.apart = None
        self.show_chosen()

    def on_notes_pane_typed(self) -> None:
        """Keep what was typed."""
        self.keep_typed()

    @on(NoteEditor.PasteRefused)
    def _say_refused(self, message: NoteEditor.PasteRefused) -> None:
        self.say(f"that paste has {message.characters:,} characters: too long for a note; nothing was pasted", "bad")

    @work(exclusive=True)
    async def _learn_names(self) -> None:
        """Read the names between the keys, so that finding answers at once."""
        self._desk.when("fri")  # so that the first date is understood without waiting for its library
        while not self._desk.knows_names:
            try:
                for _ in self._desk.learn_names():
                    await asyncio.sleep(_BETWEEN)
            except StoreError:  # the file does not answer now, which is said where it matters
                await asyncio.sleep(_A_WHILE)

    def each_second(self) -> None:
        """Time passes, and others write; what could not be kept is tried again."""
        self.keep_typed()
        try:
            self._follow_the_clock(changed=self._read_what_others_wrote())
        except FuyuError as error:
            self.say(str(error), "bad")

    def _follow_the_clock(self, *, changed: bool) -> None:
        """Show the time as it is by now, and what others `changed`."""
        now, painted = self._desk.now(), self._painted_at
        is_new_day, has_moved = now.date() != self._agenda.day, now.tzinfo != painted.tzinfo
        if is_new_day:
            self._tidy_up()
        if changed or is_new_day or has_moved or not is_as_seen(self._agenda, now):
            self.repaint_day()
        elif _minute(now) != _minute(painted):
            self._repaint_clocks(now)
        if has_moved:
            self.say(f"the clocks of {self._desk.here} count now: it is {now:%H:%M}")
        elif is_new_day:
            self.say(f"a new day: {now:%A} {now.day} {now:%B}")
        if is_new_day or has_moved:
            self.questions.ask_again()
        if is_new_day and self.is_current and isinstance(self.focused, RowList):
            self._begin_day()
        self._beside.each_second(self._say_later, self._tell_later)

    def _read_what_others_wrote(self) -> bool:
        """Read it, say what was done about the files, and return whether anything changed."""
        before = self._desk.read_only
        changed = self._desk.refresh()
        for sentence in self._desk.news():
            self.say(f"! {sentence}", "warn")
        if self._desk.read_only not in {"", before}:
            self.say(self._desk.read_only, "bad")
        return changed

    def _say_later(self, words: str) -> None:
        """Say, from any thread, what was in the way of what goes on beside the keys."""
        with suppress(RuntimeError):  # it has ended meanwhile
            self.call_later(self.say, f"! {words}", "warn")

    def _tell_later(self, notices: "Sequence[Notice]") -> None:
        """Tell, from any thread, of promises."""
        with suppress(RuntimeError):  # the same
            self.call_later(self._tell, notices)

    def _tell(self, notices: "Sequence[Notice]") -> None:
        """Let the terminal ring, and say in the status line what was promised, as soon as that is seen."""
        self._beside.ring(self.app, notices)
        self._to_tell = "; ".join(f"{notice.title}, {notice.body}" for notice in notices)
        if self.app.screen is self:  # Textual calls it current below a translucent screen, too
            self.on_screen_resume()

    def on_screen_resume(self) -> None:
        """Say what was promised while another screen was open."""
        if self._to_tell:
            self.say(self._to_tell, "warn")
            self._to_tell = ""

    def _warn(self, *others: str) -> None:
        """Say what is wrong with the files, the first of it at once; other words come before that."""
        warnings = [*filter(None, others), *self._desk.news(), *self._desk.warnings(), *self._problems]
        if self._desk.read_only:
            self.say(self._desk.read_only, "bad")
        elif warnings:
            more = f"  ({len(warnings) - 1} more: fuyu doctor)" if len(warnings) > 1 else ""
            self.say(f"! {warnings[0]}{more}", "warn")
        elif (plan := days.due(self._desk, self._agenda)).is_behind and not self.morning.is_open:
            key = keyboard_of(self)["book.reschedule"].hint()
            self.say(f"{plan.late_plans} plans are overdue: {key} gives each of them a new day", "warn")

    def _tidy_up(self) -> None:
        tidy_up(self._tidy, self._say_later)

    def _recover(self) -> None:
        """Look whether the book can be written again; what was typed meanwhile is kept then."""
        with suppress(FuyuError):
            if self._desk.read_only and self._desk.retry() and self.keep_typed():
                self.repaint_day()
                self.say(self._recovered_words())

    def _recovered_words(self) -> str:
        held = self._desk.held
        saves = f": {self._key('book.reload')} saves what is held: {held}" if held else ""
        return f"it can be written again{saves}"

    # Choosing

    def keep_typed(self) -> bool:
        """Keep what was typed and is not kept yet, in the notes and in a question; return whether all of it is."""
        return self.questions.keep_typed() & self._keep_notes()

    def _keep_notes(self) -> bool:
        for typing in self.notes.untold():
            try:
                kept = self._desk.keep_draft(*typing)
            except FuyuError as error:
                self._unkept = f"{error}; what you typed is held"
                self.notes.say("! not kept yet")
                self._paint_status()
                return False
            self.notes.kept(typing.lead_id, kept)
            self.notes.say(f"kept {self._desk.now():%H:%M}")
            self._offer_other()
        if self._unkept:
            self._unkept = ""
            self._paint_status()
        return True

    def _enter(self, pane: LeadsPane, index: int) -> None:
        self.lists.enter(pane, index)
        self.show_chosen()

    def _walk(self, step: int) -> None:
        self.lists.walk(step)
        self.show_chosen()

    def _move(self, by: int) -> None:
        self.lists.move(by)
        self.show_chosen()

    def go_to(self, lead_id: int) -> None:
        """Choose a lead, in the list where they stand, or apart from the lists where they stand in none."""
        self.lists.go_to(lead_id)
        self.show_chosen()

    def named(self, words: str, most: int) -> list[tuple[int, str]]:
        """Return ids and names of the leads that words mean, at most so many."""
        rows = [self._desk.row(lead_id) for lead_id in self._desk.find_names(words)[:most]]
        return [(row.id, f"{row.name}  {row.company}") for row in rows if row]

    def _chosen_row(self) -> Row | None:
        """Return the chosen lead's row; where nobody is chosen, it is said."""
        lead_id = self.chosen
        row = self._desk.row(lead_id) if lead_id is not None else None
        if row is None:
            self._say_nobody()
        return row

    def _chosen_card(self) -> Card | None:
        """Return the chosen lead's card; where nobody is chosen, it is said."""
        card = self._card(self.chosen)
        if card is None:
            self._say_nobody()
        return card

    def _say_nobody(self) -> None:
        self.say("nobody is chosen", "warn")

    # Moving about

    def action_down(self) -> None:
        """Choose the next lead."""
        self._walk(1)

    def action_up(self) -> None:
        """Choose the lead before."""
        self._walk(-1)

    def action_first(self) -> None:
        """Choose the first lead of the list."""
        self._move(-len(self.lists.active.rows))

    def action_last(self) -> None:
        """Choose the last lead of the list."""
        self._move(len(self.lists.active.rows))

    def action_page_down(self) -> None:
        """Move half a page down."""
        self._move(self.lists.active.half_page)

    def action_page_up(self) -> None:
        """Move half a page up."""
        self._move(-self.lists.active.half_page)

    def action_next_pane(self) -> None:
        """Go to the next pane."""
        self.focus_next()

    def action_previous_pane(self) -> None:
        """Go to the pane before."""
        self.focus_previous()

    def action_overdue(self) -> None:
        """Go to the overdue leads."""
        self._enter(self.lists.overdue, self.lists.overdue.list.cursor)

    def action_today(self) -> None:
        """Go to today's leads."""
        self._enter(self.lists.today, self.lists.today.list.cursor)

    def action_jump(self) -> None:
        """Go to a lead by the letter that is shown beside them."""
        if not any(pane.rows for pane in self.lists.both):
            self.say("nobody is in the lists")
            return
        self.questions.jump.ask_where_to(self.lists.both, lambda place: self._enter(*place), self.action_notes)

    def action_notes(self) -> None:
        """Put the cursor into the notes."""
        self.show_chosen()
        if self.chosen is None:
            self._say_nobody()
        else:
            self.set_focus(self.notes.editor)

    def action_back(self) -> None:
        """Go back to the lists."""
        self.set_focus(self.home)


def _minute(now: datetime) -> tuple[date, int, int]:
    return now.date(), now.hour, now.minute

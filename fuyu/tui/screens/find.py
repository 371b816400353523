"""Find a lead while typing: names first and at once, then what was written about them."""

from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.timer import Timer
from textual.worker import get_current_worker

from fuyu.desk import Desk
from fuyu.domain.find import MOST, Around, around, text_of
from fuyu.domain.lead import Row
from fuyu.domain.text import fold
from fuyu.errors import NotFoundError
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.kit.textual_compat.composing import paint_by_piece
from fuyu.tui.panes.card import CardPane
from fuyu.tui.panes.marked import Marked
from fuyu.tui.present import counted, mention_line
from fuyu.tui.present_list import USUAL, columns, lead_line
from fuyu.tui.screens.sheet import Sheet
from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.lines import Line, Span
from fuyu.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from fuyu.domain.query import Query

_PAUSE = 0.15
"""Seconds without a key before notes are looked through: names answer at once, and a thread would slow the keys."""
_KEYS = (
    *(("find.choose", "Go to the lead"), ("find.down", "Next")),
    *(("find.complete", "Complete"), ("find.cancel", "Back")),
)
_KEYS_OF_DAY = (("find.mark", "Mark"), ("find.mark_all", "All"), ("find.view", "View"))
_BROAD = 100
"""Cells from which the card stands beside the hits."""
_HIGH = 24
"""Lines from which it stands below them where there is no room beside."""
_BEFORE = 24
"""Characters told before the words that were found."""
_CHOICES = 12
"""Ways to go on that are told at most."""
_MOST = 500
"""Mentions after which looking further helps nobody."""


class FindScreen(Sheet[int | str | None]):
    """One line to type into, and the leads that are meant."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Where.FIND),
        Binding("ctrl+j", "step(1)", "Down", show=False),
    ]

    class Mentioned(Message):
        """Leads about whom the words were written."""

        def __init__(self, words: str, lead_ids: list[int]) -> None:
            super().__init__()
            self.words = words
            self.lead_ids = lead_ids

    def __init__(
        self,
        desk: Desk,
        title: str = "Find",
        first: Sequence[int] = (),
        without: int | None = None,
        *,
        marked: Marked | None = None,
    ) -> None:
        """Make the screen.

        Args:
            desk: knows who is there.
            title: what is found for.
            first: leads who are meant most likely, shown before a word is typed.
            without: a lead who is never meant.
            marked: who is marked in the day. With it one can mark who is found, and go on to narrow the day: the
                screen is left with what is typed then. None finds one lead for something else.
        """
        super().__init__()
        self._marked = marked
        self._what = title
        self._first, self._without = first, without
        paint_by_piece(self)
        self._desk = desk
        self._ids: list[int] = []
        self._rows: dict[int, Row | None] = {}
        """Of the leads that were seen since this was opened: the next letter mostly shows the same."""
        self._named = 0
        self._silent: list[int] = []
        self._shows_silent = False
        self._query: Query = desk.leads.queries.read("")
        self._pause: Timer | None = None
        self.is_settled = False
        """Whether the typing has paused, and the notes are looked through for what is typed."""
        self._mentions: dict[int, Around | None] = {}
        """Where the words stand in what was written, of the leads that were seen with them."""
        self._input = LineInput(
            submit=self.action_choose, placeholder="A name, anything written, or tag:expo hot due:week"
        )
        self._list = RowList(self._line, has_bar=True)
        self._list.can_focus = False
        self._card = CardPane(desk.manners, id="found")

    def inside(self) -> ComposeResult:
        """The words, the leads, and the card of the one under the cursor where there is room."""
        yield self._input
        with Horizontal():
            yield self._list
            yield self._card

    def on_mount(self) -> None:
        """Begin with everyone."""
        self.set_focus(self._input)
        self.watch(self._input, "value", self._find)  # in the very frame that shows the letter

    def on_resize(self) -> None:
        """Have the card beside the leads, or below them, where there is room."""
        size = self.app.size
        self.set_class(size.width < _BROAD, "narrow")
        self._card.display = size.width >= _BROAD or size.height >= _HIGH
        self._show_card()

    def on_row_list_chosen(self) -> None:
        """A click shows the card."""
        self._show_card()

    def on_row_list_opened(self) -> None:
        """A double click chooses, too."""
        self.action_choose()

    def on_find_screen_mentioned(self, message: Mentioned) -> None:
        """Add those about whom it was written, where the words are still the same."""
        if message.words == self._query.text:
            known = set(self._ids)
            self._show([*self._ids, *(lead_id for lead_id in message.lead_ids if lead_id not in known)], self._named)
            self._show_card()

    def action_step(self, by: int) -> None:
        """Move in the list while typing."""
        self._list.move(by)
        self._show_card()

    def action_cancel(self) -> None:
        """Go back."""
        self.dismiss(None)

    def action_silent(self) -> None:
        """Show those, too, who asked not to be contacted, or hide them again."""
        self._shows_silent = not self._shows_silent
        self._find(self._input.value)

    def action_choose(self) -> None:
        """Choose the lead under the cursor."""
        if self._ids:
            self.dismiss(self._ids[self._list.cursor])

    def action_view(self) -> None:
        """Go on to narrow the day to what is typed."""
        if self._marked is not None:
            self.dismiss(self._input.value)

    def action_mark(self, whom: str = "one") -> None:
        """Mark the lead under the cursor, or no longer, and go on to the next one; or `all` who are found.

        With nothing typed that would be the whole book, and is not done.
        """
        if self._marked is None or not self._ids or (whom == "all" and not self._query):
            return
        if whom == "all":
            self._marked.add(self._ids)
        else:
            self._marked.turn(self._ids[self._list.cursor])
            self._list.move(1)
        self._list.show_anew()
        self._paint_title()
        self._show_card()

    def action_complete(self) -> None:
        """Complete the operator or value that is typed, or say what it can be."""
        completion = self._desk.leads.queries.completed(self._input.value)
        if completion.shared != self._input.value and completion.choices:
            self._input.put(completion.shared)
        else:
            choices = "  ".join(completion.choices[:_CHOICES])
            more = f"  and {len(completion.choices) - _CHOICES} more" if len(completion.choices) > _CHOICES else ""
            self.edge.say(
                f"{choices}{more}" or "nothing that is known begins so", "dim" if completion.choices else "warn"
            )

    def _find(self, words: str) -> None:
        leads = self._desk.leads
        self._query = query = leads.queries.read(words)
        self.is_settled = False
        self._mentions.clear()
        self.edge.say("")
        first = [] if query else self._first
        ids = list(dict.fromkeys([*first, *leads.find_names(query)]))
        self._silent = leads.find_silent(query) if query else []
        ids += self._silent if self._shows_silent else []
        self._show(ids, len(ids))
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_PAUSE, lambda: self._settle(query))

    def _settle(self, query: "Query") -> None:
        """Show the card, and look into the notes, once the typing pauses: each would slow the keys."""
        self._show_card()
        self.is_settled = True
        if amiss := self._desk.leads.queries.amiss(query):
            self.edge.say("; ".join(amiss), mark="?")
        if query.words:
            self._look_into_notes(query)

    @work(thread=True, exclusive=True, group="mentions")
    def _look_into_notes(self, query: "Query") -> None:
        worker = get_current_worker()
        found: dict[int, None] = {}
        for lead_id in islice(self._desk.leads.find_mentions(query), _MOST):
            if worker.is_cancelled:
                return
            found[lead_id] = None
        self.post_message(self.Mentioned(query.text, list(found)))

    def _show(self, ids: list[int], named: int) -> None:
        if self._without in ids:
            ids, named = [lead_id for lead_id in ids if lead_id != self._without], named - 1
        self._ids, self._named = ids, named
        self._list.show(max(len(ids), 1), 0)
        self._paint_title()

    def _paint_title(self) -> None:
        written = len(self._ids) - self._named
        what = "name" if self._query.words or not self._query.terms else "lead"
        found = counted(self._named, what).replace(f"{MOST} ", f"{MOST} or more ") + (
            f", {written} in notes" if written else ""
        )
        if self._first and not self._query:
            found = f"{len(self._first)} maybe"
        self.edge.entitle(f"{self._what}: {found}", f"{len(self._marked)} marked" if self._marked else "")
        silent = len(self._silent)
        more = (("find.silent", f"Show {silent} do-not-contact"),) if silent and not self._shows_silent else ()
        of_day = _KEYS_OF_DAY if self._marked is not None else ()
        self.edge.offer_keys(*_KEYS[:1], *more, *_KEYS[1:-1], *of_day, _KEYS[-1])

    def _show_card(self) -> None:
        """Show the card of the lead under the cursor, where there is room and one is there."""
        if not self._card.display:
            return
        card = None
        if self._ids:
            with suppress(NotFoundError):  # somebody has deleted them meanwhile
                card = self._desk.leads.card(self._ids[self._list.cursor])
        self._card.show(card, self._desk.now())

    def _line(self, index: int, width: int) -> Line:
        row = self._row(index)
        if row is None:
            nobody = (
                "Nobody found. Names, companies and notes were searched." if len(self._desk.leads) else "No leads yet."
            )
            return (Span(f"  {nobody}", "dim"),)
        is_marked = self._marked is not None and row.id in self._marked
        mention = self._mention(row.id) if self._named <= index and self._query.words else None
        if mention is not None:
            return mention_line(row.name, mention, width, is_marked=is_marked)
        manners = self._desk.manners
        cells = columns(width, USUAL, manners.yes_takes)
        return lead_line(row, self._desk.now(), cells, manners, self._desk.calendar, is_marked=is_marked)

    def _row(self, index: int) -> Row | None:
        if index >= len(self._ids):
            return None
        lead_id = self._ids[index]
        if lead_id not in self._rows:
            self._rows[lead_id] = self._desk.leads.row(lead_id)
        return self._rows[lead_id]

    def _mention(self, lead_id: int) -> Around | None:
        """Return where the words stand in what was written about a lead."""
        if lead_id not in self._mentions:
            card = self._desk.leads.card(lead_id)
            texts = (*(entry.note for entry in card.history), text_of(card.lead), card.draft)
            self._mentions[lead_id] = around(texts, fold(self._query.words).split(), _BEFORE)
        return self._mentions[lead_id]

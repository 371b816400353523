"""Two leads that are one person: field by field what stays, what moves, and Enter."""

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import BindingType

from fuyu.desk import Desk
from fuyu.desk.joining import Pair
from fuyu.domain.fields import LINES
from fuyu.domain.history import Note, Touch
from fuyu.domain.joining import TAKEABLE
from fuyu.domain.lead import Status
from fuyu.errors import NotFoundError
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.present import counted, wrapped
from fuyu.tui.present_pair import Compared, compared, pair_head, pair_lines, said
from fuyu.tui.screens.sheet import PairSheet
from fuyu.tui.widgets.lines import Span

_STAYS, _GOES = "• ", "  "
"""Before what stays, and before what gives way."""
_BOTH = frozenset({*(field.name for field in LINES), "about", "promises", "touches"})
"""Fields of which both stay."""


class JoinScreen(PairSheet[frozenset[str] | None]):
    """Shows what two leads become; answers with the fields in which the other's value stays."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.JOIN)

    def __init__(self, desk: Desk, kept_id: int, other_id: int) -> None:
        super().__init__()
        self._desk = desk
        self._ids = kept_id, other_id
        self._taken: frozenset[str] = frozenset()
        self._pair = desk.joining.look(*self._ids)
        self._places: dict[int, str] = {}
        """The fields of which one is chosen, by their first lines."""

    def on_mount(self) -> None:
        """Show the two."""
        self.set_focus(self._list)
        self._paint()

    def on_resize(self) -> None:
        """Lay the two out in the width there is."""
        self._paint()

    # Keys

    def action_step(self, by: int) -> None:
        """Go to the next field in which they differ; where there is none, read on."""
        places = sorted(self._places)
        ahead = [place for place in places if (place - self._list.cursor) * by > 0]
        if ahead:
            self._list.cursor = ahead[0] if by > 0 else ahead[-1]
        elif not places:
            self._list.scroll_relative(y=by, animate=False, immediate=True)

    def action_take(self) -> None:
        """Let the other's value stay in the field, or this one's again."""
        field = self._places.get(self._list.cursor)
        if field is not None:
            self._taken ^= {field}
            self._paint()

    def action_done(self) -> None:
        """Join them."""
        self.dismiss(self._taken)

    def action_cancel(self) -> None:
        """Go back; nothing is changed."""
        self.dismiss(None)

    # Painting

    def _paint(self) -> None:
        try:
            self._pair = pair = self._desk.joining.look(*self._ids, self._taken)
        except NotFoundError:  # somebody has deleted one of them meanwhile
            self.dismiss(None)
            return
        self.edge.entitle(f"Join {pair.other.lead.name} with {pair.kept.lead.name}")
        self._heads.show(lambda width, _height: [pair_head("stays", "is gone", width)])
        words = " · ".join(_meaning(pair))
        role = "bad" if _silences(pair) else "dim"
        self._meaning.show(lambda width, _height: [(Span(f" {line}", role),) for line in wrapped(words, width - 2)])
        self._lay_out()
        self._offer_keys()

    def _offer_keys(self) -> None:
        said = [("done", "Join")]
        if self._places:
            said += [("take", "Take the other"), ("down", "Next field")]
        self.edge.offer_keys(*((f"join.{action}", label) for action, label in (*said, ("cancel", "Back"))))

    def _lay_out(self) -> None:
        kept, other = self._pair.kept.lead, self._pair.other.lead
        width = self.edge.room
        self._lines, self._places = [], {}
        for field in compared(kept, other, self._desk.now().date()):
            if field.field in TAKEABLE and field.differs:
                self._places[len(self._lines)] = field.field
            stays = self._who_stays(field)
            marks = tuple(_STAYS if stay else _GOES for stay in stays)
            roles = tuple("name" if stay else "dim" for stay in stays)
            self._lines += pair_lines(field, width, (roles[0], roles[1]), (marks[0], marks[1]))
        cursor = self._list.cursor if self._list.cursor in self._places else min(self._places, default=0)
        self._list.show_cursor = bool(self._places)
        self._list.show(len(self._lines), cursor)

    def _who_stays(self, field: Compared) -> tuple[bool, bool]:
        """Return whether the one's value of a field stays, and the other's."""
        stays = said(self._pair.joined.lead, field.field, self._desk.now().date())
        if field.field in _BOTH:
            return bool(field.one and stays), bool(field.other and stays)
        return field.one == stays != (), field.other == stays != ()


def _silences(pair: Pair) -> bool:
    """Return whether joining makes one of them do-not-contact who was not."""
    is_silent = pair.joined.lead.status is Status.DO_NOT_CONTACT
    return is_silent and pair.kept.lead.status is not pair.other.lead.status


def _meaning(pair: Pair) -> Iterator[str]:
    """Yield what joining means: who is do-not-contact then, what moves, and what becomes of the rest."""
    kept, other = pair.kept.lead, pair.other
    if _silences(pair):
        gone = f"; {counted(pair.dropped, 'message')} dropped" if pair.dropped else ""
        yield f"{pair.joined.lead.name} is do not contact then, for one of the two is{gone}"
    counts = (
        (other.lead.touches, "touch", "touches"),
        (sum(isinstance(entry, Touch) and entry.check_in for entry in other.history), "check-in", "check-ins"),
        (sum(isinstance(entry, Note) for entry in other.history), "note", "notes"),
        (len(other.lead.open_promises), "promise", "promises"),
        (pair.messages, "message", "messages"),
        (int(bool(other.draft)), "draft", "drafts"),
    )
    moves = ", ".join(counted(count, one, many) for count, one, many in counts if count)
    yield f"moves to {kept.name}: {moves}" if moves else "nothing was written about the one that goes"
    if pair.joined.gave_way or pair.joined.gave_way_here:
        yield "what gives way is kept in a note"

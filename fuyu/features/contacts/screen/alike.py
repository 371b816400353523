"""Asked before an import: is somebody in the file a lead that is here? Two side by side, one key each."""

from collections.abc import Iterator, MutableMapping
from typing import ClassVar

from textual.binding import BindingType

from fuyu.desk import Desk
from fuyu.domain.lead import Lead
from fuyu.errors import NotFoundError
from fuyu.features.contacts.arrivals import Arrivals, MaybeKnown
from fuyu.features.contacts.understood import SOMEBODY_NEW, Whom
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.present import wrapped
from fuyu.tui.present_pair import compared, likeness_lines, pair_head
from fuyu.tui.screens.sheet import PairSheet
from fuyu.tui.widgets.lines import Span

_SEVERAL = "Each of the rest may be one of several leads: answer them one by one."
_MEANING = "Same: the existing lead is only added to; differences go into a note. New: add a new lead."


class AlikeScreen(PairSheet[bool]):
    """Asks of one record after the other; answers with whether everyone is decided."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.ALIKE)

    def __init__(self, desk: Desk, plan: Arrivals, said: MutableMapping[int, Whom]) -> None:
        """Make the screen.

        Args:
            desk: knows who is here.
            plan: what the import would do, with who is maybe known.
            said: takes each answer, by the line of its record; what is in it already is not asked again.
        """
        super().__init__()
        self._desk = desk
        self._plan = plan
        self._said = said
        self._new = {lead.id: lead for lead in plan.new}
        self._at = self._candidate = 0
        self._words = _MEANING
        self._list.show_cursor = False

    def on_mount(self) -> None:
        """Ask about the first who is not decided."""
        self.set_focus(self._list)
        self._go_on()

    def on_resize(self) -> None:
        """Lay the two out in the width there is."""
        self._lay_out()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Another lead, or the one before, only where there is one."""
        if action == "other":
            return len(self._asked.others) > 1
        return action != "previous" or self._at > 0

    # Keys

    def action_same(self) -> None:
        """Say that the two are one person."""
        self._said[self._asked.line] = self._plan.whom(self._other_id)
        self._go_on()

    def action_new(self) -> None:
        """Say that it is somebody else."""
        self._said[self._asked.line] = SOMEBODY_NEW
        self._go_on()

    def action_all_same(self) -> None:
        """Say of all the rest that they are the same, where only one lead can be meant."""
        for like in map(self._plan.maybe.__getitem__, self._left()):
            if not like.more:
                self._said[like.line] = self._plan.whom(like.other)
        self._words = _SEVERAL
        self._go_on()

    def action_all_new(self) -> None:
        """Say of all the rest that they are somebody else."""
        self._said.update({self._plan.maybe[place].line: SOMEBODY_NEW for place in self._left()})
        self._go_on()

    def action_other(self) -> None:
        """Look at the next lead whom they may be."""
        self._candidate = (self._candidate + 1) % len(self._asked.others)
        self._paint()

    def action_previous(self) -> None:
        """Go back to the one before, to answer again."""
        self._show(self._at - 1)

    def action_scroll(self, by: int) -> None:
        """Read on, or back."""
        self._list.scroll_relative(y=by, animate=False, immediate=True)

    def action_cancel(self) -> None:
        """Go back; what was answered is asked no more, and nothing is written."""
        self.dismiss(result=False)

    # What is asked

    @property
    def _asked(self) -> MaybeKnown:
        return self._plan.maybe[self._at]

    @property
    def _other_id(self) -> int:
        return self._asked.others[self._candidate]

    def _left(self) -> Iterator[int]:
        """Yield the places of those who are not decided, as one meets them from here on."""
        asked = self._plan.maybe
        places = (place % len(asked) for place in range(self._at, self._at + len(asked)))
        return (place for place in places if asked[place].line not in self._said)

    def _go_on(self) -> None:
        """Ask about the next who is not decided; where there is nobody, answer."""
        following = next(self._left(), None)
        if following is None:
            self.dismiss(result=True)
        else:
            self._show(following)

    def _show(self, at: int) -> None:
        self._at = at
        others = [self._plan.whom(other) for other in self._asked.others]
        said = self._said.get(self._asked.line)
        self._candidate = others.index(said) if said in others else 0
        self._paint()

    def _lead(self, lead_id: int) -> Lead | None:
        """Return a lead of the file or of the book; None for one who is gone meanwhile."""
        try:
            return self._new.get(lead_id) or self._desk.leads.card(lead_id).lead
        except NotFoundError:
            return None

    # Painting

    def _paint(self) -> None:
        answer = self._said.get(self._asked.line)
        answered = "" if answer is None else ": new" if answer == SOMEBODY_NEW else ": the same"
        self.edge.entitle(f"Same person? {self._at + 1:,} of {len(self._plan.maybe):,}{answered}")
        self._heads.show(lambda width, _height: [pair_head(*self._head(), width)])
        self._meaning.show(
            lambda width, _height: [(Span(f" {line}", "dim"),) for line in wrapped(self._words, width - 2)]
        )
        self._offer_keys()
        self._lay_out()

    def _lay_out(self) -> None:
        one, other = self._lead(self._asked.lead), self._lead(self._other_id)
        width = self.edge.room
        both = one is not None and other is not None
        fields = compared(one, other, self._desk.now().date()) if one and other else []
        self._lines = (
            likeness_lines(fields, width) if both else [(Span(" One of the two was deleted meanwhile.", "warn"),)]
        )
        self._list.show(len(self._lines), 0)

    def _head(self) -> tuple[str, str]:
        line, several = self._plan.lines.get(self._other_id), len(self._asked.others)
        here = "the lead here" if line is None else f"line {line:,} of the file, also new"
        counted = f" ({self._candidate + 1} of {several})" if several > 1 else ""
        return f"line {self._asked.line:,} of the file", f"{here}{counted}"

    def _offer_keys(self) -> None:
        rest = sum(1 for _ in self._left())
        said = {"same": "Same", "new": "New"}
        said |= {"all_same": f"All {rest:,} same", "all_new": f"All {rest:,} new"} if rest > 1 else {}
        said |= {
            action: label
            for action, label in (("other", "Other lead"), ("previous", "Previous"))
            if self.check_action(action, ())
        }
        said |= {"cancel": "Back, nothing comes in"}
        self.edge.offer_keys(*((f"alike.{action}", label) for action, label in said.items()))

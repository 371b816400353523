"""The calls of a day, one after the other, without going back to the list in between."""

from msgspec import Struct

from fuyu.domain.agenda import Agenda


class Round(Struct, frozen=True):
    """Whose turn it is today, in the order of the lists, and how many had theirs."""

    leads: tuple[int, ...] = ()
    done: int = 0

    def place(self, lead_id: int) -> tuple[int, int] | None:
        """Return the number of a call and of how many; None for somebody whose turn it is not."""
        if lead_id not in self.leads:
            return None
        return self.done + self.leads.index(lead_id) + 1, self.done + len(self.leads)

    def beside(self, lead_id: int | None, step: int) -> int | None:
        """Return who comes so many places after a lead, or before; None beyond the ends.

        To whom it is not the turn of, the first comes next, and the last came before.
        """
        if lead_id not in self.leads:
            return next(iter(self.leads if step > 0 else reversed(self.leads)), None)
        place = self.leads.index(lead_id) + step
        return self.leads[place] if 0 <= place < len(self.leads) else None

    def after(self, lead_id: int | None, now: "Round") -> int | None:
        """Return whom to call once a lead was dealt with: who came behind them, else the first passed over.

        Args:
            lead_id: the lead dealt with; they are not called again at once, even if they still stand in the list.
            now: the round as it is since.
        """
        place = self.leads.index(lead_id) + 1 if lead_id in self.leads else 0
        behind = (lead for lead in self.leads[place:] if lead in now.leads)
        return next((lead for lead in (*behind, *now.leads) if lead != lead_id), None)


def calls(agenda: Agenda, *, cracks: bool = False) -> Round:
    """Return the round of a day; with `cracks` those without a date stand in for today's."""
    today = agenda.cracks if cracks else (*agenda.today, *agenda.kind)
    return Round(tuple(row.id for row in (*agenda.overdue, *today)), len(agenda.done))

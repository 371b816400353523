"""The desk: every use case of one book, found under what it is about."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from fuyu.clock import Clock
from fuyu.desk.actions import Actions
from fuyu.desk.agendas import Agendas
from fuyu.desk.away import DaysAway
from fuyu.desk.drafts import Drafts
from fuyu.desk.events import Events
from fuyu.desk.meetings import BusyTimes, Meetings, NoBusyTimes
from fuyu.desk.messages import Messages
from fuyu.desk.opened import OpenBook
from fuyu.desk.terms import DaysOffAndAway, Terms
from fuyu.desk.whose import Whose
from fuyu.domain.cadence import Cadence
from fuyu.domain.calendar import Calendar
from fuyu.domain.manners import Manners
from fuyu.domain.money import EURO
from fuyu.storage.port import Store

if TYPE_CHECKING:
    from fuyu.desk.commands import Commands
    from fuyu.desk.companies import Companies
    from fuyu.desk.forgetting import Forgetting
    from fuyu.desk.joining import Joining
    from fuyu.desk.leads import Leads
    from fuyu.desk.merging import Merging
    from fuyu.desk.phrases import Phrases
    from fuyu.desk.planning import Planning
    from fuyu.desk.promising import Promising
    from fuyu.desk.proposals import Proposals
    from fuyu.desk.undo import Undo
    from fuyu.desk.views import Views


class Desk:
    """The use cases of one book. Each object here has its own state, and is given what it needs.

    What reading the day does not need is made when it is first asked for.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        calendar: Calendar | None = None,
        cadence: Cadence | None = None,
        manners: Manners | None = None,
        *,
        currency: str = EURO,
        is_sending: Callable[[], bool] = lambda: False,
        calendars: BusyTimes | None = None,
    ) -> None:
        """Put a desk together.

        Args:
            store: the book.
            clock: the time.
            calendar: working days.
            cadence: when one more touch is due.
            manners: what counts as enough.
            currency: of amounts that name none.
            is_sending: whether somebody is handing messages of this book in at this moment.
            calendars: say when one has no time.
        """
        events = Events()
        away, whose = DaysAway(store, events), Whose(store)
        calendar = calendar or Calendar()
        terms = Terms(
            clock,
            replace(calendar, days_off=DaysOffAndAway(calendar.days_off, away.all)),
            cadence or Cadence(),
            manners or Manners(),
            currency,
            lambda day: whose.mine.load(day).count,
        )
        self.events = events
        """What happened: features listen."""
        self.terms = terms
        """What it works by."""
        self.calendar, self.cadence, self.manners = terms.calendar, terms.cadence, terms.manners
        self.book = OpenBook(store, terms, events)
        """The records, what others write, and the files."""
        self.actions = Actions(self.book, terms, events)
        """How changes are made, and what could not be saved."""
        self.messages = Messages(self.book, terms, events, is_sending)
        """Those that are not sent."""
        self.drafts = Drafts(self.book, terms)
        """What is typed and not finished."""
        self.whose = whose
        """Whose the leads are, in a team."""
        self.meetings = Meetings(whose.mine, terms, calendars or NoBusyTimes())
        """When one has no time."""
        self.agenda = Agendas(store, terms, whose.shown, self.meetings)
        """The day and its round."""
        self._away = away
        self.actions.extend(self.messages.logging)
        self.actions.extend(self.messages.dropping)
        self.actions.extend(self.drafts.taking_away)

    @cached_property
    def leads(self) -> "Leads":
        """Found, and looked at."""
        from fuyu.desk.leads import Leads  # noqa: PLC0415 - first used here

        return Leads(self.book, self.messages, self.terms, self.events)

    @cached_property
    def planning(self) -> "Planning":
        """Days given, moved and kept free."""
        from fuyu.desk.planning import Planning  # noqa: PLC0415 - first used here

        mine = Agendas(self.book.store, self.terms, self.whose.mine, self.meetings)
        return Planning(self.book, self.actions, mine, self._away, self.terms)

    @cached_property
    def phrases(self) -> "Phrases":
        """What words mean: days, times, amounts."""
        from fuyu.desk.phrases import Phrases  # noqa: PLC0415 - first used here

        return Phrases(self.terms)

    @cached_property
    def proposals(self) -> "Proposals":
        """What comes next with a lead."""
        from fuyu.desk.proposals import Proposals  # noqa: PLC0415 - first used here

        return Proposals(self.book, self.messages, self.terms)

    @cached_property
    def promises(self) -> "Promising":
        """Promises made, moved and done."""
        from fuyu.desk.promising import Promising  # noqa: PLC0415 - first used here

        return Promising(self.book, self.actions, self.proposals, self.terms)

    @cached_property
    def commands(self) -> "Commands":
        """What is done with leads."""
        from fuyu.desk.commands import Commands  # noqa: PLC0415 - first used here

        return Commands(self.book, self.actions, self.leads, self.proposals, self.terms)

    @cached_property
    def joining(self) -> "Joining":
        """Two leads that are one."""
        from fuyu.desk.joining import Joining  # noqa: PLC0415 - first used here

        return Joining(self.book, self.actions, self.leads, self.messages, self.terms)

    @cached_property
    def forgetting(self) -> "Forgetting":
        """People of whom nothing stays."""
        from fuyu.desk.forgetting import Forgetting  # noqa: PLC0415 - seldom is anybody forgotten

        return Forgetting(self.book, self.leads, self.terms)

    @cached_property
    def merging(self) -> "Merging":
        """Another copy of the book."""
        from fuyu.desk.merging import Merging  # noqa: PLC0415 - first used here

        return Merging(self.book, self.actions, self.terms)

    @cached_property
    def undo(self) -> "Undo":
        """The last actions, undone and redone."""
        from fuyu.desk.undo import Undo  # noqa: PLC0415 - first used here

        return Undo(self.book, self.actions)

    @cached_property
    def views(self) -> "Views":
        """Queries that are saved by a name."""
        from fuyu.desk.views import Views  # noqa: PLC0415 - most commands have none

        return Views(self.book, self.actions, self.leads.queries.views)

    @cached_property
    def companies(self) -> "Companies":
        """Where the leads work."""
        from fuyu.desk.companies import Companies  # noqa: PLC0415 - the same

        return Companies(self.leads, self.leads.queries)

    def now(self) -> datetime:
        """Return the time with its zone."""
        return self.terms.now()

    @property
    def here(self) -> str:
        """The name of the zone we are in, empty where it has none."""
        return self.terms.here

"""What goes into the desk and comes out of it."""

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from fuyu.domain.action import Action
from fuyu.domain.agenda import Agenda
from fuyu.domain.ending import Saying
from fuyu.domain.history import Entry
from fuyu.domain.lead import About, Channel, Lead, NextStep, Outcome, Row, Temperature
from fuyu.domain.score import Promises


class Card(Struct, frozen=True):
    """One lead, wholly: who they are, what took place (newest first) and what is being typed."""

    lead: Lead
    history: Sequence[Entry]
    draft: str
    referred_by: Row | None = None
    """Who named them."""
    referred: tuple[Row, ...] = ()
    """Whom they named."""


class Standing(Struct, frozen=True):
    """How a day stands."""

    agenda: Agenda
    promises: Promises = Promises()
    """What became of those first agreed for it."""


class NewLead(Struct, frozen=True, kw_only=True):
    """What is known of a lead when it is added; only a name is needed."""

    name: str
    company: str = ""
    role: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    place: str = ""
    zone: str = ""
    about: tuple[About, ...] = ()
    tags: tuple[str, ...] = ()
    temperature: Temperature = Temperature.WARM
    rhythm: int | None = None
    """Days between touches; None leaves it to the cadence."""
    cadence: str = ""
    """The name of one of config.toml; empty is the usual one."""
    next_step: NextStep | None = None
    """None is today: an open lead always has a next step."""


class TouchMade(Struct, frozen=True, kw_only=True):
    """What a person says of a touch when logging it."""

    outcome: Outcome
    channel: Channel | None = None
    """None is the channel the next step named."""
    note: str = ""
    """Stands below what was typed as a draft, if anything was."""
    next_step: NextStep | None = None
    """None is the step that is proposed."""
    close: bool = False
    """End the follow-up without a yes."""
    undated: bool = False
    """Leave a customer without a next step."""
    at: dt.datetime | None = None
    """When it took place; None is now."""
    kind: bool = False
    """A kind word: nothing was sold, and the follow-up stays as it is."""

    @property
    def saying(self) -> Saying:
        """What it says, as far as parts of it can contradict each other."""
        return Saying(
            outcome=self.outcome,
            close=self.close,
            kind=self.kind,
            dated=self.next_step is not None,
            undated=self.undated,
        )


def who_is_told(action: Action, lead_id: int) -> str:
    """Return who else got a check-in by a touch with a lead, whom they had referred; empty where nobody."""
    told = [change.after.name for change in action.changes if isinstance(change.after, Lead) and change.id != lead_id]
    return told[0] if told else ""

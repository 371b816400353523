"""What happened on the desk: whoever needs to know listens, and no line of the desk names them."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from msgspec import Struct

from fuyu.domain.action import Action
from fuyu.domain.history import Touch
from fuyu.domain.lead import Lead


class ActionDone(Struct, frozen=True):
    """An action was written, also one that an undo or an import made; then come the events of its changes."""

    action: Action


class LeadChanged(Struct, frozen=True):
    """A lead was added, changed or deleted here."""

    lead: int
    before: Lead | None
    """None where the lead is new."""
    after: Lead | None
    """None where the lead is deleted."""


class TouchLogged(Struct, frozen=True):
    """A touch was added here: logged, brought in, sent, or brought back by an undo."""

    touch: Touch


class OthersWrote(Struct, frozen=True):
    """Another process, a sync tool or an editor wrote to the book, and it was read anew."""

    leads: frozenset[int] | None = None
    """The leads that may be others than before; None where it may be all of them."""


Event = ActionDone | LeadChanged | TouchLogged | OthersWrote
_Listened = TypeVar("_Listened", bound=Event)


class Events:
    """Who listens to what. An event is told in the thread in which it happened, once the book has it."""

    def __init__(self) -> None:
        self._listeners: dict[type, list[Callable[[Any], None]]] = {}

    def listen(self, kind: type[_Listened], listener: Callable[[_Listened], None]) -> None:
        """Tell `listener` of every event of a kind from now on, after those who listened before it."""
        self._listeners.setdefault(kind, []).append(listener)

    def publish(self, event: Event) -> None:
        """Tell everyone who listens.

        A listener that fails keeps nobody else from hearing. Its error is a fault of the program, as it is said where
        the desk was called: the book has what happened, and nothing is written again.

        Raises:
            Exception: the first error of a listener; notes on it have the others.
        """
        errors = [error for listener in self._listeners.get(type(event), ()) if (error := _told(listener, event))]
        if errors:
            first, *others = errors
            for other in others:
                first.add_note(f"another listener failed too: {other!r}")
            raise first

    def publish_action(self, action: Action) -> None:
        """Tell of an action that was written, and of what it changed."""
        self.publish(ActionDone(action))
        for event in _changes_of(action):
            self.publish(event)


def _told(listener: Callable[[Any], None], event: Event) -> Exception | None:
    """Tell a listener of an event; return its error."""
    try:
        listener(event)
    except Exception as error:  # noqa: BLE001 - raised again once everyone has heard
        return error
    return None


def _changes_of(action: Action) -> Iterator[LeadChanged | TouchLogged]:
    """Yield the events that the changes of an action are."""
    for change in action.changes:
        before, after = change.before, change.after
        if isinstance(before or after, Lead):
            yield LeadChanged(
                change.id, before if isinstance(before, Lead) else None, after if isinstance(after, Lead) else None
            )
        elif before is None and isinstance(after, Touch):
            yield TouchLogged(after)

"""Contacts of a file brought into a book, as one action."""

from collections.abc import Callable, Sequence

from fuyu.desk import Desk
from fuyu.desk.actions import Built
from fuyu.domain.action import Action, Verb
from fuyu.features.contacts.arrivals import Arrivals, arrivals
from fuyu.features.contacts.reading.contact import Contact
from fuyu.features.contacts.understood import Said, Understanding


def look(
    desk: Desk,
    contacts: Sequence[Contact],
    progress: Callable[[int], None] | None = None,
    *,
    said: Said | None = None,
) -> Arrivals:
    """Return what bringing these contacts in would do, where a person says of records whom they are of."""
    understanding = Understanding(desk.phrases.when, desk.phrases.money)
    return arrivals(contacts, desk.book.store, desk.now(), understanding, progress, said=said)


def bring_in(
    desk: Desk, contacts: Sequence[Contact], title: str, plan: Arrivals | None = None, said: Said | None = None
) -> Action:
    """Bring contacts in as one action; another thread than the one that asks `refresh` may do it.

    Args:
        desk: the book.
        contacts: as a file has them.
        title: what is done.
        plan: what was found that this would do; where others wrote meanwhile, it is found anew.
        said: whom a person says records are of.
    """
    plans = [plan] if plan is not None else []

    def build() -> Built:
        return title, (plans.pop() if plans else look(desk, contacts, said=said)).changes

    with desk.book.busy():
        return desk.actions.act(Verb.IMPORT, build)

"""Leads handed over: to a colleague, to oneself, or to everyone."""

from collections.abc import Sequence

from msgspec.structs import replace

from fuyu.answer import counted
from fuyu.desk import Desk
from fuyu.desk.actions import Built
from fuyu.domain.action import Action, Table, Verb, changed
from fuyu.domain.colleagues import EVERYONE
from fuyu.domain.lead import Lead
from fuyu.errors import UsageError


def hand(desk: Desk, ids: Sequence[int], owner: str) -> Action:
    """Let somebody look after leads from now on, by one action; who is deleted meanwhile is left out.

    Args:
        desk: the book.
        ids: the leads.
        owner: what the team calls who looks after them; empty for everyone.

    Raises:
        UsageError: they do so already.
    """

    def build() -> Built:
        found = (desk.book.document(Table.LEADS, lead_id) for lead_id in ids)
        leads = [lead for lead in found if isinstance(lead, Lead)]
        changes = [change for lead in leads for change in changed(lead, replace(lead, owner=owner))]
        who = leads[0].name if len(leads) == 1 else counted(len(changes), "lead")
        if not changes:
            raise UsageError(f"nothing changes: {owner or EVERYONE} looks after them already")
        return f"handed {who} over to {owner or EVERYONE}", changes

    return desk.actions.act(Verb.EDIT, build)

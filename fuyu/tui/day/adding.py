"""Add a lead: by a line, by a form, or as whom another one referred."""

from functools import partial
from typing import TYPE_CHECKING

from fuyu.desk import NewLead
from fuyu.desk.drafts import PlaceDrafts
from fuyu.desk.quick_add import new_lead
from fuyu.domain.identity import Verdict
from fuyu.domain.lead import Lead, Status
from fuyu.domain.quick_add import QuickAdd
from fuyu.domain.typed import TypedKind
from fuyu.tui.day.doing import Doing
from fuyu.tui.panes.add import who_words

if TYPE_CHECKING:
    from fuyu.tui.screens.form import Filled, LeadForm

_MOST_ALIKE = 5
"""Leads who may be somebody who is being added, that are offered."""


class Adding:
    """Adds leads; who is, or maybe is, there already is asked about first."""

    def __init__(self, doing: Doing) -> None:
        self._doing = doing
        self._view = doing.view
        self._desk = doing.desk

    def action_add(self) -> None:
        """Add a lead, and choose them."""
        self._ask("Add", self._doing.drafts(TypedKind.LINE, subject="add"))

    def action_refer(self) -> None:
        """Add whom the chosen lead named, or the one just logged."""
        asked = self._view.asked_whom
        row = self._view.row() if asked is None else self._desk.leads.row(asked)
        if row is not None:
            self._ask(f"Whom did {row.name} refer?", self._doing.drafts(TypedKind.LINE, row.id, "refer"), by=row.id)

    def _ask(self, title: str, drafts: PlaceDrafts, *, by: int | None = None) -> None:
        def add(quick: QuickAdd) -> None:
            self._add(new_lead(quick, self._view.today), quick.note, drafts, by=by)

        self._doing.questions.add.ask(title, add, drafts)

    def fill_in(self, quick: QuickAdd, drafts: PlaceDrafts | None) -> None:
        """Let every field of a new lead be filled in."""

        def save(filled: "Filled | None") -> None:
            if filled is not None:
                self._add(NewLead(**filled.fields()), quick.note, *filter(None, (fields, drafts)))

        lead, fields = new_lead(quick, self._view.today), self._doing.drafts(TypedKind.FORM)
        self._doing.open(form_of(self._doing, lead, fields), save)

    def _add(self, new: NewLead, note: str, *drafts: PlaceDrafts, by: int | None = None) -> None:
        """Add a lead, whom another one may have named.

        Whoever is on the phone, or adds a referral, stays with the lead they are at.
        """
        view, do = self._view, self._doing.do
        stays = by is not None or view.walks.current.stays

        def add() -> None:
            refer = (
                partial(self._desk.commands.add, new, note)
                if by is None
                else partial(self._desk.commands.refer, by, new, note)
            )
            action = do(refer, *drafts)
            if action is not None:
                view.asked_whom = view.asked_whom if by is None else None
                if not stays:
                    view.go_to(action.changes[0].id)

        def show(lead: Lead) -> None:
            if by is not None and by != lead.id and lead.referred_by is None:
                action = do(partial(self._desk.commands.refer_known, by, lead.id, note), *drafts)
                view.asked_whom = view.asked_whom if action is None else None
            elif stays:
                self._doing.voice.say(f"not added: already here, {who_words(lead)}")
            else:
                view.go_to(lead.id)

        if words := self._desk.forgetting.silence_words(new):
            self._doing.questions.confirm.confirm(
                f"Add {new.name} all the same?", f"{words[:1].upper()}{words[1:]}.", add
            )
            return
        alike = self._desk.leads.alike(new)[:_MOST_ALIKE]
        if not alike or (alike[0][1] is Verdict.SURE and alike[0][0].status is Status.DO_NOT_CONTACT):
            add()  # which the desk refuses, where they are do-not-contact
            return
        label = "keep" if stays else "show"
        options = [(label, who_words(lead)) for lead, _ in alike] + [("add", f"{new.name}, all the same")]
        title = f"{new.name} is {'maybe ' if alike[0][1] is Verdict.MAYBE else ''}here already"
        self._doing.questions.choice.choose(
            title, options, lambda index: show(alike[index][0]) if index < len(alike) else add()
        )


def form_of(doing: Doing, lead: Lead | NewLead, drafts: PlaceDrafts) -> "LeadForm":
    """Return the form with every field of a lead."""
    from fuyu.tui.screens.form import LeadForm  # noqa: PLC0415 - first used here

    desk = doing.desk
    return LeadForm(doing.questions.dates, lead, desk.cadence.named, drafts, desk.phrases.money)

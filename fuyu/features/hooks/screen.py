"""A command of one's own, by its key: what it says is shown, what it offers is asked about."""

from functools import partial

from fuyu.desk.values import Card
from fuyu.domain.text import clean_line, shortened
from fuyu.domain.typed import TypedKind
from fuyu.errors import FuyuError
from fuyu.features.hooks.command import prepared, ran_with
from fuyu.features.hooks.rules import ProgramReply
from fuyu.features.hooks.settings import OwnCommand
from fuyu.tui.kit.day import Day

_SHOWN = 60


def run(day: Day, name: str, own: OwnCommand) -> None:
    """Run it on the selected lead, beside the keys."""
    day.keep()
    shown = day.card()
    if shown is None:
        return
    try:
        words, given = prepared(day.desk, own, shown)
    except FuyuError as error:
        day.say(str(error), "warn")
        return
    day.say(f"{name} runs for {clean_line(shown.lead.name)} ...")

    def work() -> ProgramReply | FuyuError:
        try:
            return ran_with(name, own, words, given)
        except FuyuError as error:
            return error

    day.beside(work, partial(_came, day, name, shown))


def _came(day: Day, name: str, shown: Card, said: ProgramReply | FuyuError) -> None:
    """Say what came of it, and ask about what it offers."""
    if isinstance(said, FuyuError):
        day.say(str(said), "bad")
        return
    who = clean_line(shown.lead.name)
    day.say(f"{name}: {said.said}" if said.said else f"{name} ran for {who}")
    offers = []
    if said.note:
        offers.append(("note", f"add to the note: {shortened(said.note, _SHOWN)}", partial(_note, day, shown, said)))
    if said.text:
        text = f"begin a message: {shortened(said.text, _SHOWN)}"
        offers.append(("message", text, partial(_message, day, shown, said)))
    if offers:
        takes = [take for _, _, take in offers]
        options = [*((label, text) for label, text, _ in offers), ("leave it", "nothing is kept of it")]
        day.choose(f"{name} offers for {who}", options, lambda index: takes[index]() if index < len(takes) else None)


def _note(day: Day, shown: Card, said: ProgramReply) -> None:
    """Put a text below what is typed about a lead, where it is read and changed before anything is logged."""
    day.keep()
    lead_id = shown.lead.id
    typed = next((draft.text for draft in day.desk.drafts.all() if draft.id == lead_id), "")
    day.desk.drafts.keep(lead_id, "\n".join(filter(None, (typed, said.note))), typed)
    day.repaint()
    day.say(f"added to the note on {clean_line(shown.lead.name)}")


def _message(day: Day, shown: Card, said: ProgramReply) -> None:
    """Keep a message as one that was begun: writing to the lead offers it, and it is reviewed as any other."""
    fields = {"to": (*shown.lead.emails, "")[0], "subject": said.subject, "day": "", "text": said.text}
    day.drafts(TypedKind.MESSAGE, shown.lead.id).keep(fields)
    day.say(f"kept for {clean_line(shown.lead.name)}: write to them, and continue what was typed before")

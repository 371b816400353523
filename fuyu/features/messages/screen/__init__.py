"""Write to the chosen lead, and settle a message that may have gone; `fuyu send` sends what is queued.

`writing`, `several` to write to all who are marked, and `leftover` for a message that may have gone.
"""

from functools import partial
from typing import TYPE_CHECKING

from fuyu.domain.action import Action
from fuyu.domain.lead import Lead
from fuyu.domain.step import Channel
from fuyu.domain.typed import TypedKind
from fuyu.features.messages.filling import values
from fuyu.features.messages.rules import Unsent, as_mailto
from fuyu.features.messages.service import Post, Written
from fuyu.features.messages.templates import names, template
from fuyu.paths import templates
from fuyu.reach import Way, opened
from fuyu.tui.kit.day import Day

if TYPE_CHECKING:
    from collections.abc import Callable

    from fuyu.features.messages.screen.writing import Letter


def write(day: Day) -> None:
    """Write to the chosen lead, unless a message to them is to be settled first."""
    card, post = day.card(), Post(day.desk)
    if card is None:
        return
    day.keep()
    if left := post.to_settle(card.lead):
        _settle(day, post, left)
    elif day.refuses(card.lead, Channel.EMAIL):
        return
    elif post.under_way(card.lead.id):
        day.say(f"the message to {card.lead.name} is being sent at this moment", "warn")
    else:
        _write(day, post, card.lead, values(card.lead, card.history, card.referred_by))


def _write(day: Day, post: Post, lead: Lead, fields: dict[str, str]) -> None:
    from fuyu.features.messages.screen.writing import (  # noqa: PLC0415 - first used here
        Letters,
        MessageDone,
        MessageScreen,
    )

    folder, drafts, waiting = templates(), day.drafts(TypedKind.MESSAGE, lead.id), post.waiting(lead.id)
    letters = Letters(
        post.begun(lead),
        names(folder),
        partial(template, folder),
        fields,
        there=lead.zone,
        waiting=post.stands(waiting) if waiting else None,
    )

    def keep(written: Written) -> Action:
        with drafts.finishing():
            return post.write(lead.id, written)

    def drop() -> Action:
        with drafts.finishing():
            return post.drop_waiting(lead.id)

    screen = MessageScreen(lead.name, day.desk, letters, drafts, MessageDone(keep, open_letter))
    day.open(screen, partial(_send, day, keep, drop))


def _settle(day: Day, post: Post, left: Unsent) -> None:
    """Show a message that may have gone, or that is not to go, and do what is said of it."""
    from fuyu.features.messages.screen.leftover import LeftoverPage, Settled  # noqa: PLC0415 - first used here

    def settle(how: Settled | None) -> None:
        if how is not None:
            acts = {"sent": post.mark_sent, "resend": post.again, "drop": post.drop}
            day.do(lambda: acts[how](left.message.id))

    day.open(LeftoverPage(day.desk, left), settle)


def _send(day: Day, keep: "Callable[[Written], Action]", drop: "Callable[[], Action]", letter: "Letter | None") -> None:
    """Keep what was written, or drop it, and go on with it where that was asked for."""
    if letter is None or not day.do(drop if letter.goes_on == "drop" else lambda: keep(letter.written)):
        return
    if letter.goes_on == "copy":
        day.copy(letter.written.text)
    elif letter.goes_on == "program":
        day.say(f"opened: a message to {letter.written.to}")


def open_letter(written: Written) -> str:
    """Open a message in the mail program; return why that cannot be, empty where it is open."""
    address = as_mailto(written.to, written.subject, written.text)
    if opened(Way("email", f"a message to {written.to}", address, Channel.EMAIL)):
        return ""
    return "no mail program opens it here; copy it instead"

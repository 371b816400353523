"""Write to the chosen lead, and settle a message that may have gone; `fuyu send` sends what is queued.

`writing`, `several` to write to all who are marked, and `leftover` for a message that may have gone.
"""

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from fuyu.domain.action import Action
from fuyu.domain.lead import Lead
from fuyu.domain.step import Channel
from fuyu.domain.typed import TypedKind
from fuyu.errors import FuyuError
from fuyu.features.messages.channels import known_ways, way_of, way_to_write
from fuyu.features.messages.filling import Template, filled, values
from fuyu.features.messages.rules import Unsent
from fuyu.features.messages.service import Post, Written, by_another
from fuyu.features.messages.templates import names, template
from fuyu.paths import templates
from fuyu.reach import opened
from fuyu.tui.kit.day import Day

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fuyu.features.messages.screen.writing import Letter


def write(day: Day) -> None:
    """Write to the chosen lead, unless a message to them is to be settled first."""
    card, post = day.card(), Post(day.desk)
    if card is None:
        return
    day.keep()
    if left := post.to_settle(card.lead):
        _settle(day, post, left)
    elif day.refuses(card.lead, next(iter(ways := known_ways(card.lead)), Channel.EMAIL)):
        return
    elif post.under_way(card.lead.id):
        day.say(f"the message to {card.lead.name} is being sent at this moment", "warn")
    else:
        _write(day, post, card.lead, values(card.lead, card.history, card.referred_by), ways)


def _write(day: Day, post: Post, lead: Lead, fields: dict[str, str], ways: "Sequence[Channel]") -> None:
    from fuyu.features.messages.screen.writing import (  # noqa: PLC0415 - first used here
        Letters,
        MessageDone,
        MessageScreen,
    )

    folder, drafts, waiting = templates(), day.drafts(TypedKind.MESSAGE, lead.id), post.waiting(lead.id)
    begun = post.begun(lead) if waiting else _proposed(day, post, lead, fields)
    letters = Letters(
        begun,
        names(folder),
        partial(template, folder),
        fields,
        there=lead.zone,
        waiting=post.stands(waiting) if waiting else None,
        ways={way: by_another(begun, lead, way).to for way in ways},
    )

    def keep(written: Written) -> Action:
        with drafts.finishing():
            return post.write(lead.id, written)

    def drop() -> Action:
        with drafts.finishing():
            return post.drop_waiting(lead.id)

    def done(written: Written) -> Action:
        with drafts.finishing():
            return post.done(lead.id, written)

    screen = MessageScreen(lead.name, day.desk, letters, drafts, MessageDone(keep, open_letter))
    day.open(screen, partial(_send, day, _Ends(keep, drop, done)))


def _proposed(day: Day, post: Post, lead: Lead, fields: dict[str, str]) -> Written:
    """Return what a new message begins with: the template for this touch, where the cadence of the lead names one."""
    named = day.desk.terms.cadence.of(lead).templates[lead.touches : lead.touches + 1]
    try:
        found = [template(templates(), name) for name in named]
    except FuyuError as error:
        day.say(str(error), "warn")
        found = []
    begun = post.begun(lead, way_to_write(lead, found[0].channel if found else None))
    return filled_in(begun, found[0], fields) if found else begun


def filled_in(begun: Written, chosen: Template, fields: dict[str, str]) -> Written:
    """Return a message with what a template says, for it to be read and changed."""
    subject = filled(chosen.subject, fields) if begun.channel is Channel.EMAIL else ""
    return replace(begun, subject=subject or begun.subject, text=filled(chosen.text, fields))


def _settle(day: Day, post: Post, left: Unsent) -> None:
    """Show a message that may have gone, or that is not to go, and do what is said of it."""
    from fuyu.features.messages.screen.leftover import LeftoverPage, Settled  # noqa: PLC0415 - first used here

    def settle(how: Settled | None) -> None:
        if how is not None:
            acts = {"sent": post.mark_sent, "resend": post.again, "drop": post.drop}
            day.do(lambda: acts[how](left.message.id))

    day.open(LeftoverPage(day.desk, left), settle)


class _Ends(NamedTuple):
    """What becomes of a message once its screen is left."""

    keep: "Callable[[Written], Action]"
    drop: "Callable[[], Action]"
    done: "Callable[[Written], Action]"
    """Logs it as sent, or said."""


def _send(day: Day, ends: _Ends, letter: "Letter | None") -> None:
    """Keep what was written, drop or log it, and go on with it where that was asked for."""
    if letter is None:
        return
    match letter.goes_on:
        case "drop":
            done = day.do(ends.drop)
        case "sent":
            done = day.do(lambda: ends.done(letter.written))
        case _:
            done = day.do(lambda: ends.keep(letter.written))
    if done and letter.goes_on == "copy":
        day.copy(letter.written.text)
    elif done and letter.goes_on == "program":
        day.say(f"opened: {_where(letter.written)}")


def _where(written: Written) -> str:
    way = way_of(written.channel, written.to, written.subject, written.text)
    return way.text if way else written.to


def open_letter(written: Written) -> str:
    """Open a message where it goes on; return why that cannot be, empty where it is open."""
    way = way_of(written.channel, written.to, written.subject, written.text)
    if way is None:
        return "nothing opens it here; copy it instead"
    if opened(way):
        return ""
    what = "no mail program" if written.channel is Channel.EMAIL else "nothing"
    return f"{what} opens it here; copy it instead"

"""The ways a message reaches somebody: fuyu sends an e-mail by itself; all else is prepared, and a person does it."""

from collections.abc import Callable, Sequence
from urllib.parse import quote

from fuyu import reach
from fuyu.domain.address import unfit, unfit_link, unfit_number, unwritable
from fuyu.domain.lead import Lead
from fuyu.domain.step import Channel
from fuyu.domain.text import clean, clean_line
from fuyu.domain.unwanted import wants
from fuyu.reach import Way

WRITTEN = (Channel.EMAIL, Channel.TEXT, Channel.VOICEMAIL, Channel.SOCIAL, Channel.LETTER)
"""The ways a message can take."""
TITLES = {
    Channel.EMAIL: "E-mail",
    Channel.TEXT: "Text",
    Channel.VOICEMAIL: "Voicemail",
    Channel.SOCIAL: "Social message",
    Channel.LETTER: "Letter",
}
OPENS = {
    Channel.EMAIL: "Mail program",
    Channel.TEXT: "Text app",
    Channel.VOICEMAIL: "Dial",
    Channel.SOCIAL: "Open the page",
}
"""What the key that goes on elsewhere is called; a letter goes on nowhere."""


def addresses(lead: Lead, channel: Channel) -> Sequence[str]:
    """Return where a message reaches a lead by a channel; of a letter, the place that is known."""
    match channel:
        case Channel.EMAIL:
            return lead.emails
        case Channel.TEXT | Channel.VOICEMAIL:
            return lead.phones
        case Channel.SOCIAL:
            return lead.links
        case _:
            return [lead.place] if lead.place else []


def known_ways(lead: Lead) -> list[Channel]:
    """Return the channels by which a message reaches a lead who wants it; e-mail where none is known."""
    wanted = [channel for channel in WRITTEN if wants(lead, channel)]
    return [channel for channel in wanted if addresses(lead, channel)] or wanted[:1]


def way_to_write(lead: Lead, wish: Channel | None = None) -> Channel:
    """Return the channel that a new message begins with, one that is known and wanted, where there is any.

    Args:
        lead: whom it is to.
        wish: what a template is for; then comes the channel of the next step, then the first one.
    """
    known, step = known_ways(lead), lead.next_step
    asked = (wish, step.channel if step else None)
    return next((channel for channel in asked if channel in known), known[0] if known else Channel.EMAIL)


def trouble_with(channel: Channel, to: str, *, by_fuyu: bool = True) -> str:
    """Return why no message can go to an address by a channel, as a sentence; empty where one can.

    Args:
        channel: how it goes.
        to: the address, the number, the page or the place.
        by_fuyu: whether fuyu itself is to send it, where it is an e-mail: then not all addresses do.
    """
    if channel is Channel.EMAIL:
        return unwritable(to) if by_fuyu else unfit(to)
    check = _CHECKS.get(channel)
    return check(to) if check and to else ""


_CHECKS: dict[Channel, Callable[[str], str]] = {
    Channel.TEXT: unfit_number,
    Channel.VOICEMAIL: unfit_number,
    Channel.SOCIAL: unfit_link,
}
"""What is wrong with an address; one that is not known yet is found on the day."""


def way_of(channel: Channel, to: str, subject: str, text: str) -> Way | None:
    """Return what opens a message where it goes on; None where nothing does."""
    said = clean_line(to)
    match channel:
        case Channel.EMAIL:
            return Way("email", f"a message to {said}", _mailto(said, clean_line(subject), text), channel)
        case Channel.TEXT:
            return Way("text", f"a text to {said}", _sms(said, text), channel)
        case Channel.VOICEMAIL:
            return reach.number_way(said)
        case Channel.SOCIAL:
            return reach.page_way(said)
    return None


def _mailto(to: str, subject: str, text: str) -> str:
    """Return the address that opens a mail program with a message in it (RFC 6068)."""
    lines = clean(text).replace("\n", "\r\n")
    return f"mailto:{quote(to, safe='@.+-_')}?subject={quote(subject, safe='')}&body={quote(lines, safe='')}"


def _sms(to: str, text: str) -> str:
    """Return the address that opens a program for texts with one in it (RFC 5724)."""
    way = reach.number_way(to)
    number = way.address.removeprefix("tel:").partition(";")[0] if way else ""
    return f"sms:{number}?body={quote(clean(text).strip(), safe='')}"

"""Ways somebody does not want to be reached: no e-mail, no calls. Whoever wants none at all is do-not-contact."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from fuyu.domain.step import Channel

_IS_A = {Channel.VOICEMAIL: Channel.CALL}
"""A way that is refused with another one: a voicemail is left in a call."""
_REFUSED = {
    Channel.CALL: "calls",
    Channel.VOICEMAIL: "voicemails",
    Channel.TEXT: "texts",
    Channel.EMAIL: "e-mail",
    Channel.MEETING: "meetings",
    Channel.SOCIAL: "messages on social media",
    Channel.LETTER: "letters",
}


class Choosy(Protocol):
    """Somebody who may say how not to reach them."""

    @property
    def unwanted(self) -> Sequence[str]:
        """The channels they do not want."""


def wants(person: Choosy, channel: Channel) -> bool:
    """Return whether somebody may be reached by a channel."""
    return channel not in person.unwanted and _IS_A.get(channel) not in person.unwanted


def refusal(name: str, channel: Channel) -> str:
    """Return that somebody does not want a channel: `Ann Lee wants no e-mail`."""
    return f"{name} wants no {_REFUSED[channel]}"


def unwanted_words(unwanted: Iterable[str]) -> str:
    """Return what somebody does not want: `no calls, no e-mail`."""
    known = {channel.value: words for channel, words in _REFUSED.items()}
    return ", ".join(f"no {known.get(way, way)}" for way in unwanted)


def unfit_way(text: str) -> str:
    """Return why a text is no channel; empty where it is one."""
    return "" if text in set(Channel) else f"Unknown channel “{text}”. Choose one of {', '.join(Channel)}."

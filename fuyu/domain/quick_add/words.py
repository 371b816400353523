"""The words that mean something in a line, as data."""

from fuyu.domain.lead import Temperature
from fuyu.domain.step import Channel

TEMPERATURES = {temperature.value: temperature for temperature in Temperature}
CHANNELS = {channel.value: channel for channel in Channel} | {
    "phone": Channel.CALL,
    "sms": Channel.TEXT,
    "whatsapp": Channel.TEXT,
    "mail": Channel.EMAIL,
    "e-mail": Channel.EMAIL,
    "meet": Channel.MEETING,
    "linkedin": Channel.SOCIAL,
}
PROMISES = frozenset({"promised", "agreed"})
WHYS = frozenset({"re", "about", "regarding"})
PLACES = frozenset({"at", "@"})
"""Between a person and where they work."""
ARTICLES = frozenset({"a", "an", "the", "my", "his", "her", "our", "their", "your", "no"})
"""After one of these, a word is a part of a sentence: wants a call."""
RATES = ARTICLES | {"per", "each", "every", "p.a", "pcm"}
"""After an amount, one of these makes it a part of a sentence: €500 a month."""

KNOWN = frozenset(TEMPERATURES) | frozenset(CHANNELS) | PROMISES | WHYS

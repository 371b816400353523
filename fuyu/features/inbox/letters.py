"""Mail as it came, made a value: whatever its encodings, and however little of it was read."""

from codecs import getincrementaldecoder
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message as Parsed
from email.parser import HeaderParser
from email.utils import getaddresses, parsedate_to_datetime
from html.parser import HTMLParser
from typing import NamedTuple

from fuyu.domain.address import AddressError, on_the_wire
from fuyu.domain.text import clean, clean_line
from fuyu.features.inbox.rules import Headers, Mail, kind_of, not_reached, opening

HEADERS = (
    *("From", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Content-Type"),
    *("Content-Transfer-Encoding", "Auto-Submitted", "X-Autoreply", "X-Autorespond", "Precedence", "List-Id"),
    *("List-Unsubscribe", "Feedback-ID", "Return-Path", "X-Failed-Recipients"),
)
"""The headers that say what a mail is, and how its text is written."""
LONGEST_HEAD, LONGEST_TEXT = 16_384, 16_384
"""Bytes of the headers, and of what follows, that are read of a mail."""
_MOST_SENDERS, _MOST_ANSWERED, _LONGEST_VALUE = 10, 20, 2_000
_OLDEST = timedelta(days=60)
"""A mail that says it is older than that before it arrived, or younger, has a clock that nobody set."""
_PARSER = HeaderParser()


class MailHead(NamedTuple):
    """The headers of a mail, and what its mailbox knows of it."""

    mark: str
    """What its mailbox calls it."""
    arrived: datetime
    content: bytes


class HeadersRead(NamedTuple):
    """What its headers say."""

    headers: Headers
    senders: tuple[str, ...]
    """The addresses that it is from, as they are compared."""
    name: str


def compared(address: str) -> str:
    """Return an address as it is compared with others; empty where it is none."""
    with suppress(AddressError):
        return on_the_wire(clean_line(address)).casefold()
    return ""


def read_head(content: bytes) -> HeadersRead:
    """Return what headers say; of several From lines all count."""
    headers: dict[str, list[str]] = defaultdict(list)
    for name, value in _PARSER.parsestr(_in(content[:LONGEST_HEAD], None)).items():
        headers[name.casefold()].append(str(value))
    found = [pair for said in headers.get("from", ())[:_MOST_SENDERS] for pair in _pairs(said)][:_MOST_SENDERS]
    senders = tuple(dict.fromkeys(filter(None, (compared(address) for _, address in found))))
    return HeadersRead(headers, senders, _decoded(found[0][0]) if found else "")


def _pairs(said: str) -> list[tuple[str, str]]:
    """Return the names and the addresses in a header."""
    with suppress(RecursionError, ValueError):  # brackets may lie in brackets without an end
        return [pair for pair in getaddresses([said[:_LONGEST_VALUE]]) if pair[1]]
    return []


def as_mail(head: MailHead, read: HeadersRead, text: bytes) -> tuple[Mail, str]:
    """Return a mail, and how it begins.

    Args:
        head: its headers, as they came.
        read: what they say.
        text: what follows them, as far as it was read.
    """
    headers = read.headers
    kind = kind_of({**headers, "subject": [_decoded(_one(headers, "subject"))]}, read.senders)
    missed = not_reached(headers, text.decode("utf-8", "replace")) if kind is kind.BOUNCE else ()
    answered = " ".join([*headers.get("in-reply-to", ()), *headers.get("references", ())]).split()
    mail = Mail(
        kind=kind,
        addresses=tuple(filter(None, map(compared, missed))) if kind is kind.BOUNCE else read.senders,
        name=read.name,
        subject=_decoded(_one(headers, "subject")),
        at=_written_at(_one(headers, "date"), head.arrived),
        message_id=clean_line(_one(headers, "message-id")),
        answers=tuple(answered[:_MOST_ANSWERED]),
    )
    return mail, opening(_text_of(head.content, text))


def _one(headers: Headers, name: str) -> str:
    return next(iter(headers.get(name, ())), "")[:_LONGEST_VALUE]


def _written_at(said: str, arrived: datetime) -> datetime:
    """Return when a mail was written: as it says itself, unless that cannot be; never after it arrived."""
    with suppress(ValueError, OverflowError, TypeError):
        at = parsedate_to_datetime(said)
        at = at.replace(tzinfo=at.tzinfo or UTC)
        if arrived - _OLDEST <= at <= arrived:
            return at
    return arrived


def _decoded(words: str) -> str:
    """Return the words of a header on one line; what cannot be read as it says is read as it may be meant."""
    try:
        parts = decode_header(words)
    except (HeaderParseError, ValueError):
        return clean_line(words)
    return clean_line("".join(_in(part, charset) if isinstance(part, bytes) else part for part, charset in parts))


def _in(content: bytes, charset: str | None) -> str:
    """Return text in an encoding, or in the likeliest where it is in none by that name; its last letter may be cut."""
    for name in (charset or "utf-8", "utf-8"):
        with suppress(LookupError, ValueError):
            bytes(4).decode(name)  # what unpacks or enciphers is no encoding of text
            return getincrementaldecoder(name)().decode(content)
    return content.decode("latin-1")


def _text_of(head: bytes, text: bytes) -> str:
    """Return what a mail says, as far as it was read: its plain text, otherwise its page without the marks."""
    with suppress(RecursionError, LookupError, ValueError, AssertionError):
        parsed = message_from_bytes(head.rstrip() + b"\r\n\r\n" + text)
        parts = [part for part in _parts(parsed) if part.get_content_disposition() != "attachment"]
        for kind in ("text/plain", "text/html"):
            found = (_part_text(part) for part in parts if part.get_content_type() == kind)
            if words := next(filter(str.strip, found), ""):
                return words if kind == "text/plain" else _without_marks(words)
    return ""


def _parts(parsed: Parsed) -> Iterable[Parsed]:
    """Return the parts of a mail that hold something, without those of mails inside it."""
    waiting, found = [parsed], []
    while waiting:
        part = waiting.pop(0)
        inside = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inside, list):
            waiting += [one for one in inside if isinstance(one, Parsed)]
        elif not part.is_multipart():
            found.append(part)
    return found


def _part_text(part: Parsed) -> str:
    content = part.get_payload(decode=True)
    return _in(content, part.get_content_charset()) if isinstance(content, bytes) else ""


class _Page(HTMLParser):
    """Keeps the words of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the library's
        self._hidden += tag in _HIDDEN
        if tag in _BREAKS:
            self.words.append("\n")
        if tag == "blockquote":
            self.words.append("\n> ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(self._hidden - (tag in _HIDDEN), 0)
        if tag in _BREAKS - {"br"}:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(" ".join(f"x{data}x".split())[1:-1])


_HIDDEN = frozenset({"style", "script", "title"})
_BREAKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "blockquote"})


def _without_marks(page: str) -> str:
    """Return the words of a page, line by line."""
    reading = _Page()
    reading.feed(clean(page))
    return "".join(reading.words)

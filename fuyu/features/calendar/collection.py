"""A CalDAV collection (RFC 4791): what is in it, and changes, made only where nobody else made one meanwhile."""

from collections.abc import Mapping
from datetime import date
from types import TracebackType
from typing import Self
from urllib.parse import quote, urlsplit, urlunsplit

from fuyu.errors import ServerError, UsageError
from fuyu.features.calendar.listing import EventListing, Listing, UnlistedError, is_version
from fuyu.features.calendar.login import Login
from fuyu.features.calendar.site import LongAnswerError, Question, Sink, Site, SiteAnswer
from fuyu.wire import TimeLeft

_PATIENCE, _WHOLE = 30.0, 600.0
"""Seconds: for an answer to its last byte, and for all of them. What was not sent by then is sent the next time."""
_LONGEST = 67_108_864
"""Bytes of the list of what is there: of some 200,000 events."""
_OK, _CHANGED, _GONE = frozenset({200, 201, 204}), frozenset({409, 412}), frozenset({404, 410})
_LISTED = frozenset({200, 207})
_EVENT = {"Content-Type": "text/calendar; charset=utf-8"}
_VERSIONS = b'<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><getetag/></prop></propfind>'
_LIST = {"Content-Type": "application/xml; charset=utf-8", "Depth": "1"}
_QUERY = (
    b'<?xml version="1.0" encoding="utf-8"?><c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
    b'<d:prop><d:getetag/><c:calendar-data/></d:prop><c:filter><c:comp-filter name="VCALENDAR">'
    b'<c:comp-filter name="VEVENT"><c:time-range start="%s" end="%s"/></c:comp-filter></c:comp-filter></c:filter>'
    b"</c:calendar-query>"
)
"""Asks for the events of some days (RFC 4791, 7.8)."""


class ChangedThereError(ServerError):
    """Somebody else changed what was to be changed; theirs is left as it is."""


class Collection:
    """A collection on a server; whoever opens one closes it."""

    def __init__(
        self, url: str, user: str, password: str, *, patience: float = _PATIENCE, whole: float = _WHOLE
    ) -> None:
        """Make the connection; the server is not asked anything yet.

        Args:
            url: of the collection, https but for the machine itself.
            user: empty where the server wants none.
            password: is told to that server only.
            patience: seconds for each answer.
            whole: seconds for everything that is asked.

        Raises:
            UsageError: the address is none.
        """
        try:
            parts = urlsplit(url)
            self._site = Site(url, Login(user, password), TimeLeft(patience, whole))
        except ValueError:
            raise UsageError("calendar.url is an address, like https://dav.example.org/ann/fuyu/") from None
        path = quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=~")
        self._url = urlunsplit((parts.scheme, parts.netloc, f"{path}/", "", ""))
        self._all = Question("PROPFIND", self._url, _VERSIONS, _LIST)

    def etags(self) -> dict[str, str]:
        """Return what is there: the version of each file, by its name."""
        listing = Listing()
        try:
            answer = self._site.ask(self._all, Sink(listing.feed, _LONGEST))
            if answer.status in _GONE:
                raise UsageError(f"{self._site.host} has no collection there; calendar.url names one that exists")
            if answer.status in _LISTED:
                return listing.finish()
        except UnlistedError:
            raise ServerError(
                f"{self._site.host} does not answer as a calendar server: its list cannot be read"
            ) from None
        raise ServerError(f"{self._site.host} answers {answer.status}: is calendar.url a CalDAV collection?")

    def events(self, first: date, last: date) -> dict[str, tuple[str, str]]:
        """Return the events of some days: the version and the text of each, by the name of its file.

        Raises:
            ServerError: the server does not answer, refuses, or says what is no list of events.
        """
        found = EventListing()
        query = _QUERY % (f"{first:%Y%m%d}T000000Z".encode(), f"{last:%Y%m%d}T000000Z".encode())
        try:
            answer = self._site.ask(Question("REPORT", self._url, query, _LIST), Sink(found.feed, _LONGEST))
            if answer.status in _LISTED:
                found.end()
                return found.events
        except UnlistedError:
            raise ServerError(f"{self._site.host} does not answer as a calendar server: it cannot be read") from None
        raise ServerError(f"{self._site.host} answers {answer.status}: does calendar.busy name a CalDAV collection?")

    def text(self, name: str) -> bytes:
        """Return a file; empty where it is gone, or longer than any event of ours."""
        try:
            return self._ask("GET", name).body
        except LongAnswerError:
            return b""

    def put(self, name: str, text: bytes, etag: str = "") -> str:
        """Write a file, and return its version; empty where the server does not say it.

        Args:
            name: of the file.
            text: what it is to say.
            etag: the version that is replaced; empty where there is none yet.

        Raises:
            ChangedThereError: another version is there.
            ServerError: the server does not answer, or refuses.
        """
        known = {"If-Match": etag} if etag else {"If-None-Match": "*"}
        stamped = str(self._ask("PUT", name, text, {**_EVENT, **known}).headers.get("ETag") or "").strip()
        return stamped if is_version(stamped) and not stamped.startswith("W/") else ""

    def delete(self, name: str, etag: str) -> None:
        """Delete a file of that version; nothing happens where it is gone."""
        self._ask("DELETE", name, headers={"If-Match": etag})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._site.close()

    def _ask(self, method: str, name: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> SiteAnswer:
        answer = self._site.ask(Question(method, self._url + quote(name), body, headers or {}))
        if answer.status in _CHANGED:
            raise ChangedThereError(f"{name} was changed on {self._site.host}")
        if answer.status not in _OK | (frozenset() if method == "PUT" else _GONE):
            raise ServerError(f"{self._site.host} refuses with {answer.status}")
        return answer

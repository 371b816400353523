"""What a WebDAV server lists (RFC 4918, 9.1): read as it comes in, and only what is asked for is kept."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import unquote, urlsplit
from xml.parsers import expat

_RESPONSE, _HREF, _ETAG = "DAV: response", "DAV: href", "DAV: getetag"
_DATA = "urn:ietf:params:xml:ns:caldav calendar-data"
_USABLE = re.compile(r"[\x21-\x7e\x80-\xff][\x20-\x7e\x80-\xff]{0,999}")
"""What may be sent back in a header (RFC 9110, 5.5)."""
_DEEPEST = 64
_LONGEST = 4096
"""Characters of an address."""
_LONGEST_TEXT = 1_048_576
"""Characters of one event."""
_MOST = 200_000
"""Files: more than the largest book has leads."""


class UnlistedError(Exception):
    """It is no list, or one that is made to do harm."""


class Responses:
    """What a server says of each file of a collection: its address, its version, and what else is asked for."""

    def __init__(self, also: Mapping[str, int] = MappingProxyType({})) -> None:
        """Begin to read.

        Args:
            also: what is kept beside address and version, by its name, and how many characters that may have.
        """
        self._most = {_HREF: _LONGEST, _ETAG: _LONGEST, **also}
        self._inside: list[str] = []
        self._said = dict.fromkeys(self._most, "")
        self._files = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse  # entities are declared in one, and grow
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def feed(self, part: bytes) -> None:
        """Read the next part.

        Raises:
            UnlistedError: it is no list.
        """
        self._parse(part, last=False)

    def end(self) -> None:
        """Take notice that all parts were read.

        Raises:
            UnlistedError: it is no list, or not a whole one.
        """
        self._parse(b"", last=True)

    def take(self, file: str, etag: str, said: Mapping[str, str]) -> None:
        """Take what was said of a file by its name: its version, and what else was asked for."""

    def _parse(self, part: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(part, last)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise UnlistedError(type(error).__name__) from error

    def _refuse(self, *_of: object) -> None:
        raise UnlistedError

    def _begin(self, name: str, _attributes: dict[str, str]) -> None:
        self._inside.append(name)
        if len(self._inside) > _DEEPEST:
            raise UnlistedError
        if name == _RESPONSE:
            self._said = dict.fromkeys(self._most, "")

    def _text(self, text: str) -> None:
        name = self._inside[-1]
        if name in self._most and (name != _HREF or self._inside[-2:-1] == [_RESPONSE]):
            self._said[name] += text
            if len(self._said[name]) > self._most[name]:
                raise UnlistedError

    def _end(self, name: str) -> None:
        self._inside.pop()
        if name == _RESPONSE:
            file = unquote(urlsplit(self._said[_HREF].strip()).path).rpartition("/")[2]
            etag = self._said[_ETAG].strip()
            if file and etag:
                self._files += 1
                if not is_version(etag) or self._files > _MOST:
                    raise UnlistedError
                self.take(file, etag, self._said)


class Listing(Responses):
    """The version of each file of a collection."""

    def __init__(self) -> None:
        super().__init__()
        self.etags: dict[str, str] = {}
        """By the file's name."""

    def take(self, file: str, etag: str, said: Mapping[str, str]) -> None:  # noqa: ARG002 - nothing else was asked for
        """Keep the version."""
        self.etags[file] = etag

    def finish(self) -> dict[str, str]:
        """Return the versions, once all parts were read.

        Raises:
            UnlistedError: it is no list, or not a whole one.
        """
        self.end()
        return self.etags


class EventListing(Responses):
    """The version and the text of each event of a collection."""

    def __init__(self) -> None:
        super().__init__({_DATA: _LONGEST_TEXT})
        self.events: dict[str, tuple[str, str]] = {}
        """By the file's name."""

    def take(self, file: str, etag: str, said: Mapping[str, str]) -> None:
        """Keep both."""
        self.events[file] = etag, said[_DATA]


def is_version(etag: str) -> bool:
    """Return whether a version can be said back to the server in a header."""
    return _USABLE.fullmatch(etag) is not None

"""What a WebDAV server lists (RFC 4918, 9.1): read as it comes in, and only what is asked for is kept."""

import re
from urllib.parse import unquote, urlsplit
from xml.parsers import expat

_RESPONSE, _HREF, _ETAG = "DAV: response", "DAV: href", "DAV: getetag"
_USABLE = re.compile(r"[\x21-\x7e\x80-\xff][\x20-\x7e\x80-\xff]{0,999}")
"""What may be sent back in a header (RFC 9110, 5.5)."""
_DEEPEST = 64
_LONGEST = 4096
"""Characters of an address."""
_MOST = 200_000
"""Files: more than the largest book has leads."""


class UnlistedError(Exception):
    """It is no list, or one that is made to do harm."""


class Listing:
    """The version of each file of a collection."""

    def __init__(self) -> None:
        self.etags: dict[str, str] = {}
        """By the file's name."""
        self._inside: list[str] = []
        self._said = {_HREF: "", _ETAG: ""}
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

    def finish(self) -> dict[str, str]:
        """Return the versions, once all parts were read.

        Raises:
            UnlistedError: it is no list, or not a whole one.
        """
        self._parse(b"", last=True)
        return self.etags

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
            self._said = {_HREF: "", _ETAG: ""}

    def _text(self, text: str) -> None:
        name = self._inside[-1]
        if name == _ETAG or (name == _HREF and self._inside[-2:-1] == [_RESPONSE]):
            self._said[name] += text
            if len(self._said[name]) > _LONGEST:
                raise UnlistedError

    def _end(self, name: str) -> None:
        self._inside.pop()
        if name == _RESPONSE:
            file = unquote(urlsplit(self._said[_HREF].strip()).path).rpartition("/")[2]
            etag = self._said[_ETAG].strip()
            if file and etag:
                if not is_version(etag) or len(self.etags) == _MOST:
                    raise UnlistedError
                self.etags[file] = etag


def is_version(etag: str) -> bool:
    """Return whether a version can be said back to the server in a header."""
    return _USABLE.fullmatch(etag) is not None

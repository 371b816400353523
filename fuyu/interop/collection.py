"""A CalDAV collection (RFC 4791): what is in it, and changes, made only where nobody else made one meanwhile."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import quote, unquote, urlsplit

from fuyu.errors import ServerError, UsageError

if TYPE_CHECKING:
    from caldav.response import DAVResponse

_PATIENCE = 30
"""Seconds after which a server is left alone."""
_OK, _CHANGED, _GONE = frozenset({200, 201, 204}), frozenset({409, 412}), frozenset({404, 410})
_TYPE = {"Content-Type": "text/calendar; charset=utf-8"}


class ChangedThereError(ServerError):
    """Somebody else changed what was to be changed; theirs is left as it is."""


class Collection:
    """A collection on a server; whoever opens one closes it."""

    def __init__(self, url: str, user: str, password: str) -> None:
        """Make the connection; the server is not asked anything yet.

        Args:
            url: of the collection, https but for the machine itself.
            user: empty where the server wants none.
            password: is sent to that server only.

        Raises:
            UsageError: the library for it is not installed.
        """
        try:
            from caldav.davclient import DAVClient  # noqa: PLC0415 - an extra, for those who push
        except ImportError:
            raise UsageError("pushing needs a library: pip install 'fuyu[calendar]'") from None
        self._url = url.rstrip("/") + "/"
        self._host = urlsplit(url).hostname or ""
        self._client = DAVClient(
            self._url,
            username=user or None,
            password=password or None,
            timeout=_PATIENCE,
            enable_rfc6764=False,
            require_tls=False,  # the settings see to it, and let this machine itself pass
        )

    def etags(self) -> dict[str, str]:
        """Return what is there: the version of each file, by its name."""
        with self._asking():
            answer = self._client.propfind(self._url, ["getetag"], depth=1)
            if answer.status in _GONE:
                raise UsageError(f"{self._host} has no collection there; calendar.url names one that exists")
            if answer.status not in {200, 207}:
                raise ServerError(f"{self._host} answers {answer.status}: is calendar.url a CalDAV collection?")
            found = {}
            for result in answer.parse_propfind():
                name = unquote(urlsplit(result.href).path).rpartition("/")[2]
                etag = next((str(value) for value in result.properties.values() if value), "")
                if name and etag:
                    found[name] = etag
        return found

    def text(self, name: str) -> bytes:
        """Return a file; empty where it is gone."""
        return self._ask("GET", name).raw.encode()

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
        answer = self._ask("PUT", name, text.decode(), {**_TYPE, **known})
        stamped = str((answer.headers or {}).get("ETag") or "")
        return "" if stamped.startswith("W/") else stamped

    def delete(self, name: str, etag: str) -> None:
        """Delete a file of that version; nothing happens where it is gone."""
        self._ask("DELETE", name, "", {"If-Match": etag})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def _ask(self, method: str, name: str, body: str = "", headers: Mapping[str, str] | None = None) -> "DAVResponse":
        with self._asking():
            answer = self._client.request(self._url + quote(name), method, body, headers or {})
        if answer.status in _CHANGED:
            raise ChangedThereError(f"{name} was changed on {self._host}")
        if answer.status not in _OK | (frozenset() if method == "PUT" else _GONE):
            raise ServerError(f"{self._host} refuses with {answer.status}")
        return answer

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Say in a sentence what is wrong; the words of the library may hold addresses and passwords."""
        from caldav.lib.error import AuthorizationError, DAVError  # noqa: PLC0415 - as above

        try:
            yield
        except AuthorizationError:
            raise ServerError(f"{self._host} does not let you in: look at calendar.user and the password") from None
        except DAVError as error:
            raise ServerError(f"{self._host} does not answer as a calendar server: {type(error).__name__}") from None
        except OSError as error:  # also every error of the HTTP library below it
            raise ServerError(f"{self._host} cannot be reached: {type(error).__name__}") from None

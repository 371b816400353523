"""Logging in to a web server: by Basic (RFC 7617) or Digest (RFC 7616), whichever it offers."""

import hashlib
import re
import secrets
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

_TOKEN = re.compile(r'([\w-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s,"]*)|([\w-]+)')
"""A parameter and its value, or the name of a way to log in."""
_LONGEST = 4096
"""Characters of an offer that are read."""
_HASHES: Mapping[str, Callable[[bytes], "hashlib._Hash"]] = {
    "sha-256": hashlib.sha256,
    "md5": partial(hashlib.md5, usedforsecurity=False),  # what older servers know; TLS keeps it from others
}


class LoginOffer(NamedTuple):
    """A way to log in that a server offers."""

    scheme: str
    asked: Mapping[str, str]


class Login:
    """Who logs in, and how the server wants it; nothing is said before it asks."""

    def __init__(self, user: str, password: str) -> None:
        """Make one.

        Args:
            user: empty where nobody logs in.
            password: is said only by Basic.
        """
        self.user = user
        self._password = password
        self._way: Callable[[str, str], str] | None = None

    def header(self, method: str, path: str) -> dict[str, str]:
        """Return the header that lets a request in, as far as that is known."""
        return {"Authorization": self._way(method, path)} if self._way else {}

    def asked(self, headers: Sequence[str], *, guess: bool) -> bool:
        """Take what a server offers that did not let us in; return whether there is a way to try.

        Args:
            headers: each `WWW-Authenticate` of its answer.
            guess: try Basic where it offers nothing, as some servers do.
        """
        self._way = None
        if self.user:
            found = offers(headers)
            digest = next(filter(_is_digest, found), None)
            if digest:
                self._way = _Digest(self.user, self._password, digest)
            elif any(one.scheme == "basic" for one in found) or (guess and not found):
                self._way = self._basic
        return self._way is not None

    def _basic(self, _method: str, _path: str) -> str:
        return f"Basic {b64encode(f'{self.user}:{self._password}'.encode()).decode()}"


def offers(headers: Sequence[str]) -> list[LoginOffer]:
    """Return the ways to log in that headers name, several in one or each in its own."""
    found: list[LoginOffer] = []
    for header in headers:
        asked: dict[str, str] = {}
        for name, value, scheme in _TOKEN.findall(header[:_LONGEST]):
            if scheme:
                asked = {}
                found.append(LoginOffer(scheme.lower(), asked))
            else:
                asked[name.lower()] = re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value
    return found


class _Digest:
    """Proves that the password is known, without saying it; each request has its own proof."""

    def __init__(self, user: str, password: str, offer: LoginOffer) -> None:
        self._asked = offer.asked
        self._user = user
        self._named, self._is_session = _algorithm(offer)
        self._cnonce = secrets.token_hex(8)
        self._count = 0
        secret = self._hash(user, self._said("realm"), password)
        self._secret = self._hash(secret, self._said("nonce"), self._cnonce) if self._is_session else secret

    def __call__(self, method: str, path: str) -> str:
        self._count += 1
        count, nonce = f"{self._count:08x}", self._said("nonce")
        of_request = self._hash(method, path)
        fields = {"username": self._user, "realm": self._said("realm"), "nonce": nonce, "uri": path}
        plain = {"algorithm": self._asked["algorithm"]} if "algorithm" in self._asked else {}
        if "qop" in self._asked:
            fields["response"] = self._hash(self._secret, nonce, count, self._cnonce, "auth", of_request)
            fields["cnonce"] = self._cnonce
            plain |= {"qop": "auth", "nc": count}
        else:
            fields["response"] = self._hash(self._secret, nonce, of_request)
        if "opaque" in self._asked:
            fields["opaque"] = self._said("opaque")
        said = [f"{name}={_quoted(value)}" for name, value in fields.items()]
        return f"Digest {', '.join([*said, *(f'{name}={value}' for name, value in plain.items())])}"

    def _said(self, name: str) -> str:
        return self._asked.get(name, "")

    def _hash(self, *parts: str) -> str:
        return _HASHES[self._named](":".join(parts).encode()).hexdigest()


def _algorithm(offer: LoginOffer) -> tuple[str, bool]:
    """Return the name of a hash, and whether it is made once for many requests."""
    name = offer.asked.get("algorithm", "MD5").lower()
    return name.removesuffix("-sess"), name.endswith("-sess")


def _is_digest(offer: LoginOffer) -> bool:
    """Return whether it is a digest that can be made here: of the request, and not of its body too."""
    qualities = {one.strip() for one in offer.asked.get("qop", "auth").lower().split(",")}
    return offer.scheme == "digest" and _algorithm(offer)[0] in _HASHES and "auth" in qualities


def _quoted(text: str) -> str:
    escaped = text.replace("\\", r"\\").replace('"', r"\"")
    return f'"{escaped}"'

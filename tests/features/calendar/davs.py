"""A calendar server whose every answer a test writes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from tests.listening import Line, listening


class Asked(NamedTuple):
    """One request, as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Answering = Callable[[Asked, Line], bytes | None]
"""Returns what is said; None where it was said already, and the connection ends."""
EMPTY = b'<multistatus xmlns="DAV:"/>'
ETAGS = b'<d:multistatus xmlns:d="DAV:">%s</d:multistatus>'
ONE = b"<d:response><d:href>%s</d:href><d:propstat><d:prop><d:getetag>%s</d:getetag></d:prop></d:propstat></d:response>"


def said(status: str, body: bytes = b"", *headers: str) -> bytes:
    """Return an answer."""
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}"]
    return "".join(f"{line}\r\n" for line in lines).encode("latin-1") + b"\r\n" + body


class Dav:
    """Keeps what it is asked."""

    def __init__(self, answer: Answering) -> None:
        self.asked: list[Asked] = []
        self._answer = answer

    def talk(self, line: Line) -> None:
        """Have one connection."""
        while first := line.hear():
            method, path, _ = first.decode("latin-1").split(" ")
            headers = {}
            while (header := line.hear().decode("latin-1").strip()) != "":
                name, _, value = header.partition(":")
                headers[name.lower()] = value.strip()
            asked = Asked(method, path, headers, line.read(int(headers.get("content-length", "0"))))
            self.asked.append(asked)
            answer = self._answer(asked, line)
            if answer is None or not line.say(answer):
                return


@contextmanager
def serving(answer: Answering) -> Iterator[tuple[Dav, str]]:
    """Run one, and give it with the address of its collection."""
    dav = Dav(answer)
    with listening(dav.talk) as port:
        yield dav, f"http://127.0.0.1:{port}/ann/fuyu/"

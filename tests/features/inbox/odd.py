"""An IMAP server that a test writes, and that may say anything."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from fuyu.features.inbox.settings import Inbox
from tests.listening import Line, listening

Answer = bytes | Callable[[Line], object]
"""What it says before its OK; or what it does, after which it hangs up."""
HEAD = b"From: ann@acme.example\r\nSubject: Yes\r\nMessage-ID: <1@x>\r\n\r\n"
USUAL: dict[str, Answer] = {
    "greeting": b"* OK ready\r\n",
    "CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n",
    "EXAMINE": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n",
    "SEARCH": b"* SEARCH 5\r\n",
    "HEAD": b"* 1 FETCH (UID 5 BODY[HEADER.FIELDS (FROM)]<0> {%d}\r\n%s)\r\n" % (len(HEAD), HEAD),
    "TEXT": b"* 1 FETCH (UID 5 BODY[TEXT]<0> {3}\r\nyes)\r\n",
}
"""By what is asked; `HEAD_6` is of the mail with that UID alone."""


class OddServer:
    """Answers each command, and keeps what it heard."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.heard: list[bytes] = []
        self._answers = {**USUAL, **answers}

    def talk(self, line: Line) -> None:
        """Have one connection."""
        if not self._says(line, "greeting"):
            return
        while heard := line.hear():
            self.heard.append(heard)
            tag, command = heard.split()[:2]
            if command == b"AUTHENTICATE":
                line.say(b"+ \r\n")
                self.heard.append(line.hear())
            if not self._says(line, self._asked(heard)) or not line.say(tag + b" OK done\r\n"):
                return

    def _asked(self, heard: bytes) -> str:
        found = re.search(rb"\b(CAPABILITY|EXAMINE|SEARCH|HEADER|TEXT|AUTHENTICATE|LOGIN|LOGOUT|STARTTLS)\b", heard)
        name = found[1].decode() if found else ""
        number = re.search(rb"FETCH (\d+) ", heard)
        name = "HEAD" if name == "HEADER" else name
        return own if number and (own := f"{name}_{number[1].decode()}") in self._answers else name

    def _says(self, line: Line, asked: str) -> bool:
        answer = self._answers.get(asked, b"")
        if isinstance(answer, bytes):
            return line.say(answer)
        answer(line)
        return False


@contextmanager
def odd(**answers: Answer) -> Iterator[tuple[OddServer, Inbox]]:
    """Run one, and give it with how it is reached."""
    server = OddServer(answers)
    with listening(server.talk) as port:
        yield server, Inbox(imap="127.0.0.1", security="none", port=port, user='ann "the" \\ lee')

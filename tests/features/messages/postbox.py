"""A mail server that a test writes line by line, and that may break off anywhere."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.listening import Line, listening

Answer = bytes | Callable[[Line], object]
"""What it says; or what it does, after which it hangs up."""


def breaks_off(_line: Line) -> None:
    """Hang up."""


class Postbox:
    """Answers each command, for each message in turn, and keeps what it was handed."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        """To whom, and the text, as it came."""
        self.heard: list[str] = []
        """The commands."""
        self._answers: dict[str, dict[int, Answer]] = defaultdict(dict)
        self._count: dict[str, int] = defaultdict(int)
        self.extensions: tuple[str, ...] = ("8BITMIME",)

    def answers(self, command: str, answer: Answer, *, at: int = 0) -> None:
        """Answer a command in another way, the first time it comes or a later one.

        Args:
            command: `EHLO`, `MAIL`, `.` for the end of a text, `greeting` for a new connection.
            answer: what is said or done.
            at: how often the command came before.
        """
        self._answers[command][at] = answer

    def talk(self, line: Line) -> None:
        """Have one connection."""
        to = ""
        if not self._answer(line, "greeting", b"220 here\r\n"):
            return
        while heard := line.hear().decode("utf-8", "replace").strip():
            self.heard.append(heard)
            command = heard.split(" ")[0].upper()
            usual = b"250 fine\r\n"
            if command == "EHLO":
                usual = "".join(f"250-{one}\r\n" for one in ("here", *self.extensions)).encode() + b"250 HELP\r\n"
            elif command == "RCPT":
                to = heard.partition("<")[2].partition(">")[0]
            elif command == "DATA":
                usual = b"354 go on\r\n"
            elif command == "QUIT":
                line.say(b"221 bye\r\n")
                return
            if not self._answer(line, command, usual):
                return
            if command == "DATA" and not self._text(line, to):
                return

    def _text(self, line: Line, to: str) -> bool:
        """Take a text, and return whether the talk goes on."""
        text = b""
        while (heard := line.hear()) not in {b".\r\n", b""}:
            text += heard
        if not heard:
            return False
        self.taken.append((to, text))
        return self._answer(line, ".", b"250 taken\r\n")

    def _answer(self, line: Line, command: str, usual: bytes) -> bool:
        answer = self._answers[command].get(self._count[command], usual)
        self._count[command] += 1
        if isinstance(answer, bytes):
            return line.say(answer)
        answer(line)
        return False


@contextmanager
def postbox() -> Iterator[tuple[Postbox, int]]:
    """Run one, and give it with its port."""
    box = Postbox()
    with listening(box.talk) as port:
        yield box, port

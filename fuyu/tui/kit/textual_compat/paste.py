"""A paste as a whole: taken from the terminal at once, and not collected at all past a length nobody types."""

from collections.abc import Iterable

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

LONGEST_PASTE = 100_000
"""Characters; a longer paste would hold up the keys for seconds."""
SILENT_TICKS = 10
"""Ticks without a character, a tenth of a second each, after which a paste whose end did not come has ended."""
_BEGIN, _END = "\x1b[200~", "\x1b[201~"


class Paste(events.Paste):
    """A paste too long to be collected: how long it was is all that is known."""

    def __init__(self, characters: int) -> None:
        super().__init__("")
        self.characters = characters


def length(paste: events.Paste) -> int:
    """Return how many characters were pasted."""
    return paste.characters if isinstance(paste, Paste) else len(paste.text)


class PasteParser(XTermParser):
    """Textual's parser of what a terminal sends, but for pastes, which it takes apart character by character."""

    def __init__(self, debug: bool = False) -> None:  # noqa: FBT001, FBT002 - Textual's
        super().__init__(debug)
        self._tail = ""
        """The last characters, in which a mark may have begun."""
        self._pasting = False
        self._parts: list[str] = []
        self._characters = 0
        self._silent_ticks = 0

    @property
    def is_pasting(self) -> bool:
        """Whether a paste has begun whose end has not come."""
        return self._pasting

    def tick(self) -> Iterable[Message]:
        """Yield what silence means: a lone escape, and a paste whose end was lost on the way; keys come after it."""
        yield from super().tick()
        self._silent_ticks += 1
        if self._silent_ticks > SILENT_TICKS:
            yield from self.give_up_paste()

    def give_up_paste(self) -> Iterable[Message]:
        """Yield as much of a paste as has come, where one has begun."""
        if self._pasting:
            self._pasting, self._tail = False, ""
            yield self._pasted()

    def feed(self, data: str) -> Iterable[Message]:
        """Yield what the data mean; a paste once its end has come."""
        self._silent_ticks = 0
        if not data:
            yield from super().feed(data)
        while data:
            if self._pasting:
                data, has_ended = self._collect(data)
                if has_ended:
                    yield self._pasted()
            else:
                begins = (self._tail + data).find(_BEGIN)
                end = len(data) if begins < 0 else begins + len(_BEGIN) - len(self._tail)
                keys, data = data[:end], data[end:]
                self._tail = (self._tail + keys)[1 - len(_BEGIN) :]
                self._pasting = begins >= 0
                yield from super().feed(keys)

    def _collect(self, data: str) -> tuple[str, bool]:
        """Take what belongs to the paste, and return what comes after it, and whether it has ended."""
        before = self._tail if self._characters else ""
        joined = before + data
        ends = joined.find(_END)
        text = data if ends < 0 else data[: max(ends - len(before), 0)]
        self._characters += len(text)
        if self._characters <= LONGEST_PASTE + len(_END):
            self._parts.append(text)
        else:
            self._parts.clear()
        if ends < 0:
            self._tail = joined[1 - len(_END) :]
            return "", False
        self._pasting, self._tail = False, ""
        overhang = max(len(before) - ends, 0)
        self._characters -= overhang
        if overhang and self._parts:
            whole = "".join(self._parts)
            self._parts = [whole[: len(whole) - overhang]]
        return joined[ends + len(_END) :], True

    def _pasted(self) -> events.Paste:
        for _ in super().feed(_END):
            pass  # Textual's parser leaves its paste, which is empty
        text, characters = "".join(self._parts).replace("\x00", ""), self._characters
        self._parts, self._characters = [], 0
        return Paste(characters) if characters > LONGEST_PASTE else events.Paste(text)

"""What is unresolved with a lead, by what was noted: boxes that are not ticked, and questions."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fuyu.domain.history import Entry

_BOX = re.compile(r"\s*(?:[-*+] )?\[ \] *(.+)")
_TICKED = re.compile(r"\s*(?:[-*+] )?\[[xX]\]")
_BULLET = re.compile(r"\s*(?:[-*+] )?")


class Worry(NamedTuple):
    """A line of a note that nothing has settled yet."""

    entry: Entry
    line: str
    """As it stands in the note."""

    @property
    def text(self) -> str:
        """What it says, without its box or its bullet."""
        box = _BOX.fullmatch(self.line)
        return (box[1] if box else _BULLET.sub("", self.line, count=1)).strip()


def worries(history: Iterable[Entry]) -> Iterator[Worry]:
    """Yield what is unresolved, as the history has it: the newest note first, its lines from the top."""
    for entry in history:
        if "?" in entry.note or "[ ]" in entry.note:
            yield from (Worry(entry, line) for line in entry.note.split("\n") if _is_open(line))


def _is_open(line: str) -> bool:
    if _TICKED.match(line):
        return False
    return bool(_BOX.fullmatch(line)) or (line.rstrip().endswith("?") and any(map(str.isalnum, line)))


def ticked(note: str, line: str) -> str:
    """Return a note in which a line is ticked, the first one that reads so; the same note where none does."""
    lines = note.split("\n")
    if line in lines:
        at = lines.index(line)
        is_box = _BOX.fullmatch(line)
        lines[at] = line.replace("[ ]", "[x]", 1) if is_box else f"- [x] {_BULLET.sub('', line, count=1)}"
    return "\n".join(lines)

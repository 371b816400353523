"""A note while another editor has it: a file that is ours alone, and what editors leave beside it when they are ended.

Nothing of it is removed before its text is a draft: whatever ends the editor, the terminal or fuyu, the next start
finds it.
"""

import os
import re
import shlex
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree

from fuyu.domain.text import clean, clean_line
from fuyu.errors import FuyuError
from fuyu.locks import is_held
from fuyu.system import machine

LONGEST_NOTE = 100_000
"""Characters that come back; a longer file stays where it is, and its place is said."""
_NOTE, _BEGUN = "note.md", ".begun"
_NAMED = re.compile(r"(\d{1,18})-\w+")


class Aside:
    """The folder of one note; its lock is held as long as we, or the editor, may still write there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lead_id = int(folder.name.partition("-")[0])
        self.lock = os.open(folder / _BEGUN, os.O_RDWR | machine.OURS | machine.NO_LINK)

    @classmethod
    def begin(cls, home: Path, lead_id: int, text: str) -> "Aside":
        """Put a note aside, in a folder below `home` whose name tells the lead and cannot be guessed."""
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{lead_id}-", dir=home))
        for name, written in ((_BEGUN, text), (_NOTE, f"{text}\n")):
            with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(written.encode("utf-8"))
        made = cls(folder)
        machine.lock(made.lock, alone=False)
        return made

    @property
    def note(self) -> Path:
        """The file that is edited."""
        return self.folder / _NOTE

    def close(self) -> None:
        """Let go of the folder."""
        with suppress(OSError):
            os.close(self.lock)

    @property
    def is_used(self) -> bool:
        """Whether an editor, or another fuyu, has it still; ask after `close`."""
        return is_held(self.folder / _BEGUN, alone=False)

    @property
    def begun(self) -> str:
        """The text that the editor began with, or that was taken in since."""
        return _text(self.folder / _BEGUN) or ""

    def texts(self, *, with_note: bool = True) -> list[str]:
        """Return what was written and is another text than the one begun with, the latest last.

        Args:
            with_note: also the note itself, not only what the editor rescued beside it.
        """
        files = [path for path in self._files() if with_note or path != self.note]
        found = [text.removesuffix("\n") for text in map(_text, files) if text is not None]
        begun = self.begun
        return list(dict.fromkeys(text for text in found if text.strip() and text != begun))

    @property
    def text(self) -> str:
        """What the note says now; as it was begun where the file is gone."""
        return (_text(self.note) or "").removesuffix("\n") if self.note.exists() else self.begun

    @property
    def left(self) -> list[Path]:
        """The files that hold what only a person can take in: a swap file, or more than any note."""
        return [path for path in self._files() if _text(path) is None]

    def settle(self) -> None:
        """Remove what is in the draft now; what only a person can take in stays, with the note it belongs to."""
        self.close()
        if self.is_used:
            return
        left = self.left
        if not left:
            rmtree(self.folder, ignore_errors=True)
            return
        with suppress(OSError):
            (self.folder / _BEGUN).write_text((_text(self.note) or "").removesuffix("\n"), encoding="utf-8")
            for path in self._files():
                if path not in {*left, self.note}:
                    path.unlink()

    def words(self, name: str, room: int = 0) -> str:
        """Return how a person takes in what is left, empty where nothing is.

        Args:
            name: of the lead.
            room: letters that a sentence may have to be read whole; a longer one names the command that says it. 0 is
                as many as it takes.
        """
        left, who = self.left, clean_line(name)
        if not left:
            return ""
        if left[0].suffix in {".swp", ".swo"}:
            kept, how = f"vim kept what you typed about {who}", f"open it with: vim -r {_for_a_shell(self.note)}"
        else:
            kept, how = f"a note on {who} is too long", f"it stays in {_for_a_shell(left[0])}"
        whole = f"{kept}: {how}"
        return whole if not room or len(whole) <= room else f"{kept}: “fuyu check” says where it is"

    def _files(self) -> list[Path]:
        """Return the files there are, but for ours: the one written last at the end, of two what was rescued."""
        found = []
        for path in self.folder.iterdir():
            with suppress(OSError):
                if path.name != _BEGUN and path.is_file() and not path.is_symlink():
                    found.append((path.stat().st_mtime_ns, path != self.note, path))
        return [path for _, _, path in sorted(found)]


def leave_behind(home: Path, lead_id: int, known: str, text: str) -> None:
    """Put a note that cannot be kept now where the next start takes it in.

    Args:
        home: where notes lie.
        lead_id: whom it is about.
        known: what of it is kept.
        text: all of it.
    """
    aside = Aside.begin(home, lead_id, known)
    try:
        aside.note.write_text(text, encoding="utf-8")
    finally:
        aside.close()


def left_in(home: Path) -> Iterator[Aside]:
    """Yield the notes that an editor had when it, or fuyu, was ended, and has no more."""
    for folder in sorted(home.iterdir()) if home.is_dir() else ():
        if _NAMED.fullmatch(folder.name) and folder.is_dir() and not folder.is_symlink():
            with suppress(OSError):
                found = Aside(folder)
                found.close()
                if not found.is_used:
                    yield found


def waiting(home: Path) -> list[str]:
    """Return what of the notes an editor had waits to be taken in, a sentence each."""
    said = []
    for aside in left_in(home):
        if aside.texts():
            said.append(f"a note on lead {aside.lead_id} was not taken in yet: the dashboard does so when it starts")
        if words := aside.words(f"lead {aside.lead_id}"):
            said.append(words)
    return said


def take_in(
    home: Path,
    name_of: Callable[[int], str],
    keep: Callable[[int, str, Sequence[str]], object],
    room: int = 0,
) -> tuple[list[str], list[str]]:
    """Take in what editors left; return whose notes got something, and what a person has to look at.

    Args:
        home: where notes lie.
        name_of: returns a lead's name, empty where there is none any more.
        keep: keeps texts for a lead's note, beside the one they began with.
        room: letters that a sentence may have to be read whole.
    """
    names, left = [], []
    for aside in left_in(home):
        name, texts = name_of(aside.lead_id), aside.texts()
        if not name:
            left += [f"a note on a lead that is gone is in {aside.folder}"] if texts or aside.left else []
            continue
        if texts:
            try:
                keep(aside.lead_id, aside.begun, texts)
            except FuyuError:
                continue  # it stays, for the next start
            names.append(name)
        aside.settle()
        left += filter(None, [aside.words(name, room) if aside.folder.exists() else ""])
    return names, left


@contextmanager
def put_aside(home: Path | None, lead_id: int, text: str) -> Iterator[Aside]:
    """Put a note aside; without a home it lies where temporary files do, and goes with the block once it is settled."""
    if home is not None:
        aside = Aside.begin(home, lead_id, text)
    else:
        aside = Aside.begin(Path(tempfile.mkdtemp(prefix="fuyu-note-")), lead_id, text)
    try:
        yield aside
    finally:
        aside.close()
        if home is None:
            with suppress(OSError):
                aside.folder.parent.rmdir()


def _for_a_shell(path: Path) -> str:
    """Return a path as it is typed into a shell, short where it lies in the home folder."""
    home = Path.home()
    return f"~/{shlex.quote(str(path.relative_to(home)))}" if path.is_relative_to(home) else shlex.quote(str(path))


def _text(path: Path) -> str | None:
    """Return a file's text, None where it is no text or none that a note can have."""
    try:
        with path.open("rb") as file:
            raw = file.read(LONGEST_NOTE * 4 + 2)
    except OSError:
        return ""
    text = raw.decode("utf-8", "replace")
    return None if b"\0" in raw or len(text.removesuffix("\n")) > LONGEST_NOTE else clean(text)

"""What this machine still has to clean of who was forgotten: a file in the person's state folder.

It has the words by which copies and damaged files are known to name somebody, from before the book forgets them until
all is clean; and the ids of those of whom nothing is left here. Every machine has its own.
"""

from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.json import Decoder, encode
from msgspec.structs import replace

from fuyu import disk, paths
from fuyu.errors import StoreError
from fuyu.storage.forgetting.person import NOBODY, ForgottenPerson
from fuyu.storage.journal_db.layout import WRONG


class _Said(Struct, frozen=True, omit_defaults=True):
    """What the file says."""

    clean: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    has_namesake: bool = False


_said = Decoder(_Said)


class UnfinishedForgetting:
    """What is to be cleaned here of one book."""

    def __init__(self, book: Path) -> None:
        self._path = paths.forgotten(book)

    def begin(self, person: ForgottenPerson) -> None:
        """Keep by which words a person is known, durably, before the book forgets them."""
        said, both = self._read(), self.person().known_as(person)
        self._write(
            replace(
                said,
                clean=tuple(sorted({*said.clean} - person.ids)),
                names=tuple(sorted(both.names)),
                reached=tuple(sorted(both.reached)),
                signs=tuple(sorted(both.signs)),
                has_namesake=both.has_namesake,
            )
        )

    def person(self) -> ForgottenPerson:
        """Return by which words those are known who are being cleaned."""
        said = self._read()
        return NOBODY._replace(
            names=frozenset(said.names),
            reached=frozenset(said.reached),
            signs=frozenset(said.signs),
            has_namesake=said.has_namesake,
        )

    def clean(self) -> Collection[int]:
        """Return the ids of the leads of whom nothing is left here."""
        return {*self._read().clean}

    def end(self, ids: Iterable[int]) -> None:
        """Take notice that nothing is left of leads; all words are gone with that."""
        self._write(_Said(clean=tuple(sorted(ids))))

    def _read(self) -> _Said:
        with suppress(OSError, StoreError, *WRONG):
            return _said.decode(disk.small_content(self._path))
        return _Said()

    def _write(self, said: _Said) -> None:
        with disk.saving():
            disk.make_folder(self._path.parent)
            disk.replace_with(self._path, encode(said))

"""What this machine still has to clean of who was forgotten: a file in the person's state folder.

It has the words by which copies and damaged files are known to name somebody, from before the book forgets them until
all is clean; and the ids of those of whom nothing is left here. Every machine has its own.
"""

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.json import Decoder, encode
from msgspec.structs import replace

from fuyu import disk, paths
from fuyu.errors import StoreError
from fuyu.storage.forgetting.person import NOBODY, ForgottenPerson
from fuyu.storage.journal_db.layout import WRONG


class _Known(Struct, frozen=True, omit_defaults=True):
    """By which words one person is known."""

    ids: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    has_namesake: bool = False

    @property
    def person(self) -> ForgottenPerson:
        """The person of these words."""
        return NOBODY._replace(
            names=frozenset(self.names),
            reached=frozenset(self.reached),
            signs=frozenset(self.signs),
            has_namesake=self.has_namesake,
        )


class _Said(Struct, frozen=True, omit_defaults=True):
    """What the file says."""

    clean: tuple[int, ...] = ()
    people: tuple[_Known, ...] = ()


_said = Decoder(_Said)


class UnfinishedForgetting:
    """What is to be cleaned here of one book."""

    def __init__(self, book: Path) -> None:
        self._path = paths.forgotten(book)

    def begin(self, person: ForgottenPerson) -> None:
        """Keep by which words a person is known, durably, before the book forgets them."""
        said = self._read()
        known = _Known(
            ids=tuple(sorted(person.ids)),
            names=tuple(sorted(person.names)),
            reached=tuple(sorted(person.reached)),
            signs=tuple(sorted(person.signs)),
            has_namesake=person.has_namesake,
        )
        clean = tuple(sorted({*said.clean} - person.ids))
        self._write(replace(said, clean=clean, people=(*said.people, known)))

    def person(self, marked: Collection[int]) -> ForgottenPerson:
        """Return by which words those are known who are being cleaned.

        Args:
            marked: the ids that the book has marks of; whom it could not forget is to stay in its copies, too.
        """
        found = NOBODY
        for known in self._read().people:
            if {*known.ids} <= {*marked}:
                found = found.known_as(known.person)
        return found

    def clean(self) -> Collection[int]:
        """Return the ids of the leads of whom nothing is left here."""
        return {*self._read().clean}

    def withdraw(self, person: ForgottenPerson) -> None:
        """Keep no words of a person whom the book could not forget."""
        said = self._read()
        self._write(replace(said, people=tuple(one for one in said.people if {*one.ids} != person.ids)))

    def end(self, ids: Collection[int]) -> None:
        """Take notice that nothing is left of leads; their words are gone with that, those of others stay."""
        said = self._read()
        clean = {*said.clean, *ids}
        self._write(_Said(tuple(sorted(clean)), tuple(one for one in said.people if not {*one.ids} <= clean)))

    def _read(self) -> _Said:
        with suppress(OSError, StoreError, *WRONG):
            return _said.decode(disk.small_content(self._path))
        return _Said()

    def _write(self, said: _Said) -> None:
        with disk.saving():
            disk.make_folder(self._path.parent)
            disk.replace_with(self._path, encode(said))

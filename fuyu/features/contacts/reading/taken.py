"""A file's columns and what each of them is taken for: as guessed, unless a person says otherwise."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from fuyu.domain.text import clean_line
from fuyu.features.contacts.reading.columns import FIELDS, IGNORE, Guess, TitleLine
from fuyu.features.contacts.reading.remembered import said_of
from fuyu.features.contacts.reading.sheets import first_rows
from fuyu.features.contacts.reading.textfile import holds_cards

_CHOICES = (*FIELDS, IGNORE)
"""What a column can be taken for, in the order in which it is walked through."""


class Columns(Struct, frozen=True):
    """Columns by their place, with the first records below them."""

    header: TitleLine
    records: Sequence[Sequence[str]]
    said: Mapping[str, str]
    """What a person said, by title: a field, or `ignore`."""

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.header.titles)

    def title(self, place: int) -> str:
        """Return what stands above a column."""
        return self.header.titles[place]

    def cells(self, place: int) -> list[str]:
        """Return what the first records have there, but for what is empty."""
        return [record[place] for record in self.records if place < len(record) and record[place]]

    def guess(self, place: int) -> Guess:
        """Return what a column is taken for, and who says so."""
        field = self.said.get(self.title(place))
        if field is None:
            return self.header.guesses[place]
        return Guess("" if field == IGNORE else field, "you")

    def place(self, title: str) -> int:
        """Return where a title stands."""
        return self.header.titles.index(title)

    def answered(self, title: str, answer: str) -> "Columns":
        """Return the columns with an answer to what is unclear in one of them."""
        return replace(self, said={**self.said, title: answer})

    def take(self, place: int, field: str | None) -> "Columns":
        """Return the columns with one of them taken for a field, or for `ignore`; None is as it was guessed."""
        title = self.title(place)
        others = {named: taken for named, taken in self.said.items() if named != title}
        if field is None or field == (self.header.guesses[place].field or IGNORE):
            return replace(self, said=others)
        return replace(self, said={**others, title: field})

    def following(self, place: int, step: int, fits: Callable[[str], bool]) -> str | None:
        """Return the field after the one a column is taken for, or before it, that fits; it may be the same again."""
        field = self.guess(place).field or IGNORE
        now = _CHOICES.index(field) if field in _CHOICES else -1
        around = (_CHOICES[(now + step * further) % len(_CHOICES)] for further in range(1, len(_CHOICES) + 1))
        return next((field for field in around if fits(field)), None)

    @property
    def is_as_remembered(self) -> bool:
        """Whether nothing else is said of these titles than was said before."""
        return self.said == said_of(self.header)


def columns_of(path: Path, records: int, encoding: str = "") -> Columns | None:
    """Return the columns of a file with its first records, at most so many; None where it holds vCards.

    Raises:
        UsageError: the file cannot be read.
    """
    name = clean_line(path.name)
    if holds_cards(path, name, encoding):
        return None
    header, found = first_rows(path, name, records, encoding)
    return Columns(header, found, said_of(header))

"""What queries look at, of every lead, kept in columns: `tag:expo` reads one of them, and no document.

A column has its different values once, and for each lead the number of the value it holds; of a lead with several
values the others stand beside. Each is read with the first query that needs it.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, compress
from sqlite3 import Connection

from msgspec import Struct
from msgspec.msgpack import Decoder, encode

from fuyu.domain.lead import Lead
from fuyu.domain.query import OPERATORS, Term
from fuyu.storage.database import Database, UnusableError, seal, unsealed

_TABLE = "create table if not exists facet (number integer primary key, body blob, checksum int)"
_HEAD = 0
"""The row that says which leads and which columns there are; those of the columns follow."""
_BYTE, _WORD = 1 << 8, 1 << 16
_REMEMBERED = 32
"""Answers to terms that are remembered: while a line is typed, all but the last term stay as they are."""


class _Head(Struct, array_like=True):
    """What stands before the columns."""

    leads: bytes
    """The ids of all leads, in the order of every column."""
    names: tuple[str, ...]


class _Column(Struct, array_like=True):
    """One column as it is kept."""

    values: list[str]
    kind: str
    """How wide the numbers are, as `array` names it."""
    held: bytes
    """For each lead the number of its first value."""
    leads: bytes
    """The places of leads with more values, one for each of these."""
    more: bytes
    """The numbers of those."""


class Facets:
    """The columns while leads are read."""

    def __init__(self, leads: array[int] | None = None, columns: Sequence[_Gathered] = ()) -> None:
        """Begin with nobody, or with leads and what they hold."""
        self._leads = array("q") if leads is None else leads
        self._columns = columns or [_Gathered() for _ in OPERATORS]

    def add(self, leads: Sequence[Lead]) -> None:
        """Note what leads hold."""
        for column, operator in zip(self._columns, OPERATORS.values(), strict=True):
            column.add(len(self._leads), [*map(operator.of, leads)])
        self._leads.extend([lead.id for lead in leads])

    def write(self, database: Connection) -> None:
        """Write the columns, in place of any that are there."""
        database.execute(_TABLE)
        head = _Head(self._leads.tobytes(), tuple(OPERATORS))
        bodies = (head, *(column.whole() for column in self._columns))
        for number, body in enumerate(map(encode, bodies)):
            row = number, body, seal(body, number)
            database.execute("insert or replace into facet values (?, ?, ?)", row)


class _Gathered:
    """One column while leads are read."""

    def __init__(self, values: Sequence[str] = ()) -> None:
        self._numbers = {value: number for number, value in enumerate(values)}
        self.held, self.places, self.more = array("I"), array("I"), array("I")

    def add(self, place: int, held: Sequence[tuple[str, ...]]) -> None:
        """Note what leads hold, the first of them at a place and each other at the next."""
        numbers = self._numbers
        self.held.extend([numbers.setdefault(values[0], len(numbers)) for values in held])
        for at, values in enumerate(held, place):
            for value in values[1:]:
                self.places.append(at)
                self.more.append(numbers.setdefault(value, len(numbers)))

    def whole(self) -> _Column:
        """Return the column, without values that nobody holds any more."""
        used = {*self.held, *self.more}
        if len(used) < len(self._numbers):
            kept = {value: number for value, number in self._numbers.items() if number in used}
            anew = {number: place for place, number in enumerate(kept.values())}
            self._numbers = {value: anew[number] for value, number in kept.items()}
            self.held, self.more = (array("I", map(anew.__getitem__, some)) for some in (self.held, self.more))
        kind = "B" if len(self._numbers) <= _BYTE else "H" if len(self._numbers) <= _WORD else "I"
        held = array(kind, self.held).tobytes()
        return _Column([*self._numbers], kind, held, self.places.tobytes(), self.more.tobytes())


class LeadColumns:
    """The columns of a file."""

    def __init__(self, database: Database) -> None:
        """Take what was kept; raise an `UnusableError` where it is not as it was written."""
        self._database = database
        head = _head.decode(_row(database, _HEAD))
        if head.names != tuple(OPERATORS):
            raise UnusableError("other columns were kept")
        self._leads = array("q", head.leads)
        self._numbers = {name: number for number, name in enumerate(head.names, start=_HEAD + 1)}
        self._column = lru_cache(maxsize=None)(self._read)
        self._meeting = lru_cache(maxsize=_REMEMBERED)(self._found)

    def leads_with(self, terms: Iterable[Term], but: Collection[int]) -> Iterator[int]:
        """Return the leads that meet all terms.

        Args:
            terms: what is asked.
            but: leads of whom something is otherwise now, and who are left out.
        """
        size = len(self._leads)
        met = everybody = int.from_bytes(b"\1" * size, "little")
        for term in terms:
            meeting = self._meeting(_Asked(term))
            met &= everybody ^ meeting if term.is_negated else meeting
        found = compress(self._leads, met.to_bytes(size, "little"))
        return (lead for lead in found if lead not in but) if but else found

    def values(self, name: str) -> Sequence[str]:
        """Return the values that leads hold by the name of an operator."""
        return self._column(name).values

    def write_changes(self, database: Connection, leads: Mapping[int, Lead | None]) -> None:
        """Write the columns with some leads as they are now, None where there is none by that id any more."""
        stays = bytes(lead not in leads for lead in self._leads)
        places = [*accumulate(stays, initial=0)]
        columns = []
        for column in map(self._read, OPERATORS):
            gathered = _Gathered(column.values)
            gathered.held.extend(compress(array(column.kind, column.held), stays))
            for place, number in zip(array("I", column.leads), array("I", column.more), strict=True):
                if stays[place]:
                    gathered.places.append(places[place])
                    gathered.more.append(number)
            columns.append(gathered)
        facets = Facets(array("q", compress(self._leads, stays)), columns)
        facets.add([lead for lead in leads.values() if lead is not None])
        facets.write(database)

    def _read(self, name: str) -> _Column:
        return _column.decode(_row(self._database, self._numbers[name]))

    def _found(self, asked: _Asked) -> int:
        """Return a number with a byte for each lead, 1 where a value is taken."""
        column = self._column(asked.term.operator.name)
        takes = bytes(map(asked.term.takes, column.values))
        if column.kind == "B":
            flags = bytearray(column.held.translate(takes.ljust(_BYTE, b"\0")))
        else:
            flags = bytearray(map(takes.__getitem__, array(column.kind, column.held)))
        for place, number in zip(array("I", column.leads), array("I", column.more), strict=True):
            if takes[number]:
                flags[place] = 1
        return int.from_bytes(flags, "little")


class _Asked:
    """A term by what it asks: the same text in the same minute asks the same, whenever it was read."""

    def __init__(self, term: Term) -> None:
        self.term = term
        self._key = term.text, term.asked

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self._key == other._key


def _row(database: Database, number: int) -> bytes:
    for body, checksum in database.rows("select body, checksum from facet where number = ?", number):
        return unsealed(body, checksum, number)
    raise UnusableError("what queries look at was not kept")


_head = Decoder(_Head)
_column = Decoder(_Column)

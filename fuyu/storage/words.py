"""What was written about people, bare of case and accents: every word once, and the leads about whom it is written.

A word that is looked for is looked for inside of all words; the leads of those that have it are bits of whole numbers,
by their slot: their place in the list of those who were read.

SQLite's FTS5 is left aside: its trigrams and the lines to check them took 121 MB at 100,000 leads with ten touches
each, and 15 s to gather; every word once is found by any part of it, in 15 MB and 6 s.
"""

from __future__ import annotations

from array import array
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain, compress, count, repeat
from operator import contains, itemgetter
from sqlite3 import Connection

from msgspec.msgpack import Decoder, encode

from fuyu.domain.action import Table
from fuyu.domain.text import bare
from fuyu.storage.database import Database, seal, unsealed

SEARCHED = (Table.LEADS, Table.TOUCHES, Table.NOTES)
"""The tables that are looked through for words."""
TABLES = (
    "create table searched (number integer primary key, leads blob, checksum int)",
    "create table vocabulary (number integer primary key, words blob, checksum int, leads blob, leads_checksum int)",
)
_A_ROW, _ROOM = 2048, 1 << 16
"""Words of the vocabulary kept together, and about how many bytes the leads of them may take."""
_TEXTS = 4096
"""Texts that are gathered before their words are looked at."""
_PAIRS = 1 << 22
"""Words with a lead each that are gathered before those of the same word are brought together."""
_MANY = 1024
"""Leads from which on those of one word are brought together."""
_Leads = list[int] | bytes
"""The slots of some leads, or the bits of many."""
_whose = Decoder(list[_Leads])
_ONES = bytes(byte & 1 for byte in range(256))
_DIGITS = bytes(48 + (byte & 1) for byte in range(256))


def words_of(texts: Iterable[str]) -> set[bytes]:
    """Return the words of texts: what is found in one of them is what is found in one of the texts."""
    return {encoded(word) for word in chain.from_iterable(bare(text).split() for text in texts)}


def encoded(text: str) -> bytes:
    """Return a text as it is kept; no document has half a character, and a person may type one."""
    return text.encode(errors="surrogatepass")


class Gathering:
    """The words of a file, as its documents are read."""

    def __init__(self) -> None:
        self._slots: dict[int, int] = {}
        self._few: defaultdict[str, array[int]] = defaultdict(partial(array, "I"))
        """The slots that have each word; many stand twice."""
        self._many: defaultdict[str, int] = defaultdict(int)
        """The same as bits."""
        self._texts: defaultdict[str, array[int]] = defaultdict(partial(array, "I"))
        """The slots that have each text whose words were not looked at yet: many write the same about many."""
        self._room = _PAIRS

    def add_leads(self, texts: Iterable[tuple[int, str]]) -> None:
        """Note what stands in the documents of leads; what is written about leads without one is not looked for."""
        for lead, text in texts:
            slot = self._slots[lead] = len(self._slots)
            for word in {*bare(text).split()}:
                self._few[word].append(slot)

    def add(self, texts: Iterable[tuple[int, str]]) -> None:
        """Note what is written in the histories of leads; all leads were noted before."""
        slots = self._slots
        for lead, text in texts:
            if lead in slots:
                self._texts[text].append(slots[lead])
        if len(self._texts) > _TEXTS:
            self._take_apart()

    def write(self, database: Connection) -> None:
        """Write the words, those that are written about most first, and who they are about."""
        self._take_apart()
        self._bring_together()
        size = len(self._slots)
        found: list[tuple[int, bytes, _Leads]] = []
        for word, bits in self._many.items():
            together = bits | bits_of(self._few.pop(word, ()), size)
            found.append((together.bit_count(), encoded(word), _packed(together)))
        self._many.clear()
        for word, slots in self._few.items():
            leads = sorted({*slots})
            found.append((len(leads), encoded(word), leads))
        self._few.clear()
        found.sort(key=itemgetter(0), reverse=True)
        _write_words(database, 0, (words[1:] for words in found))
        _write_leads(database, self._slots, (1 << size) - 1)

    def _take_apart(self) -> None:
        """Note the words of the texts."""
        for text, slots in self._texts.items():
            words = {*bare(text).split()}
            if len(slots) > _MANY:
                together = bits_of(slots, len(self._slots))
                for word in words:
                    self._many[word] |= together
            else:
                for word in words:
                    self._few[word] += slots
                self._room -= len(words) * len(slots)
        self._texts.clear()
        if self._room < 0:
            self._bring_together()

    def _bring_together(self) -> None:
        size = len(self._slots)
        for word, slots in self._few.items():
            if len(slots) > _MANY:
                self._many[word] |= bits_of(slots, size)
                del slots[:]
        self._room = _PAIRS


def _write_words(database: Connection, number: int, words: Iterable[tuple[bytes, _Leads]]) -> None:
    """Write words with who they are about, in rows from that number on."""
    some: list[tuple[bytes, _Leads]] = []
    room = _ROOM
    for word, leads in words:
        some.append((word, leads))
        room -= len(leads) if isinstance(leads, bytes) else 4 * len(leads)
        if room < 0 or len(some) == _A_ROW:
            _write_row(database, number, *zip(*some, strict=True))
            some, room, number = [], _ROOM, number + 1
    if some:
        _write_row(database, number, *zip(*some, strict=True))


def _write_row(database: Connection, number: int, words: Sequence[bytes], leads: Sequence[_Leads]) -> None:
    text, whose = b"\n".join(words), encode(leads)
    row = number, text, seal(text, number), whose, seal(whose, number)
    database.execute("insert or replace into vocabulary values (?, ?, ?, ?, ?)", row)


def _write_leads(database: Connection, leads: Iterable[int], there: int) -> None:
    """Write who has which slot, and which of them have a document."""
    for number, body in enumerate((array("q", leads).tobytes(), _as_bytes(there))):
        database.execute("insert or replace into searched values (?, ?, ?)", (number, body, seal(body, number)))


def bits_of(slots: Iterable[int], size: int) -> int:
    """Return a number with those bits, which are below `size`."""
    flags = bytearray(size + 1)
    deque(map(flags.__setitem__, slots, repeat(1)), maxlen=0)
    flags.reverse()
    return int(flags.translate(_DIGITS), 2)


def at_bits(values: Iterable[int], bits: int) -> Iterator[int]:
    """Yield the values at the bits of a number."""
    return compress(values, f"{bits:b}"[::-1].encode().translate(_ONES))


def _as_bytes(bits: int) -> bytes:
    return bits.to_bytes((bits.bit_length() + 7) >> 3, "little")


def _packed(bits: int) -> _Leads:
    """Return bits in the shorter of two forms."""
    return [*at_bits(count(), bits)] if bits.bit_count() * 40 < bits.bit_length() else _as_bytes(bits)


class Vocabulary:
    """The words of a file, and who they are about."""

    def __init__(self, database: Database) -> None:
        (leads, leads_sum), (there, there_sum) = database.rows("select leads, checksum from searched order by number")
        self._leads = array("q", unsealed(leads, leads_sum, 0))
        self._there = int.from_bytes(unsealed(there, there_sum, 1), "little")
        self._database = database
        self._sound: set[int] = set()

    @staticmethod
    def is_in(database: Database) -> bool:
        """Return whether words were gathered."""
        return bool(database.rows("select 1 from searched"))

    def leads_with(
        self, wanted: Sequence[bytes], but: Collection[int] = ()
    ) -> tuple[Iterator[int], dict[bytes, set[int]]]:
        """Return the leads about whom all the words are written.

        Args:
            wanted: bare of case and accents.
            but: leads of whom something is otherwise now; those who had each word are told apart.
        """
        changed = self._bits([self._slots[lead] for lead in but if lead in self._slots]) if but else 0
        found, had = self._there & ~changed, dict[bytes, set[int]]()
        for word in sorted(wanted, key=len, reverse=True):
            about = self._about(word, found | changed)
            found &= about
            had[word] = {*at_bits(self._leads, about & changed)}
        return at_bits(self._leads, found), had

    def write_changes(self, database: Connection, leads: Mapping[int, tuple[set[bytes], set[bytes] | None]]) -> None:
        """Write what became of it where other words are written about leads now.

        Args:
            database: a copy of what this was read from.
            leads: the words that were written about each and those that are; None where there is no such lead any more.
        """
        slots, there = dict(self._slots), self._there
        changed: defaultdict[bytes, int] = defaultdict(int)
        for lead, (before, after) in leads.items():
            bit = 1 << slots.setdefault(lead, len(slots))
            there = there & ~bit if after is None else there | bit
            for word in before ^ (after or set()):
                changed[word] ^= bit
        number = -1
        for number, text in self._rows():
            words = text.split(b"\n")
            if not changed.keys().isdisjoint(words):
                whose = self._leads_of(number)
                for place, word in enumerate(words):
                    if word in changed:
                        whose[place] = _packed(self._bits(whose[place]) ^ changed.pop(word))
                _write_row(database, number, words, whose)
        _write_words(database, number + 1, ((word, _packed(bits)) for word, bits in sorted(changed.items())))
        _write_leads(database, slots, there)

    @cached_property
    def _slots(self) -> dict[int, int]:
        return dict(zip(self._leads, count()))

    def _rows(self) -> Iterator[tuple[int, bytes]]:
        """Yield the words a row at a time, with its number; a row is looked at wholly the first time."""
        for (number,) in self._database.rows("select number from vocabulary order by number"):
            ((words, checksum),) = self._database.rows(
                "select words, checksum from vocabulary where number = ?", number
            )
            yield number, words if number in self._sound else unsealed(words, checksum, number)
            self._sound.add(number)

    def _about(self, wanted: bytes, among: int) -> int:
        """Return who a word is written about, as bits; once all `among` whom it is looked for are found, no others.

        Those written about most come first: few words have most of what is looked for.
        """
        found, few = 0, list[int]()
        for number, words in self._rows():
            if wanted in words:
                for leads in compress(self._leads_of(number), map(contains, words.split(b"\n"), repeat(wanted))):
                    if isinstance(leads, bytes):
                        found |= self._bits(leads)
                    else:
                        few += leads
                if found & among == among:
                    break
        return found | self._bits(few)

    def _bits(self, leads: _Leads) -> int:
        return int.from_bytes(leads, "little") if isinstance(leads, bytes) else bits_of(leads, len(self._leads))

    def _leads_of(self, number: int) -> list[_Leads]:
        query = "select leads, leads_checksum from vocabulary where number = ?"
        ((leads, checksum),) = self._database.rows(query, number)
        return _whose.decode(unsealed(leads, checksum, number))

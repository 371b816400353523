"""What was written about people, bare of case and accents: every word once, and the leads about whom it is written.

A word that is looked for is looked for inside of all words; the leads of those that have it are bits of whole numbers.
"""

from __future__ import annotations

from array import array
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, compress, count, groupby, repeat
from operator import contains, itemgetter
from sqlite3 import Connection
from typing import NamedTuple

from fuyu.domain.action import Table
from fuyu.domain.text import bare
from fuyu.storage.database import Database

SEARCHED = (Table.LEADS, Table.TOUCHES, Table.NOTES)
"""The tables that are looked through for words."""
_TABLES = (
    "create table leads (ids blob, there blob)",
    "create table vocabulary (place integer primary key, words blob, numbers blob)",
    "create table posting (word integer primary key, own blob, history blob)",
    "create temp table gathered (word blob, is_history int, leads blob)",
)
_A_ROW = 2048
"""Words of the vocabulary kept together."""
_ROOM = 1 << 24
"""About how many characters are gathered before they are put aside."""
_FEW = 32
"""Leads with one text, above which they are brought together as bits."""
_MOST = 1000
"""Words whose leads are held as bits until they are put aside."""
_ONES = bytes(byte & 1 for byte in range(256))
_DIGITS = bytes(48 + (byte & 1) for byte in range(256))


class Line(NamedTuple):
    """What is written about a lead now."""

    text: bytes
    """The words of their own document, a tab, those of their history."""
    is_whole: bool
    """Whether it has all of their history, not only what was added since."""


def line_of(own: str, history: bytes) -> bytes:
    """Return what is written about a lead as one line: the words of their own document, then those of their history."""
    return b"%b\t%b" % (words_of([own]), history)


def history_in(line: bytes) -> bytes:
    """Return the words of the history in a line."""
    return line.partition(b"\t")[2]


def words_of(texts: Collection[str]) -> bytes:
    """Return the words of texts, each once: what is found in it is what is found in one of them."""
    return encoded(" ".join(dict.fromkeys(chain.from_iterable(bare(text).split() for text in texts))))


def encoded(text: str) -> bytes:
    """Return a text as it is kept; no document has half a character, and a person may type one."""
    return text.encode(errors="surrogatepass")


class Gathering:
    """The words of a file, as its documents are read."""

    def __init__(self, database: Connection) -> None:
        self._database = database
        database.execute("begin")
        for table in _TABLES:
            database.execute(table)
        self._slots: dict[int, int] = {}
        """The leads in the order they were met: each has a place, its slot, by which the others know it."""
        self._there: list[int] = []
        """The slots of those who have a document."""
        self._texts: tuple[defaultdict[str, list[int]], ...] = (defaultdict(list), defaultdict(list))
        """The slots about whom a text is written, in their own document and in their history; many stand twice."""
        self._room = _ROOM

    def add_leads(self, texts: Sequence[tuple[int, str]]) -> None:
        """Note what stands in the documents of leads."""
        self._add(texts, self._texts[0])
        self._there += [self._slots[lead] for lead, _ in texts]

    def add_history(self, texts: Iterable[tuple[int, str]]) -> None:
        """Note what stands in the histories of leads."""
        self._add(texts, self._texts[1])

    def finish(self) -> None:
        """Write the words, those that are written about most first, and who they are about."""
        self._put_aside()
        database, written = self._database, list[tuple[int, int, bytes]]()
        gathered = database.execute("select word, is_history, leads from gathered order by word, is_history")
        for number, (word, rows) in enumerate(groupby(gathered, itemgetter(0))):
            own, history = self._united(rows)
            database.execute("insert into posting values (?, ?, ?)", (number, own, history))
            written.append((-len(own) - len(history), number, word))
        written.sort()
        for place in range(0, len(written), _A_ROW):
            _, numbers, words = zip(*written[place : place + _A_ROW], strict=True)
            row = (place, b"\n".join(words), array("I", numbers).tobytes())
            database.execute("insert into vocabulary values (?, ?, ?)", row)
        size = len(self._slots)
        there = bits_of(self._there, size).to_bytes((size >> 3) + 1, "little")
        database.execute("insert into leads values (?, ?)", (array("q", self._slots).tobytes(), there))
        database.execute("drop table gathered")
        database.execute("commit")

    def _add(self, texts: Iterable[tuple[int, str]], known: defaultdict[str, list[int]]) -> None:
        slots, room = self._slots, self._room
        for lead, text in texts:
            known[text].append(slots.setdefault(lead, len(slots)))
            room -= len(text) if len(known[text]) <= _FEW else 1
        self._room = room
        if room < 0:
            self._put_aside()

    def _put_aside(self) -> None:
        """Write who each word gathered so far is about."""
        for is_history, texts in enumerate(self._texts):
            some: defaultdict[str, list[int]] = defaultdict(list)
            many: defaultdict[str, int] = defaultdict(int)
            for text, slots in texts.items():
                words = set(bare(text).split())
                if len(slots) == 1:
                    deque(map(list.append, map(some.__getitem__, words), repeat(slots[0])), maxlen=0)
                elif len(slots) <= _FEW:
                    deque(map(list.extend, map(some.__getitem__, words), repeat(slots)), maxlen=0)
                else:
                    together = bits_of(slots, len(self._slots))
                    for word in words:
                        many[word] |= together
                    if len(many) > _MOST:
                        self._put(((word, _packed(bits)) for word, bits in many.items()), is_history)
                        many.clear()
            texts.clear()
            self._put(((word, _packed(bits)) for word, bits in many.items()), is_history)
            self._put(((word, _packed_few(slots)) for word, slots in some.items()), is_history)
        self._room = _ROOM

    def _put(self, rows: Iterable[tuple[str, bytes]], is_history: int) -> None:
        values = ((encoded(word), is_history, leads) for word, leads in rows)
        self._database.executemany("insert into gathered values (?, ?, ?)", values)

    def _united(self, rows: Iterable[tuple[bytes, int, bytes]]) -> Sequence[bytes]:
        """Return in whose own document, and in whose history, a word is."""
        found = [b"", b""]
        for is_history, parts in groupby(rows, itemgetter(1)):
            found[is_history] = _joined([leads for _, _, leads in parts], len(self._slots))
        return found


def bits_of(slots: Iterable[int], size: int) -> int:
    """Return a number with those bits, which are below `size`."""
    flags = bytearray(size + 1)
    deque(map(flags.__setitem__, slots, repeat(1)), maxlen=0)
    flags.reverse()
    return int(flags.translate(_DIGITS), 2)


def at_bits(values: Sequence[int], bits: int) -> Iterator[int]:
    """Yield the values at the bits of a number."""
    return compress(values, f"{bits:b}"[::-1].encode().translate(_ONES))


def _packed_few(slots: Collection[int]) -> bytes:
    return b"f" + array("I", slots).tobytes()


def _packed(bits: int) -> bytes:
    """Return bits in the shorter of two forms."""
    size = (bits.bit_length() + 7) >> 3
    if bits.bit_count() * 4 < size:
        return _packed_few([*at_bits(range(size << 3), bits)])
    return b"m" + bits.to_bytes(size, "little")


def _unpacked(packed: Iterable[bytes], size: int) -> int:
    """Return all bits of several."""
    united, few = 0, array("I")
    for leads in packed:
        if leads[:1] == b"f":
            few.frombytes(leads[1:])
        else:
            united |= int.from_bytes(leads[1:], "little")
    return united | bits_of(few, size) if few else united


def _joined(packed: Sequence[bytes], size: int) -> bytes:
    """Return several as one; few slots may stand twice in it."""
    if len(packed) == 1:
        return packed[0]
    are_few = all(leads[:1] == b"f" for leads in packed) and sum(map(len, packed)) < size >> 3
    return b"f" + b"".join(leads[1:] for leads in packed) if are_few else _packed(_unpacked(packed, size))


class Vocabulary:
    """The words of a file that was read once, and who they are about, by slot."""

    def __init__(self, database: Database) -> None:
        ((ids, there),) = database.rows("select ids, there from leads") or [(b"", b"")]
        self._leads = array("q", ids)
        self._there = int.from_bytes(there, "little")
        self._database = database

    def leads_with(self, wanted: Sequence[bytes], lines: Mapping[int, Line]) -> Iterator[int]:
        """Return the leads about whom all the words are written.

        Args:
            wanted: bare of case and accents; one at least.
            lines: what is written since about some leads; nothing where there is no lead any more.
        """
        slots = {lead: self._slots.get(lead) for lead in lines}
        changed = bits_of((slot for slot in slots.values() if slot is not None), len(self._leads))
        together = self._there & ~changed
        found = {word: self._find(word, together, changed) for word in sorted(wanted, key=len, reverse=True)}
        for own, history in found.values():
            together &= own | history

        def has(word: bytes, lead: int, line: Line) -> bool:
            slot = None if line.is_whole else slots[lead]
            return word in line.text or (slot is not None and bool(found[word][1] >> slot & 1))

        since = (lead for lead, line in lines.items() if line.text and all(has(word, lead, line) for word in found))
        return chain(at_bits(self._leads, together), since)

    @cached_property
    def _slots(self) -> dict[int, int]:
        return dict(zip(self._leads, count()))

    def _find(self, wanted: bytes, all_leads: int, in_history: int) -> tuple[int, int]:
        """Return, as bits of their slots, in whose own document a word is, and in whose history.

        Those written about most come first: it is enough when all are found that can be.

        Args:
            wanted: the word.
            all_leads: who may be found at all, in either.
            in_history: whose history counts by itself.
        """
        own = history = 0
        size = len(self._leads)
        for place, words in self._database.rows("select place, words from vocabulary order by place"):
            if wanted in words:
                packed = self._postings(place, map(contains, words.split(b"\n"), repeat(wanted)))
                own |= _unpacked((theirs for theirs, _ in packed), size)
                history |= _unpacked((said for _, said in packed), size)
                if (own | history) & all_leads == all_leads and history & in_history == in_history:
                    break
        return own, history

    def _postings(self, place: int, hits: Iterable[bool]) -> list[tuple[bytes, bytes]]:
        """Return who some words of a row are about."""
        ((numbers,),) = self._database.rows("select numbers from vocabulary where place = ?", place)
        query = "select own, history from posting where word = ?"
        return [self._database.rows(query, number)[0] for number in compress(array("I", numbers), hits)]

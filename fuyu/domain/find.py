"""Finding people: by name and company, accents and typos forgiven, and by what was written about them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from fuyu.domain.action import Document, lead_of
from fuyu.domain.history import Away, Draft, Note, Touch
from fuyu.domain.lead import Lead, Row, Status
from fuyu.domain.message import Message
from fuyu.domain.numbers import number_of
from fuyu.domain.text import bare, clean_line, fold, is_eastern
from fuyu.domain.typed import Typed
from fuyu.domain.view import SavedView

MOST = 2_000
"""Leads found at once: nobody reads further, another letter tells them apart."""
_NEAR = 72
"""A score from 0 to 100 below which a typo is another word (measured on names of the sample book)."""
_TYPO_LENGTH = 4
"""Shorter words have too many neighbours to forgive a typo."""


def mentioned(documents: Iterable[Document], folded_words: Sequence[str]) -> Iterator[int]:
    """Yield the leads about whom all the folded words are written, in one document or in several.

    A lead's own document comes before what was written about them.
    """
    texts: dict[int, list[str]] = {}
    for document in documents:
        if isinstance(document, Lead) or lead_of(document) in texts:
            texts.setdefault(lead_of(document), []).append(bare(text_of(document)))
    for lead_id, found in texts.items():
        if all(any(word in text for text in found) for word in folded_words):
            yield lead_id


class Around(NamedTuple):
    """Where a word stands in a text, with what is around it."""

    before: str
    match: str
    after: str


def around(texts: Iterable[str], folded_words: Sequence[str], before: int) -> Around | None:
    """Return the first place in some texts where one of the folded words stands; None where none does.

    Args:
        texts: those that may have it, the likeliest first.
        folded_words: what was looked for.
        before: at most so many characters are told before it, whole words where that can be.
    """
    for text in map(clean_line, texts):
        folded, places = _folded_with_places(text)
        for word in folded_words:
            at = folded.find(word)
            if at >= 0:
                begins, ends = places[at], places[at + len(word) - 1] + 1
                return Around(_end_of(text[:begins], before), text[begins:ends], text[ends:])
    return None


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """Return a text folded, and for each of its letters where it comes from."""
    parts = [bare(letter) for letter in text]
    return "".join(parts), [place for place, part in enumerate(parts) for _ in part]


def _end_of(text: str, most: int) -> str:
    """Return the end of a text, from the beginning of a word on where one begins in it."""
    if len(text) <= most:
        return text
    _, blank, rest = text[-most:].partition(" ")
    return f"…{rest if blank else text[-most:]}"


def text_of(document: Document) -> str:
    """Return the words that a document is found by."""
    return document.note if isinstance(document, (Touch, Note)) else " ".join(_texts(document))


def _texts(document: Lead | Draft | Away | Message | Typed | SavedView) -> Iterable[str]:
    if isinstance(document, Lead):
        from fuyu.domain.fields import searched_texts  # noqa: PLC0415 - names are found without the table of fields

        facts = (about.fact for about in document.about)
        step = (text for step in (document.plan, *document.promises) if step for text in (step.why, step.quote))
        value = (document.value.plain, document.value.words) if document.value else ()
        return (*searched_texts(document), *value, *map(_dialled, document.phones), *facts, *step)
    if isinstance(document, SavedView):
        return document.name, document.query
    return (document.reason if isinstance(document, Away) else document.text,)


def _dialled(phone: str) -> str:
    """Return a number as it is typed into a phone: digits only, but for a plus in front."""
    number = number_of(phone)
    return f"+{number.digits}" if number.is_worldwide else number.digits


class Names:
    """The folded names and companies of many leads, searched at the speed of memory.

    Those who asked not to be contacted are found only when they are asked for.
    """

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._lines: dict[int, str] = {}
        self._silent: dict[int, str] = {}
        for row in rows:
            self.put(row)

    def put(self, row: Row) -> None:
        """Know a lead by the name and company they have now."""
        self.drop(row.id)
        lines = self._silent if row.status is Status.DO_NOT_CONTACT else self._lines
        lines[row.id] = f" {fold(f'{row.name} {row.company}')}{_as_one(row.name)}"

    def drop(self, lead_id: int) -> None:
        """Forget a lead."""
        self._lines.pop(lead_id, None)
        self._silent.pop(lead_id, None)

    def containing(self, words: str, most: int = MOST, among: Collection[int] | None = None) -> list[int]:
        """Return at most so many ids whose name and company contain all the words, the oldest lead first.

        Those with a word that begins with the first of the words come before the others.

        Args:
            words: what is looked for; none are contained by all.
            most: so many at most.
            among: the only ones who are looked at, the oldest first, quick to look up in; None are all.
        """
        return _containing(self._lines, words, most, among)

    def silent(self, words: str, most: int = MOST, among: Collection[int] | None = None) -> list[int]:
        """Return the same of those who asked not to be contacted."""
        return _containing(self._silent, words, most, among)

    def near(self, words: str, limit: int = 20, among: Collection[int] | None = None) -> list[int]:
        """Return ids whose name or company has a word that is only a typo away, nearest first."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - 15 ms that most starts do not need

        wanted = fold(words)
        if len(wanted) < _TYPO_LENGTH:
            return []
        known = self._lines if among is None else {at: self._lines[at] for at in among if at in self._lines}
        lines = {at: line[1:] if len(line) >= len(wanted) else None for at, line in known.items()}
        near = process.extract(wanted, lines, scorer=fuzz.partial_ratio, limit=limit, score_cutoff=_NEAR)
        return [at for _, _, at in sorted(near, key=lambda hit: (-hit[1], hit[2]))]


def _as_one(name: str) -> str:
    """Return a name of an eastern script as one word, too, where it is written as several."""
    return f" {fold(name).replace(' ', '')}" if " " in name and is_eastern(name) else ""


def _containing(known: Mapping[int, str], words: str, most: int, among: Collection[int] | None) -> list[int]:
    first, *others = fold(words).split() or [""]
    if not first and among is not None:
        return [*islice(filter(known.__contains__, among), most)]
    begins = f" {first}"
    if among is not None and len(among) * _FEW < len(known):
        known, among = {at: known[at] for at in among if at in known}, None
    lines = known.items()
    found = sorted(islice(_all(known, others, _kept((at for at, line in lines if begins in line), among)), most))
    if len(found) < most:
        inside = (at for at, line in lines if first in line and begins not in line)
        found += sorted(islice(_all(known, others, _kept(inside, among)), most - len(found)))
    return found


_FEW = 8
"""Taking a line out of all takes so many times as long as passing by it."""


def _kept(ids: Iterator[int], among: Collection[int] | None) -> Iterator[int]:
    return ids if among is None else filter(among.__contains__, ids)


def _all(known: Mapping[int, str], words: Sequence[str], ids: Iterable[int]) -> Iterator[int]:
    return (at for at in ids if all(word in known[at] for word in words)) if words else iter(ids)


def one_of(names: Names, words: str, known: Sequence[Row]) -> Row | None:
    """Return the only row among `known` whose name is, or contains, the words; None where there are none or several.

    Where several contain them, the only one who has each as a whole word: `ana` is Ana Diaz, not Ken Tanaka.
    """
    wanted = fold(words)
    exact = [row for row in known if fold(row.name) == wanted]
    by_id = {row.id: row for row in known}
    part = exact or [by_id[lead_id] for lead_id in (*names.containing(words), *names.silent(words))]
    if len(part) > 1:
        part = [row for row in part if {*wanted.split()} <= {*fold(row.name).split()}]
    return part[0] if len(part) == 1 else None

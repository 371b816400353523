"""How a person is reached, as it stands in a line: addresses, links, tags and phone numbers."""

import re
from collections.abc import Callable

from fuyu.domain.quick_add.amount import amount_at
from fuyu.domain.quick_add.line import LineWords, PartKind

_SHAPES = (
    (
        PartKind.EMAIL,
        re.compile(r"(?:e-?mail:|<|mailto:)*(?P<text>[^\s@<>()\[\]:,;\"]+@[^\s@<>()\[\]:,;\"]+\.[^\W\d_]{2,})[>.:!?]*"),
    ),
    (PartKind.LINK, re.compile(r"<?(?P<text>(?:https?://|www\.)[^\s<>]*[\w/=&#-])[>.:!?)]*")),
    (PartKind.LINK, re.compile(r"(?P<text>(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s<>]*)", re.IGNORECASE)),
    (PartKind.TAG, re.compile(r"#(?P<text>[\w-]*\w)[.:!?]*")),
)

_LABEL = r"(?:tel|phone|mobile|mob|cell|fax|ph)"
_LABEL_ALONE = re.compile(rf"{_LABEL}[.:]*|[tmp][.:]+", re.IGNORECASE)
_LABEL_GLUED = re.compile(rf"(?:{_LABEL}|[tmp])[.:]+(?=[+(\d])", re.IGNORECASE)
_FIGURES = re.compile(r"[+(]*\d[\d()./\u2013-]*")
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}(?:[./](?:\d{2}|\d{4})?)?")
_EXTENSION = re.compile(r"(?:x|ext\.?:?)(\d{1,5})?", re.IGNORECASE)
_FEWEST_DIGITS = 7
_MOST_DIGITS = 15  # E.164
_NATIONAL = 10  # digits of a number in full, in most countries
_PAIR = 2


def take_reach(line: LineWords, is_day: Callable[[int, int], bool]) -> None:
    """Take addresses, links, tags and numbers out of the line.

    Args:
        line: the line.
        is_day: whether the words from one index up to, without, another name a day.
    """
    for index, word in enumerate(line.words):
        for kind, shape in _SHAPES:
            if found := shape.fullmatch(word.text):
                line.take(kind, index, index + 1, text=found["text"])
                break
    for index in range(len(line)):
        if line.is_free(index) and not _is_amount(line, index):
            _take_phone(line, index, is_day)


def _is_amount(line: LineWords, index: int) -> bool:
    """Return whether the word belongs to an amount: EUR 5000000 is no number to call."""
    found = (amount_at(line, first) for first in (index - 1, index) if line.is_beside(index, first))
    return any(amount is not None and amount.last > index for amount in found)


def _take_phone(line: LineWords, index: int, is_day: Callable[[int, int], bool]) -> None:
    """Take the number that begins at the word, or after it where that is a label."""
    glued = _LABEL_GLUED.match(line.words[index].text)
    labelled = bool(_LABEL_ALONE.fullmatch(line.words[index].text)) and line.is_beside(index, index + 1)
    first = index + labelled
    last = _end_of_phone(line, first, len(glued[0]) if glued else 0, is_day)
    if last == first:
        return
    skip = line.words[first].start - line.words[index].start + (len(glued[0]) if glued else 0)
    line.take(PartKind.PHONE, index, _after_extension(line, last), skip=skip)


def _end_of_phone(line: LineWords, first: int, skip: int, is_day: Callable[[int, int], bool]) -> int:
    """Return the index after the last word of the number that begins at the word; the same word where none does."""
    counts: list[int] = []
    while line.is_beside(first, first + len(counts)):
        figures = line.words[first + len(counts)].text[0 if counts else skip :]
        if not _FIGURES.fullmatch(figures) or _DATE.fullmatch(figures) or (counts and figures.startswith("+")):
            break
        counts.append(sum(map(str.isdecimal, figures)))
        if counts[-1] >= _FEWEST_DIGITS:
            break
    last = first + len(counts)
    if sum(counts) > _MOST_DIGITS:
        last = _start_of_second(line, first, last)
    elif len(counts) > 1 and _is_given_back(last - 1, counts, is_day):
        last -= 1
    digits = sum(counts[: last - first])
    return last if _FEWEST_DIGITS <= digits <= _MOST_DIGITS else first


def _start_of_second(line: LineWords, first: int, last: int) -> int:
    """Return where the second of two numbers begins: where a word begins as the first one does; else where both do."""
    prefix = line.words[first].text
    return next((index for index in range(first + 1, last) if line.words[index].text == prefix), first)


def _is_given_back(last: int, counts: list[int], is_day: Callable[[int, int], bool]) -> bool:
    """Return whether the last word belongs to the day after the number, and not to the number: ... 0000 27 mar."""
    *_, before, own = counts
    left = sum(counts) - own
    is_whole = left >= (_NATIONAL if before <= _PAIR else _FEWEST_DIGITS)
    return own <= _PAIR and is_whole and is_day(last, last + 2)


def _after_extension(line: LineWords, index: int) -> int:
    """Return the index after the extension that stands at the word, if one does."""
    if not line.is_beside(index - 1, index) or not (found := _EXTENSION.fullmatch(line.words[index].text)):
        return index
    if found[1]:
        return index + 1
    has_digits = line.is_beside(index, index + 1) and line.words[index + 1].text.isdecimal()
    return index + 2 if has_digits else index

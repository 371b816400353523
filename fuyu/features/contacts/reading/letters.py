"""Which encoding a text is in that does not say: the one in which its letters stand as they do in people's names.

Every encoding that can decode the text is scored. A letter is worth how often it stands in names of a language, and
beside which letters (letters.toml); what is no letter, a capital within a word, or two scripts in one word count
against. No library does this well for a handful of names: on 2,500 small files charset-normalizer 3.5 read one in three
wrongly, chardet 7.7 one in fourteen, and this one in sixty, most of which it said it was unsure of.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import islice, pairwise
from math import log
from typing import NamedTuple

from msgspec import Struct, convert

_LINES = 200
"""Lines that are looked at."""
_WORDS = 300
"""Words that are looked at: what more of them say is the same again."""
_UNSURE = 3.5
"""By how many nats one encoding must be likelier than another that shows other letters."""
_STRANGE = -11.5
"""What a letter is worth that no name in a language has, in nats."""
_UNLISTED = -9.5
"""The same of a letter of a script that has thousands of them."""
_NO_LETTER, _MARK = -13.0, -5.0
"""What a sign is worth where none belongs, and where one does."""
_FAULT = -9.0
"""What a capital within a word is worth, or a second script in it."""
_BESIDE = 0.7
"""How much the letters beside a letter count."""
_PRESENT = 0.3
"""Words in each language that are there before one was seen."""
_RARE = {"is": -4.0}
"""What it is worth that a language is there which few write, in nats: `ð` is Turkish or Lithuanian, read wrongly."""
_TIE = 1.0
"""Nats within which two languages are as likely for a word."""
_WORD = re.compile(r"[^\x00-\x26\x28-\x40\x5b-\x60\x7b-\x7f]+")
"""Letters, the apostrophe, and all that is beyond ASCII."""
_LONGEST_PREFIX = 4
"""Letters before an apostrophe: in `O'Brien` one, in `dell'Orto` four."""
_EASTERN = {"HIRAGANA", "KATAKANA", "HANGUL", "HALFWIDTH", "FULLWIDTH", "IDEOGRAPHIC", "CJK"}
_HIGH = re.compile(rb"[\x80-\xff]")
_JAPANESE_7_BIT = re.compile(rb"\x1b\$[@B]")
_ASCII_END = 0x7F


class _Codec(Struct, frozen=True):
    worth: float
    languages: list[str]


class _Table(Struct, frozen=True):
    """What letters.toml holds; its first lines say what that is."""

    encodings: dict[str, _Codec]
    letters: dict[str, dict[str, tuple[float, str, str]]]
    scripts: dict[str, str]
    signs: dict[str, str]


class _Letter(NamedTuple):
    worth: float
    before: Mapping[str, float]
    after: Mapping[str, float]


class _Language(NamedTuple):
    letters: Mapping[str, _Letter]
    strange: float


class Judged(NamedTuple):
    """The encoding a text seems to be in."""

    codec: str
    others: tuple[str, ...] = ()
    """Encodings that are about as likely, and in which it says something else."""


def judge(lines: Iterable[bytes]) -> Judged:
    """Return the encoding of lines that are neither ASCII nor UTF-8; cp1252 where nothing speaks for any."""
    looked_at = list(islice(lines, _LINES))
    if any(map(_JAPANESE_7_BIT.search, looked_at)):
        return Judged("iso2022_jp")
    scored = sorted(_scored(looked_at), key=lambda found: -found[0])
    if not scored:
        return Judged("cp1252")
    best, codec, said = scored[0]
    shown, others = {said}, []
    for score, other, text in scored[1:]:
        if best - score < _UNSURE and text not in shown:
            shown.add(text)
            others.append(other)
    return Judged(codec, tuple(others))


def _scored(lines: Sequence[bytes]) -> Iterable[tuple[float, str, str]]:
    """Yield how likely each encoding is, and what the lines say in it."""
    for name, codec in _table().encodings.items():
        texts = [_decoded(line, name) for line in lines]
        text = "\n".join(text for text in texts if text is not None)
        words = islice(dict.fromkeys(word for word in _WORD.findall(text) if not word.isascii()), _WORDS)
        lost = sum(len(_HIGH.findall(line)) for line, text in zip(lines, texts, strict=True) if text is None)
        yield codec.worth + lost * _NO_LETTER + _score(list(words), codec.languages), name, text


def _decoded(line: bytes, codec: str) -> str | None:
    try:
        return line.decode(codec)
    except UnicodeError:
        return None


def _score(words: Sequence[str], codes: Sequence[str]) -> float:
    """Return how likely words are in a mixture of languages, most of them in few of those."""
    signs = sum(_sign(word, place) for word in words for place, char in enumerate(word) if _is_sign(char))
    faults = _FAULT * sum(map(_faults, words))
    spelled = [("".join(" " if _is_sign(char) else char for char in word)).split() for word in words]
    common = [code for code in codes if code not in _RARE]
    mixtures = {tuple(common): 0.0, tuple(codes): sum(_RARE[code] for code in codes if code in _RARE)}
    return signs + faults + max(worth + _mixed(spelled, mixture) for mixture, worth in mixtures.items())


def _mixed(spelled: Sequence[Sequence[str]], codes: Sequence[str]) -> float:
    """Return how likely the parts of words are in a mixture of languages."""
    languages = [_language(code) for code in codes]
    worths = [[sum(_worth(part, one) for part in parts) for one in languages] for parts in spelled if parts]
    tally = [_PRESENT] * len(codes)
    for worth in worths:
        likely = [place for place, one in enumerate(worth) if one > max(worth) - _TIE]
        for place in likely:
            tally[place] += 1 / len(likely)
    share = [log(count / max(tally)) for count in tally]
    return sum(max(map(float.__add__, worth, share)) for worth in worths)


def _worth(word: str, language: _Language) -> float:
    """Return what the letters of a word are worth in a language."""
    low = [char if char == "İ" else char.lower()[0] for char in word]
    around = ["^", *low, "$"]
    total = 0.0
    for before, char, after in zip(around, low, around[2:], strict=False):
        if ord(char) > _ASCII_END:
            known = language.letters.get(char)
            total += language.strange if known is None else _beside(known, before, after)
    return total


def _beside(letter: _Letter, before: str, after: str) -> float:
    if not letter.before and not letter.after:
        return letter.worth
    seen, unseen = (letter.before.get(before), letter.after.get(after)), log(0.25)
    return letter.worth + _BESIDE * sum(unseen if one is None else one for one in seen)


def _sign(word: str, place: int) -> float:
    """Return what a sign in a word is worth: an apostrophe in `O'Brien` belongs there, one in `Lavin'ia` does not."""
    sign, before, after, signs = word[place], word[:place], word[place + 1 :], _table().signs
    if sign in signs["apostrophe"]:
        belongs = place <= _LONGEST_PREFIX or after in {"", "s", "S"} or not before[-1].isalpha()
    elif sign in signs["within"]:
        belongs = True
    elif sign in signs["alone"]:
        belongs = not (before[-1:].isalpha() or after[:1].isalpha())
    elif before[-1:].isalpha():
        belongs = sign in signs["behind"] and not after[:1].isalpha()
    else:
        belongs = sign in signs["before"]
    return _MARK if belongs else _NO_LETTER


def _faults(word: str) -> float:
    """Return how often a word does what no name does: a capital behind a small letter, or two scripts."""
    found = 0.0
    for place, (one, other) in enumerate(pairwise(word)):
        if one.isascii() and other.isascii():
            continue
        of_letters = not _is_sign(one) and not _is_sign(other)
        found += of_letters and _script(one) != _script(other)
        found += one.islower() and other.isupper()
        found += place > 0 and other.islower() and word[place - 1 : place + 1].isupper()
    return found


@cache
def _is_sign(char: str) -> bool:
    """Return whether a character is neither ASCII, nor a letter, nor a mark on one."""
    return ord(char) > _ASCII_END and unicodedata.category(char)[0] not in "LM"


@cache
def _script(char: str) -> str:
    script = unicodedata.name(char, "?").split()[0].split("-")[0]
    return "CJK" if script in _EASTERN else script


@cache
def _table() -> _Table:
    toml = resources.files("fuyu.features.contacts.reading").joinpath("letters.toml").read_text("utf-8")
    return convert(tomllib.loads(toml), _Table)


@cache
def _language(code: str) -> _Language:
    table = _table()
    if code in table.letters:
        known = {
            char: _Letter(log(share / 1000), _ranked(before), _ranked(after))
            for char, (share, before, after) in table.letters[code].items()
        }
        return _Language(known, _STRANGE)
    many = table.scripts[code]
    total = log(sum(1 / (rank + 2) for rank in range(len(many))))
    letters = {char: _Letter(-log(rank + 2) - total, {}, {}) for rank, char in enumerate(many)}
    return _Language(letters, _UNLISTED if len(many) > _MANY else _STRANGE)


_MANY = 100
"""Letters of a script above which not all are listed."""


def _ranked(letters: str) -> dict[str, float]:
    """Return how much likelier than any other each letter is beside one, by its rank."""
    return {letter: log(10 / (rank + 1.5)) for rank, letter in enumerate(letters)}

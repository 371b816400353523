"""Who wants to be left alone: what titles and cells say of it, in the words of consent.toml."""

import re
import tomllib
from collections.abc import Iterable
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from itertools import chain
from typing import NamedTuple

from msgspec import Struct, convert, field

from fuyu.domain.text import fold

LONGEST = 60
"""Letters; what is longer is a sentence, and no title or answer."""
_BETWEEN = r"(?: \w+){0,2} "
_OR = r" (?:or|and|nor|oder|und|ou|et|o|y|e|of|en|i|lub) "
"""Before one more word of what is not wanted."""
_EASTERN = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_GLUED = re.compile(r"\b(?:do ?not|dont|opt ?out)(?=[a-z])")
"""What databases write before a way without a blank: `donotphone`."""
_SENTENCES = re.compile(r"[.!?;\n\u3002\uff01\uff1f\uff1b]+")
_SINCE_THEN = re.compile(r"(?<=\w)(?: (?:since|as of|on|seit|am|depuis|le|desde|dal|sinds|op|od|den))?(?: \d+){1,6}$")
"""The day since which it is so, as in `yes since 2023`."""
_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b")
"""The day on which it was said; whichever it is, it was."""
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Where a word begins in `HasOptedOutOfEmail`."""
_NO_WORD = re.compile("[^\\w✓✔☑✅✗✘☐○\u00d7\u2013-]+|_+|(?<=\\w)-(?=\\w)")
_NO_ASCII_WORD = {char: " " for char in range(128) if not chr(char).isalnum()}
_IN_DATABASES = 3
"""Words at most of a title in which a phrase is one word."""


class Consent(StrEnum):
    """What a column is about; the value is the field it is read into."""

    OUT = "do_not_contact"
    MAY = "may_contact"
    UNSURE = "maybe_contact"
    """A no may be one to a newsletter alone."""
    STATE = "contact_state"
    """It says more than yes and no; what is neither says nothing."""


class Wish(StrEnum):
    """What a cell says."""

    LEAVE_ALONE = "leave alone"
    NONE = "none"
    UNCLEAR = "unclear"


class _Meaning(NamedTuple):
    """What a yes, a no and anything else says in a column."""

    yes: Wish
    no: Wish
    other: Wish


_MEANS = {
    Consent.OUT: _Meaning(Wish.LEAVE_ALONE, Wish.NONE, Wish.UNCLEAR),
    Consent.MAY: _Meaning(Wish.NONE, Wish.LEAVE_ALONE, Wish.UNCLEAR),
    Consent.UNSURE: _Meaning(Wish.NONE, Wish.UNCLEAR, Wish.UNCLEAR),
    Consent.STATE: _Meaning(Wish.NONE, Wish.LEAVE_ALONE, Wish.NONE),
}


class _Words(Struct, frozen=True):
    """What consent.toml holds; its first lines say what for."""

    out: list[str]
    weak: list[str]
    may: list[str]
    unsure: list[str]
    state: list[str]
    detail: list[str]
    title: list[str]
    agreed: list[str]
    filler: list[str]
    polite: list[str]
    never: dict[str, list[str]]
    reach: dict[str, list[str]]
    may_be: dict[str, list[str]]
    allowed: dict[str, list[str]]
    not_: dict[str, list[str]] = field(name="not")
    forbidden: dict[str, list[str]]
    channel: list[str]
    ways: dict[str, list[str]]
    yes: list[str]
    no: list[str]


def of_title(title: str) -> Consent | None:
    """Return what a column is about; None where it is about something else."""
    words = _spelled(_HUMP.sub(" ", title))
    is_wish = len(title) <= LONGEST and _begins_one("wish", words)
    if len(title) > LONGEST or _found("detail", _never().sub(" ", words) if is_wish else words):
        return None
    if (is_wish and _never().search(words)) or _says_out(words):
        return Consent.OUT
    if _found("may", words) or _agrees(words):
        return Consent.STATE if _found("state", words) else Consent.MAY
    return Consent.UNSURE if _is_one(("unsure",), words) else None


@lru_cache(maxsize=4096)
def wish(cell: str, about: Consent) -> Wish:
    """Return what a cell says in a column that is about this."""
    words = _spelled(cell)
    if not words or _is_one(("may", "agreed"), words):
        return Wish.NONE
    if leaves_alone(cell) or _is_one(("weak",), words):
        return Wish.LEAVE_ALONE
    meaning = _MEANS[about]
    answer = _SINCE_THEN.sub("", words)
    if _is_one(("yes",), answer) or _DAY.match(cell.strip()) or (about is Consent.OUT and _names_ways(cell)):
        return meaning.yes
    return meaning.no if _is_one(("no",), answer) else meaning.other


def _names_ways(cell: str) -> bool:
    """Return whether a cell names the ways somebody is not to be reached, and nothing else."""
    return all(_is_one(("channel",), _spelled(part)) for part in re.split(r"[,;/+&]| and ", cell.casefold()))


def ways(title: str, cell: str) -> tuple[str, ...]:
    """Return the channels that a wish to be left alone is about; empty where it is about all of them.

    What the cell names counts, else what the title does; a cell that says all by itself is about all.
    """
    named = ways_in(cell) if len(cell) <= LONGEST else ()
    return named or (() if leaves_alone(cell) or len(title) > LONGEST else ways_in(title))


@lru_cache(maxsize=4096)
def ways_in(text: str) -> tuple[str, ...]:
    """Return the channels that a text names, and `fax`, which is none."""
    found = _way().findall(_GLUED.sub("", _spelled(_HUMP.sub(" ", text))))
    return tuple(dict.fromkeys(way for phrase in found for way in _ways_called()[phrase.replace(" ", "")]))


def leaves_alone(cell: str) -> bool:
    """Return whether a cell says, and says nothing else, that somebody is to be left alone, whatever its column."""
    return len(cell) <= LONGEST and _leaves_alone(cell)


def wishes_in(text: str) -> tuple[str, ...]:
    """Return the sentences of a text that say, and say nothing else, that somebody is to be left alone."""
    return _short_wishes(text) if len(text) <= LONGEST else _wishes(text)


def _wishes(text: str) -> tuple[str, ...]:
    words = _spelled(text)
    if not any(_begins_one(what, words) for what in ("wish", "refused")):
        return ()
    return (text,) if leaves_alone(text) else tuple(filter(leaves_alone, _SENTENCES.split(text)))


_short_wishes = lru_cache(maxsize=4096)(_wishes)


@lru_cache(maxsize=4096)
def _leaves_alone(cell: str) -> bool:
    words = _spelled(cell)
    return (
        _is_one(("out",), words) or (_begins_one("wish", words) and bool(_wish().fullmatch(words))) or _refuses(words)
    )


def _says_out(words: str) -> bool:
    return any(_found(kind, words) for kind in ("out", "title")) or _refuses(words)


def _refuses(words: str) -> bool:
    """Return whether words say that a way is not allowed."""
    return _begins_one("refused", words) and bool(_refused().search(words))


def _agrees(words: str) -> bool:
    """Return whether words say that a way is allowed."""
    return _begins_one("agreed", words) and bool(_agreed().search(words))


def _begins_one(what: str, words: str) -> bool:
    """Return whether a text has a phrase that a pattern begins with: most have none, and need no pattern."""
    phrases, glued = _beginnings(what)
    parts = words.split()
    if any(said in words for word in phrases.keys() & parts for said in phrases[word]):
        return True
    if len(parts) <= _IN_DATABASES and any(word.startswith(glued) for word in parts):
        return True
    return not words.isascii() and bool(_EASTERN.search(words))


@cache
def _beginnings(what: str) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """Return phrases by their first word, and those as one word, as databases write them: `donot`."""
    words = _words()
    forms = {
        "wish": (words.never,),
        "agreed": (words.may_be, words.allowed),
        "refused": (words.not_, words.forbidden),
    }[what]
    phrases = chain.from_iterable(chain.from_iterable(form.values()) for form in forms)
    spelled = sorted({_spelled(phrase) for phrase in (*phrases, *(words.out if what == "wish" else ()))})
    found: dict[str, list[str]] = {}
    for phrase in spelled:
        found.setdefault(phrase.split()[0], []).append(phrase)
    return found, tuple(phrase.replace(" ", "") for phrase in spelled if " " in phrase)


def _spelled(text: str) -> str:
    """Return words apart by one blank, as they are compared."""
    if text.isascii() and "-" not in text:  # most are
        return " ".join(text.casefold().translate(_NO_ASCII_WORD).split())
    return " ".join(_NO_WORD.sub(" ", fold(text).replace("\u0131", "i")).split())


def _found(kind: str, words: str) -> bool:
    return bool(_anywhere(kind).search(words))


def _is_one(kinds: Iterable[str], words: str) -> bool:
    return any(words in _whole(kind) for kind in kinds)


@cache
def _words() -> _Words:
    toml = resources.files("fuyu.features.contacts.reading").joinpath("consent.toml").read_text("utf-8")
    return convert(tomllib.loads(toml), _Words)


@cache
def _whole(kind: str) -> frozenset[str]:
    return frozenset(_spelled(phrase) for phrase in getattr(_words(), kind))


@cache
def _anywhere(kind: str) -> re.Pattern[str]:
    """Return what finds the words of a kind in a title."""
    return _words_of(_whole(kind))


def _words_of(spelled: Iterable[str]) -> re.Pattern[str]:
    """Return what finds phrases: whole words, and anywhere those of scripts that leave no blanks."""
    phrases = set(spelled)
    eastern = [re.escape(phrase) for phrase in sorted(phrases) if _EASTERN.search(phrase)]
    western = _either(phrase for phrase in phrases if not _EASTERN.search(phrase))
    return re.compile("|".join((*eastern, rf"\b{western}\b")))


@cache
def _never() -> re.Pattern[str]:
    """Return what finds `do not` with `call` behind it, at most two words between; `do not call or text`, too."""
    words = _words()
    reach = {form: _either(words.reach[form]) for form in sorted(words.never)}
    pairs = (rf"{_either(words.never[form])}(?:{_BETWEEN}| ?){reach[form]}(?:{_OR}{reach[form]})*" for form in reach)
    return re.compile(rf"\b(?:please |bitte )?(?:{'|'.join(pairs)})\b")


@cache
def _wish() -> re.Pattern[str]:
    """Return what finds a wish as a person writes it: `he asked us to never call again`, `please unsubscribe`."""
    out, filler = _whole("out"), _either((*_whole("filler"), *_names_of_ways()))
    eastern = {phrase for phrase in out if _EASTERN.search(phrase)}
    polite = f"{_either(_whole('polite'))}*"
    said = rf"(?:{_never().pattern}|\b{_either(out - eastern)}\b)(?: {filler})*"
    asked = rf"(?:{filler} )*{said}(?:{_OR}{said})*"
    return re.compile(f"{asked}|{polite} ?{_either(eastern)} ?{polite}")


@cache
def _agreed() -> re.Pattern[str]:
    """Return what finds `can be` with `called` behind it, or `calls` with `allowed`."""
    words, ways = _words(), _either(_names_of_ways())
    pairs = [rf"{_either(said)}{_BETWEEN}{_either(words.reach[form])}" for form, said in sorted(words.may_be.items())]
    pairs += [rf"{_either(words.reach[form])} {_either(said)}" for form, said in sorted(words.allowed.items())]
    may_be, allowed = (_either(chain.from_iterable(forms.values())) for forms in (words.may_be, words.allowed))
    pairs += [rf"{may_be}{_BETWEEN}{ways}", rf"{ways}(?: (?:is|are))? {allowed}"]
    return re.compile(rf"\b(?:{'|'.join(pairs)})\b")


@cache
def _refused() -> re.Pattern[str]:
    """Return what finds `calls` with `not allowed` behind it, or `forbidden`."""
    words = _words()
    no = (rf"{_either(said)} {_either(words.allowed[form])}" for form, said in sorted(words.not_.items()))
    forbidden = _either(chain.from_iterable(words.forbidden.values()))
    way = _either((*chain.from_iterable(words.reach.values()), *_names_of_ways()))
    return re.compile(rf"\b{way}(?: \w+)? (?:{'|'.join(no)}|{forbidden})\b")


@cache
def _names_of_ways() -> tuple[str, ...]:
    return tuple(phrase for phrase in map(_spelled, chain(*_words().ways.values())) if not _EASTERN.search(phrase))


@cache
def _ways_called() -> dict[str, tuple[str, ...]]:
    """Return the ways that each phrase names, written as one word."""
    called = {_spelled(phrase): kind for kind, phrases in _words().ways.items() for phrase in phrases}
    return {phrase.replace(" ", ""): tuple(kind.split("_or_")) for phrase, kind in called.items()}


@cache
def _way() -> re.Pattern[str]:
    """Return what finds the phrases that name a way."""
    return _words_of(_spelled(phrase) for phrases in _words().ways.values() for phrase in phrases)


def _either(phrases: Iterable[str]) -> str:
    """Return a pattern of any of these phrases, also written as one word: `donotcall`."""
    escaped = (
        re.escape(phrase).replace(r"\ ", " ?") for phrase in sorted(set(phrases), key=lambda one: (-len(one), one))
    )
    return f"(?:{'|'.join(escaped)})"

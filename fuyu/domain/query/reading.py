"""A line is taken apart: into operators with their values, and words."""

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from msgspec.structs import replace

from fuyu.domain.lead import Temperature
from fuyu.domain.query.operators import BY_WORD, TEMPERATURES, VIEW
from fuyu.domain.query.values import Operator, Query, Surroundings, Takes, Term
from fuyu.domain.text import fold, nearest, shortened
from fuyu.domain.when import Problem

_PIECE = re.compile(
    r'(?P<minus>-)?(?P<name>[a-z_]+):(?P<value>(?:"[^"]*"?|[^\s"])*)|"(?P<quoted>[^"]*)"?|\S+', re.IGNORECASE
)
_PARTS = re.compile(r'(?:"[^"]*"?|[^,"])+')
_LONGEST = 2_000
"""Characters of a line; what is longer was pasted by mistake, and its rest is no query."""
_ANY = "any"
_COPIED = {"tel", "sip", "mailto", "callto"}
"""What begins a number or an address that is copied from elsewhere: it is looked for as it is."""


def read_query(text: str, around: Surroundings) -> Query:
    """Return what a line asks for; what cannot be understood is left out, and said by its `problems`.

    Several terms are to be met together, values with commas between them one of them; quotes keep words together,
    and make words of what would be operators.
    """
    words: list[str] = []
    terms: list[Term] = []
    problems: list[Problem] = []
    remarks: list[str] = []
    for found in _read(text[:_LONGEST], around):
        if isinstance(found, Term):
            terms.append(found)
        elif isinstance(found, Problem):
            problems.append(found)
        elif isinstance(found, _Remark):
            remarks.append(found.sentence)
        else:
            words.append(found)
    return Query(text, " ".join(words), tuple(terms), tuple(problems), tuple(remarks))


class _Remark(NamedTuple):
    """What has to be said, and is no mistake of who asks."""

    sentence: str


_Found = Term | Problem | _Remark | str


def _read(text: str, around: Surroundings) -> Iterator[_Found]:
    """Yield terms, words and what is wrong as they stand in a line."""
    for piece in _PIECE.finditer(text):
        name, whole = piece["name"], piece[0]
        if piece["quoted"] is not None:
            yield piece["quoted"]
        elif name is None or _is_copied(piece, text):
            yield _temperature(whole, around) or whole
        elif fold(name) == VIEW:
            yield from _view(piece, around)
        elif operator := BY_WORD.get(fold(name)):
            yield _term(operator, piece, around)
        elif piece["value"]:
            yield _unknown(whole, name)
        else:
            yield whole


def _is_copied(piece: re.Match[str], text: str) -> bool:
    """Return whether what looks like an operator was copied from elsewhere: `https://`, `tel:+44`, `Phone: 0161`."""
    goes_on = text[piece.end() :].strip()
    return piece["value"].startswith("//") or fold(piece["name"]) in _COPIED or bool(not piece["value"] and goes_on)


def _temperature(word: str, around: Surroundings) -> Term | None:
    """Return the term that a word like `hot` is by itself, None of any other word."""
    bare = fold(word.removeprefix("-"))
    if bare not in set(Temperature):
        return None
    return Term(TEMPERATURES, f"{TEMPERATURES.name}:{bare}", bare.__eq__, around.mark, word.startswith("-"))


def _term(operator: Operator, piece: re.Match[str], around: Surroundings) -> Term | Problem:
    """Return what an operator asks for with the value behind it."""
    read = partial(_taken, operator, around=around)
    said = (
        [part for part in _PARTS.findall(piece["value"]) if part.strip('"')] if operator.has_list else [piece["value"]]
    )
    said = [part for part in said if part]
    if not said:
        return Problem("empty", f"“{operator.name}:” needs a value, like {operator.example}")
    takes: list[Takes] = []
    for part in said:
        found = read(part)
        if isinstance(found, Problem):
            return Problem(found.code, f"{operator.name}: {found.sentence}", _mended(operator, found))
        takes.append(found)
    text = f"{operator.name}:{piece['value']}"
    return Term(operator, text, takes[0] if len(takes) == 1 else _any_of(takes), around.mark, bool(piece["minus"]))


def _taken(operator: Operator, part: str, around: Surroundings) -> Takes | Problem:
    """Return which values one part of what is asked takes; in quotes it is nothing but a text."""
    text = part.replace('"', "")
    if text == part and fold(text) in {"none", operator.nothing}:
        return "".__eq__
    if text == part and fold(text) == _ANY:
        return bool
    return operator.read(text, around)


def _any_of(takes: list[Takes]) -> Takes:
    return lambda value: any(one(value) for one in takes)


def _mended(operator: Operator, found: Problem) -> str:
    """Return the term that is near to one with a mistake, empty where none is."""
    quotes = '"' if " " in found.suggestion else ""
    return found.suggestion and f"{operator.name}:{quotes}{found.suggestion}{quotes}"


def _view(piece: re.Match[str], around: Surroundings) -> Iterator[_Found]:
    """Yield what a saved view asks; views inside of it are not looked for, so that none goes in circles."""
    name = piece["value"].replace('"', "")
    asks = around.views.get(fold(name))
    if piece["minus"]:
        yield Problem("invalid", f"“{VIEW}:” cannot be negated; negate what the view asks, like -tag:expo")
    elif asks is None:
        near = nearest(name, around.views) or "; ' in the dashboard and `fuyu view` list the saved views"
        called = f"no view is called “{shortened(name)}”{near}"
        yield Problem("unknown", called) if name else Problem("empty", f"“{VIEW}:” needs a name")
    else:
        for found in _read(asks, replace(around, views={})):
            yield _Remark(f"view “{shortened(name)}”: {found.sentence}") if isinstance(found, Problem) else found


def _unknown(whole: str, name: str) -> Problem:
    """Return what is wrong with an operator that there is not."""
    near = nearest(name, [*BY_WORD, VIEW]).replace("?", ":?")
    words = f"unknown operator “{shortened(name)}:”{near or '.'}"
    return Problem("unknown", f'{words} In quotes it is a word: "{shortened(whole)}"')

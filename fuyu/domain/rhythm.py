"""How often someone wants to hear from you, in words: "every 6 weeks", "monthly", or a cadence by its name.

A whole match or a refusal, as with the words for dates; a month is 30 days, a quarter 90.
"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from fuyu.domain.text import clean_line, fold
from fuyu.domain.when import Problem

_MOST_DAYS = 3650
_LONGEST = 64
_DAYS = {"days": 1, "weeks": 7, "fortnights": 14, "m": 30, "months": 30, "quarters": 90, "years": 365}
_WEEK = 7
_WORKDAYS_A_WEEK = 5
_ALIKE = 0.65
"""Below it, two words have too little in common to be one mistyped."""
_WORDS = {"daily": 1, "weekly": 7, "fortnightly": 14, "monthly": 30, "quarterly": 90, "yearly": 365, "annually": 365}
_NAMED = {1: "daily", 7: "weekly", 14: "every 2 weeks", 30: "monthly", 90: "quarterly", 365: "yearly"}
_SAID_IN = ((365, "years"), (30, "months"), (7, "weeks"), (1, "days"))
_BEGINNINGS = ("once every", "every", "each", "once per", "once")
_TWICE = {"biweekly": "every 2 weeks", "bimonthly": "every 2 months", "semiweekly": "every 3 days"}
_TOO_FAR = Problem("invalid", "A rhythm is from a day to ten years.")
_HINT = "Say how often: every 6 weeks, 10 days, monthly"


class Rhythm(Struct, frozen=True):
    """How touches with one lead are spaced."""

    days: int | None = None
    """Days between them; None leaves it to the cadence."""
    cadence: str = ""
    """The name of a cadence; empty is the usual one."""


def parse_rhythm(text: str, cadences: Iterable[str] = ()) -> Rhythm | Problem:
    """Return the rhythm that the whole text names, or why it names none; no text is the usual one.

    Args:
        text: what a person typed: an amount of days or longer, a cadence, or both with a comma between.
        cadences: the names of those that are set.
    """
    known = {fold(name): name for name in cadences}
    days: int | None = None
    cadence = ""
    if len(text) > _LONGEST:
        return Problem("unknown", f"That is too long for a rhythm. {_HINT}.")
    for part in filter(None, map(clean_line, text.split(","))):
        if not cadence and fold(part) in known:
            cadence = known[fold(part)]
            continue
        found = _days(fold(part))
        if isinstance(found, Problem):
            return found if found.code != "unknown" else _unknown(part, known.values())
        if days is not None:
            return Problem("ambiguous", f"{rhythm_words(days)} or {rhythm_words(found)}? One rhythm is enough.")
        days = found
    return Rhythm(days, cadence)


def rhythm_words(days: int | None, cadence: str = "") -> str:
    """Return a rhythm as `parse_rhythm` reads it back; empty for the usual one."""
    return ", ".join(part for part in (cadence, _days_words(days) if days else "") if part)


def _days_words(days: int) -> str:
    if days in _NAMED:
        return _NAMED[days]
    size, unit = next((size, unit) for size, unit in _SAID_IN if days % size == 0)
    return f"every {days // size} {unit}"


def _days(said: str) -> int | Problem:
    """Return how many days lie between two touches."""
    if said in _WORDS:
        return _WORDS[said]
    if said in _TWICE:
        return Problem("ambiguous", f"“{said}” is read in two ways: write {_TWICE[said]}.", _TWICE[said])
    found = _amount(said)
    if isinstance(found, int) and not 1 <= found <= _MOST_DAYS:
        return _TOO_FAR
    return found


def _amount(said: str) -> int | Problem:
    """Return how many days an amount comes to; workdays are five a week."""
    from fuyu.domain.when.amounts import read_amounts  # noqa: PLC0415 - the grammar, which most commands never need
    from fuyu.domain.when.tokens import NumberToken, Unit, pieces, tokens  # noqa: PLC0415 - the same
    from fuyu.domain.when.values import RefusedError  # noqa: PLC0415 - the same

    bare = next((said.removeprefix(f"{word} ") for word in _BEGINNINGS if said.startswith(f"{word} ")), said)
    bare = f"2 {bare.removeprefix('other ')}" if bare.startswith("other ") else bare
    try:
        match tokens(pieces(bare)):
            case [NumberToken(count)] if 1 <= count <= _MOST_DAYS:
                return Problem("ambiguous", f"{count} what? Write {count}d, {count}w or {count}mo.", f"{count}d")
            case [NumberToken()]:
                return _TOO_FAR
            case [Unit(unit)]:
                amounts = {unit: 1}
            case [NumberToken(count), Unit(unit)]:
                amounts = {unit: count}
            case ["in" | "+" | "now", *_] | [*_, "hence" | "time" | "now" | "today"]:
                return Problem("unknown", f"{_HINT}.")
            case several:
                amounts = read_amounts(several) or {}
    except RefusedError:
        return Problem("unknown", f"{_HINT}.")
    if not amounts or amounts.keys() & {"hours", "minutes"}:
        return Problem("unknown", f"{_HINT}.")
    workdays = amounts.pop("workdays", 0)
    return sum(_DAYS[unit] * count for unit, count in amounts.items()) + -(-workdays * _WEEK // _WORKDAYS_A_WEEK)


def _unknown(part: str, cadences: Iterable[str]) -> Problem:
    """Return that the words name no rhythm, with the nearest that do."""
    from rapidfuzz import process  # noqa: PLC0415 - 35 ms, for those who mistype
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - the same

    from fuyu.domain.when.phrase import mended  # noqa: PLC0415 - the same
    from fuyu.domain.when.tokens import pieces  # noqa: PLC0415 - the same
    from fuyu.domain.when.values import RefusedError  # noqa: PLC0415 - the same

    names = tuple(cadences)
    there = f"; or {', '.join(names)}" if names else ""
    problem = Problem("unknown", f"“{part}” is no rhythm. {_HINT}{there}.")
    by_fold = {fold(name): name for name in (*names, *_WORDS)}
    near = process.extractOne(fold(part), by_fold, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE)
    if near:
        return replace(problem, suggestion=near[0])
    try:
        found = pieces(part)
    except RefusedError:
        return problem
    amounts = (_days(" ".join(mended(words))) for words in (found, found[1:]) if words)
    return replace(problem, suggestion=next((_days_words(days) for days in amounts if isinstance(days, int)), ""))

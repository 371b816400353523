"""Identity: whether two people of the same or another name are one person; the one rule for whoever comes in."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from typing import Protocol

from fuyu.domain.lead import About
from fuyu.domain.numbers import FEWEST_DIGITS, number_of, tail_of
from fuyu.domain.text import fold

_STEM, _STEM_CJK = 3, 2
"""Letters at the end of a word of a name, or at its beginning, that stand in it however it is written."""
_NAME, _NUMBER = "name ", "number "
_CROWD = 50
"""People behind one mailbox or number; of more of them only the name tells who is meant."""
_LONGEST_COUNTRY = 3
"""Digits of a country's code (E.164)."""
_TRUNKS = {"7": "8", "36": "06", "": "8"}
"""What stands before a number within a country that does not use 0, by the country's code."""
_TYPO_LENGTH = 5
"""Shorter names have too many neighbours to forgive another letter."""
_LETTER_LENGTH = 3
"""Shorter names have too many neighbours to forgive a missing letter."""
_BIRTHDAY = "birthday"
_NEXT_YEARS = 2020
"""From here on the year of a birthday may be the one in which it comes next; nobody followed up was born so late."""
_FIRST_CJK = "\u2e80"
"""From here on are the scripts whose names begin with the family's."""
_SHARED = {
    *("accounts", "admin", "all", "billing", "bookings", "contact", "enquiries", "hello", "help", "hi", "info"),
    *("inquiries", "kontakt", "mail", "office", "post", "reception", "sales", "service", "shop", "support", "team"),
    *("verkauf", "welcome"),
}
"""What stands before the @ of mailboxes that several people read."""
_NICKNAMES = """
abby abigail; al alan albert alexander alfred; alex alexander alexandra sandy sasha; andy andrew; angie angela;
ben benjamin; bern bernard bernie; bea beatrice; becky rebecca; beth betty betsy liz lizzie elizabeth eliza;
bill billy will willy william liam; bob bobby rob robbie robert; cathy kathy kate katie kathleen catherine katherine;
charlie chuck charles; chris christopher christine christina christian; cindy cynthia; dan danny daniel; dave david;
debbie deborah; dick rick ricky rich richard; don donald; doug douglas; ed eddie ted teddy edward edwin theodore;
fred freddy frederick alfred; gabe gabriel; gene eugene; geoff jeff geoffrey jeffrey; greg gregory; hans johannes;
harry hal henry harold; jack john johnny; jake jacob; jim jimmy jamie james; jen jenny jennifer; jerry gerald jerome;
joe joey joseph josef sepp; jon jonathan; josh joshua; ken kenny kenneth; larry lawrence; leo leonard leonardo;
maggie meg peggy margaret; manny emmanuel manuel; matt matthew; mandy amanda; max maximilian maxwell; mick mickey mike
michael; mimi maria mary molly polly; nancy ann anne; nate nathan nathaniel; nick nicky nicholas; pam pamela;
pat patty patrick patricia trish; paco pancho francisco; pepe jose; pete peter; phil philip; ray raymond; ron ronnie
ronald; sam sammy samuel samantha; sean john; steve stephen steven; sue susie susan suzanne; tim timothy; toni tony
anthony antonio; tom tommy thomas; vicky victoria; vince vincent; walt walter; zach zachary
"""


class Verdict(StrEnum):
    """Whether two are one person."""

    SURE = "sure"
    MAYBE = "maybe"
    NO = "no"


class Reached(Protocol):
    """Anyone with a name, and ways to be reached."""

    @property
    def name(self) -> str:
        """The name; of who has none, an address or a number stands there."""

    @property
    def emails(self) -> tuple[str, ...]:
        """Their addresses."""

    @property
    def phones(self) -> tuple[str, ...]:
        """Their numbers, as they are written."""


class Person(Reached, Protocol):
    """A lead, or a contact of a file."""

    @property
    def company(self) -> str:
        """Where they work, empty where that is unknown."""

    @property
    def about(self) -> tuple[About, ...]:
        """What matters to them; a birthday is among it."""


def judge(one: Person, other: Person) -> Verdict:
    """Return whether two are one person.

    *Sure*: the same name, and the same mail or number, whatever else is said; or the same name and company, and
    nothing that contradicts: other mails, other numbers, another birthday. A role, a place or a zone changes.
    *Maybe*: the same name alone; or the same mail or number, and names that could be one. *No*: different names,
    whatever they share: colleagues share a mailbox and a switchboard, families a phone.
    """
    if not (is_named(one) and is_named(other)):
        return _judge_nameless(one, other)
    if same_name(one.name, other.name):
        is_sure = shares_mail(one, other) or shares_number(one, other) or _are_colleagues(one, other)
        return Verdict.SURE if is_sure else Verdict.MAYBE
    if (shares_mail(one, other) or shares_number(one, other)) and _could_be_one(one.name, other.name):
        return Verdict.MAYBE
    return Verdict.NO


def _judge_nameless(one: Person, other: Person) -> Verdict:
    """Judge by a mail or a number alone, where that is all the name there is of one of them.

    A mail of one's own is one person's. Behind a number, or a mailbox like info@, may be several.
    """
    if not (shares_mail(one, other) or shares_number(one, other)):
        return Verdict.NO
    is_own = any(mail.partition("@")[0] not in _SHARED for mail in _mails(one) & _mails(other))
    both = not is_named(one) and not is_named(other)
    return Verdict.SURE if is_own or both else Verdict.MAYBE


def _are_colleagues(one: Person, other: Person) -> bool:
    """Return whether two work at the same place, and no mails, numbers or birthdays of both say that they are two."""
    if not fold(one.company) or fold(one.company) != fold(other.company):
        return False
    is_reached_apart = (one.emails and other.emails) or (one.phones and other.phones)
    return not is_reached_apart and not have_two_birthdays(one, other)


def have_two_birthdays(one: Person, other: Person) -> bool:
    """Return whether the birthdays of both are known, and are not the same."""
    mine, theirs = _birthdays(one), _birthdays(other)
    return bool(mine and theirs) and not any(_same_birthday(day, another) for day in mine for another in theirs)


def _birthdays(person: Person) -> list[date]:
    return [about.day for about in person.about if about.day is not None and fold(about.fact) == _BIRTHDAY]


def _same_birthday(one: date, other: date) -> bool:
    """Return whether two birthdays may be one: the same day of the year, and the same year where both name theirs."""
    is_of_birth = max(one.year, other.year) < _NEXT_YEARS
    return (one.month, one.day) == (other.month, other.day) and (one.year == other.year or not is_of_birth)


def same_name(one: str, other: str) -> bool:
    """Return whether two names are the same but for case, accents, marks and "Lee, Ann" for "Ann Lee"."""
    return _plain(one) == _plain(other)


def shares_mail(one: Person, other: Person) -> bool:
    """Return whether two have a mail in common."""
    return bool(one.emails and other.emails) and not _mails(one).isdisjoint(_mails(other))


def shares_number(one: Person, other: Person) -> bool:
    """Return whether two have a number in common, however it is written."""
    return any(same_number(mine, theirs) for mine in one.phones for theirs in other.phones)


def same_number(one: str, other: str) -> bool:
    """Return whether two numbers are one: +44 20 7946 0958 and (020) 7946-0958 are."""
    mine, theirs = _number(one), _number(other)
    if min(len(mine.removeprefix("+")), len(theirs.removeprefix("+"))) < FEWEST_DIGITS:
        return False
    if mine.startswith("+") and theirs.startswith("+"):
        return mine == theirs
    if mine.startswith("+") or theirs.startswith("+"):
        world, national = (mine, theirs) if mine.startswith("+") else (theirs, mine)
        return _is_within(world.removeprefix("+"), national)
    return mine.removeprefix("0") == theirs.removeprefix("0") or _is_within(mine, theirs) or _is_within(theirs, mine)


def is_called_by(words: str, phone: str) -> bool:
    """Return whether a number, or its end, as somebody types it, is that of a phone, whatever stands before it."""
    tail = tail_of(words)
    return bool(tail) and (tail in number_of(phone).digits or same_number(words, phone))


def _is_within(world: str, national: str) -> bool:
    """Return whether a number with its country is one that was written within that country."""
    for length in range(_LONGEST_COUNTRY + 1):
        country, rest = world[:length], world[length:]
        if rest in {national, national.removeprefix("0"), national.removeprefix(_TRUNKS.get(country, "0"))}:
            return len(rest) >= FEWEST_DIGITS
    return False


def _number(phone: str) -> str:
    """Return the digits of a number, with a plus before its country, without its extension."""
    number = number_of(phone)
    return f"+{number.digits}" if number.is_worldwide else number.digits


def _mails(person: Reached) -> set[str]:
    return {_mail(mail) for mail in person.emails}


def _mail(mail: str) -> str:
    return mail.casefold().strip().removeprefix("mailto:")


def is_named(person: Reached) -> bool:
    """Return whether the name says more than a mail or a number of theirs."""
    plain = "".join(person.name.split()).casefold()
    return plain not in {"".join(known.split()).casefold() for known in (*person.emails, *person.phones)}


# Names


@lru_cache(maxsize=16_384)
def _parts(name: str) -> tuple[str, ...]:
    """Return the words of a name, the given name first."""
    last, comma, first = fold(name).replace("'", "").replace("\u2019", "").partition(",")
    return tuple(re.findall(r"\w+", f"{first} {last}" if comma else last))


def _plain(name: str) -> str:
    return "".join(_parts(name)) or fold(name)


def _could_be_one(one: str, other: str) -> bool:
    """Return whether two names could be one person's: another spelling, a nickname, an initial, a maiden name."""
    mine, theirs = _parts(one), _parts(other)
    if not mine or not theirs:
        return False
    is_short = len(mine) > 1 and mine[1:] == theirs[1:] and _is_short(mine[0], theirs[0])
    return is_short or _agree(mine, theirs) or _is_maiden(mine[0], theirs[0])


def _is_maiden(mine: str, theirs: str) -> bool:
    """Return whether given names are one, so that the others may be from before and after a wedding."""
    return len(mine) > 1 and mine[0] < _FIRST_CJK and (mine == theirs or _is_nickname(mine, theirs))


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether each word of the shorter name is in the longer, at least one of them wholly."""
    fewer, more = sorted((one, other), key=len)
    rest, whole = list(more), 0
    for word in sorted(fewer, key=len, reverse=True):
        match = next((known for like in _LIKE for known in rest if like(word, known)), None)
        if match is None:
            return False
        rest.remove(match)
        whole += len(word) > 1 and len(match) > 1
    return whole > 0 or fewer == more


def _near(one: str, other: str) -> bool:
    """Return whether two words are spellings of one: a letter more or less, and in longer ones another letter."""
    from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415 - only who shares a mail or number needs it

    mine, theirs = _spelt(one), _spelt(other)
    shortest = min(len(mine), len(theirs))
    if mine == theirs:
        return True
    may_differ = shortest >= _TYPO_LENGTH or (shortest >= _LETTER_LENGTH and len(mine) != len(theirs))
    return may_differ and DamerauLevenshtein.distance(mine, theirs, score_cutoff=1) <= 1


def _spelt(word: str) -> str:
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _is_initial(one: str, other: str) -> bool:
    return min(len(one), len(other)) == 1 and one[0] == other[0]


def _is_nickname(one: str, other: str) -> bool:
    return not _groups().get(one, frozenset()).isdisjoint(_groups().get(other, frozenset()))


@cache
def _groups() -> dict[str, frozenset[int]]:
    """Return the groups of names for one another that each name is in."""
    groups: dict[str, frozenset[int]] = {}
    for number, group in enumerate(_NICKNAMES.split(";")):
        for name in group.split():
            groups[name] = groups.get(name, frozenset()) | {number}
    return groups


def _is_short(one: str, other: str) -> bool:
    """Return whether a given name begins the other: Cy and Cyrus, Chris and Christoph."""
    shorter, longer = sorted((one, other), key=len)
    return 1 < len(shorter) < len(longer) and shorter[0] < _FIRST_CJK and longer.startswith(shorter)


_LIKE: tuple[Callable[[str, str], bool], ...] = (str.__eq__, _near, _is_nickname, _is_initial)
"""How two words can be one, the surest first."""


# Looking through many


def signs(person: Reached) -> Iterator[str]:
    """Yield what a person is found by: whoever is maybe the same has one of these signs, too."""
    yield f"{_NAME}{_plain(person.name)}"
    yield from (f"mail {mail}" for mail in sorted(_mails(person)))
    for phone in person.phones:
        digits = _number(phone).removeprefix("+")
        if len(digits) >= FEWEST_DIGITS:
            yield f"{_NUMBER}{digits[-FEWEST_DIGITS:]}"


def own_signs(person: Reached) -> list[str]:
    """Return what a person alone is found by: addresses and numbers, without mailboxes that several people read."""
    shared = {f"mail {mail}" for mail in _mails(person) if mail.partition("@")[0] in _SHARED}
    return [sign for sign in signs(person) if not sign.startswith(_NAME) and sign not in shared]


def searches(person: Person) -> Iterator[str]:
    """Yield words, one set of them after the other, that stand in what is kept of whoever is maybe the same."""
    yield " ".join(part[:_STEM_CJK] if part[0] >= _FIRST_CJK else part[-_STEM:] for part in _parts(person.name))
    yield from sorted(_mails(person))
    yield from (sign.removeprefix(_NUMBER) for sign in signs(person) if sign.startswith(_NUMBER))


class KnownPeople:
    """People by their signs, so that whoever is like another one is found among many."""

    def __init__(self, person: Callable[[int], Person | None]) -> None:
        """Know nobody yet; `person` returns who has an id, as they are now."""
        self._person = person
        self._by_sign: dict[str, int | tuple[int, ...]] = {}

    def put(self, person_id: int, person: Person) -> None:
        """Know somebody, also by what was learnt of them."""
        for sign in signs(person):
            ids = self._by_sign.setdefault(sign, person_id)
            if isinstance(ids, int):
                self._by_sign[sign] = ids if ids == person_id else (ids, person_id)
            elif person_id not in ids and (sign.startswith(_NAME) or len(ids) <= _CROWD):
                self._by_sign[sign] = (*ids, person_id)

    def like(self, person: Person) -> list[tuple[int, Verdict]]:
        """Return who is, or maybe is, the same person: the sure ones first, then the oldest."""
        found: set[int] = set()
        for sign in signs(person):
            ids = self._by_sign.get(sign, ())
            if isinstance(ids, int):
                found.add(ids)
            elif sign.startswith(_NAME) or len(ids) <= _CROWD:
                found.update(ids)
        return judged(person, ((one, self._person(one)) for one in found))


def judged(person: Person, others: Iterable[tuple[int, Person | None]]) -> list[tuple[int, Verdict]]:
    """Return those of the others who are, or maybe are, the same person: the sure ones first, then the oldest."""
    verdicts = [(other_id, judge(person, other)) for other_id, other in others if other is not None]
    likely = [found for found in verdicts if found[1] is not Verdict.NO]
    return sorted(likely, key=lambda found: (found[1] is not Verdict.SURE, found[0]))

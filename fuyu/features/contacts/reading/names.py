"""Names as files have them: `Lee, Ann`, in parts, twice, before an address; and what only stands in their place."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import takewhile

from fuyu.domain.text import clean_line, fold, is_eastern
from fuyu.features.contacts.reading.labels import says_something

_PARTICLES = """
al bin da dal de del della den der di dos du el ibn la le lo mac mc o san st ten ter van vom von zu zum zur
"""
"""What a last name of several words begins with."""
_NO_FIRST_NAMES = """
jr sr junior senior ii iii iv v md phd dphil mba ma msc ba bsc bba llb llm jd esq cpa cfa cfp pmp rn do dds dvm pe
ra mp obe mbe cbe frs inc llc llp ltd limited plc corp co gmbh ag kg ohg ug mbh sa sas sarl spa srl bv nv ab as oy
aps pty dipl ing dr prof mag bakk betriebswirt esquire ret filho neto ceo cto cfo coo owner founder president
director manager sales marketing purchasing accounting office support team reception
"""
"""What stands behind a comma and is no first name."""
_TITLES = """
mr mrs ms miss mx mister sir madam madame dr doctor prof professor rev herr hr frau fr herrn monsieur mme mlle
mademoiselle m senor senora senorita sr sra srta don dona signor signora sig dott dottssa dhr mevr mevrouw de heer
pan pani 様 さん 先生 氏 女士 小姐 님 씨
"""
_BEFORE_NAMES = """
mr mrs ms miss mx dr doctor prof professor herr herrn frau monsieur madame mademoiselle mme mlle senor senora senorita
signor signora dhr mevr mevrouw mr. mrs. ms. mx. dr. prof. mme. mlle. dhr. mevr. sr. sra. srta. hr. fr. sig. dott. rev.
"""
"""Titles that no name begins with; some are one only with a dot behind them: `Sig. Rossi`, but Sig Hansen."""
_COMMA = re.compile("[,\u3001\uff0c]")
_REMARK = re.compile(r"(.*[^\s(].*?)(\s*\([^()]*\)|,\s*(?:jr|sr|ii|iii|iv|md|phd|esq)\.?)", re.IGNORECASE)
"""A name and what stays behind it, whichever way round it is: `Lee, Ann (Acme)`, `Smith, John, Jr.`."""
_DIGIT = re.compile(r"\d")
_SEVERAL = re.compile(r"[\d&/@]")
"""In the name of a firm, or of two people."""
_NO_NAME = re.compile(r"[\d&/@,]")
_LONGEST_DEGREE = 4
"""Letters in capitals that are no first name: MBA, MSCE."""
_MOST_FIRST, _MOST_LAST = 3, 4
"""Words of first names behind a comma, and of last names before it."""
_ADDRESS = r"(?:mailto:)?[^<>()\[\]\s@]+@[^<>()\[\]\s@]+"
_ADDRESSED = re.compile(rf"([^\"<>@;]+|\"[^\"<>@;]+\")\s*<{_ADDRESS}>")
_BESIDE = re.compile(rf"([^<>()\[\]@;]+)[(\[]{_ADDRESS}[)\]]|{_ADDRESS}\s*\(([^<>()\[\]@;]+)\)")
"""A name without the brackets that mail programs write; it can be a label, too."""
_WRAPPED = re.compile(r"[<(\[]")
_FEWEST_WORDS = 2
"""Of a name that nothing else says to be one."""


def in_order(name: str) -> str:
    """Return a name with the first name first where it is written `Lee, Ann`; `Ann Lee, MBA` stays as it is."""
    if not _COMMA.search(name):
        return name
    if remark := _REMARK.fullmatch(name):
        return in_order(remark[1]) + remark[2]
    last, _, first = _COMMA.sub(",", name).partition(",")
    last, first = last.strip(), first.strip()
    if not (last and first and _is_first(first, last) and _is_last(last, first)):
        return name
    if is_eastern(last + first):
        return f"{last} {first}"
    title, _, rest = last.partition(" ")
    return f"{title} {first} {rest}" if rest and is_title(title) and title[-1] == "." else f"{first} {last}"


def is_given_first(name: str, first: str, last: str) -> bool:
    """Return whether a name that begins with the family's is written the other way round: 小明 王."""
    return is_eastern(first) and is_eastern(last) and name.split() == [*first.split(), *last.split()]


def _is_first(words: str, last: str) -> bool:
    """Return whether words behind a comma are first names, and no degree, no suffix and no company."""
    parts = [fold(part).replace(".", "") for part in words.split()]
    is_short = (words.isupper() or words.count(".") > 1) and len("".join(parts)) <= _LONGEST_DEGREE
    is_degree = is_short and " " in last and not is_eastern(words)
    has_other = not _words_of("no first names").isdisjoint(parts)
    return len(parts) <= _MOST_FIRST and not (is_degree or has_other or _NO_NAME.search(words))


@cache
def _words_of(kind: str) -> frozenset[str]:
    kinds = {
        "no first names": _NO_FIRST_NAMES,
        "particles": _PARTICLES,
        "titles": _TITLES,
        "before names": _BEFORE_NAMES,
    }
    return frozenset(kinds[kind].split())


def _is_last(words: str, first: str) -> bool:
    """Return whether words before a comma are a last name: of several, one first name stands behind them."""
    parts = words.split()
    if len(parts) > _MOST_LAST or _NO_NAME.search(words):
        return False
    initials = [part for part in first.split() if len(part.rstrip(".")) > 1]
    return len(parts) == 1 or len(initials) <= 1 or fold(parts[0]) in _words_of("particles")


def says_the_same(name: str, parts: Iterable[str]) -> bool:
    """Return whether a name has all the parts of one: `Lee, Ann`, or 张三 of 三 and 张."""
    words = [word for part in parts for word in _words(part)]
    glued = "".join(_words(name))
    return set(words) <= set(_words(name)) or glued in {"".join(words), "".join(reversed(words))}


@lru_cache(maxsize=4096)
def is_title(text: str) -> bool:
    """Return whether a text is how somebody is addressed, and no job: `Mr`, `Frau Dr.`."""
    words = _words(text)
    return bool(words) and _words_of("titles").issuperset(words)


def without_title(name: str) -> tuple[str, str]:
    """Return a name without how somebody is addressed, and that: `John Ott` and `Mr`; `Mr Ott` stays whole."""
    if not _is_before_names(name.partition(" ")[0]):
        return name, ""
    words = name.split(" ")
    count = len(list(takewhile(_is_before_names, words)))
    rest = words[count:]
    if len(rest) < _FEWEST_WORDS or _SEVERAL.search(name) or any(map(_is_before_names, rest)):
        return name, ""
    return " ".join(rest), " ".join(words[:count])


def _is_before_names(word: str) -> bool:
    return fold(word) in _words_of("before names")


def beside_address(cell: str) -> str:
    """Return the name that stands beside an address, and nothing else: `Ann Lee <ann@x.example>`, `... (Ann Lee)`."""
    if not _WRAPPED.search(cell):
        return ""
    cell = cell.strip()
    if found := _ADDRESSED.fullmatch(cell):
        return clean_line(found[1].strip("\"' ")) if any(map(str.isalpha, found[1])) else ""
    found = _BESIDE.fullmatch(cell)
    name = clean_line((found[1] or found[2]).strip("\"' ")) if found else ""
    words = name.replace(",", " ").split()
    is_name = len(words) >= _FEWEST_WORDS and not any(word[0].islower() for word in words) and says_something(name)
    return name if is_name and not _DIGIT.search(name) else ""


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text).replace("'", "").replace("\u2019", ""))

"""The line that names the columns: which it is, who wrote it, and which field each title stands for."""

import contextlib
import csv
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

from msgspec import Struct, convert

from fuyu.domain.fields import FIELDS as LEAD_FIELDS
from fuyu.domain.text import clean_line, fold
from fuyu.errors import UsageError
from fuyu.features.contacts.reading import consent
from fuyu.features.contacts.reading.csvfile import records

LONGEST_TITLE = 60
"""In letters; what is longer is a sentence about the file."""
FIELDS = (
    *("name", "first", "last", "middle", "alias"),
    *(field.reads for field in LEAD_FIELDS if field.reads and field.name not in {"name", "status"}),
    *("currency", "region", "country", "address", "birthday", "note", "next", "do_not_contact", "may_contact", "keep"),
)
"""The fields a person may choose for a column, those that are needed most first."""
IGNORE = "ignore"
"""What a person says of a column that is not to be read."""
ANSWERS = {"yes": "opt_out:yes", "no": "opt_out:no", IGNORE: IGNORE}
"""What a person says of the unclear cells of a column: that they are opt-outs, that they are not, or not to read it."""
OURS = "fuyu"
"""The source of what a fuyu exported: each value is taken as it is."""
_TABLE_LANGUAGE = "en"
"""The language of the titles in the table of a lead's fields."""
_MOST_COLUMNS = 1000
_MOST_NAMED = 10
_PERSON = {"name", "first", "last", "email", "phone"}
_HEAD_LINES = 25  # searched for the titles


class ColumnWords(Struct, frozen=True):
    """What columns.toml knows; its comments say what each table is for."""

    languages: dict[str, str]
    signs: dict[str, list[str]]
    columns: dict[str, dict[str, list[str]]]
    titles: dict[str, dict[str, list[str]]]
    temperatures: dict[str, list[str]]
    channels: dict[str, list[str]]
    noise: dict[str, list[str]]
    yes: dict[str, list[str]]


@cache
def known_words() -> ColumnWords:
    """Return the words of columns.toml."""
    toml = resources.files("fuyu.features.contacts.reading").joinpath("columns.toml").read_text("utf-8")
    return convert(tomllib.loads(toml), ColumnWords)


@cache
def _of_source(source: str) -> dict[str, str]:
    """Return the field for each title, compared by `_key`, that means something else in the exports of a source."""
    ours = {field.reads: [field.title] for field in LEAD_FIELDS if field.title and field.reads}
    known = known_words().columns.get(source, {})
    return _by_word(ours, _key) | _by_word(known, _key) if source == OURS else _by_word(known, _key)


@cache
def _of_language(language: str) -> dict[str, str]:
    more = {field.reads: list(field.titles) for field in LEAD_FIELDS if language == _TABLE_LANGUAGE}
    return _by_word(more, _key) | _by_word(known_words().titles[language], _key)


@cache
def _signs() -> dict[str, str]:
    return _by_word(known_words().signs, _key)


@cache
def temperatures() -> dict[str, str]:
    """Return the temperature each word means, compared folded."""
    return _by_word(known_words().temperatures, fold)


@cache
def channels() -> dict[str, str]:
    """Return the channel each kind of activity means, compared folded."""
    return _by_word(known_words().channels, fold)


def _by_word(table: dict[str, list[str]], compared: Callable[[str], str]) -> dict[str, str]:
    return {compared(word): meaning for meaning, words in table.items() for word in words}


def _key(title: str) -> str:
    """Return a title as titles are compared: "E-mail 1 - Value" and "email_value" are one."""
    return "".join(filter(str.isalpha, fold(title))) if len(title) <= LONGEST_TITLE else ""


class Guess(NamedTuple):
    """What a title is taken for, and who says so."""

    field: str = ""
    """Empty where it means nothing here."""
    said_by: str = ""
    """A language (`German`), an exporter (`outlook`), or `you`."""


class TitleLine(NamedTuple):
    """The line that names the columns, and what they mean."""

    line: int
    delimiter: str
    titles: list[str]
    source: str
    guesses: list[Guess]
    """One for each title."""

    @property
    def fields(self) -> list[str]:
        """The field of each title, empty where it means nothing here."""
        return [guess.field for guess in self.guesses]

    @property
    def read_as(self) -> list[str]:
        """The field of each title, `ignore` where a person says that it is not to be read."""
        return [guess.field or (IGNORE if guess.said_by else "") for guess in self.guesses]

    @property
    def unknown(self) -> list[int]:
        """The places of titles that mean nothing here."""
        return [place for place, guess in enumerate(self.guesses) if not guess.field]

    def titles_by_field(self) -> dict[str, tuple[str, ...]]:
        """Return the titles read into each field."""
        found: dict[str, tuple[str, ...]] = {}
        for field, title in zip(self.fields, self.titles, strict=True):
            found[field] = (*found.get(field, ()), title)
        return {field.partition(":")[0]: titles for field, titles in found.items() if field}

    def _places(self, column: str) -> list[int]:
        wanted, key = clean_line(column), _key(column)
        exact = [place for place, title in enumerate(self.titles) if title == wanted]
        return exact or [place for place, title in enumerate(self.titles) if key and _key(title) == key]

    def mapped(self, mapping: Mapping[str, str]) -> "TitleLine":
        """Return the header with what a person said of columns.

        Args:
            mapping: a field, or `ignore`, by a title as it stands or as titles are compared.

        Raises:
            UsageError: there is no such column or field; the sentence names the nearest.
        """
        guesses = list(self.guesses)
        for column, field in mapping.items():
            places = self._places(column)
            if not places:
                words = _nearest(column, self.titles) or f"; there are {', '.join(self.titles[:_MOST_NAMED])}"
                raise UsageError(f"no column is called “{clean_line(column)}”{clean_line(words)}")
            if field not in (*FIELDS, IGNORE, *ANSWERS.values()):
                words = _nearest(field, (*FIELDS, IGNORE)) or f"; there are {', '.join((*FIELDS, IGNORE))}"
                raise UsageError(f"no field is called “{clean_line(field)}”{words}")
            for place in places:
                guesses[place] = Guess(_said(field, guesses[place].field), "you")
        return self._replace(guesses=guesses)


def _said(field: str, guessed: str) -> str:
    """Return what a column is read as that a person says something of; of an opt-out they say what is unclear in it."""
    if field == IGNORE:
        return ""
    answer = field.partition(":")[2]
    about = guessed if guessed in list(consent.Consent) else consent.Consent.OUT
    return f"{about}:{answer}" if answer else field


def _nearest(word: str, known: Iterable[str]) -> str:
    from rapidfuzz import process  # noqa: PLC0415 - only a mistake needs it

    found = process.extractOne(fold(word), {title: fold(title) for title in known}, score_cutoff=50)
    return f"; the nearest is “{found[2]}”" if found else ""


def find_header(lines: list[str], *, any_titles: bool = False) -> TitleLine | None:
    """Return the reading, of the first lines by any delimiter, that knows the most columns, one of them a person's.

    Args:
        lines: the first lines.
        any_titles: where no line is known, take the first with the most cells: a person will say what they are.
    """
    best, most, likely = None, 0, None
    for header in _possible_headers(lines[:_HEAD_LINES]):
        known = set(header.fields) - {""}
        if len(known) > most and not known.isdisjoint(_PERSON):
            best, most = header, len(known)
        if likely is None or len(header.titles) > len(likely.titles):
            likely = header
    return best or (likely if any_titles else None)


def _possible_headers(lines: list[str]) -> Iterator[TitleLine]:
    for delimiter in ",;\t|":
        with contextlib.suppress(csv.Error):
            for line, titles in records(lines, delimiter):
                if titles and len(titles) <= _MOST_COLUMNS:
                    keys = [_key(title) for title in titles]
                    source = next((_signs()[key] for key in keys if key in _signs()), "csv")
                    named = [clean_line(title) or f"column {place}" for place, title in enumerate(titles, 1)]
                    yield TitleLine(line, delimiter, named, source, _guesses(titles, keys, source))


def _guesses(titles: list[str], keys: list[str], source: str) -> list[Guess]:
    """Return what titles mean: as in their exporter's own files, else in the language that knows the most of them."""
    languages = known_words().languages
    tally = Counter({code: sum(key in _of_language(code) for key in keys) for code in languages})
    spoken = [code for code, _ in tally.most_common()]

    def guess(title: str, key: str) -> Guess:
        if key in _of_source(source):
            return Guess(_of_source(source)[key], source)
        for code in spoken:
            if key in _of_language(code):
                return Guess(_of_language(code)[key], languages[code])
        about = consent.of_title(title)
        return Guess(about, "Its words") if about else Guess()

    return [guess(title, key) for title, key in zip(titles, keys, strict=True)]

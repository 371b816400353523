"""The tables of config.toml and their keys; every problem of a file is found before any is said."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from operator import itemgetter
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from fuyu.config.problems import WrongError, line_of, new_name, problem, unknown
from fuyu.config.setting import Setting, settings_of
from fuyu.config.taking import KINDS
from fuyu.config.values import Amounts, Config, Holidays, KeySetting, Look
from fuyu.domain.cadence import Cadence
from fuyu.domain.calendar import Calendar, DaysOff
from fuyu.domain.lead import Temperature
from fuyu.domain.manners import Manners
from fuyu.domain.rhythm import Rhythm, parse_rhythm
from fuyu.domain.text import clean_line
from fuyu.errors import UsageError
from fuyu.registry import TABLES_OF, Settings, features, load, woven

_MOST_PROBLEMS = 20
"""Said at once; who has more of them corrects these first."""
_MOST_KEYS = 1000
_DEEPEST = 8
_TOO_DEEP = f": tables lie in tables, more than {_DEEPEST} deep; settings are two deep, like [dates] morning"


def parse(text: str, name: str) -> Config:
    """Return what the text of a config file sets.

    Args:
        text: TOML.
        name: how problems call the file.

    Raises:
        UsageError: something in it means nothing.
    """
    said = read_table(text, name)
    problems: list[str] = []
    harmless: list[str] = []
    found = {
        title: dict(
            _each(said.get(title, {}), title, problems, text)
            if title in _OF_EACH
            else taken(said.get(title, {}), SETTINGS[title], (title,), harmless if title == "look" else problems, text)
        )
        for title in SETTINGS
    }
    usual = Cadence(**found["cadence"])
    named = dict(_named(said.get(_NAMED, {}), usual, problems, text))
    known = [*SETTINGS, _NAMED, "keys"]
    harmless += [
        problem(text, (title,), _without(title)) for title in said if title in TABLES_OF and title not in known
    ]
    others = (title for title in said if title not in known and title not in TABLES_OF)
    problems += (problem(text, (title,), unknown(title, known)) for title in islice(others, _MOST_PROBLEMS))
    if problems:
        more = ["; correct these, there may be more"] if len(problems) >= _MOST_PROBLEMS else []
        raise UsageError("\n".join(f"{name}{words}" for words in [*problems[:_MOST_PROBLEMS], *more]))
    if not isinstance(keys := said.get("keys", {}), dict):
        harmless.append(problem(text, ("keys",), "is a table: write [keys]"))
        keys = {}
    wishes = [*_own_keys(found, name, text), *_wishes(keys, name, text)]
    own = {table.title: _made(table, found, name) for table in _OF_FEATURES}
    own = {title: made for title, made in own.items() if made != type(made)()}
    return Config(
        _calendar(found["dates"]),
        replace(usual, named=named),
        Manners(**found["manners"]),
        theme=found["look"].get("theme", ""),
        mouse=found["look"].get("mouse", True),
        keys=tuple(islice(wishes, _MOST_KEYS)),
        problems=tuple(f"{name}{words}" for words in harmless),
        currency=Amounts(**found["money"]).currency,
        own=own,
    )


def _without(title: str) -> str:
    """Return the sentence for the table of a feature that is not there."""
    return f"is not used: this fuyu has no {TABLES_OF[title]}"


def read_table(text: str, name: str) -> dict[str, Any]:
    """Return the tables of a file; raise a `UsageError` where it is not TOML, or tables lie too deep in tables."""
    try:
        said = tomllib.loads(text)
    except RecursionError as error:
        raise UsageError(f"{name}{_TOO_DEEP}") from error
    except ValueError as error:
        raise UsageError(f"{name} is not TOML: {clean_line(str(error))}") from error
    level: list[object] = [said]
    for _ in range(_DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
    if level:
        raise UsageError(f"{name}{_TOO_DEEP}")
    return said


def _inside(value: object) -> Collection[object]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _wishes(table: Mapping[str, Any], name: str, text: str, *above: str) -> Iterator[KeySetting]:
    """Yield what is set for each key; `work.log = "L"` and `"work.log" = "L"` are the same."""
    for part, value in table.items():
        path = (*above, part)
        if isinstance(value, dict):
            yield from _wishes(value, name, text, *path)
        else:
            line = line_of(text, ("keys", *".".join(path).split(".")))
            where = f"{name}, line {line}: {clean_line('.'.join(('keys', *path)))}"
            yield KeySetting(clean_line(".".join(path)), value, where, line)


def _own_keys(found: Mapping[str, Mapping[str, Any]], name: str, text: str) -> Iterator[KeySetting]:
    """Yield what is set for the keys that a person has made, each beside what it does."""
    for table in _OF_FEATURES:
        for own, fields in found[table.title].items() if table.own_keys else ():
            line = line_of(text, (table.title, own, "key"))
            where = f"{name}, line {line}: {table.title}.{own}.key"
            yield KeySetting(f"{table.own_keys}.{own}", fields.get("key", ""), where, line)


def _each(tables: object, title: str, problems: list[str], text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what the tables of a table set, by the name that a person gave each."""
    if not isinstance(tables, dict):
        problems.append(problem(text, (title,), f"is a table of tables: write [{title}.name]"))
        return
    for name, table in tables.items():
        if not _OWN_NAME.fullmatch(name):
            problems.append(problem(text, (title, name), "is no name: it has small letters, digits, - and _"))
            continue
        before = len(problems)
        fields = dict(taken(table, SETTINGS[title], (title, name), problems, text))
        missing = [key for key, one in SETTINGS[title].items() if one.is_needed and one.name not in fields]
        if missing and len(problems) == before:
            problems.append(problem(text, (title, name), f"needs {' and '.join(missing)}"))
        yield name, fields


def taken(
    table: object, settings: Mapping[str, Setting], path: tuple[str, ...], problems: list[str], text: str
) -> Iterator[tuple[str, Any]]:
    """Yield the settings of one table as values; what is wrong with the others joins the problems.

    Args:
        table: what the file says.
        settings: what it can say, by key.
        path: the keys in the file that lead to the table.
        problems: where what is wrong is added, each from its line on.
        text: the whole file.
    """
    if not isinstance(table, dict):
        problems.append(problem(text, path, f"is a table: write [{clean_line('.'.join(path))}]"))
        return
    for key, value in table.items():
        if len(problems) >= _MOST_PROBLEMS:
            return
        try:
            if key not in settings:
                was = new_name(".".join((*path, key)))
                raise WrongError(was or unknown(key, settings))  # noqa: TRY301 - one way out for all that is wrong
            yield settings[key].name, settings[key].take(value)
        except WrongError as wrong:
            problems.append(problem(text, (*path, key, *wrong.inside), wrong.sentence))


def _named(tables: object, usual: Cadence, problems: list[str], text: str) -> Iterator[tuple[str, Cadence]]:
    """Yield the cadences that have a name of their own, by it; what they leave out is as in the usual one."""
    if not isinstance(tables, dict):
        problems.append(problem(text, (_NAMED,), f"is a table of tables: write [{_NAMED}.gentle]"))
        return
    for name, table in tables.items():
        if not clean_line(name) or parse_rhythm(name, [name]) != Rhythm(cadence=name):
            problems.append(problem(text, (_NAMED, name), "is no name: it is one or more words, without a comma"))
        elif isinstance(parse_rhythm(name), Rhythm):
            problems.append(problem(text, (_NAMED, name), "is a rhythm already: give it another name"))
        else:
            fields = dict(taken(table, SETTINGS["cadence"], (_NAMED, name), problems, text))
            if "rhythm" in fields:
                told = {degree: fields["rhythm"][degree] for degree in map(Temperature, table["rhythm"])}
                fields["rhythm"] = usual.rhythm | told
            yield name, replace(usual, **fields)


def _calendar(dates: dict[str, Any]) -> Calendar:
    """Return the calendar; the holidays of a country are days off beside those named one by one."""
    if "holidays" in dates:
        dates["days_off"] = replace(dates.get("days_off", DaysOff()), public=dates.pop("holidays"))
    return Calendar(**dates)


def _made(table: Settings, taken: Mapping[str, dict[str, Any]], name: str) -> Struct:
    """Return what a table of a feature sets, as its feature wants it; raise a `UsageError` where a key is missing."""
    if (said := taken[table.title]) and not table.each:
        for key, setting in SETTINGS[table.title].items():
            if setting.is_needed and setting.name not in said:
                raise UsageError(f"{name}: {table.title}.{key} is missing")
    made: Struct = load(table.made)(taken) if table.made else load(table.structs[0])(**taken[table.title])
    return made


def _structs() -> Mapping[str, tuple[type[Struct], ...]]:
    """Return the structs of every table, those of features among them."""
    added = [(table.after, (table.title, tuple(map(load, table.structs)))) for table in _OF_FEATURES]
    return dict(woven(tuple(_CORE.items()), added, itemgetter(0)))


def _settings() -> dict[str, dict[str, Setting]]:
    kinds = {table.title: load(table.kinds) for table in _OF_FEATURES if table.kinds}
    return {title: settings_of(structs, {**KINDS, **kinds.get(title, {})}) for title, structs in STRUCTS.items()}


_NAMED = "cadences"
"""The table of the cadences with names of their own, each a table with the settings of the usual one."""
_CORE: Mapping[str, tuple[type[Struct], ...]] = {
    "dates": (Calendar, Holidays),
    "cadence": (Cadence,),
    "manners": (Manners,),
    "money": (Amounts,),
    "look": (Look,),
}
_OF_FEATURES: tuple[Settings, ...] = tuple(table for feature in features().values() for table in feature.settings)
_OF_EACH = {table.title for table in _OF_FEATURES if table.each}
_OWN_NAME = re.compile("[a-z0-9][a-z0-9_-]{0,29}")
STRUCTS = _structs()
"""The structs whose fields are the keys of each table."""
SETTINGS = _settings()

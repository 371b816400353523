"""`fuyu theme`: the themes there are, and which one the dashboard has."""

import os
from argparse import Namespace
from collections.abc import Iterator

from fuyu import paths
from fuyu.answer import Answer
from fuyu.cli.chosen_theme import ChosenTheme
from fuyu.cli.output import answered
from fuyu.config import read_config, themes
from fuyu.config.theme_file import read_theme
from fuyu.errors import SaveError, UsageError
from fuyu.tui.preferences import preferences

_WIDEST = 22


@answered
def theme(asked: Namespace) -> Answer:
    """List the themes, or choose one."""
    config = read_config(paths.config())
    chosen = ChosenTheme(paths.theme(), config.theme)
    if asked.theme:
        return _choose(asked.theme, chosen)
    now = preferences(config, os.environ, chosen.name).look
    names = themes.names()
    return Answer(
        sentences=(f"{'*' if name == now else ' '} {name:<{_WIDEST}} {themes.meaning(name)}" for name in names),
        records=((name, themes.meaning(name), "current" if name == now else "") for name in names),
        data={"theme": now, "themes": [{"name": name, "means": themes.meaning(name)} for name in names]},
        warnings=[*themes.misnamed(), *(words for name in themes.own() for words in _warnings(name))],
    )


def _choose(words: str, chosen: ChosenTheme) -> Answer:
    name = themes.named(words)
    if not name:
        raise UsageError(themes.unknown(words))
    if trouble := chosen.keep(name):
        raise SaveError(trouble)
    warnings = [*_warnings(name), *_before_it()]
    return Answer(sentences=[f"{name}: the dashboard opens with it"], data={"theme": name}, warnings=warnings)


def _warnings(name: str) -> list[str]:
    """Return what is wrong with a theme of one's own, and what is hard to read in it."""
    file = themes.own().get(name)
    if file is None:
        return []
    said = read_theme(file)
    return [*said.problems, *said.hard_to_read()]


def _before_it() -> Iterator[str]:
    """Yield what comes before the theme that is chosen."""
    yield from (f"{name} is set, and comes before it" for name in ("NO_COLOR", "FUYU_THEME") if name in os.environ)

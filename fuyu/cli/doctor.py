"""`fuyu doctor`: what a person, or whoever helps them, needs to know of where fuyu runs; nothing of anybody in it."""

import os
import platform
import shutil
import stat
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shlex import quote

from msgspec import Struct
from msgspec.structs import asdict

from fuyu import __version__, paths
from fuyu.answer import Answer
from fuyu.care import backups, open_book
from fuyu.care.surroundings import access_warnings
from fuyu.cli.chosen_theme import ChosenTheme
from fuyu.cli.opening import book_path
from fuyu.cli.output import answered
from fuyu.config import Config, read_config, themes
from fuyu.domain.step import Channel
from fuyu.domain.text import clean_line
from fuyu.errors import FuyuError, StoreError
from fuyu.locks import Lock
from fuyu.reach import copiers, opener
from fuyu.registry import has_command
from fuyu.storage.documents import SCHEMA
from fuyu.tui.preferences import preferences

_LIBRARIES = ("textual", "tinydb", "msgspec", "pendulum")
_NARROWEST, _LOWEST = 40, 10


class Fact(Struct, frozen=True):
    """One thing that was looked at."""

    what: str
    found: str
    remedy: str = ""
    """What to do about it; empty where it is well."""


@answered
def doctor(asked: Namespace) -> Answer:
    """Look at everything, change nothing, and say what to do; exit with 3 where something is to be done."""
    facts = list(_facts(book_path(asked), os.environ))
    troubled = any(fact.remedy for fact in facts)
    return Answer(
        sentences=_sentences(facts, troubled=troubled),
        records=((fact.what, fact.found, fact.remedy) for fact in facts),
        data={"ok": not troubled, "facts": [asdict(fact) for fact in facts]},
        code=StoreError.exit_code if troubled else 0,
    )


def _sentences(facts: Sequence[Fact], *, troubled: bool) -> Iterator[str]:
    for fact in facts:
        yield f"{'!' if fact.remedy else ' '} {fact.what:<12} {fact.found}"
        if fact.remedy:
            yield f"{'':15}→ {fact.remedy}"
    if not troubled:
        yield "everything is as it should be"


def _facts(book: Path, environment: Mapping[str, str]) -> Iterator[Fact]:
    yield Fact("fuyu", f"{__version__} on Python {platform.python_version()}, {platform.system()}")
    yield Fact("libraries", ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES))
    yield from _terminal(environment)
    yield from _settings(environment)
    yield from _book(book)
    yield from _copies(book)


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "missing"


def _terminal(environment: Mapping[str, str]) -> Iterator[Fact]:
    term = clean_line(environment.get("TERM", ""))
    says = f"TERM {term or 'not set'}, COLORTERM {clean_line(environment.get('COLORTERM', '')) or 'not set'}"
    dumb = term in {"", "dumb"} and sys.stdout.isatty()
    yield Fact("terminal", says, "set TERM, like TERM=xterm-256color" if dumb else "")
    if sys.stdout.isatty():
        width, height = shutil.get_terminal_size()
        small = width < _NARROWEST or height < _LOWEST
        remedy = f"make it {_NARROWEST} x {_LOWEST} cells at least; 80 x 24 shows everything" if small else ""
        yield Fact("size", f"{width} x {height} cells", remedy)
    else:
        yield Fact("size", "not in a terminal now")
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    remedy = "" if encoding == "utf8" else "set LANG to a UTF-8 locale, like LANG=C.UTF-8"
    yield Fact("unicode", sys.stdout.encoding or "unknown", remedy)
    if "NO_COLOR" in environment:
        yield Fact("colours", "none: NO_COLOR is set")
    elif environment.get("COLORTERM") not in {"truecolor", "24bit"}:
        yield Fact("colours", "as near as this terminal comes; FUYU_THEME=terminal takes its own")
    else:
        yield Fact("colours", "all")
    tools = ", ".join(Path(command[0]).name for command in copiers(environment))
    yield Fact("clipboard", tools or "by asking the terminal (OSC 52), which cannot say whether it does it")
    openers = (opener(channel, environment) for channel in (Channel.CALL, Channel.SOCIAL))
    opening = ", ".join(dict.fromkeys(Path(command[0]).name for command in openers if command))
    yield Fact("opening", opening or "nothing here opens a number or a page; they are shown")


def _settings(environment: Mapping[str, str]) -> Iterator[Fact]:
    path = paths.config()
    try:
        config = read_config(path)
    except FuyuError as error:
        config = Config()
        for problem in str(error).splitlines():
            yield Fact("settings", problem, f"correct it in {path}; fuyu does not start until then")
    prefers = preferences(config, environment, ChosenTheme(paths.theme(), config.theme).name)
    for problem in prefers.problems:
        yield Fact("settings", problem, "correct it; until then the default holds")
    for problem in themes.misnamed():
        yield Fact("settings", problem, "rename it, or delete it")
    yield Fact("settings", f"{path}{'' if path.exists() else ', not found: the defaults hold'}")
    own = f", {len(prefers.keyboard.set)} keys of your own" if prefers.keyboard.set else ""
    yield Fact("theme", f"{prefers.look}{own}")


def _book(path: Path) -> Iterator[Fact]:
    if not path.exists():
        yield Fact("book", f"{path}, not found: the first lead makes it")
        return
    yield Fact("book", f"{path}, {path.stat().st_size:,} bytes")
    try:
        store = open_book(path, look_only=True)
    except FuyuError as error:
        yield Fact("reading", str(error), "`fuyu check` says where; `fuyu restore` lists the copies")
        return
    try:
        yield Fact("reading", f"leads that can be read: {len(store.rows):,}; the schema this fuyu writes is {SCHEMA}")
        if unreadable := len(store.care.problems()):
            yield Fact(
                "reading",
                f"records that cannot be read, and are shown nowhere: {unreadable:,}",
                "`fuyu check` says which",
            )
        conflicts, news = store.care.conflicts(), store.care.news()
    finally:
        store.close()
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        yield Fact("writing", "cannot be written", f"let yourself write to {path.parent} and to what is in it")
    else:
        yield Fact("writing", "can be written")
    lock = Lock(path.with_name(f"{path.name}.lock"))
    with lock.shared() as is_free:
        yield Fact("lock", "free" if is_free else "held by another fuyu at this moment, which is well for an instant")
    lock.close()
    folder = stat.S_IMODE(path.parent.stat().st_mode)
    yield Fact("folder", f"{path.parent}, mode {folder:o}")
    for warning in access_warnings(path):
        yield Fact("permissions", warning, "let nobody else read it, as it says")
    for sentence in news:
        yield Fact("files", sentence)
    for copy in conflicts:
        yield Fact("changes", f"{copy.name} has changes that are not here", f"fuyu merge {quote(str(copy))}")


def _copies(book: Path) -> Iterator[Fact]:
    folder = paths.backups(book)
    found = backups.list_backups(book, folder) if folder.exists() else []
    if not found:
        yield Fact("backups", f"none yet in {folder}; the dashboard makes one a day")
        return
    good = backups.newest_good(book, folder)
    days = ", ".join(str(backup.day) for backup in found[:5])
    makes_one = "make one by `fuyu export --json FILE`" if has_command("export") else "copy the book's file elsewhere"
    remedy = "" if good is not None else f"no copy can be read: {makes_one}"
    newest = f", the newest that can be read of {good.day}" if good is not None else ""
    yield Fact("backups", f"{len(found)} in {folder}: {days}{newest}", remedy)

"""The coming follow-ups as a calendar: a file, or a collection on a server."""

import subprocess
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from fuyu import paths
from fuyu.cli import output
from fuyu.cli.commands import book_path, desk_on
from fuyu.config import Publishing, read_config
from fuyu.desk import Desk
from fuyu.desk.publishing import publish, shows_another
from fuyu.domain.text import clean_line
from fuyu.errors import FuyuError, UsageError

_EXAMPLE = 'file = "~/calendars/fuyu.ics"'
_URL = 'url = "https://dav.example.org/ann/fuyu/"'
_SERVICE = "fuyu-calendar"
"""What the keyring calls the password."""
_PATIENCE = 120.0
"""Seconds: the program may ask the person to unlock something."""


def calendar(asked: Namespace) -> int:
    """Write the calendar file that was named, or the one of config.toml; or bring a server up to date."""
    publishing = read_config(paths.config()).publishing
    if asked.push:
        return _push(asked, publishing)
    if asked.force:
        raise UsageError("--force goes with --push; a file is never forced")
    named = asked.file or publishing.file
    if not named:
        raise UsageError(f"name a file: fuyu calendar FILE.ics; or set {_EXAMPLE} below [calendar] in config.toml")
    file, book = Path(named).expanduser(), book_path(asked)
    with desk_on(asked) as desk:
        done = publish(desk, file, str(book.resolve()), publishing.showing, paths.calendar_lock(file))
    if asked.json:
        counts = {"events": done.events, "cancelled": done.cancelled, "changed": done.changed}
        output.json({"file": str(file), **counts, "written": done.written})
    elif asked.plain:
        output.line(f"{done.events}\t{done.cancelled}\t{done.changed}\t{clean_line(str(file))}")
    elif done.written:
        output.line(f"{clean_line(str(file))} has {done.events:,} events, {done.changed:,} of them new or changed")
    else:
        output.line(f"{clean_line(str(file))} says all that already: {done.events:,} events")
    return 0


def follow(desk: Desk, publishing: Publishing, book: Path) -> None:
    """Let the calendar of config.toml follow what was done; what is in the way is said, and stops nothing.

    A calendar that shows another book is left to that book.
    """
    file, name = Path(publishing.file).expanduser(), str(book.resolve())
    try:
        if not shows_another(file, name):
            publish(desk, file, name, publishing.showing, paths.calendar_lock(file))
    except FuyuError as error:
        output.words(f"fuyu: the calendar does not follow: {error}")


def _push(asked: Namespace, publishing: Publishing) -> int:
    """Bring the collection of config.toml up to date."""
    from fuyu.desk.pushing import push  # noqa: PLC0415 - only a push needs it
    from fuyu.interop.collection import Collection  # noqa: PLC0415 - the same

    if asked.file:
        raise UsageError("--push goes to calendar.url of config.toml, and takes no file")
    if not publishing.url:
        raise UsageError(f"--push needs to know where to: set {_URL} below [calendar] in config.toml")
    with desk_on(asked) as desk, Collection(publishing.url, publishing.user, _password(publishing)) as collection:
        record = paths.pushed(publishing.url)
        done = push(desk.coming(publishing.showing), collection, record, desk.now(), force=asked.force)
    if asked.json:
        output.json({"sent": done.sent, "deleted": done.deleted, "left": done.left, "not_wanted": done.not_wanted})
        return 0
    output.line(f"{done.sent:,} events sent, {done.deleted:,} deleted")
    for summary in done.left:
        output.words(f"changed there, and left as it is: {clean_line(summary)}; --force overwrites it")
    if done.not_wanted:
        output.words(f"{done.not_wanted:,} deleted there stay deleted until there is something new; --force sends them")
    return 0


def _password(publishing: Publishing) -> str:
    """Return the password as a program or the keyring says it; it is in no file of ours."""
    if publishing.password_command:
        return _answer(publishing.password_command)
    if not publishing.user:
        return ""
    try:
        import keyring  # noqa: PLC0415 - an extra, for those who push
        from keyring.errors import KeyringError  # noqa: PLC0415 - the same
    except ImportError:
        raise UsageError("set calendar.password_command, or have a keyring: pip install 'fuyu[calendar]'") from None
    try:
        password = keyring.get_password(_SERVICE, publishing.user)
    except KeyringError as error:
        raise UsageError(f"the keyring does not answer: {type(error).__name__}; or set password_command") from None
    if password is None:
        user = clean_line(publishing.user)
        raise UsageError(f"the keyring knows no password: keyring set {_SERVICE} {user}; or set password_command")
    return password


def _answer(command: Sequence[str]) -> str:
    """Return the first line that a program prints."""
    name = clean_line(command[0])
    try:
        done = subprocess.run(  # noqa: S603 - the person's own program, without a shell
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False, text=True, timeout=_PATIENCE
        )
    except subprocess.TimeoutExpired:
        raise UsageError(f"calendar.password_command: {name} does not end") from None
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"calendar.password_command: {name} cannot be run") from None
    if done.returncode or not done.stdout.strip():
        raise UsageError(f"calendar.password_command: {name} gives no password")
    return done.stdout.split("\n", 1)[0]

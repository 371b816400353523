"""The coming follow-ups as a calendar: a file, or a collection on a server."""

from argparse import Namespace

from fuyu import paths
from fuyu.cli import output
from fuyu.cli.opening import book_path, desk_on
from fuyu.cli.password import password
from fuyu.config import Publishing, read_config
from fuyu.desk.publishing import publish
from fuyu.domain.text import clean_line
from fuyu.errors import UsageError

_EXAMPLE = 'file = "~/calendars/fuyu.ics"'
_URL = 'url = "https://dav.example.org/ann/fuyu/"'


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
    if named == "-":
        return _print(asked, publishing)
    file, book = paths.of_words(named), book_path(asked)
    with desk_on(asked) as desk:
        done = publish(desk, file, str(paths.resolved(book)), publishing.showing, paths.calendar_lock(file))
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


def _print(asked: Namespace, publishing: Publishing) -> int:
    """Write the calendar to standard output, as of a book that has none yet."""
    from fuyu.desk.coming import coming  # noqa: PLC0415 - only who shows a calendar needs it
    from fuyu.interop.calendar import rewritten  # noqa: PLC0415 - only here

    if asked.json:
        raise UsageError("--json says what became of a file; for the calendar itself, leave it out: fuyu calendar -")
    with desk_on(asked) as desk:
        book = str(paths.resolved(book_path(asked)))
        made = rewritten(b"", coming(desk, publishing.showing), book, desk.now())
    output.part(made.text.decode())
    return 0


def _push(asked: Namespace, publishing: Publishing) -> int:
    """Bring the collection of config.toml up to date."""
    from fuyu.desk.coming import coming  # noqa: PLC0415 - only a push needs it
    from fuyu.desk.pushing import push  # noqa: PLC0415 - the same
    from fuyu.interop.collection import Collection  # noqa: PLC0415 - the same

    if asked.file:
        raise UsageError("--push goes to calendar.url of config.toml, and takes no file")
    if not publishing.url:
        raise UsageError(f"--push needs to know where to: set {_URL} below [calendar] in config.toml")
    with (
        desk_on(asked) as desk,
        Collection(
            publishing.url, publishing.user, password("calendar", publishing.user, publishing.password_command)
        ) as collection,
    ):
        record = paths.pushed(publishing.url)
        done = push(coming(desk, publishing.showing), collection, record, desk.now(), force=asked.force)
    if asked.json:
        output.json({"sent": done.sent, "deleted": done.deleted, "left": done.left, "not_wanted": done.not_wanted})
        return 0
    output.line(f"{done.sent:,} events sent, {done.deleted:,} deleted")
    for summary in done.left:
        output.words(f"changed there, and left as it is: {clean_line(summary)}; --force overwrites it")
    if done.not_wanted:
        output.words(f"{done.not_wanted:,} deleted there stay deleted until there is something new; --force sends them")
    return 0

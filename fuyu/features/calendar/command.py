"""The coming follow-ups as a calendar: a file, or a collection on a server."""

from argparse import Namespace

from fuyu import paths
from fuyu.answer import Answer, records_of
from fuyu.cli.opening import book_path, on_desk
from fuyu.cli.password import password
from fuyu.config import read_config
from fuyu.desk import Desk
from fuyu.domain.text import clean_line
from fuyu.errors import UsageError
from fuyu.features.calendar.service import coming, publish
from fuyu.features.calendar.settings import Publishing

_EXAMPLE = 'file = "~/calendars/fuyu.ics"'
_URL = 'url = "https://dav.example.org/ann/fuyu/"'


@on_desk
def calendar(desk: Desk, asked: Namespace) -> Answer:
    """Write the calendar file that was named, or the one of config.toml; or bring a server up to date."""
    publishing = read_config(paths.config()).of(Publishing)
    if asked.push:
        return _push(desk, asked, publishing)
    if asked.force:
        raise UsageError("--force goes with --push; a file is never forced")
    named = asked.file or publishing.file
    if not named:
        raise UsageError(f"name a file: fuyu calendar FILE.ics; or set {_EXAMPLE} below [calendar] in config.toml")
    if named == "-":
        return _printed(desk, asked, publishing)
    file, book = paths.of_words(named), book_path(asked)
    done = publish(desk, file, str(paths.resolved(book)), publishing.showing)
    has = f"{clean_line(str(file))} has {done.events:,} events, {done.changed:,} of them new or changed"
    counts = {"events": done.events, "cancelled": done.cancelled, "changed": done.changed}
    return Answer(
        sentences=[has if done.written else f"{clean_line(str(file))} says all that already: {done.events:,} events"],
        records=[(*counts.values(), file)],
        data={"file": str(file), **counts, "written": done.written},
    )


def _printed(desk: Desk, asked: Namespace, publishing: Publishing) -> Answer:
    """Write the calendar to standard output, as of a book that has none yet."""
    from fuyu.features.calendar.ics import rewritten  # noqa: PLC0415 - only here

    if asked.json:
        raise UsageError("--json says what became of a file; for the calendar itself, leave it out: fuyu calendar -")
    book = str(paths.resolved(book_path(asked)))
    return Answer(file=[rewritten(b"", coming(desk, publishing.showing), book, desk.now()).text.decode()])


def _push(desk: Desk, asked: Namespace, publishing: Publishing) -> Answer:
    """Bring the collection of config.toml up to date."""
    from fuyu.features.calendar.collection import Collection  # noqa: PLC0415 - the same
    from fuyu.features.calendar.pushing import push, record_of  # noqa: PLC0415 - only a push needs it

    if asked.file:
        raise UsageError("--push goes to calendar.url of config.toml, and takes no file; leave it out")
    if not publishing.url:
        raise UsageError(f"--push needs to know where to: set {_URL} below [calendar] in config.toml")
    secret = password("calendar", publishing.user, publishing.password_command)
    with Collection(publishing.url, publishing.user, secret) as collection:
        record = record_of(publishing.url)
        done = push(coming(desk, publishing.showing), collection, record, desk.now(), force=asked.force)
    left = [f"changed there, and left as it is: {clean_line(one)}; --force overwrites it" for one in done.left]
    stay = f"{done.not_wanted:,} deleted there stay deleted until there is something new; --force sends them"
    data = {"sent": done.sent, "deleted": done.deleted, "left": done.left, "not_wanted": done.not_wanted}
    return Answer(
        sentences=[f"{done.sent:,} events sent, {done.deleted:,} deleted"],
        records=records_of(data),
        data=data,
        hints=[*left, stay] if done.not_wanted else left,
    )

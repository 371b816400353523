"""`fuyu team`: what is asked of the book and its team once the library is there; `answers` has what is said."""

import sys
from argparse import Namespace
from contextlib import closing, suppress

from fuyu.answer import Answer
from fuyu.care import open_book
from fuyu.cli import output
from fuyu.cli.agreed import agree
from fuyu.cli.done import UNDO, done
from fuyu.cli.opening import book_path, clock, on_desk
from fuyu.desk import Desk
from fuyu.errors import NotFoundError, SaveError, ServerError
from fuyu.features.team import handing
from fuyu.features.team.library import need_library
from fuyu.registry import load


def _on_book(name: str, *, is_long: bool = False) -> output.Command:
    """Return a command that asks the book that was asked for, and prints what it answers, or how far it is."""

    def run(asked: Namespace) -> int:
        need_library()
        path = book_path(asked)
        with closing(open_book(path)) as book, output.Progress() as progress:
            tells = [progress.team] if is_long else []
            answer = load(f"fuyu.features.team.answers:{name}")(book, path, asked, clock(asked), *tells)
        return output.show(answer, asked)

    return run


upgrade = _on_book("upgrade")


@on_desk
def hand(desk: Desk, asked: Namespace) -> Answer:
    """Let somebody else look after a lead; who is new in the team is asked of its server."""
    row = desk.leads.lookup(asked.lead)
    try:
        owner = desk.whose.called(asked.who)
    except NotFoundError:
        with suppress(ServerError):
            load("fuyu.features.team.service:members")(desk.book.store)
        owner = desk.whose.called(asked.who)
    return done(handing.hand(desk, [row.id], owner), hints=[UNDO])


create, join, leave = _on_book("create"), _on_book("join", is_long=True), _on_book("leave")
status, members, invite, remove = map(_on_book, ("status", "members", "invite", "remove"))
claims, refused = map(_on_book, ("claims", "refused"))
_sync_once = _on_book("sync")


def erase(asked: Namespace) -> int:
    """Erase a person from the server and every book, after one yes."""
    need_library()
    path, now = book_path(asked), clock(asked)
    with closing(open_book(path)) as book:
        found = load("fuyu.features.team.answers:to_erase")(book, asked.lead, now)
        agree(found, yes=asked.yes)
        answer = load("fuyu.features.team.answers:erase")(book, path, found, now)
    return output.show(answer, asked)


def sync(asked: Namespace) -> int:
    """Exchange now; or until the input ends, where nobody does it yet."""
    if not asked.stay:
        return _sync_once(asked)
    need_library()
    try:
        load("fuyu.features.team.service:work")(book_path(asked), sys.stdin.fileno(), clock(asked))
    except SaveError:
        return 0  # another dashboard's worker does it
    return 0

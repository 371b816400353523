"""Care for the files of a book: look whether it is whole, bring back or merge a copy, write one."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from msgspec.structs import asdict

from fuyu import paths
from fuyu.cli import output
from fuyu.cli.opening import book_path, clock, desk_on, missing
from fuyu.desk.values import dropped_words
from fuyu.domain.action import Action
from fuyu.domain.message import Message
from fuyu.domain.text import clean_line, shortened
from fuyu.domain.when import When
from fuyu.errors import FuyuError, NotFoundError, StoreError, UsageError
from fuyu.storage import backups, open_book
from fuyu.storage.backups import Backup
from fuyu.storage.book import Book
from fuyu.storage.check import check as examine
from fuyu.storage.journal_db import disk
from fuyu.storage.merge import Likeness, Merge, Silenced
from fuyu.storage.surroundings import is_journal, merging, remember_merged

_MOST_SHOWN = 20


def check(asked: Namespace) -> int:
    """Say whether the book is whole; exit with 3 where it is not."""
    path = _there(book_path(asked))
    found, warnings = examine(path)
    warnings = (*warnings, *_waiting(paths.notes(path)))
    findings = [asdict(finding) for finding in found.findings]
    if asked.json:
        held = {name: getattr(found, name) for name in ("leads", "touches", "notes", "drafts", "unscheduled")}
        held["journal_bytes"] = found.journal_bytes
        output.json({"book": str(path), **held, "findings": findings, "warnings": warnings})
    elif asked.plain:
        for finding in found.findings:
            output.line(f"{clean_line(finding.where)}\t{clean_line(finding.what)}")
    else:
        rest = f"{_counted(found.notes, 'note')}, {_counted(found.drafts, 'draft')}"
        counts = f"{_held(found.leads, found.touches)}, {rest}"
        output.line(f"{clean_line(str(path))}: {counts}; {found.unscheduled} unscheduled")
        for finding in found.findings:
            output.line(f"! {clean_line(finding.where)} {clean_line(finding.what)}")
        if not found.findings:
            output.line("the book can be read whole, but:" if warnings else "everything is as it should be")
    if not asked.json:
        for warning in warnings:
            output.words(clean_line(warning))
    return StoreError.exit_code if found.findings else 0


def _waiting(home: Path) -> list[str]:
    """Return what was typed in the dashboard and is not in the book yet, a sentence each."""
    if not home.is_dir():
        return []
    from fuyu.tui import aside, unfinished  # noqa: PLC0415 - only what was ended needs it

    return [*aside.waiting(home), *unfinished.waiting(home)]


def backup(asked: Namespace) -> int:
    """Copy the book, once a day, and bring its files into order."""
    path = _there(book_path(asked))
    with desk_on(asked, path, paths.backups(path)) as desk:
        trouble = desk.tidy_up()
    if trouble:
        raise StoreError(trouble)
    return 0


def restore(asked: Namespace) -> int:
    """List the copies of the book, or put one in its place; the present file is kept."""
    path = book_path(asked)
    folder = paths.backups(path)
    if not asked.backup:
        _list(path, folder, asked)
        return 0
    backup = _named(asked.backup, path, folder)
    with disk.reading(backup.path):
        restored = backups.restore(path, backup, clock(asked).now())
    kept = restored.kept
    if asked.json:
        output.json(
            {
                "book": str(path),
                "restored": str(backup.path),
                "kept": str(kept) if kept else None,
                "offered": str(restored.offered) if restored.offered else None,
            }
        )
        return 0
    output.line(f"{clean_line(str(path))} is now as in {clean_line(str(backup.path))}")
    output.line(f"the file that was there is kept: {clean_line(str(kept))}" if kept else "there was no file before")
    if restored.drafts:
        output.line(f"what is being typed stays: {_counted(restored.drafts, 'draft')}")
    if restored.offered:
        made = f"{_counted(restored.changes, 'change')} made since that copy"
        output.line(f"{made}: “{clean_line(merging(restored.offered))}” brings in what fits")
    if restored.left:
        output.line(f"{_counted(restored.left, 'draft')} about leads that are not in that copy: in the kept file only")
    return 0


def _list(path: Path, folder: Path, asked: Namespace) -> None:
    found = [_facts(backup) for backup in backups.list_backups(path, folder)]
    if asked.json:
        output.json({"book": str(path), "folder": str(folder), "backups": found})
        return
    for facts in found:
        holds = "\t" if facts["leads"] is None else f"{facts['leads']}\t{facts['touches']}"
        if asked.plain:
            output.line(f"{facts['date']}\t{holds}\t{clean_line(facts['path'])}\t{clean_line(facts['problem'])}")
        else:
            said = facts["problem"] or _held(facts["leads"], facts["touches"])
            output.line(f"{facts['date']}  {clean_line(said)}  {clean_line(facts['path'])}")
    if not found:
        output.words(f"no copies yet; the dashboard makes one a day in {clean_line(str(folder))}")
    elif not asked.plain:
        output.words(f"`fuyu restore {found[0]['date']}` brings that day back; the present file is kept")


def _facts(backup: Backup) -> dict[str, Any]:
    facts: dict[str, Any] = {"date": str(backup.day), "path": str(backup.path), "leads": None, "touches": None}
    try:
        with disk.reading(backup.path):
            return {**facts, "leads": backup.leads, "touches": backup.touches, "problem": ""}
    except FuyuError as error:
        return {**facts, "problem": str(error)}


def _named(words: str, book: Path, folder: Path) -> Backup:
    """Return the copy of that day or name, or any other file by its path."""
    known = backups.list_backups(book, folder)
    for backup in known:
        if words in {str(backup.day), backup.path.name, str(backup.path)}:
            return backup
    path = paths.of_words(words)
    if path.is_file():
        return Backup(path, datetime.fromtimestamp(path.stat().st_mtime, UTC).date())
    days = ", ".join(str(backup.day) for backup in known[:3])
    raise NotFoundError(f"there is no copy “{shortened(words)}”" + (f"; there are {days}" if days else ""))


def merge(asked: Namespace) -> int:
    """Bring in another copy of the book as one action."""
    path = _there(_near(paths.of_words(asked.file), book_path(asked)))
    if paths.resolved(path) == paths.resolved(book_path(asked)):
        raise UsageError(f"{clean_line(str(path))} is the book itself; name the other copy")
    action = None
    identity = disk.Identity.of(path)
    with desk_on(asked) as desk, _other(path, book_path(asked)) as theirs:
        plan = desk.merging(theirs)
        dropped = desk.dropped(plan.changes)
        if plan.changes and not asked.dry_run:
            action = desk.merge(theirs, f"merged {clean_line(path.name)}")
        if identity and (action or not plan.changes) and not plan.left:
            remember_merged(paths.resolved(book_path(asked)), paths.resolved(path), identity)
    if asked.json:
        _merged_as_json(plan, action, asked)
    else:
        _say_merged(plan, action, dropped, path.name, asked)
    return 0


def _merged_as_json(plan: Merge, action: Action | None, asked: Namespace) -> None:
    """Print what came in, or would, as JSON."""
    lists = {"changes", "conflicts", "left", "maybe", "silenced"}
    counts = {name: count for name, count in asdict(plan).items() if name not in lists}
    maybe = [{"lead": like.lead, "maybe": like.other} for like in plan.maybe]
    done = {"uid": action.uid, "verb": action.verb, "title": action.title} if action else None
    silenced = [one.lead for one in plan.silenced]
    kept = {"conflicts": plan.conflicts, "left": plan.left, "maybe": maybe, "do_not_contact": silenced}
    output.json({"dry_run": asked.dry_run, **counts, **kept, "action": done})


def _say_merged(plan: Merge, action: Action | None, dropped: Sequence[Message], file: str, asked: Namespace) -> None:
    """Print what came in, or would, and which messages are dropped by it."""
    name = clean_line(file)
    if plan.left:
        about = f"{_counted(plan.left, 'text or touch', 'texts or touches')} about leads that are in neither copy"
        output.words(f"{about}: still in {name} alone; merge a copy that has them, or look into it")
    if not plan.changes:
        output.line(f"{name} brings nothing new")
        return
    would = "would come in" if asked.dry_run else "came in"
    output.line(f"new: {_held(plan.leads_added, plan.touches_added)}, {_counted(plan.notes_added, 'note')} {would}")
    output.line(f"updated: {_counted(plan.leads_changed, 'lead')}")
    _some([f"both kept: {clean_line(conflict)}" for conflict in plan.conflicts])
    _some([_maybe(like, has_come_in=action is not None) for like in plan.maybe])
    today = clock(asked).now().date()
    _some([_silenced(one, [each for each in dropped if each.lead == one.lead], today) for one in plan.silenced])
    if action:
        output.words(f"`fuyu undo` undoes all of it; {name} is as it was")


def _maybe(like: Likeness, *, has_come_in: bool) -> str:
    """Return who is new and maybe known, and the command that joins them."""
    join = f": `fuyu join {like.other} {like.lead}` makes them one" if has_come_in else ""
    return clean_line(f"{like.name} is new, and maybe {like.other_name} ({like.other})") + join


def _silenced(one: Silenced, dropped: Sequence[Message], today: date) -> str:
    """Return who is do-not-contact by a merge, what need not be kept any more, and which messages are dropped."""
    gone = ", ".join(When(promise.day, promise.time).words(today) for promise in one.promises)
    withdrawn = f"; withdrawn: the promise of {gone}" if gone else ""
    gone_too = f"; {dropped_words(dropped)}" if dropped else ""
    return clean_line(f"{one.name} ({one.lead}) is do not contact, for one of the copies says so{withdrawn}{gone_too}")


def _some(lines: Sequence[str]) -> None:
    for line in lines[:_MOST_SHOWN]:
        output.line(line)
    if len(lines) > _MOST_SHOWN:
        output.line(f"... and {len(lines) - _MOST_SHOWN} more; --json lists them all")


def export(asked: Namespace) -> int:
    """Write the whole book as JSON."""
    if not asked.json:
        raise UsageError("say as what: fuyu export --json [FILE]")
    path = _there(book_path(asked))
    with _looked_at(path) as book:
        for sentence in book.care.unreadable():
            output.words(f"fuyu: {clean_line(sentence)}")
        if asked.file:
            target = paths.of_words(asked.file)
            book.care.copy_to(target)
            output.words(f"the whole book is in {clean_line(str(target))}")
        elif sys.stdout.isatty():
            with TemporaryFile("w+", encoding="utf-8", errors="replace") as written:
                book.care.export_to(written.fileno())
                written.seek(0)
                for row in written:
                    output.line(row.rstrip("\n"))
        else:
            sys.stdout.flush()
            book.care.export_to(sys.stdout.fileno())
    return 0


def _held(leads: int, touches: int) -> str:
    return f"{_counted(leads, 'lead')}, {_counted(touches, 'touch', 'touches')}"


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


@contextmanager
def _other(path: Path, book: Path) -> Iterator[Book]:
    """Open another copy of a book; of a journal, the book as it would be with what that holds."""
    if not is_journal(path):
        with _looked_at(path) as other:
            yield other
        return
    with _looked_at(book) as other, disk.reading(path):
        other.take(path)
        yield other


@contextmanager
def _looked_at(path: Path) -> Iterator[Book]:
    """Open a book without touching anything around it."""
    book = open_book(path, look_only=True)
    try:
        yield book
    finally:
        book.close()


def _near(path: Path, book: Path) -> Path:
    """Return a file; one that is named without its folder may lie beside the book."""
    beside = book.with_name(path.name)
    return beside if path.name == str(path) and not path.exists() and beside.exists() else path


def _there(path: Path) -> Path:
    if not path.exists() and not path.with_name(f"{path.name}.journal").exists():
        raise NotFoundError(missing(path) or f"there is no book at {clean_line(str(path))}")
    return path

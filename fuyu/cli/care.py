"""Care for the files of a book: look whether it is whole, bring back or merge a copy, write one."""

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from fuyu import disk, paths
from fuyu.answer import Answer, counted, records_of, some
from fuyu.care import Book, backups
from fuyu.care.backups import Backup, Restored
from fuyu.care.check import Checkup
from fuyu.care.check import check as examine
from fuyu.care.surroundings import is_journal, merging, remember_merged
from fuyu.cli.done import UNDO, action_fields
from fuyu.cli.opening import book_path, clock, desk_on, looked_at, on_desk, there_is
from fuyu.cli.output import answered
from fuyu.desk import Desk
from fuyu.desk.copies import Likeness, Merge, Silenced
from fuyu.desk.values import dropped_words
from fuyu.domain.action import Action
from fuyu.domain.message import Message
from fuyu.domain.text import clean_line, shortened
from fuyu.domain.when import When
from fuyu.errors import FuyuError, NotFoundError, StoreError, UsageError


@answered
def check(asked: Namespace) -> Answer:
    """Say whether the book is whole; exit with 3 where it is not."""
    path = there_is(book_path(asked))
    found, warnings = examine(path)
    warnings = (*warnings, *_waiting(paths.notes(path)))
    held = {name: getattr(found, name) for name in ("leads", "touches", "notes", "drafts", "unscheduled")}
    findings = {"findings": [asdict(finding) for finding in found.findings]}
    return Answer(
        sentences=_checked(path, found, is_warned=bool(warnings)),
        records=((finding.where, finding.what) for finding in found.findings),
        data={"book": str(path), **held, "journal_bytes": found.journal_bytes, **findings, "warnings": warnings},
        warnings=map(clean_line, warnings),
        code=StoreError.exit_code if found.findings else 0,
    )


def _checked(path: Path, found: Checkup, *, is_warned: bool) -> Iterator[str]:
    rest = f"{counted(found.notes, 'note')}, {counted(found.drafts, 'draft')}"
    counts = f"{_held(found.leads, found.touches)}, {rest}"
    yield f"{clean_line(str(path))}: {counts}; {found.unscheduled} unscheduled"
    for finding in found.findings:
        yield f"! {clean_line(finding.where)} {clean_line(finding.what)}"
    if not found.findings:
        yield "the book can be read whole, but:" if is_warned else "everything is as it should be"


def _waiting(home: Path) -> list[str]:
    """Return what was typed in the dashboard and is not in the book yet, a sentence each."""
    if not home.is_dir():
        return []
    from fuyu.tui import aside, unfinished  # noqa: PLC0415 - only what was ended needs it

    return [*aside.waiting(home), *unfinished.waiting(home)]


@answered
def backup(asked: Namespace) -> Answer:
    """Copy the book, once a day, and bring its files into order."""
    path = there_is(book_path(asked))
    folder = paths.backups(path)
    with desk_on(asked, path, folder) as desk:
        trouble = desk.book.tidy_up()
    if trouble:
        raise StoreError(trouble)
    newest = next(iter(backups.list_backups(path, folder)), None)
    return Answer(data={"book": str(path), "copy": str(newest.path) if newest else None})


@answered
def restore(asked: Namespace) -> Answer:
    """List the copies of the book, or put one in its place; the present file is kept."""
    path = book_path(asked)
    folder = paths.backups(path)
    if not asked.backup:
        return _listed(path, folder)
    backup = _named(asked.backup, path, folder)
    with disk.reading(backup.path):
        restored = backups.restore(path, backup, clock(asked).now())
    files = {"restored": backup.path, "kept": restored.kept, "offered": restored.offered}
    named = {name: str(file) if file else None for name, file in files.items()}
    data = {"book": str(path), **named}
    return Answer(sentences=_restored(path, backup, restored), records=records_of(data), data=data)


def _restored(path: Path, backup: Backup, restored: Restored) -> Iterator[str]:
    kept = restored.kept
    yield f"{clean_line(str(path))} is now as in {clean_line(str(backup.path))}"
    yield f"the file that was there is kept: {clean_line(str(kept))}" if kept else "there was no file before"
    if restored.drafts:
        yield f"what is being typed stays: {counted(restored.drafts, 'draft')}"
    if restored.offered:
        made = f"{counted(restored.changes, 'change')} made since that copy"
        yield f"{made}: “{clean_line(merging(restored.offered))}” brings in what fits"
    if restored.left:
        yield f"{counted(restored.left, 'draft')} about leads that are not in that copy: in the kept file only"


def _listed(path: Path, folder: Path) -> Answer:
    found = [_facts(backup) for backup in backups.list_backups(path, folder)]
    hint = f"no copies yet; the dashboard makes one a day in {clean_line(str(folder))}"
    if found:
        hint = f"`fuyu restore {found[0]['date']}` brings that day back; the present file is kept"
    return Answer(
        sentences=map(_copy_words, found),
        records=([facts[name] for name in ("date", "leads", "touches", "path", "problem")] for facts in found),
        data={"book": str(path), "folder": str(folder), "backups": found},
        hints=[hint],
    )


def _copy_words(facts: Mapping[str, Any]) -> str:
    said = facts["problem"] or _held(facts["leads"], facts["touches"])
    return f"{facts['date']}  {clean_line(said)}  {clean_line(facts['path'])}"


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
    said = f"there is no copy “{shortened(words)}”" + (f"; there are {days}" if days else "")
    raise NotFoundError(said, hint="`fuyu restore` lists them")


@on_desk
def merge(desk: Desk, asked: Namespace) -> Answer:
    """Bring in another copy of the book as one action."""
    book = book_path(asked)
    path = there_is(_near(paths.of_words(asked.file), book))
    if paths.resolved(path) == paths.resolved(book):
        raise UsageError(f"{clean_line(str(path))} is the book itself; name the other copy")
    action = None
    identity, name = disk.Identity.of(path), clean_line(path.name)
    with _other(path, book) as theirs:
        plan = desk.merging.look(theirs)
        dropped = desk.messages.dropped(plan.changes)
        if plan.changes and not asked.dry_run:
            action = desk.merging.merge(theirs, f"merged {name}")
        if identity and (action or not plan.changes) and not plan.left:
            remember_merged(paths.resolved(book), paths.resolved(path), identity)
    about = f"{counted(plan.left, 'text or touch', 'texts or touches')} about leads that are in neither copy"
    left = f"{about}: still in {name} alone; merge a copy that has them, or look into it"
    undo = f"{UNDO}; {name} is as it was"
    fields = _merged_fields(plan)
    return Answer(
        sentences=_merged(plan, action, dropped, name, desk.now().date()),
        records=records_of(fields),
        data={"dry_run": asked.dry_run, **fields, "action": action_fields(action)},
        hints=[hint for hint, holds in ((left, plan.left), (undo, action)) if holds],
    )


def _merged_fields(plan: Merge) -> dict[str, Any]:
    """Return what came in, or would, as JSON has it."""
    lists = {"changes", "conflicts", "left", "maybe", "silenced"}
    counts = {name: count for name, count in asdict(plan).items() if name not in lists}
    maybe = [{"lead": like.lead, "maybe": like.other} for like in plan.maybe]
    silenced = [one.lead for one in plan.silenced]
    return {**counts, "conflicts": plan.conflicts, "left": plan.left, "maybe": maybe, "do_not_contact": silenced}


def _merged(plan: Merge, action: Action | None, dropped: Sequence[Message], name: str, today: date) -> Iterator[str]:
    """Yield what came in, or would, and which messages are dropped by it."""
    if not plan.changes:
        yield f"{name} brings nothing new{_but_forgotten(plan)}"
        return
    would = "came in" if action else "would come in"
    yield f"new: {_held(plan.leads_added, plan.touches_added)}, {counted(plan.notes_added, 'note')} {would}"
    yield f"updated: {counted(plan.leads_changed, 'lead')}"
    if plan.forgotten:
        yield f"left out: {counted(plan.forgotten, 'lead')} forgotten here"
    yield from some((f"both kept: {clean_line(conflict)}" for conflict in plan.conflicts), len(plan.conflicts))
    yield from some((_maybe(like, has_come_in=action is not None) for like in plan.maybe), len(plan.maybe))
    about = ((one, [each for each in dropped if each.lead == one.lead]) for one in plan.silenced)
    yield from some((_silenced(one, gone, today) for one, gone in about), len(plan.silenced))


def _but_forgotten(plan: Merge) -> str:
    return f"; {counted(plan.forgotten, 'lead')} forgotten here stay so" if plan.forgotten else ""


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


def _held(leads: int, touches: int) -> str:
    return f"{counted(leads, 'lead')}, {counted(touches, 'touch', 'touches')}"


@contextmanager
def _other(path: Path, book: Path) -> Iterator[Book]:
    """Open another copy of a book; of a journal, the book as it would be with what that holds."""
    if not is_journal(path):
        with looked_at(path) as other:
            yield other
        return
    with looked_at(book) as other, disk.reading(path):
        other.care.take(path)
        yield other


def _near(path: Path, book: Path) -> Path:
    """Return a file; one that is named without its folder may lie beside the book."""
    beside = book.with_name(path.name)
    return beside if path.name == str(path) and not path.exists() and beside.exists() else path

"""Whether a book is what it should be: its text, its journal, its ids, and the promises of the domain."""

from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from fuyu import disk
from fuyu.care.opening import open_db
from fuyu.care.surroundings import access_warnings, conflict_copies, offer
from fuyu.domain.action import Table
from fuyu.domain.history import Draft, Note, Touch
from fuyu.domain.lead import Lead
from fuyu.domain.message import Message
from fuyu.domain.typed import Typed
from fuyu.errors import DamagedError, StoreError
from fuyu.registry import has_command
from fuyu.storage import documents
from fuyu.storage.documents import UnreadableError
from fuyu.storage.forgetting.tombstones import Tombstones
from fuyu.storage.forgetting.unfinished import UnfinishedForgetting
from fuyu.storage.journal_db import JournalDB

_PRINTS_IT = ": “fuyu export --json” prints it"
_FOR_ORPHANS = (
    "what is written about a missing lead is kept and shown nowhere{}; "
    "“fuyu restore” lists the copies, one of which may have the lead"
)


class Finding(Struct, frozen=True):
    """Something that is not as it should be."""

    where: str
    """`leads 12`, or the name of a file."""
    what: str


class Checkup(Struct, frozen=True):
    """What a check found; `fuyu check --json` prints it as it is."""

    leads: int = 0
    touches: int = 0
    notes: int = 0
    drafts: int = 0
    unscheduled: int = 0
    """Open leads without a next step: no fault, but nobody should stay there."""
    journal_bytes: int = 0
    """What the journal holds beside the file."""
    findings: tuple[Finding, ...] = ()


class Examined(NamedTuple):
    """A book, and what lies beside it."""

    book: Checkup
    beside: tuple[str, ...]
    """What is to be known about the files, and done about it, a sentence each."""


def check(path: Path) -> Examined:
    """Read a book wholly, its file and its journal, and change nothing."""
    try:
        db = open_db(path, look_only=True)
    except StoreError as error:
        return _examined_without_reading(path, error)
    storage = db.storage
    try:
        found = _examined(db, examiner := _Examiner())
        prints_it = _PRINTS_IT if has_command("export") else ""
        advice = [_FOR_ORPHANS.format(prints_it)] if examiner.orphans else []
        copies = map(offer, conflict_copies(storage))
        beside = (*access_warnings(storage.path), *storage.files.notices, *copies, *_not_forgotten(db), *advice)
        return Examined(found, beside)
    except StoreError as error:
        return _examined_without_reading(path, error)
    finally:
        storage.let_go()


def _not_forgotten(db: JournalDB) -> list[str]:
    """Return the sentence that files of this machine still hold somebody who was forgotten, where they do."""
    clean = UnfinishedForgetting(db.storage.path).clean()
    is_left = any(one.id not in clean for one in Tombstones(db))
    return ["some files still hold somebody who was forgotten; the next start of fuyu goes on"] if is_left else []


def _examined_without_reading(path: Path, error: StoreError) -> Examined:
    """Return what is found where a book cannot be read, or not wholly; the file, or one beside it, is named once."""
    name, _, what = str(error).partition(" ")
    named = name.removesuffix(":")
    finding = Finding(named, what) if named.startswith(path.name) else Finding(path.name, str(error))
    copies = ["“fuyu restore” lists the copies of the book"] if isinstance(error, DamagedError) else []
    with suppress(StoreError):
        copies = [*access_warnings(disk.resolved(path)), *copies]
    return Examined(Checkup(findings=(finding,)), tuple(copies))


def _examined(db: JournalDB, examiner: "_Examiner") -> Checkup:
    """Return what was found."""
    for table in Table:
        for document_id, raw in db.table(table).raws():
            examiner.look_at(table, document_id, raw)
        if (last := max(db.storage.contents.ids(table), default=0)) > db.table(table).last_id:
            examiner.find(f"{table} {last}", f"has a higher id than the table ever gave: {db.table(table).last_id}")
    for stray in db.storage.contents.snapshot.index.strays:
        examiner.find(f"{stray.table} {stray.key}", "cannot be read: this is no document with an id")
    examiner.compare()
    return Checkup(
        leads=examiner.counts[Table.LEADS],
        touches=examiner.counts[Table.TOUCHES],
        notes=examiner.counts[Table.NOTES],
        drafts=examiner.counts[Table.DRAFTS] + examiner.counts[Table.TYPED],
        unscheduled=examiner.unscheduled,
        journal_bytes=db.storage.journal_size,
        findings=tuple(examiner.findings),
    )


class _Examiner:
    """Looks at one document after another and remembers what only shows between them."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.counts: Counter[str] = Counter()
        self.unscheduled = 0
        self._touches_said: dict[int, int] = {}
        self._touches_found: Counter[int] = Counter()
        self._uids: set[str] = set()
        self.orphans: Counter[int] = Counter()
        """How much is written about each lead that is not there."""

    def find(self, where: str, what: str) -> None:
        """Note something that is not as it should be."""
        self.findings.append(Finding(where, what))

    def look_at(self, table: Table, document_id: int, raw: bytes) -> None:
        """Examine a document by itself; leads come before what belongs to them."""
        self.counts[table] += 1
        try:
            document = documents.decode(table, document_id, raw)
        except UnreadableError as error:
            self.find(f"{table} {document_id}", f"cannot be read: {error}")
            return
        match document:
            case Lead():
                self._touches_said[document_id] = document.touches
                self.unscheduled += document.is_unscheduled
                if document.steps and not document.is_followed:
                    self.find(f"leads {document_id}", f"is {document.status} and still has a next step")
            case Touch():
                self._belongs(document.lead)
                self._touches_found[document.lead] += not document.check_in
                if document.uid in self._uids:
                    self.find(f"touches {document_id}", f"is there twice: {document.uid}")
                self._uids.add(document.uid)
            case Note() | Message():
                self._belongs(document.lead)
            case Draft():
                self._belongs(document_id)
            case Typed() if document.lead:
                self._belongs(document.lead)

    def compare(self) -> None:
        """Examine what shows only between documents."""
        for lead_id, count in self.orphans.items():
            entries = "1 touch, note, draft or message" if count == 1 else f"{count} touches, notes, drafts or messages"
            self.find(f"leads {lead_id}", f"is missing, with {entries}")
        for lead_id, said in self._touches_said.items():
            if said < self._touches_found[lead_id]:
                self.find(f"leads {lead_id}", f"counts {said} touches and has {self._touches_found[lead_id]}")

    def _belongs(self, lead_id: int) -> None:
        if lead_id not in self._touches_said:
            self.orphans[lead_id] += 1

"""The port: what the desk needs of any store. Values in, values out, one action at a time."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from msgspec import Struct

from fuyu.domain.action import Action, Change, Document, Head, Table
from fuyu.domain.cleaning import Key
from fuyu.domain.colleagues import Colleague
from fuyu.domain.history import Draft, Entry
from fuyu.domain.lead import Lead
from fuyu.storage.rows import RowSource

if TYPE_CHECKING:
    from fuyu.domain.query import Term
    from fuyu.storage.forgetting.forget import ForgettingWish
    from fuyu.storage.forgetting.tombstones import Silent, Tombstone


class Applied(StrEnum):
    """What came of applying an action."""

    OK = "ok"
    DUPLICATE = "dup"
    """The store already has an action with that uid; nothing was done again."""


class News(NamedTuple):
    """What others changed; true where it is anything."""

    is_any: bool = False
    leads: frozenset[int] | None = frozenset()
    """The leads that may be others than before; None where it may be all of them, for the file was read anew."""

    def __bool__(self) -> bool:
        return self.is_any


class Theirs(NamedTuple):
    """A document as the team has it."""

    kind: str
    """Its table."""
    id: int
    at: datetime
    """When it was changed last."""
    body: str | None
    """None where it was deleted."""
    erased: bool = False
    """Whether nothing may bring it back."""
    seq: int = 0
    """Where it was changed last; 0 where that was not asked."""


class Edit(NamedTuple):
    """A document that waits for the team: as the team knows it, and as it is to be; None where there is none."""

    kind: str
    id: int
    before: str | None
    after: str | None


class Waiting(Struct, frozen=True, kw_only=True):
    """An action that the team does not have yet."""

    uid: str
    at: datetime
    verb: str
    title: str
    reverses: str = ""
    """The uid of the action that it undoes or redoes."""
    changes: Sequence[Edit]


class Milestone(Struct, frozen=True, order=True, array_like=True):
    """An action that the team had at a place: a server that does not have it there is not as it was."""

    seq: int
    uid: Key
    at: datetime


class Share(Protocol):
    """What a book shares with a team, for the worker that exchanges it: all it has to ask and to tell.

    What is done in the book is written together with what waits for the team. What the team has is written below what
    waits, which is settled with it. Each call is one line of the journal.
    """

    @property
    def cursor(self) -> int:
        """How far the book has taken what the team has."""

    @property
    def marks(self) -> Sequence[Milestone]:
        """Some actions that the team had, as far as the book has taken it: the first, the last, and some between."""

    @property
    def number(self) -> int:
        """The number that this copy of the book has in the team; 0 where it has to ask for one."""

    @property
    def device(self) -> str:
        """What tells this copy of the book from others: none has its number."""

    def numbered(self, number: int) -> None:
        """Keep the number that the team gave this copy: it gives ids that no other gives."""

    @property
    def person(self) -> str:
        """What the team calls the person of this book; empty where it has not said so yet."""

    @property
    def colleagues(self) -> Sequence[Colleague]:
        """Who was in the team when it was asked last, the person of this book among them."""

    def know(self, person: str, colleagues: Sequence[Colleague]) -> None:
        """Keep what the team calls the person of this book, and who is in it."""

    @property
    def unsent(self) -> int:
        """How many actions the team does not have yet."""

    def waiting(self, most: int | None = None) -> Mapping[int, Waiting]:
        """Return the actions that the team does not have yet, or so many, by their number here, oldest first."""

    def uids_waiting(self) -> Mapping[int, str]:
        """Return the uids of the actions that the team does not have yet, by their number, without documents."""

    def sent(self, numbers: Collection[int], cursor: int | None, marks: Sequence[Milestone] = ()) -> None:
        """Wait with these no longer, for the team has them.

        Args:
            numbers: of the actions.
            cursor: how far the book is with that; None where it has to take something first.
            marks: actions until there, the last among them.
        """

    def take(self, documents: Sequence[Theirs], cursor: int | None, marks: Sequence[Milestone] = ()) -> None:
        """Write documents as the team has them, below what waits.

        Args:
            documents: whole actions of others.
            cursor: how far the book is with that; None leaves it where it is.
            marks: actions until there, the last among them.
        """

    def compare(
        self, found: Mapping[Table, Iterable[Theirs]], cursor: int, known: Sequence[Milestone], now: datetime
    ) -> None:
        """Bring together a book and a server that is not as it was: what either lacks comes from the other.

        Args:
            found: the documents that the team has, by table, their ids rising.
            cursor: how far the team was before the first of them was asked for.
            known: those of the marks that the team has where they were.
            now: the time.
        """


class Reversal(NamedTuple):
    """What it takes to take an action back."""

    changes: tuple[Change, ...]
    """From every document as it is now; what was done to it since stays."""
    kept: tuple[str, ...] = ()
    """The names of leads that the action added and that stay, for they were used since."""


class Cleaned(Struct, frozen=True, kw_only=True):
    """What became of the files of a book when somebody was forgotten."""

    rewritten: tuple[Path, ...] = ()
    """Copies that are without the person now."""
    removed: tuple[Path, ...] = ()
    """Files that cannot be read, and named the person."""
    untouched: tuple[Path, ...] = ()
    """Files that cannot be read, nor removed."""


class Marks(Protocol):
    """The marks of who was forgotten; they hold no word of anybody."""

    def __iter__(self) -> "Iterator[Tombstone]":
        """Yield all of them."""

    def of(self, lead_id: int) -> "Tombstone | None":
        """Return the mark of a lead, None where nobody of that id was forgotten."""

    def silent(self) -> "Silent":
        """Return the marks of those who asked not to be contacted."""


class Care(Protocol):
    """What looks after the files of a book."""

    def forget(self, ids: Collection[int], wish: "ForgettingWish") -> Cleaned:
        """Forget the person whom some leads are, in the book and all that is kept of it here; nothing undoes it.

        Raises:
            SaveError: the book could not be written, and nothing was done; or a file could not: the next start does it.
        """

    def deleted(self) -> Mapping[int, str]:
        """Return the names of leads who were deleted and can be brought back still, by their ids."""

    def finish_forgetting(self) -> bool:
        """Clean what is not clean yet of who was forgotten, on this machine; return whether all is clean."""

    @property
    def copy_before(self) -> str:
        """The name of the file that has the book as it was before its schema changed; empty where it never did."""

    def warnings(self) -> list[str]:
        """Return what the person should know about the book's files, a sentence each."""

    def news(self) -> list[str]:
        """Return what was done about the book's files since this was last asked, a sentence each."""

    def tidy(self) -> bool:
        """Bring the files into order, for an idle moment and any thread; return whether anything was done."""

    def back_up(self, today: date) -> Path | None:
        """Copy the book, once a day and in any thread; return the copy, None where none was made."""

    def copy_to(self, path: Path, held: Sequence[Change] = ()) -> None:
        """Write the whole book to a new file, also where its own cannot be written.

        Args:
            path: where to; a file that is there already is never overwritten.
            held: changes that could not be saved, which the copy gets too.

        Raises:
            SaveError: there is a file already, or it could not be written; nothing is left of it.
        """


class Store(Protocol):
    """A book of leads.

    Every method raises a `StoreError` where the file does not answer; memory is then as it was before the call.
    """

    @property
    def care(self) -> Care:
        """What looks after its files."""

    @property
    def team(self) -> Share | None:
        """What the book shares with a team, None where it belongs to none."""

    @property
    def forgotten(self) -> Marks:
        """The marks of who was forgotten."""

    @property
    def me(self) -> str:
        """What the team calls the person of this book; empty without a team."""

    @property
    def rows(self) -> RowSource:
        """Every lead's row, kept up to date by `apply` and `refresh`; callers only read it."""

    @property
    def read_only(self) -> str:
        """Why nothing can be written here, as a sentence; empty where it can."""

    def lead(self, lead_id: int) -> Lead | None:
        """Return a lead, None where there is none by that id."""

    def history(self, lead_id: int) -> Sequence[Entry]:
        """Return the touches and notes of a lead, newest first."""

    def draft(self, lead_id: int) -> Draft | None:
        """Return what is being typed about a lead."""

    def drafts(self) -> Sequence[Draft]:
        """Return every draft, by lead id."""

    def document(self, table: Table, document_id: int) -> Document | None:
        """Return any document, None where there is none by that id."""

    def documents(self, table: Table) -> Iterator[Document]:
        """Yield the documents of a table that can be read, by id."""

    def changed_at(self) -> Mapping[int, datetime]:
        """Return when each lead was last changed, as far as the kept actions tell."""

    def next_id(self, table: Table) -> int:
        """Return an id that no document of the table has or ever had."""

    def mentions(self, words: str) -> Iterator[int]:
        """Yield ids of leads about whom all the words are written: in their contact data, about, touches or notes."""

    def meeting(self, terms: "Sequence[Term]") -> Iterator[int]:
        """Yield ids of leads that meet all terms of a query, the oldest lead first."""

    def values(self, operator: str) -> Iterable[str]:
        """Return the values that leads hold by the name of an operator of queries."""

    def heads(self) -> Sequence[Head]:
        """Return the actions that can still be told apart, oldest first, without their documents."""

    def reversal(self, uid: str) -> Reversal:
        """Return what would take an action back: what was done since stays.

        Raises:
            NotFoundError: the action is not kept any more, or never was.
            DamagedError: one of the documents cannot be read, as it is or as it was.
        """

    def apply(self, action: Action) -> Applied:
        """Write an action, wholly or not at all, durably on return.

        Raises:
            StaleError: a document is no longer as the action's `before` says.
            SaveError: it could not be written; nothing has changed.
        """

    def keep_draft(self, draft: Draft) -> None:
        """Keep what is being typed, without waiting for the disk; it survives `kill -9`. Empty text drops it."""

    def keep_typed(self, *changes: Change) -> None:
        """Keep what is being typed in several places at once, in the same way; no action, so no undo.

        Raises:
            StaleError: a document is no longer as its change's `before` says; nothing has changed.
        """

    def refresh(self) -> News:
        """Read what others wrote since; return what they changed since this was last asked."""

    def retry(self) -> str:
        """Read everything anew and return why nothing can be written, empty where it can.

        Where nothing could be written and nothing can be still, that is cheap, and nothing is read.
        """

    def close(self) -> str:
        """Let go of the file; the store is not used afterwards.

        Returns:
            What the person should know: that the file has to wait for the last changes. Mostly empty.
        """

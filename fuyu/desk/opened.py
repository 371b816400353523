"""The book as the desk has it open: its records, what others write to it, and the care of its files."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from fuyu.desk.events import ActionDone, Events, OthersWrote
from fuyu.desk.terms import Terms
from fuyu.domain.action import Document, Table
from fuyu.domain.history import Touch
from fuyu.domain.lead import Lead
from fuyu.domain.message import Message
from fuyu.domain.typed import Typed
from fuyu.errors import NotFoundError, StoreError
from fuyu.storage.port import Store

LOOK = "`fuyu find WORD` looks for them"
"""What to do where no lead is meant."""


class OpenBook:
    """One book: what is in it is read here; only actions and drafts change it."""

    def __init__(self, store: Store, terms: Terms, events: Events) -> None:
        self.store = store
        """The records themselves."""
        self._terms = terms
        self._events = events
        self._is_news = self._is_busy = False
        self._changes = 0
        events.listen(ActionDone, self._count)

    def _count(self, _done: ActionDone) -> None:
        self._changes += 1

    # Records

    @property
    def changes(self) -> int:
        """A number that is another one after each change, also one that others made."""
        return self._changes

    def lead(self, lead_id: int) -> Lead:
        """Return a lead, or raise a `NotFoundError`."""
        lead = self.store.lead(lead_id)
        if lead is None:
            raise NotFoundError(f"no lead has the id {lead_id}", hint=LOOK)
        return lead

    def documents(self, table: Table) -> Iterator[Document]:
        """Yield the documents of a table, by id."""
        return self.store.documents(table)

    def document(self, table: Table, document_id: int) -> Document | None:
        """Return any document, None where there is none by that id."""
        return self.store.document(table, document_id)

    @property
    def me(self) -> str:
        """What the team calls the person of this book; empty without a team."""
        return self.store.me

    def next_id(self, table: Table) -> int:
        """Return an id that no document of the table has or ever had."""
        return self.store.next_id(table)

    def touches(self) -> Iterator[Touch]:
        """Yield every touch in the order they were logged; another thread may ask."""
        return (document for document in self.store.documents(Table.TOUCHES) if isinstance(document, Touch))

    def messages(self) -> Iterator[Message]:
        """Yield every message, by id."""
        return (document for document in self.store.documents(Table.MESSAGES) if isinstance(document, Message))

    def typed(self) -> Iterator[Typed]:
        """Yield what is typed and not finished, by id; drafts of notes are not among it."""
        return (document for document in self.store.documents(Table.TYPED) if isinstance(document, Typed))

    def beside(self, lead_id: int) -> list[Message | Typed]:
        """Return what there is about a lead beside their history: messages, and what is typed and not finished."""
        return [one for found in (self.messages(), self.typed()) for one in found if one.lead == lead_id]

    # What others write

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Read nothing of others while this is entered: the file is being written, and who asks would wait for that."""
        self._is_busy = True
        try:
            yield
        finally:
            self._is_busy = False

    def refresh(self) -> bool:
        """Read what others wrote; return whether anything did since this was last asked."""
        if self._is_busy:
            return False
        self.catch_up()
        is_news, self._is_news = self._is_news, False
        return is_news

    def catch_up(self, *, told: bool = False) -> None:
        """Read what others wrote; `told` where the store has said already that they did."""
        news = self.store.refresh()
        if news or told:
            self._is_news = True
            self._changes += 1
            self._events.publish(OthersWrote(news.leads if news else None))

    def retry(self) -> bool:
        """Read everything anew; return whether the book can be written. What is held stays held."""
        reason = self.store.retry()
        self.catch_up(told=not reason)
        return not reason

    # Care for the files

    @property
    def is_shared(self) -> bool:
        """Whether the book belongs to a team."""
        return self.store.team is not None

    @property
    def unsent(self) -> int:
        """How many actions the team does not have yet; 0 without a team."""
        return self.store.team.unsent if self.store.team is not None else 0

    @property
    def read_only(self) -> str:
        """Why nothing can be written, as a sentence; empty where it can."""
        return self.store.read_only

    def warnings(self) -> list[str]:
        """Return what the person should know about the zone and the book's files, a sentence each."""
        found = [self._terms.clock.problem] if self._terms.clock.problem else []
        with suppress(OSError):  # what cannot be looked at is said where it is used
            found += self.store.care.warnings()
        return found

    def news(self) -> list[str]:
        """Return what was done about the book's files since this was last asked, a sentence each."""
        return self.store.care.news()

    def tidy_up(self) -> str:
        """Bring the files into order and copy the book, once a day and in any thread; return what was in the way."""
        try:
            self.store.care.tidy()
            self.store.care.back_up(self._terms.today())
        except StoreError as error:
            return f"no copy of the book was made today: {error}"
        except OSError as error:
            return f"no copy of the book was made today: {error.strerror}"
        return ""

    def close(self) -> str:
        """Let go of the book; everything is kept. Return what the person should know, mostly nothing."""
        return self.store.close()

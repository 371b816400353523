"""A book of a team that is nothing but values: mine stands on theirs, whatever it was."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count, islice
from threading import RLock

from msgspec.structs import replace

from fuyu.domain.action import Table
from fuyu.domain.colleagues import Colleague
from fuyu.storage.port import Edit, Milestone, Theirs, Waiting
from tests.memory import MemoryStore

AT = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
_uids = count(1)


class ModelBook:
    """One book, and what it shares."""

    def __init__(self, device: str = "laptop") -> None:
        self.device = device
        self.number = 0
        self.cursor = 0
        self.marks: Sequence[Milestone] = ()
        self.person = ""
        self.colleagues: Sequence[Colleague] = ()
        self.bodies: dict[tuple[str, int], str] = {}
        self._outbox: dict[int, Waiting] = {}
        self._lock = RLock()
        self.team = self
        self.care = MemoryStore()

    def write(self, *bodies: tuple[int, str | None], uid: str = "", reverses: str = "") -> str:
        """Write leads as one action, and return its uid."""
        number = next(_uids)
        uid = uid or f"u{number}"
        with self._lock:
            changes = [Edit("leads", lead, self.lead(lead), body) for lead, body in bodies]
            action = Waiting(uid=uid, at=AT, verb="edit", title="wrote", reverses=reverses, changes=changes)
            self._outbox[number] = action
            for change in changes:
                self._put(change.kind, change.id, change.after)
        return uid

    def lead(self, number: int) -> str | None:
        """Return a lead."""
        return self.bodies.get(("leads", number))

    def numbered(self, number: int) -> None:
        """Keep the number."""
        self.number = number

    def know(self, person: str, colleagues: Sequence[Colleague]) -> None:
        """Keep who is in the team."""
        self.person, self.colleagues = person, colleagues

    def refresh(self) -> None:
        """Nobody else writes to it."""

    @property
    def unsent(self) -> int:
        """How much waits."""
        return len(self._outbox)

    def waiting(self, most: int | None = None) -> Mapping[int, Waiting]:
        """Return what waits."""
        with self._lock:
            return dict(islice(self._outbox.items(), most))

    def uids_waiting(self) -> Mapping[int, str]:
        """Return the uids of what waits."""
        return {number: action.uid for number, action in self.waiting().items()}

    def sent(self, numbers: Collection[int], cursor: int | None, marks: Sequence[Milestone] = ()) -> None:
        """Wait with these no longer."""
        with self._lock:
            for number in [*numbers]:
                del self._outbox[number]
            self._go_to(cursor, marks)

    def take(self, documents: Sequence[Theirs], cursor: int | None, marks: Sequence[Milestone] = ()) -> None:
        """Take what the team has, below what waits."""
        with self._lock:
            for document in documents:
                self._put(document.kind, document.id, self._rebased(document))
            self._go_to(cursor, marks)

    def compare(
        self, found: Mapping[Table, Iterable[Theirs]], cursor: int, known: Sequence[Milestone], now: datetime
    ) -> None:
        """Send what the server lacks, and take what is not here."""
        theirs = {(one.kind, one.id): one for documents in found.values() for one in documents}
        with self._lock:
            lacking = {place: body for place, body in self.bodies.items() if place not in theirs}
            changes = [Edit(*place, None, body) for place, body in lacking.items()]
            if changes:
                number = next(_uids)
                self._outbox[number] = Waiting(uid=f"u{number}", at=now, verb="merge", title="again", changes=changes)
            self.marks = known
            self.take([one for place, one in theirs.items() if place not in self.bodies], cursor)

    def _go_to(self, cursor: int | None, marks: Sequence[Milestone]) -> None:
        if cursor is not None:
            self.cursor, self.marks = cursor, sorted({*self.marks, *marks})

    def _rebased(self, document: Theirs) -> str | None:
        """Bring what waits up to a document of the team; return how the document is below all of it."""
        body = document.body
        for number, action in self._outbox.items():
            changes = []
            for change in action.changes:
                if (change.kind, change.id) == (document.kind, document.id):
                    after = None if document.erased else change.after
                    changes.append(change._replace(before=body, after=after))
                    body = after
                else:
                    changes.append(change)
            self._outbox[number] = replace(action, changes=changes)
        return body

    def _put(self, kind: str, number: int, body: str | None) -> None:
        if body is None:
            self.bodies.pop((kind, number), None)
        else:
            self.bodies[kind, number] = body

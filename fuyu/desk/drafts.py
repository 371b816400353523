"""What is typed and not finished: kept while it is typed, offered where it was typed, gone once it is done."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress

from msgspec.structs import replace

from fuyu.desk.actions import TRIES, Extended, Extension
from fuyu.desk.opened import OpenBook
from fuyu.desk.terms import Terms
from fuyu.domain.action import Change, Table, changed
from fuyu.domain.history import Draft
from fuyu.domain.text import clean
from fuyu.domain.typed import Place, Typed, TypedKind
from fuyu.errors import SaveError, StaleError

Finishing = AbstractContextManager[None]
"""While it is entered, what is done finishes what was typed."""
_OTHER_NOTE = "text"
"""The field of another text for a note."""


class Drafts:
    """What is typed in one book; keeping it is no action, for typing has its own undo."""

    def __init__(self, book: OpenBook, terms: Terms) -> None:
        self._book = book
        self._store = book.store
        self._terms = terms
        self._finished: frozenset[int] = frozenset()
        """Ids of what is typed and is finished by what is done now."""

    def all(self) -> Sequence[Draft]:
        """Return the draft of every note."""
        return self._store.drafts()

    def typed(self, place: Place) -> list[Typed]:
        """Return what was typed in a place and is not finished, the latest first."""
        found = [typed for typed in self._book.typed() if typed.place == place]
        return sorted(found, key=lambda typed: (typed.at, typed.id), reverse=True)

    def keep(self, lead_id: int, text: str, known: str | None = None) -> str:
        """Keep what is being typed about a lead, and return what is kept; not an action: typing has its own undo.

        Args:
            lead_id: the lead.
            text: the whole of what is typed.
            known: what was kept when the typing began; where another terminal has kept something else since, this one
                is the draft, for it is the later, and the other is offered beside it, unless this one begins with it.
                What is typed about a lead that is deleted comes back with them, where that is undone.
        """
        text = clean(text)
        if known is None:
            self._store.keep_draft(Draft(id=lead_id, text=text, at=self._terms.now()))
            return text

        def build() -> list[Change]:
            draft = self._store.draft(lead_id)
            theirs = clean(draft.text if draft else "")
            mine = Draft(id=lead_id, text=text, at=self._terms.now()) if text else None
            beside = [] if theirs == known else self._beside_note(lead_id, theirs, text)
            return [*changed(draft, mine), *beside]

        self._keep(build)
        return text

    def take_in(self, lead_id: int, begun: str, texts: Sequence[str]) -> None:
        """Keep what was written of a note elsewhere: the last text is the draft, the others are offered beside it.

        Args:
            lead_id: the lead.
            begun: what they all began with.
            texts: the texts, the latest last.
        """
        known = begun
        for text in texts:
            self.keep(lead_id, text, known)
            known = ""

    def swap(self, lead_id: int) -> str:
        """Exchange the draft of a lead for another text there is for their note; return the draft now."""

        def build() -> list[Change]:
            draft, others = self._store.draft(lead_id), self.typed(Place(TypedKind.NOTE, lead_id))
            if not others:
                return []
            oldest, text = others[-1], (draft.text if draft else "")
            beside = replace(oldest, fields={_OTHER_NOTE: text}, at=self._terms.now()) if text else None
            now = Draft(id=lead_id, text=oldest.text, at=self._terms.now())
            return [*changed(draft, now), *changed(oldest, beside)]

        self._keep(build)
        draft = self._store.draft(lead_id)
        return draft.text if draft else ""

    def keep_typed(self, place: Place, fields: Mapping[str, str], known: Typed | None = None) -> Typed | None:
        """Keep what is being typed in a place, and return it as it is kept, None where nothing is typed; no action.

        Args:
            place: where, and about what.
            fields: the text of each field.
            known: what this returned before; where another terminal has changed or finished that since, both stay.
        """
        texts = {name: clean(text) for name, text in fields.items()}
        is_typed = any(text.strip() for text in texts.values())
        kept: list[Typed] = []

        def build() -> list[Change]:
            there = self._book.document(Table.TYPED, known.id) if known else None
            before = there if isinstance(there, Typed) and known and there.fields == known.fields else None
            typed_id = before.id if before else self._book.next_id(Table.TYPED)
            kept[:] = [place.typed(typed_id, texts, self._terms.now())] if is_typed else []
            return changed(before, kept[0] if kept else None)

        self._keep(build)
        return kept[0] if kept else None

    @contextmanager
    def finishing(self, typed: Collection[int]) -> Iterator[None]:
        """Let what is done inside take away what was typed, by ids, in the same action."""
        before, self._finished = self._finished, self._finished.union(typed)
        try:
            yield
        finally:
            self._finished = before

    def taking_away(self) -> Extension:
        """Return what lets an action take away what it finishes, as it is said when the action begins."""
        finished = sorted(self._finished)

        def extended(changes: Sequence[Change]) -> Extended:
            found = [self._book.document(Table.TYPED, typed_id) for typed_id in finished]
            return Extended([*changes, *(change for typed in found for change in changed(typed, None))])

        return extended

    def _keep(self, build: Callable[[], Sequence[Change]]) -> None:
        """Keep what is typed, built anew where others wrote at the same moment."""
        for _ in range(TRIES):
            self._book.catch_up()
            changes = build()
            with suppress(StaleError):
                if changes:
                    self._store.keep_typed(*changes)
                return
        raise SaveError("another fuyu keeps changing the same text: not saved; try again")

    def _beside_note(self, lead_id: int, theirs: str, mine: str) -> list[Change]:
        """Return what lets another text for a note be offered beside the draft, unless it is the beginning of one.

        Nor is what grew since offered twice: each text goes once another that is kept begins with it.
        """
        place = Place(TypedKind.NOTE, lead_id)
        others = self.typed(place)
        grown = [o for o in others if mine.startswith(o.text) or (theirs.startswith(o.text) and theirs != o.text)]
        is_kept = any(text.startswith(theirs) for text in (mine, *(o.text for o in others if o not in grown)))
        changes = [Change(before=other, after=None) for other in grown]
        if not is_kept:
            other = place.typed(self._book.next_id(Table.TYPED), {_OTHER_NOTE: theirs}, self._terms.now())
            changes.append(Change(before=None, after=other))
        return changes


class PlaceDrafts:
    """The drafts of one opening of a place. What is typed anew never overwrites what was typed there before."""

    def __init__(self, drafts: Drafts, place: Place) -> None:
        self._drafts = drafts
        self._place = place
        self._begun = drafts.typed(place)
        self._mine: Typed | None = None

    @property
    def place(self) -> Place:
        """Where it is typed."""
        return self._place

    @property
    def mine(self) -> Typed | None:
        """What is typed now, as it is kept; None where nothing is."""
        return self._mine

    @property
    def offered(self) -> Typed | None:
        """What was typed here before and could be gone on with; asked again after `take`, the one before that."""
        known = self._drafts.typed(self._place)
        here = next((number for number, typed in enumerate(known) if self._mine and typed.id == self._mine.id), -1)
        following = [*known[here + 1 :], *known[: max(here, 0)]]
        return following[0] if following else None

    def keep(self, fields: Mapping[str, str]) -> None:
        """Keep what stands in the fields; where nothing does, nothing is kept.

        Raises:
            StoreError: it cannot be kept now.
        """
        self._mine = self._drafts.keep_typed(self._place, fields, self._mine)

    def take(self) -> Typed | None:
        """Go on with what is offered; what was typed now stays, to be offered in its turn."""
        found = self.offered
        if found is not None:
            self._mine = found
        return found

    def leave(self) -> None:
        """Let what is typed from now on be another text; the one until now stays offered."""
        self._mine = None

    def finishing(self) -> Finishing:
        """Let the action done inside take away what is typed here: it is finished by it.

        Of a lead, that is also what was typed here before and not gone on with. A line about nobody yet is another
        each time: what was begun and left stays offered.
        """
        begun = [typed.id for typed in self._begun if self._place.lead]
        return self._drafts.finishing([*begun, *([self._mine.id] if self._mine else [])])

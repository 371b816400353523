"""Somebody forgotten: every trace of them goes, and nothing brings it back."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from fuyu.answer import counted
from fuyu.desk.leads import Leads
from fuyu.desk.opened import OpenBook
from fuyu.desk.terms import Terms
from fuyu.domain.history import Touch
from fuyu.domain.identity import Reached
from fuyu.domain.text import fold
from fuyu.domain.when import When
from fuyu.errors import NotFoundError, UsageError
from fuyu.storage.forgetting.forget import ForgettingWish
from fuyu.storage.port import Cleaned

BEYOND = "exports, calendars and copies of yours elsewhere are not touched"
"""What no book can know of."""


class ToForget(Struct, frozen=True):
    """Somebody who is to be forgotten."""

    lead: int
    name: str
    touches: int = 0
    notes: int = 0
    messages: int = 0
    """Messages, and what is typed and not finished."""

    @property
    def words(self) -> str:
        """What goes with them: `3 touches, 1 note`."""
        texts = counted(self.messages, "text that is not sent", "texts that are not sent")
        history = [counted(self.touches, "touch", "touches"), counted(self.notes, "note")]
        return ", ".join([*history, *([texts] if self.messages else [])])


class Forgetting:
    """Forgets people in one book."""

    def __init__(self, book: OpenBook, leads: Leads, terms: Terms) -> None:
        self._book = book
        self._leads = leads
        self._terms = terms

    def lookup(self, words: str) -> ToForget:
        """Return who is meant: the lead with that id or name, or one who was deleted and can be brought back still.

        Raises:
            NotFoundError: nobody, or several.
        """
        try:
            return self.found(self._leads.lookup(words).id)
        except NotFoundError:
            gone = self._book.store.care.deleted().items()
            called_so = [one for one in gone if words.strip() == str(one[0]) or fold(words) in fold(one[1])]
            if len(called_so) != 1:
                raise
            return ToForget(*called_so[0])

    def look(self, lead_id: int) -> ToForget:
        """Return what goes with a lead of a book that may forget by itself."""
        self.refuse_in_team(lead_id)
        return self.found(lead_id)

    def refuse_in_team(self, lead_id: int) -> None:
        """Raise a `UsageError` where the book belongs to a team: all books have to forget."""
        if self._book.is_shared:
            raise UsageError(
                "this book belongs to a team, whose books all have this person",
                hint=f"`fuyu team erase {lead_id}` forgets them everywhere; an owner may",
            )

    def found(self, lead_id: int) -> ToForget:
        """Return what goes with a lead, whether the book belongs to a team or not."""
        lead, history = self._book.lead(lead_id), self._book.store.history(lead_id)
        touches = sum(isinstance(entry, Touch) for entry in history)
        return ToForget(
            lead=lead.id,
            name=lead.name,
            touches=touches,
            notes=len(history) - touches,
            messages=len(self._book.beside(lead_id)),
        )

    def forget(self, lead_id: int, *, may_return: bool = False) -> Cleaned:
        """Forget a lead; nothing undoes it.

        Args:
            lead_id: the lead.
            may_return: whether also somebody who asked not to be contacted may be added again without a word.
        """
        self.refuse_in_team(lead_id)
        cleaned = self._book.store.care.forget([lead_id], ForgettingWish(self._terms.now(), may_return=may_return))
        self._book.catch_up(told=True)
        return cleaned

    def still_named(self, name: str) -> Sequence[int]:
        """Return the leads about whom the words of a name are still written: they may mean somebody else."""
        return sorted(self._book.store.mentions(name))

    def refuse(self, person: Reached) -> None:
        """Raise a `UsageError` where somebody with an address or number of a person asked not to be contacted."""
        if words := self.silence_words(person):
            raise UsageError(f"not added: {words}", hint="--new adds somebody else who has the same")

    def silence_words(self, person: Reached) -> str:
        """Return who of those who were forgotten asked not to be contacted, and is maybe this person; mostly empty."""
        mark = self._book.store.forgotten.silent().of(person)
        if mark is None:
            return ""
        day = When(mark.at.astimezone(self._terms.now().tzinfo).date()).words(self._terms.today())
        return f"somebody with that address or number asked not to be contacted, and was forgotten on {day}"


def files_said(cleaned: Cleaned) -> list[str]:
    """Return what became of the files, a sentence each."""
    said = [(f"without them now: {_names(cleaned.rewritten)}", cleaned.rewritten)]
    said += [(f"removed, for it could not be read and named them: {_names(cleaned.removed)}", cleaned.removed)]
    said += [(f"could not be read, look into it yourself: {_names(cleaned.untouched)}", cleaned.untouched)]
    return [words for words, files in said if files]


def _names(files: Sequence[Path]) -> str:
    return ", ".join(file.name for file in files)

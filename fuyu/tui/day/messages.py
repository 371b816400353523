"""Write to the chosen lead, and settle a message that may have gone."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from fuyu.desk.post import Post, Written
from fuyu.domain.action import Action
from fuyu.domain.holding import Unsent
from fuyu.domain.lead import Lead
from fuyu.domain.message import as_mailto, values
from fuyu.domain.step import Channel
from fuyu.domain.typed import TypedKind
from fuyu.interop.templates import names, template
from fuyu.paths import templates
from fuyu.reach import Way, opened
from fuyu.tui.day.doing import Doing

if TYPE_CHECKING:
    from fuyu.tui.screens.message import Letter


class MessageActions:
    """Writes messages; `fuyu send` sends them."""

    def __init__(self, doing: Doing, copy: Callable[[str], object]) -> None:
        """Make it; `copy` copies a text, to be pasted elsewhere."""
        self._doing = doing
        self._view = doing.view
        self._voice = doing.voice
        self._copy = copy
        self._post = Post(doing.desk)

    def action_message(self) -> None:
        """Write to the chosen lead, unless a message to them is to be settled first."""
        card = self._view.card()
        if card is None:
            return
        self._doing.keeping.keep()
        if left := self._post.to_settle(card.lead):
            self._settle(left)
        elif self._view.refuses(card.lead, Channel.EMAIL):
            return
        elif self._post.under_way(card.lead.id):
            self._voice.say(f"the message to {card.lead.name} is being sent at this moment", "warn")
        else:
            self._write(card.lead, values(card.lead, card.history, card.referred_by))

    def _write(self, lead: Lead, fields: dict[str, str]) -> None:
        from fuyu.tui.screens.message import Letters, MessageDone, MessageScreen  # noqa: PLC0415 - first used here

        post, folder = self._post, templates()
        drafts, waiting = self._doing.drafts(TypedKind.MESSAGE, lead.id), post.waiting(lead.id)
        letters = Letters(
            post.begun(lead),
            names(folder),
            partial(template, folder),
            fields,
            there=lead.zone,
            waiting=post.stands(waiting) if waiting else None,
        )

        def write(written: Written) -> Action:
            with drafts.finishing():
                return post.write(lead.id, written)

        def drop() -> Action:
            with drafts.finishing():
                return post.drop_waiting(lead.id)

        screen = MessageScreen(
            lead.name, self._doing.questions.dates, letters, drafts, MessageDone(write, _open_letter)
        )
        self._doing.open(screen, partial(self._send, write, drop))

    def _settle(self, left: Unsent) -> None:
        """Show a message that may have gone, or that is not to go, and do what is said of it."""
        from fuyu.tui.screens.leftover import LeftoverPage, Way  # noqa: PLC0415 - first used here

        post = self._post

        def settle(way: Way | None) -> None:
            if way is not None:
                acts = {"sent": post.mark_sent, "resend": post.again, "drop": post.drop}
                self._doing.do(lambda: acts[way](left.message.id))

        self._doing.open(LeftoverPage(self._doing.desk, left), settle)

    def _send(
        self, write: "Callable[[Written], Action]", drop: "Callable[[], Action]", letter: "Letter | None"
    ) -> None:
        """Keep what was written, or drop it, and go on with it where that was asked for."""
        if letter is None or not self._doing.do(drop if letter.goes_on == "drop" else lambda: write(letter.written)):
            return
        if letter.goes_on == "copy":
            self._copy(letter.written.text)
        elif letter.goes_on == "program":
            self._voice.say(f"opened: a message to {letter.written.to}")


def _open_letter(written: Written) -> str:
    """Open a message in the mail program; return why that cannot be, empty where it is open."""
    address = as_mailto(written.to, written.subject, written.text)
    if opened(Way("email", f"a message to {written.to}", address, Channel.EMAIL)):
        return ""
    return "no mail program opens it here; copy it instead"

"""Write to all leads who are marked: each message is seen whole, one after the other, and all are queued at the end."""

from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial

from msgspec.structs import replace

from fuyu.desk.drafts import PlaceDrafts
from fuyu.desk.values import Card
from fuyu.domain.step import Channel
from fuyu.domain.typed import TypedKind
from fuyu.errors import FuyuError, NotFoundError
from fuyu.features.messages.filling import filled, values
from fuyu.features.messages.screen import open_letter
from fuyu.features.messages.screen.writing import Letter, Letters, MessageDone, MessageScreen
from fuyu.features.messages.service import Post, Written, writable
from fuyu.features.messages.templates import names, template
from fuyu.paths import templates
from fuyu.tui.kit.day import Day
from fuyu.tui.present import counted


def write_to_each(day: Day) -> None:
    """Begin with a template, where there are any, and write to one marked lead after the other."""
    day.keep()
    leads = [lead.id for lead in writable(day.desk, day.marked)]
    left = len(day.marked) - len(leads)
    if not leads:
        day.say("nobody marked can be written to: no e-mail address, not wanted, or a message waits already", "warn")
        return
    known = names(templates())
    options = [("blank", "a text of your own"), *(("template", name) for name in known)]
    title = f"Write to {counted(len(leads), 'lead')}" + (f" ({left} cannot be written to)" if left else "")
    day.choose(title, options, lambda index: _Round(day, leads, known[index - 1] if index else "").go_on())


class _Round:
    """One message after the other; going back from one queues those before it, and loses nothing typed."""

    def __init__(self, day: Day, leads: Sequence[int], template_name: str) -> None:
        self._day = day
        self._post = Post(day.desk)
        self._leads = list(leads)
        self._count = len(leads)
        self._template = template_name
        self._written: dict[int, Written] = {}
        self._drafts: list[PlaceDrafts] = []

    def go_on(self) -> None:
        """Write to the next lead; after the last one queue all messages."""
        if not self._leads:
            self._queue(unmarks=True)
            return
        lead_id = self._leads.pop(0)
        try:
            card = self._day.desk.leads.card(lead_id)
            letters = self._letters(card)
        except NotFoundError as error:  # deleted meanwhile, or the template is gone
            self._day.say(str(error), "warn")
            self.go_on()
            return
        except FuyuError as error:
            self._day.say(str(error), "bad")
            self._queue()
            return
        drafts = self._day.drafts(TypedKind.MESSAGE, lead_id)
        name = f"{card.lead.name} · {self._count - len(self._leads)} of {self._count}"
        doing = MessageDone(partial(self._post.write, lead_id), open_letter)
        screen = MessageScreen(name, self._day.desk, letters, drafts, doing)
        self._day.open(screen, partial(self._wrote, lead_id, drafts))

    def _letters(self, card: Card) -> Letters:
        """Return what a message may begin with: the template, or the text of the one before."""
        folder, fields = templates(), values(card.lead, card.history, card.referred_by)
        begun, before = self._post.begun(card.lead, Channel.EMAIL), next(reversed(self._written.values()), None)
        if self._template:
            chosen = template(folder, self._template)
            begun = replace(begun, subject=filled(chosen.subject, fields), text=filled(chosen.text, fields))
        elif before is not None:
            begun = replace(begun, subject=before.subject, text=before.text)
        if before is not None:
            begun = replace(begun, when=before.when)
        return Letters(begun, names(folder), partial(template, folder), fields, there=card.lead.zone)

    def _wrote(self, lead_id: int, drafts: PlaceDrafts, letter: Letter | None) -> None:
        """Go on after a message that was written; one that is not finished waits where it was typed."""
        if letter is None or not (letter.written.reviewed or letter.goes_on):
            self._queue()
            return
        self._written[lead_id] = letter.written
        self._drafts.append(drafts)
        if letter.goes_on == "copy":
            self._day.copy(letter.written.text)
        self.go_on()

    def _queue(self, *, unmarks: bool = False) -> None:
        """Queue what was written, by one action; nobody is marked any more where that were all of them."""
        if not self._written:
            return
        with ExitStack() as finishing:
            for drafts in self._drafts:
                finishing.enter_context(drafts.finishing())
            done = self._day.do(lambda: self._post.write_all(self._written))
        if done is not None and unmarks:
            self._day.unmark()

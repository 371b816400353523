"""Write to a lead: from a template or freely, for a day; what stands here whole is what goes, once."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import ClassVar, Literal, NamedTuple

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from fuyu.desk import Desk
from fuyu.desk.drafts import PlaceDrafts
from fuyu.domain.step import Channel, Plan
from fuyu.domain.text import clean, clean_line
from fuyu.domain.when import Problem, When
from fuyu.domain.zones import name_of
from fuyu.errors import FuyuError
from fuyu.features.messages.channels import OPENS, TITLES, trouble_with
from fuyu.features.messages.filling import Template, filled, missing
from fuyu.features.messages.rules import Unsent
from fuyu.features.messages.service import Written
from fuyu.tui.bindings import bindings, keyboard_of
from fuyu.tui.keys import Keyboard, Where
from fuyu.tui.panes.date_entry import DateEntry, Dates, dates_of
from fuyu.tui.panes.field import FormField
from fuyu.tui.present import wrapped
from fuyu.tui.screens.sheet import TypedSheet
from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.lines import Line, Lines, Span, Title
from fuyu.tui.widgets.note_editor import NoteEditor


class Letter(NamedTuple):
    """What was written, and where it goes on."""

    written: Written
    """Seen whole where it may be sent on its day."""
    goes_on: Literal["", "program", "copy", "drop", "sent"] = ""
    """In a program, or wherever a copy is pasted, then fuyu does not send it, too; nowhere, where it is dropped; or it
    was sent, or said, by whoever wrote it."""


class Letters(NamedTuple):
    """What a message may begin with."""

    begun: Written
    """The message that waits, or what a new one begins with."""
    names: Sequence[str]
    """Of the templates."""
    template: Callable[[str], Template]
    """Reads one; raises a `FuyuError` that says what is wrong with it."""
    values: dict[str, str]
    """What its fields say of the lead."""
    there: str = ""
    """The zone of *their time*."""
    waiting: Unsent | None = None
    """The message that waits already, which can be dropped, as it stands; None where a new one is written."""
    ways: Mapping[Channel, str] = MappingProxyType({})
    """The channels it may take, each with where it reaches the lead."""

    @property
    def trouble(self) -> str:
        """Why the one that waits does not go, or was not taken, as a sentence; empty where nothing is in its way."""
        if self.waiting is None:
            return ""
        return self.waiting.held or self.waiting.server_words


class MessageDone(NamedTuple):
    """What a message screen has done while it is open."""

    keep: Callable[[Written], object]
    """Keeps what is not finished, where the program ends."""
    open: Callable[[Written], str]
    """Opens it where it goes on; returns why that cannot be, empty where it is open."""


class _Parts:
    """What a message is typed into."""

    def __init__(self, begun: Written, dates: Dates, submit: Callable[[], None]) -> None:
        """Make the fields; `submit` goes on to the next one."""
        self.channel = begun.channel
        self.to = LineInput(begun.to, submit=submit, id="to")
        self.subject = LineInput(begun.subject, submit=submit, id="subject")
        self.day = DateEntry(dates, submit=submit, quiet=True)
        self.text = NoteEditor(begun.text)
        self._title = FormField("Subject", self.subject)
        self.fields = (FormField("To", self.to), self._title, FormField("Goes on", self.day))

    def take(self, channel: Channel) -> None:
        """Write by a channel: only an e-mail has a subject."""
        self.channel = channel
        self._title.display = channel is Channel.EMAIL

    @property
    def first(self) -> Widget:
        """Where something is missing: the address, the subject, else the text."""
        has_title = self.channel is not Channel.EMAIL or self.subject.value
        return (self.text if has_title else self.subject) if self.to.value else self.to

    def written(self, begun: Written, *, reviewed: bool) -> Written:
        """Return what is typed, for the day it began with where none is typed."""
        found = self.day.read() if self.day.input.value.strip() else begun.when
        when = When(found.day, found.time, found.zone) if isinstance(found, When) else begun.when
        return Written(
            to=self.to.value.strip(),
            subject=self.subject.value.strip(),
            text=clean(self.text.text),
            when=when,
            reviewed=reviewed,
            channel=self.channel,
        )

    def unfinished(self, begun: Written) -> Written | None:
        """Return what was typed, as a message that does not go; None where that is nothing new."""
        written = self.written(begun, reviewed=False)
        same = replace(written, when=begun.when, reviewed=begun.reviewed) == begun
        return None if same or not (written.text or written.subject) else written

    def missing(self, address: Callable[[str], str]) -> tuple[str, Widget] | None:
        """Return what is missing or wrong first, and where; None where nothing is.

        Args:
            address: what says why none can be written to.
        """
        day, subject, text = self.day.read(), self.subject.value, self.text.text
        ways: tuple[tuple[str, Widget], ...] = (
            (address(clean_line(self.to.value)), self.to),
            ("" if text.strip() else "Type a text first.", self.text),
            (_left(subject, text), self.text),
            (day.sentence if isinstance(day, Problem) else "", self.day.input),
        )
        return next((way for way in ways if way[0]), None)


class MessageScreen(TypedSheet[Letter | None]):
    """A message to one lead."""

    BINDINGS = bindings(Where.MESSAGE)
    CSS_PATH: ClassVar[list[PurePath]] = [TypedSheet.CSS_PATH, Path(__file__).with_name("writing.tcss")]  # type: ignore[assignment]

    def __init__(
        self,
        name: str,
        desk: Desk,
        letters: Letters,
        drafts: PlaceDrafts,
        doing: MessageDone,
    ) -> None:
        """Make the screen.

        Args:
            name: of the lead.
            desk: understands the words for its day.
            letters: what it may begin with.
            drafts: of what is typed, as long as it is.
            doing: what is done with it while it is open.
        """
        super().__init__(drafts)
        self._lead_name = name
        self._dates = dates = dates_of(desk)
        self._begun = begun = _not_past(letters.begun, dates.today())
        self._letters = letters
        self._doing = doing
        self._template = -1
        self._missed = ""
        self._parts = _Parts(begun, dates, self.action_next_field)
        self._held = Lines(id="held")

    def inside(self) -> ComposeResult:
        """A line a field, the text, and what is missing."""
        yield self.offer
        yield from self._parts.fields
        text = Title(classes="title")
        text.say("Text")
        yield text
        yield self._parts.text
        if self._letters.trouble:
            yield self._held

    def on_mount(self) -> None:
        """Begin where something is missing: the address, the subject, else the text."""
        self._dates.other_key = keyboard_of(self)["date.other"].hint()
        self._parts.day.reset(_phrase(self._begun.when, self._dates.now()), self._letters.there)
        self._take_channel(self._parts.channel)
        self.begin_keeping("message.continue")
        self._held.show(lambda width, _height: _trouble_lines(self._letters, keyboard_of(self), width))
        self._say(_left(self._parts.subject.value, self._parts.text.text))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Drop only what waits, and log only what a person sends; a letter on paper goes on nowhere."""
        is_offered = {
            "drop": self._letters.waiting is not None,
            "sent": self._parts.channel is not Channel.EMAIL,
            "way": len(self._letters.ways) > 1,
            "program": self._parts.channel in OPENS,
        }
        return is_offered.get(action, True)

    @on(TextArea.Changed)
    @on(Input.Changed)
    @on(DateEntry.Changed)
    def _changed(self, message: Message) -> None:
        """Keep what is typed, and say anew what is missing."""
        message.stop()
        for field in self._parts.fields:
            field.heed()
        self.keep_soon()
        self._say(_left(self._parts.subject.value, self._parts.text.text))

    def typed(self) -> Mapping[str, str]:
        """Return what is typed, where it is another than the message that was begun with."""
        now, begun = self._parts.written(self._begun, reviewed=False), self._begun
        if replace(now, reviewed=begun.reviewed) == begun:
            return {}
        fields = {"to": now.to, "subject": now.subject, "day": self._parts.day.input.value, "text": now.text}
        return fields if now.channel is Channel.EMAIL else {**fields, "channel": now.channel}

    def write(self, fields: Mapping[str, str]) -> None:
        """Go on with a message that was typed before; what stands in the text can be brought back."""
        if (channel := fields.get("channel", Channel.EMAIL)) in self._letters.ways:
            self._take_channel(Channel(channel))
        self._parts.to.put(fields.get("to", ""))
        self._parts.subject.put(fields.get("subject", ""))
        self._parts.day.input.put(fields.get("day", ""))
        self._parts.text.rewrite(fields.get("text", ""))
        self.set_focus(self._parts.text)

    def action_way(self) -> None:
        """Write by the next of the channels that reach them."""
        ways, now = [*self._letters.ways], self._parts.channel
        self._take_channel(ways[(ways.index(now) + 1) % len(ways)] if now in ways else ways[0])
        self.keep_soon()

    def _take_channel(self, channel: Channel) -> None:
        """Write by a channel, to where that reaches them unless somebody typed where to; begin at what is missing."""
        ways, is_mail = self._letters.ways, channel is Channel.EMAIL
        if self._parts.to.value.strip() in {ways.get(self._parts.channel), ""}:
            self._parts.to.put(ways.get(channel, ""))
        self._parts.take(channel)
        self.set_focus(self._parts.first)
        self.edge.entitle(f"{'Write' if is_mail else TITLES[channel]} to {self._lead_name}")
        found = (key for key in keyboard_of(self).of(Where.MESSAGE) if key.action != "bring")  # the offer names it
        keys = [key for key in found if self.check_action(key.action, ())]
        labels = {"program": OPENS.get(channel, "")}
        self.edge.offer_keys(*((key.id, labels.get(key.action, key.label)) for key in keys))
        self.refresh_bindings()

    def action_sent(self) -> None:
        """Log it: it was sent, or said, just now."""
        if not self._problem(_unfit_by(self._parts.channel, by_fuyu=False)):
            self.dismiss(Letter(self._parts.written(self._begun, reviewed=True), "sent"))

    def action_template(self) -> None:
        """Take the next template; what was typed meanwhile can be undone in the text."""
        if not self._letters.names:
            self._say("No templates yet: put text files into the folder messages, beside config.toml.")
            return
        self._template = (self._template + 1) % len(self._letters.names)
        try:
            chosen = self._letters.template(self._letters.names[self._template])
        except FuyuError as error:
            self._say(str(error))
            return
        if chosen.channel and chosen.channel in self._letters.ways:
            self._take_channel(chosen.channel)
        self._parts.subject.value = filled(chosen.subject, self._letters.values) or self._parts.subject.value
        self._parts.text.rewrite(filled(chosen.text, self._letters.values))
        self.set_focus(self._parts.text)

    def action_ready(self) -> None:
        """Let it wait for its day, once nothing is missing."""
        if not self._problem(_unfit_by(self._parts.channel)):
            self.dismiss(Letter(self._parts.written(self._begun, reviewed=True)))

    def action_program(self) -> None:
        """Go on in the program for it."""
        if self._problem(_unfit_by(self._parts.channel, by_fuyu=False)):
            return
        written = self._parts.written(self._begun, reviewed=False)
        if trouble := self._doing.open(written):
            self._say(trouble)
        else:
            self.dismiss(Letter(written, "program"))

    def action_copy(self) -> None:
        """Copy it."""
        self.dismiss(Letter(self._parts.written(self._begun, reviewed=False), "copy"))

    def action_drop(self) -> None:
        """Drop the message that waits."""
        self.dismiss(Letter(self._begun, "drop"))

    def action_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_cancel(self) -> None:
        """Go back; what was typed is kept, and does not go."""
        written = self._parts.unfinished(self._begun)
        self.dismiss(Letter(written) if written else None)

    def keep_typed(self) -> None:
        """Keep what was typed as going back does."""
        written = self._parts.unfinished(self._begun)
        if written is not None:
            self._doing.keep(written)
            self._begun = written

    def _problem(self, address: Callable[[str], str]) -> bool:
        """Say what is missing and go there; return whether something is.

        Args:
            address: what says why none can be written to.
        """
        found = self._parts.missing(address)
        if found is not None:
            words, widget = found
            field = next((one for one in self._parts.fields if one.input is widget), None)
            (field.complain if field is not None else self._say)(words)
            self.set_focus(widget)
        return found is not None

    def _say(self, words: str) -> None:
        """Say above the keys what is missing, or in the way; what others said there stays while that is the same."""
        if words != self._missed:
            self._missed = words
            self.edge.say(words, mark="?")


def _unfit_by(channel: Channel, *, by_fuyu: bool = True) -> Callable[[str], str]:
    """Return what says why none can be written to by a channel."""
    return partial(trouble_with, channel, by_fuyu=by_fuyu)


def _left(subject: str, text: str) -> str:
    """Return which fields of a template are to be filled in; empty where none is."""
    left = missing(subject, text)
    return f"Fill in: {', '.join(f'{{{field}}}' for field in left)}" if left else ""


def _not_past(begun: Written, today: date) -> Written:
    """Return what a message begins with, for today where its day is over."""
    return begun if begun.when.day >= today else replace(begun, when=When(today))


def _phrase(when: When, now: datetime) -> str:
    """Return the words for the time a message has; a time that was means today."""
    step = Plan(day=when.day, time=when.time, zone=when.zone)
    at, seen = step.moment(now.tzinfo), step.seen_from(name_of(now))
    return "today" if at is not None and at <= now else When(seen.day, seen.time).iso()


def _trouble_lines(letters: Letters, keyboard: Keyboard, width: int) -> list[Line]:
    """Return why the message that waits is held, or was not taken, and the three ways out."""
    ready, drop = keyboard["message.ready"].hint(), keyboard["message.drop"].hint()
    is_held = letters.waiting is not None and letters.waiting.held
    again = f"{ready} sends it all the same" if is_held else "fuyu send tries again"
    words = f"{letters.trouble}: {again}, {drop} drops it, or change it"
    return [
        (Span(f" {'!' if not number else ' '} {line}", "warn"),)
        for number, line in enumerate(wrapped(words, width - 3))
    ]

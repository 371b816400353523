"""Messages on the command line: write one, list them, send what is due."""

import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from functools import cache, partial
from typing import Any

from msgspec.structs import replace

from fuyu import paths
from fuyu.answer import Answer
from fuyu.cli import output
from fuyu.cli.done import said
from fuyu.cli.leads import ids_of_input
from fuyu.cli.opening import book_path, on_desk
from fuyu.cli.password import password
from fuyu.cli.streams import read_input
from fuyu.cli.understood import understood
from fuyu.config import read_config
from fuyu.desk import Desk
from fuyu.domain.lead import Lead
from fuyu.domain.message import Message, State
from fuyu.domain.step import Channel
from fuyu.domain.text import clean_line
from fuyu.errors import FuyuError, NotFoundError, ServerError, UsageError
from fuyu.features.messages.channels import TITLES, trouble_with, way_to_write
from fuyu.features.messages.filling import filled, missing, values
from fuyu.features.messages.mail import NotReachedError, NotTakenError, Outbox, UnsureError, domain_of
from fuyu.features.messages.rules import Unsent
from fuyu.features.messages.sending import alone
from fuyu.features.messages.service import Post, Written, as_written, with_message_id, writable
from fuyu.features.messages.settings import MailServer, Outgoing
from fuyu.features.messages.templates import template


@on_desk
def message(desk: Desk, asked: Namespace) -> Answer:
    """Write a message to a lead, or to each of many; or look at the one that waits, or take it away."""
    looks = asked.show or asked.drop
    if asked.lead == "-":
        if looks or asked.to or asked.text == "-" or asked.channel not in {"", Channel.EMAIL}:
            raise UsageError("- writes an e-mail to each of the input: leave --show, --drop, --to and --text - out")
        return _to_each(desk, Namespace(**vars(asked) | {"channel": Channel.EMAIL}))
    says = asked.subject is not None or asked.to or asked.on or asked.channel
    if looks and (says or (asked.drop and asked.reviewed)):
        raise UsageError(f"--{'show' if asked.show else 'drop'} is about the message that waits: leave the others out")
    post, lead = Post(desk), desk.leads.card(desk.leads.lookup(asked.lead).id).lead
    left = post.left(lead.id) if looks else None
    if looks and left is None:
        raise NotFoundError(f"no message to {lead.name} waits")
    if left is not None and asked.drop:
        return said(post.drop(left.message.id).title)
    written = as_written(left.message) if left else _typed(desk, lead, asked)
    if not asked.json:  # before anything is kept: only what a terminal showed counts as reviewed
        title = f"Subject: {written.subject}" if written.channel is Channel.EMAIL else f"By: {written.channel}"
        output.line(f"To: {written.to or lead.name}\n{title}\n\n{written.text.strip()}\n")
    if left is not None and (left.doubt or (left.held and not asked.reviewed)):
        return _looked_at(post, left)
    doubtful = post.doubtful(lead.id)
    reviewed = written.reviewed or asked.reviewed or sys.stdout.isatty()
    title = post.write(lead.id, replace(written, reviewed=reviewed)).title
    kept, unfilled = post.waiting(lead.id), missing(written.subject, written.text)
    beside = [f"beside this one, {_told(doubtful)}"] if doubtful else []
    fill = f"it will not go before this is filled in: {', '.join(f'{{{field}}}' for field in unfilled)}"
    return Answer(
        sentences=[title],
        data={"done": title, "message": _fields(post, kept) if kept else None},
        warnings=[*beside, fill] if unfilled else beside,
    )


def _to_each(desk: Desk, asked: Namespace) -> Answer:
    """Write an e-mail to each lead whose id the input has, by one action; who cannot be written to is left out."""
    post, ids = Post(desk), list(ids_of_input())
    leads = writable(desk, ids)
    if not leads:
        raise FuyuError("nobody of them can be written to: no e-mail address, not wanted, or a message waits already")
    reviewed = asked.reviewed or (sys.stdout.isatty() and not asked.json)
    letters = {lead.id: replace(_typed(desk, lead, asked), reviewed=reviewed) for lead in leads}
    if not asked.json:
        for one in letters.values():
            output.line(f"To: {one.to}\nSubject: {one.subject}\n\n{one.text.strip()}\n")
    title = post.write_all(letters).title
    left_out = [lead_id for lead_id in ids if lead_id not in letters]
    kept = [_fields(post, found) for lead_id in letters if (found := post.waiting(lead_id))]
    return Answer(
        sentences=[title],
        data={"done": title, "messages": kept, "left_out": left_out},
        warnings=[f"left out, for they cannot be written to: {', '.join(map(str, left_out))}"] if left_out else [],
    )


def _looked_at(post: Post, left: Unsent) -> Answer:
    """Say why a message that was only looked at does not go by itself; looking at it does not let it go."""
    done = f"held: {left.reason}" if left.held else f"{left.state.words}: {left.doubt}"
    told = f"held: {_told(left)}" if left.held else _told(left)
    return Answer(sentences=[told], data={"done": done, "message": _fields(post, left.message)})


@on_desk
def messages(desk: Desk, asked: Namespace) -> Answer:
    """List the messages that are not sent, or all."""
    post = Post(desk)
    return _listed(desk, post, (one for one in post.messages() if asked.all or one.state is not State.SENT))


@on_desk
def send(desk: Desk, asked: Namespace) -> Answer:
    """Send what is due, each message once; return 0 where all went."""
    server, post = read_config(paths.config()).of(Outgoing).server, Post(desk)
    if asked.resend:
        return said(_again_words(post, asked.resend))
    if asked.mark_sent:
        return said(post.mark_sent(asked.mark_sent).title)
    if asked.dry_run:
        return _listed(desk, post, post.due())
    if asked.anyway:
        _refuse_without(server)
        action = post.confirm(asked.anyway)
        if asked.anyway not in {one.id for one in post.due()}:
            return said(action.title)
    return _run(desk, server, asked)


def _refuse_without(server: MailServer | None) -> None:
    if server is None:
        raise UsageError("no mail server is set: config.toml needs [mail] with host and from")


def _run(desk: Desk, server: MailServer | None, asked: Namespace) -> Answer:
    """Send what is due, or the one that is named; say at once what goes, and what nobody knows of."""
    post = Post(desk)
    with alone(paths.sending(book_path(asked))):
        lost = post.recover()
        for one in lost:
            output.words(_told(post.stands(one)))
        due = [one for one in post.due() if asked.anyway in {0, one.id}]
        if due:
            _refuse_without(server)
        code = _Sending(desk, server, quiet=asked.json).all(due) if server and due else 0
    tried = {one.id for one in (*lost, *due)}
    fields = (_fields(post, one) for one in post.messages() if one.id in tried)
    return Answer(data={"messages": fields}, code=FuyuError.exit_code if lost else code)


def _again_words(post: Post, number: int) -> str:
    """Queue a message again, and return that it is, and what holds it."""
    title = post.again(number).title
    told = _told(post.stands(post.message(number)))
    return f"{title}; {told}" if told else title


class _Sending:
    """One run: each message on its own, and said what came of it."""

    def __init__(self, desk: Desk, server: MailServer, *, quiet: bool) -> None:
        """Prepare it.

        Args:
            desk: whose messages go.
            server: where they go.
            quiet: say only what did not go.
        """
        self._desk = desk
        self._post = Post(desk)
        self._server = server
        self._quiet = quiet
        self._outbox = Outbox(server, cache(partial(password, "mail", server.user, server.password_command)))

    def all(self, due: Sequence[Message]) -> int:
        """Hand the messages in one by one; return 0 where all were taken.

        Raises:
            ServerError: the server was not reached, or was no longer; what it did not take stays queued.
        """
        may_go = [one for one in due if not self._held(one)]
        tried = went = 0
        try:
            for one in may_go:
                self._outbox.open()
                tried += 1
                went += self._goes(one)
        except NotReachedError as error:
            rest = "the others stay" if tried else "everything stays"
            raise ServerError(
                f"{self._server.host} was not reached: {clean_line(str(error))}; {rest} queued"
            ) from error
        finally:
            self._outbox.close()
        return 0 if went == len(due) else FuyuError.exit_code

    def _held(self, one: Message) -> bool:
        """Return whether a message must not go, after saying why."""
        stands = self._post.stands(one)
        if stands.reason:
            output.words(f"message {one.id} does not go: {_told(stands)}")
        return bool(stands.reason)

    def _goes(self, one: Message) -> bool:
        """Hand one message in, and return whether it was taken."""
        named = with_message_id(one, domain_of(self._server))
        try:
            content = self._outbox.offer(named, self._desk.now())
        except NotTakenError as error:
            return self._not_taken(one, error)
        try:
            self._post.begin(named)
        except (UsageError, NotFoundError) as error:
            output.words(f"message {one.id} does not go: {error}")
            return False
        try:
            self._outbox.send(content)
        except NotTakenError as error:
            return self._not_taken(one, error)
        except UnsureError:
            output.words(_told(self._post.stands(self._post.unsure(one.id))))
            return False
        action = self._post.sent(one.id)
        if not self._quiet:
            output.line(action.title)
        return True

    def _not_taken(self, one: Message, error: NotTakenError) -> bool:
        words = clean_line(str(error))
        self._post.refused(one, words)
        output.words(f"{self._server.host} did not take message {one.id}: {words}; it stays queued")
        return False


def _typed(desk: Desk, lead: Lead, asked: Namespace) -> Written:
    """Return the message the options say; of one that waits, what they do not name stays.

    Raises:
        UsageError: it has no text, or can go to no such address.
    """
    chosen = template(paths.templates(), asked.template) if asked.template else None
    wish = chosen.channel if chosen else None
    begun = Post(desk).begun(lead, _channel(asked) or (way_to_write(lead, wish) if wish else None))
    if begun.channel is not Channel.EMAIL and asked.subject:
        raise UsageError(f"a {TITLES[begun.channel].lower()} has no subject: leave --subject out")
    text = read_input() if asked.text == "-" else asked.text
    if text is not None and not text.strip():
        raise UsageError("--text is empty: say what the message says, or leave it out")
    subject = asked.subject
    if chosen:
        card = desk.leads.card(lead.id)
        known = values(lead, card.history, card.referred_by)
        titled = filled(chosen.subject, known) or None
        subject, text = titled if subject is None else subject, filled(chosen.text, known)
    text = begun.text if text is None else text
    if not text.strip():
        raise UsageError("the message says nothing yet: --text or --template says what")
    to = asked.to or begun.to
    if to and (reason := trouble_with(begun.channel, clean_line(to))):
        raise UsageError(f"{reason}; --to names another")
    when = understood(desk.phrases.when(asked.on, lead.zone)) if asked.on else begun.when
    subject = begun.subject if subject is None else subject
    return replace(begun, to=to, subject=subject, text=text, when=when, reviewed=False)


def _channel(asked: Namespace) -> Channel | None:
    """Return how a message is to reach somebody; None where nobody says it: a subject and an address mean e-mail."""
    if asked.channel:
        return Channel(asked.channel)
    return Channel.EMAIL if asked.subject or "@" in asked.to else None


def _listed(desk: Desk, post: Post, found: Iterable[Message]) -> Answer:
    """Answer with messages as they are now, each with the reason why it would not go."""
    found = list(found)
    lines = ("\t".join(map(clean_line, (*_cells(post, one), _name(desk, one)))) for one in found)
    return Answer(sentences=lines, data={"messages": (_fields(post, one) for one in found)})


def _name(desk: Desk, one: Message) -> str:
    row = desk.leads.row(one.lead)
    return row.name if row else ""


def _cells(post: Post, one: Message) -> tuple[str, ...]:
    stands, time = post.stands(one), f"{one.time:%H:%M}" if one.time else ""
    where = (one.to, one.subject, _told(stands), time, one.zone, one.channel)
    return str(one.id), str(one.day), stands.state.words, *where


def _fields(post: Post, one: Message) -> dict[str, Any]:
    """Return a message as JSON has it everywhere."""
    stands = post.stands(one)
    fields = {name: getattr(one, name) for name in ("id", "lead", "day", "channel", "to", "subject", "text")}
    more = {"time": f"{one.time:%H:%M}" if one.time else None, "zone": one.zone, "held": stands.held}
    more["not_taken"] = one.refused
    return fields | {"state": stands.state, "reason": stands.reason} | more


def _told(stands: Unsent) -> str:
    """Return what a person reads of a message that would not go, or may have gone: why, and what to do."""
    one = stands.message
    if stands.doubt:
        return f"message {one.id} to {clean_line(one.to)}: {stands.doubt}; {stands.settling}"
    if not stands.held:
        return stands.reason or stands.refusal
    ways = (f"fuyu send --anyway {one.id}", f"fuyu message {one.lead} --show", f"fuyu message {one.lead} --drop")
    return f"{stands.reason} ({', '.join(ways)})"

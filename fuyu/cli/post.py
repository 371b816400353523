"""Messages on the command line: write one, list them, send what is due."""

import fcntl
import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from fuyu import paths
from fuyu.cli import output
from fuyu.cli.opening import book_path, desk_on
from fuyu.cli.password import password
from fuyu.cli.streams import read_input
from fuyu.config import MailServer, read_config
from fuyu.desk import Desk
from fuyu.desk.post import Post, Written
from fuyu.domain.address import unwritable
from fuyu.domain.holding import Unsent
from fuyu.domain.lead import Lead
from fuyu.domain.message import Message, State, filled, missing, values
from fuyu.domain.text import clean_line
from fuyu.domain.when import Problem, When
from fuyu.errors import FuyuError, NotFoundError, ServerError, StoreError, UsageError
from fuyu.interop.mail import NotReachedError, NotTakenError, Outbox, UnsureError, domain_of
from fuyu.interop.templates import template
from fuyu.storage.journal_db import disk


def message(asked: Namespace) -> int:
    """Write a message to a lead; or look at the one that waits, or take it away."""
    if (asked.show or asked.drop) and (asked.subject or asked.to or asked.on or (asked.drop and asked.reviewed)):
        raise UsageError(f"--{'show' if asked.show else 'drop'} is about the message that waits: leave the others out")
    with desk_on(asked) as desk:
        post, lead = Post(desk), desk.card(desk.lookup(asked.lead).id).lead
        waiting = post.waiting(lead.id)
        if waiting is None and (asked.drop or asked.show):
            raise NotFoundError(f"no message to {lead.name} waits")
        if waiting is not None and asked.drop:
            return output.said(post.drop(waiting.id).title, as_json=asked.json)
        written = post.begun(lead) if asked.show else _typed(desk, lead, asked)
        if not asked.json:
            output.line(f"To: {written.to}\nSubject: {written.subject}\n\n{written.text.strip()}\n")
        if waiting is not None and asked.show and not asked.reviewed and post.stands(waiting).held:
            return _say_held(post, waiting, asked)
        reviewed = written.reviewed or asked.reviewed or sys.stdout.isatty()
        action = post.write(lead.id, replace(written, reviewed=reviewed))
        if left := missing(written.subject, written.text):
            output.words(f"it will not go before this is filled in: {', '.join(f'{{{field}}}' for field in left)}")
        if asked.json:
            kept = post.waiting(lead.id)
            output.json({"done": action.title, "message": _fields(post, kept) if kept else None})
        else:
            output.line(action.title)
    return 0


def _say_held(post: Post, waiting: Message, asked: Namespace) -> int:
    """Say why a message that was only looked at is held; looking at it does not let it go."""
    stands = post.stands(waiting)
    if asked.json:
        output.json({"done": f"held: {stands.reason}", "message": _fields(post, waiting)})
    else:
        output.line(f"held: {_told(stands)}")
    return 0


def messages(asked: Namespace) -> int:
    """List the messages that are not sent, or all."""
    with desk_on(asked) as desk:
        post = Post(desk)
        found = [one for one in post.messages() if asked.all or one.state is not State.SENT]
        _say(post, found, asked)
    return 0


def send(asked: Namespace) -> int:
    """Send what is due, each message once; return 0 where all went."""
    server = read_config(paths.config()).mail
    with desk_on(asked) as desk:
        post = Post(desk)
        if asked.resend:
            return output.said(_again_words(post, asked.resend), as_json=asked.json)
        if asked.mark_sent:
            return output.said(post.sent(asked.mark_sent).title, as_json=asked.json)
        if asked.dry_run:
            _say(post, post.due(), asked)
            return 0
        if asked.anyway:
            _refuse_without(server)
            action = post.confirm(asked.anyway)
            if asked.anyway not in {one.id for one in post.due()}:
                return output.said(action.title, as_json=asked.json)
        return _run(desk, server, asked)


def _refuse_without(server: MailServer | None) -> None:
    if server is None:
        raise UsageError("no mail server is set: config.toml needs [mail] with host and from")


def _run(desk: Desk, server: MailServer | None, asked: Namespace) -> int:
    """Send what is due, or the one that is named; say what nobody knows of."""
    post = Post(desk)
    with _alone(paths.sending(book_path(asked))):
        lost = post.recover()
        for one in lost:
            output.words(_lost_words(one))
        due = [one for one in post.due() if asked.anyway in {0, one.id}]
        if due:
            _refuse_without(server)
        code = _Sending(desk, server, quiet=asked.json).all(due) if server and due else 0
        code = FuyuError.exit_code if lost else code
    if asked.json:
        tried = {one.id for one in (*lost, *due)}
        _say(post, [one for one in post.messages() if one.id in tried], asked)
    return code


def _again_words(post: Post, number: int) -> str:
    """Queue a message again, and return that it is, and what holds it."""
    again = post.again(number)
    told = _told(post.stands(again))
    return f"the message to {again.to} is queued again" + (f"; {told}" if told else "")


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
        named = self._post.named(one, domain_of(self._server))
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
            output.words(_lost_words(self._post.unsure(one.id)))
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
    """Return the message the options say; of one that waits, what they do not change stays."""
    begun, subject = Post(desk).begun(lead), asked.subject
    text = read_input() if asked.text == "-" else asked.text
    if asked.text is not None and not text.strip() and not asked.template:
        raise UsageError("--text is empty: say what the message says, or leave it out")
    text = text or ""
    if asked.template:
        card = desk.card(lead.id)
        known = values(lead, card.history, card.referred_by)
        chosen = template(paths.templates(), asked.template)
        subject, text = subject or filled(chosen.subject, known), filled(chosen.text, known)
    elif not text:
        subject, text = subject or begun.subject, begun.text
    to = asked.to or begun.to
    if to and (reason := unwritable(clean_line(to))):
        raise UsageError(f"{reason}; --to names another")
    return Written(to=to, subject=subject, text=text, when=_time(desk, lead, asked.on), reviewed=False)


def _time(desk: Desk, lead: Lead, phrase: str) -> When:
    """Return when a message is to go: today, where nothing is said of it."""
    when = desk.when(phrase, lead.zone) if phrase else When(desk.now().date())
    if isinstance(when, Problem):
        raise UsageError(f"{when.code}: {when.sentence}")
    return when


def _say(post: Post, found: Iterable[Message], asked: Namespace) -> None:
    """Print messages as they are now, each with the reason why it would not go."""
    if asked.json:
        output.json({"messages": [_fields(post, one) for one in found]})
        return
    for one in found:
        stands = post.stands(one)
        time = f"{one.time:%H:%M}" if one.time else ""
        cells = (str(one.id), str(one.day), stands.state.words, one.to, one.subject, _told(stands), time, one.zone)
        output.line("\t".join(map(clean_line, cells)))


def _fields(post: Post, one: Message) -> dict[str, Any]:
    """Return a message as JSON has it everywhere."""
    stands = post.stands(one)
    fields = {name: getattr(one, name) for name in ("id", "lead", "day", "to", "subject", "text")}
    more = {"time": f"{one.time:%H:%M}" if one.time else None, "zone": one.zone, "held": stands.held}
    more["not_taken"] = one.refused
    return fields | {"state": stands.state, "reason": stands.reason} | more


def _told(stands: Unsent) -> str:
    """Return what a person reads of a message that would not go, or may have gone: why, and what to do."""
    one = stands.message
    if one.state is State.UNKNOWN:
        return _lost_words(one)
    if not stands.held:
        return stands.reason or stands.refusal
    ways = (f"fuyu send --anyway {one.id}", f"fuyu message {one.lead} --show", f"fuyu message {one.lead} --drop")
    return f"{stands.reason} ({', '.join(ways)})"


def _lost_words(lost: Message) -> str:
    return (
        f"nobody knows whether message {lost.id} to {clean_line(lost.to)} went: look into your sent mail, then "
        f"fuyu send --mark-sent {lost.id}, or --resend {lost.id}"
    )


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Be the only one who sends; refuse where someone does."""
    disk.make_folder(lock.parent)
    held = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError("another fuyu is sending right now") from None
        yield
    finally:
        os.close(held)

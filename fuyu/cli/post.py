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
from fuyu.domain.lead import Lead
from fuyu.domain.message import Message, State, filled, missing, values
from fuyu.domain.text import clean_line
from fuyu.domain.when import Problem
from fuyu.errors import FuyuError, NotFoundError, ServerError, StoreError, UsageError
from fuyu.interop.mail import NotReachedError, NotTakenError, Outbox, UnsureError, domain_of
from fuyu.interop.templates import template
from fuyu.storage import disk


def message(asked: Namespace) -> int:
    """Write a message to a lead; or look at the one that waits, or take it away."""
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
            return output.said(f"the message to {post.again(asked.resend).to} is queued again", as_json=asked.json)
        if asked.mark_sent:
            return output.said(post.sent(asked.mark_sent).title, as_json=asked.json)
        if asked.dry_run:
            _say(post, post.due(), asked)
            return 0
        with _alone(paths.sending(book_path(asked))):
            lost = post.recover()
            for one in lost:
                output.words(_lost_words(one))
            due = post.due()
            if server is None and due:
                raise UsageError("no mail server is set: config.toml needs [mail] with host and from")
            code = _Sending(desk, server, quiet=asked.json).all(due) if server and due else 0
            code = FuyuError.exit_code if lost else code
        if asked.json:
            tried = {one.id for one in (*lost, *due)}
            _say(post, [one for one in post.messages() if one.id in tried], asked)
    return code


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
        reason = self._post.why_not(one)
        if reason:
            output.words(f"message {one.id} does not go: {reason}")
        return bool(reason)

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
            self._post.refused(one.id)
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
        output.words(f"{self._server.host} did not take message {one.id}: {words}; it stays queued")
        return False


def _typed(desk: Desk, lead: Lead, asked: Namespace) -> Written:
    """Return the message the options say."""
    subject, text = asked.subject, read_input() if asked.text == "-" else asked.text
    if asked.template:
        card = desk.card(lead.id)
        known = values(lead, card.history, card.referred_by)
        chosen = template(paths.templates(), asked.template)
        subject, text = subject or filled(chosen.subject, known), filled(chosen.text, known)
    when = desk.when(asked.on) if asked.on else None
    if isinstance(when, Problem):
        raise UsageError(f"{when.code}: {when.sentence}")
    day = when.day if when else desk.now().date()
    to = asked.to or Post(desk).begun(lead).to
    if to and (reason := unwritable(clean_line(to))):
        raise UsageError(f"{reason}; --to names another")
    return Written(to=to, subject=subject, text=text, day=day, reviewed=False)


def _say(post: Post, found: Iterable[Message], asked: Namespace) -> None:
    """Print messages as they are now, each with the reason why it would not go."""
    if asked.json:
        output.json({"messages": [_fields(post, one) for one in found]})
        return
    for one in found:
        cells = (str(one.id), str(one.day), one.state.words, one.to, one.subject, _reason(post, one))
        output.line("\t".join(map(clean_line, cells)))


def _fields(post: Post, one: Message) -> dict[str, Any]:
    """Return a message as JSON has it everywhere."""
    names = ("id", "lead", "day", "to", "subject", "text", "state")
    return {name: getattr(one, name) for name in names} | {"reason": _reason(post, one)}


def _reason(post: Post, one: Message) -> str:
    return post.why_not(one) if one.state.waits else ""


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

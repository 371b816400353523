"""Messages on the command line: write one, list them, send what is due."""

import fcntl
import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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
from fuyu.domain.lead import Lead
from fuyu.domain.message import Message, State, filled, missing, values
from fuyu.domain.text import clean_line
from fuyu.domain.when import Problem
from fuyu.errors import FuyuError, NotFoundError, StoreError, UsageError
from fuyu.interop.mail import NotTakenError, Outbox, UnsureError
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
        seen = written.seen or asked.seen or sys.stdout.isatty()
        action = post.write(lead.id, replace(written, seen=seen))
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
        if asked.again:
            return output.said(f"the message to {post.again(asked.again).to} is ready again", as_json=asked.json)
        if asked.went:
            return output.said(post.sent(asked.went).title, as_json=asked.json)
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
            code = _send(post, due, server, desk, asked) if server and due else 3 if lost else 0
        if asked.json:
            tried = {one.id for one in (*lost, *due)}
            _say(post, [one for one in post.messages() if one.id in tried], asked)
    return code


def _send(post: Post, due: list[Message], server: MailServer, desk: Desk, asked: Namespace) -> int:
    """Hand the messages in one by one; return 0 where all were taken."""
    reasons = {one.id: post.why_not(one) for one in due}
    for one in due:
        if reasons[one.id]:
            output.words(f"message {one.id} does not go: {reasons[one.id]}")
    may_go = [one for one in due if not reasons[one.id]]
    outbox: Outbox | None = None
    went = 0
    try:
        for one in may_go:
            outbox = outbox or Outbox(server, password("mail", server.user, server.password_command))
            underway = post.begin(one.id, server.domain)
            try:
                outbox.send(underway, desk.now())
            except NotTakenError as error:
                post.refused(underway.id)
                output.words(f"{server.host} did not take message {one.id}: {clean_line(str(error))}; it stays ready")
            except UnsureError:
                output.words(_lost_words(post.unsure(underway.id)))
                outbox.close()
                outbox = None
            else:
                action = post.sent(underway.id)
                if not asked.json:
                    output.line(action.title)
                went += 1
    except NotTakenError as error:
        raise StoreError(f"{server.host} was not reached: {clean_line(str(error))}; everything stays ready") from error
    finally:
        if outbox is not None:
            outbox.close()
    return 0 if went == len(due) else FuyuError.exit_code


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
    return Written(to=asked.to or Post(desk).begun(lead).to, subject=subject, text=text, day=day, seen=False)


def _say(post: Post, found: Iterable[Message], asked: Namespace) -> None:
    """Print messages as they are now, each with the reason why it would not go."""
    if asked.json:
        output.json({"messages": [_fields(post, one) for one in found]})
        return
    for one in found:
        cells = (str(one.id), str(one.day), one.state, one.to, one.subject, _reason(post, one))
        output.line("\t".join(map(clean_line, cells)))


def _fields(post: Post, one: Message) -> dict[str, Any]:
    """Return a message as JSON has it everywhere."""
    names = ("id", "lead", "day", "to", "subject", "text", "seen", "state")
    return {name: getattr(one, name) for name in names} | {"reason": _reason(post, one)}


def _reason(post: Post, one: Message) -> str:
    return post.why_not(one) if one.state is State.READY else ""


def _lost_words(lost: Message) -> str:
    return (
        f"nobody knows whether message {lost.id} to {clean_line(lost.to)} went: look into your sent mail, then "
        f"fuyu send --went {lost.id}, or --again {lost.id}"
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

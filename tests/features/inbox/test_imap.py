"""A folder on a real server: read from where one was, with nothing in it changed."""

import datetime as dt
import ssl
from collections.abc import Iterator
from contextlib import closing
from mailbox import Maildir
from pathlib import Path

import pytest
import trustme
from msgspec.structs import replace

from fuyu.errors import ServerError
from fuyu.features.inbox import imap as module
from fuyu.features.inbox.imap import ImapBox
from fuyu.features.inbox.letters import LONGEST_HEAD, LONGEST_TEXT, MailHead, read_head
from fuyu.features.inbox.mailbox import Position
from fuyu.features.inbox.settings import Inbox
from tests.features.inbox.mails import a_mail, delivered, names_in
from tests.features.inbox.servers import DOVECOT, SECRET, ImapServer, serving

pytestmark = pytest.mark.slow

NOW = dt.datetime(2026, 3, 18, 9, 30, tzinfo=dt.UTC)
FIRST = dt.date(2026, 3, 4)


@pytest.fixture
def reached(imap: ImapServer) -> tuple[Inbox, Maildir]:
    """Return an empty mailbox on a server."""
    return imap.anew()


def read(inbox: Inbox, since: Position | None = None, first: dt.date = FIRST) -> tuple[list[MailHead], Position]:
    """Return what is new, and how far it is read then."""
    with closing(ImapBox(inbox, lambda: SECRET)) as box:
        parts = list(box.new(since, first, NOW))
    return [head for heads, _ in parts for head in heads], parts[-1][1]


def senders(heads: list[MailHead]) -> list[str]:
    """Return whom mails are from."""
    return sorted(address for head in heads for address in read_head(head.content).senders)


def test_new_mail_is_read_once_and_stays_unseen(reached: tuple[Inbox, Maildir]) -> None:
    inbox, box = reached
    delivered(box, a_mail("ann@x.example"), a_mail("bo@x.example"))
    before = names_in(box)
    heads, position = read(inbox)
    assert senders(heads) == ["ann@x.example", "bo@x.example"]
    with closing(ImapBox(inbox, lambda: SECRET)) as opened:
        list(opened.new(None, FIRST, NOW))
        assert all(b"Sounds good." in text for text in opened.openings([head.mark for head in heads]).values())
    assert names_in(box) == before, "nothing is marked, moved or renamed"
    assert read(inbox, position)[0] == []
    delivered(box, a_mail("cy@x.example"))
    heads, later = read(inbox, position)
    assert (senders(heads), later.uid > position.uid) == (["cy@x.example"], True)


def test_an_empty_mailbox_is_read_to_its_end(reached: tuple[Inbox, Maildir]) -> None:
    heads, position = read(reached[0])
    assert (heads, position.uid, position.validity > 0) == ([], 0, True)


def test_with_another_uidvalidity_mail_since_the_last_day_is_read_anew(reached: tuple[Inbox, Maildir]) -> None:
    inbox, box = reached
    delivered(box, a_mail("ann@x.example"))
    _, position = read(inbox)
    other = replace(position, validity=position.validity + 1, uid=9_999)
    assert senders(read(inbox, other)[0]) == ["ann@x.example"]
    assert read(inbox, replace(other, day=dt.date(2126, 3, 18)))[0] == [], "what is older was read before"


def test_the_first_time_only_mail_of_some_days_is_read(reached: tuple[Inbox, Maildir]) -> None:
    inbox, box = reached
    delivered(box, a_mail("ann@x.example"))
    assert read(inbox, first=dt.date(2126, 1, 1))[0] == []


def test_of_a_huge_mail_little_is_read(reached: tuple[Inbox, Maildir]) -> None:
    inbox, box = reached
    delivered(box, a_mail("ann@x.example", subject="x" * 100_000, text="word " * 1_000_000))
    with closing(ImapBox(inbox, lambda: SECRET)) as opened:
        ((head,), _) = next(opened.new(None, FIRST, NOW))
        (text,) = opened.openings([head.mark]).values()
    assert len(head.content) <= LONGEST_HEAD
    assert len(text) == LONGEST_TEXT


def test_many_mails_are_asked_for_some_at_a_time(
    reached: tuple[Inbox, Maildir], monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, box = reached
    monkeypatch.setattr(module, "_AT_ONCE", 2)
    delivered(box, *(a_mail(f"lead{number}@x.example") for number in range(5)))
    with closing(ImapBox(inbox, lambda: SECRET)) as opened:
        parts = list(opened.new(None, FIRST, NOW))
    assert [len(heads) for heads, _ in parts] == [2, 2, 1]
    assert senders(read(inbox, parts[0][1])[0]) == sorted(senders([*parts[1][0], *parts[2][0]]))


def test_a_wrong_password_is_not_repeated(reached: tuple[Inbox, Maildir]) -> None:
    box = ImapBox(reached[0], lambda: "Grüße, not the password")
    with pytest.raises(ServerError, match=r"does not let you in: look at inbox.user and the password") as error:
        next(box.new(None, FIRST, NOW))
    assert "Gr" not in str(error.value)


def test_a_folder_that_is_not_there_is_said(reached: tuple[Inbox, Maildir]) -> None:
    with pytest.raises(ServerError, match='does not open Kunden "müller" & co'):
        read(replace(reached[0], folder='Kunden "müller" & co'))


@pytest.fixture(params=["pymap", "dovecot"])
def safe(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[ImapServer, trustme.CA]]:
    """Run a server that encrypts."""
    if request.param == "dovecot" and not DOVECOT:
        pytest.skip("the system has no Dovecot")
    authority = trustme.CA()
    certificate = tmp_path / "server.pem"
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(certificate)
    certificate.chmod(0o600)
    with serving(request.param, certificate) as server:
        yield server, authority


def test_a_server_may_begin_to_encrypt_and_is_known_by_its_certificate(
    safe: tuple[ImapServer, trustme.CA], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, authority = safe
    inbox, box = server.anew()
    inbox = replace(inbox, security="starttls")
    delivered(box, a_mail("ann@x.example"))
    with pytest.raises(ServerError, match="certificate verify failed"):
        read(inbox)
    made = ssl.create_default_context

    def trusting() -> ssl.SSLContext:
        context = made()
        authority.configure_trust(context)
        return context

    monkeypatch.setattr(ssl, "create_default_context", trusting)
    assert senders(read(inbox)[0]) == ["ann@x.example"]

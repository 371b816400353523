"""Messages go once, as they were reviewed, and never to a do-not-contact lead: with a real server on loopback."""

import asyncio
import io
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message as EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.cli.conftest import Shell

pytestmark = pytest.mark.slow


class Server:
    """Keeps what it is handed; can refuse, and can die between the end of the data and its answer."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.refuses = ""
        self.dies = False

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        if self.refuses:
            return self.refuses
        self.taken.append(envelope)
        if self.dies:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return "250 taken"


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the settings are read from."""
    path = tmp_path / "settings" / "config.toml"
    path.parent.mkdir()
    monkeypatch.setenv("FUYU_CONFIG", str(path))
    return path


@contextmanager
def serving(config: Path, security: str, **options: Any) -> Iterator[Server]:
    """Run a mail server, which the settings name."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        mail = f'host = "127.0.0.1"\nport = {port}\nsecurity = "{security}"\nfrom = "Me <me@studio.example>"'
        config.write_text(f"[mail]\n{mail}\n")
        yield handler
    finally:
        controller.stop()


@pytest.fixture
def server(config: Path) -> Iterator[Server]:
    """Run a mail server in the clear."""
    with serving(config, "none") as handler:
        yield handler


class Lock:
    """Checks one user's password."""

    def __call__(self, _server: SMTP, _session: Session, _envelope: Envelope, _way: str, data: Any) -> AuthResult:
        known = isinstance(data, LoginPassword) and (data.login, data.password) == (b"me", b"open sesame")
        return AuthResult(success=known, handled=known)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_is_trusted_by_its_certificate_only(
    fuyu: Shell, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    options: dict[str, Any] = {"authenticator": Lock(), "auth_require_tls": security != "tls"}
    options |= {"ssl_context": context} if security == "tls" else {"tls_context": context, "require_starttls": True}

    def knock(controller: Controller) -> None:
        trusting = ssl.create_default_context()
        authority.configure_trust(trusting)
        with socket.create_connection(("127.0.0.1", controller.port)) as raw:
            trusting.wrap_socket(raw, server_hostname="127.0.0.1").close()

    if security == "tls":  # aiosmtpd knocks with the server's own context, which trusts nobody
        monkeypatch.setattr(Controller, "_trigger_server", knock)
    ann(fuyu)
    write(fuyu, "--reviewed")
    with serving(config, security, **options) as server:
        told = config.read_text()
        config.write_text(f'{told}user = "me"\npassword_command = ["echo", "open sesame"]\n')
        said = fuyu("send")
        assert (said.code, server.taken) == (3, []), said
        assert "certificate verify failed" in said.err
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        config.write_text(f'{told}user = "me"\npassword_command = ["echo", "wrong"]\n')
        refused = fuyu("send")
        assert (refused.code, server.taken) == (3, [])
        assert "535" in refused.err
        assert "wrong" not in refused.err
        config.write_text(f'{told}user = "me"\npassword_command = ["echo", "open sesame"]\n')
        assert fuyu("send").code == 0
        assert len(server.taken) == 1


def ann(fuyu: Shell, **more: str) -> None:
    fuyu.ok("add", "Ann Lee", "--email", "ann@acme.example", *(part for k, v in more.items() for part in (f"--{k}", v)))


def write(fuyu: Shell, *more: str) -> Any:
    return fuyu.ok("message", "ann", "--subject", "The quote", "--text", "Hello Ann,\n.\nhere it is.", *more)


def mail_of(envelope: Envelope) -> EmailMessage:
    assert isinstance(envelope.content, bytes)
    return message_from_bytes(envelope.content)


def states(fuyu: Shell) -> list[str]:
    found = fuyu.ok("messages", "--all", "--json").json["messages"]
    return [message["state"] for message in found]


def test_a_message_goes_on_its_day_and_is_a_touch(fuyu: Shell, server: Server) -> None:
    ann(fuyu)
    write(fuyu, "--reviewed", "--on", "fri")
    assert "send: The quote" in fuyu.ok("show", "ann").out
    assert fuyu("send").code == 0
    assert server.taken == [], "its day has not come"
    friday = ("--at", "2026-03-20T09:00", "--tz", "Europe/London", "--db", str(fuyu.book))
    sent = fuyu.bare("send", *friday)
    assert (sent.code, sent.out) == (0, "sent to Ann Lee\n")
    (envelope,) = server.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == ("me@studio.example", ["ann@acme.example"])
    mail = mail_of(envelope)
    assert (mail["Subject"], mail["To"], mail["From"]) == ("The quote", "ann@acme.example", "Me <me@studio.example>")
    assert mail.get_payload() == "Hello Ann,\r\n.\r\nhere it is.\r\n"
    shown = fuyu.bare("show", "ann", "--json", *friday).json
    assert [(entry["channel"], entry["outcome"]) for entry in shown["history"]] == [("email", "sent")]
    assert shown["lead"]["due"] == "2026-03-23"
    assert fuyu.bare("send", *friday).code == 0
    assert len(server.taken) == 1, "it goes once"
    assert fuyu.bare("undo", *friday).out == "undone: sent to Ann Lee\n"
    assert fuyu.bare("show", "ann", "--json", *friday).json["history"] == []
    assert fuyu.bare("undo", *friday).out == "undone: queued for Ann Lee: fuyu send sends it Fri 20 Mar from 08:00\n"
    assert fuyu.bare("send", *friday).code == 0
    assert len(server.taken) == 1, "nothing calls a letter back, and nothing sends it again"
    assert states(fuyu) == ["sent"]
    assert [fuyu.bare("redo", *friday).code for _ in range(2)] == [0, 0]
    assert fuyu.bare("show", "ann", "--json", *friday).json["lead"] == shown["lead"]
    assert fuyu.bare("check", "--db", str(fuyu.book)).code == 0


def test_what_nobody_reviewed_does_not_go(fuyu: Shell, server: Server) -> None:
    ann(fuyu)
    write(fuyu)
    said = fuyu("send")
    assert said.code == 3
    assert "draft, not reviewed yet" in said.err
    fuyu.ok("message", "ann", "--show", "--reviewed")
    fuyu.ok("send")
    assert len(server.taken) == 1


def test_do_not_contact_drops_a_message_that_was_queued(fuyu: Shell, server: Server) -> None:
    ann(fuyu)
    write(fuyu, "--reviewed")
    fuyu.ok("log", "ann", "do_not_contact")
    assert (fuyu("send").code, server.taken, states(fuyu)) == (0, [], [])
    said = fuyu("message", "ann", "--text", "but still")
    assert (said.code, "do not contact" in said.err) == (2, True)


def test_a_message_that_is_sent_leaves_a_promise_as_it_is(fuyu: Shell, server: Server) -> None:
    ann(fuyu)
    fuyu.ok("promise", "ann", "fri", "10:00", "--channel", "meeting", "--why", "demo")
    before = fuyu.ok("show", "ann", "--json").json["lead"]["promises"]
    write(fuyu, "--reviewed")
    fuyu.ok("send")
    lead = fuyu.ok("show", "ann", "--json").json["lead"]
    assert (lead["touches"], len(server.taken), lead["promises"]) == (1, 1, before)


def test_a_server_that_dies_after_the_data_leaves_it_to_a_person(fuyu: Shell, server: Server) -> None:
    ann(fuyu)
    write(fuyu, "--reviewed")
    server.dies = True
    said = fuyu("send")
    assert said.code == 3
    assert "message 1 to ann@acme.example: it may have been sent Wed 18 Mar 09:30" in said.err
    assert states(fuyu) == ["unknown"]
    server.dies = False
    assert fuyu("send").code == 3, "it says so again"
    assert len(server.taken) == 1, "and sends nothing"
    fuyu.ok("send", "--mark-sent", "1")
    assert states(fuyu) == ["sent"]


def test_a_person_may_say_that_it_surely_did_not_go(fuyu: Shell, server: Server) -> None:
    ann(fuyu)
    write(fuyu, "--reviewed")
    server.dies = True
    fuyu("send")
    server.dies = False
    fuyu.ok("send", "--resend", "1")
    fuyu.ok("send")
    first, second = (mail_of(envelope) for envelope in server.taken)
    assert first["Message-ID"] == second["Message-ID"], "so that a mail program knows it for the same"


def test_what_was_due_is_told_in_json_as_it_is_afterwards(fuyu: Shell, server: Server) -> None:
    ann(fuyu)
    fuyu.ok("add", "Bo Diaz", "--email", "bo@globex.example")
    write(fuyu, "--reviewed")
    fuyu.ok("message", "bo", "--text", "Hello {company}", "--reviewed", "--json")
    said = fuyu("send", "--json")
    assert said.code == 3, "one did not go"
    assert len(server.taken) == 1
    told = [(one["to"], one["state"], one["reason"]) for one in said.json["messages"]]
    assert told == [
        ("ann@acme.example", "sent", ""),
        ("bo@globex.example", "queued", "these are not filled in: {company}"),
    ]


def test_a_refused_message_stays_queued(fuyu: Shell, server: Server) -> None:
    ann(fuyu)
    write(fuyu, "--reviewed")
    server.refuses = "550 not today\x1b[31m"
    said = fuyu("send")
    assert said.code == 3
    assert "550 not today" in said.err
    assert "\x1b" not in said.err
    assert states(fuyu) == ["queued"]


def test_a_server_that_is_not_there_takes_nothing(fuyu: Shell, server: Server, config: Path) -> None:
    ann(fuyu)
    write(fuyu, "--reviewed")
    config.write_text('[mail]\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\nfrom = "me@studio.example"\n')
    said = fuyu("send")
    assert said.code == 3
    assert "everything stays queued" in said.err
    assert states(fuyu) == ["queued"]
    assert server.taken == []


def test_nothing_goes_in_the_clear_to_another_machine(fuyu: Shell, server: Server, config: Path) -> None:
    ann(fuyu)
    write(fuyu, "--reviewed")
    config.write_text('[mail]\nhost = "192.0.2.1"\nsecurity = "none"\nfrom = "me@studio.example"\n')
    said = fuyu("send")
    assert said.code == 2
    assert "set security to tls or starttls" in said.err
    assert server.taken == []


def test_a_template_is_filled_and_says_what_is_missing(fuyu: Shell, server: Server, config: Path) -> None:
    folder = config.parent / "messages"
    folder.mkdir()
    (folder / "promised.txt").write_text("Subject: {first_name}, as promised\n\nYou said: {quote}.\n")
    ann(fuyu)
    said = fuyu.ok("message", "ann", "--template", "promised", "--reviewed")
    assert "Subject: Ann, as promised" in said.out
    assert "{quote}" in said.err
    refused = fuyu("send")
    assert refused.code == 3
    assert "not filled in: {quote}" in refused.err
    fuyu.ok("message", "ann", "--drop")
    fuyu.ok("log", "ann", "not_now", "--next", "tomorrow", "--quote", "after the budget")
    assert "You said: after the budget." in fuyu.ok("message", "ann", "--template", "promised").out
    assert server.taken == []


def test_a_template_with_a_mistake_names_its_line(fuyu: Shell, config: Path) -> None:
    folder = config.parent / "messages"
    folder.mkdir()
    (folder / "hello.txt").write_text("Hello {firstname},\n")
    ann(fuyu)
    said = fuyu("message", "ann", "--template", "hello")
    assert said.code == 2
    assert "line 1: {firstname} is no field; did you mean {first_name}?" in said.err
    assert "did you mean hello?" in fuyu("message", "ann", "--template", "helo").err


def test_a_header_cannot_be_smuggled_in(fuyu: Shell, server: Server) -> None:
    ann(fuyu)
    fuyu.ok("message", "ann", "--subject", "Hi\r\nBcc: all@acme.example", "--text", "x", "--reviewed")
    fuyu.ok("send")
    mail = mail_of(server.taken[0])
    assert mail["Bcc"] is None
    assert server.taken[0].rcpt_tos == ["ann@acme.example"]


def test_two_who_send_at_once_send_one(fuyu: Shell, server: Server) -> None:
    import fcntl  # noqa: PLC0415

    from fuyu import paths  # noqa: PLC0415

    ann(fuyu)
    write(fuyu, "--reviewed")
    lock = paths.sending(fuyu.book)
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        said = fuyu("send")
    assert (said.code, server.taken) == (3, [])
    assert "another fuyu is sending right now" in said.err


def test_a_send_that_was_killed_is_not_repeated(fuyu: Shell, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    ann(fuyu)
    write(fuyu, "--reviewed")

    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("fuyu.features.messages.mail.Outbox.send", die)
        with pytest.raises(Killed):
            fuyu("send")
    assert states(fuyu) == ["unknown"]
    assert fuyu("send").code == 3
    assert states(fuyu) == ["unknown"]
    assert server.taken == []


def test_mail_settings_are_checked(fuyu: Shell, server: Server, config: Path) -> None:
    for text, words in {
        '[mail]\nfrom = "me@x.example"\n': "mail.host is missing",
        '[mail]\nhost = "x"\nfrom = "me"\n': "line 3: mail.from is an address",
        '[mail]\nhost = "x"\nfrom = "a@b"\nsecurity = "ssl"\n': "line 4: mail.security is one of tls, starttls, none",
        '[mail]\nhost = "x"\nfrom = "a@b"\nsender = 1\n': "line 4: mail.sender is no setting",
    }.items():
        config.write_text(text)
        said = fuyu("send")
        assert said.code == 2
        assert words in said.err
    assert server.taken == []


def test_once_sent_the_next_step_is_for_what_it_was_for(fuyu: Shell, server: Server) -> None:
    ann(fuyu, why="pricing")
    write(fuyu, "--reviewed")
    write(fuyu, "--reviewed", "--to", "lee@acme.example")
    fuyu.ok("send")
    assert fuyu.ok("show", "ann", "--json").json["lead"]["why"] == "pricing"
    assert len(server.taken) == 1


def test_who_is_won_stays_won_when_written_to(fuyu: Shell, server: Server) -> None:
    ann(fuyu)
    fuyu.ok("log", "ann", "won", "--no-next")
    write(fuyu, "--reviewed")
    fuyu.ok("send")
    lead = fuyu.ok("show", "ann", "--json").json["lead"]
    assert (lead["status"], lead["due"]) == ("won", None)
    assert fuyu("check").code == 0
    assert len(server.taken) == 1


def test_a_customer_with_a_date_stays_one_and_keeps_the_date(fuyu: Shell, server: Server) -> None:
    ann(fuyu)
    fuyu.ok("log", "ann", "won")
    write(fuyu, "--reviewed")
    assert fuyu.ok("show", "ann", "--json").json["lead"]["due"] == "2026-03-18"
    fuyu.ok("send")
    lead = fuyu.ok("show", "ann", "--json").json["lead"]
    assert (lead["status"], lead["due"], lead["why"]) == ("won", "2026-04-01", "is all well?")
    assert fuyu("check").code == 0
    assert len(server.taken) == 1


def test_the_input_says_to_whom_one_message_each_goes_by_one_action(
    fuyu: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Ana Horvat", "Bo Diaz", "Kim Roe"):
        fuyu.ok("add", name)
    for number in ("1", "2"):
        fuyu.ok("edit", number, "--email", f"lead{number}@acme.example")
    monkeypatch.setattr("sys.stdin", io.StringIO("1\n2\n3\n99\n"))
    told = fuyu.ok("message", "-", "--text", "hello", "--on", "fri", "--json").json
    assert ([one["lead"] for one in told["messages"]], told["left_out"]) == ([1, 2], [3, 99])
    fuyu.ok("undo")
    assert fuyu.ok("messages", "--json").json["messages"] == []
    monkeypatch.setattr("sys.stdin", io.StringIO("3\n"))
    assert "nobody of them can be written to" in fuyu("message", "-", "--text", "hello").err
    assert fuyu("message", "-", "--show").code == 2

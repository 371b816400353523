"""Mail servers that break off, refuse, or talk nonsense: each message on its own, and what is said of it is true."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from fuyu.domain.message import Message
from fuyu.features.messages import command
from fuyu.features.messages.mail import Outbox
from tests.cli.conftest import Shell, begin
from tests.features.messages.postbox import Answer, Postbox, breaks_off, postbox
from tests.listening import Line

pytestmark = pytest.mark.slow

BOOK = ("ann@acme.example", "bo@globex.example", "cy@initech.example")
SOON = 1.0
"""Seconds that a server may take which a test lets hang: enough for every other reply of it on a busy machine."""


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    """Run a server that the settings name."""
    with postbox() as (box, port):
        path = tmp_path / "config.toml"
        path.write_text(
            f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nfrom = "Me <me@here.example>"\n'
        )
        monkeypatch.setenv("FUYU_CONFIG", str(path))
        yield box


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for no server for long."""
    monkeypatch.setattr(command, "Outbox", partial(Outbox, patience=SOON))


def _write(fuyu: Shell) -> None:
    for number, address in enumerate(BOOK, start=1):
        fuyu.ok("add", f"Lead {number}", "--email", address)
        fuyu.ok("message", str(number), "--subject", "Hi", "--text", "Hello.", "--reviewed")


@pytest.fixture
def three(fuyu: Shell, made: Path) -> Shell:
    """Return a shell on a book with three messages that are due."""
    begin(fuyu, made / "three messages", _write)
    return fuyu


def states(fuyu: Shell) -> list[str]:
    return [one["state"] for one in fuyu.ok("messages", "--all", "--json").json["messages"]]


def went(box: Postbox) -> list[str]:
    return [to for to, _ in box.taken]


def hangs(line: Line) -> None:
    line.hang()


def says_for_ever(words: bytes) -> Callable[[Line], None]:
    return lambda line: line.say_for_ever(words)


def drips(words: bytes) -> Callable[[Line], None]:
    return lambda line: line.drip(words, SOON / 4)


NONSENSE = b"\x00\xff\x1b]0;x\x07 what?\r\n"
PLAINLY_NOT: dict[str, tuple[str, Answer]] = {
    "the sender is refused": ("MAIL", b"553 no \x1b[31mthanks\r\n"),
    "the recipient is refused": ("RCPT", b"550 5.1.1 no such user\r\n"),
    "nobody may write now": ("MAIL", b"421 closing\r\n"),
    "the text is not wanted": ("DATA", b"554 no\r\n"),
    "the text is refused": (".", b"552-too\r\n552 big\r\n"),
    "the text is refused for now": (".", b"451 later\r\n"),
    "it breaks off at the sender": ("MAIL", breaks_off),
    "it breaks off at the recipient": ("RCPT", breaks_off),
    "it breaks off before the text": ("DATA", breaks_off),
    "it talks nonsense at the recipient": ("RCPT", NONSENSE),
    "it says yes too early": ("DATA", b"250 taken\r\n"),
    "it has no end": ("RCPT", says_for_ever(b"250-and\r\n")),
    "a line has no end": ("RCPT", says_for_ever(b"250 and so on")),
}
HANGS: dict[str, tuple[str, Answer]] = {
    "it hangs at the recipient": ("RCPT", hangs),
    "it hangs before the text": ("DATA", hangs),
    "it is slow without an end": ("RCPT", drips(b"250-slowly\r\n" * 1000)),
}
NOBODY_KNOWS: dict[str, Answer] = {
    "it breaks off after the text": breaks_off,
    "it talks nonsense after the text": NONSENSE,
    "it asks for more after the text": b"354 go on\r\n",
    "it has no end after the text": says_for_ever(b"250-and\r\n"),
}
HANGS_AFTERWARDS: dict[str, Answer] = {
    "it hangs after the text": hangs,
    "it is slow after the text": drips(b"250 take" * 1000),
}


@pytest.mark.parametrize(("command", "answer"), PLAINLY_NOT.values(), ids=PLAINLY_NOT)
def test_one_that_is_not_taken_stays_queued_and_the_others_go(
    three: Shell, box: Postbox, command: str, answer: Answer
) -> None:
    box.answers(command, answer, at=1)
    said = three("send")
    assert said.code == 3
    assert states(three) == ["sent", "queued", "sent"]
    assert "did not take message 2: " in said.err
    assert said.out == "sent to Lead 1\nsent to Lead 3\n"
    assert len(said.err) < 400
    assert said.err.count("\n") == 1
    assert "\x1b" not in said.err
    assert three("send").code == 0
    assert states(three) == ["sent"] * 3
    assert three("check").code == 0


@pytest.mark.parametrize(("command", "answer"), HANGS.values(), ids=HANGS)
@pytest.mark.usefixtures("impatient")
def test_one_that_a_server_hangs_at_stays_queued_and_the_others_go(
    three: Shell, box: Postbox, command: str, answer: Answer
) -> None:
    test_one_that_is_not_taken_stays_queued_and_the_others_go(three, box, command, answer)


@pytest.mark.parametrize("answer", HANGS_AFTERWARDS.values(), ids=HANGS_AFTERWARDS)
@pytest.mark.usefixtures("impatient")
def test_one_that_a_server_hangs_after_is_left_to_a_person(three: Shell, box: Postbox, answer: Answer) -> None:
    test_one_that_may_have_gone_is_left_to_a_person_and_the_others_go(three, box, answer)


@pytest.mark.parametrize("answer", NOBODY_KNOWS.values(), ids=NOBODY_KNOWS)
def test_one_that_may_have_gone_is_left_to_a_person_and_the_others_go(
    three: Shell, box: Postbox, answer: Answer
) -> None:
    box.answers(".", answer, at=1)
    said = three("send")
    assert said.code == 3
    assert states(three) == ["sent", "unknown", "sent"]
    assert "message 2 to bo@globex.example: it may have been sent " in said.err
    assert went(box) == list(BOOK)
    assert three("send").code == 3, "it is said again"
    assert went(box) == list(BOOK), "and not sent again"


@pytest.mark.parametrize(
    "answer",
    [breaks_off, NONSENSE, b"554 not you\r\n", says_for_ever(b"220-and\r\n"), says_for_ever(b"220 and so on")],
)
def test_a_server_that_does_not_even_greet_ends_the_run_with_everything_queued(
    three: Shell, box: Postbox, answer: Answer
) -> None:
    box.answers("greeting", answer)
    said = three("send")
    assert (said.code, said.out) == (3, "")
    assert "was not reached: " in said.err
    assert "everything stays queued" in said.err
    assert states(three) == ["queued"] * 3
    assert three("send").code == 0


@pytest.mark.parametrize("answer", [hangs, b"", drips(b"220 slow" * 1000)])
@pytest.mark.usefixtures("impatient")
def test_a_server_that_greets_too_late_ends_the_run_with_everything_queued(
    three: Shell, box: Postbox, answer: Answer
) -> None:
    test_a_server_that_does_not_even_greet_ends_the_run_with_everything_queued(three, box, answer)


def test_what_went_before_the_server_was_gone_is_sent_and_the_others_stay(three: Shell, box: Postbox) -> None:
    box.answers("RCPT", breaks_off, at=1)
    box.answers("greeting", breaks_off, at=1)
    said = three("send")
    assert said.code == 3
    assert "the others stay queued" in said.err
    assert states(three) == ["sent", "queued", "queued"]


def test_a_connection_that_was_closed_between_two_messages_is_opened_anew(three: Shell, box: Postbox) -> None:
    box.answers("RSET", breaks_off)
    assert three("send") == (0, "sent to Lead 1\nsent to Lead 2\nsent to Lead 3\n", "")
    assert box.heard.count("RSET") == 2


@pytest.mark.parametrize("reply", [b"251 will forward\r\n", b"252 will try\r\n"])
def test_a_yes_is_known_by_its_first_digit(three: Shell, box: Postbox, reply: bytes) -> None:
    box.answers("RCPT", reply)
    assert three("send").code == 0


def test_a_refused_password_is_tried_once_and_stays_unsaid(
    three: Shell, box: Postbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "config.toml"
    for password, words in (("hunter2", "535 go away"), ("müller", "letters that no mail server takes")):
        path.write_text(path.read_text() + f'user = "me"\npassword_command = ["printf", "{password}"]\n')
        monkeypatch.setattr(box, "extensions", ("AUTH PLAIN",))
        box.answers("AUTH", b"535 go away\x9b2J\r\n")
        said = three("send")
        assert said.code == 3
        assert words in said.err
        assert "everything stays queued" in said.err
        assert not any(part in said.err for part in (password, "\x9b", "ü"))
        path.write_text(path.read_text().partition("user")[0])
    assert sum(heard.startswith("AUTH") for heard in box.heard) == 1
    assert states(three) == ["queued"] * 3


@pytest.mark.parametrize(("setting", "words"), [("starttls", "STARTTLS"), ("tls", "SSL")])
def test_without_the_tls_that_was_asked_for_nothing_is_said(
    three: Shell, box: Postbox, tmp_path: Path, setting: str, words: str
) -> None:
    path = tmp_path / "config.toml"
    more = 'user = "me"\npassword_command = ["echo", "secret"]\n'
    path.write_text(path.read_text().replace('"none"', f'"{setting}"') + more)
    said = three("send")
    assert said.code == 3
    assert words in said.err
    assert "everything stays queued" in said.err
    assert not any(heard.startswith(("AUTH", "MAIL")) for heard in box.heard)


def test_two_addresses_in_one_field_are_refused_when_written(three: Shell, box: Postbox) -> None:
    for to in ("a@x.example, b@y.example", "a@x.example;b@y.example", "a@x.example b@y.example"):
        said = three("message", "1", "--to", to, "--subject", "Hi", "--text", "Hello.", "--reviewed")
        assert said.code == 2
        assert "one address" in said.err
    assert three.ok("messages", "--json").json["messages"][0]["to"] == BOOK[0]
    assert box.heard == []


@pytest.mark.parametrize("to", ["jörg@x.example", "ann", "ann@", "@acme.example", "a b@x.example", "a@x..example"])
def test_an_address_that_nothing_goes_to_is_refused_when_written(three: Shell, to: str) -> None:
    said = three("message", "1", "--to", to, "--subject", "Hi", "--text", "Hello.")
    assert (said.code, said.out) == (2, "")
    assert three.ok("messages", "--json").json["messages"][0]["to"] == BOOK[0]


def test_a_domain_beyond_ascii_goes_by_its_other_name(three: Shell, box: Postbox) -> None:
    three.ok("message", "1", "--to", "info@müller.example", "--subject", "Größe", "--text", "Grüße", "--reviewed")
    three.ok("send")
    to, text = box.taken[0]
    assert to == "info@xn--mller-kva.example"
    assert text.isascii()
    assert b"To: info@xn--mller-kva.example\r\n" in text


def planted(fuyu: Shell, **fields: str) -> Shell:
    """Return a shell on a book with three messages that are due, the second as no fuyu would write it."""
    leads = {str(number): {"id": number, "name": f"Lead {number}"} for number in (1, 2, 3)}
    at = {"at": "2026-03-17T09:00:00Z", "day": "2026-03-18", "subject": "Hi", "text": "Hello.", "seen": True}
    messages = {str(number): {"id": number, "lead": number, "to": to, **at} for number, to in enumerate(BOOK, start=1)}
    messages["2"] |= fields
    fuyu.book.parent.mkdir()
    fuyu.book.write_text(json.dumps({"leads": leads, "messages": messages}))
    return fuyu


@pytest.mark.parametrize(
    "to",
    ["a@x.example, b@y.example", "a@x.example\r\nRCPT TO:<b@y.example>", "a@x.example\nDATA", ""],
)
def test_a_book_of_somebody_elses_sends_to_nobody_it_should_not(fuyu: Shell, box: Postbox, to: str) -> None:
    three = planted(fuyu, to=to)
    said = three("send")
    assert said.code == 3
    assert "message 2 does not go: " in said.err
    assert went(box) == [BOOK[0], BOOK[2]]
    assert states(three) == ["sent", "queued", "sent"]


def test_what_stands_in_a_book_of_somebody_elses_smuggles_no_header_in(fuyu: Shell, box: Postbox) -> None:
    three = planted(
        fuyu, subject="Hi\r\nBcc: b@y.example\x00", message_id="<1@x>\r\nBcc: b@y.example", text="a\x00\x1b\r.\rb"
    )
    assert three("send").code == 0
    assert went(box) == list(BOOK)
    head, _, _ = box.taken[1][1].partition(b"\r\n\r\n")
    assert not any(line.startswith(b"Bcc") for line in head.split(b"\r\n"))


@pytest.mark.parametrize(("extensions", "code", "words"), [(("SMTPUTF8",), 0, ""), ((), 3, "no address like “jörg@x.")])
def test_an_address_beyond_ascii_goes_where_the_server_takes_it(
    fuyu: Shell, box: Postbox, extensions: tuple[str, ...], code: int, words: str
) -> None:
    three = planted(fuyu, to="jörg@x.example")
    box.extensions = extensions
    said = three("send")
    assert said.code == code
    assert words in said.err
    assert went(box) == [BOOK[0], *(["jörg@x.example"] if extensions else []), BOOK[2]]
    assert any(heard.endswith("SMTPUTF8") for heard in box.heard) is bool(extensions)


def test_a_message_that_somebody_changes_this_moment_does_not_go(
    three: Shell, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = Outbox.offer

    def changing(self: Outbox, message: Message, *more: object) -> bytes:
        content = offer(self, message, *more)  # type: ignore[arg-type]
        if message.id == 2:
            three.ok("message", "2", "--subject", "Another", "--text", "Hello.", "--reviewed")
        return content

    monkeypatch.setattr(Outbox, "offer", changing)
    said = three("send")
    assert said.code == 3
    assert "message 2 does not go: it was changed just now" in said.err
    assert went(box) == [BOOK[0], BOOK[2]]
    assert states(three) == ["sent", "queued", "sent"]


def test_an_address_in_another_alphabet_goes_by_its_other_name(fuyu: Shell, box: Postbox) -> None:
    people = {"Jörg Müller": "jörg@müller.example", "Ina": "ina@müller.example", "Bo": "bo@x.example"}
    for name, address in people.items():
        fuyu.ok("add", name, "--email", address)
    refused = fuyu("message", "1", "--subject", "Größe", "--text", "Hallo", "--reviewed")
    assert refused.code == 2
    assert "jörg@" in refused.err
    fuyu.ok("message", "2", "--subject", "Größe", "--text", "Hallo", "--reviewed")
    fuyu.ok("message", "3", "--subject", "Hi", "--text", "Hi", "--reviewed")
    assert fuyu.ok("send").lines == ["sent to Ina", "sent to Bo"]
    assert went(box) == ["ina@xn--mller-kva.example", "bo@x.example"]

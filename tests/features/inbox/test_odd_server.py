"""A server that hangs, lies, breaks off or says too much: it is left in time, and nothing of it is believed."""

import datetime as dt
import tracemalloc
from collections.abc import Callable
from contextlib import closing

import pytest
from msgspec.structs import replace

from fuyu.errors import FuyuError, ServerError, UsageError
from fuyu.features.inbox.imap import ImapBox
from fuyu.features.inbox.letters import MailHead
from fuyu.features.inbox.settings import Inbox
from fuyu.wire import TimeLeft
from tests.features.inbox.odd import HEAD, Answer, odd
from tests.listening import Line

pytestmark = pytest.mark.slow

NOW = dt.datetime(2026, 3, 18, 9, 30, tzinfo=dt.UTC)
FIRST = dt.date(2026, 3, 4)
SECRET = "open sesame"  # noqa: S105 - of nobody
LITERAL = b"* 1 FETCH (UID 5 BODY[HEADER.FIELDS (FROM)]<0> {%d}\r\n"


def read(inbox: Inbox, clock: TimeLeft | None = None) -> list[MailHead]:
    """Return what is new, having asked how it begins, too."""
    with closing(ImapBox(inbox, lambda: SECRET, clock)) as box:
        heads = [head for heads, _ in box.new(None, FIRST, NOW) for head in heads]
        box.openings([head.mark for head in heads])
        return heads


def test_nothing_is_asked_that_would_change_anything() -> None:
    with odd() as (server, inbox):
        (head,) = read(inbox)
    assert (head.mark, head.content) == ("5", HEAD)
    commands = b"".join(server.heard)
    assert b"EXAMINE" in commands
    assert b"BODY.PEEK[" in commands
    assert not any(word in commands for word in (b" SELECT ", b"STORE", b"BODY[", b"RFC822", b"EXPUNGE", b"COPY"))


def test_a_password_goes_to_the_server_alone_and_any_name_logs_in() -> None:
    with odd(CAPABILITY=b"* CAPABILITY IMAP4rev1\r\n") as (server, inbox):
        read(inbox)
    (login,) = (words for words in server.heard if b"LOGIN" in words)
    assert login.partition(b" ")[2] == b'LOGIN "ann \\"the\\" \\\\ lee" "open sesame"\r\n'


def test_letters_that_no_login_takes_are_no_fault_and_are_not_repeated() -> None:
    with (
        odd(CAPABILITY=b"* CAPABILITY IMAP4rev1\r\n") as (_, inbox),
        closing(ImapBox(inbox, lambda: "Grüße")) as box,
        pytest.raises(ServerError, match="takes no user or password with such letters") as error,
    ):
        next(box.new(None, FIRST, NOW))
    assert "Gr" not in str(error.value)


def test_what_a_server_says_of_a_login_is_not_repeated() -> None:
    def refuses(line: Line) -> None:
        line.say(b"x NO you said \x1b]0;open sesame\r\n")

    with odd(AUTHENTICATE=refuses) as (_, inbox), pytest.raises(FuyuError) as error:
        read(inbox)
    assert "sesame" not in str(error.value)


def _drips(line: Line) -> None:
    line.drip(b"* SEARCH " + b"1 " * 1_000_000, 0.01)


@pytest.mark.parametrize("where", ["greeting", "CAPABILITY", "AUTHENTICATE", "EXAMINE", "SEARCH", "HEAD", "TEXT"])
@pytest.mark.parametrize("how", [Line.hang, _drips], ids=["hangs", "drips"])
def test_a_server_that_hangs_is_left_in_time(where: str, how: Callable[[Line], object]) -> None:
    with odd(**{where: how}) as (_, inbox), pytest.raises(ServerError, match="takes too long"):
        read(inbox, TimeLeft(0.3, 0.6))


def test_all_answers_together_have_one_end() -> None:
    def slowly(line: Line) -> None:
        line.drip(b"* OK wait\r\n" * 1_000, 0.001)

    with odd(EXAMINE=slowly) as (_, inbox), pytest.raises(ServerError, match="takes too long"):
        read(inbox, TimeLeft(100, 0.5))


@pytest.mark.parametrize("where", ["greeting", "CAPABILITY", "AUTHENTICATE", "EXAMINE", "SEARCH", "HEAD", "TEXT"])
@pytest.mark.parametrize(
    "answer",
    [
        lambda _line: None,
        lambda line: line.say(b"\xff\xfe\x00 what\r\n"),
        lambda line: line.say(b"* 1 FETCH"),
        lambda line: line.say(b"* BYE go away\r\n"),
        lambda line: line.say(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
    ],
    ids=["hangs up", "binary", "half a line", "says goodbye", "is no mail server"],
)
def test_a_server_that_breaks_off_is_said(where: str, answer: Answer) -> None:
    with odd(**{where: answer}) as (_, inbox), pytest.raises(ServerError, match=r"127\.0\.0\.1"):
        read(inbox)


@pytest.mark.parametrize(
    ("where", "answer"),
    [
        ("HEAD", LITERAL % 50_000_000_000),
        ("HEAD", LITERAL % 99_999_999),
        ("SEARCH", b"* SEARCH" + b" 5" * 5_000_000 + b"\r\n"),
        ("EXAMINE", lambda line: line.say_for_ever(b"* OK more\r\n")),
        ("EXAMINE", lambda line: line.say_for_ever(b"x" * 1_000)),
        ("HEAD", lambda line: line.say_for_ever(b"* 1 FETCH (FLAGS ())\r\n")),
        ("greeting", lambda line: line.say_for_ever(b"* OK more\r\n")),
    ],
    ids=["50 GB", "100 MB", "many UIDs", "endless lines", "a line without end", "endless mails", "endless greetings"],
)
def test_who_lies_about_sizes_or_says_too_much_takes_no_memory(where: str, answer: Answer) -> None:
    with odd(**{where: answer}) as (_, inbox):
        tracemalloc.start()
        try:
            with pytest.raises(ServerError, match=r"answers with more than can be right|as a mail server"):
                read(inbox)
            assert tracemalloc.get_traced_memory()[1] < 60_000_000
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (b"* 1 FETCH (FLAGS (\\Seen))\r\n", []),
        (b"* 1 FETCH (UID 99 BODY[HEADER.FIELDS (FROM)]<0> {3}\r\nabc)\r\n", []),
        (b"* 1 FETCH (BODY[HEADER.FIELDS (FROM)]<0> {3}\r\nabc UID 5)\r\n", [b"abc"]),
        (b'* 1 FETCH (UID 5 BODY[HEADER.FIELDS (FROM)]<0> "a\\"c")\r\n', [b'a"c']),
        (b"* 1 FETCH (UID 5 BODY[HEADER.FIELDS (FROM)]<0> NIL)\r\n", [b""]),
        (b"* 2 EXISTS\r\n* 1 FETCH (UID 5 FLAGS ())\r\n", [b""]),
        (b'* 1 FETCH (UID 5 INTERNALDATE "99-Foo-2026 99:00:00 +0000" BODY[] "")\r\n', [b""]),
        (b"", []),
    ],
)
def test_answers_in_any_order_are_understood_and_others_are_not_believed(answer: bytes, found: list[bytes]) -> None:
    with odd(HEAD=answer) as (_, inbox):
        assert [head.content for head in read(inbox)] == found


def test_what_was_read_before_a_server_broke_off_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fuyu.features.inbox.imap._AT_ONCE", 1)
    with odd(SEARCH=b"* SEARCH 5 6\r\n") as (_, inbox), closing(ImapBox(inbox, lambda: SECRET)) as box:
        reading = box.new(None, FIRST, NOW)
        heads, position = next(reading)
    assert ([head.mark for head in heads], position.uid) == (["5"], 5)


def test_nobody_logs_in_in_the_clear_on_another_machine() -> None:
    box = ImapBox(replace(Inbox(), imap="imap.example.org", security="none", user="ann"), lambda: SECRET)
    with pytest.raises(UsageError, match=r"another machine: set inbox.security to tls or starttls"):
        next(box.new(None, FIRST, NOW))


def test_a_server_that_cannot_encrypt_gets_no_password() -> None:
    with odd() as (server, inbox), pytest.raises(ServerError):
        read(replace(inbox, security="starttls"))
    assert not any(b"AUTHENTICATE" in words or b"LOGIN" in words for words in server.heard)


def test_a_server_that_is_not_there_is_said() -> None:
    with odd() as (_, inbox):
        pass
    with pytest.raises(ServerError, match=r"cannot be reached: .onnection refused"):
        read(inbox)

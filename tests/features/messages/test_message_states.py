"""Every state of a message, reached at a real mail server: what one reads then, and what one does next."""

import fcntl
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from fuyu import paths
from fuyu.features.messages import command
from fuyu.features.messages.mail import Outbox
from fuyu.features.messages.sending import alone
from fuyu.locks import is_held
from tests.cli.conftest import Shell, begin
from tests.features.messages.postbox import Answer, Postbox, breaks_off, postbox
from tests.listening import Line

pytestmark = pytest.mark.slow

SOON = 1.0
"""Seconds that a server may take which a test lets hang: enough for every other reply of it on a busy machine."""
NEWS = ("sent to Ann Lee", "sent to Bo Diaz", "sent to Cy Okafor")
ADDRESSES = ("ann@acme.example", "bo@globex.example", "cy@initech.example")


def hangs(line: Line) -> None:
    """Say nothing more."""
    line.hang()


class Case(NamedTuple):
    """What a server does with the second of three messages, and what comes of that."""

    command: str
    answer: Answer
    state: str
    said: str
    """What `fuyu send` says of it; empty where it went."""
    shown: str
    """What `fuyu show`, and the card in the dashboard, say of it afterwards."""
    handed_in: int
    """How often the server has its text, as far as the server knows."""


DOUBT = "it may have been sent Wed 18 Mar 09:30: the server did not answer"
WAYS = "fuyu send --mark-sent 2 if it is in your sent mail, --resend 2 if it is not"
UNKNOWN_SAID = f"message 2 to bo@globex.example: {DOUBT}; {WAYS}"
UNKNOWN_SHOWN = f"unknown: {DOUBT}; m in the dashboard, or {WAYS}"


def refused(words: str) -> tuple[str, str]:
    """Return what is said, and shown, of a message that was not taken."""
    said = f"127.0.0.1 did not take message 2: {words}; it stays queued"
    return said, f"queued: not taken: {words}; fuyu send tries again, or change it"


CASES = {
    "it accepts": Case("RCPT", b"250 fine\r\n", "sent", "", "", 1),
    "it refuses one recipient": Case("RCPT", b"550 no such user\r\n", "queued", *refused("550 no such user"), 0),
    "it refuses the data": Case("DATA", b"554 no\r\n", "queued", *refused("554 no"), 0),
    "it refuses the text": Case(".", b"552 too big\r\n", "queued", *refused("552 too big"), 1),
    "it hangs at the recipient": Case("RCPT", hangs, "queued", *refused("it takes too long"), 0),
    "it hangs after the text": Case(".", hangs, "unknown", UNKNOWN_SAID, UNKNOWN_SHOWN, 1),
    "it closes at the recipient": Case("RCPT", breaks_off, "queued", *refused("the connection broke"), 0),
    "it closes before the text": Case("DATA", breaks_off, "queued", *refused("the connection broke"), 0),
    "it dies between the text and its yes": Case(".", breaks_off, "unknown", UNKNOWN_SAID, UNKNOWN_SHOWN, 1),
}


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    """Run a server that the settings name, and that is not waited for long."""
    with postbox() as (box, port):
        path = tmp_path / "config.toml"
        path.write_text(f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nfrom = "me@here.example"\n')
        monkeypatch.setenv("FUYU_CONFIG", str(path))
        monkeypatch.setattr(command, "Outbox", partial(Outbox, patience=SOON))
        yield box


def _write(fuyu: Shell) -> None:
    for number, (name, address) in enumerate(zip(("Ann Lee", "Bo Diaz", "Cy Okafor"), ADDRESSES, strict=True), 1):
        fuyu.ok("add", name, "--email", address)
        fuyu.ok("message", str(number), "--subject", "The quote", "--text", "Hello.", "--reviewed")


@pytest.fixture
def three(fuyu: Shell, made: Path) -> Shell:
    """Return a shell on a book with three messages that are due."""
    begin(fuyu, made / "three messages to be sent", _write)
    return fuyu


def state(fuyu: Shell, number: int) -> str:
    """Return the state of a message."""
    found = fuyu.ok("messages", "--all", "--json").json["messages"]
    return str(next(one["state"] for one in found if one["id"] == number))


def taken(box: Postbox, address: str) -> int:
    """Return how often the server was handed a text for an address."""
    return sum(to == address for to, _ in box.taken)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_state_is_reached_is_said_and_the_others_go(three: Shell, box: Postbox, case: Case) -> None:
    box.answers(case.command, case.answer, at=1)
    said = three("send")
    assert said.code == (3 if case.said else 0)
    assert said.lines == [news for news in NEWS if "Bo" not in news or not case.said]
    assert said.err.splitlines() == ([case.said] if case.said else [])
    assert [state(three, number) for number in (1, 2, 3)] == ["sent", case.state, "sent"]
    assert [taken(box, address) for address in ADDRESSES] == [1, case.handed_in, 1]
    shown = three.ok("show", "bo").out
    assert f"  message     {case.shown}\n" in shown if case.shown else "message" not in shown
    assert three("check").code == 0


@pytest.mark.parametrize("case", [one for one in CASES.values() if one.state == "queued"])
def test_what_was_not_taken_goes_the_next_time(three: Shell, box: Postbox, case: Case) -> None:
    box.answers(case.command, case.answer, at=1)
    three("send")
    assert case.shown.removeprefix("queued: ") in three.ok("messages").out
    assert case.shown.removeprefix("queued: ") in three.ok("morning").out
    assert three("send") == (0, "sent to Bo Diaz\n", "")
    assert taken(box, ADDRESSES[1]) == case.handed_in + 1
    assert "not taken" not in three.ok("messages", "--all").out


def test_one_that_is_refused_for_its_address_goes_once_that_is_changed(three: Shell, box: Postbox) -> None:
    box.answers("RCPT", b"550 no such user\r\n", at=1)
    three("send")
    three.ok("message", "bo", "--to", "diaz@globex.example", "--reviewed")
    assert "not taken" not in three.ok("messages").out
    assert three("send") == (0, "sent to Bo Diaz\n", "")
    assert taken(box, "diaz@globex.example") == 1


NEXT = {"it is in the sent mail": ("--mark-sent", "sent", 1), "it is not there": ("--resend", "queued", 2)}


@pytest.mark.parametrize("answer", [hangs, breaks_off], ids=["hangs", "dies"])
@pytest.mark.parametrize("then", NEXT.values(), ids=NEXT)
def test_one_that_nobody_knows_of_is_settled_by_who_has_looked(
    three: Shell, box: Postbox, answer: Callable[[Line], object], then: tuple[str, str, int]
) -> None:
    way, becomes, copies = then
    box.answers(".", answer, at=1)
    three("send")
    assert UNKNOWN_SAID in three.ok("messages").out
    assert UNKNOWN_SHOWN in three.ok("morning").out
    assert three("send").code == 3, "it is said until somebody has looked"
    assert taken(box, ADDRESSES[1]) == 1, "and not sent again by itself"
    three.ok("send", way, "2")
    assert state(three, 2) == becomes
    assert three("send").code == 0
    assert (state(three, 2), taken(box, ADDRESSES[1])) == ("sent", copies)
    assert [touch["outcome"] for touch in three.ok("show", "bo", "--json").json["history"]] == ["sent"]


def lost(three: Shell, box: Postbox) -> None:
    """Send three messages, of which the second one is lost."""
    box.answers(".", breaks_off, at=1)
    three("send")


def test_what_was_said_of_one_that_is_unknown_can_be_undone_and_said_otherwise(three: Shell, box: Postbox) -> None:
    lost(three, box)
    before = three.ok("show", "bo", "--json").json
    assert three.ok("send", "--mark-sent", "2").out == "sent to Bo Diaz\n"
    assert three.ok("undo").out == "undone: sent to Bo Diaz\n"
    assert state(three, 2) == "unknown"
    assert three.ok("show", "bo", "--json").json == before
    assert three.ok("redo").out == "redone: sent to Bo Diaz\n"
    assert state(three, 2) == "sent"
    three.ok("undo")
    assert three.ok("send", "--resend", "2").out == "the message to bo@globex.example is queued again\n"
    assert three.ok("undo").out == "undone: the message to bo@globex.example is queued again\n"
    assert state(three, 2) == "unknown"
    three.ok("redo")
    assert state(three, 2) == "queued"
    assert three("send") == (0, "sent to Bo Diaz\n", "")
    assert taken(box, ADDRESSES[1]) == 2


def test_what_was_sent_again_is_not_called_back_by_an_undo(three: Shell, box: Postbox) -> None:
    lost(three, box)
    three.ok("send", "--resend", "2")
    assert three("send") == (0, "sent to Bo Diaz\n", "")
    for _ in range(4):
        three.ok("undo")
        assert state(three, 2) == "sent"
    assert taken(box, ADDRESSES[1]) == 2


def test_what_may_have_gone_is_shown_is_dropped_and_is_said_where_one_writes_beside_it(
    three: Shell, box: Postbox
) -> None:
    lost(three, box)
    shown = three.ok("message", "bo", "--show")
    assert shown.lines[:2] == ["To: bo@globex.example", "Subject: The quote"]
    assert shown.lines[-1] == UNKNOWN_SAID
    assert state(three, 2) == "unknown", "to look at it changes nothing"
    beside = three.ok("message", "bo", "--text", "Did you get it?", "--reviewed")
    assert beside.err == f"beside this one, {UNKNOWN_SAID}\n"
    three.ok("message", "bo", "--drop")
    assert [one["state"] for one in three.ok("messages", "--json").json["messages"]] == ["unknown"]
    three.ok("message", "bo", "--drop")
    assert three.ok("messages", "--json").json["messages"] == []


class KilledError(BaseException):
    """The process was killed."""


def killed(*_: object) -> None:
    """Be killed."""
    raise KilledError


@pytest.fixture
def cut_short(three: Shell, box: Postbox, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Return the shell after a sender was killed while it handed the first message in."""
    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "send", killed)
        with pytest.raises(KilledError):
            three("send")
    assert box.taken == []
    return three


def test_one_whose_sender_was_killed_is_unknown_everywhere_at_once(cut_short: Shell) -> None:
    words = "it may have been sent Wed 18 Mar 09:30: the server did not answer"
    assert state(cut_short, 1) == "unknown"
    for asked in (("messages",), ("show", "ann"), ("morning",)):
        assert words in cut_short.ok(*asked).out
    assert cut_short.ok("morning", "--json").json["messages"][0]["state"] == "unknown"


def test_one_whose_sender_was_killed_can_be_settled_at_once(cut_short: Shell) -> None:
    cut_short.ok("send", "--mark-sent", "1")
    cut_short.ok("undo")
    assert state(cut_short, 1) == "unknown"
    cut_short.ok("send", "--resend", "1")
    assert state(cut_short, 1) == "queued"


def test_one_that_is_being_sent_at_this_moment_is_left_alone(cut_short: Shell) -> None:
    with alone(paths.sending(cut_short.book)):
        assert state(cut_short, 1) == "sending"
        for command in (("send", "--mark-sent", "1"), ("send", "--resend", "1")):
            said = cut_short(*command)
            assert (said.code, said.err) == (2, "fuyu: that message is being sent at this moment\n")
    assert state(cut_short, 1) == "unknown"


def test_who_looks_whether_somebody_sends_keeps_nobody_from_sending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "state" / "sending.lock"
    assert not is_held(lock), "nobody ever did"
    with alone(lock):
        assert is_held(lock)
    assert not is_held(lock)
    looks = lock.open()
    fcntl.flock(looks, fcntl.LOCK_SH)
    monkeypatch.setattr("fuyu.features.messages.sending.time.sleep", lambda _seconds: looks.close())
    with alone(lock):
        assert looks.closed, "it was waited for"


def test_the_plan_of_the_day_begins_its_messages_with_those_that_may_have_gone(three: Shell, box: Postbox) -> None:
    lost(three, box)
    three.ok("message", "ann", "--text", "A draft")
    three.ok("add", "Di Marsh", "--email", "di@acme.example")
    three.ok("message", "di", "--text", "A draft")
    told = three.ok("morning", "--json").json["messages"]
    assert [one["state"] for one in told] == ["unknown", "needs_review", "needs_review"]


def test_a_server_that_is_gone_leaves_everything_queued_and_says_so(three: Shell, box: Postbox) -> None:
    box.answers("greeting", breaks_off)
    said = three("send")
    assert (said.code, said.out) == (3, "")
    assert said.err == "fuyu: 127.0.0.1 was not reached: the connection broke; everything stays queued\n"
    assert "queued, fuyu send sends it now: The quote" in three.ok("show", "bo").out


def test_a_recipient_with_another_alphabet_stops_none_of_the_others(fuyu: Shell, box: Postbox) -> None:
    people = {"Ann": "info@müller.example", "Jo": "jörg@x.example", "Bo": "bo@x.example"}
    for name, address in people.items():
        fuyu.ok("add", name, "--email", address)
    fuyu.ok("message", "ann", "--subject", "Größe", "--text", "Hallo", "--reviewed")
    said = fuyu("message", "jo", "--subject", "Größe", "--text", "Hallo", "--reviewed")
    assert said.code == 2
    assert "most mail servers take no address like “jörg@”: use another" in said.err
    fuyu.ok("message", "bo", "--subject", "Hi", "--text", "Hi", "--reviewed")
    assert fuyu("send") == (0, "sent to Ann\nsent to Bo\n", "")
    assert [to for to, _ in box.taken] == ["info@xn--mller-kva.example", "bo@x.example"]

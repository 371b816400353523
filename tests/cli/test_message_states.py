"""Every state of a message, reached at a real mail server: what one reads then, and what one does next."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from fuyu.cli import post
from fuyu.interop.mail import Outbox
from tests.cli.conftest import Shell, begin
from tests.interop.postbox import Answer, Postbox, breaks_off, postbox
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


UNKNOWN_SAID = (
    "nobody knows whether message 2 to bo@globex.example went: look into your sent mail, then "
    "fuyu send --mark-sent 2, or --resend 2"
)
UNKNOWN_SHOWN = "unknown whether it went: look into your sent mail, then fuyu send --mark-sent 2, or --resend 2"


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
        monkeypatch.setattr(post, "Outbox", partial(Outbox, patience=SOON))
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

"""Calendar servers that lie, stall, swamp, or send elsewhere: words, exit code 3, and nobody's name told to anyone."""

import gzip
import hashlib
import re
import ssl
import tracemalloc
from base64 import b64encode
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import trustme

from fuyu import paths
from fuyu.errors import ServerError
from fuyu.features.calendar import collection
from fuyu.features.calendar.collection import Collection
from fuyu.features.calendar.pushing import record_of
from tests.cli.conftest import Said, Shell
from tests.features.calendar.davs import EMPTY, ETAGS, ONE, Answering, Asked, said, serving
from tests.listening import Line, listening

pytestmark = pytest.mark.slow

SOON = 1.0
"""Seconds that a server may take which a test lets hang."""
PRIVATE = ("Ann", "Zoë", "Sakura", "secret", b64encode(b"ann:secret").decode())
"""What stands in the book, and the password, also as Basic says it."""
SPACES = b" " * 65_536


def settings(url: str) -> None:
    paths.config().parent.mkdir(parents=True, exist_ok=True)
    text = f'[calendar]\nurl = "{url}"\nuser = "ann"\npassword_command = ["echo", "secret"]\n'
    paths.config().write_text(text)


def push(fuyu: Shell, answer: Answering) -> Said:
    """Push to a server that answers so; where that fails, it must be in words that tell nothing."""
    with serving(answer) as (_, url):
        settings(url)
        done = fuyu("calendar", "--push")
    assert done.err == "" or (done.err.count("\n") == 1 and len(done.err) < 300)
    assert not any(private in done.err for private in PRIVATE)
    assert "\x1b" not in done.err
    return done


def always(answer: bytes) -> Answering:
    return lambda _asked, _line: answer


def listing(body: bytes, *headers: str) -> Answering:
    return always(said("207 Multi-Status", body, *headers))


def for_ever(head: bytes, part: bytes) -> Answering:
    def answer(_asked: Asked, line: Line) -> None:
        if line.say(head):
            line.say_for_ever(part)

    return answer


def slowly(words: bytes, at_once: bytes = b"") -> Answering:
    def answer(_asked: Asked, line: Line) -> None:
        line.say(at_once)
        line.drip(words, SOON / 4)

    return answer


def broken_off(words: bytes) -> Answering:
    def answer(_asked: Asked, line: Line) -> None:
        line.say(words)

    return answer


def hang(_asked: Asked, line: Line) -> None:
    line.hang()


def hang_up(_asked: Asked, _line: Line) -> None:
    return None


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HEAD = b"HTTP/1.1 207 Multi-Status\r\n"
CHUNKS = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
WRONG: dict[str, tuple[Answering, str]] = {
    "no status": (always(b"what?\r\n\r\n"), "does not answer as a calendar server"),
    "a strange status": (always(b"HTTP/1.1 \xff\x1b[2J\r\n\r\n"), "does not answer as a calendar server"),
    "nothing": (hang_up, "cannot be reached"),
    "broken off in its headers": (broken_off(HEAD[:-5]), "does not answer"),
    "broken off in its body": (
        broken_off(said("207 Multi-Status", EMPTY)[:-5]),
        "does not answer as a calendar server",
    ),
    "no XML": (listing(b"<html>hello"), "cannot be read"),
    "broken XML": (listing(ETAGS[:-5]), "cannot be read"),
    "an empty list": (listing(b""), "cannot be read"),
    "bytes": (listing(bytes(range(256))), "cannot be read"),
    "a charset of its own": (listing(b'<?xml version="1.0" encoding="idna"?><a/>'), "cannot be read"),
    "an entity bomb": (
        listing(f'<!DOCTYPE l [<!ENTITY l0 "ha">{LAUGHS}]><l>&l9;</l>'.encode()),
        "cannot be read",
    ),
    "a foreign entity": (
        listing(b'<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&x;</l>'),
        "cannot be read",
    ),
    "a deep one": (listing(b"<a>" * 100_000), "cannot be read"),
    "a long address": (listing(ETAGS % (ONE % (b"a" * 100_000, b"1"))), "cannot be read"),
    "a version that is a header": (listing(ETAGS % (ONE % (b"/a.ics", b"1&#13;&#10;X: y"))), "cannot be read"),
    "an address that is none": (listing(ETAGS % (ONE % (b"http://[", b"1"))), "cannot be read"),
    "a packed one": (listing(gzip.compress(EMPTY), "Content-Encoding: gzip"), "packs its answers (gzip)"),
    "a failure": (always(said("500 \x1b[31mOh", b"no")), "answers 500"),
    "too many asking": (always(said("429 Slow down", b"", "Retry-After: 99999")), "answers 429"),
    "no right": (always(said("403 No")), "does not let you in"),
    "moved nowhere": (always(said("307 Moved")), "sends on to nowhere"),
    "moved to another program": (always(said("302 Moved", b"", "Location: file:///etc/passwd")), "sends on to file://"),
    "moved to nonsense": (always(said("302 Moved", b"", "Location: http://[")), "does not answer"),
    "moved in a circle": (always(said("301 Moved", b"", "Location: .")), "without an end"),
    "a long one": (
        always(b"HTTP/1.1 207 Multi-Status\r\nContent-Length: 1500000000\r\n\r\n"),
        "more than can be right",
    ),
    "one without an end": (for_ever(HEAD + b"\r\n<a>", SPACES), "more than can be right"),
    "chunks without an end": (for_ever(CHUNKS, b"10000\r\n%s\r\n" % SPACES), "more than can be right"),
    "a failure without an end": (for_ever(b"HTTP/1.1 500 Oh\r\n\r\n", SPACES), "more than can be right"),
    "headers without an end": (for_ever(HEAD, b"A: b\r\n"), "does not answer"),
    "a header without an end": (for_ever(HEAD + b"A: ", SPACES), "does not answer"),
}
LATE: dict[str, Answering] = {
    "silence": hang,
    "a byte now and then": slowly(HEAD * 10),
    "a body now and then": slowly(b"1\r\na\r\n" * 100, at_once=CHUNKS),
    "go on, for ever": for_ever(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "a tail without an end": for_ever(CHUNKS + b"5\r\n<a>  \r\n0\r\n", b"A: b\r\n" * 100),
}


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read less of a list than there may be in earnest."""
    monkeypatch.setattr(collection, "_LONGEST", 5_000_000)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for no server for long."""
    monkeypatch.setattr(collection, "Collection", partial(Collection, patience=SOON))


@pytest.mark.parametrize(("answer", "words"), WRONG.values(), ids=WRONG)
def test_an_answer_that_cannot_be_right_is_a_sentence(morning: Shell, answer: Answering, words: str) -> None:
    done = push(morning, answer)
    assert (done.code, done.out) == (3, "")
    assert words in done.err


@pytest.mark.parametrize("answer", LATE.values(), ids=LATE)
@pytest.mark.usefixtures("impatient")
def test_an_answer_that_never_ends_is_not_waited_for(morning: Shell, answer: Answering) -> None:
    done = push(morning, answer)
    assert (done.code, done.out) == (3, "")
    assert done.err == "fuyu: 127.0.0.1 takes too long\n"


def test_all_answers_together_have_an_end_and_the_next_push_goes_on(
    morning: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    there: list[str] = []
    may_hang = True

    def answer(asked: Asked, line: Line) -> bytes | None:
        if asked.method == "PROPFIND":
            listed = b"".join(ONE % (path.encode(), b'"1"') for path in there)
            return said("207 Multi-Status", ETAGS % listed)
        if may_hang and len(there) == 2:
            line.hang()
            return None
        there.append(asked.path)
        return said("201 Created", b"", 'ETag: "1"')

    with serving(answer) as (_, url):
        settings(url)
        with monkeypatch.context() as patched:
            patched.setattr(collection, "Collection", partial(Collection, whole=SOON))
            assert morning("calendar", "--push") == Said(3, "", "fuyu: 127.0.0.1 takes too long\n")
        before, may_hang = len(there), False
        assert morning.ok("calendar", "--push").out == f"{4 - before} events sent, 0 deleted\n"
    assert len(set(there)) == len(there) == 4


def test_a_list_without_an_end_is_not_kept() -> None:
    for answer, _ in (WRONG["one without an end"], WRONG["a long one"], WRONG["a failure without an end"]):
        with serving(answer) as (_, url), Collection(url, "", "") as there:
            tracemalloc.start()
            try:
                with pytest.raises(ServerError):
                    there.etags()
                assert tracemalloc.get_traced_memory()[1] < 4_000_000
            finally:
                tracemalloc.stop()


def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    with serving(listing(bomb, "Content-Encoding: gzip")) as (dav, url), Collection(url, "", "") as there:
        with pytest.raises(ServerError, match="packs its answers"):
            there.etags()
        assert dav.asked[0].headers["accept-encoding"] == "identity"


def lets_in(asked: Asked, *offers: str) -> bytes | None:
    """Return the refusal that asks who is there; None where it was said."""
    if "authorization" in asked.headers:
        return None
    return said("401 Who?", b"", *(f"WWW-Authenticate: {offer}" for offer in offers))


@pytest.mark.parametrize("status", ["301", "302", "307", "308"])
def test_nothing_is_told_to_another_server(morning: Shell, status: str) -> None:
    with serving(listing(EMPTY)) as (other, elsewhere):

        def answer(asked: Asked, _line: Line) -> bytes:
            return lets_in(asked, "Basic") or said(f"{status} Moved", b"", f"Location: {elsewhere}")

        done = push(morning, answer)
        assert done.code == 3
        assert f"sends on to {elsewhere.partition('/ann')[0]}; nothing goes there" in done.err
        assert other.asked == []


def test_an_event_is_not_told_to_another_server_either(morning: Shell) -> None:
    with serving(always(said("201 Created"))) as (other, elsewhere):

        def answer(asked: Asked, _line: Line) -> bytes:
            if asked.method == "PROPFIND":
                return said("207 Multi-Status", EMPTY)
            return said("307 Moved", b"", f"Location: {elsewhere}")

        assert push(morning, answer).code == 3
        assert other.asked == []


def test_what_is_private_does_not_leave_tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    heard: list[bytes] = []
    clear: list[bytes] = []

    def talk(line: Line) -> None:
        with context.wrap_socket(line.sock, server_side=True) as private:
            asked = private.recv(65_536)
            while b"</propfind>" not in asked:
                asked += private.recv(65_536)
            heard.append(asked)
            private.sendall(said("307 Moved", b"", f"Location: http://127.0.0.1:{port}/ann/"))

    with listening(lambda line: clear.append(line.hear())) as port, listening(talk) as private:
        url = f"https://127.0.0.1:{private}/ann/"
        with Collection(url, "ann", "secret") as there, pytest.raises(ServerError, match="certificate verify failed"):
            there.etags()
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        with Collection(url, "ann", "secret") as there, pytest.raises(ServerError, match="nothing goes there"):
            there.etags()
    assert [one.split(b" ")[0] for one in heard] == [b"PROPFIND"]
    assert clear == []


def test_a_server_may_send_on_to_another_place_on_itself(morning: Shell) -> None:
    def answer(asked: Asked, _line: Line) -> bytes:
        if asked.path.startswith("/ann"):
            return said("308 Moved", b"", f"Location: /moved{asked.path}")
        return said("207 Multi-Status", EMPTY) if asked.method == "PROPFIND" else said("201 Created", b"", 'ETag: "1"')

    assert push(morning, answer).out == "4 events sent, 0 deleted\n"


@pytest.mark.parametrize(
    ("offers", "names"),
    [
        (["Negotiate"], "negotiate"),
        (["Negotiate YII=", "NTLM"], "negotiate, ntlm"),
        (['Digest realm="x", nonce="y", algorithm=WHIRLPOOL'], "digest"),
        (['Digest realm="x", nonce="y", qop="auth-int"'], "digest"),
        (["Bearer \x1b[31m"], "bearer"),
    ],
)
def test_a_login_that_nobody_here_knows_is_said(morning: Shell, offers: list[str], names: str) -> None:
    done = push(morning, lambda asked, _line: lets_in(asked, *offers))
    assert done.code == 3
    assert f"asks for a login by {names}" in done.err


@pytest.mark.parametrize("offers", [(), ("",), (",,==",), ('"' * 9999,), ('Basic realm="x"',), ('Digest nonce="x"',)])
def test_a_server_that_lets_nobody_in_is_not_asked_for_ever(morning: Shell, offers: tuple[str, ...]) -> None:
    asked: list[Asked] = []

    def answer(one: Asked, _line: Line) -> bytes:
        asked.append(one)
        return said("401 Who?", b"", *(f"WWW-Authenticate: {offer}" for offer in offers))

    done = push(morning, answer)
    assert done.code == 3
    assert "let you in" in done.err or "asks for a login" in done.err
    assert len(asked) <= 2
    assert all("authorization" not in one.headers for one in asked[:1])


def test_without_an_offer_a_password_is_told_to_nobody_in_the_clear(morning: Shell) -> None:
    with serving(always(said("401 Who?"))) as (dav, url):
        settings(url)
        assert morning("calendar", "--push").code == 3
    assert not any("authorization" in asked.headers for asked in dav.asked)


def basic(value: str) -> bool:
    return value == f"Basic {b64encode(b'ann:secret').decode()}"


def digest(hashed: Callable[[bytes], "hashlib._Hash"], asked: Asked) -> bool:
    """Return whether a proof is right, worked out as RFC 7616 has it."""
    fields = {
        name: value.strip('"') for name, value in re.findall(r'(\w+)=("[^"]*"|[^, ]+)', asked.headers["authorization"])
    }

    def of(*parts: str) -> str:
        return hashed(":".join(parts).encode()).hexdigest()

    first = of("ann", "here", "secret")
    if fields.get("algorithm", "").endswith("-sess"):
        first = of(first, fields["nonce"], fields["cnonce"])
    middle = [fields[name] for name in ("nonce", "nc", "cnonce", "qop") if name in fields]
    right = of(first, *middle, of(asked.method, asked.path))
    return (fields["response"], fields["uri"], fields.get("opaque")) == (right, asked.path, "o")


DIGEST = 'Digest realm="here", nonce="n", opaque="o"'
WAYS: dict[str, tuple[list[str], Callable[[Asked], bool]]] = {
    "basic": (['Basic realm="Digest nonce=x"'], lambda asked: basic(asked.headers["authorization"])),
    "basic beside another": (["Negotiate, Basic realm=x"], lambda asked: basic(asked.headers["authorization"])),
    "basic after another": (["Negotiate", "basic"], lambda asked: basic(asked.headers["authorization"])),
    "digest": ([f"Basic, {DIGEST}"], partial(digest, hashlib.md5)),
    "digest for each": ([f'{DIGEST}, qop="auth-int,auth"'], partial(digest, hashlib.md5)),
    "digest by session": ([f'{DIGEST}, qop="auth", algorithm=MD5-sess'], partial(digest, hashlib.md5)),
    "digest anew": ([f'{DIGEST}, qop="auth", algorithm=SHA-256'], partial(digest, hashlib.sha256)),
}


@pytest.mark.parametrize(("offers", "is_right"), WAYS.values(), ids=WAYS)
def test_a_server_that_asks_in_a_way_that_is_known_lets_in(
    morning: Shell, offers: list[str], is_right: Callable[[Asked], bool]
) -> None:
    def answer(asked: Asked, _line: Line) -> bytes:
        if refusal := lets_in(asked, *offers):
            return refusal
        if not is_right(asked):
            return said("403 Wrong")
        return said("207 Multi-Status", EMPTY) if asked.method == "PROPFIND" else said("201 Created", b"", 'ETag: "1"')

    assert push(morning, answer).out == "4 events sent, 0 deleted\n"


def test_a_proof_that_has_become_too_old_is_made_anew(morning: Shell) -> None:
    def answer(asked: Asked, _line: Line) -> bytes:
        if "nc=00000003" in asked.headers.get("authorization", "nc=00000003"):
            return said("401 Old", b"", f'WWW-Authenticate: {DIGEST}, qop="auth", stale=true')
        return said("207 Multi-Status", EMPTY) if asked.method == "PROPFIND" else said("201 Created", b"", 'ETag: "1"')

    assert push(morning, answer).out == "4 events sent, 0 deleted\n"


def test_a_connection_that_was_closed_between_two_events_is_opened_anew(morning: Shell) -> None:
    def answer(asked: Asked, line: Line) -> bytes | None:
        if asked.method == "PROPFIND":
            return said("207 Multi-Status", EMPTY)
        line.say(said("201 Created", b"", 'ETag: "1"', "Connection: close"))
        return None

    assert push(morning, answer).out == "4 events sent, 0 deleted\n"


def test_a_version_that_is_no_header_is_not_kept(morning: Shell) -> None:
    def answer(asked: Asked, _line: Line) -> bytes:
        if asked.method == "PROPFIND":
            return said("207 Multi-Status", EMPTY)
        return said("201 Created", b"", "ETag: \x1b[31m\r\n  folded")

    assert push(morning, answer).out == "4 events sent, 0 deleted\n"
    (record,) = record_of("x").parent.glob("*.json")
    assert "31m" not in record.read_text()


def test_an_event_that_is_too_long_to_be_ours_is_left_as_somebody_elses(morning: Shell) -> None:
    def answer(asked: Asked, _line: Line) -> bytes:
        if asked.method == "PROPFIND":
            return said("207 Multi-Status", EMPTY)
        if asked.method == "GET":
            return said("200 Here", SPACES * 20)
        return said("201 Created", b"", 'ETag: "1"')

    with serving(answer) as (dav, url):
        settings(url)
        morning.ok("calendar", "--push")
        theirs = b"".join(ONE % (asked.path.encode(), b'"2"') for asked in dav.asked if asked.method == "PUT")
        dav._answer = lambda asked, line: (
            said("207 Multi-Status", ETAGS % theirs) if asked.method == "PROPFIND" else answer(asked, line)
        )
        done = morning.ok("calendar", "--push")
    assert done.out == "0 events sent, 0 deleted\n"
    assert done.err.count("changed there, and left as it is") == 4


@pytest.mark.parametrize("url", ["http://127.0.0.1:99999/", "http://127.0.0.1:x/"])
def test_an_address_that_is_none_is_a_sentence(morning: Shell, url: str) -> None:
    settings(url)
    done = morning("calendar", "--push")
    assert (done.code, done.out) == (2, "")
    assert "is an address" in done.err

"""Mail as it came: any encoding, any nonsense, and never more than was read."""

import datetime as dt
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.features.inbox.letters import LONGEST_TEXT, MailHead, as_mail, read_head
from fuyu.features.inbox.rules import Mail, MailKind
from tests.features.inbox.mails import AWAY, BOUNCE, DATE, a_mail

ARRIVED = dt.datetime(2026, 3, 18, 9, 0, tzinfo=dt.UTC)


def taken(content: bytes) -> tuple[Mail, str]:
    """Return a mail and its opening, as they are taken from what came."""
    head, _, text = content.replace(b"\r\n", b"\n").partition(b"\n\n")
    return as_mail(MailHead("1", ARRIVED, head), read_head(head), text[:LONGEST_TEXT])


def headed(kind: str, text: bytes) -> str:
    """Return the opening of a mail whose text is of some kind."""
    return taken(f"From: ann@acme.example\nContent-Type: {kind}\n\n".encode() + text)[1]


def test_a_mail_is_read() -> None:
    mail, opening = taken(a_mail("Jörg Müller <Joerg@xn--mller-kva.example>", number=7))
    assert (mail.kind, mail.addresses, mail.name) == (MailKind.REPLY, ("joerg@xn--mller-kva.example",), "Jörg Müller")
    assert (mail.subject, mail.message_id, opening) == ("Re: Our offer", "<7@acme.example>", "Sounds good.")
    assert mail.at == dt.datetime(2026, 3, 18, 8, 15, tzinfo=dt.UTC)


def test_a_bounce_is_about_whom_it_did_not_reach() -> None:
    assert taken(BOUNCE)[0].addresses == ("ann@acme.example",)
    assert taken(AWAY)[0].kind is MailKind.AWAY


@pytest.mark.parametrize(
    ("header", "senders"),
    [
        (b"Subject: nobody", ()),
        (b"From: ", ()),
        (b"From: undisclosed-recipients:;", ()),
        (b"From: a@x.example, Bo <b@x.example>\nFrom: c@x.example", ("a@x.example", "b@x.example", "c@x.example")),
        (b'From: "ann@acme.example" <eve@x.example>', ("eve@x.example",)),
        (b"From: <ANN@ACME.example>", ("ann@acme.example",)),
        ("From: Jörg <j@müller.example>".encode(), ("j@xn--mller-kva.example",)),
        ("From: Jörg <j@x.example>".encode("latin-1"), ("j@x.example",)),
        (b"From: a\0@x.example", ("a@x.example",)),
        (b"From: " + b"(" * 16_000, ()),
        (b"From: " + b'a,<"(' * 4_000, ()),
        (b"From: " + b"a@x.example," * 5_000, ("a@x.example",)),
    ],
)
def test_whoever_it_is_from(header: bytes, senders: tuple[str, ...]) -> None:
    assert read_head(header).senders == senders


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        (b"=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
        (b"=?iso-8859-1?Q?Gr=FC=DFe?= an =?utf-8?Q?=C3=A9?=", "Grüße an é"),
        (b"=?x-unknown?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("Grüße".encode(), "Grüße"),
        ("Grüße".encode("latin-1"), "Grüße"),
        (b"=?utf-8?B?!!!?= x", "x"),
        (b"two\n lines", "two lines"),
        (b"\x1b[31mred", "[31mred"),
    ],
)
def test_a_subject_in_any_encoding(subject: bytes, words: str) -> None:
    assert taken(b"Subject: " + subject + b"\n\n")[0].subject == words


@pytest.mark.parametrize(
    ("said", "at"),
    [
        (DATE, dt.datetime(2026, 3, 18, 8, 15, tzinfo=dt.UTC)),
        ("Wed, 18 Mar 2026 09:15:00", dt.datetime(2026, 3, 18, 9, 0, tzinfo=dt.UTC)),
        ("Wed, 18 Mar 2026 03:15:00 -0500", dt.datetime(2026, 3, 18, 8, 15, tzinfo=dt.UTC)),
        ("Wed, 18 Mar 2099 08:15:00 +0000", ARRIVED),
        ("Thu, 1 Jan 1970 00:00:00 +0000", ARRIVED),
        ("Mon, 99 Foo 0000 99:99:99 +9999", ARRIVED),
        ("9" * 5_000, ARRIVED),
        ("", ARRIVED),
    ],
)
def test_a_mail_was_written_when_it_says_unless_that_cannot_be(said: str, at: dt.datetime) -> None:
    assert taken(f"Date: {said}\n\n".encode())[0].at == at


@pytest.mark.parametrize(
    ("kind", "text", "opening"),
    [
        ("text/plain; charset=utf-8", "Grüße".encode(), "Grüße"),
        ("text/plain; charset=iso-8859-1", "Grüße".encode("latin-1"), "Grüße"),
        ("text/plain; charset=utf-16", "Grüße".encode("utf-16"), "Grüße"),
        ("text/plain", "Grüße".encode("latin-1"), "Grüße"),
        ("text/plain; charset=us-ascii", "Grüße".encode(), "Grüße"),
        ("text/plain; charset=nonsense", "Grüße".encode(), "Grüße"),
        ("text/plain; charset=zlib_codec", "Grüße".encode(), "Grüße"),
        ("text/plain; charset=utf-8", "Grüße".encode()[:-3], "Grü"),
        (
            "text/html",
            b"<style>p{}</style><p>Hi there,</p><p>fine &amp; good<blockquote>old</blockquote>",
            "Hi there,\n\nfine & good",
        ),
        ("text/html", b"<" * 16_000, "<" * 600 + " …"),
        ("application/pdf", b"%PDF", ""),
        ("multipart/mixed", b"no boundary", ""),
    ],
)
def test_a_text_of_any_kind(kind: str, text: bytes, opening: str) -> None:
    assert headed(kind, text) == opening


def test_the_plain_text_of_several_is_read_also_where_the_rest_was_cut_off() -> None:
    mail = EmailMessage()
    mail["From"] = "ann@acme.example"
    mail.set_content("The plain one: Grüße.\n")
    mail.add_alternative("<p>The page</p>", subtype="html")
    mail.add_attachment(b"x" * 100_000, maintype="application", subtype="octet-stream", filename="x.bin")
    assert taken(mail.as_bytes())[1] == "The plain one: Grüße."


def test_an_attached_text_is_no_opening() -> None:
    mail = EmailMessage()
    mail["From"] = "ann@acme.example"
    mail.add_attachment("secret notes", filename="notes.txt")
    assert taken(mail.as_bytes())[1] == ""


def test_parts_in_parts_without_an_end_are_no_trouble() -> None:
    nest = b"".join(b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (at, at + 1) for at in range(400))
    assert len(headed("multipart/mixed; boundary=b0", nest)) < 100


@given(st.binary(max_size=400), st.binary(max_size=400))
def test_anything_at_all_is_some_mail(head: bytes, text: bytes) -> None:
    mail, opening = as_mail(MailHead("1", ARRIVED, head), read_head(head), text)
    assert mail.at <= ARRIVED
    assert "\x1b" not in mail.subject + opening

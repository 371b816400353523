"""Handing messages in: in the clear to this machine alone, and written so that every server can read them."""

from datetime import UTC, date, datetime
from email import message_from_bytes
from email.headerregistry import AddressHeader
from email.policy import default
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fuyu.domain.address import unfit
from fuyu.domain.message import Message, State
from fuyu.domain.step import Channel
from fuyu.domain.text import clean, clean_line
from fuyu.errors import UsageError
from fuyu.features.messages.channels import way_of
from fuyu.features.messages.mail import _only_here, as_mail, domain_of
from fuyu.features.messages.service import with_message_id
from fuyu.features.messages.settings import MailServer
from tests.hostile import STEERING, STRAY
from tests.test_wire import texts

AT = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
SERVER = MailServer(host="mail.example", sender="Jörg Lee, Acme <jl@müller.example>")
ADDRESSES = st.sampled_from(["ann@acme.example", "a..b@x.example", '"a \\" b, c"@x.example', "info@müller.example"])


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_a_server_on_this_machine_may_be_told_in_the_clear(host: str) -> None:
    _only_here(MailServer(host=host, sender="ann@acme.example", security="none"))


@pytest.mark.parametrize("host", ["mail.example", "192.0.2.1", "localhost.example", ""])
def test_another_machine_is_told_in_the_clear_never(host: str) -> None:
    with pytest.raises(UsageError, match="set security to tls or starttls"):
        _only_here(MailServer(host=host, sender="ann@acme.example", security="none"))
    _only_here(MailServer(host=host, sender="ann@acme.example", security="starttls"))


@given(to=ADDRESSES, subject=texts, text=texts, message_id=texts)
@example("ann@acme.example", "hello\r\nBcc: all@acme.example\r\n\r\nspam", STRAY, STRAY)
def test_whatever_a_book_says_is_a_mail_to_one_in_seven_bits(to: str, subject: str, text: str, message_id: str) -> None:
    assert not unfit(to)
    fields: dict[str, Any] = {"to": to, "subject": subject, "text": text, "message_id": message_id}
    made = Message(id=1, lead=1, at=AT, day=date(2026, 3, 18), state=State.QUEUED, **fields)
    content = as_mail(with_message_id(made, domain_of(SERVER)), SERVER, AT).as_bytes()
    assert content.isascii()
    read = message_from_bytes(content, policy=default)
    assert {name for name, _ in read.items()} <= {
        *("From", "To", "Subject", "Date", "Message-ID", "MIME-Version"),
        *("Content-Type", "Content-Transfer-Encoding"),
    }
    for name, count in (("To", 1), ("From", 1)):
        header = read[name]
        assert isinstance(header, AddressHeader)
        assert len(header.addresses) == count
    assert read["From"].addresses[0].display_name == "Jörg Lee, Acme"


@given(text=st.text(max_size=20) | st.sampled_from([*STEERING, STRAY]))
def test_a_link_to_a_mail_program_is_clean_and_has_a_line_end_in_its_text_alone(text: str) -> None:
    way = way_of(Channel.EMAIL, text, text, text)
    assert way is not None
    link = urlsplit(way.address)
    said = parse_qs(link.query, keep_blank_values=True)
    assert clean(link.geturl()) == link.geturl()
    assert "%0A" not in link.path + said["subject"][0]
    assert said["subject"][0] == clean_line(text)
    assert said["body"][0] == clean(text).replace("\n", "\r\n")

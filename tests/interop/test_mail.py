"""Handing messages in: in the clear to this machine alone."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec import convert
from msgspec.structs import replace

from fuyu.config import MailServer
from fuyu.domain.message import Message, as_mailto
from fuyu.domain.text import clean, clean_line
from fuyu.errors import UsageError
from fuyu.interop.mail import _only_here, as_mail
from tests.hostile import STEERING, STRAY, document

NOW = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
SERVER = MailServer(host="mail.example", sender="ann@acme.example")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_a_server_on_this_machine_may_be_told_in_the_clear(host: str) -> None:
    _only_here(MailServer(host=host, sender="ann@acme.example", security="none"))


@pytest.mark.parametrize("host", ["mail.example", "192.0.2.1", "localhost.example", ""])
def test_another_machine_is_told_in_the_clear_never(host: str) -> None:
    with pytest.raises(UsageError, match="set security to tls or starttls"):
        _only_here(MailServer(host=host, sender="ann@acme.example", security="none"))
    _only_here(MailServer(host=host, sender="ann@acme.example", security="starttls"))


@settings(deadline=None)
@given(text=st.text(max_size=20) | st.sampled_from(STEERING))
@example(text=STRAY)
@example(text="hello\r\nBcc: all@acme.example\r\n\r\nspam")
def test_no_text_of_a_message_makes_another_header(text: str) -> None:
    message = replace(convert(document(Message, text), Message), to="bo@x.example", message_id="<1@acme.example>")
    sent = message_from_bytes(as_mail(message, SERVER, NOW).as_bytes(policy=SMTP), policy=SMTP)
    headers = ["From", "To", "Subject", "Date", "Message-ID"]
    assert [name for name in sent if not name.startswith(("Content", "MIME"))] == headers
    assert clean_line(sent["Subject"]) == clean_line(text)


@settings(deadline=None)
@given(text=st.text(max_size=20) | st.sampled_from([*STEERING, STRAY]))
def test_a_link_to_a_mail_program_is_clean_and_has_a_line_end_in_its_text_alone(text: str) -> None:
    link = urlsplit(as_mailto(text, text, text))
    said = parse_qs(link.query, keep_blank_values=True)
    assert clean(link.geturl()) == link.geturl()
    assert "%0A" not in link.path + said["subject"][0]
    assert said["subject"][0] == clean_line(text)
    assert said["body"][0] == clean(text).replace("\n", "\r\n")

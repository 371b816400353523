"""Handing messages in: in the clear to this machine alone."""

import pytest

from fuyu.config import MailServer
from fuyu.errors import UsageError
from fuyu.interop.mail import _only_here


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_a_server_on_this_machine_may_be_told_in_the_clear(host: str) -> None:
    _only_here(MailServer(host=host, sender="ann@acme.example", security="none"))


@pytest.mark.parametrize("host", ["mail.example", "192.0.2.1", "localhost.example", ""])
def test_another_machine_is_told_in_the_clear_never(host: str) -> None:
    with pytest.raises(UsageError, match="set security to tls or starttls"):
        _only_here(MailServer(host=host, sender="ann@acme.example", security="none"))
    _only_here(MailServer(host=host, sender="ann@acme.example", security="starttls"))

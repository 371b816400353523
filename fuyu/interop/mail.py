"""Handing a message to a mail server, so that afterwards it is known whether the server took it."""

import smtplib
import ssl
from contextlib import ExitStack, closing
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from ipaddress import ip_address

from fuyu.config import MailServer
from fuyu.domain.cleaning import cleaned
from fuyu.domain.message import Message
from fuyu.errors import UsageError

_TAKEN, _GO_ON = 250, 354
_WIRE = SMTP
_PATIENCE = 30.0
"""Seconds a server may be silent."""


class NotTakenError(Exception):
    """The server said no, or was not reached: it has surely not taken the message."""


class UnsureError(Exception):
    """The server fell silent after the message was out: it may have taken it, or not."""


def as_mail(message: Message, server: MailServer, at: datetime) -> EmailMessage:
    """Return a message as it goes over the wire (RFC 5322); no text in it begins another header."""
    message = cleaned(message)
    mail = EmailMessage()
    mail["From"] = server.sender
    mail["To"] = message.to
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message.message_id
    mail.set_content(message.text + "\n")
    return mail


class Outbox:
    """An open connection to the server."""

    def __init__(self, server: MailServer, password: str) -> None:
        """Connect and log in.

        Raises:
            NotTakenError: the server is not reached, or does not let us in.
        """
        self._server = server
        context = ssl.create_default_context()
        with ExitStack() as opened:
            try:
                self._smtp = opened.enter_context(closing(_connected(server, context)))
                if server.security == "starttls":
                    self._smtp.starttls(context=context)
                self._smtp.ehlo_or_helo_if_needed()
                if server.user:
                    self._smtp.login(server.user, password)
            except (OSError, smtplib.SMTPException) as error:
                raise NotTakenError(_words(error)) from error
            opened.pop_all()

    def send(self, message: Message, at: datetime) -> None:
        """Hand one message in; on return the server has taken it.

        Raises:
            NotTakenError: it has not.
            UnsureError: nobody knows.
        """
        content = as_mail(message, self._server, at).as_bytes(policy=_WIRE)
        try:
            self._smtp.rset()
            _expect(self._smtp.mail(self._server.address), _TAKEN)
            _expect(self._smtp.rcpt(message.to), _TAKEN)
            _expect(self._smtp.docmd("DATA"), _GO_ON)
        except (OSError, smtplib.SMTPException) as error:
            raise NotTakenError(_words(error)) from error
        try:
            self._smtp.send(_dotted(content))
            code, said = self._smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise UnsureError(_words(error)) from error
        if code != _TAKEN:
            raise NotTakenError(f"{code} {said.decode('utf-8', 'replace')}")

    def close(self) -> None:
        """Say goodbye; a server that does not answer is left."""
        try:
            self._smtp.quit()
        except (OSError, smtplib.SMTPException):
            self._smtp.close()


def _connected(server: MailServer, context: ssl.SSLContext) -> smtplib.SMTP:
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=_PATIENCE, context=context)
    _only_here(server)
    return smtplib.SMTP(server.host, server.port, timeout=_PATIENCE)


def _dotted(content: bytes) -> bytes:
    """Return the text as the wire wants it (RFC 5321, 4.5.2): a dot before a dot, and one at the end."""
    lines = content.split(b"\r\n")
    if lines[-1] == b"":
        lines.pop()
    return b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines) + b"\r\n.\r\n"


def _expect(reply: tuple[int, bytes], wanted: int) -> None:
    code, said = reply
    if code != wanted:
        raise NotTakenError(f"{code} {said.decode('utf-8', 'replace')}")


def _only_here(server: MailServer) -> None:
    """Refuse to send in the clear to another machine."""
    if server.security == "none":
        try:
            here = server.host == "localhost" or ip_address(server.host).is_loopback
        except ValueError:
            here = False
        if not here:
            raise UsageError(f"{server.host} is another machine: set security to tls or starttls")


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__

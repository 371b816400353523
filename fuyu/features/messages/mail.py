"""Handing a message to a mail server, so that afterwards it is known whether the server took it."""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from fuyu.domain.address import AddressError, beyond_ascii, on_the_wire
from fuyu.domain.cleaning import cleaned
from fuyu.domain.message import Message
from fuyu.domain.text import clean_line
from fuyu.errors import UsageError
from fuyu.features.messages.settings import MailServer
from fuyu.wire import TROUBLE, TimeLeft, is_this_machine, readable, reader, trouble

_GO_ON, _TAKEN = 3, 2
"""What a reply begins with (RFC 5321, 4.2.1)."""
_REFUSED = (4, 5)
_PATIENCE = 30.0
"""Seconds a server may take for one reply, to its last byte."""
_MOST = 65_536
"""Bytes of one reply; a greeting with all its extensions has less than a thousand."""


class NotTakenError(Exception):
    """The server said no, or the connection broke before the message was out: it has surely not been taken."""


class NotReachedError(NotTakenError):
    """The server is not there, or does not let us in: no message will be taken now."""


class UnsureError(Exception):
    """The server fell silent after the message was out: it may have taken it, or not."""


def as_mail(message: Message, server: MailServer, at: datetime) -> EmailMessage:
    """Return a message as it goes over the wire (RFC 5322); no text in it begins another header.

    Raises:
        AddressError: it is not for one address, or not from one.
    """
    message = cleaned(message)
    utf8 = beyond_ascii(message.to) or beyond_ascii(server.address)
    mail = EmailMessage(policy=SMTP.clone(utf8=utf8, cte_type="7bit"))  # not every server takes eight bits
    name = clean_line(server.sender.rpartition("<")[0]).strip('"')
    mail["From"] = Address(name, *_parts(server.address))
    mail["To"] = Address("", *_parts(message.to))
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message.message_id
    mail.set_content(message.text + "\n")
    return mail


def domain_of(server: MailServer) -> str:
    """Return the domain that messages come from, in ASCII."""
    return _parts(server.address)[1]


class Outbox:
    """A way to the server, opened when it is first needed, and anew where it broke."""

    def __init__(self, server: MailServer, password: Callable[[], str], patience: float = _PATIENCE) -> None:
        """Prepare it; the server is not asked anything yet.

        Args:
            server: where messages are handed in.
            password: asks for the password, once a connection is there to use it on.
            patience: seconds the server may take for one reply.
        """
        self._server = server
        self._password = password
        self._patience = patience
        self._smtp: smtplib.SMTP | None = None
        self._waits_for_text = False

    def open(self) -> None:
        """Be connected and logged in, on a connection that is known to answer.

        Raises:
            NotReachedError: the server is not there, or does not let us in.
        """
        if self._waits_for_text:
            self.drop()
        if self._smtp is not None:
            try:
                _expect(self._smtp.docmd("RSET"), _TAKEN)
            except (NotTakenError, *TROUBLE):
                self.drop()
        if self._smtp is None:
            self._smtp = self._opened()

    def offer(self, message: Message, at: datetime) -> bytes:
        """Ask the server whether it takes a message, and return what `send` is to hand in; nothing of it is out yet.

        Raises:
            NotTakenError: the server does not; or the message cannot go, to anybody.
        """
        smtp = self._open_one()
        try:
            to, sender = on_the_wire(message.to), on_the_wire(self._server.address)
            content = as_mail(message, self._server, at).as_bytes()
            foreign = next((one for one in (to, sender) if beyond_ascii(one)), "")
            if foreign and not smtp.has_extn("smtputf8"):
                raise NotTakenError(f"it takes no address like “{readable(foreign)}” (it does not offer SMTPUTF8)")
            _expect(smtp.mail(f"<{sender}>", ["SMTPUTF8"] if foreign else []), _TAKEN)
            _expect(smtp.rcpt(f"<{to}>"), _TAKEN)
            self._waits_for_text = True
            _expect(smtp.docmd("DATA"), _GO_ON)
        except AddressError as error:
            raise NotTakenError(str(error)) from error
        except TROUBLE as error:
            self.drop()
            raise NotTakenError(_words(error)) from error
        return _dotted(content)

    def send(self, content: bytes) -> None:
        """Hand a message in that was offered; on return the server has taken it.

        Raises:
            NotTakenError: it has not.
            UnsureError: nobody knows.
        """
        smtp = self._open_one()
        try:
            smtp.send(content)
            smtp.send(b".\r\n")  # a server that does not see this line has no message
        except TROUBLE as error:
            self.drop()
            raise NotTakenError(_words(error)) from error
        try:
            code, said = smtp.getreply()
        except TROUBLE as error:
            self.drop()
            raise UnsureError(_words(error)) from error
        self._waits_for_text = False
        if code // 100 in _REFUSED:
            raise NotTakenError(f"{code} {readable(said)}")
        if code // 100 != _TAKEN:
            self.drop()
            raise UnsureError(readable(said))

    def drop(self) -> None:
        """Leave the server where the talk is, without a word: what it was not handed whole it will not take."""
        if self._smtp is not None:
            self._smtp.close()
        self._smtp, self._waits_for_text = None, False

    def close(self) -> None:
        """Say goodbye, unless the server waits for a text; one that does not answer is left."""
        if self._smtp is not None and not self._waits_for_text:
            with suppress(*TROUBLE):
                self._smtp.quit()
        self.drop()

    def _open_one(self) -> smtplib.SMTP:
        if self._smtp is None:
            raise NotTakenError("the connection broke")
        return self._smtp

    def _opened(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        smtp = _Talk(self._server, context, self._patience)
        try:
            _expect(smtp.connect(self._server.host, self._server.port), _TAKEN)
            if self._server.security == "starttls":
                _expect(smtp.starttls(context=context), _TAKEN)
            smtp.ehlo_or_helo_if_needed()
            if self._server.user:
                _log_in(smtp, self._server.user, self._password())
        except (NotTakenError, *TROUBLE) as error:
            smtp.close()
            raise NotReachedError(_words(error)) from error
        except BaseException:
            smtp.close()
            raise
        return smtp


class _Talk(smtplib.SMTP):
    """The library's client, with an end to each reply: in time, and in length."""

    def __init__(self, server: MailServer, context: ssl.SSLContext, patience: float) -> None:
        _only_here(server)
        super().__init__(timeout=patience)
        self._host = server.host  # the library's own, which starttls looks for
        self._tls = context if server.security == "tls" else None
        self._patience = patience
        self._clock = TimeLeft(patience)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = socket.create_connection((host, port), timeout)
        try:
            return self._tls.wrap_socket(plain, server_hostname=host) if self._tls else plain
        except BaseException:
            plain.close()
            raise

    def getreply(self) -> tuple[int, bytes]:
        self._clock.restart()
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("the connection broke")
        if self.file is not None:
            self.file.close()
        self.file = reader(self.sock, self._clock, _MOST)
        reply = super().getreply()
        self.sock.settimeout(self._patience)  # what is said next has its own time
        return reply


def _log_in(smtp: smtplib.SMTP, user: str, password: str) -> None:
    try:
        smtp.login(user, password)
    except UnicodeError:  # its own words have letters of the password in them
        raise NotReachedError("the user or the password has letters that no mail server takes") from None


def _parts(address: str) -> tuple[str, str]:
    """Return what is before the @ of an address, without quotes, and the domain in ASCII."""
    local, _, domain = on_the_wire(address).rpartition("@")
    return re.sub(r"\\(.)", r"\1", local[1:-1]) if local.startswith('"') else local, domain


def _dotted(content: bytes) -> bytes:
    """Return the text as the wire wants it (RFC 5321, 4.5.2): a dot before a dot; the last one is not there yet."""
    lines = content.split(b"\r\n")
    if lines[-1] == b"":
        lines.pop()
    return b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines) + b"\r\n"


def _expect(reply: tuple[int, bytes], wanted: int) -> None:
    code, said = reply
    if code // 100 != wanted:
        raise NotTakenError(f"{code} {readable(said)}" if code > 0 else "it does not answer as a mail server does")


def _only_here(server: MailServer) -> None:
    """Refuse to send in the clear to another machine."""
    if server.security == "none" and not is_this_machine(server.host):
        raise UsageError(f"{server.host} is another machine: set security to tls or starttls")


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {readable(error.smtp_error)}"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return trouble(error.__context__) if isinstance(error.__context__, OSError) else "the connection broke"
    return trouble(error)

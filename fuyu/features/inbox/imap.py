"""A folder on an IMAP server (RFC 3501), looked at in time and in measure, whatever the server says.

The library's own client has no end in time for a whole talk, and holds as much as a server says a text is long; each
place where it reads is one it lets others define.
"""

import re
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from imaplib import IMAP4, Internaldate2tuple
from io import BufferedReader
from socket import create_connection, socket
from time import mktime

from fuyu.errors import ServerError, UsageError
from fuyu.features.inbox.letters import HEADERS, LONGEST_HEAD, LONGEST_TEXT, MailHead
from fuyu.features.inbox.mailbox import Position
from fuyu.features.inbox.settings import Inbox
from fuyu.wire import TROUBLE, TimeLeft, TooMuchError, is_this_machine, readable, reader, wrong_with

_PATIENCE, _WHOLE = 20.0, 60.0
"""Seconds for an answer, to its last byte, and for all of them together."""
_AT_ONCE = 250
"""Mails whose headers are asked for at once."""
_TALK, _LISTS = 65_536, 8_388_608
"""Bytes of an answer that has no mail in it, and of a list of UIDs."""
_BESIDE = 1_024
"""Bytes that an answer has beside the part of a mail that was asked for."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WRONG = (IMAP4.error, *TROUBLE)
_HEAD = f"(UID INTERNALDATE BODY.PEEK[HEADER.FIELDS ({' '.join(HEADERS)})]<0.{LONGEST_HEAD}>)"
_TEXT = f"(UID BODY.PEEK[TEXT]<0.{LONGEST_TEXT}>)"


class ImapBox:
    """A folder that is examined: the server itself then lets nothing in it be changed."""

    def __init__(self, inbox: Inbox, password: Callable[[], str], clock: TimeLeft | None = None) -> None:
        """Prepare it; the server is not asked anything yet.

        Args:
            inbox: where it is.
            password: asks for the password, once a connection is there to use it on.
            clock: how long it may take.
        """
        self._inbox = inbox
        self._password = password
        self._clock = clock or TimeLeft(_PATIENCE, _WHOLE)
        self._talk: _Talk | None = None

    @property
    def named(self) -> str:
        """Tells it from any other."""
        return f"imap {self._inbox.user} {self._inbox.imap} {self._inbox.port} {self._inbox.folder}"

    def new(self, since: Position | None, first: date, now: datetime) -> Iterator[tuple[Sequence[MailHead], Position]]:
        """Yield the headers of new mail, some at a time, the oldest first; see `Mailbox`."""
        today = now.date()
        with self._understood():
            talk = self._opened()
            validity = self._examined(talk)
            is_known = since is not None and since.validity == validity
            uid = since.uid if since and is_known else 0
            day = since.day - timedelta(days=1) if since else first
            uids = self._uids(talk, uid, None if is_known else day)
        for at in range(0, len(uids), _AT_ONCE):
            some = uids[at : at + _AT_ONCE]
            with self._understood():
                found = talk.fetched(some, _HEAD, len(some) * (LONGEST_HEAD + _BESIDE))
            heads = [MailHead(str(one.uid), one.arrived or now, one.content) for one in found]
            yield heads, Position(day=today, validity=validity, uid=some[-1])
        if not uids:
            yield [], Position(day=today, validity=validity, uid=uid)

    def openings(self, marks: Sequence[str]) -> Mapping[str, bytes]:
        """Return the first bytes below the headers of some mails, by their marks."""
        with self._understood():
            found = self._opened().fetched(list(map(int, marks)), _TEXT, len(marks) * (LONGEST_TEXT + _BESIDE))
            return {str(one.uid): one.content for one in found}

    def close(self) -> None:
        """Say goodbye; a server that does not answer is left."""
        if self._talk is not None:
            with suppress(*_WRONG):
                self._talk.begin(_TALK)
                self._talk.logout()
            self._drop()

    def _drop(self) -> None:
        if self._talk is not None:
            with suppress(*_WRONG):
                self._talk.shutdown()
        self._talk = None

    def _opened(self) -> "_Talk":
        if self._talk is None:
            _refuse_in_the_clear(self._inbox)
            self._talk = _Talk(self._inbox, self._clock)
            self._talk.begin(_TALK)
            self._log_in(self._talk)
        return self._talk

    def _log_in(self, talk: "_Talk") -> None:
        if self._inbox.security == "starttls":
            talk.starttls(talk.context)
        if talk.state == "AUTH":  # it knows who asks, as a server behind a tunnel may
            return
        user, password = self._inbox.user, self._password()
        try:
            if "AUTH=PLAIN" in talk.capabilities:
                talk.authenticate("PLAIN", lambda _: f"\0{user}\0{password}".encode())
            else:
                talk.login(_quoted(user), password)
        except UnicodeError:  # its own words have letters of the password in them
            raise ServerError(
                f"{self._inbox.imap} takes no user or password with such letters: use another password there"
            ) from None
        except IMAP4.abort:
            raise
        except IMAP4.error:  # a server may say anything, also what it was told
            raise ServerError(f"{self._inbox.imap} does not let you in: look at inbox.user and the password") from None

    def _examined(self, talk: "_Talk") -> int:
        """Look into the folder, and return its UIDVALIDITY."""
        talk.begin(_TALK)
        done, said = talk.select(_quoted(_as_folder(self._inbox.folder)), readonly=True)
        if done != "OK":
            words = readable(said[0] or b"") if said else ""
            raise ServerError(f"{self._inbox.imap} does not open {readable(self._inbox.folder)}: {words}")
        _, found = talk.response("UIDVALIDITY")
        return int(found[0]) if found and found[0] else 0

    def _uids(self, talk: "_Talk", above: int, since: date | None) -> list[int]:
        """Return the UIDs above one, or of mail that came since a day, rising."""
        asked = f"UID {above + 1}:*" if since is None else f"SINCE {since.day}-{_MONTHS[since.month - 1]}-{since.year}"
        talk.begin(_LISTS)
        done, said = talk.uid("SEARCH", asked)
        if done != "OK":
            raise ServerError(f"{self._inbox.imap} does not look for new mail")
        numbers = (number for part in said if part for number in part.split())
        return sorted({int(number) for number in numbers if number.isdigit() and int(number) > above})

    @contextmanager
    def _understood(self) -> Iterator[None]:
        """Say in a sentence what is wrong with the server, and hang up then."""
        try:
            yield
        except _WRONG as error:
            self._drop()
            raise ServerError(
                wrong_with(self._inbox.imap, error, "mail")
            ) from None  # its own words may hold what it was told
        except BaseException:
            self._drop()
            raise


class _Fetched:
    """What a server says of one mail."""

    def __init__(self) -> None:
        self._words: list[bytes] = []
        self._literal: bytes | None = None

    def add(self, words: bytes, literal: bytes | None = None) -> None:
        """Take some words, and the text that came with them."""
        self._words.append(words)
        self._literal = literal if self._literal is None else self._literal

    @property
    def uid(self) -> int:
        """Its UID; 0 where the server does not say it."""
        found = re.search(rb"\bUID (\d{1,10})\b", b" ".join(self._words))
        return int(found[1]) if found else 0

    @property
    def arrived(self) -> datetime | None:
        """When the server got it; None where it does not say so."""
        found = next(filter(None, map(Internaldate2tuple, self._words)), None)
        with suppress(ValueError, OverflowError, OSError):
            return datetime.fromtimestamp(mktime(found), UTC) if found else None
        return None

    @property
    def content(self) -> bytes:
        """The part of it that was asked for; a short one may come in quotes."""
        if self._literal is not None:
            return self._literal
        found = re.search(rb'BODY\[[^\]]*\](?:<\d+>)? "((?:[^"\\]|\\.)*)"', b" ".join(self._words))
        return re.sub(rb"\\(.)", rb"\1", found[1]) if found else b""


class _Talk(IMAP4):
    """The library's client, with an end to each answer: in time, and in length."""

    def __init__(self, inbox: Inbox, clock: TimeLeft) -> None:
        self.context = None if inbox.security == "none" else ssl.create_default_context()
        """How servers are known; None where nothing is encrypted."""
        self._clock = clock
        self._wrap = self.context.wrap_socket if self.context and inbox.security == "tls" else None
        self._heard: tuple[socket, BufferedReader] | None = None
        self.begin(_TALK)
        super().__init__(inbox.imap, inbox.port)

    def begin(self, most: int) -> None:
        """Give the next answer its time, and so many bytes."""
        self._clock.restart()
        self._most = self._room = most

    def fetched(self, uids: Sequence[int], parts: str, most: int) -> list[_Fetched]:
        """Return what the server says of some mails, of each once."""
        self.begin(most + _TALK)
        done, said = self.uid("FETCH", ",".join(map(str, uids)), parts)
        if done != "OK":
            raise self.error("no such mail")
        found: list[_Fetched] = []
        for item in said:
            words, literal = item if isinstance(item, tuple) else (item or b"", None)
            if re.match(rb"\d+ \(", words):
                found.append(_Fetched())
            if found:
                found[-1].add(words, literal)
        wanted = dict.fromkeys(uids)
        return [one for one in {one.uid: one for one in found}.values() if one.uid in wanted]

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:  # noqa: ARG002 - the library's
        """Connect."""
        self.host, self.port = host, port
        plain = create_connection((host, port), self._clock.left())
        try:
            plain.settimeout(self._clock.left())  # for the whole handshake
            self.sock = self._wrap(plain, server_hostname=host) if self._wrap else plain
        except BaseException:
            plain.close()
            raise

    def readline(self) -> bytes:
        """Return the next line."""
        return self._taken(self._reader.readline(self._room + 1))

    def read(self, size: int) -> bytes:
        """Return the next bytes; as many as a server says there are, where there may be so many."""
        if size > self._room:
            raise TooMuchError
        return self._taken(self._reader.read(size))

    def shutdown(self) -> None:
        """Hang up."""
        if self._heard is not None:
            self._heard[1].close()
        self.sock.close()

    @property
    def _reader(self) -> BufferedReader:
        """What reads the connection; another one once it is encrypted, so that nothing said before that counts."""
        if self._heard is None or self._heard[0] is not self.sock:
            self._heard = self.sock, reader(self.sock, self._clock)
        return self._heard[1]

    def _taken(self, part: bytes) -> bytes:
        self._room -= len(part)
        if self._room < 0:
            raise TooMuchError
        return part


def _quoted(words: str) -> str:
    """Return words as a command takes them, whatever is in them."""
    escaped = re.sub(r"[\r\n\0]", " ", words).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _as_folder(name: str) -> str:
    """Return the name of a folder as servers know it: other letters in a UTF-7 of their own (RFC 3501, 5.1.3)."""

    def written(found: re.Match[str]) -> str:
        return f"&{b64encode(found[0].encode('utf-16-be')).decode().rstrip('=').replace('/', ',')}-"

    return re.sub(r"[^\x20-\x7e]+", written, name.replace("&", "&-"))


def _refuse_in_the_clear(inbox: Inbox) -> None:
    """Refuse to log in in the clear on another machine."""
    if inbox.security == "none" and not is_this_machine(inbox.imap):
        raise UsageError(f"{inbox.imap} is another machine: set inbox.security to tls or starttls")

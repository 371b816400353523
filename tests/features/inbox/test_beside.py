"""Mail beside the dashboard: another process reads it, and what came is said once."""

from pathlib import Path
from threading import Event

import pytest

from fuyu.background import Process
from fuyu.config import Config
from fuyu.desk import Desk
from fuyu.features.inbox.beside import MailBeside, beside
from fuyu.features.inbox.record import Came, InboxRecord, RecordFile
from fuyu.features.inbox.rules import MailKind
from fuyu.features.inbox.settings import Inbox
from tests.desk.conftest import NOW


class Reader:
    """Another process that reads mail: it remembers a reply of Ann's each time."""

    def __init__(self, record: RecordFile) -> None:
        self._record = record
        self.read = 0
        self.trouble = ""
        self.may_end = Event()
        self.may_end.set()

    def catch_up(self, command: str) -> str:
        """Read it."""
        assert command == "mail"
        self.may_end.wait(20)
        self.read += 1
        if not self.trouble:
            came(self._record, MailKind.REPLY)
        return self.trouble

    def leave(self, *command: str) -> None:
        """Begin nothing that is left behind."""
        raise AssertionError(command)

    def stay(self, *command: str) -> Process:
        """Begin nothing that stays."""
        raise AssertionError(command)


def came(record: RecordFile, kind: MailKind, lead: int = 1) -> None:
    """Remember that something came."""
    one = Came(kind=kind, leads=(lead,), at=NOW, uid=f"{kind}{lead}")
    record.path.parent.mkdir(parents=True, exist_ok=True)
    record.write(record.read().with_more("box", None, [one], heard=False))


class Seconds:
    """Seconds that pass beside a desk."""

    def __init__(self, desk: Desk, record: RecordFile, every: int) -> None:
        self.reader = Reader(record)
        self.beside = MailBeside(desk, record, every, self.reader)
        self.said: list[str] = []
        self.told: list[str] = []

    def pass_by(self, seconds: int) -> None:
        """Let so many seconds pass; what is begun in one of them ends in it, where it may."""
        for _ in range(seconds):
            self.beside.each_second(self.said.append, lambda words, _rings: self.told.append(words))
            if self.reader.may_end.is_set():
                self.beside.wait()


def test_mail_is_read_at_once_and_then_every_so_many_minutes(known: Desk, record: RecordFile) -> None:
    seconds = Seconds(known, record, every=2)
    seconds.pass_by(1)
    assert (seconds.reader.read, seconds.told) == (1, ["1 reply came: Ann Lee"])
    seconds.pass_by(119)
    assert seconds.reader.read == 1
    seconds.pass_by(1)
    assert (seconds.reader.read, len(seconds.told)) == (2, 2)


def test_it_is_never_read_twice_at_a_time(known: Desk, record: RecordFile) -> None:
    seconds = Seconds(known, record, every=1)
    seconds.reader.may_end.clear()
    seconds.pass_by(200)
    seconds.reader.may_end.set()
    seconds.beside.wait()
    assert seconds.reader.read == 1
    seconds.pass_by(60)
    assert seconds.reader.read == 2


def test_what_is_in_the_way_is_said_once(known: Desk, record: RecordFile) -> None:
    seconds = Seconds(known, record, every=1)
    seconds.reader.trouble = "imap.example.org takes too long"
    seconds.pass_by(181)
    assert (seconds.reader.read, seconds.said, seconds.told) == (4, ["imap.example.org takes too long"], [])


def test_what_a_timer_read_is_told_too(known: Desk, record: RecordFile) -> None:
    seconds = Seconds(known, record, every=0)
    came(record, MailKind.AWAY, lead=2)
    came(record, MailKind.BOUNCE)
    came(record, MailKind.REPLY, lead=99)
    seconds.pass_by(1)
    assert seconds.told == ["1 message bounced: Ann Lee; 1 out of office: Bo Diaz"], "who is gone is not told of"
    came(record, MailKind.REPLY)
    seconds.pass_by(30)
    assert (seconds.told[1:], seconds.reader.read) == (["1 reply came: Ann Lee"], 0)


def test_a_record_that_cannot_be_kept_is_said(known: Desk, record: RecordFile, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = Seconds(known, record, every=1)

    def refuses(_self: RecordFile, _record: InboxRecord) -> None:
        raise OSError(28, "No space left on device")

    came(record, MailKind.REPLY)
    monkeypatch.setattr(RecordFile, "write", refuses)
    seconds.reader.trouble = "something else"
    seconds.pass_by(1)
    assert seconds.said == ["mail is not read: No space left on device"]


def test_nothing_goes_on_beside_where_no_mailbox_is_set(known: Desk, tmp_path: Path) -> None:
    reader = Reader(RecordFile(tmp_path / "x.json"))
    assert beside(known, tmp_path / "book.json", Config(), reader) is None
    own = Config(own={"inbox": Inbox(maildir="~/Mail", every=5)})
    assert beside(known, tmp_path / "book.json", own, reader) is not None

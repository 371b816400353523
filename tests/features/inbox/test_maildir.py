"""A Maildir: read where it lies, and left as it is."""

import datetime as dt
import os
from mailbox import Maildir, MaildirMessage
from pathlib import Path

import pytest

from fuyu.errors import StoreError
from fuyu.features.inbox.letters import LONGEST_TEXT, MailHead, read_head
from fuyu.features.inbox.mailbox import Position
from fuyu.features.inbox.maildir import Maildir as Looked
from tests.features.inbox.mails import a_mail, delivered, names_in

NOW = dt.datetime(2026, 3, 18, 9, 30, tzinfo=dt.UTC)
FIRST = dt.date(2026, 3, 4)


@pytest.fixture
def place(tmp_path: Path, box: Maildir) -> Path:
    """Return where the Maildir lies."""
    assert box.keys() == []
    return tmp_path / "Mail"


def read(place: Path, since: Position | None = None) -> tuple[list[MailHead], Position]:
    """Return what is new, and how far it is read then."""
    parts = list(Looked(place).new(since, FIRST, NOW))
    return [head for heads, _ in parts for head in heads], parts[-1][1]


def senders(heads: list[MailHead]) -> list[str]:
    """Return whom mails are from."""
    return sorted(address for head in heads for address in read_head(head.content).senders)


def test_new_mail_is_read_once_and_nothing_is_renamed(box: Maildir, place: Path) -> None:
    delivered(box, a_mail("ann@x.example"))
    seen = MaildirMessage(a_mail("bo@x.example"))
    seen.set_subdir("cur")
    seen.set_flags("S")
    box.add(seen)
    before = names_in(box)
    heads, position = read(place)
    assert senders(heads) == ["ann@x.example", "bo@x.example"]
    assert names_in(box) == before
    assert read(place, position)[0] == []
    delivered(box, a_mail("cy@x.example"))
    assert senders(read(place, position)[0]) == ["cy@x.example"]


def test_a_mail_that_somebody_opens_meanwhile_is_no_other(box: Maildir, place: Path) -> None:
    delivered(box, a_mail("ann@x.example"))
    _, position = read(place)
    (file,) = (place / "new").iterdir()
    file.rename(place / "cur" / f"{file.name}:2,RS")
    assert read(place, position)[0] == []
    assert senders(read(place)[0]) == ["ann@x.example"]


def test_a_mail_that_goes_while_it_is_looked_at_is_left_out(box: Maildir, place: Path) -> None:
    delivered(box, a_mail("ann@x.example"))
    looked = Looked(place)
    reading = looked.new(None, FIRST, NOW)
    ((head,), _) = next(reading)
    next((place / "new").iterdir()).unlink()
    assert looked.openings([head.mark]) == {head.mark: b""}


def test_the_first_time_only_mail_of_some_days_is_read(box: Maildir, place: Path) -> None:
    delivered(box, a_mail("old@x.example"))
    (file,) = (place / "new").iterdir()
    before = dt.datetime(2026, 3, 3, tzinfo=dt.UTC).timestamp()
    os.utime(file, (before, before))
    delivered(box, a_mail("ann@x.example"))
    heads, position = read(place)
    assert senders(heads) == ["ann@x.example"]
    assert read(place, position)[0] == []


def test_what_is_deleted_is_forgotten(box: Maildir, place: Path) -> None:
    delivered(box, a_mail("ann@x.example"))
    _, position = read(place)
    box.clear()
    assert len(position.names) == 1
    assert read(place, position)[1].names == ()


def test_of_a_huge_mail_little_is_read(box: Maildir, place: Path) -> None:
    delivered(box, a_mail("ann@x.example", text="word " * 100_000))
    looked = Looked(place)
    ((head,), _) = next(looked.new(None, FIRST, NOW))
    assert len(looked.openings([head.mark])[head.mark]) == LONGEST_TEXT


def test_lines_may_end_in_any_way(place: Path) -> None:
    for number, mail in enumerate((b"From: a@x.example\n\nyes\r\n\r\nno", b"From: b@x.example\r\n\r\nyes\n\nno")):
        (place / "new" / f"{number}.here").write_bytes(mail)
    looked = Looked(place)
    (heads, _) = next(looked.new(None, FIRST, NOW))
    assert senders(list(heads)) == ["a@x.example", "b@x.example"]
    assert [text[:3] for text in looked.openings([head.mark for head in heads]).values()] == [b"yes", b"yes"]


def test_what_is_no_mail_is_not_waited_for(box: Maildir, place: Path) -> None:
    delivered(box, a_mail("ann@x.example"))
    os.mkfifo(place / "new" / "1.pipe")
    (place / "new" / "2.folder").mkdir()
    (place / "new" / "3.link").symlink_to(place / "nowhere")
    (place / "new" / ".hidden").write_text("From: eve@x.example\n\n")
    Path(os.fsdecode(bytes(place / "new") + b"/4.\xff\xfe")).write_bytes(b"From: bo@x.example\n\n")
    heads, position = read(place)
    assert senders(heads) == ["ann@x.example", "bo@x.example"]
    assert read(place, position)[0] == []


def test_a_folder_that_is_no_maildir_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no such file or directory: the Maildir .*Mail cannot be read"):
        read(tmp_path / "Mail")

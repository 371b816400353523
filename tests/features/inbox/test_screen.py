"""The mail that came, in the dashboard."""

import datetime as dt
from pathlib import Path

import pytest

from fuyu import paths
from fuyu.features.inbox.mailbox import Position
from fuyu.features.inbox.record import Came, RecordFile, record_of
from fuyu.features.inbox.rules import Mail, MailKind
from fuyu.features.inbox.taking import Reply, take
from fuyu.tui.app import FuyuApp
from fuyu.tui.beside import Beside
from tests.tui.conftest import LONDON, TODAY, Morning, due, offered, press

AT = dt.datetime(2026, 3, 18, 8, 15, tzinfo=LONDON)


@pytest.fixture
def mailed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Morning:
    """Return a morning on which Ann has replied, Bo is away, and a message to somebody who is gone bounced."""
    monkeypatch.setattr(paths, "state", lambda: tmp_path / "state")
    morning = Morning(due(1, "Ann [b]Lee", 5), due(2, "Bo Diaz", 0))
    book = tmp_path / "book.json"
    mail = Mail(kind=MailKind.REPLY, addresses=("ann@x",), name="", subject="Re: Our offer", at=AT, message_id="<1@x>")
    take(morning.desk, [Reply(1, mail, "Sounds [/] good.\n" + "More of it. " * 100)])
    came = [
        Came(kind=MailKind.BOUNCE, leads=(99,), at=AT, uid="gone"),
        Came(kind=MailKind.UNCLEAR, leads=(1, 2), at=AT, uid="unclear"),
        Came(kind=MailKind.AWAY, leads=(2,), at=AT, uid="away"),
        Came(kind=MailKind.REPLY, leads=(1,), at=AT, uid=mail.uid),
    ]
    file: RecordFile = record_of(book)
    file.path.parent.mkdir(parents=True)
    file.write(file.read().with_more("box", Position(day=TODAY), came, heard=False))
    morning.app = FuyuApp(morning.desk, beside=Beside(book=book))
    return morning


async def test_a_key_shows_what_came_the_latest_first(mailed: Morning) -> None:
    async with mailed.app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "@")
        text = mailed.text()
        assert "Mail that came" in text
        lines = [line for line in mailed.lines() if line]
        first = next(at for at, line in enumerate(lines) if line.startswith("Ann"))
        assert lines[first] == "Ann [b]Lee replied Wed 18 Mar 08:15"
        assert lines[first + 1] == "Re: Our offer"
        assert lines[first + 2].startswith("Sounds [/] good.")
        assert "Bo Diaz out of office Wed 18 Mar 08:15" in lines
        assert "Ann [b]Lee or Bo Diaz replied; log it by hand Wed 18 Mar 08:15" in lines
        assert "bounced" not in text
        await press(pilot, "escape")
        assert "Mail that came" not in mailed.text()


async def test_the_palette_has_it_too(mailed: Morning) -> None:
    async with mailed.app.run_test(size=(80, 24)) as pilot:
        await press(pilot, ":", "~mail")
        assert " @" in await offered(pilot, "See the mail that came")


async def test_a_reply_is_in_the_list_of_today(mailed: Morning) -> None:
    async with mailed.app.run_test(size=(120, 30)):
        assert "Ann [b]Lee" in mailed.text()
        assert mailed.lead(1).plan is not None
        assert mailed.lead(1).plan.day == TODAY  # type: ignore[union-attr]


async def test_the_plan_of_the_day_names_whoever_replied(mailed: Morning) -> None:
    async with mailed.app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "M")
        assert "Replied Ann [b]Lee" in mailed.lines()


async def test_where_nothing_came_it_is_said_how_mail_is_read() -> None:
    morning = Morning(due(1, "Ann Lee", 0))
    async with morning.app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "@")
        assert "No mail came from your leads yet" in morning.text()

"""`fuyu mail`: what is said of what came, in words, records and JSON."""

import sys
from mailbox import Maildir
from pathlib import Path

import pytest
from msgspec.structs import replace

from fuyu import paths
from fuyu.features.inbox.record import record_of
from tests.cli.conftest import Shell
from tests.features.inbox.mails import AWAY, BOUNCE, NEWSLETTER, a_mail, delivered
from tests.features.inbox.odd import odd
from tests.features.inbox.servers import SECRET, ImapServer


@pytest.fixture
def config(fuyu: Shell, tmp_path: Path) -> Path:
    """Return the settings, which name a Maildir; Ann and Bo are in the book."""
    file = paths.config()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'[inbox]\nmaildir = "{tmp_path / "Mail"}"\n')
    for name, address in (("Ann Lee", "ann@acme.example"), ("Bo Diaz", "bo@acme.example")):
        fuyu.ok("add", name, "--email", address, "--next", "next wed")
    return file


@pytest.fixture
def mailed(fuyu: Shell, config: Path, box: Maildir) -> Shell:
    """Return commands on a book whose mailbox has mail of every kind."""
    assert config.exists()
    delivered(box, a_mail(), a_mail("bo@acme.example", "", number=9), AWAY, BOUNCE, NEWSLETTER, a_mail("eve@x.example"))
    return fuyu


def test_what_came_is_said_and_logged_once(mailed: Shell) -> None:
    said = mailed.ok("mail")
    assert sorted(said.lines[:-1]) == [
        "Ann Lee (1) is out of office: Automatic reply: Our offer",
        "Ann Lee (1) replied: Re: Our offer",
        "Bo Diaz (2) replied: no subject",
        "a message to Ann Lee (1) bounced: Undelivered Mail Returned to Sender",
        "automatic mail of Ann Lee (1): News of March",
    ]
    assert said.lines[-1] == "5 new mails about leads, 1 other left unread"
    assert said.err == "the address is wrong: fuyu log 1 wrong_contact --channel email\n"
    assert mailed.ok("mail").lines == ["0 new mails about leads, 0 others left unread"]
    assert "Ann Lee" in mailed.ok("today").out
    assert "Re: Our offer" in mailed.ok("show", "ann").out
    assert mailed.ok("undo").out.startswith("undone: 2 replies came: ")
    assert "Re: Our offer" not in mailed.ok("show", "ann").out


def test_a_dry_run_says_the_same_and_writes_nothing(mailed: Shell) -> None:
    before = mailed.book.read_bytes()
    said = mailed.ok("mail", "--dry-run")
    assert mailed.book.read_bytes() == before
    assert mailed.ok("mail").lines == said.lines


def test_programs_are_told_all_of_it(mailed: Shell) -> None:
    said = mailed.ok("mail", "--json").json
    assert list(said) == ["version", "came", "others", "action"]
    assert (said["others"], said["action"]["verb"]) == (1, "log")
    reply = next(one for one in said["came"] if one["subject"] == "Re: Our offer")
    assert reply == {
        "kind": "reply",
        "leads": [1],
        "names": ["Ann Lee"],
        "at": "2026-03-18T08:15:00Z",
        "subject": "Re: Our offer",
        "opening": "Sounds good.",
        "logged": True,
    }
    assert {one["kind"] for one in said["came"]} == {"reply", "out_of_office", "bounce", "automatic"}
    assert mailed.ok("mail", "--json").json["action"] is None


def test_plain_lines_have_a_mail_each(mailed: Shell) -> None:
    lines = mailed.ok("mail", "--plain").lines
    assert len(lines) == 5
    assert "reply\t1\tAnn Lee (1)\t2026-03-18 08:15:00+00:00\tRe: Our offer" in lines


def test_a_mail_of_one_of_several_is_not_logged_and_said(fuyu: Shell, config: Path, box: Maildir) -> None:
    assert config.exists()
    for name in ("Di Roe", "Ed Fox"):
        fuyu.ok("add", name, "--email", "info@acme.example")
    delivered(box, a_mail("info@acme.example"))
    said = fuyu.ok("mail")
    assert said.lines[0] == "Di Roe (3) or Ed Fox (4) replied: Re: Our offer; not logged"
    assert said.err == "Di Roe (3) or Ed Fox (4): fuyu log ID replied --channel email says who it was\n"


def test_words_of_a_mail_steer_no_terminal(
    fuyu: Shell, config: Path, box: Maildir, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert config.exists()
    evil = b"From: ann@acme.example\nSubject: =?utf-8?B?G10wO3gHcmVk4oCu?=\n\n\x1b]0;x\x07 \x1b[2J hello"
    delivered(box, evil)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    printed = fuyu.ok("mail", "--dry-run").out + fuyu.ok("mail").out + fuyu.ok("show", "ann").out
    assert "\x1b" not in printed
    assert "\u202e" not in printed


def test_a_folder_that_is_not_there_is_said(fuyu: Shell, config: Path) -> None:
    config.write_text('[inbox]\nmaildir = "/nowhere/Mail"\n')
    said = fuyu("mail")
    assert (said.code, said.out) == (3, "")
    assert "no such file or directory: the Maildir /nowhere/Mail cannot be read" in said.err


@pytest.mark.slow
def test_mail_is_read_from_a_server_with_the_password_of_a_program(fuyu: Shell, config: Path, imap: ImapServer) -> None:
    inbox, box = imap.anew()
    config.write_text(
        f'[inbox]\nimap = "127.0.0.1"\nport = {inbox.port}\nsecurity = "none"\nuser = "{inbox.user}"\n'
        f'password_command = ["echo", "{SECRET}"]\n'
    )
    delivered(box, a_mail())
    assert fuyu.ok("mail").lines[0] == "Ann Lee (1) replied: Re: Our offer"
    assert fuyu.ok("mail").lines == ["0 new mails about leads, 0 others left unread"]
    config.write_text(config.read_text().replace(SECRET, "wrong"))
    said = fuyu("mail")
    assert (said.code, said.err) == (
        3,
        "fuyu: 127.0.0.1 does not let you in: look at inbox.user and the password\n",
    )


@pytest.mark.slow
def test_a_server_that_breaks_off_at_once_is_said(fuyu: Shell, config: Path) -> None:
    with odd(TEXT=lambda _line: None) as (_, inbox):
        config.write_text(
            f'[inbox]\nimap = "127.0.0.1"\nport = {inbox.port}\nsecurity = "none"\nuser = "ann"\n'
            'password_command = ["echo", "x"]\n'
        )
        said = fuyu("mail")
    assert (said.code, said.out) == (3, "")
    assert said.err == "fuyu: 127.0.0.1 does not answer as a mail server\n"


@pytest.mark.slow
def test_what_came_before_a_server_broke_off_is_said_with_what_is_wrong(
    fuyu: Shell, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fuyu.features.inbox.imap._AT_ONCE", 1)
    with odd(SEARCH=b"* SEARCH 5 6\r\n", HEAD_6=lambda _line: None) as (_, inbox):
        config.write_text(
            f'[inbox]\nimap = "127.0.0.1"\nport = {inbox.port}\nsecurity = "none"\nuser = "ann"\n'
            'password_command = ["echo", "x"]\n'
        )
        said = fuyu("mail")
    assert (said.code, said.lines) == (
        3,
        ["Ann Lee (1) replied: Yes", "1 new mail about leads, 0 others left unread"],
    )
    assert said.err == "fuyu: 127.0.0.1 does not answer as a mail server\n"


def test_what_a_terminal_was_told_is_told_nowhere_else(mailed: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    mailed.ok("mail")
    file = record_of(mailed.book)
    assert (file.read().count, file.tell()) == (5, ())
    file.write(replace(file.read(), told=3))
    assert len(file.tell()) == 2


@pytest.mark.slow
def test_without_a_program_the_keyring_has_the_password(
    fuyu: Shell, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text('[inbox]\nimap = "127.0.0.1"\nsecurity = "none"\nport = 1\nuser = "ann"\n')
    assert fuyu("mail").err == "fuyu: 127.0.0.1 cannot be reached: Connection refused\n", "nobody is asked before"
    with odd() as (server, inbox):
        config.write_text(config.read_text().replace("port = 1\n", f"port = {inbox.port}\n"))
        monkeypatch.setitem(sys.modules, "keyring", None)
        said = fuyu("mail")
        assert (said.code, said.out) == (2, "")
        assert said.err.startswith("fuyu: the password of inbox is not known: set inbox.password_command")
    assert not any(b"AUTHENTICATE" in words for words in server.heard)

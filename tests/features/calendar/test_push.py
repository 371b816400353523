"""Pushing to a calendar server: a real one, on this machine."""

import base64
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import icalendar
import pytest

from fuyu.errors import ServerError
from fuyu.features.calendar.collection import ChangedThereError, Collection
from fuyu.features.calendar.pushing import record_of
from tests.cli.conftest import NOW, Said, Shell

pytest.importorskip("radicale")

pytestmark = pytest.mark.slow
ANN = {"Authorization": f"Basic {base64.b64encode(b'ann:secret').decode()}"}
_TYPE = {"Content-Type": "text/calendar; charset=utf-8", "Depth": "1"}
_PATIENCE = 30.0


class Server:
    """A Radicale of one user, Ann, whose password is secret."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        (folder / "users").write_text("ann:secret\n")
        options = {
            "server-hosts": f"127.0.0.1:{self.port}",
            "storage-filesystem-folder": str(folder / "collections"),
            "auth-type": "htpasswd",
            "auth-htpasswd-filename": str(folder / "users"),
            "auth-htpasswd-encryption": "plain",
            "auth-delay": "0",
        }
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "radicale", "--config", "", *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        late = time.monotonic() + _PATIENCE
        while not self.answers():
            assert self.process.poll() is None
            assert time.monotonic() < late
            time.sleep(0.05)
        self.number = 0

    def answers(self) -> bool:
        """Return whether it listens."""
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        """Ask as another program of Ann's does."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        connection.request(method, path, body.encode(), ANN | _TYPE)
        answer = connection.getresponse()
        found = answer.status, answer.read().decode()
        connection.close()
        return found


class Collected:
    """One collection of the server, and how another program sees it."""

    def __init__(self, server: Server) -> None:
        server.number += 1
        self._server = server
        self.path = f"/ann/calendar-{server.number}/"
        self.url = f"http://127.0.0.1:{server.port}{self.path}"
        assert server.ask("MKCALENDAR", self.path)[0] == 201

    @property
    def summaries(self) -> list[str]:
        """What it lists."""
        found: list[Any] = icalendar.Calendar.from_ical(self._server.ask("GET", self.path)[1]).walk("VEVENT")
        return sorted(str(event["SUMMARY"]) for event in found)

    def name_of(self, lead: int) -> str:
        """Return the path of a lead's event."""
        listed = self._server.ask("PROPFIND", self.path)[1]
        (name,) = {part.partition("<")[0] for part in listed.split(self.path) if part.startswith(f"next-{lead}-")}
        return f"{self.path}{name}"

    def change(self, lead: int, old: str, new: str) -> None:
        """Change a lead's event there."""
        path = self.name_of(lead)
        text = self._server.ask("GET", path)[1]
        assert old in text
        assert self._server.ask("PUT", path, text.replace(old, new))[0] in {201, 204}

    def delete(self, lead: int) -> None:
        """Delete a lead's event there."""
        assert self._server.ask("DELETE", self.name_of(lead))[0] == 200


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server."""
    running = Server(tmp_path_factory.mktemp("radicale"))
    yield running
    running.process.terminate()
    running.process.wait(_PATIENCE)


@pytest.fixture
def there(server: Server) -> Collected:
    """Return an empty collection."""
    return Collected(server)


@pytest.fixture
def config(nobodys_settings: Path, there: Collected) -> Path:
    """Let config.toml name the collection, and return it."""
    path = nobodys_settings / "config.toml"
    path.write_text(f'[calendar]\nurl = "{there.url}"\nuser = "ann"\npassword_command = ["echo", "secret"]\n')
    return path


@pytest.fixture
def book(morning: Shell, config: Path) -> Shell:
    """Return a shell on a book of four with a date, which were pushed."""
    assert config.exists()
    assert push(morning).out == "4 events sent, 0 deleted\n"
    return morning


def push(fuyu: Shell, *options: str) -> Said:
    """Push, which must succeed."""
    return fuyu.ok("calendar", "--push", *options)


def test_what_is_there_already_is_not_sent_again(book: Shell, there: Collected) -> None:
    assert there.summaries == [
        "Call Ann Lee",
        "Call Zoë O'Brien",
        "E-mail Sakura Tanaka (promised)",
        "Leave a message for Li Wei",
    ]
    assert push(book).out == "0 events sent, 0 deleted\n"


def test_what_moved_is_sent_and_what_is_done_is_deleted_once(book: Shell, there: Collected) -> None:
    book.ok("snooze", "ann", "2026-05-04")
    book.ok("log", "zoë", "do_not_contact")
    assert push(book, "--json").json == {"version": 2, "sent": 1, "deleted": 1, "left": [], "not_wanted": 0}
    assert len(there.summaries) == 3
    assert "Call Zoë O'Brien" not in there.summaries
    assert push(book).out == "0 events sent, 0 deleted\n"
    book.ok("undo")
    assert push(book).out == "1 events sent, 0 deleted\n"
    assert "Call Zoë O'Brien" in there.summaries


def test_what_somebody_changed_there_is_left_said_and_overwritten_only_when_asked(
    book: Shell, there: Collected
) -> None:
    there.change(2, "Call Ann Lee", "Lunch with Ann")
    assert push(book).err == "changed there, and left as it is: Call Ann Lee; --force overwrites it\n"
    book.ok("snooze", "ann", "2026-05-04")
    said = push(book)
    assert said.out == "0 events sent, 0 deleted\n"
    assert "Lunch with Ann" in there.summaries
    push(book, "--force")
    assert "Call Ann Lee" in there.summaries
    assert push(book).err == ""


def test_what_somebody_changed_there_is_not_deleted_either(book: Shell, there: Collected) -> None:
    there.change(2, "Call Ann Lee", "Lunch with Ann")
    book.ok("log", "ann", "won")
    assert "left as it is" in push(book).err
    assert "Lunch with Ann" in there.summaries


def test_what_somebody_deleted_there_stays_deleted_until_there_is_something_new(book: Shell, there: Collected) -> None:
    there.delete(2)
    said = push(book)
    assert said.out == "0 events sent, 0 deleted\n"
    assert said.err.startswith("1 deleted there stay deleted")
    assert "Call Ann Lee" not in there.summaries
    book.ok("snooze", "ann", "2026-05-04")
    assert push(book).out == "1 events sent, 0 deleted\n"
    assert "Call Ann Lee" in there.summaries


def test_without_its_record_it_knows_its_own_events_and_overwrites_no_others(book: Shell, there: Collected) -> None:
    there.change(2, "Call Ann Lee", "Lunch with Ann")
    record_of(there.url).unlink()
    said = push(book)
    assert said.out == "0 events sent, 0 deleted\n"
    assert said.err.count("left as it is") == 1
    book.ok("snooze", "zoë", "2026-05-04")
    assert push(book).out == "1 events sent, 0 deleted\n"
    assert "Lunch with Ann" in there.summaries


def test_a_program_that_only_writes_it_in_its_own_way_changed_nothing(book: Shell, there: Collected) -> None:
    there.change(2, "CATEGORIES:", "X-SEEN:yes\r\nCATEGORIES:")
    assert push(book) == Said(0, "0 events sent, 0 deleted\n", "")
    book.ok("snooze", "ann", "2026-05-04")
    assert push(book).out == "1 events sent, 0 deleted\n"


def test_other_peoples_events_there_are_nobodys_business(book: Shell, there: Collected, server: Server) -> None:
    lunch = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:lunch\r\nDTSTAMP:20260101T000000Z\r\n"
    lunch += "DTSTART:20260320T120000Z\r\nSUMMARY:Lunch\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    assert server.ask("PUT", f"{there.path}lunch.ics", lunch)[0] == 201
    assert push(book, "--force").err == ""
    assert "Lunch" in there.summaries


def test_a_change_between_looking_and_writing_is_not_overwritten(book: Shell, there: Collected) -> None:
    assert book.book.exists()
    with Collection(there.url, "ann", "secret") as collection:
        name = there.name_of(2).rpartition("/")[2]
        etag, text = collection.etags()[name], collection.text(name)
        there.change(2, "Call Ann Lee", "Lunch with Ann")
        for known in (etag, ""):
            with pytest.raises(ChangedThereError):
                collection.put(name, text, known)
        with pytest.raises(ChangedThereError):
            collection.delete(name, etag)
    assert "Lunch with Ann" in there.summaries


def test_what_was_sent_until_the_server_failed_is_not_sent_twice(
    morning: Shell, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert config.exists()
    put = Collection.put
    sent: list[str] = []

    def failing(self: Collection, name: str, text: bytes, etag: str = "") -> str:
        if len(sent) == 2:
            raise ServerError("127.0.0.1 cannot be reached: ConnectionError")
        sent.append(name)
        return put(self, name, text, etag)

    with monkeypatch.context() as patched:
        patched.setattr(Collection, "put", failing)
        assert morning("calendar", "--push") == Said(3, "", "fuyu: 127.0.0.1 cannot be reached: ConnectionError\n")
    assert push(morning).out == "2 events sent, 0 deleted\n"


@pytest.mark.parametrize(
    ("setting", "code", "words"),
    [
        (('"secret"', '"wrong"'), 3, "does not let you in"),
        (("/calendar-", "/nowhere-"), 2, "has no collection there"),
        (('["echo", "secret"]', '["false"]'), 2, "password_command: false gives no password"),
        (('["echo", "secret"]', '["/nowhere/program"]'), 2, "password_command: /nowhere/program cannot be run"),
    ],
)
def test_what_is_wrong_is_a_sentence_without_a_password(
    morning: Shell, config: Path, setting: tuple[str, str], code: int, words: str
) -> None:
    config.write_text(config.read_text().replace(*setting))
    said = morning("calendar", "--push")
    assert (said.code, said.out) == (code, "")
    assert words in said.err
    assert said.err.count("\n") == 1
    assert not any(private in said.err for private in ("secret", "wrong", "Ann", "Zoë"))


def test_a_server_that_is_not_there_is_a_sentence(morning: Shell, config: Path, nobodys_settings: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config.write_text(f'[calendar]\nurl = "http://127.0.0.1:{port}/"\n')
    said = morning("calendar", "--push")
    assert (said.code, said.out) == (3, "")
    assert said.err == "fuyu: 127.0.0.1 cannot be reached: Connection refused\n"
    assert sorted(path.name for path in nobodys_settings.iterdir()) == ["config.toml"]


def test_the_password_may_be_in_the_keyring(morning: Shell, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = pytest.importorskip("keyring")
    config.write_text(config.read_text().replace('password_command = ["echo", "secret"]\n', ""))
    known = {("fuyu-calendar", "ann"): "secret"}
    monkeypatch.setattr(keyring, "get_password", lambda service, user: known.get((service, user)))
    assert push(morning).out == "4 events sent, 0 deleted\n"
    known.clear()
    said = morning("calendar", "--push")
    assert said.err == ("fuyu: the keyring knows no password: keyring set fuyu-calendar ann; or set password_command\n")


def test_the_libraries_for_it_are_loaded_by_nothing_else(morning: Shell, tmp_path: Path) -> None:
    file = tmp_path / "fuyu.ics"
    for command in (["today"], ["add", "Bo"], ["calendar", str(file)]):
        arguments = [*command, "--db", str(morning.book), *NOW]
        code = f"import sys; from fuyu.cli import main; main({arguments!r}); print(sorted(sys.modules))"
        loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        assert "'http.client'" not in loaded
        assert "'keyring'" not in loaded
        assert "'textual'" not in loaded
        assert ("'icalendar'" in loaded) is (command[0] == "calendar")

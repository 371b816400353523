"""Real servers, each begun by the first test that asks for it, and a desk with somebody who writes."""

from collections.abc import Iterator
from contextlib import ExitStack
from mailbox import Maildir
from pathlib import Path

import pytest

from fuyu.desk import Desk, NewLead
from fuyu.domain.step import Plan
from fuyu.features.inbox.record import RecordFile
from tests.desk.conftest import TODAY
from tests.features.inbox.servers import DOVECOT, ImapServer, serving


class Servers:
    """The servers of a run, begun when they are first asked for."""

    def __init__(self, running: ExitStack) -> None:
        self._running = running
        self._known: dict[str, ImapServer] = {}

    def named(self, name: str) -> ImapServer:
        """Return a server."""
        if name == "dovecot" and not DOVECOT:
            pytest.skip("the system has no Dovecot")
        if name not in self._known:
            self._known[name] = self._running.enter_context(serving(name))
        return self._known[name]


@pytest.fixture(scope="session")
def _servers() -> Iterator[Servers]:
    with ExitStack() as running:
        yield Servers(running)


@pytest.fixture(params=["pymap", "dovecot"])
def imap(request: pytest.FixtureRequest, _servers: Servers) -> ImapServer:
    """Return a real server: the tests that ask for it run on each."""
    return _servers.named(request.param)


@pytest.fixture
def box(tmp_path: Path) -> Maildir:
    """Return an empty Maildir."""
    return Maildir(tmp_path / "Mail", create=True)


@pytest.fixture
def record(tmp_path: Path) -> RecordFile:
    """Return what remembers what was read: nothing yet."""
    return RecordFile(tmp_path / "state" / "inbox.json")


@pytest.fixture
def known(desk: Desk) -> Desk:
    """Return a desk at which Ann Lee, Bo Diaz and Cy Okafor are known, all due next week."""
    people = (("Ann Lee", "Ann@Acme.example"), ("Bo Diaz", "bo@müller.example"), ("Cy Okafor", "cy@acme.example"))
    for name, address in people:
        desk.commands.add(NewLead(name=name, emails=(address,), next_step=Plan(day=TODAY.replace(day=25))))
    return desk

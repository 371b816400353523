"""Mail beside the dashboard, in a terminal: another process reads it, and what came is said and listed."""

from mailbox import Maildir
from pathlib import Path

import pytest

from fuyu.care import open_book
from tests.builders import TODAY, a_lead, adding
from tests.features.inbox.mails import a_mail, delivered
from tests.pty.conftest import Opened

pytestmark = pytest.mark.pty


@pytest.fixture
def settings(env: dict[str, str], book: Path, tmp_path: Path, box: Maildir) -> Path:
    """Let the person's settings name a Maildir with a mail of Zed, who is due next week."""
    store = open_book(book)
    store.apply(adding(a_lead(9, "Zed Fox", TODAY.replace(day=25), emails=("zed@fox.example",))))
    store.close()
    delivered(box, a_mail("zed@fox.example"))
    config = tmp_path / ".config" / "fuyu" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'[inbox]\nmaildir = "{tmp_path / "Mail"}"\nevery = 1\n')
    env |= {"XDG_CONFIG_HOME": str(tmp_path / ".config"), "FUYU_CONFIG": str(config)}
    return config


def test_a_reply_that_comes_is_said_and_its_lead_is_due(settings: Path, dashboard: Opened) -> None:
    assert settings.exists()
    terminal = dashboard()
    terminal.wait_for("1 reply came: Zed Fox")
    terminal.send("@")
    terminal.wait_for("Mail that came", "Sounds good.")
    terminal.send("q")
    terminal.wait_for("Overdue · 3")
    terminal.send("q")
    assert terminal.exit_code() == 0


def test_a_mailbox_that_cannot_be_read_is_said_in_the_status_line(
    settings: Path, dashboard: Opened, tmp_path: Path
) -> None:
    assert settings.exists()
    (tmp_path / "Mail").rename(tmp_path / "gone")
    dashboard(size=(120, 30)).wait_for("! no such file or directory: the Maildir")

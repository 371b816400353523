"""What tests of features begin with: commands, desks, dashboards."""

from tests.cli.conftest import _nobodys_settings, fuyu, made, morning
from tests.desk.conftest import desk, office, path, two
from tests.pty.conftest import book, dashboard, env, terminal
from tests.tui.conftest import opened, people

__all__ = [
    "_nobodys_settings",
    "book",
    "dashboard",
    "desk",
    "env",
    "fuyu",
    "made",
    "morning",
    "office",
    "opened",
    "path",
    "people",
    "terminal",
    "two",
]

"""The three programs of docs/hooks.md: each is run as the page has it."""

import json
import os
import re
import shutil
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from fuyu import paths
from fuyu.features.hooks.queue import Queue
from tests.cli.conftest import Shell
from tests.features.hooks.conftest import Programs, until

pytestmark = pytest.mark.slow
PAGE = (Path(__file__).parents[3] / "docs" / "hooks.md").read_text(encoding="utf-8")


def block(title: str, kind: str) -> str:
    """Return the first block of a kind below a title of the page."""
    below = PAGE.partition(f"## {title}\n")[2]
    found = re.search(rf"^```{kind}\n(.*?)^```$", below, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def on_the_path(programs: Programs, name: str, script: str) -> None:
    """Put a program on the path."""
    file = Path(os.environ["PATH"].partition(os.pathsep)[0]) / name
    file.write_text(f'#!/bin/sh\nOUT="{programs.out}"\n{script}\n')
    file.chmod(0o755)


def test_the_dialer_calls_the_number(fuyu: Shell, programs: Programs) -> None:
    on_the_path(programs, "xdg-open", 'echo "$1" >> "$OUT"')
    programs.config.write_text(block("Your own commands", "toml"))
    fuyu.ok("add", "Ann Lee", "--phone", "+44 20 7946 0000")
    fuyu.ok("run", "dial", "ann")
    assert programs.printed() == ["tel:+442079460000"]


class Crm(BaseHTTPRequestHandler):
    """A CRM that keeps what it is sent."""

    kept: tuple[dict[str, object], ...] = ()

    def do_POST(self) -> None:
        """Keep it."""
        Crm.kept += (json.loads(self.rfile.read(int(self.headers["Content-Length"]))),)
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the library calls it
        """Say nothing."""


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
def test_the_crm_is_told_of_a_touch(fuyu: Shell, programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    with HTTPServer(("127.0.0.1", 0), Crm) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("CRM_URL", f"http://127.0.0.1:{server.server_port}/touches")
        hook = programs.hooks / "on-log"
        hook.write_text(block("A CRM", "sh"))
        hook.chmod(0o755)
        fuyu.ok("add", "Ann Lee")
        fuyu.ok("log", "ann", "talked", "--note", "likes tea")
        queue = Queue(paths.hooked(fuyu.book))
        until(queue.came)
        server.shutdown()
    assert queue.came()["on-log"].trouble == ""
    (told,) = Crm.kept
    (touch,) = fuyu.ok("show", "ann", "--json").json["history"]
    assert told["entries"] == [{"lead": 1, **touch}]


@pytest.mark.skipif(shutil.which("jq") is None, reason="there is no jq")
def test_the_language_model_is_asked_with_the_last_note_and_offers_an_opening(fuyu: Shell, programs: Programs) -> None:
    on_the_path(programs, "ollama", 'echo "$3" >> "$OUT"; echo "How is the tea, Ann?"')
    opening = Path.home() / "bin" / "opening"
    opening.parent.mkdir(parents=True)
    opening.write_text(block("An opening, drafted by a language model", "sh"))
    opening.chmod(0o755)
    programs.config.write_text(block("An opening, drafted by a language model", "toml"))
    fuyu.ok("add", "Ann Lee")
    fuyu.ok("note", "ann", "likes tea")
    said = fuyu.ok("run", "opening", "ann", "--json").json
    assert (said["said"], said["offers"]) == ("an opening", {"note": "How is the tea, Ann?"})
    assert programs.printed() == ["One warm sentence to open a call with Ann Lee. Last note: likes tea"]

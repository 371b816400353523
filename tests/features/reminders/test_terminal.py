"""Beside the dashboard, in a terminal: it rings."""

import datetime as dt
from pathlib import Path

import pytest

from fuyu.care import open_book
from tests.builders import TODAY, a_lead, a_promise, adding
from tests.pty.conftest import FUYU, Opened

pytestmark = pytest.mark.pty


def testtest_a_promise_rings_in_the_terminal_without_a_byte_that_steers_it(
    env: dict[str, str], tmp_path: Path, terminal: Opened
) -> None:
    config, book = tmp_path / "config.toml", tmp_path / "promise.json"
    config.write_text('[remind]\nterminal = "osc9"\n')
    env["FUYU_CONFIG"] = str(config)
    store = open_book(book)
    step = a_promise(day=TODAY, time=dt.time(9, 35), zone="Europe/London")
    store.apply(adding(a_lead(1, "Zoë\x1b\\\x07 O'Brien", next_step=step)))
    store.close()
    opened = terminal(*FUYU, "--db", str(book))
    opened.wait_for("09:35 call Zoë\\ O'Brien, in 5 minutes")
    assert "\x1b]9;09:35 call Zoë\\ O'Brien, in 5 minutes\x1b\\".encode() in opened.raw

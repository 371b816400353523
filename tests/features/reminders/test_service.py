"""Reminding: each promise once, and quickly where there is nothing new to tell."""

from datetime import time
from pathlib import Path

from fuyu.desk import Desk
from fuyu.features.reminders.rules import Reminding
from fuyu.features.reminders.service import Reminders
from tests.builders import a_promise
from tests.desk.conftest import TODAY, a_lead_on


def test_what_was_told_is_no_longer_near(desk: Desk, tmp_path: Path) -> None:
    a_lead_on(desk, next_step=a_promise(day=TODAY, time=time(9, 30), zone="Europe/London"))
    reminders = Reminders(desk, Reminding(desktop=False), tmp_path / "told")
    told = reminders.tell(reminders.near(), heard=True)
    assert [notice.title for notice in told.notices] == ["09:30 call Sakura Tanaka"]
    assert reminders.near() == []

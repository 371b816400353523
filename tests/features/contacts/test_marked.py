"""The marked leads written to a new file, by keys."""

from pathlib import Path

import pytest

from fuyu.domain.lead import Lead
from tests.builders import removing
from tests.tui.conftest import Opened, due, press

PEOPLE: tuple[Lead, ...] = tuple(due(number, f"Lead {number}", -number) for number in range(1, 4))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


async def test_those_who_are_marked_are_written_and_nobody_else(opened: Opened, home: Path) -> None:
    async with opened(*PEOPLE) as (morning, pilot):
        await press(pilot, "space", "space", "W")
        assert "Write 2 leads to a new file, .csv or .vcf" in morning.text()
        await press(pilot, "enter")
        written = (home / "leads-2026-03-18.csv").read_text(encoding="utf-8-sig")
        assert sum(f"Lead {number}" in written for number in (1, 2, 3)) == 2
        assert "2 leads written: " in morning.text()


async def test_the_end_of_the_name_says_the_form(opened: Opened, home: Path) -> None:
    async with opened(*PEOPLE) as (morning, pilot):
        await press(pilot, "*", "W", "ctrl+u", f"~{home}/people.txt", "enter")
        assert "end its name in .csv for a spreadsheet, in .vcf for vCards" in morning.text()
        await press(pilot, "W", "ctrl+u", f"~{home}/people.vcf", "enter")
        assert (home / "people.vcf").read_text(encoding="utf-8").count("BEGIN:VCARD") == 3


async def test_who_is_deleted_meanwhile_is_left_out_and_said(opened: Opened, home: Path) -> None:
    async with opened(*PEOPLE) as (morning, pilot):
        await press(pilot, "*", "W")
        morning.store.apply(removing(morning.lead(2)))
        await press(pilot, "enter")
        assert "2 leads written, 1 left out (deleted, or do not contact)" in morning.text()
        assert "Lead 2" not in (home / "leads-2026-03-18.csv").read_text(encoding="utf-8-sig")


async def test_a_file_that_is_there_is_left_alone(opened: Opened, home: Path) -> None:
    (home / "leads-2026-03-18.csv").write_text("mine", encoding="utf-8")
    async with opened(*PEOPLE) as (_, pilot):
        await press(pilot, "*", "W", "enter")
        assert (home / "leads-2026-03-18.csv").read_text(encoding="utf-8") == "mine"

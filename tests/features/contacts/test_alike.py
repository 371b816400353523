"""Who is maybe here already is asked before an import writes anything: two side by side, one key each."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from fuyu.domain.lead import About, Lead, Status
from tests.builders import a_lead
from tests.features.contacts.test_screen import settled
from tests.tui.conftest import Morning, Opened, press

ANN = a_lead(1, "Ann Lee", company="Acme", emails=("ann@acme.example",), about=(About("hates voicemail"),))
BO = a_lead(2, "Bob Diaz", emails=("bo@x.example",))
FILE = """\
Name,Company,Email,Phone
Ann Lee,Globex,,+44 161 496 0000
Robert Diaz,,bo@x.example,
Cy Okafor,,,
Ann Lee,,,+44 161 496 9999
"""


@pytest.fixture(autouse=True)
def _own_state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep what is remembered of columns apart from whoever runs the tests."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def a_file(folder: Path, text: str = FILE) -> Path:
    """Return a file of contacts."""
    path = folder / "people.csv"
    path.write_text(text)
    return path


async def bring_in(pilot: Pilot[None], path: Path, *answers: str) -> None:
    """Open the import, read the file, answer what is asked, and wait until it came in."""
    await press(pilot, "I", f"~{path}", "enter")
    await settled(pilot)
    await press(pilot, "enter", *answers)
    for _ in range(3):  # matched anew, asked about whoever is a likeness only now, and written
        await settled(pilot)


def names(morning: Morning) -> list[str]:
    """Return the names of all leads, the oldest first."""
    return [row.name for row in sorted(morning.store.rows, key=lambda row: row.id)]


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 36)])
async def test_the_two_stand_side_by_side_and_what_agrees_is_told(
    opened: Opened, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with opened(ANN, BO, size=size) as (morning, pilot):
        await bring_in(pilot, a_file(tmp_path))
        lines = morning.lines()
        assert lines[0].startswith("Same person? 1 of 3")
        assert "Esc Back, nothing comes in" in " ".join(lines[-2:])
        assert "line 2 of the file the lead here" in lines
        assert "name = Ann Lee Ann Lee" in lines
        assert "company ! Globex Acme" in lines
        assert "e-mail ann@acme.example" in lines
        assert "about hates voicemail" in lines
        assert "s Same n New S All 3 same N All 3 new" in " ".join(lines[-2:])
        assert len(morning.desk.leads) == 2, "nothing comes in before it is answered"


async def test_one_person_gains_what_is_missing_and_somebody_else_is_new_in_one_burst(
    opened: Opened, tmp_path: Path
) -> None:
    async with opened(ANN, BO) as (morning, pilot):
        await bring_in(pilot, a_file(tmp_path), "s", "n", "s")
        ann = morning.lead(1)
        assert (ann.company, ann.phones) == ("Acme", ("+44 161 496 0000", "+44 161 496 9999"))
        assert "company: Globex" in morning.store.history(1)[0].note
        assert names(morning) == ["Ann Lee", "Bob Diaz", "Robert Diaz", "Cy Okafor"]
        assert "2 new, 1 updated, 1 repeated" in morning.text()
        assert "asked: 2 same, 1 new" in morning.text()
        await press(pilot, "u")
        assert (names(morning), morning.lead(1)) == (["Ann Lee", "Bob Diaz"], ANN)


@pytest.mark.parametrize(
    ("key", "there"),
    [
        ("S", ["Ann Lee", "Bob Diaz", "Cy Okafor"]),
        ("N", ["Ann Lee", "Bob Diaz", "Ann Lee", "Robert Diaz", "Cy Okafor", "Ann Lee"]),
    ],
)
async def test_the_rest_are_answered_by_one_key(opened: Opened, tmp_path: Path, key: str, there: list[str]) -> None:
    async with opened(ANN, BO) as (morning, pilot):
        text = FILE.replace("Ann Lee,,,+44 161 496 9999\n", "")
        path = a_file(tmp_path, text if key == "S" else FILE)
        await bring_in(pilot, path, key)
        assert names(morning) == there


async def test_the_rest_are_the_same_but_for_who_may_be_one_of_several(opened: Opened, tmp_path: Path) -> None:
    twin = a_lead(3, "Ann Lee", company="Initech")
    async with opened(ANN, BO, twin) as (morning, pilot):
        await bring_in(pilot, a_file(tmp_path), "S")
        assert "Each of the rest may be one of several leads" in morning.text()
        assert "1 of 3" in morning.text().splitlines()[0]
        await press(pilot, "tab")
        assert "the lead here (2 of 2)" in morning.text()
        await press(pilot, "s", "n")
        for _ in range(3):
            await settled(pilot)
        assert morning.lead(1) == ANN
        assert morning.lead(3).phones == ("+44 161 496 0000",)
        assert names(morning) == ["Ann Lee", "Bob Diaz", "Ann Lee", "Cy Okafor", "Ann Lee"]


async def test_whoever_is_like_an_earlier_record_is_asked_and_becomes_one_with_them(
    opened: Opened, tmp_path: Path
) -> None:
    text = "Name,Email,Phone\nAnn Lee,a@x.example,\nAnn Lee,,+44 161 496 0000\n"
    async with opened() as (morning, pilot):
        await bring_in(pilot, a_file(tmp_path, text))
        assert "line 2 of the file, also new" in morning.text()
        await press(pilot, "s")
        for _ in range(2):
            await settled(pilot)
        lead = morning.lead(1)
        assert (lead.emails, lead.phones, len(morning.desk.leads)) == (("a@x.example",), ("+44 161 496 0000",), 1)


async def test_going_back_writes_nothing_and_keeps_what_was_answered(opened: Opened, tmp_path: Path) -> None:
    async with opened(ANN, BO) as (morning, pilot):
        await bring_in(pilot, a_file(tmp_path), "s", "escape")
        assert "3 of the new are maybe here already" in morning.text()
        assert len(morning.desk.leads) == 2
        await press(pilot, "enter")
        assert "Same person? 2 of 3" in morning.text()
        await press(pilot, "backspace")
        assert "Same person? 1 of 3: the same" in morning.text()
        await press(pilot, "n", "n", "n")
        for _ in range(3):
            await settled(pilot)
        assert morning.lead(1) == ANN, "it was answered again"
        assert len(morning.desk.leads) == 6


async def test_another_reading_of_a_column_asks_anew(opened: Opened, tmp_path: Path) -> None:
    async with opened(ANN, BO) as (morning, pilot):
        await bring_in(pilot, a_file(tmp_path), "s", "escape", "j", "x")
        await settled(pilot)
        await press(pilot, "enter")
        assert "Same person? 1 of 3 ━" in morning.text()


@pytest.mark.parametrize(("name", "maybe"), [("Bob Diaz", ""), ("Robert Diaz", "maybe ")])
async def test_do_not_contact_is_skipped_without_a_question_and_told_with_the_reason(
    opened: Opened, tmp_path: Path, name: str, maybe: str
) -> None:
    silent = a_lead(2, "Bob Diaz", due=None, emails=("bo@x.example",), status=Status.DO_NOT_CONTACT)
    async with opened(ANN, silent) as (morning, pilot):
        await bring_in(pilot, a_file(tmp_path, f"Name,Email\n{name},bo@x.example\nCy Okafor,\n"))
        text = morning.text()
        assert "━━ What came in ━" in text
        assert "people.csv: 1 new, 1 skipped; 1 unscheduled: c walks them  (u undoes it)" in text
        assert f"line 2 skipped: {maybe}Bob Diaz (2), do not contact since Wed 18 Mar" in text
        assert text.count("do not contact") == 1
        await press(pilot, "escape", "u")
        assert names(morning) == ["Ann Lee", "Bob Diaz"]


async def test_a_wish_to_be_left_alone_in_the_file_is_told_beside_the_lead_and_wins(
    opened: Opened, tmp_path: Path
) -> None:
    async with opened(ANN) as (morning, pilot):
        await bring_in(pilot, a_file(tmp_path, "Name,Do Not Contact\nAnn Lee,yes\n"))
        assert "status   ! do not contact" in morning.text()
        await press(pilot, "s")
        for _ in range(2):
            await settled(pilot)
        assert morning.lead(1).status is Status.DO_NOT_CONTACT


async def test_a_lead_who_is_deleted_meanwhile_ends_nothing(opened: Opened, tmp_path: Path) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "I", f"~{a_file(tmp_path)}", "enter")
        await settled(pilot)
        morning.desk.commands.delete(1)
        await press(pilot, "enter")
        assert "One of the two was deleted meanwhile." in morning.text()
        await press(pilot, "s", "n")
        for _ in range(4):
            await settled(pilot)
        assert {row.name for row in morning.store.rows} >= {"Ann Lee", "Robert Diaz", "Cy Okafor"}


async def test_thousands_are_answered_by_one_key(opened: Opened, tmp_path: Path) -> None:
    known = [Lead(id=number, name=f"Ann{number} Lee") for number in range(1, 2_001)]
    text = "Name,Email\n" + "".join(f"{lead.name},a{lead.id}@x.example\n" for lead in known)
    async with opened(*known) as (morning, pilot):
        await bring_in(pilot, a_file(tmp_path, text))
        assert "Same person? 1 of 2,000" in morning.text()
        await press(pilot, "s", "n", "S")
        for _ in range(2):
            await settled(pilot)
        assert "1 new, 1,999 updated" in morning.text()
        assert (len(morning.desk.leads), morning.lead(3).emails) == (2_001, ("a3@x.example",))

"""Importing by keys: what is understood is shown, can be changed, and comes in as one thing that can be undone."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from fuyu.config import parse_config
from fuyu.domain.action import Action
from fuyu.domain.lead import Lead
from fuyu.errors import SaveError
from fuyu.features.contacts.reading.contact import ContactSheet
from fuyu.features.contacts.screen import incoming
from fuyu.storage.port import Applied
from tests.memory import MemoryStore
from tests.tui.conftest import Morning, Opened, press

GERMAN = """\
Name;Vorname;Firma;Handy;Schuh;Wiedervorlage
Horvat;Ana;Foods;+385 91 000 0000;38;2026-04-02
;;;;44;
Ott;Uwe;;;45;
"""


@pytest.fixture(autouse=True)
def _own_state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep what is remembered of columns apart from whoever runs the tests."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def german(tmp_path: Path) -> Path:
    path = tmp_path / "leute.csv"
    path.write_text(GERMAN)
    return path


async def settled(pilot: Pilot[None]) -> None:
    """Wait until the threads are done and what they said is shown."""
    await pilot.app.workers.wait_for_complete([worker for worker in pilot.app.workers if worker.group == "import"])
    await pilot.pause()


def column(morning: Morning, title: str) -> str:
    """Return the line of a column, without what lies between its cells."""
    (line,) = [line for line in morning.text().splitlines() if line.strip().startswith(title)]
    return " ".join(line.split())


async def test_columns_are_shown_with_what_they_are_taken_for_and_why(opened: Opened, german: Path) -> None:
    async with opened() as (morning, pilot):
        await press(pilot, "I", f"~{german}", "enter")
        await settled(pilot)
        assert column(morning, "Handy") == "Handy phone German +385 91 000 0000"
        assert column(morning, "Schuh") == "Schuh not read 38 · 44 · 45"
        assert column(morning, "Vorname") == "Vorname first name German Ana · Uwe"
        screen = morning.text()
        assert "2 new  0 updated  0 unchanged  1 skipped" in screen
        assert "line 3 skipped: no name, e-mail or phone" in screen
        assert len(morning.desk.leads) == 0, "nothing comes in before Enter"


async def test_everyone_comes_in_as_one_thing_that_is_undone_by_one_key(opened: Opened, german: Path) -> None:
    async with opened() as (morning, pilot):
        await press(pilot, "I", f"~{german}", "enter", "enter")  # the second Enter before anything was counted
        await settled(pilot)
        await settled(pilot)
        assert [morning.lead(number).name for number in (1, 2)] == ["Ana Horvat", "Uwe Ott"]
        assert "leute.csv: 2 new, 1 skipped; 1 unscheduled: c walks them  (u undoes it)" in morning.text()
        assert "line 3 skipped: no name, e-mail or phone" in morning.text()
        await press(pilot, "escape")
        assert "leute.csv: 2 new, 1 skipped; 1 unscheduled: c walks them  (u undoes it)" in morning.text()
        assert "1 unscheduled" in morning.text()
        await press(pilot, "u")
        assert len(morning.desk.leads) == 0


async def test_a_column_is_read_as_one_says_and_so_again_next_time(
    opened: Opened, german: Path, tmp_path: Path
) -> None:
    async with opened() as (morning, pilot):
        await press(pilot, "I", f"~{german}", "enter", "j", "j", "j", "j", "t", "t")  # Schuh: time zone, then tags
        await settled(pilot)
        assert column(morning, "Schuh") == "Schuh tags you said so 38 · 44 · 45"
        await press(pilot, "k", "x", "k", "right", "left", "backspace")  # Handy: not read; Firma: there and back
        await settled(pilot)
        assert column(morning, "Handy") == "Handy not read you said so +385 91 000 0000"
        assert column(morning, "Firma") == "Firma company German Foods"
        await press(pilot, "enter")
        await settled(pilot)
        assert (morning.lead(1).tags, morning.lead(1).phones) == (("38",), ())
        await press(pilot, "escape", "I", f"~{german}", "enter")
        await settled(pilot)
        assert column(morning, "Schuh") == "Schuh tags you said so 38 · 44 · 45"
        assert "0 new  0 updated  2 unchanged" in morning.text()
        await press(pilot, "enter")
        assert "there is nothing in it that is not known" in morning.text()
    (kept,) = (tmp_path / "state").rglob("columns.json")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "Horvat" not in kept.read_text()


async def test_titles_nobody_knows_can_be_told(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Wer,Wo\nAna Horvat,Foods\n")
    async with opened() as (morning, pilot):
        await press(pilot, "I", f"~{path}", "enter")
        await settled(pilot)
        assert "no line names the columns" in morning.text()
        await press(pilot, "n", "j", "c", "enter")
        await settled(pilot)
        await settled(pilot)
        assert (morning.lead(1).name, morning.lead(1).company) == ("Ana Horvat", "Foods")


async def test_cards_show_their_people(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "phone.vcf"
    path.write_text("BEGIN:VCARD\nFN:Zoë [bold] O'Brien\nTEL:+353 1 000\nEND:VCARD\nBEGIN:VCARD\nFN:Torn\n")
    async with opened() as (morning, pilot):
        await press(pilot, "I", f"~{path}", "enter")
        await settled(pilot)
        assert column(morning, "Zoë") == "Zoë [bold] O'Brien +353 1 000"
        assert "line 5 is read as far as it goes: the card has no end" in morning.text()
        await press(pilot, "x", "right", "enter")  # cards name their own fields
        await settled(pilot)
        assert morning.lead(1).phones == ("+353 1 000",)


async def test_what_cannot_be_read_is_said_and_the_path_can_be_corrected(opened: Opened, tmp_path: Path) -> None:
    async with opened() as (morning, pilot):
        await press(pilot, "I", "enter", f"~{tmp_path}/no.csv", "enter")
        assert "no.csv cannot be read: No such file or directory" in morning.text()
        (tmp_path / "no.csvx").write_text("Name\nAna\n")
        await press(pilot, "~x", "enter")
        await settled(pilot)
        assert "1 new" in morning.text()


async def test_esc_goes_back_to_the_path_and_then_to_the_day(
    opened: Opened, german: Path, people: tuple[Lead, ...]
) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "I", f"~{german}", "enter", "escape")
        assert "Handy" not in morning.text()
        await press(pilot, "escape")
        assert "Overdue · 3" in morning.text()
        assert len(morning.desk.leads) == 6


async def test_a_known_lead_is_named_with_what_they_learn(
    opened: Opened, tmp_path: Path, people: tuple[Lead, ...]
) -> None:
    path = tmp_path / "more.csv"
    path.write_text("Name,Company,Phone\nAna Horvat,Adriatic Foods,+385 91 000 0000\n")
    async with opened(*people) as (morning, pilot):
        await press(pilot, "I", f"~{path}", "enter")
        await settled(pilot)
        assert "line 2 is Ana Horvat, who learns: zone, phones" in morning.text()


class Full(MemoryStore):
    """A store on a full disk."""

    def apply(self, action: Action) -> Applied:  # noqa: ARG002 - the port's
        raise SaveError("disk full: not saved")


async def test_what_cannot_be_saved_is_held_and_said_on_the_day(opened: Opened, german: Path) -> None:
    async with opened() as (morning, pilot):
        morning.desk.book.store = Full()
        await press(pilot, "I", f"~{german}", "enter", "enter")
        await settled(pilot)
        await settled(pilot)
        assert morning.said.startswith("! disk full: not saved")
        await press(pilot, "I")
        assert "Import" not in morning.text(), "nothing comes before what is not saved"


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 45), (40, 10)])
async def test_nothing_of_it_is_cut_where_there_is_room(opened: Opened, german: Path, size: tuple[int, int]) -> None:
    async with opened(size=size) as (morning, pilot):
        await press(pilot, "I", f"~{german}", "enter")
        await settled(pilot)
        assert all(len(line) <= size[0] for line in morning.text().splitlines())
        if size[0] >= 80:
            last = " ".join(morning.text().splitlines()[-2:]).split()
            last = last[last.index("Enter") :]
            assert (last[:3], last[-2:]) == (["Enter", "Bring", "in"], ["Esc", "Back"])


async def test_no_file_steers_the_terminal_and_none_is_read_as_markup(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "[bold]a.csv"
    path.write_text("Name,[@click=app.bell]Shoe[/],\x1b]0;x\x07Phone\n[red]Eve\x1b[2J,\u202e43 [/],\x9b31m+1 650 555\n")
    async with opened(size=(160, 45)) as (morning, pilot):
        await press(pilot, "I", f"~{path}", "enter")
        await settled(pilot)
        screen = morning.text()
        assert "Import [bold]a.csv" in screen
        assert "[@click=app.bell]Shoe[/]" in screen
        assert "[red]Eve[2J" in screen
        assert not any(char in screen for char in "\x1b\x07\x9b\u202e")


async def test_a_fault_of_ours_ends_no_dashboard_and_names_nobody(
    opened: Opened, german: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: object, **_named: object) -> ContactSheet:
        raise RuntimeError("Horvat, Ana")

    async with opened() as (morning, pilot):
        monkeypatch.setattr(incoming, "read_contacts", fails)
        await press(pilot, "I", f"~{german}", "enter")
        await settled(pilot)
        assert "a fault of fuyu's own: RuntimeError at test_screen.py:" in morning.text()
        assert "Horvat, Ana" not in morning.text()
        monkeypatch.undo()
        await press(pilot, "x")
        await settled(pilot)
        assert "What would come in" in morning.text()


async def test_the_foot_names_the_keys_that_hold(opened: Opened, german: Path) -> None:
    config = parse_config('[keys]\n"import.not_read" = "-"\n"import.field_before" = "f3"')
    async with opened(config=config) as (morning, pilot):
        await press(pilot, "I")
        assert morning.text().split("\n")[-1] == " Enter Read  Tab Complete the path  Esc Back"
        await press(pilot, f"~{german}", "enter")
        await settled(pilot)
        foot = "Enter Bring in j k Column f3 → a-z Field - Not read ⌫ Guess ^e Encoding Esc Back"
        assert " ".join(morning.text().split()).endswith(foot)


async def test_an_opt_out_that_is_unclear_is_asked_before_anyone_comes_in(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,Phone,Do Not Call\nAnn Lee,0170 1234567,later\nBo Diaz,0170 1234568,no\n")
    async with opened() as (morning, pilot):
        await press(pilot, "I", f"~{path}", "enter", "enter")
        await settled(pilot)
        assert "line 2, Do Not Call: “later”: do not contact? y yes, n no, x not read" in morning.text()
        await press(pilot, "enter")
        assert len(morning.desk.leads) == 0, "it is not answered yet"
        await press(pilot, "y")
        await settled(pilot)
        assert "1 asked not to be contacted, and come in so" in morning.text()
        await press(pilot, "enter")
        await settled(pilot)
        assert [morning.lead(number).status for number in (1, 2)] == ["do_not_contact", "open"]


async def test_the_encoding_is_said_where_names_are_read_wrongly(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "baltic.csv"
    path.write_bytes("Name,Phone\nZoė Lee,0170 1234567\n".encode("cp1257"))
    async with opened() as (morning, pilot):
        await press(pilot, "I", f"~{path}", "enter")
        await settled(pilot)
        assert "cp1252 is a guess: “Zoë Lee”; --encoding cp1257 reads “Zoė Lee”" in morning.text()
        await press(pilot, "ctrl+e", "~cp12577", "enter")
        assert "Unknown encoding “cp12577”. Near: cp1257" in morning.text()
        await press(pilot, "backspace", "enter")
        await settled(pilot)
        assert "cp1257: “Zoė Lee”" in morning.text()
        await press(pilot, "ctrl+e", "~x", "escape")
        await settled(pilot)
        assert "cp1257: “Zoė Lee”" in morning.text(), "esc leaves it as it was"
        await press(pilot, "enter")
        await settled(pilot)
        assert morning.lead(1).name == "Zoė Lee"


async def test_cards_are_read_in_the_encoding_that_is_said(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "baltic.vcf"
    path.write_bytes("BEGIN:VCARD\nFN:Zoė Lee\nTEL:0170 1234567\nEND:VCARD\n".encode("cp1257"))
    async with opened() as (morning, pilot):
        await press(pilot, "I", f"~{path}", "enter")
        await settled(pilot)
        assert "Zoë Lee" in morning.text()
        await press(pilot, "ctrl+e", "~windows-1257", "enter")
        await settled(pilot)
        assert "cp1257: “Zoė Lee”" in morning.text()

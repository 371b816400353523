"""Two leads that are one person become one by a key, from the lists and from the call card."""

import datetime as dt

import pytest

from fuyu.desk import TouchMade
from fuyu.domain.lead import Outcome, Status, Temperature
from fuyu.domain.step import Plan
from tests.builders import a_lead, a_promise
from tests.tui.conftest import TODAY, Opened, due, press

ANN = a_lead(
    1, "Ann Lee", company="Acme", phones=("020 7946 0958",), emails=("ann@x.example",), next_step=Plan(day=TODAY)
)
BO = due(2, "Bo Diaz", -1)
TWIN = a_lead(
    3,
    "Anne Lee",
    company="Globex",
    role="CTO",
    emails=("ann@x.example", "anne@x.example"),
    next_step=a_promise(TODAY + dt.timedelta(days=2), time=dt.time(10)),
    temperature=Temperature.HOT,
)


async def test_the_likely_other_stands_first_and_enter_joins_them_in_one_burst(opened: Opened) -> None:
    async with opened(BO, ANN, TWIN) as (morning, pilot):
        await press(pilot, "j", "J", "enter", "enter")
        lead = morning.lead(1)
        assert (lead.name, lead.company, lead.role) == ("Ann Lee", "Acme", "CTO")
        assert lead.emails == ("ann@x.example", "anne@x.example")
        assert len(lead.open_promises) == 1
        assert "joined Anne Lee with Ann Lee  (u undoes it)" in morning.text()
        assert (morning.app.day.chosen, len(morning.desk.leads)) == (1, 2)
        assert "there it was name “Anne Lee”, company “Globex”" in morning.store.history(1)[0].note
        await press(pilot, "u")
        assert (morning.lead(1), morning.lead(3)) == (ANN, TWIN)
        assert morning.app.day.chosen == 1


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 36)])
async def test_each_field_shows_what_stays_and_what_moves_is_counted(opened: Opened, size: tuple[int, int]) -> None:
    async with opened(BO, ANN, TWIN, size=size) as (morning, pilot):
        await press(pilot, "j", "n", "~about tea", "escape", "J")
        assert "Anne Lee" in morning.lines()[2]
        await press(pilot, "enter")
        lines = morning.lines()
        assert lines[0].startswith("Join Anne Lee with Ann Lee")
        assert "name ! • Ann Lee Anne Lee" in lines
        assert "company ! • Acme Globex" in lines
        assert "role • CTO" in lines
        assert "temp. ! • warm hot" in lines
        assert any(line.startswith("promise • Fri 20 Mar 10:00,") for line in lines)
        words = " ".join(lines[-5:])
        assert "moves to Ann Lee: 1 promise · what gives way is kept in a note" in words
        assert lines[-1] == "Enter Join Space Take the other j Next field Esc Back"
        await press(pilot, "enter")
        assert morning.app.day.notes.editor.text == "about tea"


async def test_what_they_said_of_a_day_stands_beside_it(opened: Opened) -> None:
    twin = a_lead(3, "Ann Lee", emails=("ann@x.example",), next_step=Plan(day=TODAY, why="prices", quote="at noon"))
    async with opened(ANN, twin, size=(120, 36)) as (morning, pilot):
        await press(pilot, "J", "enter")
        assert "call: prices “at noon”" in morning.text()


async def test_a_check_in_is_not_counted_as_a_touch_above_or_below(opened: Opened) -> None:
    async with opened(ANN, TWIN) as (morning, pilot):
        morning.desk.commands.log(3, TouchMade(outcome=Outcome.NO_ANSWER))
        morning.desk.commands.log(3, TouchMade(outcome=Outcome.TALKED, check_in=True))
        await press(pilot, "J", "enter")
        words = " ".join(morning.text().split())
        assert "touches • 1, last Wed 18 Mar" in words
        assert "moves to Ann Lee: 1 touch, 1 check-in" in words


async def test_a_key_lets_the_other_value_stay_in_a_field(opened: Opened) -> None:
    async with opened(BO, ANN, TWIN) as (morning, pilot):
        await press(pilot, "j", "J", "enter", "space", "j", "j", "space")
        lines = [" ".join(line.split()) for line in morning.text().splitlines()]
        assert {"name ! Ann Lee • Anne Lee", "company ! • Acme Globex", "temp. ! warm • hot"} <= {*lines}
        await press(pilot, "k", "space", "space", "enter")
        lead = morning.lead(1)
        assert (lead.name, lead.company, lead.temperature) == ("Anne Lee", "Acme", Temperature.HOT)
        note = morning.store.history(1)[0].note
        assert "there it was company “Globex”" in note
        assert "here it was name “Ann Lee”, temperature “warm”" in note


async def test_from_the_call_card_one_stays_on_the_call(opened: Opened) -> None:
    async with opened(ANN, BO, TWIN) as (morning, pilot):
        await press(pilot, "j", "enter", "~on the phone", "shift+f6", "enter", "enter")
        assert "── Ann Lee · Acme ─" in morning.text()
        assert "joined Anne Lee with Ann Lee  (f7 undoes it)" in morning.text()
        assert morning.app.day.notes.editor.text == "on the phone"
        assert morning.app.day.calling.is_on
        await press(pilot, "~, still")
        assert morning.app.day.notes.editor.text == "on the phone, still"


async def test_going_back_chooses_another_and_nothing_is_changed(opened: Opened) -> None:
    async with opened(BO, ANN, TWIN) as (morning, pilot):
        await press(pilot, "j", "J", "enter", "escape")
        assert "Join Ann Lee with: 1 maybe " in morning.text()
        await press(pilot, "~bo", "enter")
        assert "━━ Join Bo Diaz with Ann Lee" in morning.text()
        await press(pilot, "escape", "escape")
        assert (morning.lead(1), morning.lead(2), morning.lead(3)) == (ANN, BO, TWIN)
        assert morning.app.day.chosen == 1


async def test_do_not_contact_is_said_before_and_beats_all(opened: Opened) -> None:
    silent = a_lead(3, "Anne Lee", due=None, emails=("ann@x.example",), status=Status.DO_NOT_CONTACT)
    async with opened(BO, ANN, silent) as (morning, pilot):
        await press(pilot, "j", "J", "enter")
        assert "Ann Lee is do not contact then, for one of the two is" in morning.text()
        assert "status ! open • do not contact" in [" ".join(line.split()) for line in morning.text().splitlines()]
        await press(pilot, "enter")
        assert (morning.lead(1).status, morning.lead(1).next_step) == (Status.DO_NOT_CONTACT, None)


async def test_a_lead_deleted_meanwhile_is_not_joined(opened: Opened) -> None:
    async with opened(BO, ANN, TWIN) as (morning, pilot):
        await press(pilot, "j", "J", "enter")
        morning.desk.commands.delete(3)
        await press(pilot, "space", "escape")
        assert morning.lead(1) == ANN
        await press(pilot, "escape", "~", "J")
        assert morning.app.is_running

"""Adding somebody who is there, on the screen: Enter shows them, a key adds all the same."""

import pytest

from fuyu.domain.lead import Status
from tests.builders import a_lead
from tests.tui.conftest import Opened, press, until

ANN = a_lead(1, "Ann Lee", company="Acme", emails=("ann@x.example",))
BO = a_lead(2, "Bo Diaz")
LINES = [
    ("ann lee ann@x.example", "already here: Ann Lee, Acme"),
    ("Anne Lee ann@x.example", "maybe already here: Ann Lee, Acme"),
]


@pytest.mark.parametrize(("line", "said"), LINES)
async def test_the_line_says_who_is_there_and_enter_shows_them(opened: Opened, line: str, said: str) -> None:
    async with opened(BO, ANN) as (morning, pilot):
        await press(pilot, "a", f"~{line}")
        await until(pilot, lambda: said in morning.text())
        await press(pilot, "enter")
        assert "here already" in morning.text()
        await press(pilot, "enter")
        assert morning.app.day.chosen == 1
        assert len(morning.store.rows) == 2


@pytest.mark.parametrize(("line", "said"), LINES)
async def test_a_key_adds_them_all_the_same_and_the_line_is_done(opened: Opened, line: str, said: str) -> None:
    async with opened(BO, ANN) as (morning, pilot):
        await press(pilot, "a", f"~{line}", "enter", "2")
        assert (morning.app.day.chosen, len(morning.store.rows)) == (3, 3)
        await press(pilot, "a")
        assert said not in morning.text()
        assert "continue" not in morning.text(), "what was typed is finished"


async def test_whoever_is_nobody_known_is_added_without_a_question(opened: Opened) -> None:
    async with opened(BO, ANN) as (morning, pilot):
        await press(pilot, "a", "~Cy Okafor ann@x.example", "enter")
        assert (morning.app.day.chosen, len(morning.store.rows)) == (3, 3)


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [(("a", "~Ann Lee ann@x.example", "tab", "ctrl+s"), 3), (("r", "~Ann Lee ann@x.example", "enter"), 2)],
    ids=["form", "referral"],
)
async def test_the_form_and_a_referral_ask_too(opened: Opened, keys: tuple[str, ...], chosen: int) -> None:
    async with opened(BO, ANN) as (morning, pilot):
        await press(pilot, "j", *keys)
        assert "Ann Lee is here already" in morning.text()
        await press(pilot, "2")
        assert (len(morning.store.rows), morning.app.day.chosen) == (3, chosen)
        assert morning.lead(3).referred_by == (2 if keys[0] == "r" else None)


async def test_who_is_there_already_takes_nobody_off_the_phone(opened: Opened) -> None:
    async with opened(BO, ANN) as (morning, pilot):
        await press(pilot, "j", "enter", "ctrl+g", "~Ann Lee ann@x.example", "enter", "enter")
        assert "Ann Lee, already here, is referred by Bo Diaz" in morning.text()
        assert "── Bo Diaz ─" in morning.text()
        assert (len(morning.store.rows), morning.lead(1).referred_by, morning.lead(2).referred) == (2, 2, (1,))
        await press(pilot, "ctrl+g", "~Ann Lee ann@x.example", "enter", "enter")
        assert "not added: already here, Ann Lee, Acme" in morning.text()


async def test_a_do_not_contact_lead_is_refused(opened: Opened) -> None:
    silent = a_lead(1, "Ann Lee", due=None, emails=("ann@x.example",), status=Status.DO_NOT_CONTACT)
    async with opened(BO, silent) as (morning, pilot):
        await press(pilot, "a", "~Ann Lee ann@x.example")
        await until(pilot, lambda: "already here: Ann Lee (do not contact)" in morning.text())
        await press(pilot, "enter")
        assert "not added: Ann Lee (1), do not contact since Wed 18 Mar" in morning.text()
        assert len(morning.store.rows) == 2

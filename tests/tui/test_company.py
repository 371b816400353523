"""A company's page: everyone there, the last touch by anyone, and on to a lead."""

from msgspec.structs import replace

from fuyu.domain.lead import Lead, Status
from tests.tui.conftest import Opened, due, press


def staff() -> tuple[Lead, ...]:
    """Three at Acme, one of them lost, and one who wants to hear nothing; one elsewhere."""
    return (
        due(1, "Sakura Tanaka", -5, "Acme"),
        due(2, "Ana Horvat", 0, "ACME"),
        replace(due(3, "Zoë O'Brien", 9, "Acmé"), status=Status.LOST, plan=None),
        replace(due(4, "Li Wei", 0, "Acme"), status=Status.DO_NOT_CONTACT, plan=None),
        due(5, "Nobody Else", 0, "Acme & Sons"),
        due(6, "Free Lance", 0),
    )


async def test_everyone_at_a_company_and_the_last_touch(opened: Opened) -> None:
    async with opened(*staff(), size=(100, 36)) as (morning, pilot):
        await press(pilot, "C")
        text = morning.text()
        assert "Acme · 3 leads · 1 do not contact" in text
        assert "nobody there was contacted yet" in text
        for name in ("Sakura Tanaka", "Ana Horvat", "Zoë O'Brien"):
            assert name in text
        assert "Li Wei" not in text
        assert "Nobody Else" not in text
        await press(pilot, "escape", "l", "t", "enter", "C")
        assert "last touch Wed 18 Mar, today · call, talked · Sakura Tanaka" in morning.text()


async def test_enter_goes_to_a_colleague_and_esc_back(opened: Opened) -> None:
    async with opened(*staff()) as (morning, pilot):
        assert morning.app.day.chosen == 1
        await press(pilot, "C", "j", "enter")
        assert morning.app.day.chosen == 2
        await press(pilot, "C", "C")
        assert morning.app.day.chosen == 2
        await press(pilot, "C", "q")
        assert morning.app.screen is morning.app.day


async def test_a_lead_without_a_company_says_so(opened: Opened) -> None:
    async with opened(staff()[5]) as (morning, pilot):
        await press(pilot, "C")
        assert "Free Lance has no company; e names it" in morning.text()

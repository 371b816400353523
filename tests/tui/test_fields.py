"""Each field of the table is filled in by keys, and what stands there already is shown and stays."""

import pytest

from fuyu.domain.fields import Field
from fuyu.tui.screens.form import FIELDS
from tests.known import TYPED, another, example, typed
from tests.tui.conftest import Opened, due, press, to_field


@pytest.mark.parametrize("field", TYPED, ids=[field.name for field in TYPED])
async def test_it_is_filled_in_by_keys(opened: Opened, field: Field) -> None:
    there = to_field(field.name)
    async with opened(due(1, "Ann Lee", 0)) as (morning, pilot):
        await press(pilot, "e", *there, f"~{typed(field, example(field))}", "ctrl+s")
        assert field.of(morning.lead(1)) == example(field)
        await press(pilot, "e")
        assert f"{field.label:<10}{typed(field, example(field))}"[:40] in morning.text()
        await press(pilot, "ctrl+s")
        assert field.of(morning.lead(1)) == example(field)
        await press(pilot, "e", *there, "end", "ctrl+u", f"~{typed(field, another(field))}", "ctrl+s")
        assert field.of(morning.lead(1)) == another(field)
        await press(pilot, "e", *there, "end", "ctrl+u", "ctrl+s")
        assert not field.of(morning.lead(1))
        await press(pilot, "u", "u")
        assert field.of(morning.lead(1)) == example(field)


async def test_the_form_is_whole_on_a_small_screen(opened: Opened) -> None:
    async with opened(due(1, "Ann Lee", 0)) as (morning, pilot):
        await press(pilot, "e")
        begins = [line.split()[:1] for line in morning.text().splitlines()]
        assert all([label] in begins for _, label in FIELDS)


@pytest.mark.parametrize(
    ("field", "words", "said"),
    [
        ("value", "1.500k", "“1.500k” is € 1,500 or € 1,500,000: write one of them. - EUR 1500?"),
        ("value", "5k a month", "Unknown amount “5k a month”."),
        ("expected", "28 febuary", "28 february"),
        ("expected", "yesterday", "?"),
    ],
)
async def test_what_is_no_amount_or_no_day_is_said(opened: Opened, field: str, words: str, said: str) -> None:
    async with opened(due(1, "Ann Lee", 0)) as (morning, pilot):
        await press(pilot, "e", *to_field(field), f"~{words}", "ctrl+s")
        assert said in morning.text()
        assert (morning.lead(1).value, morning.lead(1).expected) == (None, None)

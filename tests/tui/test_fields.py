"""Each field of the table is filled in by keys, and what stands there already is shown and stays."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from fuyu.domain.fields import Field
from fuyu.tui.screens.form import FIELDS
from tests.known import TYPED as OPTIONS
from tests.known import another, example, typed
from tests.tui.conftest import Opened, due, press, to_field

TYPED = tuple(field for field in OPTIONS if field.name in dict(FIELDS))
"""Those that the form asks for; an owner is asked for by a key of its own."""


async def test_each_is_filled_in_by_keys(opened: Opened) -> None:
    async with opened(due(1, "Ann Lee", 0)) as (morning, pilot):

        def holds(value: Callable[[Field], object]) -> bool:
            lead = morning.lead(1)
            return [field.of(lead) for field in TYPED] == [value(field) for field in TYPED]

        def filled(value: Callable[[Field], Any]) -> list[str]:
            of_form = {field.name: field for field in TYPED}
            return [
                key
                for name, _ in FIELDS
                for field in [of_form.get(name)]
                for key in (*(("end", "ctrl+u", f"~{typed(field, value(field))}") if field else ()), "enter")
            ][:-1]

        await press(pilot, "e", *filled(example), "ctrl+s")
        assert holds(example)
        await press(pilot, "e")
        text = morning.text()
        assert [f for f in TYPED if f"{f.label:<9}▎ {typed(f, example(f))}"[:40] not in text] == []
        await press(pilot, "ctrl+s")
        assert holds(example)
        await press(pilot, "e", *filled(another), "ctrl+s")
        assert holds(another)
        await press(pilot, "u")
        assert holds(example)


@pytest.mark.parametrize("field", TYPED[:2], ids=[field.name for field in TYPED[:2]])
async def test_one_is_emptied_by_keys(opened: Opened, field: Field) -> None:
    lead = replace(due(1, "Ann Lee", 0), **{field.name: example(field)})
    async with opened(lead) as (morning, pilot):
        await press(pilot, "e", *to_field(field.name), "end", "ctrl+u", "ctrl+s")
        assert not field.of(morning.lead(1))
        await press(pilot, "u")
        assert field.of(morning.lead(1)) == example(field)


async def test_the_form_is_whole_on_a_small_screen(opened: Opened) -> None:
    async with opened(due(1, "Ann Lee", 0), size=(80, 30)) as (morning, pilot):
        await press(pilot, "e")
        lines = [line.strip() for line in morning.text().splitlines()]
        assert [label for _, label in FIELDS if not any(line.startswith(label) for line in lines)] == []


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

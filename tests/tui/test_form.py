"""The form: rhythm, facts, zone and status in words; what means nothing is said and nothing is saved."""

import datetime as dt
import re

import pytest

from fuyu.domain.lead import About, Lead, Status
from tests.tui.conftest import TODAY, Opened, due, press, to_field


def to(field: str) -> list[str]:
    """Return the keys that go to a field from the name, and empty it."""
    return [*to_field(field), "end", "ctrl+u"]


def known(**fields: object) -> Lead:
    lead = due(1, "Ann Lee", 0)
    return Lead(**{name: getattr(lead, name) for name in lead.__struct_fields__} | fields)


async def test_the_time_that_was_typed_in_a_line_stands_in_the_form_and_in_what_was_done(opened: Opened) -> None:
    async with opened() as (morning, pilot):
        await press(pilot, "a", "~Ann Lee fri 2pm", "tab")
        assert "= Fri 20 Mar 14:00, in 2 days" in morning.text()
        await press(pilot, "ctrl+s")
        assert "added Ann Lee; next Fri 20 Mar 14:00, in 2 days" in morning.text()
        step = morning.lead(1).next_step
        assert step is not None
        assert step.time == dt.time(14)


async def test_how_often_is_said_in_words(opened: Opened) -> None:
    async with opened(known()) as (morning, pilot):
        await press(pilot, "e", *to("rhythm"), "~every 6 weeks", "ctrl+s")
        assert morning.lead(1).rhythm == 42
        await press(pilot, "e")
        assert re.search(r"Rhythm +\W every 6 weeks", morning.text())
        await press(pilot, *to("rhythm"), "~evry 6 weks", "ctrl+s")
        assert "is no rhythm" in morning.text()
        await press(pilot, "escape", "e", *to("rhythm"), "ctrl+s")
        assert morning.lead(1).rhythm is None


async def test_a_cadence_that_is_set_no_more_stays_until_another_is_typed(opened: Opened) -> None:
    async with opened(known(cadence="gentle", rhythm=7)) as (morning, pilot):
        await press(pilot, "e", "~ San", "ctrl+s")
        lead = morning.lead(1)
        assert (lead.name, lead.cadence, lead.rhythm) == ("Ann Lee San", "gentle", 7)
        await press(pilot, "e", *to("rhythm"), "~gentle, monthly", "ctrl+s")
        assert "“gentle” is no rhythm" in morning.text()


async def test_what_matters_may_have_a_day(opened: Opened) -> None:
    birthday = About("birthday", dt.date(1980, 7, 3), yearly=True, wished=dt.date(2025, 7, 3))
    async with opened(known(about=(birthday, About("hates voicemail")))) as (morning, pilot):
        await press(pilot, "e")
        assert "birthday @ 3 jul 1980 yearly; hates voicemail" in morning.text()
        await press(pilot, *to_field("about"), "end", "~; exam @ 14 may", "ctrl+s")
        exam = About("exam", dt.date(2026, 5, 14))
        assert morning.lead(1).about == (birthday, About("hates voicemail"), exam)
        await press(pilot, "e", *to("about"), "~exam @ 14 mayy", "ctrl+s")
        assert "“mayy” is no word for a day that fuyu knows. - exam @ 14 may?" in " ".join(morning.lines())
        assert morning.lead(1).about == (birthday, About("hates voicemail"), exam)


async def test_a_zone_that_is_none_is_refused_with_the_nearest(opened: Opened) -> None:
    async with opened(known()) as (morning, pilot):
        await press(pilot, "e", *to("zone"), "~tokio", "ctrl+s")
        assert "did you mean Asia/Tokyo?" in morning.text()
        await press(pilot, "end", "ctrl+u", "~Asia/Tokyo", "ctrl+s")
        assert morning.lead(1).zone == "Asia/Tokyo"


async def test_the_number_tells_the_zone_unless_one_is_named(opened: Opened) -> None:
    async with opened(known()) as (morning, pilot):
        await press(pilot, "e", *to("phones"), "~+81 3 1234 5678", "ctrl+s")
        assert morning.lead(1).zone == "Asia/Tokyo"
        await press(pilot, "e", *to("phones"), "~+44 20 7946 0958", "ctrl+s")
        assert morning.lead(1).zone == "Asia/Tokyo"


async def test_do_not_contact_is_lifted_here_and_only_by_the_whole_word(opened: Opened) -> None:
    silent = Lead(id=1, name="Ann Lee", status=Status.DO_NOT_CONTACT)
    async with opened(silent, due(2, "Bo Diaz", 0)) as (morning, pilot):
        await press(pilot, "/", "~ann", "ctrl+o", "enter", "e")
        assert re.search(r"Status +\W do not contact", morning.text())
        await press(pilot, "~ San", "ctrl+s", "e", *to("status"), "~o", "ctrl+s")
        assert "Choose open, won, lost, do not contact." in morning.text()
        assert (morning.lead(1).name, morning.lead(1).status) == ("Ann Lee San", Status.DO_NOT_CONTACT)
        await press(pilot, "end", "ctrl+u", "~Open", "ctrl+s")
        lead = morning.lead(1)
        assert lead.status is Status.OPEN
        assert lead.next_step is not None
        assert lead.next_step.day == TODAY


async def test_a_status_may_end_the_follow_up(opened: Opened) -> None:
    async with opened(known()) as (morning, pilot):
        await press(pilot, "e", *to("status"), "~do not contact", "ctrl+s")
        assert (morning.lead(1).status, morning.lead(1).next_step) == (Status.DO_NOT_CONTACT, None)


async def test_who_is_added_has_no_status_to_fill_in(opened: Opened) -> None:
    async with opened() as (morning, pilot):
        await press(pilot, "a", "~Bo Diaz", "tab", *to("rhythm"), "~monthly", "ctrl+s")
        assert "Status" not in morning.text()
        assert morning.lead(1).rhythm == 30


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("phones", "abc", "“abc” is not a phone number"),
        ("emails", "notanemail", "“notanemail” is not an e-mail address"),
    ],
)
async def test_a_number_or_an_address_that_is_none_is_said(opened: Opened, field: str, typed: str, said: str) -> None:
    async with opened() as (morning, pilot):
        await press(pilot, "a", "~Ann Lee", "tab", *to_field(field), f"~{typed}", "ctrl+s")
        assert said in morning.text()
        assert not len(morning.store.rows)

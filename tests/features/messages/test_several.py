"""Writing to all marked leads by keys: each message is seen whole, all are queued by one action."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from fuyu import paths
from fuyu.domain.lead import Lead, Status
from fuyu.domain.message import State
from fuyu.domain.step import Channel, Plan
from fuyu.features.messages.service import Post
from tests.builders import removing
from tests.tui.conftest import TODAY, Morning, Opened, press

ANN = Lead(id=1, name="Ann Lee", emails=("ann@acme.example",), plan=Plan(day=TODAY))
BO = Lead(id=2, name="Bo Diaz", emails=("bo@acme.example",), plan=Plan(day=TODAY))
CY = Lead(id=3, name="Cy Noor", plan=Plan(day=TODAY))
DEE = Lead(id=4, name="Dee Ek", emails=("dee@acme.example",), unwanted=("email",), plan=Plan(day=TODAY))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FUYU_CONFIG", str(tmp_path / "config.toml"))
    folder = paths.templates()
    folder.mkdir()
    return folder


def messages(morning: Morning) -> list[tuple[int, str, str, State]]:
    """Return the lead, subject, text and state of each message."""
    return [(one.lead, one.subject, one.text, one.state) for one in Post(morning.desk).messages()]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_a_template_is_filled_in_for_each_and_all_are_one_action(
    opened: Opened, folder: Path, size: tuple[int, int]
) -> None:
    (folder / "offer.txt").write_text("Subject: The offer\nHello {first_name}, here it is.", encoding="utf-8")
    async with opened(ANN, BO, CY, DEE, size=size) as (morning, pilot):
        await press(pilot, "2", "*", "m")
        assert "Write to 2 leads (2 cannot be written to)" in morning.text()
        await press(pilot, "2")
        assert "Write to Ann Lee · 1 of 2" in morning.text()
        assert "Hello Ann, here it is." in morning.text()
        await press(pilot, "ctrl+s")
        assert messages(morning) == [], "nothing is queued before all are seen"
        assert "Write to Bo Diaz · 2 of 2" in morning.text()
        await press(pilot, "ctrl+s")
        assert messages(morning) == [
            (1, "The offer", "Hello Ann, here it is.", State.QUEUED),
            (2, "The offer", "Hello Bo, here it is.", State.QUEUED),
        ]
        assert "queued 2 messages: fuyu send sends them" in morning.text()
        assert len(morning.app.day.lists.marked) == 0
        await press(pilot, "u")
        assert messages(morning) == []
        assert (morning.lead(1), morning.lead(2)) == (ANN, BO)


async def test_it_is_an_e_mail_whatever_the_next_step_is(opened: Opened) -> None:
    ann = replace(ANN, phones=("+44 20 7946 0018",), plan=Plan(day=TODAY, channel=Channel.TEXT))
    async with opened(ann, BO) as (morning, pilot):
        await press(pilot, "2", "*", "m", "1")
        assert "Write to Ann Lee" in morning.text()
        assert "ann@acme.example" in morning.text()


async def test_a_text_of_ones_own_goes_on_with_the_next(opened: Opened) -> None:
    async with opened(ANN, BO) as (morning, pilot):
        await press(pilot, "2", "*", "m", "~News", "tab", "tab", "~Hello", "ctrl+s", "~ Bo", "ctrl+s")
        assert [text for _, _, text, _ in messages(morning)] == ["Hello", "Hello Bo"]


async def test_going_back_queues_those_before_and_loses_nothing_typed(opened: Opened) -> None:
    async with opened(ANN, BO) as (morning, pilot):
        await press(pilot, "2", "*", "m", "~News", "tab", "tab", "~Hello", "ctrl+s", "~ Bo", "escape")
        assert [(lead, text) for lead, _, text, _ in messages(morning)] == [(1, "Hello")]
        assert len(morning.app.day.lists.marked) == 2
        await press(pilot, "escape")
        morning.app.day.view.go_to(2)
        await press(pilot, "m", "ctrl+r")
        assert "Hello Bo" in morning.text()


async def test_going_back_from_the_first_changes_nothing(opened: Opened) -> None:
    async with opened(ANN, BO) as (morning, pilot):
        await press(pilot, "2", "*", "m", "escape")
        assert messages(morning) == []
        assert len(morning.store.heads()) == 1


async def test_who_is_deleted_meanwhile_gets_none_and_the_rest_is_queued(opened: Opened) -> None:
    async with opened(ANN, BO) as (morning, pilot):
        await press(pilot, "2", "*", "m", "~News", "tab", "tab", "~Hello", "ctrl+s")
        morning.store.apply(removing(morning.lead(1)))
        await press(pilot, "ctrl+s")
        assert [lead for lead, *_ in messages(morning)] == [2]
        assert "1 deleted meanwhile" in morning.text()


async def test_nobody_who_cannot_be_written_to_is(opened: Opened) -> None:
    silent = Lead(id=5, name="Ed", emails=("ed@acme.example",), status=Status.DO_NOT_CONTACT)
    async with opened(CY, DEE, silent) as (morning, pilot):
        await press(pilot, "2", "*", "m")
        assert "nobody marked can be written to" in morning.text()

"""Commands of one's own by their keys."""

from pathlib import Path

import pytest

from fuyu.config import Config, parse_config
from fuyu.domain.lead import Lead, Status
from fuyu.domain.typed import Place, TypedKind
from tests.builders import a_lead
from tests.tui.conftest import Opened, offered, press, until

pytestmark = pytest.mark.slow
ANN = a_lead(1, "Ann Lee", emails=("ann@acme.example",), phones=("+44 1",))


def own(script: str, key: str = '"f11"', more: str = "") -> Config:
    """Return settings with one command: a script for the shell."""
    return parse_config(f"[commands.ask]\nkey = {key}\nrun = ['sh', '-c', '''{script}''']\n{more}")


async def test_its_first_line_is_said_and_its_key_stands_in_the_help(opened: Opened) -> None:
    async with opened(ANN, config=own("echo dialing", more='label = "Dial"')) as (morning, pilot):
        await press(pilot, "f11")
        await until(pilot, lambda: "ask: dialing" in morning.text())
        await press(pilot, "?", "~your command")
        assert "f11" in await offered(pilot, "Run your command ask: sh.")
        await press(pilot, "escape", "escape", ":", "~dial")
        assert "Run your command ask" in await offered(pilot, "Run your command ask")


async def test_a_letter_runs_it_and_types_while_one_types(opened: Opened, tmp_path: Path) -> None:
    out = tmp_path / "out"
    async with opened(ANN, config=own(f"echo ran >> {out}", '"K"')) as (morning, pilot):
        await press(pilot, "n", "~Kim", "escape")
        await until(pilot, lambda: [draft.text for draft in morning.desk.drafts.all()] == ["Kim"])
        assert not out.exists()
        await press(pilot, "K")
        await until(pilot, out.exists)


async def test_no_key_waits_for_it(opened: Opened, tmp_path: Path) -> None:
    may_end = tmp_path / "end"
    script = f"while [ ! -e {may_end} ]; do sleep 0.02; done; echo done"
    async with opened(ANN, a_lead(2, "Bo Diaz"), config=own(script)) as (morning, pilot):
        await press(pilot, "f11", "j", "x")
        assert sum(morning.lead(number).touches for number in (1, 2)) == 1
        may_end.touch()
        await until(pilot, lambda: "ask: done" in morning.text())


async def test_a_note_is_offered_and_goes_below_what_is_typed(opened: Opened) -> None:
    script = """printf '{"say": "an opening", "note": "How was\\\\nthe fair?"}'"""
    async with opened(ANN, config=own(script)) as (morning, pilot):
        await press(pilot, "n", "~typed", "escape", "f11")
        await until(pilot, lambda: "ask offers for Ann Lee" in morning.text())
        assert "How was the fair?" in morning.text()
        assert morning.desk.drafts.all()[0].text == "typed", "it is not kept unseen"
        await press(pilot, "1")
        assert morning.desk.drafts.all()[0].text == "typed\nHow was\nthe fair?"
        assert "the fair?" in morning.text()
        await press(pilot, "f11")
        await until(pilot, lambda: "ask offers for Ann Lee" in morning.text())
        await press(pilot, "2")
        assert morning.desk.drafts.all()[0].text == "typed\nHow was\nthe fair?"


async def test_a_message_is_offered_and_waits_where_one_writes(opened: Opened) -> None:
    script = """printf '{"message": {"subject": "The fair", "text": "Hello Ann"}}'"""
    async with opened(ANN, config=own(script)) as (morning, pilot):
        await press(pilot, "f11")
        await until(pilot, lambda: " 1 message  begin a message: Hello Ann" in morning.text())
        assert " 2 leave it nothing is kept of it" in morning.text()
        await press(pilot, "1")
        (typed,) = morning.desk.drafts.typed(Place(TypedKind.MESSAGE, 1))
        assert (typed.fields["subject"], typed.fields["text"]) == ("The fair", "Hello Ann")
        await press(pilot, "m", "ctrl+r")
        assert "Hello Ann" in morning.text()
        assert not morning.desk.messages.unsent()


@pytest.mark.parametrize(
    ("lead", "script", "said"),
    [
        (ANN, "echo no line >&2; exit 1", "ask failed with exit code 1: no line"),
        (a_lead(1, "Ann Lee", status=Status.DO_NOT_CONTACT, due=None), "echo ran", ""),
    ],
)
async def test_what_is_in_the_way_is_said(opened: Opened, lead: Lead, script: str, said: str) -> None:
    async with opened(lead, config=own(script)) as (morning, pilot):
        await press(pilot, "f11")
        if said:
            await until(pilot, lambda: said in morning.text())
        else:
            assert "ask" not in morning.said


async def test_a_key_that_fuyu_uses_keeps_its_meaning_and_both_are_named(opened: Opened) -> None:
    async with opened(ANN, config=own("echo ran", '"x"')) as (morning, pilot):
        await until(pilot, lambda: "commands.ask.key takes “x” from work.no_answer" in morning.text())
        await press(pilot, "x")
        assert morning.lead(1).touches == 1

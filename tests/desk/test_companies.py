"""Companies: found by a part of the name, with everyone there."""

from datetime import date
from decimal import Decimal

import pytest

from fuyu.desk import Desk, TouchMade
from fuyu.domain.lead import Outcome
from fuyu.domain.money import Money
from fuyu.errors import NotFoundError
from tests.desk.conftest import Office, a_lead_on


@pytest.fixture
def known(office: Office) -> Desk:
    """Three at Acme, read from the file but for the last; one at Acme & Sons."""
    desk = office.open()
    a_lead_on(desk, "Sakura", due=date(2026, 4, 2), company="Acme", value=Money("EUR", Decimal(5000)))
    a_lead_on(desk, "Ana", due=date(2026, 4, 1), company="ACME")
    a_lead_on(desk, "Bo", company="Acme & Sons")
    desk = office.reopened(desk)
    a_lead_on(desk, "Cy", due=date(2026, 4, 3), company="acmé")
    return desk


def test_everyone_there_stands_by_what_comes_next(known: Desk) -> None:
    found = known.companies.of("acme")
    assert [row.name for row in found.leads] == ["Ana", "Sakura", "Cy"]
    assert (found.name, found.do_not_contact, found.last) == ("ACME", 0, None)
    assert found.open_value == {"EUR": Decimal(5000)}


def test_the_last_touch_is_that_of_anyone_also_of_who_wants_silence(known: Desk) -> None:
    known.commands.log(1, TouchMade(outcome=Outcome.TALKED))
    known.commands.log(2, TouchMade(outcome=Outcome.DO_NOT_CONTACT))
    found = known.companies.of("Acme")
    assert ({row.name for row in found.leads}, found.do_not_contact) == ({"Cy", "Sakura"}, 1)
    assert found.last is not None
    assert found.last.last_touch is not None


@pytest.mark.parametrize(("words", "count"), [("acme", 3), ("ACME & sons", 1), ("sons", 1)])
def test_a_part_of_the_name_will_do(known: Desk, words: str, count: int) -> None:
    assert len(known.companies.lookup(words).leads) == count


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("acm", "several companies are called “acm”; near: ACME, Acme & Sons"),
        ("acmme", "nobody works at “acmme”; did you mean acme?"),
        ("", "nobody works at “”"),
    ],
)
def test_none_or_several_are_said(known: Desk, words: str, sentence: str) -> None:
    with pytest.raises(NotFoundError) as error:
        known.companies.lookup(words)
    assert str(error.value) == sentence

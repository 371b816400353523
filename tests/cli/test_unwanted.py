"""Ways somebody does not want, by the command line: said, shown, obeyed."""

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def ann(fuyu: Shell) -> Shell:
    fuyu.ok("add", "Ann Lee", "--phone", "0161 496 0001", "--email", "ann@x.example", "--next", "fri")
    return fuyu


def test_a_plan_moves_to_a_way_they_want(ann: Shell) -> None:
    ann.ok("edit", "ann", "--unwanted", "call")
    lead = ann.ok("show", "ann", "--json").json["lead"]
    assert (lead["unwanted"], lead["channel"]) == (["call"], "email")


def test_an_unknown_way_is_refused(ann: Shell) -> None:
    said = ann("edit", "ann", "--unwanted", "pigeon")
    assert said.code == 2
    assert "Choose one of call," in said.err

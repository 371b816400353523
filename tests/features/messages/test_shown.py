"""Messages elsewhere: in the morning, a merge and the call card; and nobody is written to who wants no mail."""

from typing import Any

import pytest

from fuyu.domain.step import Channel, Plan
from tests.builders import a_lead
from tests.cli.conftest import Shell, a_copy
from tests.cli.test_shapes import outline
from tests.tui.test_present_call import TODAY, shown


@pytest.fixture
def ann(fuyu: Shell) -> Shell:
    """Run commands on a book with one lead who has a mail and a number."""
    fuyu.ok("add", "Ann Lee", "--phone", "0161 496 0001", "--email", "ann@x.example", "--next", "fri")
    return fuyu


def write(fuyu: Shell) -> tuple[int, str]:
    said = fuyu("message", "1", "--subject", "Hi", "--text", "Hello Ann", "--reviewed")
    return said.code, said.err


def test_nothing_is_written_to_who_wants_no_mail(ann: Shell) -> None:
    ann.ok("edit", "ann", "--unwanted", "email")
    assert write(ann) == (2, "fuyu: Ann Lee wants no e-mail\n")


def test_what_was_written_before_does_not_go(ann: Shell) -> None:
    assert write(ann)[0] == 0
    ann.ok("edit", "ann", "--unwanted", "email")
    assert "Ann Lee wants no e-mail" in ann.ok("show", "ann").out


def test_a_merge_drops_what_was_written_to_who_is_do_not_contact_in_the_other_copy(ann: Shell) -> None:
    copy = a_copy(ann, "copy.json")
    assert write(ann)[0] == 0
    later = ("--db", str(copy), "--at", "2026-03-18T11:00", "--tz", "Europe/London")
    assert ann.bare("log", "ann", "do_not_contact", *later).code == 0
    said = ann.ok("merge", str(copy)).out
    assert "is do not contact, for one of the copies says so; dropped the message to ann@x.example" in said


def test_the_morning_has_the_names_of_what_is_not_sent(ann: Shell) -> None:
    ann.ok("message", "ann", "--text", "hello")
    said = ann.ok("morning", "--json").json
    assert outline(said["messages"][0]) == "id, lead, name, state, reason"


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"emails": ("a@x.example", "b@x.example")}, "write   a@x.example · b@x.example  shift+f5 writes"),
        ({"emails": ("a@x.example",), "unwanted": ("call",)}, "write   a@x.example  shift+f5 writes"),
    ],
)
def test_where_a_mail_is_next_the_call_card_names_the_key_that_writes_one(fields: dict[str, Any], line: str) -> None:
    lead = a_lead(next_step=Plan(day=TODAY, channel=Channel.EMAIL), **fields)
    assert shown(lead)[0] == line

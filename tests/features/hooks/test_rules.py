"""Which hooks an action has, the words of a command, and what is read of what it prints."""

import pytest
from msgspec.structs import replace

from fuyu.domain.action import Action, Change, Verb
from fuyu.domain.lead import Lead, Status
from fuyu.features.hooks.rules import NAMES, MissingError, ProgramReply, filled, hooks_of, reply, unknown_fields
from tests.builders import a_lead, an_action

ANN = a_lead(1, "Ann Lee", phones=("+44 20 7946 0000", "1"), emails=("ann@acme.example",))


def done(verb: Verb, before: Lead | None, after: Lead | None) -> Action:
    return an_action(Change(before=before, after=after), verb=verb)


def test_an_action_has_the_hook_of_its_verb_and_a_win_or_a_loss_one_more() -> None:
    won, lost = replace(ANN, status=Status.WON), replace(ANN, status=Status.LOST)
    assert [*hooks_of(done(Verb.SNOOZE, ANN, ANN))] == ["on-snooze"]
    assert [*hooks_of(done(Verb.LOG, ANN, won))] == ["on-log", "on-won"]
    assert [*hooks_of(done(Verb.EDIT, ANN, lost))] == ["on-edit", "on-lost"]
    assert [*hooks_of(done(Verb.EDIT, won, won))] == ["on-edit"], "won before"
    assert [*hooks_of(done(Verb.ADD, None, won))] == ["on-add", "on-won"]
    assert [*hooks_of(done(Verb.DELETE, won, None))] == ["on-delete"]


@pytest.mark.parametrize("verb", [Verb.UNDO, Verb.IMPORT, Verb.MERGE])
def test_nobody_is_won_by_what_brings_in_what_took_place_before(verb: Verb) -> None:
    assert [*hooks_of(done(verb, ANN, replace(ANN, status=Status.WON)))] == [f"on-{verb}"]


def test_there_is_a_hook_for_each_verb() -> None:
    assert {f"on-{verb}" for verb in Verb} | {"on-won", "on-lost"} == {*NAMES}


def test_words_are_filled_in_each_in_its_place() -> None:
    words = ("dial", "tel:{phone}", "--to={email}", "{name} {id}", "{", "{}")
    made = ["dial", "tel:+442079460000", "--to=ann@acme.example", "Ann Lee 1", "{", "{}"]
    assert filled(words, ANN) == made
    assert unknown_fields(words) == []
    assert unknown_fields(("{fax}",)) == ["fax"]


@pytest.mark.parametrize(
    ("word", "lead", "said"),
    [
        ("tel:{phone}", a_lead(2, "Bo"), "Bo has no phone"),
        ("tel:{phone}", a_lead(2, "Bo", phones=("ask Ann",)), "Bo has no phone"),
        ("{email}", a_lead(2, "Bo"), "Bo has no email"),
        ("{name}", a_lead(2, "--exec=rm"), "“--exec=rm” looks like an option, so it is not handed to a program"),
    ],
)
def test_what_a_lead_lacks_and_what_would_steer_the_program_is_not_filled_in(word: str, lead: Lead, said: str) -> None:
    with pytest.raises(MissingError) as raised:
        filled(("dial", word), lead)
    assert str(raised.value) == said


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("", ProgramReply()),
        ("\n\n  called \x1b[31m+44\nmore", ProgramReply(said="called [31m+44")),
        ("{not json", ProgramReply(said="{not json")),
        ('{"say": "done", "note": " Hello Ann \\u0007", "more": 1}', ProgramReply(said="done", note="Hello Ann")),
        ('{"message": "Hello"}', ProgramReply(text="Hello")),
        ('{"message": {"subject": "Hi\\nyou", "text": "Hello"}}', ProgramReply(subject="Hi you", text="Hello")),
        ('{"note": 7, "say": [], "message": []}', ProgramReply()),
        ("[1]", ProgramReply(said="[1]")),
        ("{" * 100_000, ProgramReply(said="{" * 199 + "…")),
        ('{"a":' * 50_000, ProgramReply(said=('{"a":' * 40)[:199] + "…")),
    ],
)
def test_what_a_command_prints_is_a_first_line_or_json(printed: str, said: ProgramReply) -> None:
    assert reply(printed) == said

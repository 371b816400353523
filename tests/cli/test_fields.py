"""Each field of the table is an option of `fuyu add` and `fuyu edit`, and stands in what `fuyu show` answers."""

import io
from typing import Any

import pytest
from msgspec import to_builtins

from fuyu.domain.fields import Field, Holds
from fuyu.domain.lead import About
from tests.cli.conftest import Shell
from tests.known import TYPED, another, example, typed

each_field = pytest.mark.parametrize("field", TYPED, ids=[field.name for field in TYPED])
REPEATED = {Holds.LINES, Holds.OWN}


def shown(fuyu: Shell, field: Field) -> Any:
    """Return what `fuyu show --json` has in a field."""
    value = fuyu.ok("show", "ann", "--json").json["lead"][field.name]
    return [fact["fact"] for fact in value] if field.name == "about" else value


def as_json(value: Any) -> Any:
    """Return a value of a field as JSON has it."""
    if isinstance(value, tuple):
        return [fact.fact if isinstance(fact, About) else fact for fact in value]
    return to_builtins(value)


@each_field
def test_an_option_adds_it(fuyu: Shell, field: Field) -> None:
    fuyu.ok("add", "Ann Lee", f"--{field.option}", typed(field, example(field)))
    assert shown(fuyu, field) == as_json(example(field))
    text = fuyu.ok("show", "ann").out
    words = {"value": "€ 4,711.50", "expected": "by 30 Apr"}.get(field.name) or typed(field, example(field))
    assert words in text


@each_field
def test_an_option_changes_it_and_undo_brings_it_back(fuyu: Shell, field: Field) -> None:
    fuyu.ok("add", "Ann Lee", f"--{field.option}", typed(field, example(field)))
    assert fuyu.ok("edit", "ann", f"--{field.option}", typed(field, another(field))).out == "changed Ann Lee\n"
    after = as_json(another(field))
    assert shown(fuyu, field) == ([*as_json(example(field)), *after] if field.holds in REPEATED else after)
    if field.holds not in REPEATED:
        fuyu.ok("edit", "ann", f"--{field.option}", "")
        assert not shown(fuyu, field)
        fuyu.ok("undo")
    fuyu.ok("undo")
    assert shown(fuyu, field) == as_json(example(field))


def test_who_a_lead_is_and_how_often_they_want_to_hear_is_changed_too(fuyu: Shell) -> None:
    fuyu.ok("add", "Ann Lee")
    fuyu.ok("edit", "ann", "--name", "Anne Lee", "--temperature", "hot", "--every", "monthly")
    lead = fuyu.ok("show", "1", "--json").json["lead"]
    assert (lead["name"], lead["temperature"], lead["rhythm"]) == ("Anne Lee", "hot", 30)
    said = fuyu("edit", "1", "--temperature", "hot")
    assert (said.code, said.out) == (2, "")
    assert "nothing is changed" in said.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--value", "1.500k"), "“1.500k” is € 1,500 or € 1,500,000: write one of them. (EUR 1500?)"),
        (("--value", "EUO 5"), "Unknown currency “EUO”"),
        (("--expected", "fryday"), "friday?"),
        (("--email", "nobody"), "“nobody” is not an e-mail address"),
        (("--zone", "tokio"), "did you mean Asia/Tokyo?"),
    ],
)
@pytest.mark.parametrize("command", ["add", "edit"])
def test_what_means_nothing_is_refused_and_changes_nothing(
    fuyu: Shell, command: str, options: tuple[str, str], said: str
) -> None:
    fuyu.ok("add", "Ann Lee")
    answer = fuyu(command, "Ann Lee", *options)
    assert answer.code == 2
    assert said in answer.err
    assert len(fuyu.ok("find", "ann", "--json").json["leads"]) == 1


def test_the_usual_currency_is_a_setting(fuyu: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = fuyu.book.parent.parent / "config.toml"
    settings.write_text('[money]\ncurrency = "chf"\n')
    monkeypatch.setenv("FUYU_CONFIG", str(settings))
    fuyu.ok("add", "Ann Lee", "--value", "5k")
    assert fuyu.ok("today", "--json").json["today"][0]["value"] == {"currency": "CHF", "amount": "5000"}
    settings.write_text('[money]\ncurrency = "euro"\n')
    answer = fuyu("today")
    assert answer.code == 2
    assert "money.currency" in answer.err


def test_a_line_says_what_a_yes_is_worth(fuyu: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Ann Lee, Acme €5k call fri\n"))
    fuyu.ok("add", "-")
    assert fuyu.ok("show", "ann", "--json").json["lead"]["value"] == {"currency": "EUR", "amount": "5000"}
    assert [lead["name"] for lead in fuyu.ok("find", "5000", "--json").json["leads"]] == ["Ann Lee"]
    monkeypatch.setattr("sys.stdin", io.StringIO("Ann Lee, Acme €6k\n"))
    assert "--value 'EUR 6000'" in fuyu.ok("add", "-").err

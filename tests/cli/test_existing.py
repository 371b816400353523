"""Adding somebody who is there: nobody twice, nobody by mistake, and nothing that was said without a word."""

import io
import shlex
from typing import Any

import pytest

from tests.cli.conftest import NOW, Said, Shell

ANN = ("add", "Ann Lee", "--phone", "0161 496 0000", "--email", "ann@x.example")


def leads(fuyu: Shell) -> list[str]:
    """Return the names of everyone, do-not-contact leads too."""
    return [row["name"] for row in fuyu("find", "--all", "e", "--json").json["leads"]]


def on(fuyu: Shell) -> str:
    """Return how a command on that book begins."""
    return shlex.join(["fuyu", "--db", str(fuyu.book)])


def typed(fuyu: Shell, monkeypatch: pytest.MonkeyPatch, lines: str, *options: str) -> Said:
    """Add a lead for each line."""
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    return fuyu("add", "-", *options)


def test_whoever_is_there_is_not_added_again(fuyu: Shell) -> None:
    fuyu.ok(*ANN)
    again = fuyu.ok("add", "ann lee", "--phone", "+44 161 496 0000")
    assert (again.out, again.err) == ("1\n", "already here: Ann Lee (1)\n")
    assert leads(fuyu) == ["Ann Lee"]
    assert fuyu.ok(*ANN, "--json").json == {"version": 2, "existing": 1, "not_taken": []}


def test_what_was_not_taken_is_named_with_the_command_that_would(fuyu: Shell) -> None:
    fuyu.ok(*ANN)
    fuyu.ok("add", "Bo Diaz")
    more = ("--role", "CTO", "--phone", "020 7946 0000", "--about", "birthday @ 3 jul yearly", "--referred-by", "bo")
    said = fuyu.ok(*ANN, *more, "--next", "fri 2pm", "--why", "price", "--json")
    edit, snooze = said.json["not_taken"]
    assert said.err.splitlines() == [
        "already here: Ann Lee (1)",
        f"not taken: {edit}",
        f"not taken: {snooze}",
        "Ann Lee (1) is referred by Bo Diaz now",
    ]
    assert said.json["referred_by"] == 2
    assert snooze == f"{on(fuyu)} snooze 1 2026-03-20 14:00 --why price"
    for command in (edit, snooze):
        assert fuyu.bare(*shlex.split(command)[1:], *NOW).code == 0
    lead: Any = fuyu.ok("show", "1", "--json").json["lead"]
    assert (lead["role"], lead["phones"], lead["due"]) == ("CTO", ["0161 496 0000", "020 7946 0000"], "2026-03-20")
    assert (lead["about"][0]["day"], lead["referred_by"]) == ("2026-07-03", 2)
    assert leads(fuyu) == ["Ann Lee"] or leads(fuyu) == ["Ann Lee", "Bo Diaz"]


def test_the_commands_do_what_they_say_and_no_day_is_made_up(fuyu: Shell) -> None:
    fuyu.ok(*ANN, "--role", "CFO", "--next", "mon", "--temperature", "cold")
    again = (*ANN, "--role", "CTO", "--temperature", "warm", "--channel", "email", "--why", "price")
    edit, note = fuyu.ok(*again, "--json").json["not_taken"]
    assert edit == f"{on(fuyu)} edit 1 --role CTO --temperature warm"
    assert note == f"{on(fuyu)} note 1 're email: price'"
    assert fuyu.bare(*shlex.split(edit)[1:], *NOW).code == 0
    lead: Any = fuyu.ok("show", "1", "--json").json["lead"]
    assert (lead["role"], lead["temperature"], lead["due"]) == ("CTO", "warm", "2026-03-23")
    quoted = ("--next", "fri 9am", "--channel", "email", "--quote", "after the fair")
    (agreed,) = fuyu.ok(*ANN, *quoted, "--promise", "--json").json["not_taken"]
    assert agreed == f"{on(fuyu)} promise 1 2026-03-20 09:00 --channel email --quote 'after the fair'"
    snooze, note = fuyu.ok(*ANN, *quoted, "--json").json["not_taken"]
    assert snooze == f"{on(fuyu)} snooze 1 2026-03-20 09:00"
    assert note == f"{on(fuyu)} note 1 'next Fri 20 Mar 09:00, email “after the fair”'"
    assert fuyu.bare(*shlex.split(agreed)[1:], *NOW).code == 0
    (promise,) = fuyu.ok("show", "1", "--json").json["lead"]["promises"]
    assert (promise["due"], promise["channel"], promise["quote"]) == ("2026-03-20", "email", "after the fair")


def test_who_referred_somebody_who_is_here_is_kept_and_one_undo_forgets_it(fuyu: Shell) -> None:
    fuyu.ok(*ANN)
    fuyu.ok("add", "Bo Diaz")
    fuyu.ok("add", "Cy Okafor")
    said = fuyu.ok(*ANN, "--referred-by", "bo")
    assert "Ann Lee (1) is referred by Bo Diaz now" in said.err
    bo: Any = fuyu.ok("show", "bo", "--json").json["lead"]
    assert [fact["fact"] for fact in bo["about"]] == ["thank them for Ann Lee"]
    assert "not taken: who referred Ann Lee (1); that was Bo Diaz" in fuyu.ok(*ANN, "--referred-by", "cy").err
    assert fuyu.ok("show", "1", "--json").json["lead"]["referred_by"] == 2
    fuyu.ok("undo")
    assert fuyu.ok("show", "1", "--json").json["lead"]["referred_by"] is None


def test_a_promise_and_a_lost_lead_get_the_command_that_suits(fuyu: Shell) -> None:
    fuyu.ok(*ANN)
    said = fuyu.ok(*ANN, "--next", "fri", "--promise", "--json").json
    assert said["not_taken"] == [f"{on(fuyu)} promise 1 2026-03-20"]
    fuyu.ok("log", "1", "no_answer", "--lost")
    again = fuyu.ok(*ANN, "--next", "fri")
    assert again.err.splitlines() == [
        "already here: Ann Lee (1), lost",
        f"not taken: {on(fuyu)} reopen 1 --next 2026-03-20",
    ]


@pytest.mark.parametrize(
    "again",
    [
        ("add", "Ann Lee"),
        ("add", "Anne Lee", "--email", "ann@x.example"),
        ("add", "Ann Mori", "--phone", "01614960000"),
    ],
)
def test_whoever_is_maybe_there_is_named_and_added_once_that_is_said(fuyu: Shell, again: tuple[str, ...]) -> None:
    fuyu.ok(*ANN, "--company", "Acme")
    said = fuyu(*again)
    assert (said.code, said.out) == (2, "")
    assert "is maybe here already: Ann Lee (1), Acme. Add --new if this is somebody else" in said.err
    assert fuyu.ok(*again, "--new").out == "2\n"


@pytest.mark.parametrize("options", [(), ("--new",)])
def test_a_do_not_contact_lead_is_refused_however_they_are_added(
    fuyu: Shell, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    fuyu.ok(*ANN)
    fuyu.ok("log", "1", "do_not_contact")
    fuyu.ok("add", "Bo")
    refused = "not added: Ann Lee (1), do not contact since Wed 18 Mar"
    for said in (
        fuyu(*ANN, *options),
        fuyu(*ANN, "--referred-by", "bo", *options),
        typed(fuyu, monkeypatch, "Cy\nAnn Lee ann@x.example\n", *options),
    ):
        assert (said.code, said.out) == (2, "")
        assert refused in said.err
    assert len(leads(fuyu)) == 1


def test_whoever_is_maybe_do_not_contact_is_said_to_be(fuyu: Shell) -> None:
    fuyu.ok(*ANN)
    fuyu.ok("log", "1", "do_not_contact")
    said = fuyu("add", "Ann Lee")
    assert said.code == 2
    assert "maybe here already: Ann Lee (1), do not contact since Wed 18 Mar" in said.err
    assert fuyu.ok("add", "Ann Lee", "--new").out == "2\n"


def test_a_short_name_of_a_do_not_contact_lead_is_asked_about(fuyu: Shell) -> None:
    fuyu.ok("add", "Cy Okafor", "--email", "cy@x.example")
    fuyu.ok("log", "1", "do_not_contact")
    said = fuyu("add", "Cyrus Okafor", "--email", "cy@x.example")
    assert said.code == 2
    assert "maybe here already: Cy Okafor (1), do not contact since Wed 18 Mar" in said.err


def test_of_lines_only_whoever_is_new_is_added(fuyu: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    fuyu.ok(*ANN)
    lines = "Ann Lee ann@x.example tomorrow; likes tea\nBo bo@x.example\nBo bo@x.example #vip\n"
    said = typed(fuyu, monkeypatch, lines)
    assert (said.code, said.lines) == (0, ["1", "2", "2"])
    assert said.err.splitlines() == [
        "already here: Ann Lee (1)",
        f"not taken: {on(fuyu)} snooze 1 2026-03-19",
        f"not taken: {on(fuyu)} note 1 'likes tea'",
        "already here: Bo (2)",
        f"not taken: {on(fuyu)} edit 2 --tag vip",
    ]
    again = typed(fuyu, monkeypatch, lines, "--json").json
    assert again["existing"] == [1, 2, 2]
    assert "action" not in again


def test_a_line_of_somebody_maybe_there_adds_none_of_them(fuyu: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    fuyu.ok(*ANN)
    said = typed(fuyu, monkeypatch, "Cy\nAnn Lee\n")
    assert (said.code, said.out) == (2, "")
    assert "Ann Lee is maybe here already: Ann Lee (1)" in said.err
    assert typed(fuyu, monkeypatch, "Cy\nAnn Lee\n", "--new").lines == ["2", "3"]
    assert "Di is maybe Di, who stands above" in typed(fuyu, monkeypatch, "Di\nDi\n").err


def test_joining_says_what_is_kept_in_a_note_and_one_undo_brings_both_back(fuyu: Shell) -> None:
    fuyu.ok(*ANN, "--company", "Acme")
    fuyu.ok("add", "Anne Lee", "--email", "ann@x.example", "--company", "Globex", "--role", "CTO", "--new")
    fuyu.ok("log", "2", "talked", "--note", "likes tea")
    said = fuyu.ok("join", "1", "2")
    assert said.lines[:3] == [
        "joined Anne Lee with Ann Lee (1)",
        "kept in a note: name “Anne Lee”",
        "kept in a note: company “Globex”",
    ]
    shown = fuyu.ok("show", "1", "--json").json
    assert (shown["lead"]["role"], shown["lead"]["touches"]) == ("CTO", 1)
    assert "likes tea" in [entry["note"] for entry in shown["history"]]
    assert fuyu("show", "2").code == 1
    fuyu.ok("undo")
    assert fuyu.ok("show", "2", "--json").json["lead"]["touches"] == 1
    assert fuyu.ok("show", "1", "--json").json["lead"]["touches"] == 0


def test_joining_with_a_do_not_contact_lead_is_said(fuyu: Shell) -> None:
    fuyu.ok(*ANN)
    fuyu.ok("add", "Ann Lee", "--new")
    fuyu.ok("log", "2", "do_not_contact")
    fuyu.ok("promise", "1", "fri", "10am")
    said = fuyu.ok("join", "1", "2")
    words = "Ann Lee is do not contact now: one of the two was; promise of Fri 20 Mar 10:00 withdrawn"
    assert said.err.splitlines()[0] == words
    notes = [entry["note"] for entry in fuyu.ok("show", "1", "--json").json["history"]]
    assert "Ann Lee was joined here; here it was next Wed 18 Mar, call, status open" in notes
    assert fuyu.ok("show", "1", "--json").json["lead"]["status"] == "do_not_contact"


@pytest.mark.parametrize(
    "wrong",
    [
        *(
            ("--phone", "12"),
            ("--link", "not a link"),
            ("--link", "javascript:alert(1)"),
            ("--email", "a..b@c.example"),
        ),
        *(("--tag", ""), ("--about", "")),
    ],
)
def test_what_means_nothing_is_refused_where_it_is_typed(fuyu: Shell, wrong: tuple[str, str]) -> None:
    fuyu.ok(*ANN)
    for said in (fuyu("add", "Bo Diaz", *wrong), fuyu("edit", "1", *wrong)):
        assert (said.code, said.out) == (2, "")
    assert leads(fuyu) == ["Ann Lee"]

"""Hooks and commands of one's own on the command line."""

import pytest

from tests.cli.conftest import Shell
from tests.features.hooks.conftest import Programs

pytestmark = pytest.mark.slow


@pytest.fixture
def ann(fuyu: Shell, programs: Programs) -> Shell:
    """Return a shell on a book with a lead, whose person has commands."""
    programs.config.write_text(
        '[commands.greet]\nkey = "f11"\nrun = ["echo", "hello {email}"]\n'
        """[commands.open]\nkey = ["f12", "L"]\nrun = ["sh", "-c", 'jq -c "{note: .lead.name, message: .version}"']\n"""
        """[commands.write]\nkey = "f9"\nrun = ["sh", "-c", 'fuyu note ann "by a command" && echo kept']\n"""
        '[commands.fails]\nkey = "f8"\nrun = ["sh", "-c", "echo no line >&2; exit 1"]\n'
        '[commands.hangs]\nkey = "f7"\nrun = ["sleep", "600"]\nseconds = 1\n'
    )
    fuyu.ok("add", "Ann Lee", "--email", "ann@acme.example")
    return fuyu


def test_a_command_runs_on_a_lead_and_its_first_line_is_the_answer(ann: Shell) -> None:
    assert ann.ok("run", "greet", "ann").out == "hello ann@acme.example\n"
    assert ann.ok("run", "greet", "ann", "--plain").out == "greet\t1\thello ann@acme.example\n"


def test_what_it_offers_is_printed_and_not_kept(ann: Shell) -> None:
    said = ann.ok("run", "open", "ann")
    assert (said.out, said.err) == ("Ann Lee\n", "keep it as a note: fuyu note 1 TEXT\n")
    assert ann.ok("run", "open", "ann", "--json").json["offers"] == {"note": "Ann Lee"}
    assert ann.ok("show", "ann", "--json").json["history"] == []


def test_what_it_does_with_fuyu_is_done_in_the_same_book(ann: Shell) -> None:
    assert ann.ok("run", "write", "ann").out == "saved a note on Ann Lee\n"
    assert ann.ok("show", "ann", "--json").json["history"][0]["note"] == "by a command"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("fails", "ann"), 1, "fuyu: fails failed with exit code 1: no line\n"),
        (("hangs", "ann"), 1, "fuyu: hangs did not end within 1 s, so it was ended\n"),
        (("gret", "ann"), 1, "fuyu: unknown command of your own “gret”; did you mean greet?\n"),
        (("greet", "bo"), 2, "fuyu: Bo Diaz has no email\n"),
        (("greet", "cy"), 2, "fuyu: Cy Okafor is do not contact: that is absolute\n"),
    ],
)
def test_what_is_in_the_way_of_one_is_said(ann: Shell, words: tuple[str, ...], code: int, said: str) -> None:
    ann.ok("add", "Bo Diaz")
    ann.ok("add", "Cy Okafor", "--email", "cy@acme.example")
    ann.ok("log", "cy", "do_not_contact")
    found = ann("run", *words)
    assert (found.code, found.out, found.err) == (code, "", said)


def test_hooks_and_commands_are_listed_with_what_came_of_them(ann: Shell, programs: Programs) -> None:
    programs.put("on-log", "exit 3")
    programs.put("on-add", "", 0o644)
    ann.ok("log", "ann", "talked")
    ann.ok("hooks", "--run")
    said = ann.ok("hooks").lines
    assert said[:2] == [
        f"on-add         hooks/on-add is not executable: chmod +x {programs.hooks}/on-add",
        "on-log         hooks/on-log failed with exit code 3",
    ]
    assert said[2:4] == [
        "greet          on f11, or `fuyu run greet LEAD`",
        "open           on f12, L, or `fuyu run open LEAD`",
    ]
    listed = ann.ok("hooks", "--json").json
    assert listed["folder"] == str(programs.hooks)
    assert [one["name"] for one in listed["programs"] if one["trouble"]] == ["on-add", "on-log"]


def test_who_has_none_is_told_where_they_go(fuyu: Shell, programs: Programs) -> None:
    assert fuyu.ok("hooks").out == f"no hooks in {programs.hooks}, and no [commands] in config.toml\n"


def test_a_key_that_fuyu_uses_is_refused_and_both_are_named(ann: Shell) -> None:
    said = ann.ok("keys", "--plain")
    assert "own.greet\tf11\tworking with the selected lead\tRun your command greet: echo." in said.lines
    assert "commands.write.key takes “f9” from book.add (add); it has no key" in said.err
    assert not any(line.startswith("own.write\t") for line in said.lines)

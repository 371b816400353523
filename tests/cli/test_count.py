"""`fuyu count`: figures in the form that was asked for."""

import subprocess
import sys

import pytest

from tests.cli.conftest import NOW, Shell


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (None, "1! 2*"),
        ("{overdue}! {today}*", "1! 2*"),
        ("P{promised} x{done} ?{unscheduled}", "P1 x1 ?1"),
        ("{{{overdue}}}", "{1}"),
        ("none", "none"),
        ("", ""),
    ],
)
def test_the_figures_of_the_morning(morning: Shell, form: str | None, said: str) -> None:
    assert morning.ok("count", *([] if form is None else ["--format", form])).out == f"{said}\n"


def test_as_json(morning: Shell) -> None:
    figures = {"version": 2, "date": "2026-03-18", "overdue": 1, "today": 2, "promised": 1, "done": 1, "unscheduled": 1}
    assert morning.ok("count", "--json").json == figures


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("{overdu}", "unknown field {overdu}; did you mean {overdue}?"),
        ("{xyz}", "choose overdue, today, promised, done, unscheduled"),
        ("{overdue", "a field is like {overdue}"),
        ("{overdue!r}", "takes nothing after"),
        ("{overdue:>9999999999}", "takes nothing after"),
        ("{overdue.__class__}", "unknown field"),
        ("{}", "unknown field"),
    ],
)
def test_a_field_there_is_not(morning: Shell, form: str, said: str) -> None:
    done = morning("count", "--format", form)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


@pytest.mark.slow
def test_it_is_made_for_a_prompt(morning: Shell) -> None:
    heavy = "{'textual', 'rich', 'pendulum', 'shtab'} & set(sys.modules)"
    program = f"import sys, fuyu.cli; fuyu.cli.main(sys.argv[1:]); print({heavy}, file=sys.stderr)"
    argv = [sys.executable, "-c", program, "count", "--db", str(morning.book), *NOW]
    done = subprocess.run(argv, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("1! 2*\n", "set()\n")

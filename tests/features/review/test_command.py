"""Looking back on the command line."""

from tests.cli import test_days
from tests.cli.conftest import Shell


def test_looking_back(fuyu: Shell) -> None:
    fuyu.ok("add", "Ann Lee", "--next", "today", "--promise")
    fuyu.ok("add", "Bo Ek", "--next", "today")
    late = ("--db", str(fuyu.book), "--at", "2026-03-10T09:00", "--tz", "Europe/London")
    fuyu.bare("add", "Cy Ng", "--promise", "--next", "2026-03-12", *late)
    for name, outcome in (("ann", "talked"), ("bo", "no_answer"), ("bo", "won")):
        fuyu.ok("log", name, outcome)
    assert fuyu.ok("review", "--weeks", "2", "--json").json == {
        "version": 2,
        "weeks": [
            {"week": "2026-03-09", "kept": 0, "late": 0, "broken": 1},
            {"week": "2026-03-16", "kept": 1, "late": 0, "broken": 0},
        ],
        "outcomes": {"talked": 1, "no_answer": 1, "won": 1},
        "check_ins": 0,
        "until_yes": {"half_by": 2, "counts": [{"touches": 2, "yeses": 1}]},
        "value": {"open": {}, "won": {}, "expected": {}},
    }
    text = fuyu.ok("review", "--weeks", "2").out
    assert "  16 Mar             " in text
    assert "0 of 1 kept, 1 broken" in text
    assert "1 of 1 kept" in text
    assert "Touches until a yes, half of them by the 2nd" in text
    assert all(len(line) <= 79 for line in text.splitlines())
    assert "\x1b" not in text
    assert fuyu("review", "--weeks", "0").code == 2


def test_looking_back_on_an_empty_book(fuyu: Shell) -> None:
    assert fuyu.ok("review").lines == [
        "Promises kept, late and broken, by week: none yet",
        "",
        "Touches each week: none yet",
        "",
        "What came of 0 touches: none yet",
        "",
        "Touches until a yes: no yes yet; most come after the fifth touch",
    ]
    assert not fuyu.book.exists(), "looking makes nothing"


def test_names_do_not_steer_the_terminal(fuyu: Shell) -> None:
    test_days.test_names_do_not_steer_the_terminal(fuyu, "review")


def test_what_is_open_won_and_expected_is_summed_by_currency(fuyu: Shell) -> None:
    for name, value, expected in (
        ("Ann Lee", "€ 5,000", "30 mar"),
        ("Bo Ek", "0.10", "eom"),
        ("Cy Ng", "0.20", "30 apr"),
        ("Di Oz", "USD 800", "today"),
        ("Ed Po", "£ 70", "today"),
    ):
        fuyu.ok("add", name, "--value", value, "--expected", expected)
    fuyu.ok("log", "di", "won")
    fuyu.ok("log", "ed", "talked", "--lost")
    assert fuyu.ok("review", "--json").json["value"] == {
        "open": {"EUR": "5000.30"},
        "won": {"USD": "800"},
        "expected": {"EUR": "5000.10"},
    }
    text = fuyu.ok("review", "--weeks", "2").out
    assert "What leads are worth" in text
    assert "  open                € 5,000.30\n" in text
    assert "  won since 9 Mar     $ 800\n" in text
    assert "  by month end        € 5,000.10\n" in text

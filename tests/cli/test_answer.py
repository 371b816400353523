"""One value is every answer: as words, records or JSON, whatever its length; and what went wrong beside it."""

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from fuyu.answer import Answer, records_of, some
from fuyu.cli.output import VERSION, show
from fuyu.errors import DamagedError, FuyuError, NotFoundError
from tests.cli.conftest import Shell, a_copy

WORDS, PLAIN, JSON = (Namespace(json=form == "json", plain=form == "plain") for form in ("words", "plain", "json"))


@pytest.mark.parametrize(
    ("asked", "out", "err"),
    [
        (WORDS, "1 lead\n", "look\nundo\n"),
        (PLAIN, "1\tAnn Lee\t\n", "look\n"),
        (JSON, f'{{\n "version": {VERSION},\n "leads": [\n  1\n ]\n}}\n', "look\n"),
    ],
)
def test_each_form_has_its_part(capsys: pytest.CaptureFixture[str], asked: Namespace, out: str, err: str) -> None:
    records = [(1, "Ann\n\tLee", None)]
    answer = Answer(
        sentences=["1 lead"], records=records, data={"leads": [1]}, warnings=["look"], hints=["undo"], code=3
    )
    assert show(answer, asked) == 3
    assert (*capsys.readouterr(),) == (out, err)


def test_without_records_a_plain_answer_is_its_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    show(Answer(sentences=["1 lead"], hints=["undo"]), PLAIN)
    assert (*capsys.readouterr(),) == ("1 lead\n", "undo\n")


def test_a_warning_that_the_json_has_is_not_said_twice(capsys: pytest.CaptureFixture[str]) -> None:
    show(Answer(data={"warnings": ["look"]}, warnings=["look"]), JSON)
    assert capsys.readouterr().err == ""


def test_what_went_wrong_is_said_after_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NotFoundError):
        show(Answer(data={"leads": iter([])}, error=NotFoundError("nobody")), JSON)
    assert capsys.readouterr().out == f'{{\n "version": {VERSION},\n "leads": []\n}}\n'


@pytest.mark.parametrize("items", [[], [1], [[], {}, {"a": [1, {"b": "\x1b]x"}]}, "two\nlines", None]])
def test_an_iterator_is_written_as_the_list_would_be(capsys: pytest.CaptureFixture[str], items: list[Any]) -> None:
    for made in (items, iter(items)):
        show(Answer(data={"before": {"a": 1}, "items": made, "after": []}), JSON)
    once, streamed = capsys.readouterr().out.split("}\n{", 1)
    assert once[1:] == streamed.removesuffix("}\n")
    whole = {"version": VERSION, "before": {"a": 1}, "items": msgspec.to_builtins(items), "after": []}
    assert f"{once}}}" == msgspec.json.format(msgspec.json.encode(whole), indent=1).decode().replace("\\u001b", "")


def test_an_item_is_written_before_the_next_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    def items() -> Iterator[int]:
        yield 1
        assert capsys.readouterr().out.endswith('"items": [\n  1')
        yield 2

    show(Answer(data={"items": items()}), JSON)


def test_a_terminal_gets_long_lines_broken_between_words_and_commands_whole(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    long, command = "  " + "word " * 12 + "end", f"`fuyu edit 1 --role {'x' * 60}`"
    monkeypatch.setenv("COLUMNS", "40")
    show(Answer(sentences=[long], hints=[long, command]), WORDS)
    assert (*capsys.readouterr(),) == (f"{long}\n", f"{long}\n{command}\n"), "what is no terminal gets them as they are"
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    show(Answer(sentences=[record := long.replace(" ", "\t")]), WORDS)
    assert capsys.readouterr().out == f"{record}\n"
    show(Answer(sentences=[long], hints=[long, command]), WORDS)
    broken = f"  {'word ' * 7}".rstrip() + f"\n    {'word ' * 5}end\n"
    assert (*capsys.readouterr(),) == (broken, f"{broken}{command}\n")


def test_a_terminal_that_opens_links_gets_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Answer(sentences=["phone  020 7946"], links={"020 7946": "tel:0207946"})
    plain, link = "phone  020 7946\n", "phone  \x1b]8;;tel:0207946\x1b\\020 7946\x1b]8;;\x1b\\\n"
    for is_terminal, forced, expected in ((False, "1", plain), (True, "0", plain), (True, "1", link)):
        monkeypatch.setattr("sys.stdout.isatty", lambda is_terminal=is_terminal: is_terminal)
        monkeypatch.setenv("FORCE_HYPERLINK", forced)
        show(answer, WORDS)
        assert capsys.readouterr().out == expected


def test_a_long_list_is_said_as_far_as_a_person_reads_it() -> None:
    assert [*some(["a"], 1)] == ["a"]
    assert [*some(map(str, range(30)), 30, "more lines")][-2:] == ["19", "... and 10 more lines; --json lists them all"]


def test_records_of_an_answer_have_an_item_a_line() -> None:
    data = {"new": 1, "skipped": [{"line": 3, "reason": "x"}], "columns": {"name": ["A", "B"]}, "left": ("y", "z")}
    assert [tuple(record) for record in records_of(data)] == [
        ("new", 1),
        ("skipped", 3, "x"),
        ("columns", "A, B"),
        ("left", "y"),
        ("left", "z"),
    ]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (FuyuError("it is gone"), "it is gone"),
        (FuyuError("it is gone", hint="look again"), "it is gone; look again"),
        (FuyuError("It is gone.", hint="look again"), "It is gone. Look again."),
        (DamagedError("damaged; “fuyu restore” helps"), "damaged; “fuyu restore” helps"),
    ],
)
def test_an_error_says_what_to_do_once(error: FuyuError, said: str) -> None:
    assert error.in_full == said


def test_the_plain_answers_of_a_days_two_ends(morning: Shell) -> None:
    assert morning.ok("morning", "--plain").lines == [
        "day\t2026-03-18\t3\t15\t0\t1",
        "promised\t1\t2026-03-13\tSakura Tanaka\t\t",
        "first\t1\tSakura Tanaka",
    ]
    assert morning.ok("evening", "--plain").lines[:2] == ["day\t2026-03-18\t1\t0\t0\t0", "outcome\tno_answer\t1"]


def test_the_plain_answer_of_a_merge(morning: Shell) -> None:
    copy = a_copy(morning, "copy.json")
    assert "leads_added\t0" in morning.ok("merge", str(copy), "--plain").lines

"""What matters to a person, in words, with its day behind an @."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.domain.calendar import Calendar
from fuyu.domain.facts import fact_words, parse_fact
from fuyu.domain.lead import About
from fuyu.domain.when import Problem

TODAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("plays the cello", About("plays the cello")),
        ("a@b.example", About("a@b.example")),
        ("exam @ 14 may", About("exam", date(2026, 5, 14))),
        ("exam @ 14 mar", About("exam", date(2027, 3, 14))),
        ("exam @ today", About("exam", TODAY)),
        ("exam @ next friday", About("exam", date(2026, 3, 27))),
        ("born @ 2026-01-03", About("born", date(2026, 1, 3))),
        ("birthday @ 3 jul yearly", About("birthday", date(2026, 7, 3), yearly=True)),
        ("birthday @ 3 jul 1980 YEARLY", About("birthday", date(1980, 7, 3), yearly=True)),
        ("birthday @ 29 feb yearly", About("birthday", date(2028, 2, 29), yearly=True)),
        ("birthday @ feb 29 yearly", About("birthday", date(2028, 2, 29), yearly=True)),
        ("birthday @ feb 29th yearly", About("birthday", date(2028, 2, 29), yearly=True)),
        ("meets Bo @ the fair @ 3 may", About("meets Bo @ the fair", date(2026, 5, 3))),
        ("  two\nlines @ 3 may ", About("two lines", date(2026, 5, 3))),
    ],
)
def test_a_fact_may_have_a_day(text: str, about: About) -> None:
    assert parse_fact(text, TODAY) == about


@pytest.mark.parametrize(
    ("text", "code", "suggestion"),
    [
        ("exam @", "empty", ""),
        ("@ 3 may", "empty", ""),
        ("exam @ tomorow", "unknown", "exam @ tomorrow"),
        ("birthday @ 3 jly yearly", "unknown", "birthday @ 3 july yearly"),
        ("exam @ tomorow 2pm", "unknown", ""),
        ("exam @ 2pm", "unknown", ""),
        ("exam @ fri 2pm", "unknown", ""),
        ("exam @ yearly", "unknown", ""),
        ("exam @ 30 feb", "invalid", ""),
        ("exam @ 29 feb", "invalid", ""),
        ("exam @ 2/11", "ambiguous", ""),
        ("exam @ 99999999", "invalid", ""),
        ("exam @ in 99999 years", "invalid", ""),
    ],
)
def test_a_day_that_is_none_is_refused_with_the_nearest(text: str, code: str, suggestion: str) -> None:
    found = parse_fact(text, TODAY)
    assert isinstance(found, Problem)
    assert (found.code, found.suggestion) == (code, suggestion)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("exam @ banana", "“banana” is no word for a day that fuyu knows."),
        ("birthday @ 3 jly yearly", "“3 jly yearly”: “jly” is no word for a day that fuyu knows."),
        ("exam @ 31 jun", "“31 jun”: There is no 31 June in the year ahead."),
    ],
)
def test_a_refusal_names_what_was_typed_once(text: str, sentence: str) -> None:
    found = parse_fact(text, TODAY)
    assert isinstance(found, Problem)
    assert found.sentence == sentence


def test_figures_are_read_in_the_order_that_is_set() -> None:
    assert parse_fact("exam @ 2/11", TODAY, Calendar(date_order="DMY")) == About("exam", date(2026, 11, 2))


@pytest.mark.parametrize(
    ("about", "words"),
    [
        (About("plays the cello"), "plays the cello"),
        (About("exam", date(2026, 5, 14)), "exam @ 14 may"),
        (About("exam", date(2027, 5, 14)), "exam @ 14 may 2027"),
        (About("exam", date(2026, 3, 1)), "exam @ 1 mar 2026"),
        (About("birthday", date(2026, 7, 3), yearly=True), "birthday @ 3 jul yearly"),
        (About("birthday", date(1980, 7, 3), yearly=True), "birthday @ 3 jul 1980 yearly"),
    ],
)
def test_a_fact_is_shown_as_it_is_typed(about: About, words: str) -> None:
    assert fact_words(about, TODAY) == words


@given(
    st.text("abc é'-", min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool),
    st.none() | st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.booleans(),
    st.dates(date(2026, 1, 1), date(2032, 12, 31)),
)
def test_what_is_shown_is_read_back(fact: str, day: date | None, yearly: bool, today: date) -> None:  # noqa: FBT001
    about = About(fact, day, yearly=yearly and day is not None)
    assert parse_fact(fact_words(about, today), today) == about


@given(st.text(max_size=40) | st.text("ab@ 0123mayerl", max_size=20))
def test_every_text_is_a_fact_or_refused(text: str) -> None:
    found = parse_fact(text, TODAY)
    assert isinstance(found, (About, Problem))
    if isinstance(found, Problem) and found.suggestion:
        assert isinstance(parse_fact(found.suggestion, TODAY), About)

"""How often, in words: read whole, or refused with the nearest right words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.domain.rhythm import Rhythm, parse_rhythm, rhythm_words
from fuyu.domain.when import Problem

CADENCES = ("gentle", "Key Clients", "été")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("every 6 weeks", 42),
        ("6w", 42),
        ("6 weeks", 42),
        ("EVERY SIX WEEKS", 42),
        ("every other week", 14),
        ("each week", 7),
        ("weekly", 7),
        ("once a week", 7),
        ("fortnightly", 14),
        ("every fortnight", 14),
        ("monthly", 30),
        ("every month", 30),
        ("6m", 180),
        ("30m", 900),
        ("3mo", 90),
        ("quarterly", 90),
        ("once a quarter", 90),
        ("a year", 365),
        ("annually", 365),
        ("daily", 1),
        ("every day", 1),
        ("10 days", 10),
        ("1w2d", 9),
        ("every 10 business days", 14),
        ("every workday", 2),
        ("every 1212 days", 1212),
        ("3650d", 3650),
        ("  every  6\tweeks ", 42),
    ],
)
def test_an_amount_is_a_rhythm(text: str, days: int) -> None:
    assert parse_rhythm(text, CADENCES) == Rhythm(days=days)


@pytest.mark.parametrize(
    ("text", "rhythm"),
    [
        ("", Rhythm()),
        (" , ", Rhythm()),
        ("gentle", Rhythm(cadence="gentle")),
        ("GENTLE", Rhythm(cadence="gentle")),
        ("key  clients", Rhythm(cadence="Key Clients")),
        ("ete", Rhythm(cadence="été")),
        ("gentle, 6w", Rhythm(42, "gentle")),
        ("every 6 weeks, gentle", Rhythm(42, "gentle")),
    ],
)
def test_a_cadence_goes_by_its_name(text: str, rhythm: Rhythm) -> None:
    assert parse_rhythm(text, CADENCES) == rhythm


@pytest.mark.parametrize(
    ("text", "code", "suggestion"),
    [
        ("6", "ambiguous", "6d"),
        ("1", "ambiguous", "1d"),
        ("biweekly", "ambiguous", "every 2 weeks"),
        ("6w, 3d", "ambiguous", ""),
        ("0", "invalid", ""),
        ("9999", "invalid", ""),
        ("0d", "invalid", ""),
        ("3651d", "invalid", ""),
        ("gentel", "unknown", "gentle"),
        ("key client", "unknown", "Key Clients"),
        ("montly", "unknown", "monthly"),
        ("every 6 weks", "unknown", "every 6 weeks"),
        ("evry 6 weks", "unknown", "every 6 weeks"),
        ("gentle, gentle", "unknown", "gentle"),
        ("every", "unknown", ""),
        ("in 3 weeks", "unknown", "every 3 weeks"),
        ("3 weeks from now", "unknown", ""),
        ("+3d", "unknown", "every 3 days"),
        ("3h", "unknown", ""),
        ("tomorrow", "unknown", ""),
        ("fri", "unknown", ""),
        ("every fri", "unknown", ""),
        ("-3d", "unknown", "every 3 days"),
        ("[@click=x]", "unknown", ""),
        ("x" * 65, "unknown", ""),
    ],
)
def test_what_is_no_rhythm_is_refused_with_the_nearest(text: str, code: str, suggestion: str) -> None:
    found = parse_rhythm(text, CADENCES)
    assert isinstance(found, Problem)
    assert (found.code, found.suggestion) == (code, suggestion)


def test_a_refusal_names_the_cadences_there_are() -> None:
    found = parse_rhythm("never", CADENCES)
    assert isinstance(found, Problem)
    assert "or gentle, Key Clients, été" in found.sentence
    assert "or" not in str(parse_rhythm("x")).split("monthly")[1]


@pytest.mark.parametrize(
    ("days", "cadence", "words"),
    [
        (None, "", ""),
        (42, "", "every 6 weeks"),
        (30, "", "monthly"),
        (14, "", "every 2 weeks"),
        (60, "", "every 2 months"),
        (730, "", "every 2 years"),
        (5, "", "every 5 days"),
        (None, "gentle", "gentle"),
        (7, "gentle", "gentle, weekly"),
    ],
)
def test_a_rhythm_is_said_as_people_say_it(days: int | None, cadence: str, words: str) -> None:
    assert rhythm_words(days, cadence) == words


@given(st.none() | st.integers(1, 3650), st.sampled_from(["", *CADENCES]))
def test_what_is_said_is_read_back(days: int | None, cadence: str) -> None:
    assert parse_rhythm(rhythm_words(days, cadence), CADENCES) == Rhythm(days, cadence)


@given(st.text(max_size=80) | st.text("0123456789 wdmoevry,+-", max_size=12))
def test_every_text_is_read_or_refused_with_something_right(text: str) -> None:
    found = parse_rhythm(text, CADENCES)
    if isinstance(found, Problem):
        assert found.sentence.endswith((".", "?"))
        assert not found.suggestion or isinstance(parse_rhythm(found.suggestion, CADENCES), Rhythm)
    else:
        assert found.days is None or 1 <= found.days <= 3650

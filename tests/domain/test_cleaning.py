"""The types of text: every field that is kept has one, and a value is cleaned by them."""

from datetime import UTC, datetime
from typing import Annotated, get_origin

import pytest
from msgspec import Struct, convert

from fuyu.domain.action import KINDS, Action, Head
from fuyu.domain.cleaning import Key, Line, Text, cleaned
from fuyu.domain.history import Draft
from fuyu.domain.lead import About, Lead, Row
from fuyu.domain.step import Plan
from fuyu.domain.text import clean, clean_inline, clean_line
from fuyu.storage.documents import Record
from tests.builders import TODAY, a_lead, a_touch
from tests.domain.test_text import WORST
from tests.hostile import STRAY, document, kinds_of_text

KEPT = (*KINDS.values(), Row, Action, Head, Record)


@pytest.mark.parametrize("kind", KEPT)
def test_every_text_that_is_kept_says_what_it_may_hold(kind: type[Struct]) -> None:
    found = list(kinds_of_text(kind))
    assert found
    for text in found:
        assert get_origin(text) is Annotated, f"{kind.__name__} has a text that says only str"
        assert text in (Line, Text, Key)


@pytest.mark.parametrize("text", [*WORST, STRAY])
@pytest.mark.parametrize("kind", KINDS.values())
def test_every_text_of_a_value_is_cleaned(kind: type[Struct], text: str) -> None:
    value = convert(document(kind, text), kind)
    assert repr(cleaned(value)) == repr(cleaned(cleaned(value)))
    for said in texts(cleaned(value), kind):
        assert said in {clean(text), clean_line(text), clean_inline(text)}


def texts(value: object, kind: object) -> list[str]:
    """Return every text in a value that is not one of a few words."""
    if isinstance(value, Struct):
        return [text for name in value.__struct_fields__ for text in texts(getattr(value, name), kind)]
    if isinstance(value, tuple):
        return [text for item in value for text in texts(item, kind)]
    if isinstance(value, dict):
        return [text for item in (*value, *value.values()) for text in texts(item, kind)]
    return [value] if type(value) is str and value else []


def test_what_is_clean_stays_the_same_value() -> None:
    lead = a_lead(company="Zoë & Söhne", phones=("+44 1",), about=(About("a dog"),))
    assert cleaned(lead) is lead


def test_each_kind_of_text_keeps_what_it_may_hold() -> None:
    step = Plan(day=TODAY, zone="Europe/London\x1b", why=" a\nb ")
    assert cleaned(step) == Plan(day=TODAY, zone="Europe/London", why="a b")
    assert cleaned(a_touch(uid="a  b\n")).uid == "a  b "
    draft = Draft(id=1, text="one\r\n\ttwo\x1b", at=datetime(2026, 3, 18, tzinfo=UTC))
    assert cleaned(draft).text == "one\n\ttwo"


def test_of_several_texts_none_is_empty_and_none_is_there_twice() -> None:
    assert cleaned(Lead(id=1, name="Ann", tags=("\x1b", "a", "a\x07", "b"))).tags == ("a", "b")


def test_a_text_that_may_be_missing_is_cleaned_too() -> None:
    class Maybe(Struct, frozen=True):
        said: Line | None = None
        inner: About | Draft | None = None

    assert cleaned(Maybe("a\x1b", About("b\x1b"))) == Maybe("a", About("b"))
    assert cleaned(Maybe()) == Maybe()


def test_a_text_of_no_kind_is_refused() -> None:
    class Forgotten(Struct, frozen=True):
        name: str

    class Nested(Struct, frozen=True):
        found: tuple[Forgotten, ...] = ()

    class Elsewhere(Struct, frozen=True):
        by_name: dict[str, int]

    for value in (Forgotten("Ann"), Nested(), Elsewhere({})):
        with pytest.raises(TypeError, match="does not say what text it may hold"):
            cleaned(value)

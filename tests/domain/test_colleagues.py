"""Who in a team is meant, and whose leads are somebody else's."""

import pytest

from fuyu.domain.colleagues import Colleague, near_colleagues, others, owner_called

TEAM = (Colleague("ana", "Ana Ruiz"), Colleague("bo", "Bo Diaz"), Colleague("bd", "Bob Diaz"))


@pytest.mark.parametrize(
    ("words", "owner"),
    [
        ("ana", "Ana Ruiz"),
        ("RUIZ", "Ana Ruiz"),
        ("bo", "Bo Diaz"),
        ("bo diaz", "Bo Diaz"),
        ("bd", "Bob Diaz"),
        ("me", "Ana Ruiz"),
        ("everyone", ""),
        ("", ""),
        ("diaz", None),
        ("zoe", None),
    ],
)
def test_a_word_means_one_person_or_nobody(words: str, owner: str | None) -> None:
    assert owner_called(words, "Ana Ruiz", TEAM) == owner


def test_me_means_nobody_before_the_team_has_said_who_that_is() -> None:
    assert owner_called("me", "", TEAM) is None


def test_a_mistake_names_who_is_near() -> None:
    assert near_colleagues("ana ruis", TEAM) == "; did you mean Ana Ruiz?"
    assert near_colleagues("zoe", TEAM) == "; choose Ana Ruiz, Bo Diaz, Bob Diaz, everyone"


def test_the_others_are_all_but_oneself_and_nobody_where_that_is_unknown() -> None:
    assert others("ana ruiz", TEAM) == {"Bo Diaz", "Bob Diaz"}
    assert others("", TEAM) == frozenset()

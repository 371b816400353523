"""What columns are taken for: guessed, said otherwise, walked through, and guessed again."""

from pathlib import Path

import pytest

from fuyu.errors import UsageError
from fuyu.features.contacts.reading.columns import FIELDS, Guess
from fuyu.features.contacts.reading.taken import Columns, columns_of


@pytest.fixture
def columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Columns:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path = tmp_path / "leute.csv"
    path.write_text("Vorname;Schuh;Firma\nAna;38;\nUwe;;Foods\nZoe;40\n")
    found = columns_of(path, 2)
    assert found is not None
    return found


def test_the_first_records_stand_below_each_column(columns: Columns) -> None:
    assert [columns.cells(place) for place in range(len(columns))] == [["Ana", "Uwe"], ["38"], ["Foods"]]


def test_what_a_person_says_counts_until_it_is_taken_back(columns: Columns) -> None:
    said = columns.take(1, "about").take(0, "ignore")
    assert [said.guess(place) for place in (0, 1)] == [Guess("", "you"), Guess("about", "you")]
    assert columns.said == {}, "the columns before are as they were"
    assert said.take(0, None).take(1, None) == columns


def test_saying_what_was_guessed_is_saying_nothing(columns: Columns) -> None:
    assert columns.take(0, "ignore").take(0, "first") == columns
    assert columns.take(1, "about").take(1, "ignore") == columns
    assert columns.is_as_remembered
    assert not columns.take(0, "ignore").is_as_remembered


def test_fields_are_walked_through_in_a_circle(columns: Columns) -> None:
    def any_field(_field: str) -> bool:
        return True

    seen, now = [], columns
    for _ in range(len(FIELDS) + 1):
        field = now.following(1, 1, any_field)
        assert field is not None
        assert now.take(1, field).following(1, -1, any_field) == (now.guess(1).field or "ignore")
        seen.append(field)
        now = now.take(1, field)
    assert sorted(seen) == sorted([*FIELDS, "ignore"])
    assert now == columns


def test_a_letter_finds_the_next_field_that_fits_and_none_where_none_does(columns: Columns) -> None:
    assert columns.following(1, 1, lambda field: field.startswith("c")) == "company"
    assert columns.following(1, 1, lambda field: field.startswith("#")) is None


def test_cards_have_no_columns_and_what_is_no_table_is_refused(tmp_path: Path) -> None:
    cards = tmp_path / "phone.vcf"
    cards.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nEND:VCARD\n")
    assert columns_of(cards, 5) is None
    with pytest.raises(UsageError):
        columns_of(tmp_path / "none.csv", 5)

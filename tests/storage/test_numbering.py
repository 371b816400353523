"""The ids that one copy of a team's book gives, whatever becomes of the file that says which copy it is."""

import json
from pathlib import Path

import pytest

from fuyu.storage.team.numbering import RANGE, Numbering

LEADS = "leads"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "teams" / "fuyu-1"


def nothing_is_there(_document_id: int) -> bool:
    return False


def given(numbering: Numbering) -> int:
    """Return an id, having noted it as used."""
    found = numbering.next_id(LEADS, nothing_is_there)
    numbering.give({LEADS: found})
    return found


def test_each_id_is_given_once_by_all_that_have_the_book_open(path: Path) -> None:
    one, other = Numbering(path), Numbering(path)
    assert one.device == other.device
    one.numbered(3)
    assert [given(one), given(other), given(one), given(Numbering(path))] == [3 * RANGE + at for at in range(1, 5)]


def test_what_is_there_already_is_passed_over(path: Path) -> None:
    numbering = Numbering(path)
    numbering.numbered(1)
    assert numbering.next_id(LEADS, lambda found: found < RANGE + 5) == RANGE + 5


def test_the_ids_of_others_do_not_count_and_another_number_begins_anew(path: Path) -> None:
    numbering = Numbering(path)
    numbering.numbered(1)
    numbering.give({LEADS: 2 * RANGE + 7})
    assert given(numbering) == RANGE + 1
    numbering.numbered(2)
    assert given(numbering) == 2 * RANGE + 1
    numbering.numbered(2)
    assert given(numbering) == 2 * RANGE + 2


@pytest.mark.parametrize("content", [b"", b"{", b'{"device":1}', b"\x00" * 100, b"[" * 900])
def test_a_file_that_says_nothing_is_another_copy(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    numbering = Numbering(path)
    assert (numbering.number, len(numbering.device)) == (0, 32)
    assert Numbering(path).device == numbering.device
    numbering.numbered(4)
    assert json.loads(path.read_bytes())["number"] == 4


def test_where_no_file_can_be_made_the_copy_is_one_as_long_as_it_is_open(tmp_path: Path) -> None:
    in_the_way = tmp_path / "teams"
    in_the_way.write_text("a file")
    numbering = Numbering(in_the_way / "fuyu-1")
    assert numbering.device == numbering.device != Numbering(in_the_way / "fuyu-1").device
    first = given(numbering)
    assert (given(numbering), first < 2**53) == (first + 1, True)
    numbering.numbered(2)
    assert given(numbering) == 2 * RANGE + 1


def test_the_file_is_for_its_owner_alone(path: Path) -> None:
    given(Numbering(path))
    assert path.stat().st_mode & 0o077 == 0

"""Where documents stand in the index: found by few looks, whatever ids are left out."""

import os
from bisect import bisect_left
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.storage.journal_db import disk
from fuyu.storage.journal_db.places import Places


class _Counting(list[int]):
    """Numbers that count how often one of them was looked at."""

    looks = 0

    def __getitem__(self, place):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN204
        self.looks += 1
        return super().__getitem__(place)


@given(st.sets(st.integers(1, 60)), st.integers(-2, 70))
def test_an_id_stands_where_a_search_among_all_would_find_it(ids: set[int], wanted: int) -> None:
    rising = sorted(ids)
    assert Places(rising, (), ()).slot(wanted) == bisect_left(rising, wanted)


def test_where_no_id_is_left_out_few_are_looked_at() -> None:
    ids = _Counting(range(5, 100_005))
    assert Places(ids, (), ()).slot(70_000) == 69_995
    assert ids.looks <= 4


def test_a_file_is_read_as_far_as_it_goes_also_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    pread = os.pread
    monkeypatch.setattr(os, "pread", lambda fd, length, start: pread(fd, min(length, 3), start))
    with path.open("rb") as file:
        parts = [disk.read_all(file.fileno(), start, end) for start, end in ((1, 9), (8, 20), (9, 2), (30, 40))]
    assert parts == [b"12345678", b"89", b"", b""]

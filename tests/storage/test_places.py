"""Where documents lie in a file: in the stretch whose first id is the last one not above theirs."""

import os
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu import disk
from fuyu.storage.journal_db.places import Places, document_in, documents_in
from fuyu.storage.journal_db.snapshot import Index, Indexer, Owner, Snapshot

SIZE = 12_000
"""Bytes of a line: a stretch has two."""


@given(st.sets(st.integers(1, 60), min_size=1), st.integers(0, 70))
def test_a_document_is_found_in_its_stretch_and_nothing_else_for_it(ids: set[int], wanted: int) -> None:
    rising = sorted(ids)
    lines = [b'"%d":{"id":%d}' % (number, number) + b" " * SIZE + b",\n" for number in rising]
    starts = [sum(map(len, lines[:place])) for place in range(len(lines))]
    places = Places()
    places.add(rising, starts, sum(map(len, lines)))
    slot = places.slot(wanted)
    start, end = places.span(slot) if slot >= 0 else (0, 0)
    text = b"".join(lines)[start:end]
    found = document_in(text, wanted)
    assert (found is not None and found.split()[0]) == (wanted in ids and b'{"id":%d}' % wanted)
    assert len(documents_in(text)) <= 2


def test_a_file_is_read_as_far_as_it_goes_also_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    pread = os.pread
    monkeypatch.setattr(os, "pread", lambda fd, length, start: pread(fd, min(length, 3), start))
    with path.open("rb") as file:
        parts = [disk.read_all(file.fileno(), start, end) for start, end in ((1, 9), (8, 20), (9, 2), (30, 40))]
    assert parts == [b"12345678", b"89", b"", b""]


@pytest.mark.parametrize("first", [1, 2, 9])
@pytest.mark.parametrize("start", [0, 10, 11])
def test_an_index_that_points_astray_is_made_anew(tmp_path: Path, first: int, start: int) -> None:
    path = tmp_path / "fuyu.json"
    path.write_bytes(b'{\n"leads":{\n"2":{"n":1},\n"3":{"n":2}\n}\n}\n')

    class Wrong(Indexer):
        def kept(self, identity: disk.Identity) -> Index:
            del identity
            return Index("", {"leads": Places(array("q", [first]).tobytes(), array("q", [start]).tobytes(), 36)})

    owner = Owner()
    owner.indexer = Wrong()
    assert Snapshot(path, owner).last_id("leads") == 3
    assert Snapshot(path, owner).get("leads", 2) == b'{"n":1}'
    assert list(Snapshot(path, owner).documents("leads")) == [(2, b'{"n":1}'), (3, b'{"n":2}')]

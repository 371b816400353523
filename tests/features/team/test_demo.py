"""The demo of a team: the first who comes begins a server and brings the leads, the last who goes ends it."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from fuyu.care import open_book
from fuyu.errors import UsageError
from fuyu.features.team import demo
from fuyu.features.team.demo import together
from fuyu.sample import book
from tests.cli.conftest import MORNING, Shell
from tests.features.team.servers import until

pytestmark = pytest.mark.slow


def a_sample(path: Path) -> Path:
    """Write the book that the demo begins with."""
    path.write_bytes(book(MORNING))
    return path


def test_several_take_part_in_one_demo(tmp_path: Path) -> None:
    ana, bo = a_sample(tmp_path / "ana.json"), a_sample(tmp_path / "bo.json")
    with together("ana", ana):
        folder = Path(demo._place().read_text())
        with together("bo", bo):
            leads = []
            for path in (ana, bo):
                with closing(open_book(path)) as store:
                    leads.append([row.name for row in store.rows])
                    assert store.team is not None
            assert leads[0] == leads[1] != []
        assert (folder / "data").exists()
        assert os.environ["PGSERVICEFILE"] == str(folder / "services")
    assert "PGSERVICEFILE" not in os.environ
    until(lambda: not folder.exists())
    with together("bo", a_sample(tmp_path / "again.json")):
        assert Path(demo._place().read_text()) != folder


def test_who_is_nobody_in_the_demo_is_told_who_there_is(fuyu: Shell, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nobody is called “zoe” in the demo; choose ana, bo, cy, di"):
        together("zoe", tmp_path / "x.json").__enter__()
    said = fuyu.bare("demo", "--team", "zoe")
    assert (said.code, said.err) == (2, "fuyu: nobody is called “zoe” in the demo; choose ana, bo, cy, di\n")

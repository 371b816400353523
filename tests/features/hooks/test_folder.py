"""Which hooks may run: those that nobody else can change."""

import os
from pathlib import Path

import pytest

from fuyu.features.hooks.folder import is_there, listed, why_not
from tests.features.hooks.conftest import Programs


def test_one_of_ones_own_may_run(programs: Programs) -> None:
    programs.put("on-log", "", 0o775)
    assert why_not(programs.hooks, "on-log") == ""
    assert is_there(programs.hooks, "on-log")
    assert not is_there(programs.hooks, "on-add")


def test_a_link_to_one_may_run_and_one_to_nothing_is_said(programs: Programs, tmp_path: Path) -> None:
    programs.put("on-log", "").rename(tmp_path / "own")
    (programs.hooks / "on-log").symlink_to(tmp_path / "own")
    (programs.hooks / "on-add").symlink_to(tmp_path / "nothing")
    (programs.hooks / "on-edit").symlink_to("on-edit")
    assert why_not(programs.hooks, "on-log") == ""
    assert is_there(programs.hooks, "on-add")
    assert why_not(programs.hooks, "on-add") == "cannot be run: No such file or directory"
    assert why_not(programs.hooks, "on-edit").startswith("cannot be run: ")


def test_what_is_none_is_said(programs: Programs) -> None:
    programs.put("on-log", "", 0o644)
    programs.put("on-add", "", 0o757)
    (programs.hooks / "on-edit").mkdir()
    os.mkfifo(programs.hooks / "on-note")
    programs.put("on-logg", "")
    hooks = programs.hooks
    assert {name: why_not(hooks, name) for name in listed(hooks)} == {
        "on-add": f"is not run, for others can change it: chmod o-w {hooks}/on-add",
        "on-edit": "is no program but a folder, or something else that cannot be run",
        "on-log": f"is not executable: chmod +x {hooks}/on-log",
        "on-logg": "follows nothing; did you mean on-log?",
        "on-note": "is no program but a folder, or something else that cannot be run",
    }


def test_one_in_a_folder_that_everybody_may_write_is_not_run(programs: Programs) -> None:
    programs.put("on-log", "")
    programs.hooks.chmod(0o777)
    assert why_not(programs.hooks, "on-log") == (
        f"is not run, for others can change its folder: chmod o-w {programs.hooks}"
    )


def test_one_of_somebody_else_is_not_run(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    programs.put("on-log", "")
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    monkeypatch.setattr("fuyu.features.hooks.folder._ROOT", 12346)
    assert why_not(programs.hooks, "on-log") == "is not run, for its folder belongs to somebody else"


def test_no_folder_has_no_hooks(tmp_path: Path) -> None:
    assert listed(tmp_path / "none") == []

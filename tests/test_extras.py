"""The command that adds a missing library fits how fuyu was installed."""

import json
import shutil
import sys
from importlib.metadata import Distribution, PackageNotFoundError
from pathlib import Path
from typing import NamedTuple

import pytest

from fuyu import extras
from fuyu.extras import how_to_add


class Kept(NamedTuple):
    """What is kept beside an installed package."""

    files: dict[str, str]

    def read_text(self, name: str) -> str | None:
        """Return a file of it."""
        return self.files.get(name)


HERE: dict[str, object] = {"url": "file:///home/ann/my%20fuyu", "dir_info": {}}
EDITABLE = HERE | {"dir_info": {"editable": True}}
GIT = {"url": "https://x.example/fuyu.git", "vcs_info": {"vcs": "git", "requested_revision": "v2", "commit_id": "c"}}


@pytest.fixture
def prefix(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return the folder of an environment in which nothing but fuyu and pip are."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "executable", f"{tmp_path}/bin/python")
    monkeypatch.setattr(shutil, "which", lambda name: f"{tmp_path}/bin/{name}")
    has(monkeypatch, "pip")
    installed(monkeypatch)
    return tmp_path


def has(monkeypatch: pytest.MonkeyPatch, *libraries: str) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda name: name if name in libraries else None)


def installed(monkeypatch: pytest.MonkeyPatch, installer: str = "pip", origin: dict[str, object] | None = None) -> None:
    files = {"INSTALLER": f"{installer}\n"} | ({"direct_url.json": json.dumps(origin)} if origin else {})
    monkeypatch.setattr(extras, "distribution", lambda _name: Kept(files))


@pytest.mark.parametrize(
    ("origin", "what"),
    [
        (None, "'fuyu-followup[web]'"),
        (HERE, "'/home/ann/my fuyu[web]'"),
        (EDITABLE, "--editable '/home/ann/my fuyu[web]'"),
        (GIT, "'fuyu-followup[web] @ git+https://x.example/fuyu.git@v2'"),
        ({"url": "https://x.example/fuyu-2.tar.gz"}, "'fuyu-followup[web] @ https://x.example/fuyu-2.tar.gz'"),
    ],
)
def test_it_comes_from_where_fuyu_came_from(
    prefix: Path, monkeypatch: pytest.MonkeyPatch, origin: dict[str, object] | None, what: str
) -> None:
    installed(monkeypatch, origin=origin)
    assert how_to_add("web") == f"pip install {what}"
    (prefix / "pipx_metadata.json").touch()
    assert how_to_add("web") == f"pipx install --force {what}"
    (prefix / "uv-receipt.toml").touch()
    assert how_to_add("web") == f"uv tool install {what}"


def test_a_pip_of_another_environment_is_not_meant(prefix: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for found in ("/usr/bin/pip", None):
        monkeypatch.setattr(shutil, "which", lambda _name, found=found: found)
        assert how_to_add("mail") == f"{prefix}/bin/python -m pip install 'fuyu-followup[mail]'"


@pytest.mark.parametrize(("installer", "libraries"), [("uv", ("pip",)), ("pip", ())])
def test_an_environment_of_uv_or_without_pip(
    prefix: Path, monkeypatch: pytest.MonkeyPatch, installer: str, libraries: tuple[str, ...]
) -> None:
    installed(monkeypatch, installer)
    has(monkeypatch, *libraries)
    assert how_to_add("web") == f"uv pip install --python {prefix}/bin/python 'fuyu-followup[web]'"


def test_what_makes_the_environment_anew_keeps_what_is_there(prefix: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    has(monkeypatch, "keyring", "pip")
    assert how_to_add("web") == "pip install 'fuyu-followup[web]'"
    (prefix / "pipx_metadata.json").touch()
    assert how_to_add("web") == "pipx install --force 'fuyu-followup[calendar,inbox,mail,web]'"


def test_a_fuyu_that_was_never_installed(prefix: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def distribution(name: str) -> Distribution:
        raise PackageNotFoundError(name)

    assert prefix.exists()
    monkeypatch.setattr(extras, "distribution", distribution)
    assert how_to_add("web") == "pip install 'fuyu-followup[web]'"

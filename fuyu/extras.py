"""Libraries that not everybody needs, and the command that adds them to this fuyu, however it was installed."""

import json
import shutil
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from shlex import quote
from typing import Any
from urllib.parse import unquote, urlsplit

NAME = "fuyu-followup"
"""What this is called where packages are kept; “fuyu” is somebody else's there."""
_LIBRARIES = {"mail": "keyring", "calendar": "keyring", "web": "textual_serve", "holidays": "holidays"} | {
    "team": "psycopg",
    "inbox": "keyring",
}
"""The library of each extra."""


def how_to_add(extra: str) -> str:
    """Return the command that adds an extra to this fuyu."""
    try:
        installed: Distribution | None = distribution(NAME)
    except PackageNotFoundError:
        installed = None
    prefix = Path(sys.prefix)
    if (prefix / "uv-receipt.toml").exists():
        return f"uv tool install {_what(installed, *_with_those_here(extra))}"
    if (prefix / "pipx_metadata.json").exists():
        return f"pipx install --force {_what(installed, *_with_those_here(extra))}"
    return f"{_pip(installed, prefix)} {_what(installed, extra)}"


def _with_those_here(extra: str) -> list[str]:
    """Return an extra with those that are here: whoever makes the whole environment anew must name them all."""
    here = (name for name, library in _LIBRARIES.items() if find_spec(library) is not None)
    return sorted({extra, *here})


def _pip(installed: Distribution | None, prefix: Path) -> str:
    """Return the program that installs into this environment, whatever `pip` means in the person's shell."""
    is_by_uv = installed is not None and (installed.read_text("INSTALLER") or "").strip() == "uv"
    if is_by_uv or find_spec("pip") is None:
        return f"uv pip install --python {quote(sys.executable)}"
    found = shutil.which("pip")
    is_ours = found is not None and Path(found).parent == prefix / "bin"
    return "pip install" if is_ours else f"{quote(sys.executable)} -m pip install"


def _what(installed: Distribution | None, *extras: str) -> str:
    """Return what to install: fuyu by its name, or from the place that it came from."""
    named = f"[{','.join(extras)}]"
    origin: dict[str, Any] = json.loads((installed and installed.read_text("direct_url.json")) or "{}")
    url = origin.get("url", "")
    if url.startswith("file:"):
        editable = "--editable " if origin.get("dir_info", {}).get("editable") else ""
        return f"{editable}{quote(unquote(urlsplit(url).path) + named)}"
    if url:
        vcs = origin.get("vcs_info", {})
        at = f"@{vcs['requested_revision']}" if vcs.get("requested_revision") else ""
        return quote(f"{NAME}{named} @ {vcs['vcs'] + '+' if vcs else ''}{url}{at}")
    return quote(f"{NAME}{named}")

"""Where things live; every path is a function, and nothing is made by asking."""

import os
from pathlib import Path


def database() -> Path:
    """Return the book: `$FUYU_DB`, or `fuyu.json` in the person's data folder."""
    named = os.environ.get("FUYU_DB", "")
    if named:
        return Path(named).expanduser()
    import platformdirs  # noqa: PLC0415 - a few ms that a named book does not need

    return platformdirs.user_data_path("fuyu", appauthor=False) / "fuyu.json"


def config() -> Path:
    """Return the settings: `$FUYU_CONFIG`, or `config.toml` in the person's folder for such files."""
    named = os.environ.get("FUYU_CONFIG", "")
    if named:
        return Path(named).expanduser()
    import platformdirs  # noqa: PLC0415 - as above

    return platformdirs.user_config_path("fuyu", appauthor=False) / "config.toml"

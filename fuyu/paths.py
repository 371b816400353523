"""Where things live; every path is a function, and nothing is made by asking."""

import os
from pathlib import Path


def database() -> Path:
    """Return the book: `$FUYU_DB`, or `fuyu.json` in the person's data folder."""
    named = os.environ.get("FUYU_DB", "")
    if named:
        return Path(named).expanduser()
    import platformdirs  # noqa: PLC0415 - 15 ms that a named book does not need

    return platformdirs.user_data_path("fuyu", appauthor=False) / "fuyu.json"

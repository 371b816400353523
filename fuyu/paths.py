"""Where things live; every path is a function, and nothing is made by asking."""

import os
from pathlib import Path
from zlib import crc32


def database() -> Path:
    """Return the book: `$FUYU_DB`, or `fuyu.json` in the person's data folder."""
    named = os.environ.get("FUYU_DB", "")
    if named:
        return Path(named).expanduser()
    import platformdirs  # noqa: PLC0415 - a few ms that a named book does not need

    return platformdirs.user_data_path("fuyu", appauthor=False) / "fuyu.json"


def backups(book: Path) -> Path:
    """Return the folder for the copies of a book, one for each book: in the person's state folder."""
    return _state() / "backups" / _named_after(book)


def morning(book: Path) -> Path:
    """Return the file that says on which day a book's last morning was, in the person's state folder."""
    return _state() / "mornings" / _named_after(book)


def _state() -> Path:
    import platformdirs  # noqa: PLC0415 - as above

    return platformdirs.user_state_path("fuyu", appauthor=False)


def _named_after(book: Path) -> str:
    place = book.resolve()
    return f"{place.stem}-{crc32(str(place).encode('utf-8', 'surrogateescape')):08x}"


def columns() -> Path:
    """Return what a person said of the columns of imported files: in the person's state folder."""
    import platformdirs  # noqa: PLC0415 - as above

    return platformdirs.user_state_path("fuyu", appauthor=False) / "columns.json"


def fault() -> Path:
    """Return where the last fault of fuyu's own is written down: in the person's state folder."""
    import platformdirs  # noqa: PLC0415 - as above

    return platformdirs.user_state_path("fuyu", appauthor=False) / "last-fault.txt"


def config() -> Path:
    """Return the settings: `$FUYU_CONFIG`, or `config.toml` in the person's folder for such files."""
    named = os.environ.get("FUYU_CONFIG", "")
    if named:
        return Path(named).expanduser()
    import platformdirs  # noqa: PLC0415 - as above

    return platformdirs.user_config_path("fuyu", appauthor=False) / "config.toml"

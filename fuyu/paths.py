"""Where things live; every path is a function, and nothing is made by asking."""

import errno
import os
import stat
import sys
from pathlib import Path
from zlib import crc32

from fuyu.domain.text import clean_line, shortened
from fuyu.errors import StoreError, UsageError

_CACHES = {"darwin": "Library/Caches", "win32": "AppData/Local"}.get(sys.platform, ".cache")


def database() -> Path:
    """Return the book: `$FUYU_DB`, or `fuyu.json` in the person's data folder."""
    named = os.environ.get("FUYU_DB", "")
    if named:
        return of_words(named)
    import platformdirs  # noqa: PLC0415 - a few ms that a named book does not need

    return platformdirs.user_data_path("fuyu", appauthor=False) / "fuyu.json"


def of_words(words: str) -> Path:
    """Return the path that a person wrote, `~` and all.

    Raises:
        UsageError: it begins with the home of somebody there is not, or can be no path at all.
    """
    if "\0" in words:
        raise UsageError(f"“{shortened(words)}” is no path: it has a NUL character")
    try:
        return Path(words).expanduser()
    except RuntimeError as error:
        raise UsageError(f"“{shortened(words)}”: the home folder is unknown; write the path without ~") from error


def resolved(path: Path) -> Path:
    """Return what a path leads to, through all links.

    Raises:
        StoreError: they lead in a circle.
    """
    try:
        return path.resolve()
    except RuntimeError as error:
        raise StoreError(f"{clean_line(str(path))}: its links lead in a circle; remove the link") from error


def small_file(path: Path, most: int) -> bytes:
    """Return what a file holds.

    Raises:
        OSError: there is none, it cannot be read, it is larger than so many bytes, or it is something else than a file:
            one that never ends, or one that waits for another program.
    """
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is not a file of its own", str(path))
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, f"it is larger than {most:,} bytes", str(path))
    return content


def backups(book: Path) -> Path:
    """Return the folder for the copies of a book, one for each book: in the person's state folder."""
    return state() / "backups" / named_after(book)


def cache(book: Path) -> Path | None:
    """Return the folder of what is kept of a book and may be deleted; None where the home folder is unknown."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    try:
        home = Path(named) if named.startswith("/") else Path.home() / _CACHES
    except RuntimeError:
        return None
    return home / "fuyu" / named_after(book)


def morning(book: Path) -> Path:
    """Return the file that says on which day a book's last morning was, in the person's state folder."""
    return state() / "mornings" / named_after(book)


def state() -> Path:
    """Return the person's state folder, where what may be lost is kept."""
    import platformdirs  # noqa: PLC0415 - as above

    return platformdirs.user_state_path("fuyu", appauthor=False)


def named_after(file: Path) -> str:
    """Return a name for what is kept of a file elsewhere, another for each file."""
    place = resolved(file)
    return f"{place.stem}-{crc32(str(place).encode('utf-8', 'surrogateescape')):08x}"


def columns() -> Path:
    """Return what a person said of the columns of imported files: in the person's state folder."""
    return state() / "columns.json"


def fault() -> Path:
    """Return where the last fault of fuyu's own is written down: in the person's state folder."""
    return state() / "last-fault.txt"


def config() -> Path:
    """Return the settings: `$FUYU_CONFIG`, or `config.toml` in the person's folder for such files."""
    named = os.environ.get("FUYU_CONFIG", "")
    if named:
        return of_words(named)
    import platformdirs  # noqa: PLC0415 - as above

    return platformdirs.user_config_path("fuyu", appauthor=False) / "config.toml"


def templates() -> Path:
    """Return the folder of the message templates, beside the settings."""
    return config().parent / "messages"


def hooks() -> Path:
    """Return the folder of a person's own programs that follow what is done, beside the settings."""
    return config().parent / "hooks"


def hooked(book: Path) -> Path:
    """Return the folder of what waits for a book's hooks, and of what came of them: in the person's state folder."""
    return state() / "hooks" / named_after(book)


def themes() -> Path:
    """Return the folder of a person's own themes, beside the settings."""
    return config().parent / "themes"


def theme() -> Path:
    """Return the file that says which theme was chosen in the dashboard: in the person's state folder."""
    return state() / "theme.json"


def completion(shell: str) -> Path:
    """Return where a shell looks for the completions of `fuyu`: bash, zsh or fish."""
    home = Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME", "") or home / ".local/share")
    settings = Path(os.environ.get("XDG_CONFIG_HOME", "") or home / ".config")
    return {
        "bash": data / "bash-completion/completions/fuyu",
        "zsh": data / "zsh/site-functions/_fuyu",
        "fish": settings / "fish/completions/fuyu.fish",
    }[shell]


def notes(book: Path) -> Path:
    """Return the folder of a book's notes that are written in another editor: in the person's state folder."""
    return state() / "notes" / named_after(book)


def device(book: Path) -> Path:
    """Return the file that says which copy of a team's book lies here: in the person's state folder."""
    return state() / "teams" / named_after(book)


def forgotten(book: Path) -> Path:
    """Return the file that says of whom nothing is left of a book here: in the person's state folder."""
    return state() / "forgotten" / f"{named_after(book)}.json"


def sending(book: Path) -> Path:
    """Return the file that is locked while messages of a book are sent, so that nobody else sends them, too."""
    return backups(book) / "sending.lock"

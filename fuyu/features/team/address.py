"""Where a team's server is: an entry of the service file of PostgreSQL, with the password in its password file.

Both are read by libpq, as by every program of PostgreSQL: no password ever comes to fuyu. What is not safe is refused
before anything is sent.
"""

import ipaddress
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from psycopg import pq

from fuyu.domain.text import shortened
from fuyu.errors import UsageError

_VERIFIED = "verify-full"
_OTHERS = 0o077
"""What others may do with a file."""


class Address(Struct, frozen=True):
    """How a server is reached, as libpq understands it."""

    service: str
    options: Mapping[str, str]
    """The options that hold, by their names, without the password."""

    @property
    def host(self) -> str:
        """The server as a person knows it."""
        host = self.options.get("host", "")
        return shortened(host) if host and not host.startswith(("/", "@")) else "this machine"

    @property
    def user(self) -> str:
        """Who logs in."""
        return shortened(self.options.get("user", ""))


def address(service: str) -> Address:
    """Return where a service is.

    Raises:
        UsageError: it is not said, or what is said is not safe.
    """
    with _named(service):
        options = {one.keyword.decode(): one.val for one in pq.Conninfo.get_defaults() if one.val is not None}
    if options.pop("password", None) and "PGPASSWORD" not in os.environ:
        _refuse_open(service_file())
    found = {name: value.decode("utf-8", "replace") for name, value in options.items()}
    if not {"host", "hostaddr", "dbname"} & found.keys():
        raise UsageError(f"no service “{shortened(service)}” in {service_file()}", hint=_how_to_write(service))
    _check(service, found)
    return Address(service, found)


def service_file() -> Path:
    """Return the service file."""
    return Path(os.environ.get("PGSERVICEFILE") or Path.home() / ".pg_service.conf")


def is_local(host: str) -> bool:
    """Return whether a host is this machine: a socket in a folder, or loopback."""
    if not host or host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _check(service: str, options: Mapping[str, str]) -> None:
    hosts = [*options.get("host", "").split(","), *options.get("hostaddr", "").split(",")]
    far = next((host for host in hosts if not is_local(host)), "")
    if far and options.get("sslmode") != _VERIFIED:
        raise UsageError(
            f"{shortened(far)} is another machine: fuyu sends it nothing before it has proved who it is",
            hint=f"write sslmode={_VERIFIED} below [{shortened(service)}] in {service_file()}; for the certificate of "
            "your own authority also sslrootcert=FILE",
        )
    _refuse_open(Path(options.get("passfile") or Path.home() / ".pgpass"))


def _refuse_open(passwords: Path) -> None:
    """Raise a `UsageError` where others may read a file with passwords."""
    try:
        mode = passwords.stat().st_mode
    except OSError:
        return
    if mode & _OTHERS:
        raise UsageError(f"others may read the passwords in {passwords}", hint=f"chmod 600 {passwords}")


def _how_to_write(service: str) -> str:
    return (
        f"write [{shortened(service)}] there, and below it host=, port=, dbname=, user= and sslmode={_VERIFIED}, "
        "a line each; and HOST:PORT:DATABASE:USER:PASSWORD into ~/.pgpass, which only you may read (chmod 600)"
    )


@contextmanager
def _named(service: str) -> Iterator[None]:
    """Let libpq take what it reads from a service: it is told by the environment alone."""
    before = os.environ.get("PGSERVICE")
    os.environ["PGSERVICE"] = service
    try:
        yield
    finally:
        if before is None:
            del os.environ["PGSERVICE"]
        else:
            os.environ["PGSERVICE"] = before

"""Servers that are not as they should be: each is told with what to do, and nothing is sent to one unproved."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
import trustme

from fuyu.errors import FuyuError, ServerError, UsageError
from fuyu.features.team.address import address
from fuyu.features.team.own_server import OwnServer, started
from fuyu.features.team.remote import Remote
from fuyu.features.team.trouble import UnwillingError
from tests.features.team import servers
from tests.features.team.servers import TEAM
from tests.listening import Line, listening

SAFE = "sslmode=verify-full"


class Services:
    """The service file and the password file of a test."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._file, self.passwords = folder / "services.conf", folder / "passwords"
        monkeypatch.setenv("PGSERVICEFILE", str(self._file))
        monkeypatch.setenv("PGPASSFILE", str(self.passwords))

    def acme(self, *lines: str, proof: str = "") -> None:
        self._file.write_text("\n".join(("[acme]", *lines)))
        self.passwords.touch(mode=0o600)
        self.passwords.write_text(f"*:*:*:*:{proof}\n" if proof else "")

    @property
    def said(self) -> str:
        """What is said where it is called, and what to do about that."""
        try:
            with closing(Remote(address("acme"))) as remote:
                remote.open()
                remote.hello(TEAM, 0, "laptop")
        except FuyuError as error:
            return f"{error} | {error.hint}".replace(str(self._file), "FILE")
        return ""


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    return Services(tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "host", ["db.example.org", "192.0.2.1", "127.0.0.1,db.example.org", "::2", "localhost.example"]
)
@pytest.mark.parametrize("mode", ["", "sslmode=require", "sslmode=verify-ca", "sslmode=disable"])
def test_another_machine_has_to_prove_who_it_is(services: Services, host: str, mode: str) -> None:
    services.acme(f"host={host}", "dbname=fuyu", mode)
    far = host.rpartition(",")[2]
    assert services.said == (
        f"{far} is another machine: fuyu sends it nothing before it has proved who it is | "
        "write sslmode=verify-full below [acme] in FILE; for the certificate of your own authority also "
        "sslrootcert=FILE"
    )
    services.acme(f"host={host}", "dbname=fuyu", SAFE)
    assert address("acme").options["host"] == host


@pytest.mark.parametrize("host", ["", "/var/run/postgresql", "localhost", "127.0.0.1", "127.1.2.3", "::1"])
def test_this_machine_needs_not(services: Services, host: str) -> None:
    services.acme(f"host={host}" if host else "", "dbname=fuyu")
    assert address("acme").options["dbname"] == "fuyu"


def test_an_address_behind_a_name_counts_too(services: Services) -> None:
    services.acme("host=localhost", "hostaddr=192.0.2.1", "dbname=fuyu")
    with pytest.raises(UsageError, match=r"192\.0\.2\.1 is another machine"):
        address("acme")


def test_a_service_that_is_not_there_is_told_with_how_to_write_it(services: Services) -> None:
    services.acme("dbname=fuyu")
    with pytest.raises(UsageError, match=r"no service “globex” in .*conf") as raised:
        address("globex")
    assert raised.value.hint.startswith("write [globex] there, and below it host=, port=, dbname=, user= and sslmode=")
    assert "PGSERVICE" not in os.environ


def test_passwords_that_others_may_read_are_refused(services: Services) -> None:
    services.acme("dbname=fuyu", proof="x")
    services.passwords.chmod(0o644)
    assert services.said == (f"others may read the passwords in {services.passwords} | chmod 600 {services.passwords}")


@pytest.fixture
def port(server: OwnServer, services: Services) -> Callable[..., str]:
    """Return what is said where somebody calls the server of the run by its port."""

    def said(login: str, secret: str, *lines: str, database: str = "fuyu_template") -> str:
        services.acme(
            "host=127.0.0.1", f"port={server.port}", f"user={login}", f"dbname={database}", *lines, proof=secret
        )
        return services.said

    return said


@pytest.mark.slow
def test_who_is_not_let_in_is_told_why(port: Callable[..., str]) -> None:
    wrong = "127.0.0.1 does not accept the password of bo | correct its line in the password file: "
    assert port("bo", "not-it").startswith(wrong)
    assert port("bo", "").startswith(wrong)
    assert port("nobody", "x").startswith("127.0.0.1 does not accept the password of nobody")
    assert port("bo", "bo-secret", database="nosuch") == (
        "there is no such database on 127.0.0.1 | correct dbname= in the service file"
    )
    assert port("bo", "bo-secret", "sslmode=require") == (
        "127.0.0.1 does not encrypt, so nothing is sent | let its administrator turn on ssl"
    )
    assert port("bo", "bo-secret", database="postgres") == (
        "there is no team in this database of 127.0.0.1 | `fuyu team create` makes one"
    )


@pytest.mark.slow
def test_no_password_is_in_what_is_said_or_kept(port: Callable[..., str]) -> None:
    assert "not-it" not in port("bo", "not-it")
    assert "password" not in address("acme").options
    with closing(Remote(address("acme"))) as remote, pytest.raises(ServerError) as raised:
        remote.open()
    assert "not-it" not in repr(raised.value)


@pytest.fixture
def encrypting(tmp_path: Path) -> Iterator[tuple[OwnServer, Path]]:
    """Return a server with a certificate for localhost, and the certificate of its authority."""
    server, authority = started(), trustme.CA()
    try:
        servers.prepare(server)
        root = tmp_path / "root.crt"
        authority.cert_pem.write_to_path(root)
        made = authority.issue_cert("localhost")
        owner = (server.folder / "data").stat()
        for name, content in (
            ("server.crt", b"".join(part.bytes() for part in made.cert_chain_pems)),
            ("server.key", made.private_key_pem.bytes()),
        ):
            file = server.folder / "data" / name
            file.touch(mode=0o600)
            file.write_bytes(content)
            os.chown(file, owner.st_uid, owner.st_gid)
        with closing(psycopg.connect(server.conninfo(), autocommit=True)) as admin:
            try:
                admin.execute("ALTER SYSTEM SET ssl = on")
            except psycopg.errors.InvalidParameterValue:
                pytest.skip("this PostgreSQL was built without TLS: the one of the package is")
            admin.execute("SELECT pg_reload_conf()")
        yield server, root
    finally:
        server.close()


@pytest.mark.slow
def test_a_server_is_known_by_its_certificate(
    encrypting: tuple[OwnServer, Path], services: Services, tmp_path: Path
) -> None:
    server, root = encrypting
    other = tmp_path / "other.crt"
    trustme.CA().cert_pem.write_to_path(other)

    def said(host: str, authority: object) -> str:
        lines = (f"host={host}", f"port={server.port}", "user=bo", "dbname=fuyu_template", SAFE)
        services.acme(*lines, f"sslrootcert={authority}", proof="bo-secret")
        return services.said

    servers.until(lambda: not said("localhost", root))
    assert said("localhost", other) == (
        "localhost does not prove who it is: its certificate is not known | "
        "name the certificate of its authority by sslrootcert= in the service file"
    )
    assert said("localhost", "system").startswith("localhost does not prove who it is: its certificate is not known")
    assert said("localhost", "/nosuch/root.crt") == (
        "there is no certificate to know localhost by | "
        "name the file by sslrootcert= in the service file, or write sslrootcert=system"
    )
    assert said("127.0.0.1", root) == (
        "127.0.0.1 does not prove who it is: its certificate is of another host | "
        "write the host as its certificate names it"
    )


@pytest.fixture
def admin(server: OwnServer, database: str) -> Iterator[Callable[[str], object]]:
    """Change the database of the test by hand."""
    with closing(psycopg.connect(server.conninfo(database), autocommit=True)) as connection:
        yield lambda statement: connection.execute(statement.encode())


def hello(login: str = "bo") -> str:
    """Return what is said where somebody says hello."""
    with closing(Remote(address(login))) as remote:
        remote.open()
        try:
            remote.hello(TEAM, 0, "laptop")
        except UnwillingError as error:
            return f"{error} | {error.hint}"
        except ServerError as error:
            return f"passes: {error}"
    return ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            "UPDATE fuyu.about SET oldest_client = 2",
            "the team needs a newer fuyu | update fuyu; what you do here waits until then",
        ),
        (
            "ALTER FUNCTION fuyu.hello RENAME TO hail",
            "the team on this machine is of another version of fuyu | bring fuyu and the team to the same version",
        ),
        (
            "DROP SCHEMA fuyu CASCADE",
            "there is no team in this database of this machine | `fuyu team create` makes one",
        ),
        (
            "REVOKE fuyu_team FROM bo",
            "bo may not do that on this machine | ask an owner of the team: `fuyu team invite bo`",
        ),
        (
            "DELETE FROM fuyu.member WHERE login = 'bo'",
            "bo is no member of the team | ask an owner of the team: `fuyu team invite bo`",
        ),
        (
            "ALTER ROLE bo IN DATABASE {} SET default_transaction_read_only = on",
            "passes: the server of the team can only be read: it stands in for another, or is being looked after",
        ),
    ],
)
def test_a_team_that_is_not_as_this_fuyu_knows_it(
    admin: Callable[[str], object], database: str, statement: str, words: str
) -> None:
    admin(statement.format(database))
    try:
        assert hello() == words
    finally:
        admin("GRANT fuyu_team TO bo")  # logins are of the whole server


@pytest.mark.slow
def test_what_is_no_postgresql_ends_soon(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(line: Line) -> None:
        line.hang()

    monkeypatch.setattr("fuyu.features.team.remote._CONNECT", 2)
    for talk in (lambda line: line.say(b"220 hello\r\n"), hang):
        with listening(talk) as there:
            services.acme("host=127.0.0.1", f"port={there}", "dbname=fuyu")
            assert services.said.startswith("127.0.0.1 does not answer: ")


@pytest.mark.slow
def test_a_port_on_which_nobody_listens(services: Services) -> None:
    services.acme("host=127.0.0.1", "port=1", "dbname=fuyu")
    assert services.said.startswith("127.0.0.1 does not answer: ")
    assert "onnection refused" in services.said


@pytest.mark.slow
def test_a_server_of_ones_own_is_private_and_ends_with_who_uses_it() -> None:
    server = started()
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.conninfo() + " passfile=/nosuch")
    modes = {path.name: path.stat().st_mode & 0o777 for path in (server.folder, server.passwords)}
    assert set(modes.values()) == {0o700, 0o600}
    main = servers.processes(server)[0]
    assert os.geteuid() == 0 or Path(f"/proc/{main}").stat().st_uid == os.geteuid()
    assert Path(f"/proc/{main}").stat().st_uid != 0
    other = OwnServer(server.folder)
    server.close()
    with closing(psycopg.connect(other.conninfo())) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    other.close()
    servers.until(lambda: not server.folder.exists())
    assert not Path(f"/proc/{main}").exists()


@pytest.mark.slow
def test_a_server_of_ones_own_ends_where_who_uses_it_is_killed() -> None:
    program = "from fuyu.features.team.own_server import started; print(started().folder, flush=True); input()"
    words = [sys.executable, "-c", program]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as user:
        assert user.stdout is not None
        folder = Path(user.stdout.readline().strip())
        assert (folder / "data").exists()
        user.kill()
    servers.until(lambda: not folder.exists())

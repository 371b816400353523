"""Real IMAP servers on loopback, over Maildirs that a test fills: pymap, and Dovecot where the system has it."""

import getpass
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from mailbox import Maildir
from pathlib import Path
from socket import create_connection, create_server

from pymap.config import IMAPConfig

from fuyu.features.inbox.settings import Inbox
from tests.listening import PATIENCE

SECRET = "open-sesame"  # noqa: S105 - of nobody
DOVECOT = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin") or ""
"""The program of the system; empty where it has none."""
_NOBODY = 65_534
_OWNER = (_NOBODY, _NOBODY) if os.geteuid() == 0 else (os.geteuid(), os.getegid())
"""Whose the mail is: no server reads that of root."""
_numbers = count(1)


class ImapServer:
    """A server that runs."""

    def __init__(self, name: str, root: Path, port: int, process: "subprocess.Popen[bytes]") -> None:
        self.name = name
        self.root = root
        self.port = port
        self.process = process

    def anew(self) -> tuple[Inbox, Maildir]:
        """Return an empty mailbox: how it is reached, and where its mail is delivered."""
        user = f"ann{next(_numbers)}"
        box = Maildir(self.root / "mail" / user, create=True)
        for folder in (Path(box._path), *Path(box._path).iterdir()):
            os.chown(folder, *_OWNER)
        if self.name == "pymap":
            with (self.root / "mail" / "pymap-etc-passwd").open("a") as users:
                users.write(f"{user}:x::::{user}:\n")
            with (self.root / "mail" / "pymap-etc-shadow").open("a") as secrets:
                secrets.write(f"{user}:{IMAPConfig._get_hash_context(None).hash(SECRET)}:::::::\n")
        return Inbox(imap="127.0.0.1", security="none", port=self.port, user=user), box


@contextmanager
def serving(name: str, certificate: Path | None = None) -> Iterator[ImapServer]:
    """Run a server by its name: `pymap` or `dovecot`; with a certificate, a file with its key, it offers STARTTLS."""
    root = Path(tempfile.mkdtemp(prefix="fuyu-imap-"))
    port = _free_port()
    root.chmod(0o711)  # so that the owner of the mail comes to it
    (root / "mail").mkdir()
    command = _pymap(root, port, certificate) if name == "pymap" else _dovecot(root, port, certificate)
    with (root / "log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    try:
        _wait_for(port, process, root / "log")
        yield ImapServer(name, root, port, process)
    finally:
        process.terminate()
        process.wait(PATIENCE)
        shutil.rmtree(root, ignore_errors=True)


def _free_port() -> int:
    with closing(create_server(("127.0.0.1", 0))) as taken:
        port: int = taken.getsockname()[1]
        return port


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError(log.read_text("utf-8", "replace"))


def _pymap(root: Path, port: int, certificate: Path | None) -> list[str]:
    program = "import sys; from pymap.main import main; sys.exit(main())"
    safe = ["--cert", str(certificate), "--key", str(certificate)] if certificate else ["--no-tls"]
    here = ["--pid-file", root.name, "--no-service", "managesieve", "--host", "127.0.0.1", "--port", str(port), *safe]
    return [sys.executable, "-W", "ignore", "-c", program, *here, "maildir", str(root / "mail")]


def _dovecot(root: Path, port: int, certificate: Path | None) -> list[str]:
    """Return the command; where you are not root, every part of it runs as you."""
    me = getpass.getuser()
    roles = "" if os.geteuid() == 0 else f"default_internal_user = {me}\ndefault_login_user = {me}\n"
    safe = f"ssl = yes\nssl_cert = <{certificate}\nssl_key = <{certificate}\n" if certificate else "ssl = no\n"
    settings = root / "dovecot.conf"
    settings.write_text(
        f"protocols = imap\nbase_dir = {root}/run\nstate_dir = {root}/run\nlog_path = {root}/log\nlisten = 127.0.0.1\n"
        f"{roles}{safe}disable_plaintext_auth = no\nmail_location = maildir:{root}/mail/%u\nfirst_valid_uid = 1\n"
        f"passdb {{\n  driver = static\n  args = password={SECRET}\n}}\n"
        f"userdb {{\n  driver = static\n  args = uid={_OWNER[0]} gid={_OWNER[1]} home={root}/mail\n}}\n"
        "auth_failure_delay = 0\n"
        "service anvil {\n  chroot =\n  unix_listener anvil-auth-penalty {\n    mode = 0\n  }\n}\n"
        f"service imap-login {{\n  chroot =\n  inet_listener imap {{\n    port = {port}\n  }}\n"
        "  inet_listener imaps {\n    port = 0\n  }\n}\n"
    )
    return [DOVECOT, "-F", "-c", str(settings)]


def trusted(certificate: Path) -> ssl.SSLContext:
    """Return a context that knows the certificate of a server of the tests."""
    return ssl.create_default_context(cafile=str(certificate))

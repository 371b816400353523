"""Run TinyDB's own tests over the database with a journal: `python tests/tinydb_suite.py`.

The installed version's tests come from its source distribution. They name TinyDB's classes; ours stand in under these
names, each storage on a new file where the tests mean one in memory.
"""

import subprocess
import sys
import tarfile
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

FILES = ("test_tables.py", "test_tinydb.py", "test_operations.py", "test_queries.py")
STAND_INS = """
from pathlib import Path
from tempfile import mkdtemp

import pytest

from fuyu.storage import journal_db


class MemoryStorage(journal_db.JournalStorage):
    def __init__(self, path=None, **options):
        super().__init__(path or Path(mkdtemp(dir=FOLDER)) / "db.json", **options)


class Table(journal_db.JournalTable):
    pass


class TinyDB(journal_db.JournalDB):
    table_class = Table
    default_storage_class = MemoryStorage


JSONStorage = MemoryStorage
MemoryStorage.__module__ = "tinydb.storages"
"""
CONFTEST = """
from ours import TinyDB, pytest


@pytest.fixture
def db():
    with TinyDB() as opened:
        opened.drop_tables()
        opened.insert_multiple({"int": 1, "char": char} for char in "abc")
        yield opened
"""


def main() -> int:
    """Run the tests, and return the exit code of pytest."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        _fetch(folder)
        (folder / "ours.py").write_text(STAND_INS.replace("FOLDER", repr(name)))
        (folder / "conftest.py").write_text(CONFTEST)
        options = [
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:asyncio",
            "--rootdir",
            name,
            "-c",
            "/dev/null",
            *sys.argv[1:],
        ]
        return subprocess.run([sys.executable, "-m", "pytest", *options, name], check=False, cwd=folder).returncode


def _fetch(folder: Path) -> None:
    """Put the tests of the installed TinyDB into a folder, with our classes under the names of its own."""
    asked = f"tinydb=={version('tinydb')}"
    pip = [sys.executable, "-m", "pip", "download", asked, "--no-binary", ":all:", "--no-deps", "--quiet"]
    subprocess.run([*pip, "--dest", str(folder)], check=True)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as source:
        for member in source.getmembers():
            path = Path(member.name)
            content = source.extractfile(member) if path.parts[1:-1] == ("tests",) and path.name in FILES else None
            if content is not None:
                (folder / path.name).write_text(_with_ours(content.read().decode()))


def _with_ours(text: str) -> str:
    """Return a test file in which the classes that are tested are ours."""
    text = text.replace("from tinydb import TinyDB, where", "from ours import TinyDB\nfrom tinydb import where")
    text = text.replace("from tinydb.storages import", "from ours import")
    if "TinyDB(" in text and "from ours import TinyDB" not in text:
        raise SystemExit("TinyDB's tests import its classes otherwise now: say so here")
    return text


if __name__ == "__main__":
    sys.exit(main())

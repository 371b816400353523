"""TinyDB's API over the journalled file: every call answers as stock TinyDB does."""

import fcntl
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tinydb import TinyDB, where
from tinydb.operations import delete, increment
from tinydb.table import Document

from fuyu.errors import DamagedError
from fuyu.storage.journal_db import JournalDB, JournalStorage
from tests.examples import examples

values = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 9), st.text(max_size=3), st.lists(st.integers(0, 3), max_size=2)
)
documents = st.fixed_dictionaries(
    {"n": st.integers(0, 3)}, optional={"text": values, "more": st.dictionaries(st.text(max_size=2), values)}
)
names = st.sampled_from(["leads", "other"])
ids = st.integers(1, 8)


class TwoDatabases(RuleBasedStateMachine):
    """Does the same to stock TinyDB and to ours; both must answer alike."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.open()

    def open(self) -> None:
        self.stock = TinyDB(Path(self.folder.name) / "stock.json")
        self.ours = JournalDB(Path(self.folder.name) / "ours.json")

    def teardown(self) -> None:
        self.stock.close()
        self.ours.close()
        self.folder.cleanup()

    def both(self, name: str, method: str, *args: Any, **kwargs: Any) -> None:
        answers = []
        for db in (self.stock, self.ours):
            try:
                answers.append(getattr(db.table(name), method)(*args, **kwargs))
            except (KeyError, ValueError) as error:
                answers.append(repr(error))
        assert answers[0] == answers[1]

    @rule(name=names, document=documents)
    def insert(self, name: str, document: dict[str, Any]) -> None:
        self.both(name, "insert", document)

    @rule(name=names, found=st.lists(documents, max_size=3))
    def insert_multiple(self, name: str, found: list[dict[str, Any]]) -> None:
        self.both(name, "insert_multiple", found)

    @rule(name=names, document=documents, document_id=ids)
    def upsert(self, name: str, document: dict[str, Any], document_id: int) -> None:
        self.both(name, "upsert", document, where("n") == document["n"])
        if self.stock.table(name).contains(doc_id=document_id):
            self.both(name, "upsert", Document(document, document_id))

    @rule(name=names, n=st.integers(0, 3), fields=documents)
    def update(self, name: str, n: int, fields: dict[str, Any]) -> None:
        self.both(name, "update", fields, where("n") == n)

    @rule(name=names, document_id=ids)
    def update_in_place(self, name: str, document_id: int) -> None:
        self.both(name, "update", increment("n"), doc_ids=[document_id])
        self.both(name, "update", delete("text"), where("text").exists())

    @rule(name=names, n=st.integers(0, 3))
    def remove(self, name: str, n: int) -> None:
        self.both(name, "remove", where("n") == n)

    @rule(name=names, chosen=st.lists(ids, max_size=3, unique=True))
    def remove_by_id(self, name: str, chosen: list[int]) -> None:
        self.both(name, "remove", doc_ids=chosen)

    @rule(name=names)
    def truncate(self, name: str) -> None:
        self.both(name, "truncate")

    @rule(name=names)
    def drop_table(self, name: str) -> None:
        self.stock.drop_table(name)
        self.ours.drop_table(name)

    @rule()
    def drop_tables(self) -> None:
        self.stock.drop_tables()
        self.ours.drop_tables()

    @rule(n=st.integers(0, 3), document_id=ids, name=names)
    def ask(self, n: int, document_id: int, name: str) -> None:
        self.both(name, "search", where("n") >= n)
        self.both(name, "get", doc_id=document_id)
        self.both(name, "get", doc_ids=[document_id, 2])
        self.both(name, "contains", where("n") == n)
        self.both(name, "count", where("n") == n)

    @rule()
    def fold(self) -> None:
        assert isinstance(self.ours.storage, JournalStorage)
        self.ours.storage.compact()

    @rule()
    def reopen(self) -> None:
        self.stock.close()
        self.ours.close()
        self.open()

    @invariant()
    def hold_the_same(self) -> None:
        for name in ("leads", "other"):
            stock, ours = self.stock.table(name), self.ours.table(name)
            assert {doc.doc_id: dict(doc) for doc in stock} == {doc.doc_id: dict(doc) for doc in ours}
            assert len(stock) == len(ours)


TestTwoDatabases = TwoDatabases.TestCase
TestTwoDatabases.settings = examples(25, steps=25)


@pytest.mark.soak
def test_they_agree_for_long() -> None:
    run_state_machine_as_test(TwoDatabases, settings=examples(100, steps=25))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "fuyu.json"


@pytest.fixture
def db(path: Path) -> Iterator[JournalDB]:
    with JournalDB(path) as opened:
        yield opened


def test_only_what_changed_is_appended(db: JournalDB, path: Path) -> None:
    db.table("leads").insert_multiple({"n": n, "note": "x" * 1000} for n in range(100))
    size = path.with_name("fuyu.json.journal").stat().st_size
    db.table("leads").update({"n": 1}, where("n") == 1)
    assert path.with_name("fuyu.json.journal").stat().st_size == size
    db.table("leads").update({"m": 1}, where("n") == 1)
    assert size < path.with_name("fuyu.json.journal").stat().st_size < size + 1300


def test_another_process_is_seen_also_through_the_query_cache(db: JournalDB, path: Path) -> None:
    table = db.table("leads")
    assert table.search(where("n") == 1) == []
    with JournalDB(path) as other:
        assert other.table("leads").insert({"n": 1}) == 1
        assert len(table.search(where("n") == 1)) == 1
        assert table.insert({"n": 2}) == 2
        assert other.table("leads").insert({"n": 3}) == 3


def test_stock_tables_work_over_the_storage(path: Path) -> None:
    with TinyDB(path, storage=JournalStorage) as db:
        db.insert({"n": 1})
        db.update({"n": 2}, where("n") == 1)
    with TinyDB(path) as stock:
        assert [dict(document) for document in stock] == [{"n": 2}]


def test_what_nothing_would_keep_is_refused_and_stays_where_it_is(path: Path) -> None:
    one = JournalDB(path)
    one.insert({"n": 1})
    one.storage.let_go()
    with TinyDB(path) as stock:
        stock.insert({"n": 2})
    before = {found.name: found.read_bytes() for found in path.parent.iterdir()}
    with pytest.raises(DamagedError, match="move one away"):
        JournalDB(path)
    assert {found.name: found.read_bytes() for found in path.parent.iterdir()} == before


def test_ids_that_no_file_could_hold_are_refused(db: JournalDB) -> None:
    with pytest.raises(ValueError, match="no document id"):
        db.table("leads").insert(Document({}, -1))


def test_an_update_keeps_others_out_until_it_is_written(db: JournalDB, path: Path) -> None:
    table = db.table("leads")
    table.insert({"n": 0})

    def see_who_may_write(document: MutableMapping[str, Any]) -> None:
        document["n"] = len(table)
        with path.with_name("fuyu.json.lock").open("rb") as lock, pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)

    table.update(see_who_may_write)
    assert table.get(doc_id=1) == {"n": 1}

"""The store beside stock TinyDB, its CachingMiddleware, sqlite3 and a raw append, each in a process of its own.

`python bench/store.py 1000 10000` prints one table: what fuyu takes, a median, and how many times that the others take.
"""

import argparse
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from fuyu.domain.text import bare

TODAY = date(2026, 3, 18)
NOW = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
NOTE = (
    "asked whether delivery by the end of the month is possible; her daughter starts university; prefers mornings " * 2
)
IMPORTED = "imported and nothing else, MB"
PEAK = "peak of memory, MB"
BEYOND = "the peak beyond the imports, MB"
RARE = "grandchildren"
COMMON = "grey mailbox"
"""Two words, together in one touch of fifteen; half the leads have one."""


def timed(work: Callable[[], object], times: int) -> float:
    """Return the median of some runs in milliseconds."""
    took = []
    for _ in range(times):
        start = perf_counter()
        work()
        took.append(perf_counter() - start)
    return 1000 * median(took)


def peak_mb() -> float:
    """Return the most memory that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_fuyu(folder: Path, times: int) -> dict[str, float]:
    """Measure the store."""
    from fuyu.care import open_book  # noqa: PLC0415
    from fuyu.domain.action import Action, Change, Table, Verb  # noqa: PLC0415
    from fuyu.domain.agenda import agenda  # noqa: PLC0415
    from fuyu.domain.history import Draft, Touch, after_touch  # noqa: PLC0415
    from fuyu.domain.lead import Outcome  # noqa: PLC0415
    from fuyu.domain.step import Channel, Plan  # noqa: PLC0415

    imported = peak_mb()

    def open_and_agenda() -> None:
        book = open_book(folder / "fuyu.json")
        agenda(book.rows.for_day(TODAY), TODAY)
        book._storage.let_go()  # noqa: SLF001 - without the fold of a close

    open_ms = timed(open_and_agenda, max(times, 5))
    book = open_book(folder / "fuyu.json")
    ids = iter(range(1, len(book.rows)))

    def log() -> None:
        lead = book.lead(next(ids))
        if lead is None:
            return
        uid = f"{lead.id:032x}"
        touch = Touch(
            id=book.next_id(Table.TOUCHES),
            uid=uid,
            lead=lead.id,
            at=NOW,
            channel=Channel.CALL,
            outcome=Outcome.TALKED,
            note=NOTE,
        )
        later = after_touch(lead, touch, Plan(day=TODAY))
        changes = (Change(lead, later), Change(None, touch))
        book.apply(Action(uid=uid, at=NOW, verb=Verb.LOG, title="talked", changes=changes))

    fd = os.open(folder / "raw", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    logged, floor = [], []
    for _ in range(300):  # in turns, so that both meet the same disk
        logged.append(timed(log, 1))
        floor.append(timed(lambda: (os.write(fd, b"x" * 1400), os.fdatasync(fd)), 1))
    fresh = open_book(folder / "fuyu.json")
    found = {
        IMPORTED: imported,
        "search, the first after 300 changes": timed(lambda: list(fresh.mentions(RARE)), 1),
        "open to agenda": open_ms,
        "log a touch, durably": median(logged),
        "the same bytes appended": median(floor),
        "keep a draft": timed(lambda: book.keep_draft(Draft(id=1, text=NOTE, at=NOW)), 500),
        "search, nowhere": timed(lambda: list(book.mentions(RARE)), max(times, 5)),
        "search, half the leads": timed(lambda: list(book.mentions(COMMON)), max(times, 5)),
    }
    fresh._storage.let_go()  # noqa: SLF001
    found["fold, in a thread"] = timed(book.compact, 1)
    found["close after that"] = timed(book.close, 1)
    return found


def texts(lead: dict[str, Any]) -> Iterator[str]:
    """Yield what is written about a lead, as fuyu compares it: without case and accents."""
    step = lead.get("next_step") or {}
    facts = (about["fact"] for about in lead.get("about", ()))
    reach = (*lead.get("phones", ()), *lead.get("emails", ()))
    yield bare(" ".join((lead["name"], lead.get("company", ""), *reach, *facts, step.get("why", ""))))
    for touch in lead["touches_made"]:
        yield bare(touch["note"])


def in_tinydb(folder: Path, times: int, *, caching: bool) -> dict[str, float]:
    """Measure stock TinyDB over leads that hold their touches, as TinyDB is most often used."""
    from tinydb import TinyDB  # noqa: PLC0415
    from tinydb.middlewares import CachingMiddleware  # noqa: PLC0415
    from tinydb.storages import JSONStorage  # noqa: PLC0415

    imported = peak_mb()
    path = folder / "stock.json"

    def storage(path: Path) -> Any:
        return CachingMiddleware(JSONStorage)(path) if caching else JSONStorage(path)

    def due_by_today(lead: Any) -> bool:
        return (lead.get("next_step") or {}).get("day", "9") <= str(TODAY)

    def open_and_agenda() -> None:
        with TinyDB(path, storage=storage) as opened:
            opened.table("leads").search(due_by_today)

    open_ms = timed(open_and_agenda, times)
    db = TinyDB(path, storage=storage)
    leads = db.table("leads")

    def log() -> None:
        leads.update(lambda lead: lead["touches_made"].append({"at": str(NOW), "note": NOTE}), doc_ids=[7])
        if not caching:
            fd = os.open(path, os.O_RDONLY)
            os.fsync(fd)
            os.close(fd)

    def search(words: str) -> None:
        wanted = words.split()
        leads.clear_cache()
        leads.search(lambda lead: any(all(word in text for word in wanted) for text in texts(lead)))

    found = {
        IMPORTED: imported,
        "search, the first after 300 changes": timed(lambda: search(RARE), 1),
        "open to agenda": open_ms,
        "log a touch, durably": timed(log, times),
        "keep a draft": timed(
            lambda: db.table("drafts").upsert({"lead": 7, "text": NOTE}, lambda doc: doc["lead"] == 7), times
        ),
        "search, nowhere": timed(lambda: search(RARE), times),
        "search, half the leads": timed(lambda: search(COMMON), times),
    }
    db.storage.close() if not caching else None
    return found


def in_sqlite(folder: Path, times: int) -> dict[str, float]:
    """Measure sqlite3 with a write-ahead log and full synchronisation."""
    path = folder / "book.sqlite"

    def connect() -> sqlite3.Connection:
        opened = sqlite3.connect(path, isolation_level=None)
        opened.execute("pragma journal_mode=wal")
        opened.execute("pragma synchronous=full")
        return opened

    def open_and_agenda() -> None:
        opened = connect()
        [json.loads(raw) for (raw,) in opened.execute("select raw from leads where day <= ?", (str(TODAY),))]
        opened.close()

    open_ms = timed(open_and_agenda, max(times, 5))
    db = connect()
    ids = iter(range(10**8, 10**9))

    def log() -> None:
        raw = json.dumps({"at": str(NOW), "note": NOTE})
        db.execute("begin")
        db.execute("update leads set day = ? where id = 7", (str(TODAY),))
        db.execute("insert into touches values (?, 7, ?)", (next(ids), raw))
        db.execute("commit")

    return {
        "open to agenda": open_ms,
        "log a touch, durably": timed(log, 200),
        "keep a draft": timed(lambda: db.execute("insert or replace into drafts values (7, ?)", (NOTE,)), 200),
        "search, nowhere": timed(
            lambda: db.execute("select lead from touches where raw like ?", (f"%{RARE}%",)).fetchall(), times
        ),
        "search, half the leads": timed(
            lambda: db.execute(
                "select lead from touches where raw like ? and raw like ?", [f"%{word}%" for word in COMMON.split()]
            ).fetchall(),
            times,
        ),
    }


WAYS: dict[str, Callable[[Path, int], dict[str, float]]] = {
    "fuyu": in_fuyu,
    "stock TinyDB": lambda folder, times: in_tinydb(folder, times, caching=False),
    "CachingMiddleware": lambda folder, times: in_tinydb(folder, times, caching=True),
    "sqlite3 WAL FULL": in_sqlite,
}


def prepare(folder: Path, leads: int) -> None:
    """Write the same book in each way's own form."""
    from bench.books import write_book  # noqa: PLC0415 - no part of what is measured

    write_book(folder / "fuyu.json", leads, today=TODAY)
    db = sqlite3.connect(folder / "book.sqlite")
    db.executescript(
        "create table leads (id integer primary key, day text, raw text); create index due on leads (day);"
        "create table touches (id integer primary key, lead integer, raw text);"
        "create table drafts (lead integer primary key, text text)"
    )
    book = json.loads((folder / "fuyu.json").read_bytes())
    touched: dict[int, list[Any]] = {}
    for touch_id, touch in book["touches"].items():
        touched.setdefault(touch["lead"], []).append(touch)
        db.execute("insert into touches values (?, ?, ?)", (int(touch_id), touch["lead"], json.dumps(touch)))
    for lead_id, lead in book["leads"].items():
        day = (lead.get("next_step") or {}).get("day")
        db.execute("insert into leads values (?, ?, ?)", (int(lead_id), day, json.dumps(lead)))
        lead["touches_made"] = touched[int(lead_id)]
    db.commit()
    db.close()
    (folder / "stock.json").write_text(json.dumps({"leads": book["leads"]}))
    from fuyu.care import open_book  # noqa: PLC0415

    book = open_book(folder / "fuyu.json")
    book.care.tidy()  # so that its words are gathered
    book.close()


def measure(way: str, folder: Path, times: int) -> dict[str, float]:
    """Measure one way in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--way", way, "--folder", str(folder), "--times", str(times)],
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Print a table for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[1000, 10_000])
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--times", type=int, default=5)
    chosen = parser.parse_args()
    if chosen.way:
        found = WAYS[chosen.way](chosen.folder, chosen.times)
        found[PEAK] = peak_mb()
        found[BEYOND] = found[PEAK] - found.get(IMPORTED, found[PEAK])
        print(json.dumps(found))
        return
    if chosen.folder:
        prepare(chosen.folder, *chosen.sizes)
        return
    for leads in chosen.sizes:
        folder = Path(tempfile.mkdtemp(prefix="fuyu-bench-"))
        os.environ["XDG_CACHE_HOME"] = str(folder)
        try:
            subprocess.run([sys.executable, __file__, str(leads), "--folder", str(folder)], check=True)
            times = 3 if leads <= 10_000 else 1
            results = {way: measure(way, folder, times) for way in WAYS}
        finally:
            shutil.rmtree(folder)
        others = [way for way in WAYS if way != "fuyu"]
        if leads == chosen.sizes[0]:
            print("| leads | | fuyu |", " | ".join(others), "|")
            print("| ---: | --- | ---: |", " ---: |" * len(others))
        for what, ours in results["fuyu"].items():
            unit = "MB" if "MB" in what else "ms"
            ratios = [f"{results[way][what] / ours:,.2g} x" if what in results[way] else "" for way in others]
            print(f"| {leads:,} | {what.removesuffix(', MB')} | {ours:.3g} {unit} |", " | ".join(ratios), "|")


if __name__ == "__main__":
    main()

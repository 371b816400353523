"""Out and in again: the same people, and nothing that a spreadsheet would run."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import convert
from msgspec.structs import replace

from fuyu.clock import StoppedClock
from fuyu.desk import Desk
from fuyu.domain.agenda import Agenda
from fuyu.domain.history import Entry, Note
from fuyu.domain.lead import About, Lead, Outcome, Status, Temperature
from fuyu.domain.promise import Promise, PromiseKind, PromiseState
from fuyu.domain.step import Channel, Plan
from fuyu.domain.text import clean, clean_inline, clean_line
from fuyu.domain.zones import zone_of
from fuyu.features.contacts.reading.contacts import read_contacts
from fuyu.features.contacts.reading.csvfile import guarded
from fuyu.features.contacts.reading.vcards import PRODUCT
from fuyu.features.contacts.service import bring_in, look
from fuyu.features.contacts.writing.day_sheet import day_sheet
from fuyu.features.contacts.writing.out import as_csv, as_vcards
from tests.builders import a_lead, a_note, a_promise, a_touch, adding, changing
from tests.domain.test_text import WORST
from tests.examples import examples
from tests.hostile import STRAY, document
from tests.memory import MemoryStore

NOW = datetime(2026, 3, 18, 9, 30, tzinfo=ZoneInfo("Europe/London"))
FORMATS: dict[str, Callable[[Iterable[Lead]], Iterator[str]]] = {".csv": as_csv, ".vcf": as_vcards}

ANA = Lead(
    id=7,
    name="Ana Horvat",
    company="Adriatic Foods, d.o.o.; Zagreb",
    role="Head of Purchasing",
    phones=("+385 1 2345 678", "-1 ask; desk", "(0)91 000, ext. 5"),
    emails=("ana@adriatic.example", "=ana@home.example"),
    links=("https://adriatic.example/a?b=c,d",),
    place="Zagreb, Croatia",
    zone="Europe/Zagreb",
    about=(
        About("birthday", date(2026, 5, 4), yearly=True),
        About("daughter's exam", date(2026, 6, 1)),
        About("founded the firm", date(2001, 2, 28), yearly=True),
        About("hates voicemail; loves \\ and ,"),
    ),
    tags=("fairs, spring", "@vip"),
    temperature=Temperature.HOT,
    promises=(
        a_promise(
            day=date(2026, 3, 1),
            time=time(14, 30),
            zone="Europe/Zagreb",
            channel=Channel.MEETING,
            why="- price; - delivery",
            quote="after, the budget",
        ),
    ),
)


def again(folder: Path, suffix: str, *leads: Lead) -> list[Lead]:
    """Return the leads after they were written and brought into an empty book."""
    path = folder / f"people{suffix}"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(FORMATS[suffix](leads))
    desk = Desk(MemoryStore(), StoppedClock(NOW))
    bring_in(desk, read_contacts(path).contacts, "again")
    return [desk.leads.card(number).lead for number in range(1, len(desk.leads) + 1)]


def told(lead: Lead) -> Lead:
    """Return what a file of people tells of a lead: not the number, nor what took place; a phone tells of the zone."""
    open_ones = sorted(lead.open_promises, key=lambda promise: (promise.day, promise.time or time.max, promise.why))
    promises = tuple(replace(promise, uid="", made=None, said=None) for promise in open_ones)
    zone = lead.zone or zone_of(lead.phones)
    return replace(lead, id=0, source="", created=None, zone=zone, promises=promises)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_lead_comes_back_as_it_went(tmp_path: Path, suffix: str) -> None:
    ended = Lead(id=9, name="Bo", status=Status.WON, temperature=Temperature.COLD)
    assert [told(lead) for lead in again(tmp_path, suffix, ANA, ended)] == [told(ANA), told(ended)]


def with_promises(*others: Promise, plan: Plan | None = None) -> Lead:
    return Lead(id=1, name="Kim Roe", plan=plan, promises=others)


DEMO = a_promise(date(2026, 3, 20), time=time(10), zone="Europe/London", channel=Channel.MEETING, why="demo")
OFFER = a_promise(date(2026, 3, 19), zone="Europe/London", kind=PromiseKind.TASK, why="send the offer")
LATER = a_promise(date(2026, 4, 20), zone="Europe/London", why="the budget")


@pytest.mark.parametrize(
    ("lead", "next_cells", "promises"),
    [
        (with_promises(DEMO), ("2026-03-20", "yes"), ""),
        (with_promises(LATER, DEMO), ("2026-03-20", "yes"), "2026-04-20 Europe/London call: the budget"),
        (
            with_promises(LATER, DEMO, plan=Plan(day=date(2026, 3, 18))),
            ("2026-03-18", ""),
            "2026-03-20 10:00 Europe/London meeting: demo ::: 2026-04-20 Europe/London call: the budget",
        ),
        (with_promises(OFFER), ("", ""), "2026-03-19 Europe/London task: send the offer"),
        (with_promises(DEMO.turned(PromiseState.KEPT, NOW)), ("", ""), ""),
    ],
    ids=["one", "two", "a plan beside them", "a task", "a kept one"],
)
def test_the_next_step_has_its_columns_and_other_promises_one(
    lead: Lead, next_cells: tuple[str, str], promises: str
) -> None:
    row = next(csv.DictReader(io.StringIO("".join(as_csv([lead])))))
    assert ((row["Next"], row["Promised"]), row["Promises"]) == (next_cells, promises)


@pytest.mark.parametrize("suffix", FORMATS)
def test_promises_that_a_book_has_are_not_made_again(tmp_path: Path, suffix: str) -> None:
    """GIVEN an export, and a promise that was kept since THEN bringing it in changes nothing, and no other is lost."""
    path = tmp_path / f"people{suffix}"
    kim = with_promises(LATER, DEMO, OFFER, plan=Plan(day=date(2026, 3, 18)))
    path.write_text("".join(FORMATS[suffix]([kim])), encoding="utf-8", newline="")
    contacts = read_contacts(path).contacts
    store = MemoryStore()
    store.apply(adding(replace(kim, promises=(LATER, DEMO.turned(PromiseState.KEPT, NOW), OFFER))))
    desk = Desk(store, StoppedClock(NOW))
    assert not look(desk, contacts).changes
    store.apply(changing(desk.leads.card(1).lead, promises=()))
    bring_in(desk, contacts, "again")
    (note,) = desk.leads.card(1).history
    assert note.note.splitlines() == [
        "task: 2026-03-19 call send the offer",
        "promised: 2026-03-20 10:00 meeting demo",
        "promised: 2026-04-20 call the budget",
    ], "a lead who has a date keeps it, and what a file says beside is noted"


@pytest.mark.parametrize(("said", "status"), [("closed", Status.LOST), ("lost", Status.LOST), ("won", Status.WON)])
def test_what_was_exported_by_its_old_name_comes_in(tmp_path: Path, said: str, status: Status) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"Name,Status,fuyu lead\nKim Roe,{said},\n")
    desk = Desk(MemoryStore(), StoppedClock(NOW))
    bring_in(desk, read_contacts(path).contacts, "again")
    assert desk.leads.card(1).lead.status is status


def test_a_promise_that_cannot_be_read_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,Promises,fuyu lead\nKim Roe,on friday ::: 2026-03-20 call,\n")
    (contact,) = read_contacts(path).contacts
    assert [agreed.step for agreed in contact.promises] == [Plan(day=date(2026, 3, 20))]
    assert contact.note == "Promise: on friday"


words = st.text(st.sampled_from("ab é田0+=-@'\"\\,;:|\t\r\n<&[#._"), max_size=14).map(clean_line)
said = words.filter(lambda text: bool(text) and ":::" not in text)
"""What one of several values may be: `:::` stands between them."""
some = st.lists(said, max_size=3, unique_by=lambda text: "".join(text.casefold().split()).rstrip("/"))
several = some.map(tuple)
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
facts = st.builds(About, said, st.none()) | st.builds(About, st.sampled_from(["exam", "x,y"]), days)
promises = st.builds(
    Promise,
    uid=st.uuids().map(str),
    kind=st.sampled_from(PromiseKind),
    day=days,
    time=st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    zone=st.sampled_from(["Europe/London", "Asia/Tokyo", "America/Argentina/Buenos_Aires"]),
    channel=st.sampled_from(Channel),
    why=words.filter(lambda text: ":::" not in text),
    quote=words.filter(lambda text: ":::" not in text),
)
leads = st.builds(
    Lead,
    id=st.just(1),
    name=words.filter(bool),
    company=words,
    role=words,
    phones=several,
    emails=several,
    links=several,
    place=words,
    about=st.lists(facts, max_size=3, unique_by=lambda about: about.fact.casefold()).map(tuple),
    tags=several,
    temperature=st.sampled_from(Temperature),
    plan=st.none() | st.builds(Plan, day=days, channel=st.sampled_from(Channel), why=words, quote=words),
    promises=st.lists(promises, max_size=3, unique_by=lambda promise: (promise.day, promise.time)).map(tuple),
)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("out")


@pytest.mark.parametrize("suffix", FORMATS)
@examples(150)
@given(lead=leads)
@example(lead=Lead(id=1, name="'=a", phones=("+44 20 7946 0958", "=1+1", "''-1", "@x")))
def test_any_lead_comes_back_as_it_went(scratch: Path, suffix: str, lead: Lead) -> None:
    (found,) = again(scratch, suffix, lead)
    assert told(found) == told(lead)


@pytest.mark.parametrize("suffix", FORMATS)
@examples(150)
@given(
    said=st.lists(st.lists(st.text(max_size=8) | st.sampled_from([*WORST, STRAY]), max_size=3).map("".join), min_size=1)
)
@example(said=[STRAY, "\x1b", "", "Ann\r\n\r\nBob"])
def test_no_text_in_any_field_makes_another_line_or_another_person(scratch: Path, suffix: str, said: list[str]) -> None:
    theirs = [replace(convert(document(Lead, text), Lead), id=number) for number, text in enumerate(said, 1)]
    path = scratch / f"theirs{suffix}"
    written = "".join(FORMATS[suffix](theirs))
    assert written.replace("\r\n", "\n") == clean(written)
    assert written.count("\n") == written.count("\r\n")
    path.write_text(written, encoding="utf-8", newline="")
    found = read_contacts(path)
    assert [contact.name for contact in found.contacts] == [
        clean_line(text) or f"lead {number}" for number, text in enumerate(said, 1)
    ]
    assert not found.left_out


@given(text=st.text() | st.sampled_from([*WORST, STRAY]))
def test_no_text_makes_another_line_on_paper(text: str) -> None:
    lead, note = convert(document(Lead, text), Lead), convert(document(Note, text), Note)
    lines = list(day_sheet(Agenda(day=NOW.date(), today=(lead,)), lambda _: (lead, [note])))
    assert all(line == clean_inline(line) for line in lines)
    assert sum(line.startswith("###") for line in lines) == 1


@given(st.text(st.sampled_from("a'=+-@\t\r ０＝＋－＠"), max_size=6))
def test_no_cell_begins_as_a_formula_does(text: str) -> None:
    cell = guarded(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert cell in {text, f"'{text}"}


def test_a_number_looks_like_itself_to_people(tmp_path: Path) -> None:
    lines = "".join(as_csv([ANA]))
    row = next(csv.DictReader(io.StringIO(lines)))
    assert row["Phone"] == "'+385 1 2345 678 ::: -1 ask; desk ::: (0)91 000, ext. 5"
    assert again(tmp_path, ".csv", ANA)[0].phones == ANA.phones


def test_a_card_is_what_address_books_read() -> None:
    lines = "".join(as_vcards([replace(ANA, name="Ana Горват-Хорват Очень Длинное Имя Которое Не Кончается")])).split(
        "\r\n"
    )
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:3.0"]
    assert lines[-2:] == ["END:VCARD", ""]
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "ORG:Adriatic Foods\\, d.o.o.\\; Zagreb" in lines
    assert "BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-04" in lines, "a year that is to come is nobody's year of birth"
    born = replace(ANA, about=(About("birthday", date(1985, 5, 4), yearly=True),), created=NOW)
    assert "BDAY:1985-05-04\r\n" in "".join(as_vcards([born]))


def test_a_card_of_somebody_of_whom_little_is_known_says_no_more() -> None:
    assert "".join(as_vcards([a_lead(7, "Ann Lee", None)])).split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"PRODID:{PRODUCT}lead 7//EN",
        "N:Lee;Ann;;;",
        "FN:Ann Lee",
        "X-FUYU-TEMPERATURE:warm",
        "END:VCARD",
        "",
    ]


def test_the_day_on_paper_has_all_that_is_due() -> None:
    """GIVEN a late plan, a promise and a late task of one lead THEN all three are on the paper."""
    plan = Plan(day=date(2026, 3, 10), why="second talk")
    today = replace(DEMO, day=date(2026, 3, 18))
    kim = with_promises(today, replace(OFFER, day=date(2026, 3, 16)), LATER, plan=plan)
    day = Agenda(day=date(2026, 3, 18), overdue=(kim.row(),))
    lines = list(day_sheet(day, lambda _: (kim, [])))
    assert lines[lines.index("## Promises (1)") + 2 :] == [
        "### Kim Roe",
        "",
        "- reach: call",
        "- why: 2 days late · send the offer",
        "- also due: call second talk, 8 days late · promised 10:00 meeting demo",
        "- [ ] outcome ______________________  next ______________________",
    ]


def test_the_day_on_paper() -> None:
    promised = a_promise(day=date(2026, 3, 18), time=time(10, 30), why="demo", quote="after [lunch]")
    zoe = a_lead(1, "Zoë *O'Brien*", None, next_step=promised, phones=("+353 1",), about=(About("a dog"),))
    ana = a_lead(2, "Ana Horvat", date(2026, 3, 16), company="Adriatic Foods")
    history: dict[int, list[Entry]] = {
        1: [a_note(2, note=""), a_touch(1, note="wants\nthe blue one", outcome=Outcome.REPLIED)],
        2: [a_note(3, 2, "x" * 500)],
    }
    day = Agenda(day=date(2026, 3, 18), overdue=(ana,), today=(zoe,))
    people = {1: zoe, 2: ana}
    assert list(day_sheet(day, lambda lead_id: (people[lead_id], history[lead_id]))) == [
        "# Wednesday 18 March 2026",
        "",
        "1 promised, 1 overdue, 1 today",
        "",
        "## Promises (1)",
        "",
        "### 10:30 Zoë \\*O'Brien\\*",
        "",
        "- reach: call · +353 1",
        "- why: demo · they said: after \\[lunch\\]",
        "- about: a dog",
        "- last: 18 Mar 2026 · call replied · wants the blue one",
        "- [ ] outcome ______________________  next ______________________",
        "",
        "## Overdue (1)",
        "",
        "### Ana Horvat, Adriatic Foods",
        "",
        "- reach: call",
        "- why: 2 days late",
        f"- last: 18 Mar 2026 · note · {'x' * 400} …",
        "- [ ] outcome ______________________  next ______________________",
    ]

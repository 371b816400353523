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
from fuyu.domain.lead import About, Channel, Lead, NextStep, Outcome, Status, Temperature
from fuyu.domain.text import clean, clean_inline, clean_line
from fuyu.domain.zones import zone_of
from fuyu.interop.contacts import read_contacts
from fuyu.interop.csvfile import guarded
from fuyu.interop.day_sheet import day_sheet
from fuyu.interop.out import as_csv, as_vcards
from fuyu.interop.vcards import PRODUCT
from tests.builders import a_lead, a_note, a_touch
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
    next_step=NextStep(
        day=date(2026, 3, 1),
        time=time(14, 30),
        zone="Europe/Zagreb",
        channel=Channel.MEETING,
        why="- price; - delivery",
        words="after, the budget",
        promised=True,
    ),
)


def again(folder: Path, suffix: str, *leads: Lead) -> list[Lead]:
    """Return the leads after they were written and brought into an empty book."""
    path = folder / f"people{suffix}"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(FORMATS[suffix](leads))
    desk = Desk(MemoryStore(), StoppedClock(NOW))
    desk.bring_in(read_contacts(path).contacts, "again")
    return [desk.card(number).lead for number in range(1, len(desk) + 1)]


def told(lead: Lead) -> Lead:
    """Return what a file of people tells of a lead: not the number, nor what took place; a phone tells of the zone."""
    return replace(lead, id=0, source="", created=None, zone=lead.zone or zone_of(lead.phones))


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_lead_comes_back_as_it_went(tmp_path: Path, suffix: str) -> None:
    ended = Lead(id=9, name="Bo", status=Status.WON, temperature=Temperature.COLD)
    assert [told(lead) for lead in again(tmp_path, suffix, ANA, ended)] == [told(ANA), told(ended)]


words = st.text(st.sampled_from("ab é田0+=-@'\"\\,;:|\t\r\n<&[#._"), max_size=14).map(clean_line)
said = words.filter(lambda text: bool(text) and ":::" not in text)
"""What one of several values may be: `:::` stands between them."""
some = st.lists(said, max_size=3, unique_by=lambda text: "".join(text.casefold().split()).rstrip("/"))
several = some.map(tuple)
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
facts = st.builds(About, said, st.none()) | st.builds(About, st.sampled_from(["exam", "x,y"]), days)
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
    next_step=st.none() | st.builds(NextStep, day=days, channel=st.sampled_from(Channel), why=words, words=words),
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


def test_the_day_on_paper() -> None:
    promised = NextStep(day=date(2026, 3, 18), time=time(10, 30), why="demo", words="after [lunch]", promised=True)
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

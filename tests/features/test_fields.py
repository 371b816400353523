"""The table of a lead's fields: what stands in it is in the form, in files, in search, in JSON and on the card.

Each test goes over the whole table, so a field that is added to it is tested in every place (those of the command line
and of the form are in `tests/cli/test_fields.py` and `tests/tui/test_fields.py`).
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, get_type_hints
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from fuyu.clock import StoppedClock
from fuyu.desk import Desk, NewLead
from fuyu.desk.copies import merge
from fuyu.desk.existing import not_taken
from fuyu.domain.fields import BY_NAME, FIELDS, Field, Holds, Joins
from fuyu.domain.joining import TAKEABLE
from fuyu.domain.lead import Details, Lead
from fuyu.domain.manners import Manners
from fuyu.features.contacts.reading.columns import FIELDS as READ
from fuyu.features.contacts.reading.contact import Contact
from fuyu.features.contacts.reading.contacts import read_contacts
from fuyu.features.contacts.service import bring_in
from fuyu.features.contacts.writing.out import as_csv, as_vcards
from fuyu.tui.present_card import card_lines
from fuyu.tui.present_pair import compared
from tests.builders import NOON, adding, changing
from tests.known import TYPED, another, example, typed
from tests.memory import MemoryStore

NOW = datetime(2026, 3, 18, 9, 30, tzinfo=ZoneInfo("Europe/London"))
FORMATS: dict[str, Callable[[Iterable[Lead]], Iterator[str]]] = {".csv": as_csv, ".vcf": as_vcards}
KEPT_BY_FUYU = {
    *(
        "id",
        "plan",
        "promises",
        "touches",
        "unanswered",
        "last_touch",
        "cadence",
        "referred_by",
        "referred",
        "silenced",
        "created",
    ),
}
"""What of a lead nobody fills in as a field: it comes of what is done with them, or goes with another (`cadence`)."""
each_field = pytest.mark.parametrize("field", TYPED, ids=[field.name for field in TYPED])


def a_desk(*leads: dict[str, Any]) -> Desk:
    """Return a desk with these leads."""
    desk = Desk(MemoryStore(), StoppedClock(NOW))
    for fields in leads:
        desk.commands.add(NewLead(**{"name": "Ann Lee"} | fields))
    return desk


def notes(desk: Desk) -> str:
    """Return all that is noted about the first lead."""
    return "\n".join(entry.note for entry in desk.leads.card(1).history)


def test_whatever_is_known_of_a_lead_has_its_entry() -> None:
    assert {*BY_NAME} | KEPT_BY_FUYU == {*Lead.__struct_fields__}
    assert len(BY_NAME) == len(FIELDS)


def test_what_comes_in_has_the_fields_of_a_lead() -> None:
    of_lead = get_type_hints(Lead, include_extras=True)
    assert get_type_hints(Details, include_extras=True).items() <= of_lead.items()
    texts = {field.name for field in TYPED if field.holds in {Holds.LINE, Holds.LINES}}
    assert texts <= {*NewLead.__struct_fields__} & {*Contact.__struct_fields__}


@pytest.mark.parametrize("name", ["label", "option", "title", "reads", "vcard"])
def test_no_two_fields_are_called_the_same(name: str) -> None:
    called = [called for field in FIELDS if (called := getattr(field, name))]
    assert len(called) == len({*called})


@each_field
def test_it_can_be_chosen_for_a_column(field: Field) -> None:
    assert field.reads in READ


@each_field
@pytest.mark.parametrize("suffix", FORMATS)
def test_out_and_in_again_it_is_the_same(tmp_path: Path, field: Field, suffix: str) -> None:
    path = tmp_path / f"people{suffix}"
    lead = Lead(id=1, name="Ann Lee", **{field.name: example(field)})
    path.write_text("".join(FORMATS[suffix]([lead])), encoding="utf-8", newline="")
    desk = Desk(MemoryStore(), StoppedClock(NOW))
    bring_in(desk, read_contacts(path).contacts, "again")
    assert field.of(desk.leads.card(1).lead) == example(field)
    assert not notes(desk)


@pytest.mark.parametrize(
    ("field", "title"), [(field, title) for field in TYPED for title in field.titles], ids=lambda one: str(one)[:20]
)
def test_it_is_read_by_each_of_its_titles(tmp_path: Path, field: Field, title: str) -> None:
    path = tmp_path / "theirs.csv"
    path.write_text(f'Full Name,{title}\nAnn Lee,"{typed(field, example(field))}"\n', encoding="utf-8")
    desk = Desk(MemoryStore(), StoppedClock(NOW))
    bring_in(desk, read_contacts(path).contacts, "theirs")
    assert field.of(desk.leads.card(1).lead) == example(field)


@each_field
def test_an_import_fills_what_is_blank_and_notes_what_contradicts(tmp_path: Path, field: Field) -> None:
    path = tmp_path / "people.csv"
    path.write_text("".join(as_csv([Lead(id=1, name="Ann Lee", **beside_a_mail(field, example(field)))])), "utf-8")
    contacts = read_contacts(path).contacts
    for has in (None, another(field)):
        desk = a_desk(beside_a_mail(field, has))
        bring_in(desk, contacts, "people")
        now = field.of(desk.leads.card(1).lead)
        if field.holds is Holds.LINES or field.joins is Joins.OWN:
            assert {*example(field)} <= {*now}
        elif has is not None:
            assert now == another(field)
            assert field.name == "zone" or f"{field.name}: {typed(field, example(field))}" in notes(desk)
        else:
            assert now == example(field)
        bring_in(desk, contacts, "people")
        assert field.of(desk.leads.card(1).lead) == now


def beside_a_mail(field: Field, value: Any) -> dict[str, Any]:
    """Return fields of a lead: a mail, by which they are known, and a value where there is one."""
    mail = ("ann@lee.example",)
    if field.name == "emails":
        return {"emails": (*mail, *(value or ()))}
    return {"emails": mail} | ({} if value is None else {field.name: value})


@each_field
def test_it_is_searched_or_not(field: Field) -> None:
    desk = a_desk({field.name: example(field)})
    words = {"value": "4711", "about": "quux"}.get(field.name) or typed(field, example(field))
    is_searched = field.is_searched or field.name == "value"
    assert [row.id for row in desk.leads.find(words)] == ([1] if is_searched else [])


@each_field
def test_joining_keeps_both_or_notes_the_other(field: Field) -> None:
    desk = a_desk({field.name: example(field)}, {"name": "Bo Ek", field.name: another(field)}, {"name": "Cy Ng"})
    desk.joining.join(1, 2)
    now = field.of(desk.leads.card(1).lead)
    if field.joins is Joins.ONE:
        assert now == example(field)
        assert f"{field.name} “{typed(field, another(field))}”" in notes(desk)
    else:
        assert now == (*example(field), *another(field))
    desk.joining.join(3, 1)
    assert field.of(desk.leads.card(3).lead) == now
    desk.undo.last()
    desk.undo.last()
    assert field.of(desk.leads.card(1).lead) == example(field)


@each_field
def test_merging_keeps_both_or_notes_what_was_changed_first(field: Field) -> None:
    begun = Lead(id=1, name="Ann Lee", created=NOON)
    mine, theirs = MemoryStore(), MemoryStore()
    for store, value, hours in ((mine, example(field), 1), (theirs, another(field), 2)):
        store.apply(adding(begun))
        store.apply(replace(changing(begun, **{field.name: value}), at=NOON + timedelta(hours=hours)))
    found = merge(mine, theirs, NOW)
    merged = next(change.after for change in found.changes if isinstance(change.after, Lead))
    if field.joins is Joins.ONE:
        assert field.of(merged) == another(field)
        assert found.conflicts == (f"Ann Lee: {field.name} was “{typed(field, example(field))}”",)
    else:
        assert {*field.of(merged)} == {*example(field), *another(field)}


@each_field
def test_of_who_is_there_already_it_is_told_that_it_was_not_taken(field: Field) -> None:
    lead, new = Lead(id=1, name="Ann Lee"), NewLead(name="Ann Lee", **{field.name: example(field)})
    assert not_taken(lead, new) == [(field.option, typed(field, example(field)))]
    assert not_taken(Lead(id=1, name="Ann Lee", **{field.name: example(field)}), new) == []


@each_field
@pytest.mark.parametrize("height", [5, 20])
def test_it_stands_on_the_card(field: Field, height: int) -> None:
    desk = a_desk({field.name: example(field)})
    lines = card_lines(desk.leads.card(1), NOW, 76, height, Manners(), edit_key="e")
    shown = "\n".join("".join(span.text for span in line) for line in lines)
    words = {"value": "€ 4,711.50", "expected": "expected by 30 Apr", "unwanted": "no e-mail"}.get(field.name) or typed(
        field, example(field)
    )
    assert (words in shown) is (field.name not in IN_THE_TITLE)


@each_field
def test_it_stands_beside_that_of_somebody_who_may_be_the_same(field: Field) -> None:
    one, other = (Lead(id=1, name="Ann Lee", **{field.name: value}) for value in (example(field), another(field)))
    found = next(each for each in compared(one, other, NOW.date()) if each.field == field.name)
    assert found.differs
    assert (", ".join(found.one), ", ".join(found.other)) == tuple(
        typed(field, value) for value in (example(field), another(field))
    )
    assert field.joins is not Joins.ONE or field.name in TAKEABLE


IN_THE_TITLE = {"company", "zone", "owner"}
"""What stands above a card: where they work, and the time on their clocks."""


def test_what_is_needed_least_is_left_out_where_a_card_is_small() -> None:
    known = {field.name: example(field) for field in TYPED} | {"role": "owner", "tags": ("shop", "books")}
    desk = a_desk(known | {"emails": ("ann@acme.example",)})
    lines = card_lines(desk.leads.card(1), NOW, 80, 5, Manners(), edit_key="e")
    who = "".join(span.text for span in lines[-1])
    assert who.startswith("+44 20 7946 0958 · ann@acme.example · ")
    assert who.endswith(" …")
    roomy = card_lines(desk.leads.card(1), NOW, 80, 20, Manners(), edit_key="e")
    assert "#books" in " ".join(span.text for line in roomy for span in line)

"""The book of `fuyu demo`: the same sixty people on any day, standing where a real book's people stand."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec import Struct, convert
from msgspec.json import decode

from fuyu.care import open_book
from fuyu.domain.action import Table
from fuyu.domain.agenda import Agenda, agenda, days_late
from fuyu.domain.cleaning import cleaned
from fuyu.domain.history import Draft, Note, Touch
from fuyu.domain.lead import LastTouch, Lead, Outcome, Status
from fuyu.domain.text import clean
from fuyu.sample import book
from fuyu.storage.documents import SCHEMA

LONDON = ZoneInfo("Europe/London")
WEDNESDAY = datetime(2026, 3, 18, 9, 30, tzinfo=LONDON)
KEPT_FOR_FICTION = (
    "+44 1632 960",
    "+44 161 496 0",
    "+44 20 7946 0",
    "+353 20 91",
    "+1 202 555 01",
    "+33 1 99 00",
    "+49 30 23125",
    "+49 69 90009",
)
MOMENTS = {
    "a Wednesday": WEDNESDAY,
    "just past midnight": datetime(2026, 3, 18, 0, 5, tzinfo=LONDON),
    "late in the evening": datetime(2026, 3, 18, 23, 50, tzinfo=LONDON),
    "a Monday": datetime(2026, 3, 16, 9, 30, tzinfo=LONDON),
    "a Sunday, the night clocks go forward": datetime(2026, 3, 29, 2, 30, tzinfo=LONDON),
    "a Sunday, the hour that comes twice": datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=LONDON),
    "a leap day": datetime(2028, 2, 29, 9, 30, tzinfo=ZoneInfo("Asia/Tokyo")),
    "the end of the year": datetime(2026, 12, 31, 23, 59, 59, tzinfo=ZoneInfo("Pacific/Auckland")),
    "the start of the year": datetime(2027, 1, 1, 0, 0, tzinfo=ZoneInfo("Pacific/Honolulu")),
    "a zone without a name": datetime(2026, 8, 1, 12, 0, tzinfo=UTC),
}


class Sample(Struct, frozen=True):
    """The values in a book."""

    leads: list[Lead]
    touches: list[Touch]
    notes: list[Note]
    drafts: list[Draft]


def sample(now: datetime) -> Sample:
    tables = decode(book(now))
    assert tables.pop("_meta") == {"1": {"schema": SCHEMA}}
    assert set(tables) == {table.value for table in Table} - {Table.AWAY, Table.MESSAGES, Table.TYPED, Table.VIEWS}
    assert all(int(key) == document["id"] for table in tables.values() for key, document in table.items())
    return convert({table: list(documents.values()) for table, documents in tables.items()}, Sample)


def day(now: datetime) -> Agenda:
    return agenda(sample(now).leads, now.date(), here=getattr(now.tzinfo, "key", ""))


@pytest.fixture(params=list(MOMENTS.values()), ids=list(MOMENTS))
def now(request: pytest.FixtureRequest) -> datetime:
    moment: datetime = request.param
    return moment


def test_each_list_of_the_day_is_filled(now: datetime) -> None:
    shown = day(now)

    assert [len(rows) for rows in (shown.overdue, shown.today, shown.done, shown.unscheduled)] == [7, 9, 3, 4]


def test_the_others_are_due_later_or_ended(now: datetime) -> None:
    leads = sample(now).leads
    later = [lead for lead in leads if lead.next_step and lead.next_step.day > now.date()]

    assert len(leads) == 60
    assert len(later) == 33 + 3, "the three done today have a next date"
    assert Counter(lead.status for lead in leads if not lead.is_open) == {
        Status.WON: 2,
        Status.LOST: 1,
        Status.DO_NOT_CONTACT: 1,
    }


def test_the_overdue_are_up_to_twelve_days_late(now: datetime) -> None:
    overdue = day(now).overdue

    assert all(1 <= days_late(row, now.date()) <= 12 for row in overdue)
    promises = [row.next_step for row in overdue if row.next_step and row.next_step.promised]
    assert sorted(step.quote for step in promises) == ["", "after the budget"]
    assert [step.day for step in promises] == sorted(step.day for step in promises), "the later one first"


def test_promises_of_today_have_the_same_times_at_any_hour(now: datetime) -> None:
    steps = [row.next_step for row in day(now).today if row.next_step and row.next_step.promised]

    assert [step.time for step in steps] == [time(10, 30), time(14), time(16, 15), None]
    assert steps[-1].quote == "when the last box is unpacked"


def test_their_words_have_the_day_of_the_call_in_which_they_said_them(now: datetime) -> None:
    said = {lead.id: lead.next_step.said for lead in sample(now).leads if lead.next_step and lead.next_step.quote}

    last = {touch.lead: touch.at.date() for touch in sorted(sample(now).touches, key=lambda touch: touch.at)}
    assert said
    assert said == {lead_id: last[lead_id] for lead_id in said}


def test_whoever_is_due_on_another_day_is_due_on_a_working_day(now: datetime) -> None:
    days = [lead.next_step.day for lead in sample(now).leads if lead.next_step]

    assert all(due.weekday() < 5 for due in days if due != now.date())
    assert max(days) <= now.date() + timedelta(weeks=6, days=2)


def test_nothing_took_place_in_the_future_or_on_an_earlier_weekend(now: datetime) -> None:
    book_ = sample(now)
    times = [entry.at for entries in (book_.touches, book_.notes, book_.drafts) for entry in entries]

    assert all(at <= now for at in times)
    assert all(at.weekday() < 5 for at in times if at.date() != now.date())


def test_leads_say_of_their_touches_what_the_touches_say(now: datetime) -> None:
    book_ = sample(now)
    for lead in book_.leads:
        touches = [touch for touch in book_.touches if touch.lead == lead.id]
        heard = [index for index, touch in enumerate(touches, start=1) if not touch.outcome.unanswered]
        last = touches[-1] if touches else None

        assert touches == sorted(touches, key=lambda touch: touch.at), lead.name
        assert lead.touches == len(touches) <= 8
        assert lead.unanswered == len(touches) - max(heard, default=0)
        assert lead.last_touch == (LastTouch(last.at, last.channel, last.outcome) if last else None)
        assert lead.created is not None
        assert lead.created <= min((touch.at for touch in touches), default=now)


def test_whoever_ended_ended_with_the_last_touch() -> None:
    outcomes = {lead.status: lead.last_touch and lead.last_touch.outcome for lead in sample(WEDNESDAY).leads}

    assert outcomes[Status.WON] is Outcome.WON
    assert outcomes[Status.DO_NOT_CONTACT] is Outcome.DO_NOT_CONTACT


def test_history_and_draft_are_of_leads_in_the_book() -> None:
    book_ = sample(WEDNESDAY)
    ids = {lead.id for lead in book_.leads}

    assert {touch.lead for touch in book_.touches} | {note.lead for note in book_.notes} <= ids
    assert [draft.id for draft in book_.drafts] == [row.id for row in day(WEDNESDAY).today if "Pfefferkorn" in row.name]
    assert len({touch.uid for touch in book_.touches}) == len(book_.touches)


def test_some_steps_were_snoozed_from_an_earlier_day(now: datetime) -> None:
    snoozed = [lead.plan for lead in sample(now).leads if lead.plan and lead.plan.snoozed]

    assert len(snoozed) >= 5
    assert all(step.first_day is not None and step.first_day < step.day for step in snoozed)


def test_facts_have_days_counted_from_today() -> None:
    (anuja,) = (lead for lead in sample(WEDNESDAY).leads if lead.name == "अनुजा देशमुख")

    assert {about.fact: about.day for about in anuja.about} == {
        "sister Meera keeps the books and the peace": None,
        "birthday": date(2026, 3, 18),
    }


def test_it_is_the_same_book_for_the_same_moment(now: datetime) -> None:
    assert book(now) == book(now)


def test_documents_stand_one_a_line() -> None:
    lines = book(WEDNESDAY).decode().split("\n")
    documents = [line for line in lines if re.fullmatch(r'"\d+":{.*},?', line)]

    assert [line for line in lines if line not in documents] == [
        *("{", '"_meta":{', "},", '"leads":{', "},", '"drafts":{', "},", '"touches":{', "},", '"notes":{', "}", "}", "")
    ]
    assert len(documents) == 1 + 60 + 1 + 147 + 3


def test_nothing_is_to_be_said_of_it_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "fuyu.json"
    path.write_bytes(book(WEDNESDAY))
    opened = open_book(path)
    assert opened.care.news() == []
    opened.close()


def test_every_text_is_clean() -> None:
    of_people = {table: found for table, found in decode(book(WEDNESDAY)).items() if table != "_meta"}
    assert all(text == clean(text).strip() for text in texts(of_people))
    assert all(lead == cleaned(lead) for lead in sample(WEDNESDAY).leads)


def test_every_zone_is_a_zone_and_every_address_an_example() -> None:
    leads = sample(WEDNESDAY).leads

    assert all(ZoneInfo(lead.zone).key for lead in leads)
    assert all(address.endswith(".example") for lead in leads for address in (*lead.emails, *lead.links))
    assert all(phone.startswith(KEPT_FOR_FICTION) or " 00" in phone for lead in leads for phone in lead.phones)


def test_nobody_is_in_the_book_twice() -> None:
    leads = sample(WEDNESDAY).leads

    assert len({lead.name for lead in leads}) == len({lead.company for lead in leads}) == len(leads)


def texts(value: Any) -> Iterator[str]:
    """Yield every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in (*value, *value.values()):
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)

"""Whether two people are one: the table of cases that import, merge and add go by."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.domain.identity import KnownPeople, Verdict, judge, same_number, signs
from fuyu.domain.lead import About, Lead
from tests.examples import examples

SURE, MAYBE, NO = Verdict


def somebody(words: str, lead_id: int = 1) -> Lead:
    """Return a person by a line: the name, then "@ company", "* birthday", mails and numbers, apart by semicolons."""
    name, *rest = (part.strip() for part in words.split(";"))
    born = [date.fromisoformat(part.removeprefix("* ")) for part in rest if part.startswith("* ")]
    rest = [part for part in rest if not part.startswith("* ")]
    return Lead(
        id=lead_id,
        name=name,
        company=next((part.removeprefix("@ ") for part in rest if part.startswith("@ ")), ""),
        emails=tuple(part for part in rest if "@" in part[1:]),
        phones=tuple(part for part in rest if "@" not in part),
        about=tuple(About("birthday", day, yearly=True) for day in born),
    )


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        # The same name, and the same mail or number
        ("Ann Lee; ann@x.example", "Ann Lee; ann@x.example", SURE),
        ("Ann Lee; ann@x.example", "ANN  LEE; Ann@X.example", SURE),
        ("Ana Ruíz; ann@x.example", "ana ruiz; ann@x.example", SURE),
        ("Ann Lee; ann@x.example", "Lee, Ann; ann@x.example", SURE),
        ("Garcia Marquez, Gabriel; g@x.example", "Gabriel García Márquez; g@x.example", SURE),
        ("Zoë O'Brien; z@x.example", "Zoe O’Brien; z@x.example", SURE),
        ("Andreas Groß; a@x.example", "Andreas GROSS; a@x.example", SURE),
        ("田中 さくら; s@x.example", "田中さくら; s@x.example", SURE),
        ("Ann Lee; a@x.example; b@x.example", "Ann Lee; b@x.example; c@x.example", SURE),
        ("Ann Lee; @ Acme; ann@x.example", "Ann Lee; @ Globex; ann@x.example", SURE),
        ("Ann Lee; info@acme.example", "Ann Lee; info@acme.example", SURE),
        ("Ann Lee; 0161 496 0000", "Ann Lee; 01614960000", SURE),
        ("Ann Lee; +44 20 7946 0958", "Ann Lee; 020 7946 0958", SURE),
        ("Ann Lee; 020 7946 0958; a@x.example", "Ann Lee; 0044 20 7946 0958; b@x.example", SURE),
        ("Ann Lee; +44 20 7946 0958 ext. 12", "Ann Lee; 020 7946 0958", SURE),
        ("Olga; +7 912 345 67 89", "Olga; 8 (912) 345-67-89", SURE),
        # The same name and company, and nothing that contradicts
        ("Ann Lee; @ Acme", "Ann Lee; @ Acme", SURE),
        ("Ann Lee; @ Acme; a@x.example", "Ann Lee; @ ACME; 0161 496 0000", SURE),
        ("Ann Lee; @ Acme", "ann lee; @ Acmé; a@x.example; 0161 496 0000", SURE),
        ("Ann Lee; @ Acme; a@x.example", "Ann Lee; @ Acme; b@x.example", MAYBE),
        ("Ann Lee; @ Acme; 0161 496 0000", "Ann Lee; @ Acme; 0161 496 0001", MAYBE),
        ("Ann Lee; @ Acme; a@x.example; 0161 496 0000", "Ann Lee; @ Acme; b@x.example; 0161 496 0000", SURE),
        # The same name and company, and two birthdays; a year may be only when the day comes next
        ("Maria Garcia; @ Acme; * 1980-05-04", "Maria Garcia; @ Acme; * 1980-05-04", SURE),
        ("Maria Garcia; @ Acme; * 1980-05-04", "Maria Garcia; @ Acme", SURE),
        ("Maria Garcia; @ Acme; * 1980-05-04", "Maria Garcia; @ Acme; * 2026-05-04", SURE),
        ("Maria Garcia; @ Acme; * 2027-05-04", "Maria Garcia; @ Acme; * 2026-05-04", SURE),
        ("Maria Garcia; @ Acme; * 1980-05-04; * 1991-06-07", "Maria Garcia; @ Acme; * 1991-06-07", SURE),
        ("Maria Garcia; @ Acme; * 1980-05-04", "Maria Garcia; @ Acme; * 1980-05-05", MAYBE),
        ("Maria Garcia; @ Acme; * 1980-05-04", "Maria Garcia; @ Acme; * 1980-06-04", MAYBE),
        ("Maria Garcia; @ Acme; * 1980-05-04", "Maria Garcia; @ Acme; * 1981-05-04", MAYBE),
        ("Maria Garcia; @ Acme; * 1980-05-04", "Maria Garcia; @ Acme; * 2026-11-30", MAYBE),
        ("Maria Garcia; * 1980-05-04; m@x.example", "Maria Garcia; * 1991-06-07; m@x.example", SURE),
        # The same name alone
        ("Ann Lee", "Ann Lee", MAYBE),
        ("Bo", "Bo; bo@acme.example", MAYBE),
        ("Ann Lee; @ Acme", "Ann Lee", MAYBE),
        ("Ann Lee; @ Acme", "Ann Lee; @ Globex", MAYBE),
        ("David Kim; d@x.example; 0161 496 0000", "David Kim; k@x.example; 0161 496 0001", MAYBE),
        ("Maria Garcia; +34 600 000 001", "Maria Garcia; +34 600 000 002", MAYBE),
        ("Ann Lee; 5678", "Ann Lee; 5678", MAYBE),
        ("Ann Lee; +44 20 7946 0958", "Ann Lee; +1 20 7946 0958", MAYBE),
        # The same mail or number, and another spelling
        ("Katherine O'Neil; k@x.example", "Katharine ONeil; k@x.example", MAYBE),
        ("Jürgen Müller; j@x.example", "Juergen Mueller; j@x.example", MAYBE),
        ("Ann Lee; a@x.example", "Anne Lee; a@x.example", MAYBE),
        ("Jon Lee; a@x.example", "John Lee; a@x.example", MAYBE),
        ("Ana Ruiz; a@x.example", "A. Ruiz; a@x.example", MAYBE),
        ("Ana Maria Ruiz; a@x.example", "Ana Ruiz; a@x.example", MAYBE),
        ("Dr. Ann Lee; a@x.example", "Ann Lee; a@x.example", MAYBE),
        ("Sakura; s@x.example", "Sakura Tanaka; s@x.example", MAYBE),
        ("田中 さくら; 03 1234 5678", "さくら 田中; 03 1234 5678", MAYBE),
        ("Horvat Ana; 091 234 5678", "Ana Horvat; +385 91 234 5678", MAYBE),
        # The same mail or number, and a maiden name
        ("Ana Ruiz; a@x.example", "Ana Mori; a@x.example", MAYBE),
        ("Ann Lee; 0161 496 0000", "Ann Lee-Smith; 0161 496 0000", MAYBE),
        ("Kate Brown; 0161 496 0000", "Katherine Jones; 0161 496 0000", MAYBE),
        # The same mail or number, and a nickname
        ("Bob Stone; b@x.example", "Robert Stone; b@x.example", MAYBE),
        ("Liz Stone; b@x.example", "Elizabeth Stone; b@x.example", MAYBE),
        ("Bill Stone; 0161 496 0000", "William Stone; 0161 496 0000", MAYBE),
        ("Pepe Ruiz; p@x.example", "José Ruiz; p@x.example", MAYBE),
        # The same mail or number, and a given name that begins the other
        ("Cy Okafor; c@x.example", "Cyrus Okafor; c@x.example", MAYBE),
        ("Chris Ott; 0161 496 0000", "Christoph Ott; 0161 496 0000", MAYBE),
        ("Mo Salah; m@x.example", "Salah, Mohamed; m@x.example", MAYBE),
        ("Jo Lee; info@acme.example", "John Lee; info@acme.example", MAYBE),
        ("Cy Okafor; c@x.example", "Cyrus Mori; c@x.example", NO),
        ("Cy Okafor; c@x.example", "Cyrus Okafor; d@x.example", NO),
        ("Mo Okafor; c@x.example", "Cyrus Okafor; c@x.example", NO),
        # Different names, whatever they share
        ("Ann Lee; info@acme.example", "Bo Diaz; info@acme.example", NO),
        ("Ann Lee; @ Acme; +1 555 010 0123", "Bo Diaz; @ Acme; +1 555 010 0123", NO),
        ("Ann Lee; a@x.example; 0161 496 0000; @ Acme", "Bo Diaz; a@x.example; 0161 496 0000; @ Acme", NO),
        ("Ann Lee; 0161 496 0000", "Bo Lee; 0161 496 0000", NO),
        ("Tom Lee; 0161 496 0000", "Tim Lee; 0161 496 0000", NO),
        ("Ana Ruiz; 0161 496 0000", "B. Ruiz; 0161 496 0000", NO),
        ("A. R.; 0161 496 0000", "Ana Ruiz; 0161 496 0000", NO),
        ("田中 さくら; 03 1234 5678", "田中 健; 03 1234 5678", NO),
        ("Ann; @ Acme", "Bo; @ Acme", NO),
        # Other names, and nothing shared
        ("Bob Stone", "Robert Stone", NO),
        ("Ana Ruiz; @ Acme", "Ana Mori; @ Acme", NO),
        ("Katherine O'Neil; a@x.example", "Katharine ONeil; b@x.example", NO),
        ("Ann Lee; 555 0100", "Ann Leigh; +1 415 555 0100", NO),
        # No name but a mail or a number
        ("ana@x.example; ana@x.example", "Ana Ruiz; ana@x.example", SURE),
        ("ana@x.example; ana@x.example", "ana@x.example; ana@x.example", SURE),
        ("info@acme.example; info@acme.example", "Ana Ruiz; info@acme.example", MAYBE),
        ("+44 20 7946 0958; +44 20 7946 0958", "Ana Ruiz; 020 7946 0958", MAYBE),
        ("+44 20 7946 0958; +44 20 7946 0958", "020 7946 0958; 020 7946 0958", SURE),
        ("ana@x.example; ana@x.example", "Ana Ruiz; ruiz@x.example", NO),
    ],
)
def test_two_are_one_person_as_the_table_says(one: str, other: str, verdict: Verdict) -> None:
    assert judge(somebody(one), somebody(other)) is verdict
    assert judge(somebody(other), somebody(one)) is verdict, "whoever is asked about first"


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("+44 20 7946 0958", "(020) 7946-0958", True),
        ("+44 (0)20 7946 0958", "020 7946 0958", True),
        ("+1 555 010 0123", "1-555-010-0123", True),
        ("+1 555 010 0123", "555.010.0123", True),
        ("+39 06 1234567", "06 1234567", True),
        ("+36 30 123 4567", "06 30 123 4567", True),
        ("+45 12 34 56 78", "12345678", True),
        ("0170 1234567", "170 1234567", True),
        ("+44 20 7946 0958", "+1 20 7946 0958", False),
        ("+1 415 555 0100", "555 0100", False),
        ("020 7946 0958", "0161 946 0958", False),
        ("5678", "5678", False),
        ("", "", False),
    ],
)
def test_a_number_is_one_however_it_is_written(one: str, other: str, *, is_one: bool) -> None:
    assert same_number(one, other) is same_number(other, one) is is_one


names = st.sampled_from(
    ["Ann Lee", "Anne Lee", "Lee, Ann", "Bob Stone", "Robert Stone", "Bo", "ann@x.example", "+49 1"]
)
mails = st.lists(st.sampled_from(["ann@x.example", "ANN@x.example", "info@x.example"]), max_size=2).map(tuple)
numbers = st.lists(
    st.sampled_from(["+44 20 7946 0958", "020 7946 0958", "0044 20 79460958", "555 0100", "8 912 345 67 89", "+49 1"]),
    max_size=2,
).map(tuple)
people = st.builds(Lead, id=st.just(1), name=names, company=st.sampled_from(["", "Acme"]), emails=mails, phones=numbers)


@examples(200)
@given(people, people)
def test_whoever_may_be_one_is_found_by_a_sign_and_judged_alike_both_ways(one: Lead, other: Lead) -> None:
    verdict = judge(one, other)
    assert judge(other, one) is verdict
    assert verdict is NO or set(signs(one)) & set(signs(other))
    known = KnownPeople({1: one}.get)
    known.put(1, one)
    assert known.like(other) == ([] if verdict is NO else [(1, verdict)])


def test_behind_a_number_of_a_whole_company_only_the_name_tells_who_is_meant() -> None:
    crowd = {number: somebody(f"Ann {number}; 020 7946 0958") for number in range(60)}
    known = KnownPeople(crowd.get)
    for number, person in crowd.items():
        known.put(number, person)
    assert known.like(somebody("Ann 7; 020 7946 0958")) == [(7, SURE)]
    assert known.like(somebody("Ann Lee; 020 7946 0958")) == []


def test_of_many_the_sure_ones_come_first_and_then_the_oldest() -> None:
    crowd = dict(
        enumerate(map(somebody, ["Ann Lee", "Bo; a@x.example", "Ann Lee; a@x.example", "Anne Lee; a@x.example"]))
    )
    known = KnownPeople(crowd.get)
    for number, person in crowd.items():
        known.put(number, person)
    assert known.like(somebody("Ann Lee; a@x.example")) == [(2, SURE), (0, MAYBE), (3, MAYBE)]

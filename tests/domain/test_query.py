"""Queries: each operator by a table of what it asks and whom it means, and what is said of a mistake."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from fuyu.domain.agenda import Bucket, bucket
from fuyu.domain.calendar import Calendar
from fuyu.domain.fields import FIELDS
from fuyu.domain.lead import About, LastTouch, Lead, Outcome, Status, Temperature
from fuyu.domain.money import Money
from fuyu.domain.promise import Promise, PromiseKind, promise_of
from fuyu.domain.query import OPERATORS, SHOWN, Surroundings, completed, read_query, takes_all
from fuyu.domain.step import Channel, Plan
from tests.builders import a_lead, a_promise

NOW = datetime(2026, 3, 18, 9, 30, tzinfo=ZoneInfo("Europe/London"))  # a Wednesday
AROUND = Surroundings(
    now=NOW, here="Europe/London", views={"fair": "tag:expo hot", "ring": "view:fair bo", "new": "mood:good hot"}
)


def touched(day: date) -> LastTouch:
    """Return a last touch on a day."""
    return LastTouch(at=datetime.combine(day, time(12), UTC), channel=Channel.CALL, outcome=Outcome.TALKED)


SAKURA = a_lead(
    1,
    "Sakura Tanaka",
    due=date(2026, 3, 16),
    company="Acme Corp",
    tags=("Expo", "trade fair"),
    temperature=Temperature.HOT,
    value=Money("EUR", Decimal(5000)),
    expected=date(2026, 3, 31),
    last_touch=touched(date(2026, 3, 17)),
    about=(About("daughter's exam"),),
)
ANN = a_lead(
    2,
    "Ann Lee",
    due=None,
    next_step=Plan(day=date(2026, 3, 20), channel=Channel.EMAIL),
    company="ACME",
    role="Head of Printing",
    phones=("+44 20 7946 0958",),
    emails=("ann@acme.example",),
    last_touch=touched(date(2026, 2, 10)),
    value=Money("USD", Decimal("12500.50")),
    unwanted=("call",),
    zone="Asia/Tokyo",
    source="linkedin",
)
TASK = a_promise(date(2026, 3, 18), kind=PromiseKind.TASK)
BO = a_lead(3, "Bo", due=None, promises=(TASK,), tags=("expo",), place="Zagreb", links=("https://bo.example",))
NOBODY = a_lead(4, "Nobody Yet", due=None, temperature=Temperature.COLD)
WON = a_lead(5, "Will", due=None, status=Status.WON, last_touch=touched(date(2026, 3, 1)))
TOKYO = a_lead(
    6, "Aiko", due=None, next_step=Plan(day=date(2026, 3, 19), time=time(8), zone="Asia/Tokyo", channel=Channel.MEETING)
)
EVERYBODY = (SAKURA, ANN, BO, NOBODY, WON, TOKYO)


def meeting(text: str) -> list[int]:
    """Return the ids of those who meet all terms of a query that is understood."""
    query = read_query(text, AROUND)
    assert query.problems == ()
    return [lead.id for lead in EVERYBODY if takes_all(query.terms, lead)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", [1, 2, 3, 4, 5, 6]),
        ("tag:expo", [1, 3]),
        ("TAG:EXPO", [1, 3]),
        ('tag:"trade fair"', [1]),
        ("tag:exp", []),
        ("tag:none", [2, 4, 5, 6]),
        ("tag:any", [1, 3]),
        ('tag:"none"', []),
        ("-tag:expo", [2, 4, 5, 6]),
        ("tag:expo -tag:any", []),
        ("tag:gone,expo", [1, 3]),
        ('tag:gone,"trade fair"', [1]),
        ("tag:expo,", [1, 3]),
        ("company:acme", [1, 2]),
        ('company:"acme corp"', [1]),
        ("company:none", [3, 4, 5, 6]),
        ("name:tanaka", [1]),
        ("role:printing", [2]),
        ("phone:4420", [2]),
        ("phone:020", [2]),
        ("phone:+44,999", [2]),
        ("email:@acme", [2]),
        ("mail:none", [1, 3, 4, 5, 6]),
        ("link:bo.example", [3]),
        ("place:zág", [3]),
        ("zone:tokyo", [2]),
        ("about:exam", [1]),
        ("source:linkedin", [2]),
        ("unwanted:call", [2]),
        ("hot", [1]),
        ("-hot cold", [4]),
        ("temp:hot,cold", [1, 4]),
        ("temperature:warm", [2, 3, 5, 6]),
        ("status:won", [5]),
        ("status:do-not-contact", []),
        ("-status:open", [5]),
        ("due:late", [1]),
        ("due:today", [3, 6]),
        ("due:tomorrow", []),
        ("due:week", [1, 2, 3, 6]),
        ("due:late,today", [1, 3, 6]),
        ("due:fri", [2]),
        ("due:2026-03-20", [2]),
        ("due:2026-03-16", [1]),
        ("due:<fri", [1, 3, 6]),
        ("due:<=fri", [1, 2, 3, 6]),
        ("due:>fri", []),
        ("due:>=2d", [2]),
        ("due:>today", [2]),
        ('due:"next week"', []),
        ("due:none", [4, 5]),
        ("due:any", [1, 2, 3, 6]),
        ("channel:email", [2]),
        ("channel:task", [3]),
        ("channel:call,meeting", [1, 6]),
        ("last:>30d", [2, 3, 4, 6]),
        ("last:>=36d", [2, 3, 4, 6]),
        ("last:<30d", [1, 5]),
        ("last:<=1d", [1]),
        ("last:yesterday", [1]),
        ("last:week", [1]),
        ("last:month", [1, 5]),
        ("last:<2026-03-01", [2, 3, 4, 6]),
        ("last:>2026-03-01", [1]),
        ("last:never", [3, 4, 6]),
        ("last:none", [3, 4, 6]),
        ("last:any", [1, 2, 5]),
        ("value:5000", [1]),
        ("value:>=5k", [1, 2]),
        ("value:>5,000", [2]),
        ("value:<5k", []),
        ('value:>"USD 2k"', [2]),
        ("value:>EUR1k", [1]),
        ("value:none", [3, 4, 5, 6]),
        ("expected:month", [1]),
        ("expected:<1y", [1]),
        ("expected:none", [2, 3, 4, 5, 6]),
        ("view:fair", [1]),
        ("view:FAIR company:acme", [1]),
        ("tag:expo due:week company:acme last:<30d value:>1000 hot", [1]),
    ],
)
def test_an_operator_means_these_leads(text: str, ids: list[int]) -> None:
    assert meeting(text) == ids


def test_late_is_what_the_lists_call_late() -> None:
    def late(step: Promise | Plan, hour: int, minute: int = 0) -> bool:
        lead, now = a_lead(9, plan=None).with_step(step), NOW.replace(hour=hour, minute=minute)
        found = takes_all(read_query("due:overdue", Surroundings(now=now, here="Europe/London")).terms, lead)
        assert found == (bucket(lead.row(), now.date(), Calendar(), now) is Bucket.OVERDUE)
        return found

    at_three = Plan(day=NOW.date(), time=time(15), zone="Europe/London")
    agreed = promise_of(at_three, "p", NOW, "Europe/London")
    assert [late(agreed, 15), late(agreed, 15, 1), late(agreed, 18)] == [False, True, True]
    assert not late(at_three, 18), "a plan of today is late tomorrow"
    assert late(replace(agreed, zone="Europe/Paris"), 14, 30)


def test_a_time_agreed_elsewhere_is_on_the_day_it_has_here() -> None:
    assert 6 in meeting("due:today"), "eight in the morning in Tokyo is the evening before in London"
    at_home = Surroundings(now=NOW.astimezone(ZoneInfo("Asia/Tokyo")), here="Asia/Tokyo")
    assert takes_all(read_query("due:tomorrow", at_home).terms, TOKYO)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ann lee", "ann lee"),
        ("ann tag:expo lee", "ann lee"),
        ('"hot" springs', "hot springs"),
        ('"tag:expo"', "tag:expo"),
        ("re: pricing", "re: pricing"),
        ("https://acme.example", "https://acme.example"),
        ("10:30", "10:30"),
        ("tel:+442079460958", "tel:+442079460958"),
        ("mailto:ann@acme.example", "mailto:ann@acme.example"),
        ("Phone: 0161 496 0000", "Phone: 0161 496 0000"),
        ("hotel", "hotel"),
        ('"half', "half"),
    ],
)
def test_what_is_no_operator_is_looked_for(text: str, words: str) -> None:
    query = read_query(text, AROUND)
    assert (query.words, query.problems) == (words, ())


@pytest.mark.parametrize(
    ("text", "sentence", "suggestion"),
    [
        ("tga:expo", 'unknown operator “tga:”; did you mean tag:? In quotes it is a word: "tga:expo"', ""),
        ("xyz:me", 'unknown operator “xyz:”. In quotes it is a word: "xyz:me"', ""),
        ('company:""', "“company:” needs a value, like company:acme", ""),
        ("temp:hto", "temp: unknown value “hto”; did you mean hot?", ""),
        ("due:lates", "due: unknown value “lates”; did you mean late?", ""),
        (
            "due:never",
            (
                "due: unknown value “never”; choose late, today, tomorrow, week, month, quarter, year, "
                "or a day like fri, <7d"
            ),
            "",
        ),
        ("status:wno", "status: unknown value “wno”; did you mean won?", ""),
        ("last:30d", "last: longer or shorter ago? Write >30d or <30d", "last:>30d"),
        ("value:>much", "value: Unknown amount “much”. Write it like 5000, 5k or USD 12,500.50.", ""),
        ("view:fiar", "no view is called “fiar”; did you mean fair?", ""),
        ("-view:fair", "“view:” cannot be negated; negate what the view asks, like -tag:expo", ""),
    ],
)
def test_a_mistake_is_said_and_the_rest_stands(text: str, sentence: str, suggestion: str) -> None:
    query = read_query(f"ann {text} tag:expo", AROUND)
    (problem,) = query.problems
    assert (problem.sentence, problem.suggestion) == (sentence, suggestion)
    assert (query.words, [term.words for term in query.terms]) == ("ann", ["tag:expo"])


@pytest.mark.parametrize(
    ("text", "remark", "words", "terms"),
    [
        (
            "view:ring",
            "view “ring”: no view is called “fair”; ' in the dashboard and `fuyu view` list the saved views",
            "bo",
            [],
        ),
        ("view:new", 'view “new”: unknown operator “mood:”. In quotes it is a word: "mood:good"', "", ["temp:hot"]),
    ],
)
def test_what_a_view_asks_in_vain_is_said_and_is_no_mistake(
    text: str, remark: str, words: str, terms: list[str]
) -> None:
    query = read_query(text, AROUND)
    assert (query.remarks, query.problems) == ((remark,), ())
    assert (query.words, [term.words for term in query.terms]) == (words, terms)


@pytest.mark.parametrize(
    ("text", "sentence"), [("ann tag:", "“tag:” needs a value, like tag:expo"), ("view:", "“view:” needs a name")]
)
def test_at_the_end_of_a_line_a_value_is_still_to_be_typed(text: str, sentence: str) -> None:
    (problem,) = read_query(text, AROUND).problems
    assert (problem.code, problem.sentence) == ("empty", sentence)


@pytest.mark.parametrize("text", ["due:tomorow", "due:soon", "last:>soon", "last:next week", "expected:<nwe"])
def test_days_that_are_none_are_said(text: str) -> None:
    (problem,) = read_query(text, AROUND).problems
    assert problem.sentence.startswith(text.partition(":")[0] + ": ")


def test_a_term_is_told_as_it_was_typed() -> None:
    query = read_query('-company:"Acme Corp" last:>30d', AROUND)
    assert [term.words for term in query.terms] == ['-company:"Acme Corp"', "last:>30d"]


def test_every_operator_has_an_example_that_is_understood() -> None:
    around = Surroundings(now=NOW, me="Ana Ruiz", views={"expo": "hot"})
    for example, words in SHOWN:
        assert read_query(example, around).problems == (), example
        assert words[0].islower(), words


def test_every_field_that_one_can_ask_for_is_an_operator() -> None:
    assert {field.asked for field in FIELDS if field.asked} <= OPERATORS.keys()
    assert {field.name for field in FIELDS if not field.asked} == {"rhythm"}


@pytest.mark.parametrize("operator", OPERATORS.values(), ids=lambda operator: operator.name)
def test_every_lead_holds_something_or_one_empty_text(operator: object) -> None:
    of = OPERATORS[operator.name].of  # type: ignore[attr-defined]
    for lead in (*EVERYBODY, Lead(id=7, name="")):
        held = of(lead)
        assert held == ("",) or all(held)


def values(name: str) -> list[str]:
    """Return what the leads of a small book hold."""
    known = {"tag": ["expo", "trade fair", ""], "company": ["acme", "acme corp"], "view": ["Fair"]}
    return known.get(name, [])


@pytest.mark.parametrize(
    ("line", "choices", "shared"),
    [
        ("ta", ["tag:"], "tag:"),
        ("hot ch", ["channel:"], "hot channel:"),
        ("-ta", ["-tag:"], "-tag:"),
        ("s", ["status:", "source:"], "s"),
        ("tag:", ["tag:expo", "tag:none", 'tag:"trade fair"'], "tag:"),
        ("tag:e", ["tag:expo"], "tag:expo "),
        ("tag:expo,t", ['tag:expo,"trade fair"'], 'tag:expo,"trade fair" '),
        ('tag:"trade f', ['tag:"trade fair"'], 'tag:"trade fair" '),
        ("due:tom", ["due:tomorrow"], "due:tomorrow "),
        ("due:<tod", ["due:<today"], "due:<today "),
        ("status:w", ["status:won"], "status:won "),
        ("name:", [], "name:"),
        ("view:f", ["view:fair"], "view:fair "),
        ("nothing:x", [], "nothing:x"),
        ("zzz", [], "zzz"),
    ],
)
def test_a_line_is_completed(line: str, choices: list[str], shared: str) -> None:
    completion = completed(line, values)
    assert sorted(completion.choices) == sorted(choices)
    assert completion.shared == (shared if choices else completion.before)

"""One line taken apart: the table of lines people write, and what holds for every line."""

import subprocess
import sys
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import Temperature
from fuyu.domain.money import Money
from fuyu.domain.quick_add import PartKind, QuickAdd, take_apart
from fuyu.domain.step import Channel
from fuyu.domain.text import clean_line
from fuyu.domain.when import When

WEDNESDAY = datetime(2026, 3, 18, 9, 30, tzinfo=ZoneInfo("Europe/London"))
FULL = "Ann Lee, Acme +44 20 7946 0000 ann@acme.example hot call fri 2pm re pricing #expo"

# What became what, in the order of the line; a day also says which it is.
LINES = {
    FULL: "name Ann Lee | company Acme | phone +44 20 7946 0000 | email ann@acme.example | temperature hot"
    " | channel call | when fri 2pm 2026-03-20T14:00 | why pricing | tag expo",
    # names
    "": "",
    "Ann": "name Ann",
    "Ann Lee": "name Ann Lee",
    "ann lee": "name ann lee",
    "Ann Lee, Acme": "name Ann Lee | company Acme",
    "Ann Lee; Acme": "name Ann Lee | note Acme",
    "  Ann   Lee ,Acme ": "name Ann Lee | company Acme",
    "Zoë O'Brien, Okami Studio": "name Zoë O'Brien | company Okami Studio",
    "Jean-Luc D’Arc, L’Oréal 06 12 34 56 78 call mar": "name Jean-Luc D’Arc | company L’Oréal"
    " | phone 06 12 34 56 78 | channel call | note mar",
    "François de la Tour, Crédit Agricole 01 42 68 53 00": "name François de la Tour | company Crédit Agricole"
    " | phone 01 42 68 53 00",
    "Dr. Müller GmbH, +49 (0)30 1234567 warm": "name Dr. Müller GmbH | phone +49 (0)30 1234567 | temperature warm",
    "Jürgen Groß, Groß & Söhne OHG 27.3. 14:00": "name Jürgen Groß | company Groß & Söhne OHG"
    " | when 27.3. 14:00 2026-03-27T14:00",
    "田中さくら、日本電機 03-1234-5678 3w": "name 田中さくら | company 日本電機 | phone 03-1234-5678"
    " | when 3w 2026-04-08",
    "佐藤 健太 tomorrow": "name 佐藤 健太 | when tomorrow 2026-03-19",
    "محمد الأحمد, Gulf fri": "name محمد الأحمد | company Gulf | when fri 2026-03-20",
    "Mr. J. R. Smith Jr. fri": "name Mr. J. R. Smith Jr. | when fri 2026-03-20",
    "Ann Lee, PhD, Acme": "name Ann Lee, PhD | company Acme",
    "Ann Lee, Acme, Inc. fri": "name Ann Lee | company Acme, Inc. | when fri 2026-03-20",
    # names that could be days, temperatures, channels
    "April Jones, Acme": "name April Jones | company Acme",
    "april jones, acme fri": "name april jones | company acme | when fri 2026-03-20",
    "May Chen 3 may": "name May Chen | when 3 may 2026-05-03",
    "June Park, Sunrise Ltd 2w": "name June Park | company Sunrise Ltd | when 2w 2026-04-01",
    "Theresa May, Cabinet Office tomorrow 9am": "name Theresa May | company Cabinet Office"
    " | when tomorrow 9am 2026-03-19T09:00",
    "Augusta March, Acme 3 april": "name Augusta March | company Acme | when 3 april 2026-04-03",
    "Jan de Vries, Bakkerij Vos +31 6 12345678": "name Jan de Vries | company Bakkerij Vos | phone +31 6 12345678",
    "Tom Jones, Acme": "name Tom Jones | company Acme",
    "Uncle Tom": "name Uncle Tom",
    "Kim Sun Hee, Hanmi mon": "name Kim Sun Hee | company Hanmi | when mon 2026-03-23",
    "Li Sun, Flags Ltd": "name Li Sun | company Flags Ltd",
    "Sunday Okafor, Acme": "name Sunday Okafor | company Acme",
    "Mon Petit Café, 01 42 68 53 00": "name Mon Petit Café | phone 01 42 68 53 00",
    "Ann Lee, Mon Petit Café mon": "name Ann Lee | company Mon Petit Café | when mon 2026-03-23",
    "Ann Lee, Friday Night Ltd, thu": "name Ann Lee | company Friday Night Ltd | when thu 2026-03-19",
    "Ann Lee, Next Day Delivery fri": "name Ann Lee | company Next Day Delivery | when fri 2026-03-20",
    "Ann Lee, 24/7 Fitness": "name Ann Lee | company 24/7 Fitness",
    "Ann Lee, 3M fri": "name Ann Lee | company 3M | when fri 2026-03-20",
    "Bob, Inmar": "name Bob | company Inmar",
    "Bob, Studio 54 fri": "name Bob | company Studio 54 | when fri 2026-03-20",
    "Bob, 20th Century Fox": "name Bob | company 20th Century Fox",
    "Hot Chocolate Ltd": "name Hot Chocolate Ltd",
    "Ann Lee, Cold Steel hot": "name Ann Lee | company Cold Steel | temperature hot",
    "Art Call, Acme call": "name Art Call | company Acme | channel call",
    # days
    "Ann Lee fri": "name Ann Lee | when fri 2026-03-20",
    "Ann Lee Friday": "name Ann Lee | when Friday 2026-03-20",
    "Ann Lee on friday at 2pm": "name Ann Lee | when on friday at 2pm 2026-03-20T14:00",
    "Ann Lee, Fri, 27 Mar": "name Ann Lee | when Fri, 27 Mar 2026-03-27",
    "Ann Lee in a couple of weeks": "name Ann Lee | when in a couple of weeks 2026-04-01",
    "Ann Lee first thing monday": "name Ann Lee | when first thing monday 2026-03-23T08:00",
    "Ann Lee 2026-11-02 14:30": "name Ann Lee | when 2026-11-02 14:30 2026-11-02T14:30",
    "Ann Lee, Acme 2/11": "name Ann Lee | company Acme | note 2/11",
    "Ann Lee, Acme 3": "name Ann Lee | company Acme 3",
    "Ann Lee, Acme, in may": "name Ann Lee | company Acme | when in may 2026-05-01",
    "Ann Lee, Acme, may": "name Ann Lee | company Acme | note may",
    "Ann Lee, Acme, 500 a month": "name Ann Lee | company Acme | note 500 a month",
    "Ann Lee, Acme, 27 mar or 3 april": "name Ann Lee | company Acme | note 27 mar or 3 april",
    "Ann Lee, Acme, every monday": "name Ann Lee | company Acme | note every monday",
    "Ann Lee, Acme, fri 28 mar": "name Ann Lee | company Acme | note fri 28 mar",
    "Ann Lee, Acme, today 8am": "name Ann Lee | company Acme | note today 8am",
    "Ann Lee, Acme, met 2 weeks ago": "name Ann Lee | company Acme | note met 2 weeks ago",
    "Ann Lee, Acme, 27. mar": "name Ann Lee | company Acme | when 27. mar 2026-03-27",
    "Ann Lee, Acme, last friday": "name Ann Lee | company Acme | note last friday",
    # days and channels in front
    "tomorrow 9am Ann Lee, Acme": "when tomorrow 9am 2026-03-19T09:00 | name Ann Lee | company Acme",
    "27 mar Ann Lee": "when 27 mar 2026-03-27 | name Ann Lee",
    "next week: Ann Lee": "when next week 2026-03-23 | name Ann Lee",
    "fri 2pm Ann Lee re pricing": "when fri 2pm 2026-03-20T14:00 | name Ann Lee | why pricing",
    "fri, Ann Lee, Acme": "when fri 2026-03-20 | name Ann Lee | company Acme",
    "call Ann Lee tomorrow": "channel call | name Ann Lee | when tomorrow 2026-03-19",
    "Call Ann Lee": "channel Call | name Ann Lee",
    "email bob@acme.example tomorrow": "channel email | email bob@acme.example | when tomorrow 2026-03-19",
    "hot Ann Lee": "temperature hot | name Ann Lee",
    "Dana White: wants a quote thu 14 may 3pm": "name Dana White | note wants a quote"
    " | when thu 14 may 3pm 2026-05-14T15:00",
    "Ann Lee, Acme, birthday 3 may, call fri": "name Ann Lee | company Acme | note birthday 3 may | channel call"
    " | when fri 2026-03-20",
    "Ann Lee, Acme call fri 2pm or 3pm": "name Ann Lee | company Acme | channel call | note fri 2pm or 3pm",
    "Ann Lee last friday": "name Ann Lee | note last friday",
    "Ann Lee, The Daily Times fri": "name Ann Lee | company The Daily Times | when fri 2026-03-20",
    "Ann Lee, Acme, 3pm tomorrow re: Q3 budget": "name Ann Lee | company Acme | when 3pm tomorrow 2026-03-19T15:00"
    " | why Q3 budget",
    "Ann Lee, 7-Eleven 2w": "name Ann Lee | company 7-Eleven | when 2w 2026-04-01",
    "Иван Петров, Газпром +7 495 123-45-67 warm 2 weeks": "name Иван Петров | company Газпром"
    " | phone +7 495 123-45-67 | temperature warm | when 2 weeks 2026-04-01",
    # reaching people
    "ann@acme.example": "email ann@acme.example",
    "Ann Lee <ann@acme.example>": "name Ann Lee | email ann@acme.example",
    "Ann Lee, a.lee+x@mail.acme.example, ann@home.example": "name Ann Lee | email a.lee+x@mail.acme.example"
    " | email ann@home.example",
    "Ann Lee https://acme.example/a,b?c=d. fri": "name Ann Lee | link https://acme.example/a,b?c=d"
    " | when fri 2026-03-20",
    "Ann Lee linkedin.com/in/annlee www.acme.example": "name Ann Lee | link linkedin.com/in/annlee"
    " | link www.acme.example",
    "Ann Lee, Booking.com": "name Ann Lee | company Booking.com",
    "Ann Lee tel: 020 7946 0000": "name Ann Lee | phone 020 7946 0000",
    "Ann Lee mobile +1 (555) 123-4567 x12": "name Ann Lee | phone +1 (555) 123-4567 x12",
    "Ann Lee 555.123.4567 / 555-765-4321": "name Ann Lee | phone 555.123.4567 | phone 555-765-4321",
    "Ann Lee 020 7946 0000 020 7946 0001": "name Ann Lee | phone 020 7946 0000 | phone 020 7946 0001",
    "Ann Lee +442079460000 +49 30 1234567 ext 9": "name Ann Lee | phone +442079460000 | phone +49 30 1234567 ext 9",
    "Ann Lee 0049/30/1234567": "name Ann Lee | phone 0049/30/1234567",
    "Ann Lee 555-1234 27 mar": "name Ann Lee | phone 555-1234 | when 27 mar 2026-03-27",
    "Ann Lee 020 7946 0000 2 pm": "name Ann Lee | phone 020 7946 0000 | when 2 pm 2026-03-18T14:00",
    "Ann Lee 020 7946 0000 3 weeks": "name Ann Lee | phone 020 7946 0000 | when 3 weeks 2026-04-08",
    "Ann Lee 020 7946 0000 fri": "name Ann Lee | phone 020 7946 0000 | when fri 2026-03-20",
    "Ann Lee 06 12 34 56 12 mar": "name Ann Lee | phone 06 12 34 56 12 | note mar",
    "Ann Lee 020 7946 0000 2026-11-02": "name Ann Lee | phone 020 7946 0000 | when 2026-11-02 2026-11-02",
    "Ann Lee, Acme, budget 12,000": "name Ann Lee | company Acme | note budget 12,000",
    # what a yes is worth: an amount with its currency, that is no part of a name or a sentence
    "Ann Lee, Acme €5k call fri": "name Ann Lee | company Acme | value €5k | channel call | when fri 2026-03-20",
    "Ann Lee $12,500.50": "name Ann Lee | value $12,500.50",
    "Ann Lee, Acme, EUR 5,000, hot": "name Ann Lee | company Acme | value EUR 5,000 | temperature hot",
    "Ann Lee, Acme (1.5 million EUR).": "name Ann Lee | company Acme | value 1.5 million EUR",
    "Ann Lee, Acme 5000000 EUR +44 20 7946 0000": "name Ann Lee | company Acme | value 5000000 EUR"
    " | phone +44 20 7946 0000",
    "Ann Lee €5k +44 20 7946 0000": "name Ann Lee | value €5k | phone +44 20 7946 0000",
    "Ann Lee €5k €6k": "name Ann Lee | value €5k | note €6k",
    "Ann Lee re pricing, €500": "name Ann Lee | why pricing | value €500",
    "Ann Lee re invoice €500 fri": "name Ann Lee | why invoice €500 | when fri 2026-03-20",
    "Ann Lee, Acme, wants a €500 discount": "name Ann Lee | company Acme | note wants a €500 discount",
    "Ann Lee, Acme, costs €500 a month": "name Ann Lee | company Acme | note costs €500 a month",
    "Ann Lee, Acme, €500 per month": "name Ann Lee | company Acme | note €500 per month",
    "Ann Lee, Acme, saw the €500 offer": "name Ann Lee | company Acme | note saw the €500 offer",
    "Ann Lee, $100 Startup fri": "name Ann Lee | company $100 Startup | when fri 2026-03-20",
    "Ann Lee, TOP 40 fri": "name Ann Lee | company TOP 40 | when fri 2026-03-20",
    "Ann Lee, Acme, about 5k": "name Ann Lee | company Acme | why 5k",
    "Ann Lee, Acme, €1.500k": "name Ann Lee | company Acme | note €1.500k",
    # company, why, tags, promises
    "Ann Lee at Acme Ltd fri": "name Ann Lee | company Acme Ltd | when fri 2026-03-20",
    "Ann Lee @Acme fri": "name Ann Lee | company Acme | when fri 2026-03-20",
    "Ann Lee - Acme - fri": "name Ann Lee | company Acme | when fri 2026-03-20",
    "Ann Lee +44 20 7946 0000, Acme": "name Ann Lee | phone +44 20 7946 0000 | company Acme",
    "Ann Lee, ann@acme.example, Acme": "name Ann Lee | email ann@acme.example | company Acme",
    "Ann Lee, Acme; wants a call about pricing": "name Ann Lee | company Acme | note wants a call | why pricing",
    "Ann Lee, Acme, met at the fair in Graz": "name Ann Lee | company Acme | note met at the fair in Graz",
    "Ann Lee re pricing": "name Ann Lee | why pricing",
    "Ann Lee Re: new offer call fri 2pm": "name Ann Lee | why new offer | channel call | when fri 2pm 2026-03-20T14:00",
    "Ann Lee fri re 2 weeks trial": "name Ann Lee | when fri 2026-03-20 | why 2 weeks trial",
    "Ann Lee re Black Friday offer": "name Ann Lee | why Black Friday offer",
    "Ann Lee call re cold call": "name Ann Lee | channel call | why cold call",
    "Ann Lee regarding email campaign email": "name Ann Lee | why email campaign | channel email",
    "Ann Lee re": "name Ann Lee re",
    "Ann Lee #expo #2026 #München": "name Ann Lee | tag expo | tag 2026 | tag München",
    "Ann Lee # 1 fan": "name Ann Lee # 1 fan",
    "Ann Lee promised fri 2pm": "name Ann Lee | promised promised | when fri 2pm 2026-03-20T14:00",
    "Ann Lee, Acme, agreed: call on 27 mar": "name Ann Lee | company Acme | promised agreed: | channel call"
    " | when on 27 mar 2026-03-27",
    "Ann Lee, Acme, fri 2pm agreed": "name Ann Lee | company Acme | when fri 2pm 2026-03-20T14:00 | promised agreed",
    "Ann Lee, Acme, agreed budget fri": "name Ann Lee | company Acme | note agreed budget | when fri 2026-03-20",
    "Ann Lee, Acme, promised": "name Ann Lee | company Acme | note promised",
    "Ann Lee text sms tomorrow": "name Ann Lee | channel text | note sms | when tomorrow 2026-03-19",
    "Ann Lee meeting mon 10:00 warm": "name Ann Lee | channel meeting | when mon 10:00 2026-03-23T10:00"
    " | temperature warm",
    "Ann Lee, Acme, HOT, CALL, FRI": "name Ann Lee | company Acme | temperature HOT | channel CALL"
    " | when FRI 2026-03-20",
    "Ann Lee, Acme, gave a warm welcome to all": "name Ann Lee | company Acme | note gave a warm welcome to all",
    # hostile lines
    "[@click=quit]x[/] [ACME], [/]": "name [@click=quit]x[/] [ACME] | note [/]",
    "Ann\x1b]52;c;x\x07 Lee\u202e, Acme\x00": "name Ann]52 | note c | note x Lee | note Acme",
    ",,; , ;": "",
    "a@b": "name a@b",
    "+ - @ # / ( )": "note + | note @ # | note ( )",
}


def told(quick: QuickAdd) -> str:
    """Return a line taken apart as the table writes it."""
    day = f" {quick.when.iso()}" if quick.when else ""
    return " | ".join(f"{part.kind} {part.text}{day if part.kind is PartKind.WHEN else ''}" for part in quick.parts)


def taken(line: str, calendar: Calendar | None = None) -> QuickAdd:
    return take_apart(line, WEDNESDAY, calendar or Calendar())


@pytest.mark.parametrize(("line", "parts"), LINES.items(), ids=lambda text: clean_line(text)[:40])
def test_the_table_of_lines(line: str, parts: str) -> None:
    assert told(taken(line)) == parts


def test_a_line_becomes_values() -> None:
    quick = taken(FULL.replace("fri 2pm", "promised fri 2pm") + "; likes tea")
    assert (quick.name, quick.company) == ("Ann Lee", "Acme")
    assert (quick.phones, quick.emails, quick.links) == (("+44 20 7946 0000",), ("ann@acme.example",), ())
    assert (quick.temperature, quick.channel) == (Temperature.HOT, Channel.CALL)
    assert (quick.when, quick.phrase) == (When(date(2026, 3, 20), time(14), "Europe/London"), "fri 2pm")
    assert (quick.why, quick.tags, quick.promised, quick.note) == ("pricing", ("expo",), True, "likes tea")


def test_what_is_not_said_is_empty() -> None:
    quick = taken("Ann Lee")
    assert (quick.company, quick.phones, quick.temperature, quick.channel) == ("", (), None, None)
    assert (quick.when, quick.phrase, quick.why, quick.tags, quick.promised, quick.note) == (
        None,
        "",
        "",
        (),
        False,
        "",
    )


def test_an_amount_is_read_in_the_persons_currency() -> None:
    assert taken("Ann Lee $5k").value == Money("USD", Decimal(5000))
    assert take_apart("Ann Lee $5k", WEDNESDAY, currency="CAD").value == Money("CAD", Decimal(5000))
    assert taken("Ann Lee 5k").value is None


def test_notes_stay_apart() -> None:
    assert taken("Ann Lee, Acme, likes tea fri, two sons").note == "likes tea, two sons"


@pytest.mark.parametrize(
    ("word", "channel"), [("phone", "call"), ("sms", "text"), ("mail", "email"), ("meet", "meeting")]
)
def test_channels_have_other_words(word: str, channel: str) -> None:
    assert taken(f"Ann Lee {word} fri").channel == Channel(channel)


def test_figures_are_read_in_the_persons_order() -> None:
    quick = taken("Ann Lee, Acme 2/11", Calendar(date_order="DMY"))
    assert quick.when == When(date(2026, 11, 2))


def test_spans_are_of_the_line_as_it_was_cleaned() -> None:
    quick = taken("  Ann\t Lee re:  pricing  ")
    assert quick.line == "Ann Lee re: pricing"
    assert [quick.line[part.start : part.stop] for part in quick.parts] == ["Ann Lee", "re: pricing"]


words = st.one_of(
    st.sampled_from(sorted({word for line in LINES for word in line.split()})),
    st.sampled_from(
        [",", ";", "re", "at", "@", "-", "promised", "fri", "may", "2", "pm", "in", "a", "week", "020", "call"]
    ),
    st.text(max_size=6),
)
lines = st.one_of(st.lists(words, max_size=14).map(" ".join), st.text())


@given(lines)
@example("re re re re fri re")
@example("at at at")
@example("# at 42")
@example("x @ 2/11")
@example("x @2/11 @@ :")
@example("promised fri promised")
@example("tel: tel: 020 7946 0000 ext ext 3")
@example("<ann@acme.example>>,<>")
@example("１２３４５６７ ٣ days")
@example("https://,#,@")
def test_nothing_is_dropped(line: str) -> None:
    quick = taken(line)
    left = list(quick.line)
    for part in quick.parts:
        assert part.text in quick.line[part.start : part.stop]
        assert part.text
        for index in range(part.start, part.stop):
            assert left[index] != "\0", "two parts share a letter"
            left[index] = "\0"
    assert set("".join(left)) <= set("\0 ,;，、；-–—|/·•"), "a letter is in no part"


@given(lines)
def test_every_part_is_told(line: str) -> None:
    quick = taken(line)
    known = (
        quick.name,
        quick.company,
        *quick.phones,
        *quick.emails,
        *quick.links,
        *quick.tags,
        quick.phrase,
        quick.why,
    )
    for part in quick.parts:
        match part.kind:
            case PartKind.NOTE:
                assert part.text in quick.note
            case PartKind.TEMPERATURE:
                assert quick.temperature == part.text.casefold()
            case PartKind.CHANNEL:
                assert quick.channel is not None
            case PartKind.VALUE:
                assert quick.value
            case PartKind.PROMISED:
                assert quick.promised
                assert quick.when
            case _:
                assert part.text in known


@given(lines)
def test_a_line_with_words_has_a_name_or_is_all_understood(line: str) -> None:
    quick = taken(line)
    assert quick.name or not any(map(str.isalnum, quick.note))


@given(st.sampled_from(list(LINES)))
def test_typing_a_line_never_fails(line: str) -> None:
    for size in range(len(line)):
        taken(line[:size])


@pytest.mark.slow
def test_a_line_without_end_is_taken_in_no_time() -> None:
    quick = taken("Ann Lee, " + "mon may 2 020 " * 20_000)
    assert quick.name == "Ann Lee"
    assert len(quick.note) > 200_000


@pytest.mark.slow
def test_the_import_is_light() -> None:
    program = "import sys, fuyu.domain.quick_add; print({'pendulum', 'rapidfuzz', 'textual'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"

"""What the call card says, as lines."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from fuyu.desk import Card
from fuyu.domain.history import Entry
from fuyu.domain.lead import About, LastTouch, Lead, Outcome, Status
from fuyu.domain.manners import Manners
from fuyu.domain.promise import PromiseKind
from fuyu.domain.step import Channel, Plan
from fuyu.tui.keys import STANDARD, Keyboard
from fuyu.tui.present_call import call_lines, elapsed_words, place_words, quoted_words
from fuyu.tui.present_card import card_lines
from fuyu.tui.widgets.lines import Line
from tests.builders import a_lead, a_note, a_promise, a_touch

NOW = dt.datetime(2026, 3, 18, 9, 30, tzinfo=ZoneInfo("Europe/London"))
TODAY = NOW.date()


class _WithoutMessages(Keyboard):
    """The keys of a fuyu that sends no messages."""

    def __contains__(self, key_id: str) -> bool:
        return key_id != "work.message" and super().__contains__(key_id)


def shown(lead: Lead, *history: Entry, width: int = 80, height: int = 14, keyboard: Keyboard = STANDARD) -> list[str]:
    """Return the lines as one reads them."""
    lines = call_lines(Card(lead, history, ""), NOW, width, height, Manners(), keyboard=keyboard)
    return ["".join(span.text for span in line).rstrip() for line in lines]


def at(day: int, hour: int = 12) -> dt.datetime:
    """Return an hour of a day in March."""
    return dt.datetime(2026, 3, day, hour, tzinfo=NOW.tzinfo)


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0:00"), (42.9, "0:42"), (725, "12:05"), (3723, "1:02:03"), (-5, "0:00")]
)
def test_the_time_is_read_at_a_glance(seconds: float, words: str) -> None:
    assert elapsed_words(seconds) == words


def test_which_touch_and_which_call_of_the_day_it_is() -> None:
    assert place_words(a_lead(touches=2), (3, 8), 7) == "touch 3 of 7 · 3 of 8"
    assert place_words(a_lead(), None, 7) == "touch 1 of 7"
    assert place_words(a_lead(touches=6, unanswered=6), None, 7) == "touch 7 of 7"


def test_a_touch_past_the_usual_number_says_so_and_offers_lost_or_park() -> None:
    assert place_words(a_lead(touches=8, unanswered=4), None, 7) == "touch 9, past 7: lost, or park?"
    assert place_words(a_lead(touches=8), (1, 2), 7) == "touch 9, past 7 · 1 of 2", "they do answer"


def test_what_opens_by_itself_is_a_link_but_not_for_somebody_who_wants_no_calls() -> None:
    lead = a_lead(phones=("+44 20 7946 0018", "+44 20 7946 0019"), emails=("ann@acme.example",))
    links = {span.text: span.link for line in card_and_call(lead) for span in line if span.link}
    assert links == {
        "+44 20 7946 0018": "tel:+442079460018",
        "+44 20 7946 0019": "tel:+442079460019",
        "ann@acme.example": "mailto:ann@acme.example",
    }
    never = replace(lead, status=Status.DO_NOT_CONTACT)
    assert not any(span.link for line in card_and_call(never) for span in line)


def card_and_call(lead: Lead) -> list[Line]:
    """Return the lines of the card and of the call card."""
    card = Card(lead, (), "")
    called = call_lines(card, NOW, 80, 14, Manners(), keyboard=STANDARD)
    return [*called, *card_lines(card, NOW, 80, 14, Manners(), edit_key="e")]


def test_after_a_no_show_the_neutral_words_stand_beside_the_reason() -> None:
    missed = LastTouch(NOW, Channel.CALL, Outcome.NO_SHOW)
    text = "\n".join(shown(a_lead(next_step=Plan(day=TODAY, why="demo"), last_touch=missed)))
    assert "call: demo" in text
    assert "open    we missed each other: when suits you?" in text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (None, "you said: “after the budget”"),
        (dt.date(2026, 3, 2), "on Mon 2 Mar you said: “after the budget”"),
        (dt.date(2026, 1, 20), "in January you said: “after the budget”"),
        (dt.date(2025, 5, 20), "in May 2025 you said: “after the budget”"),
    ],
)
def test_their_words_come_back_as_one_would_say_them(said: dt.date | None, words: str) -> None:
    assert quoted_words(Plan(day=TODAY, quote="after the budget", said=said), TODAY) == words


def test_every_promise_stands_there_the_latest_first_with_their_words() -> None:
    late = a_promise(day=dt.date(2026, 3, 13), why="quote", quote="once it rains")
    task = a_promise(day=dt.date(2026, 3, 20), kind=PromiseKind.TASK, why="send the plans")
    put_off = Plan(day=dt.date(2026, 3, 19), was_promised=dt.date(2026, 3, 12), snoozed=1)
    lines = shown(a_lead(next_step=put_off, promises=(task, late)))
    assert lines[1:5] == [
        "promise Fri 13 Mar, 5 days late, call: quote",
        "said    you said: “once it rains”",
        "plan    Thu 19 Mar, was promised Thu 12 Mar, snoozed 1x, call",
        "promise by Fri 20 Mar: send the plans",
    ]


def test_a_plan_stands_with_its_first_day() -> None:
    plan = Plan(day=TODAY, first_day=dt.date(2026, 3, 13), snoozed=2, why="quote")
    assert "plan    Wed 18 Mar, originally Fri 13 Mar, snoozed 2x, call: quote" in shown(a_lead(next_step=plan))


def test_a_time_agreed_in_their_zone_is_said_in_ours() -> None:
    step = Plan(day=TODAY, time=dt.time(20), zone="Asia/Tokyo")
    assert "plan    Wed 18 Mar 11:00, call" in shown(a_lead(next_step=step))


@pytest.mark.parametrize(
    ("zone", "line"),
    [
        ("Asia/Tokyo", "clock   18:30 there, Osaka"),
        ("Australia/Sydney", "clock   20:30 there, not now!, Osaka"),
        ("America/New_York", "clock   05:30 there, not now!, Osaka"),
    ],
)
def test_their_clock_warns_outside_the_hours_in_which_a_call_is_welcome(zone: str, line: str) -> None:
    assert line in shown(a_lead(zone=zone, place="Osaka"))


def test_where_their_clocks_show_what_ours_show_nothing_is_said() -> None:
    assert not [line for line in shown(a_lead(zone="Europe/Dublin")) if line.startswith("clock")]


def test_every_number_is_there_to_dial_and_none_is_said_to_be_missing() -> None:
    assert shown(a_lead(phones=("+44 1", "+44 2")))[0] == "dial    +44 1 · +44 2"
    assert shown(a_lead(emails=("ann@acme.example",)))[:2] == [
        "dial    no number is known",
        "write   ann@acme.example",
    ]


@pytest.mark.parametrize(
    ("channel", "fields", "lines"),
    [
        (
            Channel.EMAIL,
            {"emails": ("a@x.example", "b@x.example")},
            ["write   a@x.example · b@x.example  ^b copies"],
        ),
        (
            Channel.EMAIL,
            {"emails": ("a@x.example",), "phones": ("+44 1",)},
            ["write   a@x.example  ^b copies", "dial    +44 1"],
        ),
        (Channel.EMAIL, {"phones": ("+44 1",)}, ["write   no e-mail address is known: f10 adds one", "dial    +44 1"]),
        (Channel.TEXT, {"phones": ("+44 1",)}, ["text    +44 1  ^b copies"]),
        (Channel.TEXT, {}, ["text    no number is known: f10 adds one"]),
        (Channel.LETTER, {"place": "10 High St, Leeds"}, ["letter  10 High St, Leeds  ^b copies"]),
        (Channel.LETTER, {}, ["letter  no address is known: f10 adds one"]),
        (Channel.SOCIAL, {"links": ("x.example/ann",)}, ["page    x.example/ann  ^b copies"]),
        (Channel.VOICEMAIL, {"phones": ("+44 1",)}, ["dial    +44 1"]),
    ],
    ids=str,
)
def test_first_stands_what_the_channel_of_the_step_needs(
    channel: Channel, fields: dict[str, Any], lines: list[str]
) -> None:
    lead = a_lead(next_step=Plan(day=TODAY, channel=channel), **fields)
    found = shown(lead, keyboard=_WithoutMessages())
    assert found[: len(lines)] == lines
    assert not found[len(lines)].startswith(("dial", "write", "text"))


@pytest.mark.parametrize(
    ("zone", "at", "words"),
    [
        ("Europe/London", dt.time(10), "Wed 18 Mar 10:00 (19:00 in Tokyo), Shibuya"),
        ("Asia/Tokyo", dt.time(19), "Wed 18 Mar 10:00 (19:00 in Tokyo), Shibuya"),
        ("", None, "Wed 18 Mar, Shibuya"),
    ],
)
def test_a_meeting_stands_first_with_the_time_of_both_and_the_place(zone: str, at: dt.time | None, words: str) -> None:
    met = a_promise(TODAY, time=at, zone=zone, channel=Channel.MEETING)
    lead = a_lead(next_step=met, zone="Asia/Tokyo", place="Shibuya", phones=("+81 3",))
    assert shown(lead)[:2] == [f"meet    {words}", "dial    +81 3"]


def test_nobody_who_asked_not_to_be_contacted_has_a_number_to_dial() -> None:
    lines = shown(a_lead(status=Status.DO_NOT_CONTACT, phones=("+44 1",), next_step=None))
    assert lines[0] == "dial    asked not to be contacted"
    assert "+44 1" not in "".join(lines)


def test_a_way_they_do_not_want_is_said_and_not_offered() -> None:
    reach: dict[str, Any] = {"phones": ("+44 1",), "emails": ("a@x.example",), "unwanted": ("call",)}
    promised = a_promise(TODAY, channel=Channel.CALL)
    lines = shown(a_lead(name="Ann", next_step=promised, **reach))
    assert lines[0] == "ways    Ann wants no calls"
    assert "+44 1" not in "".join(lines)
    lines = shown(a_lead(name="Ann", next_step=Plan(day=TODAY, channel=Channel.EMAIL), **reach))
    assert lines[0].startswith("write   a@x.example  ")
    assert "+44 1" not in "".join(lines)


def test_what_is_near_comes_first_of_what_matters_to_them() -> None:
    about = (About("sails"), About("Yui's exam", dt.date(2026, 3, 20)))
    assert "about   Yui's exam Fri 20 Mar, in 2 days; sails" in shown(a_lead(about=about))


def test_after_three_touches_one_asks_what_matters_to_them() -> None:
    asked = "what matters to them?"
    assert not [line for line in shown(a_lead(touches=2)) if asked in line]
    assert [line for line in shown(a_lead(touches=3)) if asked in line]


def test_how_they_answered_and_what_was_tried_in_vain() -> None:
    tried = [a_touch(number, at=at(number), outcome=Outcome.NO_ANSWER) for number in (17, 16, 12)]
    talked = [a_touch(number, at=at(number, 15)) for number in (3, 2)]
    lines = shown(a_lead(emails=("a@b.example",)), *tried, *talked)
    assert "tried   ! 3 touches without an answer, 3 in 2 weeks · try 15:00" in lines
    assert not [line for line in lines if line.startswith("reach")], "one advice, not two"
    answered = shown(a_lead(emails=("a@b.example",)), *talked)
    assert "reach   answers by call around 15:00" in answered


def test_the_last_three_notes_are_whole_where_there_is_room() -> None:
    history = [a_touch(number, at=at(number), note=f"note {number} " + "word " * 20) for number in (9, 8, 7, 6)]
    text = "\n".join(shown(a_lead(), *history, height=20))
    assert [f"note {number} " in text for number in (9, 8, 7, 6)] == [True, True, True, False]
    assert text.count("word") == 3 * 20
    assert "…" not in text


def test_where_there_is_little_room_each_note_has_some_and_the_newest_most() -> None:
    history = [a_touch(number, at=at(number), note=f"note {number} " + "word " * 90) for number in (9, 8, 7)]
    lines = shown(a_lead(), *history, height=12)
    begins = [next(index for index, line in enumerate(lines) if f"note {number} " in line) for number in (9, 8, 7)]
    assert len(lines) == 12
    assert [begins[1] - begins[0], begins[2] - begins[1], 12 - begins[2]] == [4, 2, 2]


def test_touches_without_a_word_do_not_push_the_notes_away() -> None:
    silent = [a_touch(number, at=at(number), outcome=Outcome.NO_ANSWER) for number in (17, 16, 15, 14)]
    assert any("prefers mornings" in line for line in shown(a_lead(), *silent, a_note(at=at(2))))


def test_with_nothing_written_the_last_touch_is_said_or_that_it_is_the_first() -> None:
    assert "17 Mar  call no answer" in shown(a_lead(), a_touch(at=at(17), outcome=Outcome.NO_ANSWER))
    assert "nothing yet: the first touch is yours" in shown(a_lead())


@pytest.mark.parametrize(("width", "height"), [(40, 4), (80, 14), (240, 40)])
def test_lines_stay_in_their_width_and_short_enough_to_read(width: int, height: int) -> None:
    lead = a_lead(about=(About("x" * 300),), phones=("+44 161 496 0118",) * 9, place="Llanfair" * 20, zone="Asia/Tokyo")
    lines = shown(lead, a_note(note="word " * 400), width=width, height=height)
    assert len(lines) <= height
    assert max(map(cell_len, lines)) <= min(width, 96)


@pytest.mark.parametrize("width", [*range(-2, 24), 40])
def test_a_terminal_of_a_few_cells_ends_nothing(width: int) -> None:
    late = a_promise(day=TODAY - dt.timedelta(days=12))
    lead = a_lead(1, "Ann Lee", promises=(late,), about=(About("hates voicemail"),), company="Acme")
    shown(lead, a_touch(1), a_note(1), width=width)
    card_lines(Card(lead, (a_touch(1),), ""), NOW, width, 14, Manners(), edit_key="e")

"""How a team stands, and who is at a lead, as it is read."""

from datetime import timedelta

import pytest

from fuyu.domain.lead import Outcome
from fuyu.domain.step import Channel
from fuyu.features.team.link import AtLead, TeamStanding, TeamState
from fuyu.features.team.words import headline, last_contact, unsent_words, whose
from tests.builders import NOON, a_note, a_touch

MINUTE = timedelta(minutes=1)
WHY = "db.example.org does not accept the password of bo"


@pytest.mark.parametrize(
    ("standing", "waiting", "refused", "ways"),
    [
        (TeamStanding.LIVE, 0, 0, []),
        (TeamStanding.LIVE, 3, 0, ["3 waiting"]),
        (TeamStanding.LIVE, 0, 1, ["1 not shared"]),
        (TeamStanding.LIVE, 3, 1, ["3 waiting, 1 not shared", "1 not shared"]),
        (TeamStanding.OFFLINE, 0, 0, ["offline since 11:02", "offline"]),
        (TeamStanding.OFFLINE, 3, 0, ["offline since 11:02, 3 waiting", "offline, 3 waiting", "offline"]),
        (TeamStanding.UNWILLING, 0, 0, [f"stopped: {WHY}", "stopped"]),
        (TeamStanding.UNWILLING, 2, 0, [f"stopped: {WHY}, 2 waiting", "stopped, 2 waiting", "stopped"]),
        (TeamStanding.ALONE, 2, 0, ["not exchanged, 2 waiting", "alone"]),
    ],
)
def test_the_header_says_nothing_while_all_is_well(
    standing: TeamStanding, waiting: int, refused: int, ways: list[str]
) -> None:
    state = TeamState(standing=standing, since=NOON - 58 * MINUTE, why=WHY, refused=refused)
    assert [*headline(state, waiting, NOON).ways] == ways


def test_a_reader_is_not_told_that_what_waits_is_sent_later() -> None:
    assert unsent_words(0, is_reader=True) == unsent_words(0, is_reader=False) == []
    assert unsent_words(1, is_reader=False) == ["1 action not sent yet"]
    assert unsent_words(2, is_reader=True) == ["2 actions not sent: you only read in this team"]


def test_since_another_day_is_said_with_its_weekday() -> None:
    state = TeamState(standing=TeamStanding.OFFLINE, since=NOON - timedelta(days=1))
    assert headline(state, 0, NOON).ways[0] == "offline since Tue 12:00"


def test_who_is_at_a_lead_is_said_with_the_time() -> None:
    at = AtLead(7, "Ana Ruiz", NOON - 118 * MINUTE)
    assert whose(at, "Bo Diaz", NOON) == "Ana Ruiz since 10:02"
    assert whose(at, "Ana Ruiz", NOON) == "you, on another machine, since 10:02"


@pytest.mark.parametrize(
    ("ago", "channel", "words"),
    [
        (timedelta(seconds=30), Channel.CALL, "Ana Ruiz called just now"),
        (1 * MINUTE, Channel.CALL, "Ana Ruiz called 1 minute ago"),
        (4 * MINUTE, Channel.VOICEMAIL, "Ana Ruiz called 4 minutes ago"),
        (59 * MINUTE, Channel.EMAIL, "Ana Ruiz wrote 59 minutes ago"),
        (60 * MINUTE, Channel.MEETING, "Ana Ruiz met them 1 hour ago"),
        (150 * MINUTE, Channel.CALL, "Ana Ruiz called 2 hours ago"),
        (13 * 60 * MINUTE, Channel.CALL, ""),
        (-1 * MINUTE, Channel.CALL, ""),
    ],
)
def test_who_else_contacted_a_lead_today_is_said(ago: timedelta, channel: Channel, words: str) -> None:
    touch = a_touch(1, 7, at=NOON - ago, by="Ana Ruiz", channel=channel, outcome=Outcome.TALKED)
    assert last_contact([a_note(1, 7, "x"), touch], "Bo Diaz", NOON) == words
    assert last_contact([touch], "Ana Ruiz", NOON) == "", "that was oneself"


def test_of_a_lead_nobody_has_contacted_nothing_is_said() -> None:
    assert last_contact([], "Bo Diaz", NOON) == ""
    earlier = a_touch(1, 7, at=NOON - 9 * MINUTE, by="Ana Ruiz")
    mine = a_touch(2, 7, at=NOON - 4 * MINUTE, by="Bo Diaz")
    assert last_contact([mine, earlier], "Bo Diaz", NOON) == "", "the last word is one's own"

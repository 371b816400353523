"""The round of calls: what has a time now, late promises, today's promises, plans; nobody at night."""

import datetime as dt
from zoneinfo import ZoneInfo

from fuyu.domain.agenda import agenda
from fuyu.domain.cadence import Cadence
from fuyu.domain.calls import Round, calls
from fuyu.domain.lead import Lead, Row, Temperature
from fuyu.domain.manners import Manners
from tests.builders import TODAY, a_lead, a_step

LONDON = ZoneInfo("Europe/London")


def at(hour: int, minute: int = 0) -> dt.datetime:
    """Return a time of that Wednesday."""
    return dt.datetime.combine(TODAY, dt.time(hour, minute), LONDON)


def lead(lead_id: int, name: str, days: int, at: str = "", *, lives_in: str = "", **step: object) -> Lead:
    """Return a lead due so many days from today, promised where the name says so."""
    time, zone = (dt.time.fromisoformat(at), "Europe/London") if at else (None, "")
    given = {"time": time, "zone": zone, "promised": name.startswith("promise"), **step}
    day = TODAY + dt.timedelta(days=days)
    return a_lead(lead_id, name, next_step=a_step(day, **given), zone=lives_in)  # type: ignore[arg-type]


def turns(leads: list[Lead], now: dt.datetime, *, unscheduled: bool = False) -> list[str]:
    """Return the names in the order of the round."""
    names = {each.id: each.name for each in leads}
    return [names[lead_id] for lead_id in the_round(leads, now, unscheduled=unscheduled).leads]


def the_round(leads: list[Lead], now: dt.datetime, *, unscheduled: bool = False) -> Round:
    """Return the round at that time."""
    rows: list[Row] = [each.row() for each in leads]
    day = agenda(rows, now.date(), here="Europe/London", now=now)
    return calls(day, now, Cadence(), Manners().call_hours, unscheduled=unscheduled)


LATE_PLANS = [lead(number, f"plan {number}", -number) for number in range(1, 21)]


def test_with_twenty_late_plans_a_promise_in_ten_minutes_comes_next_from_wherever_one_is() -> None:
    promised = lead(99, "promise at ten", 0, "10:00")
    leads = [*LATE_PLANS, promised]
    assert turns(leads, at(9, 49))[-1] == "promise at ten", "not yet: it waits for its time"
    assert turns(leads, at(9, 50))[0] == "promise at ten"
    before, now = the_round(leads, at(9, 40)), the_round(leads, at(9, 50))
    assert before.after(12, now) == 99
    assert before.renewed(now).following(12) == 99


def test_promises_of_today_and_late_ones_come_before_any_plan() -> None:
    leads = [
        *LATE_PLANS[:2],
        lead(30, "promise of today", 0),
        lead(31, "promise an hour and a half ago", 0, "09:00"),
        lead(32, "promise a day late", -1),
        lead(33, "plan of today", 0),
    ]
    assert turns(leads, at(10, 30)) == [
        "promise a day late",
        "promise an hour and a half ago",
        "promise of today",
        "plan 2",
        "plan 1",
        "plan of today",
    ]


def test_from_ten_minutes_before_to_an_hour_after_its_time_a_thing_comes_first() -> None:
    plan, late = lead(1, "plan at ten", 0, "10:00"), lead(2, "promise a day late", -1)
    firsts = [turns([late, plan], at(*now))[0] for now in ((9, 49), (9, 50), (11, 0), (11, 1))]
    assert firsts == ["promise a day late", "plan at ten", "plan at ten", "promise a day late"]


def test_what_has_come_stands_before_what_comes_and_promises_before_plans() -> None:
    leads = [
        lead(1, "plan at 9:30", 0, "09:30"),
        lead(2, "promise at 9:45", 0, "09:45"),
        lead(3, "promise at 10:05", 0, "10:05"),
        lead(4, "plan at 10:00", 0, "10:00"),
        lead(5, "promise at 10:00", 0, "10:00"),
    ]
    assert turns(leads, at(10)) == [
        "promise at 9:45",
        "promise at 10:00",
        "plan at 9:30",
        "plan at 10:00",
        "promise at 10:05",
    ]


def test_a_time_just_before_midnight_is_still_first_after_it() -> None:
    yesterday = lead(1, "promise at 23:50", -1, "23:50")
    older = lead(2, "promise two days late", -2)
    assert turns([older, yesterday], at(0, 40)) == ["promise at 23:50", "promise two days late"]
    assert turns([older, yesterday], at(0, 51)) == ["promise two days late", "promise at 23:50"]


def test_plans_overdue_and_of_today_stand_together_by_relative_lateness() -> None:
    moved = lead(1, "plan of today that was moved", 0, first_day=TODAY - dt.timedelta(days=6))
    leads = [lead(2, "plan a day late", -1), lead(3, "plan of today", 0), moved]
    assert turns(leads, at(9)) == ["plan of today that was moved", "plan a day late", "plan of today"]


def test_nobody_is_called_at_night_while_others_can_be_but_at_an_agreed_time() -> None:
    leads = [
        lead(1, "promise in New York, a week late", -7, lives_in="America/New_York"),
        lead(2, "plan here", 0),
        lead(3, "promise at 14:00", 0, "14:00"),
        lead(4, "promise in New York at 9:30", 0, "09:30", lives_in="America/New_York"),
    ]
    assert turns(leads, at(9, 30)) == [
        "promise in New York at 9:30",
        "plan here",
        "promise at 14:00",
        "promise in New York, a week late",
    ]
    assert turns(leads[:3], at(12, 30))[0] == "promise in New York, a week late", "it is morning there"


def test_of_equals_whose_call_hours_end_first_comes_first() -> None:
    zones = {"here": "", "in New York": "America/New_York", "in Kolkata": "Asia/Kolkata", "in Berlin": "Europe/Berlin"}
    promised = [lead(n, f"promise {where}", 0, lives_in=zone) for n, (where, zone) in enumerate(zones.items(), 1)]
    assert turns(promised, at(13)) == ["promise in Kolkata", "promise in Berlin", "promise here", "promise in New York"]
    plans = [lead(n, f"plan {where}", -1, lives_in=zone) for n, (where, zone) in enumerate(zones.items(), 1)]
    assert turns(plans, at(13)) == ["plan in Kolkata", "plan in Berlin", "plan here", "plan in New York"]


def test_a_promise_of_today_that_can_be_kept_for_an_hour_more_does_not_wait_for_late_ones() -> None:
    leads = [lead(1, "promise a day late", -1), lead(2, "promise in Tokyo", 0, lives_in="Asia/Tokyo")]
    assert turns(leads, at(8, 59)) == ["promise a day late", "promise in Tokyo"]
    assert turns(leads, at(9)) == ["promise in Tokyo", "promise a day late"]
    assert turns(leads, at(10)) == ["promise a day late", "promise in Tokyo"], "it is seven in the evening there"


def test_equally_late_the_warmest_comes_first_then_by_name() -> None:
    cold, hot = (
        a_lead(number, name, TODAY, temperature=warmth, rhythm=7)
        for number, name, warmth in ((1, "a cold one", Temperature.COLD), (2, "hot", Temperature.HOT))
    )
    assert turns([cold, a_lead(3, "zoe", TODAY), a_lead(4, "ann", TODAY), hot], at(9)) == [
        "hot",
        "ann",
        "zoe",
        "a cold one",
    ]


def test_an_empty_day_has_no_round() -> None:
    assert the_round([], at(9)) == Round()


def test_those_without_a_date_give_way_to_a_time_that_has_come() -> None:
    leads = [a_lead(1, "no date", None), lead(2, "promise at ten", 0, "10:00"), lead(3, "plan of today", 0)]
    assert turns(leads, at(9), unscheduled=True) == ["no date"]
    assert turns(leads, at(10), unscheduled=True) == ["promise at ten", "no date"]


def test_who_was_passed_over_stays_so_when_a_time_comes_in_between() -> None:
    leads = [*LATE_PLANS[-4:], lead(99, "promise at ten", 0, "10:00")]
    early, later = the_round(leads, at(9)), the_round(leads, at(10))
    assert early.leads == (20, 19, 18, 17, 99)
    before = early.passing(20).passing(19)
    assert before.after(18, later) == 99
    now = before.renewed(later, 18)
    assert now.after(99, the_round([each for each in leads if each.id != 99], at(10))) == 17
    assert now.after(17, the_round([LATE_PLANS[16], LATE_PLANS[19]], at(11))) == 20, "and come once more at the end"


def test_going_back_takes_up_whoever_was_passed_over() -> None:
    day = the_round(LATE_PLANS[-4:], at(9))
    walked = day.passing(20).passing(19).passing(18)
    assert walked.following(17) is None
    back = walked.back_at(19)
    assert [back.following(19), back.before(19)] == [18, 20]

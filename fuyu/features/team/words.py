"""How a book stands with its team, and who is at a lead, in words."""

from collections.abc import Sequence
from datetime import datetime

from fuyu.answer import counted
from fuyu.colleagues import Remark
from fuyu.domain.history import Entry, Touch, written_by_another
from fuyu.domain.step import Channel
from fuyu.domain.text import clean_line
from fuyu.features.team.link import AtLead, TeamStanding, TeamState

ASKING, MINE, NOBODY_KNOWS = "asking", "yours", "offline: nobody can say who else calls"
_DID = {
    Channel.CALL: "called",
    Channel.VOICEMAIL: "called",
    Channel.MEETING: "met them",
}
"""What somebody did who reached a lead so; they wrote otherwise."""
_HOUR = 60
"""Minutes."""


def headline(state: TeamState, waiting: int, now: datetime) -> Remark:
    """Return how a book stands with its team, for a line with little room; nothing where all is well.

    Args:
        state: how it stands.
        waiting: actions that the team does not have yet.
        now: the time.
    """
    waits = f"{waiting:,} waiting" if waiting else ""
    refused = f"{state.refused:,} not shared" if state.refused else ""
    match state.standing:
        case TeamStanding.LIVE:
            return _remark("bad" if refused else "dim", [waits, refused], [refused or waits])
        case TeamStanding.OFFLINE:
            since = clock_words(state.since, now) if state.since else ""
            whole = f"offline since {since}" if since else "offline"
            return _remark("warn", [whole, waits, refused], ["offline", waits or refused], ["offline"])
        case TeamStanding.UNWILLING:
            return _remark("bad", [f"stopped: {state.why}", waits, refused], ["stopped", waits or refused], ["stopped"])
    return _remark("warn", ["not exchanged", waits, refused], ["not exchanged", waits or refused], ["alone"])


def standing_words(state: TeamState, now: datetime) -> str:
    """Return how a book stands with its team, as a sentence."""
    since = f" since {moment_words(state.since, now)}" if state.since else ""
    match state.standing:
        case TeamStanding.LIVE:
            return f"live{since}, as {clean_line(state.person)} ({state.role})"
        case TeamStanding.OFFLINE:
            return f"offline{since}: {state.why}"
        case TeamStanding.UNWILLING:
            return f"stopped{since}: {state.why}"
    return "nothing is exchanged now; the dashboard does, and `fuyu team sync`"


def unsent_words(actions: int, *, is_reader: bool) -> list[str]:
    """Return that the team does not have some actions, and of a reader that it will not; nothing where it has all."""
    if not actions:
        return []
    return [f"{counted(actions, 'action')} not sent{': you only read in this team' if is_reader else ' yet'}"]


def whose(at: AtLead, me: str, now: datetime) -> str:
    """Return who is at a lead: `Ana Ruiz since 10:02`."""
    who = "you, on another machine," if at.person == me else clean_line(at.person)
    return f"{who} since {clock_words(at.since, now)}"


def last_contact(history: Sequence[Entry], me: str, now: datetime) -> str:
    """Return who else contacted a lead last, where that was today: `Ana Ruiz called 4 minutes ago`."""
    last = next((entry for entry in history if isinstance(entry, Touch)), None)
    who = clean_line(written_by_another(last, me)) if last else ""
    if last is None or not who or last.at.astimezone(now.tzinfo).date() != now.date() or last.at > now:
        return ""
    return f"{who} {_DID.get(last.channel, 'wrote')} {_ago(int((now - last.at).total_seconds()) // 60)}"


def clock_words(moment: datetime, now: datetime) -> str:
    """Return when something was, by the clock here: `10:02`, on another day `Tue 10:02`."""
    here = moment.astimezone(now.tzinfo)
    return f"{here:%H:%M}" if here.date() == now.date() else f"{here:%a %H:%M}"


def moment_words(moment: datetime, now: datetime) -> str:
    """Return when something was: `Tue 17 Mar, 10:02`."""
    here = moment.astimezone(now.tzinfo)
    return f"{here:%a} {here.day} {here:%b}, {here:%H:%M}"


def _ago(minutes: int) -> str:
    if not minutes:
        return "just now"
    if minutes < _HOUR:
        return f"{counted(minutes, 'minute')} ago"
    return f"{counted(minutes // _HOUR, 'hour')} ago"


def _remark(role: str, *ways: Sequence[str]) -> Remark:
    said = (", ".join(part for part in way if part) for way in ways)
    return Remark([*dict.fromkeys(filter(None, said))], role)

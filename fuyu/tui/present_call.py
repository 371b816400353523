"""A lead as somebody needs them who is on the phone: few words, in the order in which they are looked for."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from msgspec.structs import replace

from fuyu.colleagues import Remark
from fuyu.desk import Card
from fuyu.domain.agenda import foremost
from fuyu.domain.history import Entry
from fuyu.domain.lead import Lead, Outcome, Status
from fuyu.domain.manners import REBOOK, Hours, Manners, at_home, is_past, number_words, their_time
from fuyu.domain.step import Channel, Step
from fuyu.domain.unwanted import refusal, wants
from fuyu.domain.when import When
from fuyu.domain.worries import worries
from fuyu.domain.zones import name_of, place_of
from fuyu.tui.keys import Keyboard
from fuyu.tui.present import LABEL, day_words, labelled, linking, longest
from fuyu.tui.present_card import (
    about_words,
    advice_words,
    answered_words,
    clock_words,
    history_lines,
    mail_lines,
    step_lines,
    tried_line,
)
from fuyu.tui.widgets.lines import Line, Span

_WIDEST = 96
"""Cells; longer lines are hard to read, however wide the screen is."""
_FACTS, _STEP = 3, 2
"""Lines for what matters to them, and for what was agreed, at the most."""
_SCRIPT = 6
"""Lines for what is to be said on a voicemail, at the most."""
_CALLED = frozenset({Channel.CALL, Channel.VOICEMAIL})
_NOBODY = Remark()
"""Nobody else works with the leads."""
_NOTES = 3
"""How many notes are looked back on."""
_LEFT = 2
"""Lines that a note leaves to each older one."""


def elapsed_words(seconds: float) -> str:
    """Return how long a call lasts: `0:42`, `12:05`, `1:02:03`; a clock set back counts as nothing."""
    minutes, second = divmod(max(int(seconds), 0), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}"


def who_words(lead: Lead) -> str:
    """Return who is called."""
    return " · ".join(part for part in (lead.name, lead.company) if part)


def place_words(lead: Lead, place: tuple[int, int] | None, yes_takes: int) -> str:
    """Return which touch it is, and which call of the day: `touch 3 of 7 · 1 of 8`."""
    touch = f"touch {number_words(lead, yes_takes)}{': lost, or park?' if is_past(lead, yes_takes) else ''}"
    return f"{touch} · {place[0]} of {place[1]}" if place else touch


def call_lines(
    card: Card,
    now: datetime,
    width: int,
    height: int,
    manners: Manners,
    *,
    keyboard: Keyboard,
    who_calls: Remark = _NOBODY,
) -> list[Line]:
    """Return a lead in that many lines: how to reach them, what was agreed, what matters to them, what was said last.

    Args:
        card: the lead.
        now: the time.
        width: in cells.
        height: in lines.
        manners: what counts as enough.
        keyboard: what is pressed.
        who_calls: who else is at the lead.
    """
    lead, today, width = card.lead, now.date(), min(width, _WIDEST)
    edit_key = keyboard["work.edit"].hint(typing=True)
    head = [
        *_team_lines(who_calls, width),
        *linking(_reach_lines(lead, now, width, keyboard), lead),
        *_there_lines(lead, now, width, manners.call_hours),
        *_step_lines(lead.seen_from(name_of(now)), now, width),
        *mail_lines(replace(card, mail=tuple(one for one in card.mail if not one.script)), width, 1),
        *(line for one in card.mail for line in labelled("say", one.script, width, _SCRIPT)),
        *labelled("open", _opening(lead), width, 1),
        *labelled("about", about_words(lead, today, manners, edit_key), width, _FACTS, "" if lead.about else "warn"),
        *_worry_lines(card.history, width, keyboard),
        *_manners_lines(card, today, width, manners),
    ]
    return [*head, (), *_note_lines(card.history, card.me, today, width, height - len(head) - 1)][:height]


def quoted_words(step: Step, today: date) -> str:
    """Return their own words about the day, to be said to them: `in May you said: “after the budget”`."""
    if not step.quote:
        return ""
    return f"{_said_when(step.said, today)}you said: “{step.quote}”"


def _said_when(said: date | None, today: date) -> str:
    if said is None:
        return ""
    if (said.year, said.month) == (today.year, today.month):
        return f"on {day_words(said, today)} "
    return f"in {said:%B} " if said.year == today.year else f"in {said:%B %Y} "


def _team_lines(who_calls: Remark, width: int) -> list[Line]:
    """Return who else is at the lead; it stands first, for it says whether to call at all."""
    return labelled("team", longest(who_calls.ways, width - LABEL), width, 1, who_calls.role) if who_calls.ways else []


def _reach_lines(lead: Lead, now: datetime, width: int, keyboard: Keyboard) -> list[Line]:
    """Return what the channel of the step that stands first needs; a number to call is there whatever it is."""
    if lead.status is Status.DO_NOT_CONTACT:
        return labelled("dial", "asked not to be contacted", width, 1, "bad")
    step = foremost(lead.seen_from(name_of(now)), now.date(), now)
    channel = step.channel if step is not None else Channel.CALL
    if not wants(lead, channel):
        return labelled("ways", refusal(lead.name, channel), width, 1, "bad")
    if channel in _CALLED:
        return [*_dial_lines(lead, width), *(_address_lines(lead, width) if not lead.phones else ())]
    first = _needed(lead, channel, now, keyboard)
    role = "warn" if first.is_missing else "name"
    lines = labelled(first.label, first.words, width, 2, role)
    is_dialled = lead.phones and channel is not Channel.TEXT and wants(lead, Channel.CALL)
    return [*lines, *(_dial_lines(lead, width) if is_dialled else ())]


class _Needed(NamedTuple):
    """What one needs to reach somebody by a channel."""

    label: str
    words: str
    is_missing: bool = False


def _needed(lead: Lead, channel: Channel, now: datetime, keyboard: Keyboard) -> _Needed:
    """Return what one needs for a channel other than a call, and the key that goes on with it."""

    def known(label: str, found: Sequence[str], what: str, key_id: str, does: str) -> _Needed:
        key = keyboard[key_id if found else "work.edit"].hint(typing=True)
        words = " · ".join(found)
        return _Needed(label, f"{words}  {key} {does}" if found else f"no {what} is known: {key} adds one", not found)

    match channel:
        case Channel.EMAIL:
            goes_on = ("work.message", "writes") if "work.message" in keyboard else ("work.copy", "copies")
            return known("write", lead.emails, "e-mail address", *goes_on)
        case Channel.TEXT:
            return known("text", lead.phones, "number", "work.copy", "copies")
        case Channel.LETTER:
            return known("letter", [lead.place] if lead.place else [], "address", "work.copy", "copies")
        case Channel.SOCIAL:
            return known("page", lead.links, "page", "work.copy", "copies")
        case _:
            return _Needed("meet", _meeting_words(lead, now))


def _meeting_words(lead: Lead, now: datetime) -> str:
    """Return when one meets, by the clocks here and by theirs, and where."""
    here = name_of(now)
    step = foremost(lead.seen_from(here), now.date(), now)
    if step is None:
        return lead.place
    words = When(step.day, step.time).words(now.date())
    agreed = next((one for one in lead.steps if one.seen_from(here) == step), step)
    theirs = agreed.seen_from(lead.zone) if lead.zone else agreed
    clock = agreed.clock_there(here)
    if not clock and step.time and theirs.time and (theirs.day, theirs.time) != (step.day, step.time):
        clock = f"{theirs.time:%H:%M} in {place_of(lead.zone)}"
    return ", ".join(filter(None, (f"{words} ({clock})" if clock else words, lead.place)))


def _dial_lines(lead: Lead, width: int) -> list[Line]:
    numbers = " · ".join(lead.phones) or "no number is known"
    return labelled("dial", numbers, width, 1, "name" if lead.phones else "warn")


def _address_lines(lead: Lead, width: int) -> list[Line]:
    return labelled("write", " · ".join(lead.emails), width, 1)


def _there_lines(lead: Lead, now: datetime, width: int, call_hours: Hours) -> list[Line]:
    there = their_time(lead, now)
    words = ", ".join(part for part in (clock_words(lead, now, call_hours), lead.place) if part)
    return labelled("clock", words, width, 1, "bad" if at_home(there, call_hours) else "") if there else []


def _step_lines(lead: Lead, now: datetime, width: int) -> list[Line]:
    """Return what stands first of all that is to be done, with their words of it, and a line for each of the others."""
    today, first = now.date(), foremost(lead, now.date(), now)
    if first is None:
        return []
    others = (step for step in sorted(lead.steps, key=lambda step: step.nearness) if step is not first)
    return [
        *step_lines(first, now, width, _STEP),
        *labelled("said", quoted_words(first, today), width, _STEP, "promise"),
        *(line for step in others for line in step_lines(step, now, width, 1)),
    ]


def _worry_lines(history: Sequence[Entry], width: int, keyboard: Keyboard) -> list[Line]:
    """Return what is unresolved by the notes, the newest first, with the key that ticks it."""
    found = list(worries(history))
    lines = [
        labelled("" if number else "settle", one.text, width, 1, "warn") for number, one in enumerate(found[:_WORRIES])
    ]
    more = len(found) - len(lines)
    if not lines:
        return []
    key = keyboard["work.tick"].hint(typing=True)
    rest = f" · {more} more" if more else ""
    return [line for each in lines for line in each] + labelled("", f"{key} ticks one{rest}", width, 1, "dim")


_WORRIES = 3
"""Lines for what is unresolved."""


def _manners_lines(card: Card, today: date, width: int, manners: Manners) -> list[Line]:
    tried = "".join(span.text for span in tried_line(card, today, None, manners)).strip()
    return [
        *labelled("tried", tried, width, 1, "warn"),
        *labelled("reach", "" if advice_words(card, manners) else answered_words(card.history), width, 1),
    ]


def _opening(lead: Lead) -> str:
    """Return the neutral words to begin with after a missed appointment, where no reason says them."""
    missed = lead.last_touch is not None and lead.last_touch.outcome is Outcome.NO_SHOW
    return REBOOK if missed and lead.next_step and lead.next_step.why != REBOOK else ""


def _note_lines(history: Sequence[Entry], me: str, today: date, width: int, height: int) -> list[Line]:
    """Return the last notes; where they do not fit, the newer ones have more lines than the older ones."""
    noted = [entry for entry in history if entry.note.strip()][:_NOTES] or history[:1]
    if not noted:
        return [(Span("nothing yet: the first touch is yours", "dim"),)]
    whole = [history_lines(entry, me, today, width, max(height, 1)) for entry in noted]
    if sum(map(len, whole)) + len(whole) - 1 <= height:
        return [line for lines in whole for line in (*lines, ())][:-1]
    lines: list[Line] = []
    for older, entry in zip(reversed(range(len(noted))), noted, strict=True):
        lines += history_lines(entry, me, today, width, max(height - len(lines) - older * _LEFT, 1))
    return lines

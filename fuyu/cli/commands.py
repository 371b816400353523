"""The commands: each reads its arguments, asks the desk, and prints."""

import os
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import replace

from fuyu import paths
from fuyu.answer import Answer
from fuyu.cli import existing, leads
from fuyu.cli.done import done, what_is_next, what_was_agreed
from fuyu.cli.opening import clock, on_desk
from fuyu.cli.output import answered
from fuyu.cli.streams import read_input
from fuyu.cli.understood import not_understood, understood, understood_query
from fuyu.clock import zone_named
from fuyu.config import read_config
from fuyu.desk import Desk, NewLead, TouchMade
from fuyu.domain.ending import early_end_words
from fuyu.domain.facts import fact_words, parse_fact
from fuyu.domain.fields import LINES, ONE, Field, Holds
from fuyu.domain.identity import KnownPeople, Verdict
from fuyu.domain.lead import About, Lead, Outcome, Row, Status, Temperature
from fuyu.domain.manners import first_way, is_past
from fuyu.domain.rhythm import parse_rhythm
from fuyu.domain.settling import unsettled
from fuyu.domain.snooze import PLAN
from fuyu.domain.step import Channel, Plan
from fuyu.domain.text import clean_line, fold, nearest, shortened
from fuyu.domain.when import Problem, When, parse_when
from fuyu.domain.zones import name_of, zone_of
from fuyu.errors import NotFoundError, UsageError
from fuyu.renamed import TypedWhere, renamed

if TYPE_CHECKING:
    from fuyu.domain.quick_add import QuickAdd

T = TypeVar("T")


def _when(desk: Desk, phrase: str, there: str = "") -> When | None:
    """Return the day a phrase means, None for no phrase, or raise a `UsageError`; `there` is the zone of their time."""
    if not phrase:
        return None
    return understood(desk.phrases.when(phrase, there))


def _fact(desk: Desk, text: str) -> About:
    return understood(parse_fact(text, desk.now().date(), desk.calendar))


def _step(desk: Desk, default: Plan, when: When | None, quote: str) -> Plan:
    """Return the next step the options name, on the default's day where they name none."""
    step = replace(default, day=when.day, time=when.time, zone=when.zone) if when else default
    return replace(step, quote=quote, said=desk.now().date() if quote else None)


@on_desk
def find(desk: Desk, asked: Namespace) -> Answer:
    """Find leads."""
    query = understood_query(desk, asked.words)
    return leads.found(desk, desk.leads.find(query, silent=asked.all), query)


@on_desk
def add(desk: Desk, asked: Namespace) -> Answer:
    """Add a lead and print the new id; for the name -, a lead for each line of the input."""
    if asked.name == "-":
        return _add_lines(desk, asked)
    if (asked.promise or asked.quote) and not asked.next:
        raise UsageError(_AGREED_WHEN)
    several = _several_of(asked)
    zone = (asked.zone and zone_named(asked.zone).key) or zone_of(asked.phone)
    when = _when(desk, asked.next, zone)
    step = _step(desk, Plan(day=desk.now().date()), when, clean_line(asked.quote))
    rhythm = understood(parse_rhythm(asked.every, desk.cadence.named))
    new = NewLead(
        name=asked.name,
        **several,
        **{field.name: _one_of(desk, field, getattr(asked, field.option)) for field in _ONE},
        about=tuple(_fact(desk, text) for text in asked.about),
        temperature=Temperature(asked.temperature or Temperature.WARM),
        rhythm=rhythm.days,
        cadence=rhythm.cadence,
        agreed=asked.promise,
    )
    channel = Channel(asked.channel) if asked.channel else first_way(new)
    new = replace(new, next_step=replace(step, channel=channel, why=asked.why))
    by = desk.leads.lookup(asked.referred_by).id if asked.referred_by else None
    if not asked.new and (lead := existing.already_here(desk, new)):
        said = Temperature(asked.temperature) if asked.temperature else None
        here = existing.here(desk, lead, existing.ToldOfLead(new, temperature=said, is_by=bool(asked.channel)), asked)
        return existing.answer(lead, here, existing.refer(desk, lead, by))
    action = desk.commands.add(new) if by is None else desk.commands.refer(by, new)
    return done(action, str(action.changes[0].id))


_ONE = tuple(field for field in ONE if field.option)
_LIKE = {"email": "write it like ann@acme.example", "phone": "write it like +44 20 7946 0958"}


def _several_of(asked: Namespace) -> dict[str, Any]:
    """Return the texts that options name which may be repeated, by the fields they are for."""
    said = {field: tuple(getattr(asked, field.option)) for field in LINES}
    for field, wrong in ((field, field.unfit(one)) for field, texts in said.items() for one in texts):
        if wrong:
            like = _LIKE.get(field.option, f"leave --{field.option} out, or say something")
            raise UsageError(wrong, hint="" if ":" in wrong else like)
    return {field.name: texts for field, texts in said.items()}


def _one_of(desk: Desk, field: Field, text: str) -> Any:
    """Return what the text of an option means for the field it is for."""
    if field.holds is Holds.AMOUNT:
        return understood(desk.phrases.money(text)) if text else None
    if field.holds is Holds.DAY:
        return understood(desk.phrases.day(text)) if text else None
    if field.name == "owner":
        return desk.whose.called(text) if text and desk.book.is_shared else text
    return zone_named(text).key if field.name == "zone" and text else text


@on_desk
def edit(desk: Desk, asked: Namespace) -> Answer:
    """Change what is known of a lead."""
    several = _several_of(asked)
    lead = desk.leads.card(desk.leads.lookup(asked.lead).id).lead
    said = {field: text for field in _ONE if (text := getattr(asked, field.option)) is not None}
    fields = {field.name: _one_of(desk, field, text) for field, text in said.items()}
    fields |= {field.name: field.united(field.of(lead), several[field.name]) for field in LINES}
    fields["about"] = (*lead.about, *(_fact(desk, text) for text in asked.about))
    for text in asked.without:
        fields |= _without(desk, fields, text)
    fields |= {"name": asked.name} if asked.name else {}
    fields |= {"temperature": Temperature(asked.temperature)} if asked.temperature else {}
    fields |= {"status": Status(asked.status)} if asked.status else {}
    if asked.why is not None:
        if lead.plan is None:
            raise UsageError(
                f"{lead.name} has no plan that could have a reason", hint="`fuyu snooze LEAD PHRASE` makes one"
            )
        fields |= {"plan": replace(lead.plan, why=clean_line(asked.why))}
    if asked.every is not None:
        rhythm = understood(parse_rhythm(asked.every, desk.cadence.named))
        fields |= {"rhythm": rhythm.days, "cadence": rhythm.cadence}
    changed = {name: value for name, value in fields.items() if value != getattr(lead, name)}
    if not changed:
        raise UsageError("nothing is changed: name a field with another value, like --value 5k")
    action = desk.commands.edit(lead.id, **changed)
    return done(action)


def _without(desk: Desk, fields: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return the fields in which a text stands, without it: a number, an address, a tag, or what matters to them."""
    found = {
        field.name: tuple(one for one in fields[field.name] if not field.same(one, text))
        for field in LINES
        if any(field.same(one, text) for one in fields[field.name])
    }
    today = desk.now().date()
    about = tuple(one for one in fields["about"] if fold(text) not in {fold(one.fact), fold(fact_words(one, today))})
    if about != fields["about"]:
        found["about"] = about
    if not found:
        raise UsageError(f"“{shortened(text)}” does not stand there", hint="`fuyu show LEAD` shows what does")
    return found


def _add_lines(desk: Desk, asked: Namespace) -> Answer:
    """Add a lead for each line of the input, all or none."""
    from fuyu.desk.quick_add import new_lead  # noqa: PLC0415 - only lines need it

    if _names_options(asked):
        raise UsageError("options go with a NAME; a line says it all: Ann Lee, Acme hot call fri 2pm")
    taken = [(number, desk.phrases.take_apart(line)) for number, line in _lines_of_input()]
    nameless = [f"line {number} names nobody: “{quick.line}”" for number, quick in taken if not quick.name]
    if nameless or not taken:
        raise UsageError("\n".join(nameless) or "the input names nobody; write one lead a line")
    unread = [words for number, quick in taken for words in _unread_days(desk, number, quick)]
    news = [(new_lead(quick, desk.now().date()), quick.note) for _, quick in taken]
    return _add_all(desk, news, unread, asked)


def _unread_days(desk: Desk, number: int, quick: "QuickAdd") -> Iterator[str]:
    """Yield where a line may name a day, and nobody can know which."""
    if quick.when is not None:
        return
    for word in quick.note.replace(",", " ").split():
        found = desk.phrases.when(word) if any(map(str.isdigit, word)) and not word.isdigit() else None
        if isinstance(found, Problem) and found.code == "ambiguous":
            told = f"line {number}: “{clean_line(word)}” is not read as a day, and stands in the note."
            yield f"{told} {found.sentence}"


def _add_all(desk: Desk, news: Sequence[tuple[NewLead, str]], unread: Sequence[str], asked: Namespace) -> Answer:
    """Add those who are nobody known, in one action; of two lines of one person the first counts."""
    found: list[Lead | None] = [None if asked.new else existing.already_here(desk, new) for new, _ in news]
    again = [-1] * len(news) if asked.new else _earlier_lines(news)
    added = [number for number, lead in enumerate(found) if lead is None and again[number] < 0]
    action = desk.commands.add_all([news[number] for number in added]) if added else None
    ids = dict(zip(added, (change.id for change in action.changes), strict=False)) if action else {}
    here = []
    for number, (new, note) in enumerate(news):
        lead = found[number] or (desk.leads.card(ids[again[number]]).lead if again[number] in ids else None)
        if lead is not None:
            ids[number] = lead.id
            here.append(existing.here(desk, lead, existing.ToldOfLead(new, note), asked))
    there = [lead_id for number, lead_id in sorted(ids.items()) if number not in added]
    warnings = [*unread, *(words for one in here for words in one.words)]
    rest = {"existing": there, "not_taken": [command for one in here for command in one.commands]}
    sentences = [str(ids[number]) for number in range(len(news))]
    if action is None:
        return Answer(sentences=sentences, data=rest, warnings=warnings)
    return done(action, *sentences, more=rest if there else None, warnings=warnings)


def _earlier_lines(news: Sequence[tuple[NewLead, str]]) -> list[int]:
    """Return for each line which earlier one is surely of the same person, -1 where none is.

    Raises:
        UsageError: two lines are maybe of one person.
    """
    found: list[int] = []
    known = KnownPeople(lambda number: news[number][0])
    for number, (new, _) in enumerate(news):
        at, verdict = next(iter(known.like(new)), (-1, Verdict.NO))
        if verdict is Verdict.MAYBE:
            both = f"{new.name} is maybe {news[at][0].name}, who stands above"
            raise UsageError(f"{both}. Add --new if this is somebody else")
        known.put(number, new)
        found.append(at)
    return found


def _names_options(asked: Namespace) -> bool:
    named = (getattr(asked, option) for option in ("about", "next", "why", "quote", "every", "referred_by"))
    is_usual = not (asked.temperature or asked.channel or asked.promise)
    fields = (getattr(asked, field.option) for field in (*_ONE, *LINES))
    return not is_usual or any((*fields, *named))


def _lines_of_input() -> list[tuple[int, str]]:
    """Return the lines that say something, with their numbers."""
    lines = enumerate(read_input().split("\n"), start=1)
    return [(number, line) for number, line in lines if line.strip() and not line.lstrip().startswith("#")]


@on_desk
def log(desk: Desk, asked: Namespace) -> Answer:
    """Log a touch."""
    row, outcome = desk.leads.lookup(asked.lead), _outcome(asked.outcome)
    if asked.replaces is not None and not asked.promise:
        raise UsageError("--replaces is for another date agreed with them: add --promise --next PHRASE")
    promising = desk.promises
    channel = Channel(asked.channel) if asked.channel else desk.proposals.channel_for(row, outcome)
    at = understood(desk.phrases.when_it_was(asked.when)) if asked.when else None
    made = TouchMade(
        outcome=outcome,
        channel=channel,
        note=asked.note,
        lost=asked.lost,
        undated=asked.no_next,
        at=at,
        check_in=asked.check_in,
        agreed=asked.promise,
        replaces=promising.waiting(row.id, asked.replaces).uid if asked.replaces else asked.replaces,
        kept=() if asked.kept is None else (_kept(desk, row, asked),),
        withdrawn=tuple(promising.waiting(row.id, uid).uid for uid in asked.withdraw),
    )
    made = replace(made, next_step=_step_after(desk, asked, row, made))
    action = desk.commands.log(row.id, made)
    return done(action, what_is_next(desk, row.id, action), warnings=[*_early(desk, row, asked), *_past(desk, row.id)])


_AGREED_WHEN = "say the day that was agreed: --next “fri 2pm”"


def _step_after(desk: Desk, asked: Namespace, row: Row, made: TouchMade) -> Plan | None:
    """Return the next step that the options of a touch name; None where they say nothing of it."""
    quote = clean_line(asked.quote)
    if not (asked.next or asked.promise or quote):
        return None
    if asked.promise and not asked.next:
        raise UsageError(_AGREED_WHEN)
    when = None
    if asked.next and made.outcome is Outcome.NOT_NOW:
        when = understood(desk.phrases.when_they_said(asked.next, row.zone))
        quote = quote or ("" if isinstance(desk.phrases.when(asked.next, row.zone), When) else clean_line(asked.next))
    elif asked.next:
        when = _when(desk, asked.next, row.zone)
    channel = made.channel or Channel.CALL
    proposed = desk.proposals.propose(row.id, made.outcome, channel, check_in=made.check_in, at=made.at, kept=made.kept)
    if proposed is None and when is None:
        raise UsageError(_AGREED_WHEN)
    return _step(desk, proposed or row.plan or Plan(day=desk.now().date()), when, quote)


def _kept(desk: Desk, row: Row, asked: Namespace) -> str:
    """Return the uid of the promise that a touch kept before its day: the one named, else the nearest."""
    if asked.check_in or _outcome(asked.outcome).unanswered:
        raise UsageError("--kept is for a talk or a reply: an attempt before its day keeps no promise")
    if asked.kept:
        return desk.promises.waiting(row.id, asked.kept).uid
    waiting = [one for one in unsettled(row.promises, desk.now()) if not one.is_task]
    if not waiting:
        raise UsageError(f"{row.name} has no open promise that it could keep", hint="log it without --kept")
    return min(waiting, key=lambda one: one.nearness).uid


@on_desk
def reopen(desk: Desk, asked: Namespace) -> Answer:
    """Make a lost lead or a customer an open lead again."""
    row = desk.leads.lookup(asked.lead)
    when, why = _when(desk, asked.next, row.zone), clean_line(asked.why)
    if asked.promise and when is None:
        raise UsageError(_AGREED_WHEN)
    if asked.promise and when is not None and row.status in {Status.LOST, Status.WON}:
        action = desk.promises.agree(row.id, when, why, reopens=True)
        return done(action, what_was_agreed(desk, row.id, action))
    action = desk.commands.reopen(row.id, when, why)
    return done(action, what_is_next(desk, row.id, action))


def _early(desk: Desk, row: Row, asked: Namespace) -> Iterator[str]:
    """Offer another way to whoever ends a follow-up after few touches."""
    early = early_end_words(row.touches + 1, desk.manners.early_end, desk.manners.yes_takes)
    if asked.lost and early:
        yield f"{early}: `fuyu reopen {row.id} --next 3mo` parks them for later instead"


def _past(desk: Desk, lead_id: int) -> Iterator[str]:
    """Offer the ways out to whoever goes on after more touches in vain than a yes takes."""
    row, usual = desk.leads.row(lead_id), desk.manners.yes_takes
    if row and row.is_open and is_past(row, usual):
        ways = "`fuyu log LEAD no_answer --lost`, or park them: `fuyu snooze LEAD 3mo --why WHY`"
        yield (f"the next touch is number {row.touches + 1}, and a yes usually takes {usual}: end it with {ways}")


def _outcome(words: str) -> Outcome:
    wanted = fold(words).replace(" ", "_").replace("-", "_")
    if wanted in Outcome.__members__.values():
        return Outcome(wanted)
    if was := renamed(TypedWhere.OUTCOME, wanted):
        raise UsageError(was)
    hint = nearest(wanted, list(Outcome)) or f"; choose {', '.join(Outcome)}"
    raise UsageError(f"unknown outcome “{shortened(words)}”{hint}")


@on_desk
def note(desk: Desk, asked: Namespace) -> Answer:
    """Keep a note without a touch."""
    action = desk.commands.keep_note(desk.leads.lookup(asked.lead).id, asked.text)
    return done(action)


@on_desk
def snooze(desk: Desk, asked: Namespace) -> Answer:
    """Move a next step."""
    row = desk.leads.lookup(asked.lead)
    when = _when(desk, " ".join(asked.phrase), row.zone)
    if when is None:
        raise UsageError("say when, like fri 2pm or 2w")
    if asked.promise:
        action = desk.promises.agree(row.id, when, clean_line(asked.why))
        return done(action, what_was_agreed(desk, row.id, action))
    only = asked.only and (PLAN if asked.only == PLAN else desk.promises.waiting(row.id, asked.only).uid)
    action = desk.commands.snooze(row.id, when, clean_line(asked.why), only=only or None)
    before, after = row.plan, desk.leads.row(row.id)
    is_later = before and after and after.plan and after.plan.snoozed > before.snoozed
    warnings = []
    if before and is_later and desk.manners.asks_decision(row) and not asked.why:
        decides = f"fuyu decide {row.id}, with call, channel, permission, park or lost"
        warnings = [f"that is snooze number {before.snoozed + 1}, and asks for a decision: {decides}"]
    return done(action, what_is_next(desk, row.id, action), warnings=warnings)


@on_desk
def undo(desk: Desk, _asked: Namespace) -> Answer:
    """Take back the last action."""
    action = desk.undo.last()
    if action is None:
        raise NotFoundError(desk.undo.nothing_left, hint="each command that changes the book is undone once")
    return done(action, f"undone: {action.title}")


@on_desk
def redo(desk: Desk, _asked: Namespace) -> Answer:
    """Redo what was undone."""
    action = desk.undo.redo()
    if action is None:
        raise NotFoundError("there is nothing to redo", hint="only what `fuyu undo` undid last can be")
    return done(action, f"redone: {action.title}")


@answered
def when(asked: Namespace) -> Answer:
    """Say which day a phrase means: in JSON in the zone it names, else by the clocks here, and by those it names."""
    now = clock(asked).now()
    found = parse_when(" ".join(asked.phrase), now, read_config(paths.config()).calendar)
    if isinstance(found, Problem):
        return Answer(data={"problem": found}, error=not_understood(found))
    step = Plan(day=found.day, time=found.time, zone=found.zone)
    local, there = step.seen_from(name_of(now)), step.clock_there(name_of(now))
    at, other = f"{found.time:%H:%M}" if found.time else None, found.other.iso() if found.other else None
    return Answer(
        sentences=[When(local.day, local.time).iso() + (f" ({there})" if there else "")],
        data={"iso": found.iso(), "date": found.day, "time": at, "zone": found.zone, "other": other},
    )


@answered
def keys(asked: Namespace) -> Answer:
    """Print the keys that hold; as Markdown, for docs/keys.md, those of the registry."""
    from fuyu.tui.keys import Where, tables  # noqa: PLC0415 - what the other commands do not need
    from fuyu.tui.preferences import preferences  # noqa: PLC0415 - the same

    prefers = preferences(read_config(paths.config()), os.environ)
    keyboard = prefers.keyboard
    lines = (
        line
        for where in Where
        if (found := keyboard.of(where))
        for line in (where.value, *(f"  {leads.fit(key.shown, 18)} {key.tooltip}" for key in found))
    )
    return Answer(
        sentences=[tables()] if asked.markdown else lines,
        records=None
        if asked.markdown
        else ((key.id, key.shown, key.where.value, key.tooltip) for key in keyboard.keys),
        data={"keys": [key._asdict() for key in keyboard.keys]},
        warnings=prefers.problems,
    )

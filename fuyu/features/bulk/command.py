"""`fuyu bulk`: many leads changed at once, by one action."""

from argparse import Namespace
from collections.abc import Iterator, Sequence

from fuyu.answer import Answer
from fuyu.cli.done import done
from fuyu.cli.leads import ids_of_input, promise_fields
from fuyu.cli.opening import on_desk
from fuyu.cli.understood import understood
from fuyu.desk import Desk
from fuyu.domain.action import Action
from fuyu.domain.lead import Lead, Temperature
from fuyu.domain.promise import Promise
from fuyu.domain.text import clean_line
from fuyu.domain.when import When
from fuyu.errors import UsageError
from fuyu.features.bulk.rules import MoreOfMany, cadence_called, unknown_cadence
from fuyu.features.bulk.service import Many

_ONE_OF = (
    "say one thing to do: --snooze PHRASE, --delete, or what changes: --tag, --untag, --temperature, --cadence, --hand"
)


@on_desk
def bulk(desk: Desk, asked: Namespace) -> Answer:
    """Snooze, change or delete many leads."""
    more = _more(desk, asked)
    if bool(asked.snooze) + asked.delete + bool(more.words) != 1:
        raise UsageError(_ONE_OF)
    if asked.put_off and not asked.snooze:
        raise UsageError("--put-off goes with --snooze")
    many, ids = Many(desk), list(dict.fromkeys(_ids(desk, asked.lead)))
    if not asked.snooze:
        return _answer(desk, many.delete(ids) if asked.delete else many.change(ids, more), ids)
    when = understood(desk.phrases.when(asked.snooze, ""))
    promised = many.promised(ids, when)
    put_off = [promise.uid for _, promise in promised] if asked.put_off else []
    stays = [] if asked.put_off else promised
    return _answer(desk, many.snooze(ids, when, put_off), ids, stays)


def _more(desk: Desk, asked: Namespace) -> MoreOfMany:
    """Return what changes of each of them."""
    cadences = sorted(desk.cadence.named)
    cadence = None if asked.cadence is None else cadence_called(clean_line(asked.cadence), cadences)
    if asked.cadence is not None and cadence is None:
        raise UsageError(unknown_cadence(asked.cadence, cadences))
    return MoreOfMany(
        tags=_tags(asked.tag),
        without=_tags(asked.untag),
        temperature=Temperature(asked.temperature) if asked.temperature else None,
        cadence=cadence,
        owner=None if asked.hand is None else desk.whose.called(asked.hand),
    )


def _tags(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(tag for word in words if (tag := clean_line(word).removeprefix("#")))


def _ids(desk: Desk, leads: Sequence[str]) -> Iterator[int]:
    """Yield the ids of those who are named; of the input the first word of each line."""
    for words in leads:
        if words == "-":
            yield from ids_of_input()
        else:
            yield desk.leads.lookup(words).id


def _answer(desk: Desk, action: Action, ids: Sequence[int], stays: Sequence[tuple[Lead, Promise]] = ()) -> Answer:
    """Answer with what was done, the promises that stay, and who was deleted meanwhile."""
    today = desk.now().date()
    words = [
        f"stays: {clean_line(lead.name)} ({lead.id}), promised {When(one.day, one.time).words(today)}"
        for lead, one in stays
    ]
    known = {change.id for change in action.changes}
    more = {
        "stays": [{"lead": lead.id, "name": clean_line(lead.name)} | promise_fields(one, desk) for lead, one in stays],
        "gone": [lead_id for lead_id in ids if lead_id not in known and desk.leads.row(lead_id) is None],
    }
    hints = ["--put-off moves promises, too"] if stays else []
    return done(action, action.title, *words, more=more, hints=hints)

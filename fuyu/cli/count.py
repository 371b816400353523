"""`fuyu count`: how the day stands, in a word for a prompt or a status bar."""

from argparse import Namespace
from string import Formatter

from fuyu.answer import Answer
from fuyu.cli.opening import at_a_glance
from fuyu.desk import Desk
from fuyu.domain.agenda import due_promises
from fuyu.domain.text import clean_line, nearest, shortened
from fuyu.errors import UsageError
from fuyu.renamed import TypedWhere, renamed

FIELDS = ("overdue", "today", "promised", "done", "unscheduled")


@at_a_glance
def count(desk: Desk, asked: Namespace) -> Answer:
    """Answer with the figures of the day in the form that was asked for."""
    parts, day = _parts(asked.format), desk.agenda.today()
    promised = sum(1 for row in (*day.overdue, *day.today) if due_promises(row, day.day))
    found = (len(day.overdue), len(day.today), promised, len(day.done), len(day.unscheduled))
    figures = dict(zip(FIELDS, found, strict=True))
    form = "".join(f"{text}{figures[field] if field else ''}" for text, field in parts)
    return Answer(sentences=[form], data={"date": day.day, **figures})


def _parts(form: str) -> list[tuple[str, str]]:
    """Return the texts of a form, each with the field after it, empty where none is.

    Raises:
        UsageError: a field there is not, or braces that do not close.
    """
    try:
        parts = [(text, field, spec, as_) for text, field, spec, as_ in Formatter().parse(clean_line(form))]
    except ValueError as error:
        raise UsageError(f"“{shortened(form)}”: {error}; a field is like {{overdue}}, a brace is {{{{") from error
    for _, field, spec, as_ in parts:
        named = shortened(field or "")
        if spec or as_:
            raise UsageError(f"{{{named}}} takes nothing after the field's name; write {{{named}}} alone")
        if was := renamed(TypedWhere.COUNTED, named):
            raise UsageError(was)
        if field is not None and field not in FIELDS:
            hint = nearest(f"{{{field}}}", [f"{{{name}}}" for name in FIELDS]) or f"; choose {', '.join(FIELDS)}"
            raise UsageError(f"unknown field {{{named}}}{hint}")
    return [(text, field or "") for text, field, _, _ in parts]

"""`fuyu count`: how the day stands, in a word for a prompt or a status bar."""

from argparse import Namespace
from difflib import get_close_matches
from string import Formatter

from fuyu.cli import output
from fuyu.cli.opening import desk_on
from fuyu.domain.agenda import due_promises
from fuyu.domain.text import clean_line, shortened
from fuyu.errors import UsageError
from fuyu.renamed import TypedWhere, renamed

FIELDS = ("overdue", "today", "promised", "done", "unscheduled")


def count(asked: Namespace) -> int:
    """Print the figures of the day in the form that was asked for."""
    parts = _parts(asked.format)
    with desk_on(asked, is_read=False) as desk:
        day = desk.agenda.today()
    due = (*day.overdue, *day.today)
    promised = sum(1 for row in due if due_promises(row, day.day))
    figures = dict(
        zip(FIELDS, (len(day.overdue), len(day.today), promised, len(day.done), len(day.unscheduled)), strict=True)
    )
    if asked.json:
        output.json({"date": day.day, **figures})
    else:
        output.line("".join(f"{text}{figures[field] if field else ''}" for text, field in parts))
    return 0


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
            raise UsageError(f"{{{named}}} takes nothing after the field's name")
        if was := renamed(TypedWhere.COUNTED, named):
            raise UsageError(was)
        if field is not None and field not in FIELDS:
            near = get_close_matches(field, FIELDS, n=1)
            hint = f"did you mean {{{near[0]}}}?" if near else f"choose {', '.join(FIELDS)}"
            raise UsageError(f"unknown field {{{named}}}; {hint}")
    return [(text, field or "") for text, field, _, _ in parts]

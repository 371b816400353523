"""What words mean, or an error that says why they mean nothing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from fuyu.cli import output
from fuyu.desk import Desk
from fuyu.domain.when import Problem
from fuyu.errors import UsageError

if TYPE_CHECKING:
    from fuyu.domain.query import Query

T = TypeVar("T")


_LIKE = "write it like fri 2pm, 2w or 27 mar"
_WITHOUT_EXAMPLE = {"unknown", "invalid", "past"}


def understood(found: T | Problem) -> T:
    """Return what words mean, or raise a `UsageError` that says why they mean nothing, with what is near."""
    if isinstance(found, Problem):
        raise not_understood(found)
    return found


def not_understood(found: Problem) -> UsageError:
    """Return the error that says why words mean nothing, with what is near."""
    if found.suggestion:
        return UsageError(f"{found.sentence} ({found.suggestion}?)")
    has_example = ": " in found.sentence or " like " in found.sentence
    return UsageError(found.sentence, hint="" if has_example or found.code not in _WITHOUT_EXAMPLE else _LIKE)


def understood_query(desk: Desk, words: Sequence[str]) -> "Query":
    """Return what words and operators ask for, or raise a `UsageError`; what a saved view asks in vain is only said."""
    query = desk.leads.queries.read(" ".join(words))
    if query.problems:
        raise not_understood(query.problems[0])
    for remark in query.remarks:
        output.words(f"fuyu: {remark}")
    return query

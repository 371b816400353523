"""What words mean, or an error that says why they mean nothing."""

from typing import TypeVar

from fuyu.domain.when import Problem
from fuyu.errors import UsageError

T = TypeVar("T")


def understood(found: T | Problem) -> T:
    """Return what words mean, or raise a `UsageError` that says why they mean nothing, with what is near."""
    if isinstance(found, Problem):
        raise not_understood(found)
    return found


def not_understood(found: Problem) -> UsageError:
    """Return the error that says why words mean nothing, with what is near."""
    near = f" ({found.suggestion}?)" if found.suggestion else ""
    return UsageError(f"{found.sentence}{near}")

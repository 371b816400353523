"""What words mean, or an error that says why they mean nothing."""

from typing import TypeVar

from fuyu.domain.when import Problem
from fuyu.errors import UsageError

T = TypeVar("T")


def understood(found: T | Problem) -> T:
    """Return what words mean, or raise a `UsageError` that says why they mean nothing, with what is near."""
    if isinstance(found, Problem):
        near = f" ({found.suggestion}?)" if found.suggestion else ""
        raise UsageError(f"{found.sentence}{near}")
    return found

"""Regular expressions that are compiled when one is first used: compiled beforehand, those of a start took 3 ms."""

import re
from collections.abc import Callable
from functools import cached_property


class Pattern:
    """A regular expression; used as one of `re`."""

    def __init__(self, words: str, flags: int = 0) -> None:
        self._words = words
        self._flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._words, self._flags)

    @cached_property
    def search(self) -> Callable[[str], re.Match[str] | None]:
        """Find it anywhere in a text."""
        return self._compiled.search

    @cached_property
    def match(self) -> Callable[[str], re.Match[str] | None]:
        """Find it where a text begins."""
        return self._compiled.match

    @cached_property
    def fullmatch(self) -> Callable[[str], re.Match[str] | None]:
        """Find it as the whole of a text."""
        return self._compiled.fullmatch

    @cached_property
    def split(self) -> Callable[[str], list[str]]:
        """Cut a text wherever it stands."""
        return self._compiled.split

    def sub(self, by: str, text: str, count: int = 0) -> str:
        """Put something in its place."""
        return self._compiled.sub(by, text, count)

"""What can follow the line that was typed so far: an operator, or a value of one."""

import re
from collections.abc import Callable, Iterable

from msgspec import Struct

from fuyu.domain.query.operators import BY_WORD, OPERATORS, VIEW
from fuyu.domain.query.values import Operator
from fuyu.domain.text import fold

_LAST = re.compile(r'(?P<minus>-?)(?:(?P<name>[a-z_]+):)?(?P<value>(?:"[^"]*"?|[^\s"])*)$', re.IGNORECASE)
_SIGNS = "<>="
Values = Callable[[str], Iterable[str]]
"""Returns the values that leads hold by an operator's name; of `view` the names of views."""


class Completion(Struct, frozen=True):
    """What the last piece of a line can become."""

    before: str
    """The line without that piece."""
    choices: tuple[str, ...]
    """What can stand there, as it is typed."""

    @property
    def shared(self) -> str:
        """The line as far as all choices agree: with a blank behind it where one is left that is whole."""
        if not self.choices:
            return self.before
        first, last = min(self.choices), max(self.choices)
        same = next((at for at, char in enumerate(first) if last[at : at + 1] != char), len(first))
        is_whole = len(self.choices) == 1 and not first.endswith(":")
        return f"{self.before}{first[:same]}{' ' if is_whole else ''}"


def completed(line: str, values: Values) -> Completion:
    """Return what the last piece of a line can become, by operators and by the values they take."""
    piece = _LAST.search(line)
    if piece is None:
        return Completion(line, ())
    before, minus, name, value = line[: piece.start()], piece["minus"], piece["name"], piece["value"]
    if name is None:
        begun = fold(value)
        names = (*OPERATORS, VIEW) if not minus else (*OPERATORS,)
        return Completion(before, tuple(f"{minus}{word}:" for word in names if word.startswith(begun)))
    operator = BY_WORD.get(fold(name))
    if operator is None and fold(name) != VIEW:
        return Completion(line, ())
    *_, part = value.split(",")
    earlier = value[: len(value) - len(part)]
    begun = fold(part.lstrip(_SIGNS).replace('"', ""))
    known = sorted({word for word in _known(operator, values) if word.startswith(begun)})
    sign = part[: len(part) - len(part.lstrip(_SIGNS))]
    return Completion(before, tuple(f"{minus}{name}:{earlier}{sign}{_quoted(word)}" for word in known))


def _known(operator: Operator | None, values: Values) -> Iterable[str]:
    """Return the values that can stand behind an operator, or the names of views."""
    if operator is None:
        return map(fold, values(VIEW))
    if not operator.values and not operator.is_open:
        return ()
    of_leads = filter(None, values(operator.name)) if operator.is_open else ()
    return (*operator.values, *of_leads, operator.nothing)


def _quoted(word: str) -> str:
    return f'"{word}"' if re.search(r"[\s,]", word) else word

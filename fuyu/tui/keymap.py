"""What a person wants of the keys: presets and single ids, checked against the registry; a mistake never ends it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from fuyu.config import KeySetting
from fuyu.domain.text import clean_line
from fuyu.registry import Press
from fuyu.renamed import RENAMED, TypedWhere
from fuyu.tui.keys import KEYS, PLACES, Key, Keyboard, in_each_others_way, of_feature, shown

PRESETS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "standard": {},
    "vim": {
        "move.notes": ("i", "n", "3"),
        "book.redo": ("ctrl+r", "U", "f8"),
    },
    "arrows": {
        "move.down": ("down", "ctrl+down"),
        "move.up": ("up", "ctrl+up"),
        "move.first": ("home",),
        "move.last": ("end",),
        "move.page_down": ("pagedown",),
        "move.page_up": ("pageup",),
    },
}
"""Whole keyboards: `arrows` leaves the letters that move to whoever wants them for something else."""

_NAMED = (
    *("escape", "enter", "tab", "space", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown"),
    *("up", "down", "left", "right"),
    *(f"f{number}" for number in range(1, 25)),
)
_WITH_CTRL = (*"abdefgklnopqrstuvwxyz", "up", "down", "left", "right", "home", "end", "pageup", "pagedown")
"""Terminals send ctrl with h, i, j and m as backspace, tab, newline and Enter; ctrl+c always leaves."""
_WITH_SHIFT = (
    *("tab", "up", "down", "left", "right", "home", "end"),
    *(f"f{number}" for number in range(1, 13) if number != 3),  # noqa: PLR2004 - see below
)
"""Terminals send shift with F3 as they say where the cursor is."""
_NAMES = (*_NAMED, *(f"ctrl+{key}" for key in _WITH_CTRL), *(f"shift+{key}" for key in _WITH_SHIFT))
_SAID = {"esc": "escape", "return": "enter", "del": "delete", "pgdn": "pagedown", "pgup": "pageup", ",": "comma"}
_FIXED = {"date.preset": "digits", "choice.take": "digits", "jump.take": "letters"}
"""What is shown beside what it takes."""


class Mistake(NamedTuple):
    """A wish that cannot be; the key keeps what it was."""

    wish: KeySetting
    why: str

    def __str__(self) -> str:
        """Return the sentence: where it is said, and what is wrong with it."""
        return f"{self.wish.where} {self.why}"


def keyboard_for(wishes: Sequence[KeySetting], own: Sequence[Press] = ()) -> tuple[Keyboard, list[str]]:
    """Return the keys that hold, and what is wrong with the wishes that do not.

    Args:
        wishes: what is set.
        own: the keys that a person has made; each has those that are set for it, and no others.
    """
    registry = (*KEYS, *map(of_feature, own))
    by_id = {key.id: key for key in registry}
    mistakes: list[Mistake] = []
    taken: dict[str, tuple[KeySetting, tuple[str, ...]]] = {}
    held: dict[str, tuple[str, ...]] = {}
    for wish in wishes:
        try:
            if wish.key == "preset":
                held.update(_preset(wish))
            else:
                taken[wish.key] = wish, _wished(wish, by_id)
        except _WrongError as wrong:
            mistakes.append(Mistake(wish, str(wrong)))
    base = {key.id: held.get(key.id, key.keys) for key in registry}
    while clash := next(_clashes(registry, base, taken), None):
        wish, _ = taken.pop(clash[0])
        mistakes.append(Mistake(wish, clash[1]))
    mistakes.sort(key=lambda mistake: mistake.wish.line)
    keyboard = Keyboard(held | {key_id: keys for key_id, (_, keys) in taken.items()}, own)
    return keyboard, list(map(str, mistakes))


class _WrongError(Exception):
    """What is wrong with a wish: a sentence that goes on after its key."""


def _preset(wish: KeySetting) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(wish.value, str) or wish.value not in PRESETS:
        near = _nearest(str(wish.value), PRESETS) or f"; there are {', '.join(PRESETS)}"
        raise _WrongError(f"is no keyboard{near}")
    return PRESETS[wish.value]


def _wished(wish: KeySetting, by_id: Mapping[str, Key]) -> tuple[str, ...]:
    """Return the keys of a wish; of each kind it names none of, those of the registry stay.

    So a letter for `work.log` leaves its ctrl twin, which works while typing, where it was.
    """
    if wish.key not in by_id:
        if new := RENAMED[TypedWhere.KEY].get(wish.key):
            raise _WrongError(f"is called {new} now")
        raise _WrongError("is no key's name" + (_nearest(wish.key, by_id) or "; `fuyu keys --plain` names them"))
    if wish.key in _FIXED:
        raise _WrongError(f"stays as it is: the {_FIXED[wish.key]} stand beside what they take")
    said = wish.value if isinstance(wish.value, list) else [wish.value]
    keys = list(dict.fromkeys(map(_key_named, said)))
    if not keys:
        raise _WrongError('names at least one key, like "L" or ["L", "ctrl+l"]')
    standard = by_id[wish.key]
    if PLACES[standard.where].types and (letters := [key for key in keys if _kind(key) != "other"]):
        raise _WrongError(f"has “{shown(letters[0])}”, which types a letter there; take a ctrl or an F key")
    return tuple(
        key
        for kind in ("letter", "digit", "other")
        for key in ([key for key in keys if _kind(key) == kind] or [k for k in standard.keys if _kind(k) == kind])
    )


def _kind(key: str) -> str:
    if len(key) == 1 or key in {"comma", "space"}:
        return "digit" if key.isdecimal() else "letter"
    return "other"


def _key_named(said: object) -> str:
    """Return Textual's name of a key."""
    if not isinstance(said, str):
        raise _WrongError(f'is a key or a list of keys, like "L" or ["L", "ctrl+l"], not {clean_line(str(said))}')
    name = said if len(said) == 1 else "+".join(part.strip() for part in said.casefold().split("+"))
    name = _SAID.get(name, name)
    if (len(name) == 1 and name.isprintable() and not name.isspace()) or name in {"comma", *_NAMES}:
        return name
    if name.startswith("alt+"):
        raise _WrongError(f"has “{clean_line(said)}”: with alt, terminals type a letter")
    raise _WrongError(f"has “{clean_line(said)}”: no key that a terminal sends is called so{_nearest(name, _NAMES)}")


def _clashes(
    registry: Sequence[Key],
    base: Mapping[str, tuple[str, ...]],
    taken: Mapping[str, tuple[KeySetting, tuple[str, ...]]],
) -> Iterator[tuple[str, str]]:
    """Yield the id of each wish that takes a key another one has in the same place, and the sentence."""
    final = [key._replace(keys=taken[key.id][1] if key.id in taken else base[key.id]) for key in registry]
    for key in final:
        if key.id not in taken:
            continue
        for other in final:
            new = [name for name in in_each_others_way(key, other) if name not in base[key.id]]
            if new:
                kept = f"it stays {', '.join(map(shown, base[key.id]))}" if base[key.id] else "it has no key"
                yield key.id, f"takes “{shown(new[0])}” from {other.id} ({other.label.lower()}); {kept}"


def _nearest(said: str, known: Iterable[str]) -> str:
    near = get_close_matches(said.casefold(), list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""

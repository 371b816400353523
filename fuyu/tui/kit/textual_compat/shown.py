"""What the terminal shows, so that only the cells that change are sent: a key costs some hundred bytes over ssh.

Textual sends every widget that is painted anew, whole. This stands between its compositor and the terminal. It never
guesses: a cell counts as known once it was written with a
character that every terminal draws one cell wide; a line with any other is sent as Textual would, and forgotten.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import compress, groupby, islice
from operator import ne, or_
from typing import NamedTuple, cast

from rich.color import ColorSystem
from rich.console import Console, RenderableType
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.events import AppFocus, Event, Resize
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

from fuyu.tui.cells import in_single_cells

_NEAR = 12
"""Unchanged cells between two changes that are sent again: about what it costs to move the cursor."""
_UNKNOWN = ""
"""In place of a character: a cell that may show anything."""

_Pieces = list[tuple[int, Strip]]
"""Strips of one line, each with the column it begins in."""


class SendsLess(App[None]):
    """An app that sends only what differs from what the terminal shows."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = Shown()

    async def on_event(self, event: Event) -> None:
        """Send everything where the terminal has another size, or comes back from another program."""
        await super().on_event(event)
        if isinstance(event, Resize | AppFocus):
            self.paint_anew()

    def paint_anew(self) -> None:
        """Send everything: the terminal may show something else than was sent."""
        self._shown.forget()
        self.refresh(layout=True)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if isinstance(renderable, LayoutUpdate | ChopsUpdate):
            super()._display(screen, cast("RenderableType", Less(renderable, self._shown)))
        else:
            super()._display(screen, renderable)


class Less(CompositorUpdate):
    """An update without what the terminal shows already."""

    def __init__(self, update: LayoutUpdate | ChopsUpdate, shown: "Shown") -> None:
        self._update = update
        self._shown = shown

    def render_segments(self, console: Console) -> str:
        """Return what has to be sent; it counts as shown from then on."""
        return self._shown.send(self._update, console)


class Shown:
    """The cells of the terminal, as far as they are known."""

    def __init__(self) -> None:
        self._lines: dict[int, _Line] = {}
        self._region = Region()

    def forget(self) -> None:
        """Know nothing any more: the terminal was resized, or someone else wrote to it."""
        self._lines.clear()

    def send(self, update: LayoutUpdate | ChopsUpdate, console: Console) -> str:
        """Return what makes the terminal show the update, and take it as shown."""
        if isinstance(update, LayoutUpdate) and update.region != self._region:
            self.forget()  # what was sent while the terminal had another size may have ended anywhere
            self._region = update.region
        return "".join(self._line(y, pieces, update, console) for y, pieces in _lines_of(update))

    def _line(self, y: int, pieces: _Pieces, update: LayoutUpdate | ChopsUpdate, console: Console) -> str:
        line = self._lines.setdefault(y, _Line())
        unlike = [piece for piece in pieces if not line.has(*piece)]
        cells = [_cells(strip, console) for _x, strip in unlike]
        if None in cells:
            del self._lines[y]
            return _whole(y, pieces, moving=isinstance(update, ChopsUpdate), console=console)
        changed = [at for piece, found in zip(unlike, cells, strict=True) if found for at in line.take(*piece, found)]
        return line.drawn(sorted(changed), y)


_Cells = tuple[list[str], list[str]]
"""A character for each cell, and how each is drawn: the parameters of SGR."""


class _Line:
    """The cells of a line: characters, and how each is drawn."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._looks: list[str] = []
        self._strips: dict[int, Strip] = {}
        """Strips that the line shows now, by the column they begin in: most that come are the same object again."""

    def has(self, x: int, strip: Strip) -> bool:
        """Return whether it is plain, without a look at the cells, that the line shows this strip there."""
        return self._strips.get(x) is strip

    def take(self, x: int, strip: Strip, cells: _Cells) -> list[int]:
        """Take a strip as shown from column x on, given its cells, and return the columns that were otherwise."""
        text, looks = cells
        here = slice(x, x + len(text))
        old_text, old_looks = self._text[here], self._looks[here]
        if old_text == text and old_looks == looks:
            self._strips[x] = strip
            return []
        if (missing := here.stop - len(self._text)) > 0:
            blank = [_UNKNOWN] * missing
            self._text += blank
            self._looks += blank
            old_text, old_looks = self._text[here], self._looks[here]
        differs = map(or_, map(ne, old_text, text), map(ne, old_looks, looks))
        self._text[here], self._looks[here] = text, looks
        beside = (at for at, other in self._strips.items() if at + other.cell_length <= x or here.stop <= at)
        self._strips = {**{at: self._strips[at] for at in beside}, x: strip}
        return list(compress(range(x, here.stop), differs))

    def drawn(self, changed: Sequence[int], y: int) -> str:
        """Return what has the terminal show some columns as they are now, whichever strips they are of."""
        runs = _runs(changed, self._text)
        return _drawn((_to(start, y), self._text[start:stop], self._looks[start:stop]) for start, stop in runs)


def _lines_of(update: LayoutUpdate | ChopsUpdate) -> Iterator[tuple[int, _Pieces]]:
    """Return the strips of an update by line, as its own `render_segments` would send them."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            yield y, _placed(update.region.x, strips)
        return
    for y, spans in groupby(update.spans, key=lambda span: span[0]):
        pieces: _Pieces = []
        for _y, left, right in spans:
            for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if strip is not None and x <= right and end > left:
                    pieces.append((x, strip if x >= left and end <= right else strip.crop(0, min(end, right) - x)))
        yield y, pieces


def _placed(x: int, strips: Iterable[Strip]) -> _Pieces:
    pieces = []
    for strip in strips:
        pieces.append((x, strip))
        x += strip.cell_length
    return pieces


def _cells(strip: Strip, console: Console) -> _Cells | None:
    """Return the cells of a strip, None where it is not certain how a terminal draws it."""
    text = strip.text
    if not in_single_cells(text):
        return None
    system = console._color_system or ColorSystem.TRUECOLOR  # as Textual's own strips ask for it
    looks: list[str] = []
    for part, style, control in strip:
        if control or (style is not None and style.link):
            return None
        look = "" if style is None else Strip.render_ansi(style, system)
        looks += [look] * len(part)
    return list(text), looks


def _runs(changed: Sequence[int], text: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Return where runs of changed cells start and stop; those near to each other are one, if all between is known."""
    if not changed:
        return
    start = last = changed[0]
    for at in changed:
        if at - last > _NEAR or (at - last > 1 and _UNKNOWN in text[last:at]):
            yield start, last + 1
            start = at
        last = at
    yield start, last + 1


def _drawn(runs: Iterable[tuple[str, list[str], list[str]]]) -> str:
    """Return texts drawn as they look, each after a move of the cursor; of a look only what differs is sent.

    Most of a line lies on one ground: said once, a row of a list takes half as many bytes.
    """
    drawn, now = [], ""
    for move, text, looks in runs:
        drawn.append(move)
        start = 0
        for look, cells in groupby(looks):
            stop = start + len(list(cells))
            drawn += [_turned(now, look), *text[start:stop]]
            start, now = stop, look
    return "".join([*drawn, _turned(now, "")])


@lru_cache(4_096)
def _turned(before: str, look: str) -> str:
    """Return the sequence that turns one look into another: all of it, or what differs, whichever is shorter."""
    if before == look:
        return ""
    whole = f"\x1b[0;{look}m" if before else f"\x1b[{look}m"
    if not look or not before:
        return whole if look else "\x1b[0m"
    old, new = _parts(before), _parts(look)
    gone = old.switches - new.switches
    if gone - _OFF.keys() or (gone & _WEIGHTS and new.switches & _WEIGHTS):
        return whole
    codes = [*dict.fromkeys(_OFF[switch] for switch in sorted(gone)), *sorted(new.switches - old.switches)]
    codes += [new.color or "39"] if new.color != old.color else []
    codes += [new.ground or "49"] if new.ground != old.ground else []
    return min(f"\x1b[{';'.join(codes)}m", whole, key=len)


_WEIGHTS = {"1", "2"}
"""Bold and dim, which one code turns off."""
_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "7": "27", "9": "29"}
"""What turns bold, dim, italics, underline, reverse and a strike off."""


_COLOURS = {*map(str, (*range(30, 40), *range(90, 98)))}
_GROUNDS = {*map(str, (*range(40, 50), *range(100, 108)))}
_LONG = {"38", "48"}
"""What a colour of 256, or of all, follows."""
_VALUES = {"5": 1, "2": 3}
"""How many numbers such a colour has."""


class _Look(NamedTuple):
    """The parameters of SGR, told apart."""

    switches: frozenset[str]
    color: str
    ground: str


@lru_cache(1_024)
def _parts(look: str) -> _Look:
    """Tell the parameters of a look apart: what is switched on, the colour, and the ground."""
    codes = iter(look.split(";"))
    switches, color, ground = set(), "", ""
    for code in codes:
        kind = next(codes) if code in _LONG else ""
        told = ";".join([code, kind, *islice(codes, _VALUES[kind])]) if kind else code
        if code in _COLOURS:
            color = told
        elif code in _GROUNDS:
            ground = told
        else:
            switches.add(code)
    return _Look(frozenset(switches), color, ground)


def _whole(y: int, pieces: _Pieces, *, moving: bool, console: Console) -> str:
    """Return a line as Textual sends it: in one go, or moving to where each strip begins."""
    return "".join(
        f"{_to(x, y) if moving or not index else ''}{strip.render(console)}" for index, (x, strip) in enumerate(pieces)
    )


def _to(x: int, y: int) -> str:
    return f"\x1b[{y + 1};{x + 1}H"

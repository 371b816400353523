"""Draw what a terminal shows as a picture of pixels: from the cells of a real terminal, or from one of our SVGs.

Where an SVG is shown, it is with the fonts of that machine; a picture of pixels looks the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree as ET

import pyte
from PIL import Image, ImageDraw, ImageFont
from wcwidth import wcwidth

FONTS = ("DejaVuSansMono", "Menlo", "Consolas")
"""The first that is on this machine is used; with `-Bold`, where there is one."""
WIDE = ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"), ("PingFang.ttc", "PingFang.ttc")
"""The same for letters two cells wide, plain and bold."""
OTHERS = ("DejaVuSans.ttf", "NotoSansDevanagari-Regular.ttf", "Symbola_hint.ttf")
"""For letters that neither has: Hebrew, Devanagari, pictures."""
SIZE = 15
"""Pixels of a letter's height."""
DARK, LIGHT = "#0f141b", "#d8dee8"
"""What a terminal shows where no colour is named."""
_NAMED = {
    "black": "1d242e", "red": "ff7b72", "green": "7ee0a2", "brown": "e6c36a", "blue": "79b8ff", "magenta": "c8a6ff",
    "cyan": "5fd7c4", "white": "d8dee8",
}  # fmt: skip
_NOBODYS = "\U0010fffe"
"""A code point that no font has."""
_SVG = "{http://www.w3.org/2000/svg}"
_CELL = (12.2, 24.4)
"""Width and height of a cell in the SVGs of Rich."""


@dataclass(frozen=True)
class Cell:
    """What stands in one place of a screen, and its colours as `#rrggbb`."""

    x: int
    y: int
    text: str
    ink: str = LIGHT
    ground: str = ""
    bold: bool = False
    underlined: bool = False
    struck: bool = False


@dataclass(frozen=True)
class Face:
    """Fonts, plain and bold, and the cell they need."""

    narrow: tuple[ImageFont.FreeTypeFont, ImageFont.FreeTypeFont]
    wide: tuple[ImageFont.FreeTypeFont, ImageFont.FreeTypeFont]
    others: tuple[ImageFont.FreeTypeFont, ...]
    width: int
    height: int

    @classmethod
    def found(cls) -> Face:
        """Return the first face of this machine.

        Raises:
            OSError: none of `FONTS` is here.
        """
        narrow = _first((f"{name}.ttf", f"{name}-Bold.ttf") for name in FONTS)
        if narrow is None:
            raise OSError(f"none of these fonts is on this machine: {', '.join(FONTS)}")
        ascent, descent = narrow[0].getmetrics()
        others = tuple(found[0] for name in OTHERS if (found := _first([(name, name)])))
        return cls(narrow, _first(WIDE) or narrow, others, round(narrow[0].getlength("m")), ascent + descent)

    def picture(self, size: tuple[int, int], cells: list[Cell], ground: str = DARK) -> Image.Image:
        """Draw a screen of so many columns and rows."""
        columns, rows = size
        image = Image.new("RGB", (columns * self.width, rows * self.height), ground)
        draw = ImageDraw.Draw(image)
        for cell in cells:
            if cell.ground:
                draw.rectangle(self._box(cell), fill=cell.ground)
        for cell in cells:
            self._write(draw, cell)
        return image

    def _box(self, cell: Cell) -> tuple[int, int, int, int]:
        left, top = cell.x * self.width, cell.y * self.height
        return left, top, left + self.width - 1, top + self.height - 1

    def _font(self, cell: Cell) -> ImageFont.FreeTypeFont:
        """Return the first font that has the letter."""
        usual = (self.wide if wcwidth(cell.text[0]) > 1 else self.narrow)[cell.bold]
        return next((font for font in (usual, *self.others) if _has(font, cell.text[0])), usual)

    def _write(self, draw: ImageDraw.ImageDraw, cell: Cell) -> None:
        left, top, right, _ = self._box(cell)
        if cell.text.strip():
            base = top + self.narrow[0].getmetrics()[0]
            draw.text((left, base), cell.text, font=self._font(cell), fill=cell.ink, anchor="ls")
        for is_so, line in ((cell.underlined, self.height - 2), (cell.struck, self.height // 2)):
            if is_so:
                draw.line((left, top + line, right, top + line), fill=cell.ink)


@cache
def _has(font: ImageFont.FreeTypeFont, letter: str) -> bool:
    """Return whether a font has a letter: what it has not is all drawn alike."""
    return bytes(font.getmask(letter)) != bytes(font.getmask(_NOBODYS))


def _first(names: Iterable[tuple[str, str]]) -> tuple[ImageFont.FreeTypeFont, ImageFont.FreeTypeFont] | None:
    for plain, bold in names:
        try:
            font = ImageFont.truetype(plain, SIZE)
        except OSError:
            continue
        try:
            return font, ImageFont.truetype(bold, SIZE)
        except OSError:
            return font, font
    return None


def of_screen(screen: pyte.Screen, face: Face) -> Image.Image:
    """Draw a terminal, with its cursor as a thin line."""
    cells = [_of_char(screen.buffer[y][x], x, y) for y in range(screen.lines) for x in range(screen.columns)]
    image = face.picture((screen.columns, screen.lines), cells)
    if not screen.cursor.hidden:
        left, top = screen.cursor.x * face.width, screen.cursor.y * face.height
        ImageDraw.Draw(image).rectangle((left, top, left + 1, top + face.height - 1), fill=LIGHT)
    return image


def _of_char(char: pyte.screens.Char, x: int, y: int) -> Cell:
    ink, ground = _colour(char.fg, LIGHT), _colour(char.bg, DARK)
    if char.reverse:
        ink, ground = ground, ink
    return Cell(x, y, char.data, ink, ground, char.bold, char.underscore, char.strikethrough)


def _colour(name: str, default: str) -> str:
    return default if name == "default" else f"#{_NAMED.get(name, name)}"


def of_svg(svg: str, size: tuple[int, int], face: Face) -> Image.Image:
    """Draw a screen of so many columns and rows that Rich wrote as an SVG."""
    frame = ET.fromstring(svg)  # noqa: S314 - our own
    styles = dict(re.findall(r"\.(\S+-r\d+) \{ (.*?) \}", svg))
    boxes = [_of_box(box) for box in frame.iter(f"{_SVG}rect") if "shape-rendering" in box.attrib]
    letters = [
        letter
        for text in frame.iter(f"{_SVG}text")
        if text.attrib["class"] in styles
        for letter in _of_text(text, styles)
    ]
    grounds = [Cell(x, y, "", ground=ground) for left, y, cells, ground in boxes for x in range(left, left + cells)]
    return face.picture(size, [*grounds, *letters])


def _of_box(box: ET.Element) -> tuple[int, int, int, str]:
    x, y, width = (float(box.attrib[name]) for name in ("x", "y", "width"))
    return round(x / _CELL[0]), round((y - 1.5) / _CELL[1]), round(width / _CELL[0]), box.attrib["fill"]


def _of_text(text: ET.Element, styles: dict[str, str]) -> Iterator[Cell]:
    style = styles[text.attrib["class"]]
    (ink,) = re.findall(r"fill: (#\w+)", style)
    x, y = round(float(text.attrib["x"]) / _CELL[0]), round((float(text.attrib["y"]) - 20) / _CELL[1])
    for letter in text.text or "":
        yield Cell(x, y, letter, ink, "", "bold" in style, "underline" in style, "line-through" in style)
        x += max(wcwidth(letter), 0)

"""Long lines broken between their words."""

from textual.content import Content

from fuyu.tui.cells import in_single_cells

GLUE = "\u00a0"
"""A blank at which no line is broken."""
_GLUED = "\ue0a0"
"""The same for Textual, which breaks at any blank: a letter of nobody's."""


def glued(words: str) -> str:
    """Return words that stay on one line: a key with what it does."""
    return words.replace(" ", GLUE)


def unglued(line: str) -> str:
    """Return a line that is not broken, with blanks like any others."""
    return line.replace(GLUE, " ")


def broken(line: str, width: int) -> list[str]:
    """Return a line as lines of at most so many cells; a word that is longer is cut.

    What every terminal draws with a cell for each character is broken here, a dozen times as fast as Textual does,
    which looks at each word (measured): a card wraps a history at every move of the cursor.
    """
    line = line.expandtabs()
    if GLUE in line:
        parts = (part.plain for part in Content(line.replace(GLUE, _GLUED)).wrap(width))
        return [part.replace(_GLUED, " ") for part in parts]
    if not in_single_cells(line):
        return [part.plain for part in Content(line).wrap(width)]
    lines, rest = [], line.rstrip()
    while len(rest) > width:
        end = width if rest[width] == " " else rest.rfind(" ", 0, width) + 1
        if not rest[:end].strip():
            end = width
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*lines, rest] if rest else lines

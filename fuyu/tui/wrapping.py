"""Long lines broken between their words."""

from textual.content import Content

from fuyu.tui.cells import in_single_cells


def broken(line: str, width: int) -> list[str]:
    """Return a line as lines of at most so many cells; a word that is longer is cut.

    What every terminal draws with a cell for each character is broken here, a dozen times as fast as Textual does,
    which looks at each word (measured): a card wraps a history at every move of the cursor.
    """
    line = line.expandtabs()
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

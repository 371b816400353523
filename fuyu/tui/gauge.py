"""A bar in one line: how much of a whole is done."""


def gauge(count: int, whole: int, cells: int) -> tuple[str, str]:
    """Return a bar in two parts, what is full of it and the rest; without colour, too, one tells them apart."""
    full = min(max(round(cells * count / whole), 1), cells) if count and whole else 0
    return "━" * full, "─" * (cells - full)
